"""What a page that asks before it deletes says: kinds of rows, how many, and the first by name."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from competitions.forms import choice_label
from competitions.permissions import permissions
from competitions.services.deleting import NAMED, Rows, deletion_of

Told = tuple[list[Any], dict[str, int], set[str], list[Any]]
"""As `ModelAdmin.get_deleted_objects` has it: lists with their numbers, what the person may not
delete, and what stands against it."""


class AsksBeforeDeleting:
    """Django would name each row that goes or that something hangs on, each by queries of its own:
    three thousand for the stages of a country."""

    admin_site: admin.AdminSite

    def get_deleted_objects(self, objs: Collection[Model], request: HttpRequest) -> Told:
        found = deletion_of(list(objs))
        goes = [Rows(model, len(pks), tuple(pks)[:NAMED]) for model, pks in found.goes.items()]
        counts = {_plural(rows.model): rows.number for rows in goes}
        lacking = {
            str(model._meta.verbose_name)  # noqa: SLF001 - documented by Django
            for model, pks in found.goes.items()
            if not self._may_delete(request, model, pks)
        }
        hang = [gettext("This hangs on what you would delete:"), self._told(found.hang)]
        against = [*(hang if found.hang else ()), *found.lost]
        return self._told(goes), counts, lacking, against

    def _may_delete(self, request: HttpRequest, model: type[Model], pks: Collection[int]) -> bool:
        if not self.admin_site.is_registered(model):
            return True
        if not self.admin_site.get_model_admin(model).has_delete_permission(request):
            return False
        if getattr(request.user, "is_superuser", False):
            return True
        there = model._base_manager.filter(pk__in=pks)  # noqa: SLF001 - documented by Django
        return permissions.changeable(request.user, there, "delete").count() == len(pks)

    def _told(self, kinds: Iterable[Rows]) -> list[Any]:
        told: list[Any] = []
        for rows in kinds:
            names: list[Any] = list(self._named(rows))
            if more := rows.number - len(names):
                text = ngettext("And %(number)s more.", "And %(number)s more.", more)
                names.append(text % {"number": number_format(more)})
            told += [f"{capfirst(_plural(rows.model))}: {number_format(rows.number)}", names]
        return told

    def _named(self, rows: Rows) -> Sequence[Any]:
        """With what their labels read, by one query."""
        model = rows.model
        if not self.admin_site.is_registered(model):
            return [str(row) for row in model._base_manager.filter(pk__in=rows.first)]  # noqa: SLF001
        options = model._meta  # noqa: SLF001 - documented by Django
        address = f"admin:{options.app_label}_{options.model_name}_change"
        found = self.admin_site.get_model_admin(model).rows().in_bulk(rows.first)
        return [
            format_html(
                '<a href="{}">{}</a>',
                reverse(address, args=[pk], current_app=self.admin_site.name),
                choice_label(found[pk]),
            )
            for pk in rows.first
            if pk in found
        ]


def _plural(model: type[Model]) -> str:
    return str(model._meta.verbose_name_plural)  # noqa: SLF001 - documented by Django
