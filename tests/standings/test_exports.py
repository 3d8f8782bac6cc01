import csv
import io
import json

import pytest
from django.test import Client
from openpyxl import load_workbook

from competitions.models import Season
from tests.factories import RulingFactory
from tests.standings.scenes import entry, groups, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


def rows(client: Client, path: str) -> list[list[str]]:
    response = client.get(path)
    assert response.status_code == 200
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_csv_of_a_table_has_spanish_headers_and_a_row_a_club(client):
    single_table(
        "Ada 2-1 Boca", criteria=["points", "relative_points", "away_points", "first_half_points"]
    )
    found = rows(client, "/2030/nacional.csv")
    assert ",".join(found[0]) == (
        "grupo,puesto,club,departamento,PJ,PG,PE,PP,GF,GC,DG,Pts,PR,PtsV,Pts1T,zona,decidido_por"
    )
    assert found[1][:3] == ["", "1", "Ada"]
    assert found[1][4:12] == ["1", "1", "0", "0", "2", "1", "1", "3"]
    assert found[1][-1] == "Puntos"


def test_csv_in_english_has_english_headers(client):
    single_table("Ada 2-1 Boca")
    assert rows(client, "/en/2030/nacional.csv")[0][:5] == [
        "group",
        "place",
        "club",
        "department",
        "P",
    ]


def test_csv_of_groups_names_the_group(client):
    groups("I-A", "I-B")
    found = rows(client, "/2030/regional.csv")
    assert [row[0] for row in found[1:]] == ["I-A"] * 3 + ["I-B"] * 3


def test_json_has_stable_keys_and_the_criterion_that_decided(client):
    single_table("Ada 2-1 Boca")
    found = json.loads(client.get("/2030/nacional.json").content)
    assert [(row["club"], row["place"], row["decided_by"], row["zone"]) for row in found] == [
        ("Ada", 1, "points", "pasan"),
        ("Boca", 2, "points", "pasan"),
    ]


def test_xlsx_has_the_rows_of_the_csv(client):
    single_table("Ada 2-1 Boca")
    sheet = load_workbook(io.BytesIO(client.get("/2030/nacional.xlsx").content)).active
    found = [[str(cell) if cell is not None else "" for cell in row] for row in sheet.values]
    assert found == rows(client, "/2030/nacional.csv")


def test_name_that_looks_like_a_formula_is_made_harmless(client):
    single_table("=HYPERLINK() 2-1 Boca")
    assert rows(client, "/2030/nacional.csv")[1][2] == "'=HYPERLINK()"


def test_accents_survive(client):
    single_table("Unión Áncash 2-1 Señor de Sipán")
    assert rows(client, "/2030/nacional.csv")[1][2] == "Unión Áncash"


def test_scores_in_one_cell_do_not_turn_into_dates(client):
    matchup(knock_out(), "Ada", "Boca", "1-0", "3-2 p 1-4")
    header, row = rows(client, "/2030/eliminatorias.csv")
    found = dict(zip(header, row, strict=True))
    assert (found["ida"], found["vuelta"], found["global"]) == ("1–0", "2–3", "3–3")
    assert (found["ganador"], found["decidido_por"]) == ("Ada", "por gol de visita")


def test_partial_table_leaves_places_blank(client):
    stage = single_table("Ada 2-1 Boca")
    stage.is_finished, stage.expected_fixtures = True, 9
    stage.save()
    entry(stage, "Cali")
    found = rows(client, "/2030/nacional.csv")[1:]
    assert [row[1] for row in found] == ["", "", ""]
    assert [row[4] for row in found] == ["1", "1", ""]


def test_file_of_a_simulated_season_says_so(client):
    single_table("Ada 2-1 Boca")
    Season.objects.update(is_simulated=True, seed=1)
    response = client.get("/2030/nacional.csv")
    assert "SIMULADA" in response["Content-Disposition"]
    header, first, _ = rows(client, "/2030/nacional.csv")
    assert (header[-1], first[-1]) == ("simulada", "sí")
    assert json.loads(client.get("/2030/nacional.json").content)[0]["simulated"] is True


def test_round_file_has_official_result_and_pitch_score(client):
    stage = single_table()
    fixture = play(stage, "Ada 2-1 Boca", round_number=1)
    RulingFactory(fixture=fixture, in_favour_of=fixture.away)
    (row,) = json.loads(client.get("/2030/nacional/fecha/1.json").content)
    assert (row["home_goals"], row["away_goals"]) == (0, 3)
    assert (row["home_pitch"], row["away_pitch"]) == (2, 1)


def test_qualified_file_keeps_the_filters_of_the_page(client):
    stage = single_table("Ada 2-1 Boca")
    stage.entries.update(via="departmental", departmental_rank=1)
    department = entry(stage, "Ada").department
    found = rows(client, f"/2030/clasificados.csv?departamento={department.slug}")
    assert found[0] == ["departamento", "club", "lugar", "via", "puesto", "destino"]
    assert [row[1] for row in found[1:]] == ["Ada"]


def test_fixtures_say_in_their_last_column_how_firm_the_result_is(client):
    stage = single_table("Ada 2-1 Boca", "Cali 1-1 Deza")
    play(stage, "Ea - Flor", round_number=1)
    stage.fixtures.filter(home__club__name="Cali").update(is_official=True)
    found = rows(client, "/2030/nacional/fecha/1.csv")
    assert found[0][-2:] == ["fuente", "situación"]
    assert [row[-1] for row in found[1:]] == ["provisional", "oficial", ""]
    found = json.loads(client.get("/2030/nacional/fecha/1.json").content)
    assert [row["state"] for row in found] == ["provisional", "official", None]


def test_result_by_a_ruling_is_official_in_a_file_as_it_is_on_the_page(client):
    stage = single_table()
    awarded = play(stage, "Ada - Boca", round_number=1)
    RulingFactory(fixture=awarded, in_favour_of=awarded.away)
    play(stage, "Cali 1-1 Deza", round_number=1, evidence="inferred")
    found = json.loads(client.get("/2030/nacional/fecha/1.json").content)
    assert [row["state"] for row in found] == ["official", None]


def test_files_of_a_club_a_season_and_the_departments(client):
    stage = single_table("Ada 2-1 Boca")
    (row,) = json.loads(client.get("/clubes/ada.json").content)
    assert (row["season"], row["stage"], row["home"], row["home_goals"]) == (
        2030,
        "nacional",
        "Ada",
        2,
    )
    (row,) = json.loads(client.get("/2030.json").content)
    assert (row["stage"], row["clubs"], row["known"]) == ("nacional", 2, 1)
    rows = json.loads(client.get("/departamentos.json").content)
    assert len(rows) == stage.entries.count()


def test_file_of_a_club_without_matches_is_empty(client):
    stage = single_table("Ada 2-1 Boca")
    stage.fixtures.all().delete()
    assert json.loads(client.get("/clubes/ada.json").content) == []
