"""Seasons, clubs and departments."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from standings.exports.matches import fixture_columns
from standings.exports.sheet import Column, Getter, Sheet
from standings.selectors.archive import SeasonLine
from standings.selectors.clubs import ClubPage
from standings.selectors.overview import SeasonPage, StageSummary
from standings.selectors.snapshot import FixtureData, StageData


def _stage_label(summary: StageSummary) -> str:
    return str(summary.stage.label)


SEASON_COLUMNS = (
    Column("stage", pgettext_lazy("column", "stage"), lambda s: s.stage.slug, _stage_label),
    Column("clubs", pgettext_lazy("column", "clubs"), lambda s: s.clubs),
    Column("known", pgettext_lazy("column", "known_results"), lambda s: s.stage.known),
    Column("expected", pgettext_lazy("column", "fixtures"), lambda s: s.stage.expected),
    Column(
        "champion",
        pgettext_lazy("column", "champion"),
        lambda s: s.champion.name if s.champion else None,
    ),
)


def season_sheet(page: SeasonPage) -> Sheet:
    name = f"{_('season')}-{page.nav.year}"
    return Sheet(name, SEASON_COLUMNS, page.stages, page.nav.is_simulated)


def club_sheet(page: ClubPage) -> Sheet:
    """A row a match, the latest season first."""
    rows = [pair for season in page.all_seasons for pair in season.fixtures]
    columns = {stage.pk: fixture_columns(stage) for stage, _fixture in rows}
    shared = next(iter(columns.values()), ())

    def read(index: int, name: str) -> Getter:
        def get(pair: tuple[StageData, FixtureData]) -> Any:
            column = columns[pair[0].pk][index]
            getter = column.value if name == "value" else column.text or column.value
            return getter(pair[1])

        return get

    return Sheet(
        page.club.slug,
        (
            Column("season", pgettext_lazy("column", "season"), lambda pair: pair[0].year),
            Column(
                "stage",
                pgettext_lazy("column", "stage"),
                lambda pair: pair[0].slug,
                lambda pair: str(pair[0].label),
            ),
            *(
                Column(column.key, column.header, read(index, "value"), read(index, "text"))
                for index, column in enumerate(shared)
            ),
            Column(
                "simulated",
                pgettext_lazy("column", "simulated"),
                lambda pair: pair[0].is_simulated,
                lambda pair: _("yes") if pair[0].is_simulated else _("no"),
            ),
        ),
        tuple(rows),
    )


DEPARTMENT_COLUMNS = (
    Column("code", pgettext_lazy("column", "code"), lambda department: department.code),
    Column("department", pgettext_lazy("column", "department"), lambda d: d.name),
    Column("capital", pgettext_lazy("column", "capital"), lambda d: d.capital),
    Column("clubs", pgettext_lazy("column", "clubs"), lambda d: d.number_of_clubs),
    Column("address", pgettext_lazy("column", "address"), lambda d: d.slug),
)


def departments_sheet(departments: Iterable[Any]) -> Sheet:
    return Sheet(_("departments"), DEPARTMENT_COLUMNS, tuple(departments))


ARCHIVE_COLUMNS = (
    Column("year", pgettext_lazy("column", "year"), lambda line: line.season.year),
    Column(
        "champion",
        pgettext_lazy("column", "champion"),
        lambda line: line.champion.name if line.champion else None,
    ),
    Column("known", pgettext_lazy("column", "known_results"), lambda line: line.known),
    Column("expected", pgettext_lazy("column", "fixtures"), lambda line: line.expected),
    Column(
        "simulated",
        pgettext_lazy("column", "simulated"),
        lambda line: line.season.is_simulated,
        lambda line: _("yes") if line.season.is_simulated else _("no"),
    ),
)


def archive_sheet(lines: Sequence[SeasonLine]) -> Sheet:
    return Sheet(_("seasons"), ARCHIVE_COLUMNS, tuple(lines))


CLUB_COLUMNS = (
    Column("club", pgettext_lazy("column", "club"), lambda club: club.name),
    Column("department", pgettext_lazy("column", "department"), lambda c: c.department.name),
    Column("town", pgettext_lazy("column", "town"), lambda club: club.home_town or None),
    Column("seasons", pgettext_lazy("column", "seasons"), lambda club: club.seasons),
    Column("address", pgettext_lazy("column", "address"), lambda club: club.slug),
)


def clubs_sheet(clubs: Iterable[Any], name: str) -> Sheet:
    return Sheet(name, CLUB_COLUMNS, tuple(clubs))
