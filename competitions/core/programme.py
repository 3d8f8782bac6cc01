"""Which match is played when and where: rounds laid over grounds and hours."""

import datetime as dt
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

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
    `fixed` is where it stays. One that `is_over` contradicts no other fixed match any more."""

    key: Key
    round: int
    home: Key
    away: Key
    grounds: tuple[str, ...] = ()
    fixed: Slot | None = None
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A placed match that keeps another one from a slot: the `other`, at `taken`, is on the ground
    then, or has a club of the `match` and is `too_close`."""

    match: Key
    other: Key
    slot: Slot
    taken: Slot
    too_close: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a programme cannot be made, and about which matches.

    Codes: `too_few_hours`, the matches can only be played in so many `slots`, and each match beyond
    needs one more; what keeps them from other slots of their round is in `hindrances`;
    `ground_taken`, two fixed matches at once on a ground; `too_little_rest`, fixed
    matches of one club too close to each other; `day_without_play`, a match fixed on such a day;
    `hours_overlap`, hours of one ground of which the first match is not over when the next begins.
    """

    code: str
    matches: tuple[Key, ...]
    slots: tuple[Slot, ...] = ()
    hindrances: tuple[Hindrance, ...] = ()

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
    any, given the rounds before it; of a club that plays twice in it, the earlier match of the list
    is placed first. Raises Unplayable.
    """
    fixed = {match.key: match.fixed for match in matches if match.fixed is not None}
    conflicts = [
        *_overlapping_hours(slots, lasts),
        *conflicts_of_fixed(matches, rest_days=rest_days, days_off=days_off, lasts=lasts),
    ]
    if conflicts:
        raise Unplayable(conflicts)
    placed = _Placed(matches, fixed, rest_days=rest_days, lasts=lasts)
    for number in sorted({match.round for match in matches}):
        open_slots = [slot for slot in slots.get(number, ()) if slot.day not in days_off]
        mine = (m for m in matches if m.round == number and m.key not in fixed)
        for part in _without_club_twice(mine):
            conflicts += placed.seat(part, open_slots)
    if conflicts:
        raise Unplayable(conflicts)
    return placed.slots


class _Placed:
    """Matches that have their slots, found again by their days."""

    def __init__(
        self,
        matches: Iterable[Match],
        fixed: Mapping[Key, Slot],
        *,
        rest_days: int,
        lasts: dt.timedelta,
    ) -> None:
        self.slots: dict[Key, Slot] = {}
        self._by_day: dict[dt.date, list[tuple[Match, Slot]]] = {}
        self._rest_days, self._lasts = rest_days, lasts
        # A match that begins before midnight is not over when the next day begins.
        reach = max(rest_days - 1, 1)
        self._near = [dt.timedelta(days=n) for n in range(-reach, reach + 1)]
        for match in matches:
            if match.key in fixed:
                self.add(match, fixed[match.key])

    def add(self, match: Match, slot: Slot) -> None:
        self.slots[match.key] = slot
        self._by_day.setdefault(slot.day, []).append((match, slot))

    def seat(self, matches: Sequence[Match], slots: Sequence[Slot]) -> list[Conflict]:
        """Place matches no two of which have a club in common, or say which cannot be."""
        on_ground = {
            match.key: [slot for slot in slots if not match.grounds or slot.ground in match.grounds]
            for match in matches
        }
        choices = {
            match.key: [
                slot for slot in on_ground[match.key] if not any(self._hindrances(match, slot))
            ]
            for match in matches
        }
        found, short = _seat(choices)
        told = []
        for conflict in short:
            hindrances = (
                hindrance
                for match in matches
                if match.key in conflict.matches
                for slot in on_ground[match.key]
                for hindrance in self._hindrances(match, slot)
            )
            told.append(replace(conflict, hindrances=tuple(hindrances)))
        for match in matches:
            if match.key in found:
                self.add(match, found[match.key])
        return told

    def _hindrances(self, match: Match, slot: Slot) -> Iterator[Hindrance]:
        """What is in the way of a match then and there."""
        for gap in self._near:
            for other, taken in self._by_day.get(slot.day + gap, ()):
                if _at_once(taken, slot, self._lasts):
                    yield Hindrance(match.key, other.key, slot, taken, too_close=False)
                if shares_club(match, other) and _too_close(taken, slot, self._rest_days):
                    yield Hindrance(match.key, other.key, slot, taken, too_close=True)


def _without_club_twice(matches: Iterable[Match]) -> list[list[Match]]:
    """The matches in parts in which no club plays twice, each as early as can be."""
    parts: list[tuple[list[Match], set[Key]]] = []
    for match in matches:
        clubs = {match.home, match.away}
        part = next((found for found in parts if not found[1] & clubs), None)
        if part is None:
            part = ([], set())
            parts.append(part)
        part[0].append(match)
        part[1].update(clubs)
    return [part for part, _clubs in parts]


def free_day(
    matches: Sequence[Match], days: Iterable[dt.date], others: Iterable[Match], *, rest_days: int
) -> dt.date | None:
    """The first of the days on which the clubs of all these matches have rested from the others,
    which are fixed, and rest before them."""
    near = [
        other.fixed.day
        for other in others
        if other.fixed is not None and any(shares_club(match, other) for match in matches)
    ]
    return next((day for day in days if all(abs((day - o).days) >= rest_days for o in near)), None)


def shares_club(one: Match, other: Match) -> bool:
    return one.home in (other.home, other.away) or one.away in (other.home, other.away)


def _at_once(one: Slot, other: Slot, lasts: dt.timedelta) -> bool:
    return one.ground == other.ground and abs(one.starts - other.starts) < lasts


def _too_close(one: Slot, other: Slot, rest_days: int) -> bool:
    return abs((one.day - other.day).days) < rest_days


def _overlapping_hours(
    slots: Mapping[int, Iterable[Slot]], lasts: dt.timedelta
) -> Iterator[Conflict]:
    by_ground: dict[str, set[Slot]] = {}
    for slot in (slot for found in slots.values() for slot in found):
        by_ground.setdefault(slot.ground, set()).add(slot)
    for ground in sorted(by_ground):
        for one, other in pairwise(sorted(by_ground[ground])):
            if _at_once(one, other, lasts):
                yield Conflict("hours_overlap", (), (one, other))


def conflicts_of_fixed(
    matches: Iterable[Match],
    *,
    rest_days: int,
    lasts: dt.timedelta,
    days_off: Collection[dt.date] = (),
) -> Iterator[Conflict]:
    """Where fixed matches contradict each other, or play on a day off."""
    fixed = [(match, match.fixed) for match in matches if match.fixed is not None]
    for match, slot in fixed:
        if slot.day in days_off and not match.is_over:
            yield Conflict("day_without_play", (match.key,), (slot,))
    for (one, first), (other, second) in combinations(fixed, 2):
        if one.is_over and other.is_over:
            continue
        if _at_once(first, second, lasts):
            yield Conflict("ground_taken", (one.key, other.key), (first, second))
        if shares_club(one, other) and _too_close(first, second, rest_days):
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
