"""Refinement: who stays level, who goes on, what settles it, and views of a table."""

import pytest

from standings.core.criteria import Criterion
from standings.core.ranking import Missing, Parting, Ranking, Rules, TableFacts, rank
from tests.builders import crosstable, results


def ranked(clubs, played, *criteria, **beside) -> Ranking:
    rules = Rules(tuple(one if isinstance(one, Criterion) else Criterion(one) for one in criteria))
    return rank(TableFacts(tuple(clubs), played, **beside), rules)


def places(ranking):
    return [(row.place, row.club) for row in ranking.rows]


def head_to_head(*figures, restart):
    return [Criterion(f"head_to_head_{figure}", {"restart": restart}) for figure in figures]


# Three clubs in a cycle: A>B>C>A by one goal each, all with 3 points; D beat nobody.
CYCLE = results("A 1-0 B", "B 1-0 C", "C 1-0 A", "A 4-0 D", "D 1-2 B", "C 2-1 D")


@pytest.mark.parametrize("restart", [True, False])
def test_cycle_of_three_goes_on_to_the_next_criterion(restart):
    block = head_to_head("points", "goal_difference", restart=restart)
    ranking = ranked("CBAD", CYCLE, "points", *block, "goal_difference")
    # All told A +4, B +1, C +1: B and C share, in the order given.
    assert places(ranking) == [(1, "A"), (2, "C"), (2, "B"), (4, "D")]
    assert ranking.rows[0].below == Parting("goal_difference", 4, 1)
    assert ranking.row("B").below == Parting("points", 6, 0)
    assert ranking.row("C").below is None
    assert ranking.row("C").undecided
    # Level rows have nothing between them, whatever parts them from the rest.
    assert ranking.row("C").above == Parting("goal_difference", 1, 4)
    assert ranking.row("B").above is None


def test_starting_again_and_not_give_different_orders():
    #           A     B     C
    #     A     .    3-2    .       A>B>C>A: 3 points each. Goals A 3-4, B 5-3, C 2-3: B goes first,
    #     B     .     .    3-0      A and C are level on goal difference. Starting again, C beat A;
    #     C    2-0    .     .       going on, A scored more among the three.
    played = results("A 3-2 B", "C 2-0 A", "B 3-0 C")
    figures = ("points", "goal_difference", "goals_for")
    again = ranked("ABC", played, "points", *head_to_head(*figures, restart=True))
    once = ranked("ABC", played, "points", *head_to_head(*figures, restart=False))
    assert places(again) == [(1, "B"), (2, "C"), (3, "A")]
    assert again.row("C").below == Parting("head_to_head_points", 3, 0)
    assert places(once) == [(1, "B"), (2, "A"), (3, "C")]
    assert once.row("A").below == Parting("head_to_head_goals_for", 3, 2)


def test_starting_again_looks_only_at_the_smaller_group():
    # All have 0 points after what rulings took. Among the four A 8, B 4, C 4, D 3 points; B has
    # goals 3-6, C 1-9. Among B and C alone C won.
    #           A     B     C     D
    #     A     .    5-0   0-0   1-0
    #     B    0-0    .     .    3-0
    #     C     .    1-0    .     .
    #     D     .     .    9-0    .
    played = results("A 5-0 B", "A 1-0 D", "B 3-0 D", "C 1-0 B", "D 9-0 C", "A 0-0 C", "B 0-0 A")
    among = "ABCD"
    adjustments = {"A": -8, "B": -4, "C": -4, "D": -3}
    criteria = ("points", "goal_difference")
    again = ranked(
        among, played, "points", *head_to_head(*criteria, restart=True), adjustments=adjustments
    )
    once = ranked(
        among, played, "points", *head_to_head(*criteria, restart=False), adjustments=adjustments
    )
    assert {row.record.points for row in again.rows} == {0}
    assert [row.club for row in again.rows] == ["A", "C", "B", "D"]
    assert again.row("C").below == Parting("head_to_head_points", 3, 0)
    assert [row.club for row in once.rows] == ["A", "B", "C", "D"]
    assert once.row("B").below == Parting("head_to_head_goal_difference", -3, -8)


def test_clubs_share_a_place_until_lots_are_recorded():
    played = results("A 1-0 D", "B 1-0 D", "C 0-0 D")
    criteria = ("points", "goal_difference", "first_half_points", "lots")
    ranking = ranked("CBAD", played, *criteria)
    assert places(ranking) == [(1, "B"), (1, "A"), (3, "C"), (4, "D")]
    for club in "AB":
        row = ranking.row(club)
        assert row.shared
        assert row.undecided
        assert row.missing == ("first_half_points", "lots")
    assert ranking.row("C").missing == ()
    assert ranking.missing == (
        Missing("first_half_points", ("B-D", "A-D")),
        Missing("lots", ("B", "A")),
    )
    settled = ranked("CBAD", played, *criteria, lots={"A": 1, "B": 2})
    assert places(settled) == [(1, "A"), (2, "B"), (3, "C"), (4, "D")]
    assert settled.row("A").below == Parting("lots", 1, 2)
    assert not settled.row("A").undecided


def test_lots_that_name_only_the_first_leave_the_others_level():
    ranking = ranked("ABC", (), "points", "lots", lots={"A": 2, "B": 1, "C": 2})
    assert places(ranking) == [(1, "B"), (2, "A"), (2, "C")]
    assert ranking.row("A").missing == ("lots",)
    assert ranking.missing == (Missing("lots", ("A", "C")),)


@pytest.mark.parametrize("settling", [("lots", "extra_match"), ("extra_match", "lots")])
def test_lots_name_the_first_and_the_other_two_play_an_extra_match(settling):
    # Tacna 2014: three level, the champion by lots, an extra match between the other two.
    ranking = ranked(
        "ABC",
        (),
        "points",
        *settling,
        lots={"A": 2, "B": 1, "C": 2},
        extra_results=results("A 0-0 C; C on penalties"),
    )
    assert places(ranking) == [(1, "B"), (2, "C"), (3, "A")]
    assert ranking.row("B").below == Parting("lots", 1, 2)
    assert ranking.row("C").below == Parting("extra_match", 1, 0)


def test_lots_of_only_some_of_the_level_clubs_decide_nothing():
    ranking = ranked("ABC", (), "points", "lots", lots={"A": 2, "B": 1})
    assert places(ranking) == [(1, "A"), (1, "B"), (1, "C")]
    assert ranking.missing == (Missing("lots", ("C",)),)


# Region I group B of 2013: three clubs with 6 points (en.wikipedia, 2013 Copa Perú).
LA_BOCANA, SAN_MARTIN, SIPAN = "La Bocana", "Sport San Martín", "Señor de Sipán"
REGION_I_B = results(
    "La Bocana 4-1 Sport San Martín",
    "La Bocana 3-1 Señor de Sipán",
    "Sport San Martín 1-0 La Bocana",
    "Sport San Martín 3-1 Señor de Sipán",
    "Señor de Sipán 2-1 La Bocana",
    "Señor de Sipán 3-2 Sport San Martín",
)


def test_extra_matches_of_region_i_2013():
    ranking = ranked(
        (SIPAN, SAN_MARTIN, LA_BOCANA),
        REGION_I_B,
        "points",
        "extra_match",
        "goal_difference",
        extra_results=results(
            "La Bocana 2-1 Señor de Sipán; neutral", "Sport San Martín 1-2 La Bocana; neutral"
        ),
    )
    assert [row.record.points for row in ranking.rows] == [6, 6, 6]
    assert places(ranking) == [(1, LA_BOCANA), (2, SAN_MARTIN), (3, SIPAN)]
    assert ranking.row(LA_BOCANA).below == Parting("extra_match", 2, 0)
    assert ranking.row(LA_BOCANA).record.played == 4
    assert ranking.row(SAN_MARTIN).below == Parting("goal_difference", -1, -2)


def test_extra_match_counts_only_if_every_level_club_has_one():
    ranking = ranked(
        (SIPAN, SAN_MARTIN, LA_BOCANA),
        REGION_I_B,
        "points",
        "extra_match",
        "goal_difference",
        extra_results=results("La Bocana 2-1 Señor de Sipán"),
    )
    assert ranking.row(LA_BOCANA).below == Parting("goal_difference", 3, -1)
    assert ranking.missing == (Missing("extra_match", (SAN_MARTIN,)),)


def test_extra_match_without_a_winner_leaves_the_place_undecided():
    extra = results("A 1-1 B")
    ranking = ranked("AB", (), "points", "extra_match", extra_results=extra)
    assert places(ranking) == [(1, "A"), (1, "B")]
    assert ranking.row("A").missing == ("extra_match",)
    assert ranking.missing == (Missing("extra_match", ("A", "B")),)


def test_extra_match_against_a_club_that_is_not_level_does_not_count():
    extra = results("A 1-0 D", "A 0-1 B")
    ranking = ranked(
        "ABD", results("A 1-0 D", "B 1-0 D"), "points", "extra_match", extra_results=extra
    )
    assert places(ranking) == [(1, "B"), (2, "A"), (3, "D")]


def test_a_table_without_results_is_one_undecided_place():
    ranking = ranked("ABC", (), "points", "goal_difference")
    assert places(ranking) == [(1, "A"), (1, "B"), (1, "C")]
    assert all(row.undecided and row.missing == () for row in ranking.rows)


def test_tables_of_one_club_and_of_none():
    assert places(ranked("A", (), "points")) == [(1, "A")]
    assert ranked("", (), "points").rows == ()


def test_places_follow_competition_ranking():
    played = results("A 1-0 E", "B 1-0 E", "C 1-0 E", "D 1-0 E", "A 0-0 D")
    assert [row.place for row in ranked("ABCDE", played, "points").rows] == [1, 1, 3, 3, 5]


ROUNDS = results(
    "A 1-0 B; round 1",
    "C 1-0 B; round 2",
    "B 5-0 A; round 3",
    "C 0-1 A",  # nobody knows when
)


@pytest.mark.parametrize(
    ("after_round", "expected"),
    [
        (0, [("A", 0), ("B", 0), ("C", -1)]),
        (1, [("A", 3), ("B", 0), ("C", -1)]),
        (2, [("A", 3), ("C", 2), ("B", 0)]),
        (3, [("A", 3), ("B", 3), ("C", 2)]),
        (None, [("A", 6), ("B", 3), ("C", 2)]),
    ],
)
def test_table_as_it_stood_after_a_round(after_round, expected):
    facts = TableFacts(tuple("ABC"), ROUNDS, adjustments={"C": -1})
    ranking = rank(facts, Rules((Criterion("points"),)), after_round=after_round)
    assert [(row.club, row.record.points) for row in ranking.rows] == expected


def test_lots_and_extra_matches_do_not_reach_back_to_an_earlier_round():
    played = results("A 1-0 B; round 1", "B 1-0 A; round 2")
    facts = TableFacts(("A", "B"), played, lots={"A": 2, "B": 1}, extra_results=results("B 1-0 A"))
    rules = Rules((Criterion("lots"), Criterion("extra_match")))
    assert rank(facts, rules).rows[0].club == "B"
    assert rank(facts, rules, after_round=2).rows[0].club == "B"
    assert rank(facts, rules, after_round=1).rows[0].shared


def test_home_and_away_tables():
    played = results("A 2-0 B", "B 1-0 C", "C 0-3 A", "B 4-0 A; neutral")
    facts = TableFacts(tuple("ABC"), played, carried={"C": 5}, adjustments={"B": -1})
    rules = Rules((Criterion("points"), Criterion("goal_difference")))
    home = rank(facts, rules, where="home")
    assert [(row.club, row.record.points, row.record.played) for row in home.rows] == [
        ("A", 3, 1),
        ("B", 3, 1),
        ("C", 0, 1),
    ]
    away = rank(facts, rules, where="away")
    assert [(row.club, row.record.points, row.record.goals_for) for row in away.rows] == [
        ("A", 3, 3),
        ("C", 0, 0),
        ("B", 0, 0),
    ]
    assert rank(facts, rules).row("B").record.played == 3


def test_home_table_takes_no_rival_total_at_the_time_from_a_match_without_a_round():
    # B has no line in the home table: only the match itself says that its round is unknown.
    rules = Rules((Criterion("relative_points", {"rival_total": "at_time"}),))
    ranking = rank(TableFacts(("A", "B"), results("A 1-0 B")), rules, where="home")
    assert ranking.row("A").figures == {"relative_points": None}
    assert ranking.missing == (Missing("relative_points", ("A-B",)),)


def test_neutral_matches_are_neither_home_nor_away():
    facts = TableFacts(("A", "B"), results("A 1-2 B; neutral", "A 1-0 B"))
    rules = Rules((Criterion("away_points"),))
    assert rank(facts, rules).row("B").figures == {"away_points": 0}
    assert [line.where for line in rank(facts, rules).row("B").record.lines] == ["neutral", "away"]


def test_order_of_results_does_not_show():
    played = results("A 1-0 B; round 2", "B 1-0 C; round 1", "C 1-0 A", "A 1-1 C; round 1")
    assert ranked("ABC", played, "points") == ranked("ABC", played[::-1], "points")


def test_impossible_tables_are_refused():
    with pytest.raises(ValueError, match="unknown club 'C'"):
        ranked("AB", results("A 1-0 C"), "points")
    with pytest.raises(ValueError, match="unknown club 'C'"):
        ranked("AB", (), "points", extra_results=results("A 1-0 C"))
    with pytest.raises(ValueError, match="twice"):
        ranked("ABA", (), "points")
    with pytest.raises(KeyError):
        ranked("AB", (), "points").row("C")


def test_crosstable_and_list_are_the_same_results():
    assert ranked(
        "AB",
        crosstable("""
             A     B
        A    .    1-0
        B   2-2    .
        """),
        "points",
    ) == ranked("AB", results("A 1-0 B", "B 2-2 A"), "points")
