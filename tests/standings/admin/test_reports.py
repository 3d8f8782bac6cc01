"""The page on which a league sees reports side by side, settles and confirms."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from competitions.models import Fixture, ResultReport, Ruling
from standings.selectors.reports import fixtures_with_reports
from tests.factories import (
    DepartmentalLeagueFactory,
    FixtureFactory,
    ResultReportFactory,
    StageFactory,
    official_of,
)
from tests.standings.documents import Element, parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def fixture() -> Fixture:
    return FixtureFactory(
        stage__league=DepartmentalLeagueFactory(),
        home__club__name="Ada",
        away__club__name="Boca",
    )


@pytest.fixture
def desk(client: Client, fixture: Fixture) -> Client:
    client.force_login(official_of(fixture.stage.league))
    return client


def path(fixture: Fixture) -> str:
    return f"/admin/partidos/{fixture.pk}/reportes/"


def show(desk: Client, fixture: Fixture) -> Element:
    return parse(desk.get(path(fixture)).content.decode()).one("div", "reporting")


def act(desk: Client, fixture: Fixture, action: str, **typed: str) -> int:
    return desk.post(path(fixture), {"action": action, **typed}).status_code


def differing(fixture: Fixture) -> tuple[ResultReport, ResultReport]:
    return (
        ResultReportFactory(fixture=fixture, home_half=1, away_half=0),
        ResultReportFactory(fixture=fixture, reporter="away", home_goals=1),
    )


def score() -> tuple[str, int | None, int | None, bool]:
    found = Fixture.objects.get()
    return found.status, found.home_goals, found.away_goals, found.is_official


def test_reports_stand_side_by_side(desk: Client, fixture: Fixture) -> None:
    first, second = differing(fixture)
    page = show(desk, fixture)
    assert page.one("p", "stands").text == "Los reportes no coinciden. Diga cuál vale."
    sides = page.all("section", "side")
    assert [side.one("h2").text for side in sides] == ["Ada", "Boca"]
    assert [side.one("b", "big").text for side in sides] == ["2–1", "1–1"]
    assert "Primer tiempo 1–0." in sides[0].text
    assert (first.code in sides[0].text, second.code in sides[1].text) == (True, True)


def test_league_picks_one_and_confirms(desk: Client, fixture: Fixture) -> None:
    first, second = differing(fixture)
    assert act(desk, fixture, "take", code=first.code) == 302
    assert score() == ("played", 2, 1, False)
    page = show(desk, fixture)
    assert page.one("p", "stands").text == "Todos los reportes dicen lo que está registrado."
    assert [side.one("b", "big").text for side in page.all("section", "aside")] == ["1–1"]
    second.refresh_from_db()
    assert second.is_set_aside
    assert act(desk, fixture, "confirm") == 302
    assert score() == ("played", 2, 1, True)


def test_league_types_the_right_result(desk: Client, fixture: Fixture) -> None:
    differing(fixture)
    assert act(desk, fixture, "type", home_goals="0", away_goals="0") == 302
    assert score() == ("played", 0, 0, False)
    assert not ResultReport.objects.filter(is_set_aside=False).exists()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"home_goals": "1"},
        {"home_goals": "x", "away_goals": "0"},
        {"home_goals": "-1", "away_goals": "0"},
        {"home_goals": "100", "away_goals": "0"},
        {"home_goals": "1", "away_goals": "0", "home_half": "2", "away_half": "0"},
    ],
)
def test_bad_result_is_told_and_stays(
    desk: Client, fixture: Fixture, typed: dict[str, str]
) -> None:
    differing(fixture)
    response = desk.post(path(fixture), {"action": "type", **typed})
    assert response.status_code == 409
    page = parse(response.content.decode()).one("div", "reporting")
    assert page.one("div", "errornote").text
    for name, value in typed.items():
        assert page.one("input", name=name).attrs["value"] == value
    assert score() == ("scheduled", None, None, False)


def test_reported_walkover_becomes_a_ruling_by_the_league(desk: Client, fixture: Fixture) -> None:
    gone = {"absent": "away", "home_goals": None, "away_goals": None}
    first = ResultReportFactory(fixture=fixture, **gone)
    ResultReportFactory(fixture=fixture, reporter="referee", **gone)
    page = show(desk, fixture)
    assert page.one("p", "stands").text == "Dicen lo mismo. Falta que usted lo registre."
    assert page.all("b", "absent")[0].text == "No se presentó Boca"
    assert act(desk, fixture, "take", code=first.code, document="Resolución 4") == 302
    ruling = Ruling.objects.get()
    assert (ruling.in_favour_of, ruling.document) == (fixture.home, "Resolución 4")
    assert show(desk, fixture).one("section", "recorded").one("b", "absent").text == (
        "No se presentó Boca"
    )


def test_contradicted_result_is_kept(desk: Client, fixture: Fixture) -> None:
    Fixture.objects.update(status="played", home_goals=3, away_goals=0)
    report = ResultReportFactory(fixture=fixture)
    page = show(desk, fixture)
    assert page.one("p", "stands").text == ("Un reporte contradice lo registrado. Diga cuál vale.")
    assert act(desk, fixture, "confirm") == 409
    assert act(desk, fixture, "keep") == 302
    report.refresh_from_db()
    assert (report.is_set_aside, score()) == (True, ("played", 3, 0, False))


def test_official_result_is_opened_again_for_a_reason(desk: Client, fixture: Fixture) -> None:
    Fixture.objects.update(status="played", home_goals=3, away_goals=0, is_official=True)
    assert act(desk, fixture, "reopen") == 409
    assert act(desk, fixture, "type", home_goals="1", away_goals="0") == 409
    assert act(desk, fixture, "reopen", change_reason="Planilla corregida") == 302
    assert score() == ("played", 3, 0, False)


def test_what_is_unknown_is_refused(desk: Client, fixture: Fixture) -> None:
    foreign = ResultReportFactory()
    assert act(desk, fixture, "dance") == 400
    assert act(desk, fixture, "take", code=foreign.code) == 400


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_as_much_for_one_report_as_for_three(
    desk: Client, fixture: Fixture, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ResultReportFactory.create_batch(rows, fixture=fixture)
    with django_assert_num_queries(6):
        show(desk, fixture)


@pytest.mark.parametrize("rows", [1, 4])
def test_selector_asks_three_queries_and_gives_the_most_pressing_first(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stage = StageFactory()
    for _row in range(rows):
        ResultReportFactory(fixture=FixtureFactory(stage=stage))
        differing(FixtureFactory(stage=stage))
        ResultReportFactory(fixture=FixtureFactory(stage=stage, score="2-1"))
        ResultReportFactory(fixture=FixtureFactory(stage=stage, score="0-0"))
        ResultReportFactory(fixture=FixtureFactory(stage=stage), is_set_aside=True)
        ResultReportFactory(fixture=FixtureFactory(stage=stage, is_archived=True))
    with django_assert_num_queries(3):
        found = fixtures_with_reports(Fixture.objects.all())
        assert all(str(one.fixture) and one.reports for one in found)
    expected = ["disagreeing"] * rows + ["contradicted"] * rows + ["waiting"] * rows
    assert [one.standing for one in found] == expected
