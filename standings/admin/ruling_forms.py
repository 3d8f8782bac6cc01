"""What officials fill in of claims and rulings. Nothing is asked that the effect does not need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from competitions.choices import ClaimState, Fate, RulingEffect
from competitions.models import Claim, Entry, Fixture, Matchup, Ruling, Stage, Venue
from competitions.selectors import award_goals_of, rules_of
from competitions.services.decisions import Decision, decide, replay_of

_ON_FIXTURE = (
    RulingEffect.AWARD,
    RulingEffect.DOUBLE_LOSS,
    RulingEffect.ANNULMENT,
    RulingEffect.REPLAY,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a ruling or a claim is about; `name` and `pk` are its part of the address."""

    stage: Stage
    name: str
    pk: int
    fixture: Fixture | None = None
    matchup: Matchup | None = None
    entry: Entry | None = None
    claim: Claim | None = None

    @property
    def clubs(self) -> list[Entry]:
        """Those it can be about."""
        if self.fixture:
            return [self.fixture.home, self.fixture.away]
        if self.matchup:
            return [entry for entry in (self.matchup.first, self.matchup.second) if entry]
        if self.claim:
            return [entry for entry in (self.claim.against, self.claim.claimant) if entry]
        return [self.entry] if self.entry else []

    @property
    def title(self) -> str:
        return str(self.fixture or self.matchup or self.entry or self.claim)

    @property
    def query(self) -> str:
        return f"?{self.name}={self.pk}"

    @property
    def effects(self) -> list[RulingEffect]:
        """The effects that make sense here, the usual one first."""
        found: list[RulingEffect] = []
        if self.fixture:
            found += _ON_FIXTURE
        elif self.matchup:
            found.append(RulingEffect.AWARD)
        if not self.fixture or self.fixture.matchup_id:
            found.append(RulingEffect.EXCLUSION)
        if self.stage.has_table:
            found.append(RulingEffect.POINTS)
        if self.claim:
            found.append(RulingEffect.DISMISSAL)
        return found


def _names(entries: Iterable[Entry], *, blank: Any = "—") -> list[tuple[Any, Any]]:
    return [("", blank), *((entry.pk, entry.name) for entry in entries)]


class DayInput(forms.DateInput):
    """The day as the browser asks for it: a calendar on a phone."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)


class KickOffField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def _whole_number(lowest: int, highest: int | None) -> str:
    if highest is None:
        return gettext("Write a whole number, %(first)s or more.") % {"first": lowest}
    return gettext("Write a whole number from %(first)s to %(last)s.") % {
        "first": lowest,
        "last": highest,
    }


class NumberField(forms.IntegerField):
    """A whole number; phones show their digits. One sentence says what it asks for."""

    def __init__(self, *, min_value: int = 0, max_value: int | None = None, **kwargs: Any) -> None:
        said = lazy(_whole_number, str)(min_value, max_value)
        errors = dict.fromkeys(("invalid", "min_value", "max_value"), said)
        super().__init__(min_value=min_value, max_value=max_value, error_messages=errors, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}


class EntryField(forms.TypedChoiceField):
    """One of a few clubs, by its key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[("", "—")], empty_value=None, required=False, **kwargs)
        self.clubs: dict[str, Entry] = {}

    def offer(self, entries: Sequence[Entry], *, blank: Any = "—") -> None:
        self.clubs = {str(entry.pk): entry for entry in entries}
        self.choices = _names(entries, blank=blank)
        self.coerce = self.clubs.__getitem__


_TAKE, _GIVE = "take", "give"
_CLOSES = [
    (ClaimState.UPHELD, pgettext_lazy("claim", "Upheld")),
    (ClaimState.REJECTED, pgettext_lazy("claim", "Rejected")),
    ("", _("stays open")),
]


class RulingForm(forms.Form):
    """A ruling over a match, a matchup or a club.

    `NEEDS` says which effects a field is for; the page shows it for those alone, and what stands in
    others is not read.
    """

    NEEDS: dict[str, tuple[RulingEffect, ...]] = {
        "in_favour_of": (RulingEffect.AWARD,),
        "home_goals": (RulingEffect.AWARD,),
        "away_goals": (RulingEffect.AWARD,),
        "is_walkover": (RulingEffect.AWARD, RulingEffect.DOUBLE_LOSS),
        "takes_deduction": (RulingEffect.AWARD, RulingEffect.DOUBLE_LOSS),
        "entry": (RulingEffect.EXCLUSION, RulingEffect.POINTS),
        "unplayed": (RulingEffect.EXCLUSION,),
        "played": (RulingEffect.EXCLUSION,),
        "way": (RulingEffect.POINTS,),
        "points": (RulingEffect.POINTS,),
        "makes_replay": (RulingEffect.REPLAY,),
        "replay_on": (RulingEffect.REPLAY,),
        "replay_at": (RulingEffect.REPLAY,),
        "replay_venue": (RulingEffect.REPLAY,),
        # A dismissal says itself what becomes of the claim.
        "closes_claim": tuple(e for e in RulingEffect if e != RulingEffect.DISMISSAL),
    }

    effect = forms.ChoiceField(
        label=_("What is decided"), choices=[], widget=forms.RadioSelect, required=True
    )
    in_favour_of = EntryField(label=_("In favour of"))
    home_goals = NumberField(required=False, max_value=99)
    away_goals = NumberField(required=False, max_value=99)
    is_walkover = forms.BooleanField(label=_("Walkover: the club did not appear"), required=False)
    takes_deduction = forms.BooleanField(required=False, initial=True)
    entry = EntryField(label=_("Club sanctioned"))
    unplayed = forms.ChoiceField(
        label=_("Its matches still to be played"),
        choices=[(fate.value, fate.label) for fate in (Fate.RIVALS, Fate.ANNULLED, Fate.STAND)],
        required=False,
    )
    played = forms.ChoiceField(
        label=_("Its matches already played"),
        choices=[(fate.value, fate.label) for fate in (Fate.STAND, Fate.ANNULLED, Fate.RIVALS)],
        required=False,
    )
    way = forms.ChoiceField(
        label=_("Points"),
        choices=[(_TAKE, _("take away")), (_GIVE, _("give"))],
        required=False,
    )
    points = NumberField(label=_("How many points"), required=False, min_value=1, max_value=99)
    makes_replay = forms.BooleanField(
        label=_("Put the new match in the calendar"), required=False, initial=True
    )
    replay_on = DayField(label=_("Date of the new match"), required=False)
    replay_at = KickOffField(label=_("Kick-off"), required=False)
    replay_venue = forms.ModelChoiceField(
        Venue.objects.none(), label=_("Venue"), required=False, empty_label="—"
    )
    document = forms.CharField(
        label=capfirst(_("document")),
        max_length=120,
        help_text=_("As in “Resolución 012-2027-CJ”."),
    )
    decided_on = DayField(label=capfirst(_("decided on")), initial=timezone.localdate)
    text = forms.CharField(
        label=_("What it says, for everybody to read"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text_en = forms.CharField(
        label=_("The same in English"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    closes_claim = forms.ChoiceField(
        label=_("The claim"), choices=_CLOSES, required=False, initial=ClaimState.UPHELD
    )

    def __init__(
        self, *args: Any, subject: Subject, venues: QuerySet[Venue], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        self.fields["effect"].choices = [(e.value, e.label) for e in subject.effects]
        self.fields["effect"].initial = subject.effects[0].value
        self.fields["replay_venue"].queryset = venues
        clubs = subject.clubs
        self.fields["in_favour_of"].offer(clubs)
        self.fields["entry"].offer(clubs)
        if len(clubs) == 1:
            self.fields["entry"].initial = clubs[0].pk
        self._name_goals(subject)
        self._leave_out(subject)

    def _name_goals(self, subject: Subject) -> None:
        goals = award_goals_of(subject.stage)
        usual = gettext("Blank: %(goals)s-0, as the rules of the stage have it.") % {"goals": goals}
        if subject.fixture:
            for side, club in (("home", subject.fixture.home), ("away", subject.fixture.away)):
                label = gettext("Goals of %(club)s") % {"club": club.name}
                self.fields[f"{side}_goals"].label = label
            self.fields["away_goals"].help_text = usual
        deduction = self._deduction
        self.fields["takes_deduction"].label = ngettext(
            "Take %(points)s point from the club that did not appear, as the rules have it",
            "Take %(points)s points from the club that did not appear, as the rules have it",
            deduction,
        ) % {"points": deduction}

    @property
    def _deduction(self) -> int:
        rules = rules_of(self.subject.stage)
        return rules.walkover_deduction if rules else 0

    def _leave_out(self, subject: Subject) -> None:
        """Fields that no effect on offer needs."""
        effects = set(subject.effects)
        for name, needed_by in self.NEEDS.items():
            if not effects & set(needed_by):
                del self.fields[name]
        whole_stage = subject.fixture is None and subject.matchup is None
        absent = {
            "home_goals": not subject.fixture,
            "away_goals": not subject.fixture,
            "is_walkover": not subject.fixture,
            "takes_deduction": not subject.fixture or not self._deduction,
            "unplayed": not (whole_stage and subject.stage.has_table),
            "played": not (whole_stage and subject.stage.has_table),
            "closes_claim": not subject.claim,
        }
        for name, left_out in absent.items():
            if left_out:
                self.fields.pop(name, None)

    def rows(self) -> list[tuple[forms.BoundField, str]]:
        """Each field with the effects that it is for; none where it is for all."""
        return [
            (self[name], " ".join(effect.value for effect in self.NEEDS.get(name, ())))
            for name in self.fields
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        effect = cleaned.get("effect")
        for name, needed_by in self.NEEDS.items():
            if effect not in needed_by and name in self.fields:
                cleaned[name] = None
                self.errors.pop(name, None)
        if effect == RulingEffect.DISMISSAL:
            cleaned["closes_claim"] = ClaimState.REJECTED
        favoured = cleaned.get("in_favour_of") or cleaned.get("home_goals") is not None
        if effect == RulingEffect.AWARD and not favoured and "in_favour_of" not in self.errors:
            self.add_error("in_favour_of", _("Say which club the ruling favours."))
        if effect in self.NEEDS["entry"] and not cleaned.get("entry"):
            self.add_error("entry", _("Say which club is sanctioned."))
        if effect == RulingEffect.POINTS and not cleaned.get("points"):
            self.add_error("points", _("Say how many points."))
        if cleaned.get("replay_at") and not cleaned.get("replay_on"):
            self.add_error("replay_on", _("A kick-off time needs a date."))
        return cleaned

    def decision(self) -> Decision:
        """The rows as they would be written; new ones each time, since a try spends them."""
        said, subject = self.cleaned_data, self.subject
        effect = RulingEffect(said["effect"])
        ruling = Ruling(
            stage=subject.stage,
            claim=subject.claim,
            effect=effect,
            in_favour_of=said.get("in_favour_of"),
            entry=said.get("entry"),
            home_goals=said.get("home_goals"),
            away_goals=said.get("away_goals"),
            is_walkover=bool(said.get("is_walkover")),
            document=said["document"],
            decided_on=said["decided_on"],
            text=said["text"],
            text_en=said["text_en"],
        )
        if effect != RulingEffect.POINTS or subject.fixture:
            ruling.fixture, ruling.matchup = subject.fixture, subject.matchup
        if effect == RulingEffect.EXCLUSION and subject.fixture:
            ruling.matchup = subject.fixture.matchup
        sign = -1 if said.get("way") == _TAKE else 1
        return decide(
            ruling,
            points=sign * (said.get("points") or 0),
            takes_deduction=bool(said.get("takes_deduction")),
            unplayed=Fate(said.get("unplayed") or Fate.RIVALS),
            played=Fate(said.get("played") or Fate.STAND),
            replay=self._replay(),
            closes_claim=ClaimState(said["closes_claim"]) if said.get("closes_claim") else None,
        )

    def _replay(self) -> Fixture | None:
        said = self.cleaned_data
        if not said.get("makes_replay") or self.subject.fixture is None:
            return None
        return replay_of(
            self.subject.fixture,
            on=said["replay_on"],
            at=said["replay_at"],
            venue=said["replay_venue"],
        )


class WithdrawalForm(forms.Form):
    """Why a ruling is taken back, and what goes with it."""

    reason = forms.CharField(
        label=_("Why it is taken back"),
        max_length=100,
        help_text=_("Kept in the history beside your name."),
    )
    along = forms.BooleanField(
        label=_("Take back all that the same paper decided"), required=False, initial=True
    )
    reopens_claim = forms.BooleanField(
        label=_("The claim is open again"), required=False, initial=True
    )


class ClaimForm(forms.Form):
    """A complaint that an official records on behalf of a club."""

    claimant = EntryField(label=_("Who claims"))
    against = EntryField(label=_("Against"))
    grounds = forms.CharField(label=_("On what grounds"), widget=forms.Textarea(attrs={"rows": 4}))
    filed_on = DayField(label=capfirst(_("filed on")), initial=timezone.localdate)
    deadline = DayField(label=capfirst(_("to be decided by")), required=False)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For the officials; no page shows it."),
    )

    def __init__(
        self, *args: Any, subject: Subject, rivals: Sequence[Entry], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        self.fields["claimant"].offer(subject.clubs)
        self.fields["against"].offer(rivals, blank=_("nobody in particular"))
        if len(subject.clubs) == 1:
            self.fields["claimant"].initial = subject.clubs[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("claimant"):
            self.add_error("claimant", _("Say which club claims."))
        return cleaned

    def claim(self) -> Claim:
        said, subject = self.cleaned_data, self.subject
        return Claim(
            stage=subject.stage,
            fixture=subject.fixture,
            matchup=subject.matchup,
            claimant=said["claimant"],
            against=said["against"],
            grounds=said["grounds"],
            filed_on=said["filed_on"],
            deadline=said["deadline"],
            note=said["note"],
        )
