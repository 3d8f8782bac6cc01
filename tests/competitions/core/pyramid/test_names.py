from competitions.core.names import fold
from competitions.core.pyramid.names import LONGEST, club_names
from competitions.core.pyramid.values import District

BALSAS = District("010103", "Balsas", "Chachapoyas", -6.8, -78.0)


def test_a_district_has_the_same_clubs_at_every_call():
    first, second = (list(club_names(BALSAS, number=14, taken=())) for _ in range(2))
    assert first == second
    assert len({key for _name, key in first}) == 14


def test_no_name_is_taken_and_each_comes_with_its_key():
    before = {key for _name, key in club_names(BALSAS, number=14, taken=())}
    names = list(club_names(BALSAS, number=14, taken=before))
    assert before.isdisjoint(key for _name, key in names)
    assert all(key == fold(name) and len(name) <= LONGEST for name, key in names)


def test_where_a_name_is_taken_the_district_is_said_with_it():
    taken: set[str] = set()
    for code in range(60):
        district = District(f"01{code:04d}", "Balsas", "Chachapoyas", 0, 0)
        taken |= {key for _name, key in club_names(district, number=14, taken=taken)}
    assert len(taken) == 60 * 14
    assert any(key.endswith(" de balsas") for key in taken)
