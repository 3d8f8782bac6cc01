"""What is recorded around a matchup, by entries, turned into what settles it.

Forms check a matchup from rows, pages show it from a snapshot: both go through here, so that they
never judge different facts.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from competitions.core.matchup import Decision, Leg, MatchupFacts, MatchupSide, Reported
from competitions.core.score import Effect, OfficialResult, Score

Entry = Hashable


@dataclass(frozen=True, slots=True)
class RecordedLeg:
    """A fixture of a matchup; `replaces` is the key of the one that it is the replay of."""

    key: Hashable
    home: Entry
    official: OfficialResult
    neutral: bool = False
    extra_time: Score | None = None
    penalties: Score | None = None
    extra_match: bool = False
    replaces: Hashable | None = None


@dataclass(frozen=True, slots=True)
class RecordedRuling:
    """A ruling over the matchup or one of its fixtures. `whole`: over the matchup alone."""

    effect: Effect
    entry: Entry | None = None
    in_favour_of: Entry | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class RecordedMatchup:
    """`rulings` are oldest first; `lots` and `places` are by entry; legs in playing order."""

    first: Entry | None
    second: Entry | None
    legs_expected: int
    legs: tuple[RecordedLeg, ...] = ()
    rulings: tuple[RecordedRuling, ...] = ()
    lots: Mapping[Entry, int] = field(default_factory=dict)
    places: Mapping[Entry, int | None] = field(default_factory=dict)
    reported_winner: Entry | None = None
    reported_decision: str = ""

    def side(self, entry: Entry | None) -> MatchupSide | None:
        """Which of the two an entry is; None for any other."""
        if entry is None:
            return None
        if entry == self.first:
            return "first"
        return "second" if entry == self.second else None

    @property
    def standing_legs(self) -> tuple[RecordedLeg, ...]:
        """Without those that were played again."""
        replayed = {leg.replaces for leg in self.legs}
        return tuple(leg for leg in self.legs if leg.key not in replayed)

    @property
    def facts(self) -> MatchupFacts:
        """What settles the matchup.

        An exclusion counts wherever it was pronounced, over the matchup or over a leg; an award
        gives the whole matchup only where it names no leg. Lots count where both clubs drew, and
        not the same.
        """
        return MatchupFacts(
            legs=tuple(self._leg(leg) for leg in self.standing_legs),
            legs_expected=self.legs_expected,
            excluded=frozenset(
                side
                for ruling in self.rulings
                if ruling.effect is Effect.EXCLUSION and (side := self.side(ruling.entry))
            ),
            awarded_to=self._awarded_to(),
            places=(self.places.get(self.first), self.places.get(self.second)),
            lots=self._drawn(),
            reported=self._reported(),
        )

    def _leg(self, leg: RecordedLeg) -> Leg:
        return Leg(
            key=leg.key,
            first_at_home=leg.home == self.first,
            official=leg.official,
            neutral=leg.neutral,
            extra_time=leg.extra_time,
            penalties=leg.penalties,
            extra_match=leg.extra_match,
        )

    def _awarded_to(self) -> MatchupSide | None:
        awards = [r for r in self.rulings if r.effect is Effect.AWARD and r.whole]
        return self.side(awards[-1].in_favour_of) if awards else None

    def _drawn(self) -> MatchupSide | None:
        first, second = self.lots.get(self.first), self.lots.get(self.second)
        if first is None or second is None or first == second:
            return None
        return "first" if first < second else "second"

    def _reported(self) -> Reported | None:
        winner = self.side(self.reported_winner)
        if winner is None:
            return None
        return Reported(winner, Decision(self.reported_decision) if self.reported_decision else "")
