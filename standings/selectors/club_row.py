"""A club's row of a table, opened: the arithmetic, its results, what is left to play."""

from dataclasses import dataclass
from typing import Literal

from competitions.core.score import Score
from standings.core.explain import Step, explain
from standings.core.record import Line
from standings.selectors.neighbours import Neighbour, neighbours
from standings.selectors.seasons import NotFound, SeasonNav, one_stage, round_numbers
from standings.selectors.snapshot import ClubData, FixtureData, StageData
from standings.selectors.tables import Table, TableRow, Where, tables

Ground = Literal["home", "away", "neutral"]
MOST_TERMS = 12
LATEST = 6
"""How many results are shown at once; the earlier ones open below them."""


@dataclass(frozen=True, slots=True)
class Encounter:
    """A fixture as one of its clubs sees it. `line` is what it counts in the table, if it does."""

    fixture: FixtureData
    rival: ClubData
    ground: Ground
    line: Line | None
    is_home: bool

    @property
    def score(self) -> Score | None:
        """The club's own goals first: the official score, else what was played."""
        score = self.fixture.official.score or self.fixture.official.pitch
        return score if score is None or self.is_home else Score(score.away, score.home)


@dataclass(frozen=True, slots=True)
class ClubRowPage:
    """`partings` hold, of each neighbour, the step that parted it: the club's terms are `a`.

    Sums that are too short or too long to be read in a line are left to the comparison.
    """

    season: SeasonNav
    stage: StageData
    table: Table
    row: TableRow
    neighbours: tuple[Neighbour, ...]
    partings: tuple[tuple[ClubData, Step], ...]
    played: tuple[Encounter, ...]
    ahead: tuple[Encounter, ...]

    @property
    def club(self) -> ClubData:
        return self.row.club

    @property
    def latest(self) -> tuple[Encounter, ...]:
        return self.played[:LATEST]

    @property
    def earlier(self) -> tuple[Encounter, ...]:
        return self.played[LATEST:]


def club_row_page(
    year: int, slug: str, club: str, *, after_round: int | None = None, where: Where = "all"
) -> ClubRowPage:
    """As the table of that round and ground has it. NotFound where it has no such club.

    After a round, what was played later is ahead.
    """
    nav, stage = one_stage(year, slug)
    if after_round not in round_numbers(stage):
        after_round = None
    for table in tables(stage, after_round=after_round, where=where):
        for row in table.rows:
            if row.club.slug == club:
                beside = neighbours(table)[row.club.entry]
                played, ahead = _encounters(stage, table, row)
                partings = tuple(_partings(table, row, beside))
                return ClubRowPage(nav, stage, table, row, beside, partings, played, ahead)
    raise NotFound("row", nav)


def _partings(
    table: Table, row: TableRow, beside: tuple[Neighbour, ...]
) -> list[tuple[ClubData, Step]]:
    found = []
    for neighbour in beside:
        rival = neighbour.row.club
        steps = explain(table.ranking, row.club.entry, rival.entry).steps
        found += [(rival, step) for step in steps if step.status == "decides" and _reads(step)]
    return found


def _reads(step: Step) -> bool:
    lengths = len(step.a_terms), len(step.b_terms)
    return 1 < max(lengths) <= MOST_TERMS


def _encounters(
    stage: StageData, table: Table, row: TableRow
) -> tuple[tuple[Encounter, ...], tuple[Encounter, ...]]:
    """What was played, the latest first; what is ahead, the next first."""
    entry, after = row.club.entry, table.after_round
    lines = {line.key: line for line in row.row.record.lines}
    played, ahead = [], []
    for fixture in stage.fixtures:
        if entry not in (fixture.home, fixture.away):
            continue
        is_home = fixture.home == entry
        ground: Ground = "home" if is_home else "away"
        if fixture.is_neutral:
            ground = "neutral"
        if table.where not in ("all", ground):
            continue
        rival = stage.clubs[fixture.away if is_home else fixture.home]
        later = after is not None and (fixture.round or 0) > after
        line = None if later else lines.get(fixture.pk)
        met = Encounter(fixture, rival, ground, line, is_home)
        (ahead if later or fixture.is_open else played).append(met)
    ahead.sort(key=lambda met: met.fixture.round or 999)
    played.sort(key=lambda met: met.fixture.round or 0, reverse=True)
    return tuple(played), tuple(ahead)
