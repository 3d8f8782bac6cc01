"""CSV files to rows and back, with every fault at once: its file, line, column and a code."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from competitions.core.cells import Cell, CellError, text
from competitions.core.names import fold, nearest

FAULTS: Mapping[str, tuple[str, ...]] = {
    # the file
    "empty_file": (),
    "spreadsheet": (),
    "not_text": (),
    "not_utf8": ("encoding",),
    "semicolons": (),
    "tabs": (),
    "bad_quotes": (),
    # its header and the shape of its rows
    "unknown_column": ("name", "suggestion"),
    "missing_column": ("name", "suggestion"),
    "duplicate_column": ("name",),
    "unnamed_column": ("position",),
    "short_row": ("expected", "found"),
    "long_row": ("expected", "found"),
    # its cells
    "required": (),
    "bad_integer": ("value",),
    "too_small": ("value", "minimum"),
    "bad_score": ("value",),
    "bad_score_pair": ("value",),
    "bad_date": ("value",),
    "date_as_number": ("value",),
    "bad_time": ("value",),
    "bad_boolean": ("value",),
    "bad_choice": ("value", "choices", "suggestion"),
    "bad_points": ("value",),
    "bad_number": ("value",),
}
"""Every code that reading a sheet can give, with its params. A suggestion may be ""."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where. `line` is None when it is about the whole file, `column` when it
    is about a whole line."""

    file: str
    line: int | None
    column: str | None
    code: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet. `required`: every row needs a value. `optional`: the file may leave
    the column out, and every row then has None. `titles`: what else a lenient reading takes for
    its name."""

    name: str
    cell: Cell[Any] = text
    required: bool = True
    optional: bool = False
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The values of one row by column name; None where the cell is empty or cannot be read.

    `unread` names the columns that are None for another reason than an empty cell: a fault that
    is told already, or a column the file has not got. Checks across rows need not complain again.
    """

    file: str
    line: int
    values: Mapping[str, Any] = field(hash=False)
    unread: frozenset[str] = frozenset()

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    def fault(self, column: str | None, code: str, **params: object) -> Fault:
        return Fault(self.file, self.line, column, code, params)


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a file as stripped text, its blank lines left out; each line with the number
    that people see. The first one names the columns."""

    name: str
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says. With faults the rows are what could be made of it, to look for more.

    `titles` has what the file calls each of its columns.
    """

    name: str
    rows: tuple[SheetRow, ...]
    faults: tuple[Fault, ...]
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)


def read_sheet(
    name: str, data: bytes, columns: Sequence[Column], *, lenient: bool = False
) -> Sheet:
    """Read a CSV file with a header row; columns may stand in any order, blank lines are skipped.

    Files are UTF-8, with or without a byte order mark, and comma-separated. A lenient reading
    also takes other encodings, semicolons and tabs, headers in another case or accent, and rows
    that end early; a strict one reads on all the same, and says so as a fault.

    >>> columns = [Column("home"), Column("goals", required=False)]
    >>> sheet = read_sheet("f.csv", b"goals,home\\n2,Sport Boys\\n,\\n3,\\n", columns)
    >>> [dict(row.values) for row in sheet.rows]
    [{'home': 'Sport Boys', 'goals': '2'}, {'home': None, 'goals': '3'}]
    >>> [(fault.line, fault.column, fault.code) for fault in sheet.faults]
    [(4, 'home', 'required')]
    """
    return read_rows(read_grid(name, data, lenient=lenient), columns, lenient=lenient)


def read_grid(name: str, data: bytes, *, lenient: bool = False) -> Grid:
    """A CSV file as text cells; see `read_sheet` for what a lenient reading takes.

    >>> read_grid("f.csv", b"home;goals\\nSport Boys;2\\n", lenient=True).lines
    ((1, ('home', 'goals')), (2, ('Sport Boys', '2')))
    """
    decoding = _Decoding(name, lenient)
    lines = tuple(decoding.lines(data))
    return Grid(name, lines, tuple(decoding.faults))


def read_rows(grid: Grid, columns: Sequence[Column], *, lenient: bool = False) -> Sheet:
    """The rows of a grid, its faults among those of the sheet."""
    reading = _Reading(grid.name, tuple(columns), lenient, list(grid.faults))
    rows = tuple(reading.rows(grid.lines))
    return Sheet(grid.name, rows, tuple(reading.faults), reading.titles)


def write_sheet(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows as a CSV file: always the same bytes, and `read_sheet` gives the same values back.

    All columns are written, in their order; None or a missing key is an empty cell. Text comes
    back stripped, and a row without any value is read as a blank line, which is to say not at all.

    >>> write_sheet([Column("home"), Column("away")], [{"home": "Áncash, FC"}])
    b'home,away\\n"\\xc3\\x81ncash, FC",\\n'
    """
    names = [column.name for column in columns]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(names)
    for row in rows:
        if strangers := row.keys() - set(names):
            raise ValueError(f"no such columns: {', '.join(sorted(strangers))}")
        values = ((column, row.get(column.name)) for column in columns)
        writer.writerow(
            "" if value is None else column.cell.write(value) for column, value in values
        )
    return out.getvalue().encode()


_DELIMITER_FAULTS = {";": "semicolons", "\t": "tabs"}
_WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(slots=True)
class _Decoding:
    """The bytes of one file on their way to cells; the faults gather on the way."""

    name: str
    lenient: bool
    faults: list[Fault] = field(default_factory=list)

    def lines(self, data: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Each record that is not blank with the line it begins on, its cells stripped."""
        if data.startswith(_WORKBOOK_STARTS):
            self._fault(None, "spreadsheet")
            return
        content, encoding, bad_line = _decoded(data)
        if "\0" in content:
            self._fault(None, "not_text")
            return
        if bad_line is not None and not self.lenient:
            self._fault(bad_line, "not_utf8", encoding=encoding)
        delimiter = self._delimiter(content)
        reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
        line = 1
        try:
            for record in reader:
                cells = tuple(cell.strip() for cell in record)
                if any(cells):
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error:
            self._fault(line, "bad_quotes")

    def _fault(self, line: int | None, code: str, **params: object) -> None:
        self.faults.append(Fault(self.name, line, None, code, params))

    def _delimiter(self, content: str) -> str:
        lines = enumerate(io.StringIO(content, newline=""), 1)
        line, header = next((found for found in lines if found[1].strip()), (1, ""))
        delimiter = max(",;\t", key=header.count)
        if delimiter in _DELIMITER_FAULTS and not self.lenient:
            self._fault(line, _DELIMITER_FAULTS[delimiter])
        return delimiter


@dataclass(slots=True)
class _Reading:
    """One grid being read; the faults gather on the way."""

    name: str
    columns: tuple[Column, ...]
    lenient: bool
    faults: list[Fault]
    titles: dict[str, str] = field(default_factory=dict)

    def rows(self, lines: Sequence[tuple[int, tuple[str, ...]]]) -> Iterator[SheetRow]:
        if not lines:
            if not self.faults:
                self._fault(None, None, "empty_file")
            return
        line, names = lines[0]
        header = list(names)
        positions = self._positions(line, header)
        for line, record in lines[1:]:
            yield self._row(line, list(record), positions, len(header))

    def _fault(self, line: int | None, column: str | None, code: str, **params: object) -> None:
        self.faults.append(Fault(self.name, line, column, code, params))

    def _positions(self, line: int, header: list[str]) -> dict[str, int]:
        """Where each column stands. Trailing blank names are cut off the header."""
        while not header[-1]:
            header.pop()
        known = self._known()
        positions: dict[str, int] = {}
        strangers: list[str] = []
        for position, title in enumerate(header):
            column = known.get(self._key(title))
            if not title:
                self._fault(line, None, "unnamed_column", position=position + 1)
            elif column is None:
                strangers.append(title)
            elif column in positions:
                self._fault(line, title, "duplicate_column", name=title)
            else:
                positions[column] = position
                self.titles[column] = title
        absent = [column for column in self.columns if column.name not in positions]
        self._compare(line, strangers, absent)
        return positions

    def _known(self) -> dict[str, str]:
        """Each column by the keys of its names."""
        if not self.lenient:
            return {column.name: column.name for column in self.columns}
        return {
            self._key(title): column.name
            for column in self.columns
            for title in (column.name, *column.titles)
        }

    def _compare(self, line: int, strangers: list[str], absent: list[Column]) -> None:
        unused = [title for column in absent for title in (column.name, *column.titles)]
        for title in strangers:
            self._fault(
                line, title, "unknown_column", name=title, suggestion=nearest(title, unused)
            )
        for column in absent:
            if not column.optional:
                suggestion = nearest(column.name, strangers)
                self._fault(
                    line, column.name, "missing_column", name=column.name, suggestion=suggestion
                )

    def _key(self, title: str) -> str:
        return fold(title) if self.lenient else title

    def _row(
        self, line: int, record: list[str], positions: Mapping[str, int], width: int
    ) -> SheetRow:
        record = self._fitted(line, record, width)
        values: dict[str, Any] = dict.fromkeys(column.name for column in self.columns)
        unread: set[str] = set()
        for column in self.columns:
            position = positions.get(column.name)
            if position is None or position >= len(record):
                unread.add(column.name)
                continue
            try:
                values[column.name] = _value(column, record[position])
            except CellError as bad:
                unread.add(column.name)
                self._fault(line, column.name, bad.code, **bad.params)
        return SheetRow(self.name, line, values, frozenset(unread))

    def _fitted(self, line: int, record: list[str], width: int) -> list[str]:
        """The record without blank cells beyond the header; a lenient reading fills it up."""
        while len(record) > width and not record[-1]:
            record.pop()
        found = len(record)
        if found > width:
            self._fault(line, None, "long_row", expected=width, found=found)
        if found >= width:
            return record
        if self.lenient:
            return record + [""] * (width - found)
        self._fault(line, None, "short_row", expected=width, found=found)
        return record


def _value(column: Column, content: str) -> Any:
    if content:
        return column.cell.read(content)
    if column.required:
        raise CellError("required")
    return None


def _decoded(data: bytes) -> tuple[str, str, int | None]:
    """The text of a file, its encoding as far as can be told, and the first line that is not
    UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), "UTF-16", 1
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode(), "UTF-8", None
    except UnicodeDecodeError as error:
        before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return data.decode("cp1252", errors="replace"), "Latin-1", before.count(b"\n") + 1
