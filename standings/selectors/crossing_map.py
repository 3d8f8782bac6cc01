"""Crossings drawn on the map of the departments."""

from dataclasses import dataclass
from math import hypot

from standings.core.frame import PERU
from standings.selectors.crossings import Between, Field, Listing, Trip
from standings.selectors.map import spots
from standings.selectors.snapshot import ClubData

BEND = 0.14
"""How far a line leans to its right, of its length: those of two clubs that meet both ways part."""


@dataclass(frozen=True, slots=True)
class Stroke:
    trip: Trip
    path: str


@dataclass(frozen=True, slots=True)
class Dot:
    club: ClubData
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """`codes` are the departments whose outlines lie below."""

    codes: tuple[str, ...]
    strokes: tuple[Stroke, ...]
    dots: tuple[Dot, ...]


def drawing(found: Listing, field: Field, *, between: Between) -> Drawing:
    """The longest trip is drawn last, over all others."""
    points = {
        club.entry: PERU.at(place.longitude, place.latitude)
        for club in field.clubs.values()
        for place in [field.point(club, between)]
    }
    strokes = [
        Stroke(trip, _path(points[trip.champion.entry], points[trip.runner_up.entry]))
        for trip in sorted(found.trips, key=lambda trip: trip.is_longest)
    ]
    dots = [Dot(club, *_rounded(points[club.entry])) for club in field.clubs.values()]
    return Drawing(tuple(spots()), tuple(strokes), tuple(dots))


def _path(start: tuple[float, float], end: tuple[float, float]) -> str:
    across, down = end[0] - start[0], end[1] - start[1]
    if not hypot(across, down):
        return ""
    lean = (start[0] + end[0]) / 2 - down * BEND, (start[1] + end[1]) / 2 + across * BEND
    parts = [f"{x:g} {y:g}" for x, y in map(_rounded, (start, lean, end))]
    return f"M{parts[0]}Q{parts[1]} {parts[2]}"


def _rounded(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0], 1), round(point[1], 1)
