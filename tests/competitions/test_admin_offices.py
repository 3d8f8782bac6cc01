"""Offices given in the admin, and the way in for whoever got one."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from competitions.models import Appointment
from tests.competitions.permissions.world import World, a_world
from tests.factories import AdministratorFactory, AppointmentFactory

pytestmark = pytest.mark.django_db

ADD = "/admin/competitions/appointment/add/"


@pytest.fixture
def world() -> World:
    return a_world()


@pytest.fixture
def official(client: Client, world: World) -> Client:
    client.force_login(world.official("ribera"))
    return client


def change(office: Appointment) -> str:
    return reverse("admin:competitions_appointment_change", args=[office.pk])


def test_office_is_given_by_user_name(official: Client, world: World) -> None:
    sent = official.post(ADD, {"username": "rosa.quispe", "league": world.leagues["muelle"].pk})
    assert sent.status_code == 302
    office = Appointment.objects.get(user__username="rosa.quispe")
    assert office.league == world.leagues["muelle"]


@pytest.mark.parametrize("league", ["ribera", "norte", "puna"])
def test_only_leagues_below_are_a_choice(official: Client, world: World, league: str) -> None:
    sent = official.post(ADD, {"username": "rosa", "league": world.leagues[league].pk})
    assert list(sent.context["adminform"].form.errors) == ["league"]
    assert not get_user_model().objects.filter(username="rosa").exists()


def test_second_time_says_that_the_office_is_there(official: Client, world: World) -> None:
    office = AppointmentFactory(league=world.leagues["muelle"])
    sent = official.post(ADD, {"username": office.user.username, "league": office.league_id})
    assert sent.status_code == 200
    assert sent.context["adminform"].form.errors["league"] == ["Esta persona ya tiene este cargo."]


def test_form_shows_no_list_of_people(official: Client, world: World) -> None:
    other = AppointmentFactory(league=world.leagues["puna"])
    assert other.user.username not in official.get(ADD).content.decode()


def test_link_lets_its_owner_set_a_password_and_come_in(official: Client, world: World) -> None:
    official.post(ADD, {"username": "rosa.quispe", "league": world.leagues["muelle"].pk})
    office = Appointment.objects.get(user__username="rosa.quispe")
    said = official.post(f"/admin/competitions/appointment/{office.pk}/link/", follow=True)
    link = re.search(r"http://testserver(/admin/clave/\S+?/)(?=<|\s)", said.content.decode())
    assert link
    newcomer = Client()
    form = newcomer.get(link[1], follow=True)
    words = {"new_password1": "una-clave-larga-7", "new_password2": "una-clave-larga-7"}
    done = newcomer.post(form.request["PATH_INFO"], words)
    assert done.status_code == 302
    assert newcomer.login(username="rosa.quispe", password="una-clave-larga-7")
    assert newcomer.get("/admin/").status_code == 200
    used = Client().get(link[1], follow=True)
    assert not used.context["validlink"]


def test_link_is_made_by_nobody_beside_or_below(client: Client, world: World) -> None:
    office = AppointmentFactory(league=world.leagues["ribera"])
    address = f"/admin/competitions/appointment/{office.pk}/link/"
    for league, status in (("muelle", 404), ("ribera", 404), ("sur", 404), ("norte", 302)):
        client.force_login(world.official(league))
        assert (league, client.post(address).status_code) == (league, status)
    assert client.get(address).status_code == 405


def test_link_is_refused_for_someone_who_is_more_elsewhere(client: Client, world: World) -> None:
    office = AppointmentFactory(league=world.leagues["muelle"])
    AppointmentFactory(user=office.user, league=world.leagues["national"])
    client.force_login(world.official("ribera"))
    assert client.post(f"/admin/competitions/appointment/{office.pk}/link/").status_code == 403


def test_office_moves_only_within_the_branch(official: Client, world: World) -> None:
    office = AppointmentFactory(league=world.leagues["muelle"])
    sent = official.post(change(office), {"league": world.leagues["ribera"].pk})
    assert list(sent.context["adminform"].form.errors) == ["league"]
    office.refresh_from_db()
    assert office.league == world.leagues["muelle"]


def test_accounts_are_for_administrators_alone(client: Client, world: World) -> None:
    office = AppointmentFactory(league=world.leagues["muelle"])
    account = f"/admin/auth/user/{office.user_id}/"
    pages = ["/admin/auth/user/", "/admin/auth/user/add/", f"{account}change/", f"{account}delete/"]
    for league in ("national", "ribera"):
        client.force_login(world.official(league))
        assert {client.get(page).status_code for page in pages} == {403}
        assert "/admin/auth/" not in client.get("/admin/").content.decode()
    client.force_login(AdministratorFactory())
    assert {client.get(page).status_code for page in pages} == {200}
    form = client.get(f"{account}change/").context["adminform"].form
    assert "user_permissions" not in form.fields
    assert "groups" not in form.fields
