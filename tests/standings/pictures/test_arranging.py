"""The words of a picture, before they are drawn: those of its page."""

import datetime as dt

import pytest
from django.utils import translation

from competitions.models import Season, Stage
from standings.pictures.arranging import (
    club_card,
    fixture_card,
    qualified_card,
    site_card,
    stage_card,
)
from standings.pictures.cards import Cut, Row
from standings.pictures.drawing import drawn
from standings.selectors import clubs, fixtures, qualified, seasons
from tests.factories import SeasonOutcomeFactory, VenueFactory
from tests.standings.scenes import entry, groups, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


def card_of(stage: Stage):
    return stage_card(seasons.stage_page(stage.season.year, stage.slug))


def words(lines) -> list[str]:
    return [line.words if isinstance(line, Cut) else line.club for line in lines]


def test_small_table_stands_whole_with_its_cut_and_figures() -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 1-0 Deza")
    card = card_of(stage)
    (column,) = card.columns
    assert words(column.lines) == ["Ada", "Cali", "Corte: pasan 2", "Boca", "Deza"]
    assert column.headers == ("PJ", "PG", "PE", "PP", "DG", "Pts")
    first = column.lines[0]
    assert (first.place, first.figures, first.letter) == ("1", ("1", "1", "0", "0", "+1", "3"), "P")
    assert column.lines[-2].figures == ("1", "0", "0", "1", "−1", "0")
    assert (card.head.where, card.head.title) == (
        "Copa Perú 2030 · Nacional · 2 de 2 partidos",
        "Así va la tabla",
    )


def test_large_table_shows_its_head_and_the_places_around_the_cut() -> None:
    stage = single_table(*(f"Local{n:02} {60 - n}-0 Visita{n:02}" for n in range(25)), cut=32)
    page = seasons.stage_page(2030, "nacional")
    names = [row.club.name for row in page.tables[0].rows]
    head, around = stage_card(page).columns
    assert words(head.lines) == names[:7]
    assert words(around.lines) == [*names[29:32], "Corte: pasan 32", *names[32:35]]
    assert [line.place for line in around.lines if isinstance(line, Row)] == [
        str(row.place) for row in page.tables[0].rows[29:35]
    ]
    assert stage.entries.count() == 50


def test_partial_table_has_no_places() -> None:
    stage = single_table("Ada 2-1 Boca", "Cali ?-? Deza")
    Stage.objects.update(is_finished=True, expected_fixtures=2)
    card = card_of(stage)
    assert card.head.title == "Lo que se sabe de la tabla"
    assert card.head.where.endswith("1 de 2 partidos")
    assert card.names == ("Ada", "Boca", "Cali", "Deza")


def test_two_groups_stand_beside_each_other_and_many_by_their_first() -> None:
    few = card_of(groups("a", "b"))
    assert [words(column.lines) for column in few.columns] == [
        ["a Cali", "a Boca", "a Ada"],
        ["b Cali", "b Boca", "b Ada"],
    ]
    many = card_of(groups("c", "d", "e", "f", "g", year=2031))
    assert [words(column.lines) for column in many.columns] == [
        ["c Cali", "d Cali", "e Cali"],
        ["f Cali", "g Cali"],
    ]
    assert many.head.title == "Los primeros de cada grupo"


def test_three_groups_share_two_columns_under_their_names() -> None:
    card = card_of(groups("a", "b", "c"))
    assert [len(column.lines) for column in card.columns] == [8, 4]
    assert words(card.columns[1].lines)[1:] == ["b Cali", "b Boca", "b Ada"]
    assert drawn(card)


def test_clubs_that_share_the_first_place_are_not_parted() -> None:
    stage = groups("a", "b", "c", "d", "e")
    stage.fixtures.filter(group__code="a").update(home_goals=0, away_goals=0)
    assert words(card_of(stage).columns[0].lines) == ["sin decidir", "b Cali", "c Cali"]


def test_groups_of_which_nothing_is_known_show_their_clubs() -> None:
    stage = groups("a", "b", "c", "d", "e")
    stage.fixtures.update(home_goals=None, away_goals=None)
    Stage.objects.update(is_finished=True)
    card = card_of(stage)
    assert len(card.names) == 15
    assert card.head.title == str(seasons.stage_page(2030, "regional").stage.label)


def test_bracket_shows_its_last_rounds_and_the_champion() -> None:
    stage = knock_out()
    final = matchup(stage, "Ada", "Cali", "1-0", "1-1", round_number=2, key_of_round="final")
    matchup(stage, "Ada", "Boca", "1-0", "1-0 p 3-4", position=1, feeds=final)
    matchup(stage, "Cali", "Deza", "2-0", "0-0", position=2, feeds=final)
    card = card_of(stage)
    assert [len(column.matchups) for column in card.rounds] == [2, 1]
    first = card.rounds[0].matchups[0]
    assert [(side.name, side.goals, side.won) for side in (first.first, first.second)] == [
        ("Ada", "1 (4)", True),
        ("Boca", "1 (3)", False),
    ]
    assert card.champion == "Ada"


def test_bracket_that_has_not_come_to_its_tree_shows_the_round_in_play() -> None:
    stage = knock_out()
    for number in range(18):
        matchup(stage, f"Local {number}", f"Visita {number}", "1-0", position=number + 1)
    card = card_of(stage)
    (column,) = card.rounds
    assert len(column.matchups) == 16
    assert card.more == "y 2 más"


def test_fixture_has_score_stage_day_and_what_to_know() -> None:
    stage = single_table()
    played = play(
        stage,
        "Ada 2-1 Boca",
        round_number=3,
        date=dt.date(2030, 9, 1),
        time=dt.time(15, 30),
        venue=VenueFactory(name="Estadio Uno", town="Jaén"),
    )
    card = fixture_card(fixtures.fixture_page(played.pk))
    assert (card.home, card.away, card.goals, card.winner) == ("Ada", "Boca", ("2", "1"), "home")
    assert (card.head.where, card.head.title) == ("Copa Perú 2030 · Nacional", "Fecha 3")
    assert card.status == "prov."
    assert card.lines == ("1 de setiembre de 2030, 15:30", "Estadio Uno, Jaén")


@pytest.mark.parametrize(
    ("text", "fields", "goals"),
    [
        ("Ada - Boca", {"time": dt.time(15, 30), "date": dt.date(2030, 9, 1)}, ("15:30",)),
        ("Ada - Boca", {}, ("–",)),
        ("Ada ?-? Boca", {}, ("·", "·")),
    ],
)
def test_fixture_without_a_score_says_so(text, fields, goals) -> None:
    fixture = play(single_table(), text, **fields)
    card = fixture_card(fixtures.fixture_page(fixture.pk))
    assert (card.goals, card.winner) == (goals, "")


def test_club_shows_how_far_it_came_in_real_seasons() -> None:
    stage = single_table("Ada 2-1 Boca")
    SeasonOutcomeFactory(
        season=stage.season, club=entry(stage, "Ada").club, kind="promoted", destination="Liga 2"
    )
    simulated = single_table("Ada 0-1 Boca", year=2031)
    Season.objects.filter(pk=simulated.season_id).update(is_simulated=True, seed=1)
    knocked_out = knock_out(2029)
    matchup(knocked_out, "Boca", "Ada", "1-0")
    card = club_card(clubs.club_page("ada"))
    assert card.name == "Ada"
    name = knocked_out.name
    assert card.lines == (("2030", "Ascendido: Liga 2"), ("2029", f"{name}: eliminado por Boca"))
    assert not card.head.is_simulated
    assert card.note == "De lo que se sabe: 2 partidos, 1 ganados, 0 empatados, 1 perdidos."


def test_qualified_are_those_of_the_page_and_counted() -> None:
    stage = single_table(*(f"Local {n} 1-0 Visita {n}" for n in range(30)))
    stage.entries.update(via="departmental", departmental_rank=1)
    page = qualified.qualified_page(2030)
    card = qualified_card(page)
    assert card.head.title == "60 clubes clasificados"
    assert card.names == tuple(row.club.name for row in page.rows[:51])
    assert card.more == "y 9 más"


@pytest.mark.parametrize("kind", ["table", "fixture", "list"])
def test_simulated_season_says_so_on_every_picture(kind) -> None:
    stage = single_table("Ada 2-1 Boca")
    stage.entries.update(via="departmental")
    Season.objects.update(is_simulated=True, seed=1)
    card = {
        "table": lambda: card_of(stage),
        "fixture": lambda: fixture_card(fixtures.fixture_page(stage.fixtures.get().pk)),
        "list": lambda: qualified_card(qualified.qualified_page(2030)),
    }[kind]()
    assert card.head.is_simulated


def test_picture_speaks_the_language_of_its_page() -> None:
    with translation.override("en"):
        assert card_of(single_table("Ada 2-1 Boca")).head.title == "How the table stands"
        assert site_card().lines[1] == "with the reason for every place"
