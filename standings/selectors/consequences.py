"""What a change of facts brings with it: two snapshots of a stage, held against each other.

Nothing is read or written here. A page that asks before it writes makes the second snapshot with
`with_results`; one that tells afterwards loads it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Literal

from competitions.core.score import MatchFacts, official_result
from standings.selectors.brackets import MatchupView, matchup_views
from standings.selectors.qualification import Disagreement, disagreement
from standings.selectors.reading import ruling_facts
from standings.selectors.snapshot import (
    ClubData,
    FixtureData,
    GroupData,
    RoundData,
    StageData,
    ZoneData,
)
from standings.selectors.tables import Table, TableRow, tables

Turn = Literal["decided", "turned", "reopened"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a club stands. `place` is None while its table has no result, or is partial.

    `open_zones` are those that clubs on a shared place contend for.
    """

    place: int | None
    zones: tuple[ZoneData, ...] = ()
    open_zones: tuple[ZoneData, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A club whose place or zone is not what it was."""

    club: ClubData
    group: GroupData | None
    before: Standing
    after: Standing

    @property
    def climbed(self) -> int:
        """Places gained; negative where they were lost, 0 where one of the two is not known."""
        if self.before.place is None or self.after.place is None:
            return 0
        return self.before.place - self.after.place


@dataclass(frozen=True, slots=True)
class ZoneChange:
    """Who is in a zone now and was not, who was and is not, who contends for what is open of it.

    `contend` is filled where it is others than before.
    """

    zone: ZoneData
    entered: tuple[ClubData, ...]
    left: tuple[ClubData, ...]
    contend: tuple[ClubData, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """A matchup that hangs on another one's outcome.

    `stands` is the club that is entered there from the other one, None where the side is still
    open. `ought` is the one that belongs there now, None while that is open.
    """

    matchup: MatchupView
    round: RoundData | None
    stands: ClubData | None
    ought: ClubData | None

    @property
    def is_wrong(self) -> bool:
        return self.stands is not None and self.stands != self.ought

    @property
    def fixtures(self) -> tuple[FixtureData, ...]:
        return (*self.matchup.legs, *self.matchup.extra_matches)


@dataclass(frozen=True, slots=True)
class MatchupChange:
    """A matchup whose winner is not who it was. The reasons are `decided_by` of the two views."""

    turn: Turn
    before: MatchupView
    after: MatchupView
    later: tuple[Later, ...]

    @property
    def had_won(self) -> ClubData | None:
        return self.before.winner

    @property
    def wins(self) -> ClubData | None:
        return self.after.winner


@dataclass(frozen=True, slots=True)
class EnteredLater:
    """A club that lost its way to a later stage, and is entered there already."""

    club: ClubData
    stage: StageData
    fixtures: tuple[FixtureData, ...]


@dataclass(frozen=True, slots=True)
class Consequences:
    """What differs after a change. `moves` are in the order of the tables as they stand after it.

    `disagreement` is the confirmed list of the qualified against the facts after it, whether the
    change brought that about (`is_list_new`) or it was so before.
    """

    before: StageData
    after: StageData
    moves: tuple[Move, ...]
    zones: tuple[ZoneChange, ...]
    matchups: tuple[MatchupChange, ...]
    disagreement: Disagreement | None
    is_list_new: bool
    entered_later: tuple[EnteredLater, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.moves or self.zones or self.matchups or self.is_list_new)

    @property
    def moved(self) -> tuple[Move, ...]:
        """Clubs that had a place before, and have another one: those a reader would look for."""
        return tuple(move for move in self.moves if move.climbed)

    @property
    def hanging(self) -> tuple[Later, ...]:
        """Later matchups in which a club stands that does not belong there any more."""
        return tuple(later for m in self.matchups for later in m.later if later.is_wrong)


def supposed(stage: StageData, **changes: Any) -> StageData:
    """The stage with other facts, under a version of its own, so that no cache mixes them up."""
    mark = blake2b(repr(sorted(changes.items())).encode(), digest_size=8).hexdigest()
    return replace(stage, version=f"{stage.version}?{mark}", **changes)


def with_results(stage: StageData, results: Mapping[int, MatchFacts]) -> StageData:
    """The stage as it would stand with these matches, under the rulings there are.

    `results` by the fixture's primary key; those of no fixture of the stage are left out.
    """
    return supposed(
        stage,
        fixtures=tuple(
            _played(stage, fixture, results[fixture.pk]) if fixture.pk in results else fixture
            for fixture in stage.fixtures
        ),
    )


def _played(stage: StageData, fixture: FixtureData, match: MatchFacts) -> FixtureData:
    rulings = [ruling_facts(ruling, fixture.home, fixture.away) for ruling in fixture.rulings]
    official = official_result(match, rulings, award_goals=stage.rules.walkover_goals)
    return replace(fixture, match=match, official=official)


def consequences(
    before: StageData, after: StageData, *, later: Collection[StageData] = ()
) -> Consequences:
    """What is different in `after`. `later` are the stages that this one leads to, where known."""
    tables_before, tables_after = tables(before), tables(after)
    old, new = _standings(tables_before), _standings(tables_after)
    moves = tuple(_moves(old, new))
    now, then = disagreement(after), disagreement(before)
    return Consequences(
        before=before,
        after=after,
        moves=moves,
        zones=tuple(_zone_changes(after, old, new)),
        matchups=tuple(_matchup_changes(before, after)),
        disagreement=now,
        is_list_new=now is not None and now != then,
        entered_later=tuple(_entered_later(moves, later)),
    )


_Standings = Mapping[int, tuple[ClubData, GroupData | None, Standing]]


def _standings(found: Iterable[Table]) -> _Standings:
    return {
        row.club.entry: (row.club, table.group, _standing(table, row))
        for table in found
        for row in table.rows
    }


def _standing(table: Table, row: TableRow) -> Standing:
    if not any(other.row.record.played for other in table.rows):
        return Standing(None)
    zones = (*([row.zone] if row.zone else []), *row.prizes)
    return Standing(row.place, () if row.club.exclusion is not None else zones, row.open_zones)


_NOWHERE = Standing(None)


def _moves(old: _Standings, new: _Standings) -> Iterator[Move]:
    for entry, (club, group, after) in new.items():
        before = old[entry][2] if entry in old else _NOWHERE
        if before != after:
            yield Move(club, group, before, after)


def _zone_changes(after: StageData, old: _Standings, new: _Standings) -> Iterator[ZoneChange]:
    for zone in after.zones:
        had, has = _members(old, zone.code), _members(new, zone.code)
        contended, contends = _contenders(old, zone.code), _contenders(new, zone.code)
        change = ZoneChange(
            zone,
            entered=tuple(new[entry][0] for entry in has if entry not in had),
            left=tuple(new[entry][0] for entry in had if entry not in has and entry in new),
            contend=tuple(new[entry][0] for entry in contends)
            if set(contends) != set(contended)
            else (),
        )
        if change.entered or change.left or change.contend:
            yield change


def _members(standings: _Standings, code: str) -> list[int]:
    return [
        entry
        for entry, (_club, _group, standing) in standings.items()
        if any(zone.code == code for zone in standing.zones)
    ]


def _contenders(standings: _Standings, code: str) -> list[int]:
    return [
        entry
        for entry, (_club, _group, standing) in standings.items()
        if any(zone.code == code for zone in standing.open_zones)
    ]


def _matchup_changes(before: StageData, after: StageData) -> Iterator[MatchupChange]:
    old = {view.data.pk: view for view in matchup_views(before)}
    views = matchup_views(after)
    rounds = {found.number: found for found in after.rounds}
    for view in views:
        was = old.get(view.data.pk)
        turn = _turn(was, view) if was is not None else None
        if was is not None and turn is not None:
            yield MatchupChange(turn, was, view, tuple(_later(was, view, views, rounds)))


def _turn(before: MatchupView, after: MatchupView) -> Turn | None:
    if before.outcome.decided_by is None:
        return None if after.outcome.decided_by is None else "decided"
    if after.outcome.decided_by is None:
        return "reopened"
    return None if _entry(before.winner) == _entry(after.winner) else "turned"


def _entry(club: ClubData | None) -> int | None:
    return club.entry if club else None


def _later(
    before: MatchupView,
    after: MatchupView,
    views: Collection[MatchupView],
    rounds: Mapping[int, RoundData],
) -> Iterator[Later]:
    """The matchups that the winner goes to, or one of the two is entered in."""
    pair = {club.entry: club for club in (after.first.club, after.second.club) if club}
    for view in views:
        feeds = view.data.pk == after.data.feeds
        standing = [pair[entry] for entry in (view.data.first, view.data.second) if entry in pair]
        if not feeds and (view.data.round <= after.data.round or not standing):
            continue
        stands = standing[0] if standing else None
        of_losers = not feeds and stands is not None and stands == before.loser
        ought = after.loser if of_losers else after.winner
        yield Later(view, rounds.get(view.data.round), stands, ought)


def _entered_later(moves: Iterable[Move], later: Collection[StageData]) -> Iterator[EnteredLater]:
    stages = {stage.pk: stage for stage in later}
    for move in moves:
        kept = {zone.leads_to for zone in move.after.zones}
        for zone in move.before.zones:
            stage = stages.get(zone.leads_to or 0)
            if stage is None or zone.leads_to in kept:
                continue
            for entry, club in stage.clubs.items():
                if club.club == move.club.club:
                    fixtures = tuple(f for f in stage.fixtures if entry in (f.home, f.away))
                    yield EnteredLater(move.club, stage, fixtures)
