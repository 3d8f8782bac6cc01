import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from competitions.core.crossing_rounds import faults_of_list
from competitions.core.crossings import Department, cross
from competitions.core.pack import Pack
from competitions.core.pack.values import (
    ClubRow,
    CriterionValue,
    EntryRow,
    RoundValue,
    RulesValue,
    SeasonValue,
    StageValue,
)
from competitions.core.simulation import CannotSimulate, simulate
from competitions.core.travel import Point

DEPARTMENTS = [f"D{number:02}" for number in range(1, 26)]
FIRST_SUNDAY = dt.date(2027, 9, 19)


def source(*, departments: list[str] | None = None, knock_out: bool = True) -> Pack:
    """A finished edition: a single table of champions and runners-up, and a knock-out of eight."""
    departments = DEPARTMENTS if departments is None else departments
    rules = RulesValue(evidence="reported", criteria=(CriterionValue(criterion="points"),))
    rounds = tuple(
        RoundValue(number=n, name=key, key=key)
        for n, key in enumerate(("quarterfinals", "semifinals", "final"), start=1)
    )
    stages = [StageValue(slug="nacional", name="N", kind="single_table", league="fpf", rules=rules)]
    if knock_out:
        stages.append(
            StageValue(
                slug="llaves", name="L", kind="knock_out", league="fpf", rules=rules, rounds=rounds
            )
        )
    clubs = [(f"{role}-{d}", d, rank) for d in departments for rank, role in ((1, "c"), (2, "s"))]
    return Pack(
        season=SeasonValue(year=2024, status="finished"),
        stages=tuple(stages),
        clubs=tuple(ClubRow(club=club, name=club, department=d) for club, d, _ in clubs),
        entries=tuple(
            EntryRow(stage="nacional", club=club, departmental_rank=rank, evidence="reported")
            for club, _, rank in clubs
        ),
    )


def simulated(pack: Pack, *, seed: int = 1, rounds: int = 4) -> Pack:
    """Departments lie on a spiral, a champion a little north of the runner-up."""
    grounds = {
        row.club: Point(
            -0.5 * number - 0.1 * (row.club[0] == "s"), -75 + number * (-1) ** number / 9
        )
        for number, row in ((DEPARTMENTS.index(row.department), row) for row in pack.clubs)
    }
    return simulate(
        pack, year=2027, seed=seed, rounds=rounds, first_sunday=FIRST_SUNDAY, grounds=grounds
    )


def season(seed: int = 1, rounds: int = 4) -> Pack:
    return simulated(source(), seed=seed, rounds=rounds)


def test_every_club_plays_three_rivals_home_and_away():
    fixtures = season().fixtures
    assert len(fixtures) == 150
    assert set(Counter(f.home for f in fixtures).values()) == {3}
    assert set(Counter(f.away for f in fixtures).values()) == {3}
    pairs = Counter(frozenset((f.home, f.away)) for f in fixtures)
    assert set(pairs.values()) == {2}


def test_each_club_plays_once_a_round_and_champions_meet_runners_up():
    for number in range(1, 7):
        played = [f for f in season().fixtures if f.round == number]
        assert len({club for f in played for club in (f.home, f.away)}) == 50
        assert all({f.home[0], f.away[0]} == {"c", "s"} for f in played)


def test_crossings_are_those_with_the_least_travel_for_any_seed():
    pack = source()
    row = {name: Point(-float(number), -75.0) for number, name in enumerate(DEPARTMENTS)}
    grounds = {club.club: row[club.department] for club in pack.clubs}
    least = cross([Department(name, point, point) for name, point in row.items()])
    for seed in (1, 2):
        found = simulate(
            pack, year=2027, seed=seed, rounds=0, first_sunday=FIRST_SUNDAY, grounds=grounds
        )
        crossed = {
            (f.home[2:], f.away[2:])
            for f in found.fixtures
            if f.home[0] == "c" and f.home[2:] != f.away[2:]
        }
        assert crossed == set(least.pairs)


def test_list_is_one_that_the_desk_would_take():
    clubs = {f"{role}-{d}": (d, rank) for d in DEPARTMENTS for rank, role in ((1, "c"), (2, "s"))}
    rounds = [
        [(clubs[f.home], clubs[f.away]) for f in season().fixtures if f.round == number]
        for number in range(1, 7)
    ]
    assert faults_of_list(rounds, clubs.values()) == []


def test_departmental_derby_is_in_rounds_three_and_four():
    derbies = [f for f in season().fixtures if f.home[2:] == f.away[2:]]
    assert Counter(f.round for f in derbies) == {3: 25, 4: 25}


def test_rounds_after_the_last_played_wait_for_their_results():
    fixtures = season(rounds=4).fixtures
    waiting = [f for f in fixtures if f.status == "scheduled"]
    assert {f.round for f in waiting} == {5, 6}
    assert all(f.home_goals is None and f.home_half is None for f in waiting)
    assert all(f.date == FIRST_SUNDAY + dt.timedelta(weeks=f.round - 1) for f in fixtures)


def test_season_has_walkovers_a_deduction_an_award_and_a_lost_half_time():
    found = season()
    walkovers = [r for r in found.rulings if r.walkover]
    assert len(walkovers) == 3
    status = {f.fixture: f.status for f in found.fixtures}
    assert {status[r.fixture] for r in walkovers} == {"not_played"}
    (award,) = [r for r in found.rulings if not r.walkover]
    assert status[award.fixture] == "played"
    (deduction,) = found.adjustments
    assert (deduction.points, deduction.club) == (-3, walkovers[0].club)
    assert sum(f.status == "played" and f.home_half is None for f in found.fixtures) == 1


def test_award_turns_the_result_round():
    for seed in range(20):
        found = season(seed)
        (award,) = [r for r in found.rulings if not r.walkover]
        fixture = next(f for f in found.fixtures if f.fixture == award.fixture)
        loser_goals, winner_goals = fixture.home_goals, fixture.away_goals
        if award.in_favour_of == fixture.home:
            loser_goals, winner_goals = winner_goals, loser_goals
        assert loser_goals >= winner_goals


def test_half_time_is_never_above_full_time():
    played = [f for f in season(rounds=6).fixtures if f.home_half is not None]
    assert played
    assert all(f.home_half <= f.home_goals and f.away_half <= f.away_goals for f in played)


def test_everything_says_that_it_is_simulated():
    found = season()
    assert (found.season.simulated, found.season.seed) == (True, 1)
    rows = (*found.entries, *found.fixtures, *found.rulings, *found.adjustments, *found.matchups)
    assert {row.evidence for row in rows} == {"simulated"}
    assert {stage.rules.evidence for stage in found.stages} == {"simulated"}


def test_same_seed_makes_the_same_season_and_another_one_does_not():
    assert season(7) == season(7)
    assert season(7) != season(8)


def test_season_before_its_first_round_has_no_result():
    found = season(rounds=0)
    assert {f.status for f in found.fixtures} == {"scheduled"}
    assert (found.rulings, found.adjustments) == ((), ())


def test_bracket_stands_with_open_slots():
    slots = [(m.matchup, m.first_slot, m.second_slot, m.feeds) for m in season().matchups]
    assert slots == [
        ("llave-1", "1.º de la tabla", "8.º de la tabla", "llave-5"),
        ("llave-2", "4.º de la tabla", "5.º de la tabla", "llave-5"),
        ("llave-3", "2.º de la tabla", "7.º de la tabla", "llave-6"),
        ("llave-4", "3.º de la tabla", "6.º de la tabla", "llave-6"),
        ("llave-5", "Ganador llave 1", "Ganador llave 2", "llave-7"),
        ("llave-6", "Ganador llave 3", "Ganador llave 4", "llave-7"),
        ("llave-7", "Ganador llave 5", "Ganador llave 6", ""),
    ]


def test_season_without_a_knock_out_is_just_a_table():
    pack = simulated(source(knock_out=False), rounds=1)
    assert (len(pack.stages), pack.matchups) == (1, ())


@pytest.mark.parametrize(
    ("pack", "rounds", "says"),
    [
        (source(), 7, "6 rounds"),
        (source(departments=DEPARTMENTS[:2]), 4, "3 departments or more, not 2"),
        (replace(source(), entries=source().entries[1:]), 4, "missing of D01$"),
        (Pack(season=SeasonValue(year=2024, status="finished")), 4, "no single table"),
    ],
)
def test_impossible_wish_says_why(pack, rounds, says):
    with pytest.raises(CannotSimulate, match=says):
        simulated(pack, rounds=rounds)


def test_what_else_the_edition_recorded_is_left_out():
    base = source()
    third = EntryRow(
        stage="nacional", club="c-D01", departmental_rank=3, evidence="reported", note="x"
    )
    other = replace(base, stages=base.stages[::-1], entries=(third, *base.entries))
    pack = simulated(other)
    assert pack.fixtures == season().fixtures
