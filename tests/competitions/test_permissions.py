import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, Permission

from competitions.models import Fixture
from competitions.permissions import permissions
from tests.factories import AdministratorFactory, FixtureFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_official_may_what_he_was_given() -> None:
    user = UserFactory()
    assert not permissions.may(user, "change", Fixture)
    user.user_permissions.add(Permission.objects.get(codename="change_fixture"))
    user = type(user).objects.get(pk=user.pk)
    assert permissions.may(user, "change", Fixture)
    assert not permissions.may(user, "delete", Fixture)


def test_administrator_may_everything_while_active() -> None:
    assert permissions.may(AdministratorFactory(), "delete", Fixture, row=FixtureFactory())
    assert not permissions.may(AdministratorFactory(is_active=False), "delete", Fixture)


def test_nobody_else_may_anything() -> None:
    class Robot(AbstractBaseUser):
        is_active = is_staff = True

        class Meta:
            app_label = "tests"
            managed = False

    assert not permissions.may(AnonymousUser(), "view", Fixture)
    assert not permissions.may(AdministratorFactory(is_staff=False), "view", Fixture)
    assert not permissions.may(Robot(), "view", Fixture)


def test_all_rows_are_seen_and_chosen_for_now() -> None:
    FixtureFactory()
    user = UserFactory()
    assert permissions.visible(user, Fixture.objects.all()).count() == 1
    assert permissions.choosable(user, Fixture.objects.all()).count() == 1
