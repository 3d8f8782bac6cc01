"""What clubs did: results that count, each club's view of them, and their sums.

>>> scale = {"W": 3, "D": 1, "L": 0}
>>> table = build_table(("A", "B"), [Result(1, "A", "B", 2, 1)], scale)
>>> table.records["A"].points, table.records["B"].goal_difference
(3, -1)
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, NamedTuple

Club = Hashable
Key = int | str
Number = int | Fraction
Where = Literal["home", "away", "neutral"]
Outcome = Literal["W", "D", "L"]
Scale = Mapping[Outcome, Number]  # points for a match won, drawn and lost


@dataclass(frozen=True, slots=True)
class Result:
    """One match with its official score. Keys are all numbers or all text within a table.

    `awarded` says that a ruling made the score, `walkover` that it did so because a club did not
    turn up. `winner` names who won where the score does not say it: an extra match settled on
    penalties. In a `double_loss` both clubs lose: the goals are ignored, each scores none and
    concedes `conceded`. Half-time goals are as played, both or neither.

    Raises ValueError for a club against itself, negative goals, half of a half-time score or a
    winner that did not play.
    """

    key: Key
    home: Club
    away: Club
    home_goals: int
    away_goals: int
    half_home: int | None = None
    half_away: int | None = None
    round: int | None = None
    neutral: bool = False
    walkover: bool = False
    awarded: bool = False
    double_loss: bool = False
    conceded: int = 0
    winner: Club | None = None

    def __post_init__(self) -> None:
        if self.home == self.away:
            raise ValueError(f"result {self.key!r}: {self.home!r} against itself")
        if (self.half_home is None) != (self.half_away is None):
            raise ValueError(f"result {self.key!r}: half of a half-time score")
        goals = (self.home_goals, self.away_goals, self.conceded)
        if min(*goals, self.half_home or 0, self.half_away or 0) < 0:
            raise ValueError(f"result {self.key!r}: negative goals")
        if self.winner is not None and self.winner not in (self.home, self.away):
            raise ValueError(f"result {self.key!r}: winner {self.winner!r} did not play")


class Line(NamedTuple):
    """One result as one of its two clubs sees it.

    A named tuple: a table of 150 results has 300 of them, and a dataclass takes three times as
    long to make.

    `awarded` is true of every result made by a ruling: awards, walkovers, double losses.
    `half_points` are the points had the match ended at half time; None where that is unknown.
    """

    key: Key
    club: Club
    rival: Club
    where: Where
    goals_for: int
    goals_against: int
    outcome: Outcome
    points: Number
    half_points: Number | None
    walkover: bool
    awarded: bool
    round: int | None

    @property
    def goal_difference(self) -> int:
        return self.goals_for - self.goals_against


Lines = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A club's sums; `points` include those `carried` and the `adjustment` (negative: deducted)."""

    club: Club
    played: int
    won: int
    drawn: int
    lost: int
    goals_for: int
    goals_against: int
    points: Number
    carried: Number
    adjustment: Number
    lines: tuple[Line, ...]

    @property
    def goal_difference(self) -> int:
        return self.goals_for - self.goals_against

    @property
    def points_won(self) -> Number:
        """Points from matches alone."""
        return self.points - self.carried - self.adjustment


@dataclass(frozen=True, slots=True)
class Table:
    """All that criteria look at: records, and what stands beside the matches.

    `records` keep the order in which the clubs were given; `away` holds the lines of matches away,
    `extra` those of extra matches, which no record counts.
    """

    records: Mapping[Club, Record]
    away: Mapping[Club, Lines]
    extra: Mapping[Club, Lines]
    external_places: Mapping[Club, int]
    cards: Mapping[Club, Number]
    lots: Mapping[Club, int]


def result_lines(result: Result, scale: Scale) -> tuple[Line, Line]:
    """The result as the home club and as the away club sees it.

    >>> scale = {"W": 3, "D": 1, "L": 0}
    >>> home, away = result_lines(Result(1, "A", "B", 1, 1, half_home=0, half_away=1), scale)
    >>> home.outcome, home.points, home.half_points, away.half_points
    ('D', 1, 0, 3)
    """
    home, away = result.home, result.away
    home_goals, away_goals = result.home_goals, result.away_goals
    home_conceded, away_conceded = away_goals, home_goals
    if result.double_loss:
        home_goals = away_goals = 0
        home_conceded = away_conceded = result.conceded
        outcome, reverse = "L", "L"
    elif result.winner is not None:
        outcome, reverse = _OUTCOMES[1 if result.winner == home else -1]
    else:
        outcome, reverse = _OUTCOMES[(home_goals > away_goals) - (home_goals < away_goals)]
    half = half_reverse = None
    half_home, half_away = result.half_home, result.half_away
    if half_home is not None and half_away is not None:
        at_half, at_half_reverse = _OUTCOMES[(half_home > half_away) - (half_home < half_away)]
        half, half_reverse = scale[at_half], scale[at_half_reverse]
    here, there = ("neutral", "neutral") if result.neutral else ("home", "away")
    key, walkover, in_round = result.key, result.walkover, result.round
    awarded = result.awarded or walkover or result.double_loss
    # Positional: a table makes hundreds of these for every page.
    return (
        Line(key, home, away, here, home_goals, home_conceded, outcome,
             scale[outcome], half, walkover, awarded, in_round),
        Line(key, away, home, there, away_goals, away_conceded, reverse,
             scale[reverse], half_reverse, walkover, awarded, in_round),
    )  # fmt: skip


_OUTCOMES: Mapping[int, tuple[Outcome, Outcome]] = {1: ("W", "L"), 0: ("D", "D"), -1: ("L", "W")}


def lines_by_club(
    clubs: Iterable[Club], results: Iterable[Result], scale: Scale
) -> dict[Club, Lines]:
    """By round, then by key, whatever the order of `results`.

    Raises ValueError for a result of a club that is not among `clubs`.
    """
    lines: dict[Club, list[Line]] = {club: [] for club in clubs}
    for result in sorted(results, key=_played_order):
        home, away = result_lines(result, scale)
        try:
            lines[result.home].append(home)
            lines[result.away].append(away)
        except KeyError as error:
            raise ValueError(f"result {result.key!r}: unknown club {error.args[0]!r}") from None
    return {club: tuple(own) for club, own in lines.items()}


def _played_order(result: Result) -> tuple[bool, int, Key]:
    return result.round is None, result.round or 0, result.key


def sum_up(club: Club, lines: Lines, *, carried: Number = 0, adjustment: Number = 0) -> Record:
    outcomes = [line.outcome for line in lines]
    return Record(
        club=club,
        played=len(lines),
        won=outcomes.count("W"),
        drawn=outcomes.count("D"),
        lost=outcomes.count("L"),
        goals_for=sum([line.goals_for for line in lines]),
        goals_against=sum([line.goals_against for line in lines]),
        points=sum([line.points for line in lines]) + carried + adjustment,
        carried=carried,
        adjustment=adjustment,
        lines=lines,
    )


def build_table(
    clubs: Iterable[Club],
    results: Iterable[Result],
    scale: Scale,
    *,
    carried: Mapping[Club, Number] | None = None,
    adjustments: Mapping[Club, Number] | None = None,
    extra_results: Iterable[Result] = (),
    where: Literal["all", "home", "away"] = "all",
    external_places: Mapping[Club, int] | None = None,
    cards: Mapping[Club, Number] | None = None,
    lots: Mapping[Club, int] | None = None,
) -> Table:
    """With `where` home or away only the lines of that side count; neutral ground is neither."""
    lines = lines_by_club(clubs, results, scale)
    if where != "all":
        lines = {club: lines_at(where, own) for club, own in lines.items()}
    return Table(
        records=_records(lines, carried or {}, adjustments or {}),
        away={club: lines_at("away", own) for club, own in lines.items()},
        extra=lines_by_club(lines, extra_results, scale),
        external_places=dict(external_places or {}),
        cards=dict(cards or {}),
        lots=dict(lots or {}),
    )


def lines_at(where: Where, lines: Lines) -> Lines:
    return tuple([line for line in lines if line.where == where])


def restrict(table: Table, clubs: Iterable[Club]) -> Table:
    """The table as it would be had only the matches among `clubs` been played."""
    kept = set(clubs)
    lines = {
        club: tuple(line for line in record.lines if line.rival in kept)
        for club, record in table.records.items()
        if club in kept
    }
    carried = {club: table.records[club].carried for club in lines}
    adjustments = {club: table.records[club].adjustment for club in lines}
    return replace(
        table,
        records=_records(lines, carried, adjustments),
        away={club: lines_at("away", own) for club, own in lines.items()},
    )


def _records(
    lines: Mapping[Club, Lines], carried: Mapping[Club, Number], adjustments: Mapping[Club, Number]
) -> dict[Club, Record]:
    return {
        club: sum_up(club, own, carried=carried.get(club, 0), adjustment=adjustments.get(club, 0))
        for club, own in lines.items()
    }
