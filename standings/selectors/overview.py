"""One season at a glance: its stages, who won it, its records, and what the sources leave open."""

from dataclasses import dataclass

from competitions.choices import OutcomeKind
from competitions.models import PublishedScorer, Season, SeasonOutcome
from standings.selectors.brackets import MatchupView, final_of
from standings.selectors.leagues import (
    DepartmentStages,
    by_department,
    counted_below,
    listed_below,
)
from standings.selectors.reading import load
from standings.selectors.records import SeasonRecords, records_of
from standings.selectors.seasons import (
    NATIONAL,
    NotFound,
    SeasonNav,
    champion_of,
    in_play_of,
    runner_up_of,
    shown_stages,
)
from standings.selectors.snapshot import ClubData, Label, StageData


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
    """A season by its national stages, with what the leagues below them play."""

    season: Season
    nav: SeasonNav
    stages: tuple[StageSummary, ...]
    champion: ClubData | None
    runner_up: ClubData | None
    final: MatchupView | None
    records: SeasonRecords
    below: tuple[DepartmentStages, ...]
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
    def stage_in_play(self) -> StageData | None:
        return in_play_of(summary.stage for summary in self.stages)

    @property
    def final_stage(self) -> StageData | None:
        return self.stages[-1].stage if self.stages else None

    @property
    def stages_below(self) -> int:
        return sum(department.number for department in self.below)

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


def season_page(year: int) -> SeasonPage:
    stages = tuple(shown_stages().filter(NATIONAL, season__year=year))
    season = stages[0].season if stages else Season.objects.kept().filter(year=year).first()
    if season is None:
        raise NotFound("season")
    listed = listed_below(season)
    if not stages and listed == ():
        raise NotFound("stages")
    loaded = load([*stages, *(listed or ())])
    snapshots = [loaded[stage.pk] for stage in stages]
    last = snapshots[-1] if snapshots else None
    return SeasonPage(
        season=season,
        nav=SeasonNav(season.year, season.status, season.is_simulated, stages),
        stages=tuple(StageSummary(s, len(s.clubs), champion_of(s)) for s in snapshots),
        champion=champion_of(last) if last else None,
        runner_up=runner_up_of(last) if last else None,
        final=final_of(last) if last and not last.has_table else None,
        records=records_of(snapshots),
        below=counted_below(season) if listed is None else by_department(listed, loaded),
        outcomes=tuple(season.outcomes.select_related("club")),
        notes=tuple(
            Note(note.kind, Label(note.text, note.text_en), note.source)
            for note in season.notes.all()
        ),
        scorers=tuple(season.published_scorers.select_related("club")),
    )
