"""A district league of nine clubs, from the desk to its public programme, with what it costs."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from competitions.models import Fixture, League, Stage
from tests.browser.looking import fits, look, quiet, sign_in
from tests.browser.seasons import PHONE
from tests.factories import (
    ClubFactory,
    DepartmentalLeagueFactory,
    SeasonFactory,
    StageFactory,
    official_of,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

NARROW = 320
NAMES = (
    "Atlético Castilla",
    "Sport Miraflores",
    "Defensor Tacalá",
    "Juventud Talarita",
    "Unión Chiclayito",
    "Social Independencia",
    "Estrella Roja",
    "Hijos de San Bernardo y del Bajo Piura",
    "1 de Mayo",
)


class Hand:
    """Taps and types, and counts both."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = self.keys = 0

    def tap(self, target: Locator) -> None:
        target.click()
        self.taps += 1

    def write(self, field: str, text: str) -> None:
        self.tap(self.page.get_by_label(field).first)
        self.page.keyboard.type(text)
        self.keys += len(text)

    def choose(self, field: str, label: str) -> None:
        """On a phone the list opens with one tap, and closes with the next."""
        self.page.get_by_label(field).select_option(label=label)
        self.taps += 2

    def push(self, button: str) -> None:
        self.tap(self.page.get_by_role("button", name=button))


@pytest.fixture
def league() -> League:
    province = DepartmentalLeagueFactory(name="Liga Provincial de Piura", level="provincial")
    season = SeasonFactory(year=2027)
    StageFactory(season=season, league=province, name="Etapa provincial", slug="provincial-piura")
    return DepartmentalLeagueFactory(
        name="Liga Distrital de Castilla",
        level="district",
        parent=province,
        department=province.department,
    )


def enter(page: Page, live_server: LiveServer, league: League) -> None:
    sign_in(page.context, live_server, official_of(league))


@pytest.fixture
def official(page: Page, live_server: LiveServer, league: League) -> Iterator[Page]:
    enter(page, live_server, league)
    page.set_viewport_size(PHONE)
    with quiet(page):
        yield page


def next_sunday() -> dt.date:
    today = timezone.localdate()
    return today + dt.timedelta(days=(6 - today.weekday()) or 7)


def test_a_league_of_nine_clubs_is_set_up_and_stands_in_public(official: Page) -> None:
    page, hand = official, Hand(official)
    page.goto("/admin/")
    look(page, "list-desk")
    hand.tap(page.get_by_role("link", name="Nueva etapa"))
    look(page, "list-stage")
    assert fits(page, NARROW)
    hand.write("Cuántos clubes pasan", "2")
    hand.choose("Pasan a", "2027 · Etapa provincial")
    hand.push("Seguir con los clubes y el fixture")
    look(page, "list-asked")
    assert fits(page, NARROW)
    hand.write("O escríbalos, uno por línea", "\n".join(NAMES))
    hand.write("Cancha", "Campo Municipal")
    hand.write("Sus horas", "9 11 13 15")
    hand.push("Ver el fixture")

    content = page.locator("#content-main")
    expect(content.locator(".tally")).to_have_text("36 partidos en 9 fechas, 9 clubes.")
    rests = content.locator(".rests").all_inner_texts()
    assert sorted(rests) == sorted(f"Descansa: {name}." for name in NAMES)
    expect(content.locator(".rounds .when")).to_have_text(["09:00", "11:00", "13:00", "15:00"] * 9)
    expect(content.locator(".balance td").nth(0)).to_have_text("4")
    look(page, "list-preview")
    assert fits(page, NARROW)
    shown = content.locator(".rounds section").nth(2).locator(".pair").all_inner_texts()
    hand.push("Escribir el fixture")

    expect(page.locator(".messagelist")).to_have_text("En el calendario: 36 partidos en 9 fechas.")
    look(page, "list-programme")
    assert fits(page, NARROW)
    assert (hand.taps, hand.keys) == (10, sum(map(len, NAMES)) + 8 + 1 + 15 + 10)

    stage = Stage.objects.get(name="Etapa distrital")
    assert Fixture.objects.filter(stage=stage).count() == 36
    page.goto(f"/2027/{stage.slug}/fecha/3/")
    look(page, "list-public")
    third = next_sunday() + dt.timedelta(weeks=2)
    expect(page.locator("h2.day time")).to_have_attribute("datetime", third.isoformat())
    expect(page.locator("main h3")).to_have_text("Campo Municipal, Castilla")
    expect(page.locator(".fixture .time")).to_have_text(["09:00", "11:00", "13:00", "15:00"])
    expect(page.locator("main")).to_contain_text(rests[2])
    for pair, fixture in zip(shown, page.locator("a.fixture").all(), strict=True):
        home, away = pair.split(" – ")
        expect(fixture.locator(".home")).to_contain_text(home)
        expect(fixture.locator(".guest")).to_contain_text(away)


def test_it_works_without_javascript_and_says_what_is_missing(
    browser: Browser, live_server: LiveServer, league: League
) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport=PHONE, base_url=live_server.url, locale="es-PE"
    )
    page = context.new_page()
    enter(page, live_server, league)
    for name in NAMES:
        ClubFactory(name=name, league=league, department=league.department)
    stage = StageFactory(league=league, season__year=2027)
    page.goto(f"/admin/etapas/{stage.pk}/fixture/")
    for name in NAMES:
        page.get_by_role("checkbox", name=name).check()
    page.get_by_label("Cancha").first.fill("Campo Municipal")
    page.get_by_label("Sus horas").first.fill("9 11 13")
    # Enter shows the list; it does not search.
    page.get_by_label("Sus horas").first.press("Enter")
    expect(page.locator("#canchas")).to_contain_text("Falta todavía: 1.")
    expect(page.get_by_role("checkbox", name=NAMES[0])).to_be_checked()
    page.get_by_label("Sus horas").first.fill("9 11 13 15")
    page.get_by_role("button", name="Ver el fixture").click()
    expect(page.locator(".tally")).to_contain_text("36 partidos")
    page.get_by_role("button", name="Cambiar").click()
    expect(page.get_by_label("Sus horas").first).to_have_value("9 11 13 15")
    page.get_by_text("Grupos, cabezas de serie, sorteo").click()
    page.get_by_label("Cuántos grupos").fill("2")
    page.get_by_label("por sorteo").check()
    page.get_by_label("Palabra del sorteo").fill("Fixture 2027")
    page.get_by_role("button", name="Ver el fixture").click()
    expect(page.locator(".drawn-groups h3")).to_have_text(["Grupo A", "Grupo B"])
    page.get_by_role("button", name="Escribir el fixture").click()
    expect(page.locator(".messagelist")).to_contain_text("16 partidos en 5 fechas")
    # One match stays; the others move to another ground.
    page.locator("summary").filter(has_text="Fecha 1").click()
    page.locator("input[name=fixed]").first.check()
    page.get_by_label("Cancha").first.fill("Estadio Nuevo")
    page.get_by_role("button", name="Ver la programación").click()
    expect(page.locator(".tally")).to_contain_text("15 partidos de 16")
    page.get_by_role("button", name="Escribirla").click()
    expect(page.locator(".messagelist")).to_contain_text("15 partidos ya tienen día")
    context.close()


def smallest(targets: Locator) -> float:
    return min(box["height"] for target in targets.all() if (box := target.bounding_box()))


def test_targets_are_as_large_as_a_thumb(official: Page, league: League) -> None:
    ClubFactory(name="Uno", league=league, department=league.department)
    stage = StageFactory(league=league, season__year=2027)
    official.goto(f"/admin/etapas/{stage.pk}/fixture/")
    for folded in official.locator("#content-main summary").all():
        folded.click()
    for targets in (
        "input:not([type=hidden], [type=checkbox], [type=radio])",
        "select, textarea, summary",
        "label.choice",
        ".button",
    ):
        assert smallest(official.locator(f"#content-main :is({targets}):visible")) >= 44, targets
