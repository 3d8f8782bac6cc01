"""The checks of `core.consistency` on rows, and the sentences for what they find.

Rows are read afresh, in a fixed number of queries for all rows of a kind: call this inside the
transaction that wrote them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Prefetch, QuerySet

from competitions import selectors
from competitions.choices import FixtureStatus, RulingEffect, StageKind
from competitions.core.consistency import (
    Fault,
    Meeting,
    Member,
    Part,
    check_among,
    check_award,
    check_goals,
    check_group,
    check_group_codes,
    check_leg,
    check_level,
    check_once_in_round,
    check_report,
    check_settlement,
    check_single_match,
    check_span,
    check_stage,
)
from competitions.core.score import Score, Side
from competitions.models import (
    Claim,
    Entry,
    Fixture,
    Goal,
    Group,
    League,
    LotsDrawn,
    LotsPosition,
    Matchup,
    PointsAdjustment,
    PublishedRow,
    Qualifier,
    QualifierList,
    Round,
    RuleSet,
    Ruling,
    Season,
    SeasonNote,
    Stage,
    Zone,
)
from competitions.services.sentences import SENTENCES


@dataclass(frozen=True, slots=True)
class Found:
    """A fault, and the row that it is about."""

    row: Model
    fault: Fault

    @property
    def error(self) -> ValidationError:
        return ValidationError(
            SENTENCES[self.fault.code], code=self.fault.code, params=dict(self.fault.params)
        )


def faults_in(rows: Iterable[Model]) -> list[Found]:
    """Every contradiction that the rows, as they now stand in the database, are part of."""
    keys: dict[type[Model], dict[Any, None]] = {}
    for row in rows:
        model, pk = _CHECKED_AS.get(type(row), lambda r: (type(r), r.pk))(row)
        if model in _CHECKS:
            keys.setdefault(model, {})[pk] = None
    found = []
    for model, pks in keys.items():
        query, check = _CHECKS[model]
        for row in query().filter(pk__in=list(pks)).order_by("pk"):
            found += [Found(row, fault) for fault in check(row)]
    return found


def faults_of_unsaved(fixture: Fixture) -> list[Found]:
    """What can be said of a fixture that the database would not take as it is.

    Stage, sides and, where they are known, group and round are given. What depends on its goals
    or on the other legs is left to `faults_in`.
    """
    faults = [*_check_surroundings(fixture)]
    if fixture.matchup is None or fixture.is_extra:
        faults += check_single_match(
            fixture.facts, of_table=fixture.stage.has_table and not fixture.is_extra
        )
    return [Found(fixture, fault) for fault in faults]


def faults_of_result(
    fixture: Fixture, *, scored: Mapping[Side, int], in_round: Iterable[Fixture]
) -> list[Found]:
    """What a result contradicts, asked of rows in hand: no query, and nothing is written yet.

    `scored` are the goals listed for each side, `in_round` the fixtures of its round. Clubs, stage
    and rules, and of a matchup all that `selectors.matchup_facts` reads, have to be there.
    """
    faults = [
        *_check_round_of(fixture, in_round),
        *_check_result(fixture),
        *_check_scored(fixture, scored),
    ]
    return [Found(fixture, fault) for fault in faults]


_CHECKED_AS: dict[type[Model], Callable[[Any], tuple[type[Model], Any]]] = {
    Goal: lambda goal: (Fixture, goal.fixture_id),
    LotsPosition: lambda drawn: (LotsDrawn, drawn.lots_id),
    Qualifier: lambda qualifier: (QualifierList, qualifier.qualifier_list_id),
}


def _part(field: str, row: Any, stage_id: int | None = None) -> list[Part]:
    """`row` as a part of something; nothing where it is not given."""
    if row is None:
        return []
    return [Part(field, str(row), row.stage_id if stage_id is None else stage_id)]


def _matchup_part(matchup: Matchup | None) -> list[Part]:
    return _part("matchup", matchup, matchup.round.stage_id) if matchup else []


def _clubs(fixture: Fixture) -> dict[int, str]:
    return {fixture.home_id: fixture.home.name, fixture.away_id: fixture.away.name}


def _matchup_clubs(matchup: Matchup) -> dict[int, str]:
    return {entry.pk: entry.name for entry in (matchup.first, matchup.second) if entry}


# Fixtures -------------------------------------------------------------------------------------


_WITH_CLUBS = Fixture.objects.select_related("home__club", "away__club")
_WITH_SIDES = Matchup.objects.select_related("first__club", "second__club")


def _fixtures() -> QuerySet[Fixture]:
    return Fixture.objects.select_related(
        "stage__season",
        "stage__rule_set",
        "group",
        "round",
        "home__club",
        "home__group",
        "away__club",
        "away__group",
        "matchup__round",
        "matchup__first__club",
        "matchup__second__club",
        "replaces__home__club",
        "replaces__away__club",
    ).prefetch_related(
        Prefetch("goals", Goal.objects.select_related("entry__club")),
        "rulings",
        Prefetch("round__fixtures", _WITH_CLUBS),
        *(f"matchup__{relation}" for relation in selectors.MATCHUP_RELATIONS),
    )


def _check_fixture(fixture: Fixture) -> Iterator[Fault]:
    yield from _check_surroundings(fixture)
    yield from _check_result(fixture)
    yield from _check_goals(fixture)


def _check_result(fixture: Fixture) -> Iterator[Fault]:
    if fixture.is_archived:
        return
    if fixture.matchup:
        yield from _check_leg(fixture, fixture.matchup)
    if fixture.matchup is None or fixture.is_extra:
        yield from check_single_match(
            fixture.facts, of_table=fixture.stage.has_table and not fixture.is_extra
        )


def _check_surroundings(fixture: Fixture) -> Iterator[Fault]:
    yield from check_stage(
        fixture.stage_id,
        [
            *_part("home", fixture.home),
            *_part("away", fixture.away),
            *_part("group", fixture.group),
            *_part("round", fixture.round),
            *_matchup_part(fixture.matchup),
            *_part("replaces", fixture.replaces),
        ],
    )
    if fixture.group and fixture.stage.kind != StageKind.KNOCK_OUT:
        yield from check_group(fixture.group_id, fixture.group.label, _members(fixture))
    if fixture.round:
        yield from _check_round_of(fixture, fixture.round.fixtures.all())


def _check_round_of(fixture: Fixture, others: Iterable[Fixture]) -> list[Fault]:
    return check_once_in_round(_meeting(fixture), map(_meeting, others))


def _members(fixture: Fixture) -> Iterator[Member]:
    for field, entry in (("home", fixture.home), ("away", fixture.away)):
        name = entry.group.label if entry.group else ""
        yield Member(field, entry.name, entry.group_id, name)


def _meeting(fixture: Fixture) -> Meeting:
    return Meeting(
        fixture.pk,
        str(fixture),
        _clubs(fixture),
        matchup=fixture.matchup_id,
        apart=fixture.is_extra
        or fixture.is_archived
        or fixture.replaces_id is not None
        or fixture.status == FixtureStatus.ANNULLED,
    )


def _check_leg(fixture: Fixture, matchup: Matchup) -> Iterator[Fault]:
    if fixture.round_id and fixture.round_id != matchup.round_id:
        yield Fault("round_not_of_matchup", "round", {"name": matchup.round.label})
    faults = [
        *check_leg(
            {
                "home": (fixture.home_id, fixture.home.name),
                "away": (fixture.away_id, fixture.away.name),
            },
            list(_matchup_clubs(matchup).items()),
            leg=fixture.leg,
            legs=matchup.legs,
            has_penalties=fixture.home_penalties is not None and not fixture.is_extra,
        ),
        *_check_settlement(matchup, fixture.stage),
    ]
    for fault in faults:
        # The score of this leg can make a shoot-out of the other one wrong.
        on_other_leg = fault.field in ("home_penalties", "home_extra") and (
            getattr(fixture, fault.field) is None
        )
        yield replace(fault, field="home_goals") if on_other_leg else fault


def _check_settlement(matchup: Matchup, stage: Stage) -> list[Fault]:
    goals = selectors.award_goals_of(stage)
    return check_settlement(
        selectors.matchup_facts(matchup, award_goals=goals),
        selectors.matchup_facts(matchup, award_goals=goals, ruled=False),
        selectors.settlement_of(stage),
    )


def _check_goals(fixture: Fixture) -> Iterator[Fault]:
    goals = fixture.goals.all()
    yield from check_among(
        [("", goal.entry_id, goal.entry.name) for goal in goals],
        _clubs(fixture),
        code="does_not_play",
        where=str(fixture),
    )
    scored = Counter(goal.entry_id for goal in goals)
    yield from _check_scored(
        fixture, {"home": scored[fixture.home_id], "away": scored[fixture.away_id]}
    )


def _check_scored(fixture: Fixture, scored: Mapping[Side, int]) -> list[Fault]:
    facts = fixture.facts
    return check_goals(
        facts.extra_time or facts.full_time,
        scored,
        {"home": fixture.home.name, "away": fixture.away.name},
        played=fixture.status
        in (FixtureStatus.PLAYED, FixtureStatus.ABANDONED, FixtureStatus.ANNULLED),
    )


# Matchups -------------------------------------------------------------------------------------


def _matchups() -> QuerySet[Matchup]:
    return Matchup.objects.select_related(
        "round__stage__rule_set",
        "group",
        "first__club",
        "second__club",
        "feeds__round",
        "feeds__first__club",
        "feeds__second__club",
        "reported_winner__club",
    ).prefetch_related(
        Prefetch("round__matchups", _WITH_SIDES),
        Prefetch("fixtures", _WITH_CLUBS),
        *selectors.MATCHUP_RELATIONS,
    )


def _check_matchup(matchup: Matchup) -> Iterator[Fault]:
    stage = matchup.round.stage
    feeds = matchup.feeds
    yield from check_stage(
        stage.pk,
        [
            *_part("first", matchup.first),
            *_part("second", matchup.second),
            *_part("group", matchup.group),
            *(_part("feeds", feeds, feeds.round.stage_id) if feeds else []),
            *(
                part
                for fixture in matchup.fixtures.all()
                for part in _part("round", fixture, fixture.stage_id)
            ),
        ],
    )
    if feeds and feeds.round.stage_id == stage.pk and feeds.round.number <= matchup.round.number:
        yield Fault("feeds_no_later_round", "feeds", {"name": str(feeds)})
    others = (
        Meeting(other.pk, str(other), _matchup_clubs(other))
        for other in matchup.round.matchups.all()
    )
    own = Meeting(matchup.pk, str(matchup), _matchup_clubs(matchup))
    yield from check_once_in_round(own, others, code="meets_twice_in_round")
    yield from _check_legs(matchup)
    yield from _check_settlement(matchup, stage)
    yield from check_report(
        selectors.matchup_facts(matchup, award_goals=selectors.award_goals_of(stage)),
        selectors.settlement_of(stage),
        {"first": str(matchup.first), "second": str(matchup.second)},
    )


def _check_legs(matchup: Matchup) -> Iterator[Fault]:
    clubs = _matchup_clubs(matchup)
    for fixture in matchup.fixtures.all():
        if fixture.is_archived:
            continue
        if len(clubs) == 2 and not _clubs(fixture).keys() <= clubs.keys():
            yield Fault("leg_of_other_clubs", "", {"name": str(fixture)})
        if fixture.leg and fixture.leg > matchup.legs:
            yield Fault("no_such_leg", "legs", {"leg": fixture.leg, "legs": matchup.legs})


# Stages, groups, rounds, entries --------------------------------------------------------------


def _check_dates(row: Season | Stage) -> list[Fault]:
    return check_span(row.starts_on, row.ends_on)


def _check_group(group: Group) -> list[Fault]:
    return check_stage(
        group.stage_id,
        [
            part
            for row in (*group.entries.all(), *group.fixtures.all())
            for part in _part("stage", row)
        ],
    )


def _check_round(round_: Round) -> list[Fault]:
    return [
        *check_span(round_.starts_on, round_.ends_on),
        *check_stage(
            round_.stage_id,
            [
                *(part for fixture in round_.fixtures.all() for part in _part("stage", fixture)),
                *(
                    part
                    for matchup in round_.matchups.all()
                    for entry in (matchup.first, matchup.second)
                    for part in _part("stage", entry)
                ),
            ],
        ),
    ]


def _entries() -> QuerySet[Entry]:
    fixtures = _WITH_CLUBS.select_related("group")
    matchups = _WITH_SIDES.select_related("round")
    return Entry.objects.select_related("club", "stage", "group", "origin__club").prefetch_related(
        Prefetch("home_fixtures", fixtures),
        Prefetch("away_fixtures", fixtures),
        Prefetch("matchups_as_first", matchups),
        Prefetch("matchups_as_second", matchups),
    )


def _check_entry(entry: Entry) -> Iterator[Fault]:
    fixtures = [*entry.home_fixtures.all(), *entry.away_fixtures.all()]
    matchups = [*entry.matchups_as_first.all(), *entry.matchups_as_second.all()]
    yield from check_stage(
        entry.stage_id,
        [
            *_part("group", entry.group),
            *(part for fixture in fixtures for part in _part("stage", fixture)),
            *(part for m in matchups for part in _part("stage", m, m.round.stage_id)),
        ],
    )
    if entry.stage.kind != StageKind.KNOCK_OUT:
        member = Member(
            "group", entry.name, entry.group_id, entry.group.label if entry.group else ""
        )
        groups = {f.group_id: f.group for f in fixtures if f.group}
        for group in groups.values():
            yield from check_group(group.pk, group.label, [member])
    if entry.origin:
        if entry.origin.club_id != entry.club_id:
            yield Fault("origin_of_other_club", "origin", {"name": entry.origin.name})
        if entry.origin.stage_id == entry.stage_id:
            yield Fault("origin_in_same_stage", "origin")


def _check_league(league: League) -> Iterator[Fault]:
    if league.parent:
        yield from check_level(league.level, league.parent.level)
    if any(check_level(child.level, league.level) for child in league.children.all()):
        yield Fault("level_not_above_children", "level")


# Rules ----------------------------------------------------------------------------------------


def _check_rules(rules: RuleSet) -> Iterator[Fault]:
    if rules.stage.kind != StageKind.KNOCK_OUT and not rules.tiebreaks.all():
        yield Fault("no_criteria")


def _check_zone(zone: Zone) -> Iterator[Fault]:
    stage = zone.rule_set.stage
    yield from check_group_codes(zone.group_codes, {group.code for group in stage.groups.all()})
    if zone.leads_to_id == stage.pk:
        yield Fault("leads_to_itself", "leads_to")
    elif zone.leads_to and zone.leads_to.season_id != stage.season_id:
        yield Fault("other_season", "leads_to", {"name": str(zone.leads_to)})


# Claims, rulings, lots ------------------------------------------------------------------------

_ON_WHAT = (
    "fixture__home__club",
    "fixture__away__club",
    "matchup__round",
    "matchup__first__club",
    "matchup__second__club",
)


def _check_object(row: Claim | Ruling, clubs: dict[str, Entry | None]) -> Iterator[Fault]:
    """What a claim or ruling is about: all of one stage, its clubs those that play."""
    fixture, matchup = row.fixture, row.matchup
    yield from check_stage(
        row.stage_id,
        [
            *_part("fixture", fixture),
            *_matchup_part(matchup),
            *(part for field, entry in clubs.items() for part in _part(field, entry)),
        ],
    )
    if fixture and matchup and fixture.matchup_id != matchup.pk:
        yield Fault("fixture_not_of_matchup", "matchup", {"name": str(fixture)})
    playing = _clubs(fixture) if fixture else _matchup_clubs(matchup) if matchup else None
    if playing is not None:
        yield from check_among(
            [(field, entry.pk, entry.name) for field, entry in clubs.items() if entry],
            playing,
            code="does_not_play",
            where=str(fixture or matchup),
        )


def _check_claim(claim: Claim) -> Iterator[Fault]:
    yield from _check_object(claim, {"claimant": claim.claimant, "against": claim.against})
    if claim.filed_on and claim.deadline and claim.deadline < claim.filed_on:
        yield Fault("deadline_before_claim", "deadline")


def _check_ruling(ruling: Ruling) -> Iterator[Fault]:
    yield from _check_object(ruling, {"entry": ruling.entry, "in_favour_of": ruling.in_favour_of})
    yield from check_stage(ruling.stage_id, _part("claim", ruling.claim))
    if ruling.effect == RulingEffect.POINTS and not ruling.adjustments.all():
        yield Fault("points_without_number")
    if ruling.fixture is None:
        if ruling.effect == RulingEffect.AWARD and ruling.matchup is None:
            yield Fault("award_of_nothing", "fixture")
        return
    yield from check_award(
        _awarded(ruling),
        in_favour_of=_side(ruling.in_favour_of_id, ruling.fixture),
        walkover=ruling.is_walkover,
        walkover_goals=selectors.award_goals_of(ruling.stage),
        name=str(ruling.in_favour_of),
    )


def _awarded(ruling: Ruling) -> Score | None:
    if ruling.home_goals is None or ruling.away_goals is None:
        return None
    return Score(ruling.home_goals, ruling.away_goals)


def _side(entry_id: int | None, fixture: Fixture) -> Side | None:
    if entry_id is None:
        return None
    if entry_id == fixture.home_id:
        return "home"
    return "away" if entry_id == fixture.away_id else None


def _check_adjustment(adjustment: PointsAdjustment) -> list[Fault]:
    return check_stage(adjustment.entry.stage_id, _part("ruling", adjustment.ruling))


def _check_lots(lots: LotsDrawn) -> Iterator[Fault]:
    drawn = [position.entry for position in lots.positions.all()]
    yield from check_stage(
        lots.stage_id,
        [
            *_part("group", lots.group),
            *_matchup_part(lots.matchup),
            *(part for entry in drawn for part in _part("", entry)),
        ],
    )
    clubs = [("", entry.pk, entry.name) for entry in drawn]
    if lots.matchup:
        yield from check_among(
            clubs, _matchup_clubs(lots.matchup), code="does_not_play", where=str(lots.matchup)
        )
    elif lots.group:
        yield from check_group(
            lots.group_id,
            lots.group.label,
            (
                Member("", entry.name, entry.group_id, entry.group.label if entry.group else "")
                for entry in drawn
            ),
        )


# Lists and what was published -----------------------------------------------------------------


def _check_qualifiers(qualifiers: QualifierList) -> Iterator[Fault]:
    stage = qualifiers.stage
    for qualifier in qualifiers.qualifiers.all():
        yield from check_stage(
            stage.pk, [*_part("", qualifier.entry), *_part("", qualifier.instead_of)]
        )
        if qualifier.to_stage_id == stage.pk:
            yield Fault("leads_to_itself")
        if qualifier.instead_of_id == qualifier.entry_id:
            yield Fault("instead_of_itself", "", {"name": qualifier.entry.name})


def _check_published(row: PublishedRow) -> list[Fault]:
    return check_stage(row.stage_id, [*_part("entry", row.entry), *_part("group", row.group)])


def _check_note(note: SeasonNote) -> Iterator[Fault]:
    if note.stage and note.stage.season_id != note.season_id:
        yield Fault("other_season", "stage", {"name": str(note.stage)})


_Check = tuple[Callable[[], QuerySet[Any]], Callable[[Any], Iterable[Fault]]]

_CHECKS: dict[type[Model], _Check] = {
    Season: (Season.objects.all, _check_dates),
    Stage: (lambda: Stage.objects.select_related("season"), _check_dates),
    League: (
        lambda: League.objects.select_related("parent").prefetch_related("children"),
        _check_league,
    ),
    Group: (
        lambda: Group.objects.prefetch_related("entries__club", Prefetch("fixtures", _WITH_CLUBS)),
        _check_group,
    ),
    Round: (
        lambda: Round.objects.prefetch_related(
            Prefetch("fixtures", _WITH_CLUBS), Prefetch("matchups", _WITH_SIDES)
        ),
        _check_round,
    ),
    Entry: (_entries, _check_entry),
    Fixture: (_fixtures, _check_fixture),
    Matchup: (_matchups, _check_matchup),
    RuleSet: (
        lambda: RuleSet.objects.select_related("stage").prefetch_related("tiebreaks"),
        _check_rules,
    ),
    Zone: (
        lambda: Zone.objects.select_related("rule_set__stage", "leads_to__season").prefetch_related(
            "rule_set__stage__groups"
        ),
        _check_zone,
    ),
    Claim: (
        lambda: Claim.objects.select_related("claimant__club", "against__club", *_ON_WHAT),
        _check_claim,
    ),
    Ruling: (
        lambda: Ruling.objects.select_related(
            "stage__rule_set",
            "claim__claimant__club",
            "entry__club",
            "in_favour_of__club",
            *_ON_WHAT,
        ).prefetch_related("adjustments"),
        _check_ruling,
    ),
    PointsAdjustment: (
        lambda: PointsAdjustment.objects.select_related("entry__club", "ruling"),
        _check_adjustment,
    ),
    LotsDrawn: (
        lambda: LotsDrawn.objects.select_related(
            "group", "matchup__round", "matchup__first__club", "matchup__second__club"
        ).prefetch_related("positions__entry__club", "positions__entry__group"),
        _check_lots,
    ),
    QualifierList: (
        lambda: QualifierList.objects.select_related("stage").prefetch_related(
            "qualifiers__entry__club", "qualifiers__instead_of__club"
        ),
        _check_qualifiers,
    ),
    PublishedRow: (
        lambda: PublishedRow.objects.select_related("group", "entry__club"),
        _check_published,
    ),
    SeasonNote: (
        lambda: SeasonNote.objects.select_related("season", "stage__season"),
        _check_note,
    ),
}
