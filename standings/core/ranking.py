"""Tables: clubs ordered by refinement.

Every criterion splits the groups of clubs that are still level; a group that no criterion splits
shares its place. Nothing else ever parts two clubs.

>>> from standings.core.record import Result
>>> results = (Result(1, "A", "B", 1, 0), Result(2, "C", "A", 2, 2), Result(3, "B", "C", 0, 0))
>>> ranking = rank(TableFacts(("A", "B", "C"), results), Rules((Criterion("points"),)))
>>> [(row.place, row.club, row.record.points) for row in ranking.rows]
[(1, 'A', 4), (2, 'C', 2), (3, 'B', 1)]
>>> ranking.row("C").above
Parting(criterion='points', mine=2, theirs=4)
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from typing import Literal

from standings.core.criteria import Criterion, Scope, figures, missing_keys
from standings.core.record import (
    Club,
    Key,
    Number,
    Record,
    Result,
    Scale,
    Table,
    build_table,
)

Figures = Mapping[Club, Number | None]
Look = Callable[[Criterion, Sequence[Club], Sequence[Club]], Figures]


class RepeatedCriterion(ValueError):
    """A criterion stands twice in the same rules; the message names it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a stage orders its tables: criteria from the first to the last, points for a match."""

    criteria: tuple[Criterion, ...]
    win: Number = 3
    drawn: Number = 1
    lost: Number = 0

    def __post_init__(self) -> None:
        codes = [criterion.code for criterion in self.criteria]
        for code in codes:
            if codes.count(code) > 1:
                raise RepeatedCriterion(code)

    @property
    def scale(self) -> Scale:
        return {"W": self.win, "D": self.drawn, "L": self.lost}


@dataclass(frozen=True, slots=True)
class TableFacts:
    """All that a table follows from. Clubs that stay level are shown in the order of `clubs`.

    carried: points brought from an earlier stage. adjustments: points given or (negative) taken
    by rulings. external_places: place in another table. cards: fair-play points, fewer is better.
    lots: position drawn; clubs with the same position are left level.
    """

    clubs: tuple[Club, ...]
    results: tuple[Result, ...] = ()
    extra_results: tuple[Result, ...] = ()
    carried: Mapping[Club, Number] = field(default_factory=dict)
    adjustments: Mapping[Club, Number] = field(default_factory=dict)
    external_places: Mapping[Club, int] = field(default_factory=dict)
    cards: Mapping[Club, Number] = field(default_factory=dict)
    lots: Mapping[Club, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(set(self.clubs)) < len(self.clubs):
            raise ValueError("a club stands twice in the table")


@dataclass(frozen=True, slots=True)
class Cut:
    """One look of one criterion at clubs that were level until then.

    index: the criterion's position in the rules. among: the clubs whose matches counted, for
    criteria that look at level clubs alone.
    """

    index: int
    level: tuple[Club, ...]
    among: tuple[Club, ...]
    status: Literal["decides", "equal", "missing"]
    figures: Figures


@dataclass(frozen=True, slots=True)
class Group:
    """Clubs that no criterion parts.

    cut: the look that parted them from the group above. missing: codes of the criteria whose data
    were missing on the way.
    """

    clubs: tuple[Club, ...]
    cut: Cut | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parting:
    """What parted a row from its neighbour, with the figures of both."""

    criterion: str
    mine: Number
    theirs: Number


@dataclass(frozen=True, slots=True)
class Row:
    """A club's row. Places follow competition ranking: 1, 2, 2, 4.

    figures: by code, of every criterion in the rules that has one for the whole table.
    above, below: what parted the row from the next one; None at the ends and between level clubs.
    missing: for a shared place, codes of the criteria that could not be looked at.
    """

    club: Club
    place: int
    shared: bool
    record: Record
    figures: Mapping[str, Number | None]
    above: Parting | None
    below: Parting | None
    missing: tuple[str, ...]

    @property
    def undecided(self) -> bool:
        """No criterion is left and the place is shared: someone has to settle it."""
        return self.shared


@dataclass(frozen=True, slots=True)
class Missing:
    """Data that a criterion lacked when it was looked at: keys of results, or clubs."""

    criterion: str
    keys: tuple[Key | Club, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """An ordered table with every look that made the order, enough to explain any two rows."""

    rows: tuple[Row, ...]
    missing: tuple[Missing, ...]
    rules: Rules
    table: Table
    cuts: tuple[Cut, ...]

    def row(self, club: Club) -> Row:
        """Raises KeyError for a club that is not in the table."""
        for row in self.rows:
            if row.club == club:
                return row
        raise KeyError(club)


def rank(
    facts: TableFacts,
    rules: Rules,
    *,
    after_round: int | None = None,
    where: Literal["all", "home", "away"] = "all",
) -> Ranking:
    """The table, or a view of it: as it stood after a round, or of home or away matches alone.

    A result without a round belongs to no "after round". Home and away tables leave out points
    carried and adjusted, and totals of rivals are those of the same view. Extra matches and lots
    settle the final table, so a view that leaves out a result does not look at them.

    Raises ValueError for a result of a club that is not in the table.
    """
    results = facts.results
    if after_round is not None:
        results = tuple(r for r in results if r.round is not None and r.round <= after_round)
    whole = where == "all"
    final = whole and len(results) == len(facts.results)
    table = build_table(
        facts.clubs,
        results,
        rules.scale,
        carried=facts.carried if whole else {},
        adjustments=facts.adjustments if whole else {},
        extra_results=facts.extra_results if final else (),
        where=where,
        external_places=facts.external_places,
        cards=facts.cards,
        lots=facts.lots if final else {},
    )
    columns = {
        criterion.code: figures(criterion, table, facts.clubs)
        for criterion in rules.criteria
        if criterion.kind.scope is Scope.TABLE
    }

    def look(criterion: Criterion, level: Sequence[Club], among: Sequence[Club]) -> Figures:
        column = columns.get(criterion.code)
        if column is None:
            return figures(criterion, table, level, among)
        return {club: column[club] for club in level}

    groups, cuts = refine(facts.clubs, rules.criteria, look)
    return Ranking(
        rows=tuple(_rows(groups, rules, table, columns)),
        missing=_missing(cuts, rules, table),
        rules=rules,
        table=table,
        cuts=tuple(cuts),
    )


def refine(
    clubs: tuple[Club, ...], criteria: Sequence[Criterion], look: Look
) -> tuple[list[Group], list[Cut]]:
    """Clubs in groups from the best, and every cut in the order in which it was made.

    `look` gives the figures of level clubs, counting head-to-head matches among its third argument.
    """
    refinement = _Refinement(criteria, look)
    return list(refinement.groups(clubs)) if clubs else [], refinement.cuts


class _Refinement:
    def __init__(self, criteria: Sequence[Criterion], look: Look) -> None:
        self.criteria = criteria
        self.look = look
        self.starts = _block_starts(criteria)
        self.cuts: list[Cut] = []

    def groups(
        self,
        level: tuple[Club, ...],
        *,
        index: int = 0,
        among: tuple[Club, ...] = (),
        above: Cut | None = None,
        missing: tuple[str, ...] = (),
    ) -> Iterator[Group]:
        if len(level) == 1 or index == len(self.criteria):
            yield Group(level, above, tuple(dict.fromkeys(missing)))
            return
        criterion, start = self.criteria[index], self.starts[index]
        if index == start:
            among = level
        cut = self.cut(index, level, among)
        self.cuts.append(cut)
        if cut.status == "missing":
            missing = (*missing, criterion.code)
        again = cut.status == "decides" and criterion.starts_again
        for smaller in _split(cut, lower_first=criterion.kind.lower_is_better):
            yield from self.groups(
                smaller,
                index=start if again else index + 1,
                among=among,
                above=above,
                missing=missing,
            )
            above = cut

    def cut(self, index: int, level: tuple[Club, ...], among: tuple[Club, ...]) -> Cut:
        kind = self.criteria[index].kind
        if kind.scope not in (Scope.LEVEL, Scope.EXTRA):
            among = ()
        found = self.look(self.criteria[index], level, among)
        values = set(found.values())
        if None in values or (kind.settles and len(values) == 1):
            return Cut(index, level, among, "missing", found)
        return Cut(index, level, among, "decides" if len(values) > 1 else "equal", found)


def _block_starts(criteria: Sequence[Criterion]) -> list[int]:
    """For each criterion where its block begins.

    Neighbouring head-to-head criteria look at the same clubs, and start again together. So do
    neighbouring extra matches and lots: lots may name the first of three while the other two play.
    """
    starts: list[int] = []
    for index, criterion in enumerate(criteria):
        family = _family(criterion)
        joined = index and family and family == _family(criteria[index - 1])
        starts.append(starts[-1] if joined else index)
    return starts


def _family(criterion: Criterion) -> str:
    if criterion.kind.settles:
        return "settles"
    return "level" if criterion.kind.scope is Scope.LEVEL else ""


def _split(cut: Cut, *, lower_first: bool) -> list[tuple[Club, ...]]:
    """Level clubs keep the order in which they were given."""
    if cut.status != "decides":
        return [cut.level]
    figure = cut.figures.__getitem__
    ordered = sorted(cut.level, key=figure, reverse=not lower_first)
    return [tuple(clubs) for _, clubs in groupby(ordered, key=figure)]


def _rows(
    groups: Sequence[Group], rules: Rules, table: Table, columns: Mapping[str, Figures]
) -> Iterator[Row]:
    place = 1
    above: Parting | None = None
    for group, lower in zip_longest(groups, groups[1:]):
        first, last, shared = group.clubs[0], group.clubs[-1], len(group.clubs) > 1
        below, reverse = _partings(last, lower, rules) if lower else (None, None)
        for club in group.clubs:
            yield Row(
                club=club,
                place=place,
                shared=shared,
                record=table.records[club],
                figures={code: column[club] for code, column in columns.items()},
                above=above if club is first else None,
                below=below if club is last else None,
                missing=group.missing if shared else (),
            )
        place += len(group.clubs)
        above = reverse


def _partings(club: Club, lower: Group, rules: Rules) -> tuple[Parting, Parting]:
    """Between a club and the group below it, as either side sees it."""
    code = rules.criteria[lower.cut.index].code
    mine, theirs = lower.cut.figures[club], lower.cut.figures[lower.clubs[0]]
    return Parting(code, mine, theirs), Parting(code, theirs, mine)


def _missing(cuts: Sequence[Cut], rules: Rules, table: Table) -> tuple[Missing, ...]:
    keys: dict[str, dict[Key | Club, None]] = {}
    for cut in cuts:
        if cut.status == "missing":
            criterion = rules.criteria[cut.index]
            found = missing_keys(criterion, table, cut.level, cut.among)
            keys.setdefault(criterion.code, {}).update(dict.fromkeys(found or cut.level))
    return tuple(Missing(code, tuple(found)) for code, found in keys.items())
