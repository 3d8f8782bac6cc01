"""How long crossings take, and what they save: round 1 of 2023 as it was played, the 50 clubs of
2024, and a thousand random inputs of which every property holds.

Budget: the full crossing of 50 clubs is proved optimal within 2 s.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter

from competitions.core.crossings import Department, Pair, Wishes, cross, measure
from competitions.core.towns import whereabouts
from competitions.core.travel import Point
from standings.selectors.crossings import towns
from tests.competitions.core.crossing_properties import check_best, check_wished

DATA = Path("data")
INPUTS = 1000
SMALLEST, LARGEST = 4, 60
WISHED_UP_TO = 16
"""Departments of the inputs that are tried with random wishes as well."""


def bench_crossings() -> float:
    """Prints all of it; gives back the seconds that the 50 clubs of 2024 take."""
    _round_1_of_2023()
    seconds = _clubs_of_2024()
    _random_inputs(Random("crossings"))
    return seconds


def _rows(path: str) -> list[dict[str, str]]:
    with (DATA / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _capitals() -> Iterator[Department]:
    for row in _rows("geography/departments.csv"):
        point = Point(float(row["latitude"]), float(row["longitude"]))
        yield Department(row["name"], point, point)


def _played_in_round_1_of_2023() -> Iterator[Pair]:
    """Champions hosted runners-up."""
    departments = {row["club"]: row["department"] for row in _rows("seasons/2023/clubs.csv")}
    for row in _rows("seasons/2023/fixtures.csv"):
        if (row["stage"], row["round"]) == ("nacional", "1"):
            yield departments[row["home"]], departments[row["away"]]


def _round_1_of_2023() -> None:
    found = measure(_played_in_round_1_of_2023(), list(_capitals()), wishes=Wishes(rivals=1))
    less = 100 * (1 - found.bound_km / found.total_km)
    print(
        f"crossings, round 1 of 2023 between capitals: {found.total_km:,.0f} km played, "
        f"{found.bound_km:,.0f} km possible, {less:.1f} % less"
    )


def _clubs_of_2024() -> float:
    departments = list(_towns_of_2024())
    start = perf_counter()
    found = cross(departments)
    seconds = perf_counter() - start
    proved = "proved optimal" if found.gap < 1e-9 else f"gap {found.gap:.2%}"
    print(
        f"crossings, {2 * len(departments)} clubs of 2024: {found.total_km:,.0f} km, "
        f"longest {found.longest_km:,.0f} km, {proved} in {seconds:.3f} s (budget 2 s)"
    )
    return seconds


def _towns_of_2024() -> Iterator[Department]:
    clubs = {row["club"]: row for row in _rows("seasons/2024/clubs.csv")}
    ranked = {
        (clubs[row["club"]]["department"], row["departmental_rank"]): clubs[row["club"]]
        for row in _rows("seasons/2024/entries.csv")
        if row["stage"] == "nacional"
    }
    for row in _rows("geography/departments.csv"):
        capital = Point(float(row["latitude"]), float(row["longitude"]))
        champion, runner_up = (
            whereabouts(
                ranked[row["name"], rank]["home_town"],
                department=row["code"],
                own=None,
                capital=capital,
                towns=towns(),
            ).point
            for rank in "12"
        )
        yield Department(row["name"], champion, runner_up)


def _random_inputs(rng: Random) -> None:
    start = perf_counter()
    for number in range(INPUTS):
        departments = _departments(rng, SMALLEST + number % (LARGEST - SMALLEST + 1))
        check_best(departments)
        if len(departments) <= WISHED_UP_TO:
            check_wished(departments, _wishes(rng, departments))
    print(
        f"crossings, properties of {INPUTS} random inputs of {SMALLEST} to {LARGEST} departments: "
        f"all hold, {perf_counter() - start:.1f} s"
    )


def _departments(rng: Random, count: int) -> list[Department]:
    def place() -> Point:
        return Point(rng.uniform(-18, 0), rng.uniform(-81, -69))

    return [Department(f"{number:02}", place(), place()) for number in range(count)]


def _wishes(rng: Random, departments: list[Department]) -> Wishes:
    codes = [department.code for department in departments]
    pairs = [(one, other) for one in codes for other in codes if one != other]
    return Wishes(
        longest_weight=rng.choice([0, 1, 20]),
        forbidden=frozenset(rng.sample(pairs, rng.randrange(len(pairs) // 2))),
        forced=frozenset(rng.sample(pairs, rng.randrange(4))),
    )


if __name__ == "__main__":
    bench_crossings()
