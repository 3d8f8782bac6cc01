"""The place of each club after each round.

>>> from standings.core.criteria import Criterion
>>> from standings.core.ranking import Rules, TableFacts
>>> from standings.core.record import Result
>>> results = (Result(1, "A", "B", 1, 0, round=1), Result(2, "B", "A", 4, 0, round=2))
>>> rules = Rules((Criterion("points"), Criterion("goal_difference")))
>>> places_by_round(TableFacts(("A", "B"), results), rules, (1, 2))
{'A': (1, 2), 'B': (2, 1)}
"""

from collections.abc import Sequence

from standings.core.ranking import Rules, TableFacts, rank
from standings.core.record import Club


def places_by_round(
    facts: TableFacts, rules: Rules, rounds: Sequence[int]
) -> dict[Club, tuple[int, ...]]:
    """For each club its places after each of `rounds`, which may be shared.

    A result without a round is in none of these tables.
    """
    places: dict[Club, list[int]] = {club: [] for club in facts.clubs}
    for number in rounds:
        for row in rank(facts, rules, after_round=number).rows:
            places[row.club].append(row.place)
    return {club: tuple(found) for club, found in places.items()}
