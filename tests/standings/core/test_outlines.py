"""Borders that two regions share stay one line, however few points they keep."""

import pytest

from standings.core.outlines import area, contains, middle, on_grid, path, simplified

# Two squares side by side; their border wanders a little, the coast of A more.
WANDERING = [(10, 10), (10.4, 7), (9.7, 4), (10, 0)]
LEFT = [(0, 0), *reversed(WANDERING), (0, 10), (-3, 5)]
RIGHT = [(20, 0), (20, 10), *WANDERING]


def sides(ring):
    return {frozenset(pair) for pair in zip(ring, [*ring[1:], ring[0]], strict=True)}


@pytest.mark.parametrize("tolerance", [0.1, 0.5, 1])
@pytest.mark.parametrize("turn", range(len(RIGHT)))
def test_neighbours_keep_one_border(tolerance, turn):
    turned = RIGHT[turn:] + RIGHT[:turn]
    for rings in ({"A": [LEFT], "B": [turned]}, {"A": [LEFT[::-1]], "B": [turned]}):
        found = simplified(rings, tolerance=tolerance)
        shared = sides(found["A"][0]) & sides(found["B"][0])
        assert {point for side in shared for point in side} >= {(10, 10), (10, 0)}
        assert len(shared) == (3 if tolerance == 0.1 else 1)


def test_turn_wider_than_the_tolerance_stays():
    found = simplified({"A": [LEFT], "B": [RIGHT]}, tolerance=1)
    assert (-3, 5) in found["A"][0]


def test_island_keeps_its_shape_and_a_lake_that_is_a_line_falls_away():
    island = [(50, 50), (54, 50), (54, 54), (50, 54)]
    lake = [(2, 2), (2.1, 2.2), (2.2, 2)]
    found = simplified({"A": [[(0, 0), (9, 0), (9, 9), (0, 9)], lake, island]}, tolerance=1)
    assert [len(ring) for ring in found["A"]] == [4, 4]


def test_region_within_another_has_the_border_of_its_hole():
    hole = [(2, 2), (2, 4), (2.1, 6), (2, 8), (8, 8), (8, 2)]
    around = [(0, 0), (10, 0), (10, 10), (0, 10)]
    found = simplified({"A": [around, hole], "B": [hole[::-1]]}, tolerance=0.5)
    assert sides(found["A"][1]) == sides(found["B"][0])


def test_ring_of_which_a_line_is_left_falls_away():
    ring = [(0, 0), (0, 0.1), (5, 5), (0.1, 0)]
    assert simplified({"A": [ring]}, tolerance=1) == {"A": []}


def test_bay_that_closes_at_one_point_stays():
    # The ring goes through (5, 0) twice: out to sea around the bay, and back.
    bay = [(5, 0), (3, 4), (5, 6), (7, 4), (5, 0)]
    found = simplified({"A": [[(0, 0), *bay, (10, 0), (10, 10), (0, 10)]]}, tolerance=1)
    assert {(5, 0), (3, 4), (5, 6), (7, 4)} <= set(found["A"][0])


def test_path_is_drawn_from_point_to_point():
    assert path([[(0, 0), (5, 3), (9, -1), (8, 8)], [(1, 1), (1, 4), (3, 4)]]) == (
        "M0 0l5 3 4-4-1 9zM1 1v3h2z"
    )


def test_grid_takes_points_that_fall_together_once():
    assert on_grid([(0, 0), (0.2, 0.2), (7.6, 0), (7.6, 3), (0.1, -0.1)]) == [
        (8, 0),
        (8, 3),
        (0, 0),
    ]


def test_word_stands_where_there_is_most_room():
    # A wide hall with a long corridor: the middle of both together would be in the wall.
    ring = [(0, 0), (20, 0), (20, 20), (12, 20), (12, 60), (10, 60), (10, 20), (0, 20)]
    x, y = middle([[(100, 100), (101, 100), (101, 101)], ring])
    assert contains(ring, (x, y))
    assert (x, y) == pytest.approx((10, 10), abs=1.5)


def test_ring_too_thin_for_the_grid_takes_its_first_point():
    crescent = [(0, 0), (10, 0), (10, 10), (9, 1)]
    assert middle([crescent], steps=2) == (0, 0)


def test_area_does_not_ask_for_the_direction():
    ring = [(0, 0), (4, 0), (4, 3)]
    assert area(ring) == area(ring[::-1]) == 6
