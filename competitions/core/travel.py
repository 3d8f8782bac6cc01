"""How far clubs travel."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map, in degrees; south and west are negative."""

    latitude: float
    longitude: float


def great_circle_km(one: Point, other: Point, /) -> float:
    """The shortest way over the globe, in kilometres (haversine).

    >>> round(great_circle_km(Point(-12.0464, -77.0428), Point(-13.5167, -71.9788)))  # Lima, Cusco
    573
    """
    north = radians(other.latitude - one.latitude)
    east = radians(other.longitude - one.longitude)
    chord = (
        sin(north / 2) ** 2
        + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
