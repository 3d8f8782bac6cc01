from competitions.core.towns import District, Known, towns_of, whereabouts
from competitions.core.travel import Point

CAPITAL, HERE = Point(-3.7, -73.2), Point(-5.0, -76.0)
DISTRICTS = [
    District("160101", "Iquitos", "Maynas", 150_000, CAPITAL),
    District("160201", "Yurimaguas", "Alto Amazonas", 60_000, Point(-5.9, -76.1)),
    District("160601", "Contamana", "Ucayali", 25_000, Point(-7.3, -75.0)),
    District("160605", "Santa Ana", "Ucayali", 1_000, Point(-7.0, -75.5)),
    District("160305", "Santa Ana", "Loreto", 9_000, Point(-4.5, -74.0)),
    District("160310", "Maynas", "Loreto", 100, Point(-4.0, -74.1)),
]
AT = {"department": "16", "own": None, "capital": CAPITAL, "towns": towns_of(DISTRICTS)}


def test_own_coordinates_come_before_the_town() -> None:
    found = whereabouts("Yurimaguas", **{**AT, "own": HERE})
    assert (found.point, found.known) == (HERE, Known.CLUB)


def test_accents_and_case_do_not_matter() -> None:
    assert whereabouts("YURIMAGÚAS", **AT).known is Known.TOWN


def test_of_two_districts_of_a_name_the_larger_one_is_meant() -> None:
    assert whereabouts("Santa Ana", **AT).point == Point(-4.5, -74.0)


def test_province_is_where_its_seat_is_unless_a_district_has_its_name() -> None:
    found = whereabouts("Alto Amazonas", **AT)
    assert (found.point, found.known) == (Point(-5.9, -76.1), Known.PROVINCE)
    assert whereabouts("Maynas", **AT).known is Known.TOWN


def test_a_town_is_found_by_what_it_lies_in() -> None:
    assert whereabouts("Munichis (Yurimaguas)", **AT).point == Point(-5.9, -76.1)
    assert whereabouts("Orellana, Contamana", **AT).point == Point(-7.3, -75.0)


def test_town_of_another_department_is_none_of_this() -> None:
    found = whereabouts("Yurimaguas", **{**AT, "department": "22"})
    assert (found.point, found.known) == (CAPITAL, Known.CAPITAL)
    assert whereabouts("", **AT).known is Known.CAPITAL
