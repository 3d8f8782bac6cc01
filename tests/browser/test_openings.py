"""A season set up in a browser: last year's stages taken over, the clubs of lists entered, undone;
and what readers see of late leagues."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from competitions.models import Season, Stage
from tests.browser.looking import faults, fits, sign_in
from tests.browser.seasons import NAMES, PHONE
from tests.factories import (
    AdministratorFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    EntryFactory,
    QualifierFactory,
    QualifierListFactory,
    RuleSetFactory,
    SeasonFactory,
    StageFactory,
    ZoneFactory,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def season() -> Season:
    """2031 to be set up, and 2030: a table, departments that lead to it, one of them confirmed,
    one late, and districts below."""
    before = SeasonFactory(year=2030)
    table = StageFactory(season=before, slug="nacional", name="Tabla única", size=4)
    RuleSetFactory(stage=table)
    for number, name in enumerate(("Piura", "Madre de Dios", "Puno")):
        department = DepartmentFactory(name=name, slug=f"d{number}", code=f"{20 + number}")
        league = DepartmentalLeagueFactory(
            name=f"Liga Departamental de {name}", slug=f"ld{number}", department=department
        )
        stage = StageFactory(
            season=before, league=league, slug=f"dep{number}", name=f"Departamental de {name}",
            ends_on="2020-05-03" if name == "Puno" else None,
        )  # fmt: skip
        ZoneFactory(rule_set=RuleSetFactory(stage=stage), code="pasan", leads_to=table)
        for place in (1, 2):
            below = DepartmentalLeagueFactory(
                level="district", parent=league, department=department,
                name=f"Liga Distrital de {NAMES[place]} {number}", slug=f"l{number}{place}",
            )  # fmt: skip
            district = StageFactory(season=before, league=below, slug=f"dis{number}{place}")
            ZoneFactory(rule_set=RuleSetFactory(stage=district), leads_to=stage, last_place=1)
        if name == "Piura":
            confirmed = QualifierListFactory(stage=stage)
            for place in (1, 2):
                club = ClubFactory(name=NAMES[place], department=department)
                QualifierFactory(
                    qualifier_list=confirmed, entry=EntryFactory(stage=stage, club=club),
                    place=place, zone_code="pasan", to_stage=table,
                )  # fmt: skip
    return SeasonFactory(year=2031)


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Page:
    sign_in(page.context, live_server, AdministratorFactory(username="rosa"))
    page.set_viewport_size(PHONE)
    return page


def look(page: Page) -> None:
    """Nothing is wrong on a phone and on a desk, and nothing off the edge of a narrower phone."""
    assert fits(page, 320)
    assert faults(page) == []


def test_season_is_set_up_and_taken_back(desk: Page, season: Season) -> None:
    desk.goto(f"/admin/temporadas/{season.pk}/etapas/")
    desk.get_by_label("Temporada", exact=True).select_option("2030")
    desk.get_by_role("button", name="Ver cómo quedaría").first.click()
    expect(desk.locator("#preview")).to_have_text("Se abrirían 10 etapas")
    look(desk)
    desk.get_by_label("Distrital").first.uncheck()
    desk.get_by_role("button", name="Ver de nuevo").click()
    desk.get_by_role("button", name="Abrir 4 etapas").click()
    expect(desk.locator(".messagelist")).to_contain_text("Se abrieron 4 etapas.")
    look(desk)
    desk.get_by_label("Nivel", exact=True).select_option("Distrital")
    desk.get_by_role("button", name="Ver cómo quedaría").last.click()
    desk.get_by_role("button", name="Abrir 6 etapas").click()
    assert season.stages.count() == 10
    desk.locator(".openings details").first.locator("summary").click()
    desk.get_by_label("Motivo:").first.fill("Otro formato")
    desk.get_by_role("button", name="Deshacer").first.click()
    expect(desk.locator(".messagelist")).to_contain_text("Se deshicieron 6 etapas.")
    assert season.stages.count() == 4


def test_berths_are_named_and_confirmed_clubs_entered(desk: Page, season: Season) -> None:
    table = Stage.objects.get(slug="nacional")
    desk.goto(f"/admin/etapas/{table.pk}/cupos/")
    expect(desk.locator("#content")).to_contain_text("Campeón de Madre de Dios")
    look(desk)
    desk.get_by_role("button", name="Inscribir los 2 clubes").click()
    expect(desk.locator(".messagelist")).to_contain_text("2 clubes inscritos")
    look(desk)
    for path in ("/2030/camino/", "/2030/camino/d2/", "/en/2030/camino/d2/", "/2030/nacional/"):
        desk.goto(path)
        look(desk)
