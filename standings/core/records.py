"""Records of a season or of many: the biggest win, most goals in a match, the best attack.

They are computed from the matches that are known. Whoever holds a record together with others
stands beside them: none is cut.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Match:
    """A match as it ended on the pitch. Sides are clubs in one season, `key` names the match."""

    key: Hashable
    home: Hashable
    away: Hashable
    home_goals: int
    away_goals: int

    @property
    def goals(self) -> int:
        return self.home_goals + self.away_goals

    @property
    def margin(self) -> int:
        return abs(self.home_goals - self.away_goals)


@dataclass(frozen=True, slots=True)
class Attack:
    """The goals of a club in the matches of a season that are known."""

    club: Hashable
    goals: int
    matches: int


Holder = TypeVar("Holder", Match, Attack)


@dataclass(frozen=True, slots=True)
class Records:
    """Each record with all who hold it; none where nobody won, or nobody scored.

    `known` is how many matches they were computed from.
    """

    known: int
    biggest_wins: tuple[Match, ...]
    most_goals: tuple[Match, ...]
    best_attacks: tuple[Attack, ...]


def records(matches: Iterable[Match]) -> Records:
    """The records of these matches; holders stand in the order in which they came.

    >>> found = records([Match(1, "Ada", "Boca", 6, 0), Match(2, "Boca", "Ada", 4, 5)])
    >>> [m.key for m in found.biggest_wins], [m.key for m in found.most_goals]
    ([1], [2])
    >>> found.best_attacks
    (Attack(club='Ada', goals=11, matches=2),)
    """
    known = tuple(matches)
    return Records(
        known=len(known),
        biggest_wins=_holders(known, "margin"),
        most_goals=_holders(known, "goals"),
        best_attacks=_holders(_attacks(known), "goals"),
    )


def _attacks(matches: Iterable[Match]) -> tuple[Attack, ...]:
    goals: dict[Hashable, list[int]] = {}
    for match in matches:
        goals.setdefault(match.home, []).append(match.home_goals)
        goals.setdefault(match.away, []).append(match.away_goals)
    return tuple(Attack(club, sum(scored), len(scored)) for club, scored in goals.items())


def _holders(found: tuple[Holder, ...], figure: str) -> tuple[Holder, ...]:
    """All that have the highest figure above none."""
    best = max((getattr(each, figure) for each in found), default=0)
    return tuple(each for each in found if best and getattr(each, figure) == best)
