import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import PermissionDenied

from competitions.models import Entry, Fixture, Stage, Zone
from competitions.permissions import permissions
from competitions.services.writing import record, remove, write
from tests.competitions.permissions.world import World, a_world
from tests.factories import (
    AdministratorFactory,
    AppointmentFactory,
    ClubFactory,
    EntryFactory,
    FixtureFactory,
    RuleSetFactory,
    StageFactory,
    UserFactory,
    ZoneFactory,
    official_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


def test_nobody_else_may_anything() -> None:
    class Robot(AbstractBaseUser):
        is_active = is_staff = True

        class Meta:
            app_label = "tests"
            managed = False

    assert not permissions.may(AnonymousUser(), "view", Fixture)
    assert not permissions.may(AdministratorFactory(is_staff=False), "view", Fixture)
    assert not permissions.may(Robot(), "view", Fixture)


def test_rights_of_django_give_no_office() -> None:
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="change_fixture"))
    assert not permissions.may(user, "change", Fixture)
    assert not permissions.visible(user, Fixture.objects.all()).exists()


def test_what_is_no_fact_is_closed_to_officials(world: World) -> None:
    user = world.official("national")
    assert not permissions.may(user, "view", type(user))
    assert not permissions.visible(user, type(user).objects.all()).exists()


def test_two_offices_reach_both_branches(world: World) -> None:
    user = world.official("ribera")
    AppointmentFactory(user=user, league=world.leagues["sur"])
    stages = {name: StageFactory(league=league) for name, league in world.leagues.items()}
    seen = permissions.visible(user, Stage.objects.all())
    assert set(seen) == {stages[name] for name in ("ribera", "muelle", "sur", "puna")}


def test_office_and_club_add_up(world: World) -> None:
    user = world.delegate("puna")
    AppointmentFactory(user=user, league=world.leagues["muelle"])
    there = EntryFactory(club=world.clubs["puna"])
    ours = EntryFactory(stage=StageFactory(league=world.leagues["muelle"]))
    EntryFactory()
    assert set(permissions.visible(user, Entry.objects.all())) == {there, ours}
    assert set(permissions.changeable(user, Entry.objects.all())) == {ours}


def test_club_without_a_league_is_the_departments(world: World) -> None:
    club = ClubFactory(department=world.leagues["norte"].department)
    assert permissions.may(world.official("norte"), "change", type(club), row=club)
    assert not permissions.may(world.official("ribera"), "change", type(club), row=club)
    assert not permissions.may(world.official("sur"), "change", type(club), row=club)


def test_zone_may_lead_to_the_stage_of_the_league_above(world: World) -> None:
    user = world.official("ribera")
    above, beside = (StageFactory(league=world.leagues[name]) for name in ("norte", "puna"))
    own = StageFactory(league=world.leagues["ribera"])
    stages = Stage.objects.all()
    assert set(permissions.choosable(user, stages)) == {own}
    assert set(permissions.choosable(user, stages, field="leads_to")) == {own, above}
    assert beside not in permissions.choosable(user, stages, field="to_stage")


def test_write_refuses_a_row_of_another_branch(world: World) -> None:
    fixture = FixtureFactory(stage=StageFactory(league=world.leagues["sur"]))
    fixture.note = "x"
    with pytest.raises(PermissionDenied):
        record(fixture, actor=world.official("norte"))
    with pytest.raises(PermissionDenied):
        remove(fixture, actor=world.official("norte"))
    assert Fixture.objects.get().note == ""


def test_write_refuses_a_new_row_in_another_branch(world: World) -> None:
    other = StageFactory(league=world.leagues["sur"])
    entry = Entry(stage=other, club=ClubFactory(), department=world.clubs["sur"].department)
    with pytest.raises(PermissionDenied):
        record(entry, actor=world.official("norte"))
    assert entry.pk is None
    assert not Entry.objects.exists()


def test_write_refuses_to_move_a_row_out_of_the_branch_or_into_it(world: World) -> None:
    ours, theirs = (StageFactory(league=world.leagues[name]) for name in ("norte", "sur"))
    rules = {stage: RuleSetFactory(stage=stage) for stage in (ours, theirs)}
    for start, end in ((ours, theirs), (theirs, ours)):
        zone = ZoneFactory(rule_set=rules[start])
        zone.rule_set = rules[end]
        with pytest.raises(PermissionDenied):
            record(zone, actor=world.official("norte"))
        assert Zone.objects.get(pk=zone.pk).rule_set.stage == start


def test_write_of_several_rows_is_refused_as_one(world: World) -> None:
    ours, theirs = (
        FixtureFactory(stage=StageFactory(league=world.leagues[name])) for name in ("norte", "sur")
    )
    ours.note = theirs.note = "x"
    with pytest.raises(PermissionDenied):
        write([ours, theirs], actor=world.official("norte"))
    assert set(Fixture.objects.values_list("note", flat=True)) == {""}


def test_official_writes_in_his_branch(world: World) -> None:
    fixture = FixtureFactory(stage=StageFactory(league=world.leagues["muelle"]))
    fixture.note = "Se jugó con lluvia."
    record(fixture, actor=world.official("norte"))
    assert Fixture.objects.get().note == "Se jugó con lluvia."


def test_closed_account_writes_nothing(world: World) -> None:
    user = world.official("norte")
    user.is_active = False
    fixture = FixtureFactory(stage=StageFactory(league=world.leagues["norte"]))
    fixture.note = "x"
    with pytest.raises(PermissionDenied):
        record(fixture, actor=user)


def test_branch_is_read_once_for_a_user(world: World, django_assert_num_queries) -> None:
    user = official_of(world.leagues["norte"])
    with django_assert_num_queries(2):
        list(permissions.visible(user, Stage.objects.all()))
    with django_assert_num_queries(1):
        list(permissions.visible(user, Stage.objects.all()))


def test_branch_of_a_delegate_takes_another_query(world: World, django_assert_num_queries) -> None:
    user = world.delegate("ribera")
    with django_assert_num_queries(2):
        assert permissions.branch(user).clubs == {world.clubs["ribera"].pk}
