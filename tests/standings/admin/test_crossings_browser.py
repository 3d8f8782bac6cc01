"""Crossings in a browser: from the wishes to the list of the stage."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from competitions.models import Fixture, Stage
from tests.browser.looking import look, sign_in
from tests.browser.seasons import PHONE
from tests.factories import AdministratorFactory
from tests.standings.crossing_scenes import crossed_stage, record_list, ring, written

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def enter(page: Page, live_server: LiveServer, stage: Stage) -> None:
    """On a phone."""
    sign_in(page.context, live_server, AdministratorFactory(username="rosa"))
    page.set_viewport_size(PHONE)
    page.goto(reverse("admin:desk_crossings", args=[stage.pk]))


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def test_a_list_is_wished_for_looked_at_and_written(page: Page, live_server: LiveServer) -> None:
    stage = crossed_stage(5)
    enter(page, live_server, stage)
    page.fill("#id_forbidden", "Norte 1 - Norte 2")
    press(page, "Buscar la lista más corta")
    assert page.get_by_text("Óptimo demostrado").is_visible()
    page.fill("#id_first_day", "2030-09-01")
    press(page, "Ver los días")
    assert page.locator("#id_forbidden").input_value() == "Norte 1 - Norte 2"
    look(page, "crossings-days")
    press(page, "Escribir las seis fechas")
    assert page.get_by_text("30 partidos escritos, en seis fechas.").is_visible()
    assert Fixture.objects.filter(stage=stage).count() == 30


def test_thumbs_find_what_they_need(page: Page, live_server: LiveServer) -> None:
    stage = crossed_stage(5)
    record_list(stage, ring(5))
    enter(page, live_server, stage)
    targets = page.locator(
        ".crossings :is(button, select, summary, textarea, label:has(input), .field > input)"
    )
    heights = [targets.nth(n).bounding_box()["height"] for n in range(targets.count())]
    assert len(heights) > 15
    assert min(heights) >= 44


def test_axe_finds_nothing_where_something_is_wrong(page: Page, live_server: LiveServer) -> None:
    stage = crossed_stage(5)
    record_list(stage, ring(5))
    enter(page, live_server, stage)
    page.fill("#id_lines", written(ring(5)).replace("Grau", "Xyz", 1))
    press(page, "Revisarla y medirla")
    assert page.get_by_text("Ningún club de la etapa se llama «Xyz»").is_visible()
    look(page, "crossings-refused")
    page.fill("#id_neighbours", "1")
    page.fill("#id_road_factor", "0.5")
    press(page, "Buscar la lista más corta")
    look(page, "crossings-range")
