"""Who goes on from a stage: what the rules propose, what was confirmed, whether they agree."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from competitions.choices import Via
from standings.selectors.brackets import MatchupView, matchup_views
from standings.selectors.snapshot import ClubData, Label, QualifierData, StageData, ZoneData
from standings.selectors.tables import Table, tables


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a club goes: a stage of the season, or an outcome such as a place in another league."""

    stage: int | None
    slug: str
    label: Label
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A club that the rules send on. `place` is None for the winner of a matchup."""

    club: ClubData
    place: int | None
    via: str
    zone: ZoneData
    destination: Destination


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The confirmed list against the facts of today. `unsure` clubs contend for a berth again."""

    no_longer: tuple[ClubData, ...]
    not_listed: tuple[ClubData, ...]
    confirmed_on: dt.date | None = None
    unsure: tuple[ClubData, ...] = ()


def destination(zone: ZoneData) -> Destination:
    if zone.leads_to is not None:
        return Destination(zone.leads_to, zone.leads_to_slug, zone.leads_to_label)
    return Destination(
        None, "", Label(zone.destination) if zone.destination else zone.label, zone.outcome
    )


def confirmed_destination(qualifier: QualifierData) -> Destination:
    if qualifier.to_stage is not None:
        return Destination(qualifier.to_stage, qualifier.to_stage_slug, qualifier.to_stage_label)
    return Destination(None, "", Label(qualifier.destination), qualifier.outcome)


def proposal(stage: StageData) -> tuple[Proposed, ...]:
    """The list as the rules have it now, without excluded clubs and those whose place is open."""
    return tuple(_proposed(stage, tables(stage), matchup_views(stage)))


def _proposed(
    stage: StageData, found: Iterable[Table], views: Sequence[MatchupView]
) -> Iterator[Proposed]:
    yield from (p for p in _from_tables(found) if p.club.exclusion is None)
    yield from _from_matchups(views, leading_zones(stage))


def leading_zones(stage: StageData) -> tuple[ZoneData, ...]:
    """Zones by which a club goes on to somewhere."""
    return tuple(zone for zone in stage.zones if zone.leads_to is not None or zone.outcome)


def is_of_zone(view: MatchupView, zone: ZoneData) -> bool:
    """Whether a berth of the zone hangs on that matchup."""
    in_group = not zone.groups or view.data.group in zone.groups
    return in_group and view.data.round == zone.round_number


def stands_by_decision(via: str) -> bool:
    """Whether a club is on a list because the organisers put it there, whatever the table says."""
    return via in (Via.INVITATION, Via.OVERRIDE)


def _from_tables(stage_tables: Iterable[Table]) -> Iterator[Proposed]:
    for table in stage_tables:
        for row in table.rows:
            for zone in (row.zone, *row.prizes):
                if zone is not None and (zone.leads_to is not None or zone.outcome):
                    yield Proposed(row.club, row.place, zone.kind, zone, destination(zone))


def _from_matchups(views: Sequence[MatchupView], zones: Iterable[ZoneData]) -> Iterator[Proposed]:
    for zone in zones:
        for view in views:
            club = view.winner if zone.kind == "winners" else view.loser
            if club is not None and is_of_zone(view, zone):
                yield Proposed(club, None, zone.kind, zone, destination(zone))


def disagreement(stage: StageData) -> Disagreement | None:
    """How the confirmed list differs from what the facts propose; None where they agree.

    An override stands for the club it replaced, also for an excluded one, whose berth the rules
    leave empty. A stage whose results are only partly known proposes nothing, and so contradicts
    nothing.
    """
    if not stage.qualifiers:
        return None
    found, views = tables(stage), matchup_views(stage)
    proposed = {(p.club.entry, target_of(p.destination)) for p in _proposed(stage, found, views)}
    contended = set(_contended(stage, found, views))
    if not proposed and not contended:
        return None
    targets = {target_of(destination(zone)) for zone in leading_zones(stage)}
    excluded = {club.entry for club in stage.clubs.values() if club.exclusion is not None}
    listed: set[Pair] = set()
    decided: set[Pair] = set()
    for row in stage.qualifiers:
        pair = row.instead_of or row.entry, target_of(confirmed_destination(row))
        if row.instead_of in excluded or (not row.instead_of and stands_by_decision(row.via)):
            decided.add(pair)
        elif pair[1] in targets:
            listed.add(pair)
    gone, not_listed = listed - proposed, proposed - listed - decided
    if not gone and not not_listed:
        return None
    return Disagreement(
        no_longer=_clubs(stage, gone - contended),
        not_listed=_clubs(stage, not_listed),
        confirmed_on=stage.confirmed_on,
        unsure=_clubs(stage, gone & contended),
    )


def _contended(
    stage: StageData, found: Iterable[Table], views: Sequence[MatchupView]
) -> Iterator["Pair"]:
    """Clubs of which it is open whether they go on, each with where to."""
    leading = leading_zones(stage)
    for table in found:
        for row in table.rows:
            for zone in row.open_zones:
                if zone in leading:
                    yield row.club.entry, target_of(destination(zone))
    for view in views:
        for zone in leading:
            if view.winner is None and is_of_zone(view, zone):
                to = target_of(destination(zone))
                yield from (
                    (side.club.entry, to) for side in (view.first, view.second) if side.club
                )


Target = tuple[int | None, str, str]
"""What tells two destinations apart."""
Pair = tuple[int, Target]
"""A club and where it goes."""


def target_of(to: Destination) -> Target:
    return to.stage, to.outcome, "" if to.stage else to.label.es


def _clubs(stage: StageData, pairs: Iterable[Pair]) -> tuple[ClubData, ...]:
    entries = sorted({entry for entry, _ in pairs}, key=list(stage.clubs).index)
    return tuple(stage.clubs[entry] for entry in entries)


def lists_out_of_date(stages: Iterable[StageData]) -> tuple[tuple[StageData, Disagreement], ...]:
    """Those of the stages whose confirmed list the facts contradict by now."""
    return tuple((stage, found) for stage in stages if (found := disagreement(stage)) is not None)


def is_to_be_confirmed(stage: StageData) -> bool:
    """Whether the stage is over, sends clubs on, and has no confirmed list yet."""
    return not stage.qualifiers and _is_over(stage) and bool(proposal(stage))


def _is_over(stage: StageData) -> bool:
    if stage.is_finished:
        return True
    played = bool(stage.fixtures) and len(stage.fixtures) >= (stage.expected_fixtures or 0)
    return played and not any(stage.is_pending(fixture) for fixture in stage.fixtures)
