"""An official's way through the list of a stage, in a browser: confirmed, overridden, undone."""

import os
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from competitions.core.score import MatchFacts, Score, Status
from competitions.models import Entry, Fixture, Qualifier, QualifierList, Stage
from competitions.services.results import record_result
from tests.browser.seasons import DESK, NAMES, PHONE
from tests.browser.test_accessibility import bring_axe, violations
from tests.factories import AdministratorFactory, ClaimFactory, MatchupFactory, RoundFactory
from tests.standings.scenes import knock_out, play, single_table

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def stage() -> Stage:
    """The names are the longest of the archive: the first two go to a knock-out."""
    one, two, three, four = NAMES[:4]
    table = single_table(f"{one} 2-0 {two}", f"{three} 1-0 {four}")
    play(table, f"{one} 3-0 {three}", round_number=2, key="f2-1")
    play(table, f"{two} 0-0 {four}", round_number=2, key="f2-2")
    following = knock_out()
    MatchupFactory(
        round=RoundFactory(stage=following),
        first=None,
        second=None,
        first_slot="1.º de la tabla",
        second_slot="2.º de la tabla",
    )
    table.rule_set.zones.update(leads_to=following)
    return table


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def desk(page: Page, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Page]:
    client = Client()
    client.force_login(AdministratorFactory(username="rosa"))
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.set_viewport_size(request.param)
    complaints: list[str] = []
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert not [text for text in complaints if "favicon" not in text]


def look(page: Page, name: str) -> None:
    """Nothing off the edge, nothing that axe calls serious, by day and by night."""
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    bring_axe(page)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    # Links of the admin take a moment to change their colour.
    page.evaluate("Promise.all(document.getAnimations().map(a => a.finished))")
    assert violations(page, "color-contrast") == []
    page.emulate_media(color_scheme="light")
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def names() -> list[str]:
    rows = Qualifier.objects.select_related("entry__club").order_by("pk")
    return [row.entry.name for row in rows]


def test_a_list_is_confirmed_overridden_undone_and_contradicted(desk: Page, stage: Stage) -> None:
    address = f"/admin/etapas/{stage.pk}/clasificados/"
    content, said = desk.locator("#content"), desk.locator(".messagelist")
    desk.goto(address)
    look(desk, "proposed")
    desk.get_by_role("button", name="Confirmar 2 clubes").click()
    expect(content).to_contain_text("La confirmó rosa")
    assert names() == [NAMES[0], NAMES[2]]
    before = list(Qualifier.objects.order_by("pk").values())

    desk.locator(".berths .change").first.click()
    look(desk, "changing")
    fourth = Entry.objects.get(stage=stage, club__name=NAMES[3])
    desk.select_option("#club", str(fourth.pk))
    desk.fill("#reason", "No se inscribió a tiempo.")
    desk.fill("#source", "Acta 4 de la comisión organizadora")
    desk.get_by_role("button", name="Registrar la decisión").click()
    expect(content).to_contain_text(f"Por decisión, en lugar de {NAMES[0]}.")
    assert names() == [NAMES[3], NAMES[2]]
    look(desk, "overridden")

    desk.locator(".berths .change").first.click()
    desk.fill("#back-reason", "Se inscribió.")
    desk.get_by_role("button", name="Deshacer la decisión").click()
    expect(said).to_contain_text("recupera su cupo")
    assert list(Qualifier.objects.order_by("pk").values()) == before

    desk.get_by_role("button", name="Inscribir 2 clubes").click()
    expect(content).to_contain_text("Todos los clubes de la lista están inscritos.")
    desk.get_by_role("button", name="Llenar 2 lugares").click()
    expect(said).to_contain_text("2 lugares de las llaves llenados.")

    fixture = Fixture.objects.get(stage=stage, key="f2-2")
    actor = AdministratorFactory(username="julio")
    record_result(fixture, result=MatchFacts(Status.PLAYED, Score(9, 0)), actor=actor)
    ClaimFactory(stage=stage, fixture=fixture, claimant=fixture.away, grounds="Mala inscripción.")
    desk.goto("/admin/")
    desk.get_by_role("link", name="ya no coincide con los resultados").click()
    expect(content).to_contain_text("La lista confirmada quedó desactualizada")
    expect(content).to_contain_text("julio")
    look(desk, "contradicted")
    assert list(Qualifier.objects.order_by("pk").values()) == before
    for path in ("/2030/nacional/", "/2030/clasificados/"):
        desk.goto(path)
        expect(desk.locator("main")).to_contain_text("Se confirmó el")
        expect(desk.locator("main")).to_contain_text(NAMES[1])
        look(desk, f"public{path.replace('/', '-')}")

    desk.goto(address)
    desk.locator(".undo summary").click()
    desk.fill(".undo [name=reason]", "Se anuló la fecha.")
    desk.locator(".undo button").click()
    expect(said).to_contain_text("La lista quedó deshecha.")
    assert not QualifierList.objects.exists()
