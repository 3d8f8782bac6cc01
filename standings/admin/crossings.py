"""Zonal crossings: the best list under an official's wishes, lists that he has, and the list of the
stage made of one of them."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext

from competitions.core.crossing_lists import ReadList
from competitions.core.crossing_rounds import ROUNDS, Meeting, days_of_play, rounds_of
from competitions.core.crossings import (
    Crossings,
    Impossible,
    cross,
    distances,
    enough_neighbours,
    measure,
)
from competitions.models import Entry, Fixture, Stage
from competitions.services.fixture_lists import Planned, listed_fixtures, make_fixture_list
from competitions.services.versions import state_of
from competitions.services.writing import Refused
from standings.admin.base import DeskPage
from standings.admin.crossing_sentences import (
    conflict_sentences,
    field_sentence,
    line_sentence,
    neighbours_sentence,
)
from standings.admin.crossings_form import CrossingsForm, text_of_file
from standings.selectors.crossing_map import Drawing, drawing
from standings.selectors.crossings import (
    Comparison,
    Field,
    Listing,
    comparisons,
    crossed,
    field_of,
    is_crossed,
    last_year,
    listing,
    recorded,
)
from standings.selectors.reading import load

LARGEST_FILE = 200_000
_WANTS = {"read": "list", "preview": "days", "write": "days"}

Rounds = Mapping[int, Sequence[Meeting]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A list on the page: the best one, or one that somebody brought, with the best beside it."""

    rounds: Rounds
    listing: Listing
    found: Crossings
    best: Crossings
    drawing: Drawing
    is_brought: bool

    @property
    def is_proved(self) -> bool:
        return self.found.gap < 1e-9

    @property
    def saved(self) -> float:
        """How much less the best one has in all, of 100."""
        km = self.found.total_km
        return 100 * (1 - self.best.total_km / km) if km else 0.0


class CrossingsPage(DeskPage):
    """Looking and calculating write nothing. What is written is what was previewed: the token of
    the preview has the list, the days and the state of the stage."""

    template = "admin/desk/crossings.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._find(pk)
        self.form = self._form(None)
        return self._answer()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._find(pk)
        action = request.POST.get("action", "")
        data, faults = self._sent()
        self.form = self._form(data, wants=_WANTS.get(action, ""))
        if not self.form.is_valid() or faults or self.field.faults:
            return self._answer(faults=faults, status=422)
        if action in {"preview", "write"}:
            return self._planned(action)
        return self._answer()

    def _find(self, pk: int) -> None:
        rows = Stage.objects.select_related("season", "rule_set", "league")
        self.stage: Stage = self.find(rows, pk)
        self.data = load([self.stage])[self.stage.pk]

    @cached_property
    def field(self) -> Field:
        return field_of(self.data)

    def _form(self, data: Any, *, wants: str = "") -> CrossingsForm:
        return CrossingsForm(
            data, stage=self.stage, field=self.field, before=last_year(self.stage), wants=wants
        )

    def _sent(self) -> tuple[Any, list[str]]:
        """What was typed; the lines of a file that can be read stand in the place of the list."""
        data = self.request.POST.copy()
        file = self.request.FILES.get("file")
        if file is None:
            return data, []
        if file.size > LARGEST_FILE:
            return data, [gettext("This file is too large for a list of six rounds.")]
        text, faults = text_of_file(file.name, file.read())
        if not faults:
            data["lines"] = text
        return data, faults

    @cached_property
    def _brought(self) -> ReadList | None:
        """The list that somebody brought, where it is meant rather than the best one."""
        action = self.request.POST.get("action", "")
        again = action in {"preview", "write"} and self.request.POST.get("meant") == "brought"
        is_meant = self.form.is_bound and (action == "read" or again)
        return self.form.cleaned_data["lines"] if is_meant else None

    @cached_property
    def _shown(self) -> Shown:
        """Raises Impossible."""
        form, between = self.form, self.form.measured_between
        departments = self.field.departments(between)
        best = found = cross(departments, wishes=form.wishes)
        if self._brought:
            rounds = dict(enumerate(self._brought.rounds, start=1))
            pairs = crossed(meeting for meetings in rounds.values() for meeting in meetings)
            found = measure(pairs, departments, wishes=form.wishes, best=best)
        else:
            rounds = dict(enumerate(rounds_of(best.pairs, km=distances(departments)), start=1))
        told = listing(rounds, self.field, between=between, factor=form.wishes.road_factor)
        drawn = drawing(told, self.field, between=between)
        return Shown(rounds, told, found, best, drawn, is_brought=self._brought is not None)

    def _planned(self, action: str) -> HttpResponse:
        said = self.form.cleaned_data
        if self._brought and self._brought.faults:
            return self._answer()
        try:
            rounds = self._shown.rounds
        except Impossible:
            return self._answer()
        days = days_of_play(said["first_day"], without=said["without"])
        token = self._token(rounds, days)
        if action == "preview":
            return self._answer(days=days, token=token)
        if self.request.POST.get("token") != token:
            changed = gettext("What you changed was worked out again. Nothing is written yet.")
            return self._answer(days=days, token=token, faults=[changed], status=409)
        try:
            made = self._write(rounds, days)
        except Refused as refused:
            faults = list(refused.messages)
            return self._answer(days=days, token=token, faults=faults, status=409)
        text = ngettext(
            "%(count)s match written, in six rounds.",
            "%(count)s matches written, in six rounds.",
            len(made),
        )
        messages.success(self.request, text % {"count": len(made)})
        return HttpResponseRedirect(reverse("admin:desk_crossings", args=[self.stage.pk]))

    def _token(self, rounds: Rounds, days: Sequence[dt.date]) -> str:
        text = f"{dict(rounds)} {days} {state_of(self.stage)}"
        return hashlib.sha256(text.encode()).hexdigest()[:20]

    def _write(self, rounds: Rounds, days: Sequence[dt.date]) -> list[Fixture]:
        """Raises Refused."""
        entries = Entry.objects.select_related("stage__season", "club").in_bulk(self.field.ranked)
        of = {key: entries[club.entry] for key, club in self.field.clubs.items()}
        planned = [
            Planned(number, of[home], of[away], date=day)
            for (number, meetings), day in zip(rounds.items(), days, strict=True)
            for home, away in meetings
        ]
        return make_fixture_list(
            self.stage,
            planned,
            actor=self.request.user,
            reason=self.form.cleaned_data["reason"],
            seen=state_of(self.stage),
            replace=self.form.cleaned_data["replace"],
        )

    def _answer(
        self,
        *,
        days: Sequence[dt.date] = (),
        token: str = "",
        faults: Sequence[str] = (),
        status: int = 200,
    ) -> HttpResponse:
        form = self.form
        context: dict[str, Any] = {
            "title": gettext("Zonal crossings: %(stage)s") % {"stage": self.stage.label},
            "stage": self.stage,
            "form": form,
            "field": self.field,
            "field_faults": [field_sentence(fault) for fault in self.field.faults],
            "is_crossed": is_crossed(self.data),
            "faults": faults,
            "days": days,
            "token": token,
            "before": form.before,
            "whereabouts": [(c, self.field.known(c)) for c in self.field.clubs.values()],
            **self._on_record(),
        }
        if not self.field.faults and form.tells_list:
            told = self._told(days)
            status = max(status, told.pop("status"))
            context |= told
        return self.page(self.request, context, status=status)

    def _told(self, days: Sequence[dt.date]) -> dict[str, Any]:
        """What is shown of a list, or why there is none."""
        read, between = self._brought, self.form.measured_between
        if read and read.faults:
            return {
                "status": 422,
                "list_faults": [line_sentence(fault, self.field) for fault in read.faults],
                "as_read": self._compared(read.rounds) if read.is_read else (),
            }
        try:
            shown = self._shown
        except Impossible as refusal:
            near = any(conflict.kind == "neighbours" for conflict in refusal.conflicts)
            departments = self.field.departments(between)
            enough = enough_neighbours(departments, self.form.wishes) if near else None
            return {
                "status": 422,
                "conflicts": conflict_sentences(refusal.conflicts, self.field),
                "neighbours": neighbours_sentence(enough),
            }
        dated = dict(zip(range(1, ROUNDS + 1), days, strict=True)) if days else {}
        rounds = [(n, dated.get(n), matches) for n, matches in shown.listing.rounds.items()]
        return {"status": 200, "shown": shown, "rounds": rounds, "between": between}

    def _compared(self, rounds: Sequence[Sequence[Meeting]]) -> tuple[Comparison, ...]:
        return comparisons(dict(enumerate(rounds, start=1)), self.field)

    def _on_record(self) -> dict[str, Any]:
        """What a new list would take the place of counts every match, whoever plays it."""
        there = [f for f in self.data.fixtures if not f.is_extra and f.matchup is None]
        without_result = listed_fixtures(self.stage).count() if there else 0
        return {
            "compared": comparisons(recorded(self.data, self.field), self.field),
            "matches_there": len(there),
            "has_results": len(there) > without_result,
        }
