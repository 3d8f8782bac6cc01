"""What a pasted line says."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from competitions.core.score import Score, Side, Status

DOUBTS: tuple[str, ...] = (
    # what is written can be meant in two ways
    "in_words",
    "on_several_lines",
    "not_finished",
    "many_goals",
    "walkover_side",
    "suspended",
    "not_played",
    "awarded",
    "extra_time",
    "penalties_unknown",
    "half_time_or_penalties",
    "bracket_unclear",
    # the clubs
    "name_alike",
    "one_name_only",
    "club_of_two",
    "place_differs",
    "number_in_name",
    "reversed",
    "two_legs",
    # what is known of the fixture
    "two_results",
    "another_day",
    "another_round",
    "differs_from_recorded",
    "has_ruling",
    "penalties_not_expected",
    "contradicts_itself",
    # no fixture
    "clubs_do_not_meet",
    "unknown_clubs",
)
"""Every code that a line can carry, in the order in which they are told."""


class Kind(StrEnum):
    RESULT = "result"
    DATE = "date"
    TIME = "time"
    VENUE = "venue"
    NOISE = "noise"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Day:
    """A day as a heading gives it: month and year may be missing."""

    day: int
    month: int | None = None
    year: int | None = None

    def far_from(self, other: date, *, by: int = 3) -> bool:
        """Whether it is certainly more than `by` days away from a date.

        >>> Day(17, 9).far_from(date(2023, 9, 20)), Day(17, 9).far_from(date(2023, 9, 24))
        (False, True)
        >>> Day(17).far_from(date(2023, 9, 24)), Day(31, 2).far_from(date(2023, 9, 24))
        (False, False)
        """
        if self.month is None:
            return False
        years = [self.year] if self.year else [other.year - 1, other.year, other.year + 1]
        days = [found for year in years if (found := self._in(year))]
        return bool(days) and all(abs((found - other).days) > by for found in days)

    def _in(self, year: int) -> date | None:
        try:
            return date(year, self.month or 1, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Written:
    """A result as it is written, the sides in that order.

    `bracket` is a second pair of numbers of which the line does not say what it is; `loose` says
    that the score itself stood in brackets. `walkover` is the side that gets the match. Names keep
    their qualifiers: `Miguel Grau (APU)`.
    """

    home: str
    away: str
    score: Score | None = None
    half_time: Score | None = None
    penalties: Score | None = None
    bracket: Score | None = None
    loose: bool = False
    status: Status = Status.PLAYED
    walkover: Side | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or one of several results on it. `number` counts from 1.

    `day` and `round` are those of the last heading above it, as far as it gave them.
    """

    number: int
    text: str
    kind: Kind
    written: Written | None = None
    day: Day | None = None
    round: int | None = None
