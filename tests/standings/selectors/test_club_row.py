import pytest
from django.core.cache import cache

from standings.selectors.club_row import ClubRowPage, club_row_page
from standings.selectors.seasons import NotFound
from tests.factories import FixtureFactory, RulingFactory
from tests.standings.scenes import entry, groups, play, single_table

pytestmark = pytest.mark.django_db


def opened(club: str = "ada", slug: str = "nacional", **options: object) -> ClubRowPage:
    return club_row_page(2030, slug, club, **options)


def met(encounters) -> list[tuple[str, str, str | None]]:
    return [
        (found.rival.name, found.ground, found.line and found.line.outcome) for found in encounters
    ]


def test_results_come_latest_first_and_what_is_ahead_next_first():
    stage = single_table("Ada 2-1 Boca")
    play(stage, "Ada - Eten", round_number=4)
    play(stage, "Deza - Ada", round_number=3)
    play(stage, "Cali 4-1 Ada", round_number=2)
    page = opened()
    assert met(page.played) == [("Cali", "away", "L"), ("Boca", "home", "W")]
    assert met(page.ahead) == [("Deza", "away", None), ("Eten", "home", None)]
    assert [(found.score.home, found.score.away) for found in page.played] == [(1, 4), (2, 1)]


def test_after_a_round_what_came_later_is_ahead():
    stage = single_table("Ada 2-1 Boca")
    play(stage, "Cali 4-1 Ada", round_number=2)
    page = opened(after_round=1)
    assert met(page.played) == [("Boca", "home", "W")]
    assert met(page.ahead) == [("Cali", "away", None)]
    assert page.row.row.record.points == 3


def test_home_table_opens_to_home_matches():
    stage = single_table("Ada 2-1 Boca")
    play(stage, "Cali 4-1 Ada", round_number=2)
    play(stage, "Ada 0-0 Cali", round_number=3, is_neutral=True)
    assert met(opened(where="home").played) == [("Boca", "home", "W")]
    assert met(opened(where="away").played) == [("Cali", "away", "L")]
    assert met(opened().played)[0] == ("Cali", "neutral", "D")


def test_what_counts_in_no_table_has_no_letter():
    stage = single_table("Ada ?-? Boca")
    play(stage, "Ada 5-0 Cali", round_number=2, evidence="inferred")
    play(stage, "Ada 1-0 Deza", round_number=3, is_extra=True)
    assert met(opened().played) == [
        ("Deza", "home", None),
        ("Cali", "home", None),
        ("Boca", "home", None),
    ]


def test_awarded_match_counts_as_it_was_awarded():
    stage = single_table("Ada 2-1 Boca")
    RulingFactory(fixture=stage.fixtures.get(), in_favour_of=entry(stage, "Boca"))
    (found,) = opened().played
    assert (found.line.outcome, found.score.home, found.score.away) == ("L", 0, 3)


def test_neighbours_come_with_the_terms_of_what_parted_them():
    stage = single_table(
        "Ada 1-0 Boca", "Cali 1-0 Deza", criteria=["points", "relative_points", "lots"]
    )
    play(stage, "Boca 2-0 Eten", round_number=2)
    page = opened("cali")
    assert [(found.row.club.name, found.stands_above) for found in page.neighbours] == [
        ("Boca", True),
        ("Deza", False),
    ]
    assert page.partings == ()  # One match is no sum.
    (rival, step) = opened("ada").partings[0]
    assert (rival.name, step.criterion, step.a_value) == ("Boca", "relative_points", 9)
    assert [(term.amount, term.weight) for term in step.a_terms] == [(3, 3)]


def test_many_results_are_kept_apart_from_the_latest():
    stage = single_table("Ada 2-1 Boca")
    for number in range(2, 9):
        play(stage, "Ada 1-0 Boca", round_number=number)
    page = opened()
    assert [found.fixture.round for found in page.latest] == [8, 7, 6, 5, 4, 3]
    assert [found.fixture.round for found in page.earlier] == [2, 1]


def test_club_of_a_group_is_opened_in_its_group():
    stage = groups("a", "b")
    ada = entry(stage, "b Ada")
    FixtureFactory(stage=stage, group=ada.group, home=ada, away=entry(stage, "b Boca"), score=None)
    page = opened("b-ada", "regional")
    assert page.table.code == "b"
    assert len(page.ahead) == 1


def test_sum_of_a_long_season_is_left_to_the_comparison():
    stage = single_table("Ada 2-1 Boca")
    for number in range(2, 13):
        play(stage, "Ada 1-0 Boca", round_number=number)
    assert [rival.name for rival, _step in opened().partings] == ["Boca"]
    play(stage, "Ada 1-0 Boca", round_number=13)
    cache.clear()
    assert opened().partings == ()


def test_club_of_another_stage_is_not_found():
    single_table("Ada 2-1 Boca")
    groups("a")
    with pytest.raises(NotFound):
        opened("a-ada")
