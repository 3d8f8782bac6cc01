import codecs
import pickle

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from competitions.core import cells
from competitions.core.score import Status
from competitions.core.sheet import FAULTS, Column, Fault, read_sheet, write_sheet

FIXTURES = (
    Column("home"),
    Column("away"),
    Column("home_goals", cells.score_part, required=False),
    Column("date", cells.iso_date, required=False),
    Column("note", required=False, optional=True),
)
HEADER = "home,away,home_goals,date,note\n"


def read(content, columns=FIXTURES, **kwargs):
    data = content if isinstance(content, bytes) else content.encode()
    return read_sheet("fixtures.csv", data, columns, **kwargs)


def faults(sheet):
    for fault in sheet.faults:
        assert fault.file == "fixtures.csv"
        assert tuple(fault.params) == FAULTS[fault.code]
    return [(fault.line, fault.column, fault.code) for fault in sheet.faults]


def homes(sheet):
    return [row["home"] for row in sheet.rows]


# --- Rows ----------------------------------------------------------------------------------------


def test_columns_stand_in_any_order():
    sheet = read("away,date,home_goals,home\nSport Águila,2014-11-02,3,Player Villafuerte\n")
    assert faults(sheet) == []
    (row,) = sheet.rows
    assert (row["home"], row["away"]) == ("Player Villafuerte", "Sport Águila")
    assert (row["home_goals"], row["date"].isoformat(), row["note"]) == (3, "2014-11-02", None)
    assert (row.file, row.line) == ("fixtures.csv", 2)


def test_lines_are_those_of_the_file_past_blank_lines_and_quoted_newlines():
    content = HEADER + 'A,B,,,"one\ntwo\nthree"\n\n,,,,\nC,D,x,,\nE,,,,\n'
    sheet = read(content)
    assert [row.line for row in sheet.rows] == [2, 7, 8]
    assert faults(sheet) == [(7, "home_goals", "bad_score"), (8, "away", "required")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_counted_under_any_newline(newline):
    content = f"\n{HEADER}A,B,1,,\n\nC,D,-1,,\n".replace("\n", newline)
    sheet = read(content)
    assert homes(sheet) == ["A", "C"]
    assert faults(sheet) == [(5, "home_goals", "bad_score")]


def test_byte_order_mark_is_not_part_of_the_first_column():
    sheet = read(codecs.BOM_UTF8 + f"{HEADER}Áncash,B,,,\n".encode())
    assert (homes(sheet), faults(sheet)) == (["Áncash"], [])


def test_all_faults_come_in_one_go():
    content = "home,home_goals,date,pais\n,-1,2024-13-40,x\nB,2-x,,\nC,2\nD,2,,,5\n"
    assert faults(read(content)) == [
        (1, "pais", "unknown_column"),
        (1, "away", "missing_column"),
        (2, "home", "required"),
        (2, "home_goals", "bad_score"),
        (2, "date", "bad_date"),
        (3, "home_goals", "bad_score"),
        (4, None, "short_row"),
        (5, None, "long_row"),
    ]


def test_fault_carries_what_its_sentence_needs():
    sheet = read(HEADER + "A,B,2-x,,\n")
    assert sheet.faults == (Fault("fixtures.csv", 2, "home_goals", "bad_score", {"value": "2-x"}),)


def test_row_makes_faults_of_its_own_and_knows_what_was_told_already():
    (row,) = read("home,home_goals,date\nA,x,\n").rows
    assert row.unread == {"home_goals", "away", "note"}
    assert row.fault("home", "unknown_club", name="A") == Fault(
        "fixtures.csv", 2, "home", "unknown_club", {"name": "A"}
    )


# --- Header --------------------------------------------------------------------------------------


def test_slips_in_the_header_are_told_from_both_ends():
    sheet = read("home,home_goal,date\n")
    assert [(f.code, f.column, dict(f.params)) for f in sheet.faults] == [
        ("unknown_column", "home_goal", {"name": "home_goal", "suggestion": "home_goals"}),
        ("missing_column", "away", {"name": "away", "suggestion": ""}),
        ("missing_column", "home_goals", {"name": "home_goals", "suggestion": "home_goal"}),
    ]


def test_column_twice_counts_once():
    sheet = read("home,away,home,home_goals,date\nA,B,C,1,\n")
    assert faults(sheet) == [(1, "home", "duplicate_column")]
    assert homes(sheet) == ["A"]


def test_column_without_name_is_told_by_its_position_unless_all_is_blank():
    assert faults(read("home,,away,home_goals,date\nA,x,B,,\n")) == [(1, None, "unnamed_column")]
    assert read("home,,away,home_goals,date\n").faults[0].params == {"position": 2}
    assert faults(read("home,away,home_goals,date,,\nA,B,1,,,\n")) == []
    assert faults(read("home,away,home_goals,date,,\nA,B,1,,,x\n")) == [(2, None, "long_row")]


def test_wrong_width_says_how_many_cells_there_are():
    sheet = read("home,away,home_goals,date\nA\nA,B,,,x,y\n")
    assert [dict(fault.params) for fault in sheet.faults] == [
        {"expected": 4, "found": 1},
        {"expected": 4, "found": 6},
    ]
    assert homes(sheet) == ["A", "A"]


# --- Files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"\n \n", b",,\n", codecs.BOM_UTF8])
def test_empty_file_is_told(content):
    sheet = read(content)
    assert (faults(sheet), sheet.rows) == ([(None, None, "empty_file")], ())


def test_header_alone_is_an_empty_sheet():
    assert read(HEADER).rows == read(HEADER).faults == ()


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_latin_1_is_told_with_its_first_line_and_read_on(newline, mark):
    content = f"{HEADER}A,B,,,\nÁncash,C,x,,\nÑaña,D,,,\n".replace("\n", newline)
    sheet = read(mark + content.encode("latin-1"))
    assert faults(sheet) == [(3, None, "not_utf8"), (3, "home_goals", "bad_score")]
    assert sheet.faults[0].params == {"encoding": "Latin-1"}
    assert homes(sheet) == ["A", "Áncash", "Ñaña"]


def test_utf_16_is_told_by_its_name():
    sheet = read(f"{HEADER}Áncash,B,,,\n".encode("utf-16"))
    assert faults(sheet) == [(1, None, "not_utf8")]
    assert sheet.faults[0].params == {"encoding": "UTF-16"}
    assert homes(sheet) == ["Áncash"]


@pytest.mark.parametrize(("delimiter", "code"), [(";", "semicolons"), ("\t", "tabs")])
def test_other_separators_are_told_once_and_read_on(delimiter, code):
    content = f"\r\n{HEADER}A,B,x,,\n".replace(",", delimiter)
    sheet = read(content)
    assert faults(sheet) == [(2, None, code), (3, "home_goals", "bad_score")]
    assert homes(sheet) == ["A"]


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_workbook_is_told_and_nothing_read(start):
    sheet = read(start + b"home,away\n", lenient=True)
    assert (faults(sheet), sheet.rows) == ([(None, None, "spreadsheet")], ())


def test_binary_file_is_told_and_nothing_read():
    sheet = read(b"\x89PNG\0\0home,away\n")
    assert (faults(sheet), sheet.rows) == ([(None, None, "not_text")], ())


@pytest.mark.parametrize("bad", ['"C,D,,,\nE,F,,,\n', '"C"x,D,,,\n'])
def test_quote_that_does_not_close_is_told_where_it_opens(bad):
    sheet = read(f"{HEADER}A,B,,,\n{bad}")
    assert faults(sheet) == [(3, None, "bad_quotes")]
    assert homes(sheet) == ["A"]


def test_quote_that_does_not_close_in_the_header_is_no_empty_file():
    assert faults(read('"home,away\n')) == [(1, None, "bad_quotes")]


# --- Lenient reading -----------------------------------------------------------------------------


def test_lenient_reading_takes_what_spreadsheets_write():
    content = "HOME;Away; Home Goals ;Date\r\nÁncash;Ñaña;2\r\n"
    for data in (content.encode("cp1252"), content.encode(), content.encode("utf-16")):
        sheet = read(data, lenient=True)
        assert faults(sheet) == []
        (row,) = sheet.rows
        assert (row["home"], row["away"], row["home_goals"]) == ("Áncash", "Ñaña", 2)
        assert row["date"] is None


def test_lenient_reading_takes_pasted_tabs():
    sheet = read("home\taway\thome_goals\tdate\nA, B\tC\t1\t\n", lenient=True)
    assert (homes(sheet), faults(sheet)) == (["A, B"], [])


def test_lenient_reading_still_asks_for_required_cells_and_the_width():
    sheet = read("home,away,home_goals,date\nA\nA,B,,,x\n", lenient=True)
    assert faults(sheet) == [(2, "away", "required"), (3, None, "long_row")]


# --- Writing -------------------------------------------------------------------------------------


def test_written_sheet_is_plain_and_minimal():
    rows = [
        {"home": "La Bocana, Sechura", "away": 'La "U"', "home_goals": 2, "date": None},
        {"home": "Áncash", "away": "B", "note": "two\nlines"},
    ]
    assert write_sheet(FIXTURES, rows).decode() == (
        'home,away,home_goals,date,note\n"La Bocana, Sechura","La ""U""",2,,\n'
        'Áncash,B,,,"two\nlines"\n'
    )


def test_unknown_column_is_not_written():
    with pytest.raises(ValueError, match="goal, pais"):
        write_sheet(FIXTURES, [{"home": "A", "pais": "PE", "goal": 1}])


MANY = (
    Column("name"),
    Column("other", required=False),
    Column("played", cells.boolean, required=False),
    Column("goals", cells.score_part, required=False),
    Column("status", cells.choice(Status), required=False),
    Column("date", cells.iso_date, required=False),
    Column("points", cells.points, required=False),
)
words = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1)
    .map(str.strip)
    .filter(bool)
)
many_rows = st.fixed_dictionaries(
    {
        "name": words,
        "other": st.none() | words,
        "played": st.none() | st.booleans(),
        "goals": st.none() | st.integers(0, 99),
        "status": st.none() | st.sampled_from(Status),
        "date": st.none() | st.dates(),
        "points": st.none() | st.integers(-99, 99),
    }
)


@seed(3)
@given(st.lists(many_rows, max_size=5))
def test_written_rows_are_read_back_and_written_alike(rows):
    data = write_sheet(MANY, rows)
    sheet = read(data, MANY)
    assert faults(sheet) == []
    assert [dict(row.values) for row in sheet.rows] == rows
    assert write_sheet(MANY, [row.values for row in sheet.rows]) == data


@seed(4)
@given(st.binary(), st.booleans())
def test_any_bytes_are_read_without_an_error(data, lenient):
    faults(read(data, lenient=lenient))
    faults(read(HEADER.encode() + data, lenient=lenient))


def test_same_fault_twice_is_one_in_a_set():
    first, second = (read(HEADER + "A,B,x,,\n") for _ in range(2))
    assert len({*first.faults, *second.faults}) == len({*first.rows, *second.rows}) == 1


def test_values_survive_pickling():
    sheet = read(HEADER + "A,B,x,,\n")
    assert pickle.loads(pickle.dumps(sheet)) == sheet
