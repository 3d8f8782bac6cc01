"""Zonal crossings: the season of 2023 as it was played, wishes, and properties of every list."""

import csv
import datetime as dt
from collections import Counter
from itertools import chain, combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.core.crossing_rounds import (
    Club,
    ListFault,
    days_of_play,
    faults_of_list,
    rounds_of,
)
from competitions.core.crossings import (
    Conflict,
    Department,
    Impossible,
    Pair,
    Wishes,
    cross,
    distances,
    enough_neighbours,
    measure,
)
from competitions.core.travel import Point, great_circle_km
from tests.competitions.core.crossing_properties import check_best, check_wished

GEOGRAPHY = Path("data/geography")

# Champion of -> runner-up of, round 1 of 2023 (en.wikipedia.org, «2023 Copa Perú»).
PLAYED_IN_2023 = """
Callao-Ica Ancash-Lima Loreto-San_Martín Lima-Callao Ucayali-Loreto Tacna-Moquegua Arequipa-Tacna
Ayacucho-Apurímac Cusco-Madre_de_Dios Moquegua-Puno Apurímac-Ayacucho Puno-Arequipa Huánuco-Ucayali
Madre_de_Dios-Cusco Tumbes-Lambayeque Pasco-Huánuco Cajamarca-Amazonas Ica-Huancavelica Junín-Pasco
Huancavelica-Junín Piura-Tumbes San_Martín-La_Libertad La_Libertad-Ancash Lambayeque-Piura
Amazonas-Cajamarca
"""


@pytest.fixture(scope="module")
def peru() -> list[Department]:
    """The 25 departments by their capitals: the first district of the first province."""
    with (GEOGRAPHY / "districts.csv").open(encoding="utf-8", newline="") as file:
        capitals = [row for row in csv.DictReader(file) if row["ubigeo"].endswith("0101")]
    return [
        Department(row["department"].replace(" ", "_"), point, point)
        for row in capitals
        for point in [Point(float(row["latitude"]), float(row["longitude"]))]
    ]


def clubs_of(departments: list[Department]) -> list[Club]:
    return [(department.code, rank) for department in departments for rank in (1, 2)]


def line(count: int, *, apart: float = 1.0) -> list[Department]:
    """Departments A, B, C, ... along a meridian."""
    points = [Point(-apart * number, -75.0) for number in range(count)]
    return [Department(chr(65 + n), point, point) for n, point in enumerate(points)]


def test_round_1_of_2023_could_have_been_a_fifth_shorter(peru: list[Department]) -> None:
    assert len(peru) == 25
    played: list[Pair] = [
        (one, other) for one, other in (pair.split("-") for pair in PLAYED_IN_2023.split())
    ]
    found = measure(played, peru, wishes=Wishes(rivals=1))
    assert found.total_km == pytest.approx(5551, rel=0.001)
    assert found.bound_km == pytest.approx(4473, rel=0.001)
    assert 1 - found.bound_km / found.total_km == pytest.approx(0.194, abs=0.0005)


def test_whole_crossing_of_50_clubs_is_proved_optimal(peru: list[Department]) -> None:
    found = cross(peru)
    assert len(set(found.pairs)) == 50
    assert found.gap < 1e-9
    assert found.total_km == pytest.approx(10_236, rel=0.001)


def test_distance_is_that_over_the_globe() -> None:
    assert great_circle_km(Point(0, 0), Point(0, 180)) == pytest.approx(20_015, abs=1)
    assert great_circle_km(Point(-12, -77), Point(-12, -77)) == 0


def test_road_factor_stretches_every_trip() -> None:
    plain, road = cross(line(4)), cross(line(4), wishes=Wishes(road_factor=1.5))
    assert road.total_km == pytest.approx(1.5 * plain.total_km)


# Towns for which each weight below makes another list the best: 1861 km with a trip of 756, 1869
# with 575, 1929 with 479, 2022 with 472.
APART = [(-0.4, -80.3), (-4.9, -75.2), (-1.0, -76.1), (-1.5, -79.1), (-0.1, -76.0)]


def far_apart() -> list[Department]:
    """Champions and runners-up of five departments, each in another town."""
    runners_up = APART[2:] + APART[:2]
    return [
        Department(str(number), Point(*one), Point(*other))
        for number, (one, other) in enumerate(zip(APART, runners_up, strict=True))
    ]


@pytest.mark.parametrize("weight", [0, 0.5, 2, 50])
def test_longest_trip_can_be_bought_off(weight: float) -> None:
    """Against all lists that there are of five departments."""
    departments = far_apart()
    km = distances(departments)
    codes = [department.code for department in departments]
    choices = [list(combinations([c for c in codes if c != code], 2)) for code in codes]
    lists = [
        [(one, other) for one, rivals in zip(codes, chosen, strict=True) for other in rivals]
        for chosen in product(*choices)
        if set(Counter(chain.from_iterable(chosen)).values()) == {2}
    ]
    values = [sum(km[p] for p in found) + weight * max(km[p] for p in found) for found in lists]
    found = cross(departments, wishes=Wishes(longest_weight=weight))
    assert found.objective_km == pytest.approx(min(values))
    assert found.gap < 1e-9
    assert found.longest_km == pytest.approx({0: 756, 0.5: 575, 2: 479, 50: 472}[weight], abs=0.5)


def test_forced_forbidden_and_last_years_pairs_are_kept() -> None:
    wishes = Wishes(
        forced=frozenset({("A", "F")}),
        forbidden=frozenset({("A", "B")}),
        last_year=frozenset({("B", "A"), ("F", "E")}),
    )
    found = set(cross(line(6), wishes=wishes).pairs)
    assert ("A", "F") in found
    assert not found & {("A", "B"), ("B", "A"), ("F", "E")}


def test_neighbours_keep_champions_near() -> None:
    far = cross(line(6), wishes=Wishes(forced=frozenset({("A", "F")})))
    assert far.longest == ("A", "F")
    near = Wishes(forced=frozenset({("A", "F")}), neighbours=4)
    with pytest.raises(Impossible) as refusal:
        cross(line(6), wishes=near)
    assert [conflict.pair for conflict in refusal.value.conflicts] == [("A", "F")]


def test_fewest_neighbours_that_are_enough_are_found() -> None:
    enough = enough_neighbours(line(6), Wishes(neighbours=1))
    assert enough is not None
    cross(line(6), wishes=Wishes(neighbours=enough))
    with pytest.raises(Impossible):
        cross(line(6), wishes=Wishes(neighbours=enough - 1))
    forced = frozenset({("A", "B"), ("A", "C"), ("A", "D")})
    assert enough_neighbours(line(6), Wishes(neighbours=1, forced=forced)) is None


def test_too_few_departments() -> None:
    with pytest.raises(Impossible) as refusal:
        cross(line(2))
    assert refusal.value.conflicts == ()


def test_wishes_that_leave_no_list_name_the_fewest_to_give_up() -> None:
    wishes = Wishes(forced=frozenset({("A", "B"), ("A", "C"), ("A", "D")}))
    with pytest.raises(Impossible) as refusal:
        cross(line(5), wishes=wishes)
    (conflict,) = refusal.value.conflicts
    assert conflict in {Conflict("forced", pair) for pair in wishes.forced}
    cross(line(5), wishes=Wishes(forced=wishes.forced - {conflict.pair}))


def test_what_is_forced_and_forbidden_at_once_is_named() -> None:
    wishes = Wishes(forced=frozenset({("A", "B")}), forbidden=frozenset({("A", "B")}))
    with pytest.raises(Impossible) as refusal:
        cross(line(5), wishes=wishes)
    assert [conflict.pair for conflict in refusal.value.conflicts] == [("A", "B")]


def test_neighbours_that_nobody_shares_are_named() -> None:
    with pytest.raises(Impossible) as refusal:
        cross(line(5), wishes=Wishes(neighbours=1))
    conflicts = refusal.value.conflicts
    assert {conflict.kind for conflict in conflicts} == {"neighbours"}
    # To give up exactly these is enough.
    given_up = {conflict.pair for conflict in conflicts}
    assert set(cross(line(5)).pairs) & given_up


@st.composite
def maps(draw: st.DrawFn, *, most: int = 60) -> list[Department]:
    count = draw(st.integers(4, most))
    place = st.builds(
        Point,
        st.floats(-18, 0, allow_nan=False).map(lambda x: round(x, 2)),
        st.floats(-81, -69, allow_nan=False).map(lambda x: round(x, 2)),
    )
    return [Department(f"{n:02}", draw(place), draw(place)) for n in range(count)]


@settings(max_examples=60)
@given(departments=maps())
def test_every_list_is_whole_proved_and_playable(departments: list[Department]) -> None:
    check_best(departments)


@st.composite
def wished(draw: st.DrawFn) -> tuple[list[Department], Wishes]:
    departments = draw(maps(most=9))
    codes = [department.code for department in departments]
    pairs = st.sampled_from([(a, b) for a in codes for b in codes if a != b])
    wishes = st.builds(
        Wishes,
        longest_weight=st.sampled_from([0, 1, 20]),
        forbidden=st.frozensets(pairs, max_size=12),
        forced=st.frozensets(pairs, max_size=4),
    )
    return departments, draw(wishes)


@settings(max_examples=60)
@given(wished())
def test_every_list_keeps_the_wishes_or_names_what_is_enough_to_give_up(
    wished: tuple[list[Department], Wishes],
) -> None:
    check_wished(*wished)


def test_days_without_play_move_the_rounds_after_them() -> None:
    first = dt.date(2027, 9, 5)
    free = {first + dt.timedelta(weeks=1), first + dt.timedelta(weeks=2)}
    days = days_of_play(first, without=free)
    assert [(day - first).days // 7 for day in days] == [0, 3, 4, 5, 6, 7]


# Rounds ---------------------------------------------------------------------------------------


def rounds() -> list[list[tuple[Club, Club]]]:
    return rounds_of(cross(line(4)).pairs)


def test_first_round_has_the_shorter_crossings() -> None:
    departments = line(5)
    km = distances(departments)
    found = rounds_of(cross(departments).pairs, km=km)
    by_round = [sum(km.get((a[0], b[0]), 0) for a, b in found[n]) for n in (0, 5)]
    assert by_round[0] <= by_round[1]


def test_rounds_of_an_unequal_list_are_refused() -> None:
    with pytest.raises(ValueError, match="two crossings"):
        rounds_of([("A", "B"), ("B", "A")])


A1, A2, B1, B2 = ("A", 1), ("A", 2), ("B", 1), ("B", 2)


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda r: r[0].append((A1, ("Z", 2))), ListFault("unknown_club", (("Z", 2),))),
        (lambda r: r[0].append((A1, B1)), ListFault("same_rank", (A1, B1))),
        (lambda r: r[2].remove((A1, A2)), ListFault("not_returned", (A2, A1))),
        (lambda r: r[0].append((A1, A2)), ListFault("twice_at_home", (A1, A2), {"times": 2})),
        (lambda r: r.insert(0, r.pop(2)), ListFault("derby_round", (A1, A2), {"round": 1})),
        (lambda r: r.insert(0, r.pop(2)), ListFault("in_a_row", (A1,), {"matches": 3})),
        (lambda r: r[2].remove((A1, A2)), ListFault("home", (A1,), {"home": 2})),
        (
            lambda r: r[2].remove((A1, A2)),
            ListFault("in_round", (A2,), {"round": 3, "times": 0}),
        ),
        (
            lambda r: [found.clear() for found in (r[2], r[3])],
            ListFault("rivals", (A1,), {"rivals": 2}),
        ),
        (lambda r: [found.clear() for found in (r[2], r[3])], ListFault("no_derby", (B2,))),
    ],
)
def test_faults_of_a_list_are_named(spoil: object, expected: ListFault) -> None:
    spoiled = rounds()
    spoil(spoiled)  # type: ignore[operator]
    assert expected in faults_of_list(spoiled, clubs_of(line(4)))


def test_a_missing_match_ends_a_run() -> None:
    spoiled = rounds()
    spoiled[2] = []  # runners-up play at home in rounds 2, 4 and 5
    assert not [f for f in faults_of_list(spoiled, clubs_of(line(4))) if f.code == "in_a_row"]


def test_a_club_that_does_not_play_is_named() -> None:
    faults = faults_of_list([[] for _ in range(6)], [A1])
    assert {fault.code for fault in faults} == {"rivals", "home", "in_round"}
