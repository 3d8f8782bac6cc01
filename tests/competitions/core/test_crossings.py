"""Zonal crossings: the season of 2023 as it was played, wishes, and properties of every list."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.core.crossing_rounds import Club, ListFault, faults_of_list, rounds_of
from competitions.core.crossings import (
    Conflict,
    Department,
    Impossible,
    Pair,
    Wishes,
    cross,
    distances,
    measure,
)
from competitions.core.travel import Point, great_circle_km

GEOGRAPHY = Path("data/geography")

# Champion of -> runner-up of, round 1 of 2023 (en.wikipedia.org, «2023 Copa Perú»).
PLAYED_IN_2023 = """
Callao-Ica Ancash-Lima Loreto-San_Martin Lima-Callao Ucayali-Loreto Tacna-Moquegua Arequipa-Tacna
Ayacucho-Apurimac Cusco-Madre_de_Dios Moquegua-Puno Apurimac-Ayacucho Puno-Arequipa Huanuco-Ucayali
Madre_de_Dios-Cusco Tumbes-Lambayeque Pasco-Huanuco Cajamarca-Amazonas Ica-Huancavelica Junin-Pasco
Huancavelica-Junin Piura-Tumbes San_Martin-La_Libertad La_Libertad-Ancash Lambayeque-Piura
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


def test_longest_trip_can_be_bought_off() -> None:
    # A and B at home, C in the north of both, D far away: one of them has to meet D's clubs.
    short, fair = cross(line(6)), cross(line(6), wishes=Wishes(longest_weight=100))
    assert fair.longest_km <= short.longest_km
    assert fair.total_km >= short.total_km - 1e-9
    assert fair.gap < 1e-6


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
def maps(draw: st.DrawFn) -> list[Department]:
    count = draw(st.integers(4, 60))
    place = st.builds(
        Point,
        st.floats(-18, 0, allow_nan=False).map(lambda x: round(x, 2)),
        st.floats(-81, -69, allow_nan=False).map(lambda x: round(x, 2)),
    )
    return [Department(f"{n:02}", draw(place), draw(place)) for n in range(count)]


@settings(max_examples=60)
@given(departments=maps())
def test_every_list_is_whole_proved_and_playable(departments: list[Department]) -> None:
    km = distances(departments)
    found = cross(departments)
    assert found.objective_km <= found.bound_km + 1e-6 * max(1.0, found.bound_km)
    # No worse than letting everyone meet the next two in the order of the list.
    codes = [department.code for department in departments]
    plain = [(a, codes[(n + by) % len(codes)]) for n, a in enumerate(codes) for by in (1, 2)]
    assert found.total_km <= sum(km[pair] for pair in plain) + 1e-6
    assert faults_of_list(rounds_of(found.pairs, km=km), clubs_of(departments)) == []


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


def test_a_club_that_does_not_play_is_named() -> None:
    faults = faults_of_list([[] for _ in range(6)], [A1])
    assert {fault.code for fault in faults} == {"rivals", "home", "in_round"}
