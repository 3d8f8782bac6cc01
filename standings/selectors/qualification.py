"""Who goes on from a stage: what the rules propose, what was confirmed, whether they agree."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from competitions.choices import Via
from standings.core.losers import Loser, best_losers, in_order
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
    for proposed in (*_from_tables(found), *_from_matchups(stage, views)):
        if proposed.club.exclusion is None:
            yield proposed


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


def _from_matchups(stage: StageData, views: Sequence[MatchupView]) -> Iterator[Proposed]:
    for zone in leading_zones(stage):
        for _view, club in matchup_berths(stage, views, zone).sent:
            yield Proposed(club, None, zone.kind, zone, destination(zone))


@dataclass(frozen=True, slots=True)
class MatchupBerths:
    """What the matchups of a zone give: who goes on and out of which, which are not decided, and
    who contends for the `berths` that are left to losers. `behind` are the losers that follow those
    that are counted, the best first."""

    sent: tuple[tuple[MatchupView, ClubData], ...] = ()
    open: tuple[MatchupView, ...] = ()
    contending: tuple[ClubData, ...] = ()
    berths: int = 0
    behind: tuple[ClubData, ...] = ()


def matchup_berths(stage: StageData, views: Sequence[MatchupView], zone: ZoneData) -> MatchupBerths:
    """The winners, or the losers, of the round of the zone; of losers that are counted the best
    ones, once all are known."""
    mine = [view for view in views if is_of_zone(view, zone)]
    decided = [(view, view.winner, view.loser) for view in mine if view.winner is not None]
    undecided = tuple(view for view in mine if view.winner is None)
    if zone.kind == "winners":
        return MatchupBerths(tuple((view, won) for view, won, _ in decided if won), undecided)
    lost = [(view, club) for view, _won, club in decided if club is not None]
    if not zone.count:
        return MatchupBerths(tuple(lost), undecided)
    merits = [(club, _as_loser(stage, view, club)) for view, club in lost]
    if undecided or any(merit is None for _club, merit in merits):
        clubs = [club for club, _merit in merits]
        clubs += [side.club for v in undecided for side in (v.first, v.second) if side.club]
        return MatchupBerths(contending=tuple(clubs), berths=zone.count if clubs else 0)
    losers = [merit for _club, merit in merits if merit]
    chosen, level = best_losers(losers, zone.count)
    clubs_by_entry = {club.entry: club for _view, club in lost}
    return MatchupBerths(
        sent=tuple((view, club) for view, club in lost if club.entry in chosen),
        contending=tuple(club for _view, club in lost if club.entry in level),
        berths=zone.count - len(chosen) if level else 0,
        behind=tuple(
            clubs_by_entry[loser.club]
            for loser in in_order(losers)
            if loser.club not in (*chosen, *level)
        ),
    )


def _as_loser(stage: StageData, view: MatchupView, club: ClubData) -> Loser | None:
    """What the club won in its legs; None where one of them is not known."""
    mine, rivals = (
        (view.first, view.second) if view.first.club == club else (view.second, view.first)
    )
    scores = [(ours, theirs) for ours, theirs in zip(mine.legs, rivals.legs, strict=True)]
    goals = [(ours, theirs) for ours, theirs in scores if ours is not None and theirs is not None]
    if len(goals) < len(scores) or not goals:
        return None
    won, drawn, lost = stage.rules.points
    return Loser(
        club.entry,
        points=sum(won if a > b else drawn if a == b else lost for a, b in goals),
        goal_difference=sum(a - b for a, b in goals),
        goals_for=sum(a for a, _b in goals),
    )


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
    for zone in leading:
        berths, to = matchup_berths(stage, views, zone), target_of(destination(zone))
        yield from ((club.entry, to) for club in berths.contending)
        for view in berths.open:
            yield from ((side.club.entry, to) for side in (view.first, view.second) if side.club)


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
