"""The form behind a signed link."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from competitions import views
from competitions.core.score import Score
from competitions.models import Fixture, ResultLink, ResultReport
from competitions.services import throttling
from competitions.services.links import link_address
from tests.factories import FixtureFactory, ResultLinkFactory, ResultReportFactory
from tests.standings.documents import Element, parse
from tests.standings.scenes import knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db

TWO_ONE = {"home_goals": "2", "away_goals": "1"}


@pytest.fixture
def link() -> ResultLink:
    stage = single_table()
    fixture = play(stage, "Ada - Boca", round_number=1, date=dt.date(2030, 9, 1))
    return ResultLinkFactory(fixture=fixture)


def get(client: Client, link: ResultLink, status: int = 200) -> Element:
    response = client.get(link_address(link))
    assert response.status_code == status
    return parse(response.content.decode())


def post(client: Client, link: ResultLink, status: int = 200, **typed: str) -> Element:
    response = client.post(link_address(link), typed)
    assert response.status_code == status
    return parse(response.content.decode()) if status != 302 else Element("redirect")


def send(client: Client, link: ResultLink, **typed: str) -> ResultReport:
    post(client, link, 302, **(typed or TWO_ONE), send="1")
    return ResultReport.objects.latest("pk")


def test_form_says_who_is_asked_and_for_which_match(client: Client, link: ResultLink) -> None:
    page = get(client, link)
    assert page.one("p", "kicker").text.startswith("Nacional · Fecha 1 · ")
    assert page.one("p", "standfirst").text == "Usted reporta por Ada."
    assert [field.attrs["name"] for field in page.all("input", type="number")] == [
        "home_goals",
        "away_goals",
        "home_half",
        "away_half",
    ]
    assert [label.text for label in page.one("fieldset", "absent").all("label")] == [
        "Sí, se jugó",
        "No se presentó Ada",
        "No se presentó Boca",
        "No se presentó ninguno de los dos",
    ]
    assert page.all("a") == [page.one("a", "lang")]


def test_nothing_is_sent_before_it_was_seen_once_more(client: Client, link: ResultLink) -> None:
    page = post(client, link, **TWO_ONE, home_half="1", away_half="0", check="1")
    assert page.one("h1").text == "¿Está bien así?"
    assert page.one("p", "final").text == "2 – 1"
    assert page.one("p", "meta").text == "Primer tiempo 1–0."
    assert not ResultReport.objects.exists()
    typed = {
        field.attrs["name"]: field.attrs["value"]
        for field in page.all("input", type="hidden")
        if field.attrs["name"] != "csrfmiddlewaretoken"
    }
    again = post(client, link, **typed, edit="1")
    assert again.one("input", name="home_goals").attrs["value"] == "2"
    assert "open" in again.all("details")[0].attrs
    post(client, link, 302, **typed, send="1")
    assert ResultReport.objects.get().said.half_time == Score(1, 0)


def test_receipt_shows_code_time_and_what_was_said(client: Client, link: ResultLink) -> None:
    report = send(client, link)
    at = dt.datetime(2030, 9, 2, 3, 15, tzinfo=dt.UTC)
    ResultReport.objects.update(reported_at=at)
    page = get(client, link)
    assert page.one("dd", "code").text.replace(" ", "") == report.code
    assert page.one("dl").one("time").text == "1 de setiembre de 2030, 22:15"
    assert page.one("p", "final").text == "2 – 1"
    assert "La liga lo tiene y decide el resultado." in page.text
    assert not page.has("form")


def test_both_sides_alike_make_the_provisional_result(client: Client, link: ResultLink) -> None:
    send(client, link)
    other = ResultLinkFactory(fixture=link.fixture, reporter="away")
    send(client, other)
    assert "Es el resultado provisional del partido." in get(client, other).text
    found = Fixture.objects.get()
    assert (found.facts.full_time, found.is_official) == (Score(2, 1), False)
    Fixture.objects.update(is_official=True)
    assert "La liga confirmó este resultado" in get(client, link).text


def test_a_second_sending_shows_the_same_receipt(client: Client, link: ResultLink) -> None:
    report = send(client, link)
    response = client.post(link_address(link), {**TWO_ONE, "send": "1"})
    assert response["Location"] == link_address(link)
    response = client.post(link_address(link), {"home_goals": "5", "away_goals": "0", "send": "1"})
    assert response["Location"] == f"{link_address(link)}?otro"
    page = parse(client.get(response["Location"]).content.decode())
    assert page.one("p", "fault").text.startswith("Este enlace ya se había usado.")
    assert page.one("p", "final").text == "2 – 1"
    assert list(ResultReport.objects.all()) == [report]


@pytest.mark.parametrize(
    ("typed", "field", "fault"),
    [
        ({}, "home_goals", "Escriba los dos números"),
        ({"home_goals": "2"}, "home_goals", "Escriba los dos números"),
        ({"home_goals": "x", "away_goals": "1"}, "home_goals", "número entero"),
        ({"home_goals": "-1", "away_goals": "1"}, "home_goals", "mayor o igual"),
        ({**TWO_ONE, "home_half": "3", "away_half": "0"}, "home_half", "primer tiempo"),
        ({**TWO_ONE, "home_half": "1"}, "home_half", "Escriba los dos números"),
        ({**TWO_ONE, "absent": "away"}, "absent", "no tiene goles"),
        ({**TWO_ONE, "absent": "everybody"}, "absent", "opción válida"),
    ],
)
def test_bad_input_is_told_and_stays(
    client: Client, link: ResultLink, typed: dict[str, str], field: str, fault: str
) -> None:
    page = post(client, link, **typed, send="1")
    assert any(fault in found.text for found in page.all("p", "fault")), page.text
    for name, value in typed.items():
        if name != "absent":
            assert page.one("input", name=name).attrs["value"] == value
    assert not ResultReport.objects.exists()


def test_walkover_is_reported_without_goals(client: Client, link: ResultLink) -> None:
    page = post(client, link, absent="away", check="1")
    assert page.one("p", "absence").text == "No se presentó Boca"
    assert send(client, link, absent="away").absent == "away"
    assert get(client, link).one("p", "absence").text == "No se presentó Boca"


def test_penalties_are_asked_where_the_match_can_have_them(client: Client) -> None:
    found = matchup(knock_out(), "Ada", "Boca", "1-0", "1-0")
    first, second = found.fixtures.order_by("leg")
    for fixture, asked in ((first, False), (second, True)):
        page = get(client, ResultLinkFactory(fixture=fixture, reporter="referee"))
        assert page.has("input", name="home_penalties") is asked
        assert page.one("p", "standfirst").text == "Usted reporta como árbitro."


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"is_revoked": True}, 410, "La liga lo anuló."),
        (
            {"expires_at": dt.datetime(2020, 1, 2, 3, tzinfo=dt.UTC)},
            410,
            "1 de enero de 2020, 22:00",
        ),
        ({"fixture__is_archived": True}, 410, "se registró por error"),
        ({"fixture__score": "1-0", "fixture__is_official": True}, 410, "La liga ya lo confirmó"),
        ({"fixture__home__club__is_archived": True}, 410, "El partido cambió"),
    ],
)
def test_closed_link_says_calmly_why_and_takes_nothing(
    client: Client, fields: dict[str, object], status: int, words: str
) -> None:
    link = ResultLinkFactory(**fields)
    assert words in get(client, link, status).one("main").text
    assert words in post(client, link, status, **TWO_ONE, send="1").text
    assert not ResultReport.objects.exists()


def test_tampered_link_names_no_match(client: Client, link: ResultLink) -> None:
    for address in (link_address(link)[:-3] + "xx/", "/resultado/1-2.abc/"):
        for response in (client.get(address), client.post(address, {**TWO_ONE, "send": "1"})):
            assert response.status_code == 404
            assert "La dirección está incompleta" in response.content.decode()
            assert "Ada" not in response.content.decode()


def test_link_works_in_english_too(client: Client, link: ResultLink) -> None:
    response = client.get(f"/en{link_address(link)}")
    assert "You report for <b>Ada</b>." in response.content.decode()


def test_page_is_kept_nowhere_and_told_to_nobody(client: Client, link: ResultLink) -> None:
    asked = client.get(link_address(link))
    closed = client.get("/resultado/nada/")
    receipt = client.get(link_address(ResultReportFactory(link=link, fixture=link.fixture).link))
    for response, referrer in (
        (asked, "strict-origin"),
        (closed, "no-referrer"),
        (receipt, "no-referrer"),
    ):
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == referrer
        assert parse(response.content.decode()).one("meta", name="robots")


def test_forged_form_is_refused_with_a_word_to_the_reader(link: ResultLink) -> None:
    response = Client(enforce_csrf_checks=True).post(link_address(link), {**TWO_ONE, "send": "1"})
    assert response.status_code == 403
    assert "Otra vez, por favor" in response.content.decode()
    assert not ResultReport.objects.exists()


def test_link_opens_no_other_page_of_the_officials(client: Client, link: ResultLink) -> None:
    get(client, link)
    assert "sessionid" not in client.cookies
    for path in ("/admin/", f"/admin/partidos/{link.fixture_id}/reportes/"):
        assert client.get(path).status_code == 302


def test_too_many_requests_are_asked_to_wait(
    client: Client, link: ResultLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "OF_A_LINK", 2)
    monkeypatch.setattr(throttling.time, "time", lambda: 900.0)
    other = ResultLinkFactory(fixture=FixtureFactory())
    assert [client.get(link_address(link)).status_code for _ in range(3)] == [200, 200, 429]
    response = client.post(link_address(link), {**TWO_ONE, "send": "1"})
    assert (response.status_code, response["Retry-After"]) == (429, "600")
    assert client.get(link_address(other)).status_code == 200


def test_guesses_are_counted_by_where_they_come_from(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(views, "OF_AN_ADDRESS", 1)
    monkeypatch.setattr(throttling.time, "time", lambda: 900.0)
    codes = [client.get("/resultado/nada/").status_code for _ in range(2)]
    assert codes == [404, 429]
    assert client.get("/resultado/nada/", REMOTE_ADDR="10.0.0.9").status_code == 404
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for address, status in (("10.1.1.1", 404), ("10.1.1.2", 404), ("10.1.1.2", 429)):
        forwarded = f"1.2.3.4, {address}"
        found = client.get("/resultado/nada/", HTTP_X_FORWARDED_FOR=forwarded)
        assert found.status_code == status


def test_link_page_asks_one_query_however_many_reports(
    client: Client, link: ResultLink, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        get(client, link)
    ResultReportFactory.create_batch(3, fixture=link.fixture)
    with django_assert_num_queries(1):
        get(client, link)


def test_link_of_a_simulated_season_says_so(client: Client, link: ResultLink) -> None:
    season = link.fixture.stage.season
    assert "Los resultados son inventados" not in get(client, link).text
    type(season).objects.filter(pk=season.pk).update(is_simulated=True, seed=7)
    assert "Los resultados son inventados: nada de esto se jugó." in get(client, link).text
