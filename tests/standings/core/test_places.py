from random import Random

import pytest

from standings.core.criteria import Criterion
from standings.core.places import places_by_round
from standings.core.ranking import Rules, TableFacts, rank
from standings.core.record import Result
from tests.standings.core.random_tables import random_facts

RULES = Rules((Criterion("points"), Criterion("goal_difference")))


def test_places_follow_the_rounds_and_may_be_shared():
    played = (
        Result(1, "A", "B", 1, 1, round=1),
        Result(2, "C", "A", 2, 0, round=2),
        Result(3, "B", "C", 5, 0, round=3),
    )
    # After round 1: A 1, B 1, C 0. Round 2: C 3, B 1, A 1 (-2). Round 3: B 4, C 3, A 1.
    assert places_by_round(TableFacts(("A", "B", "C"), played), RULES, (1, 2, 3)) == {
        "A": (1, 3, 3),
        "B": (1, 2, 1),
        "C": (3, 1, 2),
    }


def test_result_without_a_round_moves_nobody():
    played = (Result(1, "A", "B", 1, 0, round=1), Result(2, "B", "A", 9, 0))
    assert places_by_round(TableFacts(("A", "B"), played), RULES, (1,)) == {"A": (1,), "B": (2,)}


@pytest.mark.parametrize("seed", range(5))
def test_each_column_is_the_table_after_that_round(seed):
    facts = random_facts(Random(f"places {seed}"))
    rounds = sorted({result.round for result in facts.results if result.round is not None})
    found = places_by_round(facts, RULES, rounds)
    for index, number in enumerate(rounds):
        table = rank(facts, RULES, after_round=number)
        assert {row.club: row.place for row in table.rows} == {
            club: places[index] for club, places in found.items()
        }
