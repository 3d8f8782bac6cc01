"""Files as spreadsheets leave them: CSV in any dress and XLSX, to text cells and back."""

import csv
import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from competitions.core.cells import safe_cell
from competitions.core.sheet import Fault, Grid, read_grid

FILE_FAULTS: Mapping[str, tuple[str, ...]] = {
    "file_too_large": ("limit",),
    "too_many_rows": ("limit",),
    "too_many_columns": ("limit",),
    "old_workbook": (),
    "broken_workbook": (),
    "inflated_workbook": (),
    "several_sheets": ("names",),
    "no_table": (),
    "formula": (),
    "cell_error": ("value",),
    "long_cell": ("limit",),
}
"""Every code that opening a file can give beside those of `sheet.FAULTS`, with its params."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is looked at. `inflated` is what a workbook may unpack to, in bytes."""

    size: int = 2_000_000
    rows: int = 5_000
    columns: int = 60
    cell: int = 2_000
    inflated: int = 30_000_000


LIMITS = Limits()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What a damaged workbook can raise in the libraries that read it."""


def read_file(name: str, data: bytes, *, limits: Limits = LIMITS) -> Grid:
    """The table in a file, whatever its kind, or the fault that says why there is none.

    >>> read_file("clubes.csv", "nombre;ciudad\\nUnión;Ñaña\\n".encode("latin-1")).lines[1]
    (2, ('Unión', 'Ñaña'))
    >>> [fault.code for fault in read_file("clubes.pdf", b"%PDF-1.7").faults]
    ['no_table']
    """
    if len(data) > limits.size:
        return _refused(name, "file_too_large", limit=f"{limits.size // 1_000_000} MB")
    if data.startswith(_OLE):
        return _refused(name, "old_workbook")
    if data.startswith(_NO_TABLES):
        return _refused(name, "no_table")
    if data.startswith(_ZIP):
        return _bounded(_read_workbook(name, data, limits), limits)
    return _bounded(_without_hint(read_grid(name, data, lenient=True)), limits)


def write_csv(rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as CSV with a byte order mark, which makes spreadsheets read the accents right."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_safe(_plain(value)) for value in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def write_xlsx(title: str, rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as a workbook of one page, the first row held in sight; dates and hours are its own."""
    book = Workbook(write_only=True)
    page = book.create_sheet(title[:31])
    page.freeze_panes = "A2"
    for row in rows:
        page.append([_safe(_native(value)) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _safe(value: Any) -> Any:
    return safe_cell(value) if isinstance(value, str) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else value


def _native(value: Any) -> Any:
    """Without characters that a workbook cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


def _refused(name: str, code: str, **params: object) -> Grid:
    return Grid(name, (), (Fault(name, None, None, code, params),))


def _without_hint(grid: Grid) -> Grid:
    """Some spreadsheets say in a first line of its own what separates the cells."""
    if grid.lines and grid.lines[0][1][0].casefold().startswith("sep="):
        return Grid(grid.name, grid.lines[1:], grid.faults)
    return grid


def _bounded(grid: Grid, limits: Limits) -> Grid:
    if len(grid.lines) > limits.rows + 1:
        return _refused(grid.name, "too_many_rows", limit=limits.rows)
    if any(len(cells) > limits.columns for _line, cells in grid.lines):
        return _refused(grid.name, "too_many_columns", limit=limits.columns)
    if sum(len(cell) for _line, cells in grid.lines for cell in cells) > limits.size:
        return _refused(grid.name, "file_too_large", limit=f"{limits.size // 1_000_000} MB")
    faults = [
        Fault(grid.name, line, None, "long_cell", {"limit": limits.cell})
        for line, cells in grid.lines
        if any(len(cell) > limits.cell for cell in cells)
    ]
    return Grid(grid.name, grid.lines, (*grid.faults, *faults)) if faults else grid


def _read_workbook(name: str, data: bytes, limits: Limits) -> Grid:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if sum(part.file_size for part in archive.infolist()) > limits.inflated:
                return _refused(name, "inflated_workbook")
        if not any(part.startswith("xl/") for part in names):
            return _refused(name, "no_table")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        pages = [
            (page.title, lines)
            for page in book.worksheets
            if page.sheet_state == "visible" and (lines := list(_lines(page, limits)))
        ]
    except _BROKEN:
        return _refused(name, "broken_workbook")
    if len(pages) > 1:
        return _refused(name, "several_sheets", names=", ".join(title for title, _rows in pages))
    return _grid(name, pages[0][1] if pages else [])


def _lines(page: Any, limits: Limits) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a page that hold something; one more than the limit is enough to say so."""
    # A page may claim to be as large as it likes.
    page.reset_dimensions()
    found = 0
    for row in page.iter_rows(max_col=limits.columns + 1):
        cells = list(row)
        if not any(_text(cell.value) for cell in cells):
            continue
        yield next(cell.row for cell in cells if cell.value is not None), cells
        found += 1
        if found > limits.rows + 1:
            return


def _grid(name: str, rows: Sequence[tuple[int, list[Any]]]) -> Grid:
    lines = []
    faults = []
    titles: list[str] = []
    for line, cells in rows:
        texts = [_text(cell.value) for cell in cells]
        while not texts[-1]:
            texts.pop()
        titles = titles or texts
        lines.append((line, tuple(texts)))
        for position, cell in enumerate(cells):
            column = titles[position] if position < len(titles) else None
            if cell.data_type == "f":
                faults.append(Fault(name, line, column, "formula", {}))
            elif cell.data_type == "e":
                faults.append(Fault(name, line, column, "cell_error", {"value": str(cell.value)}))
    return Grid(name, tuple(lines), tuple(faults))


def _text(value: Any) -> str:
    """A cell of a workbook as people see it.

    >>> [_text(v) for v in (3.0, 0.5, True, dt.datetime(2027, 5, 16), dt.time(15, 30), None)]
    ['3', '0.5', 'yes', '2027-05-16', '15:30', '']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.timedelta):
        value = (dt.datetime(1900, 1, 1) + value).time()  # noqa: DTZ001 - a time of day has no zone
    if isinstance(value, dt.time):
        rounded = dt.datetime.combine(dt.date.min, value) + dt.timedelta(seconds=30)
        return rounded.time().isoformat("minutes")
    return str(value).strip()
