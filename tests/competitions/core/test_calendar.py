from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.core.calendar import round_robin


@given(st.integers(0, 24), st.integers(1, 4))
def test_everyone_meets_everyone_as_often_as_there_are_legs(count: int, legs: int) -> None:
    clubs = list(range(count))
    fixtures = [pair for pairs in round_robin(clubs, legs=legs) for pair in pairs]
    meetings = Counter(frozenset(pair) for pair in fixtures)
    assert set(meetings.values()) <= {legs}
    assert len(meetings) == count * (count - 1) // 2


@given(st.integers(2, 24), st.integers(1, 4))
def test_nobody_plays_twice_in_a_round(count: int, legs: int) -> None:
    rounds = round_robin(list(range(count)), legs=legs)
    assert len(rounds) == legs * (count - 1 + count % 2)
    for pairs in rounds:
        playing = [club for pair in pairs for club in pair]
        assert len(set(playing)) == len(playing) == count - count % 2


@given(st.integers(2, 24))
def test_home_and_away_are_shared_out(count: int) -> None:
    home = Counter(dict.fromkeys(range(count), 0))
    home.update(pair[0] for pairs in round_robin(list(range(count))) for pair in pairs)
    assert all(abs(2 * times - (count - 1)) <= 1 for times in home.values())


@given(st.integers(2, 12))
def test_second_leg_is_turned_round(count: int) -> None:
    rounds = round_robin(list(range(count)), legs=2)
    first, second = rounds[: len(rounds) // 2], rounds[len(rounds) // 2 :]
    assert [[(b, a) for a, b in pairs] for pairs in first] == second


def breaks(count: int, **how: object) -> int:
    """How often a club plays twice in a row at home, or twice away."""
    rounds = round_robin(list(range(count)), **how)  # type: ignore[arg-type]
    found = 0
    for club in range(count):
        at_home = [pair[0] == club for pairs in rounds for pair in pairs if club in pair]
        found += sum(one == other for one, other in pairwise(at_home))
    return found


@pytest.mark.parametrize("count", range(2, 41))
def test_one_leg_has_the_fewest_breaks(count: int) -> None:
    assert breaks(count) == (0 if count % 2 else count - 2)


@pytest.mark.parametrize("count", range(4, 41))
def test_breaks_of_two_legs(count: int) -> None:
    mirrored, shifted = (count, 1) if count % 2 else (3 * count - 6, 2 * count)
    assert breaks(count, legs=2) == mirrored
    assert breaks(count, legs=2, order="shifted") == shifted


@pytest.mark.parametrize("count", [3, 4, 9, 14])
def test_shifted_legs_hold_the_same_matches(count: int) -> None:
    mirrored = round_robin(list(range(count)), legs=2)
    shifted = round_robin(list(range(count)), legs=2, order="shifted")
    assert sorted(map(sorted, mirrored)) == sorted(map(sorted, shifted))
    # Nobody meets the same rival twice in a row.
    for one, other in pairwise(shifted):
        assert not {frozenset(pair) for pair in one} & {frozenset(pair) for pair in other}
