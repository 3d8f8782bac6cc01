"""In a browser, from desk to bracket: a ruling that turns a matchup, lots that settle a place."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from competitions.models import Claim, LotsDrawn, Matchup, Ruling
from tests.browser.looking import look
from tests.browser.seasons import NAMES
from tests.browser.test_going_through import desk
from tests.factories import ClaimFactory, FixtureFactory
from tests.standings.scenes import entry, knock_out, matchup, single_table

__all__ = ["desk"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

ONE, TWO, THREE, FOUR = NAMES[:4]


def semifinal() -> Matchup:
    """The first club went through, and its final has a day."""
    stage = knock_out()
    final = matchup(stage, ONE, THREE, round_number=2, key="final", key_of_round="final")
    semi = matchup(stage, ONE, TWO, "2-1", "0-0", key="semi", feeds=final)
    FixtureFactory(
        stage=stage,
        matchup=final,
        round=final.round,
        leg=1,
        home=final.first,
        away=final.second,
        date=dt.date(2030, 11, 3),
    )
    return semi


def test_ruling_turns_a_matchup_in_the_preview_and_then_in_the_public_bracket(desk: Page) -> None:
    semi = semifinal()
    claim = ClaimFactory(fixture=semi.fixtures.get(leg=1), deadline=dt.date(2030, 10, 30))
    desk.goto("/2030/eliminatorias/")
    expect(desk.locator("#semi tr.win")).to_contain_text(ONE)
    desk.goto("/admin/reclamos/")
    look(desk, "claims")
    desk.get_by_role("link", name="Resolver").click()
    expect(desk.locator(".asked-points")).to_have_count(0)
    expect(desk.locator(".asked-replay_on")).to_be_hidden()
    desk.get_by_label("Partido por repetirse").check()
    expect(desk.locator(".asked-replay_on")).to_be_visible()
    expect(desk.locator(".asked-in_favour_of")).to_be_hidden()
    desk.get_by_label("Partido dado por ganado").check()
    desk.get_by_label("A favor de").select_option(label=TWO)
    desk.get_by_label("Documento").fill("Resolución 12")
    desk.get_by_label("Fecha de la resolución").fill("2030-10-28")
    desk.get_by_label("Qué dice").fill("Alineó a un jugador suspendido.")
    look(desk, "ruling")
    desk.get_by_role("button", name="Ver qué cambia").click()
    content = desk.locator("#content-main")
    expect(content).to_contain_text(f"{TWO} en lugar de {ONE}")
    expect(content).to_contain_text("03/11/2030")
    look(desk, "ruling-preview")
    assert not Ruling.objects.exists()
    desk.get_by_role("button", name="Registrar la resolución").click()
    expect(desk.locator(".messagelist")).to_contain_text("Resolución 12")
    look(desk, "ruling-shown")
    claim.refresh_from_db()
    assert claim.state == "upheld"
    desk.goto("/2030/eliminatorias/")
    expect(desk.locator("#semi tr.win")).to_contain_text(TWO)
    desk.goto("/2030/resoluciones/")
    expect(desk.locator(".papers").first).to_contain_text("fundado")
    look(desk, "public")


def test_lots_settle_a_place(desk: Page) -> None:
    stage = single_table(f"{ONE} 1-1 {TWO}", f"{THREE} 0-0 {FOUR}", cut=1)
    desk.goto("/2030/nacional/")
    expect(desk.locator(".footnotes")).to_contain_text("sorteo")
    desk.goto(f"/admin/desempates/{stage.pk}/")
    look(desk, "level")
    desk.get_by_role("link", name="Registrar el sorteo").click()
    first, second = entry(stage, ONE), entry(stage, TWO)
    desk.locator(f"[name=position_{first.pk}]").fill("2")
    desk.locator(f"[name=position_{second.pk}]").fill("1")
    desk.get_by_label("Fecha del sorteo").fill("2030-09-10")
    desk.get_by_label("Acta").fill("Acta 4")
    look(desk, "lots")
    desk.get_by_role("button", name="Ver qué define").click()
    expect(desk.locator("#content-main")).to_contain_text(f"Entra: {TWO}.")
    look(desk, "lots-preview")
    assert not LotsDrawn.objects.exists()
    desk.get_by_role("button", name="Registrar el sorteo").click()
    expect(desk.locator("#content-main")).to_contain_text("Nada por definir")
    desk.goto("/2030/nacional/")
    expect(desk.locator("table.standings tbody tr").first).to_contain_text(TWO)


def test_claim_is_filed_from_its_match(desk: Page) -> None:
    stage = single_table(f"{ONE} 2-1 {TWO}")
    fixture = stage.fixtures.get()
    desk.goto(f"/admin/competitions/fixture/{fixture.pk}/change/")
    desk.get_by_role("link", name="Presentar un reclamo").click()
    desk.get_by_label("Quién reclama").select_option(label=TWO)
    desk.get_by_label("Motivo").fill("Alineación indebida.")
    look(desk, "claim")
    desk.get_by_role("button", name="Presentar el reclamo").click()
    expect(desk.locator(".claims")).to_contain_text(TWO)
    assert Claim.objects.get().fixture == fixture
