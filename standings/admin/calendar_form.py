"""Days, hours and grounds as an official types them."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from competitions.core.consistency import Fault
from competitions.core.names import fold
from competitions.core.week import BadWeek, Week, named_days, read_week, written_week
from competitions.services.placing import Calendar
from competitions.services.sentences import SENTENCES
from standings.admin.ruling_forms import DayField, NumberField

_DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_EARLIEST, _LATEST = 1967, 2100
_MOST_HOURS = 12
_FEWEST_ROWS = 3
_MOST_ROWS = 30


class HoursField(forms.CharField):
    """Hours in a line, as in “9 11:30 15” or “sat 15; sun 9 11”; cleaned into those of a week."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=200, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "placeholder": "9:00 11:00 13:00 15:00"}

    def clean(self, value: Any) -> Week:
        try:
            week = read_week(super().clean(value))
        except BadWeek as bad:
            said = _BAD_WEEKS[bad.code]
            raise ValidationError(said, params={"value": bad.word[:20]}) from bad
        if any(len(hours) > _MOST_HOURS for hours in week.values()):
            raise ValidationError(_("These are more hours than a day of play has."))
        return week

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return written_week(value, [str(name) for name in WEEKDAYS_ABBR.values()])
        return value


_BAD_WEEKS = {
    "no_hour": _("“%(value)s” is no hour. Write hours as in 9:00 11:00 15:30."),
    "no_day": _(
        "“%(value)s” is neither an hour nor a day of the week. Write the days before their hours, "
        "as in “sat 15; sun 9 11 13”."
    ),
    "day_without_hours": _(
        "“%(value)s” has no hours. Write them after the day, as in “sat 15; sun 9 11 13”."
    ),
}


class DaysField(forms.CharField):
    """Days in a line or below each other; cleaned into a set."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=1000, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "placeholder": "28/07/2027 29/07/2027"}

    def clean(self, value: Any) -> frozenset[dt.date]:
        said = super().clean(value)
        return frozenset(self._day(word) for word in re.split(r"[\s,;]+", said.strip()) if word)

    def _day(self, word: str) -> dt.date:
        for pattern in _DAY_FORMATS:
            try:
                return dt.datetime.strptime(word, pattern).date()  # noqa: DTZ007 - a day alone
            except ValueError:
                continue
        said = _("“%(value)s” is no day. Write days as in 28/07/2027.")
        raise ValidationError(said, params={"value": word[:20]})


@dataclass(frozen=True, slots=True)
class GroundRow:
    """A ground with its hours, and where there are groups with those that it is kept for."""

    ground: forms.BoundField
    hours: forms.BoundField
    kept: forms.BoundField | None


class CalendarForm(forms.Form):
    """When and where is played. Rows of grounds are `ground-0`, `hours-0` and so on, with `kept-0`
    where there are groups; blank rows do not count."""

    first = DayField(label=_("First day"))
    every = NumberField(label=_("Days from round to round"), min_value=1, max_value=60, initial=7)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        choices=[(number, capfirst(name)) for number, name in WEEKDAYS.items()],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "None: those that the hours name, else that of the first day. Two: half a round on "
            "each, as the hours need."
        ),
    )
    days_off = DaysField(label=_("Days without play"))
    rest_days = NumberField(
        label=_("Days from match to match of a club, at least"),
        min_value=1,
        max_value=30,
        initial=1,
    )
    lasts = NumberField(
        label=_("Minutes from match to match on a ground, at least"),
        min_value=30,
        max_value=300,
        initial=105,
    )

    def __init__(
        self, *args: Any, grounds: Mapping[str, Week] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].initial = next_sunday()
        self.others: dict[str, list[Any]] = {}
        self.groups: dict[int, str] = {}
        known = list((grounds or {}).items())
        count = self._rows_sent() if self.is_bound else len(known) + 1
        self.rows = min(max(count, _FEWEST_ROWS), _MOST_ROWS)
        for number in range(self.rows):
            ground, hours = known[number] if number < len(known) else ("", {})
            self.fields[f"ground-{number}"] = forms.CharField(
                label=_("Ground"),
                required=False,
                max_length=120,
                initial=ground,
                widget=forms.TextInput(attrs={"list": "grounds", "autocomplete": "off"}),
            )
            self.fields[f"hours-{number}"] = HoursField(label=_("Its hours"), initial=hours)

    def ask_groups(
        self, groups: Sequence[tuple[int, str]], kept: Mapping[str, Collection[int]] | None = None
    ) -> None:
        """Let grounds be `kept` for some of the groups, where there are several of them."""
        if len(groups) < 2:
            return
        self.groups = dict(groups)
        for number in range(self.rows):
            ground = self.fields[f"ground-{number}"].initial
            self.fields[f"kept-{number}"] = forms.TypedMultipleChoiceField(
                label=_("Only for some groups"),
                choices=groups,
                coerce=int,
                required=False,
                initial=sorted((kept or {}).get(ground, ())),
                widget=forms.CheckboxSelectMultiple,
            )

    def _rows_sent(self) -> int:
        filled = [
            number
            for number in range(_MOST_ROWS)
            if self.data.get(f"ground-{number}") or self.data.get(f"hours-{number}")
        ]
        return max(filled, default=-1) + 2

    @property
    def ground_rows(self) -> list[GroundRow]:
        return [
            GroundRow(
                self[f"ground-{n}"],
                self[f"hours-{n}"],
                self[f"kept-{n}"] if self.groups else None,
            )
            for n in range(self.rows)
        ]

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[name] for name in ("first", "every", "weekdays", "days_off")]

    @property
    def has_faults(self) -> bool:
        return self.is_bound and bool(self.errors or self.others)

    @property
    def has_day_faults(self) -> bool:
        return any(field.errors for field in (*self.days, self["rest_days"]))

    @property
    def ground_faults(self) -> list[Any]:
        return self.others.get("grounds", [])

    @property
    def other_faults(self) -> list[Any]:
        """Faults of what has no field of its own."""
        return [
            found for name, faults in self.others.items() if name != "grounds" for found in faults
        ]

    def clean_first(self) -> dt.date:
        first: dt.date = self.cleaned_data["first"]
        if not _EARLIEST <= first.year <= _LATEST:
            raise ValidationError(
                _("Write a year from %(first)s to %(last)s."),
                params={"first": _EARLIEST, "last": _LATEST},
            )
        return first

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        grounds: dict[str, Week] = {}
        kept: dict[str, frozenset[int]] = {}
        cleaned["hours"] = {}
        for number in range(self.rows):
            name = " ".join((cleaned.get(f"ground-{number}") or "").split())
            hours = cleaned.get(f"hours-{number}")
            if f"hours-{number}" in self.errors or not (name or hours):
                continue
            if not name and self._is_only(number) and all(len(h) == 1 for h in hours.values()):
                cleaned["hours"] = hours
            elif not name:
                self.add_error(f"ground-{number}", _("Name the ground of these hours."))
            elif not hours:
                self.add_error(f"hours-{number}", _("Say at which hours is played there."))
            elif fold(name) in map(fold, grounds):
                self.add_error(
                    f"ground-{number}", _("This ground stands above already: put its hours there.")
                )
            else:
                grounds[name] = hours
                kept[name] = frozenset(cleaned.get(f"kept-{number}") or ())
                self._check_days(number, hours)
        cleaned["grounds"], cleaned["kept"] = grounds, kept
        self._check_kept(kept)
        self._settle_days([*grounds.values(), cleaned["hours"]])
        return cleaned

    def _check_days(self, number: int, hours: Week) -> None:
        """That no hours are said for days on which nobody plays."""
        ticked = self.cleaned_data.get("weekdays")
        if ticked and (idle := named_days(hours) - set(ticked)):
            said = _("%(days)s: no day of play. Tick it above, or take its hours out.")
            error = ValidationError(said, params={"days": _named(idle)})
            self.add_error(f"hours-{number}", error)

    def _check_kept(self, kept: Mapping[str, Collection[int]]) -> None:
        """That every group has a ground."""
        if not kept or not all(kept.values()):
            return
        if left := self.groups.keys() - {group for groups in kept.values() for group in groups}:
            names = ", ".join(str(self.groups[group]) for group in self.groups if group in left)
            said = _("No ground is left for %(groups)s. Keep one for it, or leave one open to all.")
            self.add_error(f"kept-{len(kept) - 1}", ValidationError(said, params={"groups": names}))

    def _settle_days(self, weeks: Sequence[Week]) -> None:
        """The days of play: those that are ticked, else those that the hours name."""
        cleaned = self.cleaned_data
        ticked, weeks = set(cleaned.get("weekdays", ())), [week for week in weeks if week]
        if not ticked:
            cleaned["weekdays"] = sorted(day for week in weeks for day in named_days(week))
        elif weeks and (idle := ticked.difference(*weeks)):
            said = _("%(days)s: no ground has hours then. Write some, or do not tick it.")
            self.add_error("weekdays", ValidationError(said, params={"days": _named(idle)}))
        days, first = set(cleaned.get("weekdays", ())), cleaned.get("first")
        if first is None or cleaned.get("every") != 7 or len(days) > 6:
            return
        start = first
        while {start.weekday(), (start.weekday() - 1) % 7} <= days:
            start -= dt.timedelta(days=1)
        if start != first:
            said = _(
                "A round begins on %(day)s: write %(before)s or %(after)s here, else its days "
                "would lie a week apart."
            )
            params = {
                "day": WEEKDAYS[start.weekday()],
                "before": _date(start),
                "after": _date(start + dt.timedelta(days=7)),
            }
            self.add_error("first", ValidationError(said, params=params))

    def _is_only(self, number: int) -> bool:
        return not any(
            self.data.get(self.add_prefix(f"ground-{other}"))
            or (other != number and self.data.get(self.add_prefix(f"hours-{other}")))
            for other in range(self.rows)
        )

    @property
    def calendar(self) -> Calendar:
        """What was asked for, of a form without faults."""
        said = self.cleaned_data
        return Calendar(
            first=said["first"],
            every=said["every"],
            weekdays=frozenset(said["weekdays"]),
            days_off=said["days_off"],
            rest_days=said["rest_days"],
            lasts=dt.timedelta(minutes=said["lasts"]),
            grounds=said["grounds"],
            kept=said["kept"],
            hours=said["hours"],
        )

    def take(self, faults: Iterable[Fault]) -> None:
        """Put what a service found at the fields that it is about."""
        for fault in faults:
            error = ValidationError(
                SENTENCES[fault.code], code=fault.code, params=dict(fault.params)
            )
            if fault.field in self.fields:
                self.add_error(fault.field, error)
            else:
                self.others.setdefault(fault.field, []).extend(error.messages)


def _named(days: Collection[int]) -> str:
    return ", ".join(capfirst(str(WEEKDAYS[day])) for day in sorted(days))


def _date(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def next_sunday() -> dt.date:
    today = timezone.localdate()
    return today + dt.timedelta(days=(6 - today.weekday()) or 7)
