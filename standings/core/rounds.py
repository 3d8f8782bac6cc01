"""Which round of a knock-out is being played."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round has come. One of which nothing is known has not begun."""

    has_begun: bool
    is_decided: bool


def round_in_play(rounds: Sequence[Progress]) -> int:
    """The index of the round that a reader wants to see: the last one that has begun, or once that
    one is decided the next. A matchup of an early round that a claim holds up holds up nothing.

    >>> round_in_play([Progress(True, False), Progress(True, True), Progress(False, False)])
    2
    >>> round_in_play([Progress(False, False), Progress(False, False)])
    0
    """
    begun = [index for index, found in enumerate(rounds) if found.has_begun]
    if not begun:
        return 0
    last = begun[-1]
    return min(last + rounds[last].is_decided, len(rounds) - 1)
