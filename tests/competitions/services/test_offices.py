import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied

from competitions.models import Appointment
from competitions.services.offices import appoint, may_hand_over
from competitions.services.writing import Refused
from tests.competitions.permissions.world import World, a_world
from tests.factories import AdministratorFactory, AppointmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


def test_new_name_gets_an_account_without_a_password(world: World) -> None:
    made = appoint(
        username="rosa.quispe", league=world.leagues["muelle"], actor=world.official("ribera")
    )
    assert made.user.username == "rosa.quispe"
    assert made.user.is_staff
    assert not made.user.has_usable_password()
    assert made.history.get().history_user_id != made.user_id
    assert made.role == "Distrital"


def test_known_name_gets_a_second_office(world: World) -> None:
    first = appoint(username="Rosa", league=world.leagues["muelle"], actor=None)
    second = appoint(username="rosa", club=world.clubs["muelle"], actor=None)
    assert first.user == second.user
    assert second.role == "Delegado de club"


@pytest.mark.parametrize("league", ["ribera", "norte", "puna", "national"])
def test_office_is_given_by_someone_above(league: str, world: World) -> None:
    with pytest.raises(PermissionDenied):
        appoint(username="juan", league=world.leagues[league], actor=world.official("ribera"))
    assert not get_user_model().objects.filter(username="juan").exists()


def test_delegates_are_named_for_clubs_of_the_branch(world: World) -> None:
    actor = world.official("ribera")
    appoint(username="ana", club=world.clubs["muelle"], actor=actor)
    with pytest.raises(PermissionDenied):
        appoint(username="ana", club=world.clubs["puna"], actor=actor)


def test_closed_account_gets_no_office(world: World) -> None:
    UserFactory(username="juan", is_active=False)
    with pytest.raises(Refused) as refused:
        appoint(username="juan", league=world.leagues["muelle"], actor=None)
    assert list(refused.value.error_dict) == ["username"]
    assert not Appointment.objects.exists()


def test_someone_outside_becomes_an_official(world: World) -> None:
    UserFactory(username="juan", is_staff=False)
    assert appoint(username="juan", league=world.leagues["muelle"], actor=None).user.is_staff


def test_password_is_handed_over_from_above_all_offices(world: World) -> None:
    actor = world.official("ribera")
    office = AppointmentFactory(league=world.leagues["muelle"])
    assert may_hand_over(actor, office.user)
    AppointmentFactory(user=office.user, league=world.leagues["sur"])
    assert not may_hand_over(actor, office.user)
    assert may_hand_over(AdministratorFactory(), office.user)


def test_account_of_an_administrator_is_not_handed_over(world: World) -> None:
    office = AppointmentFactory(league=world.leagues["muelle"], user=AdministratorFactory())
    assert not may_hand_over(world.official("ribera"), office.user)
