from fractions import Fraction

import pytest

from standings.core.criteria import Criterion
from standings.core.ranking import Rules, TableFacts, rank
from standings.core.zones import (
    Assignment,
    OpenBerths,
    PassedOver,
    ZoneRule,
    assign,
    compare_across,
)
from tests.builders import results

POINTS = Rules((Criterion("points"),))
RULES = Rules(tuple(map(Criterion, ["points", "goal_difference", "goals_for", "lots"])))


def table(text, rules=POINTS):
    """A ranking of the given points: "A9 B7 B2"."""
    points = {
        word.rstrip("0123456789"): int(word.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        for word in text.split()
    }
    return rank(TableFacts(tuple(points), carried=points), rules)


def places(code, first, last, **more):
    return ZoneRule(code, "places", first=first, last=last, **more)


def best(nth, count, code="best", **more):
    return ZoneRule(code, "best_nth", nth=nth, count=count, **more)


def zoned(assignment: Assignment) -> str:
    return " ".join(f"{club}:{zone or '-'}" for club, zone in assignment.zones.items())


# Places


def test_bands_of_places_are_given_in_every_group():
    rankings = {"1": table("A9 B7 C1"), "2": table("D5 E2 F1")}
    zones = [places("on", 1, 1), places("repechage", 2, 2)]
    assignment = assign(rankings, zones, rules=POINTS)
    assert zoned(assignment) == "A:on B:repechage C:- D:on E:repechage F:-"
    assert assignment.undecided == ()
    assert assignment.open == frozenset()


def test_a_zone_can_be_limited_to_some_groups():
    rankings = {"1": table("A9 B7"), "2": table("C5 D2")}
    assignment = assign(rankings, [places("on", 1, 1, groups=frozenset({"2"}))], rules=POINTS)
    assert zoned(assignment) == "A:- B:- C:on D:-"


def test_level_clubs_inside_a_band_are_all_in():
    assignment = assign({"": table("A9 B9 C1")}, [places("on", 1, 2)], rules=POINTS)
    assert zoned(assignment) == "A:on B:on C:-"


def test_level_clubs_across_the_edge_leave_the_berths_open():
    zones = [places("on", 1, 2), places("repechage", 3, 5), places("out", 6, 6)]
    assignment = assign({"": table("A9 B7 C7 D7 E7 F1")}, zones, rules=POINTS)
    assert zoned(assignment) == "A:on B:- C:- D:- E:- F:out"
    assert assignment.undecided == (
        OpenBerths("on", 1, ("B", "C", "D", "E")),
        OpenBerths("repechage", 3, ("B", "C", "D", "E")),
    )
    assert assignment.open == {"B", "C", "D", "E"}


def test_the_first_zone_that_fits_is_taken():
    zones = [places("on", 1, 2), places("rest", 1, 9)]
    assignment = assign({"": table("A9 B7 C1")}, zones, rules=POINTS)
    assert zoned(assignment) == "A:on B:on C:rest"
    assert assignment.passed_over == (
        PassedOver("rest", "A", "zone_taken"),
        PassedOver("rest", "B", "zone_taken"),
    )


def test_clubs_that_wait_for_an_open_berth_are_not_put_into_a_later_zone():
    zones = [places("on", 1, 1), places("rest", 1, 9)]
    assignment = assign({"": table("A9 B9 C1")}, zones, rules=POINTS)
    assert zoned(assignment) == "A:- B:- C:rest"
    assert assignment.undecided == (OpenBerths("on", 1, ("A", "B")),)


def test_a_zone_beside_the_others_does_not_take_the_exclusive_one():
    zones = [places("seeded", 1, 1, exclusive=False), places("on", 1, 2)]
    assignment = assign({"": table("A9 B7 C1")}, zones, rules=POINTS)
    assert zoned(assignment) == "A:on B:on C:-"
    assert assignment.beside == {"seeded": ("A",)}


def test_clubs_with_a_zone_are_no_candidates_for_a_later_one():
    # B and C are both through; the repechage from place 3 is not theirs to contend for.
    zones = [places("on", 1, 3), places("repechage", 3, 4)]
    assignment = assign({"": table("A9 B7 C7 D1")}, zones, rules=POINTS)
    assert zoned(assignment) == "A:on B:on C:on D:repechage"
    assert assignment.undecided == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "places", "first": 0, "last": 3},
        {"kind": "places", "first": 3, "last": 2},
        {"kind": "best_nth", "nth": 0, "count": 1},
        {"kind": "best_nth", "nth": 3},
    ],
)
def test_zones_that_hold_nobody_are_refused(fields):
    with pytest.raises(ValueError, match="zone 'x'"):
        ZoneRule("x", **fields)


# The best n-th across groups: Arequipa 2024, groups of unequal size, the best two thirds go on.

# Four clubs: C third with 3 points from 3 matches, 3-2; D last, without points, 0-9.
FOUR = results("A 1-0 B", "A 1-0 C", "A 1-0 D", "B 1-0 C", "B 1-0 D", "C 3-0 D")
# Three clubs: Z third with 1 point from 4 matches, 2-4.
THREE = results("X 1-0 Y", "Y 1-1 X", "X 1-0 Z", "Z 1-1 Y", "Y 1-0 Z", "Z 1-2 X")
# Four clubs: third is I, 3 points from 3 matches; I beat the last only 1-0.
OTHER_FOUR = results("G 1-0 H", "G 1-0 I", "G 1-0 J", "H 1-0 I", "H 1-0 J", "I 1-0 J")


def groups(**played):
    clubs = {"one": "ABCD", "two": "XYZ", "three": "GHIJ"}
    return {
        code: rank(TableFacts(tuple(clubs[code]), matches), RULES)
        for code, matches in played.items()
    }


GROUPS = groups(one=FOUR, two=THREE, three=OTHER_FOUR)


def thirds(policy, rankings=GROUPS):
    comparison = compare_across(rankings, nth=3, rules=RULES, policy=policy)
    return [(c.place, c.club, c.group, c.figures["points"]) for c in comparison.contenders]


def test_thirds_compared_by_all_matches():
    assert thirds("all_matches") == [(1, "C", "one", 3), (2, "I", "three", 3), (3, "Z", "two", 1)]
    [first, *_] = compare_across(GROUPS, nth=3, rules=RULES, policy="all_matches").contenders
    # No lots among them: they are drawn inside a group.
    assert first.figures == {"points": 3, "goal_difference": 1, "goals_for": 3}


def test_thirds_compared_per_match():
    assert thirds("per_match") == [
        (1, "C", "one", 1),
        (2, "I", "three", 1),
        (3, "Z", "two", Fraction(1, 4)),
    ]
    [first, *_] = compare_across(GROUPS, nth=3, rules=RULES, policy="per_match").contenders
    assert first.figures["goal_difference"] == Fraction(1, 3)


def test_thirds_compared_without_results_against_the_last_of_larger_groups():
    # Without D and J: C and I have no points and 0-2, Z keeps its point.
    assert thirds("same_size") == [(1, "Z", "two", 1), (2, "C", "one", 0), (2, "I", "three", 0)]


@pytest.mark.parametrize(
    ("policy", "zones", "undecided"),
    [
        ("all_matches", {"C": "best", "I": "best", "Z": None}, ()),
        ("per_match", {"C": "best", "I": "best", "Z": None}, ()),
        ("same_size", {"C": None, "I": None, "Z": "best"}, (OpenBerths("best", 1, ("C", "I")),)),
    ],
)
def test_best_two_thirds_go_on_under_each_policy(policy, zones, undecided):
    assignment = assign(
        GROUPS, [places("on", 1, 2), best(3, 2), places("out", 3, 9)], rules=RULES, policy=policy
    )
    on = {club: zone for club, zone in assignment.zones.items() if zone == "on"}
    assert set(on) == set("ABXYGH")
    assert assignment.undecided == undecided
    waiting = assignment.open
    expected = {c: z or (None if c in waiting else "out") for c, z in zones.items()}
    assert {club: assignment.zones[club] for club in "CIZ"} == expected
    assert assignment.comparisons["best"].policy == policy


def test_groups_without_an_nth_place_have_no_contender():
    rankings = {"one": table("A5 B3 C1"), "two": table("D4 E3")}
    comparison = compare_across(rankings, nth=3, rules=POINTS, policy="same_size")
    assert [contender.club for contender in comparison.contenders] == ["C"]
    none = compare_across(rankings, nth=4, rules=POINTS, policy="same_size")
    assert (none.contenders, none.candidates) == ((), ())
    assert zoned(assign(rankings, [best(4, 1)], rules=POINTS)) == "A:- B:- C:- D:- E:-"


def test_a_place_that_is_shared_in_its_group_keeps_the_comparison_open():
    rankings = {"one": table("A5 B3 C3"), "two": table("D4 E3"), "three": table("F4 G2")}
    comparison = compare_across(rankings, nth=2, rules=POINTS, policy="all_matches")
    assert comparison.contenders == ()
    assert comparison.unsettled == ("B", "C")
    assignment = assign(rankings, [places("on", 1, 1), best(2, 2)], rules=POINTS)
    assert assignment.undecided == (OpenBerths("best", 2, ("B", "C", "E", "G")),)
    assert zoned(assignment) == "A:on B:- C:- D:on E:- F:on G:-"


@pytest.mark.parametrize("count", [2, 9])
def test_open_berths_are_never_more_than_the_groups_that_send_one(count):
    rankings = {"one": table("A5 B3 C3"), "two": table("D4 E3")}
    assignment = assign(rankings, [best(2, count)], rules=POINTS)
    assert assignment.zones["E"] == "best"
    assert assignment.undecided == (OpenBerths("best", 1, ("B", "C")),)


def test_same_size_waits_while_it_is_open_whose_results_are_left_out():
    # In group one C and D share the third place; the smallest group has three clubs.
    rankings = {"one": table("A9 B7 C1 D1"), "two": table("E9 F7 G1")}
    comparison = compare_across(rankings, nth=2, rules=POINTS, policy="same_size")
    assert (comparison.contenders, comparison.unsettled) == ((), ("C", "D"))
    assert [
        contender.club
        for contender in compare_across(
            rankings, nth=2, rules=POINTS, policy="all_matches"
        ).contenders
    ] == ["B", "F"]


def test_per_match_divides_away_figures_by_matches_away_and_places_not_at_all():
    rules = Rules(tuple(map(Criterion, ["points", "away_goals_for", "fair_play", "table_place"])))
    facts = TableFacts(
        ("A", "B"),
        results("A 1-0 B", "B 1-3 A", "A 1-1 B"),
        external_places={"A": 7, "B": 2},
        cards={"A": 4},
    )
    comparison = compare_across({"": rank(facts, rules)}, nth=1, rules=rules, policy="per_match")
    [contender] = comparison.contenders
    assert contender.figures == {
        "points": Fraction(7, 3),
        "away_goals_for": 3,
        "fair_play": Fraction(4, 3),
        "table_place": 7,
    }


def test_per_match_of_a_club_that_has_not_played_is_what_it_brought():
    comparison = compare_across({"": table("A5")}, nth=1, rules=POINTS, policy="per_match")
    assert comparison.contenders[0].figures == {"points": 5}


# The best of each department: Liga 3 of 2024, beside the other zones, without the promoted.

LIGA_3 = ZoneRule("liga3", "best_of_department", exclusive=False)
DEPARTMENTS = {"A": "Cusco", "B": "Puno", "C": "Cusco", "D": "Puno", "E": "Ica"}


def test_best_of_each_department_without_the_promoted():
    assignment = assign(
        {"": table("A9 B7 C5 D3 E1 F0")},
        [places("on", 1, 2), LIGA_3],
        rules=POINTS,
        departments=DEPARTMENTS,
        excluded={"A"},
    )
    assert assignment.beside == {"liga3": ("B", "C", "E")}
    assert zoned(assignment) == "A:on B:on C:- D:- E:- F:-"
    assert assignment.passed_over == (
        PassedOver("liga3", "A", "excluded"),
        PassedOver("liga3", "D", "department_taken"),
        PassedOver("liga3", "F", "no_department"),
    )


def test_level_clubs_of_one_department_leave_its_berth_open():
    # A and C of Cusco are level; B of Puno, on the same place, is not in question.
    assignment = assign(
        {"": table("A9 B9 C9 D3 E1")}, [LIGA_3], rules=POINTS, departments=DEPARTMENTS
    )
    assert assignment.beside == {"liga3": ("B", "E")}
    assert assignment.undecided == (OpenBerths("liga3", 1, ("A", "C")),)
    assert assignment.passed_over == (PassedOver("liga3", "D", "department_taken"),)


def test_best_of_department_across_groups_goes_by_place():
    rankings = {"1": table("D9 A8"), "2": table("C3 B1 E0")}
    assignment = assign(rankings, [LIGA_3], rules=POINTS, departments=DEPARTMENTS)
    assert assignment.beside == {"liga3": ("D", "C", "E")}


def test_an_exclusive_best_of_department_passes_over_clubs_that_have_a_zone():
    zones = [places("on", 1, 1), ZoneRule("liga3", "best_of_department")]
    assignment = assign({"": table("A9 B7 C5 D3 E1")}, zones, rules=POINTS, departments=DEPARTMENTS)
    assert zoned(assignment) == "A:on B:liga3 C:liga3 D:- E:liga3"
    assert assignment.passed_over[0] == PassedOver("liga3", "A", "zone_taken")


def test_best_of_department_without_departments_is_nobody():
    assignment = assign({"": table("A9 B7")}, [LIGA_3], rules=POINTS)
    assert assignment.beside == {"liga3": ()}
