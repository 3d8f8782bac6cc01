"""How long a single table takes: 50 clubs, 150 results, all criteria of 2024 and every reason.

Budget: 2 ms.
"""

from random import Random
from statistics import median
from time import perf_counter

from standings.core.ranking import TableFacts, rank
from tests.standings.core.random_tables import complete_single_table
from tests.standings.core.test_criteria import RULES_2024

RUNS = 200


def bench_ranking() -> float:
    """Prints and gives back the median of 200 runs, in milliseconds."""
    facts = complete_single_table(Random("bench"))
    rank(facts, RULES_2024)
    found = median(_timed(facts) for _ in range(RUNS))
    print(f"ranking {len(facts.clubs)} clubs, {len(facts.results)} results: {found:.2f} ms")
    return found


def _timed(facts: TableFacts) -> float:
    start = perf_counter()
    rank(facts, RULES_2024)
    return (perf_counter() - start) * 1000


if __name__ == "__main__":
    bench_ranking()
