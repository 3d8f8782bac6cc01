"""Leagues below the national one for a simulated season, to try the desk with.

Clubs exist; leagues, officials and results are made up, and the season says so of itself.
"""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from competitions.choices import (
    ClaimState,
    Criterion,
    Evidence,
    FixtureStatus,
    LeagueLevel,
    StageKind,
    Via,
    ZoneTone,
)
from competitions.core.calendar import round_robin
from competitions.models import (
    Claim,
    Club,
    Department,
    Entry,
    Fixture,
    League,
    Round,
    RuleSet,
    Season,
    Stage,
    TiebreakRule,
    Zone,
)
from competitions.services.offices import appoint
from competitions.services.writing import Actor, write

PLAYED = 3
"""Rounds of the district's stage that have results; the last of them not confirmed yet."""
UPWARDS = 2
"""Clubs that go up to the departmental stage, and as many that stand in it already."""


class CannotDemonstrate(ValueError):
    """What there is does not carry a demonstration; the message says why."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The stages made, and the user names of the officials by what they are."""

    district: Stage
    departmental: Stage
    officials: dict[str, str]


@transaction.atomic
def demonstrate(season: Season, department: Department, *, seed: int) -> Demonstration:
    """Give a department of a simulated season a district league with a stage that is half played,
    its own departmental stage, and an official of each, with a delegate of a club.

    The same seed gives the same results. Raises CannotDemonstrate.
    """
    if not season.is_simulated:
        raise CannotDemonstrate(f"{season.year} is a real season")
    clubs = list(Club.objects.filter(department=department).order_by("key"))
    if len(clubs) < 2 * UPWARDS + 2:
        raise CannotDemonstrate(f"{department.name} has only {len(clubs)} clubs")
    leagues = _leagues(department)
    above = _stage(season, leagues["departmental"], department, "Departamental", 12)
    below = _stage(season, leagues["district"], department, "Distrital", 10)
    _rules(above, leads_to=None)
    _rules(below, leads_to=above)
    _enter(above, clubs[-UPWARDS:])
    entries = _enter(below, clubs[:-UPWARDS])
    _play(below, entries, random.Random(seed))  # noqa: S311 - a repeatable season is wanted
    return Demonstration(below, above, _officials(leagues, entries[0], department))


def _leagues(department: Department) -> dict[str, League]:
    top = League.objects.get(department=department, level=LeagueLevel.DEPARTMENTAL)
    found = {"departmental": top}
    parent = top
    for level, word in (
        (LeagueLevel.PROVINCIAL, "Provincial"),
        (LeagueLevel.DISTRICT, "Distrital"),
    ):
        slug = f"liga-{word.lower()}-de-demostracion-{department.slug}"
        league = League.objects.filter(slug=slug).first() or League(
            slug=slug,
            name=f"Liga {word} de {department.name} (demostración)",
            level=level,
            department=department,
            parent=parent,
        )
        write([league], actor=None)
        found[level.value] = parent = league
    return found


def _stage(
    season: Season, league: League, department: Department, name: str, position: int
) -> Stage:
    slug = f"{name.lower()}-{department.slug}"
    if Stage.objects.filter(season=season, slug=slug).exists():
        raise CannotDemonstrate(f"{season.year} has a stage {slug} already")
    stage = Stage(
        season=season,
        league=league,
        slug=slug,
        name=f"{name} de {department.name}",
        kind=StageKind.SINGLE_TABLE,
        position=position,
        remark="Etapa de demostración: los clubes existen, los resultados no.",
        remark_en="A stage to try things with: the clubs exist, the results do not.",
    )
    write([stage], actor=None)
    return stage


def _rules(stage: Stage, *, leads_to: Stage | None) -> None:
    rules = RuleSet(stage=stage, evidence=Evidence.SIMULATED)
    criteria = (
        Criterion.POINTS,
        Criterion.GOAL_DIFFERENCE,
        Criterion.GOALS_FOR,
        Criterion.LOTS,
    )
    order = [
        TiebreakRule(rule_set=rules, position=position, criterion=criterion)
        for position, criterion in enumerate(criteria, start=1)
    ]
    zone = Zone(
        rule_set=rules,
        position=1,
        code="suben",
        letter="S",
        name="Suben de etapa",
        name_en="Go up a stage",
        tone=ZoneTone.THROUGH,
        first_place=1,
        last_place=UPWARDS,
        leads_to=leads_to,
    )
    write([rules, *order, zone], actor=None)


def _enter(stage: Stage, clubs: Sequence[Club]) -> list[Entry]:
    entries = [
        Entry(
            stage=stage,
            club=club,
            department=club.department,
            via=Via.INVITATION,
            evidence=Evidence.SIMULATED,
        )
        for club in clubs
    ]
    write(entries, actor=None)
    return entries


def _play(stage: Stage, entries: Sequence[Entry], rng: random.Random) -> None:
    first_sunday = stage.season.starts_on or dt.date(stage.season.year, 9, 1)
    rounds, fixtures = [], []
    for number, pairs in enumerate(round_robin(entries), start=1):
        day = first_sunday + dt.timedelta(weeks=number - 1)
        round_ = Round(
            stage=stage,
            number=number,
            name=f"Fecha {number}",
            name_en=f"Round {number}",
            starts_on=day,
            ends_on=day,
        )
        rounds.append(round_)
        fixtures += [
            _fixture(round_, f"f{number}-{place}", home, away, rng)
            for place, (home, away) in enumerate(pairs, start=1)
        ]
    write([*rounds, *fixtures], actor=None)
    doubtful = next(f for f in fixtures if f.round.number == PLAYED)
    write(
        [
            Claim(
                stage=stage,
                fixture=doubtful,
                claimant=doubtful.away,
                against=doubtful.home,
                grounds="Alineación indebida (simulado).",
                filed_on=doubtful.date,
                deadline=doubtful.date + dt.timedelta(days=5),
                state=ClaimState.OPEN,
                evidence=Evidence.SIMULATED,
            )
        ],
        actor=None,
    )


def _fixture(round_: Round, key: str, home: Entry, away: Entry, rng: random.Random) -> Fixture:
    fixture = Fixture(
        stage=round_.stage,
        round=round_,
        key=key,
        home=home,
        away=away,
        date=round_.starts_on,
        time=dt.time(15, 0),
        evidence=Evidence.SIMULATED,
    )
    goals = [rng.choice((0, 0, 1, 1, 2, 3)) for _half in range(4)]
    if round_.number <= PLAYED:
        fixture.status = FixtureStatus.PLAYED
        fixture.home_half, fixture.away_half = goals[:2]
        fixture.home_goals, fixture.away_goals = goals[0] + goals[2], goals[1] + goals[3]
        fixture.is_official = round_.number < PLAYED
    return fixture


def _officials(leagues: dict[str, League], entry: Entry, department: Department) -> dict[str, str]:
    names = {
        level: f"{word}-{department.slug}"
        for level, word in (
            ("departmental", "departamental"),
            ("provincial", "provincial"),
            ("district", "distrital"),
            ("delegate", "delegado"),
        )
    }
    actor: Actor = None
    for level, league in leagues.items():
        appoint(username=names[level], league=league, actor=actor)
    appoint(username=names["delegate"], club=entry.club, actor=actor)
    return names
