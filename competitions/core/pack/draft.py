"""A pack as it was read, before anyone knows whether it is sound; every value may be missing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from competitions.core.pack.manifest import Manifest, Table
from competitions.core.sheet import Fault, SheetRow

Told = Callable[[SheetRow, str], bool]
"""Whether a cell has its fault already, so that its being blank says nothing."""


@dataclass(frozen=True, slots=True)
class Register:
    """What a pack may refer to and does not bring along. `clubs` has the slug of each known club
    by its department's name and the fold of its own name, and so has `made_up` of those that a
    program made up, whose leagues are `made_up_leagues`."""

    departments: tuple[str, ...] = ()
    leagues: tuple[str, ...] = ()
    made_up_leagues: tuple[str, ...] = ()
    clubs: Mapping[tuple[str, str], str] = field(default_factory=dict, hash=False)
    made_up: Mapping[tuple[str, str], str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """`faults` are those told already; a cell that has one is not complained of again."""

    manifest: Manifest
    rows: Mapping[str, tuple[SheetRow, ...]] = field(hash=False)
    register: Register
    faults: tuple[Fault, ...]

    @property
    def stages(self) -> dict[str, Table]:
        """The stages by their slug; of two with the same one, the first."""
        stages: dict[str, Table] = {}
        for table in self.manifest.stages:
            if table["slug"]:
                stages.setdefault(table["slug"], table)
        return stages

    def all_rows(self) -> Iterator[SheetRow]:
        return chain.from_iterable(self.rows.values())

    def told(self) -> "Told":
        places = frozenset((fault.file, fault.line, fault.column) for fault in self.faults)
        return lambda row, column: (row.file, row.line, column) in places

    def by(self, name: str, *columns: str) -> dict[Any, SheetRow]:
        """The first row of a file for each value of the columns, where all of them were read."""
        index: dict[Any, SheetRow] = {}
        for row in self.rows[name]:
            key = tuple(row[column] for column in columns)
            if None not in key:
                index.setdefault(key if len(columns) > 1 else key[0], row)
        return index


def codes(tables: Iterable[Table], key: str) -> list[Any]:
    return [table[key] for table in tables if table[key] is not None]
