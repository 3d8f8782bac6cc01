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
    """Prints the median and the best of 200 runs, in milliseconds; gives back the median.

    The best one is what the work takes; what lies above it is the machine's other business.
    """
    facts = complete_single_table(Random("bench"))
    rank(facts, RULES_2024)
    times = [_timed(facts) for _ in range(RUNS)]
    size = f"{len(facts.clubs)} clubs, {len(facts.results)} results"
    print(f"ranking {size}: median {median(times):.2f} ms, best {min(times):.2f} ms")
    return median(times)


def _timed(facts: TableFacts) -> float:
    start = perf_counter()
    rank(facts, RULES_2024)
    return (perf_counter() - start) * 1000


if __name__ == "__main__":
    bench_ranking()
