"""A whole fixture list: groups side by side, their rounds on days, the days' hours on grounds."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from competitions.core.calendar import Order, round_robin
from competitions.core.programme import Slot
from competitions.core.week import Week

Club = Hashable


@dataclass(frozen=True, slots=True)
class Pair:
    """A match of a group, by the group's number from 0."""

    round: int
    group: int
    home: Club
    away: Club


@dataclass(frozen=True, slots=True)
class Balance:
    """How a club's matches are spread. A break is a second match in a row at home, or away."""

    home: int
    away: int
    breaks: int


def list_of(
    groups: Sequence[Sequence[Club]], *, legs: int = 1, order: Order = "mirrored"
) -> list[Pair]:
    """Everyone against everyone in each group, round after round; small groups are done earlier.

    >>> [(p.round, p.home, p.away) for p in list_of(["AB", "CDE"])]
    [(1, 'A', 'B'), (1, 'C', 'D'), (2, 'E', 'C'), (3, 'D', 'E')]
    """
    pairs = [
        Pair(round_number, number, home, away)
        for number, clubs in enumerate(groups)
        for round_number, matches in enumerate(round_robin(clubs, legs=legs, order=order), start=1)
        for home, away in matches
    ]
    return sorted(pairs, key=lambda pair: (pair.round, pair.group))


def resting(groups: Sequence[Sequence[Club]], pairs: Iterable[Pair]) -> dict[int, list[Club]]:
    """Who rests in each round: clubs of groups that play in it."""
    playing: dict[int, set[Club]] = {}
    at_play: dict[int, set[int]] = {}
    for pair in pairs:
        playing.setdefault(pair.round, set()).update((pair.home, pair.away))
        at_play.setdefault(pair.round, set()).add(pair.group)
    return {
        number: [
            club for group in sorted(at_play[number]) for club in groups[group] if club not in clubs
        ]
        for number, clubs in playing.items()
    }


def balance_of(pairs: Iterable[Pair]) -> dict[Club, Balance]:
    """For every club that plays. A rest parts no two matches in a row.

    >>> balance_of(list_of(["ABC"], legs=2))["A"]
    Balance(home=2, away=2, breaks=1)
    """
    at_home: dict[Club, list[bool]] = {}
    for pair in sorted(pairs, key=lambda pair: pair.round):
        at_home.setdefault(pair.home, []).append(True)
        at_home.setdefault(pair.away, []).append(False)
    return {
        club: Balance(
            sum(places), len(places) - sum(places), sum(a == b for a, b in pairwise(places))
        )
        for club, places in at_home.items()
    }


def days_of_rounds(
    rounds: int,
    *,
    first: dt.date,
    every: int = 7,
    weekdays: Collection[int] = (),
    days_off: Collection[dt.date] = (),
) -> list[tuple[dt.date, ...]]:
    """The days on which each round can be played.

    A round has the stretch of `every` days from its first one: of it the `weekdays` (Monday is 0),
    or the first day alone where none are given, without the `days_off`. A stretch that has no day
    is left out, and the round comes in the next.

    >>> sunday = dt.date(2027, 3, 7)
    >>> [day.day for day, in days_of_rounds(3, first=sunday, days_off=[dt.date(2027, 3, 14)])]
    [7, 21, 28]
    """
    found: list[tuple[dt.date, ...]] = []
    stretch = 0
    while len(found) < rounds:
        start = first + dt.timedelta(days=stretch * every)
        days = (start + dt.timedelta(days=n) for n in range(every if weekdays else 1))
        open_days = tuple(
            day
            for day in days
            if day not in days_off and (not weekdays or day.weekday() in weekdays)
        )
        if open_days:
            found.append(open_days)
        stretch += 1
    return found


def slots_of(days: Iterable[dt.date], hours: Mapping[str, Week]) -> list[Slot]:
    """The hours of every ground on these days, the earliest first."""
    return sorted(
        Slot(day, hour, ground)
        for day in days
        for ground, week in hours.items()
        for hour in week.get(day.weekday(), ())
    )


def grounds_of_groups(
    kept: Mapping[str, Collection[int]], grounds: Iterable[str], groups: Iterable[int]
) -> dict[int, tuple[str, ...]]:
    """Where each group plays: on the grounds that are kept for it; one without, on the others.

    >>> grounds_of_groups({"North": [0]}, ["North", "South", "East"], range(2))
    {0: ('North',), 1: ('South', 'East')}
    """
    open_to_all = tuple(ground for ground in grounds if not kept.get(ground))
    return {
        group: tuple(ground for ground in kept if group in kept[ground]) or open_to_all
        for group in groups
    }


def seen_apart(seen: Iterable[tuple[str, int]]) -> dict[str, frozenset[int]]:
    """The groups for which each ground is kept, as far as grounds and groups of matches tell;
    nothing where all of them mix.

    >>> seen_apart([("North", 0), ("South", 1), ("East", 1)]) == {
    ...     "North": {0}, "South": {1}, "East": {1}
    ... }
    True
    >>> seen_apart([("North", 0), ("South", 1), ("South", 0)])
    {}
    """
    parts: list[tuple[set[str], set[int]]] = []
    for ground, group in seen:
        mine = [part for part in parts if ground in part[0] or group in part[1]]
        parts = [part for part in parts if part not in mine]
        grounds = {ground}.union(*(part[0] for part in mine))
        parts.append((grounds, {group}.union(*(part[1] for part in mine))))
    if len(parts) < 2:
        return {}
    return {ground: frozenset(groups) for grounds, groups in parts for ground in grounds}


def fair_order(
    pairs: Sequence[Pair],
    slots: Mapping[int, Sequence[Slot]],
    *,
    grounds: Mapping[int, Collection[str]] | None = None,
) -> Iterator[Pair]:
    """The matches of each round in the order in which they get its slots, earliest first.

    So that no club has the same hour all the time: each hour goes to the match whose clubs have
    had it least often, on such a day of the week. `grounds` are those of each group, where not all
    play on all. Who comes after the slots plays last.
    """
    had: Counter[tuple[Club, int, dt.time]] = Counter()
    for number in sorted({pair.round for pair in pairs}):
        left = [pair for pair in pairs if pair.round == number]
        for slot in slots.get(number, ()):
            when = slot.day.weekday(), slot.hour
            able = [p for p in left if grounds is None or slot.ground in grounds[p.group]]
            if not able:
                continue
            found = min(able, key=lambda pair: had[pair.home, *when] + had[pair.away, *when])
            left.remove(found)
            had.update([(found.home, *when), (found.away, *when)])
            yield found
        yield from left
