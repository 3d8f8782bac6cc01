"""The closed registry of criteria that order a table.

A criterion turns each club into a figure, nearly always a sum over matches: every match adds an
amount, for relative points times a weight. Figures and the terms that explain them come from the
same two functions, so they cannot disagree. A figure is None where its data are missing.

Sources: the 2019 and 2024 regulations of the Copa Perú, art. on the single table (points to
first-half points, lots); 2018 (place in another table); 2013 and Piura 2025 (extra match).

>>> Criterion("relative_points", {"rival_total": "at_time"}).options
{'rival_total': 'at_time', 'deductions': True, 'walkovers': True}
>>> Criterion("coin_toss")
Traceback (most recent call last):
standings.core.criteria.UnknownCriterion: coin_toss
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter, mul
from typing import Literal

from standings.core.record import Club, Key, Line, Lines, Number, Record, Table

Option = bool | str
Options = Mapping[str, Option]
Amount = Callable[[Line], Number | None]
Weight = Callable[[Line], Number | None]


class UnknownCriterion(ValueError):
    """A code, an option or a value that the registry does not have; the message names it."""


class Scope(StrEnum):
    """Which matches make the figure."""

    TABLE = "table"  # all of the table: the figure of a club is the same whoever is level with it
    LEVEL = "level"  # those among the clubs that were level when the head-to-head criteria began
    EXTRA = "extra"  # extra matches among the level clubs
    LOTS = "lots"  # none: positions drawn by lot


@dataclass(frozen=True, slots=True)
class Criterion:
    """A code of the registry with all its options, defaults filled in."""

    code: str
    options: Options = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.code not in KINDS:
            raise UnknownCriterion(self.code)
        allowed = KINDS[self.code].options
        for name, value in self.options.items():
            if name not in allowed:
                raise UnknownCriterion(f"{self.code}: {name}")
            if value not in allowed[name]:
                raise UnknownCriterion(f"{self.code}: {name}={value}")
        defaults = {name: values[0] for name, values in allowed.items()}
        object.__setattr__(self, "options", {**defaults, **self.options})

    @property
    def kind(self) -> "Kind":
        return KINDS[self.code]

    @property
    def starts_again(self) -> bool:
        """Whether clubs still level after this criterion split a group are looked at afresh."""
        return bool(self.options.get("restart", self.kind.settles))


@dataclass(frozen=True, slots=True)
class Kind:
    """What the registry knows about a code.

    options: the values each option can take, the default first.
    needs: the data without which it decides nothing, beside plain results.
    settles: it is made to part clubs, so while it leaves them level its data count as missing.
    total: the attribute of `Record` that is this very sum already.
    register: the mapping of `Table` that holds the figure, for kinds that sum no matches.
    per_match: the figure grows with the number of matches played.
    """

    code: str
    amount: Callable[[Options], Amount] | None = None
    weight: Callable[[Table, Options], Weight] | None = None
    total: str = ""
    register: str = ""
    scope: Scope = Scope.TABLE
    away: bool = False
    lower_is_better: bool = False
    settles: bool = False
    per_match: bool = True
    options: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """What one match, or one entry beside the matches, adds to a figure: amount x weight.

    `line` is None unless `source` is "match".
    """

    source: Literal["match", "carried", "adjustment", "register"]
    line: Line | None
    amount: Number
    weight: Number = 1

    @property
    def value(self) -> Number:
        return self.amount * self.weight


def figures(
    criterion: Criterion, table: Table, clubs: Sequence[Club], among: Iterable[Club] = ()
) -> dict[Club, Number | None]:
    """The figure of each of `clubs`; `among` limits the matches of criteria on level clubs."""
    kind = criterion.kind
    if kind.register:
        register = getattr(table, kind.register)
        return {club: register.get(club) for club in clubs}
    if kind.total:
        return {club: getattr(table.records[club], kind.total) for club in clubs}
    amount = kind.amount(criterion.options)
    weight = kind.weight and kind.weight(table, criterion.options)
    among = frozenset(among)
    found: dict[Club, Number | None] = {}
    for club in clubs:
        lines = _lines(kind, table, club, among)
        amounts = list(map(amount, lines))
        weights = list(map(weight, lines)) if weight else ()
        if None in amounts or None in weights or (kind.scope is Scope.EXTRA and not lines):
            found[club] = None
        else:
            found[club] = sum(map(mul, amounts, weights) if weight else amounts)
    return found


def terms(
    criterion: Criterion, table: Table, club: Club, among: Iterable[Club] = ()
) -> tuple[Term, ...]:
    """What the figure of a club is made of, in the order of play; unknown parts are left out."""
    kind = criterion.kind
    if kind.register:
        entry = getattr(table, kind.register).get(club)
        return () if entry is None else (Term("register", None, entry),)
    amount = kind.amount(criterion.options)
    weight = kind.weight(table, criterion.options) if kind.weight else _one
    factors = [
        (line, amount(line), weight(line)) for line in _lines(kind, table, club, frozenset(among))
    ]
    found = [Term("match", *known) for known in factors if None not in known]
    if kind.code == "points":
        record = table.records[club]
        beside = {"carried": record.carried, "adjustment": record.adjustment}
        found += [Term(source, None, points) for source, points in beside.items() if points]
    return tuple(found)


def missing_keys(
    criterion: Criterion, table: Table, clubs: Iterable[Club], among: Iterable[Club] = ()
) -> tuple[Key | Club, ...]:
    """What has to be found out before the figures of `clubs` are known.

    Keys of results, or for registers and extra matches the clubs that have no entry there.
    """
    kind = criterion.kind
    among = frozenset(among)
    keys: list[Key | Club] = []
    for club in clubs:
        if kind.register:
            keys += [club] * (club not in getattr(table, kind.register))
            continue
        lines = _lines(kind, table, club, among)
        amount = kind.amount(criterion.options)
        keys += [line.key for line in lines if amount(line) is None]
        if kind.scope is Scope.EXTRA and not lines:
            keys.append(club)
        if criterion.options.get("rival_total") == "at_time":
            keys += [key for line in lines for key in _without_round(line, table)]
    return tuple(dict.fromkeys(keys))


def _lines(kind: Kind, table: Table, club: Club, among: frozenset[Club]) -> Lines:
    if kind.scope is Scope.EXTRA:
        lines = table.extra[club]
    else:
        lines = table.away[club] if kind.away else table.records[club].lines
    if kind.scope is Scope.TABLE:
        return lines
    return tuple(line for line in lines if line.rival in among)


def _without_round(line: Line, table: Table) -> list[Key]:
    """What keeps the rival's total at the time of the match from being known."""
    lines = (line, *table.records[line.rival].lines)
    return [one.key for one in lines if one.round is None]


def _one(line: Line) -> int:
    return 1


def _plain(name: str) -> Callable[[Options], Amount]:
    take = attrgetter(name)
    return lambda options: take


def _won(options: Options) -> Amount:
    return lambda line: 1 if line.outcome == "W" else 0


def _points_won(options: Options) -> Amount:
    """Without `walkovers` their points multiply nothing; the rival's total keeps them."""
    if options["walkovers"]:
        return attrgetter("points")
    return lambda line: 0 if line.walkover else line.points


def _first_half_points(options: Options) -> Amount:
    """What a result made by a ruling is at half time: the award, what was played, or unknown."""
    awards = options["awards"]
    if awards == "pitch":
        return attrgetter("half_points")
    if awards == "award":
        return lambda line: line.points if line.awarded else line.half_points
    return lambda line: None if line.awarded else line.half_points


def _rival_total(table: Table, options: Options) -> Weight:
    """The points that the rival has in the table at the end, or had after the round of the match.

    With `deductions` that includes what was carried over and adjusted by rulings, which has no
    date and so counts from the first round. At the time of the match is unknown unless the match
    and all results of the rival have a round.
    """
    records = table.records

    def base(record: Record) -> Number:
        return record.points - record.points_won if options["deductions"] else 0

    if options["rival_total"] == "final":
        totals = {club: record.points_won + base(record) for club, record in records.items()}
        return lambda line: totals[line.rival]

    def at_time(line: Line) -> Number | None:
        rival = records[line.rival]
        if _without_round(line, table):
            return None
        return base(rival) + sum(o.points for o in rival.lines if o.round <= line.round)

    return at_time


_RELATIVE: Mapping[str, tuple[Option, ...]] = {
    "rival_total": ("final", "at_time"),
    "deductions": (True, False),
    "walkovers": (True, False),
}
_RESTART: Mapping[str, tuple[Option, ...]] = {"restart": (True, False)}

KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("points", _plain("points"), total="points"),
        Kind("relative_points", _points_won, _rival_total, options=_RELATIVE),
        Kind("goal_difference", _plain("goal_difference"), total="goal_difference"),
        Kind("goals_for", _plain("goals_for"), total="goals_for"),
        Kind("goals_against", _plain("goals_against"), total="goals_against", lower_is_better=True),
        Kind("wins", _won, total="won"),
        Kind("away_points", _plain("points"), away=True),
        Kind("away_relative_points", _points_won, _rival_total, away=True, options=_RELATIVE),
        Kind("away_goal_difference", _plain("goal_difference"), away=True),
        Kind("away_goals_for", _plain("goals_for"), away=True),
        Kind(
            "first_half_points",
            _first_half_points,
            options={"awards": ("award", "pitch", "missing")},
            needs=("half_time",),
        ),
        Kind("head_to_head_points", _plain("points"), scope=Scope.LEVEL, options=_RESTART),
        Kind(
            "head_to_head_goal_difference",
            _plain("goal_difference"),
            scope=Scope.LEVEL,
            options=_RESTART,
        ),
        Kind("head_to_head_goals_for", _plain("goals_for"), scope=Scope.LEVEL, options=_RESTART),
        Kind(
            "head_to_head_away_goals",
            _plain("goals_for"),
            scope=Scope.LEVEL,
            away=True,
            options=_RESTART,
        ),
        Kind(
            "table_place",
            register="external_places",
            lower_is_better=True,
            per_match=False,
            needs=("external_places",),
        ),
        Kind("fair_play", register="cards", lower_is_better=True, needs=("cards",)),
        Kind("extra_match", _won, scope=Scope.EXTRA, settles=True, needs=("extra_results",)),
        Kind(
            "lots",
            register="lots",
            scope=Scope.LOTS,
            lower_is_better=True,
            settles=True,
            needs=("lots",),
        ),
    )
}
