"""What waits for someone to settle it: level clubs at the end of a table, level matchups.

Pure over snapshots. A table waits once its matches are over and a berth hangs on clubs that share
a place; a matchup once its legs are over and its rules ask for something that is not recorded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from standings.selectors.brackets import MatchupView, matchup_views
from standings.selectors.snapshot import (
    ClubData,
    FixtureData,
    GroupData,
    StageData,
    ZoneData,
)
from standings.selectors.tables import Table, TableRow, tables

RULING = "ruling"
"""What would settle it where the rules are spent."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Clubs that are level, or a matchup that is.

    `steps` are codes of criteria or settlement steps that would part them, in the order of the
    rules: "extra_match", "lots", "penalties" and the like, or RULING. `place` is the one that they
    share, None for clubs of different groups. `zones` are the berths that hang on it. `to_come` are
    extra matches between them that are not played yet.
    """

    stage: StageData
    clubs: tuple[ClubData, ...]
    steps: tuple[str, ...]
    group: GroupData | None = None
    place: int | None = None
    zones: tuple[ZoneData, ...] = ()
    matchup: MatchupView | None = None
    to_come: tuple[FixtureData, ...] = ()

    @property
    def entries(self) -> frozenset[int]:
        return frozenset(club.entry for club in self.clubs)

    @property
    def code(self) -> str:
        """What it is called in an address: the entries that are level, in their own order."""
        return "-".join(str(entry) for entry in sorted(self.entries))


def waiting(stage: StageData) -> tuple[Waiting, ...]:
    """What waits in a stage, tables in the order of their groups, matchups in that of rounds."""
    if stage.has_table:
        return tuple(_level_clubs(stage))
    return tuple(_level_matchups(stage))


def _level_clubs(stage: StageData) -> Iterator[Waiting]:
    found = tables(stage)
    if not found or not all(_is_over(stage, table) for table in found):
        # Zones can look across groups: one that is not over leaves them all open.
        yield from _decided_early(stage, found)
        return
    told: set[int] = set()
    for table in found:
        for rows in _sharing(table):
            zones = _at_stake(stage, rows)
            if zones is not None:
                told |= {row.club.entry for row in rows}
                yield _of_table(stage, table, rows, zones)
    yield from _across(stage, found, told)


def _decided_early(stage: StageData, found: Iterable[Table]) -> Iterator[Waiting]:
    """Groups that are over on their own, where zones do not look across groups."""
    if any(zone.kind != "places" for zone in stage.zones):
        return
    for table in found:
        if table.group is not None and _is_over(stage, table):
            for rows in _sharing(table):
                zones = _at_stake(stage, rows)
                if zones is not None:
                    yield _of_table(stage, table, rows, zones)


def _is_over(stage: StageData, table: Table) -> bool:
    entries = {row.club.entry for row in table.rows}
    played = [f for f in stage.fixtures if f.home in entries and not f.is_extra]
    if table.is_partial or not any(f.in_table for f in played):
        return False
    complete = table.group is not None or len(played) >= (stage.expected_fixtures or 0)
    return complete and not any(stage.is_pending(f) or f.is_inferred for f in played)


def _sharing(table: Table) -> Iterator[tuple[TableRow, ...]]:
    by_place: dict[int | None, list[TableRow]] = {}
    for row in table.undecided_rows:
        by_place.setdefault(row.place, []).append(row)
    yield from (tuple(rows) for rows in by_place.values())


def _at_stake(stage: StageData, rows: Iterable[TableRow]) -> tuple[ZoneData, ...] | None:
    """The zones that hang on it; None where nothing does. Without zones every place matters."""
    zones = {zone.code: zone for row in rows for zone in row.open_zones}
    return tuple(zones.values()) if zones or not stage.zones else None


def _of_table(
    stage: StageData, table: Table, rows: tuple[TableRow, ...], zones: tuple[ZoneData, ...]
) -> Waiting:
    clubs = tuple(row.club for row in rows)
    return Waiting(
        stage=stage,
        clubs=clubs,
        steps=tuple(dict.fromkeys(code for row in rows for code in row.row.missing)) or (RULING,),
        group=table.group,
        place=rows[0].place,
        zones=zones,
        to_come=_extra_to_come(stage, {club.entry for club in clubs}),
    )


def _across(stage: StageData, found: Iterable[Table], told: set[int]) -> Iterator[Waiting]:
    """Clubs of different groups that are level for a berth of the best placed."""
    contending: dict[str, list[TableRow]] = {}
    for table in found:
        for row in table.rows:
            for zone in row.open_zones:
                if zone.kind == "best_nth":
                    contending.setdefault(zone.code, []).append(row)
    codes = [criterion.code for criterion in stage.rules.criteria]
    for rows in contending.values():
        if {row.club.entry for row in rows} & told:
            # Their own group parts them first.
            continue
        yield Waiting(
            stage=stage,
            clubs=tuple(row.club for row in rows),
            steps=("lots",) if "lots" in codes else (RULING,),
            zones=tuple({z.code: z for r in rows for z in r.open_zones}.values()),
        )


def _extra_to_come(stage: StageData, entries: set[int]) -> tuple[FixtureData, ...]:
    return tuple(
        f for f in stage.fixtures if f.is_extra and f.is_open and {f.home, f.away} <= entries
    )


def _level_matchups(stage: StageData) -> Iterator[Waiting]:
    for view in matchup_views(stage):
        outcome = view.outcome
        clubs = tuple(side.club for side in (view.first, view.second) if side.club)
        if outcome.decided or outcome.aggregate is None or len(clubs) < 2:
            continue
        yield Waiting(
            stage=stage,
            clubs=clubs,
            steps=_steps(stage, outcome.missing),
            matchup=view,
            to_come=tuple(
                f
                for f in _extra_to_come(stage, {club.entry for club in clubs})
                if f.matchup == view.data.pk
            ),
        )


def _steps(stage: StageData, missing: tuple[str, ...]) -> tuple[str, ...]:
    """The step whose turn it is, and those after it."""
    settlement = stage.rules.settlement
    if not missing or missing[0] not in settlement:
        return (RULING,)
    return settlement[settlement.index(missing[0]) :]
