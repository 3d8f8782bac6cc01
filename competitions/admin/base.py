"""What every admin of a fact does alike: ask permissions, choose rows, write by services."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from competitions.admin.history import ReadableChange, readable_reason
from competitions.core.names import fold
from competitions.forms import FactForm, RowChoiceField, RowForm, RowFormSet
from competitions.models import Club, Department, League, Season, Venue
from competitions.permissions import Action, permissions
from competitions.services.writing import Refused, remove, write

_SHORT_LISTS = (Department, Season)
"""Models of few rows: a plain list is quicker than a search."""
_MADE_ON_THE_WAY = (Club, Venue)
"""Rows that an official may have to add before he can name them."""


@admin.display(description=_("name"))
def label_of(row: Any) -> str:
    return row.label


@admin.display(description=_("name"))
def name_of(row: Any) -> str:
    return row.name


class ByPermission:
    """Answers Django's questions of permission with those of the project."""

    model: type[Model]

    def _may(self, request: HttpRequest, action: Action, row: Model | None = None) -> bool:
        return permissions.may(request.user, action, self.model, row=row)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "view", obj) or self._may(request, "change", obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "delete", obj)


class ByChoice:
    """Foreign keys by search, with labels that say which stage and season."""

    model: type[Model]
    admin_site: admin.AdminSite
    plain: Sequence[str] = ()
    """Foreign keys that the form fills or narrows itself."""

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [
            field.name
            for field in self.model._meta.fields  # noqa: SLF001 - documented by Django
            if isinstance(field, ForeignKey)
            and field.name not in self.plain
            and field.remote_field.model not in _SHORT_LISTS
        ]

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        rows = self.admin_site.get_model_admin(db_field.remote_field.model).get_queryset(request)
        kwargs["queryset"] = permissions.choosable(request.user, rows)
        kwargs.setdefault("form_class", RowChoiceField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and hasattr(field.widget, "can_add_related"):
            widget = field.widget
            widget.can_add_related &= db_field.remote_field.model in _MADE_ON_THE_WAY
            widget.can_change_related = False
            widget.can_delete_related = False
            widget.can_view_related = False
        return field


LONGEST_SEARCH = 8
"""Words of a search that are looked at: each one joins the tables anew, and databases have ends."""


class FactAdmin(ByPermission, ByChoice, SimpleHistoryAdmin):
    """A thin shell over `services.writing`: what that refuses stays on the form as it was typed."""

    form = FactForm
    select: Sequence[str] = ()
    """Relations that a row's label and its line in the list read."""
    list_per_page = 50
    show_full_result_count = False
    save_on_top = False
    object_history_template = "admin/competitions/history.html"
    object_history_list_template = "admin/competitions/history_list.html"
    delete_confirmation_template = "admin/competitions/delete.html"
    delete_selected_confirmation_template = "admin/competitions/delete_selected.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related(*self.select)
        return permissions.visible(request.user, rows)

    # Searching: every word has to be found, with or without its accents.

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        fields = self.get_search_fields(request)
        for word in search_term.split()[:LONGEST_SEARCH]:
            folded = fold(word)
            found = Q(pk__in=[])
            for name in fields:
                found |= Q(**{f"{name}__icontains": word})
                if folded and folded != word:
                    found |= Q(**{f"{name}__icontains": folded})
            queryset = queryset.filter(found)
        return queryset, any("aliases" in name for name in fields)

    # Writing: all rows of a form by one call of the service, once everything is valid.

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return type(form.__name__, (form,), {"refusal": refusal}) if refusal else form

    def get_fieldsets(
        self, request: HttpRequest, obj: Model | None = None
    ) -> list[tuple[Any, dict[str, Any]]]:
        fieldsets = [
            (name, {**options, "fields": _without_reason(options["fields"])})
            for name, options in super().get_fieldsets(request, obj)
        ]
        if obj is not None and self.has_change_permission(request, obj):
            fieldsets.append((None, {"fields": ("change_reason",)}))
        return fieldsets

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            # Everything is rolled back. The same form again, and this time it knows.
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(
        self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool
    ) -> None:
        """Written in `save_related`, together with the rows below it."""

    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formsets: Sequence[forms.BaseModelFormSet],
        change: bool,
    ) -> None:
        saved, removed = [form.instance], []
        for formset in formsets:
            saved += formset.save(commit=False)
            removed += formset.deleted_objects
        write(
            saved,
            removed=removed,
            actor=request.user,
            reason=form.cleaned_data.get("change_reason", ""),
        )

    # What was done is said without the gender of its noun, which Django does not know.

    def response_add(
        self, request: HttpRequest, obj: Model, post_url_continue: str | None = None
    ) -> HttpResponse:
        request.said = gettext("Saved: %(name)s.") % {"name": obj}  # type: ignore[attr-defined]
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        request.said = gettext("Saved: %(name)s.") % {"name": obj}  # type: ignore[attr-defined]
        return super().response_change(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        said = gettext("Deleted: %(name)s.") % {"name": obj_display}
        request.said = said  # type: ignore[attr-defined]
        return super().response_delete(request, obj_display, obj_id)

    def message_user(
        self,
        request: HttpRequest,
        message: Any,
        level: int | str = messages.INFO,
        extra_tags: str = "",
        fail_silently: bool = False,
    ) -> None:
        if level == messages.SUCCESS:
            message = getattr(request, "said", message)
        super().message_user(request, message, level, extra_tags, fail_silently)

    # Deleting: what the service refuses is said where the official came from.

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        remove(obj, actor=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        write(removed=list(queryset), actor=request.user)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refused as refusal:
            return self._say_refused(request, refusal)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        try:
            # The log of an action is written before the action.
            with transaction.atomic():
                return super().changelist_view(request, extra_context)
        except Refused as refusal:
            return self._say_refused(request, refusal)

    def _say_refused(self, request: HttpRequest, refusal: Refused) -> HttpResponse:
        for message in refusal.messages:
            self.message_user(request, message, messages.ERROR)
        options = self.opts
        return HttpResponseRedirect(
            reverse(
                f"admin:{options.app_label}_{options.model_name}_changelist",
                current_app=self.admin_site.name,
            )
        )

    def get_deleted_objects(
        self, objs: Sequence[Model], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        to_delete, counts, missing, protected = super().get_deleted_objects(objs, request)
        below = [
            str(child)
            for row in objs
            if isinstance(row, League)
            for child in row.children.all()
            if child not in objs
        ]
        return to_delete, counts, missing, [*protected, *below]

    # History: shown, not edited. What is computed and the counter of a stage are no news.

    def revert_disabled(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def history_view_title(self, request: HttpRequest, obj: Model) -> str:
        return gettext("History of %(name)s") % {"name": obj}

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> ReadableChange:
        return ReadableChange(self.model, historical_record)

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "GET":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def set_history_delta_changes(
        self,
        request: HttpRequest,
        historical_records: Sequence[Any],
        foreign_keys_are_objs: bool = True,
    ) -> None:
        for record in historical_records:
            record.history_change_reason = readable_reason(record.history_change_reason)
        unread = [field.name for field in self.opts.fields if not field.editable]
        for after, before in pairwise(historical_records):
            delta = after.diff_against(
                before, excluded_fields=unread, foreign_keys_are_objs=foreign_keys_are_objs
            )
            texts = self.get_historical_record_context_helper(request, after)
            after.history_delta_changes = texts.context_for_delta_changes(delta)


def _without_reason(fields: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(name for name in fields if name != "change_reason")


class RowInline(ByPermission, ByChoice):
    form = RowForm
    formset = RowFormSet
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)  # type: ignore[misc]
        select = self.admin_site.get_model_admin(self.model).select
        return permissions.visible(request.user, rows.select_related(*select))


class TableInline(RowInline, admin.TabularInline):
    """On a phone its rows wrap and have no heads: each field says in itself what it is."""

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            label = capfirst(field.label or "")
            field.widget.attrs.setdefault("aria-label", label)
            if isinstance(field.widget, forms.TextInput):
                field.widget.attrs.setdefault("placeholder", label)
        return field


class StackInline(RowInline, admin.StackedInline):
    pass


SOURCE = (_("Source"), {"fields": (("evidence", "source"), "note"), "classes": ("collapse",)})
"""How a fact is known; the same at the end of every form."""
