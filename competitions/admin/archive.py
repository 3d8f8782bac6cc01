"""Archiving from the lists: for what has results and is not deleted."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from competitions.admin.tokens import token_name, tokens_in
from competitions.services.seen import token_of
from competitions.services.writing import Refused, write


class WithArchive:
    """Two actions of a list, each with a page that names the rows and asks why."""

    actions = ("delete_selected", "archive_selected", "restore_selected")
    model: type[Model]
    opts: Any
    admin_site: admin.AdminSite

    @admin.action(permissions=["change"], description=_("Archive what is chosen"))
    def archive_selected(
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> TemplateResponse | None:
        return self._move(request, queryset, archived=True)

    @admin.action(permissions=["change"], description=_("Restore what is chosen"))
    def restore_selected(
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> TemplateResponse | None:
        return self._move(request, queryset, archived=False)

    def _move(
        self, request: HttpRequest, queryset: QuerySet[Any], *, archived: bool
    ) -> TemplateResponse | None:
        rows = list(queryset)
        if not all(self.has_change_permission(request, row) for row in rows):  # type: ignore[attr-defined]
            raise PermissionDenied
        faults: list[str] = []
        reason = request.POST.get("reason", "").strip()[:100]
        if request.POST.get("post"):
            if not reason:
                faults = [gettext("Say why.")]
            else:
                seen = tokens_in(request, rows)
                for row in rows:
                    row.is_archived = archived
                try:
                    write(rows, actor=request.user, reason=reason, seen=seen)
                except Refused as refusal:
                    faults = refusal.messages
                    rows = list(queryset.all())
                else:
                    self._say(request, len(rows), archived=archived)
                    return None
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Archive") if archived else gettext("Restore"),
            "opts": self.opts,
            "rows": rows,
            "archived": archived,
            "action": "archive_selected" if archived else "restore_selected",
            "action_checkbox_name": admin.helpers.ACTION_CHECKBOX_NAME,
            "faults": faults,
            "reason": reason,
            "seen": {token_name(row): token_of(row) for row in rows},
        }
        return TemplateResponse(request, "admin/competitions/archive.html", context)

    def _say(self, request: HttpRequest, count: int, *, archived: bool) -> None:
        said = (
            ngettext("Archived.", "Archived: %(count)s.", count)
            if archived
            else ngettext("Restored.", "Restored: %(count)s.", count)
        )
        self.message_user(request, said % {"count": count}, messages.SUCCESS)  # type: ignore[attr-defined]
