"""The list of what was deleted of a model, each with the way back."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext

from competitions.services.changes import deleted, tell

_PER_PAGE = 50


class WithDeleted:
    """An admin with a list of deleted rows beside that of those which are there."""

    model: type[Model]
    admin_site: admin.AdminSite
    opts: Any

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.deleted_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_deleted"
        return [path("eliminados/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        lines = deleted(request.user, self.model)
        page = Paginator(lines, _PER_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Deleted: %(kind)s") % {"kind": self.opts.verbose_name_plural},
            "opts": self.opts,
            "kind": capfirst(str(self.opts.verbose_name_plural)),
            "page": page,
            "changes": tell(request.user, list(page.object_list)),
            "may_add": self.has_add_permission(request),  # type: ignore[attr-defined]
        }
        return TemplateResponse(request, "admin/competitions/deleted.html", context)
