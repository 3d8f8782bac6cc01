"""Taking a simulated season away: as if it had never been, and nothing else is touched."""

import io
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import CASCADE

from competitions.models import Club, ClubAlias, Entry, Fixture, League, Season, Stage
from competitions.services.below import BELOW
from competitions.services.pyramid import remove_simulated
from competitions.services.writing import record, remove
from tests.factories import AppointmentFactory, ClubFactory, EntryFactory, SeasonFactory
from tests.standings.country import YEAR, country, simulate

__all__ = ["country"]
pytestmark = pytest.mark.django_db


def counted() -> dict[str, int]:
    """The rows of each table of the app, history too."""
    models = apps.get_app_config("competitions").get_models()
    return {model.__name__: model._base_manager.count() for model in models}


def said(year: int) -> str:
    out = io.StringIO()
    call_command("remove_simulated", year, stdout=out)
    return out.getvalue()


def test_season_goes_and_the_other_one_keeps_what_both_use(country: Path) -> None:
    before = counted()
    simulate(country, year=2030)
    assert counted()["Fixture"] > before["Fixture"]
    new = counted()["Club"] - before["Club"]
    removed = remove_simulated(2030)
    assert counted() == before
    assert (removed.clubs, removed.leagues) == (new, 0)
    assert list(Season.objects.values_list("year", flat=True)) == [YEAR]


def test_nothing_is_left_of_the_last_one_but_what_is_real(country: Path) -> None:
    real = League.objects.filter(is_simulated=False).count()
    assert said(YEAR).startswith(f"{YEAR}: ")
    left = {name: number for name, number in counted().items() if number}
    assert set(left) == {"Department", "HistoricalDepartment", "League", "HistoricalLeague"}
    assert left["League"] == real


def test_history_of_what_officials_changed_and_deleted_goes_too(country: Path) -> None:
    stage = Stage.objects.filter(season__year=YEAR, league__level="district").first()
    fixture = Fixture(
        stage=stage,
        key="de-mas",
        group=stage.entries.first().group,
        home=stage.entries.first(),
        away=stage.entries.last(),
    )
    if fixture.home.group_id != fixture.away.group_id:
        fixture.away = stage.entries.filter(group=fixture.group).exclude(pk=fixture.home_id).first()
    record(fixture, actor=None)
    remove(fixture, actor=None)
    assert Fixture.history.filter(key="de-mas", history_type="-").exists()
    remove_simulated(YEAR)
    assert not Fixture.history.exists()


def test_made_up_club_stays_while_somebody_has_an_office_in_it(country: Path) -> None:
    club = Club.objects.filter(is_simulated=True).first()
    ClubAlias.objects.create(club=Club.objects.last(), name="La Otra", key="la otra")
    AppointmentFactory(club=club, league=None)
    remove_simulated(YEAR)
    assert list(Club.objects.all()) == [club]
    assert not ClubAlias.history.exists()
    above = {club.league_id, club.league.parent_id}
    assert set(League.objects.filter(is_simulated=True).values_list("pk", flat=True)) == above
    assert League.history.filter(id__in=above).count() == 2


def test_real_clubs_stay_with_their_history(country: Path) -> None:
    entry = EntryFactory(stage=Stage.objects.filter(season__year=YEAR).first())
    remove_simulated(YEAR)
    assert Club.objects.get() == entry.club
    assert Club.history.count() == 1


@pytest.mark.parametrize(
    ("year", "why"),
    [(2013, "2013 is a real season."), (1999, "There is no season 1999.")],
)
def test_real_and_missing_seasons_are_refused(year: int, why: str) -> None:
    SeasonFactory(year=2013)
    ClubFactory()
    before = counted()
    with pytest.raises(CommandError) as refused:
        said(year)
    assert why in str(refused.value)
    assert counted() == before


def test_season_that_another_one_refers_to_is_refused(country: Path) -> None:
    later = EntryFactory(
        stage__season__year=2031, origin=Entry.objects.filter(stage__season__year=YEAR).first()
    )
    before = counted()
    with pytest.raises(CommandError, match="2031 refers to stages or entries of 2028"):
        said(YEAR)
    assert counted() == before
    later.delete()
    said(YEAR)


def test_all_that_can_hang_on_a_season_is_taken_along() -> None:
    known = {Season, *BELOW}
    missing = [
        (model.__name__, field.name)
        for model in apps.get_app_config("competitions").get_models()
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.related_model in known
        and field.remote_field.on_delete is CASCADE
        and model not in known
    ]
    assert missing == []
