"""A message pasted in a browser, from the text to what changed."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from competitions.models import ClubAlias, Round
from tests.browser.looking import look, sign_in
from tests.browser.seasons import PHONE
from tests.factories import AdministratorFactory
from tests.standings.admin.test_pasting import many, scores, written

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def enter(page: Page, live_server: LiveServer, round_: Round) -> None:
    """On a phone."""
    sign_in(page.context, live_server, AdministratorFactory(username="rosa"))
    page.set_viewport_size(PHONE)
    page.goto(reverse("admin:desk_pasting", args=[round_.pk]))


def a_message(results: list[tuple[str, str, int, int]]) -> str:
    """24 results as they are, one with a slip in a name, and a line that nobody understands."""
    text = written(results)
    home = results[0][0]
    return text.replace(home, f"{home[:-1]}{home[-1]}{home[-1]}", 1) + "\nY el 2-1 de ayer"


def test_a_round_is_pasted_looked_at_and_recorded(page: Page, live_server: LiveServer) -> None:
    round_, results = many(25)
    enter(page, live_server, round_)
    look(page, "paste")
    taps = 0
    page.fill("#text", a_message(results))
    page.get_by_role("button", name="Leer las líneas").click()
    taps += 1
    expect(page.locator(".unmatched")).to_have_count(1)
    assert page.locator(".sure .tick input:checked").count() == 24
    unsure = page.locator(".unsure .tick input")
    assert (unsure.count(), unsure.is_checked()) == (1, False)
    look(page, "paste-read")
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


def test_thumbs_find_what_they_need(page: Page, live_server: LiveServer) -> None:
    round_, results = many(3)
    enter(page, live_server, round_)
    page.fill("#text", a_message(results))
    page.get_by_role("button", name="Leer las líneas").click()
    expect(page.locator(".sure").first).to_be_visible()
    targets = page.locator(".pasting :is(button, label.tick, select, .mend [type=text], summary)")
    heights = [targets.nth(n).bounding_box()["height"] for n in range(targets.count())]
    assert len(heights) > 6
    assert min(heights) >= 44
