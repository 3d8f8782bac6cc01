"""The days, hours and grounds of legs that are put in the calendar."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.core.consistency import Fault
from competitions.models import Entry, Matchup, Venue
from competitions.services.brackets import PlannedLeg
from competitions.services.legs import LegsAsked
from competitions.services.sentences import SENTENCES
from standings.admin.calendar_form import HoursField
from standings.admin.ruling_forms import DayField, NumberField
from standings.selectors.setting_up import LegToMake, RoundToPlay

_MOST_DAYS = 14


class _LegDayField(DayField):
    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError as error:
            said = _("“%(value)s” is not a day.")
            raise ValidationError(said, params={"value": str(value)[:20]}) from error


@dataclass(frozen=True, slots=True)
class LegRow:
    leg: LegToMake
    ground: forms.BoundField


class LegsForm(forms.Form):
    """Of each leg its ground, of the legs of one number their days, and of all the hours. Nothing
    has to be said. A ground that is `own`, by club, is offered where its club is the host."""

    hour = HoursField(label=_("Kick-off"))
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

    def __init__(self, round_: RoundToPlay, own: Mapping[int, Venue], data: Any = None) -> None:
        super().__init__(data, prefix=None, auto_id=f"id_r{round_.round.number}_%s")
        self.round, self.own = round_, own
        self.fields["hour"].widget.attrs["placeholder"] = "15:30"
        for name in ("rest_days", "lasts"):
            self.fields[name].required = False
        for number, name in round_.days:
            self.fields[name] = _LegDayField(label=self._label(number), required=False)
            self.fields[f"until-{number}"] = _LegDayField(
                label=_("until") if len(round_.days) < 2 else self._until(number), required=False
            )
        for leg in round_.legs:
            match = f"{leg.home.name} – {leg.away.name}"
            label = gettext("Ground: %(match)s") % {"match": match}
            self.fields[_name(leg)] = forms.CharField(
                label=label,
                required=False,
                max_length=120,
                initial=self._offered(leg, leg.home.club),
                widget=forms.TextInput(
                    attrs={
                        "list": "grounds",
                        "autocomplete": "off",
                        "placeholder": gettext("Ground"),
                        "aria-label": label,
                    }
                ),
            )

    def _label(self, number: int) -> str:
        count = len(self.round.days)
        if count > 2:
            return gettext("Day of leg %(number)s") % {"number": number}
        if count > 1:
            return gettext("First leg") if number == 1 else gettext("Second leg")
        return gettext("Day")

    def _until(self, number: int) -> str:
        return gettext("%(leg)s, until") % {"leg": self._label(number)}

    def _offered(self, leg: LegToMake, host: int) -> str:
        return "" if leg.leg.is_neutral else str(self.own.get(host, ""))

    @property
    def leg_rows(self) -> list[LegRow]:
        return [LegRow(leg, self[_name(leg)]) for leg in self.round.legs]

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[name] for _number, name in self.round.days]

    @property
    def untils(self) -> list[forms.BoundField]:
        return [self[f"until-{number}"] for number, _name in self.round.days]

    @property
    def opens_more(self) -> bool:
        more = [*self.untils, self["rest_days"], self["lasts"]]
        return any(field.errors for field in more) or any(field.value() for field in self.untils)

    @property
    def swapped(self) -> set[str]:
        """Matchups that are to be played the other way round, by their keys."""
        return set(self.data.getlist("swap")) if self.is_bound else set()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        spans: dict[int, list[dt.date]] = {}
        for number, name in self.round.days:
            first, last = cleaned.get(name), cleaned.get(f"until-{number}")
            if first is None:
                continue
            count = ((last or first) - first).days + 1
            if not 1 <= count <= _MOST_DAYS:
                said = _("The last day comes after the first, by no more than %(days)s days.")
                error = ValidationError(said, params={"days": _MOST_DAYS - 1})
                self.add_error(f"until-{number}", error)
            else:
                spans[number] = [first + dt.timedelta(days=n) for n in range(count)]
        known = [day for number in sorted(spans) for day in spans[number]]
        if known != sorted(set(known)):
            self.add_error(self.round.days[-1][1], _("The second leg comes after the first."))
        if cleaned.get("hour") and not any(cleaned.get(name) for _n, name in self.round.days):
            self.add_error("hour", _("A kick-off time needs a date."))
        cleaned["spans"] = spans
        return cleaned

    def legs(
        self, matchups: Mapping[int, Matchup], entries: Mapping[int, Entry]
    ) -> list[PlannedLeg]:
        """The legs, their hosts settled."""
        return [
            PlannedLeg(
                matchups[row.view.data.pk],
                row.leg.number,
                entries[home],
                entries[away],
                is_neutral=row.leg.is_neutral,
            )
            for row in self.round.legs
            for home, away in [self._sides(row)]
        ]

    def _sides(self, row: LegToMake) -> tuple[int, int]:
        sides = row.home.entry, row.away.entry
        return sides[::-1] if str(row.view.data.pk) in self.swapped else sides

    @property
    def asked(self) -> LegsAsked:
        """What was asked for, of a form without faults."""
        said = self.cleaned_data
        return LegsAsked(
            days=said["spans"],
            hours=said["hour"],
            grounds=dict(self._grounds()),
            rest_days=said["rest_days"] or 1,
            lasts=dt.timedelta(minutes=said["lasts"] or 105),
        )

    def _grounds(self) -> Iterator[tuple[tuple[int, int], str]]:
        """As they are written. One that was offered and left goes with the host."""
        for row in self.round.legs:
            ground = " ".join(self.cleaned_data[_name(row)].split())
            if str(row.view.data.pk) in self.swapped and ground == self._offered(
                row, row.home.club
            ):
                ground = self._offered(row, row.away.club)
            yield (row.view.data.pk, row.leg.number), ground

    def take(self, faults: Iterable[Fault]) -> None:
        """Put what a service found at the fields that it is about."""
        for fault in faults:
            error = ValidationError(
                SENTENCES[fault.code], code=fault.code, params=dict(fault.params)
            )
            self.add_error(fault.field if fault.field in self.fields else None, error)


def _name(leg: LegToMake) -> str:
    return f"ground-{leg.view.data.pk}-{leg.leg.number}"
