"""Rules tried out: a stage as it would stand under them, beside how it stands.

Pure: a snapshot goes in with other rules, and nothing is read or written. Tables are never stored,
so changing the rules of a season recomputes no row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from competitions.core.score import official_result
from standings.selectors.brackets import matchup_views
from standings.selectors.consequences import Consequences, consequences, supposed
from standings.selectors.reading import ruling_facts
from standings.selectors.snapshot import (
    ClubData,
    FixtureData,
    GroupData,
    MatchupData,
    RulesData,
    StageData,
    ZoneData,
)
from standings.selectors.tables import Table, TableRow, tables


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A club under both rules. Rows stand in the order of the rules that are tried."""

    before: TableRow
    after: TableRow

    @property
    def club(self) -> ClubData:
        return self.after.club

    @property
    def climbed(self) -> int:
        """Places gained under the tried rules; negative where they are lost."""
        if self.before.place is None or self.after.place is None:
            return 0
        return self.before.place - self.after.place

    @property
    def won(self) -> tuple[ZoneData, ...]:
        """Zones that the club is in under the tried rules only."""
        had = {zone.code for zone in _zones(self.before)}
        return tuple(zone for zone in _zones(self.after) if zone.code not in had)

    @property
    def lost(self) -> tuple[ZoneData, ...]:
        has = {zone.code for zone in _zones(self.after)}
        return tuple(zone for zone in _zones(self.before) if zone.code not in has)

    @property
    def is_changed(self) -> bool:
        return bool(self.climbed or self.won or self.lost)


def _zones(row: TableRow) -> tuple[ZoneData, ...]:
    if row.club.exclusion is not None:
        return ()
    return (*([row.zone] if row.zone else []), *row.prizes)


@dataclass(frozen=True, slots=True)
class TrialTable:
    """`is_partial`: too little is known of the table for places to mean anything."""

    group: GroupData | None
    rows: tuple[TrialRow, ...]
    known: int
    expected: int
    is_partial: bool

    @property
    def has_places(self) -> bool:
        return self.known > 0 and not self.is_partial


@dataclass(frozen=True, slots=True)
class Trial:
    before: StageData
    after: StageData
    tables: tuple[TrialTable, ...]
    consequences: Consequences

    @property
    def clubs(self) -> int:
        """Clubs whose places can be compared."""
        return sum(len(table.rows) for table in self.tables if table.has_places)

    @property
    def moved(self) -> int:
        """How many clubs stand on another place."""
        return sum(
            bool(row.climbed) for table in self.tables if table.has_places for row in table.rows
        )

    @property
    def undecided(self) -> tuple[ClubData, ...]:
        """Clubs that the tried rules leave on a shared place, and those of now do not."""
        return tuple(
            row.club
            for table in self.tables
            for row in table.rows
            if row.after.undecided and not row.before.undecided
        )


def trial(
    stage: StageData, rules: RulesData, *, zones: tuple[ZoneData, ...] | None = None
) -> Trial:
    """The stage under `rules`, and under `zones` where some are given, against how it stands.

    Of the rules counts what makes an order: points, criteria, settlement, the comparison across
    groups and the goals of a walkover. A walkover's deduction is a ruling, and stays.
    """
    tried = replace(
        stage.rules,
        points=rules.points,
        criteria=rules.criteria,
        settlement=rules.settlement,
        across_groups=rules.across_groups,
        walkover_goals=rules.walkover_goals,
    )
    after = supposed(
        stage,
        rules=tried,
        zones=stage.zones if zones is None else zones,
        fixtures=tuple(_awarded(stage, tried.walkover_goals)),
        matchups=tuple(_unreported(stage)),
    )
    return Trial(
        before=stage,
        after=after,
        tables=tuple(
            _side_by_side(old, new) for old, new in zip(tables(stage), tables(after), strict=True)
        ),
        consequences=consequences(stage, after),
    )


def _awarded(stage: StageData, goals: int) -> Iterator[FixtureData]:
    """The fixtures with their official results, where awards without a score have these goals."""
    same = goals == stage.rules.walkover_goals
    for fixture in stage.fixtures:
        if same or not fixture.rulings:
            yield fixture
            continue
        rulings = [ruling_facts(ruling, fixture.home, fixture.away) for ruling in fixture.rulings]
        yield replace(fixture, official=official_result(fixture.match, rulings, award_goals=goals))


def _unreported(stage: StageData) -> Iterator[MatchupData]:
    """Reports that only repeat what the legs tell would hide that other rules tell it otherwise."""
    for view in matchup_views(stage):
        if view.outcome.from_report:
            yield view.data
        else:
            yield replace(view.data, reported_winner=None, reported_decision="")


def _side_by_side(old: Table, new: Table) -> TrialTable:
    before = {row.club.entry: row for row in old.rows}
    return TrialTable(
        group=new.group,
        rows=tuple(TrialRow(before[row.club.entry], row) for row in new.rows),
        known=new.known,
        expected=new.expected,
        is_partial=new.is_partial,
    )
