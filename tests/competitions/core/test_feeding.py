import pytest

from competitions.core.feeding import (
    Booking,
    Capacity,
    Promise,
    check_berths,
    check_circle,
    circle_through,
    clubs_sent,
    has_circle,
)

TABLE = Capacity(size=10)
GROUPS = Capacity(groups={"a": 4, "b": 3, "c": None})
BRACKET = Capacity(rounds={1: "semifinals", 2: "final", 3: ""}, pairings=())


@pytest.mark.parametrize(
    ("form", "zone", "number"),
    [
        (TABLE, {"kind": "places", "places": (1, 2)}, 2),
        (TABLE, {"kind": "places", "places": (9, 12)}, 2),
        (TABLE, {"kind": "places", "places": (11, 12)}, 0),
        (Capacity(), {"kind": "places", "places": (1, 8)}, 8),
        (TABLE, {"kind": "places", "places": (None, None)}, None),
        (GROUPS, {"kind": "places", "places": (1, 2)}, 6),
        (GROUPS, {"kind": "places", "places": (4, 4)}, 2),
        (GROUPS, {"kind": "places", "places": (1, 1), "groups": ("a", "b")}, 2),
        (GROUPS, {"kind": "best_nth", "nth": 3, "count": 2}, 2),
        (GROUPS, {"kind": "best_nth", "nth": 4, "count": 3}, 2),
        (TABLE, {"kind": "best_nth"}, None),
        (TABLE, {"kind": "best_of_department"}, None),
        (BRACKET, {"kind": "winners", "round_number": 1}, 2),
        (BRACKET, {"kind": "losers", "round_number": 2}, 1),
        (BRACKET, {"kind": "losers", "round_number": 1, "count": 1}, 1),
        (BRACKET, {"kind": "winners", "round_number": 3}, None),
        (BRACKET, {"kind": "winners", "round_number": 4}, None),
        (Capacity(pairings=(1, 1, 1, 2)), {"kind": "winners", "round_number": 1}, 3),
    ],
)
def test_zone_says_how_many_clubs_it_sends(form, zone, number):
    assert clubs_sent(form, **zone) == number


def test_circle_is_the_shortest_way_back():
    ways = [(1, 2), (2, 3), (3, 4), (4, 1), (3, 1), (2, 5)]
    assert circle_through(1, ways) == (1, 2, 3)
    assert circle_through(5, ways) == ()
    assert circle_through(1, [(1, 2), (1, 3), (2, 4), (3, 4)]) == ()
    assert circle_through(1, [(1, 1)]) == (1,)
    assert has_circle(ways)
    assert not has_circle([(1, 2), (2, 3), (1, 3)])


def test_circle_is_named_from_the_stage_that_was_asked_for():
    names = {1: "Distrital", 2: "Provincial", 3: "Departamental"}
    (fault,) = check_circle(2, [(1, 2), (2, 3), (3, 1)], names)
    assert (fault.code, fault.field) == ("leads_in_circle", "leads_to")
    assert fault.params == {
        "way": "Provincial → Departamental → Distrital → Provincial",
        "last": "Distrital",
    }
    assert check_circle(1, [(1, 2), (2, 3)], names) == []


def test_nine_places_for_eight_berths_name_the_smallest_change():
    promises = [Promise(name, 2) for name in ("Catacaos", "Castilla", "Paita", "Tambogrande")]
    booking = Booking("Provincial", 8, (*promises, Promise("Paita", 1)))
    (fault,) = check_berths(booking)
    assert fault.params == {
        "name": "Provincial",
        "places": 9,
        "berths": 8,
        "stages": "Paita (3), Castilla (2), Catacaos (2), Tambogrande (2)",
        "change": 1,
        "most": "Paita",
    }
    assert check_berths(Booking("Provincial", 9, booking.promises)) == []
    assert check_berths(Booking("Provincial", None, booking.promises)) == []


def test_of_many_stages_the_first_are_named():
    promises = tuple(Promise(f"Liga {n}", 1) for n in range(1, 8))
    (fault,) = check_berths(Booking("Provincial", 6, promises), about="size")
    assert fault.field == "size"
    assert fault.params["stages"] == "Liga 1 (1), Liga 2 (1), Liga 3 (1), Liga 4 (1), +3"


def test_what_is_not_known_books_nothing():
    assert Booking("Nacional", 1, (Promise("Puno", None), Promise("Tacna", 1))).too_many == 0
