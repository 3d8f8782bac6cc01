"""Clubs of a list that come to a stage: who takes whose place, who enters, leaves or stays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from competitions.core.score import AHEAD
from competitions.models import Stage
from standings.selectors.bringing import Brought, brought, carried
from standings.selectors.going_through import Line, Plan
from standings.selectors.seating import CameFrom, folded
from standings.selectors.snapshot import ClubData, StageData


@dataclass(frozen=True, slots=True)
class Known:
    """A stage as it stands, with where its entries came from."""

    stage: Stage
    data: StageData
    origins: Mapping[int, CameFrom]


@dataclass(frozen=True, slots=True)
class Passing:
    """An entry that passes from `club` to the one of `line`, with its group, its seed, its place in
    lots, and the matches that are `to_come`."""

    club: ClubData
    line: Line
    points: Decimal
    to_come: int


@dataclass(frozen=True, slots=True)
class Entering:
    """A club that is entered beside the others."""

    line: Line
    points: Decimal

    @property
    def entry(self) -> int:
        """What the club is called where it has no entry yet."""
        return -self.line.club.entry


@dataclass(frozen=True, slots=True)
class Staying:
    """A club that has lost its berth, and stays until there is a ruling: it has played. `comes` is
    who would have its place."""

    club: ClubData
    comes: Line | None


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What becomes of the clubs that come to a stage from one before it."""

    passing: tuple[Passing, ...] = ()
    entering: tuple[Entering, ...] = ()
    leaving: tuple[ClubData, ...] = ()
    staying: tuple[Staying, ...] = ()
    brought: tuple[Brought, ...] = ()


def arrivals_at(before: StageData, plan: Plan, here: Known) -> Arrivals | None:
    """What becomes of the clubs of a list in a stage that it leads to; None where nobody entered
    from it yet: that is no correction. `before` is the stage of the list as it would stand."""
    mine = [e for e, came in here.origins.items() if came.origin in before.clubs]
    if not mine:
        return None
    there = {club.club: club for club in here.data.clubs.values()}
    lines = {line.club.club: line for line in plan.lines if line.destination.stage == here.data.pk}
    points = carried(here.stage, plan, [line.club.entry for line in lines.values()])
    going = [here.data.clubs[e] for e in mine if here.data.clubs[e].club not in lines]
    coming = [line for club, line in lines.items() if club not in there]
    held = _held(here)
    passing, entering, leaving, staying = [], [], [], []
    for club, line in _pairs(going, coming, here.origins):
        if club is None:
            entering.append(Entering(line, points.get(line.club.entry, Decimal(0))))
        elif club.entry in held or (line is None and _in_table(here.data, club)):
            staying.append(Staying(club, line))
        elif line is None:
            leaving.append(club)
        else:
            to_come = sum(club.entry in (f.home, f.away) for f in here.data.fixtures)
            found = Passing(club, line, points.get(line.club.entry, Decimal(0)), to_come)
            passing.append(found)
    return Arrivals(
        tuple(passing),
        tuple(entering),
        tuple(leaving),
        tuple(staying),
        tuple(brought(lines.values(), there, points)),
    )


def _held(here: Known) -> set[int]:
    """Entries that stay those of their clubs: something has been recorded of them."""
    stage = here.data
    held = {entry for entry, came in here.origins.items() if came.is_held}
    held |= {c.entry for c in stage.clubs.values() if c.adjustments or c.exclusions}
    held |= {entry for row in stage.qualifiers for entry in (row.entry, row.instead_of) if entry}
    for fixture in stage.fixtures:
        if fixture.official.counts or fixture.status not in AHEAD or fixture.rulings:
            held |= {fixture.home, fixture.away}
    for matchup in stage.matchups:
        if matchup.rulings or matchup.reported_winner is not None:
            held |= {entry for entry in (matchup.first, matchup.second) if entry is not None}
    return held


def _in_table(stage: StageData, club: ClubData) -> bool:
    """Whether it has matches to come that would have one club too few without it."""
    return stage.has_table and any(club.entry in (f.home, f.away) for f in stage.fixtures)


def _pairs(
    going: Sequence[ClubData], coming: Sequence[Line], origins: Mapping[int, CameFrom]
) -> Iterator[tuple[ClubData | None, Line | None]]:
    """Who takes whose berth: by the decision that says so, else from the same place of the same
    group, from the same place, from the same group, or whoever is left."""
    left, waiting = list(going), list(coming)

    def by_decision(club: ClubData, line: Line) -> bool:
        return line.instead_of is not None and line.instead_of.club == club.club

    def by_place(club: ClubData, line: Line) -> bool:
        return origins[club.entry].place == line.place

    def by_group(club: ClubData, line: Line) -> bool:
        return bool(origins[club.entry].groups & groups_of(line))

    ways = (
        by_decision,
        lambda club, line: by_place(club, line) and by_group(club, line),
        by_place,
        by_group,
        lambda _club, _line: True,
    )
    for is_alike in ways:
        for club in list(left):
            line = next((line for line in waiting if is_alike(club, line)), None)
            if line is not None:
                left.remove(club)
                waiting.remove(line)
                yield club, line
    yield from ((club, None) for club in left)
    yield from ((None, line) for line in waiting)


def groups_of(line: Line) -> frozenset[str]:
    """What its group is called, as `CameFrom` keeps it."""
    return folded(line.club.group, line.berth.of.es if line.berth else None)
