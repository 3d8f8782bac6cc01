"""Each write raises the version of the stages that show it, and of no other one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from competitions import models
from competitions.models import Stage
from competitions.services import versions
from competitions.services.writing import record, remove
from tests.factories import (
    FACTORIES,
    ClubAliasFactory,
    ClubFactory,
    DepartmentFactory,
    EntryFactory,
    FixtureFactory,
    LeagueFactory,
    LotsPositionFactory,
    PublishedScorerFactory,
    QualifierFactory,
    RuleSetFactory,
    SeasonFactory,
    SeasonNoteFactory,
    SeasonOutcomeFactory,
    StageFactory,
    VenueFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db


@dataclass(slots=True)
class World:
    """A season with two stages, the second fed by the first, and another season."""

    first: Stage
    second: Stage
    elsewhere: Stage
    club: models.Club


@pytest.fixture
def world() -> World:
    season = SeasonFactory(year=2024)
    first = StageFactory(season=season, position=1)
    second = StageFactory(season=season, position=2)
    elsewhere = StageFactory(season=SeasonFactory(year=2023))
    entry = EntryFactory(stage=first)
    EntryFactory(stage=second, club=entry.club, origin=entry)
    EntryFactory(stage=elsewhere)
    return World(first, second, elsewhere, entry.club)


def raised(write: Callable[[], Any]) -> set[int]:
    before = dict(Stage.objects.values_list("pk", "version"))
    write()
    after = dict(Stage.objects.values_list("pk", "version"))
    assert all(version - before.get(pk, version) in (0, 1) for pk, version in after.items())
    return {pk for pk, version in after.items() if version != before.get(pk, version)}


def change(row: Model, **values: Any) -> set[int]:
    for name, value in values.items():
        setattr(row, name, value)
    return raised(lambda: record(row, actor=None, reason="Prueba"))


def test_versions_know_every_model() -> None:
    recorded = {
        model
        for model in apps.get_app_config("competitions").get_models()
        if not model.__name__.startswith("Historical")
    }
    assert set(versions._SHOWN_IN) == recorded


@pytest.mark.parametrize("model", FACTORIES, ids=lambda model: model.__name__)
def test_deleting_a_row_raises_the_stages_it_stood_in(model: type, world: World) -> None:
    row = FACTORIES[model]()
    shown_in = versions.stages_showing([row])
    gone = {row.pk} if model is Stage else set()
    assert raised(lambda: remove(row, actor=None, reason="Prueba")) == shown_in - gone


def test_fixture_raises_its_stage_and_those_that_follow(world: World) -> None:
    first = FixtureFactory(stage=world.first)
    assert change(first, note="x") == {world.first.pk, world.second.pk}
    second = FixtureFactory(stage=world.second)
    assert change(second, note="x") == {world.second.pk}


def test_stage_follows_the_stage_whose_zone_leads_to_it(world: World) -> None:
    last = StageFactory(season=world.second.season)
    ZoneFactory(rule_set=RuleSetFactory(stage=world.second), leads_to=last)
    fixture = FixtureFactory(stage=world.second)
    assert change(fixture, note="x") == {world.second.pk, last.pk}


def test_what_follows_from_a_stage_that_follows_is_left_alone(world: World) -> None:
    """A district's result does not make the readers of the national table look again."""
    last = StageFactory(season=world.second.season)
    ZoneFactory(rule_set=RuleSetFactory(stage=world.second), leads_to=last)
    fixture = FixtureFactory(stage=world.first)
    assert change(fixture, note="x") == {world.first.pk, world.second.pk}


def test_moved_fixture_raises_both_stages(world: World) -> None:
    fixture = FixtureFactory(stage=world.elsewhere)
    home, away = EntryFactory(stage=world.second), EntryFactory(stage=world.second)
    moved = change(fixture, stage=world.second, home=home, away=away)
    assert moved == {world.elsewhere.pk, world.second.pk}


def test_renamed_club_raises_the_stages_where_it_appears(world: World) -> None:
    assert change(world.club, name="Otro nombre") == {world.first.pk, world.second.pk}


def test_club_without_entries_raises_nothing(world: World) -> None:
    assert change(ClubFactory(), name="Nadie") == set()


def test_new_club_raises_nothing(world: World) -> None:
    club = ClubFactory.build(department=DepartmentFactory())
    assert raised(lambda: record(club, actor=None)) == set()


def test_alias_raises_the_stages_of_its_club(world: World) -> None:
    alias = ClubAliasFactory(club=world.club)
    assert change(alias, name="Otro alias") == {world.first.pk, world.second.pk}


@pytest.mark.parametrize("make", [SeasonOutcomeFactory, PublishedScorerFactory])
def test_club_of_a_season_page_raises_that_season(make: Any, world: World) -> None:
    club = make(season=world.elsewhere.season).club
    assert change(club, name="Otro nombre") == {world.elsewhere.pk}


@pytest.mark.parametrize("make", [SeasonOutcomeFactory, PublishedScorerFactory, SeasonNoteFactory])
def test_fact_of_a_season_raises_all_its_stages(make: Any, world: World) -> None:
    fact = make(season=world.first.season)
    assert change(fact, source="Diario") == {world.first.pk, world.second.pk}


def test_season_raises_its_stages(world: World) -> None:
    assert change(world.first.season, summary="x") == {world.first.pk, world.second.pk}


def test_stage_raises_the_stages_of_its_season(world: World) -> None:
    assert change(world.second, name="Nacional") == {world.first.pk, world.second.pk}


def test_department_raises_the_stages_of_its_clubs(world: World) -> None:
    department = world.club.department
    assert change(department, capital="Otra") == {world.first.pk, world.second.pk}
    played_for = DepartmentFactory()
    EntryFactory(stage=world.elsewhere, department=played_for)
    assert change(played_for, capital="Otra") == {world.elsewhere.pk}


def test_venue_raises_the_stages_of_its_fixtures(world: World) -> None:
    venue = VenueFactory()
    FixtureFactory(stage=world.elsewhere, venue=venue)
    assert change(venue, name="Monumental") == {world.elsewhere.pk}


def test_league_raises_the_stages_it_organises(world: World) -> None:
    league = LeagueFactory(slug="otra", name="Otra")
    StageFactory(season=world.first.season, league=league)
    own = set(Stage.objects.filter(league=league).values_list("pk", flat=True))
    assert change(league, name="Liga nacional") == own


def test_rules_raise_their_stage(world: World) -> None:
    rules = RuleSetFactory(stage=world.elsewhere)
    assert change(rules, points_win=2) == {world.elsewhere.pk}
    assert change(rules.tiebreaks.first(), criterion="wins") == {world.elsewhere.pk}


def test_qualifier_raises_the_stage_it_leads_to(world: World) -> None:
    qualifier = QualifierFactory(
        qualifier_list__stage=world.elsewhere, to_stage=world.second, outcome=""
    )
    assert change(qualifier, remark="x") == {world.elsewhere.pk, world.second.pk}


def test_lots_raise_their_stage(world: World) -> None:
    drawn = LotsPositionFactory(lots__stage=world.elsewhere)
    assert change(drawn, position=2) == {world.elsewhere.pk}


def test_stages_of_a_thousand_facts_in_as_many_queries_as_those_of_one(
    world: World, django_assert_num_queries: Any
) -> None:
    clubs = ClubFactory.create_batch(3)
    for count in (1, 1200):
        with django_assert_num_queries(2):
            assert versions.stages_showing([world.club, *clubs][:count] * count) == {
                world.first.pk,
                world.second.pk,
            }
