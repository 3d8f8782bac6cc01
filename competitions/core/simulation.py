"""A season that nobody played: real clubs, invented results, made from a seed.

It is a season pack like any other, so what reads and shows seasons is tried on the whole of one.
Its fixture list is the one that a league would be proposed: the crossings with the least travel.
Every row of it carries the evidence "simulated", and the season says so of itself.
"""

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from competitions.core.crossing_rounds import (
    LEAST_DEPARTMENTS,
    ROUNDS,
    Club,
    days_of_play,
    rounds_of,
)
from competitions.core.crossings import Department, cross, distances
from competitions.core.knock_out import RoundPlan, plan_knock_out
from competitions.core.pack.values import (
    AdjustmentRow,
    FixtureRow,
    MatchupRow,
    NoteRow,
    Pack,
    RoundValue,
    RulingRow,
    SeasonValue,
    StageValue,
)
from competitions.core.slots import in_words
from competitions.core.travel import Point

SIMULATED = "simulated"
WALKOVERS = 3
"""How many of the played fixtures nobody turned up for."""
HALF_TIME_UNKNOWN = 1
"""How many half-time scores got lost on the way, as they do."""
TWO_LEGS = ("round_of_32", "round_of_16")


class CannotSimulate(ValueError):
    """The pack to build on lacks what a single table takes; the message says what."""


@dataclass(frozen=True, slots=True)
class Pairing:
    round: int
    home: str
    away: str


def simulate(
    source: Pack,
    *,
    year: int,
    seed: int,
    rounds: int,
    first_sunday: dt.date,
    grounds: Mapping[str, Point],
) -> Pack:
    """A season on the clubs and rules of `source`, after `rounds` of the six of its single table.

    `grounds` is where each club plays, by its slug. The same arguments give the same pack. Rounds
    are a week apart. The knock-out after the table stands with open slots.

    Raises CannotSimulate.
    """
    if not 0 <= rounds <= ROUNDS:
        raise CannotSimulate(f"a single table has {ROUNDS} rounds, not {rounds}")
    table = _single_table(source)
    rng = random.Random(seed)  # noqa: S311 - a repeatable season is wanted, not a secret
    clubs = _by_rank(source, table.slug)
    days = days_of_play(first_sunday)
    pairings = list(_pairings(clubs, grounds))
    strength = {club: rng.lognormvariate(0, 0.45) for club in clubs.values()}
    fixtures = [_fixture(number, p, days, table.slug) for number, p in enumerate(pairings, start=1)]
    fixtures = [_play(row, strength, rng) for row in fixtures]
    kept = [row if (row.round or 0) <= rounds else _unplayed(row) for row in fixtures]
    kept, rulings, adjustments = _disturb(kept, rng)
    stages = tuple(_stage(stage, table, days, len(fixtures)) for stage in _stages(source, table))
    entries = tuple(
        replace(row, evidence=SIMULATED, source="", note="")
        for row in source.entries
        if row.stage == table.slug
    )
    entered = {row.club for row in entries}
    return Pack(
        season=SeasonValue(
            year=year,
            status="running",
            simulated=True,
            seed=seed,
            starts_on=first_sunday,
            summary="Temporada de demostración: los clubes existen, los resultados no.",
            summary_en="Demonstration season: the clubs exist, the results do not.",
        ),
        stages=stages,
        clubs=tuple(row for row in source.clubs if row.club in entered),
        entries=entries,
        matchups=tuple(_open_bracket(stages[1])) if len(stages) > 1 else (),
        fixtures=tuple(kept),
        rulings=tuple(rulings),
        adjustments=tuple(adjustments),
        notes=(
            NoteRow(
                kind="remark",
                text=f"Resultados inventados por un programa con la semilla {seed}.",
                text_en=f"Results invented by a program from the seed {seed}.",
            ),
        ),
    )


def _single_table(source: Pack) -> StageValue:
    for stage in source.stages:
        if stage.kind == "single_table":
            return stage
    raise CannotSimulate("the pack has no single table")


def _by_rank(source: Pack, stage: str) -> dict[Club, str]:
    """The champion and the runner-up of each department."""
    departments = {row.club: row.department for row in source.clubs}
    ranked = {
        (row.department or departments[row.club], row.departmental_rank): row.club
        for row in source.entries
        if row.stage == stage and row.departmental_rank in (1, 2)
    }
    names = dict.fromkeys(department for department, _rank in ranked)
    lacking = [name for name in names if not {(name, 1), (name, 2)} <= ranked.keys()]
    if lacking:
        raise CannotSimulate(f"champion or runner-up is missing of {', '.join(lacking)}")
    if len(names) < LEAST_DEPARTMENTS:
        raise CannotSimulate(
            f"crossings take {LEAST_DEPARTMENTS} departments or more, not {len(names)}"
        )
    return ranked


def _pairings(clubs: Mapping[Club, str], grounds: Mapping[str, Point]) -> Iterator[Pairing]:
    """The rounds of the crossings with the least travel."""
    departments = [
        Department(name, grounds[clubs[name, 1]], grounds[clubs[name, 2]])
        for name in dict.fromkeys(name for name, _rank in clubs)
    ]
    drawn = rounds_of(cross(departments).pairs, km=distances(departments))
    for number, meetings in enumerate(drawn, start=1):
        for home, away in meetings:
            yield Pairing(number, clubs[home], clubs[away])


def _fixture(number: int, pairing: Pairing, days: Sequence[dt.date], stage: str) -> FixtureRow:
    return FixtureRow(
        stage=stage,
        fixture=f"f{pairing.round}-{number:03d}",
        round=pairing.round,
        date=days[pairing.round - 1],
        time=dt.time(15, 0),
        home=pairing.home,
        away=pairing.away,
        status="scheduled",
        evidence=SIMULATED,
    )


def _play(row: FixtureRow, strength: Mapping[str, float], rng: random.Random) -> FixtureRow:
    home, away = strength[row.home], strength[row.away]
    rates = 0.72 * home**0.5 / away**0.5, 0.52 * away**0.5 / home**0.5
    first, second = [[_goals(rate, rng) for rate in rates] for _ in range(2)]
    return replace(
        row,
        status="played",
        home_half=first[0],
        away_half=first[1],
        home_goals=first[0] + second[0],
        away_goals=first[1] + second[1],
    )


def _goals(rate: float, rng: random.Random) -> int:
    """Goals of a half: as many arrivals as fit into one unit of time."""
    goals, time = 0, rng.expovariate(rate)
    while time < 1:
        goals, time = goals + 1, time + rng.expovariate(rate)
    return goals


def _unplayed(row: FixtureRow) -> FixtureRow:
    return replace(
        row,
        status="scheduled",
        home_goals=None,
        away_goals=None,
        home_half=None,
        away_half=None,
    )


def _disturb(
    fixtures: Sequence[FixtureRow], rng: random.Random
) -> tuple[list[FixtureRow], list[RulingRow], list[AdjustmentRow]]:
    """What no season is without: walkovers, a deduction, a result made in the office."""
    rows = {row.fixture: row for row in fixtures}
    played = [row for row in fixtures if row.status == "played"]
    wanted = min(WALKOVERS + HALF_TIME_UNKNOWN + 1, len(played))
    picked = rng.sample(played, wanted)
    rulings: list[RulingRow] = []
    for row in picked[:WALKOVERS]:
        rows[row.fixture] = replace(_unplayed(row), status="not_played")
        winner = rng.choice([row.home, row.away])
        rulings.append(_award(row, winner, len(rulings) + 1, walkover=True))
    for row in picked[WALKOVERS : WALKOVERS + 1]:
        loser_side = row.home if (row.home_goals or 0) >= (row.away_goals or 0) else row.away
        winner = row.away if loser_side == row.home else row.home
        rulings.append(_award(row, winner, len(rulings) + 1, walkover=False))
    for row in picked[WALKOVERS + 1 :]:
        rows[row.fixture] = replace(row, home_half=None, away_half=None)
    adjustments = [
        AdjustmentRow(
            stage=ruling.stage,
            club=ruling.club,
            points=-3,
            reason="No se presentó (simulado).",
            ruling=ruling.ruling,
            evidence=SIMULATED,
        )
        for ruling in rulings[:1]
    ]
    return list(rows.values()), rulings, adjustments


def _award(row: FixtureRow, winner: str, number: int, *, walkover: bool) -> RulingRow:
    return RulingRow(
        stage=row.stage,
        ruling=number,
        effect="award",
        fixture=row.fixture,
        club=row.away if winner == row.home else row.home,
        in_favour_of=winner,
        home_goals=3 if winner == row.home else 0,
        away_goals=0 if winner == row.home else 3,
        walkover=walkover,
        document=f"Resolución simulada {number}",
        decided_on=row.date,
        text="W.O. (simulado)." if walkover else "Jugador no habilitado (simulado).",
        text_en="Walkover (simulated)." if walkover else "Ineligible player (simulated).",
        evidence=SIMULATED,
    )


def _stages(source: Pack, table: StageValue) -> list[StageValue]:
    """The table and the first knock-out after it."""
    knock_outs = [stage for stage in source.stages if stage.kind == "knock_out"]
    return [table, *knock_outs[:1]]


def _stage(
    stage: StageValue, table: StageValue, days: Sequence[dt.date], fixtures: int
) -> StageValue:
    rules = replace(stage.rules, evidence=SIMULATED, source="", note="")
    clean = replace(
        stage,
        finished=False,
        remark="",
        remark_en="",
        starts_on=None,
        ends_on=None,
        qualifiers=None,
        rules=rules,
    )
    if stage is not table:
        return replace(clean, expected_fixtures=None)
    return replace(
        clean,
        starts_on=days[0],
        ends_on=days[-1],
        expected_fixtures=fixtures,
        rounds=tuple(_round(number, day) for number, day in enumerate(days, start=1)),
    )


def _round(number: int, day: dt.date) -> RoundValue:
    return RoundValue(
        number=number,
        name=f"Fecha {number}",
        name_en=f"Round {number}",
        starts_on=day,
        ends_on=day,
    )


def _open_bracket(stage: StageValue) -> Iterator[MatchupRow]:
    """First against last of the places that go on, in the order that keeps 1 and 2 apart."""
    rounds = [
        RoundPlan(data.number, legs=2 if data.key in TWO_LEGS else 1)
        for data in stage.rounds
        if data.key != "third_place"
    ]
    for matchup in plan_knock_out(rounds, clubs=2 ** len(rounds)):
        yield MatchupRow(
            stage=stage.slug,
            round=matchup.round,
            matchup=matchup.key,
            first_slot=in_words(matchup.first),
            second_slot=in_words(matchup.second),
            legs=matchup.legs,
            feeds=matchup.feeds,
            evidence=SIMULATED,
        )
