"""Pages of a season and of its stages: one call each."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from competitions.choices import OutcomeKind, SeasonStatus
from competitions.models import PublishedScorer, Season, SeasonOutcome, Stage
from standings.core.explain import Explanation, explain
from standings.selectors.brackets import (
    BracketRound,
    MatchupView,
    Section,
    final_of,
    sections,
)
from standings.selectors.qualification import Disagreement, disagreement
from standings.selectors.reading import load
from standings.selectors.snapshot import (
    ClubData,
    FixtureData,
    Label,
    RoundData,
    StageData,
)
from standings.selectors.tables import Table, TableRow, Where, tables


class NotFound(LookupError):
    """There is no such season, stage, round or club. `seen` are neighbours that exist."""

    def __init__(self, what: str, season: "SeasonNav | None" = None) -> None:
        super().__init__(what)
        self.what = what
        self.season = season


@dataclass(frozen=True, slots=True)
class SeasonNav:
    """A season and the stages to walk through."""

    year: int
    status: str
    is_simulated: bool
    stages: tuple[Stage, ...]
    current: str = ""


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
        is_last = self.stage.slug == self.season.stages[-1].slug
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
    def round_fixtures(self) -> tuple[FixtureData, ...]:
        """What stands beside the table: the round that it was made after."""
        return tuple(f for f in self.stage.fixtures if f.round == self.shown_round)


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
    def known(self) -> int:
        return sum(f.official.counts and not f.is_inferred for f in self.fixtures)


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    season: SeasonNav
    stage: StageData
    table: Table
    first: ClubData
    second: ClubData
    explanation: Explanation

    @property
    def first_row(self) -> TableRow:
        return next(row for row in self.table.rows if row.club is self.first)

    @property
    def second_row(self) -> TableRow:
        return next(row for row in self.table.rows if row.club is self.second)


@dataclass(frozen=True, slots=True)
class StageSummary:
    stage: StageData
    clubs: int
    champion: ClubData | None


@dataclass(frozen=True, slots=True)
class Note:
    kind: str
    text: Label
    source: str


@dataclass(frozen=True, slots=True)
class SeasonPage:
    season: Season
    nav: SeasonNav
    stages: tuple[StageSummary, ...]
    champion: ClubData | None
    final: MatchupView | None
    outcomes: tuple[SeasonOutcome, ...]
    notes: tuple[Note, ...]
    scorers: tuple[PublishedScorer, ...]

    @property
    def departments(self) -> dict[int, str]:
        """For which department each club played in this season."""
        return {
            club.club: club.department
            for summary in self.stages
            for club in summary.stage.clubs.values()
        }

    @property
    def summary(self) -> Label:
        return Label(self.season.summary, self.season.summary_en)

    @property
    def stage_in_play(self) -> StageData:
        """The last one that has a result."""
        return _in_play(summary.stage for summary in self.stages)

    @property
    def final_stage(self) -> StageData:
        return self.stages[-1].stage

    def outcomes_of(self, *kinds: str) -> tuple[SeasonOutcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.kind in kinds)

    @property
    def promoted(self) -> tuple[SeasonOutcome, ...]:
        return self.outcomes_of(OutcomeKind.PROMOTED)

    @property
    def league_places(self) -> tuple[SeasonOutcome, ...]:
        return self.outcomes_of(OutcomeKind.LEAGUE_PLACE)

    @property
    def changes(self) -> tuple[SeasonOutcome, ...]:
        return self.outcomes_of(OutcomeKind.CAME_DOWN, OutcomeKind.WENT_UP)


def stages_of(year: int) -> tuple[Stage, ...]:
    """The season's stages in order, with season and rules; NotFound where the season has none."""
    stages = tuple(
        Stage.objects.filter(season__year=year, season__is_archived=False)
        .select_related("season", "rule_set")
        .order_by("position")
    )
    if not stages:
        begun = Season.objects.kept().filter(year=year).exists()
        raise NotFound("stages" if begun else "season")
    return stages


def navigation(stages: Sequence[Stage], current: str = "") -> SeasonNav:
    season = stages[0].season
    return SeasonNav(season.year, season.status, season.is_simulated, tuple(stages), current)


def one_stage(year: int, slug: str) -> tuple[SeasonNav, StageData]:
    """NotFound carries the season's other stages, for a helpful page."""
    stages = stages_of(year)
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
    complete = stage.has_table and not stage.is_finished and stage.groups
    resting = [c for c in stage.clubs.values() if complete and c.entry not in playing]
    return RoundPage(nav, stage, number, fixtures, tuple(resting), numbers)


def comparison_page(
    year: int, slug: str, first: str, second: str, *, after_round: int | None = None
) -> ComparisonPage:
    """Why one club stands above the other. Both play in one table of the stage, or NotFound."""
    nav, stage = one_stage(year, slug)
    if after_round not in round_numbers(stage):
        after_round = None
    for table in tables(stage, after_round=after_round):
        clubs = {row.club.slug: row.club for row in table.rows}
        if first != second and first in clubs and second in clubs:
            a, b = clubs[first], clubs[second]
            explanation = explain(table.ranking, a.entry, b.entry)
            return ComparisonPage(nav, stage, table, a, b, explanation)
    raise NotFound("comparison", nav)


def champion_of(stage: StageData) -> ClubData | None:
    """Who won the stage: the winner of its final, or the first of its only, complete table."""
    if not stage.has_table:
        final = final_of(stage)
        return final.winner if final else None
    found = tables(stage)
    if len(found) != 1 or not stage.is_finished or found[0].is_partial:
        return None
    first = found[0].rows[0] if found[0].rows else None
    return first.club if first and not first.shared else None


def season_page(year: int) -> SeasonPage:
    stages = stages_of(year)
    season = stages[0].season
    snapshots = load(stages)
    summaries = tuple(
        StageSummary(
            snapshots[stage.pk], len(snapshots[stage.pk].clubs), champion_of(snapshots[stage.pk])
        )
        for stage in stages
    )
    last = summaries[-1].stage
    return SeasonPage(
        season=season,
        nav=navigation(stages),
        stages=summaries,
        champion=summaries[-1].champion,
        final=None if last.has_table else final_of(last),
        outcomes=tuple(season.outcomes.select_related("club")),
        notes=tuple(
            Note(note.kind, Label(note.text, note.text_en), note.source)
            for note in season.notes.all()
        ),
        scorers=tuple(season.published_scorers.select_related("club")),
    )


@dataclass(frozen=True, slots=True)
class SeasonLine:
    """A season in the archive: who won it, and how much of it is known."""

    season: Season
    champion: ClubData | None
    known: int
    expected: int
    stages: tuple[Stage, ...]


def archive() -> tuple[SeasonLine, ...]:
    """Every season, the newest first. Queries do not grow with their number."""
    stages = list(
        Stage.objects.filter(season__is_archived=False)
        .select_related("season", "rule_set")
        .order_by("-season__year", "position")
    )
    snapshots = load(stages)
    by_season: dict[Season, list[Stage]] = {}
    for stage in stages:
        by_season.setdefault(stage.season, []).append(stage)
    return tuple(
        SeasonLine(
            season=season,
            champion=champion_of(snapshots[mine[-1].pk]),
            known=sum(snapshots[stage.pk].known for stage in mine),
            expected=sum(snapshots[stage.pk].expected for stage in mine),
            stages=tuple(mine),
        )
        for season, mine in by_season.items()
    )


@dataclass(frozen=True, slots=True)
class HomePage:
    """The running season at a glance, or the last one that was played.

    `stage` is the one in play. Results are by round: those of the latest and, until it is
    complete, of the one before. `upcoming` are the next fixtures.
    """

    nav: SeasonNav
    stage: StageData
    table: Table | None
    sections: tuple[Section, ...]
    round: int | None
    results: tuple[tuple[RoundData, tuple[FixtureData, ...], int], ...]
    upcoming: tuple[FixtureData, ...]
    champion: ClubData | None
    seasons: tuple[SeasonLine, ...]

    @property
    def last_rounds(self) -> tuple[BracketRound, ...]:
        """The end of the bracket: what fits a front page."""
        return self.sections[-1].rounds[-2:] if self.sections else ()

    @property
    def numbers(self) -> dict[int, int]:
        return self.sections[-1].numbers if self.sections else {}


def home_page() -> HomePage | None:
    """None on a site without a single stage."""
    lines = archive()
    if not lines:
        return None
    line = _on_the_front_page(lines)
    snapshots = load(line.stages)
    stage = _in_play(snapshots[s.pk] for s in line.stages)
    last = last_played_round(stage)
    stage_tables = tables(stage)
    return HomePage(
        nav=navigation(line.stages, stage.slug),
        stage=stage,
        table=stage_tables[0] if len(stage_tables) == 1 else None,
        sections=sections(stage) if not stage.has_table else (),
        round=last,
        results=tuple(_latest_results(stage, last)),
        upcoming=_next_fixtures(stage),
        champion=line.champion,
        seasons=lines,
    )


def _latest_results(
    stage: StageData, last: int | None
) -> Iterator[tuple[RoundData, tuple[FixtureData, ...], int]]:
    """A round, its results and how many fixtures it has."""
    for data in reversed([data for data in stage.rounds if data.number <= (last or 0)]):
        fixtures = [f for f in stage.fixtures if f.round == data.number]
        known = tuple(f for f in fixtures if f.official.counts)
        yield data, known, len(fixtures)
        if len(known) == len(fixtures) or data.number != last:
            return


def _on_the_front_page(lines: Sequence[SeasonLine]) -> SeasonLine:
    """The running season that has a result; an empty one does not push another off the page."""
    begun = [line for line in lines if line.known]
    running = [line for line in begun if line.season.status == SeasonStatus.RUNNING]
    return (running or begun or lines)[0]


def _in_play(stages: Iterable[StageData]) -> StageData:
    """The last stage that has a result, else the first."""
    ordered = list(stages)
    started = [stage for stage in ordered if stage.known]
    return (started or ordered)[-1 if started else 0]


def _next_fixtures(stage: StageData) -> tuple[FixtureData, ...]:
    waiting = [f for f in stage.fixtures if f.is_open]
    if not waiting:
        return ()
    soonest = min(waiting, key=lambda f: (f.round or 999, f.date or dt.date.max))
    return tuple(f for f in waiting if f.round == soonest.round)
