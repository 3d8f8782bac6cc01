"""A fixture list is written whole, or not at all."""

import datetime as dt

import pytest

from competitions.core.calendar import round_robin
from competitions.models import Fixture, Round, Stage
from competitions.services.fixture_lists import Planned, make_fixture_list
from competitions.services.writing import Refused
from tests.factories import EntryFactory, FixtureFactory, RoundFactory, StageFactory

pytestmark = pytest.mark.django_db

SUNDAY = dt.date(2026, 3, 1)


@pytest.fixture
def stage():
    return StageFactory(expected_fixtures=None)


def planned(stage, clubs=4):
    entries = [EntryFactory(stage=stage) for _ in range(clubs)]
    return [
        Planned(number, home, away, date=SUNDAY + dt.timedelta(weeks=number - 1))
        for number, pairs in enumerate(round_robin(entries), start=1)
        for home, away in pairs
    ]


def test_the_list_has_its_rounds_and_days(stage):
    made = make_fixture_list(stage, planned(stage), actor=None)

    assert [fixture.key for fixture in made] == ["f1-1", "f1-2", "f2-1", "f2-2", "f3-1", "f3-2"]
    rounds = Round.objects.filter(stage=stage).order_by("number")
    assert [(r.name, r.name_en, r.starts_on) for r in rounds] == [
        ("Fecha 1", "Round 1", SUNDAY),
        ("Fecha 2", "Round 2", SUNDAY + dt.timedelta(weeks=1)),
        ("Fecha 3", "Round 3", SUNDAY + dt.timedelta(weeks=2)),
    ]
    assert Stage.objects.get(pk=stage.pk).expected_fixtures == 6


def test_a_list_that_is_there_gives_way_only_when_told_to(stage):
    first = planned(stage)
    make_fixture_list(stage, first, actor=None)
    shorter = [match for match in first if match.round < 3]

    with pytest.raises(Refused, match="6 partidos"):
        make_fixture_list(stage, shorter, actor=None)
    assert Fixture.objects.filter(stage=stage).count() == 6

    make_fixture_list(stage, shorter, actor=None, replace=True)
    assert Fixture.objects.filter(stage=stage).count() == 4
    assert Round.objects.filter(stage=stage).count() == 2


@pytest.mark.parametrize("played", [{"home_goals": 1, "away_goals": 0}, {}])
def test_a_list_of_which_something_was_played_stays(stage, played):
    """Whether or not the score is known."""
    first = planned(stage)
    made = make_fixture_list(stage, first, actor=None)
    Fixture.objects.filter(pk=made[0].pk).update(status="played", **played)

    with pytest.raises(Refused, match="con resultado"):
        make_fixture_list(stage, first, actor=None, replace=True)
    assert Fixture.objects.filter(stage=stage).count() == 6


def test_extra_and_archived_matches_stay_beside_a_new_list(stage):
    extra = FixtureFactory(stage=stage, key="f1-1", is_extra=True)
    archived = FixtureFactory(stage=stage, key="f1-2", is_archived=True)

    made = make_fixture_list(stage, planned(stage), actor=None)

    assert [fixture.key for fixture in made][:2] == ["f1-1-2", "f1-2-2"]
    assert set(Fixture.objects.filter(pk__in=[extra.pk, archived.pk])) == {extra, archived}


def test_a_round_with_an_archived_match_stays_beside_a_shorter_list(stage):
    matches = planned(stage)
    make_fixture_list(stage, matches, actor=None)
    last = Round.objects.get(stage=stage, number=3)
    archived = FixtureFactory(stage=stage, key="vieja", round=last, is_archived=True)

    shorter = [match for match in matches if match.round == 1]
    make_fixture_list(stage, shorter, actor=None, replace=True)

    assert set(Round.objects.filter(stage=stage).values_list("number", flat=True)) == {1, 3}
    assert Fixture.objects.get(pk=archived.pk).round == last


def test_a_round_keeps_its_name(stage):
    RoundFactory(stage=stage, number=1, name="Fecha inaugural")

    make_fixture_list(stage, planned(stage), actor=None)

    assert Round.objects.get(stage=stage, number=1).name == "Fecha inaugural"


def test_a_fault_leaves_nothing_behind(stage):
    matches = planned(stage)
    stranger = EntryFactory()

    with pytest.raises(Refused):
        make_fixture_list(stage, [*matches, Planned(3, stranger, matches[0].home)], actor=None)
    assert not Fixture.objects.filter(stage=stage).exists()
    assert not Round.objects.filter(stage=stage).exists()


def test_a_simulated_season_says_so_of_its_list(stage):
    stage.season.is_simulated, stage.season.seed = True, 1
    stage.season.save()

    made = make_fixture_list(stage, planned(stage), actor=None)

    assert {fixture.evidence for fixture in made} == {"simulated"}


def test_queries_do_not_grow_with_the_list(stage, django_assert_num_queries):
    small, large = planned(stage, 4), planned(StageFactory(expected_fixtures=None), 8)
    with django_assert_num_queries(38):
        make_fixture_list(stage, small, actor=None)
    with django_assert_num_queries(38):
        make_fixture_list(large[0].home.stage, large, actor=None)
