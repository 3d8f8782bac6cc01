"""The sheet of a round: all its fixtures on one page, in the order in which they are played."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from competitions.core.fixture_state import UNPLAYED, FixtureState
from competitions.models import Fixture, Round
from competitions.services.clashes import clashes_of
from competitions.services.reports import confirm_results
from competitions.services.rounds import RoundRecorded, in_round, record_round
from competitions.services.writing import Refused
from standings.admin.base import RoundDeskPage
from standings.forms.round_sheet import FixtureRowForm
from standings.selectors.reading import kept
from standings.selectors.sheets import RoundSheet, SheetRow, round_sheet, sheet_after, since

_TOKEN = re.compile(r"p(\d{1,18})-seen")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet with its form. `is_open`: what is folded away is to be seen."""

    row: SheetRow
    form: FixtureRowForm

    @property
    def is_open(self) -> bool:
        folded = ("half", "extra", "penalties", "what", "date", "time")
        return any(name.endswith(folded) for name in self.form.errors)


class RoundSheetPage(RoundDeskPage):
    template = "admin/desk/round_sheet.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = round_sheet(self.round(pk))
        lines = [Line(row, _form(row.fixture.pk, row.state, row)) for row in sheet.rows]
        asked = request.GET.get("desde", "")
        told = since(sheet, asked) if asked else None
        return self._answer(sheet, lines, {"since": told, "version": sheet.stage.version})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        round_ = self.round(pk)
        seen = _seen(request.POST)
        forms = {
            key: FixtureRowForm(key=key, shown=shown, sides=("", ""), data=request.POST)
            for key, shown in seen.items()
        }
        reason = request.POST.get("reason", "").strip()[:100]
        found = record_round(
            round_,
            rows={key: form.state for key, form in forms.items() if form.is_valid()},
            actor=request.user,
            reason=reason,
            seen={key: shown.token for key, shown in seen.items()},
        )
        for sentence in clashes_of(_moved(found, seen)):
            messages.warning(request, sentence)
        if not found.refused and all(form.is_valid() for form in forms.values()):
            return self._done(request, round_, found)
        sheet = sheet_after(round_, found.states, version=found.version) or round_sheet(
            self.round(pk)
        )
        lines = [_answered(row, forms.get(row.fixture.pk), found) for row in sheet.rows]
        on_sheet = {line.row.fixture.pk for line in lines}
        return self._answer(
            sheet,
            lines,
            {
                "saved": found.saved,
                "refused": sum(bool(line.form.errors) for line in lines),
                "gone": len(found.refused.keys() - on_sheet),
                "reason": reason,
                "version": found.version,
                "since": since(sheet, found.version) if found.saved else None,
            },
        )

    def _done(
        self, request: HttpRequest, round_: Round, found: RoundRecorded
    ) -> HttpResponseRedirect:
        count = len(found.saved)
        text = ngettext("%(count)s result saved.", "%(count)s results saved.", count)
        said = text % {"count": count} if count else gettext("Nothing had changed.")
        messages.success(request, said)
        shown = request.POST.get("version", "")
        # Between the page and the write somebody else may have written, and nobody looked.
        version = found.version if kept(round_.stage_id, found.version) else shown
        query = {"desde": version} if count else {}
        if half := request.GET.get("medio"):
            query["medio"] = half
        address = reverse("admin:desk_round", args=[round_.pk])
        return HttpResponseRedirect(f"{address}?{urlencode(query)}" if query else address)

    def _answer(
        self, sheet: RoundSheet, lines: list[Line], context: dict[str, Any]
    ) -> HttpResponse:
        asked = self.request.GET.get("medio", "")
        is_new = self.request.method == "GET" and "desde" not in self.request.GET
        first = next((line for line in lines if not line.row.is_recorded), None)
        if is_new and first is not None:
            first.form.fields["home_goals"].widget.attrs["autofocus"] = True
        return self.page(
            self.request,
            {
                "title": sheet.round.label,
                "sheet": sheet,
                "lines": lines,
                "shows_half": asked == "1" if asked else sheet.wants_half_time,
                **context,
            },
        )


class ConfirmRoundPage(RoundDeskPage):
    """Makes the provisional results of a round official, all or none."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        round_ = self.round(pk)
        try:
            confirmed = confirm_results(in_round(round_).provisional(), actor=request.user)
        except Refused as refused:
            for sentence in refused.messages:
                messages.error(request, sentence)
            messages.error(request, gettext("No result was confirmed."))
        else:
            count = len(confirmed)
            text = ngettext(
                "%(count)s result is official now.", "%(count)s results are official now.", count
            )
            messages.success(request, text % {"count": count})
        return HttpResponseRedirect(reverse("admin:desk_round", args=[round_.pk]))


def _seen(data: Mapping[str, Any]) -> dict[int, FixtureState]:
    """The states that were shown, by fixture; one that nobody can read is none."""
    found: dict[int, FixtureState] = {}
    for name, value in data.items():
        if match := _TOKEN.fullmatch(name):
            try:
                found[int(match[1])] = FixtureState.from_token(value)
            except ValueError:
                found[int(match[1])] = UNPLAYED
    return found


def _moved(found: RoundRecorded, seen: Mapping[int, FixtureState]) -> list[Fixture]:
    """Matches that were saved with another day or hour."""
    before = {key: (shown.date, shown.time) for key, shown in seen.items()}
    return [row for row in found.saved if (row.date, row.time) != before.get(row.pk)]


def _form(
    key: int, shown: FixtureState, row: SheetRow, data: Mapping[str, Any] | None = None
) -> FixtureRowForm:
    sides = (row.home.name, row.away.name)
    return FixtureRowForm(key=key, shown=shown, sides=sides, data=data)


def _answered(row: SheetRow, typed: FixtureRowForm | None, found: RoundRecorded) -> Line:
    """What was saved as it stands now; what was refused as it was typed, with its faults."""
    key = row.fixture.pk
    faults = found.refused.get(key)
    if typed is None or (typed.is_valid() and not faults):
        return Line(row, _form(key, row.state, row))
    form = _form(key, row.state, row, typed.over(row.state))
    form.is_valid()
    form.add_faults(faults or {})
    return Line(row, form)
