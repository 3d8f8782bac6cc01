"""A club across the editions: what it won, how it got there, whom it met, when it plays next."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from competitions.choices import OutcomeKind
from competitions.models import Club, Entry, SeasonOutcome, Stage
from standings.selectors.brackets import MatchupView, Side, matchup_views
from standings.selectors.claims import RulingRow, claims_and_rulings
from standings.selectors.played import Balance, Played, balance, in_time, played_by
from standings.selectors.reading import load
from standings.selectors.seasons import NotFound
from standings.selectors.snapshot import (
    ClubData,
    FixtureData,
    QualifierData,
    RoundData,
    StageData,
)
from standings.selectors.tables import TableRow, tables

RIVALS = 10
"""How many rivals a page names, those met most often first."""


@dataclass(frozen=True, slots=True)
class ClubMatchup:
    """A matchup as one of its clubs sees it; `rival` has no club while its side is open."""

    view: MatchupView
    round: RoundData
    mine: Side
    rival: Side

    @property
    def is_out(self) -> bool:
        return self.view.outcome.decided and not self.mine.won


@dataclass(frozen=True, slots=True)
class ClubStage:
    """What a club did in one stage: its row in a table, or its matchups.

    `above` and `below` are the clubs next to it in the table.
    """

    stage: StageData
    club: ClubData
    row: TableRow | None
    above: ClubData | None
    below: ClubData | None
    matchups: tuple[ClubMatchup, ...]
    fixtures: tuple[FixtureData, ...]
    qualified: tuple[QualifierData, ...]

    @property
    def played(self) -> tuple[Played, ...]:
        return tuple(played_by(self.stage, self.club.entry))


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a club got in a season: its last stage, and what it won, if it won something."""

    last: ClubStage
    title: SeasonOutcome | None


@dataclass(frozen=True, slots=True)
class ClubSeason:
    """Stages stand in their order. `balance` is of the results that are known."""

    year: int
    is_simulated: bool
    stages: tuple[ClubStage, ...]
    outcomes: tuple[SeasonOutcome, ...]
    balance: Balance

    @property
    def fixtures(self) -> tuple[tuple[StageData, FixtureData], ...]:
        """Its matches, each with its stage."""
        return tuple((mine.stage, f) for mine in self.stages for f in mine.fixtures)

    @property
    def reached(self) -> Reached:
        return Reached(self.stages[-1], title_of(self.outcomes))


@dataclass(frozen=True, slots=True)
class Rival:
    """`last` is their latest match of which the result is known."""

    club: ClubData
    balance: Balance
    last: Played


@dataclass(frozen=True, slots=True)
class ClubPage:
    """`seasons` are real ones, the latest first; simulated ones stand apart and count nowhere."""

    club: Club
    names: tuple[str, ...]
    ground: str
    seasons: tuple[ClubSeason, ...]
    simulated: tuple[ClubSeason, ...]
    balance: Balance
    upcoming: tuple[StageData, FixtureData] | None
    latest: tuple[StageData, FixtureData] | None
    rivals: tuple[Rival, ...]
    biggest_win: Played | None
    biggest_defeat: Played | None
    rulings: tuple[RulingRow, ...]

    @property
    def all_seasons(self) -> tuple[ClubSeason, ...]:
        both = (*self.seasons, *self.simulated)
        return tuple(sorted(both, key=lambda season: -season.year))

    @property
    def titles(self) -> tuple[SeasonOutcome, ...]:
        return tuple(outcome for season in self.seasons for outcome in season.outcomes)


def clubs_with_seasons() -> QuerySet[Club]:
    """Real clubs for the list: with their department and in how many real seasons they are
    recorded, which is counted for those alone that are asked for."""
    entries = Entry.objects.filter(
        club=OuterRef("pk"), stage__season__is_simulated=False, stage__season__is_archived=False
    )
    seasons = entries.order_by().values("club").annotate(n=Count("stage__season", distinct=True))
    clubs = Club.objects.filter(is_simulated=False).select_related("department")
    return clubs.annotate(seasons=Coalesce(Subquery(seasons.values("n")), 0))


def club_page(slug: str, *, today: dt.date | None = None) -> ClubPage:
    club = Club.objects.select_related("department", "league").filter(slug=slug).first()
    if club is None:
        raise NotFound("club")
    stages = list(
        Stage.objects.filter(entries__club=club, season__is_archived=False)
        .select_related("season", "rule_set")
        .order_by("-season__year", "position")
    )
    loaded = load(stages)
    mine = [club_stage(loaded[stage.pk], club.pk) for stage in stages]
    seasons = _seasons(mine, tuple(club.outcomes.select_related("season")))
    real = tuple(season for season in seasons if not season.is_simulated)
    played = [match for season in real for stage in season.stages for match in stage.played]
    on_the_pitch = [match for match in played if not match.was_ruled]
    listed = {stage.club.name for stage in mine} | {alias.name for alias in club.aliases.all()}
    entries = {stage.club.entry for stage in mine}
    _claims, rulings = claims_and_rulings(stage.stage for stage in mine)
    return ClubPage(
        club=club,
        names=tuple(sorted(listed - {club.name})),
        ground=_ground(mine),
        seasons=real,
        simulated=tuple(season for season in seasons if season.is_simulated),
        balance=balance(played),
        upcoming=_upcoming(seasons, today or timezone.localdate()),
        latest=_latest(real),
        rivals=_rivals(played),
        biggest_win=_biggest(on_the_pitch, "W"),
        biggest_defeat=_biggest(on_the_pitch, "L"),
        rulings=tuple(row for row in rulings if not entries.isdisjoint(row.entries)),
    )


def _seasons(
    stages: Iterable[ClubStage], outcomes: Sequence[SeasonOutcome]
) -> tuple[ClubSeason, ...]:
    by_year: dict[int, list[ClubStage]] = {}
    for mine in stages:
        by_year.setdefault(mine.stage.year, []).append(mine)
    return tuple(
        ClubSeason(
            year=year,
            is_simulated=mine[0].stage.is_simulated,
            stages=tuple(mine),
            outcomes=tuple(o for o in outcomes if o.season.year == year),
            balance=balance(match for stage in mine for match in stage.played),
        )
        for year, mine in by_year.items()
    )


def title_of(outcomes: Iterable[SeasonOutcome]) -> SeasonOutcome | None:
    """That a club won the cup, or lost the final."""
    titles = (OutcomeKind.CHAMPION, OutcomeKind.RUNNER_UP)
    return next((outcome for outcome in outcomes if outcome.kind in titles), None)


def club_stage(stage: StageData, club: int) -> ClubStage:
    mine = next(data for data in stage.clubs.values() if data.club == club)
    entry = mine.entry
    rows = next(
        (
            table.rows
            for table in tables(stage)
            if any(row.club.entry == entry for row in table.rows)
        ),
        (),
    )
    at = next((i for i, row in enumerate(rows) if row.club.entry == entry), None)
    return ClubStage(
        stage=stage,
        club=mine,
        row=None if at is None else rows[at],
        above=rows[at - 1].club if at else None,
        below=rows[at + 1].club if at is not None and at + 1 < len(rows) else None,
        matchups=tuple(_club_matchups(stage, entry)),
        fixtures=tuple(f for f in stage.fixtures if entry in (f.home, f.away)),
        qualified=tuple(q for q in stage.qualifiers if q.entry == entry),
    )


def _club_matchups(stage: StageData, entry: int) -> Iterable[ClubMatchup]:
    rounds = {data.number: data for data in stage.rounds}
    for view in matchup_views(stage, entry=entry):
        if entry == view.data.first:
            yield ClubMatchup(view, rounds[view.data.round], view.first, view.second)
        else:
            yield ClubMatchup(view, rounds[view.data.round], view.second, view.first)


def _ground(stages: Iterable[ClubStage]) -> str:
    """Where it was at home most often."""
    grounds = Counter(
        ", ".join(dict.fromkeys(filter(None, (fixture.venue, fixture.venue_town))))
        for mine in stages
        for fixture in mine.fixtures
        if fixture.home == mine.club.entry and fixture.venue and not fixture.is_neutral
    )
    return grounds.most_common(1)[0][0] if grounds else ""


def _upcoming(
    seasons: Iterable[ClubSeason], today: dt.date
) -> tuple[StageData, FixtureData] | None:
    """The next match; one whose day is not set comes after those that have one.

    A real match goes before a simulated one.
    """
    waiting = [
        (stage, fixture)
        for season in seasons
        for stage, fixture in season.fixtures
        if fixture.is_open and not stage.is_finished
        if fixture.date is None or fixture.date >= today
    ]
    return min(
        waiting,
        key=lambda match: (
            match[0].is_simulated,
            match[1].date or dt.date.max,
            match[1].time or dt.time.max,
            in_time(match),
        ),
        default=None,
    )


def _latest(seasons: Iterable[ClubSeason]) -> tuple[StageData, FixtureData] | None:
    known = [
        match
        for season in seasons
        for match in season.fixtures
        if match[1].official.counts and not match[1].is_inferred
    ]
    return max(known, key=in_time, default=None)


def _rivals(played: Iterable[Played]) -> tuple[Rival, ...]:
    met: dict[int, list[Played]] = {}
    for match in sorted(played, key=lambda match: in_time((match.stage, match.fixture))):
        met.setdefault(match.rival.club, []).append(match)
    found = [Rival(mine[-1].rival, balance(mine), mine[-1]) for mine in met.values()]
    found.sort(key=lambda rival: (-rival.balance.played, -rival.last.stage.year, rival.club.key))
    return tuple(found[:RIVALS])


def _biggest(played: Iterable[Played], outcome: str) -> Played | None:
    """By the difference, then by the goals in all; the first of its kind."""
    found = [match for match in played if match.outcome == outcome]
    return max(
        sorted(found, key=lambda match: in_time((match.stage, match.fixture))),
        key=lambda match: (
            abs(match.goals_for - match.goals_against),
            match.goals_for + match.goals_against,
        ),
        default=None,
    )
