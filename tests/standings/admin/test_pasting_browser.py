"""A message pasted on a phone and on a PC, from the text to what changed."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from competitions.models import ClubAlias, Round
from tests.browser.looking import fits, violations
from tests.browser.seasons import DESK, PHONE
from tests.factories import AdministratorFactory
from tests.standings.admin.test_pasting import many, scores, written

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def sign_in(page: Page, round_: Round) -> None:
    user = AdministratorFactory(username="rosa")
    user.set_password("clave-de-prueba")
    user.save()
    page.goto(f"{reverse('admin:login')}?next={reverse('admin:desk_pasting', args=[round_.pk])}")
    page.fill("#id_username", "rosa")
    page.fill("#id_password", "clave-de-prueba")
    page.click("[type=submit]")


def a_message(results: list[tuple[str, str, int, int]]) -> str:
    """24 results as they are, one with a slip in a name, and a line that nobody understands."""
    text = written(results)
    home = results[0][0]
    return text.replace(home, f"{home[:-1]}{home[-1]}{home[-1]}", 1) + "\nY el 2-1 de ayer"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_round_is_pasted_looked_at_and_recorded(page: Page, size: dict[str, int]) -> None:
    round_, results = many(25)
    page.set_viewport_size(size)
    sign_in(page, round_)
    taps = 0
    page.fill("#text", a_message(results))
    page.get_by_role("button", name="Leer las líneas").click()
    taps += 1
    expect(page.locator(".unmatched")).to_have_count(1)
    assert page.locator(".sure .tick input:checked").count() == 24
    unsure = page.locator(".unsure .tick input")
    assert (unsure.count(), unsure.is_checked()) == (1, False)
    assert fits(page)
    assert scores(round_) == ["-"] * 25
    unsure.check()
    taps += 1
    page.get_by_role("button", name="Registrar lo marcado").click()
    taps += 1
    page.wait_for_url(f"**{reverse('admin:desk_round', args=[round_.pk])}*")
    assert "-" not in scores(round_)
    expect(page.get_by_role("heading", name="Qué cambia")).to_have_count(1)
    assert ClubAlias.objects.count() == 1
    assert taps == 3


def test_axe_finds_nothing_serious_by_day_and_by_night(page: Page) -> None:
    round_, results = many(25)
    page.set_viewport_size(PHONE)
    sign_in(page, round_)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(reverse("admin:desk_pasting", args=[round_.pk]))
        found += violations(page)
        page.fill("#text", a_message(results))
        page.get_by_role("button", name="Leer las líneas").click()
        expect(page.locator(".sure").first).to_be_visible()
        found += violations(page)
    assert found == []


def test_thumbs_find_what_they_need(page: Page) -> None:
    round_, results = many(3)
    page.set_viewport_size(PHONE)
    sign_in(page, round_)
    page.fill("#text", a_message(results))
    page.get_by_role("button", name="Leer las líneas").click()
    expect(page.locator(".sure").first).to_be_visible()
    targets = page.locator(".pasting :is(button, label.tick, select, .mend [type=text], summary)")
    heights = [targets.nth(n).bounding_box()["height"] for n in range(targets.count())]
    assert len(heights) > 6
    assert min(heights) >= 44
