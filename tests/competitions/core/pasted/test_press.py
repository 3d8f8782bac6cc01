"""What is read of lines that the press really printed. `press.toml` has them with their sources."""

from collections import Counter

import pytest

from competitions.core.pasted import Pairing, match_lines, read_text
from tests.competitions.core.pasted.press import pages, said

PAGES = pages()


def readings():
    """(text, how it was read, what it is, what was made of it) of every result in the corpus."""
    for page in PAGES:
        matches = match_lines(read_text(page.text), pairings=page.pairings, number=page.number)
        of_line: dict[int, list] = {}
        for match in matches:
            of_line.setdefault(match.line.number, []).append(match)
        for number, place, expected in page.results():
            found = of_line.get(number, [])
            match = found[place] if place < len(found) else None
            if match is None or (match.fixture is None and match.repeats is None):
                how = "unmatched"
            elif match.doubts:
                how = "unsure"
            else:
                how = "right" if said(match) == expected else "wrong"
            yield page.lines[number - 1][0], how, expected, match and said(match)


def test_no_line_of_the_press_is_read_wrong_and_most_are_read_right():
    found = list(readings())
    assert [reading for reading in found if reading[1] == "wrong"] == []
    count = Counter(how for _, how, *_ in found)
    assert sum(count.values()) == 141
    assert count == {"right": 120, "unsure": 20, "unmatched": 1}


def test_what_is_unsure_is_the_right_proposal_all_the_same():
    others = [reading for reading in readings() if reading[1] == "unsure"]
    assert [reading for reading in others if reading[2] != reading[3]] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.source[:60])
def test_lines_between_results_are_told_apart(page):
    kinds: dict[int, set[str]] = {}
    for line in read_text(page.text):
        kinds.setdefault(line.number, set()).add(str(line.kind))
    expected = {
        number: {text if not text[0].isdigit() and text != "again" else "result"}
        for number, (_, text) in enumerate(page.lines, 1)
    }
    assert kinds == expected


def test_a_line_whose_fixture_is_not_in_the_round_is_never_sure():
    sure = []
    for page in PAGES:
        for number, place, expected in page.results():
            if not expected[0].isdigit():
                continue
            line, own = page.lines[number - 1][0], int(expected.split()[0])
            rounds = [pairing for pairing in page.pairings if pairing.key != own]
            sure += [
                match
                for match in match_lines(read_text(line), pairings=rounds)[place : place + 1]
                if match.is_sure
            ]
    assert sure == []


def test_a_line_whose_clubs_play_others_in_the_round_is_never_sure():
    sure = []
    for page in PAGES:
        for number, place, expected in page.results():
            if not expected[0].isdigit() or len(page.pairings) == 1:
                continue
            line, own = page.lines[number - 1][0], int(expected.split()[0])
            mine = page.pairings[own - 1]
            other = page.pairings[own % len(page.pairings)]
            rounds = [
                Pairing("home", mine.home, other.away),
                Pairing("away", other.home, mine.away),
            ]
            sure += [
                match
                for match in match_lines(read_text(line), pairings=rounds)[place : place + 1]
                if match.is_sure
            ]
    assert sure == []


def test_a_page_read_into_the_round_of_another_is_never_sure():
    lines = [read_text(page.text) for page in PAGES]
    sure = [
        (match.line.text, match.fixture)
        for at, page in enumerate(PAGES)
        for other in (at + 1, at + 2, at + 5)
        for match in match_lines(lines[other % len(PAGES)], pairings=page.pairings)
        if match.is_sure
    ]
    assert sure == []
