"""Clubs and grounds by the names that officials write."""

import pytest

from competitions.services.naming import free_slug, named_clubs, named_grounds
from tests.factories import (
    AppointmentFactory,
    ClubAliasFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    LeagueFactory,
    VenueFactory,
    official_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def league():
    return DepartmentalLeagueFactory(name="Liga Distrital de La Unión", level="district")


def of(league, name, **fields):
    return ClubFactory(name=name, league=league, department=league.department, **fields)


def codes(faults):
    return [(fault.code, fault.field) for fault in faults]


def test_clubs_are_known_by_any_name_and_new_ones_are_made(league):
    known = of(league, "Unión Áncash")
    other = of(league, "Sport Boys")
    ClubAliasFactory(club=other, name="Los Rosados")

    found, faults = named_clubs(
        ["union ancash", "los rosados", "Sport Boy", "Nuevo Club"], league=league, actor=None
    )

    assert faults == []
    assert [named.club.pk for named in found] == [known.pk, other.pk, None, None]
    assert [named.resembles for named in found] == ["", "", "Sport Boys", ""]
    new = found[-1].club
    assert (new.name, new.key, new.slug) == ("Nuevo Club", "nuevo club", "nuevo-club")
    assert (new.league, new.department, new.home_town) == (league, league.department, "La Unión")


def test_a_club_of_the_league_comes_before_one_of_its_name_elsewhere(league):
    ClubFactory(name="Alianza", slug="alianza-2")
    own = of(league, "Alianza")

    found, faults = named_clubs(["Alianza"], league=league, actor=None)

    assert ([named.club for named in found], faults) == ([own], [])


def test_a_name_of_several_clubs_is_asked_about(league):
    ClubFactory(name="Alianza")
    ClubFactory(name="Alianza", slug="alianza-2")

    found, faults = named_clubs(["Alianza"], league=league, actor=None)

    assert (found, codes(faults)) == ([], [("several_clubs_called", "names")])


def test_every_fault_is_told_once(league):
    of(league, "Viejo", is_archived=True)

    found, faults = named_clubs(["Uno", "UNO", "¡!", "Viejo", "x" * 81], league=league, actor=None)

    assert found == []
    assert codes(faults) == [
        ("named_twice", "names"),
        ("no_club_name", "names"),
        ("club_archived", "names"),
        ("no_club_name", "names"),
    ]


def test_a_club_of_another_league_of_the_department_is_not_taken_for_a_new_one(league):
    theirs = DepartmentalLeagueFactory(level="district", department=league.department)
    of(theirs, "Alianza")

    found, faults = named_clubs(["Alianza"], league=league, actor=official_of(league))

    assert (found, codes(faults)) == ([], [("name_taken_elsewhere", "names")])
    assert faults[0].params["place"] == "La Unión"


def test_made_up_clubs_are_known_in_simulated_seasons_alone(league):
    made_up = of(league, "Alianza", is_simulated=True)

    _found, faults = named_clubs(["Alianza"], league=league, actor=None)
    assert codes(faults) == [("name_taken_elsewhere", "names")]

    found, faults = named_clubs(["Alianza"], league=league, actor=None, made_up=True)
    assert ([named.club for named in found], faults) == ([made_up], [])


def test_who_may_not_record_clubs_names_known_ones(league):
    club = of(league, "Alianza")
    delegate = AppointmentFactory(league=None, club=club).user

    found, faults = named_clubs(["Alianza", "Nuevo"], league=league, actor=delegate)

    assert [named.club for named in found] == [club]
    assert codes(faults) == [("club_unknown", "names")]


def test_a_league_without_a_department_makes_no_clubs():
    _found, faults = named_clubs(["Nuevo"], league=LeagueFactory(), actor=None)

    assert codes(faults) == [("club_unknown", "names")]


def test_addresses_are_free():
    department = DepartmentFactory(slug="piura")
    taken = {"alianza", "alianza-piura"}

    assert free_slug("Alianza", department, taken) == "alianza-piura-2"
    assert free_slug("Ñandú", department, taken) == "nandu"


def test_queries_do_not_grow_with_the_names(league, django_assert_num_queries):
    for number in range(3):
        of(league, f"Viejo {number}")
    with django_assert_num_queries(4):
        named_clubs(["Viejo 0", "Nuevo 0"], league=league, actor=None)
    with django_assert_num_queries(4):
        named_clubs(
            [f"{word} {number}" for word in ("Viejo", "Nuevo") for number in range(3)],
            league=league,
            actor=None,
        )


def test_grounds_are_those_of_the_department_and_new_ones_where_the_league_is(league):
    near = VenueFactory(name="Campeones", town="Tambogrande", department=league.department)
    shared = VenueFactory(name="Monumental", town="Lima")
    VenueFactory(name="Municipal", town="Cusco", department=DepartmentFactory())

    found, faults = named_grounds(
        ["campeones", "Monumental, Lima", "Municipal", "Norte, Sechura"], league=league, actor=None
    )

    assert faults == []
    assert [venue.pk for venue in found.values()] == [near.pk, shared.pk, None, None]
    assert [str(venue) for venue in found.values()][2:] == ["Municipal, La Unión", "Norte, Sechura"]
    assert found["Municipal"].department == league.department


def test_of_several_grounds_the_one_of_the_place_is_meant(league):
    for town in ("Piura", "Sullana"):
        VenueFactory(name="Municipal", town=town, department=league.department)
    _found, faults = named_grounds(["Municipal"], league=league, actor=None)
    assert (faults[0].code, faults[0].params["towns"]) == ("several_grounds", "Piura, Sullana")

    own = VenueFactory(name="Municipal", town="La Unión", department=league.department)
    found, faults = named_grounds(["Municipal"], league=league, actor=None)
    assert (found, faults) == ({"Municipal": own}, [])


def test_who_may_not_record_grounds_names_known_ones(league):
    delegate = AppointmentFactory(league=None, club=of(league, "Alianza")).user

    _found, faults = named_grounds(["Nueva"], league=league, actor=delegate)

    assert codes(faults) == [("ground_unknown", "grounds")]
