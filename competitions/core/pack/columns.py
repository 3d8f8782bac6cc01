"""The kinds of cell that packs need beside those of every sheet: their lengths are bounded."""

import re
from decimal import Decimal

from competitions.core import cells
from competitions.core.cells import Cell, CellError
from competitions.core.slots import BadSlots, read_slots


def line(limit: int) -> Cell[str]:
    """Text of at most `limit` characters."""

    def read(text: str) -> str:
        if len(text) > limit:
            raise CellError("too_long", limit=limit, length=len(text))
        return cells.text.read(text)

    return Cell(read)


lines_of_text: Cell[str] = cells.text


def code(limit: int) -> Cell[str]:
    """A code: letters without accents, digits, hyphens and underscores."""

    def read(text: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9_-]+", text):
            raise CellError("bad_code", value=text)
        return line(limit).read(text)

    return Cell(read)


def whole(minimum: int, maximum: int) -> Cell[int]:
    bounded = cells.integer(minimum=minimum)

    def read(text: str) -> int:
        value = bounded.read(text)
        if value > maximum:
            raise CellError("too_large", value=text, maximum=maximum)
        return value

    return Cell(read)


def decimal(digits: int, places: int) -> Cell[Decimal]:
    """A number with at most so many digits before the point and places after it."""

    def read(text: str) -> Decimal:
        pattern = rf"-?[0-9]{{1,{digits}}}(\.[0-9]{{1,{places}}})?"
        if not re.fullmatch(pattern, text):
            raise CellError("bad_number", value=text)
        return Decimal(text)

    return Cell(read, lambda value: format(value.normalize(), "f"))


def listed(limit: int) -> Cell[tuple[str, ...]]:
    """Several texts separated by semicolons, none of them longer than `limit`."""
    one = line(limit)

    def read(text: str) -> tuple[str, ...]:
        return tuple(one.read(part) for part in cells.texts.read(text))

    return Cell(read, cells.texts.write)


def _fixed_slots(text: str) -> str:
    try:
        read_slots(text)
    except BadSlots as bad:
        raise CellError("bad_slots", value=bad.part, number=bad.number) from bad
    return text


fixed_slots: Cell[str] = Cell(_fixed_slots)
"""Pairings as `core.slots` reads them."""


def _points_by_place(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,2}( [0-9]{1,2})*", text):
        raise CellError("bad_bonus", value=text)
    return text


points_by_place: Cell[str] = Cell(_points_by_place)
"""Numbers separated by single spaces."""
