"""The front page: the running season at a glance, or the last one that was played."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from competitions.choices import SeasonStatus
from competitions.models import Season
from standings.selectors.archive import SeasonLine, national_stages, season_lines
from standings.selectors.brackets import BracketRound, Section, sections
from standings.selectors.claims import Office, office_of
from standings.selectors.leagues import IN_FEW_LINES, InPlay, in_play, stages_in_play
from standings.selectors.reading import load
from standings.selectors.seasons import SeasonNav, in_play_of, last_played_round
from standings.selectors.snapshot import ClubData, FixtureData, RoundData, StageData
from standings.selectors.tables import Table, TableRow, tables
from standings.selectors.through import Through, through


@dataclass(frozen=True, slots=True)
class HomePage:
    """The national stage in play, None before there is one, and what lies around it.

    Results are by round: those of the latest and, until it is complete, of the one before.
    `upcoming` are the matches of the next round and those left over from earlier ones.
    """

    nav: SeasonNav
    line: SeasonLine
    stage: StageData | None
    tables: tuple[Table, ...]
    sections: tuple[Section, ...]
    round: RoundData | None
    results: tuple[tuple[RoundData, tuple[FixtureData, ...], int], ...]
    upcoming: tuple[FixtureData, ...]
    through: tuple[Through, ...]
    office: Office
    below: InPlay
    seasons: tuple[SeasonLine, ...]

    @property
    def champion(self) -> ClubData | None:
        return self.line.champion

    @property
    def table(self) -> Table | None:
        """The only table of the stage."""
        return self.tables[0] if len(self.tables) == 1 else None

    @property
    def leaders(self) -> tuple[tuple[Table, TableRow], ...]:
        """Who leads each group, where somebody does."""
        if self.table is not None:
            return ()
        return tuple(
            (table, table.rows[0])
            for table in self.tables
            if table.rows and table.rows[0].place == 1 and table.rows[0].row.record.played
        )

    @property
    def rounds(self) -> tuple[BracketRound, ...]:
        """Of the bracket: the round that is played with the next one, in the end the last two."""
        if not self.sections:
            return ()
        drawn = self.sections[-1].rounds
        now = next((i for i, found in enumerate(drawn) if _is_open(found)), len(drawn) - 2)
        now = max(min(now, len(drawn) - 2), 0)
        return drawn[now : now + 2]

    @property
    def numbers(self) -> dict[int, int]:
        return self.sections[-1].numbers if self.sections else {}


def home_page() -> HomePage | None:
    """None on a site without a single stage."""
    national, playing = national_stages(), stages_in_play()
    few = playing if len(playing) <= IN_FEW_LINES else ()
    loaded = load([*national, *few])
    lines = season_lines(national, loaded)
    line = _on_the_front_page(lines, playing[0].season if playing else None)
    if line is None:
        return None
    season, is_below = line.season, bool(playing) and playing[0].season == line.season
    snapshots = {stage.pk: loaded[stage.pk] for stage in line.stages}
    stage = in_play_of(snapshots.values())
    last = last_played_round(stage) if stage else None
    office = office_of(snapshots)
    current = stage.slug if stage else ""
    return HomePage(
        nav=SeasonNav(season.year, season.status, season.is_simulated, line.stages, current),
        line=line,
        stage=stage,
        tables=tables(stage) if stage and stage.known else (),
        sections=sections(stage) if stage and not stage.has_table else (),
        round=next((r for r in stage.rounds if r.number == last), None) if stage else None,
        results=tuple(_latest_results(stage, last)) if stage else (),
        upcoming=_next_fixtures(stage, last) if stage else (),
        through=through(stage, office.disputed) if stage and line.champion is None else (),
        office=office,
        below=in_play(playing, loaded) if is_below else InPlay(),
        seasons=lines,
    )


def _on_the_front_page(lines: Sequence[SeasonLine], below: Season | None) -> SeasonLine | None:
    """The running season that has a result; an empty one does not push another off the page.

    `below` is a running season in which other leagues play: it comes before one that is older.
    """
    begun = [line for line in lines if line.known]
    running = [line for line in begun if line.season.status == SeasonStatus.RUNNING]
    if below is not None and not any(line.season.year >= below.year for line in running):
        return next((line for line in lines if line.season == below), SeasonLine(below))
    return next(iter(running or begun or lines), None)


def _is_open(drawn: BracketRound) -> bool:
    return any(view.outcome.decided_by is None for view in drawn.matchups)


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


def _next_fixtures(stage: StageData, last: int | None) -> tuple[FixtureData, ...]:
    """By day, ground and hour; those of an unknown day come last."""
    waiting = [f for f in stage.fixtures if f.is_open]
    to_come = [f.round for f in waiting if f.round is not None and f.round > (last or 0)]
    soonest = min(to_come, default=None)
    wanted = (f for f in waiting if soonest is None or f.round is None or f.round <= soonest)
    return tuple(sorted(wanted, key=_by_day_and_ground))


def _by_day_and_ground(fixture: FixtureData) -> tuple[dt.date, str, str, dt.time]:
    return (
        fixture.date or dt.date.max,
        fixture.venue_town,
        fixture.venue,
        fixture.time or dt.time.max,
    )
