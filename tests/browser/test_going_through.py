"""An official's way through the list of a stage, in a browser: confirmed, overridden, undone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from competitions.core.score import MatchFacts, Score, Status
from competitions.models import Entry, Fixture, Matchup, Qualifier, QualifierList, Stage
from competitions.services.results import record_result
from tests.browser.looking import look, quiet, sign_in
from tests.browser.seasons import NAMES, PHONE
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


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Iterator[Page]:
    sign_in(page.context, live_server, AdministratorFactory(username="rosa"))
    page.set_viewport_size(PHONE)
    with quiet(page):
        yield page


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


def sides() -> list[str]:
    matchup = Matchup.objects.get()
    return [matchup.first.name, matchup.second.name]


def test_a_correction_is_carried_through_at_once_and_taken_back_as_one(
    desk: Page, stage: Stage
) -> None:
    address = f"/admin/etapas/{stage.pk}/clasificados/"
    content, said = desk.locator("#content"), desk.locator(".messagelist")
    desk.goto(address)
    desk.get_by_role("button", name="Confirmar 2 clubes").click()
    desk.get_by_role("button", name="Inscribir 2 clubes").click()
    desk.get_by_role("button", name="Llenar 2 lugares").click()
    expect(said).to_contain_text("2 lugares de las llaves llenados.")
    assert sides() == [NAMES[0], NAMES[2]]

    fixture = Fixture.objects.get(stage=stage, key="f2-2")
    result = MatchFacts(Status.PLAYED, Score(9, 0))
    record_result(fixture, result=result, actor=AdministratorFactory(username="julio"))
    desk.goto("/admin/")
    expect(content).to_contain_text(f"{NAMES[2]} pierde el cupo en")
    expect(content).to_contain_text("queda inscrito en Etapa")
    look(desk, "desk-correction")
    desk.get_by_role("link", name="Todo lo que cambia, para corregirlo de una vez").click()
    following = desk.locator("#corregir")
    expect(following).to_contain_text(f"{NAMES[2]} saldría")
    expect(following).to_contain_text(f": {NAMES[1]} en lugar de {NAMES[2]}.")
    look(desk, "correction")
    following.get_by_label("Motivo").fill("Planilla corregida")
    following.get_by_role("button", name="Corregir todo").click()
    expect(said).to_contain_text("Queda corregido todo.")
    assert names() == [NAMES[0], NAMES[1]]
    assert sides() == [NAMES[0], NAMES[1]]
    expect(desk.locator("#corregir")).to_have_count(0)
    look(desk, "corrected")

    said.get_by_role("link", name="Deshacerla entera").click()
    expect(content).to_contain_text("Planilla corregida")
    desk.fill("[name=reason]", "La planilla valía.")
    desk.get_by_role("button", name="Deshacer").click()
    expect(said).to_contain_text("Deshecho")
    assert names() == [NAMES[0], NAMES[2]]
    assert sides() == [NAMES[0], NAMES[2]]
