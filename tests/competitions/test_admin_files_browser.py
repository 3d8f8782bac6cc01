"""Bringing a list in on a phone: choose, look, confirm."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from competitions.models import Club
from tests.browser.test_accessibility import bring_axe, violations
from tests.competitions.test_admin_browser import desk, fits, shot
from tests.factories import ClubFactory, DepartmentFactory

__all__ = ["desk"]

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Hijos del Altiplano y del Pacífico de San Antonio de Putina"


def serious(desk: Page) -> list[str]:
    """What axe finds by day and by night. Django's colours take their time to change."""
    bring_axe(desk)
    by_day = violations(desk)
    desk.emulate_media(color_scheme="dark", reduced_motion="reduce")
    desk.wait_for_timeout(500)
    by_night = violations(desk, "color-contrast")
    shot(desk, "files-night")
    desk.emulate_media(color_scheme="light")
    desk.wait_for_timeout(500)
    return [*by_day, *by_night]


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
    shot(desk, "files")
    assert fits(desk)
    assert not (found := serious(desk)), "\n".join(found)
    desk.locator("[name=file]").set_input_files(bad)
    desk.get_by_role("button", name="Ver qué cambiaría").click()
    expect(desk.get_by_text("No existe el departamento «Pumo».")).to_be_visible()
    shot(desk, "files-wrong")
    assert fits(desk)
    assert not (found := serious(desk)), "\n".join(found)
    assert Club.objects.count() == 2
    desk.locator("[name=file]").set_input_files(good)
    desk.get_by_role("button", name="Ver qué cambiaría").click()
    shot(desk, "files-preview")
    assert fits(desk)
    assert not (found := serious(desk)), "\n".join(found)
    desk.set_viewport_size({"width": 1280, "height": 900})
    shot(desk, "files-preview-wide")
    desk.get_by_role("button", name="Guardar 2 filas").click()
    expect(desk.locator(".messagelist .success")).to_have_text(
        "De clubes de la liga.csv: filas nuevas, 1; cambiadas, 1."
    )
    assert Club.objects.get(name=LONG).home_town == "Putina"
    assert Club.objects.get(name="Unión").home_town == "Ilave"
    desk.goto(live_server.url + "/admin/competitions/fixture/files/")
    shot(desk, "files-fixtures-wide")
