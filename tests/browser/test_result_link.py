"""A signed link used by both sides on phones, agreeing and not, and settled by the league."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from competitions.core.score import Score
from competitions.models import Fixture, ResultReport
from tests.browser.looking import look, sign_in
from tests.browser.seasons import PHONE
from tests.factories import AppointmentFactory, official_of
from tests.standings.scenes import play, single_table

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

HOME, AWAY = "Hijos del Altiplano y del Pacífico", "Defensor José María Arguedas"


@pytest.fixture
def fixture() -> Fixture:
    return play(single_table(), f"{HOME} - {AWAY}", round_number=1)


@pytest.fixture
def club(page: Page, browser: Browser, base_url: str) -> Iterator[Page]:
    """A phone of somebody who has no account."""
    context = browser.new_context(
        base_url=base_url, viewport=PHONE, locale="es-PE", timezone_id="America/Lima"
    )
    yield context.new_page()
    context.close()


def report(club: Page, address: str, home: str, away: str) -> None:
    club.goto(address)
    club.fill("[name=home_goals]", home)
    club.fill("[name=away_goals]", away)
    club.get_by_role("button", name="Seguir").click()
    club.get_by_role("button", name="Sí, enviarlo").click()
    expect(club.locator("h1")).to_have_text("El resultado llegó")


def links(page: Page, fixture: Fixture) -> list[str]:
    """Those of the home and of the away club, made with one tap each."""
    page.goto(f"/admin/partidos/{fixture.pk}/enlaces/")
    for reporter in ("home", "away"):
        page.locator(f"button[value={reporter}]").click()
    away, home = (field.input_value() for field in page.locator(".copy input").all())
    return [home, away]


def test_two_who_agree_make_the_provisional_result(
    page: Page, club: Page, live_server: LiveServer, fixture: Fixture
) -> None:
    sign_in(page.context, live_server, official_of(fixture.stage.league))
    page.set_viewport_size(PHONE)
    home, away = links(page, fixture)
    look(page, "links")
    club.goto(home)
    look(club, "link-form")
    box = club.locator("[name=home_goals]").bounding_box()
    assert box["height"] >= 100
    club.fill("[name=home_goals]", "2")
    club.get_by_role("button", name="Seguir").click()
    expect(club.locator("[name=home_goals]")).to_have_value("2")
    look(club, "link-fault")
    club.fill("[name=away_goals]", "1")
    club.get_by_role("button", name="Seguir").click()
    look(club, "link-check")
    club.get_by_role("button", name="Sí, enviarlo").dblclick()
    expect(club.locator("h1")).to_have_text("El resultado llegó")
    look(club, "link-receipt")
    code = club.locator(".code").inner_text()
    club.reload()
    expect(club.locator(".code")).to_have_text(code)
    report(club, away, "2", "1")
    assert ResultReport.objects.count() == 2
    found = Fixture.objects.get(pk=fixture.pk)
    assert (found.facts.full_time, found.is_official) == (Score(2, 1), False)
    club.goto(f"/partidos/{fixture.pk}/")
    expect(club.locator(".scoreline .status")).to_contain_text("Resultado provisional")


def test_two_who_differ_are_settled_and_confirmed_by_the_league(
    page: Page, club: Page, live_server: LiveServer, fixture: Fixture
) -> None:
    sign_in(page.context, live_server, official_of(fixture.stage.league))
    page.set_viewport_size(PHONE)
    home, away = links(page, fixture)
    report(club, home, "2", "1")
    report(club, away, "1", "1")
    page.goto("/admin/")
    page.get_by_role("link", name=HOME).first.click()
    expect(page.locator(".stands")).to_have_text("Los reportes no coinciden. Diga cuál vale.")
    look(page, "reports-differ")
    page.get_by_role("button", name="Vale este").first.click()
    page.get_by_role("button", name="Confirmar como oficial").click()
    look(page, "reports-official")
    found = Fixture.objects.get(pk=fixture.pk)
    assert (found.facts.full_time, found.is_official) == (Score(2, 1), True)
    club.goto(away)
    expect(club.locator(".code")).to_be_visible()


def test_closed_link_is_calm(club: Page) -> None:
    club.goto("/resultado/1-2.abc/")
    expect(club.locator("h1")).to_have_text("Este enlace no sirve")
    look(club, "link-tampered")


def test_delegate_reports_from_his_desk(
    page: Page, live_server: LiveServer, fixture: Fixture
) -> None:
    sign_in(page.context, live_server, AppointmentFactory(league=None, club=fixture.away.club).user)
    page.set_viewport_size(PHONE)
    page.goto(f"/admin/competitions/fixture/{fixture.pk}/reportar/")
    look(page, "delegate-form")
    page.fill("[name=home_goals]", "0")
    page.fill("[name=away_goals]", "3")
    page.get_by_role("button", name="Enviar el reporte").click()
    expect(page.locator(".big")).to_contain_text("0")
    look(page, "delegate-receipt")
    assert ResultReport.objects.get().reporter == "away"
