"""Where clubs play, as far as it is recorded: their own coordinates, their town, or the capital."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from competitions.core.names import fold
from competitions.core.travel import Point

Towns = Mapping[tuple[str, str], "Whereabouts"]
"""By the code of the department and the folded name."""


class Known(StrEnum):
    """How a place is known, the surest first."""

    CLUB = "club"
    TOWN = "town"
    PROVINCE = "province"
    CAPITAL = "capital"


@dataclass(frozen=True, slots=True)
class District:
    """Its INEI code has two digits each of the department, the province and itself; 01 is the seat
    of what lies above it."""

    ubigeo: str
    name: str
    province: str
    population: int
    point: Point


@dataclass(frozen=True, slots=True)
class Whereabouts:
    point: Point
    known: Known


def towns_of(districts: Iterable[District]) -> dict[tuple[str, str], Whereabouts]:
    """Every name that a town may have: districts, then provinces, which are where their seat is.

    Of several districts of one name in a department the one with the most people.
    """
    found: dict[tuple[str, str], Whereabouts] = {}
    for district in sorted(districts, key=lambda d: (-d.population, d.ubigeo)):
        department = district.ubigeo[:2]
        if district.ubigeo.endswith("01"):
            seat = Whereabouts(district.point, Known.PROVINCE)
            found.setdefault((department, fold(district.province)), seat)
        key = department, fold(district.name)
        if key not in found or found[key].known is Known.PROVINCE:
            found[key] = Whereabouts(district.point, Known.TOWN)
    return found


_PARTS = re.compile(r"[,/()]| - ")


def whereabouts(
    town: str, *, department: str, own: Point | None, capital: Point, towns: Towns
) -> Whereabouts:
    """Where a club plays: at its own coordinates, in the district called like its town, at the seat
    of the province called so, or in the capital of its department.

    A town may be told with what it lies in, as in “Negritos, La Brea”.

    >>> towns = towns_of([District("200701", "La Brea", "Talara", 11_000, Point(-4.7, -81.3))])
    >>> at = {"department": "20", "own": None, "capital": Point(-5.2, -80.6), "towns": towns}
    >>> [str(whereabouts(town, **at).known) for town in ("La Brea", "Talara", "Negritos")]
    ['town', 'province', 'capital']
    """
    if own is not None:
        return Whereabouts(own, Known.CLUB)
    for part in (town, *_PARTS.split(town)):
        if found := towns.get((department, fold(part))):
            return found
    return Whereabouts(capital, Known.CAPITAL)
