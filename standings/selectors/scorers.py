"""Who scored most in a season: as published, and as counted from the goals that are recorded."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from competitions.choices import GoalKind
from competitions.models import Goal, PublishedScorer
from standings.selectors.reading import load
from standings.selectors.seasons import SeasonNav, navigation, stages_of
from standings.selectors.snapshot import ClubData


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
    stages = stages_of(year)
    snapshots = load(stages)
    clubs = {
        club.entry: club for snapshot in snapshots.values() for club in snapshot.clubs.values()
    }
    goals = list(
        Goal.objects.filter(fixture__stage__season__year=year, fixture__is_archived=False)
        .exclude(player="")
        .values_list("player", "entry", "kind")
    )
    known = sum(
        f.official.pitch.home + f.official.pitch.away
        for snapshot in snapshots.values()
        for f in snapshot.fixtures
        if f.official.pitch is not None
    )
    return ScorersPage(
        season=navigation(stages),
        published=_published(year),
        counted=_counted((player, clubs[entry]) for player, entry, kind in _own(goals, own=False)),
        goals_with_scorer=len(goals),
        goals_known=known,
        own_goals=len(_own(goals, own=True)),
    )


def _own(goals: Iterable[tuple[str, int, str]], *, own: bool) -> list[tuple[str, int, str]]:
    return [goal for goal in goals if (goal[2] == GoalKind.OWN_GOAL) is own]


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


def _counted(goals: Iterable[tuple[str, ClubData]]) -> tuple[ScorerRow, ...]:
    tally: Counter[tuple[str, int]] = Counter()
    clubs: dict[int, ClubData] = {}
    for player, club in goals:
        tally[player, club.club] += 1
        clubs[club.club] = club
    as_many = Counter(tally.values())
    return tuple(
        ScorerRow(
            rank=1 + sum(players for more, players in as_many.items() if more > number),
            player=player,
            club=clubs[club].name,
            club_slug=clubs[club].slug,
            goals=number,
            published=False,
            shared=as_many[number] > 1,
        )
        for (player, club), number in sorted(tally.items(), key=lambda item: (-item[1], item[0][0]))
    )
