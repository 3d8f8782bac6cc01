"""The map of the departments: a sign for each, with what it says."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from competitions.models import Department
from standings.core.way import Fate
from standings.selectors.way import DepartmentWay, WayPage, running_way

LABELS = settings.BASE_DIR / "data" / "geography" / "labels.csv"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a sign has room, and the point that it leads to where it stands beside its place."""

    x: int
    y: int
    to_x: int | None
    to_y: int | None


@dataclass(frozen=True, slots=True)
class Sign:
    """`code` is what it says: while the season runs whether clubs are in ("all_in", "some_in",
    "none_in", "awaited", "absent"), afterwards how far the best got: "champion", the key of a
    round, "knock_out" for a round without one, "table", or "absent". `number` is how many clubs
    are still in."""

    department: Department
    spot: Spot
    code: str
    number: int
    way: DepartmentWay


@dataclass(frozen=True, slots=True)
class Map:
    year: int
    is_simulated: bool
    is_over: bool
    signs: tuple[Sign, ...]

    @property
    def meanings(self) -> tuple[Sign, ...]:
        """One sign of each kind, in the order in which a legend tells them."""
        found = {sign.code: sign for sign in self.signs}
        return tuple(found[code] for code in ORDER if code in found)


ORDER = (
    "champion", "final", "semifinals", "quarterfinals", "round_of_16", "repechage", "round_of_32",
    "knock_out", "table", "all_in", "some_in", "none_in", "awaited", "absent",
)  # fmt: skip


@lru_cache(maxsize=1)
def spots() -> Mapping[str, Spot]:
    """By the codes of the departments. `python -m tools.outlines` made the file."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Spot(
                int(row["x"]),
                int(row["y"]),
                int(row["to_x"]) if row["to_x"] else None,
                int(row["to_y"]) if row["to_y"] else None,
            )
            for row in csv.DictReader(file)
        }


def running_map() -> Map | None:
    """Of the season that is played now, else of the last one; None without any."""
    page = running_way()
    return map_of(page) if page else None


def map_of(page: WayPage) -> Map:
    """Departments that the outlines do not know have no sign."""
    known = spots()
    return Map(
        page.season.year,
        page.season.is_simulated,
        page.is_over,
        tuple(
            Sign(
                found.department,
                known[found.department.code],
                _best(found) if page.is_over else found.sign,
                sum(way.is_in for way in found.clubs),
                found,
            )
            for found in page.departments
            if found.department.code in known
        ),
    )


def _best(found: DepartmentWay) -> str:
    best = found.best
    if best is None or best.reached is None:
        return "absent"
    if best.fate == Fate.CHAMPION:
        return "champion"
    if best.reached.round is None:
        return "table"
    key = best.reached.round.key
    return key if key in ORDER else "knock_out"
