import pytest

from competitions import selectors
from competitions.core.matchup import Decision, settle
from competitions.core.score import Score
from competitions.models import Matchup, Ruling
from tests.factories import (
    LegFactory,
    LotsDrawnFactory,
    LotsPositionFactory,
    MatchupFactory,
    RuleSetFactory,
    RulingFactory,
)

pytestmark = pytest.mark.django_db


def read(matchup: Matchup) -> Matchup:
    return Matchup.objects.prefetch_related(*selectors.MATCHUP_RELATIONS).get(pk=matchup.pk)


def test_matchup_facts_hold_the_legs_in_order() -> None:
    second = LegFactory(leg=2, score="1-0")
    LegFactory(matchup=second.matchup, leg=1, score="2-2")
    facts = selectors.matchup_facts(read(second.matchup))
    assert [leg.first_at_home for leg in facts.legs] == [True, False]
    outcome = settle(facts, ())
    assert (outcome.winner, outcome.aggregate) == ("second", (2, 3))


def test_matchup_facts_can_leave_rulings_out() -> None:
    leg = LegFactory(matchup__legs=1, score="1-0")
    RulingFactory(fixture=leg)
    ruled = selectors.matchup_facts(read(leg.matchup), award_goals=2)
    on_pitch = selectors.matchup_facts(read(leg.matchup), ruled=False)
    assert ruled.legs[0].official.score == Score(0, 2)
    assert on_pitch.legs[0].official.score == Score(1, 0)


def test_matchup_facts_hold_the_rulings_on_the_matchup() -> None:
    matchup = MatchupFactory()
    stage = matchup.round.stage
    Ruling.objects.create(stage=stage, matchup=matchup, effect="award", in_favour_of=matchup.second)
    facts = selectors.matchup_facts(read(matchup))
    assert (facts.awarded_to, facts.excluded) == ("second", frozenset())
    Ruling.objects.create(stage=stage, matchup=matchup, effect="exclusion", entry=matchup.first)
    facts = selectors.matchup_facts(read(matchup))
    assert facts.excluded == {"first"}
    assert settle(facts, ()).decided_by is Decision.EXCLUSION


@pytest.mark.parametrize(
    ("positions", "winner"), [((1, 2), "first"), ((2, 1), "second"), ((1, 1), None)]
)
def test_matchup_facts_hold_the_lots(positions: tuple[int, int], winner: str | None) -> None:
    matchup = MatchupFactory()
    lots = LotsDrawnFactory(stage=matchup.round.stage, matchup=matchup)
    for entry, position in zip((matchup.first, matchup.second), positions, strict=True):
        LotsPositionFactory(lots=lots, entry=entry, position=position)
    assert selectors.matchup_facts(read(matchup)).lots == winner


def test_matchup_facts_hold_what_is_reported() -> None:
    matchup = MatchupFactory()
    assert selectors.matchup_facts(read(matchup)).reported is None
    matchup.reported_winner = matchup.second
    matchup.save()
    reported = selectors.matchup_facts(read(matchup)).reported
    assert (reported.winner, reported.decided_by) == ("second", "")
    matchup.reported_decision = "penalties"
    matchup.save()
    reported = selectors.matchup_facts(read(matchup)).reported
    assert reported.decided_by is Decision.PENALTIES


def test_matchup_facts_of_an_open_matchup() -> None:
    matchup = MatchupFactory(first=None, second=None)
    facts = selectors.matchup_facts(read(matchup))
    assert (facts.places, facts.legs) == ((None, None), ())


def test_rules_of_a_stage_without_rules() -> None:
    stage = MatchupFactory().round.stage
    assert selectors.rules_of(stage) is None
    assert (selectors.settlement_of(stage), selectors.award_goals_of(stage)) == ((), 3)
    RuleSetFactory(stage=stage, settlement="penalties", walkover_goals=2)
    stage.refresh_from_db()
    assert (selectors.settlement_of(stage), selectors.award_goals_of(stage)) == (("penalties",), 2)
