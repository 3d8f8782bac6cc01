"""The page on which links for a result are made, shown again and taken back."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from competitions.models import Fixture, ResultLink
from competitions.services.links import link_address
from standings.admin.links import usual_end
from tests.factories import (
    AppointmentFactory,
    DepartmentalLeagueFactory,
    FixtureFactory,
    ResultLinkFactory,
    ResultReportFactory,
    official_of,
)
from tests.standings.documents import Element, parse

pytestmark = pytest.mark.django_db

UNTIL = "2099-09-04T20:00"


@pytest.fixture
def fixture() -> Fixture:
    return FixtureFactory(
        stage__league=DepartmentalLeagueFactory(),
        home__club__name="Ada",
        away__club__name="Boca",
        date=dt.date(2030, 9, 1),
    )


@pytest.fixture
def desk(client: Client, fixture: Fixture) -> Client:
    client.force_login(official_of(fixture.stage.league))
    return client


def path(fixture: Fixture) -> str:
    return f"/admin/partidos/{fixture.pk}/enlaces/"


def show(desk: Client, fixture: Fixture) -> Element:
    response = desk.get(path(fixture))
    assert response.status_code == 200
    return parse(response.content.decode()).one("div", "reporting")


def states(page: Element) -> list[str]:
    return [found.text for found in page.all("span", "state")]


def test_one_tap_makes_a_link_and_shows_it_with_its_message(desk: Client, fixture: Fixture) -> None:
    page = show(desk, fixture)
    assert [button.text for button in page.all("button")] == ["Ada", "Boca", "Árbitro"]
    response = desk.post(path(fixture), {"reporter": "away", "until": UNTIL})
    link = ResultLink.objects.get()
    assert response["Location"] == f"{path(fixture)}?enlace={link.pk}#e{link.pk}"
    page = show(desk, fixture)
    address = f"http://testserver{link_address(link)}"
    assert page.one("p", "copy").one("input").attrs["value"] == address
    message = page.one("a", "button")
    assert message.attrs["rel"] == "noreferrer noopener"
    found = urlsplit(message.attrs["href"])
    assert found.netloc == "wa.me"
    [text] = parse_qs(found.query)["text"]
    assert address in text
    assert text.startswith("Copa Perú: resultado de Ada – Boca (1/9/2030). Boca, abra este enlace")
    assert "hasta el 4/9/2099 20:00" in text


def test_message_is_in_spanish_on_the_english_desk(desk: Client, fixture: Fixture) -> None:
    ResultLinkFactory(fixture=fixture)
    page = parse(desk.get(f"/en{path(fixture)}").content.decode())
    href = page.one("div", "reporting").one("a", "button").attrs["href"]
    assert "abra%20este%20enlace" in href
    assert "/en/resultado" not in href


def test_links_are_listed_with_what_became_of_them(desk: Client, fixture: Fixture) -> None:
    at = dt.datetime(2020, 1, 2, 3, tzinfo=dt.UTC)
    used = ResultLinkFactory(fixture=fixture, reporter="referee")
    report = ResultReportFactory(fixture=fixture, link=used)
    ResultLinkFactory(fixture=fixture, expires_at=at)
    ResultLinkFactory(fixture=fixture, is_revoked=True)
    ResultLinkFactory()
    page = show(desk, fixture)
    taken_back, expired, with_receipt = states(page)
    assert (taken_back, expired) == ("anulado", "venció el 01/01/2020 22:00")
    assert with_receipt.endswith(f"constancia {report.code}")
    assert not page.has("p", "copy")


def test_link_is_taken_back(desk: Client, fixture: Fixture) -> None:
    link, other = ResultLinkFactory(fixture=fixture), ResultLinkFactory()
    desk.post(path(fixture), {"take_back": link.pk})
    assert states(show(desk, fixture)) == ["anulado"]
    for wrong in (str(other.pk), "x", ""):
        assert desk.post(path(fixture), {"take_back": wrong}).status_code == 400
    assert list(ResultLink.objects.filter(is_revoked=True)) == [link]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"until": "mañana"}, "Escriba el plazo con día y hora."),
        ({"until": "2020-01-01T10:00"}, "El enlace ya estaría vencido. Elija un plazo más largo."),
    ],
)
def test_bad_end_is_told_and_stays(
    desk: Client, fixture: Fixture, typed: dict[str, str], fault: str
) -> None:
    response = desk.post(path(fixture), {"reporter": "home", **typed})
    assert response.status_code == 409
    page = parse(response.content.decode())
    assert page.one("div", "errornote").text == fault
    assert page.one("input", name="until").attrs["value"] == typed["until"]
    assert not ResultLink.objects.exists()


def test_end_that_was_not_sent_or_that_no_database_keeps_is_told(
    desk: Client, fixture: Fixture
) -> None:
    for typed in ({}, {"until": "9999-12-31T23:59"}):
        response = desk.post(path(fixture), {"reporter": "home", **typed})
        page = parse(response.content.decode())
        assert page.one("div", "errornote").text == "Escriba el plazo con día y hora."
    assert not ResultLink.objects.exists()


@pytest.mark.parametrize("key", ["x", "9" * 25, "9" * 5000])
def test_link_that_cannot_be_is_not_taken_back(desk: Client, fixture: Fixture, key: str) -> None:
    assert desk.post(path(fixture), {"take_back": key}).status_code == 400


def test_nobody_else_is_asked(desk: Client, fixture: Fixture) -> None:
    assert desk.post(path(fixture), {"reporter": "x", "until": UNTIL}).status_code == 400


def test_no_link_to_an_official_result(desk: Client, fixture: Fixture) -> None:
    Fixture.objects.update(status="played", home_goals=1, away_goals=0, is_official=True)
    assert not show(desk, fixture).has("form")
    assert desk.post(path(fixture), {"reporter": "home", "until": UNTIL}).status_code == 409


def test_usual_end_is_three_days_after_the_match_or_from_now() -> None:
    lima = timezone.get_default_timezone()
    coming = FixtureFactory.build(stage=None, home=None, away=None, date=dt.date(2099, 9, 1))
    assert usual_end(coming) == dt.datetime(2099, 9, 4, 15, tzinfo=lima)
    coming.time = dt.time(11)
    assert usual_end(coming) == dt.datetime(2099, 9, 4, 11, tzinfo=lima)
    for day in (dt.date(2020, 1, 1), None):
        coming.date = day
        left = usual_end(coming) - timezone.now()
        assert dt.timedelta(days=2, hours=23) < left <= dt.timedelta(days=3)


@pytest.mark.parametrize("page", ["enlaces", "reportes"])
def test_pages_of_another_branch_are_not_there(client: Client, fixture: Fixture, page: str) -> None:
    address = f"/admin/partidos/{fixture.pk}/{page}/"
    ResultReportFactory(fixture=fixture)
    assert client.get(address).status_code == 302
    client.force_login(official_of(DepartmentalLeagueFactory()))
    for response in (client.get(address), client.post(address, {"action": "confirm"})):
        assert response.status_code == 404
        assert "Ada" not in response.content.decode()
    client.force_login(AppointmentFactory(league=None, club=fixture.home.club).user)
    for response in (client.get(address), client.post(address, {"action": "confirm"})):
        assert response.status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_as_much_for_one_link_as_for_three(
    desk: Client, fixture: Fixture, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ResultLinkFactory.create_batch(rows, fixture=fixture)
    with django_assert_num_queries(5):
        show(desk, fixture)
