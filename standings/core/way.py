"""How far a club came in a season, and how many berths of the national stage are still open.

A season is a line of stations, in the order in which they are played: a table is one, each round
of a knock-out is one. What is told of a club rests on the last station at which it is known, and on
whether a later one is known whole: who is not there went out before it.

>>> semifinals, final = Station((2, 4)), Station((2, 5), is_whole=True)
>>> how_far(Stop((2, 4), "lost"), (semifinals, final), is_over=True)
<Fate.OUT: 'out'>
>>> how_far(Stop((2, 4), "open"), (semifinals, final), is_over=True)
<Fate.OUT: 'out'>
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Place = tuple[int, int]
"""A stage's position in the season, and the round in it; 0 for a table."""


class Fate(StrEnum):
    """REACHED: it is out, or the season is over, but where it went out is not known."""

    CHAMPION = "champion"
    IN = "in"
    OUT = "out"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class Station:
    """`is_whole`: every club that plays there is known."""

    at: Place
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """The last that is known of a club. `open`: won, still playing, or not known to have lost."""

    at: Place
    ended: Literal["lost", "open", "title"]


def how_far(stop: Stop, stations: Iterable[Station], *, is_over: bool) -> Fate:
    """`is_over`: nothing more is played in the season."""
    if stop.ended == "title":
        return Fate.CHAMPION
    if stop.ended == "lost":
        return Fate.OUT
    later = sorted((s for s in stations if s.at > stop.at), key=lambda station: station.at)
    if later and later[0].is_whole:
        return Fate.OUT
    is_past = is_over or any(station.is_whole for station in later)
    return Fate.REACHED if is_past else Fate.IN


def share(places: int | None, departments: int) -> int | None:
    """How many clubs each department sends, where the places of the stage divide evenly.

    >>> share(50, 25), share(64, 25), share(None, 25)
    (2, None, None)
    """
    if not places or not departments or places % departments:
        return None
    return places // departments


def open_berths(berths: int | None, arrived: int) -> int:
    """
    >>> open_berths(2, 1), open_berths(2, 3), open_berths(None, 0)
    (1, 0, 0)
    """
    return max((berths or 0) - arrived, 0)


Sign = Literal["all_in", "some_in", "none_in", "awaited", "absent"]


def sign_of(fates: Collection[Fate], *, awaited: int) -> Sign:
    """What a department's sign on the map says while the season runs.

    >>> sign_of([Fate.IN, Fate.OUT], awaited=0), sign_of([], awaited=2), sign_of([], awaited=0)
    ('some_in', 'awaited', 'absent')
    """
    if not fates:
        return "awaited" if awaited else "absent"
    still = sum(fate in (Fate.IN, Fate.CHAMPION) for fate in fates)
    if not still:
        return "awaited" if awaited else "none_in"
    return "all_in" if still == len(fates) and not awaited else "some_in"
