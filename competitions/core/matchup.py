"""Who goes through from a matchup, and why; or what is still missing to say so."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from competitions.core.score import OfficialResult, Score

MatchupSide = Literal["first", "second"]
Tally = tuple[int, int]

SETTLEMENTS = ("away_goals", "place", "extra_time", "penalties", "extra_match", "lots")
"""The steps by which rules may settle a level matchup, in the order each rule set gives them."""

NO_RULING = "ruling"
"""What is missing when the rules are spent: an official has to decide."""

_PROVEN_LEVEL_BY_LATER_STEP = frozenset({"extra_time", "penalties", "extra_match"})
_STILL_OPEN = frozenset({"scheduled", "unknown_score", "postponed", "abandoned"})


class Decision(StrEnum):
    """Why a matchup went as it did. SCORE is the score of a single match."""

    AGGREGATE = "aggregate"
    SCORE = "score"
    AWAY_GOALS = "away_goals"
    PLACE = "place"
    EXTRA_TIME = "extra_time"
    PENALTIES = "penalties"
    EXTRA_MATCH = "extra_match"
    LOTS = "lots"
    EXCLUSION = "exclusion"
    AWARD = "award"
    BYE = "bye"
    REPORTED = "reported"


_BEFORE_PENALTIES = frozenset({Decision.AWAY_GOALS, Decision.PLACE})


def opposite(side: MatchupSide) -> MatchupSide:
    return "second" if side == "first" else "first"


@dataclass(frozen=True, slots=True)
class Leg:
    """One fixture of a matchup. `extra_time` (with the goals of full time in it) and `penalties`
    are home and away of that fixture; both are void once a ruling replaced its result."""

    key: Hashable
    first_at_home: bool
    official: OfficialResult
    neutral: bool = False
    extra_time: Score | None = None
    penalties: Score | None = None
    extra_match: bool = False

    @property
    def goals(self) -> Tally:
        """Official goals of (first, second); a double loss gives neither any."""
        score = self.official.score
        return (0, 0) if score is None else self._turned(score)

    @property
    def pitch_goals(self) -> Tally | None:
        return self._turned(self.official.pitch) if self.official.pitch else None

    @property
    def extra_goals(self) -> Tally | None:
        """Goals of (first, second) in extra time alone; None when none is recorded."""
        if self.official.kind != "pitch" or self.extra_time is None:
            return None
        return _minus(self._turned(self.extra_time), self.goals)

    @property
    def shoot_out(self) -> Tally | None:
        if self.official.kind != "pitch" or self.penalties is None:
            return None
        return self._turned(self.penalties)

    def _turned(self, score: Score) -> Tally:
        return (score.home, score.away) if self.first_at_home else (score.away, score.home)


@dataclass(frozen=True, slots=True)
class Reported:
    """A source says who went through, and perhaps by what, without all the figures for it."""

    winner: MatchupSide
    decided_by: Decision | Literal[""] = ""

    def __post_init__(self) -> None:
        if self.decided_by:
            object.__setattr__(self, "decided_by", Decision(self.decided_by))


@dataclass(frozen=True, slots=True)
class MatchupFacts:
    """All that is recorded of a matchup.

    `legs` may hold annulled or replayed fixtures beside those that replaced them. Their order
    matters only where several have a shoot-out, or are extra matches: the last one holds.
    `places` are those of first and second in the table that the rules name, 1 being the best.
    `awarded_to` is an official's decision on the matchup as a whole.
    """

    legs: tuple[Leg, ...] = ()
    legs_expected: int = 2
    excluded: frozenset[MatchupSide] = frozenset()
    awarded_to: MatchupSide | None = None
    places: tuple[int | None, int | None] = (None, None)
    lots: MatchupSide | None = None
    bye: MatchupSide | None = None
    reported: Reported | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who went through and why.

    `decided_by` is None while the matchup is open; `missing` then names what would decide it:
    "leg" (a result), one of SETTLEMENTS (it is that step's turn and nothing is recorded of it),
    or "ruling" (the rules are spent). Where a report filled the gap (`from_report`), `missing`
    still names it. With both clubs excluded the matchup is decided and has no winner.

    All tallies are (first, second). `aggregate` and `pitch_aggregate` are None until every leg is
    known; `extra_time` is the aggregate after extra time; `penalties` is the shoot-out of the leg,
    or of the extra match, that has one. `contradicted`: a report names the other side.
    """

    winner: MatchupSide | None = None
    decided_by: Decision | None = None
    missing: tuple[str, ...] = ()
    aggregate: Tally | None = None
    pitch_aggregate: Tally | None = None
    away_goals: Tally | None = None
    extra_time: Tally | None = None
    penalties: Tally | None = None
    from_report: bool = False
    contradicted: bool = False

    @property
    def decided(self) -> bool:
        return self.decided_by is not None

    @property
    def loser(self) -> MatchupSide | None:
        return opposite(self.winner) if self.winner else None


def settle(facts: MatchupFacts, settlement: Sequence[str]) -> Outcome:
    """The outcome of a matchup under the ordered `settlement` steps of its rules.

    A bye, an exclusion and an award of the whole matchup come before any score, in that order.
    Then the aggregate, then the steps. A step that does not apply (away goals on neutral ground)
    or leaves the clubs level hands on to the next. A step of which nothing is recorded stops the
    matchup there, except that a later shoot-out, extra match or drawing of lots proves that what
    had to be played before it settled nothing. What is computed goes before what is reported.

    Raises ValueError for a step that is not in SETTLEMENTS.

    >>> from competitions.core.score import MatchFacts, Status, official_result
    >>> def played(home, away):
    ...     return official_result(MatchFacts(Status.PLAYED, Score(home, away)))
    >>> legs = (Leg(1, True, played(1, 0)), Leg(2, False, played(3, 2)))
    >>> outcome = settle(MatchupFacts(legs), ("away_goals", "penalties"))
    >>> outcome.winner, outcome.decided_by.value, outcome.aggregate, outcome.away_goals
    ('first', 'away_goals', (3, 3), (2, 0))
    """
    if unknown := [step for step in settlement if step not in SETTLEMENTS]:
        raise ValueError(f"unknown settlement steps: {', '.join(unknown)}")
    tallies = _tallies(facts)
    decided = _without_play(facts) or _by_score(facts, tallies) or _by_steps(facts, settlement)
    return _with_report(
        replace(tallies, winner=decided.winner, decided_by=decided.by, missing=decided.missing),
        facts.reported,
    )


def check_matchup(facts: MatchupFacts, settlement: Sequence[str]) -> list[str]:
    """Every contradiction in what is recorded of a matchup, as codes in a fixed order.

    "too_many_legs"; "extra_time_not_level", "penalties_not_level", "extra_match_not_level": it
    is recorded though the score had already decided; "penalties_not_needed": they were shot
    though the rules had settled a level matchup before; "report_contradicted".
    """
    outcome = settle(replace(facts, awarded_to=None, excluded=frozenset()), settlement)
    counted = _counted(facts)
    aggregate = outcome.aggregate
    after_extra_time = outcome.extra_time or aggregate
    shot = any(leg.shoot_out for leg in counted)
    faults = {
        "too_many_legs": len(counted) > facts.legs_expected,
        "extra_time_not_level": _ahead(aggregate) and any(leg.extra_goals for leg in counted),
        "penalties_not_level": _ahead(after_extra_time) and shot,
        "penalties_not_needed": shot and outcome.decided_by in _BEFORE_PENALTIES,
        "extra_match_not_level": _ahead(aggregate) and any(leg.extra_match for leg in facts.legs),
        "report_contradicted": settle(facts, settlement).contradicted,
    }
    return [code for code, found in faults.items() if found]


@dataclass(frozen=True, slots=True)
class _Verdict:
    winner: MatchupSide | None = None
    by: Decision | None = None
    missing: tuple[str, ...] = ()


def _without_play(facts: MatchupFacts) -> _Verdict | None:
    if facts.bye:
        return _Verdict(facts.bye, Decision.BYE)
    if len(facts.excluded) == 2:
        return _Verdict(None, Decision.EXCLUSION)
    if facts.excluded:
        return _Verdict(opposite(next(iter(facts.excluded))), Decision.EXCLUSION)
    if facts.awarded_to:
        return _Verdict(facts.awarded_to, Decision.AWARD)
    return None


def _by_score(facts: MatchupFacts, tallies: Outcome) -> _Verdict | None:
    if tallies.aggregate is None:
        return _Verdict(missing=("leg",))
    counted = _counted(facts)
    if all(leg.official.kind == "double_loss" for leg in counted):
        return _Verdict(missing=(NO_RULING,))
    winner = _ahead(tallies.aggregate)
    if winner is None:
        return None
    if len(counted) > 1:
        return _Verdict(winner, Decision.AGGREGATE)
    awarded = counted[0].official.kind == "award"
    return _Verdict(winner, Decision.AWARD if awarded else Decision.SCORE)


def _by_steps(facts: MatchupFacts, settlement: Sequence[str]) -> _Verdict:
    missing: str | None = None
    for step in settlement:
        answer = _STEPS[step](facts)
        if answer in ("first", "second"):
            return _Verdict(answer, Decision(step))
        if answer == "missing":
            missing = missing or step
            if step not in _PROVEN_LEVEL_BY_LATER_STEP:
                break
    return _Verdict(missing=(missing or NO_RULING,))


def _with_report(outcome: Outcome, reported: Reported | None) -> Outcome:
    if reported is None:
        return outcome
    if outcome.decided:
        return replace(outcome, contradicted=outcome.winner != reported.winner)
    return replace(
        outcome,
        winner=reported.winner,
        decided_by=reported.decided_by or Decision.REPORTED,
        from_report=True,
    )


# A step answers with the side that it lets through, "level" when it settles nothing, or "missing"
# when nothing is recorded of it. It is asked only once every leg is known and the aggregate level.
_Answer = Literal["first", "second", "level", "missing"]


def _away_goals(facts: MatchupFacts) -> _Answer:
    return _ahead(_away_tally(_counted(facts))) or "level"


def _place(facts: MatchupFacts) -> _Answer:
    first, second = facts.places
    if first is None or second is None:
        return "missing"
    return _ahead((second, first)) or "level"


def _extra_time(facts: MatchupFacts) -> _Answer:
    goals = [leg.extra_goals for leg in _counted(facts) if leg.extra_goals]
    return (_ahead(_sum(goals)) or "level") if goals else "missing"


def _penalties(facts: MatchupFacts) -> _Answer:
    return _ahead(_shoot_out(_counted(facts))) or "missing"


def _extra_match(facts: MatchupFacts) -> _Answer:
    played = [leg for leg in facts.legs if leg.extra_match and leg.official.counts]
    if not played:
        return "missing"
    last = played[-1]
    return _ahead(last.goals) or _ahead(last.extra_goals) or _ahead(last.shoot_out) or "level"


def _lots(facts: MatchupFacts) -> _Answer:
    return facts.lots or "missing"


_STEPS: dict[str, Callable[[MatchupFacts], _Answer]] = {
    "away_goals": _away_goals,
    "place": _place,
    "extra_time": _extra_time,
    "penalties": _penalties,
    "extra_match": _extra_match,
    "lots": _lots,
}


def _tallies(facts: MatchupFacts) -> Outcome:
    """The figures of a matchup, before anyone asks who won it."""
    counted = _counted(facts)
    extra_matches = [leg for leg in facts.legs if leg.extra_match]
    penalties = _shoot_out(counted) or _shoot_out(extra_matches)
    if not _complete(facts, counted):
        return Outcome(penalties=penalties)
    aggregate = _sum(leg.goals for leg in counted)
    pitch = [leg.pitch_goals for leg in counted]
    extra_goals = [leg.extra_goals for leg in counted if leg.extra_goals]
    return Outcome(
        aggregate=aggregate,
        pitch_aggregate=None if None in pitch else _sum(goals for goals in pitch if goals),
        away_goals=_away_tally(counted),
        extra_time=_sum([aggregate, *extra_goals]) if extra_goals else None,
        penalties=penalties,
    )


def _counted(facts: MatchupFacts) -> list[Leg]:
    return [leg for leg in facts.legs if leg.official.counts and not leg.extra_match]


def _complete(facts: MatchupFacts, counted: Sequence[Leg]) -> bool:
    still_open = any(
        leg.official.reason in _STILL_OPEN for leg in facts.legs if not leg.extra_match
    )
    return bool(counted) and len(counted) >= facts.legs_expected and not still_open


def _away_tally(counted: Sequence[Leg]) -> Tally | None:
    """Away goals, where each side was as often at home as away; None where nobody was away."""
    at_home = sum(leg.first_at_home for leg in counted)
    if at_home * 2 != len(counted) or any(leg.neutral for leg in counted):
        return None
    return (
        sum(leg.goals[0] for leg in counted if not leg.first_at_home),
        sum(leg.goals[1] for leg in counted if leg.first_at_home),
    )


def _shoot_out(legs: Sequence[Leg]) -> Tally | None:
    return next((leg.shoot_out for leg in reversed(legs) if leg.shoot_out), None)


def _ahead(tally: Tally | None) -> MatchupSide | None:
    if tally is None or tally[0] == tally[1]:
        return None
    return "first" if tally[0] > tally[1] else "second"


def _sum(tallies: Iterable[Tally]) -> Tally:
    pairs = list(tallies)
    return sum(first for first, _ in pairs), sum(second for _, second in pairs)


def _minus(tally: Tally, other: Tally) -> Tally:
    return tally[0] - other[0], tally[1] - other[1]
