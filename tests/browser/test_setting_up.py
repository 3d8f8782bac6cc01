"""An official sets a knock-out up in a browser: bracket, lots, matches, a corrected result."""

import pytest
from playwright.sync_api import Page, expect

from competitions.models import Entry, Fixture, LotsDrawn, Stage
from competitions.services.versions import raise_versions
from tests.browser.looking import look
from tests.browser.seasons import NAMES
from tests.browser.test_going_through import desk
from tests.factories import (
    ClubFactory,
    EntryFactory,
    KnockOutFactory,
    RuleSetFactory,
    SeasonFactory,
    StageFactory,
    ZoneFactory,
)

__all__ = ["desk"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def stage() -> Stage:
    """Four clubs with long names, entered by their places in a table."""
    table = StageFactory(season=SeasonFactory(year=2030), slug="nacional", kind="single_table")
    stage = KnockOutFactory(season=table.season, slug="eliminatorias", position=2)
    ZoneFactory(rule_set=RuleSetFactory(stage=table), leads_to=stage, last_place=4)
    RuleSetFactory(stage=stage, settlement="penalties", pairing="lots")
    for place, name in enumerate(NAMES[:4], start=1):
        before = EntryFactory(stage=table, club=ClubFactory(name=name))
        EntryFactory(stage=stage, club=before.club, origin=before, origin_place=place)
    return stage


def won_by(fixture: Fixture, *, home: bool) -> None:
    score = {"home_goals": int(home), "away_goals": int(not home)}
    Fixture.objects.filter(pk=fixture.pk).update(status="played", is_official=True, **score)
    raise_versions({fixture.stage_id})


def test_from_the_bracket_to_a_corrected_result(desk: Page, stage: Stage) -> None:
    address = f"/admin/etapas/{stage.pk}/llaves/"
    content, said = desk.locator("#content"), desk.locator(".messagelist")
    desk.goto(f"/admin/competitions/stage/{stage.pk}/change/")
    desk.get_by_role("link", name="Cuadro").click()
    desk.select_option("[name=legs]", "1")
    desk.get_by_role("button", name="Mostrarlo así").click()
    look(desk, "bracket-planned")
    desk.get_by_role("button", name="Armar este cuadro").click()
    expect(said).to_contain_text("3 llaves armadas.")

    desk.fill("[name=seed]", "acta 7")
    desk.get_by_role("button", name="Sortear", exact=True).click()
    expect(content).to_contain_text("Sorteado con «acta 7».")
    drawn = desk.locator(".drawn b").all_inner_texts()
    look(desk, "bracket-drawn")
    desk.get_by_label("Acta").fill("Acta 7 de la comisión")
    desk.get_by_role("button", name="Registrar el sorteo").click()
    expect(said).to_contain_text("Registrado: Acta 7 de la comisión.")
    positions = LotsDrawn.objects.get().positions.select_related("entry__club")
    assert [row.entry.name for row in positions.order_by("position")] == drawn

    desk.get_by_label("Día:", exact=True).fill("2030-11-03")
    desk.get_by_label("Hora").fill("15:30")
    desk.get_by_role("button", name="Poner 2 partidos en el calendario").click()
    expect(said).to_contain_text("2 partidos puestos en el calendario.")
    first, second = Fixture.objects.filter(stage=stage).order_by("key")
    won_by(first, home=True)
    won_by(second, home=True)
    desk.goto(address)
    look(desk, "bracket-winners")
    desk.get_by_role("button", name="Ubicarlos en el cuadro").click()
    desk.get_by_role("button", name="Poner 1 partido en el calendario").click()
    expect(content).to_contain_text("aquí no espera nada")

    won_by(first, home=False)
    desk.goto(address)
    now, before = Entry.objects.get(pk=first.away_id).name, Entry.objects.get(pk=first.home_id).name
    expect(content).to_contain_text(f"{now} en lugar de {before}")
    look(desk, "bracket-corrected")
    desk.locator(".replace input").check()
    desk.locator("[name=reason]").fill("Resultado corregido")
    desk.get_by_role("button", name="Ubicarlos en el cuadro").click()
    desk.goto("/2030/eliminatorias/")
    final = Fixture.objects.get(stage=stage, matchup__key="llave-3")
    assert now in (final.home.name, final.away.name)
