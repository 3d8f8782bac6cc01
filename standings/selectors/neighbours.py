"""Rows of a table beside each other: what parts them, and where a zone ends between them."""

from dataclasses import dataclass
from itertools import pairwise

from standings.core.ranking import Parting
from standings.selectors.snapshot import ZoneData
from standings.selectors.tables import Table, TableRow


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The next row above or below. Without a parting it shares the place."""

    row: TableRow
    stands_above: bool
    parting: Parting | None


def neighbours(table: Table) -> dict[int, tuple[Neighbour, ...]]:
    """By entry: the row above, then the row below. None in a table without places."""
    found: dict[int, list[Neighbour]] = {row.club.entry: [] for row in table.rows}
    if not table.is_partial:
        for upper, lower in pairwise(table.rows):
            found[lower.club.entry].append(Neighbour(upper, True, lower.above))
            found[upper.club.entry].append(Neighbour(lower, False, upper.below))
    return {entry: tuple(beside) for entry, beside in found.items()}


def cuts(table: Table) -> dict[int, ZoneData]:
    """By entry: the zone that ends below its row."""
    return {
        row.club.entry: zone
        for row, after in pairwise(table.rows)
        if (zone := _ends_between(row, after))
    }


def _ends_between(row: TableRow, after: TableRow) -> ZoneData | None:
    zone, following = row.shown_zone, after.shown_zone
    if zone is None or (following and following.code == zone.code):
        return None
    return zone if row.place != after.place else None
