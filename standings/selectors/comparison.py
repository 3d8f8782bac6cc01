"""Why one club of a stage stands above another."""

from dataclasses import dataclass
from typing import Literal

from standings.core.explain import Explanation, explain
from standings.selectors.seasons import NotFound, SeasonNav, one_stage, round_numbers
from standings.selectors.snapshot import ClubData, StageData
from standings.selectors.tables import Table, TableRow, tables

Obstacle = Literal["", "choose", "same", "apart", "partial"]


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """Two clubs of the stage, or as many of them as were named.

    `obstacle` says why there is nothing to explain: a club is still to be chosen, both are the
    same, they do not stand in one table, or too little of it is known for places. Otherwise
    `explanation` is there. `table` is the one in which both stand.
    """

    season: SeasonNav
    stage: StageData
    tables: tuple[Table, ...]
    after_round: int | None
    first: ClubData | None
    second: ClubData | None
    obstacle: Obstacle
    table: Table | None = None
    explanation: Explanation | None = None

    @property
    def first_row(self) -> TableRow | None:
        return self._row(self.first)

    @property
    def second_row(self) -> TableRow | None:
        return self._row(self.second)

    def _row(self, club: ClubData | None) -> TableRow | None:
        rows = [row for table in self.tables for row in table.rows]
        return next((row for row in rows if row.club is club), None)


def comparison_page(
    year: int, slug: str, first: str, second: str, *, after_round: int | None = None
) -> ComparisonPage:
    """NotFound for a stage without tables and for a club that is not in it; blank is not chosen."""
    nav, stage = one_stage(year, slug)
    if after_round not in round_numbers(stage):
        after_round = None
    clubs = {club.slug: club for club in stage.clubs.values()}
    if not stage.has_table or not {first, second} - {""} <= set(clubs):
        raise NotFound("comparison", nav)
    found = tables(stage, after_round=after_round)
    a, b = clubs.get(first), clubs.get(second)
    table = next((table for table in found if _stands_in(table, a) and _stands_in(table, b)), None)
    obstacle: Obstacle = ""
    if a is None or b is None:
        obstacle = "choose"
    elif a is b:
        obstacle = "same"
    elif table is None:
        obstacle = "apart"
    elif table.is_partial:
        obstacle = "partial"
    explanation = None if obstacle else explain(table.ranking, a.entry, b.entry)
    return ComparisonPage(nav, stage, found, after_round, a, b, obstacle, table, explanation)


def _stands_in(table: Table, club: ClubData | None) -> bool:
    return any(row.club is club for row in table.rows)
