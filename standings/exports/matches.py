"""Matchups and fixtures: of a stage, of a round, one alone."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from competitions.choices import (
    Decision,
    Evidence,
    FixtureStatus,
)
from standings.exports.sheet import Column, Getter, Sheet
from standings.selectors.brackets import MatchupView, Side
from standings.selectors.fixtures import FixturePage
from standings.selectors.seasons import RoundPage
from standings.selectors.snapshot import FixtureData, StageData


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


def score_text(get: Getter) -> Getter:
    """With an en dash: spreadsheets take 3-1 for the third of January."""

    def text(row: Any) -> str:
        pair = get(row)
        return f"{pair[0]}–{pair[1]}" if pair else ""

    return text


def club_or_slot(side: Side) -> str | None:
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
    Column("first", pgettext_lazy("column", "club_1"), lambda row: club_or_slot(row[2].first)),
    Column("second", pgettext_lazy("column", "club_2"), lambda row: club_or_slot(row[2].second)),
    Column("first_leg", pgettext_lazy("column", "first_leg"), _leg(0), score_text(_leg(0))),
    Column("second_leg", pgettext_lazy("column", "second_leg"), _leg(1), score_text(_leg(1))),
    Column(
        "aggregate",
        pgettext_lazy("column", "aggregate"),
        _both("aggregate"),
        score_text(_both("aggregate")),
    ),
    Column(
        "after_extra_time",
        pgettext_lazy("column", "after_extra_time"),
        _after_extra_time,
        score_text(_after_extra_time),
    ),
    Column(
        "penalties",
        pgettext_lazy("column", "penalties"),
        _both("penalties"),
        score_text(_both("penalties")),
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
    return Sheet(name, fixture_columns(page.stage), page.fixtures, page.stage.is_simulated)


def fixture_sheet(page: FixturePage) -> Sheet:
    name = f"{_('fixture')}-{page.fixture.pk}"
    return Sheet(name, fixture_columns(page.stage), (page.fixture,), page.stage.is_simulated)


def fixture_columns(stage: StageData) -> tuple[Column, ...]:
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
