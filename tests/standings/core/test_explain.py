from itertools import combinations, pairwise
from random import Random

import pytest

from standings.core.criteria import Criterion, Scope
from standings.core.explain import explain
from standings.core.ranking import Rules, TableFacts, rank
from tests.builders import results
from tests.standings.core.random_tables import random_facts
from tests.standings.core.test_criteria import RULES_2024, WORKED_EXAMPLE
from tests.standings.core.test_oracle import LISTS, criteria_of, tail

REVERSE = {"above": "below", "below": "above", "level": "level"}


def random_rankings(name, count=25):
    rng = Random(f"explain {name}")
    for _ in range(count):
        yield rank(random_facts(rng), Rules(tail(rng, criteria_of(name))))


def test_relative_points_are_explained_rival_by_rival():
    ranking = rank(TableFacts(tuple("XPQRYZ"), WORKED_EXAMPLE, adjustments={"R": 3}), RULES_2024)
    # X and R are level on 10 points, 3 of R's were given by a ruling.
    explanation = explain(ranking, "X", "R")
    assert (explanation.verdict, explanation.decided_by) == ("above", "relative_points")
    points, relative, *rest = explanation.steps
    assert (points.status, points.a_value, points.b_value) == ("equal", 10, 10)
    assert [(term.source, term.value) for term in points.b_terms][-1] == ("adjustment", 3)
    assert relative.status == "decides"
    assert [(term.line.rival, term.amount, term.weight) for term in relative.a_terms] == [
        ("P", 3, 9),
        ("Q", 1, 10),
        ("R", 3, 10),
        ("R", 0, 10),
        ("Q", 0, 10),
        ("P", 3, 9),
    ]
    assert relative.a_value == 94
    assert {step.status for step in rest} == {"not_reached"}
    away = next(step for step in rest if step.criterion == "away_points")
    assert (away.a_value, [term.line.key for term in away.a_terms]) == (3, ["R-X", "Q-X", "P-X"])
    lots = rest[-1]
    assert (lots.criterion, lots.a_value, lots.a_terms) == ("lots", None, ())


def test_head_to_head_names_the_clubs_among_which_it_was_computed():
    played = results("A 3-2 B", "C 2-0 A", "B 3-0 C")
    criteria = ["points", "head_to_head_points", "head_to_head_goal_difference"]
    ranking = rank(TableFacts(tuple("ABC"), played), Rules(tuple(map(Criterion, criteria))))
    explanation = explain(ranking, "A", "C")
    assert [(step.criterion, step.among, step.status) for step in explanation.steps] == [
        ("points", (), "equal"),
        ("head_to_head_points", ("A", "B", "C"), "equal"),
        ("head_to_head_goal_difference", ("A", "B", "C"), "equal"),
        ("head_to_head_points", ("A", "C"), "decides"),
    ]
    assert [term.line.key for term in explanation.steps[-1].b_terms] == ["C-A"]
    assert explanation.verdict == "below"


def test_missing_data_are_named_in_the_step():
    rules = Rules(tuple(map(Criterion, ["points", "first_half_points", "fair_play", "lots"])))
    played = results("A 1-0 C", "B 1-0 C (1-0)")
    facts = TableFacts(tuple("ABC"), played, cards={"A": 2}, lots={"A": 1, "B": 1})
    explanation = explain(rank(facts, rules), "A", "B")
    assert (explanation.verdict, explanation.decided_by) == ("level", None)
    _, half, cards, lots = explanation.steps
    assert (half.status, half.a_value, half.b_value, half.missing) == ("missing", None, 3, ("A-C",))
    assert half.a_terms == ()
    assert (cards.missing, cards.a_terms[0].source) == (("B",), "register")
    assert (lots.status, lots.missing) == ("missing", ("A", "B"))


def test_explaining_a_club_and_itself_or_a_stranger_is_refused():
    ranking = rank(TableFacts(("A", "B")), RULES_2024)
    with pytest.raises(ValueError, match="itself"):
        explain(ranking, "A", "A")
    with pytest.raises(KeyError):
        explain(ranking, "A", "Z")


@pytest.mark.parametrize("name", LISTS)
def test_terms_sum_to_the_figures(name):
    for ranking in random_rankings(name):
        for a, b in combinations([row.club for row in ranking.rows], 2):
            for step in explain(ranking, a, b).steps:
                if step.a_value is not None:
                    assert sum(term.value for term in step.a_terms) == step.a_value
                if step.b_value is not None:
                    assert sum(term.value for term in step.b_terms) == step.b_value


@pytest.mark.parametrize("name", LISTS)
def test_any_two_clubs_are_explained_as_they_stand(name):
    for ranking in random_rankings(name):
        for upper, lower in combinations(ranking.rows, 2):
            explanation = explain(ranking, upper.club, lower.club)
            assert explanation.verdict == ("level" if upper.place == lower.place else "above")
            deciding = [step for step in explanation.steps if step.status == "decides"]
            assert [step.criterion for step in deciding] == (
                [explanation.decided_by] if explanation.decided_by else []
            )
            assert bool(deciding) == (upper.place < lower.place)
            for step in deciding:
                kind = Criterion(step.criterion).kind
                better = step.a_value < step.b_value
                assert better == kind.lower_is_better
                if kind.scope is Scope.TABLE:
                    assert upper.figures[step.criterion] == step.a_value


@pytest.mark.parametrize("name", LISTS)
def test_explanations_of_neighbours_name_what_parted_the_rows(name):
    for ranking in random_rankings(name):
        for upper, lower in pairwise(ranking.rows):
            explanation = explain(ranking, upper.club, lower.club)
            assert explanation.decided_by == (upper.below and upper.below.criterion)
            if upper.below:
                [step] = [step for step in explanation.steps if step.status == "decides"]
                assert (step.a_value, step.b_value) == (upper.below.mine, upper.below.theirs)
                assert (lower.above.theirs, lower.above.mine) == (step.a_value, step.b_value)


@pytest.mark.parametrize("name", LISTS)
def test_explanations_are_the_same_from_both_sides(name):
    for ranking in random_rankings(name, count=8):
        for a, b in combinations([row.club for row in ranking.rows], 2):
            one, other = explain(ranking, a, b), explain(ranking, b, a)
            assert other.verdict == REVERSE[one.verdict]
            assert other.decided_by == one.decided_by
            for mine, theirs in zip(one.steps, other.steps, strict=True):
                assert (mine.status, mine.among, mine.missing) == (
                    theirs.status,
                    theirs.among,
                    theirs.missing,
                )
                assert (mine.a_value, mine.a_terms) == (theirs.b_value, theirs.b_terms)
