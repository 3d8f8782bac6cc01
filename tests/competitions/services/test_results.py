from datetime import date

import pytest

from competitions.core.score import MatchFacts, Score, Status
from competitions.models import Fixture, PointsAdjustment, Ruling
from competitions.selectors import official_result_of
from competitions.services.results import award_walkover, record_result
from competitions.services.writing import Refused
from tests.factories import (
    AdministratorFactory,
    FixtureFactory,
    LegFactory,
    RuleSetFactory,
    StageFactory,
)

pytestmark = pytest.mark.django_db


def played(full: Score, **scores: Score) -> MatchFacts:
    return MatchFacts(Status.PLAYED, full, **scores)


def test_record_result_keeps_the_score_and_raises_the_version() -> None:
    actor = AdministratorFactory()
    fixture = FixtureFactory()
    record_result(fixture, result=played(Score(2, 1), half_time=Score(1, 0)), actor=actor)
    stored = Fixture.objects.select_related("stage").get(pk=fixture.pk)
    assert stored.facts == played(Score(2, 1), half_time=Score(1, 0))
    assert stored.stage.version == 2
    assert stored.history.latest().history_user == actor


def test_record_result_takes_out_what_is_left_out() -> None:
    fixture = FixtureFactory(score="2-1", half="1-0")
    record_result(fixture, result=played(Score(2, 1)), actor=None)
    assert Fixture.objects.get(pk=fixture.pk).home_half is None


def test_record_result_refuses_half_time_above_full_time() -> None:
    fixture = FixtureFactory()
    with pytest.raises(Refused):
        record_result(fixture, result=played(Score(0, 0), half_time=Score(1, 0)), actor=None)
    assert Fixture.objects.get(pk=fixture.pk).status == "scheduled"


def test_record_result_refuses_penalties_in_a_matchup_not_level() -> None:
    first = LegFactory(score="2-0")
    second = LegFactory(matchup=first.matchup, leg=2)
    with pytest.raises(Refused) as refusal:
        record_result(second, result=played(Score(1, 1), penalties=Score(4, 3)), actor=None)
    assert list(refusal.value.error_dict) == ["home_penalties"]
    assert "3-1" in refusal.value.messages[0]


def test_award_walkover_lies_over_a_match_that_was_not_played() -> None:
    fixture = FixtureFactory()
    RuleSetFactory(stage=fixture.stage, walkover_goals=2)
    ruling = award_walkover(fixture, to=fixture.away, actor=None, document="Resolución 7")
    stored = Fixture.objects.get(pk=fixture.pk)
    assert (stored.status, stored.home_goals) == ("not_played", None)
    result = official_result_of(stored, award_goals=2)
    assert (result.score, result.walkover) == (Score(0, 2), True)
    assert ruling.in_favour_of == fixture.away
    assert not PointsAdjustment.objects.exists()


def test_award_walkover_to_the_home_club_takes_points_from_the_other() -> None:
    stage = StageFactory()
    RuleSetFactory(stage=stage, walkover_deduction=3)
    fixture = FixtureFactory(stage=stage)
    ruling = award_walkover(
        fixture, to=fixture.home, actor=None, document="R 7", decided_on=date(2024, 9, 1)
    )
    assert official_result_of(fixture).score == Score(3, 0)
    adjustment = PointsAdjustment.objects.get()
    assert (adjustment.entry, adjustment.points, adjustment.ruling) == (fixture.away, -3, ruling)
    stage.refresh_from_db()
    assert stage.version == 2


def test_award_walkover_twice_is_refused_and_takes_points_once() -> None:
    fixture = FixtureFactory()
    RuleSetFactory(stage=fixture.stage, walkover_deduction=3)
    award_walkover(fixture, to=fixture.home, actor=None)
    with pytest.raises(Refused):
        award_walkover(fixture, to=fixture.home, actor=None)
    assert PointsAdjustment.objects.count() == 1


def test_award_walkover_to_nobody_is_a_double_loss() -> None:
    fixture = FixtureFactory()
    RuleSetFactory(stage=fixture.stage, walkover_deduction=1)
    award_walkover(fixture, to=None, actor=None)
    assert official_result_of(fixture).kind == "double_loss"
    assert PointsAdjustment.objects.count() == 2


def test_award_walkover_keeps_a_score_on_the_pitch() -> None:
    fixture = FixtureFactory(score="1-1")
    award_walkover(fixture, to=fixture.home, actor=None)
    result = official_result_of(Fixture.objects.get(pk=fixture.pk))
    assert (result.score, result.pitch) == (Score(3, 0), Score(1, 1))


def test_award_walkover_to_a_stranger_is_refused() -> None:
    fixture = FixtureFactory()
    with pytest.raises(Refused):
        award_walkover(fixture, to=FixtureFactory().home, actor=None)
    assert not Ruling.objects.exists()
    assert Fixture.objects.get(pk=fixture.pk).status == "scheduled"
