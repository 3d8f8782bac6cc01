"""What keeps matches from their places, in words that name the other match and what would help."""

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext

from competitions.core.consistency import Fault
from competitions.core.programme import Conflict, Hindrance, Match, Slot, free_day

_NAMED = 6
"""Matches of a conflict that are named; of more, how many they are."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What conflicts in words: by the field that would mend it, with the other match and the
    smallest change that helps. `other_days` are days that a round could have besides; `where` is
    its name, where there is but one."""

    matches: Mapping[Hashable, Match]
    told: Mapping[Hashable, tuple[int, str]]
    around: Sequence[Match]
    other_days: Mapping[int, Sequence[dt.date]]
    rest_days: int
    where: str = ""

    def faults(self, conflicts: Iterable[Conflict]) -> list[Fault]:
        """The same in many rounds is told once."""
        found: dict[Hashable, list[tuple[int, Fault]]] = {}
        for conflict in conflicts:
            number = min((self.told[key][0] for key in conflict.matches), default=0)
            for fault in self._faults_of(conflict, number):
                found.setdefault(self._sameness(conflict, fault), []).append((number, fault))
        faults = []
        for same in found.values():
            number, fault = same[0]
            faults.append(fault)
            if others := sorted({other for other, _fault in same[1:]} - {number, 0}):
                rounds = ", ".join(map(str, others))
                faults.append(Fault("same_in_rounds", fault.field, {"rounds": rounds}))
        return faults

    def _sameness(self, conflict: Conflict, fault: Fault) -> Hashable:
        if conflict.code == "hours_overlap":
            one, other = conflict.slots
            return conflict.code, one.ground, one.hour, other.hour
        if conflict.code != "too_few_hours":
            return fault.code, conflict.matches
        if any(hindrance.other not in self.matches for hindrance in conflict.hindrances):
            return fault.code, conflict.matches
        return fault.code, len(conflict.matches), len(conflict.slots)

    def _faults_of(self, conflict: Conflict, number: int) -> Iterator[Fault]:
        names = [self.told[key][1] for key in conflict.matches]
        if conflict.code == "too_few_hours":
            if not conflict.slots:
                yield from self._no_hour_left(conflict, number)
                return
            params = {
                **self._of(number),
                "count": len(names),
                "hours": len(conflict.slots),
                "missing": conflict.missing,
                "matches": _listed(names),
            }
            yield Fault("too_few_hours", "grounds", params)
            if conflict.hindrances:
                others = self._in_the_way(conflict.hindrances)
                params = {**self._of(number), "others": others}
                yield Fault("others_in_the_way", "grounds", params)
        elif conflict.code == "hours_overlap":
            one, other = conflict.slots
            hours = {"first": _hour(one), "second": _hour(other)}
            yield Fault("hours_overlap", "grounds", {"ground": one.ground, **hours})
        elif conflict.code == "ground_taken":
            slot = conflict.slots[0]
            place = {"ground": slot.ground, "when": _when(slot)}
            yield Fault(
                "ground_taken_twice", "fixed", {"one": names[0], "other": names[1], **place}
            )
        elif conflict.code == "too_little_rest":
            gap = abs((conflict.slots[0].day - conflict.slots[1].day).days)
            code = "too_little_rest" if gap else "fixed_on_one_day"
            yield Fault(code, "fixed", {"one": names[0], "other": names[1], "days": gap})
        else:
            day = _day(conflict.slots[0].day)
            yield Fault("fixed_on_day_off", "fixed", {"name": names[0], "day": day})

    def _of(self, number: int) -> dict[str, str | int]:
        where = self.where or gettext("Round %(number)s") % {"number": number}
        return {"round": number, "where": where}

    def _no_hour_left(self, conflict: Conflict, number: int) -> Iterator[Fault]:
        """Where matches have no hour at all, by what stands in their way."""
        by_code: dict[str, list[Hindrance]] = {}
        keys: dict[str, list[Hashable]] = {}
        for key in conflict.matches:
            mine = [found for found in conflict.hindrances if found.match == key]
            is_resting = any(found.too_close for found in mine)
            code = "resting" if is_resting else "ground_is_taken" if mine else "no_hour_left"
            by_code.setdefault(code, []).extend(mine)
            keys.setdefault(code, []).append(key)
        for code, found in by_code.items():
            names = _listed([self.told[key][1] for key in keys[code]])
            params: dict[str, str | int] = {**self._of(number), "matches": names}
            if code == "resting":
                yield self._resting(keys[code], found, params)
            elif found:
                yield Fault(code, "grounds", {**params, "others": self._in_the_way(found)})
            else:
                yield Fault(code, "grounds", params)

    def _resting(
        self, keys: Sequence[Hashable], found: Sequence[Hindrance], params: dict[str, str | int]
    ) -> Fault:
        """Of matches whose clubs play again too soon, and what would help."""
        resting = [hindrance for hindrance in found if hindrance.too_close]
        params["others"] = self._in_the_way(resting)
        own = any(hindrance.other in self.matches for hindrance in resting)
        matches = [self.matches[key] for key in keys]
        days = () if own else self.other_days.get(matches[0].round, ())
        if day := free_day(matches, days, self.around, rest_days=self.rest_days):
            return Fault("play_on_another_day", "weekdays", {**params, "day": _weekday(day)})
        if rest := min(_most_rest(key, found) for key in keys):
            return Fault("ask_for_less_rest", "rest_days", {**params, "rest": rest})
        days_off = sorted({hindrance.slot.day for hindrance in resting})
        params["days"] = ", ".join(map(_day, days_off))
        return Fault("leave_days_out", "days_off", params)

    def _in_the_way(self, hindrances: Iterable[Hindrance]) -> str:
        """The other matches, each once, with when they are in the way."""
        found: dict[Hashable, str] = {}
        for hindrance in hindrances:
            when = _day(hindrance.taken.day) if hindrance.too_close else _when(hindrance.taken)
            found.setdefault(hindrance.other, f"{self.told[hindrance.other][1]}, {when}")
        return _listed(list(found.values()))


def _most_rest(match: Hashable, hindrances: Iterable[Hindrance]) -> int:
    """The days of rest that the match would have in the best of the slots that it is kept from."""
    rests: dict[Slot, int] = {}
    for found in hindrances:
        if found.match == match:
            rest = abs((found.slot.day - found.taken.day).days) if found.too_close else 0
            rests[found.slot] = min(rest, rests.get(found.slot, rest))
    return max(rests.values(), default=0)


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return "; ".join(names[:_NAMED]) + (f"; +{more}" if more > 0 else "")


def _hour(slot: Slot) -> str:
    return f"{slot.hour:%H:%M}"


def _day(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _weekday(day: dt.date) -> str:
    return f"{date_format(day, 'l')} {_day(day)}"


def _when(slot: Slot) -> str:
    return f"{_day(slot.day)} {_hour(slot)}"
