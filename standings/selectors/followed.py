"""What somebody subscribes to: the matches and the news of a club, department, season or stage."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from competitions.choices import SeasonStatus
from competitions.models import Club, Department, Entry, Season, Stage
from standings.selectors.claims import RulingRow, claims_and_rulings
from standings.selectors.reading import load
from standings.selectors.revisions import Revision, revisions
from standings.selectors.seasons import NATIONAL, NotFound, one_stage, stages_of
from standings.selectors.snapshot import FixtureData, StageData

MOST_STAGES = 24
NEWEST = 50
"""How many entries a feed carries."""


@dataclass(frozen=True, slots=True)
class Followed:
    """`entries` are those of the clubs that are followed; None where all of them are.

    `code` names it in ids that stay, whatever language it is read in.
    """

    name: str
    code: str
    stages: tuple[StageData, ...]
    entries: frozenset[int] | None = None

    @property
    def matches(self) -> Iterator[tuple[StageData, FixtureData]]:
        for stage in self.stages:
            for fixture in stage.fixtures:
                if self.concerns(fixture.home, fixture.away):
                    yield stage, fixture

    def concerns(self, *entries: int) -> bool:
        return self.entries is None or not self.entries.isdisjoint(entries)


@dataclass(frozen=True, slots=True)
class MatchNews:
    """A match, and when what is known of it last changed."""

    stage: StageData
    fixture: FixtureData
    revision: Revision

    @property
    def pk(self) -> int:
        return self.fixture.pk

    @property
    def day(self) -> dt.date | None:
        return self.fixture.date


@dataclass(frozen=True, slots=True)
class RulingNews:
    stage: StageData
    ruling: RulingRow
    pk: int
    revision: Revision

    @property
    def day(self) -> dt.date | None:
        return self.ruling.decided_on


News = MatchNews | RulingNews


def followed_stage(year: int, slug: str) -> Followed:
    _nav, stage = one_stage(year, slug)
    return Followed(f"Copa Perú {year}: {stage.label}", f"{year}/{slug}", (stage,))


def followed_season(year: int) -> Followed:
    return Followed(f"Copa Perú {year}", str(year), _snapshots(stages_of(year, NATIONAL)))


def followed_club(slug: str) -> Followed:
    club = Club.objects.filter(slug=slug).values("pk", "name").first()
    if club is None:
        raise NotFound("club")
    stages = _snapshots(_kept_stages().filter(entries__club=club["pk"]))
    clubs = (found for stage in stages for found in stage.clubs.values())
    entries = frozenset(found.entry for found in clubs if found.club == club["pk"])
    return Followed(club["name"], f"clubes/{slug}", stages, entries)


def followed_department(slug: str) -> Followed:
    """Its clubs in the last real season, and in those that run: a department has many leagues, of
    which the stages nearest to the final are followed."""
    department = Department.objects.filter(slug=slug).values("pk", "name").first()
    if department is None:
        raise NotFound("department")
    entered = Exists(Entry.objects.filter(stage=OuterRef("pk"), department=department["pk"]))
    found = _kept_stages().filter(entered)
    real = Season.objects.kept().filter(
        Exists(Stage.objects.filter(entered, season=OuterRef("pk"))), is_simulated=False
    )
    followed = Q(status=SeasonStatus.RUNNING) | Q(pk__in=real.order_by("-year").values("pk")[:1])
    stages = found.filter(season__in=Season.objects.filter(followed))
    nearest = stages.order_by("-season__year", "-position", "pk")[:MOST_STAGES]
    stages = _snapshots(sorted(nearest, key=lambda stage: (-stage.season.year, stage.position)))
    clubs = (found for stage in stages for found in stage.clubs.values())
    entries = frozenset(found.entry for found in clubs if found.department_slug == slug)
    return Followed(department["name"], f"departamentos/{slug}", stages, entries)


def dated_matches(followed: Followed) -> tuple[MatchNews, ...]:
    """In the order of stages and rounds; a match without a day stands in no calendar."""
    revised = revisions(followed.stages)
    return tuple(
        MatchNews(stage, fixture, revised[stage.pk].of_fixture(fixture))
        for stage, fixture in followed.matches
        if fixture.date is not None
    )


def news(followed: Followed) -> tuple[News, ...]:
    """Its results and rulings, what was recorded or changed last first."""
    revised = revisions(followed.stages)
    found: list[News] = [
        MatchNews(stage, fixture, revised[stage.pk].of_fixture(fixture))
        for stage, fixture in followed.matches
        if fixture.official.counts and not fixture.is_inferred
    ]
    _claims, rulings = claims_and_rulings(followed.stages)
    found += [
        RulingNews(row.stage, row, row.pk, revised[row.stage.pk].of_ruling(row.pk))
        for row in rulings
        if row.pk is not None and followed.concerns(*row.entries)
    ]
    return tuple(sorted(found, key=_recorded, reverse=True)[:NEWEST])


def _recorded(item: News) -> tuple[dt.datetime, dt.date, int]:
    return item.revision.at, item.day or dt.date.min, item.pk


def _kept_stages() -> QuerySet[Stage]:
    return (
        Stage.objects.filter(season__is_archived=False)
        .select_related("season", "rule_set")
        .order_by("-season__year", "position")
    )


def _snapshots(stages: Iterable[Stage]) -> tuple[StageData, ...]:
    stages = tuple(stages)
    loaded = load(stages)
    return tuple(loaded[stage.pk] for stage in stages)
