"""Who scored most in a season: as published, and as counted from the goals that are recorded."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from competitions.choices import GoalKind
from competitions.models import Fixture, Goal, PublishedScorer, Stage
from standings.selectors.seasons import NATIONAL, SeasonNav, navigation_of

MOST_COUNTED = 500
"""Scorers of a season that are listed; a whole country has tens of thousands."""


@dataclass(frozen=True, slots=True)
class ScorerRow:
    """Players with as many goals share the place."""

    rank: int
    player: str
    club: str
    club_slug: str
    goals: int
    published: bool
    source: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class ClubScorers:
    """The scorers of a club that were counted, and the goals of all of them."""

    club: str
    club_slug: str
    goals: int
    rows: tuple[ScorerRow, ...]


@dataclass(frozen=True, slots=True)
class ScorersPage:
    """`goals_with_scorer` of `goals_known` have one that is known; own goals are nobody's."""

    season: SeasonNav
    published: tuple[ScorerRow, ...]
    counted: tuple[ScorerRow, ...]
    goals_with_scorer: int
    goals_known: int
    own_goals: int

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.source for row in self.published if row.source))

    @property
    def by_club(self) -> tuple[ClubScorers, ...]:
        """The clubs of which most goals were counted first."""
        found: dict[str, list[ScorerRow]] = {}
        for row in self.counted:
            found.setdefault(row.club_slug, []).append(row)
        clubs = [
            ClubScorers(rows[0].club, slug, sum(row.goals for row in rows), tuple(rows))
            for slug, rows in found.items()
        ]
        return tuple(sorted(clubs, key=lambda one: (-one.goals, one.club)))


def scorers_page(year: int) -> ScorersPage:
    season = navigation_of(year)
    goals = Goal.objects.filter(
        fixture__stage__season__year=year, fixture__is_archived=False
    ).exclude(player="")
    own = Count("pk", filter=Q(kind=GoalKind.OWN_GOAL))
    by_stage = goals.order_by().values("fixture__stage").annotate(all=Count("pk"), own=own)
    told = list(by_stage.values_list("fixture__stage", "all", "own"))
    stages = [stage for stage, _all, _own in told]
    of_these = Goal.objects.filter(fixture__stage__in=stages, fixture__is_archived=False)
    return ScorersPage(
        season=season,
        published=_published(year),
        counted=_counted(of_these.exclude(player="").exclude(kind=GoalKind.OWN_GOAL)),
        goals_with_scorer=sum(count for _stage, count, _own in told),
        goals_known=_known(year, stages),
        own_goals=sum(count for _stage, _count, count in told),
    )


def _known(year: int, told: Sequence[int]) -> int:
    """Goals of the results on the pitch, in the national stages and in those of other leagues that
    have told any scorer."""
    stages = Stage.objects.filter(NATIONAL | Q(pk__in=told), season__year=year)
    found = Fixture.objects.kept().filter(stage__in=stages.order_by().values("pk"))
    return found.aggregate(known=Sum(F("home_goals") + F("away_goals")))["known"] or 0


def _published(year: int) -> tuple[ScorerRow, ...]:
    rows = list(PublishedScorer.objects.filter(season__year=year).select_related("club"))
    ranks = Counter(row.rank for row in rows)
    return tuple(
        ScorerRow(
            row.rank,
            row.player,
            row.club.name,
            row.club.slug,
            row.goals,
            True,
            row.source,
            ranks[row.rank] > 1,
        )
        for row in rows
    )


def _counted(goals: QuerySet[Goal]) -> tuple[ScorerRow, ...]:
    """The first `MOST_COUNTED` of them, who scored most first."""
    called = Coalesce(NullIf("entry__listed_name", Value("")), "entry__club__name")
    rows = (
        goals.order_by()
        .values("player", "entry__club__slug")
        .annotate(goals=Count("pk"), called=Max(called))
        .order_by("-goals", "player", "entry__club__slug")
    )
    found = list(rows[:MOST_COUNTED])
    as_many = Counter(row["goals"] for row in found)
    return tuple(
        ScorerRow(
            rank=1 + sum(players for more, players in as_many.items() if more > row["goals"]),
            player=row["player"],
            club=row["called"],
            club_slug=row["entry__club__slug"],
            goals=row["goals"],
            published=False,
            shared=as_many[row["goals"]] > 1,
        )
        for row in found
    )
