import pytest
from hypothesis import example, given, seed
from hypothesis import strategies as st

from competitions.core.pasted.cleaning import clean, plain
from competitions.core.pasted.writing import read_result
from competitions.core.score import Score, Status


def told(line):
    """What is read of one line, in short; "" for nothing."""
    written = read_result(clean(line))
    if written is None:
        return ""
    parts = [f"{written.home} | {written.away}"]
    if written.status is not Status.PLAYED:
        parts.append(str(written.status))
    for word, value in (
        ("", written.score),
        ("ht ", written.half_time),
        ("p ", written.penalties),
        ("b ", written.bracket),
        ("w ", written.walkover),
        ("loose", "" if written.loose else None),
    ):
        if value is not None:
            parts.append(f"{word}{value}")
    return " ".join([*parts, *written.doubts])


FORMS = {
    # the forms of the order
    "Calidad Porteña (CALL) 2-1 Lolo (ICA)": "Calidad Porteña (CALL) | Lolo (ICA) 2-1",
    "U. Santo Domingo 3 - 0 FC Cajamarca": "U. Santo Domingo | FC Cajamarca 3-0",
    "Pariacoto 1 (1) vs. Arenal 1 (0)": "Pariacoto | Arenal 1-1 b 1-0 half_time_or_penalties",
    "Ecosem 0-0 UCV (1-4 pen.)": "Ecosem | UCV 0-0 p 1-4",
    "Viargoca W.O. Patriotas": "Viargoca | Patriotas not_played w home walkover_side",
    "ADT 2-1 (1-0) UTC": "ADT | UTC 2-1 b 1-0",
    "ADT 2-1 UTC (1-0)": "ADT | UTC 2-1 b 1-0",
    # the dress of phones
    "*ADT* 3 a 1 *UTC*": "ADT | UTC 3-1",
    "✅ ADT 2️⃣➖1️⃣ UTC 🔥": "",
    "⚽️ ADT 2️⃣-1️⃣ UTC 🔥": "ADT | UTC 2-1",
    "3.- ADT 2 – 1 UTC": "ADT | UTC 2-1",
    "12) ADT 2—1 UTC": "ADT | UTC 2-1",
    "▪️ ADT 2:1 UTC": "ADT | UTC 2-1",
    "[12/10/24, 6:03:22 p. m.] ~ Liga: ADT 2-1 UTC": "ADT | UTC 2-1",
    "12/10/24 18:03 - +51 999 999 999: ADT 2-1 UTC": "ADT | UTC 2-1",
    # ways to write a score
    "ADT 2 x 1 UTC": "ADT | UTC 2-1",
    "ADT 2 por 1 UTC": "ADT | UTC 2-1",
    "ADT 0 contra 3 UTC": "ADT | UTC 0-3",
    "ADT vs UTC 2-1": "ADT | UTC 2-1",
    "ADT vs. UTC: 2-1": "ADT | UTC 2-1",
    "ADT [vs] UTC (2-1)": "ADT | UTC 2-1 loose",
    "ADT - UTC 2-1": "ADT | UTC 2-1",
    "ADT 2 vs UTC 1": "ADT | UTC 2-1",
    "ADT: 2 UTC: 1": "ADT | UTC 2-1",
    "ADT (2) - UTC (1)": "ADT | UTC 2-1",
    "Def. Leguía (01) Mcal. Miller (08)": "Def. Leguía | Mcal. Miller 1-8",
    "ADT 16-0 UTC": "ADT | UTC 16-0 many_goals",
    "ADT 2-1 UTC 3-0 CNI": "",
    "ADT vs UTC vs CNI": "",
    # names with numbers in them
    "4 de Diciembre 2-2 EAP": "4 de Diciembre | EAP 2-2",
    "Minsa 2-1 30 de Agosto": "Minsa | 30 de Agosto 2-1",
    "Tiro 28 1-1 Bentín": "Tiro 28 | Bentín 1-1",
    "30 de Agosto 1 Minsa 0": "30 de Agosto | Minsa 1-0",
    "Tiro 28 vs 30 de Agosto": "Tiro 28 | 30 de Agosto scheduled",
    # penalties
    "ADT 1-1 UTC (p)": "ADT | UTC 1-1 penalties_unknown",
    "ADT 1-1 UTC, penales 4-3": "ADT | UTC 1-1 p 4-3",
    "ADT 1-1 UTC ganó por penales 4-3": "ADT | UTC 1-1 p 4-3",
    "ADT 1-1 UTC 4-3 en la tanda de penales": "ADT | UTC 1-1 p 4-3",
    "ADT 1 (4) - 1 (2) UTC": "ADT | UTC 1-1 b 4-2",
    "ADT (4) 1-1 (2) UTC": "ADT | UTC 1-1 b 4-2",
    "ADT 1 (4) vs UTC 1 (2)": "ADT | UTC 1-1 b 4-2",
    # half time, first leg, extra time
    "ADT 2-1 UTC (PT 1-0)": "ADT | UTC 2-1 ht 1-0",
    "ADT 2-1 UTC, primer tiempo 1-0": "ADT | UTC 2-1 ht 1-0",
    "ADT 2-1 UTC (global 3-3) (1-0)": "ADT | UTC 2-1 b 1-0",
    "ADT 2-1 UTC ida 0-1": "ADT | UTC 2-1",
    "ADT 2-1 UTC (1-0) (3-2)": "ADT | UTC 2-1 b 1-0 bracket_unclear",
    "ADT 2-1 UTC (3-2 t.s.)": "ADT | UTC 2-1 extra_time bracket_unclear",
    "ADT 2-1 UTC (suplementario)": "ADT | UTC 2-1 extra_time",
    "ADT vs UTC (2-1) (1-0)": "ADT | UTC 2-1 loose bracket_unclear",
    # walkovers
    "ADT 3-0 UTC (W.O.)": "ADT | UTC not_played w home",
    "ADT 0-3 UTC W.O.": "ADT | UTC not_played w away",
    "ADT 0-0 UTC WO": "ADT | UTC not_played w home walkover_side",
    "ADT vs UTC walkover": "ADT | UTC not_played w home walkover_side",
    "W.O.: ADT vs UTC": "ADT | UTC not_played w home walkover_side",
    "ADT perdió por W.O. frente a UTC": "ADT | UTC not_played w away in_words walkover_side",
    # what was not played out
    "ADT vs UTC postergado para el miércoles": "ADT | UTC postponed",
    "Postergado: ADT vs UTC": "ADT | UTC postponed",
    "ADT postergado UTC": "ADT | UTC postponed",
    "ADT vs UTC suspendido por falta de garantías": "ADT | UTC postponed suspended",
    "ADT 1-1 UTC (suspendido 75')": "ADT | UTC abandoned 1-1 suspended",
    "ADT vs UTC suspendido 1-1": "ADT | UTC abandoned 1-1 suspended",
    "ADT vs UTC no se jugó": "ADT | UTC not_played not_played",
    "ADT 1-0 UTC (en vivo)": "ADT | UTC 1-0 not_finished",
    "ADT 1-0 UTC 63'": "ADT | UTC 1-0 not_finished",
    "ADT 3-0 UTC (en mesa)": "ADT | UTC 3-0 awarded",
    # in words
    "ADT goleó por 7 a 1 a UTC": "ADT | UTC 7-1 in_words",
    "ADT derrotó a UTC por 2-0": "ADT | UTC 2-0 in_words",
    "ADT perdió 2-1 con UTC": "ADT | UTC 1-2 in_words",
    "ADT cayó 0-2 ante UTC": "ADT | UTC 0-2 in_words",
    "ADT empató 1-1 con UTC": "ADT | UTC 1-1 in_words",
    "ADT 0-0 ante UTC": "ADT | UTC 0-0 in_words",
    # around it
    "Grupo A: ADT 2-1 UTC": "ADT | UTC 2-1",
    "FINAL | ADT 2-1 UTC": "ADT | UTC 2-1",
    "Dom 12/10 15:00 Grupo B: ADT 2-1 UTC": "ADT | UTC 2-1",
    "3:00 p.m. ADT 2-1 UTC": "ADT | UTC 2-1",
    "ADT 2-1 UTC - 15:30 (Estadio Unión)": "ADT | UTC 2-1",
    "ADT 2-1 UTC Estadio Unión, Tarma": "ADT | UTC 2-1",
    "ADT 2-1 UTC (Pérez 44', Díaz 60')": "ADT | UTC 2-1",
    "ADT 2-1 UTC (finalizado)": "ADT | UTC 2-1",
    "A: B: C: D: ADT 2-1 UTC": "D: ADT | UTC 2-1",
    # nothing of the kind
    "Goles: Polar 44', Crespo 59'": "",
    "Partido de ida: 1-3": "",
    "Fecha 3 Grupo 2": "",
    "2-1 UTC": "",
    "ADT 2-1": "",
    "ADT": "",
    "12 - 10": "",
}


@pytest.mark.parametrize("line", FORMS)
def test_a_form_is_read_as_it_is_meant(line):
    assert told(line) == FORMS[line]


def test_a_name_that_no_club_could_have_is_no_name():
    assert read_result(f"{'x' * 81} 2-1 UTC") is None


@seed(1)
@given(st.text(max_size=120))
def test_any_line_is_read_without_an_accident(line):
    read_result(clean(line))


@seed(1)
@given(st.text())
@example("İstanbul")
def test_the_plain_text_is_as_long_as_the_text(text):
    assert len(plain(text)) == len(text)


SIDES = st.sampled_from(
    [
        "ADT",
        "Unión Huaral",
        "4 de Diciembre",
        "Sociedad Tiro 28",
        "Juan Pablo II College",
        "U. Paita",
    ]
)
GOALS = st.integers(0, 9)
DRESSES = ["{}", "• {}", "*{}*", "3. {}", "⚽ {}", "15:00 {}", "Serie A: {}", "{} (Estadio Unión)"]
SCORES = [
    "{h} {a}-{b} {w}",
    "{h} {a} – {b} {w}",
    "{h} {a} a {b} {w}",
    "{h} vs. {w} {a}-{b}",
    "{h} {a} vs {w} {b}",
]


@seed(1)
@given(SIDES, SIDES, GOALS, GOALS, st.sampled_from(SCORES), st.sampled_from(DRESSES))
def test_a_result_in_any_form_and_dress_is_read_back(home, away, goals, against, form, dress):
    line = dress.format(form.format(h=home, w=away, a=goals, b=against))
    written = read_result(clean(line))
    assert (written.home, written.away) == (home, away)
    assert (written.score, written.doubts) == (Score(goals, against), ())
