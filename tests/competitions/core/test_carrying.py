from decimal import Decimal
from fractions import Fraction

import pytest

from competitions.core.carrying import carried_points


@pytest.mark.parametrize(
    ("way", "points", "place", "carried"),
    [
        ("", 12, 1, 0),
        ("all", 12, 1, 12),
        ("all", Decimal("1.5"), 1, Decimal("1.5")),
        ("all", Fraction(3, 2), 1, Decimal("1.5")),
        ("half", 12, 1, 6),
        ("half", 13, 1, 7),
        ("half", -3, 9, -1),
        ("bonus", 12, 1, 3),
        ("bonus", 12, 2, 1),
        ("bonus", 12, 3, 0),
        ("bonus", 12, None, 0),
    ],
)
def test_points_brought_along(way: str, points, place, carried) -> None:
    assert carried_points(way, points=points, place=place, bonus=[3, 1]) == carried
