import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.core.knock_out import RoundPlan, Unfit, plan_knock_out, usual_rounds
from competitions.core.slots import Open, PlaceOf, Seeded, WinnerOf, in_words, read_slots


def rounds(number: int, **changes: object) -> list[RoundPlan]:
    return [RoundPlan(place, **changes) for place in range(1, number + 1)]  # type: ignore[arg-type]


def told(matchups) -> list[str]:
    return [f"{m.key}: {in_words(m.first)} – {in_words(m.second)}" for m in matchups]


def test_first_against_last_to_the_final_and_the_third_place() -> None:
    plan = plan_knock_out(
        [RoundPlan(1, legs=2), RoundPlan(2, neutral=True), RoundPlan(3, is_consolation=True)],
        clubs=4,
    )

    assert told(plan) == [
        "llave-1: 1.º de la tabla – 4.º de la tabla",
        "llave-2: 2.º de la tabla – 3.º de la tabla",
        "llave-3: Ganador llave 1 – Ganador llave 2",
        "llave-4: Perdedor llave 1 – Perdedor llave 2",
    ]
    assert [m.feeds for m in plan] == ["llave-3", "llave-3", "", ""]
    assert [(m.legs, m.neutral) for m in plan] == [(2, False), (2, False), (1, True), (1, False)]


def test_the_third_place_may_be_played_after_the_final() -> None:
    plan = plan_knock_out(
        [*rounds(2), RoundPlan(3, is_consolation=True)], clubs=4, method="first_v_last"
    )
    assert plan[-1].first == WinnerOf("llave-1", loses=True)


def test_byes_stand_in_the_second_round() -> None:
    plan = plan_knock_out(rounds(3), clubs=6)

    assert told(plan)[:4] == [
        "llave-1: 4.º de la tabla – 5.º de la tabla",
        "llave-2: 3.º de la tabla – 6.º de la tabla",
        "llave-3: 1.º de la tabla – Ganador llave 1",
        "llave-4: 2.º de la tabla – Ganador llave 2",
    ]


def test_two_zones_meet_in_the_final() -> None:
    """2025: two zones of 32 and one final."""
    plan = plan_knock_out(rounds(6), clubs=64, sections=["norte", "sur"])

    assert [m.section for m in plan[:32]] == ["norte"] * 16 + ["sur"] * 16
    assert [(m.first, m.second) for m in plan[:1]] == [(Seeded(1), Seeded(32))]
    assert [m.section for m in plan[-3:]] == ["norte", "sur", ""]


def test_fixed_slots_of_groups_and_later_rounds() -> None:
    """Regional finals of 2013: some regions have only a final."""
    slots = read_slots("IV: #1 v #4; IV: #2 v #3; r2 IV: W1 v W2; r2 III: 1III v 2III")
    plan = plan_knock_out(rounds(2), clubs=6, method="fixed_slots", slots=slots)

    assert told(plan)[2:] == [
        "llave-3: Ganador llave 1 – Ganador llave 2",
        "llave-4: 1.º III – 2.º III",
    ]
    assert plan[0].feeds == "llave-3"
    assert [m.section for m in plan] == ["IV", "IV", "IV", "III"]


def test_lots_and_pairing_anew_leave_the_sides_open() -> None:
    plan = plan_knock_out(rounds(2), clubs=4, method="lots")
    assert {plan[0].first, plan[0].second} == {Open()}
    assert plan[2].first == WinnerOf("llave-1")

    anew = plan_knock_out(rounds(2), clubs=4, pairs_anew=True)
    assert anew[0].first == PlaceOf(1)
    assert {anew[2].first, anew[2].second} == {Open()}
    assert anew[0].feeds == ""


def test_seeds_where_no_table_has_places() -> None:
    assert plan_knock_out(rounds(1), clubs=2, seeded=True)[0].second == Seeded(2)


@pytest.mark.parametrize(
    ("clubs", "number", "first"),
    [
        (12, 1, [(1, 12), (2, 11), (3, 10), (4, 9), (5, 8), (6, 7)]),
        (12, 2, [(1, 12), (6, 7), (2, 11), (5, 8), (3, 10), (4, 9)]),
        (8, 3, [(1, 8), (4, 5), (2, 7), (3, 6)]),
    ],
)
def test_rounds_that_halve_the_clubs_have_no_byes(clubs: int, number: int, first: list) -> None:
    plan = plan_knock_out(rounds(number), clubs=clubs)
    found = [(m.first, m.second) for m in plan if m.round == 1]
    assert found == [(PlaceOf(one), PlaceOf(other)) for one, other in first]


def test_places_of_a_band_pair_from_its_first_to_its_last() -> None:
    """2017: places 9 to 24 to the repechage."""
    plan = plan_knock_out(rounds(1), clubs=16, first_place=9)
    assert (plan[0].first, plan[0].second) == (PlaceOf(9), PlaceOf(24))


def test_no_rounds_are_no_matchups() -> None:
    assert plan_knock_out([], clubs=4) == ()


@pytest.mark.parametrize(
    ("change", "code", "params"),
    [
        ({"clubs": 1}, "too_few", {"clubs": 1}),
        ({"clubs": 4, "rounds": rounds(3)}, "too_many_rounds", {"round": 3}),
        ({"clubs": 6, "sections": ["a", "b", "c", "d"]}, "sections", {"clubs": 6, "sections": 4}),
        ({"clubs": 4, "sections": list("abcd")}, "sections", {"clubs": 4, "sections": 4}),
        (
            {"clubs": 6, "method": "fixed_slots", "slots": read_slots("1 v 2; 3 v 4; 5 v 6")},
            "odd",
            {"round": 2, "clubs": 3},
        ),
        (
            {"clubs": 4, "method": "fixed_slots", "slots": read_slots("1 v 2; r3 3 v 4")},
            "no_round",
            {"round": 3},
        ),
        (
            {"clubs": 8, "rounds": [RoundPlan(1), RoundPlan(2, is_consolation=True)]},
            "third_place",
            {"round": 2},
        ),
    ],
)
def test_what_makes_no_knock_out_is_named(change, code: str, params) -> None:
    with pytest.raises(Unfit) as refusal:
        plan_knock_out(change.pop("rounds", rounds(2)), **change)
    assert (refusal.value.code, refusal.value.params) == (code, params)


@given(st.integers(2, 128), st.booleans())
def test_every_club_comes_once_and_one_is_left(clubs: int, seeded: bool) -> None:
    needed = (clubs - 1).bit_length()
    plan = plan_knock_out(rounds(needed), clubs=clubs, seeded=seeded)

    sides = [side for m in plan for side in (m.first, m.second)]
    placed = [side for side in sides if isinstance(side, PlaceOf | Seeded)]
    assert len(placed) == len(set(placed)) == clubs
    assert len(plan) == clubs - 1
    assert [m.key for m in plan if not m.feeds] == [plan[-1].key]
    assert len({m.key for m in plan}) == len(plan)


@pytest.mark.parametrize(
    ("clubs", "keys"),
    [
        (2, ("final",)),
        (6, ("quarterfinals", "semifinals", "final")),
        (64, ("", "round_of_32", "round_of_16", "quarterfinals", "semifinals", "final")),
    ],
)
def test_usual_rounds_lead_to_a_final(clubs: int, keys: tuple[str, ...]) -> None:
    assert usual_rounds(clubs) == keys
