"""Who tries passwords is asked to wait; who knows his own comes in."""

import pytest
from django.test import Client

from competitions.services import throttling
from copaperu import login
from tests.factories import AdministratorFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/login/?next=/admin/"
WAIT = "Espere diez minutos"


@pytest.fixture(autouse=True)
def rosa(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling.time, "time", lambda: 900.0)
    user = AdministratorFactory(username="rosa")
    user.set_password("clave-de-prueba")
    user.save()


def came_in(client: Client, password: str, *, name: str = "rosa", address: str = "10.0.0.1") -> str:
    """Empty, or what the page says."""
    typed = {"username": name, "password": password}
    response = client.post(PAGE, typed, REMOTE_ADDR=address)
    return "" if response.status_code == 302 else response.content.decode()


def test_ten_wrong_passwords_and_even_the_right_one_has_to_wait(client: Client) -> None:
    tried = [came_in(client, f"clave-{number}") for number in range(10)]
    assert all(said and WAIT not in said for said in tried)
    refused = came_in(client, "clave-de-prueba")
    assert WAIT in refused
    assert 'value="rosa"' in refused
    assert WAIT in came_in(client, "clave-de-prueba", name="ROSA")


def test_an_official_elsewhere_is_not_locked_out_by_it(client: Client) -> None:
    for number in range(11):
        came_in(client, f"clave-{number}")
    assert came_in(client, "clave-de-prueba", address="10.0.0.2") == ""


def test_ten_minutes_later_it_is_forgotten(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(11):
        came_in(client, f"clave-{number}")
    monkeypatch.setattr(throttling.time, "time", lambda: 900.0 + throttling.WINDOW)
    assert came_in(client, "clave-de-prueba") == ""


def test_names_and_addresses_have_limits_of_their_own(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login, "OF_A_NAME", 2)
    monkeypatch.setattr(login, "OF_AN_ADDRESS", 3)
    came_in(client, "x", address="10.0.0.1")
    came_in(client, "x", address="10.0.0.2")
    assert WAIT in came_in(client, "clave-de-prueba", address="10.0.0.3")
    for name in ("ana", "eva", "luz"):
        came_in(client, "x", name=name, address="10.0.0.9")
    assert WAIT in came_in(client, "x", name="sol", address="10.0.0.9")


def test_who_comes_in_counts_nothing(client: Client) -> None:
    for _ in range(12):
        assert came_in(client, "clave-de-prueba") == ""
