from datetime import date

import pytest

from competitions.choices import Via
from competitions.models import Qualifier, QualifierList, Stage
from competitions.services.qualifiers import (
    Proposed,
    confirm_qualifiers,
    grant_berth,
    override_qualifier,
    take_off,
    undo_confirmation,
    undo_override,
)
from competitions.services.versions import raise_versions, state_of
from competitions.services.writing import Refused
from tests.factories import (
    AdministratorFactory,
    EntryFactory,
    QualifierFactory,
    RuleSetFactory,
    StageFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db

DAY = date(2024, 11, 3)


@pytest.fixture
def stage() -> Stage:
    stage = StageFactory()
    EntryFactory.create_batch(3, stage=stage)
    return stage


@pytest.fixture
def onward(stage: Stage) -> Stage:
    return StageFactory(season=stage.season)


def proposal(stage: Stage, onward: Stage, count: int = 2) -> list[Proposed]:
    entries = stage.entries.order_by("pk")[:count]
    return [Proposed(entry, place=n, to_stage=onward) for n, entry in enumerate(entries, 1)]


def test_confirm_keeps_a_snapshot_and_raises_both_stages(stage: Stage, onward: Stage) -> None:
    actor = AdministratorFactory()
    qualifiers = confirm_qualifiers(stage, proposed=proposal(stage, onward), on=DAY, actor=actor)
    assert (qualifiers.confirmed_by, qualifiers.confirmed_on) == (actor, DAY)
    assert [q.place for q in qualifiers.qualifiers.all()] == [1, 2]
    stage.refresh_from_db()
    onward.refresh_from_db()
    assert (stage.version, onward.version) == (2, 2)


def test_confirm_again_changes_what_differs(stage: Stage, onward: Stage) -> None:
    first = confirm_qualifiers(stage, proposed=proposal(stage, onward), on=DAY, actor=None)
    kept = first.qualifiers.first()
    second = confirm_qualifiers(stage, proposed=proposal(stage, onward, 1), on=DAY, actor=None)
    assert second == first
    assert list(second.qualifiers.all()) == [kept]
    assert kept.history.count() == 1


def test_confirm_lets_a_club_win_a_title_and_a_league_place(stage: Stage) -> None:
    entry = stage.entries.first()
    proposed = [
        Proposed(entry, outcome="promoted", destination="Liga 2"),
        Proposed(entry, outcome="league_place", destination="Liga 3", via=Via.BEST_OF_DEPARTMENT),
    ]
    qualifiers = confirm_qualifiers(stage, proposed=proposed, on=DAY, actor=None)
    assert qualifiers.qualifiers.count() == 2


def test_confirm_an_override_without_reason_is_refused(stage: Stage, onward: Stage) -> None:
    entry, instead_of, _ = stage.entries.all()
    proposed = [Proposed(entry, to_stage=onward, instead_of=instead_of)]
    with pytest.raises(Refused):
        confirm_qualifiers(stage, proposed=proposed, on=DAY, actor=None)
    assert not QualifierList.objects.exists()


def test_override_says_instead_of_whom_and_why(stage: Stage, onward: Stage) -> None:
    aguila, _, ecosem = stage.entries.order_by("pk")
    qualifiers = confirm_qualifiers(stage, proposed=proposal(stage, onward), on=DAY, actor=None)
    override_qualifier(
        qualifiers, entry=ecosem, instead_of=aguila, reason="Sin motivo publicado", actor=None
    )
    row = qualifiers.qualifiers.get(entry=ecosem)
    assert (row.instead_of, row.via, row.reason) == (aguila, "override", "Sin motivo publicado")
    assert row.history.first().prev_record.entry_id == aguila.pk


def test_second_override_keeps_whose_berth_it_was(stage: Stage, onward: Stage) -> None:
    aguila, _, ecosem = stage.entries.order_by("pk")
    qualifiers = confirm_qualifiers(stage, proposed=proposal(stage, onward), on=DAY, actor=None)
    other = EntryFactory(stage=stage)
    for entry, instead_of in ((ecosem, aguila), (other, ecosem)):
        override_qualifier(
            qualifiers, entry=entry, instead_of=instead_of, reason="Acta 2", actor=None
        )
    assert qualifiers.qualifiers.get(entry=other).instead_of == aguila
    override_qualifier(qualifiers, entry=aguila, instead_of=other, reason="Acta 3", actor=None)
    assert qualifiers.qualifiers.get(entry=aguila).instead_of is None


def test_override_needs_a_reason_and_a_berth(stage: Stage, onward: Stage) -> None:
    first, _, third = stage.entries.order_by("pk")
    qualifiers = confirm_qualifiers(stage, proposed=proposal(stage, onward), on=DAY, actor=None)
    with pytest.raises(Refused) as refusal:
        override_qualifier(qualifiers, entry=third, instead_of=first, reason="", actor=None)
    assert list(refusal.value.error_dict) == ["reason"]
    with pytest.raises(Refused) as refusal:
        override_qualifier(qualifiers, entry=first, instead_of=third, reason="x", actor=None)
    assert list(refusal.value.error_dict) == ["instead_of"]


def test_undo_leaves_only_the_history(stage: Stage, onward: Stage) -> None:
    confirm_qualifiers(stage, proposed=proposal(stage, onward), on=DAY, actor=None)
    undo_confirmation(stage, actor=None, reason="Resultado cambiado")
    assert not QualifierList.objects.exists()
    assert not Qualifier.objects.exists()
    assert Qualifier.history.filter(history_type="-").count() == 2
    with pytest.raises(Refused):
        undo_confirmation(stage, actor=None)


def test_undoing_an_override_restores_the_row_as_it_was(stage: Stage, onward: Stage) -> None:
    aguila, _, ecosem = stage.entries.order_by("pk")
    proposed = [
        Proposed(aguila, place=1, to_stage=onward, zone_code="pasan", reason="1.º", remark="Juega.")
    ]
    qualifiers = confirm_qualifiers(stage, proposed=proposed, on=DAY, actor=None)
    before = Qualifier.objects.values().get()
    row = override_qualifier(
        qualifiers,
        entry=ecosem,
        instead_of=aguila,
        place=2,
        reason="Acta 4",
        source="Boletín 7",
        actor=None,
    )
    assert (row.place, row.source, row.zone_code) == (2, "Boletín 7", "pasan")
    undo_override(row, reason="Acta 5", actor=None)
    assert Qualifier.objects.values().get() == before
    with pytest.raises(Refused):
        undo_override(row, reason="Acta 6", actor=None)


def test_undoing_an_override_of_the_archive_asks_the_zone(stage: Stage, onward: Stage) -> None:
    aguila, _, ecosem = stage.entries.order_by("pk")
    rules = RuleSetFactory(stage=stage)
    ZoneFactory(rule_set=rules, code="mejor", kind="best_nth", nth=2, count=1)
    for zone, via in (("mejor", "best_nth"), ("otra", "unknown")):
        QualifierList.objects.all().delete()
        row = QualifierFactory(
            qualifier_list__stage=stage,
            entry=ecosem,
            instead_of=aguila,
            via=Via.OVERRIDE,
            zone_code=zone,
            reason="No se publicó.",
        )
        undo_override(row, reason="Acta 5", actor=None)
        assert (row.entry, row.instead_of, row.via, row.reason) == (aguila, None, via, "")


def test_the_berth_of_an_excluded_club_is_granted_with_a_reason(
    stage: Stage, onward: Stage
) -> None:
    first, second, third = stage.entries.order_by("pk")
    qualifiers = confirm_qualifiers(
        stage, proposed=[Proposed(first, to_stage=onward)], on=DAY, actor=None
    )
    granted = Proposed(third, place=3, to_stage=onward, instead_of=second)
    with pytest.raises(Refused) as refusal:
        grant_berth(qualifiers, granted=granted, reason="", actor=None)
    assert list(refusal.value.error_dict) == ["reason"]
    row = grant_berth(qualifiers, granted=granted, reason="Resolución 9", actor=None)
    assert (row.via, row.reason, row.instead_of) == ("override", "Resolución 9", second)
    take_off(row, reason="Resolución 10", actor=None)
    assert qualifiers.qualifiers.count() == 1


def test_a_list_from_a_stage_that_moved_on_is_refused(stage: Stage, onward: Stage) -> None:
    seen = state_of(stage)
    raise_versions([stage.pk])
    with pytest.raises(Refused) as refusal:
        confirm_qualifiers(stage, proposed=proposal(stage, onward), on=DAY, actor=None, seen=seen)
    assert refusal.value.error_dict["__all__"][0].code == "stage_moved_on"
    assert not QualifierList.objects.exists()
    stage.refresh_from_db()
    confirm_qualifiers(
        stage, proposed=proposal(stage, onward), on=DAY, actor=None, seen=state_of(stage)
    )


def test_every_confirmation_stands_in_the_history_of_the_list(stage: Stage, onward: Stage) -> None:
    for count in (2, 1, 1):
        listed = confirm_qualifiers(
            stage, proposed=proposal(stage, onward, count), on=DAY, actor=None, note="Acta 1"
        )
    assert listed.note == "Acta 1"
    # The third one changed nothing.
    assert [row.history_type for row in listed.history.all()] == ["~", "+"]
