"""Zonal crossings made into rounds, and a list of rounds held against what crossings have to be."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from competitions.core.crossings import Pair
from competitions.core.fixture_list import days_of_rounds

Club = tuple[str, int]
"""A department and a rank in it: 1 its champion, 2 its runner-up."""
Meeting = tuple[Club, Club]
"""Home and away."""

ROUNDS = 6
_RIVALS = 2
LEAST_DEPARTMENTS = _RIVALS + 1
"""With fewer no club has two rivals of other departments."""
_DERBIES = (3, 4)


def rounds_of(
    pairs: Iterable[Pair], *, km: Mapping[Pair, float] | None = None
) -> list[list[Meeting]]:
    """Six rounds of the crossings: each club at home and away against each of its three rivals.

    Each department's two clubs meet in rounds 3 and 4. All champions play at home in the same
    rounds (1, 3 and 6), so that nobody is at home or away more than twice in a row. The crossings
    of round 1 come back in round 5, those of round 2 in round 6; with `km` round 1 has the shorter
    ones. Raises ValueError where a club has not exactly two of them.

    >>> rounds_of([("A", "B"), ("A", "C"), ("B", "A"), ("B", "C"), ("C", "A"), ("C", "B")])[0]
    [(('A', 1), ('B', 2)), (('B', 1), ('C', 2)), (('C', 1), ('A', 2))]
    """
    pairs = list(pairs)
    for side in (0, 1):
        if set(Counter(pair[side] for pair in pairs).values()) - {_RIVALS}:
            raise ValueError("each champion and each runner-up needs two crossings")
    first, second = _halves(pairs, km or {})
    derbies = [(code, code) for code in dict.fromkeys(pair[0] for pair in pairs)]
    return [
        _hosted_by_champions(first),
        _hosted_by_runners_up(second),
        _hosted_by_champions(derbies),
        _hosted_by_runners_up(derbies),
        _hosted_by_runners_up(first),
        _hosted_by_champions(second),
    ]


def days_of_play(first: dt.date, *, without: Collection[dt.date] = ()) -> list[dt.date]:
    """A day a week for each of the rounds; a day without play moves it and what follows on by one.

    >>> day = dt.date(2027, 9, 5)
    >>> [found.day for found in days_of_play(day, without=[day + dt.timedelta(weeks=1)])]
    [5, 19, 26, 3, 10, 17]
    """
    return [day for (day,) in days_of_rounds(ROUNDS, first=first, days_off=without)]


def _hosted_by_champions(pairs: Iterable[Pair]) -> list[Meeting]:
    return [((one, 1), (other, 2)) for one, other in pairs]


def _hosted_by_runners_up(pairs: Iterable[Pair]) -> list[Meeting]:
    return [((other, 2), (one, 1)) for one, other in pairs]


def _halves(pairs: Sequence[Pair], km: Mapping[Pair, float]) -> tuple[list[Pair], list[Pair]]:
    """The pairs in two lists in which every club comes once.

    They form rings in which champions and runners-up take turns: every second pair of a ring goes
    to the same list, of each ring the shorter half, or the one of its first pair, to the first.
    """
    halves: tuple[set[Pair], set[Pair]] = set(), set()
    for ring in _rings(pairs):
        one, other = ring[::2], ring[1::2]
        if sum(km.get(pair, 0) for pair in other) < sum(km.get(pair, 0) for pair in one):
            one, other = other, one
        halves[0].update(one)
        halves[1].update(other)
    ordered = [[pair for pair in pairs if pair in half] for half in halves]
    return ordered[0], ordered[1]


def _rings(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    left = dict.fromkeys(pairs)
    while left:
        pair = next(iter(left))
        ring, side = [], 1
        while pair is not None:
            del left[pair]
            ring.append(pair)
            shared, side = pair[side], 1 - side
            # The next pair of the same runner-up, then of the same champion, and so on.
            pair = next((other for other in left if other[1 - side] == shared), None)
        yield ring


@dataclass(frozen=True, slots=True)
class ListFault:
    """What is wrong with a list: a code, the clubs or the match it is about, and figures."""

    code: str
    clubs: tuple[Club, ...]
    params: Mapping[str, int] = field(default_factory=dict)


def faults_of_list(rounds: Sequence[Sequence[Meeting]], clubs: Iterable[Club]) -> list[ListFault]:
    """Everything that keeps the list from being six rounds of zonal crossings of those clubs.

    Codes: `unknown_club`, `same_rank`, `rivals` (with how many, of 3), `no_derby`, `twice_at_home`
    (a pair at the same ground twice), `not_returned` (a pair that meets once), `home` (with how
    many, of 3), `in_round` (with the round, and how often the club plays in it), `in_a_row` (with
    how many matches at home or away without a break), `derby_round`.
    """
    clubs = list(clubs)
    known = set(clubs)
    played = [(number, match) for number, found in enumerate(rounds, start=1) for match in found]
    faults: list[ListFault] = []
    for _number, match in played:
        faults += [ListFault("unknown_club", (club,)) for club in match if club not in known]
        if match[0][1] == match[1][1]:
            faults.append(ListFault("same_rank", match))
    faults += _of_pairs(played)
    for club in clubs:
        faults += _of_club(club, played, len(rounds))
    return faults


def _of_pairs(played: Sequence[tuple[int, Meeting]]) -> Iterator[ListFault]:
    hosted = Counter(match for _number, match in played)
    for match, times in hosted.items():
        if times > 1:
            yield ListFault("twice_at_home", match, {"times": times})
        if match[::-1] not in hosted:
            yield ListFault("not_returned", match)
    for number, match in played:
        if match[0][0] == match[1][0] and number not in _DERBIES:
            yield ListFault("derby_round", match, {"round": number})


def _of_club(club: Club, played: Sequence[tuple[int, Meeting]], rounds: int) -> Iterator[ListFault]:
    mine = [(number, match) for number, match in played if club in match]
    rivals = {match[match[0] == club] for _number, match in mine}
    if len(rivals) != _RIVALS + 1:
        yield ListFault("rivals", (club,), {"rivals": len(rivals)})
    if mine and not any(rival[0] == club[0] for rival in rivals):
        yield ListFault("no_derby", (club,))
    at_home = [match[0] == club for _number, match in mine]
    if sum(at_home) != ROUNDS // 2:
        yield ListFault("home", (club,), {"home": sum(at_home)})
    times = Counter(number for number, _match in mine)
    for number in range(1, rounds + 1):
        if times[number] != 1:
            yield ListFault("in_round", (club,), {"round": number, "times": times[number]})
    # A round in which it does not play ends a run: what is missing may be either.
    played_at_home = [
        where
        for number in range(1, rounds + 1)
        for where in [match[0] == club for found, match in mine if found == number] or [None]
    ]
    runs = (len(list(run)) for where, run in groupby(played_at_home) if where is not None)
    longest = max(runs, default=0)
    if longest > 2:
        yield ListFault("in_a_row", (club,), {"matches": longest})
