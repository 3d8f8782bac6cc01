"""Rows for tests. Every factory makes a valid row with the least around it.

A factory writes past the services: no check runs, no version rises. History is kept.
"""

import datetime as dt
from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.utils import timezone
from factory.django import DjangoModelFactory

from competitions import models
from competitions.choices import (
    Criterion,
    LeagueLevel,
    NoteKind,
    OutcomeKind,
    Reporter,
    RulingEffect,
    SeasonStatus,
    StageKind,
    ZoneKind,
    ZoneTone,
)
from competitions.core.names import fold, squeezed


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()

    username = factory.Sequence(lambda n: f"official{n}")
    is_staff = True


class AdministratorFactory(UserFactory):
    username = factory.Sequence(lambda n: f"administrator{n}")
    is_superuser = True


class DepartmentFactory(DjangoModelFactory):
    """Made-up departments; their codes lie above INEI's 25."""

    class Meta:
        model = models.Department

    code = factory.Sequence(lambda n: f"{26 + n % 74:02}")
    name = factory.Sequence(lambda n: f"Departamento {n}")
    slug = factory.Sequence(lambda n: f"departamento-{n}")
    capital = "Ciudad"
    latitude = -12.0
    longitude = -77.0


class LeagueFactory(DjangoModelFactory):
    """The one national league; for the leagues below it use `level=` and `parent=`."""

    class Meta:
        model = models.League
        django_get_or_create = ("slug",)

    level = LeagueLevel.NATIONAL
    name = "Federación Peruana de Fútbol"
    slug = "fpf"


class DepartmentalLeagueFactory(LeagueFactory):
    level = LeagueLevel.DEPARTMENTAL
    name = factory.Sequence(lambda n: f"Liga Departamental {n}")
    slug = factory.Sequence(lambda n: f"liga-departamental-{n}")
    parent = factory.SubFactory(LeagueFactory)
    department = factory.SubFactory(DepartmentFactory)


class ClubFactory(DjangoModelFactory):
    class Meta:
        model = models.Club

    name = factory.Sequence(lambda n: f"Club {n}")
    key = factory.LazyAttribute(lambda club: fold(club.name))
    short_key = factory.LazyAttribute(lambda club: squeezed(club.short_name))
    short_name = ""
    slug = factory.LazyAttribute(lambda club: fold(club.name).replace(" ", "-"))
    department = factory.SubFactory(DepartmentFactory)


class ClubAliasFactory(DjangoModelFactory):
    class Meta:
        model = models.ClubAlias

    club = factory.SubFactory(ClubFactory)
    name = factory.Sequence(lambda n: f"Otro nombre {n}")
    key = factory.LazyAttribute(lambda alias: fold(alias.name))


class VenueFactory(DjangoModelFactory):
    class Meta:
        model = models.Venue

    name = factory.Sequence(lambda n: f"Estadio {n}")
    town = "Ciudad"


class SeasonFactory(DjangoModelFactory):
    class Meta:
        model = models.Season
        django_get_or_create = ("year",)

    year = factory.Sequence(lambda n: 2025 + n % 75)
    status = SeasonStatus.RUNNING


class StageFactory(DjangoModelFactory):
    """A single table; GroupStageFactory and KnockOutFactory make the other kinds."""

    class Meta:
        model = models.Stage

    season = factory.SubFactory(SeasonFactory)
    slug = factory.Sequence(lambda n: f"etapa-{n}")
    name = factory.Sequence(lambda n: f"Etapa {n}")
    kind = StageKind.SINGLE_TABLE
    position = factory.Sequence(lambda n: n + 1)
    league = factory.SubFactory(LeagueFactory)


class GroupStageFactory(StageFactory):
    kind = StageKind.GROUPS


class KnockOutFactory(StageFactory):
    kind = StageKind.KNOCK_OUT


class GroupFactory(DjangoModelFactory):
    class Meta:
        model = models.Group

    stage = factory.SubFactory(GroupStageFactory)
    code = factory.Sequence(lambda n: f"g{n}")
    name = factory.LazyAttribute(lambda group: f"Grupo {group.code}")


class RuleSetFactory(DjangoModelFactory):
    """Rules with the criteria of 2023, or `criteria=["points", ("relative_points", {...})]`.

    In a knock-out they have no criteria unless some are given.
    """

    class Meta:
        model = models.RuleSet
        skip_postgeneration_save = True

    stage = factory.SubFactory(StageFactory)

    @factory.post_generation
    def criteria(
        self, create: bool, extracted: list[str | tuple[str, dict[str, Any]]] | None, **kwargs: Any
    ) -> None:
        if not create:
            return
        if extracted is None:
            extracted = (
                []
                if self.stage.kind == StageKind.KNOCK_OUT
                else [
                    Criterion.POINTS,
                    Criterion.GOAL_DIFFERENCE,
                    Criterion.GOALS_FOR,
                    Criterion.LOTS,
                ]
            )
        for position, rule in enumerate(extracted, start=1):
            criterion, options = (rule, {}) if isinstance(rule, str) else rule
            models.TiebreakRule.objects.create(
                rule_set=self, position=position, criterion=criterion, options=options
            )


class TiebreakRuleFactory(DjangoModelFactory):
    class Meta:
        model = models.TiebreakRule

    rule_set = factory.SubFactory(RuleSetFactory, criteria=[])
    position = 1
    criterion = Criterion.POINTS


class ZoneFactory(DjangoModelFactory):
    class Meta:
        model = models.Zone

    rule_set = factory.SubFactory(RuleSetFactory)
    position = factory.LazyAttribute(
        lambda zone: zone.rule_set.zones.count() + 1 if zone.rule_set else 1
    )
    code = factory.Sequence(lambda n: f"zona-{n}")
    name = "Pasan"
    letter = "P"
    tone = ZoneTone.THROUGH
    kind = ZoneKind.PLACES
    first_place = 1
    last_place = 2


class EntryFactory(DjangoModelFactory):
    class Meta:
        model = models.Entry

    stage = factory.SubFactory(StageFactory)
    club = factory.SubFactory(ClubFactory)
    department = factory.SelfAttribute("club.department")


class RoundFactory(DjangoModelFactory):
    class Meta:
        model = models.Round
        django_get_or_create = ("stage", "number")

    stage = factory.SubFactory(StageFactory)
    number = 1
    name = factory.LazyAttribute(lambda round_: f"Fecha {round_.number}")


class MatchupFactory(DjangoModelFactory):
    """A matchup of two legs between two new entries of `stage`; no leg is recorded yet."""

    class Meta:
        model = models.Matchup

    class Params:
        stage = factory.SubFactory(KnockOutFactory)

    key = factory.Sequence(lambda n: f"llave-{n}")
    round = factory.SubFactory(RoundFactory, stage=factory.SelfAttribute("..stage"))
    first = factory.SubFactory(EntryFactory, stage=factory.SelfAttribute("..round.stage"))
    second = factory.SubFactory(EntryFactory, stage=factory.SelfAttribute("..round.stage"))


class FixtureFactory(DjangoModelFactory):
    """A scheduled fixture; `score="2-1"`, `half="1-0"`, `extra=`, `penalties=` make it played."""

    class Meta:
        model = models.Fixture

    class Params:
        score: str | None = None
        half: str | None = None
        extra: str | None = None
        penalties: str | None = None

    key = factory.Sequence(lambda n: f"p{n}")
    stage = factory.SubFactory(StageFactory)
    home = factory.SubFactory(EntryFactory, stage=factory.SelfAttribute("..stage"))
    away = factory.SubFactory(EntryFactory, stage=factory.SelfAttribute("..stage"))
    status = factory.LazyAttribute(lambda f: "played" if f.score else "scheduled")
    home_goals = factory.LazyAttribute(lambda f: _goals(f.score, 0))
    away_goals = factory.LazyAttribute(lambda f: _goals(f.score, 1))
    home_half = factory.LazyAttribute(lambda f: _goals(f.half, 0))
    away_half = factory.LazyAttribute(lambda f: _goals(f.half, 1))
    home_extra = factory.LazyAttribute(lambda f: _goals(f.extra, 0))
    away_extra = factory.LazyAttribute(lambda f: _goals(f.extra, 1))
    home_penalties = factory.LazyAttribute(lambda f: _goals(f.penalties, 0))
    away_penalties = factory.LazyAttribute(lambda f: _goals(f.penalties, 1))


def _goals(score: str | None, side: int) -> int | None:
    return int(score.split("-")[side]) if score else None


class LegFactory(FixtureFactory):
    """A leg of `matchup`: the first club is at home in odd legs, the second in even ones."""

    matchup = factory.SubFactory(MatchupFactory)
    leg = 1
    stage = factory.SelfAttribute("matchup.round.stage")
    round = factory.SelfAttribute("matchup.round")
    home = factory.LazyAttribute(lambda f: f.matchup.first if f.leg % 2 else f.matchup.second)
    away = factory.LazyAttribute(lambda f: f.matchup.second if f.leg % 2 else f.matchup.first)


class GoalFactory(DjangoModelFactory):
    class Meta:
        model = models.Goal

    fixture = factory.SubFactory(FixtureFactory, score="1-0")
    entry = factory.SelfAttribute("fixture.home")
    player = factory.Sequence(lambda n: f"Jugador {n}")
    position = factory.Sequence(lambda n: n + 1)


class ClaimFactory(DjangoModelFactory):
    class Meta:
        model = models.Claim

    stage = factory.SelfAttribute("fixture.stage")
    fixture = factory.SubFactory(FixtureFactory, score="1-0")
    claimant = factory.SelfAttribute("fixture.away")
    grounds = "Alineación indebida."


class RulingFactory(DjangoModelFactory):
    """An award of the fixture to the away club."""

    class Meta:
        model = models.Ruling

    stage = factory.SelfAttribute("fixture.stage")
    fixture = factory.SubFactory(FixtureFactory, score="1-0")
    effect = RulingEffect.AWARD
    in_favour_of = factory.SelfAttribute("fixture.away")
    document = factory.Sequence(lambda n: f"Resolución {n}")


class PointsAdjustmentFactory(DjangoModelFactory):
    class Meta:
        model = models.PointsAdjustment

    entry = factory.SubFactory(EntryFactory)
    points = -3
    reason = "No se presentó."


class LotsDrawnFactory(DjangoModelFactory):
    class Meta:
        model = models.LotsDrawn

    stage = factory.SubFactory(StageFactory)
    act = factory.Sequence(lambda n: f"Acta {n}")


class LotsPositionFactory(DjangoModelFactory):
    class Meta:
        model = models.LotsPosition

    lots = factory.SubFactory(LotsDrawnFactory)
    entry = factory.SubFactory(EntryFactory, stage=factory.SelfAttribute("..lots.stage"))
    position = 1


class QualifierListFactory(DjangoModelFactory):
    class Meta:
        model = models.QualifierList

    stage = factory.SubFactory(StageFactory)


class QualifierFactory(DjangoModelFactory):
    """A club that was promoted, first of its stage."""

    class Meta:
        model = models.Qualifier

    qualifier_list = factory.SubFactory(QualifierListFactory)
    entry = factory.SubFactory(EntryFactory, stage=factory.SelfAttribute("..qualifier_list.stage"))
    place = 1
    outcome = OutcomeKind.PROMOTED
    destination = "Liga 2"


class SeasonOutcomeFactory(DjangoModelFactory):
    class Meta:
        model = models.SeasonOutcome

    season = factory.SubFactory(SeasonFactory)
    kind = OutcomeKind.CHAMPION
    club = factory.SubFactory(ClubFactory)


class PublishedScorerFactory(DjangoModelFactory):
    class Meta:
        model = models.PublishedScorer

    season = factory.SubFactory(SeasonFactory)
    rank = 1
    player = factory.Sequence(lambda n: f"Goleador {n}")
    club = factory.SubFactory(ClubFactory)
    goals = 10


class PublishedRowFactory(DjangoModelFactory):
    class Meta:
        model = models.PublishedRow

    stage = factory.SelfAttribute("entry.stage")
    entry = factory.SubFactory(EntryFactory)
    place = 1
    points = 3


class SeasonNoteFactory(DjangoModelFactory):
    class Meta:
        model = models.SeasonNote

    season = factory.SubFactory(SeasonFactory)
    kind = NoteKind.MISSING
    text = factory.Sequence(lambda n: f"Falta el resultado {n}.")


class AppointmentFactory(DjangoModelFactory):
    """An official of a departmental league; `league=None, club=...` makes a delegate."""

    class Meta:
        model = models.Appointment

    user = factory.SubFactory(UserFactory)
    league = factory.SubFactory(DepartmentalLeagueFactory)


class ResultLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.ResultLink

    fixture = factory.SubFactory(FixtureFactory)
    reporter = Reporter.HOME
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=2))


class ResultReportFactory(DjangoModelFactory):
    """The home club says 2-1."""

    class Meta:
        model = models.ResultReport

    fixture = factory.SubFactory(FixtureFactory)
    reporter = Reporter.HOME
    home_goals = 2
    away_goals = 1


def official_of(league: models.League) -> Any:
    """Someone with an office in the league."""
    return AppointmentFactory(league=league).user


FACTORIES: dict[type[Any], type[DjangoModelFactory]] = {
    models.Appointment: AppointmentFactory,
    models.Claim: ClaimFactory,
    models.Club: ClubFactory,
    models.ClubAlias: ClubAliasFactory,
    models.Department: DepartmentFactory,
    models.Entry: EntryFactory,
    models.Fixture: FixtureFactory,
    models.Goal: GoalFactory,
    models.Group: GroupFactory,
    models.League: DepartmentalLeagueFactory,
    models.LotsDrawn: LotsDrawnFactory,
    models.LotsPosition: LotsPositionFactory,
    models.Matchup: MatchupFactory,
    models.PointsAdjustment: PointsAdjustmentFactory,
    models.PublishedRow: PublishedRowFactory,
    models.PublishedScorer: PublishedScorerFactory,
    models.Qualifier: QualifierFactory,
    models.QualifierList: QualifierListFactory,
    models.ResultLink: ResultLinkFactory,
    models.ResultReport: ResultReportFactory,
    models.Round: RoundFactory,
    models.RuleSet: RuleSetFactory,
    models.Ruling: RulingFactory,
    models.Season: SeasonFactory,
    models.SeasonNote: SeasonNoteFactory,
    models.SeasonOutcome: SeasonOutcomeFactory,
    models.Stage: StageFactory,
    models.TiebreakRule: TiebreakRuleFactory,
    models.Venue: VenueFactory,
    models.Zone: ZoneFactory,
}
"""One factory a model: what tests that go through every model make their rows with."""
