"""A row of the sheet of a round: one fixture, as it is typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.choices import FixtureStatus
from competitions.core.fixture_state import FixtureState
from competitions.core.score import MatchFacts, Score, Status

SCORES = (
    ("goals", "full_time"),
    ("half", "half_time"),
    ("extra", "extra_time"),
    ("penalties", "penalties"),
)
_AHEAD = (Status.SCHEDULED, Status.POSTPONED)
_ABSENT = ("home", "away", "both")


class _Goals(forms.IntegerField):
    """A number of goals: on a phone it opens the pad of digits."""

    widget = forms.TextInput

    def __init__(self) -> None:
        super().__init__(
            required=False,
            min_value=0,
            max_value=99,
            error_messages=dict.fromkeys(
                ("invalid", "min_value"), _("A number of goals is written in digits.")
            ),
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {
            "class": "goals",
            "inputmode": "numeric",
            "pattern": "[0-9]*",
            "maxlength": "2",
            "autocomplete": "off",
        }


class FixtureRowForm(forms.Form):
    """What is typed of a fixture, over the `state` that was shown.

    `state` after `is_valid` is what it says; `sides` are the names of the two clubs.
    """

    home_goals = _Goals()
    away_goals = _Goals()
    home_half = _Goals()
    away_half = _Goals()
    home_extra = _Goals()
    away_extra = _Goals()
    home_penalties = _Goals()
    away_penalties = _Goals()
    what = forms.ChoiceField(label=_("What became of it"), required=False)
    date = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    time = forms.TimeField(
        label=_("Hour"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )

    def __init__(
        self,
        *,
        key: int,
        shown: FixtureState,
        sides: Sequence[str],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, prefix=f"p{key}", initial=_initial(shown))
        self.shown = shown
        home, away = sides
        self.fields["what"].choices = _choices(home, away)  # type: ignore[attr-defined]
        for part, label in (
            ("goals", ""),
            ("half", _("half time")),
            ("extra", _("after extra time")),
            ("penalties", _("penalties")),
        ):
            for side, name in zip(("home", "away"), sides, strict=True):
                words = f"{name}, {label}" if label else name
                self.fields[f"{side}_{part}"].widget.attrs["aria-label"] = words

    def add_faults(self, faults: Mapping[str, Sequence[ValidationError]]) -> None:
        """What the service found, each at its field."""
        for name, errors in faults.items():
            field = {"status": "what"}.get(name, name)
            for error in errors:
                self.add_error(field if field in self.fields else None, error)

    def over(self, now: FixtureState) -> dict[str, Any]:
        """What was typed, over the fixture as it stands now: fields that were left as they had
        been shown take its values. The two numbers of a score go together.
        """
        changed = set(self.changed_data)
        for part, _name in SCORES:
            pair = {f"home_{part}", f"away_{part}"}
            changed |= pair if pair & changed else set()
        initial = _initial(now)
        return {
            self.add_prefix(name): self.data.get(self.add_prefix(name), "")
            if name in changed
            else self.fields[name].prepare_value(initial.get(name))
            for name in self.fields
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for part, _name in SCORES:
            names = (f"home_{part}", f"away_{part}")
            if any(name in self.errors for name in names):
                continue
            home, away = (cleaned.get(name) for name in names)
            if (home is None) != (away is None):
                missing = names[1] if away is None else names[0]
                self.add_error(missing, gettext("A score has two numbers: give both or none."))
        return cleaned

    @property
    def state(self) -> FixtureState:
        scores = {name: self._score(part) for part, name in SCORES}
        what = self.cleaned_data.get("what") or _what(self.shown)
        absent = what.removeprefix("absent_") if what.startswith("absent_") else ""
        status = self._status(what, has_score=scores["full_time"] is not None)
        return FixtureState(
            MatchFacts(status, **scores),
            absent,
            self.cleaned_data.get("date"),
            self.cleaned_data.get("time"),
        )

    def _status(self, what: str, *, has_score: bool) -> Status:
        """A score that is typed says that the match was played, unless something else was said."""
        if what == _what(self.shown):
            is_new = has_score and self.shown.match.full_time is None
            ahead = self.shown.match.status in _AHEAD
            return Status.PLAYED if is_new and ahead else self.shown.match.status
        if what.startswith("absent_"):
            return Status.ABANDONED if has_score else Status.NOT_PLAYED
        return Status(what)

    def _score(self, part: str) -> Score | None:
        home, away = (self.cleaned_data.get(f"{side}_{part}") for side in ("home", "away"))
        return None if home is None or away is None else Score(home, away)


def _what(state: FixtureState) -> str:
    return f"absent_{state.absent}" if state.absent else state.match.status.value


def _choices(home: str, away: str) -> list[tuple[str, str]]:
    absent = gettext("W.O.: %(club)s did not appear")
    told = {
        "home": absent % {"club": home},
        "away": absent % {"club": away},
        "both": gettext("W.O.: neither club appeared"),
    }
    statuses = [(status.value, str(status.label)) for status in FixtureStatus]
    return [*statuses, *((f"absent_{side}", told[side]) for side in _ABSENT)]


def _initial(state: FixtureState) -> dict[str, Any]:
    scores = {
        f"{side}_{part}": getattr(score, side)
        for part, name in SCORES
        if (score := getattr(state.match, name)) is not None
        for side in ("home", "away")
    }
    return {**scores, "what": _what(state), "date": state.date, "time": state.time}
