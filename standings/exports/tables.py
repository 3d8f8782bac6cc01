"""Tables of a stage, and its places round by round."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from competitions.choices import (
    Criterion,
)
from standings.exports.matches import MATCHUP_COLUMNS
from standings.exports.sheet import Column, Getter, Sheet
from standings.selectors.crossings_page import CrossingsPage
from standings.selectors.journeys import Chart, Journey, PlacesPage
from standings.selectors.seasons import StagePage
from standings.selectors.snapshot import StageData
from standings.selectors.tables import Table, TableRow

EXTRA_FIGURES: dict[str, Any] = {
    Criterion.RELATIVE_POINTS: pgettext_lazy("column", "RP"),
    Criterion.AWAY_POINTS: pgettext_lazy("column", "AwayPts"),
    Criterion.AWAY_RELATIVE_POINTS: pgettext_lazy("column", "AwayRP"),
    Criterion.AWAY_GOAL_DIFFERENCE: pgettext_lazy("column", "AwayGD"),
    Criterion.AWAY_GOALS_FOR: pgettext_lazy("column", "AwayGF"),
    Criterion.FIRST_HALF_POINTS: pgettext_lazy("column", "HalfPts"),
    Criterion.FAIR_PLAY: pgettext_lazy("column", "FairPlay"),
}
"""Figures that get a column of their own where the rules use them."""


def figure_codes(stage: StageData) -> tuple[str, ...]:
    """Codes of the figures that stand beside the plain ones, in the order of the rules."""
    return tuple(c.code for c in stage.rules.criteria if c.code in EXTRA_FIGURES)


def criterion_label(code: str) -> str:
    return str(Criterion(code).label) if code else ""


def _record(name: str) -> Getter:
    """Blank for a club of a partial table of which no result is known: that is not 0."""

    def get(pair: tuple[Table, TableRow]) -> Any:
        table, row = pair
        known = not table.is_partial or row.row.record.played
        return getattr(row.row.record, name) if known else None

    return get


def _figure(code: str) -> Getter:
    """Blank in a partial table: figures that rest on all results say nothing there."""
    return lambda pair: None if pair[0].is_partial else pair[1].row.figures.get(code)


def stage_sheet(page: StagePage) -> Sheet:
    """A row a club for tables, a row a matchup for a knock-out."""
    stage = page.stage
    name = f"{stage.year}-{stage.slug}"
    if page.after_round is not None:
        name = f"{name}-{_('round')}-{page.after_round}"
    if stage.has_table:
        return Sheet(name, _table_columns(stage), _table_rows(page.tables), stage.is_simulated)
    matchups = [
        (section, found.round, view)
        for section in page.sections
        for found in section.rounds
        for view in found.matchups
    ]
    return Sheet(name, MATCHUP_COLUMNS, tuple(matchups), stage.is_simulated)


def _table_rows(tables: Iterable[Table]) -> tuple[tuple[Table, TableRow], ...]:
    return tuple((table, row) for table in tables for row in table.rows)


def _table_columns(stage: StageData) -> tuple[Column, ...]:
    return (
        Column("group", pgettext_lazy("column", "group"), lambda pair: pair[0].code),
        Column("place", pgettext_lazy("column", "place"), lambda pair: pair[1].place),
        Column("club", pgettext_lazy("column", "club"), lambda pair: pair[1].club.name),
        Column("department", pgettext_lazy("column", "department"), lambda p: p[1].club.department),
        Column("played", pgettext_lazy("column", "P"), _record("played")),
        Column("won", pgettext_lazy("column", "W"), _record("won")),
        Column("drawn", pgettext_lazy("column", "D"), _record("drawn")),
        Column("lost", pgettext_lazy("column", "L"), _record("lost")),
        Column("goals_for", pgettext_lazy("column", "GF"), _record("goals_for")),
        Column("goals_against", pgettext_lazy("column", "GA"), _record("goals_against")),
        Column("goal_difference", pgettext_lazy("column", "GD"), _record("goal_difference")),
        Column("points", pgettext_lazy("column", "Pts"), _record("points")),
        *(Column(code, EXTRA_FIGURES[code], _figure(code)) for code in figure_codes(stage)),
        Column("zone", pgettext_lazy("column", "zone"), _zone_code, _zone_text),
        Column(
            "decided_by",
            pgettext_lazy("column", "decided_by"),
            lambda p: "undecided" if p[1].undecided else p[1].decided_by or None,
            _decided_text,
        ),
    )


def places_sheet(page: PlacesPage) -> Sheet:
    """A row a club with its place after each round; none where places cannot be told."""
    rounds = page.charts[0].rounds if page.charts else ()
    return Sheet(
        f"{page.stage.year}-{page.stage.slug}-{_('places')}",
        (
            Column("group", pgettext_lazy("column", "group"), lambda pair: pair[0].table.code),
            Column("club", pgettext_lazy("column", "club"), lambda pair: pair[1].club.name),
            Column("department", pgettext_lazy("column", "department"), _department_of_journey),
            *(_place_after(index, number) for index, number in enumerate(rounds)),
        ),
        tuple((chart, journey) for chart in page.charts for journey in chart.journeys),
        page.stage.is_simulated,
    )


def crossings_sheet(page: CrossingsPage) -> Sheet:
    """A row a crossing or a derby, with its kilometres one way."""
    return Sheet(
        f"{page.stage.year}-{page.stage.slug}-{_('crossings')}",
        CROSSING_COLUMNS,
        (*page.listing.trips, *page.listing.derbies),
        page.stage.is_simulated,
    )


CROSSING_COLUMNS = (
    Column("champion", pgettext_lazy("column", "champion"), lambda trip: trip.champion.name),
    Column(
        "champion_of",
        pgettext_lazy("column", "champion_of"),
        lambda trip: trip.champion.department,
    ),
    Column("runner_up", pgettext_lazy("column", "runner_up"), lambda trip: trip.runner_up.name),
    Column(
        "runner_up_of",
        pgettext_lazy("column", "runner_up_of"),
        lambda trip: trip.runner_up.department,
    ),
    Column(
        "rounds",
        pgettext_lazy("column", "rounds"),
        lambda trip: list(trip.rounds),
        lambda trip: ", ".join(map(str, trip.rounds)),
    ),
    Column("km", pgettext_lazy("column", "km"), lambda trip: round(trip.km)),
)


def _department_of_journey(pair: tuple[Chart, Journey]) -> str:
    return pair[1].club.department


def _place_after(index: int, number: int) -> Column:
    header = _("round_%(number)s") % {"number": number}
    return Column(f"round_{number}", header, lambda pair: pair[1].places[index])


def _zone_code(pair: tuple[Table, TableRow]) -> str | None:
    zone = pair[1].shown_zone
    return zone.code if zone else None


def _zone_text(pair: tuple[Table, TableRow]) -> str:
    zone = pair[1].shown_zone
    return str(zone.label) if zone else ""


def _decided_text(pair: tuple[Table, TableRow]) -> str:
    row = pair[1]
    if row.undecided:
        return _("undecided")
    return criterion_label(row.decided_by)
