"""Two people at one form: who saves second is told, and keeps what he typed."""

from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from competitions.models import Club, Fixture, Goal, PointsAdjustment, ResultLink, ResultReport
from competitions.services.writing import record, remove
from tests.competitions.changes import CHANGES, MODELS, change
from tests.competitions.test_admin import errors, page
from tests.competitions.test_admin_changes import everything, opened
from tests.factories import (
    FACTORIES,
    AdministratorFactory,
    ClubAliasFactory,
    ClubFactory,
    FixtureFactory,
    GoalFactory,
    PointsAdjustmentFactory,
    official_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(client: Client) -> Client:
    client.force_login(AdministratorFactory(username="luis"))
    return client


@pytest.fixture
def rosa() -> Any:
    return AdministratorFactory(username="rosa")


def test_every_model_has_its_change() -> None:
    assert set(CHANGES) == set(MODELS)


@pytest.mark.parametrize(
    "model", [m for m in MODELS if m not in {ResultLink, ResultReport}], ids=lambda m: m.__name__
)
def test_second_save_of_any_form_is_told(model: type[Model], second: Client, rosa: Any) -> None:
    row = FACTORIES[model]()
    address = page(model, "change", row.pk)
    data = opened(second, address)
    record(change(row), actor=rosa, reason="Acuerdo")
    response = second.post(address, data)
    assert response.status_code == 200
    assert "rosa" in str(response.context["adminform"].form.errors)
    # What he left alone follows what rosa wrote: now nothing is left to save.
    saved = second.post(address, everything(response))
    assert saved.status_code == 302, errors(saved)
    assert model.history.filter(**{model._meta.pk.attname: row.pk}).count() == 2


def test_second_keeps_what_he_typed_and_saves_it_knowingly(second: Client, rosa: Any) -> None:
    fixture = FixtureFactory(score="1-0", half="0-0")
    address = page(Fixture, "change", fixture.pk)
    data = opened(second, address)
    fixture.home_goals, fixture.away_half = 2, 0
    record(fixture, actor=rosa)
    data |= {"home_goals": "3", "note": "Lluvia"}
    response = second.post(address, data)
    form = response.context["adminform"].form
    assert list(form.errors) == ["__all__", "home_goals"]
    assert "rosa lo cambió de 1 a 2" in form.errors["home_goals"][0]
    text = response.content.decode()
    assert 'name="home_goals" value="3"' in text
    assert "Lluvia" in text
    saved = second.post(address, everything(response))
    assert saved.status_code == 302, errors(saved)
    fixture.refresh_from_db()
    assert (fixture.home_goals, fixture.note) == (3, "Lluvia")


def test_another_fault_does_not_renew_what_was_seen(second: Client, rosa: Any) -> None:
    fixture = FixtureFactory(score="1-0")
    address = page(Fixture, "change", fixture.pk)
    data = opened(second, address) | {"home_goals": "x"}
    first = second.post(address, data)
    fixture.home_goals = 2
    record(fixture, actor=rosa)
    response = second.post(address, everything(first) | {"home_goals": "3"})
    assert "rosa" in str(response.context["adminform"].form.errors)


def test_points_left_alone_follow_in_both_their_parts(second: Client, rosa: Any) -> None:
    adjustment = PointsAdjustmentFactory(points=-3)
    address = page(PointsAdjustment, "change", adjustment.pk)
    data = opened(second, address) | {"reason": "Otra vez"}
    adjustment.points = 2
    record(adjustment, actor=rosa)
    response = second.post(address, data)
    assert everything(response)["points_way"] == "give"
    assert everything(response)["points_count"] == "2"
    assert second.post(address, everything(response)).status_code == 302
    adjustment.refresh_from_db()
    assert (adjustment.points, adjustment.reason) == (2, "Otra vez")


@pytest.mark.parametrize("archived", [True, False])
def test_ticks_left_alone_follow(archived: bool, second: Client, rosa: Any) -> None:
    fixture = FixtureFactory(is_neutral=not archived)
    address = page(Fixture, "change", fixture.pk)
    data = opened(second, address)
    fixture.is_neutral = archived
    record(fixture, actor=rosa)
    response = second.post(address, data)
    assert ("is_neutral" in everything(response)) == archived


def test_conflict_of_a_row_below_stands_beside_it(second: Client, rosa: Any) -> None:
    goal = GoalFactory(player="Uno")
    address = page(Fixture, "change", goal.fixture.pk)
    data = opened(second, address)
    goal.player = "Dos"
    record(goal, actor=rosa)
    response = second.post(address, data | {"goals-0-player": "Tres"})
    assert not response.context["adminform"].form.errors
    [row_errors] = response.context["inline_admin_formsets"][0].formset.errors
    assert "rosa lo cambió de Uno a Dos" in row_errors["player"][0]
    assert 'value="Tres"' in response.content.decode()
    saved = second.post(address, everything(response))
    assert saved.status_code == 302, errors(saved)
    assert Goal.objects.get().player == "Tres"


def test_fault_of_a_new_row_below_stands_beside_it(second: Client) -> None:
    fixture = FixtureFactory(score="1-0")
    address = page(Fixture, "change", fixture.pk)
    data = opened(second, address) | {
        "goals-TOTAL_FORMS": "1",
        "goals-0-entry": str(fixture.home.pk),
        "goals-0-player": "Uno",
        "goals-0-position": "1",
        "goals-0-kind": "goal",
        "goals-0-minute": "121",
    }
    response = second.post(address, data)
    [row_errors] = response.context["inline_admin_formsets"][0].formset.errors
    assert list(row_errors) == ["minute"]


def test_row_below_deleted_meanwhile_is_told_and_kept(second: Client, rosa: Any) -> None:
    goal = GoalFactory(player="Uno")
    address = page(Fixture, "change", goal.fixture.pk)
    data = opened(second, address)
    remove(goal, actor=rosa)
    response = second.post(address, data | {"goals-0-player": "Tres"})
    assert response.status_code == 200
    [row_errors] = response.context["inline_admin_formsets"][0].formset.errors
    assert list(row_errors) == ["__all__"]
    assert "rosa" in row_errors["__all__"][0]
    assert 'value="Tres"' in response.content.decode()
    saved = second.post(address, everything(response))
    assert saved.status_code == 302, errors(saved)
    assert Goal.objects.get().player == "Tres"


def test_row_below_that_both_deleted_is_gone(second: Client, rosa: Any) -> None:
    first = GoalFactory(player="Uno", fixture__score="2-0")
    last = GoalFactory(fixture=first.fixture, player="Dos")
    address = page(Fixture, "change", first.fixture.pk)
    data = opened(second, address)
    remove(first, actor=rosa)
    response = second.post(address, data | {"goals-0-DELETE": "on", "goals-1-player": "Tres"})
    assert response.status_code == 302, errors(response)
    assert list(Goal.objects.values_list("pk", "player")) == [(last.pk, "Tres")]


@pytest.mark.parametrize("key", ["x", "", "99999"])
def test_row_below_with_a_made_up_key_is_refused(key: str, second: Client) -> None:
    goal = GoalFactory(player="Uno")
    address = page(Fixture, "change", goal.fixture.pk)
    response = second.post(address, opened(second, address) | {"goals-0-id": key})
    assert response.status_code == 200
    assert Goal.objects.get().player == "Uno"


def test_form_of_a_row_deleted_meanwhile_becomes_one_for_a_new_row(
    second: Client, rosa: Any
) -> None:
    club = ClubFactory(name="Unión")
    ClubAliasFactory(club=club, name="La U")
    address = page(Club, "change", club.pk)
    data = opened(second, address) | {"home_town": "Sicuani"}
    remove(club, actor=rosa)
    response = second.post(address, data)
    assert response.status_code == 200
    assert "rosa" in response.context["adminform"].form.errors["__all__"][0]
    text = response.content.decode()
    assert f'action="{page(Club, "add")}"' in text
    assert 'value="Sicuani"' in text
    saved = second.post(page(Club, "add"), everything(response))
    assert saved.status_code == 302, errors(saved)
    [again] = Club.objects.all()
    assert (again.name, again.home_town) == ("Unión", "Sicuani")
    assert [alias.name for alias in again.aliases.all()] == ["La U"]


def test_row_of_another_branch_deleted_meanwhile_is_not_told(client: Client, rosa: Any) -> None:
    theirs = FixtureFactory(note="Secreto")
    mine = official_of(FACTORIES[type(theirs.stage.league)]())
    address = page(Fixture, "change", theirs.pk)
    pk = theirs.pk
    remove(theirs, actor=rosa)
    client.force_login(mine)
    response = client.post(address, {"note": "x"}, follow=True)
    assert "rosa" not in response.content.decode()
    assert response.status_code == 404
    assert client.post(page(Fixture, "change", pk + 1), {}).status_code == 404


@pytest.mark.parametrize("key", ["x", "99999"])
def test_form_of_a_row_that_never_was_is_not_found(key: str, second: Client) -> None:
    assert second.post(page(Fixture, "change", key), {}).status_code == 404


def test_delete_page_of_a_row_changed_meanwhile_asks_again(second: Client, rosa: Any) -> None:
    club = ClubFactory()
    address = page(Club, "delete", club.pk)
    seen = second.get(address).context["seen"]
    club.home_town = "Sicuani"
    record(club, actor=rosa)
    response = second.post(address, {"post": "yes", **seen}, follow=True)
    assert response.redirect_chain == [(address, 302)]
    assert "rosa" in response.content.decode()
    second.post(address, {"post": "yes", **response.context["seen"]})
    assert not Club.objects.exists()


def test_deleting_several_of_which_one_changed_meanwhile_deletes_none(
    second: Client, rosa: Any
) -> None:
    clubs = ClubFactory.create_batch(2)
    data = {"action": "delete_selected", "_selected_action": [club.pk for club in clubs]}
    address = page(Club, "changelist")
    seen = second.post(address, data).context_data["seen"]
    clubs[0].home_town = "Sicuani"
    record(clubs[0], actor=rosa)
    response = second.post(address, {**data, "post": "yes", **seen}, follow=True)
    assert "rosa" in response.content.decode()
    assert Club.objects.count() == 2
