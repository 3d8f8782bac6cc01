"""One match: what happened, what it belongs to, and what was changed."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Q

from competitions.models import Claim, Entry, Fixture, Goal, Stage
from competitions.services.reasons import readable_reason
from standings.selectors.brackets import MatchupView, matchup_views
from standings.selectors.played import Played, in_time, played_by
from standings.selectors.reading import load
from standings.selectors.seasons import NATIONAL, NotFound, SeasonNav, navigation, stages_of
from standings.selectors.snapshot import (
    ClubData,
    FixtureData,
    GroupData,
    RoundData,
    RulingData,
    StageData,
)
from standings.selectors.tables import TableRow, tables

FORM = 5
MEETINGS = 8


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a fixture: when, what, from what to what."""

    at: dt.datetime
    kind: str
    fields: tuple[tuple[str, Any, Any], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a club stood before a match: its place and points in the table, its last results.

    In a knock-out `place` is the one that it brought from the stage before, and it has no points.
    """

    club: ClubData
    place: int | None
    shared: bool
    points: Any
    form: tuple[Played, ...]


@dataclass(frozen=True, slots=True)
class FixturePage:
    """`before` is empty where it is not known what was played before. `meetings` are the other
    matches of the two clubs, the latest first; simulated ones only beside a simulated match.
    """

    season: SeasonNav
    stage: StageData
    fixture: FixtureData
    home: ClubData
    away: ClubData
    matchup: MatchupView | None
    goals: tuple[Goal, ...]
    claims: tuple[Claim, ...]
    changes: tuple[Change, ...]
    before: tuple[Standing, ...] = ()
    meetings: tuple[tuple[StageData, FixtureData], ...] = ()

    @property
    def round(self) -> RoundData | None:
        number = self.fixture.round
        return next((r for r in self.stage.rounds if r.number == number), None)

    @property
    def group(self) -> GroupData | None:
        return next((g for g in self.stage.groups if g.code == self.fixture.group), None)

    @property
    def group_fixtures(self) -> tuple[FixtureData, ...]:
        return tuple(f for f in self.stage.fixtures if f.group == self.fixture.group)

    @property
    def replaced(self) -> FixtureData | None:
        """The match that this one is a replay of."""
        return self.stage.fixture(self.fixture.replaces) if self.fixture.replaces else None

    @property
    def replay(self) -> FixtureData | None:
        return next((f for f in self.stage.fixtures if f.replaces == self.fixture.pk), None)

    @property
    def lacks_minutes(self) -> bool:
        return any(goal.minute is None for goal in self.goals)

    @property
    def rulings(self) -> tuple[RulingData, ...]:
        """Those over the fixture, and those over its matchup."""
        over_matchup = self.matchup.data.rulings if self.matchup else ()
        found = {r.pk: r for r in (*self.fixture.rulings, *over_matchup)}
        return tuple(found.values())


def fixture_page(pk: int) -> FixturePage:
    row = (
        Fixture.objects.kept()
        .filter(pk=pk)
        .values("stage", "stage__season__year", "home__club", "away__club")
        .first()
    )
    if row is None:
        raise NotFound("fixture")
    both = Entry.objects.filter(club__in=(row["home__club"], row["away__club"]))
    stages = stages_of(row["stage__season__year"], NATIONAL | Q(pk__in=both.values("stage")))
    shared = (
        Stage.objects.filter(season__is_archived=False, entries__club=row["home__club"])
        .filter(entries__club=row["away__club"])
        .select_related("season", "rule_set")
    )
    loaded = load({stage.pk: stage for stage in (*stages, *shared)}.values())
    stage = loaded[row["stage"]]
    fixture = stage.fixture(pk)
    if fixture is None:
        raise NotFound("fixture")
    home, away = stage.clubs[fixture.home], stage.clubs[fixture.away]
    season = [loaded[one.pk] for one in stages]
    return FixturePage(
        season=navigation(stages, stage.slug),
        stage=stage,
        fixture=fixture,
        home=home,
        away=away,
        matchup=next((v for v in matchup_views(stage) if v.data.pk == fixture.matchup), None),
        goals=tuple(Goal.objects.filter(fixture=pk).order_by("position")),
        claims=tuple(
            Claim.objects.filter(fixture=pk).select_related("claimant__club", "against__club")
        ),
        changes=tuple(_changes(pk)),
        before=_before(season, stage, fixture),
        meetings=tuple(_meetings(loaded.values(), stage, fixture)),
    )


def _before(
    season: Sequence[StageData], stage: StageData, fixture: FixtureData
) -> tuple[Standing, ...]:
    found = tuple(_standings(season, stage, fixture))
    return found if any(one.place or one.form for one in found) else ()


def _standings(
    season: Sequence[StageData], stage: StageData, fixture: FixtureData
) -> Iterator[Standing]:
    if fixture.round is None:
        return
    rows: dict[int, TableRow] = {}
    if stage.has_table and fixture.round > 1:
        for table in tables(stage, after_round=fixture.round - 1):
            rows |= {row.club.entry: row for row in table.rows if row.place is not None}
    for entry in (fixture.home, fixture.away):
        club, row = stage.clubs[entry], rows.get(entry)
        yield Standing(
            club=club,
            place=row.place if row else club.origin_place,
            shared=row.shared if row else False,
            points=row.row.record.points if row else None,
            form=_form(season, club, before=(stage, fixture)),
        )


def _form(
    season: Iterable[StageData], club: ClubData, *, before: tuple[StageData, FixtureData]
) -> tuple[Played, ...]:
    """Its last results of the season, the latest last."""
    found = [
        match
        for stage in season
        for mine in stage.clubs.values()
        if mine.club == club.club
        for match in played_by(stage, mine.entry)
        if match.fixture.round is not None
        if in_time((match.stage, match.fixture)) < in_time(before)
    ]
    found.sort(key=lambda match: in_time((match.stage, match.fixture)))
    return tuple(found[-FORM:])


def _meetings(
    stages: Iterable[StageData], stage: StageData, fixture: FixtureData
) -> list[tuple[StageData, FixtureData]]:
    """Legs of the same matchup stand with it and are left out here."""
    two = {stage.clubs[fixture.home].club, stage.clubs[fixture.away].club}
    found = [
        (other, match)
        for other in stages
        if not other.is_simulated or stage.is_simulated
        for match in other.fixtures
        if {other.clubs[match.home].club, other.clubs[match.away].club} == two
        if match.pk != fixture.pk
        if fixture.matchup is None or match.matchup != fixture.matchup
    ]
    return sorted(found, key=in_time, reverse=True)[:MEETINGS]


SHOWN_FIELDS = (
    "status", "date", "time", "venue", "home_goals", "away_goals", "home_half", "away_half",
    "home_extra", "away_extra", "home_penalties", "away_penalties", "is_neutral", "is_official",
)  # fmt: skip
"""Fields of a fixture whose changes the public sees."""


def _changes(pk: int) -> Iterable[Change]:
    """What was changed after the fixture was entered, the latest first. Nobody is named."""
    versions = list(
        Fixture.history.filter(id=pk).select_related("venue").order_by("history_date", "history_id")
    )
    found = []
    for before, after in pairwise(versions):
        fields = tuple(
            (name, getattr(before, name), getattr(after, name))
            for name in SHOWN_FIELDS
            if getattr(before, name) != getattr(after, name)
        )
        if fields:
            found.append(
                Change(
                    after.history_date,
                    after.history_type,
                    fields,
                    readable_reason(after.history_change_reason),
                )
            )
    return reversed(found)
