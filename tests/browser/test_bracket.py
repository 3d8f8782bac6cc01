"""A knock-out round by round on a phone, and whole on a desk; the map."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seasons import DESK, NAMES, PHONE, long_names
from tests.factories import DepartmentFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_bracket_is_read_round_by_round_on_a_phone(page: Page) -> None:
    long_names()
    page.set_viewport_size(PHONE)
    page.goto("/2030/eliminatorias/")
    shown = page.locator(".bracket > section:visible")
    expect(shown).to_have_count(1)
    expect(shown.locator("tr.win a").first).to_contain_text(NAMES[1])
    page.locator(".tabs:visible a").first.click()
    expect(shown).to_have_count(1)
    expect(shown.locator(".matchup")).to_have_count(4)
    expect(shown.locator("[aria-current]")).to_have_attribute("href", "#r1")
    page.go_back()
    expect(shown.locator(".matchup")).to_have_count(1)
    page.emulate_media(reduced_motion="reduce")
    page.goto("about:blank")
    page.goto("/2030/eliminatorias/#cuartos-2")
    expect(shown.locator("#cuartos-2")).to_be_in_viewport()


def test_way_of_a_club_is_all_that_a_phone_shows_of_it(page: Page) -> None:
    long_names()
    page.set_viewport_size(PHONE)
    page.goto("/2030/eliminatorias/")
    page.get_by_label("Seguir a un club").select_option(NAMES[1])
    page.get_by_role("button", name="Seguir").click()
    page.wait_for_url("**/2030/eliminatorias/?club=*")
    expect(page.locator(".matchup:visible")).to_have_count(3)
    expect(page.locator("tr.mine:visible")).to_have_count(3)
    page.get_by_role("link", name="Todas las llaves").click()
    expect(page.locator(".matchup:visible")).to_have_count(1)


def test_desk_shows_the_bracket_whole_and_lights_up_a_club(page: Page) -> None:
    long_names()
    page.set_viewport_size(DESK)
    page.goto("/2030/eliminatorias/")
    expect(page.locator(".matchup:visible")).to_have_count(7)
    page.locator("tr.win", has_text=NAMES[1]).first.hover()
    expect(page.locator("tr.lit")).to_have_count(3)


def test_map_leads_to_a_department_by_keyboard(page: Page) -> None:
    DepartmentFactory(name="Piura", slug="piura", code="20")
    DepartmentFactory(name="Callao", slug="callao", code="07")
    long_names()
    page.set_viewport_size(PHONE)
    page.goto("/2030/camino/")
    signs = page.locator(".map svg a")
    expect(signs).to_have_count(2)
    callao = signs.first.locator("circle").bounding_box()
    assert callao is not None
    assert min(callao["width"], callao["height"]) >= 44
    page.get_by_role("link", name="Listas de clasificados").focus()
    page.keyboard.press("Tab")
    expect(signs.first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/departamentos/piura/")
    expect(page.locator("h1")).to_have_text("Piura")
