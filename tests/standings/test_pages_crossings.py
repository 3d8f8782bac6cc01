"""The crossings of a stage as readers find them: the map, its table, the kilometres, the files."""

import csv
import io
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competitions.models import RuleSet, Stage
from tests.standings.crossing_scenes import crossed_stage, record_list, ring
from tests.standings.documents import Element, read

pytestmark = pytest.mark.django_db
PATH = "/2030/nacional/cruces/"


@pytest.fixture
def stage() -> Stage:
    stage = crossed_stage(5)
    record_list(stage, ring(5), score="1-0")
    return stage


def rows(document: Element) -> Iterator[list[str]]:
    for row in document.one("table", "trips").all("tr")[1:]:
        yield [cell.text for cell in row.all("td")]


@pytest.mark.usefixtures("stage")
def test_pairs_stand_by_their_way_with_rounds_and_kilometres(client: Client) -> None:
    document = read(client, PATH)
    told = list(rows(document))
    assert len(told) == 10
    assert told[0] == ["Inclán Norte 5", "Bolognesi Norte 1", "1, 5", "445"]
    assert [int(row[3]) for row in told] == sorted((int(row[3]) for row in told), reverse=True)
    assert document.one("p", "standfirst").text.startswith("2,224 km de ida")
    assert "10 de 10 cruces" in document.text
    assert len(document.one("figure", "crossings-map").all("path", "longest")) == 2


@pytest.mark.usefixtures("stage")
def test_what_was_possible_stands_beside_it(client: Client) -> None:
    table = read(client, PATH).one("table", "compared")
    whole = [cell.text for cell in table.all("tr")[1].all("td")]
    assert whole == ["2,224 km", "1,779 km", "20.0 %"]
    heads = [row.one("th").text for row in table.all("tr")[1:]]
    assert heads[::2] == [
        "Toda la lista entre las localidades de los clubes",
        "Fechas 1, 5 entre las localidades de los clubes",
        "Fechas 2, 6 entre las localidades de los clubes",
    ]


def test_of_half_a_list_only_what_is_known_is_told(client: Client) -> None:
    record_list(crossed_stage(5), ring(5)[:1])
    document = read(client, PATH)
    assert "5 de 10 cruces" in document.text
    assert {row[2] for row in rows(document)} == {"1"}


def test_a_list_that_is_still_to_be_played_says_so(client: Client) -> None:
    record_list(crossed_stage(5), ring(5))
    document = read(client, PATH)
    assert "Lo que es posible" in document.text
    assert "Como está previsto" in document.one("table", "compared").text


@pytest.mark.usefixtures("stage")
def test_files_have_the_same_rows(client: Client) -> None:
    content = client.get("/2030/nacional/cruces.csv").content.decode("utf-8-sig")
    told = list(csv.DictReader(io.StringIO(content)))
    assert len(told) == 15
    assert told[0]["km"] == "445"
    assert (told[-1]["campeon"], told[-1]["subcampeon"], told[-1]["fechas"]) == (
        "Inclán", "Juventud Jauja", "3, 4",
    )  # fmt: skip
    found = client.get("/2030/nacional/cruces.json").json()[-1]
    assert (found["champion"], found["rounds"], found["km"]) == ("Inclán", [3, 4], 0)


def test_a_simulated_season_says_so(client: Client, stage: Stage) -> None:
    season = stage.season
    season.is_simulated, season.seed = True, 1
    season.save()
    document = read(client, PATH)
    assert document.has("p", "simulated")
    assert "simulada" in document.one("head").one("title").text
    assert "simulada" in client.get("/2030/nacional/cruces.csv").content.decode("utf-8-sig")


def test_table_leads_to_it_where_there_is_one(client: Client, stage: Stage) -> None:
    assert PATH in read(client, "/2030/nacional/").links
    RuleSet.objects.update(pairing="")
    Stage.objects.update(stamp="another")
    assert PATH not in read(client, "/2030/nacional/").links
    assert "/2030/nacional/" in read(client, PATH, status=404).one("main").links


@pytest.mark.usefixtures("stage")
def test_english_is_complete(client: Client) -> None:
    document = read(client, f"/en{PATH}")
    assert document.one("h1").text == "Zonal crossings"
    assert "Rounds 1, 5 between the clubs’ towns" in document.text


@pytest.mark.parametrize("departments", [3, 7])
@pytest.mark.parametrize("path", [PATH, "/2030/nacional/cruces.csv"])
def test_queries_do_not_grow(client: Client, path: str, departments: int) -> None:
    record_list(crossed_stage(departments), ring(departments))
    found = []
    cache.clear()
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        found.append(len(asked))
    assert found == [6, 1]
