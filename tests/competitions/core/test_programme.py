import datetime as dt
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.core.calendar import round_robin
from competitions.core.programme import (
    Conflict,
    Hindrance,
    Match,
    Slot,
    Unplayable,
    arrange,
    free_day,
)

SUNDAY = dt.date(2027, 3, 7)


def slot(ground: str, hour: int, *, day: dt.date = SUNDAY) -> Slot:
    return Slot(day, dt.time(hour), ground)


def match(key: str, clubs: str = "", **how: object) -> Match:
    """`match("1", "AB")`: A at home against B in round 1."""
    clubs = clubs or key
    return Match(key, how.pop("round", 1), clubs[0], clubs[1], **how)  # type: ignore[arg-type]


def conflicts_of(*matches: Match, slots: dict[int, list[Slot]], **how: object) -> list[Conflict]:
    with pytest.raises(Unplayable) as refusal:
        arrange(matches, slots, **how)  # type: ignore[arg-type]
    return list(refusal.value.conflicts)


def test_earlier_matches_get_the_earlier_slots() -> None:
    first, second = slot("Norte", 13), slot("Norte", 15)
    assert arrange([match("AB"), match("CD")], {1: [first, second]}) == {"AB": first, "CD": second}


def test_a_match_gives_way_to_one_that_has_no_other_ground() -> None:
    north, south = slot("Norte", 15), slot("Sur", 15)
    found = arrange([match("AB"), match("CD", grounds=("Norte",))], {1: [north, south]})
    assert found == {"AB": south, "CD": north}


def test_what_is_fixed_stays_and_keeps_its_ground() -> None:
    fixed = slot("Norte", 14)
    found = arrange(
        [match("AB"), match("CD", fixed=fixed)],
        {1: [slot("Norte", 13), slot("Norte", 15), slot("Norte", 17)]},
    )
    assert found == {"AB": slot("Norte", 17), "CD": fixed}


def test_fixed_matches_may_follow_each_other() -> None:
    first, second = slot("Norte", 13), slot("Norte", 15)
    fixed = [match("AB", fixed=first), match("CD", fixed=second)]
    assert arrange(fixed, {}) == {"AB": first, "CD": second}


def test_clubs_rest_between_matches() -> None:
    friday, monday = SUNDAY + dt.timedelta(5), SUNDAY + dt.timedelta(8)
    slots = {
        1: [slot("Norte", 15)],
        2: [slot("Norte", 15, day=friday), slot("Norte", 15, day=monday)],
    }
    found = arrange([match("AB"), match("AC", round=2)], slots, rest_days=7)
    assert found["AC"].day == monday


def test_nobody_plays_on_a_day_off() -> None:
    easter = SUNDAY + dt.timedelta(7)
    slots = {1: [slot("Norte", 15), slot("Norte", 15, day=easter)]}
    assert arrange([match("AB")], slots, days_off=[SUNDAY])["AB"].day == easter


def test_too_few_hours_name_the_matches_and_how_many_are_missing() -> None:
    north = [slot("Norte", 13), slot("Norte", 15)]
    crowd = [match(pair, grounds=("Norte",)) for pair in ("AB", "CD", "EF", "GH")]
    (conflict,) = conflicts_of(*crowd, match("IJ"), slots={1: [*north, slot("Sur", 15)]})
    assert conflict.code == "too_few_hours"
    assert set(conflict.matches) == {"AB", "CD", "EF", "GH"}
    assert set(conflict.slots) == set(north)
    assert conflict.missing == 2


def test_every_conflict_is_named_at_once() -> None:
    there = slot("Norte", 15)
    found = conflicts_of(
        match("AB", fixed=there),
        match("CA", round=2, fixed=slot("Norte", 16)),
        slots={1: [slot("Sur", 13), slot("Sur", 14)]},
        days_off=[SUNDAY],
    )
    assert [(conflict.code, conflict.matches) for conflict in found] == [
        ("hours_overlap", ()),
        ("day_without_play", ("AB",)),
        ("day_without_play", ("CA",)),
        ("ground_taken", ("AB", "CA")),
        ("too_little_rest", ("AB", "CA")),
    ]


def test_a_round_without_hours_is_named() -> None:
    (conflict,) = conflicts_of(match("AB"), slots={})
    assert (conflict.matches, conflict.missing) == (("AB",), 1)


@given(st.integers(2, 14), st.integers(1, 3), st.integers(1, 5))
def test_a_league_is_placed_or_its_shortage_told(clubs: int, grounds: int, hours: int) -> None:
    rounds = round_robin(list(range(clubs)))
    matches = [
        Match((number, pair), number, *pair)
        for number, pairs in enumerate(rounds)
        for pair in pairs
    ]
    slots = {
        number: [
            slot(str(ground), 9 + 2 * hour, day=SUNDAY + dt.timedelta(7 * number))
            for ground in range(grounds)
            for hour in range(hours)
        ]
        for number in range(len(rounds))
    }
    if clubs // 2 > grounds * hours:
        found = conflicts_of(*matches, slots=slots)
        assert {conflict.missing for conflict in found} == {clubs // 2 - grounds * hours}
        return
    placed = arrange(matches, slots)
    assert placed.keys() == {match.key for match in matches}
    for one, other in combinations(placed.values(), 2):
        assert one != other


def test_matches_that_are_over_contradict_each_other_no_more() -> None:
    yesterday = SUNDAY - dt.timedelta(1)
    over = {"fixed": slot("Norte", 15, day=yesterday), "is_over": True}
    played = [match("AB", **over), match("AC", "AC", **over)]
    later = slot("Norte", 15, day=SUNDAY + dt.timedelta(2))
    found = arrange(
        [*played, match("AD", round=2)],
        {2: [slot("Norte", 15), later]},
        rest_days=3,
        days_off=[yesterday],
    )
    assert found["AD"] == later, "their clubs still rest after them"


def test_a_match_before_midnight_is_not_over_when_the_next_day_begins() -> None:
    late, early = slot("Norte", 23), slot("Norte", 0, day=SUNDAY + dt.timedelta(1))
    other = slot("Sur", 0, day=SUNDAY + dt.timedelta(1))
    found = arrange([match("AB", fixed=late), match("CD")], {1: [early, other]})
    assert found["CD"] == other


def test_a_club_that_plays_twice_in_a_round_plays_on_two_days() -> None:
    monday = slot("Norte", 15, day=SUNDAY + dt.timedelta(1))
    hours = [slot("Norte", 15), slot("Sur", 15), monday]
    found = arrange([match("AB"), match("AC"), match("DE")], {1: hours})
    assert found == {"AB": hours[0], "DE": hours[1], "AC": monday}


def test_what_keeps_a_match_from_its_hours_is_named() -> None:
    saturday = SUNDAY - dt.timedelta(1)
    elsewhere = match("cup", "BX", fixed=slot("#1", 16, day=saturday), is_over=True)
    theirs = match("theirs", "YZ", fixed=slot("Sur", 16), is_over=True)
    north, south = slot("Norte", 15), slot("Sur", 15)
    (conflict,) = conflicts_of(
        match("AB"), elsewhere, theirs, slots={1: [north, south]}, rest_days=2
    )
    assert (conflict.code, conflict.matches, conflict.slots) == ("too_few_hours", ("AB",), ())
    assert set(conflict.hindrances) == {
        Hindrance("AB", "cup", north, elsewhere.fixed, too_close=True),
        Hindrance("AB", "cup", south, elsewhere.fixed, too_close=True),
        Hindrance("AB", "theirs", south, theirs.fixed, too_close=False),
    }


def test_the_first_day_on_which_all_clubs_have_rested_is_found() -> None:
    days = [SUNDAY + dt.timedelta(n) for n in range(7)]
    others = [match("AX", fixed=slot("#1", 15, day=days[1])), match("YZ", fixed=slot("#2", 15))]
    matches = [match("AB"), match("CD")]
    assert free_day(matches, days, others, rest_days=1) == days[0]
    assert free_day(matches, days, others, rest_days=3) == days[4]
    assert free_day(matches, days[:3], others, rest_days=3) is None
