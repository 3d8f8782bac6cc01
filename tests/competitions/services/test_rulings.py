import pytest

from competitions.choices import ClaimState, RulingEffect
from competitions.core.score import Score
from competitions.models import Claim, Fixture, PointsAdjustment, Ruling, Stage
from competitions.selectors import official_result_of
from competitions.services.decisions import decide
from competitions.services.rulings import (
    file_claim,
    record_decision,
    record_lots,
    record_ruling,
    try_decision,
    withdraw_claim,
    withdraw_ruling,
)
from competitions.services.versions import state_of
from competitions.services.writing import Refused
from tests.factories import AdministratorFactory, ClaimFactory, EntryFactory, StageFactory
from tests.standings.scenes import deduct

pytestmark = pytest.mark.django_db


def test_record_ruling_with_points_closes_its_claim() -> None:
    actor = AdministratorFactory()
    claim = ClaimFactory()
    ruling = Ruling(
        stage=claim.stage,
        claim=claim,
        fixture=claim.fixture,
        effect=RulingEffect.AWARD,
        in_favour_of=claim.claimant,
        document="Resolución 12",
    )
    points = PointsAdjustment(entry=claim.fixture.home, points=-1, reason="Alineación indebida")
    record_ruling(ruling, actor=actor, adjustments=[points], closes_claim=ClaimState.UPHELD)
    claim.refresh_from_db()
    assert claim.state == "upheld"
    assert ruling.adjustments.get().points == -1
    assert claim.history.latest().history_user == actor
    result = official_result_of(Fixture.objects.get(pk=claim.fixture.pk))
    assert (result.score, result.pitch) == (Score(0, 3), Score(1, 0))


def test_withdraw_ruling_takes_its_points_with_it() -> None:
    claim = ClaimFactory()
    ruling = Ruling(
        stage=claim.stage, fixture=claim.fixture, effect="award", in_favour_of=claim.claimant
    )
    points = PointsAdjustment(entry=claim.claimant, points=1, reason="x")
    record_ruling(ruling, actor=None, adjustments=[points])
    withdraw_ruling(ruling, actor=None, reason="Apelación fundada")
    assert not Ruling.objects.exists()
    assert not PointsAdjustment.objects.exists()
    assert Ruling.history.latest().history_change_reason == "Apelación fundada"
    assert official_result_of(Fixture.objects.get()).score == Score(1, 0)


def test_record_lots_keeps_the_order() -> None:
    stage = StageFactory()
    first, second, third = EntryFactory.create_batch(3, stage=stage)
    lots = record_lots(stage, positions={second: 1, first: 2, third: 2}, actor=None, act="Acta 3")
    assert [(p.entry, p.position) for p in lots.positions.all()] == [
        (second, 1),
        (first, 2),
        (third, 2),
    ]
    stage.refresh_from_db()
    assert stage.version == 2


def test_record_lots_of_a_stranger_is_refused() -> None:
    stage = StageFactory()
    with pytest.raises(Refused, match="es de otra etapa"):
        record_lots(stage, positions={EntryFactory(): 1}, actor=None)
    assert not stage.lots.exists()


def test_record_ruling_refuses_a_stage_that_is_another_one_by_now() -> None:
    claim = ClaimFactory()
    seen = state_of(claim.stage)
    deduct(claim.claimant, 3)
    ruling = Ruling(
        stage=claim.stage, fixture=claim.fixture, effect="award", in_favour_of=claim.claimant
    )
    with pytest.raises(Refused) as refusal:
        record_ruling(ruling, actor=None, seen=seen)
    assert [error.code for error in refusal.value.error_dict["__all__"]] == ["stage_changed"]
    assert not Ruling.objects.exists()
    record_ruling(ruling, actor=None, seen=state_of(Stage.objects.get(pk=claim.stage_id)))
    assert Ruling.objects.get() == ruling


def test_try_decision_tells_what_recording_would_refuse_and_writes_nothing() -> None:
    claim = ClaimFactory()
    fine = Ruling(stage=claim.stage, fixture=claim.fixture, effect="annulment")
    try_decision(decide(fine), actor=None)
    wrong = Ruling(stage=claim.stage, fixture=claim.fixture, effect="award")
    with pytest.raises(Refused):
        try_decision(decide(wrong), actor=None)
    assert not Ruling.objects.exists()
    assert Stage.objects.get(pk=claim.stage_id).version == claim.stage.version


def test_withdraw_ruling_opens_its_claim_again() -> None:
    claim = ClaimFactory()
    ruling = Ruling(stage=claim.stage, claim=claim, effect="dismissal", document="Acta 3")
    record_decision(decide(ruling, closes_claim=ClaimState.REJECTED), actor=None)
    claim.refresh_from_db()
    assert claim.state == "rejected"
    withdraw_ruling(ruling, actor=None, reason="Apelación", reopens_claim=True)
    claim.refresh_from_db()
    assert claim.state == "open"


def test_claim_is_filed_and_withdrawn_but_not_once_it_is_decided() -> None:
    entry = EntryFactory()
    claim = file_claim(
        Claim(stage=entry.stage, claimant=entry, grounds="Alineación indebida."), actor=None
    )
    assert withdraw_claim(claim, actor=None, reason="Acuerdo").state == "withdrawn"
    with pytest.raises(Refused) as refusal:
        withdraw_claim(claim, actor=None)
    assert [error.code for error in refusal.value.error_dict["state"]] == ["claim_decided"]
