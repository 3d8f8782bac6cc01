"""Files of a page: the same rows as CSV, XLSX and JSON.

A sheet is made from the page's own value, so that a file cannot say anything else than the page.
Headers are in the language of the page, JSON keys are stable English codes.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from competitions.choices import (
    ClaimState,
    Criterion,
    Decision,
    Evidence,
    FixtureStatus,
    RulingEffect,
    Via,
)
from competitions.core.files import XLSX, write_csv, write_xlsx
from standings.core.way import Fate
from standings.selectors.archive import SeasonLine
from standings.selectors.brackets import MatchupView, Side
from standings.selectors.claims import ClaimRow, RulingRow, RulingsPage
from standings.selectors.clubs import ClubPage
from standings.selectors.fixtures import FixturePage
from standings.selectors.journeys import Chart, Journey, PlacesPage
from standings.selectors.overview import SeasonPage, StageSummary
from standings.selectors.qualified import QualifiedPage, QualifiedRow
from standings.selectors.scorers import ScorerRow, ScorersPage
from standings.selectors.seasons import RoundPage, StagePage
from standings.selectors.snapshot import FixtureData, StageData
from standings.selectors.tables import Table, TableRow
from standings.selectors.way import ClubWay, DepartmentWay, WayPage

Value = str | int | float | bool | list[int] | None
Getter = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`value` is what JSON gives, a plain code or number; `text` what people read in its place."""

    key: str
    header: Any
    value: Getter
    text: Getter | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one page. `name` becomes the file's name."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Any, ...]
    is_simulated: bool = False

    @property
    def all_columns(self) -> tuple[Column, ...]:
        if not self.is_simulated:
            return self.columns
        mark = Column("simulated", pgettext_lazy("column", "simulated"), lambda _: True, _yes)
        return (*self.columns, mark)

    @property
    def file_name(self) -> str:
        return f"{self.name}-{_('SIMULATED')}" if self.is_simulated else self.name


def _yes(row: Any) -> str:
    return _("yes")


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


def _leg(index: int) -> Getter:
    def get(row: tuple[Any, Any, MatchupView]) -> list[int | None] | None:
        legs = [side.legs for side in (row[2].first, row[2].second)]
        goals = [leg[index] if index < len(leg) else None for leg in legs]
        return None if None in goals else goals

    return get


def _both(name: str) -> Getter:
    def get(row: tuple[Any, Any, MatchupView]) -> list[int] | None:
        pair = [getattr(side, name) for side in (row[2].first, row[2].second)]
        return None if None in pair else pair

    return get


def _score(get: Getter) -> Getter:
    """With an en dash: spreadsheets take 3-1 for the third of January."""

    def text(row: Any) -> str:
        pair = get(row)
        return f"{pair[0]}–{pair[1]}" if pair else ""

    return text


def _club_or_slot(side: Side) -> str | None:
    return side.club.name if side.club else side.slot or None


def _after_extra_time(row: tuple[Any, Any, MatchupView]) -> list[int] | None:
    tally = row[2].outcome.extra_time
    return list(tally) if tally else None


def _matchup_evidence(row: tuple[Any, Any, MatchupView]) -> str:
    return "inferred" if row[2].rests_on_inferred else row[2].data.evidence


def _evidence(fixture: FixtureData) -> str:
    return str(Evidence(fixture.evidence).label)


_KINDS = {
    "pitch": gettext_lazy("on the pitch"),
    "award": gettext_lazy("in the office"),
    "double_loss": gettext_lazy("in the office, both lose"),
    "none": gettext_lazy("no result"),
}

MATCHUP_COLUMNS = (
    Column(
        "section",
        pgettext_lazy("column", "section"),
        lambda row: row[0].group.label.es if row[0].group else None,
        lambda row: str(row[0].group.label) if row[0].group else "",
    ),
    Column(
        "round",
        pgettext_lazy("column", "round"),
        lambda row: row[1].label.es,
        lambda row: str(row[1].label),
    ),
    Column(
        "matchup",
        pgettext_lazy("column", "matchup"),
        lambda row: row[2].data.key,
        lambda row: row[0].numbers[row[2].data.pk],
    ),
    Column("first", pgettext_lazy("column", "club_1"), lambda row: _club_or_slot(row[2].first)),
    Column("second", pgettext_lazy("column", "club_2"), lambda row: _club_or_slot(row[2].second)),
    Column("first_leg", pgettext_lazy("column", "first_leg"), _leg(0), _score(_leg(0))),
    Column("second_leg", pgettext_lazy("column", "second_leg"), _leg(1), _score(_leg(1))),
    Column(
        "aggregate",
        pgettext_lazy("column", "aggregate"),
        _both("aggregate"),
        _score(_both("aggregate")),
    ),
    Column(
        "after_extra_time",
        pgettext_lazy("column", "after_extra_time"),
        _after_extra_time,
        _score(_after_extra_time),
    ),
    Column(
        "penalties",
        pgettext_lazy("column", "penalties"),
        _both("penalties"),
        _score(_both("penalties")),
    ),
    Column(
        "winner",
        pgettext_lazy("column", "winner"),
        lambda row: row[2].winner.name if row[2].winner else None,
    ),
    Column(
        "decided_by",
        pgettext_lazy("column", "decided_by"),
        lambda row: row[2].decided_by or None,
        lambda row: str(Decision(row[2].decided_by).label) if row[2].decided_by else "",
    ),
    Column(
        "evidence",
        pgettext_lazy("column", "evidence"),
        _matchup_evidence,
        lambda row: str(Evidence(_matchup_evidence(row)).label),
    ),
)


def round_sheet(page: RoundPage) -> Sheet:
    name = f"{page.stage.year}-{page.stage.slug}-{_('round')}-{page.number}"
    return Sheet(name, _fixture_columns(page.stage), page.fixtures, page.stage.is_simulated)


def fixture_sheet(page: FixturePage) -> Sheet:
    name = f"{_('fixture')}-{page.fixture.pk}"
    return Sheet(name, _fixture_columns(page.stage), (page.fixture,), page.stage.is_simulated)


def _fixture_columns(stage: StageData) -> tuple[Column, ...]:
    def club(side: str) -> Getter:
        return lambda fixture: stage.clubs[getattr(fixture, side)].name

    def goals(part: str, side: str) -> Getter:
        def get(fixture: FixtureData) -> int | None:
            score = getattr(fixture.match, part)
            return getattr(score, side) if score else None

        return get

    def official(side: str) -> Getter:
        return lambda f: getattr(f.official.score, side) if f.official.score else None

    return (
        Column("fixture", pgettext_lazy("column", "fixture"), lambda f: f.pk),
        Column("group", pgettext_lazy("column", "group"), lambda f: f.group or None),
        Column("round", pgettext_lazy("column", "round"), lambda f: f.round),
        Column("date", pgettext_lazy("column", "date"), lambda f: f.date),
        Column("time", pgettext_lazy("column", "time"), lambda f: f.time),
        Column("home", pgettext_lazy("column", "home"), club("home")),
        Column("away", pgettext_lazy("column", "away"), club("away")),
        Column("home_goals", pgettext_lazy("column", "home_goals"), official("home")),
        Column("away_goals", pgettext_lazy("column", "away_goals"), official("away")),
        Column("home_half", pgettext_lazy("column", "home_half"), goals("half_time", "home")),
        Column("away_half", pgettext_lazy("column", "away_half"), goals("half_time", "away")),
        Column("home_pitch", pgettext_lazy("column", "home_pitch"), goals("full_time", "home")),
        Column("away_pitch", pgettext_lazy("column", "away_pitch"), goals("full_time", "away")),
        Column("home_extra", pgettext_lazy("column", "home_extra"), goals("extra_time", "home")),
        Column("away_extra", pgettext_lazy("column", "away_extra"), goals("extra_time", "away")),
        Column("home_penalties", pgettext_lazy("column", "home_pens"), goals("penalties", "home")),
        Column("away_penalties", pgettext_lazy("column", "away_pens"), goals("penalties", "away")),
        Column(
            "status",
            pgettext_lazy("column", "status"),
            lambda f: f.status,
            lambda f: str(FixtureStatus(f.status).label),
        ),
        Column("venue", pgettext_lazy("column", "venue"), lambda f: f.venue or None),
        Column(
            "decided_in",
            pgettext_lazy("column", "decided_in"),
            lambda f: f.official.kind,
            lambda f: str(_KINDS[f.official.kind]),
        ),
        Column(
            "rulings",
            pgettext_lazy("column", "rulings"),
            lambda f: [ruling.document for ruling in f.rulings],
            lambda f: "; ".join(ruling.document for ruling in f.rulings),
        ),
        Column("evidence", pgettext_lazy("column", "evidence"), lambda f: f.evidence, _evidence),
        Column("source", pgettext_lazy("column", "source"), lambda f: f.source or None),
        Column("state", pgettext_lazy("column", "state"), _state, _state_text),
    )


def _state(fixture: FixtureData) -> str | None:
    """How firm the result is; nothing where there is none."""
    if fixture.is_provisional:
        return "provisional"
    is_firm = fixture.is_official or fixture.official.kind != "pitch"
    return "official" if fixture.official.counts and is_firm else None


def _state_text(fixture: FixtureData) -> str:
    return {"official": _("official"), "provisional": _("provisional")}.get(_state(fixture), "")


def qualified_sheet(page: QualifiedPage, rows: Sequence[QualifiedRow]) -> Sheet:
    """The rows that the page's filters left."""
    return Sheet(
        f"{page.season.year}-{_('qualified')}",
        QUALIFIED_COLUMNS,
        tuple(rows),
        page.season.is_simulated,
    )


def _destination(row: QualifiedRow) -> str:
    return str(row.destination.label)


QUALIFIED_COLUMNS = (
    Column("department", pgettext_lazy("column", "department"), lambda r: r.club.department),
    Column("club", pgettext_lazy("column", "club"), lambda r: r.club.name),
    Column("town", pgettext_lazy("column", "town"), lambda r: r.club.town or None),
    Column("via", pgettext_lazy("column", "via"), lambda r: r.via, lambda r: str(Via(r.via).label)),
    Column("place", pgettext_lazy("column", "place"), lambda r: r.place),
    Column(
        "destination",
        pgettext_lazy("column", "destination"),
        lambda row: row.destination.label.es,
        _destination,
    ),
)


def way_sheet(page: WayPage) -> Sheet:
    """A row a club that came up, and a row a berth that is open, by department."""
    rows: list[tuple[DepartmentWay, ClubWay | None]] = []
    for found in page.departments:
        rows += [(found, way) for way in found.clubs]
        rows += [(found, None)] * found.open
    name = f"{page.season.year}-{_('way')}"
    return Sheet(name, WAY_COLUMNS, tuple(rows), page.season.is_simulated)


def _way(get: Getter) -> Getter:
    """Blank for an open berth."""
    return lambda row: get(row[1]) if row[1] else None


def _reached(get: Getter) -> Getter:
    return _way(lambda way: get(way.reached) if way.reached else None)


FATES = {
    Fate.CHAMPION: gettext_lazy("champion"),
    Fate.IN: gettext_lazy("still in"),
    Fate.OUT: gettext_lazy("out"),
    Fate.REACHED: gettext_lazy("last known"),
}

WAY_COLUMNS = (
    Column("department", pgettext_lazy("column", "department"), lambda row: row[0].department.name),
    Column("club", pgettext_lazy("column", "club"), _way(lambda way: way.club.name)),
    Column("town", pgettext_lazy("column", "town"), _way(lambda way: way.club.town or None)),
    Column(
        "via",
        pgettext_lazy("column", "via"),
        _way(lambda way: way.club.via or None),
        _way(lambda way: str(Via(way.club.via or Via.UNKNOWN).label)),
    ),
    Column("place", pgettext_lazy("column", "place"), _way(lambda way: way.club.departmental_rank)),
    Column(
        "from",
        pgettext_lazy("column", "from"),
        _way(lambda way: [start.slug for start in way.trail]),
        _way(lambda way: " > ".join(str(start.label) for start in way.trail)),
    ),
    Column(
        "state",
        pgettext_lazy("column", "state"),
        lambda row: row[1].fate.value if row[1] else "open",
        lambda row: str(FATES[row[1].fate]) if row[1] else _("open berth"),
    ),
    Column(
        "reached",
        pgettext_lazy("column", "reached"),
        _reached(lambda found: found.stage.slug),
        _reached(lambda found: str(found.stage.label)),
    ),
    Column(
        "round",
        pgettext_lazy("column", "round"),
        _reached(lambda found: found.round.label.es if found.round else None),
        _reached(lambda found: str(found.round.label) if found.round else ""),
    ),
    Column(
        "rival",
        pgettext_lazy("column", "rival"),
        _reached(lambda found: found.rival.name if found.rival else None),
    ),
)


def rulings_sheet(page: RulingsPage) -> Sheet:
    """A row a claim and a row a ruling, as on the page: open claims first, then the latest."""
    rows = (*page.open_claims, *page.rulings, *page.closed_claims)
    return Sheet(
        f"{page.season.year}-{_('rulings')}", RULING_COLUMNS, rows, page.season.is_simulated
    )


def _of(kind: type[ClaimRow] | type[RulingRow], get: Getter) -> Getter:
    return lambda row: get(row) if isinstance(row, kind) else None


def _match(row: ClaimRow | RulingRow) -> str | None:
    clubs = row.stage.clubs
    if row.fixture:
        return f"{clubs[row.fixture.home].name} – {clubs[row.fixture.away].name}"
    if row.matchup:
        names = [_club_or_slot(side) or "" for side in (row.matchup.first, row.matchup.second)]
        return " – ".join(names)
    return None


def _result(name: str) -> Getter:
    def get(row: ClaimRow | RulingRow) -> list[int] | None:
        found = getattr(row.fixture.official, name) if row.fixture else None
        return [found.home, found.away] if found else None

    return get


def _club(name: str) -> Getter:
    def get(row: ClaimRow | RulingRow) -> str | None:
        club = getattr(row, name)
        return club.name if club else None

    return get


def _points(row: RulingRow) -> str | None:
    return "; ".join(f"{found.club.name} {found.points:+d}" for found in row.points) or None


def _hanging(row: ClaimRow) -> str | None:
    names = [
        f"{found.stage.clubs[found.fixture.home].name} – "
        f"{found.stage.clubs[found.fixture.away].name}"
        for found in row.hanging
    ]
    return "; ".join(names) or None


RULING_COLUMNS = (
    Column(
        "kind",
        pgettext_lazy("column", "kind"),
        lambda row: "claim" if isinstance(row, ClaimRow) else "ruling",
        lambda row: _("claim") if isinstance(row, ClaimRow) else _("ruling"),
    ),
    Column(
        "stage",
        pgettext_lazy("column", "stage"),
        lambda row: row.stage.slug,
        lambda row: str(row.stage.label),
    ),
    Column("decided_on", pgettext_lazy("column", "decided_on"), lambda row: row.decided_on),
    Column("document", pgettext_lazy("column", "document"), lambda row: row.document or None),
    Column(
        "effect",
        pgettext_lazy("column", "effect"),
        _of(RulingRow, lambda row: row.effect),
        _of(RulingRow, lambda row: str(RulingEffect(row.effect).label)),
    ),
    Column(
        "fixture",
        pgettext_lazy("column", "fixture"),
        lambda row: row.fixture.pk if row.fixture else None,
    ),
    Column("match", pgettext_lazy("column", "match"), _match),
    Column(
        "pitch", pgettext_lazy("column", "on_pitch"), _result("pitch"), _score(_result("pitch"))
    ),
    Column(
        "official",
        pgettext_lazy("column", "official"),
        _result("score"),
        _score(_result("score")),
    ),
    Column("club", pgettext_lazy("column", "sanctioned"), _of(RulingRow, _club("club"))),
    Column(
        "in_favour_of", pgettext_lazy("column", "in_favour_of"), _of(RulingRow, _club("favoured"))
    ),
    Column("points", pgettext_lazy("column", "points"), _of(RulingRow, _points)),
    Column(
        "text",
        pgettext_lazy("column", "text"),
        lambda row: row.grounds if isinstance(row, ClaimRow) else row.text.es or None,
        lambda row: row.grounds if isinstance(row, ClaimRow) else str(row.text),
    ),
    Column("claimant", pgettext_lazy("column", "claimant"), _of(ClaimRow, _club("claimant"))),
    Column("against", pgettext_lazy("column", "against"), _of(ClaimRow, _club("against"))),
    Column(
        "state",
        pgettext_lazy("column", "state"),
        _of(ClaimRow, lambda row: row.state),
        _of(ClaimRow, lambda row: str(ClaimState(row.state).label)),
    ),
    Column("filed_on", pgettext_lazy("column", "filed_on"), _of(ClaimRow, lambda r: r.filed_on)),
    Column("deadline", pgettext_lazy("column", "deadline"), _of(ClaimRow, lambda r: r.deadline)),
    Column("hanging", pgettext_lazy("column", "hanging"), _of(ClaimRow, _hanging)),
    Column(
        "evidence",
        pgettext_lazy("column", "evidence"),
        lambda row: row.evidence or None,
        lambda row: str(Evidence(row.evidence).label) if row.evidence else "",
    ),
    Column("source", pgettext_lazy("column", "source"), lambda row: row.source or None),
)


def _stage_label(summary: StageSummary) -> str:
    return str(summary.stage.label)


def scorers_sheet(page: ScorersPage) -> Sheet:
    return Sheet(
        f"{page.season.year}-{_('scorers')}",
        SCORER_COLUMNS,
        (*page.published, *page.counted),
        page.season.is_simulated,
    )


def _list_kind(row: ScorerRow) -> str:
    return "published" if row.published else "counted"


SCORER_COLUMNS = (
    Column(
        "list",
        pgettext_lazy("column", "list"),
        _list_kind,
        lambda r: _("published") if r.published else _("counted from recorded goals"),
    ),
    Column("place", pgettext_lazy("column", "place"), lambda r: r.rank),
    Column("player", pgettext_lazy("column", "player"), lambda r: r.player),
    Column("club", pgettext_lazy("column", "club"), lambda r: r.club),
    Column("goals", pgettext_lazy("column", "goals"), lambda r: r.goals),
    Column("source", pgettext_lazy("column", "source"), lambda r: r.source or None),
)

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
    columns = {stage.pk: _fixture_columns(stage) for stage, _fixture in rows}
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


def respond(sheet: Sheet, file_format: str) -> HttpResponse:
    """The sheet as a download; `file_format` is one of csv, xlsx and json."""
    return _WRITERS[file_format](sheet)


def _plain(value: Any) -> Value:
    """A value that every format can carry."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return value


def _native(value: Any) -> Any:
    """Dates and hours as the workbook's own."""
    return value if isinstance(value, (dt.date, dt.time)) else _plain(value)


def _cells(sheet: Sheet, written: Callable[[Any], Any]) -> Iterable[list[Any]]:
    yield [str(column.header) for column in sheet.all_columns]
    for row in sheet.rows:
        yield [written((c.text or c.value)(row)) for c in sheet.all_columns]


def _csv(sheet: Sheet) -> HttpResponse:
    content = write_csv(_cells(sheet, _plain))
    return _download(content, "text/csv; charset=utf-8", f"{sheet.file_name}.csv")


def _xlsx(sheet: Sheet) -> HttpResponse:
    content = write_xlsx(sheet.file_name, _cells(sheet, _native))
    return _download(content, XLSX, f"{sheet.file_name}.xlsx")


def _json(sheet: Sheet) -> HttpResponse:
    rows = [
        {column.key: _plain(column.value(row)) for column in sheet.all_columns}
        for row in sheet.rows
    ]
    content = json.dumps(rows, ensure_ascii=False, indent=1).encode()
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    # Open data: any page may read it.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


_WRITERS: dict[str, Callable[[Sheet], HttpResponse]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
}
