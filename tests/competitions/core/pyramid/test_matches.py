import datetime as dt
import random

from competitions.core.pyramid.matches import days_of, decide, kick_off, play
from competitions.core.pyramid.values import ClubValue, Entrant, Match

SUNDAY = dt.date(2028, 2, 6)


def entrant(number: int, strength: float = 1.0) -> Entrant:
    club = ClubValue(f"c{number}", f"C{number}", "Balsas", "010103", "01", 0, 0, strength)
    return Entrant(number, club, "invitation")


def match(**values: object) -> Match:
    return Match(key="f1", round=1, home=1, away=2, date=SUNDAY, time=dt.time(15))._replace(
        **values
    )


def season_of(matches: int, *, is_quiet: bool = False) -> list[Match]:
    rng = random.Random("season")
    return [
        play(match(), entrant(1, 2.0), entrant(2, 0.5), rng, is_quiet=is_quiet)
        for _ in range(matches)
    ]


def test_rounds_are_on_sundays_while_there_are_enough():
    days = days_of(SUNDAY, weeks=3, rounds=3)
    assert [day.isoweekday() for day in days] == [7, 7, 7]
    crowded = days_of(SUNDAY, weeks=3, rounds=5)
    assert [day.isoweekday() for day in crowded] == [7, 3, 7, 3, 7]


def test_matches_of_a_round_begin_one_after_the_other():
    assert len({kick_off(place) for place in range(7)}) == 7


def test_half_time_is_within_full_time_and_the_stronger_club_wins_more():
    played = [found for found in season_of(2000) if found.full and found.half]
    assert all(h <= f for found in played for h, f in zip(found.half, found.full, strict=True))
    won = sum(found.full[0] > found.full[1] for found in played)
    assert won > 0.6 * len(played)
    goals = sum(map(sum, (found.full for found in played))) / len(played)
    assert 2 < goals < 6


def test_now_and_then_somebody_stays_away_or_the_office_decides():
    played = season_of(4000)
    absent = [found for found in played if found.is_walkover]
    turned = [found for found in played if found.awarded_to and not found.is_walkover]
    assert 5 < len(absent) < 60
    assert 0 < len(turned) < 20
    assert {found.official() for found in absent} == {(3, 0), (0, 3)}
    for found in turned:
        home, away = found.full
        assert found.awarded_to == (1 if home < away else 2)


def test_no_ruling_touches_a_quiet_match():
    assert all(found.awarded_to is None for found in season_of(1000, is_quiet=True))


def leg(number: int, home: int, full: tuple[int, int]) -> Match:
    return match(leg=number, home=home, away=3 - home, full=full)


def test_the_score_decides_a_matchup_before_anything_else():
    legs, first_won = decide(
        [leg(1, 2, (0, 1)), leg(2, 1, (2, 2))], first=1, steps=("penalties",), rng=random.Random(1)
    )
    assert first_won
    assert [found.penalties for found in legs] == [None, None]


def test_a_level_matchup_goes_to_penalties_in_its_last_leg():
    legs, first_won = decide(
        [leg(1, 2, (1, 0)), leg(2, 1, (1, 0))], first=1, steps=("penalties",), rng=random.Random(1)
    )
    assert legs[0].penalties is None
    home, away = legs[1].penalties
    assert first_won == (home > away)


def test_extra_time_comes_before_penalties_where_the_rules_ask_for_it():
    found = [
        decide(
            [leg(1, 1, (1, 1))], first=1, steps=("extra_time", "penalties"), rng=random.Random(seed)
        )
        for seed in range(40)
    ]
    for [last], first_won in found:
        assert last.extra is not None
        if last.extra[0] != last.extra[1]:
            assert last.penalties is None
            assert first_won == (last.extra[0] > last.extra[1])
        else:
            assert first_won == (last.penalties[0] > last.penalties[1])
    assert {last.penalties is None for [last], _won in found} == {True, False}


def test_away_goals_decide_where_they_count():
    legs, first_won = decide(
        [leg(1, 2, (2, 1)), leg(2, 1, (1, 0))],
        first=1,
        steps=("away_goals", "penalties"),
        rng=random.Random(1),
    )
    assert first_won
    assert legs[1].penalties is None
