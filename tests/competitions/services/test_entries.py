import pytest

from competitions.choices import Via
from competitions.models import Club, Entry
from competitions.services.entries import enter_club, withdraw_entry
from competitions.services.organisation import rename_club
from competitions.services.writing import Refused
from tests.factories import ClubFactory, FixtureFactory, GroupFactory, StageFactory

pytestmark = pytest.mark.django_db


def test_enter_club_for_its_own_department() -> None:
    stage, club = StageFactory(), ClubFactory()
    entry = enter_club(stage, club=club, actor=None, via=Via.INVITATION, departmental_rank=1)
    assert (entry.department, entry.via) == (club.department, "invitation")
    stage.refresh_from_db()
    assert stage.version == 2


def test_enter_club_twice_names_the_group_it_is_in() -> None:
    group = GroupFactory(name="Grupo A")
    club = ClubFactory(name="Ecosem")
    enter_club(group.stage, club=club, group=group, actor=None)
    other = GroupFactory(stage=group.stage)
    with pytest.raises(Refused, match=r"Ecosem .*Grupo A") as refusal:
        enter_club(group.stage, club=club, group=other, actor=None)
    assert list(refusal.value.error_dict) == ["club"]
    assert Entry.objects.count() == 1


def test_enter_club_twice_in_a_stage_without_groups() -> None:
    stage, club = StageFactory(), ClubFactory()
    enter_club(stage, club=club, actor=None)
    with pytest.raises(Refused, match=club.name):
        enter_club(stage, club=club, actor=None)


def test_enter_club_in_a_group_of_another_stage_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        enter_club(StageFactory(), club=ClubFactory(), group=GroupFactory(), actor=None)
    assert list(refusal.value.error_dict) == ["group"]
    assert not Entry.objects.exists()


def test_withdraw_entry_only_before_its_first_fixture() -> None:
    fixture = FixtureFactory()
    with pytest.raises(Refused):
        withdraw_entry(fixture.home, actor=None)
    entry = enter_club(fixture.stage, club=ClubFactory(), actor=None)
    withdraw_entry(entry, actor=None, reason="Se retiró")
    assert Entry.history.latest().history_change_reason == "Se retiró"


def test_rename_club_keeps_the_old_name_as_an_alias() -> None:
    club = ClubFactory(name="Defensor Arguedas")
    rename_club(club, name="Defensor José María Arguedas", actor=None)
    stored = Club.objects.get(pk=club.pk)
    assert stored.key == "defensor jose maria arguedas"
    assert [alias.key for alias in stored.aliases.all()] == ["defensor arguedas"]
    rename_club(club, name="Defensor Arguedas", actor=None)
    rename_club(club, name="Otro", actor=None)
    assert club.aliases.count() == 2
