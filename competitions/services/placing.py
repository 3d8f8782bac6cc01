"""A day, an hour and a ground for matches to be, beside all that is played elsewhere."""

import datetime as dt
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from competitions.core.consistency import Fault
from competitions.core.fixture_list import (
    Pair,
    days_of_rounds,
    fair_order,
    grounds_of_groups,
    slots_of,
)
from competitions.core.programme import Match, Slot, Unplayable, arrange
from competitions.core.week import Week
from competitions.models import Venue
from competitions.services.conflicts import Telling

LASTS = dt.timedelta(minutes=105)
"""From match to match on a ground, where nothing else is said."""
_NO_GROUND = ("",)
"""What a group can have that no ground is left for: none, instead of any."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When is played, and at which hours on which grounds; see `core.fixture_list`.

    `kept` are the groups of a ground that others do not play on, by `Pair.group`. Without a ground
    the `hours` have one for each day, which is that of all matches.
    """

    first: dt.date
    every: int = 7
    weekdays: frozenset[int] = frozenset()
    days_off: frozenset[dt.date] = frozenset()
    rest_days: int = 1
    lasts: dt.timedelta = LASTS
    grounds: Mapping[str, Week] = field(default_factory=dict)
    kept: Mapping[str, Collection[int]] = field(default_factory=dict)
    hours: Week = field(default_factory=dict)

    def days(self, rounds: int) -> list[tuple[dt.date, ...]]:
        return days_of_rounds(
            rounds,
            first=self.first,
            every=self.every,
            weekdays=self.weekdays,
            days_off=self.days_off,
        )

    @property
    def since(self) -> dt.date:
        """The first day of which a match can be in the way."""
        return before(self.first, self.rest_days)


class Unarrangeable(Exception):
    """Matches that cannot be played as asked; everything in the way, by the field asked."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(fault.code for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Placed:
    """Where and when a match is played; what is not known is None."""

    date: dt.date | None = None
    time: dt.time | None = None
    venue: Venue | None = None


def before(day: dt.date, rest_days: int) -> dt.date:
    """The earliest day of a match that is too close to one on this day; one that begins before
    midnight is not over when the next day does."""
    return day - dt.timedelta(days=max(rest_days - 1, 1))


def place(
    pairs: Sequence[Pair],
    calendar: Calendar,
    *,
    names: Mapping[Hashable, str],
    grounds: Mapping[str, Venue],
    around: Sequence[Match] = (),
) -> dict[Pair, Placed]:
    """A day for every pair, and an hour and a ground where there are any. `names` are those of the
    clubs, `around` fixed matches that are in the way. Raises Unarrangeable.
    """
    numbers = sorted({pair.round for pair in pairs})
    days = dict(zip(numbers, calendar.days(len(numbers)), strict=True))
    slots = {number: slots_of(found, calendar.grounds) for number, found in days.items()}
    matches = list(_matches(pairs, calendar, slots))
    if not calendar.grounds:
        slots = {
            number: [
                Slot(day, only_hour(calendar.hours, day) or dt.time.min, ground)
                for ground in (m.grounds[0] for m in matches if m.round == number)
                for day in found
            ]
            for number, found in days.items()
        }
    found = laid(
        matches,
        slots,
        told={pair: (pair.round, f"{names[pair.home]} – {names[pair.away]}") for pair in pairs},
        around=around,
        rest_days=calendar.rest_days,
        lasts=calendar.lasts,
        days_off=calendar.days_off,
        every=calendar.every,
    )
    return {
        pair: Placed(
            slot.day,
            slot.hour if calendar.grounds else only_hour(calendar.hours, slot.day),
            grounds.get(slot.ground),
        )
        for pair, slot in sorted(found.items(), key=lambda item: (item[0].round, item[1]))
    }


def _matches(
    pairs: Sequence[Pair], calendar: Calendar, slots: Mapping[int, Sequence[Slot]]
) -> Iterator[Match]:
    """In the order in which they get their slots, with the grounds that they can have: without
    any, each has one of its own, which is no ground."""
    if not calendar.grounds:
        for number, pair in enumerate(pairs):
            yield Match(pair, pair.round, pair.home, pair.away, grounds=(f"#{number:04}",))
        return
    groups = {pair.group for pair in pairs}
    allowed = grounds_of_groups(calendar.kept, calendar.grounds, groups)
    for pair in fair_order(pairs, slots, grounds=allowed):
        yield Match(
            pair, pair.round, pair.home, pair.away, grounds=allowed[pair.group] or _NO_GROUND
        )


def only_hour(week: Week, day: dt.date) -> dt.time | None:
    """The hour of the day, of a week that has one for each at most."""
    return next(iter(week.get(day.weekday(), ())), None)


def laid(
    matches: Sequence[Match],
    slots: Mapping[int, Sequence[Slot]],
    *,
    told: Mapping[Hashable, tuple[int, str]],
    around: Sequence[Match],
    rest_days: int,
    lasts: dt.timedelta,
    days_off: Collection[dt.date] = frozenset(),
    every: int = 7,
    where: str = "",
) -> dict[Hashable, Slot]:
    """The slots of the matches beside those `around`. `told` has the round and the name of each; a
    round could have other days of the stretch of `every` days. `where` is the name of the round,
    where all are of one. Raises Unarrangeable."""
    try:
        found = arrange(
            [*matches, *around], slots, rest_days=rest_days, lasts=lasts, days_off=days_off
        )
    except Unplayable as unplayable:
        telling = Telling(
            matches={match.key: match for match in matches},
            told={**{match.key: (match.round, str(match.key)) for match in around}, **told},
            around=around,
            other_days={
                number: _other_days(found, every, days_off) for number, found in slots.items()
            },
            rest_days=rest_days,
            where=where,
        )
        raise Unarrangeable(telling.faults(unplayable.conflicts)) from unplayable
    return {match.key: found[match.key] for match in matches}


def _other_days(slots: Iterable[Slot], every: int, days_off: Collection[dt.date]) -> list[dt.date]:
    """Days on which a round is not played, and could be before the next one."""
    taken = {slot.day for slot in slots}
    days = (min(taken) + dt.timedelta(days=n) for n in range(every)) if taken else ()
    return [day for day in days if day not in taken and day not in days_off]
