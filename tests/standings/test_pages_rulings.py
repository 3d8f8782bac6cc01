"""The public page of claims and rulings, its files, and the ways to it."""

import csv
import datetime as dt
import io
import json

import pytest
from django.test import Client

from competitions.models import Fixture, Ruling
from tests.factories import (
    ClaimFactory,
    FixtureFactory,
    PointsAdjustmentFactory,
    RulingFactory,
)
from tests.standings.documents import Element, read
from tests.standings.scenes import entry, knock_out, matchup, single_table

pytestmark = pytest.mark.django_db

PAGE = "/2030/resoluciones/"


def effects(document: Element) -> list[str]:
    return [found.text for found in document.all("p", "ruled-effect")]


def award() -> Ruling:
    single_table("Ada 2-1 Boca")
    fixture = Fixture.objects.get()
    return RulingFactory(
        fixture=fixture,
        in_favour_of=fixture.away,
        document="Resolución 7",
        decided_on=dt.date(2030, 9, 8),
        text="Alineación indebida.",
        text_en="An ineligible player.",
    )


def test_ruling_stands_with_paper_match_and_both_results(client: Client) -> None:
    award()
    paper = read(client, PAGE).one("ol", "papers")
    assert paper.text == (
        "8 de setiembre de 2030 Resolución 7 Partido ganado por Boca en mesa Ada – Boca Nacional "
        "En la cancha 2–1 Oficial 0–3 Alineación indebida."
    )
    english = read(client, f"/en{PAGE}").one("ol", "papers").text
    assert "Awarded to Boca" in english
    assert "An ineligible player." in english


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"home_goals": 0, "away_goals": 2, "in_favour_of": None}, "Partido dado por 0–2"),
        ({"is_walkover": True}, "W.O. a favor de Boca"),
        ({"effect": "double_loss"}, "Pierden los dos clubes"),
        ({"effect": "double_loss", "is_walkover": True}, "W.O.: pierden los dos clubes"),
        ({"effect": "annulment"}, "El resultado no cuenta"),
        ({"effect": "replay"}, "El partido se juega de nuevo"),
    ],
)
def test_effect_on_a_match_in_words(client: Client, fields: dict, words: str) -> None:
    ruling = award()
    Ruling.objects.filter(pk=ruling.pk).update(**fields)
    assert effects(read(client, PAGE)) == [words]


def test_effect_on_a_club_in_words(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    ada = entry(stage, "Ada")
    RulingFactory(stage=stage, fixture=None, in_favour_of=None, entry=ada, effect="exclusion")
    points = RulingFactory(stage=stage, fixture=None, in_favour_of=None, entry=ada, effect="points")
    PointsAdjustmentFactory(entry=ada, ruling=points, points=-1)
    assert sorted(effects(read(client, PAGE))) == [
        "Ada queda fuera de la etapa",
        "Ada: 1 punto menos",
    ]


def test_points_beside_an_award(client: Client) -> None:
    ruling = award()
    PointsAdjustmentFactory(entry=ruling.fixture.home, ruling=ruling, points=-3)
    assert effects(read(client, PAGE)) == ["Partido ganado por Boca en mesa Ada: 3 puntos menos"]


def test_effect_on_a_matchup_in_words(client: Client) -> None:
    stage = knock_out()
    found = matchup(stage, "Ada", "Boca", "1-0", "0-0", key="semi-1")
    ruling = {"stage": stage, "fixture": None, "matchup": found}
    RulingFactory(**ruling, effect="award", in_favour_of=found.second)
    RulingFactory(**ruling, effect="exclusion", entry=found.first, in_favour_of=None)
    document = read(client, PAGE)
    assert sorted(effects(document)) == ["Ada queda fuera de la llave", "La llave es de Boca"]
    assert "/2030/eliminatorias/#semi-1" in document.links


def test_dismissal_points_at_its_claim(client: Client) -> None:
    single_table("Ada 2-1 Boca")
    claim = ClaimFactory(fixture=Fixture.objects.get(), state="rejected")
    RulingFactory(fixture=claim.fixture, in_favour_of=None, claim=claim, effect="dismissal")
    document = read(client, PAGE)
    assert effects(document) == ["Reclamo infundado; los resultados quedan como están"]
    assert f"#reclamo-{claim.pk}" in document.links
    assert document.has("li", id=f"reclamo-{claim.pk}")


def test_open_claim_names_its_deadline_and_what_hangs_on_it(client: Client) -> None:
    stage = knock_out()
    semi = matchup(stage, "Ada", "Boca", "1-0", "0-0")
    final = matchup(stage, "Ada", "Cali", round_number=2)
    FixtureFactory(
        stage=stage,
        matchup=final,
        round=final.round,
        home=final.first,
        away=final.second,
        date=dt.date(2030, 9, 15),
    )
    ClaimFactory(
        fixture=semi.fixtures.get(leg=1),
        filed_on=dt.date(2030, 9, 2),
        deadline=dt.date(2030, 9, 5),
    )
    assert read(client, PAGE).one("ol", "papers").text == (
        "Boca · Pendiente Ada – Boca Eliminatorias Alineación indebida. "
        "Presentado el 2 de setiembre de 2030. Por resolver hasta el 5 de setiembre de 2030. "
        "De él dependen: Ada – Cali, 15/09/2030"
    ).replace("Eliminatorias", str(stage.label))


def test_season_without_rulings_says_so(client: Client) -> None:
    single_table("Ada 2-1 Boca")
    document = read(client, PAGE)
    assert "No hubo reclamos y nada se decidió en mesa." in document.text
    assert not document.has("ol", "papers")
    assert client.get("/1999/resoluciones/").status_code == 404


def test_season_match_and_table_lead_to_the_page(client: Client) -> None:
    ruling = award()
    PointsAdjustmentFactory(entry=ruling.fixture.home, points=-3)
    for path in ("/2030/", "/2030/nacional/", f"/partidos/{ruling.fixture.pk}/"):
        assert PAGE in read(client, path).links, path


def test_files_have_a_row_a_ruling_and_a_row_a_claim(client: Client) -> None:
    ruling = award()
    claim = ClaimFactory(fixture=ruling.fixture, grounds="=1+1", deadline=dt.date(2030, 9, 9))
    header, *rows = csv.reader(
        io.StringIO(client.get("/2030/resoluciones.csv").content.decode("utf-8-sig"))
    )
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert [row["tipo"] for row in found] == ["reclamo", "resolución"]
    assert found[0]["texto"] == "'=1+1"
    assert found[0]["reclamante"] == "Boca"
    assert (found[1]["en_cancha"], found[1]["oficial"]) == ("2–1", "0–3")
    assert found[1]["efecto"] == "Partido dado por ganado"
    plain = json.loads(client.get("/2030/resoluciones.json").content)
    assert plain[0]["text"] == "=1+1"
    assert (plain[1]["effect"], plain[1]["pitch"], plain[1]["official"]) == (
        "award",
        [2, 1],
        [0, 3],
    )
    assert plain[0]["fixture"] == claim.fixture.pk
    assert client.get("/2030/resoluciones.xlsx").status_code == 200


def test_file_names_matchups_points_and_what_hangs(client: Client) -> None:
    stage = knock_out()
    semi = matchup(stage, "Ada", "Boca", "1-0", "0-0")
    RulingFactory(stage=stage, fixture=None, matchup=semi, effect="award", in_favour_of=semi.second)
    final = matchup(stage, "Ada", "Cali", round_number=2)
    FixtureFactory(
        stage=stage, matchup=final, round=final.round, home=final.first, away=final.second
    )
    ClaimFactory(stage=stage, fixture=None, matchup=semi, claimant=semi.second)
    PointsAdjustmentFactory(entry=semi.first, points=-3)
    rows = json.loads(client.get("/2030/resoluciones.json").content)
    assert [(row["match"], row["points"], row["hanging"]) for row in rows] == [
        ("Ada – Boca", None, "Ada – Cali"),
        ("Ada – Boca", None, None),
        (None, "Ada -3", None),
    ]
