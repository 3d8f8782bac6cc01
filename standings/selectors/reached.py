"""How far each club of the national stages got, and of which rounds every club is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from competitions.choices import RoundKey
from standings.core.way import Place, Station
from standings.selectors.brackets import MatchupView, matchup_views
from standings.selectors.qualification import leading_zones, matchup_berths
from standings.selectors.snapshot import ClubData, RoundData, StageData
from standings.selectors.tables import TableRow, tables

WIDTHS = {
    RoundKey.ROUND_OF_32: 16,
    RoundKey.ROUND_OF_16: 8,
    RoundKey.QUARTERFINALS: 4,
    RoundKey.SEMIFINALS: 2,
    RoundKey.FINAL: 1,
}
"""Matchups of a whole round."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The last station at which a club is known: a row of a table, or a matchup."""

    stage: StageData
    round: RoundData | None
    row: TableRow | None
    view: MatchupView | None
    rival: ClubData | None
    at: Place

    @property
    def is_final(self) -> bool:
        return self.round is not None and self.round.key == RoundKey.FINAL

    @property
    def place(self) -> int | None:
        """Where it stands in the table, once it has played there."""
        return self.row.place if self.row and self.row.row.record.played else None


Ending = tuple[int, Reached, Literal["lost", "open"]]
"""A club, the last that is known of it in a stage, and how that ended."""


def endings(stage: StageData, index: int) -> Iterator[Ending]:
    for club, reached, lost in (_in_tables if stage.has_table else _in_matchups)(stage, index):
        yield club.club, reached, "lost" if lost or club.exclusion is not None else "open"


def _in_tables(stage: StageData, index: int) -> Iterator[tuple[ClubData, Reached, bool]]:
    for table in tables(stage):
        is_settled = stage.is_finished and not table.is_partial and bool(stage.zones)
        for row in table.rows:
            is_out = is_settled and not row.undecided and not _goes_on(row)
            yield row.club, Reached(stage, None, row, None, None, (index, 0)), is_out


def _in_matchups(stage: StageData, index: int) -> Iterator[tuple[ClubData, Reached, bool]]:
    rounds = {data.number: data for data in stage.rounds}
    onward = [zone for zone in leading_zones(stage) if zone.kind == "losers" and zone.leads_to]
    views = matchup_views(stage)
    found = [matchup_berths(stage, views, zone) for zone in onward]
    spared = {club.entry for berths in found for _view, club in berths.sent}
    spared |= {club.entry for berths in found for club in berths.contending}
    last: dict[int, MatchupView] = {}
    for view in views:
        if rounds[view.data.round].key != RoundKey.THIRD_PLACE:
            last |= dict.fromkeys(view.entries, view)
    for club in stage.clubs.values():
        view = last.get(club.entry)
        if view is None:
            yield club, Reached(stage, None, None, None, None, (index, 0)), False
            continue
        is_out = view.loser is club and club.entry not in spared
        rival = view.second.club if view.first.club is club else view.first.club
        at = (index, view.data.round)
        yield club, Reached(stage, rounds[view.data.round], None, view, rival, at), is_out


def _goes_on(row: TableRow) -> bool:
    zones = (row.shown_zone, *row.open_zones)
    return any(zone is not None and zone.leads_to is not None for zone in zones)


def stations(national: Iterable[StageData]) -> Iterator[Station]:
    for index, stage in enumerate(national):
        is_recorded = bool(stage.expected_fixtures) and len(stage.fixtures) >= stage.expected
        if stage.has_table:
            yield Station((index, 0), is_recorded)
            continue
        for data in stage.rounds:
            mine = [m for m in stage.matchups if m.round == data.number]
            is_filled = all(m.first is not None and m.second is not None for m in mine)
            is_wide = len(mine) == WIDTHS.get(data.key) and not any(m.group for m in mine)
            whole = bool(mine) and is_filled and (is_recorded or is_wide)
            yield Station((index, data.number), whole)
