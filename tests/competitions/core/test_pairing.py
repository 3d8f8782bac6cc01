from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.core.pairing import (
    Impossible,
    TooMany,
    by_place,
    draw_among,
    draw_between,
    draw_byes,
    legs_of,
)


def department(club: str) -> str:
    """Clubs are named by the letter of their department and a number."""
    return club[0]


@given(st.integers(0, 40), st.integers(1, 3))
def test_byes_by_lots_leave_clubs_that_can_be_kept_apart(seed: int, byes: int) -> None:
    clubs = ["A1", "A2", "A3", "A4", "B1", "C1", "D1", "E1", "F1"][: 6 + byes]
    drawn, left = draw_byes(clubs, byes, seed=str(seed), apart=department)
    assert sorted([*drawn, *left]) == clubs
    assert len(drawn) == byes
    assert any(club.startswith("A") for club in drawn)
    assert len(draw_among(left, seed="1", apart=department)) == 3


def test_round_of_32_pairs_first_with_last() -> None:
    pairs = by_place(32)
    assert {sum(pair) for pair in pairs} == {33}  # type: ignore[arg-type]
    assert pairs[0] == (1, 32)
    # 1 and 2 are in different halves, 1 and 4 in different quarters of one half.
    assert [place for place, _ in pairs].index(2) == 8
    assert [place for place, _ in pairs].index(4) == 4


@given(st.integers(2, 100))
def test_byes_go_to_the_best_places(clubs: int) -> None:
    pairs = by_place(clubs)
    byes = sorted(place for place, other in pairs if other is None)
    assert byes == list(range(1, len(byes) + 1))
    places = [place for pair in pairs for place in pair if place is not None]
    assert sorted(places) == list(range(1, clubs + 1))
    assert len(pairs) & (len(pairs) - 1) == 0


def test_one_club_is_no_knock_out() -> None:
    with pytest.raises(ValueError, match="two clubs"):
        by_place(1)


def test_the_same_seed_draws_the_same_lots() -> None:
    seeded, others = list("abcd"), list("wxyz")
    once = draw_between(seeded, others, seed="2027-08-14 16avos")
    assert once == draw_between(seeded, others, seed="2027-08-14 16avos")
    assert any(once != draw_between(seeded, others, seed=str(n)) for n in range(20))
    assert draw_among(seeded, seed="x") == draw_among(seeded, seed="x")


def test_lots_that_would_leave_one_department_alone_are_not_in_the_pot() -> None:
    for seed in "abcdef":
        drawn = draw_between(["A1", "B1"], ["A2", "B2"], seed=seed, apart=department)
        assert drawn == [("A1", "B2"), ("B1", "A2")]


def test_who_has_too_many_clubs_to_be_kept_apart_is_named() -> None:
    with pytest.raises(Impossible) as refusal:
        draw_between(["A1", "A2"], ["A3", "B1"], seed="1", apart=department)
    assert refusal.value.reason == TooMany("A", 3, 2)


pots = st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=12)


def named(letters: list[str]) -> list[str]:
    return [f"{letter}{number}" for number, letter in enumerate(letters)]


@given(pots, pots, st.text(max_size=5))
def test_lots_between_pots_keep_departments_apart_or_say_why_not(
    one: list[str], other: list[str], seed: str
) -> None:
    size = min(len(one), len(other))
    seeded, others = named(one[:size]), named(other[:size])
    letters = Counter([*one[:size], *other[:size]])
    crowded = {letter for letter, count in letters.items() if count > size}
    if crowded:
        with pytest.raises(Impossible) as refusal:
            draw_between(seeded, others, seed=seed, apart=department)
        (letter,) = crowded
        assert refusal.value.reason == TooMany(letter, letters[letter], size)
        return
    pairs = draw_between(seeded, others, seed=seed, apart=department)
    assert [pair[0] for pair in pairs] == seeded
    assert sorted(pair[1] for pair in pairs) == sorted(others)
    assert all(a[0] != b[0] for a, b in pairs)


@given(pots, st.text(max_size=5))
def test_lots_in_one_pot_keep_departments_apart_or_say_why_not(
    letters: list[str], seed: str
) -> None:
    clubs = named(letters[: len(letters) // 2 * 2])
    crowded = [c for c in Counter(map(department, clubs)).values() if c > len(clubs) // 2]
    if crowded:
        with pytest.raises(Impossible):
            draw_among(clubs, seed=seed, apart=department)
        return
    pairs = draw_among(clubs, seed=seed, apart=department)
    assert sorted(club for pair in pairs for club in pair) == sorted(clubs)
    assert all(a[0] != b[0] for a, b in pairs)


def test_every_pairing_can_be_drawn() -> None:
    drawn = {frozenset(draw_between("AB", "CD", seed=str(n))) for n in range(30)}
    assert len(drawn) == 2


def test_uneven_pots_are_refused() -> None:
    with pytest.raises(ValueError, match="as many"):
        draw_between("AB", "C", seed="")
    with pytest.raises(ValueError, match="odd"):
        draw_among("ABC", seed="")


def test_the_better_placed_hosts_the_second_leg() -> None:
    first, second = legs_of("best", "last", legs=2)
    assert (first.home, second.home) == ("last", "best")
    (single,) = legs_of("best", "last", legs=1, neutral=True)
    assert (single.home, single.is_neutral) == ("best", True)
