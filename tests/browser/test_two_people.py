"""Two people at one match, the latest changes and taking one back, in a browser on a phone."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from competitions.models import Club, Fixture
from competitions.services.writing import record, remove
from tests.browser.looking import faults, sign_in
from tests.browser.seasons import PHONE
from tests.competitions.test_admin import page as address
from tests.factories import AdministratorFactory, ClubFactory, FixtureFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def serious(page: Page) -> list[str]:
    # Django's own search field has no name of its own.
    return [text for text in faults(page) if "select2" not in text]


def test_two_people_at_one_match(page: Page, live_server: LiveServer) -> None:
    rosa, luis = AdministratorFactory(username="rosa"), AdministratorFactory(username="luis")
    sign_in(page.context, live_server, luis)
    page.set_viewport_size(PHONE)
    fixture = FixtureFactory(score="1-0")
    gone = ClubFactory(name="Unión")
    remove(gone, actor=rosa, reason="Estaba dos veces")
    page.goto(address(Fixture, "change", fixture.pk))
    fixture.home_goals = 2
    record(fixture, actor=rosa, reason="Planilla 14")
    page.fill("#id_home_goals", "3")
    page.click("input[name=_save]")
    expect(page.get_by_text("rosa lo cambió de 1 a 2")).to_be_visible()
    expect(page.locator("#id_home_goals")).to_have_value("3")
    found = {"conflict": serious(page)}
    page.click("input[name=_save]")
    expect(page.locator(".messagelist")).to_contain_text(str(fixture))
    for name, path in (
        ("history", address(Fixture, "history", fixture.pk)),
        ("deleted", address(Club, "deleted")),
        ("delete", address(Fixture, "delete", fixture.pk)),
        ("changes", "/admin/cambios/"),
    ):
        page.goto(path)
        found[name] = serious(page)
    page.get_by_role("link", name="Deshacer", exact=True).first.click()
    expect(page.get_by_role("heading", name="Deshacer")).to_be_visible()
    found["undo"] = serious(page)
    page.fill("#id_reason", "Valía la de Rosa")
    page.get_by_role("button", name="Deshacer").click()
    expect(page.locator(".messagelist")).to_contain_text("Deshecho")
    fixture.refresh_from_db()
    assert fixture.home_goals == 2
    assert not any(found.values()), found
