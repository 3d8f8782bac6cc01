"""The way to the national stage, and the map, as readers find them."""

import csv
import io

import pytest
from django.test import Client

from competitions.models import Department, Season, Stage
from tests.factories import (
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    EntryFactory,
    QualifierFactory,
    QualifierListFactory,
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
        "Liga por liga Piura",
    ]
    club, berth = found.all("tr")[1:]
    assert club.one("p").text == "Campeón departamental. Departamental, 1.º"
    assert club.all("td")[-1].text == "En carrera: Nacional"
    assert berth.text == "Subcampeón de Piura: 1 cupo abierto"
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


# Late leagues, and the leagues of a department one by one


def late_season(piura: Department) -> Stage:
    """A national stage that has begun by its dates, and leagues of Piura that feed each other."""
    table = single_table(year=2030, cut=2)
    Stage.objects.filter(pk=table.pk).update(starts_on="2020-09-01", size=50)
    Season.objects.filter(pk=table.season_id).update(status="running")
    league = DepartmentalLeagueFactory(name="Liga Departamental de Piura", department=piura)
    above = StageFactory(season=table.season, league=league, name="Departamental", slug="dep")
    ZoneFactory(rule_set=RuleSetFactory(stage=above), leads_to=table)
    for number, known in enumerate(({"is_finished": True}, {"ends_on": "2020-05-01"}, {})):
        district = DepartmentalLeagueFactory(
            name=f"Liga Distrital {number}", level="district", parent=league, department=piura
        )
        below_ = StageFactory(
            season=table.season, league=district, name=f"Distrital {number}", slug=f"d{number}",
            **known,
        )  # fmt: skip
        ZoneFactory(rule_set=RuleSetFactory(stage=below_), leads_to=above)
    return above


@pytest.fixture
def empty_piura() -> Department:
    return DepartmentFactory(name="Piura", slug="piura", code="20")


def test_late_department_and_late_leagues_stand_out(client: Client, empty_piura) -> None:
    late_season(empty_piura)
    document = read(client, "/2030/camino/")
    head = document.one("main").text
    assert "Con retraso: Piura" in head
    assert "1 liga de provincia o distrito va con retraso." in head
    found = next(body for body in document.all("tbody") if body.attrs["id"] == "piura")
    lines = [part.text for part in found.one("th").all("p")]
    assert lines[0] == (
        "Departamental: sin programa todavía. Con retraso: por fechas ya empezó: Nacional"
    )
    assert lines[1] == "3 etapas distritales, 1 terminadas, 1 con retraso"
    assert found.all("tr")[1].text == "Campeón y subcampeón de Piura: 2 cupos abiertos"


def test_finished_season_has_nobody_late(client: Client, empty_piura) -> None:
    above = late_season(empty_piura)
    Season.objects.filter(pk=above.season_id).update(status="finished")
    assert "retraso" not in read(client, "/2030/camino/").one("main").text
    assert "retraso" not in read(client, "/2030/camino/piura/").one("main").text


def test_leagues_of_a_department_are_listed_with_the_late_ones_first(
    client: Client, empty_piura
) -> None:
    above = late_season(empty_piura)
    play(above, "Ada 1-0 Boca", round_number=1)
    play(above, "Ada - Cali", round_number=2)
    found = QualifierListFactory(stage=Stage.objects.get(slug="d2"))
    QualifierFactory(qualifier_list=found, to_stage=above, place=1)
    document = read(client, "/2030/camino/piura/")
    rows = [[cell.text for cell in row.all("td")] for row in document.all("tr") if row.all("td")]
    assert rows == [
        ["Departamental", "1 de 2 resultados. Con retraso: por fechas ya empezó: Nacional"],
        [
            "Distrital 1",
            "sin programa todavía. Con retraso: debió terminar el viernes 1 de mayo",
        ],
        ["Distrital 0", "terminada"],
        ["Distrital 2", "pasa 1 club"],
    ]
    assert "Distrital: 2 de 3 terminadas, 1 con retraso." in document.one("main").text


def test_leagues_of_a_department_are_taken_along(client: Client, empty_piura) -> None:
    late_season(empty_piura)
    page = client.get("/2030/camino/piura.csv")
    rows = list(csv.DictReader(io.StringIO(page.content.decode("utf-8-sig"))))
    assert [(r["nivel"], r["etapa"], r["situación"], r["retraso"]) for r in rows] == [
        ("Departamental", "Departamental", "por empezar", "por fechas ya empezó la siguiente"),
        ("Distrital", "Distrital 1", "por empezar", "pasó su último día"),
        ("Distrital", "Distrital 0", "terminada", ""),
        ("Distrital", "Distrital 2", "por empezar", ""),
    ]
    first = client.get("/2030/camino/piura.json").json()[0]
    assert (first["stage"], first["state"], first["late"]) == ("dep", "not_begun", "next_begun")


def test_department_or_season_that_is_not_there(client: Client, empty_piura) -> None:
    assert client.get("/2030/camino/piura/").status_code == 404
    SeasonFactory(year=2030)
    assert client.get("/2030/camino/nada/").status_code == 404
    assert "ninguna etapa de sus ligas" in read(client, "/2030/camino/piura/").one("main").text


@pytest.mark.parametrize("rows", [1, 3])
def test_leagues_of_a_department_take_as_many_queries(
    rows: int, client: Client, empty_piura, django_assert_num_queries
) -> None:
    above = late_season(empty_piura)
    for number in range(rows):
        league = DepartmentalLeagueFactory(
            level="district", parent=above.league, department=empty_piura
        )
        StageFactory(season=above.season, league=league, slug=f"mas-{number}")
    with django_assert_num_queries(5):
        client.get("/2030/camino/piura/")


def test_page_of_a_table_names_its_open_berths_until_it_begins(client: Client, empty_piura) -> None:
    late_season(empty_piura)
    text = read(client, "/2030/nacional/").one("main").text
    assert "2 cupos abiertos" in text
    assert "Campeón de Piura, Subcampeón de Piura" in text
    play(Stage.objects.get(slug="nacional"), "Ada 1-0 Boca", round_number=1)
    Stage.objects.filter(slug="nacional").update(version=8)
    assert "cupos abiertos" not in read(client, "/2030/nacional/").one("main").text
