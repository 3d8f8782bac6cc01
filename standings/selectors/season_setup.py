"""How far a season is set up: its stages from above, what is open below, berths promised twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from competitions.choices import LeagueLevel
from competitions.core.consistency import Fault
from competitions.core.feeding import Booking, Promise, check_berths
from competitions.models import League, Season, Stage
from competitions.permissions import User, permissions
from competitions.services.feeding import ways_into


@dataclass(frozen=True, slots=True)
class LevelLine:
    """The leagues of a level in an official's branch, and how many of them have a stage open."""

    level: str
    leagues: int
    open: int
    stages: int

    @property
    def missing(self) -> int:
        return self.leagues - self.open


@dataclass(frozen=True, slots=True)
class Overbooked:
    """A stage of which more berths are promised than it has."""

    stage: Stage
    fault: Fault


@dataclass(frozen=True, slots=True)
class SeasonSetup:
    season: Season
    national: tuple[Stage, ...]
    levels: tuple[LevelLine, ...]
    overbooked: tuple[Overbooked, ...]
    sources: tuple[Season, ...]
    branches: tuple[League, ...]


def season_setup(season: Season, user: User) -> SeasonSetup:
    """Seven queries and those of the ways, however many stages and leagues there are."""
    mine = permissions.changeable(user, Stage.objects.filter(season=season))
    national = mine.filter(league__level=LeagueLevel.NATIONAL).select_related("season")
    return SeasonSetup(
        season,
        tuple(national.order_by("position", "slug")),
        tuple(_levels(leagues_of(user, season), mine)),
        tuple(_overbooked(mine)),
        tuple(_sources(season, user)),
        tuple(_branches(leagues_of(user, season))),
    )


def leagues_of(user: User, season: Season) -> QuerySet[League]:
    """The leagues for which an official may open stages of a season: made-up ones only in one that
    is simulated itself."""
    branch = permissions.branch(user)
    leagues = League.objects.order_by("name")
    if not season.is_simulated:
        leagues = leagues.filter(is_simulated=False)
    return leagues if branch.everywhere else leagues.filter(pk__in=branch.leagues)


def _levels(leagues: QuerySet[League], stages: QuerySet[Stage]) -> Sequence[LevelLine]:
    there = dict(leagues.order_by().values_list("level").annotate(Count("pk")))
    counted = {
        level: (open_, number)
        for level, open_, number in stages.order_by()
        .values_list("league__level")
        .annotate(Count("league", distinct=True), Count("pk"))
    }
    return [
        LevelLine(level, there[level], *counted.get(level, (0, 0)))
        for level in LeagueLevel.values
        if there.get(level)
    ]


def _overbooked(mine: QuerySet[Stage]) -> list[Overbooked]:
    with_size = {stage.pk: stage for stage in mine.filter(size__isnull=False)}
    promises: dict[int, list[Promise]] = {}
    for way in ways_into(list(with_size)):
        promises.setdefault(way.to, []).append(Promise(way.stage_name, way.number))
    found = []
    for pk, promised in promises.items():
        stage = with_size[pk]
        booking = Booking(stage.label, stage.size, tuple(promised))
        found += [Overbooked(stage, fault) for fault in check_berths(booking)]
    return found


def _sources(season: Season, user: User) -> QuerySet[Season]:
    """Other seasons with stages that the official could open again."""
    with_stages = permissions.changeable(user, Stage.objects.all()).order_by().values("season")
    return Season.objects.exclude(pk=season.pk).filter(pk__in=with_stages).order_by("-year")


def _branches(leagues: QuerySet[League]) -> Sequence[League]:
    """Leagues below which a level is opened; of an official of districts alone his own ones."""
    found = list(leagues.exclude(level=LeagueLevel.DISTRICT)) or list(leagues)
    order = LeagueLevel.values
    return sorted(found, key=lambda league: (order.index(league.level), league.name))
