"""Which stages a season is told by, and the pages of one stage: one call each."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet

from competitions.choices import LeagueLevel
from competitions.core.score import AHEAD
from competitions.models import Season, Stage
from standings.selectors.brackets import Section, final_of, sections
from standings.selectors.qualification import Disagreement, disagreement
from standings.selectors.reading import load
from standings.selectors.snapshot import ClubData, FixtureData, RoundData, StageData
from standings.selectors.tables import Table, Where, tables


class NotFound(LookupError):
    """There is no such season, stage, round or club. `seen` are neighbours that exist."""

    def __init__(self, what: str, season: "SeasonNav | None" = None) -> None:
        super().__init__(what)
        self.what = what
        self.season = season


@dataclass(frozen=True, slots=True)
class SeasonNav:
    """A season and its national stages to walk through.

    `below` is the stage of another league in which the reader stands.
    """

    year: int
    status: str
    is_simulated: bool
    stages: tuple[Stage, ...]
    current: str = ""
    below: Stage | None = None


@dataclass(frozen=True, slots=True)
class RoundStep:
    """A round in the stepper. `fecha` is what its address asks for: nothing for today's table."""

    number: int
    fecha: int | None
    is_played: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class StagePage:
    season: SeasonNav
    stage: StageData
    tables: tuple[Table, ...]
    sections: tuple[Section, ...]
    after_round: int | None
    last_round: int | None
    where: Where
    disagreement: Disagreement | None
    followed: ClubData | None = None

    @property
    def champion(self) -> ClubData | None:
        """Of the season, where this stage ends it."""
        is_last = [stage.slug for stage in self.season.stages[-1:]] == [self.stage.slug]
        return champion_of(self.stage) if is_last else None

    @property
    def to_follow(self) -> tuple[ClubData, ...]:
        """The clubs of a knock-out, by their names."""
        playing = {
            entry
            for section in self.sections
            for found in section.rounds
            for view in found.matchups
            for entry in view.entries
        }
        clubs = (club for club in self.stage.clubs.values() if club.entry in playing)
        return tuple(sorted(clubs, key=lambda club: club.key))

    @property
    def shown_round(self) -> int | None:
        return self.after_round or self.last_round

    @property
    def steps(self) -> tuple[RoundStep, ...]:
        last, finished = self.last_round or 0, self.stage.is_finished
        return tuple(
            RoundStep(
                number=number,
                fecha=None if number == last and not finished else number,
                is_played=number <= last,
                is_current=number == self.shown_round,
            )
            for number in round_numbers(self.stage)
        )

    @property
    def step_back(self) -> RoundStep | None:
        """To the round before the one that is shown."""
        return next((s for s in reversed(self.steps) if s.number < (self.shown_round or 0)), None)

    @property
    def step_on(self) -> RoundStep | None:
        shown = self.shown_round or 0
        return next((s for s in self.steps if s.number > shown and s.is_played), None)

    @property
    def round_fixtures(self) -> tuple[FixtureData, ...]:
        """What stands beside the table: the round that it was made after."""
        return tuple(f for f in self.stage.fixtures if f.round == self.shown_round)


@dataclass(frozen=True, slots=True)
class DayOfPlay:
    """A day of a round. `grounds` has its matches ground by ground where one has several, else all
    in one."""

    date: dt.date | None
    grounds: tuple[tuple[FixtureData, ...], ...]
    is_by_ground: bool

    @property
    def is_long(self) -> bool:
        """Whether a screen that is wide enough puts the matches beside each other."""
        return sum(map(len, self.grounds)) > 3


@dataclass(frozen=True, slots=True)
class RoundPage:
    season: SeasonNav
    stage: StageData
    number: int
    fixtures: tuple[FixtureData, ...]
    resting: tuple[ClubData, ...]
    numbers: tuple[int, ...]

    @property
    def round(self) -> RoundData:
        return next(r for r in self.stage.rounds if r.number == self.number)

    @property
    def days(self) -> tuple[DayOfPlay, ...]:
        return tuple(
            _day(date, tuple(found)) for date, found in groupby(self.fixtures, lambda f: f.date)
        )

    @property
    def known(self) -> int:
        return sum(f.official.counts and not f.is_inferred for f in self.fixtures)

    @property
    def is_ahead(self) -> bool:
        """Whether all of it is still to be played."""
        ahead = all(f.match.status in AHEAD for f in self.fixtures)
        return ahead and not self.known and bool(self.fixtures)


def _day(date: dt.date | None, fixtures: tuple[FixtureData, ...]) -> DayOfPlay:
    grounds: dict[tuple[str, str], list[FixtureData]] = {}
    for fixture in fixtures:
        grounds.setdefault((fixture.venue, fixture.venue_town), []).append(fixture)
    named = all(name for name, _town in grounds)
    shared = named and len(fixtures) >= 2 * len(grounds)
    parts = [tuple(grounds[key]) for key in sorted(grounds)] if shared else [fixtures]
    return DayOfPlay(date, tuple(parts), shared)


NATIONAL = Q(league__level=LeagueLevel.NATIONAL)
"""Stages of the national league: those that a season is told by."""


def shown_stages() -> QuerySet[Stage]:
    """Stages of the seasons on the pages, in order, with all that snapshot and navigation need."""
    kept = Stage.objects.filter(season__is_archived=False)
    return kept.select_related("season", "rule_set", "league").order_by("position")


def stages_of(year: int, which: Q | None = None) -> tuple[Stage, ...]:
    """The season's stages, of every league or only `which`; NotFound where the season has none.

    One day there are two thousand: a page that shows one of them asks for it and the national ones.
    """
    stages = tuple(shown_stages().filter(which or Q(), season__year=year))
    if not stages:
        begun = Season.objects.kept().filter(year=year).exists()
        raise NotFound("stages" if begun else "season")
    return stages


def navigation(stages: Sequence[Stage], current: str = "") -> SeasonNav:
    """The national ones of these stages and, where the reader stands in it, the `current` one."""
    season = stages[0].season
    return SeasonNav(
        season.year,
        season.status,
        season.is_simulated,
        tuple(stage for stage in stages if stage.is_national),
        current,
        next((stage for stage in stages if stage.slug == current and not stage.is_national), None),
    )


def navigation_of(year: int) -> SeasonNav:
    """For a page of a season as a whole; NotFound where the season has no stage of any league."""
    stages = tuple(shown_stages().filter(NATIONAL, season__year=year))
    return navigation(stages or stages_of(year, Q(pk__in=_first_of(year))))


def _first_of(year: int) -> QuerySet[Stage]:
    return Stage.objects.filter(season__year=year).order_by("position", "pk")[:1]


def one_stage(year: int, slug: str) -> tuple[SeasonNav, StageData]:
    """NotFound carries the season's national stages, for a helpful page."""
    stages = stages_of(year, NATIONAL | Q(slug=slug))
    stage = next((stage for stage in stages if stage.slug == slug), None)
    if stage is None:
        raise NotFound("stage", navigation(stages))
    return navigation(stages, slug), load([stage])[stage.pk]


def round_numbers(stage: StageData) -> tuple[int, ...]:
    return tuple(data.number for data in stage.rounds)


def last_played_round(stage: StageData) -> int | None:
    """The latest round that has a result."""
    played = [f.round for f in stage.fixtures if f.round is not None and f.official.counts]
    return max(played, default=None)


def stage_page(
    year: int, slug: str, *, after_round: int | None = None, where: Where = "all", club: str = ""
) -> StagePage:
    """A round that the stage does not have falls back to the table of today.

    `club` is whose way through a knock-out is marked.
    """
    nav, stage = one_stage(year, slug)
    if after_round not in round_numbers(stage) or not stage.has_table:
        after_round = None
    return StagePage(
        season=nav,
        stage=stage,
        tables=tables(stage, after_round=after_round, where=where),
        sections=() if stage.has_table else sections(stage),
        after_round=after_round,
        last_round=last_played_round(stage),
        where=where,
        disagreement=disagreement(stage),
        followed=next((found for found in stage.clubs.values() if found.slug == club), None),
    )


def round_page(year: int, slug: str, number: int) -> RoundPage:
    nav, stage = one_stage(year, slug)
    numbers = round_numbers(stage)
    if number not in numbers:
        raise NotFound("round", nav)
    fixtures = tuple(f for f in stage.fixtures if f.round == number)
    playing = {f.home for f in fixtures} | {f.away for f in fixtures}
    groups = {f.group for f in fixtures}
    whole = stage.expected_fixtures is not None and len(stage.fixtures) >= stage.expected_fixtures
    complete = stage.has_table and not stage.is_finished and (stage.groups or whole)
    resting = [
        c
        for c in stage.clubs.values()
        if complete and c.entry not in playing and c.group in groups and c.exclusion is None
    ]
    return RoundPage(nav, stage, number, fixtures, tuple(resting), numbers)


def in_play_of(stages: Iterable[StageData]) -> StageData | None:
    """The last of these stages that has a result, else the first."""
    stages = list(stages)
    begun = [stage for stage in stages if stage.known]
    return next(iter([*reversed(begun), *stages]), None)


def champion_of(stage: StageData) -> ClubData | None:
    """Who won the stage: the winner of its final, or the first of its only, complete table."""
    if not stage.has_table:
        final = final_of(stage)
        return final.winner if final else None
    return _of_final_table(stage, 1)


def runner_up_of(stage: StageData) -> ClubData | None:
    """Who lost the final of the stage, or came second in its only, complete table."""
    if not stage.has_table:
        final = final_of(stage)
        return final.loser if final else None
    return _of_final_table(stage, 2)


def _of_final_table(stage: StageData, place: int) -> ClubData | None:
    found = tables(stage)
    if len(found) != 1 or not stage.is_finished or found[0].is_partial:
        return None
    return next((r.club for r in found[0].rows if r.place == place and not r.shared), None)
