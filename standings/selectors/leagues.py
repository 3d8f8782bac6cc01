"""The stages of the leagues below the national one: what is played there, and where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Value, When

from competitions.choices import LeagueLevel, SeasonStatus
from competitions.models import Fixture, Season, Stage
from standings.selectors.seasons import NATIONAL, last_played_round, shown_stages
from standings.selectors.snapshot import RoundData, StageData

IN_FEW_LINES = 6
"""More stages than these are counted on the front page, not listed."""
LISTED = 24
"""A season page that has more of them lists departments in their place."""

FROM_ABOVE = Case(
    *(When(league__level=level, then=Value(i)) for i, level in enumerate(LeagueLevel.values)),
    output_field=IntegerField(),
)
"""Orders stages by the level of their leagues, the national one first."""


@dataclass(frozen=True, slots=True)
class LeagueStage:
    """A stage with the league that plays it."""

    stage: StageData
    league: str
    department: str
    department_slug: str

    @property
    def round(self) -> RoundData | None:
        """The latest that has a result."""
        last = last_played_round(self.stage)
        return next((data for data in self.stage.rounds if data.number == last), None)


@dataclass(frozen=True, slots=True)
class InPlay:
    """What is played below: a few stages, or how many there are of each level."""

    stages: tuple[LeagueStage, ...] = ()
    levels: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DepartmentStages:
    """How many stages a department has in a season; `leagues` is empty where all have too many."""

    name: str
    slug: str
    number: int
    leagues: tuple[tuple[str, tuple[LeagueStage, ...]], ...]


def below_national() -> QuerySet[Stage]:
    return (
        shown_stages()
        .exclude(NATIONAL)
        .select_related("season", "rule_set", "league__department")
        .order_by("-season__year", FROM_ABOVE, "league__department__name", "position", "slug")
    )


def stages_in_play() -> tuple[Stage, ...]:
    """Stages with a result that are not over, of the latest running season that has any.

    There is one more than `IN_FEW_LINES` where they are too many for a front page.
    """
    first = tuple(_playing()[: IN_FEW_LINES + 1])
    return tuple(stage for stage in first if stage.season == first[0].season)


def in_play(stages: Sequence[Stage], snapshots: Mapping[int, StageData]) -> InPlay:
    """These stages, or how many there are of each level where they are too many."""
    if len(stages) <= IN_FEW_LINES:
        return InPlay(stages=_with_league(stages, snapshots))
    counts = _playing().filter(season=stages[0].season).order_by(FROM_ABOVE)
    return InPlay(levels=tuple(counts.values_list("league__level").annotate(Count("pk"))))


def _playing() -> QuerySet[Stage]:
    with_result = Fixture.objects.kept().with_score().filter(stage=OuterRef("pk"))
    return below_national().filter(
        Exists(with_result), season__status=SeasonStatus.RUNNING, is_finished=False
    )


def listed_below(season: Season) -> tuple[Stage, ...] | None:
    """The season's stages below the national ones, or None if they are too many to list."""
    stages = tuple(below_national().filter(season=season)[: LISTED + 1])
    return stages if len(stages) <= LISTED else None


def counted_below(season: Season) -> tuple[DepartmentStages, ...]:
    """How many stages each department has below the national ones."""
    counts = (
        Stage.objects.filter(season=season)
        .exclude(NATIONAL)
        .values_list("league__department__name", "league__department__slug")
        .annotate(Count("pk"))
        .order_by("league__department__name")
    )
    return tuple(
        DepartmentStages(name or "", slug or "", number, ()) for name, slug, number in counts
    )


def by_department(
    stages: Iterable[Stage], snapshots: Mapping[int, StageData]
) -> tuple[DepartmentStages, ...]:
    """Departments in the order of their names, each with its stages league by league from above."""
    found: dict[tuple[str, str], dict[str, list[LeagueStage]]] = {}
    for stage in _with_league(stages, snapshots):
        leagues = found.setdefault((stage.department, stage.department_slug), {})
        leagues.setdefault(stage.league, []).append(stage)
    return tuple(
        DepartmentStages(
            name,
            slug,
            sum(map(len, leagues.values())),
            tuple((league, tuple(mine)) for league, mine in leagues.items()),
        )
        for (name, slug), leagues in sorted(found.items())
    )


def _with_league(
    stages: Iterable[Stage], snapshots: Mapping[int, StageData]
) -> tuple[LeagueStage, ...]:
    return tuple(
        LeagueStage(
            snapshots[stage.pk],
            stage.league.name,
            stage.league.department.name if stage.league.department else "",
            stage.league.department.slug if stage.league.department else "",
        )
        for stage in stages
    )
