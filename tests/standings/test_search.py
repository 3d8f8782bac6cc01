"""The search: what a few letters find, in which order, and what happens where they find nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competitions.models import Club, Season, Stage
from standings.selectors.search import clubs_named, search, suggestions
from tests.factories import (
    ClubAliasFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    LeagueFactory,
    SeasonFactory,
    StageFactory,
)
from tests.standings.documents import read
from tests.standings.scenes import district, knock_out, single_table

pytestmark = pytest.mark.django_db


def clubs(typed: str) -> list[str]:
    return [found.name for found in search(typed).clubs]


def test_fewer_than_three_letters_ask_nothing(django_assert_num_queries) -> None:
    ClubFactory(name="UD")
    with django_assert_num_queries(0):
        assert search("ud").found == ()
        assert search(" ¿? u-").found == ()
    assert not search("ud").is_enough


@pytest.mark.parametrize("typed", ["jose maria", "JOSÉ MARÍA", "  josé   arguedas ", "rgued"])
def test_club_is_found_without_accents_and_capitals(typed: str) -> None:
    ClubFactory(name="Defensor José María Arguedas")
    ClubFactory(name="Sport Huancayo")
    assert clubs(typed) == ["Defensor José María Arguedas"]


@pytest.mark.parametrize("typed", ["unicos", "ÚNICOS", "unicos fc"])
def test_club_is_found_by_its_short_name(typed: str) -> None:
    ClubFactory(name="Asociación Deportiva de Tarma", short_name="Únicos F.C.")
    ClubFactory(name="Sport Huancayo", short_name="Huancayo")
    assert clubs(typed) == ["Asociación Deportiva de Tarma"]


def test_club_is_found_by_another_name_which_is_told() -> None:
    alias = ClubAliasFactory(name="Deportivo Garcilaso", club__name="Garcilaso del Cusco")
    (found,) = search("deportivo gar").clubs
    assert (found.name, found.also) == (alias.club.name, "Deportivo Garcilaso")
    (own,) = search("garcilaso").clubs
    assert own.also in ("", "Deportivo Garcilaso")


def test_the_closest_name_comes_first() -> None:
    for name in (
        "Real Grau",
        "Defensor Agraucano",
        "Grau de Paita",
        "Grau",
        "Miguel Grau Sur",
    ):
        ClubFactory(name=name)
    assert clubs("grau") == [
        "Grau",
        "Grau de Paita",
        "Real Grau",
        "Miguel Grau Sur",
        "Defensor Agraucano",
    ]


def test_many_clubs_are_cut_and_the_list_has_them_all(client: Client) -> None:
    for number in range(15):
        ClubFactory(name=f"Sport {number:02}")
    document = read(client, "/en/buscar/?q=sport")
    assert len(document.one("main").all("a", href="")) == 0
    assert [link for link in document.one("main").links if "q=" in link] == ["/en/clubes/?q=sport"]
    assert len([a for a in document.one("main").links if a.startswith("/en/clubes/sport")]) == 12
    assert clubs_named(Club.objects.all(), "sport").count() == 15


def test_department_is_found_before_what_lies_in_it(client: Client) -> None:
    department = DepartmentFactory(name="Áncash", slug="ancash")
    ClubFactory(name="Unión Áncash", department=department)
    DepartmentalLeagueFactory(
        name="Liga Departamental de Áncash",
        slug="liga-departamental-de-ancash",
        department=department,
    )
    found = client.get("/buscar.json?q=anc").json()["found"]
    assert [(hit["name"], hit["address"]) for hit in found] == [
        ("Áncash", "/departamentos/ancash/"),
        ("Unión Áncash", "/clubes/union-ancash/"),
        ("Liga Departamental de Áncash", "/departamentos/ancash/"),
    ]


def test_league_leads_to_what_it_plays(client: Client) -> None:
    stage = district("Ada 1-0 Boca", season=SeasonFactory(year=2030), slug="distrital")
    district("Ada 1-0 Boca", season=SeasonFactory(year=2031, is_archived=True))
    found = client.get(f"/en/buscar.json?q={stage.league.name}").json()["found"]
    assert [hit["address"] for hit in found] == ["/en/2030/distrital/"]
    LeagueFactory(name="Federación", slug="federacion")
    assert client.get("/en/buscar.json?q=federacion").json()["found"] == [
        {"name": "Federación", "note": "League", "address": "/en/temporadas/"}
    ]


def test_year_finds_the_season_and_its_national_stages(client: Client) -> None:
    table = single_table("Ada 2-1 Boca")
    knock_out(year=2031)
    district("Eten 1-0 Faro", season=table.season)
    for typed in ("2030", "Copa Perú 2030", "season 2030"):
        found = client.get("/en/buscar.json", {"q": typed}).json()["found"]
        assert [(hit["name"], hit["address"]) for hit in found] == [
            ("Copa Perú 2030", "/en/2030/"),
            ("National 2030", "/en/2030/nacional/"),
        ], typed
    assert [season.year for season in search("203").seasons] == [2031, 2030]


@pytest.mark.parametrize("typed", ["nacional 2030", "2030 NACIONAL", "national 2030"])
def test_stage_is_found_with_its_year(typed: str) -> None:
    single_table("Ada 2-1 Boca", year=2030)
    single_table("Ada 2-1 Boca", year=2031)
    page = search(typed)
    assert [(found.year, found.slug) for found in page.stages] == [(2030, "nacional")]
    assert page.seasons == ()


def test_national_stages_come_before_those_below_and_the_latest_first() -> None:
    single_table(year=2029)
    single_table(year=2030)
    district(season=SeasonFactory(year=2031), slug="pre-nacional", name="Previa nacional")
    found = search("nacional").stages
    assert [(stage.year, stage.slug) for stage in found] == [
        (2030, "nacional"),
        (2029, "nacional"),
        (2031, "pre-nacional"),
    ]


def test_what_was_archived_is_not_found() -> None:
    single_table(year=2030)
    Season.objects.update(is_archived=True)
    assert search("2030").found == ()
    assert search("nacional").found == ()


def test_simulated_season_says_so(client: Client) -> None:
    single_table(year=2030)
    Season.objects.update(is_simulated=True, seed=1)
    notes = {hit["note"] for hit in client.get("/en/buscar.json?q=2030").json()["found"]}
    assert notes == {"simulated"}
    assert read(client, "/en/buscar/?q=2030").one("main").text.count("simulated") == 2


def test_club_named_in_full_is_there_at_once(client: Client) -> None:
    club = ClubFactory(name="Unión Huaral")
    response = client.get("/en/buscar/?q=union+huaral")
    assert (response.status_code, response["Location"]) == (302, f"/en/clubes/{club.slug}/")
    assert client.get("/en/buscar/?q=union").status_code == 200
    ClubFactory(name="Unión Huaral Sur")
    assert client.get("/en/buscar/?q=union+huaral").status_code == 200


def test_club_named_like_a_department_is_not_taken_for_it(client: Client) -> None:
    ClubFactory(name="Cusco", department=DepartmentFactory(name="Cusco", slug="cusco"))
    links = read(client, "/en/buscar/?q=cusco").one("main").links
    assert {"/en/clubes/cusco/", "/en/departamentos/cusco/"} <= set(links)


def test_nothing_found_leads_on(client: Client) -> None:
    ClubFactory(name="Unión Huaral")
    document = read(client, "/en/buscar/?q=unoin+huarl")
    assert "Nothing is called “unoin huarl” here." in document.one("p", "standfirst").text
    assert "/en/clubes/union-huaral/" in document.one("main").links
    assert "/en/clubes/" in document.one("main").links
    assert client.get("/en/buscar.json?q=xyz").json() == {"found": [], "said": "Nothing found"}


def test_field_stands_on_every_page_and_keeps_what_was_typed(client: Client) -> None:
    single_table("Ada 2-1 Boca")
    for path in ("/en/", "/en/2030/nacional/", "/en/acerca-de/"):
        form = read(client, path).one("form", "search")
        assert (form.attrs["action"], form.one("input").attrs["name"]) == ("/en/buscar/", "q")
    assert (
        read(client, "/en/buscar/?q=ad").one("form", "search").one("input").attrs["value"] == "ad"
    )


@pytest.mark.parametrize("wicked", ['"><script>alert(1)</script>', "%' OR 1=1 --", "[a", "a" * 300])
def test_whatever_is_typed_is_only_text(client: Client, wicked: str) -> None:
    ClubFactory(name="Ada", short_name="A[d")
    document = read(client, f"/en/buscar/?q={wicked}")
    assert all("src" in found.attrs or "type" in found.attrs for found in document.all("script"))
    assert client.get("/en/buscar.json", {"q": wicked}).status_code == 200


@pytest.mark.parametrize("rows", [1, 20])
def test_search_takes_six_queries_whatever_it_finds(rows: int) -> None:
    for number in range(rows):
        club = ClubFactory(name=f"Nacional {number}", short_name=f"Nac {number}")
        ClubAliasFactory(club=club, name=f"El Nacional {number}")
        single_table(year=2000 + number)
        StageFactory(slug=f"nacional-{number}", season=Season.objects.get(year=2000 + number))
    with CaptureQueriesContext(connection) as captured:
        assert suggestions("nacional").found
    assert len(captured) == 6
    assert Stage.objects.count() == 2 * rows


def test_made_up_names_do_not_stand_in_the_way_of_a_real_one() -> None:
    league = DepartmentalLeagueFactory(name="Liga de Alianza (simulada)", is_simulated=True)
    StageFactory(slug="alianza", league=league)
    made_up = ClubFactory(name="Alianza Simulada", is_simulated=True)
    real = ClubFactory(name="Alianza Huallaga")
    with CaptureQueriesContext(connection) as captured:
        assert [found.slug for found in suggestions("alianza").found] == [real.slug]
    assert len(captured) == 6
    real.delete()
    with CaptureQueriesContext(connection) as captured:
        page = suggestions("alianza")
    assert len(captured) == 9
    assert [found.slug for found in page.clubs] == [made_up.slug]
    assert [found.stage for found in page.leagues] == ["alianza"]
    assert [found.slug for found in page.stages] == ["alianza"]
