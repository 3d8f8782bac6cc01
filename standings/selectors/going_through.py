"""Who goes through from a stage, with reasons: for the official who confirms the list.

Everything here is computed from a snapshot; words are made of it in
`standings.templatetags.going_through`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from competitions.choices import Via
from competitions.core.score import Effect, RulingFacts, Side, official_result
from standings.core.record import Number
from standings.core.zones import Assignment, Comparison
from standings.selectors.brackets import MatchupView, matchup_views
from standings.selectors.qualification import (
    Destination,
    MatchupBerths,
    Target,
    confirmed_destination,
    destination,
    is_of_zone,
    leading_zones,
    matchup_berths,
    proposal,
    stands_by_decision,
    target_of,
)
from standings.selectors.snapshot import (
    ClubData,
    FixtureData,
    Label,
    QualifierData,
    StageData,
    ZoneData,
)
from standings.selectors.tables import Table, TableRow, tables, zones


@dataclass(frozen=True, slots=True)
class Why:
    """What decided that the berth is this club's, against the next one.

    table: `criterion` parted it from `rival` in its table. across: among the n-th placed of the
    groups. department: `rival` is the next one of its department. matchup: it won or lost `view`.
    Without a criterion there is no rival, or the two are level and both go through.
    """

    kind: Literal["table", "across", "department", "matchup"]
    rival: ClubData | None = None
    rival_place: int | None = None
    criterion: str = ""
    mine: Number | None = None
    theirs: Number | None = None
    view: MatchupView | None = None


@dataclass(frozen=True, slots=True)
class Follower:
    """A club in line for a berth. `note` says why the line passes it over, where it does."""

    club: ClubData
    place: int | None
    note: Literal["", "excluded", "has_berth"] = ""
    berth: Label = field(default_factory=lambda: Label(""))


@dataclass(frozen=True, slots=True)
class Queue:
    """Who follows, best first, should a club of the zone not go on.

    `of` is the group or department in which they follow, blank for the whole stage.
    """

    zone: ZoneData
    destination: Destination
    of: Label
    followers: tuple[Follower, ...]

    @property
    def first(self) -> Follower | None:
        return next((follower for follower in self.followers if not follower.note), None)


@dataclass(frozen=True, slots=True)
class Berth:
    """A place in a stage or league that the rules give to a club. `place` is None for a matchup.

    `is_vacant`: the club is excluded, and the rules do not say who takes its berth.
    """

    club: ClubData
    place: int | None
    of: Label
    zone: ZoneData
    destination: Destination
    why: Why
    queue: Queue | None = None
    is_vacant: bool = False

    @property
    def pair(self) -> tuple[int, Target]:
        return self.club.entry, target_of(self.destination)

    @property
    def code(self) -> str:
        """What a form names an empty berth by."""
        return f"v{self.club.entry}-{self.zone.code}"


@dataclass(frozen=True, slots=True)
class OpenBerth:
    """Berths of which it is open who gets them: `missing` are the criteria that would tell."""

    zone: ZoneData
    destination: Destination
    berths: int
    candidates: tuple[ClubData, ...]
    missing: tuple[str, ...] = ()
    view: MatchupView | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list, as it is or as it would be confirmed.

    `berth` is what the rules say of it today; None for a row that stands by decision alone.
    """

    club: ClubData
    place: int | None
    zone: str
    via: str
    destination: Destination
    instead_of: ClubData | None = None
    reason: str = ""
    remark: str = ""
    source: str = ""
    berth: Berth | None = None

    @property
    def key(self) -> tuple[int, Target]:
        return self.club.entry, target_of(self.destination)

    @property
    def token(self) -> str:
        """What a form sends back, so that a list that changed meanwhile is noticed."""
        to = self.destination
        return f"{self.club.entry}:{to.stage or to.label.es}:{self.zone}:{self.place or ''}"


@dataclass(frozen=True, slots=True)
class Moved:
    """A club that is on both lists, from another place or by another way."""

    before: Line
    after: Line


@dataclass(frozen=True, slots=True)
class Differences:
    added: tuple[Line, ...] = ()
    dropped: tuple[Line, ...] = ()
    moved: tuple[Moved, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.moved)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the rules say of going through from a stage, and what was confirmed.

    `missing` results are wanted before the list is whole; `is_partial`: the stage has ended and
    they are not known, so there are no places to go through by. `lines` is the list as it would be
    confirmed now, `listed` as it stands. `places` and `points` are those of all clubs of a table.
    """

    stage: StageData
    berths: tuple[Berth, ...]
    open: tuple[OpenBerth, ...]
    queues: tuple[Queue, ...]
    missing: int
    is_partial: bool
    lines: tuple[Line, ...]
    listed: tuple[Line, ...]
    places: Mapping[int, int | None]
    points: Mapping[int, Number]

    @property
    def vacant(self) -> tuple[Berth, ...]:
        """Berths of excluded clubs that nobody has been given."""
        filled = {
            (line.instead_of.entry, target_of(line.destination))
            for line in self.lines
            if line.instead_of
        }
        return tuple(b for b in self.berths if b.is_vacant and b.pair not in filled)

    @property
    def changes(self) -> Differences:
        """The confirmed list against the one that would be confirmed now."""
        return differences(self.listed, self.lines) if self.listed else Differences()

    @property
    def is_confirmed(self) -> bool:
        return bool(self.listed)


def going_through(stage: StageData) -> Plan:
    found = tables(stage)
    if stage.has_table:
        berths, still_open, queues = _of_tables(stage, found)
    else:
        berths, still_open, queues = _of_matchups(stage, matchup_views(stage))
    listed = tuple(_listed(stage, row, berths) for row in stage.qualifiers)
    is_partial = any(table.is_partial for table in found)
    return Plan(
        stage=stage,
        berths=berths,
        open=still_open,
        queues=queues,
        missing=missing_results(stage),
        is_partial=is_partial,
        lines=listed if is_partial else _lines(berths, listed),
        listed=listed,
        places={row.club.entry: row.place for table in found for row in table.rows},
        points={row.club.entry: row.row.record.points for table in found for row in table.rows},
    )


def missing_results(stage: StageData) -> int:
    """How many results are wanted before the places of the stage, or its winners, are final."""
    if stage.has_table:
        absent = max((stage.expected_fixtures or 0) - len(stage.fixtures), 0)
        return absent + sum(stage.is_pending(fixture) for fixture in stage.fixtures)
    wanted = {view.data.pk for view in matchup_views(stage) if view.winner is None}
    return sum(stage.is_pending(fixture) for fixture in stage.fixtures if fixture.matchup in wanted)


def differences(before: Sequence[Line], after: Sequence[Line]) -> Differences:
    """What changes from one list to another. A club with two berths is two rows."""
    old = {line.key: line for line in before}
    new = {line.key: line for line in after}
    return Differences(
        added=tuple(line for key, line in new.items() if key not in old),
        dropped=tuple(line for key, line in old.items() if key not in new),
        moved=tuple(
            Moved(old[key], line)
            for key, line in new.items()
            if key in old and _standing(old[key]) != _standing(line)
        ),
    )


def _standing(line: Line) -> tuple[int | None, str, str, ClubData | None]:
    return line.place, line.zone, line.via, line.instead_of


def hangs_on_award(stage: StageData, fixture: FixtureData, side: Side) -> bool:
    """Whether somebody else would go through were the match given to that side."""
    ruling = RulingFacts(Effect.AWARD, in_favour_of=side)
    given = replace(
        fixture,
        official=official_result(fixture.match, [ruling], award_goals=stage.rules.walkover_goals),
    )
    fixtures = tuple(given if f.pk == fixture.pk else f for f in stage.fixtures)
    return _pairs(replace(stage, fixtures=fixtures)) != _pairs(stage)


def hangs_on_exclusion(stage: StageData, entry: int) -> bool:
    """Whether that club goes through, and would not were it excluded."""
    return any(pair[0] == entry for pair in _pairs(stage))


def _pairs(stage: StageData) -> set[tuple[int, Target]]:
    return {(p.club.entry, target_of(p.destination)) for p in proposal(stage)}


# From tables


_Found = tuple[tuple[Berth, ...], tuple[OpenBerth, ...], tuple[Queue, ...]]


def _of_tables(stage: StageData, found: Sequence[Table]) -> _Found:
    if any(table.is_partial for table in found):
        return (), (), ()
    assignment = zones(stage, {table.code: table.ranking for table in found})
    rows = {row.club.entry: (table, row) for table in found for row in table.rows}
    queues = {
        (zone.code, key): queue
        for zone in leading_zones(stage)
        for key, queue in _queues(stage, zone, found, assignment)
    }
    berths = tuple(
        Berth(
            club=row.club,
            place=row.place,
            of=table.group.label if table.group else Label(""),
            zone=zone,
            destination=destination(zone),
            why=_why(stage, zone, table, row, rows, assignment),
            queue=queues.get((zone.code, _queue_key(zone, table, row))),
            is_vacant=row.club.exclusion is not None,
        )
        for table, row in rows.values()
        for zone in (row.zone, *row.prizes)
        if zone is not None and (zone.leads_to is not None or zone.outcome)
    )
    leading = {zone.code: zone for zone in leading_zones(stage)}
    still_open = tuple(
        OpenBerth(
            zone=leading[berths_open.zone],
            destination=destination(leading[berths_open.zone]),
            berths=berths_open.berths,
            candidates=tuple(stage.clubs[club] for club in berths_open.candidates),
            missing=_missing(rows[club][1] for club in berths_open.candidates),
        )
        for berths_open in assignment.undecided
        if berths_open.zone in leading
    )
    shown = {berth.queue for berth in berths if berth.queue}
    ordered = tuple(queue for queue in queues.values() if queue in shown and queue.followers)
    return berths, still_open, ordered


def _missing(rows: Iterable[TableRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for row in rows for code in row.row.missing))


_Rows = Mapping[int, tuple[Table, TableRow]]


def _why(
    stage: StageData,
    zone: ZoneData,
    table: Table,
    row: TableRow,
    rows: _Rows,
    assignment: Assignment,
) -> Why:
    if zone.kind == "best_of_department":
        same = [
            other
            for _table, other in sorted(rows.values(), key=lambda pair: pair[1].row.place)
            if other.club.department_code == row.club.department_code
            and other.row.place > row.row.place
        ]
        rival = same[0] if same else None
        return Why("department", rival and rival.club, rival.place if rival else None)
    if zone.kind == "best_nth" and (found := _why_across(stage, zone, row, rows, assignment)):
        return found
    after = next((other for other in table.rows if other.row.place > row.row.place), None)
    if row.below is None or after is None:
        return Why("table")
    below = row.below
    return Why("table", after.club, after.place, below.criterion, below.mine, below.theirs)


def _why_across(
    stage: StageData, zone: ZoneData, row: TableRow, rows: _Rows, assignment: Assignment
) -> Why | None:
    comparison: Comparison = assignment.comparisons[zone.code]
    mine = next((c for c in comparison.contenders if c.club == row.club.entry), None)
    if mine is None:
        return None
    after = next((c for c in comparison.contenders if c.place > mine.place), None)
    if after is None:
        return Why("across")
    differing = (
        (code, figure, after.figures[code])
        for code, figure in mine.figures.items()
        if figure != after.figures[code]
    )
    criterion, own, theirs = next(differing)
    rival = rows[after.club][1]
    return Why("across", rival.club, rival.place, criterion, own, theirs)


def _queue_key(zone: ZoneData, table: Table, row: TableRow) -> str:
    if zone.kind == "best_of_department":
        return row.club.department_code
    return table.code if zone.kind == "places" else ""


def _queues(
    stage: StageData, zone: ZoneData, found: Sequence[Table], assignment: Assignment
) -> Iterator[tuple[str, Queue]]:
    to = destination(zone)
    tables_of = [t for t in found if not zone.groups or t.code in zone.groups]
    if zone.kind == "places":
        for table in tables_of:
            behind = [row for row in table.rows if row.row.place > (zone.last_place or 0)]
            label = table.group.label if table.group else Label("")
            yield table.code, Queue(zone, to, label, tuple(_follower(row, zone) for row in behind))
    elif zone.kind == "best_nth":
        rows = {row.club.entry: row for table in tables_of for row in table.rows}
        order = [rows[c.club] for c in assignment.comparisons[zone.code].contenders]
        behind = [row for row in order if not _has(row, zone)]
        yield "", Queue(zone, to, Label(""), tuple(_follower(row, zone) for row in behind))
    else:
        every = sorted((row for t in tables_of for row in t.rows), key=lambda row: row.row.place)
        departments = {row.club.department_code: row.club.department for row in every}
        for code, name in departments.items():
            behind = [
                row for row in every if row.club.department_code == code and not _has(row, zone)
            ]
            yield code, Queue(zone, to, Label(name), tuple(_follower(row, zone) for row in behind))


def _has(row: TableRow, zone: ZoneData) -> bool:
    return any(own is not None and own.code == zone.code for own in (row.zone, *row.prizes))


def _follower(row: TableRow, zone: ZoneData) -> Follower:
    if row.club.exclusion is not None:
        return Follower(row.club, row.place, "excluded")
    # A prize stands beside whatever else a club gets.
    own = row.zone if zone.tone != "prize" else None
    if own is not None and (own.leads_to is not None or own.outcome):
        return Follower(row.club, row.place, "has_berth", destination(own).label)
    return Follower(row.club, row.place)


# From matchups


def _of_matchups(stage: StageData, views: Sequence[MatchupView]) -> _Found:
    groups = {group.code: group.label for group in stage.groups}
    berths: list[Berth] = []
    still_open: list[OpenBerth] = []
    given = [(zone, matchup_berths(stage, views, zone)) for zone in leading_zones(stage)]
    lines = _Lines(given)
    for zone, found in given:
        to = destination(zone)
        for view in found.open:
            known = tuple(s.club for s in (view.first, view.second) if s.club)
            still_open.append(OpenBerth(zone, to, 1, known, view.outcome.missing, view))
        if found.contending:
            still_open.append(OpenBerth(zone, to, found.berths, found.contending))
        for view, club in found.sent:
            berths.append(
                Berth(
                    club=club,
                    place=None,
                    of=groups.get(view.data.group, Label("")),
                    zone=zone,
                    destination=to,
                    why=Why("matchup", _rival(view, club), view=view),
                    queue=lines.behind(zone, view, club),
                    is_vacant=club.exclusion is not None,
                )
            )
    shared = dict.fromkeys(b.queue for b in berths if _counts_losers(b.zone) and b.queue)
    return tuple(berths), tuple(still_open), tuple(q for q in shared if q and q.followers)


def _rival(view: MatchupView, club: ClubData) -> ClubData | None:
    return view.loser if club == view.winner else view.winner


def _counts_losers(zone: ZoneData) -> bool:
    """Whether only the best of the losers go on."""
    return zone.kind == "losers" and bool(zone.count)


class _Lines:
    """Who follows for the berths of matchups: the club that was beaten, then the best of the other
    losers, where the rules count any."""

    def __init__(self, given: Sequence[tuple[ZoneData, MatchupBerths]]) -> None:
        self.losers = [(zone, found.behind) for zone, found in given if _counts_losers(zone)]
        self.berth = {
            club.entry: destination(zone).label
            for zone, found in given
            if zone.tone != "prize"
            for _view, club in found.sent
        }

    def behind(self, zone: ZoneData, view: MatchupView, club: ClubData) -> Queue:
        others = tuple(
            other for of, behind in self.losers if is_of_zone(view, of) for other in behind
        )
        rival = _rival(view, club)
        if _counts_losers(zone):
            clubs, of = others, Label("")
        else:
            beaten = (rival,) if rival else ()
            clubs = (*beaten, *(other for other in others if other != rival))
            of = Label(club.name)
        return Queue(zone, destination(zone), of, tuple(self._follower(c) for c in clubs))

    def _follower(self, club: ClubData) -> Follower:
        if club.exclusion is not None:
            return Follower(club, None, "excluded")
        if club.entry in self.berth:
            return Follower(club, None, "has_berth", self.berth[club.entry])
        return Follower(club, None)


# The list


def _listed(stage: StageData, row: QualifierData, berths: Iterable[Berth]) -> Line:
    to = confirmed_destination(row)
    club = stage.clubs[row.entry]
    instead_of = stage.clubs[row.instead_of] if row.instead_of else None
    pair = (instead_of or club).entry, target_of(to)
    return Line(
        club=club,
        place=row.place,
        zone=row.zone,
        via=row.via,
        destination=to,
        instead_of=instead_of,
        reason=row.reason,
        remark=row.remark,
        source=row.source,
        berth=next((berth for berth in berths if berth.pair == pair), None),
    )


def _lines(berths: Sequence[Berth], listed: Sequence[Line]) -> tuple[Line, ...]:
    """The rules' list with the decisions that still stand.

    A decision stands while the club it replaced has the berth by the rules and the club it
    favours has none there; what was added by decision alone stays.
    """
    by_rule = {berth.pair for berth in berths if not berth.is_vacant}
    earlier = {line.key: line for line in listed}
    decided = {
        (line.instead_of.entry, target_of(line.destination)): line
        for line in listed
        if line.instead_of and line.key not in by_rule
    }
    lines = []
    for berth in berths:
        decision = decided.get(berth.pair)
        if decision is not None:
            lines.append(replace(decision, berth=berth, zone=berth.zone.code))
        elif not berth.is_vacant:
            before = earlier.get(berth.pair)
            kept = before if before and not before.instead_of else None
            lines.append(
                Line(
                    club=berth.club,
                    place=berth.place,
                    zone=berth.zone.code,
                    via=Via(berth.zone.kind).value,
                    destination=berth.destination,
                    remark=kept.remark if kept else "",
                    source=kept.source if kept else "",
                    berth=berth,
                )
            )
    keys = {line.key for line in lines}
    lines += [line for line in listed if line.key not in keys and _by_hand(line)]
    return tuple(lines)


def _by_hand(line: Line) -> bool:
    return line.instead_of is None and stands_by_decision(line.via)
