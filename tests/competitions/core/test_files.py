import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from competitions.core import files
from competitions.core.cells import kick_off, plain_cell
from competitions.core.files import FILE_FAULTS, Limits, read_file, write_csv, write_xlsx
from competitions.core.sheet import FAULTS, Column, read_rows

CLUBS = (
    Column("name", titles=("nombre", "club")),
    Column("town", required=False, optional=True, titles=("ciudad",)),
)
TEXT = "Nombre;Ciudad\nUnión de Ñaña;Huánuco\n"


def codes(grid):
    for fault in grid.faults:
        assert tuple(fault.params) == (FAULTS | FILE_FAULTS)[fault.code]
    return [fault.code for fault in grid.faults]


def book(*rows, more=()):
    """A workbook with these rows on its first page, and further pages by their title."""
    made = Workbook()
    for title, lines in [("Hoja1", rows), *more]:
        page = made.active if title == "Hoja1" else made.create_sheet(title)
        page.title = title
        for line in lines:
            page.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("latin-1"),
        TEXT.encode("utf-16"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        b"sep=;\n" + TEXT.encode("latin-1"),
        book(["Nombre", "Ciudad"], ["Unión de Ñaña", "Huánuco"]),
    ],
    ids=["utf8", "bom", "latin1", "utf16", "comma", "tab", "crlf", "hint", "xlsx"],
)
def test_the_same_table_in_every_dress(data: bytes) -> None:
    sheet = read_rows(read_file("clubes.csv", data), CLUBS, lenient=True)
    assert sheet.faults == ()
    assert [dict(row.values) for row in sheet.rows] == [
        {"name": "Unión de Ñaña", "town": "Huánuco"}
    ]
    assert sheet.titles == {"name": "Nombre", "town": "Ciudad"}


def test_columns_in_any_order_under_any_of_their_names() -> None:
    sheet = read_rows(read_file("c.csv", b"ciudad,CLUB\nIca,Ada\n"), CLUBS, lenient=True)
    assert [dict(row.values) for row in sheet.rows] == [{"name": "Ada", "town": "Ica"}]
    strangers = read_rows(read_file("c.csv", b"nombre,cuidad\nAda,Ica\n"), CLUBS, lenient=True)
    assert [(f.code, f.params["suggestion"]) for f in strangers.faults] == [
        ("unknown_column", "ciudad")
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", None),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "old_workbook"),
        (b"%PDF-1.7\n", "no_table"),
        (b"\x89PNG\r\n", "no_table"),
        (b"PK\x03\x04" + bytes(100), "broken_workbook"),
        (book(["a"], ["b"])[:500], "broken_workbook"),
        (b"a,b\0\n", "not_text"),
        (b"x" * 2_000_001, "file_too_large"),
        (b"a\n" + b"x\n" * 5_001, "too_many_rows"),
        (b"," * 60 + b"x\n", "too_many_columns"),
        (b"a\n" + b"x" * 2_001 + b"\n", "long_cell"),
        (book(*[["a"]] * 5_002), "too_many_rows"),
        (book(["a"] * 61), "too_many_columns"),
        (book(["a"], ["x"], more=[("Otra", [["b"]])]), "several_sheets"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(data: bytes, code: str | None) -> None:
    assert codes(read_file("f", data)) == ([code] if code else [])


def test_empty_files_are_told() -> None:
    for data in (b"", b"\n\n", book(), book([None])):
        assert codes(read_rows(read_file("f", data), CLUBS, lenient=True)) == ["empty_file"]


def test_workbook_that_unpacks_to_more_than_it_may_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(31_000_000))
    assert len(out.getvalue()) < 100_000
    assert codes(read_file("f.xlsx", out.getvalue())) == ["inflated_workbook"]


def test_small_workbook_of_a_long_text_is_too_large() -> None:
    data = book(["a"], *[["x" * 1_000]] * 50)
    assert codes(read_file("f.xlsx", data, limits=Limits(size=20_000))) == ["file_too_large"]


def test_zip_that_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("clubes.csv", "nombre\n")
    assert codes(read_file("f.zip", out.getvalue())) == ["no_table"]


def test_hidden_page_is_not_read() -> None:
    made = Workbook()
    made.active.append(["nombre"])
    made.create_sheet("Listas").append(["x"])
    made["Listas"].sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    grid = read_file("f.xlsx", out.getvalue())
    assert (grid.lines, codes(grid)) == (((1, ("nombre",)),), [])


def test_formulas_and_errors_of_a_workbook_are_told_with_line_and_column() -> None:
    data = book(["nombre", "ciudad"], ["Ada", "=A2"], [None], ["#N/A", "Ica"])
    grid = read_file("f.xlsx", data)
    assert [(f.line, f.column, f.code) for f in grid.faults] == [
        (2, "ciudad", "formula"),
        (4, "nombre", "cell_error"),
    ]
    beside = read_file("f.xlsx", book(["nombre"], ["Ada", None, "=A2"]))
    assert [(f.line, f.column, f.code) for f in beside.faults] == [(2, None, "formula")]


def test_numbers_dates_and_hours_of_a_workbook_are_read_as_they_look() -> None:
    moment = dt.datetime(2027, 5, 16, 15, 30)  # noqa: DTZ001 - workbooks have no zones
    data = book(
        ["a"] * 8,
        [3, 2.0, 0.5, True, False, dt.date(2027, 5, 16), moment, dt.time(15, 29, 59, 999_999)],
    )
    assert read_file("f.xlsx", data).lines[1][1] == (
        "3",
        "2",
        "0.5",
        "yes",
        "no",
        "2027-05-16",
        "2027-05-16 15:30:00",
        "15:30",
    )
    assert files._text(dt.timedelta(hours=15, minutes=30)) == "15:30"


def test_quotation_mark_that_is_not_closed_is_told() -> None:
    assert codes(read_file("f.csv", b'a\n"b\n')) == ["bad_quotes"]


def test_lines_are_those_of_the_page() -> None:
    grid = read_file("f.xlsx", book(["a"], [None], ["b", None], [None, "c"]))
    assert [line for line, _cells in grid.lines] == [1, 3, 4]


def test_limits_can_be_others() -> None:
    assert codes(read_file("f.csv", b"a\nb\nc\n", limits=Limits(rows=1))) == ["too_many_rows"]


@given(
    st.lists(
        st.text(
            st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1
        ).filter(lambda text: text.strip() == text),
        min_size=1,
        max_size=5,
    )
)
def test_text_that_is_written_comes_back_but_for_its_apostrophe(row: list[str]) -> None:
    header = [f"c{number}" for number in range(len(row))]
    for written in (write_csv([header, row]), write_xlsx("Hoja", [header, row])):
        [line] = read_file("f", written).lines[1:]
        assert [plain_cell(cell) for cell in line[1]] == row


def test_dates_and_hours_are_written_for_the_kind_of_file() -> None:
    row = [dt.date(2027, 5, 16), dt.time(15, 30), 3, None, "=1+1"]
    for written in (write_csv([["a"] * 5, row]), write_xlsx("Hoja", [["a"] * 5, row])):
        cells = read_file("f", written).lines[1][1]
        assert (cells[0], kick_off.read(cells[1])) == ("2027-05-16", dt.time(15, 30))
        assert cells[2:] == ("3", "", "'=1+1")
