"""A small tree of leagues with a row of every model in each of them.

national
├── norte (departmental)         ── sur (departmental)
│   └── ribera (provincial)          └── puna (provincial)
│       └── muelle (district)
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model

from competitions import models
from competitions.choices import LeagueLevel
from tests import factories as make

LEAGUES = ("national", "norte", "sur", "ribera", "puna", "muelle")


def _league(name: str, level: LeagueLevel, parent: models.League) -> models.League:
    department = parent.department or make.DepartmentFactory()
    return make.DepartmentalLeagueFactory(
        name=name, slug=name, level=level, parent=parent, department=department
    )


@dataclass(frozen=True)
class World:
    leagues: dict[str, models.League]
    clubs: dict[str, models.Club]

    def official(self, league: str) -> AbstractBaseUser:
        return make.official_of(self.leagues[league])

    def delegate(self, league: str) -> AbstractBaseUser:
        return make.AppointmentFactory(league=None, club=self.clubs[league]).user


def a_world() -> World:
    national = make.LeagueFactory()
    norte = _league("norte", LeagueLevel.DEPARTMENTAL, national)
    sur = _league("sur", LeagueLevel.DEPARTMENTAL, national)
    ribera = _league("ribera", LeagueLevel.PROVINCIAL, norte)
    puna = _league("puna", LeagueLevel.PROVINCIAL, sur)
    muelle = _league("muelle", LeagueLevel.DISTRICT, ribera)
    leagues = dict(zip(LEAGUES, (national, norte, sur, ribera, puna, muelle), strict=True))
    clubs = {
        name: make.ClubFactory(
            name=f"Sport {name}",
            league=league,
            department=league.department or make.DepartmentFactory(),
        )
        for name, league in leagues.items()
    }
    return World(leagues, clubs)


def _stage(world: World, league: str, **fields: Any) -> models.Stage:
    return make.StageFactory(league=world.leagues[league], **fields)


def _entry(world: World, league: str, **fields: Any) -> models.Entry:
    return make.EntryFactory(stage=_stage(world, league), club=world.clubs[league], **fields)


def _fixture(world: World, league: str, **fields: Any) -> models.Fixture:
    entry = _entry(world, league)
    return make.FixtureFactory(stage=entry.stage, home=entry, **fields)


def _in_stage(factory: Any, world: World, league: str) -> Model:
    return factory(stage=_stage(world, league))


def _of_fixture(factory: Any, world: World, league: str, **fields: Any) -> Model:
    return factory(fixture=_fixture(world, league, **fields))


def _matchup(world: World, league: str) -> models.Matchup:
    entry = _entry(world, league)
    round_ = make.RoundFactory(stage=entry.stage)
    return make.MatchupFactory(stage=entry.stage, round=round_, first=entry)


def _of_rules(factory: Any, world: World, league: str) -> Model:
    return factory(rule_set=make.RuleSetFactory(stage=_stage(world, league), criteria=[]))


ROW_IN: dict[type[Model], Callable[[World, str], Model]] = {
    models.Appointment: lambda w, name: make.AppointmentFactory(league=w.leagues[name]),
    models.Claim: lambda w, name: make.ClaimFactory(
        fixture=(fixture := _fixture(w, name, score="1-0")), claimant=fixture.home
    ),
    models.Club: lambda w, name: w.clubs[name],
    models.ClubAlias: lambda w, name: make.ClubAliasFactory(club=w.clubs[name]),
    models.Department: lambda w, name: w.clubs[name].department,
    models.Entry: _entry,
    models.Fixture: _fixture,
    models.Goal: partial(_of_fixture, make.GoalFactory, score="1-0"),
    models.Group: partial(_in_stage, make.GroupFactory),
    models.League: lambda w, name: w.leagues[name],
    models.LotsDrawn: partial(_in_stage, make.LotsDrawnFactory),
    models.LotsPosition: lambda w, name: make.LotsPositionFactory(
        entry=(entry := _entry(w, name)), lots=make.LotsDrawnFactory(stage=entry.stage)
    ),
    models.Matchup: _matchup,
    models.PointsAdjustment: lambda w, name: make.PointsAdjustmentFactory(entry=_entry(w, name)),
    models.PublishedRow: lambda w, name: make.PublishedRowFactory(entry=_entry(w, name)),
    models.PublishedScorer: lambda w, name: make.PublishedScorerFactory(club=w.clubs[name]),
    models.Qualifier: lambda w, name: make.QualifierFactory(
        entry=(entry := _entry(w, name)),
        qualifier_list=make.QualifierListFactory(stage=entry.stage),
    ),
    models.QualifierList: partial(_in_stage, make.QualifierListFactory),
    models.ResultLink: partial(_of_fixture, make.ResultLinkFactory),
    models.ResultReport: partial(_of_fixture, make.ResultReportFactory),
    models.Round: partial(_in_stage, make.RoundFactory),
    models.RuleSet: partial(_in_stage, make.RuleSetFactory),
    models.Ruling: lambda w, name: make.RulingFactory(
        fixture=(fixture := _fixture(w, name, score="1-0")), in_favour_of=fixture.home
    ),
    models.Season: lambda w, name: _stage(w, name).season,
    models.SeasonNote: lambda w, name: make.SeasonNoteFactory(season=_stage(w, name).season),
    models.SeasonOutcome: lambda w, name: make.SeasonOutcomeFactory(club=w.clubs[name]),
    models.Stage: _stage,
    models.TiebreakRule: partial(_of_rules, make.TiebreakRuleFactory),
    models.Venue: lambda w, name: make.VenueFactory(department=w.leagues[name].department),
    models.Zone: partial(_of_rules, make.ZoneFactory),
}
"""How to make a row of a model that belongs to a league of the world, its club in it."""
