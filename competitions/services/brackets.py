"""A knock-out as it is set up: its matchups, the clubs on their sides, the legs they play."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from competitions.choices import LotsPurpose
from competitions.core.consistency import Fault
from competitions.core.knock_out import MatchupPlan
from competitions.core.slots import Origin, PlaceOf, in_words
from competitions.models import (
    Entry,
    Fixture,
    Group,
    LotsDrawn,
    LotsPosition,
    Matchup,
    Round,
    Stage,
    Venue,
)
from competitions.services.checks import Found
from competitions.services.writing import Actor, Refused, as_seen, write

SIDES = ("first", "second")


def make_bracket(
    stage: Stage,
    plan: Sequence[MatchupPlan],
    *,
    rounds: Iterable[Round],
    actor: Actor,
    groups: Mapping[str, str] | None = None,
    reason: str = "",
    seen: str = "",
    replace: bool = False,
) -> list[Matchup]:
    """Write the matchups of all rounds, with words on each side for where its club will come from.

    `rounds` are those of the plan, new or there already; the groups that are its sections are
    there. `groups` are the names of the groups that places are of, by code. A bracket that is there
    is refused, or with `replace` gives way unless it has a result or a ruling. `seen` is the state
    of the stage that the plan was shown with. Raises Refused; then nothing of it stays.
    """
    with as_seen(stage, seen, about=stage):
        old = list(Matchup.objects.filter(round__stage=stage).order_by("round__number"))
        legs = list(Fixture.objects.filter(matchup__in=old))
        if old and not replace:
            raise Refused.for_fault(stage, Fault("bracket_is_there", params={"count": len(old)}))
        if any(leg.has_result for leg in legs):
            raise Refused.for_fault(stage, Fault("bracket_has_results"))
        by_number = {row.number: row for row in rounds}
        sections = {row.code: row for row in Group.objects.filter(stage=stage)}
        made: dict[str, Matchup] = {}
        for planned in reversed(plan):
            made[planned.key] = Matchup(
                key=planned.key,
                round=by_number[planned.round],
                group=sections.get(planned.section),
                position=planned.position,
                first_slot=_words(planned.first, groups or {}),
                second_slot=_words(planned.second, groups or {}),
                legs=planned.legs,
                feeds=made.get(planned.feeds),
                evidence=stage.season.evidence_within,
            )
        stage.expected_fixtures = sum(planned.legs for planned in plan)
        rows = [stage, *by_number.values(), *made.values()]
        write(rows, removed=[*legs, *old], actor=actor, reason=reason)
        return [made[planned.key] for planned in plan]


def _words(origin: Origin, groups: Mapping[str, str]) -> str:
    if isinstance(origin, PlaceOf) and origin.group:
        origin = PlaceOf(origin.place, groups.get(origin.group, origin.group))
    return in_words(origin)


Seat = tuple[int, int, int | None]
"""A matchup and a side of it (0, 1) by their keys, and the entry that is to stand there; None to
open the side again."""


def seat_clubs(
    stage: Stage, seats: Iterable[Seat], *, actor: Actor, reason: str = "", seen: str = ""
) -> list[Matchup]:
    """Put clubs on sides of matchups, also in the place of others, and into the legs that are to
    come. A matchup with a result is refused: a ruling says what becomes of it. `seen` as for
    `make_bracket`. Raises Refused."""
    with as_seen(stage, seen, about=stage):
        seating = _seated(stage, seats)
        write(seating.rows, removed=seating.gone, actor=actor, reason=reason)
        return seating.matchups


@dataclass(frozen=True, slots=True)
class _Seated:
    """Matchups with other clubs, their legs with them, legs that have none any more, and the
    entries that came into the section of their matchup."""

    matchups: list[Matchup]
    legs: list[Fixture]
    gone: list[Fixture]
    entries: list[Entry]

    @property
    def rows(self) -> list[Any]:
        return [*self.entries, *self.matchups, *self.legs]


def _seated(stage: Stage, seats: Iterable[Seat]) -> _Seated:
    seats = list(seats)
    rows = Matchup.objects.filter(round__stage=stage, pk__in={seat[0] for seat in seats})
    matchups = {row.pk: row for row in rows.select_related("round", "first", "second")}
    entries = Entry.objects.filter(stage=stage).in_bulk({seat[2] for seat in seats} - {None})
    legs = list(Fixture.objects.filter(matchup__in=matchups, is_archived=False))
    changed: dict[int, Matchup] = {}
    instead: dict[int, dict[int, Entry]] = {}
    placed: list[Entry] = []
    faults = []
    for pk, side, entry in seats:
        matchup = matchups[pk]
        before = getattr(matchup, SIDES[side])
        after = None if entry is None else entries[entry]
        if before == after:
            continue
        if before is not None and any(leg.has_result for leg in legs if leg.matchup_id == pk):
            faults.append((matchup, Fault("matchup_has_results", params={"name": str(matchup)})))
            continue
        setattr(matchup, SIDES[side], after)
        changed[pk] = matchup
        if after is not None and matchup.group_id and after.group_id is None:
            after.group_id = matchup.group_id
            placed.append(after)
        if before is not None and after is not None:
            instead.setdefault(pk, {})[before.pk] = after
    if faults:
        raise Refused([(row, fault.field, Found(row, fault).error) for row, fault in faults], stage)
    emptied = {pk for pk, row in changed.items() if None in (row.first_id, row.second_id)}
    gone = [leg for leg in legs if leg.matchup_id in emptied]
    moved = [leg for leg in legs if leg.matchup_id in changed and leg not in gone]
    for leg in moved:
        # All at once: two clubs can change places.
        found = instead.get(leg.matchup_id, {})
        if leg.home_id in found:
            leg.home = found[leg.home_id]
        if leg.away_id in found:
            leg.away = found[leg.away_id]
    return _Seated(list(changed.values()), moved, gone, placed)


def draw_pairings(
    stage: Stage,
    seats: Sequence[Seat],
    *,
    seed: str,
    actor: Actor,
    drawn_on: dt.date | None = None,
    act: str = "",
    drawn_by: str = "",
    seen: str = "",
) -> LotsDrawn:
    """Record the lots that a program drew with `seed`, in the order in which the clubs came out,
    and seat the clubs. Raises Refused."""
    with as_seen(stage, seen, about=stage):
        lots = LotsDrawn(
            stage=stage,
            purpose=LotsPurpose.PAIRINGS,
            seed=seed,
            drawn_on=drawn_on,
            act=act,
            drawn_by=drawn_by,
            evidence=stage.season.evidence_within,
        )
        entries = Entry.objects.filter(stage=stage).in_bulk([seat[2] for seat in seats])
        positions = [
            LotsPosition(lots=lots, entry=entries[seat[2]], position=place)
            for place, seat in enumerate(seats, start=1)
        ]
        seating = _seated(stage, seats)
        write([lots, *positions, *seating.rows], removed=seating.gone, actor=actor, reason=act)
        return lots


@dataclass(frozen=True, slots=True)
class PlannedLeg:
    """A leg to be, of a matchup whose clubs are both known."""

    matchup: Matchup
    leg: int
    home: Entry
    away: Entry
    is_neutral: bool = False
    date: dt.date | None = None
    time: dt.time | None = None
    venue: Venue | None = None


def make_legs(
    stage: Stage,
    legs: Sequence[PlannedLeg],
    *,
    actor: Actor,
    reason: str = "",
    seen: str = "",
    new_grounds: Iterable[Venue] = (),
) -> list[Fixture]:
    """Put the legs in the calendar, with the grounds that are recorded for them. Raises Refused,
    also for a leg that is there already."""
    with as_seen(stage, seen, about=stage):
        fixtures = [
            Fixture(
                stage=stage,
                key=f"{planned.matchup.key}-{planned.leg}",
                round=planned.matchup.round,
                group=planned.matchup.group,
                matchup=planned.matchup,
                leg=planned.leg,
                home=planned.home,
                away=planned.away,
                date=planned.date,
                time=planned.time,
                venue=planned.venue,
                is_neutral=planned.is_neutral,
                evidence=stage.season.evidence_within,
            )
            for planned in legs
        ]
        write([*new_grounds, *fixtures], actor=actor, reason=reason)
        return fixtures
