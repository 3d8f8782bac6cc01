import datetime as dt
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from competitions.core import cells
from competitions.core.cells import CellError, Erased, plain_cell, safe_cell
from competitions.core.score import Score, Status
from competitions.core.sheet import FAULTS

status = cells.choice(Status)


@pytest.mark.parametrize(
    ("cell", "text", "value"),
    [
        (cells.text, "Estadio\r\n25 de\rNoviembre", "Estadio\n25 de\nNoviembre"),
        (cells.texts, "UTC;  Universidad Técnica ;", ("UTC", "Universidad Técnica")),
        (cells.integer(), "-12", -12),
        (cells.integer(minimum=1), "+1", 1),
        (cells.score_part, "0", 0),
        (cells.score_part, "12", 12),
        (cells.score_pair, "2-1", Score(2, 1)),
        (cells.score_pair, "2–1", Score(2, 1)),
        (cells.score_pair, "2 - 1", Score(2, 1)),
        (cells.score_pair, "2:1", Score(2, 1)),
        (cells.score_pair, "12 — 0", Score(12, 0)),
        (cells.iso_date, "2024-12-22", dt.date(2024, 12, 22)),
        (cells.clock_time, "15:30", dt.time(15, 30)),
        (cells.clock_time, "9:05", dt.time(9, 5)),
        (cells.points, "3", 3),
        (cells.points, "-3", -3),
        (cells.points, "1/2", Fraction(1, 2)),
        (cells.points, "1.5", Fraction(3, 2)),
        (cells.points, "4/2", 2),
        (cells.number, "-12.0464", Decimal("-12.0464")),
        (cells.number, "123456789", Decimal(123456789)),
        (status, "played", Status.PLAYED),
    ],
)
def test_cell_reads(cell, text, value):
    assert cell.read(text) == value
    assert type(cell.read(text)) is type(value)


@pytest.mark.parametrize("text", ["yes", "SI", "Sí", "true", "1"])
def test_boolean_reads_yes_in_both_languages(text):
    assert cells.boolean.read(text) is True


@pytest.mark.parametrize("text", ["no", "No", "FALSE", "0"])
def test_boolean_reads_no_in_both_languages(text):
    assert cells.boolean.read(text) is False


@pytest.mark.parametrize(
    ("cell", "code", "texts"),
    [
        (cells.integer(), "bad_integer", ["x", "1.0", "1_000", "٣", "1,000", "9" * 5000]),
        (cells.score_part, "bad_score", ["-1", "2-x", "2,5", "2.5", "+1", "100", "²", "x"]),
        (
            cells.score_pair,
            "bad_score_pair",
            ["2-x", "2", "-1-0", "2-", "2,1", "2 1", "2-1-0", "1--1"],
        ),
        (
            cells.iso_date,
            "bad_date",
            ["2024-13-40", "2023-02-29", "22/12/2024", "2024-W01-1", "20241222", "2024-1-2"],
        ),
        (cells.clock_time, "bad_time", ["24:00", "15:60", "15.30", "3pm", "15:30:00"]),
        (cells.boolean, "bad_boolean", ["maybe", "2", "s"]),
        (cells.points, "bad_points", ["1,5", "1/0", "0.5.1", "half", "1e3", "1 /2", "1/00"]),
        (cells.number, "bad_number", ["12,04", "NaN", "1e5", "-"]),
    ],
)
def test_cell_refuses_with_its_code_and_value(cell, code, texts):
    for text in texts:
        with pytest.raises(CellError) as refused:
            cell.read(text)
        assert (refused.value.code, refused.value.params) == (code, {"value": text})
        assert FAULTS[code] == ("value",)


def test_integer_below_its_minimum_is_refused():
    with pytest.raises(CellError) as refused:
        cells.integer(minimum=1).read("0")
    assert refused.value.code == "too_small"
    assert refused.value.params == {"value": "0", "minimum": 1}
    assert FAULTS["too_small"] == tuple(refused.value.params)


@pytest.mark.parametrize(("text", "suggestion"), [("plaid", "played"), ("zzz", "")])
def test_choice_lists_its_options_and_suggests_one(text, suggestion):
    with pytest.raises(CellError) as refused:
        cells.choice(["played", "postponed"]).read(text)
    assert refused.value.code == "bad_choice"
    assert refused.value.params == {
        "value": text,
        "choices": "played, postponed",
        "suggestion": suggestion,
    }
    assert FAULTS["bad_choice"] == tuple(refused.value.params)


goals = st.integers(0, 99)
VALUES = {
    "integer": (cells.integer(), st.integers(-999_999_999, 999_999_999)),
    "score_part": (cells.score_part, goals),
    "score_pair": (cells.score_pair, st.builds(Score, goals, goals)),
    "iso_date": (cells.iso_date, st.dates()),
    "clock_time": (
        cells.clock_time,
        st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    ),
    "boolean": (cells.boolean, st.booleans()),
    "points": (
        cells.points,
        st.integers(-999, 999)
        | st.fractions(-99, 99, max_denominator=99).filter(lambda value: value.denominator > 1),
    ),
    "number": (cells.number, st.decimals(-999, 999, places=6)),
    "choice": (status, st.sampled_from(Status)),
    "texts": (
        cells.texts,
        st.lists(st.sampled_from(["UTC", "Unión Áncash", 'La "U"', "A, B"]), min_size=1).map(tuple),
    ),
}


@pytest.mark.parametrize("kind", VALUES)
@seed(2)
@given(st.data())
def test_cell_reads_back_what_it_writes(kind, data):
    cell, values = VALUES[kind]
    value = data.draw(values)
    assert cell.read(cell.write(value)) == value


def test_values_survive_pickling():
    value = cells.points.read("1/2")
    assert pickle.loads(pickle.dumps(value)) == value


@pytest.mark.parametrize("text", ["=1+1", "+x", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-"])
def test_safe_cell_makes_formulas_harmless(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "2-1", "-3", "+2", "-1.5", "-1,234.5", "3 de Mayo", "a=b"])
def test_safe_cell_leaves_text_and_numbers_alone(text):
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", ["-1-1", "+1+cmd", "-1\n=2", "+51 987"])
def test_safe_cell_is_not_taken_in_by_a_number_at_the_start(text):
    assert safe_cell(text) == f"'{text}"


@given(st.text("'=+-@1.,a", max_size=6))
def test_what_was_made_harmless_comes_back(text):
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-05-16", dt.date(2027, 5, 16)),
        ("16/05/2027", dt.date(2027, 5, 16)),
        ("6.5.2027", dt.date(2027, 5, 6)),
        ("6-5-2027", dt.date(2027, 5, 6)),
    ],
)
def test_day_is_read_as_people_write_it(text, day):
    assert cells.day.read(text) == day
    assert cells.day.read(cells.day.write(day)) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2027", "bad_date"),
        ("05/16/2027", "bad_date"),
        ("16/05/27", "bad_date"),
        ("46523", "date_as_number"),
        ("46523.5", "date_as_number"),
        ("domingo", "bad_date"),
    ],
)
def test_day_that_cannot_be_told_is_refused(text, code):
    with pytest.raises(CellError) as refused:
        cells.day.read(text)
    assert (refused.value.code, refused.value.params) == (
        code,
        {"value": refused.value.params["value"]},
    )


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("15:30", dt.time(15, 30)),
        ("15.30", dt.time(15, 30)),
        ("15:30:00", dt.time(15, 30)),
        ("15:30 h", dt.time(15, 30)),
        ("3:30 p. m.", dt.time(15, 30)),
        ("3:30 PM", dt.time(15, 30)),
        ("12:00 am", dt.time(0, 0)),
        ("12:15 p.m.", dt.time(12, 15)),
    ],
)
def test_kick_off_is_read_as_people_write_it(text, time):
    assert cells.kick_off.read(text) == time
    assert cells.kick_off.read(cells.kick_off.write(time)) == time


@pytest.mark.parametrize("text", ["25:00", "15:60", "13:00 pm", "0:15 am", "tarde", "15"])
def test_kick_off_that_cannot_be_told_is_refused(text):
    with pytest.raises(CellError, match="bad_time"):
        cells.kick_off.read(text)


def test_word_of_a_closed_list_in_any_language_and_spelling():
    cell = cells.worded({"played": ["Jugado", "Played"], "postponed": ["Postergado"]})
    assert [cell.read(text) for text in ("JUGADO", "played", "Postergádo")] == [
        "played",
        "played",
        "postponed",
    ]
    assert cell.write("played") == "Jugado"
    with pytest.raises(CellError) as refused:
        cell.read("Jugadoo")
    assert refused.value.params == {
        "value": "Jugadoo",
        "choices": "Jugado, Postergado",
        "suggestion": "Jugado",
    }


def test_dash_takes_out_and_a_text_that_is_one_is_told_apart():
    cell = cells.erasable(cells.text)
    assert cell.read("–") is Erased.ERASED
    assert cell.write(Erased.ERASED) == "-"
    assert cell.read(safe_cell(cell.write("-"))) == "-"
    assert cell.read(safe_cell("=Ada")) == "=Ada"
