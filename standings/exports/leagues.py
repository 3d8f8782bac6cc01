"""The leagues of a department on their way upwards."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from competitions.choices import LeagueLevel
from standings.exports.sheet import Column, Sheet
from standings.selectors.department_way import DepartmentWayPage, StageLine


def department_way_sheet(page: DepartmentWayPage) -> Sheet:
    """A row a stage, in the order of the page."""
    rows = [
        (level.level, line)
        for level in page.levels
        for _league, lines in level.by_league
        for line in lines
    ]
    name = f"{page.season.year}-{_('way')}-{page.department.slug}"
    return Sheet(name, LEAGUE_COLUMNS, tuple(rows), page.season.is_simulated)


def _state(line: StageLine) -> str:
    if line.is_over:
        return "finished"
    return "in_play" if line.progress.ended else "not_begun"


_STATES = {
    "finished": gettext_lazy("finished"),
    "in_play": gettext_lazy("in play"),
    "not_begun": gettext_lazy("not begun"),
}
_LATE = {
    "past_end": gettext_lazy("its last day has passed"),
    "next_begun": gettext_lazy("the next stage has begun by its dates"),
    "others_over": gettext_lazy("most others of its level are over"),
}

LEAGUE_COLUMNS = (
    Column(
        "level",
        pgettext_lazy("column", "level"),
        lambda row: row[0],
        lambda row: str(LeagueLevel(row[0]).label),
    ),
    Column("above", pgettext_lazy("column", "league above"), lambda row: row[1].above or None),
    Column("league", pgettext_lazy("column", "league"), lambda row: row[1].league),
    Column(
        "stage",
        pgettext_lazy("column", "stage"),
        lambda row: row[1].slug,
        lambda row: str(row[1].label),
    ),
    Column(
        "state",
        pgettext_lazy("column", "state"),
        lambda row: _state(row[1]),
        lambda row: str(_STATES[_state(row[1])]),
    ),
    Column("fixtures", pgettext_lazy("column", "fixtures"), lambda row: row[1].progress.fixtures),
    Column("results", pgettext_lazy("column", "results"), lambda row: row[1].progress.ended),
    Column("qualified", pgettext_lazy("column", "clubs that go on"), lambda row: row[1].confirmed),
    Column(
        "late",
        pgettext_lazy("column", "late"),
        lambda row: row[1].late or None,
        lambda row: str(_LATE[row[1].late]) if row[1].late else "",
    ),
    Column("ends_on", pgettext_lazy("column", "ends on"), lambda row: row[1].ends_on),
)
