"""Rows into the values of the pure core. Relations are read with `.all()`: prefetch them."""

from competitions.core.matchup import MatchupFacts
from competitions.core.recorded import RecordedLeg, RecordedMatchup, RecordedRuling
from competitions.core.score import AWARD_GOALS, Effect, OfficialResult, official_result
from competitions.models import Fixture, Matchup, RuleSet, Ruling, Stage

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
    fixtures = sorted(matchup.fixtures.all(), key=lambda f: (f.is_extra, f.leg or 0, f.key))
    rulings = {ruling.pk: ruling for ruling in matchup.rulings.all()}
    rulings |= {ruling.pk: ruling for f in fixtures for ruling in f.rulings.all()}
    return RecordedMatchup(
        first=matchup.first_id,
        second=matchup.second_id,
        legs_expected=matchup.legs,
        legs=tuple(_leg(fixture, award_goals=award_goals, ruled=ruled) for fixture in fixtures),
        rulings=tuple(_ruling(ruling) for ruling in rulings.values()) if ruled else (),
        lots={
            drawn.entry_id: drawn.position
            for drawing in matchup.lots.all()
            for drawn in drawing.positions.all()
        },
        places={entry.pk: entry.origin_place for entry in (matchup.first, matchup.second) if entry},
        reported_winner=matchup.reported_winner_id,
        reported_decision=matchup.reported_decision,
    ).facts


def _leg(fixture: Fixture, *, award_goals: int, ruled: bool) -> RecordedLeg:
    facts = fixture.facts
    return RecordedLeg(
        key=fixture.pk,
        home=fixture.home_id,
        official=official_result_of(fixture, award_goals=award_goals, ruled=ruled),
        neutral=fixture.is_neutral,
        extra_time=facts.extra_time,
        penalties=facts.penalties,
        extra_match=fixture.is_extra,
        replaces=fixture.replaces_id,
    )


def _ruling(ruling: Ruling) -> RecordedRuling:
    return RecordedRuling(
        Effect(ruling.effect), ruling.entry_id, ruling.in_favour_of_id, ruling.fixture_id is None
    )
