"""Confirming in the list of fixtures, and what a delegate reports for his club."""

import pytest
from django.test import Client

from competitions.models import Fixture, ResultReport
from tests.factories import (
    AppointmentFactory,
    DepartmentalLeagueFactory,
    FixtureFactory,
    StageFactory,
    official_of,
)
from tests.standings.documents import parse

pytestmark = pytest.mark.django_db

LIST = "/admin/competitions/fixture/"


def confirm(client: Client, *fixtures: Fixture) -> str:
    chosen = {"action": "confirm", "_selected_action": [fixture.pk for fixture in fixtures]}
    return client.post(LIST, chosen, follow=True).content.decode()


def test_results_are_confirmed_in_bulk(client: Client) -> None:
    stage = StageFactory(league=DepartmentalLeagueFactory())
    fixtures = FixtureFactory.create_batch(2, stage=stage, score="2-1")
    client.force_login(official_of(stage.league))
    assert "2 resultados ya son oficiales." in confirm(client, *fixtures)
    assert Fixture.objects.filter(is_official=True).count() == 2
    page = parse(client.get(f"{LIST}?state=provisional").content.decode())
    assert not page.has("td", "field-state")


def test_bulk_with_a_match_without_result_confirms_none_and_says_which(client: Client) -> None:
    stage = StageFactory(league=DepartmentalLeagueFactory())
    known, unknown = FixtureFactory(stage=stage, score="2-1"), FixtureFactory(stage=stage)
    client.force_login(official_of(stage.league))
    assert f"{unknown} todavía no tiene resultado." in confirm(client, known, unknown)
    assert not Fixture.objects.filter(is_official=True).exists()


def test_fixtures_of_other_branches_are_not_confirmed(client: Client) -> None:
    other = FixtureFactory(stage__league=DepartmentalLeagueFactory(), score="2-1")
    client.force_login(official_of(DepartmentalLeagueFactory()))
    confirm(client, other)
    assert not Fixture.objects.filter(is_official=True).exists()


def test_list_is_filtered_by_confirmation(client: Client) -> None:
    stage = StageFactory(league=DepartmentalLeagueFactory())
    FixtureFactory(stage=stage, score="2-1")
    FixtureFactory(stage=stage, score="2-1", is_official=True)
    FixtureFactory(stage=stage)
    client.force_login(official_of(stage.league))
    for state, shown in (("provisional", ["provisional"]), ("official", ["oficial"])):
        page = parse(client.get(f"{LIST}?state={state}").content.decode())
        assert [cell.text for cell in page.all("td", "field-state")] == shown
    page = parse(client.get(LIST).content.decode())
    assert sorted(c.text for c in page.all("td", "field-state")) == ["oficial", "provisional", "·"]


def test_form_of_a_fixture_leads_to_links_and_reports(client: Client) -> None:
    fixture = FixtureFactory(stage__league=DepartmentalLeagueFactory(), score="2-1")
    client.force_login(official_of(fixture.stage.league))
    page = client.get(f"{LIST}{fixture.pk}/change/").content.decode()
    assert f"/admin/partidos/{fixture.pk}/enlaces/" in page
    assert f"/admin/partidos/{fixture.pk}/reportes/" in page
    assert f"{LIST}{fixture.pk}/reportar/" not in page


def test_delegate_reports_for_his_club(client: Client) -> None:
    fixture = FixtureFactory(home__club__name="Ada", away__club__name="Boca")
    FixtureFactory(stage=fixture.stage)
    client.force_login(AppointmentFactory(league=None, club=fixture.away.club).user)
    page = parse(client.get(LIST).content.decode())
    assert [cell.text.startswith("Ada – Boca") for cell in page.all("th", "field-clubs")] == [True]
    address = f"{LIST}{fixture.pk}/reportar/"
    form = client.get(f"{LIST}{fixture.pk}/change/").content.decode()
    assert address in form
    assert "/enlaces/" not in form
    assert "Usted reporta por <b>Boca</b>." in client.get(address).content.decode()
    bad = parse(client.post(address, {"home_goals": "2"}).content.decode())
    assert bad.one("input", name="home_goals").attrs["value"] == "2"
    response = client.post(address, {"home_goals": "2", "away_goals": "1"})
    assert (response.status_code, response["Location"]) == (302, address)
    report = ResultReport.objects.get()
    assert (report.reporter, report.said.score.home) == ("away", 2)
    page = client.get(address).content.decode()
    assert report.code in page
    client.post(address, {"home_goals": "5", "away_goals": "1"})
    assert ResultReport.objects.count() == 1


def test_delegate_reports_nothing_official(client: Client) -> None:
    fixture = FixtureFactory(score="1-0", is_official=True)
    client.force_login(AppointmentFactory(league=None, club=fixture.home.club).user)
    address = f"{LIST}{fixture.pk}/reportar/"
    assert "no queda nada por reportar" in client.get(address).content.decode()
    client.post(address, {"home_goals": "5", "away_goals": "1"})
    assert not ResultReport.objects.exists()


def test_report_of_a_delegate_is_for_his_own_matches(client: Client) -> None:
    fixture = FixtureFactory(stage__league=DepartmentalLeagueFactory())
    address = f"{LIST}{fixture.pk}/reportar/"
    assert client.get(address).status_code == 302
    client.force_login(AppointmentFactory(league=None, club=FixtureFactory().home.club).user)
    assert client.get(address).status_code == 404
    client.force_login(official_of(fixture.stage.league))
    assert client.get(address).status_code == 403
