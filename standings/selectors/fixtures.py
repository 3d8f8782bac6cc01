"""One match: what happened, what it belongs to, and what was changed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from competitions.models import Claim, Fixture, Goal
from competitions.services.reasons import readable_reason
from standings.selectors.brackets import MatchupView, matchup_views
from standings.selectors.reading import load
from standings.selectors.seasons import NotFound, SeasonNav, navigation, stages_of
from standings.selectors.snapshot import (
    ClubData,
    FixtureData,
    GroupData,
    RoundData,
    RulingData,
    StageData,
)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a fixture: when, what, from what to what."""

    at: dt.datetime
    kind: str
    fields: tuple[tuple[str, Any, Any], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class FixturePage:
    season: SeasonNav
    stage: StageData
    fixture: FixtureData
    home: ClubData
    away: ClubData
    matchup: MatchupView | None
    goals: tuple[Goal, ...]
    claims: tuple[Claim, ...]
    changes: tuple[Change, ...]

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
    def lacks_minutes(self) -> bool:
        return any(goal.minute is None for goal in self.goals)

    @property
    def rulings(self) -> tuple[RulingData, ...]:
        """Those over the fixture, and those over its matchup."""
        over_matchup = self.matchup.data.rulings if self.matchup else ()
        found = {r.pk: r for r in (*self.fixture.rulings, *over_matchup)}
        return tuple(found.values())


def fixture_page(pk: int) -> FixturePage:
    row = Fixture.objects.kept().filter(pk=pk).values("stage", "stage__season__year").first()
    if row is None:
        raise NotFound("fixture")
    stages = stages_of(row["stage__season__year"])
    stage = next(stage for stage in stages if stage.pk == row["stage"])
    snapshot = load([stage])[stage.pk]
    fixture = snapshot.fixture(pk)
    if fixture is None:
        raise NotFound("fixture")
    return FixturePage(
        season=navigation(stages, stage.slug),
        stage=snapshot,
        fixture=fixture,
        home=snapshot.clubs[fixture.home],
        away=snapshot.clubs[fixture.away],
        matchup=next((v for v in matchup_views(snapshot) if v.data.pk == fixture.matchup), None),
        goals=tuple(Goal.objects.filter(fixture=pk).order_by("position")),
        claims=tuple(
            Claim.objects.filter(fixture=pk).select_related("claimant__club", "against__club")
        ),
        changes=tuple(_changes(pk)),
    )


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
