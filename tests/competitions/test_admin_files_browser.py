"""Bringing a list in on a phone: choose, look, confirm."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from competitions.models import Club
from tests.browser.looking import look, shot
from tests.competitions.test_admin_browser import desk
from tests.factories import ClubFactory, DepartmentFactory

__all__ = ["desk"]

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Hijos del Altiplano y del Pacífico de San Antonio de Putina"


def test_list_of_clubs_is_brought_in_on_a_phone(
    desk: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    puno = DepartmentFactory(name="Puno")
    ClubFactory(name="Unión", department=puno, home_town="Juli")
    ClubFactory(name="Sport Águila", department=puno)
    bad = tmp_path / "clubes.csv"
    bad.write_bytes(f"nombre;departamento\nUNION;Puno\n{LONG};Pumo\n".encode("latin-1"))
    good = tmp_path / "clubes de la liga.csv"
    good.write_bytes(
        "nombre;departamento;localidad;presidente\n"
        f"UNION;Puno;Ilave;x\n{LONG};Puno;Putina;\nSport Aguila;Puno;;\n".encode("latin-1")
    )
    desk.goto(live_server.url + "/admin/competitions/club/")
    shot(desk, "files-list")
    desk.get_by_role("link", name="Archivos").click()
    look(desk, "files")
    desk.locator("[name=file]").set_input_files(bad)
    desk.get_by_role("button", name="Ver qué cambiaría").click()
    expect(desk.get_by_text("No existe el departamento «Pumo».")).to_be_visible()
    look(desk, "files-wrong")
    assert Club.objects.count() == 2
    desk.locator("[name=file]").set_input_files(good)
    desk.get_by_role("button", name="Ver qué cambiaría").click()
    look(desk, "files-preview")
    desk.get_by_role("button", name="Guardar 2 filas").click()
    expect(desk.locator(".messagelist .success")).to_have_text(
        "De clubes de la liga.csv: filas nuevas, 1; cambiadas, 1."
    )
    assert Club.objects.get(name=LONG).home_town == "Putina"
    assert Club.objects.get(name="Unión").home_town == "Ilave"
    desk.goto(live_server.url + "/admin/competitions/fixture/files/")
    shot(desk, "files-fixtures")
