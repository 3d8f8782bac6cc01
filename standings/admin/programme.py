"""Grounds and hours of a list that is there: looked at, laid anew, and written in one act."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from competitions.core.fixture_list import seen_apart
from competitions.core.week import Week, every_day
from competitions.models import Fixture, Round, Stage
from competitions.services.placing import Unarrangeable
from competitions.services.programmes import Programme, ahead, arranged, write_programme
from competitions.services.versions import state_of
from competitions.services.writing import Refused
from standings.admin.base import DeskPage
from standings.admin.calendar_form import CalendarForm
from standings.admin.fixture_list_form import kept_fields
from standings.selectors.grounds import grounds_offered


class ProgrammeForm(CalendarForm):
    """The days, grounds and hours of the matches ahead, but for those that stay."""

    from_round = forms.TypedChoiceField(label=_("From round"), coerce=int)
    fixed = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, fixtures: Sequence[Fixture], **kwargs: Any) -> None:
        super().__init__(*args, grounds=_grounds_of(fixtures), **kwargs)
        groups = {fixture.group_id or 0: fixture.group for fixture in fixtures}
        seen = [(str(f.venue), f.group_id or 0) for f in fixtures if f.venue]
        self.ask_groups([(pk, g.label if g else "·") for pk, g in groups.items()], seen_apart(seen))
        rounds = {f.round.number: f.round for f in fixtures if f.round}
        self.fields["from_round"].choices = [(n, row.label) for n, row in rounds.items()]
        self.fields["fixed"].choices = [(fixture.pk, str(fixture)) for fixture in fixtures]
        self.begins: dict[str, dt.date] = {}
        for f in fixtures:
            if f.round and f.date:
                number = str(f.round.number)
                self.begins[number] = min(f.date, self.begins.get(number, f.date))
        days = [fixture.date for fixture in fixtures if fixture.date]
        if days:
            self.fields["first"].initial = min(days)

    def clean_first(self) -> dt.date:
        """A day that was left as it was offered is that of the round to begin with."""
        first = super().clean_first()
        if "first" in self.changed_data:
            return first
        return self.begins.get(self.data.get("from_round", ""), first)


def _grounds_of(fixtures: Iterable[Fixture]) -> dict[str, Week]:
    """The grounds of matches with their hours, in the order of their names; by the day of the week
    where they are not the same on all."""
    found: dict[str, dict[int, set[dt.time]]] = {}
    for f in fixtures:
        if f.venue and f.date and f.time:
            week = found.setdefault(str(f.venue), {})
            week.setdefault(f.date.weekday(), set()).add(f.time)
    return {name: _week(found[name]) for name in sorted(found)}


def _week(hours: Mapping[int, set[dt.time]]) -> Week:
    week = {day: tuple(sorted(times)) for day, times in hours.items()}
    alike = set(week.values())
    return every_day(*alike.pop()) if len(alike) == 1 else week


class ProgrammePage(DeskPage):
    template = "admin/desk/programme.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._find(pk)
        return self._ask(self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._find(pk)
        form = self._form(request.POST)
        step = request.POST.get("step", "")
        if step == "edit":
            return self._ask(form, checked=False)
        if not self._fixtures or not form.is_valid():
            return self._ask(form)
        try:
            programme = arranged(
                self.stage,
                form.calendar,
                fixed=frozenset(form.cleaned_data["fixed"]),
                from_round=form.cleaned_data["from_round"],
                actor=request.user,
            )
        except Unarrangeable as unarrangeable:
            form.take(unarrangeable.faults)
            return self._ask(form)
        return self._write(programme) if step == "confirm" else self._show(programme)

    def _find(self, pk: int) -> None:
        rows = Stage.objects.select_related("season", "league__department", "rule_set")
        self.stage: Stage = self.find(rows, pk)
        self.require("change", Fixture(stage=self.stage))

    @cached_property
    def _fixtures(self) -> list[Fixture]:
        return ahead(self.stage)

    def _form(self, data: QueryDict | None = None) -> ProgrammeForm:
        return ProgrammeForm(data, fixtures=self._fixtures)

    def _ask(self, form: ProgrammeForm, *, checked: bool = True) -> HttpResponse:
        fixed = {str(pk) for pk in form["fixed"].value() or ()}
        refused = checked and form.has_faults
        context = {
            "title": gettext("Grounds and hours: %(stage)s") % {"stage": self.stage},
            "stage": self.stage,
            "form": form,
            "rounds": _by_round(self._fixtures),
            "fixed": fixed,
            "shows_faults": refused,
            "venues": grounds_offered(self.stage),
        }
        return self.page(self.request, context, status=422 if refused else 200)

    def _show(self, programme: Programme, *, remarks: Sequence[str] = ()) -> HttpResponse:
        self.template = "admin/desk/programme_preview.html"
        rounds = groupby(programme.moves, key=lambda move: move.fixture.round)
        context = {
            "title": gettext("Grounds and hours: %(stage)s") % {"stage": self.stage},
            "stage": self.stage,
            "programme": programme,
            "rounds": [(row, list(moves)) for row, moves in rounds],
            "kept": kept_fields(self.request.POST, without=()),
            "seen": state_of(self.stage),
            "remarks": remarks,
        }
        return self.page(self.request, context, status=409 if remarks else 200)

    def _write(self, programme: Programme) -> HttpResponse:
        try:
            moved = write_programme(
                programme, actor=self.request.user, seen=self.request.POST.get("seen", "?")
            )
        except Refused as refusal:
            self.stage.refresh_from_db(fields=["version", "stamp"])
            return self._show(programme, remarks=refusal.messages)
        text = ngettext(
            "%(count)s match has its day, hour and ground.",
            "%(count)s matches have their days, hours and grounds.",
            len(moved),
        )
        messages.success(self.request, text % {"count": len(moved)})
        return HttpResponseRedirect(reverse("admin:desk_programme", args=[self.stage.pk]))


def _by_round(fixtures: Iterable[Fixture]) -> list[tuple[Round | None, list[Fixture]]]:
    return [(row, list(found)) for row, found in groupby(fixtures, key=lambda f: f.round)]
