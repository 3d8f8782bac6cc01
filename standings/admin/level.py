"""Level clubs and matchups: drawing lots and extra matches, with what they settle."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.core.score import MatchFacts, Score, Status
from competitions.models import Entry, Fixture, Group, LotsDrawn, Matchup, Stage, Venue
from competitions.permissions import permissions
from competitions.services.clashes import clashes_of
from competitions.services.fixtures import extra_match
from competitions.services.rulings import record_lots
from competitions.services.versions import state_of
from competitions.services.writing import Refused, as_seen, record
from standings.admin.base import DeskPage, key_in
from standings.admin.ruling_forms import DayField, EntryField, KickOffField, NumberField
from standings.admin.rulings import refusals, snapshot_of, stages_after
from standings.selectors.consequences import Consequences, consequences, with_results
from standings.selectors.ruled import NEW, with_extra_match, with_lots
from standings.selectors.snapshot import StageData
from standings.selectors.waiting import waiting

_STAGES = Stage.objects.select_related("season", "rule_set", "league")
_MOST_CLUBS = 100


class LotsForm(forms.Form):
    """What each of the level clubs drew; those that it did not part have the same number."""

    drawn_on = DayField(label=capfirst(_("drawn on")))
    act = forms.CharField(
        label=capfirst(_("act")), max_length=120, help_text=_("As in “Acta 4 del sorteo”.")
    )
    drawn_by = forms.CharField(label=capfirst(_("drawn by")), max_length=120, required=False)

    def __init__(self, *args: Any, entries: Sequence[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = {f"position_{entry.pk}": entry for entry in entries}
        places = {
            name: NumberField(label=entry.name, min_value=1, max_value=len(entries))
            for name, entry in self.entries.items()
        }
        self.fields = {**places, **self.fields}

    @property
    def drawn(self) -> list[forms.BoundField]:
        return [self[name] for name in self.entries]

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in ("drawn_on", "act", "drawn_by")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        places = [cleaned[name] for name in self.entries if cleaned.get(name)]
        if len(places) == len(self.entries) and len(set(places)) == 1:
            raise forms.ValidationError(_("The drawing parts nobody: give different numbers."))
        return cleaned

    @property
    def positions(self) -> dict[Entry, int]:
        return {entry: self.cleaned_data[name] for name, entry in self.entries.items()}


class ExtraMatchForm(forms.Form):
    home = EntryField(label=capfirst(_("home club")))
    away = EntryField(label=capfirst(_("away club")))
    date = DayField(label=capfirst(_("date")), required=False)
    time = KickOffField(label=_("Kick-off"), required=False)
    venue = forms.ModelChoiceField(
        Venue.objects.none(), label=capfirst(_("venue")), required=False, empty_label="—"
    )
    is_neutral = forms.BooleanField(label=_("On neutral ground"), required=False, initial=True)

    def __init__(
        self, *args: Any, entries: Sequence[Entry], venues: QuerySet[Venue], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, initial in zip(("home", "away"), entries, strict=False):
            self.fields[name].offer(entries)
            self.fields[name].initial = initial.pk
        self.fields["venue"].queryset = venues

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        home, away = cleaned.get("home"), cleaned.get("away")
        for name, club in (("home", home), ("away", away)):
            if club is None and name not in self.errors:
                self.add_error(name, _("Say which club."))
        if home and home == away:
            self.add_error("away", _("A club does not play itself."))
        if cleaned.get("time") and not cleaned.get("date"):
            self.add_error("date", _("A kick-off time needs a date."))
        return cleaned


class LevelPage(DeskPage):
    """What waits in a stage, each thing with the steps that would settle it."""

    template = "admin/desk/level.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        stage = self.find(_STAGES, pk)
        context = {
            "title": gettext("To be settled: %(stage)s") % {"stage": stage.label},
            "stage": stage,
            "waiting": waiting(snapshot_of(stage)),
        }
        return self.page(request, context)


class _SettlingPage(DeskPage):
    """A form about clubs that are level, and what it settles."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._find_level(request, pk) or self.shown(request, self.make())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._find_level(request, pk) or self._take(request)

    def _find_level(self, request: HttpRequest, pk: int) -> HttpResponse | None:
        """See which clubs it is about; where they are not level any more, the way back."""
        stage = self.find(_STAGES, pk)
        before = snapshot_of(stage)
        asked = request.GET.get("clubes", "")
        found = next((item for item in waiting(before) if item.code == asked), None)
        entries = _entries(stage, asked)
        if not entries:
            raise Http404
        if found is None:
            messages.warning(request, gettext("These clubs are not level any more."))
            return redirect("admin:desk_level", pk=stage.pk)
        self.stage, self.before, self.about, self.entries = stage, before, found, entries
        return None

    def _take(self, request: HttpRequest) -> HttpResponse:
        form = self.make(request.POST)
        step = request.POST.get("step")
        if step == "edit" or not form.is_valid():
            return self.shown(request, form)
        if step != "confirm":
            return self.shown(request, form, results=self.results(form))
        try:
            self.write(form, seen=request.POST.get("seen", "?"))
        except Refused as refusal:
            if "stage_changed" in {error.code for error in _errors(refusal)}:
                remark = " ".join(refusal.messages)
                return self.shown(request, form, results=self.results(form), remark=remark)
            refusals(refusal, form)
            return self.shown(request, form)
        messages.success(request, self.said(form))
        return redirect("admin:desk_level", pk=self.stage.pk)

    def shown(
        self,
        request: HttpRequest,
        form: Any,
        *,
        results: Sequence[tuple[str, Consequences]] = (),
        remark: str = "",
    ) -> HttpResponse:
        context = {
            "title": self.title,
            "stage": self.stage,
            "about": self.about,
            "form": form,
            "results": results,
            "remark": remark,
            "seen": state_of(self.stage),
        }
        return self.page(request, context, status=422 if form.is_bound and form.errors else 200)

    @property
    def title(self) -> str:
        raise NotImplementedError

    def make(self, data: Any = None) -> Any:
        raise NotImplementedError

    def results(self, form: Any) -> list[tuple[str, Consequences]]:
        raise NotImplementedError

    def write(self, form: Any, *, seen: str) -> None:
        raise NotImplementedError

    def said(self, form: Any) -> str:
        raise NotImplementedError

    def follows(self, after: StageData) -> Consequences:
        return consequences(self.before, after, later=stages_after(self.before))

    @property
    def matchup(self) -> Matchup | None:
        view = self.about.matchup
        return Matchup.objects.select_related("round").get(pk=view.data.pk) if view else None

    @property
    def group(self) -> Group | None:
        group = self.about.group
        if group is None or not group.code:
            return None
        return Group.objects.get(stage=self.stage, code=group.code)


class LotsPage(_SettlingPage):
    """A drawing of lots between level clubs."""

    template = "admin/desk/lots.html"

    @property
    def title(self) -> str:
        return gettext("Drawing of lots")

    def make(self, data: Any = None) -> LotsForm:
        self.require("add", LotsDrawn(stage=self.stage))
        return LotsForm(data, entries=self.entries)

    def results(self, form: LotsForm) -> list[tuple[str, Consequences]]:
        view = self.about.matchup
        lots = LotsDrawn(stage=self.stage, matchup_id=view.data.pk if view else None)
        positions = {entry.pk: position for entry, position in form.positions.items()}
        return [("", self.follows(with_lots(self.before, lots, positions)))]

    def write(self, form: LotsForm, *, seen: str) -> None:
        record_lots(
            self.stage,
            positions=form.positions,
            actor=self.request.user,
            group=self.group,
            matchup=self.matchup,
            drawn_on=form.cleaned_data["drawn_on"],
            act=form.cleaned_data["act"],
            drawn_by=form.cleaned_data["drawn_by"],
            seen=seen,
        )

    def said(self, form: LotsForm) -> str:
        return gettext("Recorded: %(name)s.") % {"name": form.cleaned_data["act"]}


class ExtraMatchPage(_SettlingPage):
    """A match between two level clubs, put in the calendar."""

    template = "admin/desk/extra_match.html"

    @property
    def title(self) -> str:
        return gettext("Extra match")

    def make(self, data: Any = None) -> ExtraMatchForm:
        self.require("add", Fixture(stage=self.stage))
        venues = permissions.choosable(self.request.user, Venue.objects.order_by("name", "town"))
        return ExtraMatchForm(data, entries=self.entries, venues=venues)

    def results(self, form: ExtraMatchForm) -> list[tuple[str, Consequences]]:
        """What either outcome would settle."""
        match = self._match(form)
        planned = with_extra_match(self.before, match)
        key = next(f.pk for f in planned.fixtures if f.pk >= NEW)
        return [
            (
                gettext("If %(club)s wins") % {"club": club.name},
                self.follows(
                    with_results(planned, {key: MatchFacts(Status.PLAYED, full_time=score)})
                ),
            )
            for club, score in ((match.home, Score(1, 0)), (match.away, Score(0, 1)))
        ]

    def write(self, form: ExtraMatchForm, *, seen: str) -> None:
        match = self._match(form)
        with as_seen(self.stage, seen, about=match):
            record(match, actor=self.request.user)
        for sentence in clashes_of([match]):
            messages.warning(self.request, sentence)

    def said(self, form: ExtraMatchForm) -> str:
        said = form.cleaned_data
        return gettext("In the calendar: %(home)s – %(away)s.") % {
            "home": said["home"].name,
            "away": said["away"].name,
        }

    def _match(self, form: ExtraMatchForm) -> Fixture:
        said = form.cleaned_data
        return extra_match(
            said["home"],
            said["away"],
            group=self.group,
            matchup=self.matchup,
            on=said["date"],
            at=said["time"],
            venue=said["venue"],
            is_neutral=said["is_neutral"],
        )


def _entries(stage: Stage, code: str) -> list[Entry]:
    """The entries that an address names, if all are of the stage; in the order of their names."""
    keys = {key_in(part) for part in code.split("-")}
    if None in keys or len(keys) > _MOST_CLUBS:
        return []
    found = Entry.objects.filter(stage=stage, pk__in=keys).select_related("club", "stage")
    rows = list(found.order_by("club__name"))
    return rows if len(rows) == len(keys) else []


def _errors(refusal: Refused) -> list[Any]:
    return [error for errors in refusal.error_dict.values() for error in errors]
