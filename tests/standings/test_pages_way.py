"""The way to the national stage, and the map, as readers find them."""

import csv
import io

import pytest
from django.test import Client

from competitions.models import Department, Stage
from tests.factories import (
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    EntryFactory,
    RuleSetFactory,
    SeasonFactory,
    StageFactory,
    ZoneFactory,
)
from tests.standings.documents import read
from tests.standings.scenes import entry, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def piura() -> Department:
    """Its champion came up from the departmental stage, which goes on for the second berth."""
    department = DepartmentFactory(name="Piura", slug="piura", code="20")
    table = single_table("Ada 2-1 Boca", year=2030)
    league = DepartmentalLeagueFactory(department=department)
    stage = StageFactory(
        season=table.season, league=league, slug="departamental-piura", name="Departamental"
    )
    ZoneFactory(rule_set=RuleSetFactory(stage=stage), leads_to=table, last_place=2)
    below = DepartmentalLeagueFactory(department=department, level="district", parent=league)
    for number in range(2):
        StageFactory(season=table.season, league=below, is_finished=number == 0)
    play(stage, "Cali 1-0 Deza", round_number=1)
    play(stage, "Cali - Deza", round_number=2)
    club = ClubFactory(name="Cali Sur", department=department)
    mine = EntryFactory(stage=stage, club=club)
    EntryFactory(
        stage=table, club=club, via="places", departmental_rank=1, origin=mine, origin_place=1
    )
    return department


@pytest.mark.usefixtures("piura")
def test_department_says_who_came_up_how_and_what_is_open(client: Client) -> None:
    document = read(client, "/2030/camino/")
    found = next(body for body in document.all("tbody") if body.attrs["id"] == "piura")
    assert [part.text for part in found.one("th").all("p")] == [
        "Departamental: fecha 1 de 2",
        "2 etapas distritales, 1 terminadas",
    ]
    club, berth = found.all("tr")[1:]
    assert club.one("p").text == "Campeón departamental. Departamental, 1.º"
    assert club.all("td")[-1].text == "En carrera: Nacional"
    assert berth.text == "1 cupo abierto"
    assert found.one("th").one("small").text == "1 de 2"
    assert {"/2030/departamental-piura/", "/2030/nacional/", "/clubes/cali-sur/"} <= set(
        found.links
    )


@pytest.mark.usefixtures("piura")
def test_file_has_a_row_for_each_club_and_each_open_berth(client: Client) -> None:
    content = client.get("/2030/camino.csv").content.decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(content)) if row["departamento"] == "Piura"]
    assert [(row["club"], row["puesto"], row["desde"], row["situación"]) for row in rows] == [
        ("Cali Sur", "1", "Departamental", "en carrera"),
        ("", "", "", "cupo abierto"),
    ]
    first, second = (
        row for row in client.get("/2030/camino.json").json() if row["department"] == "Piura"
    )
    assert (first["from"], first["state"], first["reached"]) == (
        ["departamental-piura"],
        "in",
        "nacional",
    )
    assert (second["club"], second["state"]) == (None, "open")


def test_club_that_is_out_leads_to_its_matchup_with_the_way_marked(client: Client) -> None:
    matchup(knock_out(), "Ada", "Boca", "1-0", "0-0", key="s1", key_of_round="semifinals")
    document = read(client, "/2030/camino/")
    told = {
        row.one("a", "who").text: row.all("td")[-1]
        for row in document.all("tr")
        if row.has("a", "who")
    }
    assert told["Boca"].text == "Fuera en fecha 1, ante Ada"
    assert told["Boca"].links == ["/2030/eliminatorias/?club=boca#s1"]
    assert told["Ada"].text == "En carrera: fecha 1, ante Boca"


def test_champion_and_loser_of_the_final_are_named(client: Client) -> None:
    matchup(knock_out(), "Ada", "Boca", "1-0", key_of_round="final")
    Stage.objects.update(is_finished=True)
    document = read(client, "/2030/camino/")
    told = [row.all("td")[-1].text for row in document.all("tr") if row.has("a", "who")]
    assert sorted(told) == ["Campeón", "Perdió la final ante Ada"]
    assert "Campeón: Ada." in document.one("p", "standfirst").text


def test_archive_says_that_it_knows_only_who_came_up(client: Client) -> None:
    entry(single_table(year=2030), "Ada", via="departmental", departmental_rank=1)
    assert "solo está registrado quién subió" in read(client, "/2030/camino/").text


def test_empty_season_says_so_and_still_has_its_map(client: Client) -> None:
    DepartmentFactory(name="Piura", slug="piura", code="20")
    SeasonFactory(year=2030)
    document = read(client, "/2030/camino/")
    assert "Todavía no hay nada registrado" in document.text
    assert not document.has("table", "ways")
    assert document.one("figure").links == ["/departamentos/piura/"]


def test_map_tells_each_department_in_words_and_leads_to_it(client: Client) -> None:
    for code, name in (("20", "Piura"), ("07", "Callao")):
        DepartmentFactory(name=name, slug=name.lower(), code=code)
    stage = single_table(year=2030, cut=3)
    for name in ("Ada", "Boca"):
        club = ClubFactory(name=name, department=Department.objects.get(code="20"))
        EntryFactory(stage=stage, club=club)
    for path in ("/2030/camino/", "/departamentos/"):
        callao, piura = read(client, path).one("figure").all("a")
        assert (piura.attrs["aria-label"], piura.attrs["class"]) == (
            "Piura: 2 clubes en carrera",
            "zone-on",
        )
        assert piura.one("text").content == ["2"]
        assert callao.attrs["aria-label"] == "Callao: ningún club registrado"
        assert callao.has("circle")
        assert piura.one("use").attrs["href"].endswith("img/peru.svg#d20")


def test_map_of_a_simulated_season_says_so_where_the_page_does_not(client: Client) -> None:
    DepartmentFactory(name="Piura", slug="piura", code="20")
    entry(single_table(year=2030), "Ada")
    Stage.objects.get().season.__class__.objects.update(is_simulated=True, seed=1)
    assert (
        read(client, "/departamentos/").one("figcaption").one("span", "status").text == "Simulada"
    )


def test_season_and_its_pages_lead_to_the_way(client: Client) -> None:
    single_table("Ada 2-1 Boca")
    matchup(knock_out(), "Ada", "Boca", "1-0")
    for path in ("/2030/nacional/", "/2030/eliminatorias/", "/2030/clasificados/"):
        assert "/2030/camino/" in read(client, path).links
