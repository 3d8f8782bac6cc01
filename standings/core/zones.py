"""Which club a place leads where: bands of places, best n-th across groups, best of departments.

A club is given a zone only when nothing that is still level could take it away: where level clubs
stand across the edge of a band, the berths stay open and the candidates are named.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any, Literal, Protocol

from standings.core.criteria import Criterion, Scope, figures
from standings.core.ranking import Figures, Ranking, Row, Rules, refine
from standings.core.record import Club, Number, Table, restrict

AcrossGroups = Literal["all_matches", "per_match", "same_size"]
Reason = Literal["excluded", "department_taken", "no_department", "zone_taken"]


@dataclass(frozen=True, slots=True)
class ZoneRule:
    """One zone of a stage.

    places: the clubs placed `first` to `last` in every group. best_nth: the `count` best of the
    clubs placed `nth` in their groups. best_of_department: the best placed club of every
    department. `groups` limits the zone to those groups. A club has at most one exclusive zone,
    the first that fits; zones that are not exclusive stand beside it.

    Raises ValueError for a band or a count that holds nobody.
    """

    code: str
    kind: Literal["places", "best_nth", "best_of_department"]
    first: int = 0
    last: int = 0
    nth: int = 0
    count: int = 0
    groups: frozenset[str] | None = None
    exclusive: bool = True

    def __post_init__(self) -> None:
        if self.kind == "places" and not 1 <= self.first <= self.last:
            raise ValueError(f"zone {self.code!r}: places {self.first} to {self.last}")
        if self.kind == "best_nth" and min(self.nth, self.count) < 1:
            raise ValueError(f"zone {self.code!r}: best {self.count} of place {self.nth}")


class SaidZone(Protocol):
    """A zone as a season pack, or a row of the database, says it: what does not apply is None."""

    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> Any: ...
    @property
    def tone(self) -> str: ...
    @property
    def first_place(self) -> int | None: ...
    @property
    def last_place(self) -> int | None: ...
    @property
    def nth(self) -> int | None: ...
    @property
    def count(self) -> int | None: ...
    @property
    def groups(self) -> Collection[str]: ...


def zone_rule(zone: SaidZone) -> ZoneRule:
    """The rule of a zone of a table. A prize stands beside other zones."""
    return ZoneRule(
        code=zone.code,
        kind=zone.kind,
        first=zone.first_place or 0,
        last=zone.last_place or 0,
        nth=zone.nth or 0,
        count=zone.count or 0,
        groups=frozenset(zone.groups) if zone.groups else None,
        exclusive=zone.tone != "prize",
    )


@dataclass(frozen=True, slots=True)
class OpenBerths:
    """Berths of a zone that level clubs contend for: more candidates than berths."""

    zone: str
    berths: int
    candidates: tuple[Club, ...]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A club that was looked at for a zone, and why it did not get it."""

    zone: str
    club: Club
    reason: Reason


@dataclass(frozen=True, slots=True)
class Contender:
    """A club among the n-th placed of all groups; figures by code, under the policy."""

    club: Club
    group: str
    place: int
    shared: bool
    figures: Figures


@dataclass(frozen=True, slots=True)
class Comparison:
    """The n-th placed across groups, best first.

    Groups of fewer than `nth` clubs have no contender. `unsettled` are clubs level at a place that
    has to be settled inside their group first: until then there are no contenders, and `candidates`
    are all clubs that may be.
    """

    nth: int
    policy: AcrossGroups
    contenders: tuple[Contender, ...]
    candidates: tuple[Club, ...]
    unsettled: tuple[Club, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is in which zone.

    zones: the exclusive zone of every club, or None. beside: the clubs of each zone that is not
    exclusive, in the order of the tables. comparisons: by zone, of zones of the kind best_nth.
    """

    zones: Mapping[Club, str | None]
    beside: Mapping[str, tuple[Club, ...]]
    undecided: tuple[OpenBerths, ...]
    passed_over: tuple[PassedOver, ...]
    comparisons: Mapping[str, Comparison]

    @property
    def open(self) -> frozenset[Club]:
        """Clubs that contend for an open berth of any zone."""
        return frozenset(club for berths in self.undecided for club in berths.candidates)


def assign(
    rankings: Mapping[str, Ranking],
    zones: Sequence[ZoneRule],
    *,
    rules: Rules,
    policy: AcrossGroups = "all_matches",
    departments: Mapping[Club, str] | None = None,
    excluded: Collection[Club] = (),
) -> Assignment:
    """Zones are looked at in their order.

    `rankings` by the code of the group, with no club in two of them; `excluded` are the clubs that
    no zone of the kind best_of_department may take.
    """
    given: dict[Club, str | None] = {
        row.club: None for ranking in rankings.values() for row in ranking.rows
    }
    beside: dict[str, tuple[Club, ...]] = {}
    undecided: list[OpenBerths] = []
    passed_over: list[PassedOver] = []
    comparisons: dict[str, Comparison] = {}
    waiting: set[Club] = set()  # for a berth of an earlier exclusive zone
    for zone in zones:
        taken = {club for club, code in given.items() if code} if zone.exclusive else set()
        scope = {
            code: ranking
            for code, ranking in rankings.items()
            if zone.groups is None or code in zone.groups
        }
        if zone.kind == "places":
            choice = _by_places(zone, scope, zone.first, zone.last)
        elif zone.kind == "best_nth":
            comparison = compare_across(scope, nth=zone.nth, rules=rules, policy=policy)
            comparisons[zone.code] = comparison
            choice = _by_comparison(zone, scope, comparison)
        else:
            choice = _by_department(zone, scope, departments or {}, {*excluded}, taken)
        chosen, contended = choice.chosen, choice.open_to(taken)
        passed_over += choice.passed_over
        undecided += contended
        if not zone.exclusive:
            beside[zone.code] = chosen
            continue
        passed_over += [PassedOver(zone.code, c, "zone_taken") for c in chosen if c in taken]
        given.update({c: zone.code for c in chosen if c not in taken and c not in waiting})
        waiting.update(club for berths in contended for club in berths.candidates)
    return Assignment(given, beside, tuple(undecided), tuple(passed_over), comparisons)


def compare_across(
    rankings: Mapping[str, Ranking], *, nth: int, rules: Rules, policy: AcrossGroups
) -> Comparison:
    """The clubs placed `nth` in their groups against each other.

    Only criteria that have a figure for a whole table compare across groups: no head-to-head, no
    extra match, no lots. Policies: all_matches takes the figures as they are; per_match divides
    them by the matches they come from; same_size leaves out results against clubs placed below
    the size of the smallest group that has an `nth` place.
    """
    large = {code: ranking for code, ranking in rankings.items() if len(ranking.rows) >= nth}
    placed = {code: _rows_at(ranking, nth) for code, ranking in large.items()}
    candidates = tuple(row.club for rows in placed.values() for row in rows)
    unsettled = [row.club for rows in placed.values() if len(rows) > 1 for row in rows]
    tables = {code: ranking.table for code, ranking in large.items()}
    if policy == "same_size" and large:
        size = min(len(ranking.rows) for ranking in large.values())
        unsettled += [club for ranking in large.values() for club in _level_across(ranking, size)]
        tables = {code: _among_first(ranking, size) for code, ranking in large.items()}
    if unsettled:
        return Comparison(nth, policy, (), candidates, tuple(dict.fromkeys(unsettled)))
    groups = dict(zip(candidates, large, strict=True))
    columns = {
        criterion.code: {
            club: _figure(criterion, tables[code], club, policy) for club, code in groups.items()
        }
        for criterion in rules.criteria
        if criterion.kind.scope is Scope.TABLE
    }
    return Comparison(nth, policy, tuple(_contenders(groups, columns, rules)), candidates)


def _contenders(
    groups: Mapping[Club, str], columns: Mapping[str, Figures], rules: Rules
) -> Iterator[Contender]:
    def look(criterion: Criterion, level: Sequence[Club], _: Sequence[Club]) -> Figures:
        return {club: columns[criterion.code][club] for club in level}

    place = 1
    criteria = [criterion for criterion in rules.criteria if criterion.code in columns]
    for level in refine(tuple(groups), criteria, look)[0]:
        for club in level.clubs:
            shown = {code: column[club] for code, column in columns.items()}
            yield Contender(club, groups[club], place, len(level.clubs) > 1, shown)
        place += len(level.clubs)


@dataclass(frozen=True, slots=True)
class _Choice:
    chosen: tuple[Club, ...]
    open: tuple[OpenBerths, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()

    def open_to(self, taken: Collection[Club]) -> list[OpenBerths]:
        """Without the clubs that have their zone already."""
        left = [
            OpenBerths(one.zone, one.berths, tuple(c for c in one.candidates if c not in taken))
            for one in self.open
        ]
        return [one for one in left if one.candidates]


def _by_places(zone: ZoneRule, rankings: Mapping[str, Ranking], first: int, last: int) -> _Choice:
    parts = [_band(zone, ranking.rows, first, last) for ranking in rankings.values()]
    return _Choice(
        chosen=tuple(club for part in parts for club in part.chosen),
        open=tuple(berths for part in parts for berths in part.open),
    )


def _by_comparison(
    zone: ZoneRule, rankings: Mapping[str, Ranking], comparison: Comparison
) -> _Choice:
    if sum(len(ranking.rows) >= zone.nth for ranking in rankings.values()) <= zone.count:
        return _by_places(zone, rankings, zone.nth, zone.nth)
    if comparison.unsettled:
        return _Choice((), (OpenBerths(zone.code, zone.count, comparison.candidates),))
    return _band(zone, comparison.contenders, 1, zone.count)


def _band(zone: ZoneRule, rows: Iterable[Row | Contender], first: int, last: int) -> _Choice:
    """Level clubs are in the band together, or contend for the part of it that they reach."""
    chosen: list[Club] = []
    contended: list[OpenBerths] = []
    for place, level in groupby(rows, key=lambda row: row.place):
        clubs = tuple(row.club for row in level)
        inside = min(place + len(clubs) - 1, last) - max(place, first) + 1
        if inside == len(clubs):
            chosen += clubs
        elif inside > 0:
            contended.append(OpenBerths(zone.code, inside, clubs))
    return _Choice(tuple(chosen), tuple(contended))


def _by_department(
    zone: ZoneRule,
    rankings: Mapping[str, Ranking],
    departments: Mapping[Club, str],
    excluded: Collection[Club],
    taken: Collection[Club],
) -> _Choice:
    """Clubs on the same place, of one table or of several, are level here."""
    chosen: list[Club] = []
    contended: list[OpenBerths] = []
    passed_over: list[PassedOver] = []
    served: set[str] = set()

    def look(club: Club) -> Reason | None:
        if club in excluded:
            return "excluded"
        if club in taken:
            return "zone_taken"
        if club not in departments:
            return "no_department"
        return "department_taken" if departments[club] in served else None

    rows = sorted(
        (row for ranking in rankings.values() for row in ranking.rows), key=lambda row: row.place
    )
    for _, level in groupby(rows, key=lambda row: row.place):
        best: dict[str, list[Club]] = {}
        for row in level:
            reason = look(row.club)
            if reason:
                passed_over.append(PassedOver(zone.code, row.club, reason))
            else:
                best.setdefault(departments[row.club], []).append(row.club)
        for department, clubs in best.items():
            served.add(department)
            if len(clubs) == 1:
                chosen += clubs
            else:
                contended.append(OpenBerths(zone.code, 1, tuple(clubs)))
    return _Choice(tuple(chosen), tuple(contended), tuple(passed_over))


def _rows_at(ranking: Ranking, position: int) -> list[Row]:
    """The row at a position counted from the top, with all that are level with it."""
    place = ranking.rows[position - 1].place
    return [row for row in ranking.rows if row.place == place]


def _level_across(ranking: Ranking, position: int) -> list[Club]:
    """The clubs of which it is open who stands at or above the position and who below."""
    level = _rows_at(ranking, position)
    return [row.club for row in level] if level[0].place + len(level) - 1 > position else []


def _among_first(ranking: Ranking, size: int) -> Table:
    return restrict(ranking.table, [row.club for row in ranking.rows if row.place <= size])


def _figure(criterion: Criterion, table: Table, club: Club, policy: AcrossGroups) -> Number | None:
    figure = figures(criterion, table, (club,))[club]
    if policy != "per_match" or figure is None or not criterion.kind.per_match:
        return figure
    matches = table.away[club] if criterion.kind.away else table.records[club].lines
    return Fraction(figure, len(matches) or 1)
