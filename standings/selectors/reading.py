"""Stages read into snapshots: in a handful of queries, cached under the stage's version.

A write raises the version, so an old snapshot is never asked for again.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from competitions.choices import ClaimState, OutcomeKind, RulingEffect, StageKind
from competitions.core.score import (
    Effect,
    MatchFacts,
    RulingFacts,
    Score,
    Status,
    official_result,
)
from competitions.core.travel import Point
from competitions.models import (
    Claim,
    Entry,
    Fixture,
    Group,
    LotsPosition,
    Matchup,
    Qualifier,
    RuleSet,
    Ruling,
    SeasonOutcome,
    Stage,
    Zone,
)
from standings.selectors.criteria import criteria_of
from standings.selectors.snapshot import (
    AdjustmentData,
    ClubData,
    CriterionData,
    ExclusionData,
    FixtureData,
    GroupData,
    Label,
    MatchupData,
    QualifierData,
    RoundData,
    RulesChangedData,
    RulesData,
    RulingData,
    StageData,
    ZoneData,
)

SHAPE = 8
"""Part of every cache key: raise it when the values of a snapshot change their shape."""

KEPT_FOR = 60 * 60 * 24 * 7


def load(stages: Iterable[Stage]) -> dict[int, StageData]:
    """Snapshots of the stages by primary key, from the cache where their version is there.

    Stages need `season` and `rule_set` selected. However many are missing in the cache, they are
    read with the same few queries.
    """
    stages = list(stages)
    keys = {_key(stage): stage for stage in stages}
    found = cache.get_many(list(keys))
    missing = [stage for key, stage in keys.items() if key not in found]
    snapshots = {snapshot.pk: snapshot for snapshot in found.values()}
    if missing:
        fresh = _read(missing)
        cache.set_many({_key(stage): fresh[stage.pk] for stage in missing}, timeout=KEPT_FOR)
        snapshots |= fresh
    return snapshots


def kept(pk: int, version: str) -> StageData | None:
    """The snapshot of a stage as it was at another version, if the cache still has it.

    The version may come from outside: what is none finds nothing.
    """
    if not _VERSION.fullmatch(version):
        return None
    return cache.get(f"stage-{SHAPE}-{pk}-{version}")


_VERSION = re.compile(r"\d{1,10}-[\w-]{1,22}", re.ASCII)


def _key(stage: Stage) -> str:
    return f"stage-{SHAPE}-{stage.pk}-{stage.version}-{stage.stamp}"


def _read(stages: Sequence[Stage]) -> dict[int, StageData]:
    pks = [stage.pk for stage in stages]
    knock_outs = [stage.pk for stage in stages if stage.kind == StageKind.KNOCK_OUT]
    clubs = _entries(pks)
    groups = _groups([stage.pk for stage in stages if stage.kind == StageKind.GROUPS])
    fixtures, rounds = _fixtures(stages)
    criteria, changes = criteria_of(pks)
    zones = _zones(pks)
    qualifiers, confirmed_on = _qualifiers(pks)
    matchups = _matchups(knock_outs, groups, rounds) if knock_outs else {}
    return {
        stage.pk: StageData(
            pk=stage.pk,
            version=f"{stage.version}-{stage.stamp}",
            year=stage.season.year,
            slug=stage.slug,
            label=Label(stage.name, stage.name_en),
            kind=stage.kind,
            position=stage.position,
            is_simulated=stage.season.is_simulated,
            is_finished=stage.is_finished,
            expected_fixtures=stage.expected_fixtures,
            remark=Label(stage.remark, stage.remark_en),
            rules=_rules(stage, criteria.get(stage.pk, ()), changes.get(stage.pk, ())),
            zones=tuple(zones.get(stage.pk, ())),
            groups=tuple(sorted(groups[stage.pk].values(), key=lambda g: (g.position, g.code))),
            rounds=tuple(rounds[stage.pk][number] for number in sorted(rounds[stage.pk])),
            clubs=clubs.get(stage.pk, {}),
            fixtures=tuple(fixtures.get(stage.pk, ())),
            matchups=tuple(matchups.get(stage.pk, ())),
            qualifiers=tuple(qualifiers.get(stage.pk, ())),
            confirmed_on=confirmed_on.get(stage.pk),
        )
        for stage in stages
    }


def _groups(pks: list[int]) -> dict[int, dict[str, GroupData]]:
    """Of stages that have tables by group; the sections of a knock-out come with its matchups."""
    groups: dict[int, dict[str, GroupData]] = defaultdict(dict)
    for group in Group.objects.filter(stage__in=pks) if pks else ():
        groups[group.stage_id][group.code] = _group(group)
    return groups


def _entries(pks: list[int]) -> dict[int, dict[int, ClubData]]:
    """Entries with what lies beside their results, in one query: a row for each combination."""
    promoted = SeasonOutcome.objects.filter(
        season=OuterRef("stage__season"), club=OuterRef("club"), kind=OutcomeKind.PROMOTED
    )
    rows = (
        Entry.objects.filter(stage__in=pks)
        .annotate(
            promoted=Exists(promoted),
            exclusion=FilteredRelation(
                "rulings_against",
                condition=Q(
                    rulings_against__effect=RulingEffect.EXCLUSION,
                    rulings_against__fixture=None,
                    rulings_against__matchup=None,
                ),
            ),
        )
        .order_by(
            "stage",
            "department__code",
            F("departmental_rank").asc(nulls_last=True),
            "club__key",
            "adjustments__pk",
        )
        .values(*_ENTRY_FIELDS, "promoted", "exclusion__pk", "exclusion__document")
    )
    by_entry: dict[int, dict[str, Any]] = {}
    adjustments: dict[int, dict[int, AdjustmentData]] = defaultdict(dict)
    drawings: dict[int, dict[int, int]] = defaultdict(dict)
    exclusions: dict[int, dict[int, ExclusionData]] = defaultdict(dict)
    for row in rows:
        entry = by_entry.setdefault(row["pk"], row)["pk"]
        of_archived = row["adjustments__ruling__fixture__is_archived"]
        if row["adjustments__pk"] is not None and not of_archived:
            adjustments[entry][row["adjustments__pk"]] = AdjustmentData(
                row["adjustments__points"],
                row["adjustments__reason"],
                row["adjustments__decided_on"],
                row["adjustments__ruling__document"] or "",
                row["adjustments__ruling"],
            )
        if (ruling := row["exclusion__pk"]) is not None:
            exclusions[entry][ruling] = ExclusionData(ruling, row["exclusion__document"])
        parts_level = not row["lots_positions__lots__purpose"]
        of_matchup = row["lots_positions__lots__matchup"] is not None
        if row["lots_positions__lots"] and parts_level and not of_matchup:
            drawings[row["lots_positions__lots"]][entry] = row["lots_positions__position"]
    lots = drawn_positions([drawings[pk] for pk in sorted(drawings)])
    clubs: dict[int, dict[int, ClubData]] = defaultdict(dict)
    for entry, row in by_entry.items():
        out = [exclusions[entry][ruling] for ruling in sorted(exclusions[entry])]
        found = adjustments.get(entry, {}).values()
        clubs[row["stage"]][entry] = _club(row, found, lots.get(entry), out)
    return clubs


def drawn_positions(drawings: Sequence[Mapping[int, int]]) -> dict[int, int]:
    """One position a club from all drawings, the oldest first.

    A drawing among clubs that the ones before left level refines them; any other one stands anew
    for its clubs.

    >>> drawn_positions([{1: 1, 2: 2, 3: 2}, {2: 2, 3: 1}])
    {1: 1, 2: 3, 3: 2}
    """
    drawn: dict[int, tuple[int, ...]] = {}
    for drawing in drawings:
        before = {drawn.get(club, ()) for club in drawing}
        refined = before.pop() if len(before) == 1 else ()
        drawn |= {club: (*refined, position) for club, position in drawing.items()}
    order = sorted(set(drawn.values()))
    return {club: order.index(positions) + 1 for club, positions in drawn.items()}


def _club(
    row: Mapping[str, Any],
    adjustments: Iterable[AdjustmentData],
    lots: int | None,
    exclusions: Iterable[ExclusionData],
) -> ClubData:
    return ClubData(
        entry=row["pk"],
        club=row["club"],
        slug=row["club__slug"],
        name=row["listed_name"] or row["club__name"],
        short_name=row["club__short_name"],
        key=row["club__key"],
        department=row["department__name"],
        department_code=row["department__code"],
        department_slug=row["department__slug"],
        town=row["home_town"] or row["club__home_town"],
        ground=None if row["club__latitude"] is None else _point(row, "club"),
        capital=_point(row, "department"),
        departmental_rank=row["departmental_rank"],
        group=row["group__code"] or "",
        seed=row["seed"],
        carried=_exact(row["points_carried"]),
        adjustments=tuple(adjustments),
        lots=lots,
        via=row["via"],
        origin_place=row["origin_place"],
        promoted=row["promoted"],
        exclusions=tuple(exclusions),
        evidence=row["evidence"],
        source=row["source"],
        note=row["note"],
    )


def _exact(points: Any) -> Any:
    """Points as a whole number where they are one, else as a fraction."""
    exact = Fraction(points)
    return int(exact) if exact.denominator == 1 else exact


def _group(group: Any) -> GroupData:
    return GroupData(group.code, Label(group.name, group.name_en), group.section, group.position)


def _point(row: Mapping[str, Any], of: str) -> Point:
    return Point(row[f"{of}__latitude"], row[f"{of}__longitude"])


_ENTRY_FIELDS = (
    "pk", "stage", "club", "listed_name", "home_town", "departmental_rank", "seed",
    "points_carried", "via", "origin_place", "evidence", "source", "note",
    "club__slug", "club__name", "club__short_name", "club__key", "club__home_town",
    "club__latitude", "club__longitude", "department__latitude", "department__longitude",
    "department__name", "department__code", "department__slug",
    "group__code", "adjustments__pk", "adjustments__points", "adjustments__reason",
    "adjustments__decided_on", "adjustments__ruling", "adjustments__ruling__document",
    "adjustments__ruling__fixture__is_archived",
    "lots_positions__lots",
    "lots_positions__position", "lots_positions__lots__matchup",
    "lots_positions__lots__purpose",
)  # fmt: skip
_FIXTURE_FIELDS = (
    "pk", "stage", "key", "home", "away", "status", "leg", "is_extra", "is_neutral", "date",
    "is_official", "time", "matchup", "replaces", "evidence", "note", "source",
    "home_goals", "away_goals", "home_half", "away_half",
    "home_extra", "away_extra", "home_penalties", "away_penalties",
    "round__number", "round__name", "round__name_en", "round__key",
    "round__starts_on", "round__ends_on", "group__code", "venue__name", "venue__town",
)  # fmt: skip
RULING_FIELDS = (
    "pk", "effect", "document", "decided_on", "text", "text_en", "home_goals", "away_goals",
    "in_favour_of", "entry", "is_walkover", "source", "evidence",
)  # fmt: skip


def _fixtures(
    stages: Sequence[Stage],
) -> tuple[dict[int, list[FixtureData]], dict[int, dict[int, RoundData]]]:
    """Fixtures with their rulings in one query: a row for each ruling, or one without."""
    award_goals = {stage.pk: _rule_set(stage).walkover_goals for stage in stages}
    rows = (
        Fixture.objects.kept()
        .filter(stage__in=list(award_goals))
        .in_playing_order()
        .values(*_FIXTURE_FIELDS, *(f"rulings__{name}" for name in RULING_FIELDS))
    )
    by_fixture: dict[int, tuple[dict[str, Any], list[RulingData]]] = {}
    rounds: dict[int, dict[int, RoundData]] = defaultdict(dict)
    for row in rows:
        number = row["round__number"]
        if number is not None and number not in rounds[row["stage"]]:
            rounds[row["stage"]][number] = RoundData(
                number,
                Label(row["round__name"], row["round__name_en"]),
                row["round__key"],
                row["round__starts_on"],
                row["round__ends_on"],
            )
        _, rulings = by_fixture.setdefault(row["pk"], (row, []))
        if row["rulings__pk"] is not None:
            rulings.append(ruling_data({name: row[f"rulings__{name}"] for name in RULING_FIELDS}))
    fixtures: dict[int, list[FixtureData]] = defaultdict(list)
    for row, rulings in by_fixture.values():
        rulings.sort(key=lambda ruling: (ruling.decided_on or dt.date.max, ruling.pk))
        fixtures[row["stage"]].append(_fixture(row, rulings, award_goals[row["stage"]]))
    return fixtures, rounds


def ruling_data(row: Mapping[str, Any]) -> RulingData:
    """A ruling as a snapshot has it, from its `RULING_FIELDS`."""
    return RulingData(
        pk=row["pk"],
        effect=row["effect"],
        document=row["document"],
        decided_on=row["decided_on"],
        text=Label(row["text"], row["text_en"]),
        home_goals=row["home_goals"],
        away_goals=row["away_goals"],
        in_favour_of=row["in_favour_of"],
        entry=row["entry"],
        is_walkover=row["is_walkover"],
        source=row["source"],
        evidence=row["evidence"],
    )


def _fixture(row: Mapping[str, Any], rulings: list[RulingData], award_goals: int) -> FixtureData:
    match = MatchFacts(
        status=Status(row["status"]),
        full_time=_score(row, "goals"),
        half_time=_score(row, "half"),
        extra_time=_score(row, "extra"),
        penalties=_score(row, "penalties"),
    )
    effects = [ruling_facts(ruling, row["home"], row["away"]) for ruling in rulings]
    return FixtureData(
        pk=row["pk"],
        key=row["key"],
        home=row["home"],
        away=row["away"],
        match=match,
        official=official_result(match, effects, award_goals=award_goals),
        round=row["round__number"],
        group=row["group__code"] or "",
        matchup=row["matchup"],
        replaces=row["replaces"],
        leg=row["leg"],
        is_extra=row["is_extra"],
        is_neutral=row["is_neutral"],
        date=row["date"],
        time=row["time"],
        venue=row["venue__name"] or "",
        venue_town=row["venue__town"] or "",
        evidence=row["evidence"],
        note=row["note"],
        source=row["source"],
        rulings=tuple(rulings),
        is_official=row["is_official"],
    )


def ruling_facts(ruling: RulingData, home: int, away: int) -> RulingFacts:
    """The ruling as the pure core knows it, seen from the fixture of these two entries."""
    score = None
    if ruling.home_goals is not None and ruling.away_goals is not None:
        score = Score(ruling.home_goals, ruling.away_goals)
    side = {home: "home", away: "away"}.get(ruling.in_favour_of)
    return RulingFacts(
        effect=Effect(ruling.effect), score=score, in_favour_of=side, walkover=ruling.is_walkover
    )


def _score(row: Mapping[str, Any], part: str) -> Score | None:
    home, away = row[f"home_{part}"], row[f"away_{part}"]
    return None if home is None or away is None else Score(home, away)


def _rule_set(stage: Stage) -> RuleSet:
    """The stage's rules, or the plain ones of football where none are recorded yet."""
    return getattr(stage, "rule_set", None) or RuleSet()


def _rules(
    stage: Stage, criteria: Iterable[CriterionData], changes: Iterable[RulesChangedData]
) -> RulesData:
    rules = _rule_set(stage)
    return RulesData(
        points=(rules.points_win, rules.points_drawn, rules.points_lost),
        walkover_goals=rules.walkover_goals,
        settlement=rules.settlement_steps,
        pairing=rules.pairing,
        across_groups=rules.across_groups,
        criteria=tuple(criteria),
        document=rules.document,
        text=Label(rules.text, rules.text_en),
        evidence=rules.evidence,
        source=rules.source,
        note=rules.note,
        changes=tuple(changes),
    )


def _zones(pks: list[int]) -> dict[int, list[ZoneData]]:
    zones: dict[int, list[ZoneData]] = defaultdict(list)
    rows = (
        Zone.objects.filter(rule_set__stage__in=pks)
        .select_related("rule_set", "leads_to")
        .order_by("position")
    )
    for zone in rows:
        zones[zone.rule_set.stage_id].append(zone_data(zone))
    return zones


def zone_data(zone: Zone) -> ZoneData:
    """A zone as a snapshot has it; also one that is not saved."""
    target = zone.leads_to
    return ZoneData(
        code=zone.code,
        letter=zone.letter,
        tone=zone.tone,
        kind=zone.kind,
        label=Label(zone.name, zone.name_en),
        first_place=zone.first_place,
        last_place=zone.last_place,
        nth=zone.nth,
        count=zone.count,
        groups=zone.group_codes,
        round_number=zone.round_number,
        excludes_promoted=zone.excludes_promoted,
        leads_to=zone.leads_to_id,
        leads_to_slug=target.slug if target else "",
        leads_to_label=Label(target.name, target.name_en) if target else Label(""),
        outcome=zone.outcome,
        destination=zone.destination,
    )


def _qualifiers(
    pks: list[int],
) -> tuple[dict[int, list[QualifierData]], dict[int, dt.date | None]]:
    """Rows of the confirmed lists, and the days of the lists that have any."""
    qualifiers: dict[int, list[QualifierData]] = defaultdict(list)
    confirmed_on: dict[int, dt.date | None] = {}
    rows = (
        Qualifier.objects.filter(qualifier_list__stage__in=pks)
        .select_related("qualifier_list", "to_stage")
        .order_by("pk")
    )
    for row in rows:
        target = row.to_stage
        confirmed_on[row.qualifier_list.stage_id] = row.qualifier_list.confirmed_on
        qualifiers[row.qualifier_list.stage_id].append(
            QualifierData(
                entry=row.entry_id,
                place=row.place,
                zone=row.zone_code,
                via=row.via,
                to_stage=row.to_stage_id,
                to_stage_slug=target.slug if target else "",
                to_stage_label=Label(target.name, target.name_en) if target else Label(""),
                outcome=row.outcome,
                destination=row.destination,
                instead_of=row.instead_of_id,
                reason=row.reason,
                remark=row.remark,
                source=row.source,
            )
        )
    return qualifiers, confirmed_on


def _matchups(
    pks: list[int],
    groups: dict[int, dict[str, GroupData]],
    rounds: dict[int, dict[int, RoundData]],
) -> dict[int, list[MatchupData]]:
    """Matchups with their rulings and lots; adds sections and rounds that hold no fixture yet."""
    waiting = Claim.objects.filter(state=ClaimState.OPEN).exclude(fixture__is_archived=True)
    over_it = Q(matchup=OuterRef("pk")) | Q(fixture__matchup=OuterRef("pk"))
    rows = list(
        Matchup.objects.filter(round__stage__in=pks)
        .select_related("round", "group")
        .annotate(is_claimed=Exists(waiting.filter(over_it)))
        .order_by("round__number", "position", "pk")
    )
    rulings: dict[int, list[RulingData]] = defaultdict(list)
    over_matchups = Ruling.objects.filter(matchup__round__stage__in=pks).exclude(
        fixture__is_archived=True
    )
    oldest_first = over_matchups.order_by(F("decided_on").asc(nulls_last=True), "pk")
    for row in oldest_first.values("matchup", *RULING_FIELDS):
        rulings[row["matchup"]].append(ruling_data(row))
    lots: dict[int, dict[int, int]] = defaultdict(dict)
    drawn = LotsPosition.objects.filter(lots__matchup__round__stage__in=pks).order_by("lots")
    for matchup, entry, position in drawn.values_list("lots__matchup", "entry", "position"):
        lots[matchup][entry] = position
    matchups: dict[int, list[MatchupData]] = defaultdict(list)
    for row in rows:
        stage, in_round = row.round.stage_id, row.round
        if row.group is not None:
            groups[stage].setdefault(row.group.code, _group(row.group))
        rounds[stage].setdefault(
            in_round.number,
            RoundData(
                in_round.number,
                Label(in_round.name, in_round.name_en),
                in_round.key,
                in_round.starts_on,
                in_round.ends_on,
            ),
        )
        matchups[stage].append(
            MatchupData(
                pk=row.pk,
                key=row.key,
                round=in_round.number,
                group=row.group.code if row.group else "",
                position=row.position,
                first=row.first_id,
                second=row.second_id,
                first_slot=row.first_slot,
                second_slot=row.second_slot,
                legs=row.legs,
                feeds=row.feeds_id,
                reported_winner=row.reported_winner_id,
                reported_decision=row.reported_decision,
                evidence=row.evidence,
                source=row.source,
                note=row.note,
                rulings=tuple(rulings[row.pk]),
                lots=dict(lots[row.pk]),
                is_claimed=row.is_claimed,
            )
        )
    return matchups
