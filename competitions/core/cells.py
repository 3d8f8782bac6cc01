"""The kinds of cell that a sheet can have: text to a value and back, or what is wrong with it."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Generic, TypeVar

from competitions.core.names import fold, nearest
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


def _read_day(text: str) -> dt.date:
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text):
        raise CellError("date_as_number", value=text)
    match = re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", text)
    return _read_date(f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}" if match else text)


def _read_kick_off(text: str) -> dt.time:
    match = re.fullmatch(
        r"([0-9]{1,2})[:.]([0-9]{2})(?::00)?(?:\s*h)?\s*(?:([ap])\.?\s?m\.?)?", text.casefold()
    )
    if match is None:
        raise CellError("bad_time", value=text)
    hour = int(match[1])
    if match[3] is not None:
        if not 1 <= hour <= 12:
            raise CellError("bad_time", value=text)
        hour = hour % 12 + (12 if match[3] == "p" else 0)
    try:
        return dt.time(hour, int(match[2]))
    except ValueError:
        raise CellError("bad_time", value=text) from None


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

day: Cell[dt.date] = Cell(_read_day, dt.date.isoformat)
"""A date as people write it: 2027-05-16, 16/05/2027, 16.5.2027; the day stands before the month."""

kick_off: Cell[dt.time] = Cell(_read_kick_off, lambda value: value.isoformat("minutes"))
"""A time of day as people write it: 15:30, 15.30, 15:30:00, 3:30 p. m."""

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


def worded(words: Mapping[Option, Iterable[str]]) -> Cell[Option]:
    """One of a closed list of codes, read by its code or by any of its words, and written as the
    first of them.

    >>> status = worded({"played": ["Jugado", "Played"], "scheduled": ["Programado"]})
    >>> status.read("JUGADO"), status.read("played"), status.write("scheduled")
    ('played', 'played', 'Programado')
    """
    first = {code: next(iter(known)) for code, known in words.items()}
    codes = {fold(word): code for code, known in words.items() for word in (code, *known)}

    def read(text: str) -> Option:
        code = codes.get(fold(text))
        if code is None:
            raise CellError(
                "bad_choice",
                value=text,
                choices=", ".join(first.values()),
                suggestion=nearest(text, first.values()),
            )
        return code

    return Cell(read, first.__getitem__)


class Erased(Enum):
    """What a cell says that takes out what is recorded; an empty one leaves it as it is."""

    ERASED = "-"


_DASHES = frozenset("-‐‑–—−")


def erasable(cell: Cell[T]) -> Cell[T | Erased]:
    """A cell that may also hold a dash. A text that is one is written as `'-`.

    >>> erasable(score_part).read("2"), erasable(score_part).read("–")
    (2, <Erased.ERASED: '-'>)
    """

    def read(text: str) -> T | Erased:
        return Erased.ERASED if text in _DASHES else cell.read(plain_cell(text))

    def write(value: T | Erased) -> str:
        return value.value if isinstance(value, Erased) else cell.write(value)

    return Cell(read, write)


_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """Text that a spreadsheet will show and not run as a formula. Signed numbers stay numbers.

    >>> safe_cell("=HYPERLINK(A1)"), safe_cell("-3"), safe_cell("Sport Águila")
    ("'=HYPERLINK(A1)", '-3', 'Sport Águila')
    """
    return f"'{text}" if _would_run(text.lstrip("'")) else text


def plain_cell(text: str) -> str:
    """What `safe_cell` was given.

    >>> plain_cell("'=HYPERLINK(A1)"), plain_cell("'Sport Águila'"), plain_cell(safe_cell("'=1"))
    ('=HYPERLINK(A1)', "'Sport Águila'", "'=1")
    """
    return text[1:] if text.startswith("'") and _would_run(text.lstrip("'")) else text


def _would_run(text: str) -> bool:
    return text.startswith(_FORMULA_STARTS) and not re.fullmatch(r"[+-][0-9]+([.,][0-9]+)*", text)
