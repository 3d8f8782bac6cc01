"""What clubs and referees report of a match, held against each other and against the league."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from competitions.core.score import MatchFacts, Score, Status

Absence = Literal["", "home", "away", "both"]
Standing = Literal["none", "waiting", "agreed", "disagreeing", "recorded", "contradicted"]


@dataclass(frozen=True, slots=True)
class Reported:
    """What someone says came out: a score, or who did not appear. Neither: something else."""

    score: Score | None = None
    half_time: Score | None = None
    penalties: Score | None = None
    absent: Absence = ""

    def agrees(self, other: "Reported") -> bool:
        """Whether both say the same of the result; half time is no part of it.

        >>> Reported(Score(2, 1)).agrees(Reported(Score(2, 1), half_time=Score(1, 0)))
        True
        >>> Reported().agrees(Reported())
        False
        """
        says_something = self.score is not None or bool(self.absent)
        return says_something and (self.score, self.penalties, self.absent) == (
            other.score,
            other.penalties,
            other.absent,
        )

    @property
    def facts(self) -> MatchFacts | None:
        """The match as it would be recorded; None where a club did not appear: that is ruled on."""
        if self.score is None:
            return None
        return MatchFacts(
            Status.PLAYED, self.score, half_time=self.half_time, penalties=self.penalties
        )


def standing(voices: Mapping[str, Reported], recorded: Reported | None) -> Standing:
    """How the reports of a match stand, one by each reporter, beside what the league recorded.

    `waiting` is one voice alone; `agreed` are two or more that say the same, and nothing is
    recorded yet; `contradicted` is a result that somebody reports otherwise.

    >>> home, away = Reported(Score(2, 1)), Reported(Score(1, 1))
    >>> standing({"home": home}, None), standing({"home": home, "away": away}, None)
    ('waiting', 'disagreeing')
    """
    said = list(voices.values())
    if not said:
        return "none"
    if recorded is not None:
        return "recorded" if all(recorded.agrees(one) for one in said) else "contradicted"
    if len(said) == 1:
        return "waiting"
    return "agreed" if all(said[0].agrees(one) for one in said) else "disagreeing"


def agreed(voices: Mapping[str, Reported]) -> Reported | None:
    """What two or more reporters say alike; with the half-time score that two of them gave alike.

    >>> both = {"home": Reported(Score(2, 1), half_time=Score(1, 0)), "away": Reported(Score(2, 1))}
    >>> agreed(both)
    Reported(score=Score(home=2, away=1), half_time=None, penalties=None, absent='')
    """
    if standing(voices, None) != "agreed":
        return None
    said = list(voices.values())
    halves = [one.half_time for one in said if one.half_time is not None]
    is_shared = len(halves) > 1 and len(set(halves)) == 1
    first = said[0]
    return Reported(first.score, halves[0] if is_shared else None, first.penalties, first.absent)
