"""What the page says that asks before it deletes, in as many queries for a country as for a cup."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competitions.models import Appointment, Club, Department, Entry, Fixture, League, Season, Stage
from tests.factories import (
    AdministratorFactory,
    AppointmentFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    EntryFactory,
    FixtureFactory,
    GroupFactory,
    GroupStageFactory,
    LeagueFactory,
    LotsDrawnFactory,
    PublishedScorerFactory,
    ResultLinkFactory,
    RoundFactory,
    SeasonFactory,
    SeasonNoteFactory,
    SeasonOutcomeFactory,
    StageFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(AdministratorFactory())
    return client


def page(row: Model) -> str:
    return reverse(f"admin:competitions_{row._meta.model_name}_delete", args=[row.pk])


def told(client: Client, row: Model, what: str = "deleted_objects") -> list[Any]:
    """Lists of the page, links as what they lead to is called."""
    return [_text(item) for item in client.get(page(row)).context[what]]


def _text(item: Any) -> Any:
    return [_text(one) for one in item] if isinstance(item, list) else re.sub("<[^>]+>", "", item)


def season(rows: int) -> Season:
    found = SeasonFactory(year=2030)
    StageFactory.create_batch(rows, season=found)
    return found


def department(rows: int) -> Department:
    found = DepartmentFactory()
    DepartmentalLeagueFactory.create_batch(rows, department=found)
    ClubFactory.create_batch(rows, department=found)
    VenueFactory.create_batch(rows, department=found)
    EntryFactory.create_batch(rows, department=found)
    return found


def club(rows: int) -> Club:
    found = ClubFactory()
    EntryFactory.create_batch(rows, club=found)
    SeasonOutcomeFactory.create_batch(rows, club=found)
    PublishedScorerFactory.create_batch(rows, club=found)
    AppointmentFactory(club=found, league=None)
    return found


def league(rows: int) -> League:
    found = LeagueFactory()
    DepartmentalLeagueFactory.create_batch(rows, parent=found)
    StageFactory.create_batch(rows, league=found)
    return found


def stage(rows: int) -> Stage:
    found = StageFactory()
    RoundFactory.create_batch(rows, stage=found)
    FixtureFactory.create_batch(rows, stage=found, score="1-0")
    return found


def empty_stage(rows: int) -> Stage:
    found = GroupStageFactory()
    GroupFactory.create_batch(rows, stage=found)
    RoundFactory.create_batch(rows, stage=found)
    EntryFactory.create_batch(rows, stage=found)
    return found


def entry(rows: int) -> Entry:
    found = EntryFactory()
    FixtureFactory.create_batch(rows, stage=found.stage, home=found)
    FixtureFactory.create_batch(rows, stage=found.stage, away=found)
    return found


QUERIES = {
    season: 5,
    department: 11,
    club: 11,
    league: 9,
    stage: 43,
    empty_stage: 45,
    entry: 12,
}


@pytest.mark.parametrize("rows", [1, 3, 20])
@pytest.mark.parametrize("made", QUERIES)
def test_page_takes_the_same_queries_however_much_hangs_on_the_row(
    made: Any, rows: int, official: Client
) -> None:
    row = made(rows)
    official.get("/admin/")
    with CaptureQueriesContext(connection) as captured:
        assert official.get(page(row)).status_code == 200
    assert len(captured) == QUERIES[made]


def test_what_hangs_on_a_row_is_counted_and_its_beginning_named(official: Client) -> None:
    found = season(12)
    head, [kind, names] = told(official, found, "protected")
    assert head == "Esto depende de lo que quiere eliminar:"
    assert kind == "Etapas: 12"
    assert names[:10] == [str(row) for row in found.stages.order_by("pk")[:10]]
    assert names[10:] == ["Y 2 más."]
    official.post(page(found), {"post": "yes"})
    assert Season.objects.filter(pk=found.pk).exists()


def test_entries_of_a_club_are_told_with_their_seasons(official: Client) -> None:
    found = ClubFactory(name="Unión Huaral")
    entered = EntryFactory(club=found, stage__season__year=2030)
    _head, [_kind, names] = told(official, found, "protected")
    assert names == [f"Unión Huaral · {entered.stage}"]


def test_what_goes_with_a_row_is_counted(official: Client) -> None:
    found = SeasonFactory(year=2030)
    SeasonNoteFactory.create_batch(2, season=found)
    assert told(official, found)[:2] == ["Temporadas: 1", [str(found)]]
    assert "Notas: 2" in told(official, found)
    assert told(official, found, "protected") == []


def test_results_that_a_deletion_would_lose_are_told(official: Client) -> None:
    found = StageFactory()
    drawn = LotsDrawnFactory(stage=found)
    [why] = told(official, found, "protected")
    assert why.startswith(f"{found} no se puede eliminar: se perdería")
    assert str(drawn) in why
    other = StageFactory(season=found.season)
    chosen = {"action": "delete_selected", "_selected_action": [other.pk, found.pk]}
    address = reverse("admin:competitions_stage_changelist")
    assert official.post(address, chosen).context["protected"] == [why]


def test_chosen_matches_with_results_are_each_told(official: Client) -> None:
    open_match, played = FixtureFactory(), FixtureFactory.create_batch(2, score="1-0")
    chosen = {
        "action": "delete_selected",
        "_selected_action": [open_match.pk, *(fixture.pk for fixture in played)],
    }
    address = reverse("admin:competitions_fixture_changelist")
    against = official.post(address, chosen).context["protected"]
    said = "tiene resultado y no se elimina. Archívelo: sale de las páginas y se conserva."
    assert sorted(against) == sorted(f"{fixture} {said}" for fixture in played)


def test_official_is_told_what_he_may_not_delete(client: Client) -> None:
    fixture = FixtureFactory()
    office = AppointmentFactory(league=fixture.stage.league)
    client.force_login(office.user)
    assert client.get(page(fixture)).context["perms_lacking"] == set()
    ResultLinkFactory(fixture=fixture)
    assert client.get(page(fixture)).context["perms_lacking"] == {"enlace para un resultado"}
    client.post(page(fixture), {"post": "yes"})
    assert Fixture.objects.filter(pk=fixture.pk).exists()


def test_leagues_below_hang_on_the_one_above_though_both_are_chosen(official: Client) -> None:
    below = DepartmentalLeagueFactory()
    chosen = {"action": "delete_selected", "_selected_action": [below.parent_id, below.pk]}
    answer = official.post(reverse("admin:competitions_league_changelist"), chosen)
    assert _text(answer.context["protected"])[1] == ["Ligas: 1", [str(below)]]
    assert League.objects.count() == 2
    assert not Appointment.objects.exists()
    assert get_user_model().objects.count() == 1
