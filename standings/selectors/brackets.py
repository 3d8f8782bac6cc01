"""Matchups of a stage: legs, outcome, and where they stand in the bracket."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from competitions.core.bracket import BracketMatchup, order_matchups
from competitions.core.matchup import MatchupSide, Outcome, settle
from competitions.core.recorded import RecordedLeg, RecordedMatchup, RecordedRuling
from competitions.core.score import Effect
from standings.core.rounds import Progress, round_in_play
from standings.selectors.snapshot import (
    ClubData,
    FixtureData,
    GroupData,
    MatchupData,
    RoundData,
    StageData,
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two clubs of a matchup, or the slot it will come from.

    `legs` are its goals leg by leg (official), None where a score is not known.
    """

    club: ClubData | None
    slot: str
    legs: tuple[int | None, ...]
    aggregate: int | None
    penalties: int | None
    won: bool


@dataclass(frozen=True, slots=True)
class MatchupView:
    data: MatchupData
    outcome: Outcome
    first: Side
    second: Side
    legs: tuple[FixtureData, ...]
    extra_matches: tuple[FixtureData, ...]
    rulings: tuple[object, ...]

    @property
    def winner(self) -> ClubData | None:
        if self.outcome.winner is None:
            return None
        return self.first.club if self.outcome.winner == "first" else self.second.club

    @property
    def loser(self) -> ClubData | None:
        if self.outcome.winner is None:
            return None
        return self.second.club if self.outcome.winner == "first" else self.first.club

    @property
    def decided_by(self) -> str:
        return self.outcome.decided_by.value if self.outcome.decided_by else ""

    @property
    def matches(self) -> tuple[FixtureData, ...]:
        """The legs, and the extra matches after them."""
        return (*self.legs, *self.extra_matches)

    @property
    def entries(self) -> frozenset[int]:
        """Those of its clubs that are known."""
        return frozenset({self.data.first, self.data.second} - {None})

    @property
    def rests_on_inferred(self) -> bool:
        """Whether a leg that is only inferred went into the outcome."""
        by_score = not self.outcome.from_report and self.outcome.aggregate is not None
        return by_score and any(leg.is_inferred for leg in self.legs)

    @property
    def is_provisional(self) -> bool:
        """Whether the result of a leg or of an extra match is not confirmed yet."""
        return any(match.is_provisional for match in self.matches)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is recorded of it but where its clubs will come from."""
        return not self.entries and not self.matches


@dataclass(frozen=True, slots=True)
class BracketRound:
    """A round as it is drawn: the matchups that feed slot i of the next one stand in 2i and 2i+1.

    None is a gap, where a club came from nowhere known.
    """

    round: RoundData
    slots: tuple[MatchupView | None, ...]

    @property
    def matchups(self) -> tuple[MatchupView, ...]:
        return tuple(view for view in self.slots if view is not None)

    @property
    def decided(self) -> int:
        return sum(view.outcome.decided for view in self.matchups)

    @property
    def progress(self) -> Progress:
        has_begun = any(m.official.counts for view in self.matchups for m in view.matches)
        return Progress(has_begun or self.decided > 0, self.decided == len(self.matchups))


@dataclass(frozen=True, slots=True)
class Section:
    """A bracket of its own inside a stage: a region of 2013, or the whole stage."""

    group: GroupData | None
    rounds: tuple[BracketRound, ...]

    @property
    def tree(self) -> tuple[BracketRound, ...]:
        """The last rounds, as far back as lines can join them: no gap, each half of the one before.

        A final alone is no tree.
        """
        rounds = list(self.rounds)
        start = len(rounds) - 1
        while start > 0 and _joins(rounds[start - 1], rounds[start]):
            start -= 1
        return tuple(rounds[start:]) if start < len(rounds) - 1 else ()

    @property
    def loose(self) -> tuple[BracketRound, ...]:
        """The rounds before the tree."""
        return self.rounds[: len(self.rounds) - len(self.tree)]

    @property
    def numbers(self) -> dict[int, int]:
        """Matchups numbered through from the first round to the final, by their keys."""
        return _numbers(self.rounds)

    @property
    def has_tabs(self) -> bool:
        return len(self.rounds) > 1

    @property
    def in_play(self) -> BracketRound:
        """The round that a reader wants to see first."""
        return self.rounds[round_in_play([found.progress for found in self.rounds])]


def _joins(before: BracketRound, after: BracketRound) -> bool:
    return None not in before.slots and len(before.slots) == 2 * len(after.slots)


def matchup_views(stage: StageData, *, entry: int | None = None) -> tuple[MatchupView, ...]:
    """Matchups of the stage with their outcomes, in the order of rounds and positions: every one,
    or those of an entry."""
    fixtures: dict[int, list[FixtureData]] = {}
    for fixture in stage.fixtures:
        if fixture.matchup is not None:
            fixtures.setdefault(fixture.matchup, []).append(fixture)
    return tuple(
        _view(stage, m, fixtures.get(m.pk, []))
        for m in stage.matchups
        if entry is None or entry in (m.first, m.second)
    )


def sections(stage: StageData) -> tuple[Section, ...]:
    """The brackets of a knock-out, round by round, in the order in which they are drawn."""
    views = matchup_views(stage)
    rounds = {data.number: data for data in stage.rounds}
    groups = {group.code: group for group in stage.groups}
    found = []
    for code in sorted({v.data.group for v in views}, key=lambda c: (_position(groups.get(c)), c)):
        mine = {view.data.pk: view for view in views if view.data.group == code}
        numbers = sorted({view.data.round for view in mine.values()})
        order = order_matchups(
            [[_joint(v) for v in mine.values() if v.data.round == number] for number in numbers]
        )
        drawn = (
            BracketRound(rounds[number], tuple(pk and mine[pk] for pk in slots))
            for number, slots in zip(numbers, order, strict=True)
        )
        found.append(Section(groups.get(code), tuple(_with_sources(tuple(drawn)))))
    return tuple(found)


def _numbers(rounds: Iterable[BracketRound]) -> dict[int, int]:
    drawn = (view for found in rounds for view in found.matchups)
    return {view.data.pk: number for number, view in enumerate(drawn, start=1)}


def _with_sources(rounds: Sequence[BracketRound]) -> Iterator[BracketRound]:
    """An open side of which nobody wrote where its club comes from says whose winner it waits
    for, as far as the bracket tells."""
    numbers = _numbers(rounds)
    before: tuple[MatchupView | None, ...] = ()
    for found in rounds:
        slots = tuple(
            view and _with_source(view, before[2 * place : 2 * place + 2], numbers)
            for place, view in enumerate(found.slots)
        )
        yield replace(found, slots=slots)
        before = found.slots


def _with_source(
    view: MatchupView, feeders: Iterable[MatchupView | None], numbers: dict[int, int]
) -> MatchupView:
    awaited = [
        f"Ganador llave {numbers[feeder.data.pk]}"
        for feeder in feeders
        if feeder is not None and not view.entries & feeder.entries
    ]
    sides = {"first": view.first, "second": view.second}
    taken = {side.slot for side in sides.values()}
    awaited = [text for text in awaited if text not in taken]
    for name, side in sides.items():
        if side.club is None and not side.slot and awaited:
            sides[name] = replace(side, slot=awaited.pop(0))
    return replace(view, **sides)


def _joint(view: MatchupView) -> BracketMatchup:
    winner = view.winner.entry if view.winner else None
    data = view.data
    return BracketMatchup(data.pk, data.first, data.second, winner, data.feeds)


def _position(group: GroupData | None) -> int:
    return group.position if group else 0


def final_of(stage: StageData) -> MatchupView | None:
    """The matchup that ends the stage, where the stage ends in one."""
    finals = {r.number for r in stage.rounds if r.key == "final"}
    played = [view for view in matchup_views(stage) if view.data.round in finals]
    return played[0] if len(played) == 1 else None


def _view(stage: StageData, matchup: MatchupData, fixtures: list[FixtureData]) -> MatchupView:
    fixtures = sorted(fixtures, key=_leg_order)
    recorded = _recorded(stage, matchup, fixtures)
    standing = {leg.key for leg in recorded.standing_legs}
    legs = tuple(f for f in fixtures if not f.is_extra and f.pk in standing)
    extra = tuple(f for f in fixtures if f.is_extra and f.pk in standing)
    outcome = settle(recorded.facts, stage.rules.settlement)
    rulings = {r.pk: r for f in fixtures for r in f.rulings} | {r.pk: r for r in matchup.rulings}
    return MatchupView(
        data=matchup,
        outcome=outcome,
        first=_side(stage, matchup, legs, outcome, "first"),
        second=_side(stage, matchup, legs, outcome, "second"),
        legs=legs,
        extra_matches=extra,
        rulings=tuple(rulings.values()),
    )


def _leg_order(fixture: FixtureData) -> tuple[bool, int, int]:
    return fixture.is_extra, fixture.leg or 99, fixture.pk


def _recorded(
    stage: StageData, matchup: MatchupData, fixtures: Sequence[FixtureData]
) -> RecordedMatchup:
    over_legs = {ruling.pk: ruling for f in fixtures for ruling in f.rulings}
    rulings = {ruling.pk: ruling for ruling in matchup.rulings} | over_legs
    return RecordedMatchup(
        first=matchup.first,
        second=matchup.second,
        legs_expected=matchup.legs,
        legs=tuple(_leg(fixture) for fixture in fixtures),
        rulings=tuple(
            RecordedRuling(Effect(r.effect), r.entry, r.in_favour_of, r.pk not in over_legs)
            for r in rulings.values()
        ),
        lots=matchup.lots,
        places={
            entry: stage.clubs[entry].origin_place
            for entry in (matchup.first, matchup.second)
            if entry is not None
        },
        reported_winner=matchup.reported_winner,
        reported_decision=matchup.reported_decision,
    )


def _leg(fixture: FixtureData) -> RecordedLeg:
    return RecordedLeg(
        key=fixture.pk,
        home=fixture.home,
        official=fixture.official,
        neutral=fixture.is_neutral,
        extra_time=fixture.match.extra_time,
        penalties=fixture.match.penalties,
        extra_match=fixture.is_extra,
        replaces=fixture.replaces,
    )


def _side(
    stage: StageData,
    matchup: MatchupData,
    legs: tuple[FixtureData, ...],
    outcome: Outcome,
    side: MatchupSide,
) -> Side:
    entry = matchup.first if side == "first" else matchup.second
    index = 0 if side == "first" else 1
    return Side(
        club=stage.clubs[entry] if entry is not None else None,
        slot=matchup.first_slot if side == "first" else matchup.second_slot,
        legs=tuple(_goals(fixture, entry) for fixture in legs),
        aggregate=outcome.aggregate[index] if outcome.aggregate else None,
        penalties=outcome.penalties[index] if outcome.penalties else None,
        won=outcome.winner == side,
    )


def _goals(fixture: FixtureData, entry: int | None) -> int | None:
    """Official goals; of a match that was abandoned and not ruled on, those until then."""
    score = fixture.official.score
    if score is None and fixture.official.reason == "abandoned":
        score = fixture.official.pitch
    if score is None:
        return None
    return score.home if fixture.home == entry else score.away
