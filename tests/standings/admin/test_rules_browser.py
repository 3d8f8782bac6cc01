"""The rules editor by hand and by keys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from competitions.models import Stage, TiebreakRule, Zone
from tests.browser.looking import faults, fits, quiet, sign_in
from tests.browser.seasons import DESK, PHONE
from tests.factories import AdministratorFactory, GroupFactory, ZoneFactory
from tests.standings.admin.test_rules import address
from tests.standings.scenes import single_table

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Iterator[Page]:
    """A page of an administrator's browser, which may complain of nothing but refused forms."""
    sign_in(page.context, live_server, AdministratorFactory(username="rosa"))
    with quiet(page, "422"):
        yield page


@pytest.fixture
def stage() -> Stage:
    return single_table(
        "Hijos del Altiplano y del Pacífico 5-4 Defensor José María Arguedas",
        "Escuela Municipal de Tournavista 3-0 Deportivo Municipal (Huamachuco)",
        cut=1,
        criteria=["points", "goal_difference", "goals_for", "lots"],
    )


def order(desk: Page) -> list[str]:
    """The criteria in use as they stand on the page, with the numbers that will be sent."""
    rows = desk.locator("[data-used]").first.locator("[data-row]")
    return rows.evaluate_all(
        "rows => rows.map(row => `${row.querySelector('input').value} ${row.dataset.name}`)"
    )


def stored(stage: Stage) -> list[str]:
    rules = TiebreakRule.objects.filter(rule_set__stage=stage).order_by("position")
    return list(rules.values_list("criterion", flat=True))


def test_order_by_keyboard_tried_out_and_saved(
    desk: Page, live_server: LiveServer, stage: Stage
) -> None:
    desk.set_viewport_size(PHONE)
    desk.goto(live_server.url + address(stage))
    assert order(desk) == [
        "1 Puntos", "2 Diferencia de goles", "3 Goles a favor", "4 Sorteo"
    ]  # fmt: skip
    desk.get_by_label("Subir: Goles a favor", exact=True).focus()
    desk.keyboard.press("Enter")
    said = desk.locator("[data-said]").first
    expect(said).to_have_text("Goles a favor: puesto 2 de 4.")
    assert order(desk)[1:3] == ["2 Goles a favor", "3 Diferencia de goles"]
    expect(desk.get_by_label("Subir: Goles a favor", exact=True)).to_be_focused()
    desk.get_by_label("Bajar: Diferencia de goles", exact=True).focus()
    desk.keyboard.press("Space")
    assert order(desk)[2:] == ["3 Sorteo", "4 Diferencia de goles"]
    # At the end of its way the button gives the focus to the other one.
    expect(desk.get_by_label("Subir: Diferencia de goles", exact=True)).to_be_focused()
    desk.keyboard.press("Enter")
    desk.locator("[name=_try]").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#prueba")).to_be_focused()
    expect(desk.locator(".trial-table tbody tr").first).to_contain_text("Hijos del Altiplano")
    assert order(desk)[1:3] == ["2 Goles a favor", "3 Diferencia de goles"]
    assert fits(desk)
    assert fits(desk, DESK["width"])
    assert stored(stage) == ["points", "goal_difference", "goals_for", "lots"]
    desk.locator("[name=_save]").press("Enter")
    expect(desk.locator(".errornote")).to_contain_text("Diga por qué cambian las reglas")
    assert order(desk)[1:3] == ["2 Goles a favor", "3 Diferencia de goles"]
    desk.locator("[name=change_reason]").fill("Acuerdo 14")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert stored(stage) == ["points", "goals_for", "goal_difference", "lots"]
    expect(desk.locator("#cambios")).to_contain_text("Acuerdo 14")
    assert fits(desk)
    assert fits(desk, DESK["width"])


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_order_by_dragging(
    desk: Page, live_server: LiveServer, stage: Stage, size: dict[str, int]
) -> None:
    desk.set_viewport_size(size)
    desk.goto(live_server.url + address(stage))
    rows = desk.locator("[data-used]").first.locator("[data-row]")
    grip = rows.nth(3).locator(".grip")
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), rows.nth(1).bounding_box()
    assert min(start["width"], start["height"]) >= 44
    desk.mouse.move(start["x"] + 20, start["y"] + 20)
    desk.mouse.down()
    desk.mouse.move(start["x"] + 20, end["y"] + 5, steps=12)
    desk.mouse.up()
    assert order(desk) == [
        "1 Puntos", "2 Sorteo", "3 Diferencia de goles", "4 Goles a favor"
    ]  # fmt: skip
    expect(desk.locator("[data-said]").first).to_have_text("Sorteo: puesto 2 de 4.")


def test_order_by_a_finger(browser: Browser, live_server: LiveServer, stage: Stage) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="es-PE")
    sign_in(context, live_server, AdministratorFactory())
    page = context.new_page()
    page.goto(live_server.url + address(stage))
    rows = page.locator("[data-used]").first.locator("[data-row]")
    grip = rows.nth(0).locator(".grip")
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), rows.nth(2).bounding_box()
    finger = context.new_cdp_session(page)
    at = {"x": start["x"] + 20, "y": start["y"] + 20}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    scrolled = page.evaluate("window.scrollY")
    for step in range(1, 9):
        to = {"x": at["x"], "y": at["y"] + (end["y"] + end["height"] - at["y"]) * step / 8}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [to]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert order(page) == [
        "1 Diferencia de goles", "2 Goles a favor", "3 Puntos", "4 Sorteo"
    ]  # fmt: skip
    assert page.evaluate("window.scrollY") == scrolled
    context.close()


def test_criteria_are_put_in_and_left_out_by_button_and_by_number(
    desk: Page, live_server: LiveServer, stage: Stage
) -> None:
    desk.set_viewport_size(PHONE)
    desk.goto(live_server.url + address(stage))
    desk.get_by_label("Quitar: Sorteo", exact=True).click()
    expect(desk.locator("[data-said]").first).to_have_text("Sorteo: no cuenta.")
    desk.get_by_label("Usar: Partidos ganados", exact=True).click()
    assert order(desk)[3:] == ["4 Partidos ganados"]
    wins = desk.locator("[name=criteria-wins]")
    wins.fill("1")
    wins.press("Tab")
    assert order(desk)[:2] == ["1 Partidos ganados", "2 Puntos"]
    wins.fill("")
    wins.press("Tab")
    assert len(order(desk)) == 3


def test_a_zone_is_added_with_the_fields_of_its_kind(desk: Page, live_server: LiveServer) -> None:
    stage = single_table("Ada - Boca")
    Zone.objects.update(position=1)
    desk.goto(live_server.url + address(stage))
    desk.locator("[data-add-zone]").click()
    expect(desk.locator("[name=zones-2-letter]")).to_be_focused()
    desk.keyboard.type("R")
    desk.locator("[name=zones-2-name]").fill("Mejores segundos")
    desk.locator("[name=zones-2-tone]").select_option("play_off")
    expect(desk.locator("[name=zones-2-nth]")).to_be_hidden()
    desk.locator("[name=zones-2-kind]").select_option("best_nth")
    expect(desk.locator("[name=zones-2-first_place]")).to_be_hidden()
    desk.locator("[name=zones-2-nth]").fill("2")
    desk.locator("[name=zones-2-count]").fill("3")
    desk.locator("[name=_save]").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    zone = Zone.objects.get(code="mejores-segundos")
    assert (zone.kind, zone.nth, zone.count) == ("best_nth", 2, 3)


def test_nothing_is_wrong_with_the_editor(
    desk: Page, live_server: LiveServer, stage: Stage
) -> None:
    GroupFactory(stage=stage)
    ZoneFactory(rule_set=stage.rule_set, code="fuera", first_place=3, last_place=4, position=90)
    desk.set_viewport_size(PHONE)
    found = {}
    for name in ("recorded", "preset", "tried", "refused"):
        query = {"preset": "nacional-2024"} if name == "preset" else {}
        desk.goto(live_server.url + address(stage, **query))
        if name == "tried":
            desk.get_by_label("Quitar: Diferencia de goles", exact=True).click()
            desk.locator("[name=_try]").click()
            expect(desk.locator("#prueba")).to_be_visible()
        if name == "refused":
            desk.locator("[name=zones-0-last_place]").fill("0")
            desk.locator("[name=_save]").click()
            expect(desk.locator(".errornote")).to_be_visible()
        found[name] = faults(desk)
    assert not any(found.values()), found
