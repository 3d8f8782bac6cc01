"""Scores, what was played, what was ruled over it, and the official result that follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Side = Literal["home", "away"]
ResultKind = Literal["pitch", "award", "double_loss", "none"]

AWARD_GOALS = 3


@dataclass(frozen=True, slots=True)
class Score:
    """Goals of the home and of the away side of one fixture.

    >>> Score(2, 1).winner, Score(2, 1).swapped(), str(Score(0, 3))
    ('home', Score(home=1, away=2), '0-3')
    """

    home: int
    away: int

    def __post_init__(self) -> None:
        if self.home < 0 or self.away < 0:
            raise ValueError(f"a score has no negative goals: {self.home}-{self.away}")

    def __str__(self) -> str:
        return f"{self.home}-{self.away}"

    @property
    def winner(self) -> Side | None:
        if self.home == self.away:
            return None
        return "home" if self.home > self.away else "away"

    @property
    def difference(self) -> int:
        """Home goals less away goals."""
        return self.home - self.away

    def swapped(self) -> "Score":
        return Score(self.away, self.home)

    def reaches(self, other: "Score") -> bool:
        """Whether a match that stood at `other` can have come to this score."""
        return self.home >= other.home and self.away >= other.away


class Status(StrEnum):
    SCHEDULED = "scheduled"
    PLAYED = "played"
    POSTPONED = "postponed"
    ABANDONED = "abandoned"
    NOT_PLAYED = "not_played"
    ANNULLED = "annulled"


AHEAD = frozenset({Status.SCHEDULED, Status.POSTPONED})
"""Of matches that are still to be played."""


class Effect(StrEnum):
    """What a ruling does. Exclusion and points are about a club, a dismissal is about a claim: they
    leave the result of a fixture as it was."""

    AWARD = "award"
    DOUBLE_LOSS = "double_loss"
    ANNULMENT = "annulment"
    EXCLUSION = "exclusion"
    REPLAY = "replay"
    POINTS = "points"
    DISMISSAL = "dismissal"


@dataclass(frozen=True, slots=True)
class MatchFacts:
    """What is known of one fixture. Unknown is None, never 0-0.

    `full_time` of an abandoned match is the score when it was stopped.
    `extra_time` is the score after extra time with the goals of full time in it.
    `penalties` is the shoot-out alone.
    """

    status: Status
    full_time: Score | None = None
    half_time: Score | None = None
    extra_time: Score | None = None
    penalties: Score | None = None


@dataclass(frozen=True, slots=True)
class RulingFacts:
    """A ruling over one fixture. An award names its score, or the side it favours, or both."""

    effect: Effect
    score: Score | None = None
    in_favour_of: Side | None = None
    walkover: bool = False

    def __post_init__(self) -> None:
        if self.effect is Effect.AWARD and self.score is None and self.in_favour_of is None:
            raise ValueError("an award needs a score or the side it is in favour of")

    def awarded_score(self, award_goals: int) -> Score:
        if self.score is not None:
            return self.score
        return Score(award_goals, 0) if self.in_favour_of == "home" else Score(0, award_goals)


@dataclass(frozen=True, slots=True)
class OfficialResult:
    """The result that tables and matchups count, beside what happened on the pitch.

    `score` is None for a double loss, where each side is held to have scored nothing and to have
    conceded `conceded`. `half_time` and `pitch` stay as played, whatever was ruled.
    `reason` says why there is no result when `kind` is "none": the fixture's status,
    "unknown_score" (played, but the score is not known) or "replay".
    """

    score: Score | None
    half_time: Score | None
    pitch: Score | None
    kind: ResultKind
    walkover: bool = False
    reason: str = ""
    conceded: int = 0

    @property
    def counts(self) -> bool:
        return self.kind != "none"

    @property
    def winner(self) -> Side | None:
        return self.score.winner if self.score else None


_LEAVE_THE_RESULT = frozenset({Effect.EXCLUSION, Effect.POINTS, Effect.DISMISSAL})


def official_result(
    match: MatchFacts, rulings: Sequence[RulingFacts] = (), *, award_goals: int = AWARD_GOALS
) -> OfficialResult:
    """The official result of a match under its rulings, oldest first: the last one holds.

    Exclusions, points and dismissals leave the result of the fixture as it was.

    >>> played = MatchFacts(Status.PLAYED, full_time=Score(2, 1))
    >>> award = RulingFacts(Effect.AWARD, in_favour_of="home")
    >>> result = official_result(played, [award])
    >>> str(result.score), str(result.pitch), result.kind
    ('3-0', '2-1', 'award')
    """
    ruling = next((r for r in reversed(rulings) if r.effect not in _LEAVE_THE_RESULT), None)
    if ruling is None:
        return _as_played(match)
    if ruling.effect is Effect.AWARD:
        score = ruling.awarded_score(award_goals)
        return OfficialResult(
            score, match.half_time, match.full_time, "award", walkover=ruling.walkover
        )
    if ruling.effect is Effect.DOUBLE_LOSS:
        return OfficialResult(
            None,
            match.half_time,
            match.full_time,
            "double_loss",
            walkover=ruling.walkover,
            conceded=award_goals,
        )
    return _no_result(match, "replay" if ruling.effect is Effect.REPLAY else Status.ANNULLED.value)


def _as_played(match: MatchFacts) -> OfficialResult:
    if match.status is not Status.PLAYED:
        return _no_result(match, match.status.value)
    if match.full_time is None:
        return _no_result(match, "unknown_score")
    return OfficialResult(match.full_time, match.half_time, match.full_time, "pitch")


def _no_result(match: MatchFacts, reason: str) -> OfficialResult:
    return OfficialResult(None, match.half_time, match.full_time, "none", reason=reason)


_WITHOUT_SCORE = frozenset({Status.SCHEDULED, Status.POSTPONED, Status.NOT_PLAYED})


def check_match(match: MatchFacts, *, penalties_allowed: bool = True) -> list[str]:
    """Every fault in what is recorded of one match, as codes in a fixed order.

    A played match without a score is no fault: the archive has them. Whether penalties fit the
    aggregate of a matchup is `check_matchup`'s to say; `penalties_allowed=False` is for matches
    in which nobody shoots them, those of a table.

    >>> check_match(MatchFacts(Status.PLAYED, Score(1, 0), half_time=Score(1, 1)))
    ['half_time_above_full_time']
    """
    scores = (match.full_time, match.half_time, match.extra_time, match.penalties)
    full, half, extra, penalties = scores
    faults = {
        "score_on_unplayed": match.status in _WITHOUT_SCORE and any(s is not None for s in scores),
        "half_time_above_full_time": full and half and not full.reaches(half),
        "extra_time_without_full_time": extra and full is None,
        "extra_time_below_full_time": extra and full and not extra.reaches(full),
        "penalties_not_allowed": penalties and not penalties_allowed,
        "penalties_level": penalties and penalties.winner is None,
    }
    return [code for code, found in faults.items() if found]
