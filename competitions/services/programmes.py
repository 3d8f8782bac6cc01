"""Days, hours and grounds of the matches ahead: laid anew, told what conflicts, and written."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from competitions.choices import FixtureStatus
from competitions.core.consistency import Fault
from competitions.core.fixture_list import Pair
from competitions.models import Fixture, Round, Stage, Venue
from competitions.services.elsewhere import elsewhere, standing
from competitions.services.fixture_lists import listed_fixtures
from competitions.services.naming import key_of, named_grounds
from competitions.services.placing import (
    Calendar,
    Placed,
    Unarrangeable,
    place,
)
from competitions.services.writing import Actor, as_seen, write


@dataclass(frozen=True, slots=True)
class Move:
    """A match ahead with the place it would have. One that `stays` keeps what it has."""

    fixture: Fixture
    to: Placed
    stays: bool = False

    @property
    def is_moved(self) -> bool:
        fixture = self.fixture
        return self.to != Placed(fixture.date, fixture.time, fixture.venue)


@dataclass(frozen=True, slots=True)
class Programme:
    """The matches ahead by round, as they would be played."""

    stage: Stage
    moves: tuple[Move, ...]
    new_grounds: tuple[Venue, ...] = ()

    @property
    def moved(self) -> list[Move]:
        return [move for move in self.moves if move.is_moved]


def ahead(stage: Stage) -> list[Fixture]:
    """Matches of the list that can be given another day, hour or ground, in playing order."""
    rows = listed_fixtures(stage).filter(round__isnull=False)
    return list(
        rows.select_related(
            "round", "group", "venue", "home__club", "away__club"
        ).in_playing_order()
    )


def arranged(
    stage: Stage,
    calendar: Calendar,
    *,
    fixed: Collection[int] = (),
    from_round: int = 0,
    actor: Actor,
) -> Programme:
    """The programme of the matches ahead from a round on; those in `fixed` (keys) stay as they are,
    and so does whatever has a result. Nothing is written. Raises Unarrangeable.
    """
    grounds, faults = named_grounds(list(calendar.grounds), league=stage.league, actor=actor)
    if faults:
        raise Unarrangeable(faults)
    fixtures = ahead(stage)
    moving = {
        Pair(f.round.number, f.group_id or 0, key_of(f.home.club), key_of(f.away.club)): f
        for f in fixtures
        if f.round and f.pk not in fixed and f.round.number >= from_round
    }
    free = {fixture.pk for fixture in moving.values()}
    if not moving:
        raise Unarrangeable([Fault("nothing_to_arrange", "fixed")])
    others = Fixture.objects.kept().filter(stage=stage, date__isnull=False).exclude(pk__in=free)
    rows = list(others.select_related("round", "venue", "home__club", "away__club"))
    by_key = {venue.pk: name for name, venue in grounds.items() if venue.pk}
    staying = {fixture.pk for fixture in fixtures} - free
    around = [standing(row, by_key, is_over=row.pk not in staying) for row in rows]
    names = {key_of(e.club): e.name for f in fixtures for e in (f.home, f.away)}
    around += elsewhere(stage, clubs=names, grounds=grounds, since=calendar.since)
    placed = place(list(moving), calendar, names=names, grounds=grounds, around=around)
    moves = [Move(fixture, placed[pair]) for pair, fixture in moving.items()]
    moves += [
        Move(fixture, Placed(fixture.date, fixture.time, fixture.venue), stays=True)
        for fixture in fixtures
        if fixture.pk not in free
    ]
    return Programme(
        stage,
        tuple(sorted(moves, key=_in_order)),
        tuple(venue for venue in grounds.values() if venue.pk is None),
    )


def _in_order(move: Move) -> tuple[Any, ...]:
    to, number = move.to, move.fixture.round.number if move.fixture.round else 0
    return number, to.date or dt.date.max, to.time or dt.time.max, str(to.venue or "")


def write_programme(
    programme: Programme, *, actor: Actor, reason: str = "", seen: str = ""
) -> list[Fixture]:
    """Write the days, hours and grounds, and the days of the rounds, in one act. Returns the
    matches that were moved. Raises Refused."""
    stage = programme.stage
    with as_seen(stage, seen, about=stage):
        moved = []
        for move in programme.moved:
            fixture, to = move.fixture, move.to
            fixture.date, fixture.time, fixture.venue = to.date, to.time, to.venue
            if not move.stays:
                fixture.status = FixtureStatus.SCHEDULED
            moved.append(fixture)
        rounds = _spans(stage, moved)
        write([*programme.new_grounds, *rounds, *moved], actor=actor, reason=reason)
    return moved


def _spans(stage: Stage, moved: Sequence[Fixture]) -> Iterator[Round]:
    """The rounds of the moved matches, with the days that all their matches span."""
    by_key = {fixture.pk: fixture for fixture in moved}
    rounds = {fixture.round_id: fixture.round for fixture in moved if fixture.round}
    days: dict[int, set[dt.date]] = {}
    rows = Fixture.objects.kept().filter(stage=stage, round__in=rounds)
    for pk, number, date in rows.values_list("pk", "round", "date"):
        days.setdefault(number, set()).add(by_key[pk].date if pk in by_key else date)
    for key, row in rounds.items():
        known = days.get(key or 0, set()) - {None}
        if row is not None and known:
            row.starts_on, row.ends_on = min(known), max(known)
            yield row
