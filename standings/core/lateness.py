"""When a stage that sends clubs on is late.

>>> today = date(2027, 9, 1)
>>> late(today, ends_on=date(2027, 8, 30))
'past_end'
>>> late(today, others=8, others_over=6)
'others_over'
"""

from datetime import date
from typing import Literal

Late = Literal["", "past_end", "next_begun", "others_over"]

ENOUGH = 4
"""Fewer leagues than these say nothing of how long a stage takes."""


def late(
    today: date,
    *,
    ends_on: date | None = None,
    next_starts_on: date | None = None,
    others: int = 0,
    others_over: int = 0,
) -> Late:
    """Why a stage whose clubs are not known yet is late; blank where it is not.

    Its last day has passed, the stage that it feeds has begun, or three in four of the `others` of
    its level are over. Of unknown days nothing is said.
    """
    if ends_on and ends_on < today:
        return "past_end"
    if next_starts_on and next_starts_on <= today:
        return "next_begun"
    return "others_over" if are_over(others, others_over) else ""


def are_over(others: int, over: int) -> bool:
    """Whether so many of the others are over that who is left is late."""
    return others >= ENOUGH and 4 * over >= 3 * others
