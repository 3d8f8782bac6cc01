"""Rows into the values of the pure core. Relations are read with `.all()`: prefetch them."""

from collections.abc import Iterable

from competitions.choices import RulingEffect
from competitions.core.matchup import Decision, Leg, MatchupFacts, MatchupSide, Reported
from competitions.core.score import AWARD_GOALS, OfficialResult, official_result
from competitions.models import Fixture, LotsDrawn, Matchup, RuleSet, Ruling, Stage

MATCHUP_RELATIONS = ("fixtures__rulings", "rulings", "lots__positions")
"""What `matchup_facts` reads of a matchup."""


def rules_of(stage: Stage) -> RuleSet | None:
    return getattr(stage, "rule_set", None)


def settlement_of(stage: Stage) -> tuple[str, ...]:
    rules = rules_of(stage)
    return rules.settlement_steps if rules else ()


def award_goals_of(stage: Stage) -> int:
    rules = rules_of(stage)
    return rules.walkover_goals if rules else AWARD_GOALS


def official_result_of(
    fixture: Fixture, *, award_goals: int = AWARD_GOALS, ruled: bool = True
) -> OfficialResult:
    """The official result of a fixture under its rulings, or the one on the pitch."""
    rulings = fixture.rulings.all() if ruled else ()
    return official_result(
        fixture.facts,
        [ruling.facts_for(fixture) for ruling in rulings],
        award_goals=award_goals,
    )


def matchup_facts(
    matchup: Matchup, *, award_goals: int = AWARD_GOALS, ruled: bool = True
) -> MatchupFacts:
    """What is recorded of a matchup; with `ruled=False` as if nobody had ruled on it."""
    rulings = list(matchup.rulings.all()) if ruled else []
    return MatchupFacts(
        legs=tuple(
            _leg(fixture, matchup, award_goals=award_goals, ruled=ruled)
            for fixture in sorted(
                matchup.fixtures.all(), key=lambda f: (f.is_extra, f.leg or 0, f.key)
            )
        ),
        legs_expected=matchup.legs,
        excluded=frozenset(
            side
            for ruling in rulings
            if ruling.effect == RulingEffect.EXCLUSION
            and (side := _side(ruling.entry_id, matchup)) is not None
        ),
        awarded_to=_awarded_to(rulings, matchup),
        places=(
            matchup.first.origin_place if matchup.first else None,
            matchup.second.origin_place if matchup.second else None,
        ),
        lots=_lots(matchup.lots.all(), matchup),
        reported=_reported(matchup),
    )


def _leg(fixture: Fixture, matchup: Matchup, *, award_goals: int, ruled: bool) -> Leg:
    facts = fixture.facts
    return Leg(
        key=fixture.pk,
        first_at_home=fixture.home_id == matchup.first_id,
        official=official_result_of(fixture, award_goals=award_goals, ruled=ruled),
        neutral=fixture.is_neutral,
        extra_time=facts.extra_time,
        penalties=facts.penalties,
        extra_match=fixture.is_extra,
    )


def _side(entry_id: int | None, matchup: Matchup) -> MatchupSide | None:
    if entry_id is None:
        return None
    if entry_id == matchup.first_id:
        return "first"
    return "second" if entry_id == matchup.second_id else None


def _awarded_to(rulings: Iterable[Ruling], matchup: Matchup) -> MatchupSide | None:
    awards = [
        ruling
        for ruling in rulings
        if ruling.effect == RulingEffect.AWARD and ruling.fixture_id is None
    ]
    return _side(awards[-1].in_favour_of_id, matchup) if awards else None


def _lots(drawings: Iterable[LotsDrawn], matchup: Matchup) -> MatchupSide | None:
    positions = {
        side: drawn.position
        for drawing in drawings
        for drawn in drawing.positions.all()
        if (side := _side(drawn.entry_id, matchup)) is not None
    }
    if len(positions) < 2 or positions["first"] == positions["second"]:
        return None
    return "first" if positions["first"] < positions["second"] else "second"


def _reported(matchup: Matchup) -> Reported | None:
    winner = _side(matchup.reported_winner_id, matchup)
    if winner is None:
        return None
    return Reported(
        winner, Decision(matchup.reported_decision) if matchup.reported_decision else ""
    )
