"""Lists that people have: what their lines say, and what is wrong with them."""

import pytest

from competitions.core.crossing_lists import (
    LineFault,
    ListedMatch,
    read_lines,
    read_list,
    read_pairs,
)
from competitions.core.crossing_rounds import rounds_of
from competitions.core.pasted import Club

CODES = "ABCD"
RANKED = {10 * at + rank: (code, rank) for at, code in enumerate(CODES, start=1) for rank in (1, 2)}
NAMES = {
    ("A", 1): "Alfonso Ugarte", ("A", 2): "Bolognesi", ("B", 1): "Cienciano", ("B", 2): "Diablos",
    ("C", 1): "Ecosem", ("C", 2): "Foraboca", ("D", 1): "Grau", ("D", 2): "Huracán",
}  # fmt: skip
CLUBS = [Club(key, (NAMES[club],)) for key, club in RANKED.items()]
DEPARTMENTS = {"Áncash": "A", "Piura": "B", "Cusco": "C", "Tacna": "D"}
ROUNDS = rounds_of(
    [(a, b) for a in CODES for b in CODES if (CODES.index(b) - CODES.index(a)) % 4 in (1, 2)]
)


def written(*, between: str = " - ", rounds: list = ROUNDS) -> list[str]:
    """Six headings, each with its four matches: 30 lines."""
    lines = []
    for number, matches in enumerate(rounds, start=1):
        lines.append(f"Fecha {number}")
        lines += [between.join(NAMES[club] for club in match) for match in matches]
    return lines


def read(lines: list[str]):
    return read_list("\n".join(lines), CLUBS, ranked=RANKED)


def faults(lines: list[str]) -> list[LineFault]:
    return list(read(lines).faults)


# Lines ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FECHA N° 3\nAda - Boca", ListedMatch(2, "3", "Ada", "Boca")),
        ("3.ª fecha, domingo\nAda vs. Boca", ListedMatch(2, "3", "Ada", "Boca")),
        ("Round 3:\nAda – Boca", ListedMatch(2, "3", "Ada", "Boca")),
        ("3,Ada,Boca", ListedMatch(1, "3", "Ada", "Boca")),
        ("3;Ada;Boca;;", ListedMatch(1, "3", "Ada", "Boca")),
        ("3\tAda\tBoca", ListedMatch(1, "3", "Ada", "Boca")),
        ('\n3,"Ada, de Jaén",Boca', ListedMatch(2, "3", "Ada, de Jaén", "Boca")),
        ("Visitante;Local;Fecha\nBoca;Ada;3", ListedMatch(2, "3", "Ada", "Boca")),
        ("local,visitante\nAda,Boca", ListedMatch(2, "", "Ada", "Boca")),
        ("local,visitante\nFecha 3, domingo\nAda,Boca", ListedMatch(3, "3", "Ada", "Boca")),
        ("Fecha 3 - domingo 5 de setiembre\nAda - Boca", ListedMatch(2, "3", "Ada", "Boca")),
        ("Fecha 3: Ada - Boca", ListedMatch(1, "3", "Ada", "Boca")),
        ("Fecha 3 – Ada – Boca", ListedMatch(1, "3", "Ada", "Boca")),
    ],
)
def test_lines_are_read_as_people_write_them(text: str, expected: ListedMatch) -> None:
    assert read_lines(text) == ([expected], [])


@pytest.mark.parametrize("line", ["Hola a todos", "Ada - Boca - Cali", "Ada - " + 300 * "Boca"])
def test_a_line_that_is_no_match_is_named(line: str) -> None:
    assert read_lines(f"{line}\nAda - Boca")[1] == [LineFault("unread", (1,))]


# Lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("between", [" - ", " vs "])
def test_a_whole_list_is_taken(between: str) -> None:
    found = read(written(between=between))
    assert found.faults == ()
    assert [list(matches) for matches in found.rounds] == ROUNDS


def test_a_whole_table_is_taken() -> None:
    lines = ["fecha,local,visitante"]
    for number, matches in enumerate(ROUNDS, start=1):
        lines += [f"Fecha {number},{NAMES[home]},{NAMES[away]}" for home, away in matches]
    assert read(lines).faults == ()


@pytest.mark.parametrize(
    ("line", "text", "code", "column", "params"),
    [
        (1, "Alfonso Ugarte -  Diablos", "no_round", "round", {}),
        (1, "Fecha 7", "bad_round", "round", {"value": "7", "rounds": 6}),
        (2, "1,,Diablos", "no_club", "home", {}),
        (2, "1,Cienciano,Xyz", "unknown_club", "away", {"value": "Xyz", "nearest": ""}),
        (2, "Cienciamo - Diablos", "unknown_club", "home",
         {"value": "Cienciamo", "nearest": "Cienciano"}),
        (2, "Grau - Grau", "same_club", "", {}),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_line_is_named(
    line: int, text: str, code: str, column: str, params: dict
) -> None:
    lines = written()
    lines[line - 1] = text
    found = [fault for fault in faults(lines) if fault.code == code]
    first = 1 if code == "no_round" else 2
    assert found[0].lines == (first,)
    assert (found[0].column, found[0].params) == (column, params)


def test_a_name_of_two_clubs_is_named_with_both() -> None:
    clubs = [Club(11, ("Unión Tarma",)), Club(12, ("Unión Tarma",)), *CLUBS[2:]]
    found = read_list("1,Unión Tarma,Grau", clubs, ranked=RANKED).faults[0]
    assert (found.code, found.column) == ("club_of_two", "home")
    assert (found.params["one"], found.params["other"]) == ("Unión Tarma", "Unión Tarma")


def test_faults_of_the_list_say_their_lines() -> None:
    lines = written()
    # The derbies of round 3 are played in round 1, which is lines 1 to 5; those are lines 11 to 15.
    lines[1:5], lines[11:15] = lines[11:15], lines[1:5]
    found = {(fault.code, fault.lines[0]) for fault in faults(lines)}
    assert ("derby_round", 2) in found
    assert all(fault.lines for fault in faults(lines))


def test_every_line_of_a_club_that_plays_too_often_at_home_is_named() -> None:
    lines = written()
    turned = lines[6].split(" - ")
    lines[6] = " - ".join(reversed(turned))
    found = faults(lines)
    assert {"home", "twice_at_home", "not_returned", "in_a_row"} <= {f.code for f in found}
    home = next(f for f in found if f.code == "home" and f.params["home"] == 4)
    assert len(home.lines) == 6


def test_missing_rounds_are_told_once() -> None:
    found = read(written()[:5])
    assert [(fault.code, fault.params["rounds"]) for fault in found.faults] == [
        ("empty_rounds", "2, 3, 4, 5, 6")
    ]
    assert found.is_read
    assert len(found.rounds[0]) == 4


def test_while_lines_are_not_understood_nothing_else_is_missed() -> None:
    lines = written()
    lines[1] = "Xyz - Diablos"
    found = read(lines)
    assert [fault.code for fault in found.faults] == ["unknown_club"]
    assert not found.is_read


def test_what_more_lines_cannot_mend_is_told_at_once() -> None:
    lines = [*written(), "Alfonso Ugarte - Cienciano", "Xyz - Grau"]
    codes = [(fault.code, fault.lines) for fault in faults(lines)]
    assert ("unknown_club", (32,)) in codes
    assert ("same_rank", (31,)) in codes


# Pairs ----------------------------------------------------------------------------------------


def pairs(text: str):
    return read_pairs(text, CLUBS, ranked=RANKED, departments=DEPARTMENTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ancash - Piura", ("A", "B")),
        ("Alfonso Ugarte - Piura", ("A", "B")),
        ("Diablos - Áncash", ("A", "B")),
        ("Piura - Alfonso Ugarte", ("A", "B")),
        ("Diablos - Alfonso Ugarte", ("A", "B")),
    ],
)
def test_pairs_are_told_by_departments_or_clubs(text: str, expected: tuple[str, str]) -> None:
    assert pairs(f"\n{text}\n") == ([expected], [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Piura", "unread"),
        ("Piura - Xyz", "unknown_club"),
        (f"Piura - {300 * 'X'}", "unread"),
        ("Piura - Piura", "same_department"),
        ("Cienciano - Alfonso Ugarte", "same_rank"),
    ],
)
def test_pairs_that_cannot_be_are_named(text: str, code: str) -> None:
    found, told = pairs(f"Cusco - Tacna\n{text}")
    assert found == [("C", "D")]
    assert [(fault.code, fault.lines, fault.column) for fault in told] == [(code, (2,), "")]
