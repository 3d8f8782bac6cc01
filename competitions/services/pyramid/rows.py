"""Values of the core as rows of a season that is written."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from competitions.choices import Evidence, RulingEffect
from competitions.core.names import fold
from competitions.core.pack.values import (
    RULES_ALIKE,
    STAGE_ALIKE,
    ZONE_ALIKE,
    GroupValue,
    RoundValue,
)
from competitions.core.pyramid import ClubValue, Entrant, LeagueValue, Match, Played, Tie
from competitions.models import (
    Club,
    Department,
    Entry,
    Fixture,
    Group,
    League,
    Matchup,
    Round,
    RuleSet,
    Ruling,
    Season,
    Stage,
    TiebreakRule,
    Zone,
)
from competitions.services.packs.structure import same

CLUB_NOTE = "Club inventado por un programa para temporadas simuladas: no existe."


def league_row(league: LeagueValue, *, parent: League, department: Department) -> League:
    return League(
        slug=league.slug,
        name=league.name,
        level=league.level,
        parent=parent,
        department=department,
        is_simulated=True,
    )


def club_row(club: ClubValue, *, league: League) -> Club:
    return Club(
        slug=club.slug,
        name=club.name,
        key=fold(club.name),
        department_id=league.department_id,
        league=league,
        home_town=club.town,
        latitude=club.latitude,
        longitude=club.longitude,
        note=CLUB_NOTE,
        is_simulated=True,
    )


def stage_row(stage: Played, *, season: Season, league: League) -> Stage:
    value = stage.value
    return Stage(
        season=season,
        league=league,
        position=stage.position,
        is_finished=value.finished,
        **same(value, *STAGE_ALIKE),
    )


def rules_row(stage: Played, *, of: Stage) -> RuleSet:
    rules = stage.value.rules
    return RuleSet(
        stage=of,
        settlement=" ".join(rules.settlement),
        evidence=Evidence.SIMULATED,
        **same(rules, *RULES_ALIKE),
    )


def tiebreak_rows(stage: Played, *, rules: RuleSet) -> Iterator[TiebreakRule]:
    for position, criterion in enumerate(stage.value.rules.criteria, start=1):
        yield TiebreakRule(
            rule_set=rules,
            position=position,
            criterion=criterion.criterion,
            options=dict(criterion.options),
        )


def zone_rows(stage: Played, *, rules: RuleSet) -> Iterator[tuple[Zone, str]]:
    """Zones, each with the address of the stage that it leads to."""
    for position, zone in enumerate(stage.value.rules.zones, start=1):
        row = Zone(
            rule_set=rules,
            position=position,
            groups=" ".join(zone.groups),
            **same(zone, *ZONE_ALIKE),
        )
        yield row, zone.leads_to


def group_row(group: GroupValue, *, of: Stage, position: int) -> Group:
    return Group(
        stage=of,
        code=group.code,
        name=group.name,
        name_en=group.name_en,
        section=group.section,
        size=group.size,
        position=position,
    )


def round_row(value: RoundValue, *, of: Stage) -> Round:
    return Round(
        stage=of,
        number=value.number,
        key=value.key,
        name=value.name,
        name_en=value.name_en,
        legs=value.legs,
        is_neutral=value.neutral,
        starts_on=value.starts_on,
        ends_on=value.ends_on,
    )


def entry_row(
    entrant: Entrant, *, of: Stage, group: Group | None, club: Club, origin: Entry | None
) -> Entry:
    carried = entrant.carried
    return Entry(
        stage=of,
        group=group,
        club=club,
        department_id=club.department_id,
        departmental_rank=entrant.rank,
        seed=entrant.seed,
        points_carried=Decimal(carried.numerator) / carried.denominator,
        via=entrant.via,
        origin=origin,
        origin_place=entrant.origin_place,
        evidence=Evidence.SIMULATED,
    )


def matchup_row(
    tie: Tie, *, round_: Round, feeds: Matchup | None, entries: Mapping[int, Entry]
) -> Matchup:
    return Matchup(
        key=tie.key,
        round=round_,
        position=tie.position,
        first=entries[tie.first],
        second=entries[tie.second],
        first_slot=tie.slots[0],
        second_slot=tie.slots[1],
        legs=tie.legs,
        feeds=feeds,
        evidence=Evidence.SIMULATED,
    )


def fixture_row(
    match: Match,
    *,
    of: Stage,
    group: Group | None,
    round_: Round | None,
    matchup: Matchup | None,
    entries: Mapping[int, Entry],
) -> Fixture:
    unknown = (None, None)
    full, half = match.full or unknown, match.half or unknown
    extra, penalties = match.extra or unknown, match.penalties or unknown
    return Fixture(
        stage=of,
        group=group,
        round=round_,
        matchup=matchup,
        key=match.key,
        leg=match.leg,
        is_extra=match.is_extra,
        home=entries[match.home],
        away=entries[match.away],
        status="not_played" if match.is_walkover else "played",
        date=match.date,
        time=match.time,
        is_neutral=match.is_neutral,
        home_goals=full[0],
        away_goals=full[1],
        home_half=half[0],
        away_half=half[1],
        home_extra=extra[0],
        away_extra=extra[1],
        home_penalties=penalties[0],
        away_penalties=penalties[1],
        is_official=True,
        evidence=Evidence.SIMULATED,
    )


def ruling_row(
    match: Match, *, fixture: Fixture, number: int, goals: int, entries: Mapping[int, Entry]
) -> Ruling:
    """The award of a match that somebody did not turn up for, or turned up for with a player that
    was not entitled."""
    at_home = match.awarded_to == match.home
    winner, loser = (match.home, match.away) if at_home else (match.away, match.home)
    text = ("Jugador no habilitado (simulado).", "Ineligible player (simulated).")
    if match.is_walkover:
        text = ("W.O. (simulado).", "Walkover (simulated).")
    return Ruling(
        stage=fixture.stage,
        effect=RulingEffect.AWARD,
        fixture=fixture,
        entry=entries[loser],
        in_favour_of=entries[winner],
        home_goals=goals if at_home else 0,
        away_goals=0 if at_home else goals,
        is_walkover=match.is_walkover,
        document=f"Resolución simulada {number}",
        decided_on=match.date + dt.timedelta(days=1),
        text=text[0],
        text_en=text[1],
        evidence=Evidence.SIMULATED,
    )
