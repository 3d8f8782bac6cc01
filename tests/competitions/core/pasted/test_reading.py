from datetime import date

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from competitions.core.pasted import Day, Kind, read_text
from competitions.core.pasted.reading import LONGEST


def kinds(text):
    return [str(line.kind) for line in read_text(text)]


def results(text):
    return [
        (line.text, f"{said.home} {said.score} {said.away}", said.doubts)
        for line in read_text(text)
        if (said := line.written) and line.kind is Kind.RESULT
    ]


def test_lines_are_numbered_as_they_were_pasted():
    lines = read_text("\n\nADT 2-1 UTC\n \nCNI 0-0 UCV\n")
    assert [(line.number, line.text) for line in lines] == [(3, "ADT 2-1 UTC"), (5, "CNI 0-0 UCV")]


def test_who_sent_a_message_is_not_kept():
    (line,) = read_text("[12/10/24, 18:03:22] Fulano de Tal: ADT 2-1 UTC")
    assert line.text == "ADT 2-1 UTC"


def test_letter_that_is_two_in_lower_case_moves_nothing():
    assert results("İca 2-1 ADT") == [("İca 2-1 ADT", "İca 2-1 ADT", ())]


NOISE = [
    "Buenas noches, van los resultados 👇",
    "Tabla de posiciones",
    "1 U. Olaya 4 12",
    "Miguel Grau 5 5 0 0 7 15 Clasificó",
    "Goles: Polar 44', Crespo 59'",
    "Binacional: Polar 44', Crespo 59'",
    "Polar 44' y Crespo 59'",
    "Árbitro: Fulano de Tal",
    "Descansa: Campeón de Vilque",
    "Libre: Decna Junior",
    "CLASIFICA: DIM",
    "Global: 2-3",
    "Partido de ida: 1-3 (Clasificó: Santos de Ica)",
    "Llave V",
    "GRUPO 01",
    "FECHA 1",
    "https://liga.pe/2-1",
    "<Multimedia omitido>",
    "ADT vs UTC",
    "Fecha 3 Grupo 2",
]


@pytest.mark.parametrize("line", NOISE)
def test_noise_is_noise(line):
    assert kinds(line) == ["noise"]


@seed(1)
@given(st.lists(st.sampled_from([line for line in NOISE if line[0].isalpha()]), max_size=6))
def test_noise_never_becomes_a_result(lines):
    assert "result" not in kinds("\n".join(lines))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("15:00", "time"),
        ("3 p.m.", "time"),
        ("Hora: 15:30 hrs", "time"),
        ("Estadio 25 de Noviembre (Moquegua)", "venue"),
        ("Cancha: La Tomilla", "venue"),
        ("Lugar: Huaral", "venue"),
        ("Sábado 16", "date"),
        ("30 de febrero de 2024", "date"),
        ("2-1", "unread"),
        ("Suspendido el 2-1 de ayer", "unread"),
        ("ADT 2-1 UTC 3-0 CNI", "unread"),
        ("x" * 500, "noise"),
    ],
)
def test_a_line_without_a_result_says_what_it_is(line, kind):
    assert kinds(line) == [kind]


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("Domingo 17 de setiembre", Day(17, 9)),
        ("17 de septiembre del 2023", Day(17, 9, 2023)),
        ("Dom. 17/09/23", Day(17, 9, 2023)),
        ("17-09-2023", Day(17, 9, 2023)),
        ("18 November 2023", Day(18, 11, 2023)),
        ("Miércoles 20", Day(20)),
        ("Partidos de ida – 03 de octubre:", Day(3, 10)),
    ],
)
def test_a_heading_dates_the_results_below_it(heading, day):
    lines = read_text(f"CNI 0-0 UCV\n{heading}\nADT 2-1 UTC")
    assert [line.day for line in lines] == [None, day, day]


@pytest.mark.parametrize("heading", ["Día 32/10", "Día 12/13"])
def test_a_date_that_is_none_dates_nothing(heading):
    assert [line.day for line in read_text(f"{heading}\nADT 2-1 UTC")] == [None, None]


def test_a_day_is_far_only_when_it_is_so_for_certain():
    assert Day(28, 12).far_from(date(2024, 1, 2)) is True
    assert Day(31, 12).far_from(date(2024, 1, 2)) is False
    assert Day(31, 12, 2024).far_from(date(2024, 1, 2)) is True


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("RESULTADOS FECHA 3", 3),
        ("Fecha N° 3", 3),
        ("Tercera fecha", 3),
        ("III Fecha: ADT 2-1 UTC", 3),
        ("3ra jornada", 3),
        ("3 fecha", 3),
        ("Resultados", None),
    ],
)
def test_a_heading_numbers_the_results_below_it(heading, number):
    assert read_text(f"{heading}\nCNI 0-0 UCV")[-1].round == number


def test_a_score_between_two_names_is_one_result():
    assert results("15:00\nUnión Huaral\n2 - 1\n30 de Agosto\nADT\n0-0\nUTC") == [
        ("Unión Huaral / 2 - 1 / 30 de Agosto", "Unión Huaral 2-1 30 de Agosto", ()),
        ("ADT / 0-0 / UTC", "ADT 0-0 UTC", ()),
    ]


def test_a_score_under_a_fixture_and_names_with_their_goals_are_doubted():
    doubted = ("on_several_lines",)
    assert results("ADT vs UTC\n2-1") == [("ADT vs UTC / 2-1", "ADT 2-1 UTC", doubted)]
    assert results("ADT 2\nUTC 1") == [("ADT 2 / UTC 1", "ADT 2-1 UTC", doubted)]


@pytest.mark.parametrize(
    "text",
    ["2-1\nUTC", "ADT\n2-1", "ADT\n2-1\n15:00", "ADT\nUTC 1", "15 2\nUTC 1", "CNI 4 9\nADT 2 3"],
)
def test_half_a_result_on_several_lines_is_none(text):
    assert results(text) == []


def test_several_results_on_one_line_come_one_by_one():
    assert results("En Tarma: ADT 2-1 UTC; CNI 0-0 UCV, UTA 1-1 UPT.") == [
        ("En Tarma: ADT 2-1 UTC", "ADT 2-1 UTC", ()),
        ("CNI 0-0 UCV", "CNI 0-0 UCV", ()),
        ("UTA 1-1 UPT.", "UTA 1-1 UPT", ()),
    ]


def test_a_very_long_line_is_cut():
    (line,) = read_text("ADT 2-1 UTC " + "y " * 500)
    assert len(line.text) <= LONGEST


@seed(1)
@given(st.text(max_size=400))
def test_any_text_is_read_without_an_accident(text):
    assert all(line.text for line in read_text(text))
