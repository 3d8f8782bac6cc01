import pytest
from hypothesis import given
from hypothesis import strategies as st

from standings.core.losers import Loser, best_losers, in_order

FOUR = [
    Loser("A", 1, -1, 2),
    Loser("B", 3, -1, 1),
    Loser("C", 1, -1, 3),
    Loser("D", 1, -1, 2),
]


@pytest.mark.parametrize(
    ("count", "chosen", "level"),
    [
        (1, ("B",), ()),
        (2, ("B", "C"), ()),
        (3, ("B", "C"), ("A", "D")),
        (4, ("B", "C", "A", "D"), ()),
        (6, ("B", "C", "A", "D"), ()),
    ],
)
def test_points_then_goals_choose(count: int, chosen: tuple, level: tuple) -> None:
    assert best_losers(FOUR, count) == (chosen, level)


def test_the_others_follow_in_the_order_of_their_merits() -> None:
    assert [loser.club for loser in in_order(FOUR)] == ["B", "C", "A", "D"]


losers = st.lists(
    st.tuples(st.integers(0, 3), st.integers(-3, 0), st.integers(0, 3)), max_size=12
).map(lambda rows: [Loser(place, *row) for place, row in enumerate(rows)])


@given(losers, st.integers(1, 6))
def test_nobody_goes_on_before_one_who_did_better(found, count: int) -> None:
    chosen, level = best_losers(found, count)
    merits = {loser.club: loser.merit for loser in found}
    assert len(chosen) <= count
    assert not set(chosen) & set(level)
    assert not level or len(chosen) + len(level) > count
    left = [merits[c] for c in merits if c not in chosen]
    assert all(merits[c] > merit for c in chosen for merit in left) or not left
