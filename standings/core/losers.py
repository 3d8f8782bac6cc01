"""The best losers of a round of matchups: those who go on beside the winners."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from standings.core.record import Club, Number


@dataclass(frozen=True, slots=True)
class Loser:
    """A club that lost its matchup, with what it won there: points, goal difference and goals over
    all legs."""

    club: Club
    points: Number
    goal_difference: int
    goals_for: int

    @property
    def merit(self) -> tuple[Number, int, int]:
        return self.points, self.goal_difference, self.goals_for


def in_order(losers: Sequence[Loser]) -> list[Loser]:
    """Who did best first; level ones in the order they came in."""
    return sorted(losers, key=lambda loser: loser.merit, reverse=True)


def best_losers(losers: Sequence[Loser], count: int) -> tuple[tuple[Club, ...], tuple[Club, ...]]:
    """Those who go on, and those who are level for what is left of the berths.

    >>> best_losers([Loser("A", 3, 0, 2), Loser("B", 1, -1, 1), Loser("C", 1, -1, 1)], 2)
    (('A',), ('B', 'C'))
    """
    chosen: list[Club] = []
    for _merit, level in groupby(in_order(losers), key=lambda loser: loser.merit):
        clubs = [loser.club for loser in level]
        left = count - len(chosen)
        if len(clubs) > left:
            return tuple(chosen), tuple(clubs) if left else ()
        chosen += clubs
    return tuple(chosen), ()
