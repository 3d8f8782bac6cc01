"""Subscribing to a calendar, as a fan does from a club's page on a phone."""

import datetime as dt

import pytest
import vobject
from playwright.sync_api import Page, expect

from competitions.models import Fixture
from tests.browser.seasons import NAMES, PHONE, SLUGS, long_names

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def subscribed(page: Page, address: str) -> dict[str, vobject.base.Component]:
    """The events of a calendar by their ids, as a phone fetches it."""
    response = page.request.get(address.replace("webcal://", "http://"))
    assert response.ok
    found = vobject.readOne(response.text())
    return {event.uid.value: event for event in found.vevent_list}


def test_calendar_is_found_on_the_page_of_the_club_and_follows_a_match_that_moves(
    page: Page,
) -> None:
    long_names()
    page.set_viewport_size(PHONE)
    page.goto(f"/clubes/{SLUGS[0]}/")
    link = page.get_by_role("link", name="Calendario en el teléfono")
    expect(link).to_be_visible()
    assert (link.bounding_box() or {})["height"] >= 44
    address = link.get_attribute("href") or ""
    assert address.startswith("webcal://")
    before = subscribed(page, address)
    moved = Fixture.objects.get(stage__slug="nacional", round__number=3, away__club__name=NAMES[0])
    event = before[f"partido-{moved.pk}@copaperu"]
    assert event.summary.value == f"{moved.home} – {NAMES[0]}"
    moved.date += dt.timedelta(days=7)
    moved.save()
    moved.stage.version += 1
    moved.stage.save()
    after = subscribed(page, address)
    assert after.keys() == before.keys()
    again = after[event.uid.value]
    assert again.dtstart.value - event.dtstart.value == dt.timedelta(days=7)
    assert int(again.sequence.value) > int(event.sequence.value)
