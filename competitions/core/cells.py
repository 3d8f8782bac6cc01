"""The kinds of cell that a sheet can have: text to a value and back, or what is wrong with it."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from competitions.core.names import nearest
from competitions.core.score import Score

T = TypeVar("T")
Option = TypeVar("Option", bound=str)


class CellError(ValueError):
    """A cell that cannot be read. `code` and `params` make its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Cell(Generic[T]):
    """How one kind of cell is read and written. `read` gets stripped text that is not empty and
    raises CellError; what `write` returns, `read` understands."""

    read: Callable[[str], T]
    write: Callable[[T], str] = str


def _matched(pattern: str, text: str, code: str) -> re.Match[str]:
    match = re.fullmatch(pattern, text)
    if match is None:
        raise CellError(code, value=text)
    return match


def _read_text(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_texts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _read_score_part(text: str) -> int:
    return int(_matched(r"[0-9]{1,2}", text, "bad_score")[0])


def _read_score_pair(text: str) -> Score:
    match = _matched(r"([0-9]{1,2})\s*[-‐‑–—−:]\s*([0-9]{1,2})", text, "bad_score_pair")
    return Score(int(match[1]), int(match[2]))


def _read_date(text: str) -> dt.date:
    _matched(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, "bad_date")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CellError("bad_date", value=text) from None


def _read_time(text: str) -> dt.time:
    match = _matched(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text, "bad_time")
    return dt.time(int(match[1]), int(match[2]))


_BOOLEANS = dict.fromkeys(("yes", "si", "sí", "true", "1"), True) | dict.fromkeys(
    ("no", "false", "0"), False
)


def _read_boolean(text: str) -> bool:
    try:
        return _BOOLEANS[text.casefold()]
    except KeyError:
        raise CellError("bad_boolean", value=text) from None


def _read_points(text: str) -> int | Fraction:
    _matched(r"[+-]?[0-9]{1,6}(/0*[1-9][0-9]{0,5}|\.[0-9]{1,6})?", text, "bad_points")
    value = Fraction(text)
    return int(value) if value.denominator == 1 else value


def _read_number(text: str) -> Decimal:
    return Decimal(_matched(r"-?[0-9]{1,9}(\.[0-9]{1,12})?", text, "bad_number")[0])


text: Cell[str] = Cell(_read_text)
"""Any text; newlines inside come out as LF."""

texts: Cell[tuple[str, ...]] = Cell(_read_texts, "; ".join)
"""Several texts in one cell, separated by semicolons: "UTC; Universidad Técnica"."""

score_part: Cell[int] = Cell(_read_score_part)
"""The goals of one side, 0 to 99."""

score_pair: Cell[Score] = Cell(_read_score_pair)
"""A score in one cell: "2-1", with any dash or a colon, spaced or not."""

iso_date: Cell[dt.date] = Cell(_read_date, dt.date.isoformat)
"""A date that exists, as 2024-12-22."""

clock_time: Cell[dt.time] = Cell(_read_time, lambda value: value.isoformat("minutes"))
"""A time of day, as 15:30."""

boolean: Cell[bool] = Cell(_read_boolean, lambda value: "yes" if value else "no")
"""yes/no, si/sí/no, true/false, 1/0; written as yes/no."""

points: Cell[int | Fraction] = Cell(_read_points)
"""Points that may be a fraction: 3, -1, 1/2, 1.5. Never a float."""

number: Cell[Decimal] = Cell(_read_number, lambda value: format(value, "f"))
"""A decimal number with a point, such as a coordinate."""


def integer(*, minimum: int | None = None) -> Cell[int]:
    def read(text: str) -> int:
        value = int(_matched(r"[+-]?[0-9]{1,9}", text, "bad_integer")[0])
        if minimum is not None and value < minimum:
            raise CellError("too_small", value=text, minimum=minimum)
        return value

    return Cell(read)


def choice(options: Iterable[Option]) -> Cell[Option]:
    """One of a closed list of codes; an enumeration of strings gives back its members.

    >>> choice(["draft", "published"]).read("publised")
    Traceback (most recent call last):
    competitions.core.cells.CellError: bad_choice
    """
    known = {str(option): option for option in options}

    def read(text: str) -> Option:
        if text not in known:
            suggestion = nearest(text, known)
            raise CellError(
                "bad_choice", value=text, choices=", ".join(known), suggestion=suggestion
            )
        return known[text]

    return Cell(read)


_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """Text that a spreadsheet will show and not run as a formula. Signed numbers stay numbers.

    >>> safe_cell("=HYPERLINK(A1)"), safe_cell("-3"), safe_cell("Sport Águila")
    ("'=HYPERLINK(A1)", '-3', 'Sport Águila')
    """
    if text.startswith(_FORMULA_STARTS) and not re.fullmatch(r"[+-][0-9]+([.,][0-9]+)*", text):
        return f"'{text}"
    return text
