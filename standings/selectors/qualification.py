"""Who goes on from a stage: what the rules propose, what was confirmed, whether they agree."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
    """The confirmed list against the facts of today."""

    no_longer: tuple[ClubData, ...]
    not_listed: tuple[ClubData, ...]


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
    """The list as the rules have it now; clubs whose place is open are not on it."""
    leading = [zone for zone in stage.zones if zone.leads_to is not None or zone.outcome]
    if stage.has_table:
        return tuple(_from_tables(tables(stage)))
    return tuple(_from_matchups(matchup_views(stage), leading))


def _from_tables(stage_tables: Iterable[Table]) -> Iterator[Proposed]:
    for table in stage_tables:
        for row in table.rows:
            for zone in (row.zone, *row.prizes):
                if row.club.exclusion is not None:
                    continue
                if zone is not None and (zone.leads_to is not None or zone.outcome):
                    yield Proposed(row.club, row.place, zone.kind, zone, destination(zone))


def _from_matchups(views: Iterable[MatchupView], zones: Iterable[ZoneData]) -> Iterator[Proposed]:
    views = list(views)
    for zone in zones:
        for view in views:
            if view.data.round != zone.round_number:
                continue
            if zone.groups and view.data.group not in zone.groups:
                continue
            club = view.winner if zone.kind == "winners" else view.loser
            if club is not None:
                yield Proposed(club, None, zone.kind, zone, destination(zone))


def disagreement(stage: StageData) -> Disagreement | None:
    """How the confirmed list differs from what the facts propose; None where they agree.

    An override stands for the club it replaced. A stage whose results are only partly known
    proposes nothing, and so contradicts nothing.
    """
    if not stage.qualifiers:
        return None
    proposed = {(p.club.entry, _target(p.destination)) for p in proposal(stage)}
    if not proposed:
        return None
    targets = {target for _, target in proposed}
    listed = {
        (q.instead_of or q.entry, _target(confirmed_destination(q))) for q in stage.qualifiers
    }
    listed = {pair for pair in listed if pair[1] in targets}
    if listed == proposed:
        return None
    return Disagreement(
        no_longer=_clubs(stage, listed - proposed), not_listed=_clubs(stage, proposed - listed)
    )


def _target(to: Destination) -> tuple[int | None, str, str]:
    return to.stage, to.outcome, "" if to.stage else to.label.es


def _clubs(
    stage: StageData, pairs: Iterable[tuple[int, tuple[int | None, str, str]]]
) -> tuple[ClubData, ...]:
    entries = sorted({entry for entry, _ in pairs}, key=list(stage.clubs).index)
    return tuple(stage.clubs[entry] for entry in entries)
