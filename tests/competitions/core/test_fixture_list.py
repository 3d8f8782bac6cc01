import datetime as dt
from collections import Counter

import pytest

from competitions.core.fixture_list import (
    balance_of,
    days_of_rounds,
    fair_order,
    list_of,
    resting,
    slots_of,
)
from competitions.core.programme import Slot
from competitions.core.week import read_week

SUNDAY = dt.date(2027, 3, 7)


def test_groups_play_side_by_side_and_small_ones_are_done_earlier():
    pairs = list_of(["ABCD", "EF"], legs=2)

    assert Counter((pair.round, pair.group) for pair in pairs) == {
        **{(number, 0): 2 for number in range(1, 7)},
        (1, 1): 1,
        (2, 1): 1,
    }
    assert [(p.home, p.away) for p in pairs if p.group == 1] == [("E", "F"), ("F", "E")]


def test_who_rests_is_said_of_groups_that_play():
    groups = ["ABC", "DEFGH"]

    rests = resting(groups, list_of(groups))

    assert {number: len(clubs) for number, clubs in rests.items()} == {1: 2, 2: 2, 3: 2, 4: 1, 5: 1}
    assert sorted(club for clubs in rests.values() for club in clubs) == list("ABCDEFGH")


@pytest.mark.parametrize(("clubs", "breaks"), [("ABCDEFGHI", 0), ("ABCDEFGHIJ", 8)])
def test_home_and_away_are_balanced(clubs, breaks):
    balance = balance_of(list_of([clubs]))

    assert sum(found.breaks for found in balance.values()) == breaks
    assert all(abs(found.home - found.away) <= 1 for found in balance.values())
    assert all(found.home + found.away == len(clubs) - 1 for found in balance.values())


def days(rounds, **options):
    return [
        " ".join(f"{day:%d/%m}" for day in found)
        for found in days_of_rounds(rounds, first=SUNDAY, **options)
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["07/03", "14/03", "21/03"]),
        ({"every": 14}, ["07/03", "21/03", "04/04"]),
        ({"days_off": [dt.date(2027, 3, 14)]}, ["07/03", "21/03", "28/03"]),
        ({"weekdays": [6, 5]}, ["07/03 13/03", "14/03 20/03", "21/03 27/03"]),
        ({"weekdays": [6, 2], "every": 3}, ["07/03", "10/03", "14/03"]),
        (
            {"weekdays": [6, 5], "days_off": [dt.date(2027, 3, 7), dt.date(2027, 3, 13)]},
            ["14/03 20/03", "21/03 27/03", "28/03 03/04"],
        ),
    ],
)
def test_rounds_have_their_days(options, expected):
    assert days(3, **options) == expected


def test_hours_of_all_grounds_come_in_order():
    slots = slots_of([SUNDAY], {"B": read_week("10 9"), "A": read_week("9")})

    assert [(slot.hour.hour, slot.ground) for slot in slots] == [(9, "A"), (9, "B"), (10, "B")]


def slots_on(*hours, rounds=7, grounds=("A",)):
    return {
        number: [Slot(SUNDAY, dt.time(hour), ground) for hour in hours for ground in grounds]
        for number in range(1, rounds + 1)
    }


def test_no_club_has_the_same_hour_all_the_time():
    pairs = list_of(["ABCDEFGH"])

    had: Counter[tuple[object, int]] = Counter()
    by_round: Counter[int] = Counter()
    for pair in fair_order(pairs, slots_on(9, 11, 13, 15)):
        for club in (pair.home, pair.away):
            had[club, by_round[pair.round]] += 1
        by_round[pair.round] += 1

    assert set(by_round.values()) == {4}
    assert max(had.values()) <= 3, "of seven matches at four hours"


def test_matches_beyond_the_hours_come_last():
    pairs = list_of(["ABCD"])

    assert sorted(fair_order(pairs, slots_on(9)), key=str) == sorted(pairs, key=str)


def test_each_group_gets_the_hours_of_its_grounds():
    pairs = list_of(["ABCD", "EFGH"])
    slots = slots_on(9, 11, grounds=("Norte", "Sur", "Este"))
    grounds = {0: ("Norte",), 1: ("Sur",)}

    ordered = [pair for pair in fair_order(pairs, slots, grounds=grounds) if pair.round == 1]

    assert [pair.group for pair in ordered] == [0, 1, 0, 1]


def test_hours_differ_by_the_day_of_the_week():
    saturday = SUNDAY - dt.timedelta(days=1)

    slots = slots_of([saturday, SUNDAY], {"A": read_week("sáb 15; dom 9 11"), "B": read_week("8")})

    assert [(slot.day.day, slot.hour.hour, slot.ground) for slot in slots] == [
        (6, 8, "B"), (6, 15, "A"), (7, 8, "B"), (7, 9, "A"), (7, 11, "A"),
    ]  # fmt: skip
