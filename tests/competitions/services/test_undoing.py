import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from competitions.models import (
    Club,
    ClubAlias,
    Fixture,
    Goal,
    ResultLink,
    Round,
    Stage,
)
from competitions.services.changes import find, key_of, lines_of, tell
from competitions.services.seen import shown_fields
from competitions.services.undoing import seen_key, undo, undoing_of
from competitions.services.writing import Refused, record, remove, write
from tests.competitions.changes import MODELS, change
from tests.factories import (
    FACTORIES,
    AdministratorFactory,
    ClubAliasFactory,
    ClubFactory,
    EntryFactory,
    FixtureFactory,
    GoalFactory,
    ResultLinkFactory,
    RoundFactory,
    RulingFactory,
    StageFactory,
)

pytestmark = pytest.mark.django_db
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


@pytest.fixture
def rosa() -> Any:
    return AdministratorFactory(username="rosa")


def again(row: Model) -> Any:
    return type(row)._base_manager.get(pk=row.pk)


def values(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in shown_fields(type(row))}


def last(row: Model) -> Any:
    return lines_of(type(row)).filter(**{row._meta.pk.attname: row.pk}).latest()


def take_back(*lines: Any, actor: Any, reason: str = "Fue un error") -> list[Model]:
    return undo(lines, actor=actor, reader=actor, reason=reason)


@every_model
def test_a_change_is_taken_back(model: type[Model], rosa: Any) -> None:
    row = again(FACTORIES[model]())
    before = values(row)
    record(change(row), actor=rosa, reason="Acuerdo")
    assert values(again(row)) != before
    take_back(last(row), actor=rosa)
    assert values(again(row)) == before
    line = last(row)
    assert (line.history_type, line.history_user, line.history_change_reason) == (
        "~",
        rosa,
        "Fue un error",
    )


@every_model
def test_a_creation_is_taken_back(model: type[Model], rosa: Any) -> None:
    row = FACTORIES[model]()
    take_back(last(row), actor=rosa)
    assert not model._base_manager.filter(pk=row.pk).exists()


@every_model
def test_a_deletion_is_taken_back(model: type[Model], rosa: Any) -> None:
    row = again(FACTORIES[model]())
    stored = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields}
    pk = row.pk
    remove(row, actor=rosa, reason="Limpieza")
    row.pk = pk
    take_back(last(row), actor=rosa)
    back = again(row)
    assert {
        f.attname: getattr(back, f.attname)
        for f in model._meta.concrete_fields
        if f.name not in {"version", "stamp"}
    } == {name: value for name, value in stored.items() if name not in {"version", "stamp"}}


@every_model
def test_history_tells_before_and_after(model: type[Model], rosa: Any) -> None:
    row = again(FACTORIES[model]())
    record(change(row), actor=rosa, reason="Acuerdo")
    [told] = tell(rosa, [last(row)])
    assert (told.who, told.reason, told.what) == ("rosa", "Acuerdo", "~")
    assert told.differences
    assert all(difference.before != difference.after for difference in told.differences)


def test_only_what_the_change_wrote_is_put_back(rosa: Any) -> None:
    fixture = again(FixtureFactory(score="1-0"))
    fixture.home_goals, fixture.note = 2, "Lluvia"
    record(fixture, actor=rosa)
    line = last(fixture)
    fixture.home_goals, fixture.source = 3, "Planilla"
    record(fixture, actor=rosa)
    undoing = undoing_of([line], reader=rosa)
    [row] = undoing.rows
    assert [(d.field, d.before, d.after) for d in row.put_back] == [("note", "Lluvia", "·")]
    assert [(d.field, d.before) for d in row.stays] == [("home_goals", "3")]
    take_back(line, actor=rosa)
    fixture = again(fixture)
    assert (fixture.home_goals, fixture.note, fixture.source) == (3, "", "Planilla")


def test_nothing_left_to_take_back_is_said(rosa: Any) -> None:
    fixture = again(FixtureFactory(score="1-0"))
    for goals in (2, 3):
        fixture.home_goals = goals
        record(fixture, actor=rosa)
    line = lines_of(Fixture).filter(home_goals=2).get()
    with pytest.raises(Refused, match="deshacer"):
        take_back(line, actor=rosa)


def test_a_reason_is_asked(rosa: Any) -> None:
    fixture = again(FixtureFactory(score="1-0"))
    fixture.note = "Lluvia"
    record(fixture, actor=rosa)
    with pytest.raises(Refused) as refusal:
        take_back(last(fixture), actor=rosa, reason=" ")
    assert list(refusal.value.error_dict) == ["reason"]
    assert again(fixture).note == "Lluvia"


def test_taking_back_asks_the_checks(rosa: Any) -> None:
    goal = GoalFactory(fixture__score="1-0")
    fixture = again(goal.fixture)
    second = Goal(fixture=fixture, entry=fixture.home)
    fixture.home_goals = 2
    write([fixture, second], actor=rosa)
    with pytest.raises(Refused, match="2 goles"):
        take_back(last(fixture), actor=rosa)
    assert again(fixture).home_goals == 2


def test_what_others_hang_on_is_not_taken_back(rosa: Any) -> None:
    club = ClubFactory()
    EntryFactory(club=club)
    with pytest.raises(Refused, match=club.name):
        take_back(last(club), actor=rosa)


def test_what_went_along_comes_back(rosa: Any) -> None:
    club = ClubFactory(name="Unión")
    aliases = {ClubAliasFactory(club=club).pk for _alias in range(2)}
    former = ClubAliasFactory(club=club)
    remove(former, actor=AdministratorFactory())
    pk = club.pk
    remove(club, actor=rosa)
    club.pk = pk
    take_back(last(club), actor=rosa)
    assert set(ClubAlias.objects.values_list("pk", flat=True)) == aliases
    assert Club.objects.get(pk=pk).key == "union"


def test_a_row_comes_back_only_after_what_it_refers_to(rosa: Any) -> None:
    round_ = RoundFactory()
    stage = round_.stage
    pk = round_.pk
    remove(round_, actor=rosa)
    round_.pk = pk
    line = last(round_)
    stage.pk, gone = stage.pk, stage.pk
    remove(stage, actor=rosa)
    with pytest.raises(Refused) as refusal:
        take_back(line, actor=rosa)
    assert "Etapa" in str(refusal.value.messages) or "etapa" in str(refusal.value.messages)
    stage.pk = gone
    take_back(last(stage), line, actor=rosa)
    assert Round.objects.get(pk=pk).stage_id == gone


def test_what_is_there_again_or_gone_is_said(rosa: Any) -> None:
    alias = again(ClubAliasFactory())
    record(change(alias), actor=rosa)
    changed = last(alias)
    pk = alias.pk
    remove(alias, actor=rosa)
    with pytest.raises(Refused):
        take_back(changed, actor=rosa)
    alias.pk = pk
    take_back(last(alias), actor=rosa)
    with pytest.raises(Refused):
        take_back(lines_of(ClubAlias).filter(history_type="-").get(), actor=rosa)


def test_a_change_whose_past_is_not_known_stays(rosa: Any) -> None:
    fixture = again(FixtureFactory(score="1-0"))
    fixture.note = "Lluvia"
    record(fixture, actor=rosa)
    lines_of(Fixture).filter(history_type="+").delete()
    with pytest.raises(Refused):
        take_back(last(fixture), actor=rosa)


def test_changes_of_one_act_are_taken_back_together(rosa: Any) -> None:
    stage = StageFactory()
    fixtures = [again(row) for row in FixtureFactory.create_batch(3, stage=stage)]
    for fixture in fixtures:
        fixture.status, fixture.home_goals, fixture.away_goals = "played", 1, 0
    goal = Goal(fixture=fixtures[0], entry=fixtures[0].home)
    write([*fixtures, goal], actor=rosa)
    lines = [last(row) for row in [*fixtures, goal]]
    version = Stage.objects.get(pk=stage.pk).version
    take_back(*lines, actor=rosa)
    assert not Goal.objects.exists()
    assert not Fixture.objects.with_score().exists()
    assert Stage.objects.get(pk=stage.pk).version == version + 1


def test_two_changes_of_a_row_are_taken_back_from_the_newest(rosa: Any) -> None:
    fixture = again(FixtureFactory(score="1-0"))
    for goals in (2, 3):
        fixture.home_goals = goals
        record(fixture, actor=rosa)
    lines = list(lines_of(Fixture).filter(history_type="~"))
    take_back(*lines, actor=rosa)
    assert again(fixture).home_goals == 1


def test_who_looked_at_an_older_preview_is_told(rosa: Any) -> None:
    fixture = again(FixtureFactory(score="1-0"))
    fixture.note = "Lluvia"
    record(fixture, actor=rosa)
    line = last(fixture)
    [row] = undoing_of([line], reader=rosa).rows
    seen = {seen_key(row.row): row.token}
    Fixture.objects.filter(pk=fixture.pk).update(source="Otra")
    with pytest.raises(Refused):
        undo(
            [line], actor=rosa, reader=rosa, reason="x", seen={**seen, seen_key(row.row): "0" * 18}
        )
    undo([line], actor=rosa, reader=rosa, reason="x", seen=seen)
    assert again(fixture).note == ""


def test_moment_of_a_link_stays_what_it_was(rosa: Any) -> None:
    link = ResultLinkFactory()
    made = timezone.now() - dt.timedelta(days=3)
    ResultLink.objects.filter(pk=link.pk).update(created_at=made)
    link = again(link)
    pk = link.pk
    remove(link, actor=rosa)
    link.pk = pk
    take_back(last(link), actor=rosa)
    assert again(link).created_at == made


@pytest.mark.parametrize("rows", [1, 4])
def test_a_preview_costs_a_fixed_number_of_queries(rows: int, rosa: Any) -> None:
    stage = StageFactory()
    fixtures = [again(row) for row in FixtureFactory.create_batch(rows, stage=stage)]
    for fixture in fixtures:
        fixture.note = "Lluvia"
    write(fixtures, actor=rosa)
    keys = [key_of(last(fixture)) for fixture in fixtures]
    with CaptureQueriesContext(connection) as queries:
        undoing_of(find(rosa, keys), reader=rosa)
    assert len(queries) == 8


def test_ruling_is_taken_back_with_its_effect(rosa: Any) -> None:
    ruling = RulingFactory()
    take_back(last(ruling), actor=rosa)
    assert not ruling.fixture.rulings.exists()
