"""How the clubs of a stage moved through its tables, round by round."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from django.core.cache import cache

from standings.core.places import places_by_round
from standings.selectors.neighbours import cuts
from standings.selectors.reading import KEPT_FOR, SHAPE
from standings.selectors.seasons import (
    NotFound,
    SeasonNav,
    last_played_round,
    one_stage,
    round_numbers,
)
from standings.selectors.snapshot import ClubData, StageData, ZoneData
from standings.selectors.tables import Table, TableRow, ranking_rules, table_facts, tables

MOST_CHOSEN = 4
"""More lines than that cannot be told from each other by colour and stroke."""
SHOWN_UNASKED = 3

Obstacle = Literal["", "partial", "early", "undated"]
Places = dict[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Journey:
    """Places of a club after each round of the chart. `mark` numbers the chosen ones from 1."""

    row: TableRow
    places: tuple[int, ...]
    mark: int
    cut: ZoneData | None

    @property
    def club(self) -> ClubData:
        return self.row.club


@dataclass(frozen=True, slots=True)
class Chart:
    """Journeys in the order of the table of today.

    `obstacle` says why there are none: results are missing ("partial"), there are not two rounds
    yet ("early"), or results that count have no round ("undated").
    """

    table: Table
    rounds: tuple[int, ...]
    journeys: tuple[Journey, ...]
    obstacle: Obstacle

    @property
    def chosen(self) -> tuple[Journey, ...]:
        return tuple(journey for journey in self.journeys if journey.mark)


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """`asked` are the clubs that the reader chose, of those that the stage has."""

    season: SeasonNav
    stage: StageData
    charts: tuple[Chart, ...]
    asked: tuple[ClubData, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(chart.table for chart in self.charts)


def places_page(year: int, slug: str, *, clubs: Collection[str] = ()) -> PlacesPage:
    """NotFound for a stage without tables. Clubs that it does not have are passed over."""
    nav, stage = one_stage(year, slug)
    if not stage.has_table:
        raise NotFound("stage", nav)
    by_slug = {club.slug: club for club in stage.clubs.values()}
    asked = tuple(by_slug[name] for name in dict.fromkeys(clubs) if name in by_slug)[:MOST_CHOSEN]
    last = last_played_round(stage) or 0
    rounds = tuple(number for number in round_numbers(stage) if number <= last)
    found = tables(stage)
    obstacles = [_obstacle(table, rounds) for table in found]
    drawn = [table for table, obstacle in zip(found, obstacles, strict=True) if not obstacle]
    places = _places(stage, drawn, rounds) if drawn else {}
    return PlacesPage(
        season=nav,
        stage=stage,
        charts=tuple(
            Chart(table, rounds, (), obstacle)
            if obstacle
            else _chart(table, rounds, places=places, asked=asked)
            for table, obstacle in zip(found, obstacles, strict=True)
        ),
        asked=asked,
    )


def _chart(
    table: Table, rounds: tuple[int, ...], *, places: Places, asked: tuple[ClubData, ...]
) -> Chart:
    ends = cuts(table)
    mine = [row.club for row in table.rows]
    chosen = [club for club in asked if club in mine]
    if not asked:
        chosen = mine[:SHOWN_UNASKED]
    return Chart(
        table=table,
        rounds=rounds,
        journeys=tuple(
            Journey(
                row=row,
                places=places[row.club.entry],
                mark=chosen.index(row.club) + 1 if row.club in chosen else 0,
                cut=ends.get(row.club.entry),
            )
            for row in table.rows
        ),
        obstacle="",
    )


def _obstacle(table: Table, rounds: tuple[int, ...]) -> Obstacle:
    if table.is_partial:
        return "partial"
    results = [line for row in table.rows for line in row.row.record.lines]
    if any(line.round is None for line in results):
        return "undated"
    return "" if len(rounds) > 1 else "early"


def _places(stage: StageData, drawn: Sequence[Table], rounds: tuple[int, ...]) -> Places:
    """As many tables as there were rounds, kept like the stage they follow from."""

    def compute() -> Places:
        rules = ranking_rules(stage.rules)
        found: Places = {}
        for table in drawn:
            facts = table_facts(stage, table.group and table.group.code)
            found |= places_by_round(facts, rules, rounds)
        return found

    return cache.get_or_set(f"places-{SHAPE}-{stage.pk}-{stage.version}", compute, KEPT_FOR)
