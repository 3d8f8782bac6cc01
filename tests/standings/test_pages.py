"""What readers find on each public page. Words are read in English: the ids of the texts."""

import datetime as dt
import re

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from competitions.core.score import MatchFacts, Score, Status
from competitions.models import Fixture, Ruling, Season, Stage
from competitions.services.reports import confirm_results
from competitions.services.results import record_result
from tests.factories import (
    AdministratorFactory,
    ClaimFactory,
    ClubAliasFactory,
    ClubFactory,
    DepartmentFactory,
    FixtureFactory,
    GoalFactory,
    LegFactory,
    PointsAdjustmentFactory,
    PublishedScorerFactory,
    QualifierFactory,
    QualifierListFactory,
    RoundFactory,
    RulingFactory,
    SeasonNoteFactory,
    SeasonOutcomeFactory,
    StageFactory,
    VenueFactory,
)
from tests.standings.documents import Element, read, rows_of
from tests.standings.scenes import (
    confirm_all,
    entry,
    groups,
    knock_out,
    matchup,
    play,
    single_table,
)

pytestmark = pytest.mark.django_db


def simulated() -> None:
    Season.objects.update(is_simulated=True, seed=1)


def finish(stage: Stage, expected: int | None = None) -> None:
    Stage.objects.filter(pk=stage.pk).update(is_finished=True, expected_fixtures=expected)


def cells(row: Element) -> list[str]:
    return [cell.text for cell in row.all("td")]


# Home and archive -------------------------------------------------------------------------------


def test_home_without_a_season_says_so(client: Client) -> None:
    document = read(client, "/en/")
    assert document.one("main").text == "Copa Perú No season is recorded yet."


def test_home_shows_the_table_of_the_running_season_with_results_and_what_is_next(
    client: Client,
) -> None:
    stage = single_table("Ada 2-1 Boca")
    play(stage, "Boca - Cali", round_number=2, date=dt.date(2030, 9, 8), time=dt.time(15, 30))
    confirm_all()
    document = read(client, "/en/")
    assert list(rows_of(document)) == ["Ada", "Cali", "Boca"]
    assert document.one("aside").one("a", "fixture").text == "Ada 2–1 Boca"
    (coming,) = document.all("ol", "fixtures columns")
    assert coming.text == "Boca 15:30 Cali"
    assert "Sunday 8 September" in document.text
    assert "/en/2030/nacional/fecha/1/" in document.links


def test_home_shows_the_first_six_and_the_clubs_around_the_cut(client: Client) -> None:
    single_table(*(f"Club {n:02} {20 - n}-0 Zeta {n:02}" for n in range(10)), cut=12)
    document = read(client, "/en/")
    places = [row.one("td", "place").text for row in rows_of(document).values()]
    assert places == [*(f"P {place}" for place in (1, 2, 3, 4, 5, 6, 11, 12)), "13", "14"]
    assert len(document.all("tr", "skipped")) == 1
    assert "The whole table, 20 clubs" in document.text


def test_home_of_a_finished_season_shows_champion_and_last_matchups(client: Client) -> None:
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", "2-2", key_of_round="final")
    finish(stage)
    document = read(client, "/en/")
    assert document.one("p", "loud").text == "Ada"
    assert [found.text for found in document.all("li", "matchup")[0].all("a", "who")] == [
        "Ada",
        "Boca",
    ]


def test_archive_lists_seasons_with_champion_and_how_much_is_known(client: Client) -> None:
    stage = knock_out(year=2031)
    matchup(stage, "Ada", "Boca", "1-0", key_of_round="final")
    single_table("Cali 1-0 Deza", "Eten ?-? Faro", year=2030)
    lines = read(client, "/en/temporadas/").one("ol", "editions").all("li")
    assert [line.text for line in lines] == [
        f"2031 Ada Runner-up: Boca. {stage.name} 1 of 1 results known",
        "2030 Running National 1 of 2 results known",
    ]


def test_archive_marks_a_simulated_season(client: Client) -> None:
    single_table("Ada 1-0 Boca")
    simulated()
    assert "Simulated." in read(client, "/en/temporadas/").one("ol", "editions").text


def test_season_shows_stages_champion_promoted_scorers_and_open_questions(client: Client) -> None:
    table = single_table("Ada 2-1 Boca")
    final = knock_out()
    matchup(final, "Ada", "Boca", "1-0", "2-2", key_of_round="final")
    season = table.season
    for club, kind, destination in (
        ("Ada", "promoted", "Primera División"),
        ("Boca", "league_place", "Liga 3"),
        ("Ada", "champion", ""),
    ):
        SeasonOutcomeFactory(
            season=season, kind=kind, club=entry(table, club).club, destination=destination
        )
    SeasonOutcomeFactory(season=season, kind="went_up", club=None, club_name="Zorritos")
    PublishedScorerFactory(season=season, player="Julio Tello", goals=12)
    SeasonNoteFactory(season=season, text="Faltan sedes.", text_en="Venues are missing.")
    document = read(client, "/en/2030/")
    assert document.one("p", "loud").text == "Ada"
    for words in (
        "National 2 clubs, 1 of 1 results",
        "Primera División",
        "Liga 3",
        "Zorritos",
        "Julio Tello, 12",
        "Venues are missing.",
        "Ada: wins on aggregate, 3–2.",
    ):
        assert words in document.one("main").text
    assert {"/en/2030/nacional/", "/en/2030/eliminatorias/", "/en/2030/goleadores/"} <= set(
        document.links
    )


# Tables -----------------------------------------------------------------------------------------


def test_row_has_place_zone_figures_and_the_reason_with_its_comparison(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 3-1 Deza")
    stage.rule_set.zones.update(last_place=1, name="Pasan", letter="P", tone="through")
    rows = rows_of(read(client, "/en/2030/nacional/"))
    assert list(rows) == ["Cali", "Ada", "Boca", "Deza"]
    cali = rows["Cali"]
    assert cali.one("td", "place").text == "P 1"
    assert rows["Ada"].one("td", "place").text == "2"
    assert "zone-on" in cali.classes
    assert [cell.text for cell in cali.all("td") if {"num", "pts"} & cell.classes] == [
        "1", "1", "0", "0", "3", "1", "+2", "3",
    ]  # fmt: skip
    why = cali.one("td", "why")
    assert why.text == "goal difference +2 > +1"
    assert why.links == ["/en/2030/nacional/por-que/?a=cali&b=ada"]
    assert rows["Deza"].one("td", "why").text == ""
    assert [cell.text for cell in rows["Deza"].all("td", "num")][-1] == "−2"


def test_cut_stands_below_the_last_place_of_a_zone(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 3-1 Deza", cut=2)
    table = read(client, "/en/2030/nacional/").one("table", "standings")
    rows = [row for row in table.all("tr") if "more" not in row.classes][1:]
    assert [row.text if "cut" in row.classes else "row" for row in rows] == [
        "row", "row", "Cut: 2 go through", "row", "row",
    ]  # fmt: skip
    assert read(client, "/en/2030/nacional/").one("ul", "legend").text == "P Pasan (1–2)"
    stage.rule_set.zones.update(tone="play_off", name="Repechaje")
    Stage.objects.update(version=F("version") + 1)
    cut = read(client, "/en/2030/nacional/").one("tr", "cut")
    assert cut.text == "Cut: Repechaje"


def test_row_opens_to_why_it_stands_between_its_neighbours(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 3-1 Deza")
    table = read(client, "/en/2030/nacional/").one("table", "standings")
    opened = table.all("tr", "more")[1]
    assert [reason.text for reason in opened.all("p", "because")] == [
        "Why below Cali? By goal difference, +1 to +2.",
        "Why above Boca? By points, 3 to 0.",
    ]
    assert opened.links == [
        "/en/2030/nacional/por-que/?a=cali&b=ada",
        "/en/2030/nacional/por-que/?a=ada&b=boca",
        "/en/2030/nacional/clubes/ada/",
    ]
    assert opened.one("td").attrs["headers"] == f"c{entry(stage, 'Ada').pk}"
    assert table.one("th", id=f"c{entry(stage, 'Ada').pk}").attrs["scope"] == "row"


def test_ends_of_a_table_have_one_neighbour(client: Client) -> None:
    single_table("Ada 2-1 Boca")
    opened = read(client, "/en/2030/nacional/").all("tr", "more")
    assert [[reason.text for reason in row.all("p", "because")] for row in opened] == [
        ["Why above Boca? By points, 3 to 0."],
        ["Why below Ada? By points, 0 to 3."],
    ]


def test_last_five_results_stand_in_letters_and_are_read_in_words(client: Client) -> None:
    stage = single_table("Ada 5-0 Boca")
    scores = ("0-0", "1-0", "2-3", "1-1", "4-0")
    for number, score in enumerate(scores, start=2):
        play(stage, f"Ada {score} Boca", round_number=number)
    rows = rows_of(read(client, "/en/2030/nacional/"))
    assert rows["Ada"].one("td", "run").text == "D W L D W drew, won, lost, drew, won"
    assert rows["Boca"].one("td", "run").text == "D L W D L drew, lost, won, drew, lost"


def test_headers_say_their_full_names(client: Client) -> None:
    single_table("Ada 2-1 Boca", criteria=["points", "relative_points"])
    head = read(client, "/en/2030/nacional/").one("table", "standings").one("thead")
    names = [found.attrs["title"] for found in head.all("abbr")]
    assert names == [
        "Place", "Played", "Won", "Drawn", "Lost", "Goals for", "Goals against",
        "Goal difference", "Points", "Relative points",
    ]  # fmt: skip
    assert all(found.attrs["scope"] == "col" for found in head.all("th"))


def test_movement_since_the_round_before_is_marked(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca", "Cali 3-0 Deza")
    play(stage, "Ada 5-0 Deza", round_number=2)
    rows = rows_of(read(client, "/en/2030/nacional/"))
    assert rows["Ada"].one("span", "up").text == "▲ up 1"
    assert rows["Cali"].one("span", "down").text == "▼ down 1"
    assert rows["Boca"].one("td", "move").text == "="


def test_deducted_and_awarded_clubs_are_marked_and_explained(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 1-0 Deza")
    PointsAdjustmentFactory(entry=entry(stage, "Ada"), points=-3)
    PointsAdjustmentFactory(entry=entry(stage, "Deza"), points=1, reason="Bonus")
    fixture = stage.fixtures.get(home=entry(stage, "Cali"))
    RulingFactory(fixture=fixture, in_favour_of=fixture.away, document="Resolución 7")
    document = read(client, "/en/2030/nacional/")
    summaries = {
        name: row.one("summary").text.split(" Dep")[0] for name, row in rows_of(document).items()
    }
    assert summaries == {"Deza": "Deza†‡", "Ada": "Ada†", "Boca": "Boca", "Cali": "Cali‡"}
    assert [line.text for line in document.one("ol", "footnotes").all("li")] == [
        "†Deza: 1 point given. Bonus.",
        "†Ada: 3 points taken. No se presentó.",
        "‡Cali 0–3 Deza, decided in the office. Resolución 7.",
    ]
    papers = "/en/2030/resoluciones/"
    assert document.one("ol", "footnotes").links == [
        papers,
        papers,
        f"/en/partidos/{fixture.pk}/",
    ]


def test_clubs_that_share_a_place_are_undecided_and_it_says_what_is_missing(
    client: Client,
) -> None:
    single_table("Ada 1-1 Boca", cut=1)
    document = read(client, "/en/2030/nacional/")
    rows = rows_of(document)
    assert {row.one("td", "place").text for row in rows.values()} == {"1"}
    assert [row.one("em").text for row in rows.values()] == ["undecided", "undecided"]
    assert document.one("ol", "footnotes").text == (
        "undecided The criteria are spent; missing: drawing of lots."
    )
    assert not document.has("span", "z", text="P")
    level = document.all("tr", "more")[0].all("a")[0]
    assert level.text == "Why level with Boca?"
    assert read(client, level.attrs["href"]).one("h1").text == "Why are Ada and Boca level?"


def test_partial_table_says_how_much_is_known_and_gives_no_places(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    entry(stage, "Cali")
    finish(stage, expected=150)
    document = read(client, "/en/2030/nacional/")
    assert document.one("h1").text == "What is known of the table"
    assert document.one("caption").text == (
        "1 of 150 results are known: clubs stand by department, this is no order of merit."
    )
    rows = rows_of(document)
    assert {row.one("td", "place").text for row in rows.values()} == {"·"}
    assert {cell.text for cell in rows["Cali"].all("td", "num")} == {"·"}
    assert not document.has("tr", "cut")
    assert "·" not in [cell.text for cell in rows["Ada"].all("td", "num")]


def test_table_after_a_round_leaves_out_what_came_later(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca")
    play(stage, "Boca 4-0 Ada", round_number=2)
    confirm_all()
    document = read(client, "/en/2030/nacional/?fecha=1")
    assert document.one("h1").text == "The table after round 1"
    assert document.one("caption").text == "After round 1. 1 of 2 matches."
    assert list(rows_of(document)) == ["Ada", "Boca"]
    (row, _) = rows_of(document).values()
    assert row.one("td", "why").links == ["/en/2030/nacional/por-que/?a=ada&b=boca&fecha=1"]
    more = document.all("tr", "more")[0].all("a")[0]
    assert more.attrs["href"] == "/en/2030/nacional/por-que/?a=ada&b=boca&fecha=1"
    assert document.one("aside").one("a", "fixture").text == "Ada 1–0 Boca"
    rest = document.all("a", "rest")[0]
    assert rest.attrs["href"] == "/en/2030/nacional/clubes/ada/?fecha=1"


def test_round_stepper_leads_through_the_rounds_and_back_to_today(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca")
    play(stage, "Boca 4-0 Ada", round_number=2)
    play(stage, "Boca - Cali", round_number=3)
    stepper = read(client, "/en/2030/nacional/?fecha=1&sede=local").one("nav", "rounds")
    assert [(found.text, found.attrs["href"]) for found in stepper.all("a")] == [
        ("1", "?fecha=1&sede=local#fechas"),
        ("2", "?sede=local#fechas"),
        ("› The round after", "?sede=local#fechas"),
    ]
    assert stepper.attrs["id"] == "fechas"
    current = [found.text for found in stepper.all("a") if "aria-current" in found.attrs]
    assert current == ["1"]
    assert "not played yet" in stepper.text


def test_home_table_counts_home_matches_only(client: Client) -> None:
    single_table("Ada 1-0 Boca")
    rows = rows_of(read(client, "/en/2030/nacional/?sede=local"))
    assert [row.one("td", "pts").text for row in rows.values()] == ["3", "0"]
    assert rows["Boca"].all("td", "num")[0].text == "0"
    away = rows_of(read(client, "/en/2030/nacional/?sede=visita"))
    assert [row.one("td", "pts").text for row in away.values()] == ["0", "0"]


def test_home_table_does_not_explain_its_rows_by_the_table_of_all_matches(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca")
    play(stage, "Boca 9-0 Ada", round_number=2)
    play(stage, "Boca 0-1 Cali", round_number=2)
    document = read(client, "/en/2030/nacional/?sede=local")
    assert not [link for link in document.links if "por-que" in link]


def test_simulated_table_says_so_above_in_and_below(client: Client) -> None:
    single_table("Ada 1-0 Boca")
    simulated()
    document = read(client, "/en/2030/nacional/")
    assert document.one("p", "simulated").text == (
        "Simulated The results are made up: nothing of it was played."
    )
    assert document.one("caption").text.startswith("Simulated.")
    assert "No result on this page was played." in document.one("footer").text
    assert "(simulated)" in document.one("title").text


def test_list_that_no_longer_agrees_says_who_would_be_on_it(client: Client) -> None:
    table, following = single_table("Ada 2-0 Boca", cut=1), knock_out()
    table.rule_set.zones.update(leads_to=following)
    QualifierFactory(
        qualifier_list=QualifierListFactory(stage=table),
        entry=entry(table, "Boca"),
        to_stage=following,
        outcome="",
        destination="",
    )
    notice = read(client, "/en/2030/nacional/").one("section", "ruling")
    assert notice.text == (
        "The confirmed list is out of date Results that were recorded or changed later contradict "
        "it; it stands until the organisers confirm another one. "
        "By today’s results Ada would be on it. By today’s results Boca would not be on it."
    )
    assert "The confirmed list is out of date" in read(client, "/en/2030/clasificados/").text


def test_rules_stand_below_the_table_in_their_order(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca", criteria=["points", "relative_points", "lots"])
    stage.rule_set.document, stage.rule_set.source = "Bases 2030", "fpf.org.pe"
    stage.rule_set.save()
    document = read(client, "/en/2030/nacional/")
    assert [found.text for found in document.one("ol", "rules").all("li")] == [
        "Points: 3 for a win, 1 for a drawn match, 0 for a defeat.",
        "Relative points: points won from each rival times the rival’s points.",
        "Drawing of lots.",
    ]
    assert "Bases 2030. Source: fpf.org.pe" in document.text


# Groups -----------------------------------------------------------------------------------------


def test_groups_show_a_table_and_a_cross_table_each(client: Client) -> None:
    groups("I-A", "I-B")
    found = read(client, "/en/2030/regional/").all("section", "group")
    assert [section.one("h3").text for section in found] == ["Grupo I-A", "Grupo I-B"]
    tight = found[0].one("table", "tight").one("tbody")
    rows = [row for row in tight.all("tr") if "more" not in row.classes]
    assert [(cells(row)[0], row.one("summary").text, cells(row)[-1]) for row in rows] == [
        ("1", "I-A Cali", "3"),
        ("2", "I-A Boca", "3"),
        ("3", "I-A Ada", "3"),
    ]
    cross = found[0].one("table", "cross").one("tbody").all("tr")
    assert [(row.one("th").text, *cells(row)) for row in cross] == [
        ("I-A Cali", "", "", "3–0"),
        ("I-A Boca", "2–0", "", ""),
        ("I-A Ada", "", "1–0", ""),
    ]


def test_group_says_what_parted_clubs_level_on_points(client: Client) -> None:
    groups("I-A")
    confirm_all()
    reasons = read(client, "/en/2030/regional/").one("section", "group").all("p", "reason")
    assert [reason.text for reason in reasons] == [
        "I-A Cali above I-A Boca: goals scored 3 > 2",
        "I-A Boca above I-A Ada: goal difference +1 > −2",
    ]


def test_group_shows_its_extra_matches_apart(client: Client) -> None:
    stage = groups("I-A")
    ada, boca = entry(stage, "I-A Ada"), entry(stage, "I-A Boca")
    FixtureFactory(stage=stage, group=ada.group, home=ada, away=boca, score="4-1", is_extra=True)
    confirm_all()
    section = read(client, "/en/2030/regional/").one("section", "group")
    assert section.one("h4").text == "Extra matches"
    assert section.one("ol", "fixtures").text == "I-A Ada 4–1 I-A Boca"


def test_group_without_a_result_names_its_clubs(client: Client) -> None:
    stage = groups("I-A")
    stage.fixtures.all().delete()
    finish(stage)
    section = read(client, "/en/2030/regional/").one("section", "group")
    assert "No result of this group is known" in section.text
    assert [link.text for link in section.one("ul").all("a")] == ["I-A Ada", "I-A Boca", "I-A Cali"]
    assert not section.has("table")


def test_override_is_explained_below_its_group(client: Client) -> None:
    stage = groups("I-A")
    QualifierFactory(
        qualifier_list=QualifierListFactory(stage=stage),
        entry=entry(stage, "I-A Boca"),
        instead_of=entry(stage, "I-A Cali"),
        reason="Cali no se inscribió.",
    )
    notes = read(client, "/en/2030/regional/").one("ol", "footnotes").text
    assert notes == "*I-A Boca went through instead of I-A Cali. Cali no se inscribió."
    listed = read(client, "/en/2030/clasificados/?etapa=liga-2").one("table", "qualifiers")
    assert "Instead of I-A Cali. Cali no se inscribió." in listed.text


# Brackets ---------------------------------------------------------------------------------------


def sides(found: Element) -> list[tuple[bool, str]]:
    return [("win" in row.classes, row.text) for row in found.one("tbody").all("tr")]


@pytest.mark.parametrize(
    ("scores", "lines", "reason"),
    [
        (
            ("1-0", "2-2"),
            [(True, "Ada 1 2 3"), (False, "Boca 0 2 2")],
            "Ada: Goes through on aggregate, 3–2",
        ),
        (
            ("1-0", "2-1"),
            [(True, "Ada 1 1 2"), (False, "Boca 0 2 2")],
            "Ada: Goes through on away goals",
        ),
        (
            ("1-0", "1-0 p 3-4"),
            [(True, "Ada 1 0 1(4)"), (False, "Boca 0 1 1(3)")],
            "Ada: Goes through on penalties, 4–3",
        ),
        (("2-0",), [(True, "Ada 2"), (False, "Boca 0")], "Ada: Goes through"),
    ],
    ids=["aggregate", "away goals", "penalties", "one match"],
)
def test_matchup_shows_legs_aggregate_and_why(
    client: Client, scores: tuple[str, ...], lines: list[tuple[bool, str]], reason: str
) -> None:
    matchup(knock_out(), "Ada", "Boca", *scores, key="llave-1")
    confirm_all()
    found = read(client, "/en/2030/eliminatorias/").one("li", "matchup")
    assert sides(found) == lines
    assert found.one("p").text == reason
    assert found.attrs["id"] == "llave-1"


def test_matchup_known_by_its_winner_only_says_so(client: Client) -> None:
    found = matchup(knock_out(), "Ada", "Boca")
    found.reported_winner = found.first
    found.save()
    assert (
        read(client, "/en/2030/eliminatorias/")
        .one("li", "matchup")
        .one("p")
        .text.startswith("Ada: Went through; how is not known")
    )


def test_matchup_with_an_open_side_shows_where_its_club_comes_from(client: Client) -> None:
    found = matchup(knock_out(), "Ada", "Boca")
    found.second, found.second_slot = None, "Rival no conocido"
    found.save()
    document = read(client, "/en/2030/eliminatorias/")
    assert document.one("span", "slot").text == "Rival not known"
    assert document.one("li", "matchup").one("p").text == "To be decided"


def test_open_side_waits_for_the_place_of_a_group_in_both_languages(client: Client) -> None:
    found = matchup(knock_out(), "Ada", "Boca")
    found.second, found.second_slot = None, "1.º del grupo A"
    found.save()
    for path, words in (("/en", "1st of group A"), ("", "1.º del grupo A")):
        assert read(client, f"{path}/2030/eliminatorias/").one("span", "slot").text == words


def test_bye_needs_no_rival(client: Client) -> None:
    found = matchup(knock_out(), "Ada", "Boca")
    found.second, found.reported_winner, found.reported_decision = None, found.first, "bye"
    found.save()
    line = read(client, "/en/2030/eliminatorias/").one("li", "matchup")
    assert line.one("span", "slot").text == "No rival"
    assert line.one("p").text.startswith("Ada: Goes through without playing")


def test_each_leg_says_when_it_is_and_leads_to_its_page(client: Client) -> None:
    found = matchup(knock_out(), "Ada", "Boca", "1-0")
    found.legs = 2
    found.save()
    LegFactory(matchup=found, leg=2, date=dt.date(2030, 11, 17), time=dt.time(15, 30))
    legs = read(client, "/2030/eliminatorias/").one("ul", "legs")
    assert [leg.text for leg in legs.all("li")] == ["ida", "vta dom 17 nov, 15:30"]
    assert legs.links == [f"/partidos/{leg.pk}/" for leg in found.fixtures.order_by("leg")]


def test_single_match_on_neutral_ground_says_where(client: Client) -> None:
    found = matchup(knock_out(), "Ada", "Boca", "2-0")
    ground = VenueFactory(name="Estadio Nacional", town="Lima")
    found.fixtures.update(is_neutral=True, venue=ground, date=dt.date(2030, 11, 24))
    words = read(client, "/2030/eliminatorias/").one("ul", "legs").text
    assert words == "dom 24 nov, Estadio Nacional, Lima"


def test_matchup_names_its_two_sides_to_those_who_do_not_see_it(client: Client) -> None:
    matchup(knock_out(), "Ada", "Boca", "2-0")
    table = read(client, "/2030/eliminatorias/").one("li", "matchup").one("table")
    assert table.one("caption").text == "Llave 1: Ada – Boca"


def test_claim_that_is_open_marks_its_matchup(client: Client) -> None:
    found = matchup(knock_out(), "Ada", "Boca", "2-0", "0-0")
    ClaimFactory(fixture=found.fixtures.get(leg=1))
    link = read(client, "/2030/eliminatorias/").one("li", "matchup").one("a", "status")
    assert (link.text, link.attrs["href"]) == ("reclamo abierto", "/2030/resoluciones/")


def test_rounds_are_tabs_and_the_round_in_play_is_marked(client: Client) -> None:
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "2-0", key_of_round="semifinals")
    matchup(stage, "Cali", "Deza", "2-0")
    matchup(stage, "Ada", "Cali", round_number=2, key_of_round="final")
    document = read(client, "/2030/eliminatorias/")
    rounds = [found for found in document.all("section") if found.has("nav", "tabs")]
    assert [found.attrs["id"] for found in rounds] == ["r1", "r2"]
    assert ["now" in found.classes for found in rounds] == [False, True]
    for found in rounds:
        tabs = found.one("nav", "tabs")
        assert tabs.links == ["#r1", "#r2"]
        assert [tab.attrs["href"] for tab in tabs.all("a", **{"aria-current": "true"})] == [
            f"#{found.attrs['id']}"
        ]


def test_way_of_a_club_is_followed_through_the_rounds(client: Client) -> None:
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "2-0")
    matchup(stage, "Cali", "Deza", "2-0")
    matchup(stage, "Ada", "Cali", "0-1", round_number=2)
    document = read(client, "/2030/eliminatorias/?club=ada")
    way = document.all("li", "way")
    assert [found.one("tr", "mine").one("a").text for found in way] == ["Ada", "Ada"]
    assert ["on" in found.classes for found in way] == [True, False]
    chosen = document.one("select").one("option", selected="")
    assert (chosen.text, chosen.attrs["value"]) == ("Ada", "ada")
    assert not read(client, "/2030/eliminatorias/?club=nadie").has("li", "way")


def test_leg_whose_ground_is_inferred_marks_the_matchup_and_the_fixture(client: Client) -> None:
    found = matchup(knock_out(), "Ada", "Boca", "1-0", "2-2")
    found.fixtures.update(evidence="inferred")
    confirm_all()
    document = read(client, "/en/2030/eliminatorias/")
    assert document.one("span", "status").text == "ground of a leg inferred"
    leg = found.fixtures.first()
    assert "Inferred, not confirmed." in read(client, f"/en/partidos/{leg.pk}/").text


def test_ruling_on_a_matchup_names_its_document(client: Client) -> None:
    found = matchup(knock_out(), "Ada", "Boca", "1-0", "0-3")
    RulingFactory(
        stage=found.round.stage,
        fixture=None,
        matchup=found,
        in_favour_of=found.first,
        document="Resolución 49",
    )
    confirm_all()
    verdict = read(client, "/en/2030/eliminatorias/").one("li", "matchup").one("p").text
    assert verdict == "Ada: Goes through by a ruling · Resolución 49"


def test_bracket_names_its_rounds_and_the_champion(client: Client) -> None:
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", round_number=1)
    matchup(stage, "Cali", "Deza", "0-1", round_number=1)
    matchup(stage, "Ada", "Deza", "2-1", round_number=2, key_of_round="final")
    finish(stage)
    document = read(client, "/en/2030/eliminatorias/")
    assert [heading.text for heading in document.one("main").all("h2")][:2] == [
        "Fecha 1",
        "Fecha 2",
    ]
    assert "Ada" in document.one("p", "champion").text
    assert len(document.all("li", "matchup")) == 3


# Rounds -----------------------------------------------------------------------------------------


def test_round_shows_results_by_day_and_how_many_are_known(client: Client) -> None:
    stage = single_table()
    stadium = VenueFactory(name="Heraclio Tapia", town="Huánuco")
    play(stage, "Ada 2-1 Boca", round_number=1, date=dt.date(2030, 9, 1), half="1-0", venue=stadium)
    play(stage, "Cali ?-? Deza", round_number=1)
    confirm_all()
    document = read(client, "/en/2030/nacional/fecha/1/")
    assert document.one("p", "standfirst").text == "1 result of 2 matches."
    assert [day.text for day in document.all("h2", "day")] == [
        "Sunday 1 September",
        "Date not known",
    ]
    lines = [found.text for found in document.all("a", "fixture")]
    assert lines == [
        "Ada 2–1 Boca first half 1–0 · Heraclio Tapia, Huánuco",
        "Cali · Deza score not known",
    ]


def test_round_to_come_is_a_programme(client: Client) -> None:
    stage = single_table()
    play(stage, "Ada - Boca", round_number=1)
    play(stage, "Cali - Deza", round_number=1)
    document = read(client, "/en/2030/nacional/fecha/1/")
    assert document.one("h1").text == "Programme"
    assert document.one("p", "standfirst").text == "2 matches to be played."


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("postponed", "postponed"),
        ("abandoned", "abandoned"),
        ("not_played", "not played"),
        ("annulled", "annulled"),
    ],
)
def test_fixture_that_was_not_played_out_says_why(client: Client, status: str, words: str) -> None:
    stage = single_table()
    play(stage, "Ada - Boca", round_number=1, status=status)
    document = read(client, "/en/2030/nacional/fecha/1/")
    assert document.one("a", "fixture").one("span", "status").text == words


def test_award_and_walkover_show_the_official_score_and_that_of_the_pitch(client: Client) -> None:
    stage = single_table()
    awarded = play(stage, "Ada 2-1 Boca", round_number=1, key="f1")
    absent = play(stage, "Cali - Deza", round_number=1, status="not_played", key="f2")
    RulingFactory(fixture=awarded, in_favour_of=awarded.away)
    RulingFactory(fixture=absent, in_favour_of=absent.home, is_walkover=True)
    confirm_all()
    document = read(client, "/en/2030/nacional/fecha/1/")
    assert [found.text for found in document.all("a", "fixture")] == [
        "Ada 0–3 Boca in the office · 2–1 on the pitch",
        "Cali 3–0 Deza walkover",
    ]
    assert [found.text for found in document.all("span", "win")] == ["Boca", "Cali"]


def test_inferred_fixture_is_marked(client: Client) -> None:
    stage = single_table()
    play(stage, "Ada 2-1 Boca", round_number=1, evidence="inferred")
    document = read(client, "/en/2030/nacional/fecha/1/")
    assert document.one("a", "fixture").one("span", "status").text == "inferred"
    assert document.one("p", "standfirst").text == "0 results of 1 matches."


def test_round_of_a_group_says_who_rests(client: Client) -> None:
    stage = groups("I-A")
    stage.fixtures.all().delete()
    FixtureFactory(
        stage=stage,
        group=stage.groups.get(),
        round=RoundFactory(stage=stage),
        home=entry(stage, "I-A Ada"),
        away=entry(stage, "I-A Boca"),
    )
    assert "Rests: I-A Cali." in read(client, "/en/2030/regional/fecha/1/").text


# Comparison -------------------------------------------------------------------------------------


def test_comparison_shows_each_step_with_its_arithmetic(client: Client) -> None:
    stage = single_table(
        "Ada 1-0 Boca", "Cali 1-0 Deza", criteria=["points", "relative_points", "lots"]
    )
    play(stage, "Boca 2-0 Eten", round_number=2)
    document = read(client, "/en/2030/nacional/por-que/?a=ada&b=cali")
    assert document.one("h1").text == "Why is Ada above Cali?"
    assert document.one("p", "standfirst").text == (
        "What parts them is relative points: 9 against 0."
    )
    points, relative, spared = document.one("ol", "steps").all("li")
    assert points.one("p", "verdict").text == "level"
    assert relative.one("p", "verdict").text == "This decides"
    assert spared.text == "Drawing of lots: not needed"
    first, second = relative.all("table")
    assert [row.text for row in first.all("tr")] == ["Boca 1–0 3 × 3 = 9", "Sum 9"]
    assert [row.text for row in second.all("tr")] == ["Deza 1–0 3 × 0 = 0", "Sum 0"]
    departments = [entry(stage, name).department.name for name in ("Ada", "Cali")]
    assert [found.text for found in document.all("p", "side")] == [
        f"Ada 1st, {departments[0]}",
        f"Cali 2nd, {departments[1]}",
    ]


def test_comparison_the_other_way_round_says_below(client: Client) -> None:
    single_table("Ada 1-0 Boca")
    document = read(client, "/en/2030/nacional/por-que/?a=boca&b=ada")
    assert document.one("h1").text == "Why is Boca below Ada?"


def test_comparison_says_where_data_are_missing(client: Client) -> None:
    single_table("Ada 1-1 Boca", criteria=["points", "first_half_points", "lots"])
    document = read(client, "/en/2030/nacional/por-que/?a=ada&b=boca")
    verdicts = [found.text for found in document.all("p", "verdict")]
    assert verdicts[1] == "Data are missing: it decides nothing (of 1 match)"
    assert document.one("p", "standfirst").text == (
        "No criterion parts them: they share the place."
    )


def test_comparison_after_a_round_goes_back_to_that_table(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca")
    play(stage, "Boca 9-0 Ada", round_number=2)
    document = read(client, "/en/2030/nacional/por-que/?a=ada&b=boca&fecha=1")
    assert document.one("h1").text == "Why is Ada above Boca?"
    back = f"/en/2030/nacional/?fecha=1#c{entry(stage, 'Ada').pk}"
    assert back in document.links


# Lists of a season ------------------------------------------------------------------------------


def departmental(stage: Stage) -> None:
    stage.entries.update(via="departmental", departmental_rank=1)


def test_qualified_stand_by_department_with_place_and_destination(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca")
    departmental(stage)
    document = read(client, "/en/2030/clasificados/")
    assert document.one("h1").text == "2 qualified clubs"
    table = document.one("table", "qualifiers")
    departments = [entry(stage, name).department.name for name in ("Ada", "Boca")]
    assert sorted(found.text for found in table.all("th", scope="rowgroup")) == sorted(departments)
    row = next(row for row in table.all("tr") if row.has("a") and row.one("a").text == "Ada")
    assert cells(row) == ["Ada", "departmental stage", "1st", "National"]


def test_qualified_are_filtered_by_department_and_way_also_in_their_files(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca")
    departmental(stage)
    slug = entry(stage, "Ada").department.slug
    document = read(client, f"/en/2030/clasificados/?departamento={slug}&via=departmental")
    assert [found.text for found in document.one("table").all("a", "who")] == ["Ada"]
    assert f"/en/2030/clasificados.csv?departamento={slug}&via=departmental" in document.links


def test_qualified_for_a_league_are_listed_by_their_target(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca")
    QualifierFactory(
        qualifier_list=QualifierListFactory(stage=stage),
        entry=entry(stage, "Boca"),
        destination="Liga 3",
        outcome="league_place",
    )
    document = read(client, "/en/2030/clasificados/?etapa=liga-3")
    assert [found.text for found in document.one("table").all("a", "who")] == ["Boca"]
    assert "Liga 3 (1)" in document.one("form", "filters").text


def test_season_without_qualified_says_so(client: Client) -> None:
    single_table("Ada 1-0 Boca")
    assert "Nobody is on this list." in read(client, "/en/2030/clasificados/").text


def test_scorers_are_shown_as_published_and_as_counted(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    fixture = stage.fixtures.get()
    GoalFactory(fixture=fixture, player="Julio Tello")
    GoalFactory(fixture=fixture, player="Julio Tello")
    PublishedScorerFactory(
        season=stage.season, player="Ronal Cari", goals=9, club=fixture.away.club, source="Depor"
    )
    document = read(client, "/en/2030/goleadores/")
    published, counted = document.all("table", "scorers")
    assert published.one("tbody").text == "1 Ronal Cari Boca 9"
    assert counted.one("tbody").text == "1 Julio Tello Ada 2"
    assert "Source: Depor" in document.text
    assert "Of 3 goals in known scores the scorer of 2 is known." in document.text


def test_scorers_with_as_many_goals_share_the_place_and_own_goals_are_nobodys(
    client: Client,
) -> None:
    fixture = single_table("Ada 3-3 Boca").fixtures.get()
    for player, side, kind in (
        ("Tello", fixture.home, "goal"),
        ("Tello", fixture.home, "penalty"),
        ("Cari", fixture.away, "goal"),
        ("Rojas", fixture.home, "goal"),
        ("Cari", fixture.home, "own_goal"),
    ):
        GoalFactory(fixture=fixture, entry=side, player=player, kind=kind)
    document = read(client, "/en/2030/goleadores/")
    rows = [row.text for row in document.one("table", "scorers").one("tbody").all("tr")]
    assert rows == ["1 Tello Ada 2", "=2 Cari Boca 1", "=2 Rojas Ada 1"]
    assert "1 own goal is nobody's." in document.text
    by_club = next(s for s in document.all("section", "part") if "By club" in s.one("h2").text)
    assert [line.text for line in by_club.all("li")] == ["Ada Tello 2, Rojas 1 3", "Boca Cari 1 1"]


def test_season_without_scorers_says_so(client: Client) -> None:
    single_table("Ada 1-0 Boca")
    assert "No scorer of this season is known." in read(client, "/en/2030/goleadores/").text


# Clubs, departments, fixtures -------------------------------------------------------------------


def found_clubs(client: Client, asked: str) -> list[str]:
    document = read(client, f"/en/clubes/?{asked}")
    lists = document.one("main").all("ul", "columns")
    return [link.all("span")[-1].text for found in lists for link in found.all("a")]


@pytest.mark.parametrize("asked", ["escuela", "TOURNAVISTA", "Maria", "maría", "jma"])
def test_club_is_found_without_accents_and_by_another_name(client: Client, asked: str) -> None:
    department = DepartmentFactory(name="Apurímac")
    if asked in ("escuela", "TOURNAVISTA"):
        name = "Escuela Municipal de Tournavista"
    else:
        name = "Defensor José María Arguedas"
    club = ClubFactory(name=name, department=department)
    ClubAliasFactory(club=club, name="JMA")
    ClubFactory(name="Sport Loreto", department=department)
    assert found_clubs(client, f"q={asked}") == [f"{name} Apurímac"]


def test_clubs_are_filtered_by_department(client: Client) -> None:
    ada, _boca = ClubFactory(name="Ada"), ClubFactory(name="Boca")
    assert found_clubs(client, f"departamento={ada.department.slug}") == [
        f"Ada {ada.department.name}"
    ]


def test_search_that_finds_nothing_says_so(client: Client) -> None:
    ClubFactory(name="Ada")
    assert "No club of that name is recorded." in read(client, "/en/clubes/?q=zzz").text


def test_clubs_come_in_pages_that_keep_the_search(client: Client) -> None:
    department = DepartmentFactory()
    for number in range(60):
        ClubFactory(name=f"Club {number:02}", department=department)
    first = read(client, "/en/clubes/?q=club")
    assert first.one("a", rel="next").attrs["href"] == "?q=club&page=2"
    second = read(client, "/en/clubes/?q=club&page=2")
    assert second.one("a", rel="prev").attrs["href"] == "?q=club&page=1"
    assert "Page 2 of 2" in second.text
    assert len(second.one("main").all("li", "line")) == 10
    assert first.links.count("/en/clubes.csv?q=club") == 1


def test_fixture_shows_score_goals_leg_ground_and_source(client: Client) -> None:
    found = matchup(knock_out(), "Ada", "Boca", "2-1", "1-0 p 3-5")
    first, second = found.fixtures.order_by("leg")
    first.venue = VenueFactory(name="Heraclio Tapia", town="Huánuco")
    first.date, first.source, first.note = dt.date(2030, 9, 1), "Depor", "Faltan los cambios."
    first.home_half, first.away_half, first.is_neutral = 1, 0, True
    first.save()
    GoalFactory(fixture=first, player="Julio Tello", minute=12)
    GoalFactory(fixture=first, entry=first.away, player="Ronal Cari", kind="own_goal")
    document = read(client, f"/en/partidos/{first.pk}/")
    assert document.one("h1").text == "Ada 2–1 Boca"
    meta = document.one("div", "scoreline").one("div", "meta").text
    for words in ("First half 1–0.", "first leg", "1 September 2030", "Heraclio Tapia, Huánuco"):
        assert words in meta
    assert "neutral ground" in meta
    home, away = document.one("div", "goals").all("ol")
    assert (home.text, away.text) == ("12' Julio Tello", "Ronal Cari (own goal) ·")
    assert "Depor" in document.text
    assert "Faltan los cambios." in document.text
    assert [found.attrs["href"] for found in document.all("a", "fixture")] == [
        f"/en/partidos/{first.pk}/",
        f"/en/partidos/{second.pk}/",
    ]
    shoot_out = read(client, f"/en/partidos/{second.pk}/")
    assert "Penalties 3–5." in shoot_out.one("div", "scoreline").text
    assert "second leg" in shoot_out.one("div", "scoreline").text


def test_fixture_shows_the_ruling_over_the_score_of_the_pitch_and_the_claim(
    client: Client,
) -> None:
    stage = single_table()
    fixture = play(stage, "Ada 2-1 Boca", round_number=1)
    RulingFactory(
        fixture=fixture,
        in_favour_of=fixture.away,
        document="Resolución 51",
        decided_on=dt.date(2030, 9, 9),
        text="Jugador suspendido.",
        text_en="A suspended player.",
    )
    ClaimFactory(fixture=fixture, grounds="Alineación indebida.", state="upheld")
    document = read(client, f"/en/partidos/{fixture.pk}/")
    assert document.one("h1").text == "Ada 0–3 Boca"
    assert document.one("section", "ruling").text == (
        "In the office: 0–3 On the pitch: 2–1 Match awarded in favour of Boca. "
        "A suspended player. Resolución 51, 9 September 2030 Claims and rulings of 2030"
    )
    assert "Boca: Alineación indebida. Upheld" in document.text


def test_fixture_of_an_excluded_club_says_who_and_why(client: Client) -> None:
    found = matchup(knock_out(), "Ada", "Boca")
    leg = LegFactory(matchup=found, status="abandoned")
    RulingFactory(
        fixture=leg,
        effect="exclusion",
        entry=found.second,
        in_favour_of=found.first,
        text="Se fue.",
    )
    words = read(client, f"/en/partidos/{leg.pk}/").one("section", "ruling").text
    assert "Club excluded: Boca. Se fue." in words


def test_fixture_shows_its_changes_in_words_and_without_names(client: Client) -> None:
    stage = single_table("Ada - Boca")
    fixture = stage.fixtures.get()
    official = AdministratorFactory(username="rosa")
    for score in (Score(2, 1), Score(3, 1)):
        record_result(
            fixture,
            result=MatchFacts(Status.PLAYED, full_time=score),
            actor=official,
            reason="Planilla corregida",
        )
    history = read(client, f"/en/partidos/{fixture.pk}/").one("ol", "history")
    latest, first = history.all("li")
    today = timezone.localtime().strftime("%Y")
    assert today in latest.text
    assert latest.one("span").text == "Home goals: 3, before 2. Planilla corregida"
    assert first.one("span").text == (
        "Status: Played, before Scheduled; Home goals: 2, before ·; Away goals: 1, before ·. "
        "Planilla corregida"
    )
    assert "rosa" not in history.text


def test_fixture_without_round_and_date_says_both_are_not_known(client: Client) -> None:
    fixture = FixtureFactory(stage=StageFactory(), status="played")
    meta = read(client, f"/en/partidos/{fixture.pk}/").one("div", "meta").text
    assert "Score not known." in meta
    assert "round not known" in meta
    assert "Date not known" in meta


def test_facts_that_nobody_translated_are_marked_as_spanish_on_english_pages(
    client: Client,
) -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 1-0 Deza")
    PointsAdjustmentFactory(entry=entry(stage, "Ada"), points=-3, reason="No se presentó.")
    fixture = stage.fixtures.get(home=entry(stage, "Cali"))
    text = "Alineó a un jugador suspendido."
    fields = {"document": "Resolución 7", "text": text, "source": "rpp.pe, noticia 7"}
    RulingFactory(fixture=fixture, in_favour_of=fixture.away, **fields)
    Stage.objects.filter(pk=stage.pk).update(remark="Cincuenta clubes.", remark_en="")
    pages = ("2030/nacional/", "2030/resoluciones/", f"partidos/{fixture.pk}/")
    marked = {
        path: {found.text for found in read(client, f"/en/{path}").all(lang="es")} for path in pages
    }
    assert {"No se presentó.", "Resolución 7.", "Cincuenta clubes."} <= marked[pages[0]]
    assert {"Resolución 7", text, "rpp.pe, noticia 7"} <= marked[pages[1]]
    assert {"Resolución 7", text, "(rpp.pe, noticia 7)"} <= marked[pages[2]]
    Ruling.objects.update(text_en="Fielded a suspended player.")
    Stage.objects.filter(pk=stage.pk).update(remark_en="Fifty clubs.", version=99)
    for path, words in ((pages[0], "Fifty clubs."), (pages[2], "Fielded a suspended player.")):
        document = read(client, f"/en/{path}")
        assert words in document.text
        assert words not in {found.text for found in document.all(lang="es")}


# Spanish ----------------------------------------------------------------------------------------


def test_pages_speak_the_spanish_of_the_game(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 2-1 Deza", cut=1)
    final = knock_out()
    matchup(final, "Ada", "Boca", "1-0", "2-1", key_of_round="final")
    fixture = stage.fixtures.order_by("pk")[0]
    RulingFactory(fixture=fixture, in_favour_of=fixture.home)
    table = read(client, "/2030/nacional/")
    assert table.one("h1").text == "Así va la tabla"
    assert [found.text for found in table.one("table", "standings").all("abbr")] == [
        "N.º", "PJ", "PG", "PE", "PP", "GF", "GC", "DG", "Pts",
    ]  # fmt: skip
    assert table.one("tr", "cut").text == "Corte: pasan 1"
    assert "por gol de visita" in read(client, "/2030/eliminatorias/").text
    assert read(client, "/2030/nacional/por-que/?a=ada&b=boca").one("h1").text == (
        "¿Por qué Ada está por encima de Boca?"
    )
    assert "en mesa" in read(client, "/2030/nacional/fecha/1/").text
    assert re.search("Domingo 1 de setiembre", read(client, "/2030/nacional/fecha/1/").text)
    assert read(client, "/2030/nada/", status=404).one("h1").text == "Fuera de juego"


def test_provisional_results_are_marked_until_they_are_confirmed(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 1-1 Deza")
    Fixture.objects.filter(home__club__name="Cali").update(is_official=True)
    table = read(client, "/en/2030/nacional/")
    note = "1 provisional result, not yet confirmed by the league"
    assert table.one("p", "reason").text == note
    line = read(client, "/en/2030/nacional/fecha/1/").one("span", "status").one("abbr")
    sentence = "Provisional result: the league has not confirmed it yet."
    assert (line.text, line.attrs["title"]) == ("prov.", sentence)
    fixture = stage.fixtures.get(is_official=False)
    assert read(client, f"/en/partidos/{fixture.pk}/").one("span", "status").text == sentence
    confirm_results([fixture], actor=None)
    assert not read(client, "/en/2030/nacional/").has("p", "reason")
    assert not read(client, "/en/2030/nacional/fecha/1/").has("span", "status")
    page = read(client, f"/en/partidos/{fixture.pk}/")
    assert not page.has("span", "status")
    assert page.one("ol", "history").one("span").text == "Official: yes, before no"


def test_provisional_results_are_marked_in_groups_and_matchups(client: Client) -> None:
    groups("I-A")
    matchup(knock_out(), "Ada", "Boca", "1-0", "2-2")
    section = read(client, "/en/2030/regional/").one("section", "group")
    assert section.all("p", "reason")[0].text == (
        "3 provisional results, not yet confirmed by the league"
    )
    assert read(client, "/en/2030/eliminatorias/").one("span", "status").text == "prov."
