"""Which match is played when and where: rounds laid over grounds and hours."""

import datetime as dt
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Key = Hashable


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A day and an hour on a ground."""

    day: dt.date
    hour: dt.time
    ground: str

    @property
    def starts(self) -> dt.datetime:
        return dt.datetime.combine(self.day, self.hour)


@dataclass(frozen=True, slots=True)
class Match:
    """A match to be placed. `grounds` are those it can be played on, any if there are none;
    `fixed` is where it stays."""

    key: Key
    round: int
    home: Key
    away: Key
    grounds: tuple[str, ...] = ()
    fixed: Slot | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a programme cannot be made, and about which matches.

    Codes: `too_few_hours`, the matches can only be played in so many `slots`, and each match beyond
    needs one more; `ground_taken`, two fixed matches at once on a ground; `too_little_rest`, fixed
    matches of one club too close to each other; `day_without_play`, a match fixed on such a day;
    `hours_overlap`, hours of one ground of which the first match is not over when the next begins.
    """

    code: str
    matches: tuple[Key, ...]
    slots: tuple[Slot, ...] = ()

    @property
    def missing(self) -> int:
        """How many hours more would do."""
        return len(self.matches) - len(self.slots) if self.code == "too_few_hours" else 0


class Unplayable(ValueError):
    """The wishes contradict each other; all conflicts that were found, and nothing is placed."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(", ".join(conflict.code for conflict in conflicts))
        self.conflicts = tuple(conflicts)


def arrange(
    matches: Sequence[Match],
    slots: Mapping[int, Sequence[Slot]],
    *,
    rest_days: int = 1,
    days_off: Collection[dt.date] = (),
    lasts: dt.timedelta = dt.timedelta(hours=2),
) -> dict[Key, Slot]:
    """A slot for every match, from those of its round, the earlier ones of the list first.

    No ground has two matches at once and no club two within less than `rest_days` days; on
    `days_off` nobody plays. A fixed match stays where it is. A round finds its slots if there are
    any, given the rounds before it. Raises Unplayable.
    """
    fixed = {match.key: match.fixed for match in matches if match.fixed is not None}
    conflicts = [
        *_overlapping_hours(slots, lasts),
        *_conflicts_of_fixed(matches, rest_days, days_off, lasts),
    ]
    if conflicts:
        raise Unplayable(conflicts)
    placed = dict(fixed)
    for number in sorted({match.round for match in matches}):
        mine = [m for m in matches if m.round == number and m.key not in fixed]
        open_slots = [slot for slot in slots.get(number, ()) if slot.day not in days_off]
        choices = {
            match.key: [
                slot
                for slot in open_slots
                if _suits(match, slot, matches, placed, rest_days, lasts)
            ]
            for match in mine
        }
        found, short = _seat(choices)
        conflicts += short
        placed |= found
    if conflicts:
        raise Unplayable(conflicts)
    return placed


def _suits(
    match: Match,
    slot: Slot,
    matches: Sequence[Match],
    placed: Mapping[Key, Slot],
    rest_days: int,
    lasts: dt.timedelta,
) -> bool:
    if match.grounds and slot.ground not in match.grounds:
        return False
    clubs = {match.home, match.away}
    for other in matches:
        taken = placed.get(other.key)
        if taken is None:
            continue
        if _at_once(taken, slot, lasts):
            return False
        if clubs & {other.home, other.away} and _too_close(taken, slot, rest_days):
            return False
    return True


def _at_once(one: Slot, other: Slot, lasts: dt.timedelta) -> bool:
    return one.ground == other.ground and abs(one.starts - other.starts) < lasts


def _too_close(one: Slot, other: Slot, rest_days: int) -> bool:
    return abs((one.day - other.day).days) < rest_days


def _overlapping_hours(
    slots: Mapping[int, Iterable[Slot]], lasts: dt.timedelta
) -> Iterator[Conflict]:
    every = sorted({slot for found in slots.values() for slot in found})
    for one, other in combinations(every, 2):
        if _at_once(one, other, lasts):
            yield Conflict("hours_overlap", (), (one, other))


def _conflicts_of_fixed(
    matches: Iterable[Match],
    rest_days: int,
    days_off: Collection[dt.date],
    lasts: dt.timedelta,
) -> Iterator[Conflict]:
    fixed = [(match, match.fixed) for match in matches if match.fixed is not None]
    for match, slot in fixed:
        if slot.day in days_off:
            yield Conflict("day_without_play", (match.key,), (slot,))
    for (one, first), (other, second) in combinations(fixed, 2):
        if _at_once(first, second, lasts):
            yield Conflict("ground_taken", (one.key, other.key), (first, second))
        if {one.home, one.away} & {other.home, other.away} and _too_close(first, second, rest_days):
            yield Conflict("too_little_rest", (one.key, other.key), (first, second))


def _seat(
    choices: Mapping[Key, Sequence[Slot]],
) -> tuple[dict[Key, Slot], list[Conflict]]:
    """A slot of its own for each match, by augmenting paths (Kuhn, 1955).

    Where that cannot be, the matches that compete for too few slots, each such set once: all the
    slots that any of them could have are taken by others of the set.
    """
    taken: dict[Slot, Key] = {}
    conflicts: list[Conflict] = []
    for match in choices:
        seen: dict[Slot, None] = {}
        if _find(match, choices, taken, seen):
            continue
        crowd = (match, *(taken[slot] for slot in seen))
        known = next((c for c in conflicts if set(c.slots) == set(seen)), None)
        if known:
            conflicts[conflicts.index(known)] = Conflict(
                "too_few_hours", (*known.matches, match), known.slots
            )
        else:
            conflicts.append(Conflict("too_few_hours", crowd, tuple(seen)))
    return {match: slot for slot, match in taken.items()}, conflicts


def _find(
    match: Key,
    choices: Mapping[Key, Sequence[Slot]],
    taken: dict[Slot, Key],
    seen: dict[Slot, None],
) -> bool:
    """Seat the match; where nothing is free, by moving others that have another choice."""
    free = next((slot for slot in choices[match] if slot not in taken), None)
    if free is not None:
        taken[free] = match
        return True
    for slot in choices[match]:
        if slot in seen:
            continue
        seen[slot] = None
        if _find(taken[slot], choices, taken, seen):
            taken[slot] = match
            return True
    return False
