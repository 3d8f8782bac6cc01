"""Points that a club brings from one stage into the next."""

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

Number = int | Decimal | Fraction


def carried_points(
    way: str, *, points: Number, place: int | None, bonus: Sequence[int] = ()
) -> Decimal:
    """What `points` on a `place` are worth in the next stage.

    `way` is blank (all start from zero), `all`, `half` (a half point counts as a whole one) or
    `bonus` (points by place; those after the last that is named, and clubs without a place, bring
    none).

    >>> carried_points("half", points=13, place=2), carried_points("bonus", points=0, place=1,
    ...     bonus=[3, 1])
    (Decimal('7'), Decimal('3'))
    """
    if way == "all":
        return Decimal(points) if isinstance(points, int | Decimal) else _exact(points)
    if way == "half":
        return Decimal(math.ceil(Fraction(points) / 2))
    if way == "bonus" and place is not None and place <= len(bonus):
        return Decimal(bonus[place - 1])
    return Decimal(0)


def _exact(points: Fraction) -> Decimal:
    return Decimal(points.numerator) / Decimal(points.denominator)
