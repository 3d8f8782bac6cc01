"""What a pyramid is made of. Clubs of a stage are known by the number of their entry."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, Protocol

from competitions.core.pack.values import StageValue

SIMULATED = "simulated"


class District(NamedTuple):
    """A district of the register; its code begins with those of its province and department."""

    code: str
    name: str
    province: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class LeagueValue:
    """`code` is the one of its place in the register; `parent` is the code of the league above,
    which for a province is its department."""

    code: str
    slug: str
    name: str
    level: str
    parent: str
    department: str


@dataclass(frozen=True, slots=True)
class ClubValue:
    """`league` is the code of its district, `department` of its department."""

    slug: str
    name: str
    town: str
    league: str
    department: str
    latitude: float
    longitude: float
    strength: float


@dataclass(slots=True)
class Entrant:
    """A club in a stage. `origin` is the number of its entry in the stage before, `origin_group`
    the code of its group there, `origin_group_name` what that is called."""

    number: int
    club: ClubValue
    via: str
    origin: int | None = None
    origin_place: int | None = None
    origin_group: str = ""
    origin_group_name: str = ""
    rank: int | None = None
    carried: Fraction = field(default_factory=Fraction)
    group: str = ""
    seed: int | None = None


class Match(NamedTuple):
    """A match between two entries. The scores are pairs, home and away.

    `awarded_to` is the entry that a ruling gave the match to: without a score nobody turned up
    against it, with one the score on the pitch stands beside the ruling.
    """

    key: str
    round: int | None
    home: int
    away: int
    date: dt.date
    time: dt.time
    group: str = ""
    tie: str = ""
    leg: int | None = None
    is_extra: bool = False
    is_neutral: bool = False
    full: tuple[int, int] | None = None
    half: tuple[int, int] | None = None
    extra: tuple[int, int] | None = None
    penalties: tuple[int, int] | None = None
    awarded_to: int | None = None

    @property
    def is_walkover(self) -> bool:
        return self.full is None

    def official(self, award_goals: int = 3) -> tuple[int, int]:
        if self.awarded_to is not None:
            return (award_goals, 0) if self.awarded_to == self.home else (0, award_goals)
        assert self.full is not None  # noqa: S101 - a match that nobody won was played
        return self.full


class Tie(NamedTuple):
    """A matchup of a knock-out: its clubs, and the key of the one that its winner goes to."""

    key: str
    round: int
    position: int
    first: int
    second: int
    legs: int
    feeds: str
    winner: int
    slots: tuple[str, str] = ("", "")

    @property
    def loser(self) -> int:
        return self.second if self.winner == self.first else self.first


class Lots(NamedTuple):
    """Entries in the order in which they were drawn."""

    group: str
    entries: tuple[int, ...]
    drawn_on: dt.date


class Through(NamedTuple):
    """An entry that goes on, and by what; `place` is None for a matchup."""

    entry: int
    place: int | None
    zone: str
    via: str


class Standing(NamedTuple):
    place: int
    points: Fraction


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules of a stage say of its tables or matchups: who goes on, and who is level.

    `level` are the clubs of one table that share a place on which something hangs; `is_open`
    says that a berth hangs on clubs of several tables, or on losers, that nothing parts.
    """

    through: tuple[Through, ...]
    standings: Mapping[int, Standing]
    level: tuple[tuple[int, ...], ...] = ()
    is_open: bool = False


@dataclass(slots=True)
class Played:
    """A stage that is over. `deductions` are points that walkovers cost, by entry; `promoted` the
    entries of clubs that went up at the end of the season."""

    value: StageValue
    position: int
    confirmed_on: dt.date
    entrants: list[Entrant]
    matches: list[Match]
    ties: list[Tie] = field(default_factory=list)
    lots: list[Lots] = field(default_factory=list)
    deductions: dict[int, int] = field(default_factory=dict)
    through: list[Through] = field(default_factory=list)
    standings: Mapping[int, "Standing"] = field(default_factory=dict)
    promoted: frozenset[int] = frozenset()


class Judge(Protocol):
    def __call__(self, stage: Played) -> Judged:
        """Say by the rules of a stage who goes on from its tables or matchups."""
