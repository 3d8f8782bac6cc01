"""What every page of the desk does alike: whose rows, whose right, and the frame of the admin."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.generic import View

from competitions.models import Round
from competitions.permissions import Action, permissions
from competitions.services.rounds import in_round

LONGEST_KEY = 15
"""Digits of a key in an address; one that is longer would be too large for a database."""


def key_in(text: str | None) -> int | None:
    """The key that someone's address or form names; None for what can be none."""
    said = text or ""
    is_key = said.isascii() and said.isdecimal() and len(said) <= LONGEST_KEY
    return int(said) if is_key else None


class DeskPage(View):
    """A page of the officials' site: only who has an office, or is a club's delegate, reaches it.

    Subclasses find what they are about with `find`, and answer with `page`.
    """

    template: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.has_office(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def find(self, rows: QuerySet[Any], pk: int, *, action: Action = "change") -> Any:
        """The row with that key: 404 where the official does not see it, 403 where he may not."""
        row = permissions.visible(self.request.user, rows).filter(pk=pk).first()
        if row is None:
            raise Http404
        self.require(action, row)
        return row

    def require(self, action: Action, row: Model) -> None:
        if not permissions.may(self.request.user, action, type(row), row=row):
            raise PermissionDenied

    def page(
        self, request: HttpRequest, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """The page in the frame of the admin; `title` of the context is its heading."""
        frame = admin.site.each_context(request)
        return render(request, self.template, {**frame, **context}, status=status)


class RoundDeskPage(DeskPage):
    """A page about one round."""

    def round(self, pk: int) -> Round:
        """404 and 403 as everywhere; 403 for a delegate, who knows of it from his own match."""
        rows = Round.objects.select_related("stage__season", "stage__rule_set")
        try:
            return self.find(rows, pk)
        except Http404:
            unseen = rows.filter(pk=pk).first()
            if unseen and permissions.visible(self.request.user, in_round(unseen)).exists():
                raise PermissionDenied from None
            raise
