"""Legs of a knock-out with their days, hours and grounds, seated like the rounds of a list."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from competitions.core.programme import Match, Slot
from competitions.core.week import Week
from competitions.models import Fixture, Stage, Venue
from competitions.services.brackets import PlannedLeg
from competitions.services.elsewhere import elsewhere, standing
from competitions.services.naming import key_of, named_grounds
from competitions.services.placing import (
    LASTS,
    Unarrangeable,
    before,
    laid,
    only_hour,
)
from competitions.services.writing import Actor


@dataclass(frozen=True, slots=True)
class LegsAsked:
    """The days of each leg by its number, and the hours of these days. `grounds` are those of
    single legs, by the key of the matchup and the number of the leg."""

    days: Mapping[int, Sequence[dt.date]] = field(default_factory=dict)
    hours: Week = field(default_factory=dict)
    grounds: Mapping[tuple[int, int], str] = field(default_factory=dict)
    rest_days: int = 1
    lasts: dt.timedelta = LASTS


def place_legs(
    stage: Stage, legs: Sequence[PlannedLeg], asked: LegsAsked, *, actor: Actor
) -> tuple[list[PlannedLeg], list[Venue]]:
    """The legs with their places, in the same order, and the grounds that are new. Nothing is
    written.

    Legs on one ground follow each other there. A leg without a ground has the first hour of its
    day, one whose number has no day neither. Raises Unarrangeable.
    """
    names = dict.fromkeys(name for name in asked.grounds.values() if name)
    grounds, faults = named_grounds(list(names), league=stage.league, actor=actor)
    if faults:
        raise Unarrangeable(faults)
    legs = [replace(leg, venue=grounds.get(_ground_of(leg, asked))) for leg in legs]
    matches = [
        Match(
            number,
            leg.leg,
            key_of(leg.home.club),
            key_of(leg.away.club),
            # One of its own, which is no ground, where nobody can be in its way.
            grounds=(_ground_of(leg, asked) if leg.venue and asked.hours else f"#{number:04}",),
        )
        for number, leg in enumerate(legs)
        if asked.days.get(leg.leg)
    ]
    if not matches:
        return legs, _new(grounds)
    found = laid(
        matches,
        {number: _slots(number, matches, asked) for number in {m.round for m in matches}},
        told={number: (leg.matchup.round.number, _name(leg)) for number, leg in enumerate(legs)},
        around=_around(stage, matches, grounds, asked),
        rest_days=asked.rest_days,
        lasts=asked.lasts,
        where=legs[0].matchup.round.label,
    )
    for number, slot in found.items():
        hour = slot.hour if only_hour(asked.hours, slot.day) else None
        legs[number] = replace(legs[number], date=slot.day, time=hour)
    return legs, _new(grounds)


def _ground_of(leg: PlannedLeg, asked: LegsAsked) -> str:
    return asked.grounds.get((leg.matchup.pk, leg.leg), "")


def _name(leg: PlannedLeg) -> str:
    return f"{leg.home} – {leg.away}"


def _new(grounds: Mapping[str, Venue]) -> list[Venue]:
    return [venue for venue in grounds.values() if venue.pk is None]


def _slots(number: int, matches: Sequence[Match], asked: LegsAsked) -> list[Slot]:
    """The hours of all grounds on the days of the legs of this number, the earliest first."""
    grounds = dict.fromkeys(match.grounds[0] for match in matches if match.round == number)
    return sorted(
        Slot(day, hour, ground)
        for day in asked.days[number]
        for ground in grounds
        for hour in (
            [only_hour(asked.hours, day) or dt.time.min]
            if ground.startswith("#")
            else asked.hours.get(day.weekday(), ())
        )
    )


def _around(
    stage: Stage, matches: Sequence[Match], grounds: Mapping[str, Venue], asked: LegsAsked
) -> list[Match]:
    """What is in the calendar of this stage already, and of the others."""
    since = before(min(min(days) for days in asked.days.values() if days), asked.rest_days)
    by_key = {venue.pk: name for name, venue in grounds.items() if venue.pk}
    rows = Fixture.objects.kept().filter(stage=stage, date__gte=since)
    rows = rows.select_related("round", "home__club", "away__club")
    here = [standing(row, by_key, is_over=True) for row in rows]
    clubs = {club for match in matches for club in (match.home, match.away)}
    return here + elsewhere(stage, clubs=clubs, grounds=grounds, since=since)
