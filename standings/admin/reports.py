"""The reports of a fixture side by side, and what the league makes of them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.core.reports import Reported, standing
from competitions.core.score import Score
from competitions.models import Fixture
from competitions.selectors import (
    has_result,
    may_have_penalties,
    open_reports,
    recorded_result,
    voices,
)
from competitions.services.reports import (
    confirm_results,
    keep_recorded,
    reopen_result,
    settle_reports,
)
from competitions.services.writing import Refused
from standings.admin.base import DeskPage

_ROWS = Fixture.objects.select_related(
    "home__club", "away__club", "round", "matchup", "stage__season", "stage__rule_set"
).prefetch_related("rulings__in_favour_of__club", "reports__link")

STANDINGS: dict[str, Any] = {
    "none": _("Nobody has reported this match."),
    "waiting": _("One report so far: it waits for the other side, or for you."),
    "agreed": _("They say the same. It takes you to record it."),
    "disagreeing": _("The reports do not agree. Say which one holds."),
    "recorded": _("All reports say what is recorded."),
    "contradicted": _("A report contradicts what is recorded. Say which one holds."),
}
_PARTS = ("goals", "half", "penalties")


class ReportsPage(DeskPage):
    template = "admin/desk/reports.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, self.find(_ROWS, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        fixture = self.find(_ROWS, pk)
        act = _ACTIONS.get(request.POST.get("action", ""))
        if act is None:
            raise BadRequest
        try:
            said = act(request, fixture)
        except Refused as refusal:
            return self._show(request, self.find(_ROWS, pk), faults=refusal.messages)
        except ValueError:
            fault = gettext("Write whole numbers, both of a score or none; 0 is a number, too.")
            return self._show(request, self.find(_ROWS, pk), faults=[fault])
        messages.success(request, said)
        return HttpResponseRedirect(request.path)

    def _show(
        self, request: HttpRequest, fixture: Fixture, *, faults: list[str] | None = None
    ) -> HttpResponse:
        recorded = recorded_result(fixture)
        stands = standing(voices(fixture), recorded)
        valid = {report.pk for report in open_reports(fixture).values()}
        parts = _PARTS if may_have_penalties(fixture) else _PARTS[:2]
        context = {
            "title": gettext("What was reported"),
            "fixture": fixture,
            "recorded": recorded,
            "stands": stands,
            "sentence": STANDINGS[stands],
            "reports": [(report, report.pk in valid) for report in fixture.reports.all()],
            "parts": [
                (part, [(f"{side}_{part}", side) for side in ("home", "away")]) for part in parts
            ],
            "has_result": has_result(fixture),
            "typed": request.POST,
            "faults": faults or [],
        }
        return self.page(request, context, status=409 if faults else 200)


def _take(request: HttpRequest, fixture: Fixture) -> str:
    code = request.POST.get("code", "")
    report = next((report for report in fixture.reports.all() if report.code == code), None)
    if report is None:
        raise BadRequest
    return _settle(request, fixture, report.said)


def _type(request: HttpRequest, fixture: Fixture) -> str:
    scores = [_pair(request, part) for part in _PARTS]
    if scores[0] is None:
        raise ValueError("no score")
    return _settle(request, fixture, Reported(*scores))


def _settle(request: HttpRequest, fixture: Fixture, said: Reported) -> str:
    settle_reports(
        fixture,
        said=said,
        actor=request.user,
        reason=_reason(request),
        document=request.POST.get("document", "").strip()[:200],
    )
    return gettext("Recorded; the result is provisional until it is confirmed.")


def _keep(request: HttpRequest, fixture: Fixture) -> str:
    keep_recorded(fixture, actor=request.user, reason=_reason(request))
    return gettext("The reports that say otherwise are set aside.")


def _confirm(request: HttpRequest, fixture: Fixture) -> str:
    confirm_results([fixture], actor=request.user, reason=_reason(request))
    return gettext("The result is official.")


def _reopen(request: HttpRequest, fixture: Fixture) -> str:
    reopen_result(fixture, actor=request.user, reason=_reason(request))
    return gettext("The result is provisional again.")


_ACTIONS: dict[str, Callable[[HttpRequest, Fixture], str]] = {
    "take": _take,
    "type": _type,
    "keep": _keep,
    "confirm": _confirm,
    "reopen": _reopen,
}


def _reason(request: HttpRequest) -> str:
    return request.POST.get("change_reason", "").strip()[:100]


def _pair(request: HttpRequest, part: str) -> Score | None:
    """Raises ValueError for half a score, and for what is no number of goals."""
    typed = [request.POST.get(f"{side}_{part}", "").strip() for side in ("home", "away")]
    if typed == ["", ""]:
        return None
    if not all(text.isascii() and text.isdecimal() and len(text) < 3 for text in typed):
        raise ValueError("no score")
    return Score(*map(int, typed))
