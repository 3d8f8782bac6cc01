"""What was changed of late in an official's branch, and the page on which it is taken back."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competitions.models import Stage
from competitions.permissions import permissions
from competitions.services.changes import Act, Change, act_of, acts, find, latest, require, tell
from competitions.services.undoing import MOST, Undoing, seen_key, undo, undoing_of
from competitions.services.writing import Refused
from standings.admin.base import DeskPage, key_in

PER_PAGE = 50
_STAGES_OFFERED = 200
_LARGEST_ACT = 4000
"""Changes that are taken back by the act they are of; a season that was loaded is no such act."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the changes someone asked for, as far as it means something."""

    stage: Stage | None
    person: str
    day: dt.date | None
    page: int

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        said = request.GET
        stage = None
        if number := key_in(said.get("stage")):
            stages = permissions.visible(request.user, Stage.objects.select_related("season"))
            stage = stages.filter(pk=number).first()
            if stage is None:
                raise Http404
        return cls(
            stage,
            said.get("person", "").strip()[:150],
            _day(said.get("day", "")),
            max(key_in(said.get("p")) or 1, 1),
        )

    def address(self, **other: Any) -> str:
        said = {
            "stage": self.stage.pk if self.stage else "",
            "person": self.person,
            "day": self.day.isoformat() if self.day else "",
            **other,
        }
        return "?" + urlencode({name: value for name, value in said.items() if value})


def _day(said: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(said)
    except ValueError:
        return None


class ChangesPage(DeskPage):
    template = "admin/desk/changes.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = Asked.of(request)
        lines = latest(
            request.user,
            stage=asked.stage,
            person_named=asked.person,
            day=asked.day,
            skip=(asked.page - 1) * PER_PAGE,
            count=PER_PAGE + 1,
        )
        stages = permissions.visible(request.user, Stage.objects.select_related("season"))
        offered = list(stages.order_by("-season__year", "position")[:_STAGES_OFFERED])
        if asked.stage and asked.stage not in offered:
            offered.append(asked.stage)
        return self.page(
            request,
            {
                "title": _("Latest changes"),
                "asked": asked,
                "stages": offered,
                "acts": _shown(
                    acts(tell(request.user, lines[:PER_PAGE])),
                    begins_before=asked.page > 1,
                    goes_on=len(lines) > PER_PAGE,
                    is_part=asked.stage is not None,
                ),
                "newer": asked.address(p=asked.page - 1) if asked.page > 1 else "",
                "older": asked.address(p=asked.page + 1) if len(lines) > PER_PAGE else "",
            },
        )


@dataclass(frozen=True, slots=True)
class _Shown:
    """An act as the page shows it. One that `is_cut` may have more changes than stand here."""

    act: Act
    is_cut: bool

    @property
    def first(self) -> Change:
        return self.act.first

    @property
    def changes(self) -> tuple[Change, ...]:
        return self.act.changes

    @property
    def all_address(self) -> str:
        """Where all of it is taken back; blank for a single change."""
        if len(self.changes) == 1 and not self.is_cut:
            return ""
        if self.is_cut or len(self.changes) > MOST:
            return act_address(self.first.key)
        return undo_address(change.key for change in self.changes)


def _shown(found: list[Act], *, begins_before: bool, goes_on: bool, is_part: bool) -> list[_Shown]:
    """An act at the edge of the page may be cut there, and one of a stage brought other rows."""
    last = len(found) - 1
    return [
        _Shown(
            act,
            is_cut=(is_part and len(act.changes) > 1)
            or (place == 0 and begins_before)
            or (place == last and goes_on),
        )
        for place, act in enumerate(found)
    ]


def undo_address(keys: Any) -> str:
    return f"{reverse('admin:desk_undo')}?{urlencode([('c', key) for key in keys])}"


def act_address(key: str) -> str:
    """Where the whole act is taken back that a change is of."""
    return f"{reverse('admin:desk_undo')}?{urlencode({'acto': key})}"


class UndoPage(DeskPage):
    template = "admin/desk/undo.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        lines = self._lines(request)
        return self._answer(request, lines, undoing_of(lines, reader=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        lines = self._lines(request)
        typed = request.POST
        seen = {
            name.removeprefix("seen-"): said
            for name, said in typed.items()
            if name.startswith("seen-")
        }
        reason = typed.get("reason", "")[:100]
        about = tell(request.user, lines)
        try:
            written = undo(lines, actor=request.user, reader=request.user, reason=reason, seen=seen)
        except Refused as refusal:
            undoing = undoing_of(lines, reader=request.user)
            return self._answer(request, lines, undoing, refusal=refusal, reason=reason)
        messages.success(
            request,
            ngettext("Taken back: %(name)s.", "Taken back: %(name)s and %(more)s more.", len(about))
            % {"name": about[0].name, "more": len(about) - 1},
        )
        return HttpResponseRedirect(self._after(request, written))

    def _lines(self, request: HttpRequest) -> list[Any]:
        """The changes that the address names: 404 unless all are seen, 403 where one is not his."""
        keys = set(request.GET.getlist("c"))
        if act := request.GET.get("acto"):
            lines = act_of(request.user, act)
            if not 0 < len(lines) <= _LARGEST_ACT:
                raise Http404
        else:
            lines = find(request.user, keys) if 0 < len(keys) <= MOST else []
            if not lines or len(lines) != len(keys):
                raise Http404
        require(request.user, lines)
        return lines

    def _answer(
        self,
        request: HttpRequest,
        lines: list[Any],
        undoing: Undoing,
        *,
        refusal: Refused | None = None,
        reason: str = "",
    ) -> HttpResponse:
        told = tell(request.user, lines)
        context = {
            "title": _("Take back"),
            "changes": told,
            "undoing": undoing,
            "refusal": refusal,
            "reason": reason,
            "faults": refusal.messages if refusal else undoing.sentences,
            "seen": {f"seen-{seen_key(r.row)}": r.token for r in undoing.rows if r.token},
            "back": _back(told[0]),
        }
        return self.page(request, context, status=200)

    def _after(self, request: HttpRequest, written: list[Model]) -> str:
        if written and permissions.may(request.user, "view", type(written[0]), row=written[0]):
            options = written[0]._meta  # noqa: SLF001 - documented by Django
            return reverse(f"admin:competitions_{options.model_name}_history", args=[written[0].pk])
        return reverse("admin:desk_changes")


def _back(change: Change) -> str:
    options = change.line.instance_type._meta  # noqa: SLF001 - documented by Django
    if change.what == "-":
        return reverse(f"admin:competitions_{options.model_name}_deleted")
    return reverse(f"admin:competitions_{options.model_name}_history", args=[change.row.pk])
