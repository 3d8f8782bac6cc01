import pytest

from standings.core.record import Result, build_table, result_lines
from tests.builders import results

SCALE = {"W": 3, "D": 1, "L": 0}


def lines(text):
    return result_lines(*results(text), SCALE)


def test_both_clubs_see_their_side_of_a_result():
    home, away = lines("A 2-1 B (0-1); round 4")
    assert (home.club, home.rival, home.where, home.outcome, home.points) == (
        "A",
        "B",
        "home",
        "W",
        3,
    )
    assert (away.club, away.rival, away.where, away.outcome, away.points) == (
        "B",
        "A",
        "away",
        "L",
        0,
    )
    assert (home.half_points, away.half_points) == (0, 3)
    assert (home.goal_difference, away.goal_difference) == (1, -1)
    assert home.round == away.round == 4
    assert not home.awarded


def test_half_time_that_is_not_known_is_not_made_up():
    assert [line.half_points for line in lines("A 0-0 B")] == [None, None]


def test_penalties_make_a_winner_of_a_drawn_extra_match():
    assert [line.outcome for line in lines("A 1-1 B; B on penalties")] == ["L", "W"]
    assert [line.outcome for line in lines("A 1-1 B; A on penalties")] == ["W", "L"]


@pytest.mark.parametrize("remark", ["walkover", "award"])
def test_results_made_by_a_ruling_are_marked(remark):
    home, away = lines(f"A 3-0 B; {remark}")
    assert home.awarded
    assert away.awarded
    assert home.walkover == (remark == "walkover")


def test_double_loss_is_a_ruling():
    home, away = lines("A x-x B; conceded 2")
    assert (home.outcome, away.outcome, home.awarded) == ("L", "L", True)
    assert (home.goals_for, home.goals_against, away.goals_for, away.goals_against) == (0, 2, 0, 2)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"away": "A"}, "against itself"),
        ({"home_goals": -1}, "negative"),
        ({"conceded": -1}, "negative"),
        ({"half_home": -1, "half_away": 0}, "negative"),
        ({"half_home": 1}, "half of a half-time"),
        ({"winner": "C"}, "did not play"),
    ],
)
def test_impossible_results_are_refused(fields, message):
    with pytest.raises(ValueError, match=message):
        Result(**{"key": 7, "home": "A", "away": "B", "home_goals": 1, "away_goals": 0} | fields)


def test_a_table_counts_what_was_played():
    table = build_table("ABC", results("A 2-1 B", "B 0-0 C", "C 1-3 A"), SCALE, carried={"B": 2})
    record = table.records["B"]
    assert (record.played, record.won, record.drawn, record.lost) == (2, 0, 1, 1)
    assert (record.goals_for, record.goals_against, record.goal_difference) == (1, 2, -1)
    assert (record.points, record.points_won, record.carried) == (3, 1, 2)
    assert [line.key for line in table.away["A"]] == ["C-A"]
