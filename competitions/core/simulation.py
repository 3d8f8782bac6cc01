"""A season that nobody played: real clubs, invented results, made from a seed.

It is a season pack like any other, so what reads and shows seasons is tried on the whole of one.
Every row of it carries the evidence "simulated", and the season says so of itself.
"""

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from competitions.core.pack.values import (
    AdjustmentRow,
    EntryRow,
    FixtureRow,
    MatchupRow,
    NoteRow,
    Pack,
    RoundValue,
    RulingRow,
    SeasonValue,
    StageValue,
)

SIMULATED = "simulated"
ROUNDS = 6
WALKOVERS = 3
"""How many of the played fixtures nobody turned up for."""
HALF_TIME_UNKNOWN = 1
"""How many half-time scores got lost on the way, as they do."""

CROSSING_OF_2023: Mapping[str, str] = {
    "Callao": "Ica",
    "Ancash": "Lima",
    "Loreto": "San Martín",
    "Lima": "Callao",
    "Ucayali": "Loreto",
    "Tacna": "Moquegua",
    "Arequipa": "Tacna",
    "Ayacucho": "Apurímac",
    "Cusco": "Madre de Dios",
    "Moquegua": "Puno",
    "Apurímac": "Ayacucho",
    "Puno": "Arequipa",
    "Huánuco": "Ucayali",
    "Madre de Dios": "Cusco",
    "Tumbes": "Lambayeque",
    "Pasco": "Huánuco",
    "Cajamarca": "Amazonas",
    "Ica": "Huancavelica",
    "Junín": "Pasco",
    "Huancavelica": "Junín",
    "Piura": "Tumbes",
    "San Martín": "La Libertad",
    "La Libertad": "Ancash",
    "Lambayeque": "Piura",
    "Amazonas": "Cajamarca",
}
"""Round 1 of 2023: the champion of each department hosted this department's runner-up."""


class CannotSimulate(ValueError):
    """The pack to build on lacks what a single table takes; the message says what."""


@dataclass(frozen=True, slots=True)
class Pairing:
    round: int
    home: str
    away: str


def simulate(source: Pack, *, year: int, seed: int, rounds: int, first_sunday: dt.date) -> Pack:
    """A season on the clubs and rules of `source`, after `rounds` of the six of its single table.

    The same arguments give the same pack. Rounds are a week apart. The knock-out after the table
    stands with open slots.

    Raises CannotSimulate.
    """
    if not 0 <= rounds <= ROUNDS:
        raise CannotSimulate(f"a single table has {ROUNDS} rounds, not {rounds}")
    table = _single_table(source)
    rng = random.Random(seed)  # noqa: S311 - a repeatable season is wanted, not a secret
    champions, runners_up = _by_rank(source, table.slug)
    pairings = list(_pairings(champions, runners_up, rng))
    strength = {p.home: rng.lognormvariate(0, 0.45) for p in pairings if p.round in (1, 2)}
    played = [_play(number, p, strength, rng) for number, p in enumerate(pairings, start=1)]
    fixtures = [_dated(row, first_sunday, table.slug) for row in played]
    kept = [row if (row.round or 0) <= rounds else _unplayed(row) for row in fixtures]
    kept, rulings, adjustments = _disturb(kept, rng)
    stages = tuple(_stage(stage, table, first_sunday) for stage in _stages(source, table))
    entries = tuple(
        replace(row, evidence=SIMULATED, source="", note="")
        for row in source.entries
        if row.stage == table.slug
    )
    clubs = {row.club for row in entries}
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
        clubs=tuple(row for row in source.clubs if row.club in clubs),
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


def _by_rank(source: Pack, stage: str) -> tuple[dict[str, str], dict[str, str]]:
    """Champion and runner-up by department."""
    departments = {row.club: row.department for row in source.clubs}
    ranked: dict[int, dict[str, str]] = {1: {}, 2: {}}
    for row in source.entries:
        if row.stage == stage and row.departmental_rank in ranked:
            ranked[row.departmental_rank][_department(row, departments)] = row.club
    if set(ranked[1]) != set(CROSSING_OF_2023) or set(ranked[2]) != set(CROSSING_OF_2023):
        raise CannotSimulate("it takes a champion and a runner-up of each of the 25 departments")
    return ranked[1], ranked[2]


def _department(row: EntryRow, departments: Mapping[str, str]) -> str:
    return row.department or departments[row.club]


def _pairings(
    champions: Mapping[str, str], runners_up: Mapping[str, str], rng: random.Random
) -> Iterator[Pairing]:
    """Six rounds of 25: three rivals home and away, the departmental derby in rounds 3 and 4."""
    far = _second_crossing(rng)
    for department, near in CROSSING_OF_2023.items():
        champion = champions[department]
        rivals = runners_up[near], runners_up[far[department]], runners_up[department]
        yield Pairing(1, champion, rivals[0])
        yield Pairing(2, rivals[1], champion)
        yield Pairing(3, champion, rivals[2])
        yield Pairing(4, rivals[2], champion)
        yield Pairing(5, champion, rivals[1])
        yield Pairing(6, rivals[0], champion)


def _second_crossing(rng: random.Random) -> dict[str, str]:
    """Each department's champion against another runner-up than at home and in the first one."""
    departments = list(CROSSING_OF_2023)
    while True:
        order = rng.sample(departments, len(departments))
        crossing = dict(zip(departments, order, strict=True))
        if all(to not in (d, CROSSING_OF_2023[d]) for d, to in crossing.items()):
            return crossing


def _play(
    number: int, pairing: Pairing, strength: Mapping[str, float], rng: random.Random
) -> FixtureRow:
    home, away = strength[pairing.home], strength[pairing.away]
    rates = 0.72 * home**0.5 / away**0.5, 0.52 * away**0.5 / home**0.5
    first, second = [[_goals(rate, rng) for rate in rates] for _ in range(2)]
    return FixtureRow(
        stage="",
        fixture=f"{number:03d}",
        round=pairing.round,
        home=pairing.home,
        away=pairing.away,
        status="played",
        home_half=first[0],
        away_half=first[1],
        home_goals=first[0] + second[0],
        away_goals=first[1] + second[1],
        evidence=SIMULATED,
    )


def _goals(rate: float, rng: random.Random) -> int:
    """Goals of a half: as many arrivals as fit into one unit of time."""
    goals, time = 0, rng.expovariate(rate)
    while time < 1:
        goals, time = goals + 1, time + rng.expovariate(rate)
    return goals


def _dated(row: FixtureRow, first_sunday: dt.date, stage: str) -> FixtureRow:
    date = first_sunday + dt.timedelta(weeks=(row.round or 1) - 1)
    key = f"f{row.round}-{row.fixture}"
    return replace(row, stage=stage, fixture=key, date=date, time=dt.time(15, 0))


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


def _stage(stage: StageValue, table: StageValue, first_sunday: dt.date) -> StageValue:
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
        starts_on=first_sunday,
        ends_on=first_sunday + dt.timedelta(weeks=ROUNDS - 1),
        expected_fixtures=len(CROSSING_OF_2023) * ROUNDS,
        rounds=tuple(_round(number, first_sunday) for number in range(1, ROUNDS + 1)),
    )


def _round(number: int, first_sunday: dt.date) -> RoundValue:
    day = first_sunday + dt.timedelta(weeks=number - 1)
    return RoundValue(
        number=number,
        name=f"Fecha {number}",
        name_en=f"Round {number}",
        starts_on=day,
        ends_on=day,
    )


def _open_bracket(stage: StageValue) -> Iterator[MatchupRow]:
    """First against last of the places that go on, in the order that keeps 1 and 2 apart."""
    rounds = [data for data in stage.rounds if data.key != "third_place"]
    width = 2 ** len(rounds)
    seeds = _seeding(width)
    for level, data in enumerate(rounds):
        for position in range(1, width // 2 ** (level + 1) + 1):
            slots = (
                [f"{seed}.º de la tabla" for seed in seeds[2 * position - 2 : 2 * position]]
                if level == 0
                else [f"Ganador llave {n}" for n in _feeders(width, level, position)]
            )
            yield MatchupRow(
                stage=stage.slug,
                round=data.number,
                matchup=f"llave-{_number(width, level, position)}",
                first_slot=slots[0],
                second_slot=slots[1],
                legs=2 if data.key in ("round_of_32", "round_of_16") else 1,
                feeds=f"llave-{_number(width, level + 1, (position + 1) // 2)}"
                if level + 1 < len(rounds)
                else "",
                evidence=SIMULATED,
            )


def _number(width: int, level: int, position: int) -> int:
    """Matchups are numbered through, from the first round to the final."""
    return sum(width // 2 ** (before + 1) for before in range(level)) + position


def _feeders(width: int, level: int, position: int) -> tuple[int, int]:
    return (
        _number(width, level - 1, 2 * position - 1),
        _number(width, level - 1, 2 * position),
    )


def _seeding(width: int) -> list[int]:
    """Seeds in the order of a bracket.

    >>> _seeding(8)
    [1, 8, 4, 5, 2, 7, 3, 6]
    """
    seeds = [1]
    while len(seeds) < width:
        total = 2 * len(seeds) + 1
        seeds = [seed for high in seeds for seed in (high, total - high)]
    return seeds
