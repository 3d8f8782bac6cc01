"""What a table opens to: a club's row, two clubs compared, the places round by round."""

import datetime as dt

import pytest
from django.db.models import F
from django.test import Client

from competitions.models import Fixture, Stage
from tests.factories import (
    LotsDrawnFactory,
    LotsPositionFactory,
    PointsAdjustmentFactory,
    RulingFactory,
)
from tests.standings.documents import Element, read
from tests.standings.scenes import confirm_all, entry, groups, play, single_table

pytestmark = pytest.mark.django_db


def path(document: Element) -> list[list[str]]:
    return [[line.text for line in found.all("li")] for found in document.all("ol", "path")]


# A club's row -----------------------------------------------------------------------------------


def test_row_shows_results_with_their_letters_and_what_is_left(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    when = {"date": dt.date(2030, 9, 22), "time": dt.time(15)}
    play(stage, "Cali - Ada", round_number=3, **when)
    confirm_all()
    document = read(client, "/en/2030/nacional/clubes/ada/")
    assert document.one("h1").text == "Ada"
    played, ahead = path(document)
    assert played[0].startswith("W won Boca at home · ")
    assert played[0].endswith(" 2–1")
    assert ahead[0].startswith("Cali away · ")
    assert ahead[0].endswith(" · Sun 22 Sep 15:00")
    assert f"/en/partidos/{stage.fixtures.get(key='f1-1').pk}/" in document.links


def test_row_gives_the_arithmetic_match_by_match(client: Client) -> None:
    stage = single_table(
        "Ada 1-0 Boca", "Cali 1-0 Deza", criteria=["points", "relative_points", "lots"]
    )
    play(stage, "Boca 2-0 Eten", round_number=2)
    play(stage, "Eten 0-0 Ada", round_number=3)
    PointsAdjustmentFactory(entry=entry(stage, "Ada"), points=-1)
    document = read(client, "/en/2030/nacional/clubes/ada/")
    reasons = [found.text for found in document.all("p", "reason")]
    assert "Relative points. Ada: 3 × 3 + 1 × 1 = 10. Boca: 0 × 3 + 3 × 1 = 3." in reasons


def test_row_of_a_home_table_explains_nothing_by_the_table_of_all(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca")
    play(stage, "Boca 9-0 Ada", round_number=2)
    document = read(client, "/en/2030/nacional/clubes/ada/?sede=local")
    assert len(path(document)[0]) == 1
    assert not [link for link in document.links if "por-que" in link]
    assert f"/en/2030/nacional/?sede=local#c{entry(stage, 'Ada').pk}" in document.links


def test_row_of_a_partial_table_has_no_place_and_no_neighbours(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca")
    Stage.objects.filter(pk=stage.pk).update(is_finished=True, expected_fixtures=150)
    document = read(client, "/en/2030/nacional/clubes/ada/")
    assert "1 of 150 results are known" in document.one("p", "standfirst").text
    assert not document.has("p", "because")
    assert len(path(document)[0]) == 1


def test_earlier_results_open_below_the_latest(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    for number in range(2, 9):
        play(stage, "Ada 1-0 Boca", round_number=number)
    document = read(client, "/en/2030/nacional/clubes/ada/")
    assert [len(found) for found in path(document)] == [6, 2]
    assert document.one("details").one("summary").text == "The 2 before"


def test_row_says_what_a_ruling_made_and_what_is_provisional(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    play(stage, "Ada 1-0 Cali", round_number=2)
    ruled = stage.fixtures.get(key="f1-1")
    RulingFactory(fixture=ruled, in_favour_of=ruled.away)
    latest, first = path(read(client, "/en/2030/nacional/clubes/ada/"))[0]
    assert "prov." in latest
    assert "in the office · 2–1 on the pitch" in first
    assert first.startswith("L lost Boca")


# Rows that are not plain ------------------------------------------------------------------------


def test_level_rows_say_what_would_part_them(client: Client) -> None:
    single_table("Ada 1-1 Boca", criteria=["points", "extra_match", "lots"])
    opened = read(client, "/en/2030/nacional/").all("tr", "more")
    assert [row.one("p", "because").text for row in opened] == [
        "Why level with Boca? No criterion parts them; missing: extra match and drawing of lots.",
        "Why level with Ada? No criterion parts them; missing: extra match and drawing of lots.",
    ]


def test_lots_part_rows_without_figures(client: Client) -> None:
    stage = single_table("Ada 1-1 Boca", criteria=["points", "goals_against", "lots"])
    play(stage, "Cali 3-3 Deza", round_number=1)
    drawn = LotsDrawnFactory(stage=stage)
    for position, name in enumerate(("Boca", "Ada"), start=1):
        LotsPositionFactory(lots=drawn, entry=entry(stage, name), position=position)
    document = read(client, "/en/2030/nacional/")
    assert [found.text for found in document.all("td", "why")][:2] == [
        "drawing of lots",
        "goals conceded 1 < 3",
    ]
    first = document.all("tr", "more")[0].one("p", "because").text
    assert first == "Why above Ada? By drawing of lots."


def test_rows_of_a_group_open_like_those_of_a_table(client: Client) -> None:
    stage = groups("A")
    section = read(client, "/en/2030/regional/").one("section", "group")
    table = section.one("table", "tight")
    opened = table.all("tr", "more")[1]
    assert [reason.text for reason in opened.all("p", "because")] == [
        "Why below A Cali? By goals scored, 2 to 3.",
        "Why above A Ada? By goal difference, +1 to −2.",
    ]
    assert opened.one("td").attrs["headers"] == f"c{entry(stage, 'A Boca').pk}"
    assert opened.links[-1] == "/en/2030/regional/clubes/a-boca/"


def test_deducted_awarded_and_provisional_are_marked_in_a_group(client: Client) -> None:
    stage = groups("A")
    Fixture.objects.update(home_goals=1, away_goals=1)
    fixture = stage.fixtures.order_by("pk")[0]
    RulingFactory(fixture=fixture, in_favour_of=fixture.home, document="Resolución 7")
    PointsAdjustmentFactory(entry=entry(stage, "A Ada"), points=-2)
    for prefix, provisional, deducted, awarded in (
        ("/en", "2 provisional results", "2 points taken", "decided in the office"),
        ("", "2 resultados provisionales", "2 puntos menos", "en mesa"),
    ):
        section = read(client, f"{prefix}/2030/regional/").one("section", "group")
        assert "A Ada†‡" in section.text
        assert "A Boca‡" in section.text
        assert provisional in section.text
        notes = section.one("ol", "footnotes").text
        assert deducted in notes
        assert awarded in notes


def test_cut_through_level_clubs_is_undecided(client: Client) -> None:
    single_table("Ada 3-0 Boca", "Cali 1-1 Deza", cut=2)
    document = read(client, "/en/2030/nacional/")
    assert document.one("tr", "cut").text == "Cut: 2 go through undecided"
    single_table("Ada 3-0 Boca", "Cali 1-1 Deza", cut=1, year=2031)
    assert read(client, "/en/2031/nacional/").one("tr", "cut").text == "Cut: 1 go through"


# Two clubs --------------------------------------------------------------------------------------


def test_table_offers_any_two_of_its_clubs(client: Client) -> None:
    single_table("Cali 2-1 Boca", "Ada 0-0 Deza")
    table = read(client, "/en/2030/nacional/?fecha=1")
    (address,) = [link for link in table.links if link.endswith("/por-que/?fecha=1")]
    document = read(client, address)
    form = document.one("form", action="/en/2030/nacional/por-que/")
    first, second = form.all("select")
    names = ["Choose a club", "Ada", "Boca", "Cali", "Deza"]
    assert [option.text for option in first.all("option")] == names
    assert [option.text for option in second.all("option")] == names
    assert form.one("input", type="hidden").attrs == {
        "type": "hidden",
        "name": "fecha",
        "value": "1",
    }


def test_tables_that_explain_no_order_offer_no_comparison(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    assert "por-que" not in str(read(client, "/en/2030/nacional/?sede=local").links)
    version = F("version") + 1
    Stage.objects.filter(pk=stage.pk).update(
        is_finished=True, expected_fixtures=150, version=version
    )
    assert not read(client, "/en/2030/nacional/").has("select")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("", "Why one stands above the other: choose any two clubs of a table."),
        ("?a=a-ada", "Why one stands above the other: choose any two clubs of a table."),
        ("?a=a-ada&b=a-ada", "A Ada cannot stand above or below itself: choose another club."),
        (
            "?a=a-ada&b=b-ada",
            "A Ada and B Ada stand in different groups, so no table parts them.",
        ),
    ],
)
def test_comparison_that_cannot_be_made_says_why_and_offers_another(
    client: Client, asked: str, words: str
) -> None:
    groups("A", "B")
    document = read(client, f"/en/2030/regional/por-que/{asked}")
    assert document.one("h1").text == "Compare two clubs"
    assert document.one("p", "standfirst").text == words
    first = document.all("select")[0]
    assert [group.attrs["label"] for group in first.all("optgroup")] == ["Grupo A", "Grupo B"]
    chosen = [o.text for o in first.all("option") if "selected" in o.attrs]
    assert chosen == (["A Ada"] if "a=" in asked else [])


def test_comparison_of_a_partial_table_explains_nothing(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    Stage.objects.filter(pk=stage.pk).update(is_finished=True, expected_fixtures=150)
    document = read(client, "/en/2030/nacional/por-que/?a=ada&b=boca")
    assert "1 of 150 results are known" in document.one("p", "standfirst").text
    assert not document.has("ol", "steps")


# Rounds -----------------------------------------------------------------------------------------


def test_arrows_lead_to_the_rounds_beside(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca")
    for number in (2, 3):
        play(stage, "Boca 4-0 Ada", round_number=number)
    play(stage, "Boca - Ada", round_number=4)
    for asked, before, after in (
        ("", "?fecha=2#fechas", None),
        ("?fecha=2", "?fecha=1#fechas", "?#fechas"),
        ("?fecha=1", None, "?fecha=2#fechas"),
    ):
        stepper = read(client, f"/en/2030/nacional/{asked}").one("nav", "rounds")
        found = [stepper.all("a", rel=name) for name in ("prev", "next")]
        assert [links[0].attrs["href"] if links else None for links in found] == [before, after]
        assert "many" not in stepper.classes


# Places round by round --------------------------------------------------------------------------


def three_rounds() -> Stage:
    stage = single_table("Ada 1-0 Boca", cut=1)
    play(stage, "Boca 3-0 Cali", round_number=2)
    play(stage, "Cali 0-4 Ada", round_number=3)
    confirm_all()
    return stage


def test_chart_draws_a_line_a_club_and_says_what_it_shows(client: Client) -> None:
    three_rounds()
    document = read(client, "/en/2030/nacional/puestos/?club=cali")
    figure = document.one("figure", "chart")
    svg = figure.one("svg", role="img")
    assert svg.attrs["viewbox"] == "0 0 2 3"
    assert svg.one("path", "k1").attrs["d"] == "M0 1.5L1 2.5L2 2.5"
    assert svg.one("path", "cut-at").attrs["d"] == "M0 1H2"
    plain = [found for found in svg.all("path") if not found.classes]
    assert [found.attrs["d"] for found in plain] == ["M0 0.5L1 1.5L2 0.5", "M0 2.5L1 0.5L2 1.5"]
    (words,) = (found for found in svg.all("desc"))
    assert "".join(map(str, words.content)) == (
        "A line for each of 3 clubs from round 1 to 3, the first on top. Cali from 2nd to 3rd."
    )
    assert [found.text for found in figure.one("ol", "ends").all("li")] == [
        "P 1 Ada", "2 Boca", "3 Cali",
    ]  # fmt: skip
    assert figure.one("figcaption").text == "Cut: 1 go through"


def test_chart_stands_as_a_table_below_it(client: Client) -> None:
    three_rounds()
    table = read(client, "/en/2030/nacional/puestos/").one("table")
    assert [row.text for row in table.all("tr")] == [
        "Club Round 1 Round 2 Round 3", "Ada 1 2 1", "Boca 3 1 2", "Cali 2 3 3",
    ]  # fmt: skip
    csv = client.get("/en/2030/nacional/puestos.csv").content.decode("utf-8-sig").splitlines()
    assert csv[0] == "group,club,department,round_1,round_2,round_3"
    assert csv[1].startswith(",Ada,")
    assert csv[1].endswith(",1,2,1")
    assert client.get("/en/2030/nacional/puestos.json").json()[2]["round_3"] == 3


def test_chosen_clubs_are_added_to_and_taken_away(client: Client) -> None:
    three_rounds()
    document = read(client, "/en/2030/nacional/puestos/?club=cali&club=boca&club=nadie")
    form = document.one("form", "filters", action="#grafico")
    assert [found.attrs["value"] for found in form.all("input")] == ["cali", "boca"]
    marked = document.all("span", "key")
    assert [(found.text, found.links) for found in marked] == [
        ("Boca Unmark Boca", ["?club=cali#grafico"]),
        ("Cali Unmark Cali", ["?club=boca#grafico"]),
    ]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_places_that_cannot_be_told_are_not_drawn(client: Client, prefix: str) -> None:
    stage = three_rounds()
    Stage.objects.filter(pk=stage.pk).update(is_finished=True, expected_fixtures=150)
    document = read(client, f"{prefix}/2030/nacional/puestos/")
    assert not document.has("svg", role="img")
    assert "150" in document.one("p", "standfirst").text
    assert f"{prefix}/2030/nacional/puestos/" not in read(client, f"{prefix}/2030/nacional/").links


def test_table_and_row_lead_to_the_chart(client: Client) -> None:
    three_rounds()
    assert "/en/2030/nacional/puestos/" in read(client, "/en/2030/nacional/").links
    row = read(client, "/en/2030/nacional/clubes/cali/")
    assert "/en/2030/nacional/puestos/?club=cali#grafico" in row.links
