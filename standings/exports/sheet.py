"""A sheet of rows, and how it is written as CSV, XLSX and JSON."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from competitions.core.files import XLSX, write_csv, write_xlsx

Value = str | int | float | bool | list[int] | None
Getter = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`value` is what JSON gives, a plain code or number; `text` what people read in its place."""

    key: str
    header: Any
    value: Getter
    text: Getter | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one page. `name` becomes the file's name."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Any, ...]
    is_simulated: bool = False

    @property
    def all_columns(self) -> tuple[Column, ...]:
        if not self.is_simulated:
            return self.columns
        mark = Column("simulated", pgettext_lazy("column", "simulated"), lambda _: True, _yes)
        return (*self.columns, mark)

    @property
    def file_name(self) -> str:
        return f"{self.name}-{_('SIMULATED')}" if self.is_simulated else self.name


def _yes(row: Any) -> str:
    return _("yes")


def respond(sheet: Sheet, file_format: str) -> HttpResponse:
    """The sheet as a download; `file_format` is one of csv, xlsx and json."""
    return _WRITERS[file_format](sheet)


def _plain(value: Any) -> Value:
    """A value that every format can carry."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return value


def _native(value: Any) -> Any:
    """Dates and hours as the workbook's own."""
    return value if isinstance(value, (dt.date, dt.time)) else _plain(value)


def _cells(sheet: Sheet, written: Callable[[Any], Any]) -> Iterable[list[Any]]:
    yield [str(column.header) for column in sheet.all_columns]
    for row in sheet.rows:
        yield [written((c.text or c.value)(row)) for c in sheet.all_columns]


def _csv(sheet: Sheet) -> HttpResponse:
    content = write_csv(_cells(sheet, _plain))
    return _download(content, "text/csv; charset=utf-8", f"{sheet.file_name}.csv")


def _xlsx(sheet: Sheet) -> HttpResponse:
    content = write_xlsx(sheet.file_name, _cells(sheet, _native))
    return _download(content, XLSX, f"{sheet.file_name}.xlsx")


def _json(sheet: Sheet) -> HttpResponse:
    rows = [
        {column.key: _plain(column.value(row)) for column in sheet.all_columns}
        for row in sheet.rows
    ]
    content = json.dumps(rows, ensure_ascii=False, indent=1).encode()
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    # Open data: any page may read it.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


_WRITERS: dict[str, Callable[[Sheet], HttpResponse]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
}
