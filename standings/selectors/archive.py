"""The archive: every season in a line, who won the most, and what nobody surpassed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from competitions.choices import OutcomeKind
from competitions.models import Season, SeasonOutcome, Stage
from standings.selectors.reading import load
from standings.selectors.records import SeasonRecords, records_of
from standings.selectors.seasons import NATIONAL, champion_of, runner_up_of, shown_stages
from standings.selectors.snapshot import ClubData, StageData


@dataclass(frozen=True, slots=True)
class SeasonLine:
    """A season by its national stages: who won it, and how much of it is known."""

    season: Season
    champion: ClubData | None = None
    runner_up: ClubData | None = None
    known: int = 0
    expected: int = 0
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True, slots=True)
class Champion:
    """A club with the years of its titles, as it was called in the last of them."""

    club: ClubData
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WinningDepartment:
    name: str
    slug: str
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """Seasons stand with the newest first; titles and records are those of real ones."""

    lines: tuple[SeasonLine, ...]
    promoted: dict[int, tuple[SeasonOutcome, ...]]
    champions: tuple[Champion, ...]
    departments: tuple[WinningDepartment, ...]
    records: SeasonRecords

    @property
    def recorded(self) -> int:
        """Real seasons of which the champion is known."""
        return sum(len(champion.years) for champion in self.champions)


def national_stages() -> tuple[Stage, ...]:
    """Those of every season, the newest first."""
    return tuple(shown_stages().filter(NATIONAL).order_by("-season__year", "position"))


def season_lines(
    stages: Iterable[Stage], snapshots: Mapping[int, StageData]
) -> tuple[SeasonLine, ...]:
    """A line for every season of these national stages, in their order."""
    by_season: dict[Season, list[Stage]] = {}
    for stage in stages:
        by_season.setdefault(stage.season, []).append(stage)
    return tuple(
        SeasonLine(
            season=season,
            champion=champion_of(snapshots[mine[-1].pk]),
            runner_up=runner_up_of(snapshots[mine[-1].pk]),
            known=sum(snapshots[stage.pk].known for stage in mine),
            expected=sum(snapshots[stage.pk].expected for stage in mine),
            stages=tuple(mine),
        )
        for season, mine in by_season.items()
    )


def archive() -> ArchivePage:
    """Every season that has a stage, also one of which only other leagues play yet."""
    stages = national_stages()
    loaded = load(stages)
    known = {line.season: line for line in season_lines(stages, loaded)}
    with_stage = Season.objects.kept().filter(Exists(Stage.objects.filter(season=OuterRef("pk"))))
    lines = [known.get(season, SeasonLine(season)) for season in with_stage.newest_first()]
    real = [line for line in lines if not line.season.is_simulated]
    return ArchivePage(
        lines=tuple(lines),
        promoted=_promoted(),
        champions=_champions(real),
        departments=_departments(real),
        records=records_of(loaded[s.pk] for s in stages if not s.season.is_simulated),
    )


def _promoted() -> dict[int, tuple[SeasonOutcome, ...]]:
    found: dict[int, list[SeasonOutcome]] = {}
    rows = SeasonOutcome.objects.filter(kind=OutcomeKind.PROMOTED, season__is_archived=False)
    for outcome in rows.select_related("club", "season"):
        found.setdefault(outcome.season.year, []).append(outcome)
    return {year: tuple(outcomes) for year, outcomes in found.items()}


def _champions(lines: Iterable[SeasonLine]) -> tuple[Champion, ...]:
    """Who won most titles first, then who won the last one."""
    won: dict[int, list[tuple[int, ClubData]]] = {}
    for line in lines:
        if line.champion is not None:
            won.setdefault(line.champion.club, []).append((line.season.year, line.champion))
    found = [Champion(mine[0][1], tuple(year for year, _club in mine)) for mine in won.values()]
    return tuple(sorted(found, key=lambda champion: -len(champion.years)))


def _departments(lines: Iterable[SeasonLine]) -> tuple[WinningDepartment, ...]:
    """The departments for which the champions played, in the same order."""
    won: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        if line.champion is not None:
            key = line.champion.department, line.champion.department_slug
            won.setdefault(key, []).append(line.season.year)
    found = [WinningDepartment(*key, tuple(years)) for key, years in won.items()]
    return tuple(sorted(found, key=lambda department: -len(department.years)))
