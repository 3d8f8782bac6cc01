"""The legs of a knock-out, put in the calendar."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from competitions.models import Fixture
from tests.browser.looking import fits, look, sign_in
from tests.browser.seasons import PHONE
from tests.factories import (
    DepartmentalLeagueFactory,
    EntryFactory,
    FixtureFactory,
    KnockOutFactory,
    MatchupFactory,
    RoundFactory,
    RuleSetFactory,
    StageFactory,
    VenueFactory,
    official_of,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_legs_get_days_hours_and_the_grounds_of_their_clubs(
    page: Page, live_server: LiveServer
) -> None:
    league = DepartmentalLeagueFactory(name="Liga Distrital de Castilla", level="district")
    stage = KnockOutFactory(league=league, season__year=2027, slug="copa")
    RuleSetFactory(stage=stage, host="chosen")
    table = StageFactory(season=stage.season, league=league, name="Liga", slug="liga")
    round_ = RoundFactory(stage=stage, number=1, name="Semifinales")
    for pair in (("Atlético Castilla", "Defensor Tacalá"), ("1 de Mayo", "Estrella Roja")):
        first, second = (EntryFactory(stage=stage, club__name=name) for name in pair)
        MatchupFactory(round=round_, legs=1, first=first, second=second)
        home = EntryFactory(stage=table, club=first.club)
        venue = VenueFactory(name=f"Campo {pair[0]}", town="", department=league.department)
        FixtureFactory(stage=table, home=home, venue=venue, score="1-0")
    sign_in(page.context, live_server, official_of(league))
    page.set_viewport_size(PHONE)
    page.goto(f"/admin/etapas/{stage.pk}/llaves/")
    legs = page.locator("section.legs")
    expect(legs.get_by_label("Cancha: Atlético Castilla – Defensor Tacalá")).to_have_value(
        "Campo Atlético Castilla"
    )
    legs.get_by_label("Cancha: Atlético Castilla – Defensor Tacalá").fill("Campo 1 de Mayo")
    legs.get_by_label("Día").first.fill("2027-09-05")
    legs.get_by_label("Hora").fill("15")
    legs.get_by_text("Varios días, descanso").click()
    legs.get_by_role("button", name="en el calendario").click()

    expect(page.locator("section.legs .errorlist")).to_contain_text("Falta todavía: 1.")
    look(page, "legs")
    assert fits(page, 320)
    legs.get_by_label("Hora").fill("13 15")
    legs.get_by_role("button", name="en el calendario").click()

    expect(page.locator(".messagelist")).to_have_text("2 partidos puestos en el calendario.")
    rows = Fixture.objects.filter(stage=stage).order_by("time").select_related("venue")
    assert [(row.time.hour, row.venue.name) for row in rows] == [
        (13, "Campo 1 de Mayo"), (15, "Campo 1 de Mayo"),
    ]  # fmt: skip
