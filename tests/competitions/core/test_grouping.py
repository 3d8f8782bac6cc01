from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.core.grouping import draw_groups, serpentine, sizes_of
from competitions.core.pairing import Impossible


def department(club):
    return club[0]


@given(st.integers(2, 60), st.integers(1, 12))
def test_groups_are_as_equal_as_can_be(clubs, groups):
    sizes = sizes_of(clubs, groups)

    assert (sum(sizes), len(sizes)) == (clubs, groups)
    assert max(sizes) - min(sizes) <= 1


def test_seeds_go_down_the_groups_and_up_again():
    assert serpentine("ABCDEFGHIJ", [4, 3, 3]) == [list("AFGJ"), list("BEH"), list("CDI")]


def test_a_full_group_is_passed_over():
    assert serpentine("ABCDEF", [4, 2]) == [list("ADEF"), list("BC")]


def test_places_and_clubs_have_to_agree():
    with pytest.raises(ValueError, match="as many places"):
        serpentine("ABC", [2])
    with pytest.raises(ValueError, match="as many places"):
        draw_groups("ABC", [2, 2], seed="x")


def test_the_same_seed_draws_the_same_again():
    clubs = [f"Club {number}" for number in range(13)]

    assert draw_groups(clubs, [5, 4, 4], seed="Acta 7") == draw_groups(
        clubs, [5, 4, 4], seed="Acta 7"
    )
    others = {str(draw_groups(clubs, [5, 4, 4], seed=str(seed))) for seed in range(20)}
    assert len(others) == 20


@settings(max_examples=60)
@given(
    st.integers(2, 5).flatmap(
        lambda groups: st.tuples(
            st.just(groups), st.lists(st.integers(1, groups), min_size=groups, max_size=12)
        )
    ),
    st.text(max_size=5),
)
def test_clubs_of_one_department_come_apart_whenever_that_can_be(case, seed):
    groups, counts = case
    clubs = [f"{chr(65 + d)}{n}" for d, count in enumerate(counts) for n in range(count)]
    sizes = sizes_of(len(clubs), groups)

    drawn = draw_groups(clubs, sizes, seed=seed, apart=department)

    assert [len(group) for group in drawn] == list(sizes)
    assert Counter(club for group in drawn for club in group) == Counter(clubs)
    for group in drawn:
        assert len(set(map(department, group))) == len(group)


def test_lots_that_would_leave_somebody_without_a_group_are_not_in_the_pot():
    """The two of B need both small groups or one of them and the large one: whoever else is drawn
    first leaves them room."""
    clubs = ["A1", "A2", "A3", "B1", "B2", "B3", "C1"]

    for seed in range(50):
        drawn = draw_groups(clubs, [3, 2, 2], seed=str(seed), apart=department)
        assert all(len(set(map(department, group))) == len(group) for group in drawn)


def test_too_many_of_one_department_are_named():
    with pytest.raises(Impossible) as caught:
        draw_groups(["A1", "A2", "A3", "B1"], [2, 2], seed="x", apart=department)

    assert (caught.value.reason.key, caught.value.reason.clubs) == ("A", 3)
    assert caught.value.reason.places == 2


def test_unequal_groups_can_leave_no_way_to_keep_departments_apart():
    """Two departments of two: the group of three would have to take three of two departments."""
    with pytest.raises(Impossible) as caught:
        draw_groups(["A1", "A2", "B1", "B2"], [3, 1], seed="x", apart=department)

    assert caught.value.reason.clubs == 2
