"""Matches as one of the two clubs sees them: won, drawn or lost, and what they add up to."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from standings.selectors.snapshot import ClubData, FixtureData, StageData

ClubOutcome = Literal["W", "D", "L"]


@dataclass(frozen=True, slots=True)
class Played:
    """A match whose official result is known; walkovers and awards count as ruled."""

    stage: StageData
    fixture: FixtureData
    club: ClubData
    rival: ClubData
    goals_for: int
    goals_against: int
    outcome: ClubOutcome

    @property
    def was_ruled(self) -> bool:
        return self.fixture.official.kind != "pitch"


@dataclass(frozen=True, slots=True)
class Balance:
    played: int = 0
    won: int = 0
    drawn: int = 0
    lost: int = 0
    goals_for: int = 0
    goals_against: int = 0


def played_by(stage: StageData, entry: int) -> Iterator[Played]:
    """What is only inferred counts nowhere. Where both clubs lose, neither scored."""
    for fixture in stage.fixtures:
        if entry not in (fixture.home, fixture.away):
            continue
        official = fixture.official
        if fixture.is_inferred or not official.counts:
            continue
        at_home = fixture.home == entry
        mine, theirs = 0, official.conceded
        if score := official.score:
            mine, theirs = (score.home, score.away) if at_home else (score.away, score.home)
        outcome: ClubOutcome = "W" if mine > theirs else "D" if mine == theirs else "L"
        yield Played(
            stage=stage,
            fixture=fixture,
            club=stage.clubs[entry],
            rival=stage.clubs[fixture.away if at_home else fixture.home],
            goals_for=mine,
            goals_against=theirs,
            outcome="L" if official.kind == "double_loss" else outcome,
        )


def balance(matches: Iterable[Played]) -> Balance:
    found = list(matches)
    outcomes = [match.outcome for match in found]
    return Balance(
        played=len(found),
        won=outcomes.count("W"),
        drawn=outcomes.count("D"),
        lost=outcomes.count("L"),
        goals_for=sum(match.goals_for for match in found),
        goals_against=sum(match.goals_against for match in found),
    )


def in_time(match: tuple[StageData, FixtureData]) -> tuple[Any, ...]:
    """In which order matches are played, as far as it is known: by stage, round, leg and day."""
    stage, fixture = match
    return (
        stage.year,
        stage.position,
        fixture.round or 999,
        fixture.leg or 0,
        fixture.date or dt.date.max,
        fixture.time or dt.time.max,
        fixture.pk,
    )
