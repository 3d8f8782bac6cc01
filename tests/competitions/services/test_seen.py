from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from competitions.models import Club, Entry, Fixture, Goal, Stage
from competitions.services.seen import token_of
from competitions.services.versions import raise_versions
from competitions.services.writing import Refused, record, remove, write
from tests.factories import (
    FACTORIES,
    AdministratorFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    FixtureFactory,
    GoalFactory,
    StageFactory,
    official_of,
)

pytestmark = pytest.mark.django_db

MODELS = [
    model
    for model in apps.get_app_config("competitions").get_models()
    if not model.__name__.startswith("Historical")
]


def again(row: Model) -> Model:
    """The row as another request would read it."""
    return type(row)._base_manager.get(pk=row.pk)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_token_is_that_of_the_stored_row_and_of_its_history(model: type[Model]) -> None:
    row = FACTORIES[model]()
    seen = token_of(again(row))
    assert seen == token_of(again(row))
    assert seen == token_of(model.history.get(**{model._meta.pk.attname: row.pk}).instance)


def test_token_follows_what_can_be_edited() -> None:
    fixture = FixtureFactory(score="1-0")
    before = token_of(again(fixture))
    raise_versions([fixture.stage_id])
    assert token_of(again(fixture)) == before
    stage = token_of(again(fixture.stage))
    raise_versions([fixture.stage_id])
    assert token_of(again(fixture.stage)) == stage
    fixture.home_goals = 2
    assert token_of(fixture) != before


def test_token_knows_no_difference_between_equal_numbers() -> None:
    entry = EntryFactory()
    entry.points_carried = Decimal("0.00")
    other = Entry.objects.get(pk=entry.pk)
    other.points_carried = 0
    assert token_of(entry) == token_of(other)


def test_second_writer_is_told_what_the_first_changed() -> None:
    rosa = AdministratorFactory(username="rosa")
    fixture = FixtureFactory(score="1-0")
    mine = again(fixture)
    seen = token_of(mine)
    fixture.home_goals = 2
    record(fixture, actor=rosa)
    mine.home_goals, mine.note = 3, "Lluvia"
    with pytest.raises(Refused) as refusal:
        record(mine, actor=AdministratorFactory(), seen=seen)
    assert list(refusal.value.error_dict) == ["__all__", "home_goals"]
    [told] = refusal.value.error_dict["home_goals"][0].messages
    assert "rosa" in told
    assert "de 1 a 2" in told
    assert again(fixture).home_goals == 2
    [meanwhile] = refusal.value.meanwhile
    assert meanwhile.theirs == {}
    record(mine, actor=AdministratorFactory(), seen=meanwhile.token)
    assert again(fixture).home_goals == 3


def test_what_the_second_left_alone_is_named_apart() -> None:
    fixture = FixtureFactory(score="1-0")
    mine = again(fixture)
    seen = token_of(mine)
    fixture.home_goals = 2
    record(fixture, actor=None)
    mine.note = "Lluvia"
    with pytest.raises(Refused) as refusal:
        record(mine, actor=None, seen=seen)
    assert refusal.value.meanwhile[0].theirs == {"home_goals": 2}


def test_each_change_is_told_with_who_made_it_last() -> None:
    rosa, luis = AdministratorFactory(username="rosa"), AdministratorFactory(username="luis")
    fixture = FixtureFactory(score="1-0")
    mine = again(fixture)
    seen = token_of(mine)
    fixture.home_goals = 2
    record(fixture, actor=rosa)
    fixture.away_goals = 1
    record(fixture, actor=luis)
    mine.home_goals, mine.away_goals = 4, 4
    with pytest.raises(Refused) as refusal:
        record(mine, actor=None, seen=seen)
    told = refusal.value.message_dict
    assert ["rosa" in told["home_goals"][0], "luis" in told["away_goals"][0]] == [True, True]


def test_names_of_what_is_referred_to_are_told() -> None:
    entry = EntryFactory()
    mine = again(entry)
    seen = token_of(mine)
    former, entry.club = entry.club, ClubFactory(name="Unión Huayllay")
    record(entry, actor=None)
    mine.club = ClubFactory()
    with pytest.raises(Refused) as refusal:
        record(mine, actor=None, seen=seen)
    assert f"de {former} a Unión Huayllay" in refusal.value.message_dict["club"][0]


def test_the_same_written_by_both_is_no_conflict() -> None:
    fixture = FixtureFactory(score="1-0")
    mine = again(fixture)
    seen = token_of(mine)
    fixture.home_goals = 2
    record(fixture, actor=None)
    mine.home_goals, mine.note = 2, "Lluvia"
    record(mine, actor=None, seen=seen)
    assert again(fixture).note == "Lluvia"


def test_a_change_that_was_taken_back_is_no_conflict() -> None:
    fixture = FixtureFactory(score="1-0")
    mine = again(fixture)
    seen = token_of(mine)
    for goals in (2, 1):
        fixture.home_goals = goals
        record(fixture, actor=None)
    mine.home_goals = 3
    record(mine, actor=None, seen=seen)
    assert again(fixture).home_goals == 3


def test_change_past_the_history_is_told_without_who() -> None:
    fixture = FixtureFactory(score="1-0")
    mine = again(fixture)
    mine.home_goals = 3
    Fixture.objects.filter(pk=fixture.pk).update(home_goals=2)
    with pytest.raises(Refused) as refusal:
        record(mine, actor=None, seen="0" * 18)
    assert list(refusal.value.error_dict) == ["__all__", "home_goals"]
    assert "2" in refusal.value.message_dict["home_goals"][0]


def test_conflict_and_other_faults_are_told_at_once() -> None:
    fixture = FixtureFactory(score="1-0")
    mine = again(fixture)
    seen = token_of(mine)
    fixture.home_goals = 2
    record(fixture, actor=None)
    mine.home_goals, mine.leg = 3, 1
    with pytest.raises(Refused) as refusal:
        record(mine, actor=None, seen=seen)
    assert list(refusal.value.error_dict) == ["__all__", "home_goals", "leg"]


def test_deleted_row_is_told_with_who_deleted_it() -> None:
    rosa = AdministratorFactory(username="rosa")
    club = ClubFactory()
    mine = again(club)
    seen = token_of(mine)
    remove(club, actor=rosa)
    mine.name = "Otro"
    with pytest.raises(Refused, match="rosa"):
        record(mine, actor=AdministratorFactory(), seen=seen)
    assert not Club.objects.filter(pk=mine.pk).exists()


def test_who_deleted_a_row_of_another_branch_is_not_told() -> None:
    rosa = AdministratorFactory(username="rosa")
    fixture = FixtureFactory(stage__league=DepartmentalLeagueFactory())
    stale = again(fixture)
    remove(fixture, actor=rosa)
    stale.note = "Lluvia"
    with pytest.raises(Refused) as refusal:
        record(stale, actor=official_of(DepartmentalLeagueFactory()), seen="x")
    assert "rosa" not in str(refusal.value.messages)


def test_removing_what_changed_meanwhile_is_refused_once() -> None:
    goal = GoalFactory(player="Uno")
    mine = again(goal)
    seen = token_of(mine)
    goal.player = "Dos"
    record(goal, actor=None)
    with pytest.raises(Refused) as refusal:
        remove(mine, actor=None, seen=seen)
    assert "de Uno a Dos" in str(refusal.value.messages)
    remove(mine, actor=None, seen=refusal.value.meanwhile[0].token)
    assert not Goal.objects.exists()


def test_removing_what_changed_past_the_history_is_refused() -> None:
    goal = GoalFactory()
    with pytest.raises(Refused):
        remove(goal, actor=None, seen="0" * 18)
    assert Goal.objects.exists()


def test_removing_what_is_gone_is_no_fault() -> None:
    goal = GoalFactory()
    mine = again(goal)
    remove(goal, actor=None)
    remove(mine, actor=official_of(goal.fixture.stage.league), seen=token_of(mine))
    assert Goal.history.filter(history_type="-").count() == 1


@pytest.mark.parametrize("rows", [1, 4])
def test_tokens_cost_no_query(rows: int) -> None:
    stage = StageFactory()
    fixtures = FixtureFactory.create_batch(rows, stage=stage, score="1-0")
    counts = []
    for seen in (False, True):
        fixtures = list(Fixture.objects.filter(stage=stage))
        tokens = {fixture: token_of(fixture) for fixture in fixtures}
        for fixture in fixtures:
            fixture.home_goals += 1
        with CaptureQueriesContext(connection) as queries:
            write(fixtures, actor=None, seen=tokens if seen else None)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_stage_is_seen_without_its_version() -> None:
    stage = StageFactory()
    seen = token_of(again(stage))
    raise_versions([stage.pk])
    mine = again(stage)
    mine.name = "Nacional"
    record(mine, actor=None, seen=seen)
    assert Stage.objects.get(pk=stage.pk).name == "Nacional"
