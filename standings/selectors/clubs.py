"""Pages of clubs, departments and fixtures: one call each."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q, QuerySet

from competitions.models import (
    Claim,
    Club,
    Department,
    Entry,
    Fixture,
    Goal,
    League,
    SeasonOutcome,
    Stage,
)
from competitions.services.reasons import readable_reason
from standings.selectors.brackets import MatchupView, matchup_views
from standings.selectors.reading import load
from standings.selectors.seasons import NotFound, SeasonNav, navigation, stages_of
from standings.selectors.snapshot import (
    ClubData,
    FixtureData,
    GroupData,
    QualifierData,
    RoundData,
    RulingData,
    StageData,
)
from standings.selectors.tables import TableRow, tables


@dataclass(frozen=True, slots=True)
class ClubStage:
    """What a club did in one stage: its row in a table, or its matchups."""

    stage: StageData
    club: ClubData
    row: TableRow | None
    matchups: tuple[MatchupView, ...]
    fixtures: tuple[FixtureData, ...]
    qualified: tuple[QualifierData, ...]


@dataclass(frozen=True, slots=True)
class ClubSeason:
    year: int
    is_simulated: bool
    stages: tuple[ClubStage, ...]
    outcomes: tuple[SeasonOutcome, ...]

    @property
    def fixtures(self) -> tuple[tuple[StageData, FixtureData], ...]:
        """Its matches, each with its stage."""
        return tuple((mine.stage, f) for mine in self.stages for f in mine.fixtures)


@dataclass(frozen=True, slots=True)
class Balance:
    """Sums of known official results of real seasons; walkovers and awards count as ruled."""

    played: int = 0
    won: int = 0
    drawn: int = 0
    lost: int = 0
    goals_for: int = 0
    goals_against: int = 0


@dataclass(frozen=True, slots=True)
class ClubPage:
    club: Club
    names: tuple[str, ...]
    seasons: tuple[ClubSeason, ...]
    balance: Balance


@dataclass(frozen=True, slots=True)
class DepartmentSeason:
    year: int
    is_simulated: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    department: Department
    clubs: tuple[Club, ...]
    leagues: tuple[League, ...]
    seasons: tuple[DepartmentSeason, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a fixture: when, what, from what to what."""

    at: dt.datetime
    kind: str
    fields: tuple[tuple[str, Any, Any], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class FixturePage:
    season: SeasonNav
    stage: StageData
    fixture: FixtureData
    home: ClubData
    away: ClubData
    matchup: MatchupView | None
    goals: tuple[Goal, ...]
    claims: tuple[Claim, ...]
    changes: tuple[Change, ...]

    @property
    def round(self) -> RoundData | None:
        number = self.fixture.round
        return next((r for r in self.stage.rounds if r.number == number), None)

    @property
    def group(self) -> GroupData | None:
        return next((g for g in self.stage.groups if g.code == self.fixture.group), None)

    @property
    def group_fixtures(self) -> tuple[FixtureData, ...]:
        return tuple(f for f in self.stage.fixtures if f.group == self.fixture.group)

    @property
    def lacks_minutes(self) -> bool:
        return any(goal.minute is None for goal in self.goals)

    @property
    def rulings(self) -> tuple[RulingData, ...]:
        """Those over the fixture, and those over its matchup."""
        over_matchup = self.matchup.data.rulings if self.matchup else ()
        found = {r.pk: r for r in (*self.fixture.rulings, *over_matchup)}
        return tuple(found.values())


def clubs_with_seasons() -> QuerySet[Club]:
    """Clubs for the list: with their department and in how many real seasons they are recorded."""
    real = Q(entries__stage__season__is_simulated=False, entries__stage__season__is_archived=False)
    return Club.objects.select_related("department").annotate(
        seasons=Count("entries__stage__season", filter=real, distinct=True)
    )


def club_page(slug: str) -> ClubPage:
    club = Club.objects.select_related("department").filter(slug=slug).first()
    if club is None:
        raise NotFound("club")
    stages = list(
        Stage.objects.filter(entries__club=club, season__is_archived=False)
        .select_related("season", "rule_set")
        .order_by("-season__year", "position")
    )
    snapshots = load(stages)
    outcomes = list(club.outcomes.select_related("season"))
    by_year: dict[int, list[ClubStage]] = {}
    for stage in stages:
        snapshot = snapshots[stage.pk]
        by_year.setdefault(snapshot.year, []).append(_club_stage(snapshot, club.pk))
    seasons = tuple(
        ClubSeason(
            year,
            mine[0].stage.is_simulated,
            tuple(mine),
            tuple(o for o in outcomes if o.season.year == year),
        )
        for year, mine in by_year.items()
    )
    listed = {stage.club.name for mine in by_year.values() for stage in mine} - {club.name}
    aliases = {alias.name for alias in club.aliases.all()}
    return ClubPage(club, tuple(sorted(listed | aliases)), seasons, _balance(seasons))


def _club_stage(stage: StageData, club: int) -> ClubStage:
    mine = next(data for data in stage.clubs.values() if data.club == club)
    entry = mine.entry
    row = next(
        (row for table in tables(stage) for row in table.rows if row.club.entry == entry), None
    )
    return ClubStage(
        stage=stage,
        club=mine,
        row=row,
        matchups=tuple(
            view for view in matchup_views(stage) if entry in (view.data.first, view.data.second)
        ),
        fixtures=tuple(f for f in stage.fixtures if entry in (f.home, f.away)),
        qualified=tuple(q for q in stage.qualifiers if q.entry == entry),
    )


def _balance(seasons: Iterable[ClubSeason]) -> Balance:
    won = drawn = lost = goals_for = goals_against = 0
    for season in seasons:
        for stage in season.stages:
            if season.is_simulated:
                continue
            for fixture in stage.fixtures:
                score = fixture.official.score
                if fixture.official.kind == "double_loss":
                    lost += 1
                    goals_against += fixture.official.conceded
                if score is None or fixture.is_inferred:
                    continue
                at_home = fixture.home == stage.club.entry
                mine, theirs = (score.home, score.away) if at_home else (score.away, score.home)
                won += mine > theirs
                drawn += mine == theirs
                lost += mine < theirs
                goals_for += mine
                goals_against += theirs
    return Balance(won + drawn + lost, won, drawn, lost, goals_for, goals_against)


def departments() -> QuerySet[Department]:
    return Department.objects.annotate(number_of_clubs=Count("clubs")).order_by("name")


def department_page(slug: str) -> DepartmentPage:
    department = Department.objects.filter(slug=slug).first()
    if department is None:
        raise NotFound("department")
    entries = (
        Entry.objects.filter(
            department=department, via="departmental", stage__season__is_archived=False
        )
        .select_related("club", "stage__season")
        .order_by("-stage__season__year", "departmental_rank", "club__name")
    )
    by_season: dict[tuple[int, bool], list[Entry]] = {}
    for entry in entries:
        season = entry.stage.season
        by_season.setdefault((season.year, season.is_simulated), []).append(entry)
    return DepartmentPage(
        department=department,
        clubs=tuple(clubs_with_seasons().filter(department=department).order_by("key")),
        leagues=tuple(department.leagues.order_by("name")),
        seasons=tuple(
            DepartmentSeason(year, simulated, tuple(mine))
            for (year, simulated), mine in by_season.items()
        ),
    )


def fixture_page(pk: int) -> FixturePage:
    row = Fixture.objects.kept().filter(pk=pk).values("stage", "stage__season__year").first()
    if row is None:
        raise NotFound("fixture")
    stages = stages_of(row["stage__season__year"])
    stage = next(stage for stage in stages if stage.pk == row["stage"])
    snapshot = load([stage])[stage.pk]
    fixture = snapshot.fixture(pk)
    if fixture is None:
        raise NotFound("fixture")
    return FixturePage(
        season=navigation(stages, stage.slug),
        stage=snapshot,
        fixture=fixture,
        home=snapshot.clubs[fixture.home],
        away=snapshot.clubs[fixture.away],
        matchup=next((v for v in matchup_views(snapshot) if v.data.pk == fixture.matchup), None),
        goals=tuple(Goal.objects.filter(fixture=pk).order_by("position")),
        claims=tuple(
            Claim.objects.filter(fixture=pk).select_related("claimant__club", "against__club")
        ),
        changes=tuple(_changes(pk)),
    )


SHOWN_FIELDS = (
    "status", "date", "time", "venue", "home_goals", "away_goals", "home_half", "away_half",
    "home_extra", "away_extra", "home_penalties", "away_penalties", "is_neutral", "is_official",
)  # fmt: skip
"""Fields of a fixture whose changes the public sees."""


def _changes(pk: int) -> Iterable[Change]:
    """What was changed after the fixture was entered, the latest first. Nobody is named."""
    versions = list(
        Fixture.history.filter(id=pk).select_related("venue").order_by("history_date", "history_id")
    )
    found = []
    for before, after in pairwise(versions):
        fields = tuple(
            (name, getattr(before, name), getattr(after, name))
            for name in SHOWN_FIELDS
            if getattr(before, name) != getattr(after, name)
        )
        if fields:
            found.append(
                Change(
                    after.history_date,
                    after.history_type,
                    fields,
                    readable_reason(after.history_change_reason),
                )
            )
    return reversed(found)
