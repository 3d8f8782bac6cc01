"""Each criterion decides once, over tables small enough to be checked by hand."""

import pickle
from dataclasses import replace
from fractions import Fraction

import pytest

from standings.core.criteria import KINDS, Criterion, UnknownCriterion
from standings.core.explain import explain
from standings.core.ranking import (
    Missing,
    Parting,
    RepeatedCriterion,
    Rules,
    TableFacts,
    rank,
)
from tests.builders import crosstable, results

RULES_2024 = Rules(
    tuple(
        map(
            Criterion,
            (
                "points",
                "relative_points",
                "goal_difference",
                "goals_for",
                "away_points",
                "away_relative_points",
                "away_goal_difference",
                "away_goals_for",
                "first_half_points",
                "lots",
            ),
        )
    )
)


def parted_2024(table, **beside):
    """What parts A, who is first, from B, who is second. B is given first: order says nothing."""
    ranking = rank(TableFacts(("B", "A", "C", "D"), crosstable(table), **beside), RULES_2024)
    assert [row.club for row in ranking.rows[:2]] == ["A", "B"]
    assert ranking.rows[1].above == Parting(
        ranking.rows[0].below.criterion, ranking.rows[0].below.theirs, ranking.rows[0].below.mine
    )
    return ranking.rows[0].below


def order(rules, facts):
    return "".join(row.club for row in rank(facts, rules).rows)


def level_rules(*criteria):
    return Rules((Criterion("points"), *criteria))


def test_points_part_first():
    # A 9 points, B 7
    assert parted_2024("""
             A     B     C     D
        A    .     .    2-0   2-0
        B    .     .    1-0   2-2
        C   1-2   1-0    .     .
        D   1-0   0-1    .     .
    """) == Parting("points", 9, 7)


def test_relative_points_part_clubs_level_on_points():
    # Both 7. C 5, D 3. A: 4 off C, 3 off D = 20 + 9; B: 1 off C, 6 off D = 5 + 18.
    assert parted_2024("""
             A     B     C     D
        A    .     .    1-1   0-1
        B    .     .    0-1   1-0
        C   1-2   2-2    .     .
        D   0-2   0-2    .     .
    """) == Parting("relative_points", 29, 23)


def test_goal_difference_parts_clubs_level_on_relative_points():
    # Both 7 points and 26 relative points; A 5-3, B 4-4.
    assert parted_2024("""
             A     B     C     D
        A    .     .    1-0   0-1
        B    .     .    1-1   1-0
        C   2-2   1-2    .     .
        D   0-2   2-0    .     .
    """) == Parting("goal_difference", 2, 0)


def test_goals_for_part_clubs_level_on_goal_difference():
    # A 6-4, B 5-3
    assert parted_2024("""
             A     B     C     D
        A    .     .    2-1   2-1
        B    .     .    1-0   2-1
        C   2-2   0-0    .     .
        D   0-0   2-2    .     .
    """) == Parting("goals_for", 6, 5)


def test_away_points_part_clubs_level_on_goals():
    # Both 9 points, 6-2; A won away to C and D, B only to C.
    assert parted_2024("""
             A     B     C     D
        A    .     .    2-0   0-1
        B    .     .    2-0   1-0
        C   1-2   0-2    .     .
        D   0-2   2-1    .     .
    """) == Parting("away_points", 6, 3)


def test_away_relative_points_part_clubs_level_on_away_points():
    # C 5, D 2. Away A won at C and drew at D: 15 + 2; B drew at C and won at D: 5 + 6.
    assert parted_2024("""
             A     B     C     D
        A    .     .    0-0   1-0
        B    .     .    1-0   0-0
        C   0-1   0-0    .    1-0
        D   0-0   0-1    .     .
    """) == Parting("away_relative_points", 17, 11)


def test_away_goal_difference_parts_clubs_level_on_away_relative_points():
    # Away A 0-1 and 2-0, B 1-0 and 0-1; at home the other way round.
    assert parted_2024("""
             A     B     C     D
        A    .     .    1-0   2-1
        B    .     .    2-1   2-0
        C   1-0   0-1    .     .
        D   0-2   1-0    .     .
    """) == Parting("away_goal_difference", 1, 0)


def test_away_goals_for_part_clubs_level_on_away_goal_difference():
    # Away A 1-1 and 1-0, B 0-0 and 1-0; all told 5-2 both.
    assert parted_2024("""
             A     B     C     D
        A    .     .    2-1   1-0
        B    .     .    2-1   2-1
        C   1-1   0-0    .     .
        D   0-1   0-1    .     .
    """) == Parting("away_goals_for", 2, 1)


LEVEL_BUT_FOR_HALF_TIME = """
             A        B        C        D
    A        .        .     1-2/0-2  2-0/1-0
    B        .        .     2-0/0-0  1-2/0-1
    C     2-2/0-0  2-2/2-1     .        .
    D     1-1/0-0  1-1/0-1     .        .
"""


def test_first_half_points_part_clubs_level_on_everything_at_full_time():
    # At half time A lost, won, drew and drew: 5; B drew, lost, lost and won: 4.
    assert parted_2024(LEVEL_BUT_FOR_HALF_TIME) == Parting("first_half_points", 5, 4)


LEVEL_ON_ALL = """
             A        B        C        D
    A        .        .     2-0/2-0  1-2/0-2
    B        .        .     2-0/0-0  1-2/0-0
    C     2-1/1-0  2-1/1-1     .        .
    D     0-1/0-1  0-1/0-1     .        .
"""


def test_lots_part_clubs_level_on_all_figures():
    assert parted_2024(LEVEL_ON_ALL, lots={"A": 1, "B": 2}) == Parting("lots", 1, 2)


def test_missing_half_time_decides_nothing_and_is_said():
    # The same table without the half time of A-C: lots decide, and the match is named.
    table = LEVEL_BUT_FOR_HALF_TIME.replace("1-2/0-2", "1-2")
    facts = TableFacts(("A", "B", "C", "D"), crosstable(table), lots={"A": 2, "B": 1})
    ranking = rank(facts, RULES_2024)
    assert ranking.rows[0].below == Parting("lots", 1, 2)
    assert ranking.missing[0] == Missing("first_half_points", ("A-C",))
    assert ranking.row("A").figures["first_half_points"] is None
    assert ranking.row("B").figures["first_half_points"] == 4


# Domain: "6 points off a rival that has 9, 1 off one with 10, 3 off one with 7: 54 + 10 + 21 = 85".
# X plays P, Q and R; Y and Z fill up what these have.
WORKED_EXAMPLE = results(
    "X 1-0 P; round 1", "Q 1-0 Y; round 1", "R 1-0 Y; round 1",
    "X 0-0 Q; round 2", "P 1-0 Y; round 2", "Z 0-0 R; round 2",
    "X 1-0 R; round 3", "P 1-0 Z; round 3", "Q 1-0 Z; round 3",
    "R 1-0 X; round 4", "Y 0-1 P; round 4",
    "Q 1-0 X; round 5",
    "P 0-1 X; round 6",
)  # fmt: skip


def relative_points(played=WORKED_EXAMPLE, *, options=None, **beside):
    rules = Rules((Criterion("points"), Criterion("relative_points", options or {})))
    facts = TableFacts(tuple("XPQRYZ"), played, **beside)
    return rank(facts, rules).row("X").figures["relative_points"]


def test_relative_points_of_the_worked_example():
    assert relative_points() == 54 + 10 + 21


def test_relative_points_at_the_time_of_the_match():
    # P had 0 after round 1 and 9 after round 6, Q 4 after round 2, R 4 after round 3.
    assert relative_points(options={"rival_total": "at_time"}) == 3 * 0 + 3 * 9 + 1 * 4 + 3 * 4


def test_relative_points_at_the_time_count_carried_points_from_the_start():
    options = {"rival_total": "at_time"}
    assert relative_points(options=options, carried={"P": 2}) == 43 + 6 * 2
    assert relative_points(options={**options, "deductions": False}, carried={"P": 2}) == 43


@pytest.mark.parametrize("beside", [{"adjustments": {"P": -3}}, {"carried": {"P": -3}}])
def test_relative_points_with_and_without_deductions(beside):
    assert relative_points(**beside) == 85 - 6 * 3
    assert relative_points(options={"deductions": False}, **beside) == 85


def test_relative_points_without_walkovers_keep_the_total_of_the_rival():
    # R-Y becomes a walkover: R still has 7. P-X too: its 3 points no longer multiply.
    played = tuple(
        replace(result, walkover=result.key in {"R-Y", "P-X"}) for result in WORKED_EXAMPLE
    )
    assert relative_points(played) == 85
    assert relative_points(played, options={"walkovers": False}) == 85 - 3 * 9


def test_relative_points_at_the_time_need_rounds():
    # Nobody knows when Q-Z was played, so what Q had when X met it is unknown.
    played = tuple(
        replace(result, round=None) if result.key == "Q-Z" else result for result in WORKED_EXAMPLE
    )
    rules = Rules((Criterion("relative_points", {"rival_total": "at_time"}),))
    ranking = rank(TableFacts(tuple("XPQRYZ"), played), rules)
    assert ranking.row("X").figures["relative_points"] is None
    assert ranking.missing == (Missing("relative_points", ("Q-Z",)),)
    assert {row.place for row in ranking.rows} == {1}
    assert relative_points(played) == 85


def test_wins_part_clubs_level_on_points():
    # A won once and lost twice, B drew three times.
    facts = TableFacts(
        ("B", "A", "C"),
        results("A 1-0 C", "A 0-1 C", "A 0-1 C", "B 0-0 C", "B 0-0 C", "B 0-0 C"),
    )
    assert order(level_rules(Criterion("wins")), facts) == "CAB"


def test_fewer_goals_against_are_better():
    facts = TableFacts(("B", "A", "C"), results("A 1-1 C", "B 2-2 C"))
    rules = Rules((Criterion("goals_against"),))
    assert order(rules, facts) == "ABC"


def test_fewer_cards_are_better_when_they_are_known_of_all_level_clubs():
    rules = level_rules(Criterion("fair_play"))
    assert order(rules, TableFacts(("A", "B"), cards={"A": 3, "B": 1})) == "BA"
    ranking = rank(TableFacts(("A", "B"), cards={"B": 1}), rules)
    assert ranking.missing == (Missing("fair_play", ("A",)),)
    assert ranking.row("A").missing == ("fair_play",)


def test_the_better_place_in_another_table_goes_first():
    rules = level_rules(Criterion("table_place"))
    assert order(rules, TableFacts(("A", "B"), external_places={"A": 12, "B": 9})) == "BA"
    assert rank(TableFacts(("A", "B")), rules).missing == (Missing("table_place", ("A", "B")),)


CYCLE = """
         A    B    C    D
    A    .   3-0   .   1-1
    B    .    .   1-0  0-0
    C   2-0   .    .   3-3
    D    .    .    .    .
"""


@pytest.mark.parametrize(
    ("code", "best_first"),
    [
        ("head_to_head_points", "ABCD"),  # 3 each: the cycle stays level
        ("head_to_head_goal_difference", "CABD"),  # C +1, A +1, B -2: A and C go on
        ("head_to_head_goals_for", "ACBD"),  # A 3, C 2, B 1
        ("head_to_head_away_goals", "ABCD"),  # nobody scored away
    ],
)
def test_head_to_head_in_a_cycle_of_three(code, best_first):
    facts = TableFacts(tuple("CABD") if best_first == "CABD" else tuple("ABCD"), crosstable(CYCLE))
    assert order(level_rules(Criterion(code)), facts) == best_first


def test_head_to_head_leaves_out_matches_against_others():
    # A and B have 3 points; A lost 0-9 to C, but beat B.
    facts = TableFacts(("B", "A", "C"), results("C 9-0 A", "A 1-0 B", "B 1-0 C"))
    ranking = rank(facts, level_rules(Criterion("goal_difference")))
    assert [row.club for row in ranking.rows] == ["C", "B", "A"]
    facts = replace(facts, adjustments={"C": -1})
    assert order(level_rules(Criterion("head_to_head_points")), facts) == "ABC"


def test_head_to_head_away_goals_do_not_count_neutral_ground():
    rules = level_rules(Criterion("head_to_head_away_goals"))
    home_and_away = ("A 0-0 B", "B 1-1 A")
    assert order(rules, TableFacts(("B", "A"), results(*home_and_away))) == "AB"
    neutral = ("A 0-0 B", "B 1-1 A; neutral")
    assert rank(TableFacts(("B", "A"), results(*neutral)), rules).rows[0].shared


def test_head_to_head_counts_what_was_played_when_clubs_have_not_all_met():
    # A beat B; C met neither of them.
    facts = TableFacts(("C", "B", "A", "D"), results("A 1-0 B", "B 1-0 D", "C 1-0 D"))
    assert order(level_rules(Criterion("head_to_head_points")), facts) == "ACBD"


@pytest.mark.parametrize(
    ("awards", "figure"),
    [("award", 3 + 3 + 0), ("pitch", 3 + 1 + 0), ("missing", None)],
)
def test_first_half_of_an_award_counts_as_the_rules_say(awards, figure):
    # A led at half time against B, C was level with A when the match was awarded, D came too late.
    played = results("A 2-1 B (1-0)", "A 3-0 C (1-1); award", "D 1-0 A (1-0)")
    rules = Rules((Criterion("first_half_points", {"awards": awards}),))
    ranking = rank(TableFacts(tuple("ABCD"), played), rules)
    assert ranking.row("A").figures["first_half_points"] == figure


def test_first_half_of_a_walkover_that_was_never_played_is_unknown_on_the_pitch():
    facts = TableFacts(("A", "B"), results("A 3-0 B; walkover"))
    on_pitch = Rules((Criterion("first_half_points", {"awards": "pitch"}),))
    assert rank(facts, on_pitch).missing == (Missing("first_half_points", ("A-B",)),)
    assert order(Rules((Criterion("first_half_points"),)), facts) == "AB"


def test_double_loss_gives_nobody_anything():
    facts = TableFacts(("A", "B"), results("A x-x B; conceded 3"))
    ranking = rank(facts, Rules((Criterion("points"), Criterion("first_half_points"))))
    for row in ranking.rows:
        assert (row.record.lost, row.record.points) == (1, 0)
        assert (row.record.goals_for, row.record.goals_against) == (0, 3)
        assert row.figures["first_half_points"] == 0


def test_points_carried_and_deducted_count_as_points():
    facts = TableFacts(
        ("A", "B", "C"),
        results("A 1-0 B", "C 0-0 B"),
        carried={"B": Fraction(5, 2), "C": 2},
        adjustments={"A": -1},
    )
    ranking = rank(facts, Rules((Criterion("points"),)))
    assert [(row.club, row.record.points) for row in ranking.rows] == [
        ("B", Fraction(7, 2)),
        ("C", 3),
        ("A", 2),
    ]
    assert ranking.row("A").record.points_won == 3


def test_other_points_for_a_match():
    facts = TableFacts(("A", "B", "C"), results("A 1-0 B", "C 0-0 B", "A 0-1 C"))
    rules = Rules((Criterion("points"),), win=2, drawn=1, lost=Fraction(1, 2))
    assert [row.record.points for row in rank(facts, rules).rows] == [
        3,
        Fraction(5, 2),
        Fraction(3, 2),
    ]


@pytest.mark.parametrize(
    ("code", "options", "named"),
    [
        ("coin_toss", {}, "coin_toss"),
        ("relative_points", {"total": "final"}, "relative_points: total"),
        ("relative_points", {"rival_total": "later"}, "relative_points: rival_total=later"),
        ("points", {"restart": True}, "points: restart"),
    ],
)
def test_unknown_criteria_are_named(code, options, named):
    with pytest.raises(UnknownCriterion) as error:
        Criterion(code, options)
    assert str(error.value) == named


def test_a_criterion_stands_once_in_the_rules():
    with pytest.raises(RepeatedCriterion, match="goals_for"):
        Rules((Criterion("points"), Criterion("goals_for"), Criterion("goals_for")))


def test_every_option_has_its_first_value_as_default():
    for code, kind in KINDS.items():
        defaults = {name: values[0] for name, values in kind.options.items()}
        assert Criterion(code).options == defaults
        assert Criterion(code) == Criterion(code, defaults)
        assert hash(Criterion(code)) == hash(Criterion(code, defaults))


def test_a_ranking_and_its_explanation_survive_the_cache():
    facts = TableFacts(tuple("ABCD"), crosstable(LEVEL_ON_ALL), lots={"A": 1, "B": 2})
    ranking = rank(facts, RULES_2024)
    restored = pickle.loads(pickle.dumps(ranking))
    assert restored == ranking
    assert explain(restored, "B", "A") == explain(ranking, "B", "A")
