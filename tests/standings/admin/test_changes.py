"""The latest changes of a branch, and taking them back from their pages."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from competitions.models import Club, Fixture, Stage
from competitions.services.changes import STAGE_PATHS, key_of, lines_of, models_with_history
from competitions.services.writing import record, remove, write
from tests.competitions.changes import MODELS, change
from tests.competitions.test_admin import page
from tests.factories import (
    FACTORIES,
    AdministratorFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    FixtureFactory,
    GoalFactory,
    LeagueFactory,
    StageFactory,
    official_of,
)

pytestmark = pytest.mark.django_db

CHANGES = "/admin/cambios/"
UNDO = "/admin/cambios/deshacer/"


@pytest.fixture
def rosa() -> Any:
    return AdministratorFactory(username="rosa")


@pytest.fixture
def official(client: Client, rosa: Any) -> Client:
    client.force_login(rosa)
    return client


def last(row: Model) -> Any:
    return lines_of(type(row)).filter(**{row._meta.pk.attname: row.pk}).latest()


def names(response: Any) -> list[str]:
    return [change.name for act in response.context["acts"] for change in act.changes]


def test_every_model_leads_to_its_stage_or_has_none() -> None:
    without = {
        "Appointment",
        "Club",
        "ClubAlias",
        "Department",
        "League",
        "PublishedScorer",
        "Season",
        "SeasonNote",
        "SeasonOutcome",
        "Venue",
    }
    assert {m.__name__ for m in models_with_history()} == set(STAGE_PATHS) | without
    assert set(models_with_history()) == set(MODELS)


@pytest.mark.parametrize("rows", [1, 3])
def test_latest_changes_in_a_fixed_number_of_queries(
    rows: int, official: Client, rosa: Any
) -> None:
    stage = StageFactory()
    fixtures = FixtureFactory.create_batch(rows, stage=stage)
    for model in (Fixture, Club):
        lines_of(model).all().delete()
    for fixture in fixtures:
        fixture.note = "Lluvia"
    write(fixtures, actor=rosa)
    official.get(CHANGES)
    with CaptureQueriesContext(connection) as queries:
        response = official.get(CHANGES + f"?stage={stage.pk}")
    assert response.status_code == 200
    assert len(queries) == 17


def test_latest_changes_say_who_when_what_before_and_after(official: Client, rosa: Any) -> None:
    fixture = FixtureFactory(score="1-0")
    fixture.home_goals = 2
    record(fixture, actor=rosa, reason="Planilla 14")
    response = official.get(CHANGES)
    text = response.content.decode()
    assert names(response)[0] == str(fixture)
    assert "rosa" in text
    assert "Planilla 14" in text
    assert "<del>1</del> → <ins>2</ins>" in text


def test_changes_of_one_act_stand_together(official: Client, rosa: Any) -> None:
    fixtures = FixtureFactory.create_batch(3, stage=StageFactory())
    for fixture in fixtures:
        fixture.note = "Lluvia"
    write(fixtures, actor=rosa, reason="Fecha 1")
    act, *_others = official.get(CHANGES).context["acts"]
    assert len(act.changes) == 3
    response = official.get(act.all_address)
    assert len(response.context["undoing"].rows) == 3
    sent = official.post(act.all_address, {"reason": "Error", **response.context["seen"]})
    assert sent.status_code == 302
    assert not Fixture.objects.exclude(note="").exists()


def test_latest_changes_by_stage_person_and_day(official: Client, rosa: Any) -> None:
    luis = AdministratorFactory(username="luis")
    mine, other = FixtureFactory(), FixtureFactory()
    for fixture, actor in ((mine, rosa), (other, luis)):
        fixture.note = "Lluvia"
        record(fixture, actor=actor)
    assert str(other) not in names(official.get(f"{CHANGES}?stage={mine.stage_id}"))
    assert str(mine) in names(official.get(f"{CHANGES}?stage={mine.stage_id}"))
    assert names(official.get(f"{CHANGES}?person=luis")) == [str(other)]
    lines_of(Fixture).filter(history_user=luis).update(
        history_date=timezone.now() - dt.timedelta(days=40)
    )
    long_ago = timezone.localdate() - dt.timedelta(days=40)
    assert names(official.get(f"{CHANGES}?day={long_ago}")) == [str(other)]
    assert official.get(f"{CHANGES}?day=x&stage=&person=&p=x").status_code == 200
    assert official.get(f"{CHANGES}?stage=99999").status_code == 404


def test_latest_changes_have_pages(official: Client, rosa: Any) -> None:
    ClubFactory.create_batch(60)
    first = official.get(CHANGES)
    assert first.context["newer"] == ""
    second = official.get(CHANGES + first.context["older"])
    assert not set(names(first)) & {name for name in names(second) if name.startswith("Club")}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_history_and_list_of_the_deleted_of_every_model(
    model: type[Model], official: Client, rosa: Any
) -> None:
    row = FACTORIES[model]()
    record(change(row), actor=rosa, reason="Acuerdo")
    pk = row.pk
    text = official.get(page(model, "history", pk)).content.decode()
    assert "<del>" in text
    assert f"{UNDO}?c={key_of(last(row))}" in text
    assert "Acuerdo" in text
    remove(row, actor=rosa, reason="Limpieza")
    row.pk = pk
    gone = official.get(page(model, "deleted"))
    assert [change.key for change in gone.context["changes"]] == [key_of(last(row))]
    address = f"{UNDO}?c={key_of(last(row))}"
    seen = official.get(address).context["seen"]
    assert official.post(address, {"reason": "Era buena", **seen}).status_code == 302
    assert model._base_manager.filter(pk=pk).exists()
    assert official.get(page(model, "deleted")).context["changes"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_history_and_deleted_in_a_fixed_number_of_queries(
    rows: int, official: Client, rosa: Any
) -> None:
    fixture = FixtureFactory(score="1-0")
    for goals in range(rows):
        fixture.home_goals = 2 + goals
        record(fixture, actor=rosa)
    # The first page of a process learns the numbers of the content types.
    official.get(page(Fixture, "history", fixture.pk))
    with CaptureQueriesContext(connection) as queries:
        official.get(page(Fixture, "history", fixture.pk))
    assert len(queries) == 11
    for other in FixtureFactory.create_batch(rows):
        remove(other, actor=rosa)
    with CaptureQueriesContext(connection) as queries:
        official.get(page(Fixture, "deleted"))
    assert len(queries) == 10


def test_taking_back_asks_why_and_says_what_was_done(official: Client, rosa: Any) -> None:
    fixture = FixtureFactory(score="1-0")
    fixture.home_goals = 2
    record(fixture, actor=rosa)
    address = f"{UNDO}?c={key_of(last(fixture))}"
    response = official.get(address)
    assert "<del>2</del> → <ins>1</ins>" in response.content.decode()
    seen = response.context["seen"]
    refused = official.post(address, {"reason": "", **seen})
    assert refused.status_code == 200
    assert refused.context["faults"] != []
    done = official.post(address, {"reason": "Error", **seen}, follow=True)
    assert done.redirect_chain == [(page(Fixture, "history", fixture.pk), 302)]
    fixture.refresh_from_db()
    assert fixture.home_goals == 1


def test_taking_back_what_somebody_changed_meanwhile_asks_again(
    official: Client, rosa: Any
) -> None:
    fixture = FixtureFactory(score="1-0")
    fixture.home_goals, fixture.note = 2, "Lluvia"
    record(fixture, actor=rosa)
    address = f"{UNDO}?c={key_of(last(fixture))}"
    seen = official.get(address).context["seen"]
    fixture.note = "Granizo"
    record(fixture, actor=rosa)
    response = official.post(address, {"reason": "Error", **seen})
    assert response.status_code == 302
    fixture.refresh_from_db()
    assert (fixture.home_goals, fixture.note) == (1, "Granizo")


@pytest.mark.parametrize(
    "query", ["", "?c=", "?c=x-1", "?c=fixture-99999", "?c=fixture-x", "?c=fixture"]
)
def test_unknown_changes_are_not_found(query: str, official: Client) -> None:
    assert official.get(UNDO + query).status_code == 404


def test_what_cannot_be_taken_back_says_why_and_has_no_button(official: Client, rosa: Any) -> None:
    goal = GoalFactory()
    response = official.get(f"{UNDO}?c={key_of(last(goal.fixture.home.club))}")
    posted = official.post(f"{UNDO}?c={key_of(last(goal.fixture.home.club))}", {"reason": "x"})
    assert posted.status_code == 200
    assert goal.fixture.home.name in str(posted.context["faults"])
    assert response.status_code == 200


# Whose history


@pytest.fixture
def two_leagues() -> tuple[Any, Any]:
    return DepartmentalLeagueFactory(), DepartmentalLeagueFactory()


def as_official(client: Client, league: Any) -> Client:
    client.force_login(official_of(league))
    return client


def test_history_of_another_branch_is_never_shown(
    client: Client, two_leagues: tuple[Any, Any], rosa: Any
) -> None:
    mine, theirs = two_leagues
    fixture = FixtureFactory(stage__league=theirs, note="Secreto")
    gone = FixtureFactory(stage__league=theirs, note="Secreto")
    own = FixtureFactory(stage__league=mine)
    fixture.note = "Otro secreto"
    record(fixture, actor=rosa)
    key = gone.pk
    remove(gone, actor=rosa)
    gone.pk = key
    as_official(client, mine)
    assert names(client.get(CHANGES)).count(str(own)) == 1
    assert {str(fixture), str(gone)} & set(names(client.get(CHANGES))) == set()
    assert "rosa" not in client.get(CHANGES).content.decode()
    assert client.get(f"{CHANGES}?stage={fixture.stage_id}").status_code == 404
    for row in (fixture, gone):
        for address in (page(Fixture, "history", row.pk), f"{UNDO}?c={key_of(last(row))}"):
            response = client.get(address)
            assert response.status_code == 404, address
            assert "ecreto" not in response.content.decode()
        version = reverse(
            "admin:competitions_fixture_simple_history", args=[row.pk, last(row).history_id]
        )
        assert client.get(version).status_code == 404
    assert client.get(page(Fixture, "deleted")).context["changes"] == []


def test_deleted_row_of_the_own_branch_is_shown_and_comes_back(
    client: Client, two_leagues: tuple[Any, Any]
) -> None:
    mine, _theirs = two_leagues
    fixture = FixtureFactory(stage__league=mine)
    key = fixture.pk
    remove(fixture, actor=official_of(mine))
    fixture.pk = key
    as_official(client, mine)
    assert [c.key for c in client.get(page(Fixture, "deleted")).context["changes"]] == [
        key_of(last(fixture))
    ]
    assert client.get(page(Fixture, "history", key)).status_code == 200
    address = f"{UNDO}?c={key_of(last(fixture))}"
    assert client.post(address, {"reason": "Era buena"}).status_code == 302
    assert Fixture.objects.filter(pk=key).exists()


def test_what_a_row_was_in_another_branch_stays_there(
    client: Client, two_leagues: tuple[Any, Any], rosa: Any
) -> None:
    mine, theirs = two_leagues
    club = ClubFactory(league=theirs, note="Secreto")
    club.note = "Otro secreto"
    record(club, actor=rosa)
    club.league, club.note = mine, ""
    record(club, actor=rosa)
    as_official(client, mine)
    response = client.get(page(Club, "history", club.pk))
    assert len(response.context["page_obj"].object_list) == 1
    for address in (page(Club, "history", club.pk), CHANGES):
        text = client.get(address).content.decode()
        assert "ecreto" not in text
        assert theirs.name not in text
    keys = [key_of(line) for line in lines_of(Club).filter(id=club.pk)]
    assert [client.get(f"{UNDO}?c={key}").status_code for key in keys] == [200, 404, 404]
    assert "ecreto" not in client.get(f"{UNDO}?c={keys[0]}").content.decode()
    refused = client.post(f"{UNDO}?c={keys[0]}", {"reason": "x"})
    assert refused.status_code == 200
    club.refresh_from_db()
    assert club.league == mine
    client.force_login(official_of(theirs))
    assert client.get(page(Club, "history", club.pk)).status_code in {404, 200}
    assert mine.name not in client.get(CHANGES).content.decode()


def test_who_sees_and_may_not_change_takes_nothing_back(client: Client, rosa: Any) -> None:
    league = DepartmentalLeagueFactory()
    stage = StageFactory(league=LeagueFactory())
    season = stage.season
    season.summary = "Larga"
    record(season, actor=rosa)
    as_official(client, league)
    address = f"{UNDO}?c={key_of(last(season))}"
    assert client.get(address).status_code == 403
    assert client.post(address, {"reason": "x"}).status_code == 403


def test_nobody_else_comes_in(client: Client) -> None:
    assert client.get(CHANGES).status_code == 302
    assert client.get(UNDO).status_code == 302


def test_lines_whose_parents_are_gone_are_left_to_the_national_office(
    client: Client, two_leagues: tuple[Any, Any], rosa: Any
) -> None:
    mine, _theirs = two_leagues
    goal = GoalFactory(fixture__stage__league=mine, fixture__score=None)
    fixture, key = goal.fixture, goal.pk
    remove(fixture, actor=rosa)
    goal.pk = key
    line = lines_of(type(goal)).filter(history_type="-").get()
    client.force_login(rosa)
    assert client.get(f"{UNDO}?c={key_of(line)}").status_code == 200
    assert client.get(page(type(goal), "history", key)).status_code == 200
    assert client.get(page(type(goal), "deleted")).status_code == 200
    as_official(client, mine)
    assert client.get(f"{UNDO}?c={key_of(line)}").status_code == 404
    assert client.get(page(type(goal), "history", key)).status_code == 404
    assert Stage.objects.exists()
