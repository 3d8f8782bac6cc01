"""From degrees to the map of the departments: how `tools/outlines.py` draws it, and where a town
lies on the drawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

WIDTH = 400
MIDDLE_LATITUDE = 9.2


@dataclass(frozen=True, slots=True)
class Frame:
    """The western and northern edge of a drawing in degrees, and its units to a degree."""

    west: float
    north: float
    across: float
    down: float

    @classmethod
    def around(cls, places: Iterable[tuple[float, float]]) -> "Frame":
        """A drawing `WIDTH` units wide of places as longitude and latitude.

        >>> Frame.around([(-80, 0), (-70, -18)]).at(-70, 0)
        (400.0, 0.0)
        """
        places = list(places)
        west, east = min(x for x, _ in places), max(x for x, _ in places)
        narrowing = cos(radians(MIDDLE_LATITUDE))
        scale = WIDTH / ((east - west) * narrowing)
        return cls(west, max(y for _, y in places), narrowing * scale, scale)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude - self.west) * self.across, (self.north - latitude) * self.down


PERU = Frame.around([(-81.328, -0.039), (-68.654, -18.351)])
"""Of the drawing that pages show; its corners are those of data/geography/departments.geojson."""
