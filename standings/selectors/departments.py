"""Departments: their leagues and what these play now, who came up from them, their clubs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, When

from competitions.choices import LeagueLevel, SeasonStatus
from competitions.models import (
    Club,
    Department,
    Fixture,
    League,
    Season,
    SeasonOutcome,
    Stage,
)
from standings.selectors.clubs import Reached, club_stage, clubs_with_seasons, title_of
from standings.selectors.progress import ENDED
from standings.selectors.reading import load
from standings.selectors.seasons import NotFound
from standings.selectors.snapshot import ClubData, StageData

_RUNNING_FIRST = Case(When(status=SeasonStatus.RUNNING, then=0), default=1)
SHOWN_CLUBS = 48
"""More of them stand in the list of clubs, by pages."""


@dataclass(frozen=True, slots=True)
class LeagueStage:
    """A stage that a league plays: how many of its matches have a result, and up to which round."""

    stage: Stage
    last_round: int | None
    played: int
    fixtures: int


@dataclass(frozen=True, slots=True)
class LeagueNode:
    """A league with the stages that it plays in the latest season, and the leagues below it."""

    league: League
    stages: tuple[LeagueStage, ...]
    below: tuple["LeagueNode", ...]


@dataclass(frozen=True, slots=True)
class DepartmentQualifier:
    """A club that came up from the department, and how far it got."""

    club: ClubData
    reached: Reached


@dataclass(frozen=True, slots=True)
class DepartmentSeason:
    year: int
    is_simulated: bool
    qualifiers: tuple[DepartmentQualifier, ...]


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """`league_season` is the one whose stages stand beside the leagues, where they play any.
    Leagues that a program made up stand there only with the season that was asked for.

    `clubs` are the ones recorded in most seasons; there may be more.
    """

    department: Department
    clubs: tuple[Club, ...]
    number_of_clubs: int
    leagues: tuple[LeagueNode, ...]
    number_of_leagues: int
    league_season: Any
    seasons: tuple[DepartmentSeason, ...]
    titles: tuple[SeasonOutcome, ...]

    @property
    def has_all_clubs(self) -> bool:
        return self.number_of_clubs == len(self.clubs)


def departments() -> QuerySet[Department]:
    real = Count("clubs", filter=Q(clubs__is_simulated=False))
    return Department.objects.annotate(number_of_clubs=real).order_by("name")


def clubs_of_department(slug: str) -> QuerySet[Club]:
    return clubs_with_seasons().filter(department=_department(slug)).order_by("key")


def department_page(slug: str, *, year: int | None = None) -> DepartmentPage:
    """With what its leagues play in a season, in the latest where none is asked for."""
    department = _department(slug)
    season, stages = _stages_of_leagues(department, year)
    shown = Q(is_simulated=False) | Q(pk__in=stages if year else ())
    leagues = list(department.leagues.filter(shown).order_by("name"))
    clubs = clubs_with_seasons().filter(department=department)
    titles = tuple(
        SeasonOutcome.objects.filter(club__department=department, season__is_archived=False)
        .select_related("season", "club")
        .order_by("-season__year", "pk")
    )
    return DepartmentPage(
        department=department,
        clubs=tuple(clubs.order_by("-seasons", "key")[:SHOWN_CLUBS]),
        number_of_clubs=department.clubs.filter(is_simulated=False).count(),
        leagues=_tree(leagues, stages),
        number_of_leagues=len(leagues),
        league_season=season,
        seasons=tuple(_seasons(department, titles)),
        titles=tuple(title for title in titles if not title.season.is_simulated),
    )


def _department(slug: str) -> Department:
    department = Department.objects.filter(slug=slug).first()
    if department is None:
        raise NotFound("department")
    return department


def _stages_of_leagues(
    department: Department, year: int | None
) -> tuple[Any, dict[int, list[LeagueStage]]]:
    """The season asked for, else the latest in which its leagues play, real ones and those that run
    before the others; and their stages by league, in two queries."""
    kept = Season.objects.kept().filter(
        Exists(Stage.objects.filter(season=OuterRef("pk"), league__department=department))
    )
    of_year = kept.filter(year=year) if year else kept
    latest = of_year.order_by("is_simulated", _RUNNING_FIRST, "-year").values("pk")[:1]
    stages = list(
        Stage.objects.filter(league__department=department, season=latest)
        .select_related("season")
        .order_by("position")
    )
    progress = {
        row["stage"]: row
        for row in Fixture.objects.kept()
        .filter(stage__in=[stage.pk for stage in stages])
        .values("stage")
        .annotate(
            all=Count("pk"),
            ended=Count("pk", filter=ENDED),
            last=Max("round__number", filter=ENDED),
        )
    }
    found: dict[int, list[LeagueStage]] = {}
    for stage in stages:
        row = progress.get(stage.pk, {"all": 0, "ended": 0, "last": None})
        fixtures = max(row["all"], stage.expected_fixtures or 0)
        line = LeagueStage(stage, row["last"], row["ended"], fixtures)
        found.setdefault(stage.league_id, []).append(line)
    return (stages[0].season if stages else None), found


def _tree(
    leagues: Sequence[League], stages: Mapping[int, Sequence[LeagueStage]]
) -> tuple[LeagueNode, ...]:
    """Leagues below the one they belong to; those whose own is elsewhere stand at the root."""
    known = {league.pk for league in leagues}
    below: dict[int | None, list[League]] = {}
    for league in leagues:
        parent = league.parent_id if league.parent_id in known else None
        below.setdefault(parent, []).append(league)

    def nodes(parent: int | None) -> tuple[LeagueNode, ...]:
        return tuple(
            LeagueNode(league, tuple(stages.get(league.pk, ())), nodes(league.pk))
            for league in below.get(parent, ())
        )

    return nodes(None)


def _seasons(
    department: Department, outcomes: Iterable[SeasonOutcome]
) -> Iterable[DepartmentSeason]:
    """Who came up, by season, the latest first: read from the stages above the departments."""
    stages = list(
        Stage.objects.filter(
            league__level=LeagueLevel.NATIONAL,
            season__is_archived=False,
            entries__department=department,
        )
        .distinct()
        .select_related("season", "rule_set")
        .order_by(F("season__year").desc(), "position")
    )
    loaded = load(stages)
    won = {(o.season.year, o.club_id): o for o in outcomes if title_of([o])}
    by_year: dict[int, list[StageData]] = {}
    for stage in stages:
        by_year.setdefault(stage.season.year, []).append(loaded[stage.pk])
    for year, mine in by_year.items():
        last = {club.club: stage for stage in mine for club in stage.clubs.values()}
        came_up = {
            club.club: club
            for stage in mine
            for club in stage.clubs.values()
            if club.department_slug == department.slug and club.via == "departmental"
        }
        if came_up:
            yield DepartmentSeason(
                year,
                mine[0].is_simulated,
                tuple(
                    DepartmentQualifier(
                        club,
                        Reached(club_stage(last[club.club], club.club), won.get((year, club.club))),
                    )
                    for club in sorted(
                        came_up.values(), key=lambda club: (club.departmental_rank or 99, club.key)
                    )
                ),
            )
