import re

import pytest
from django.utils import translation

from competitions.core import pack, sheet
from competitions.core.sheet import Fault
from competitions.services.faults import SENTENCES, FilesRefused, sentence

CODES = {**sheet.FAULTS, **pack.FAULTS}


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def test_every_code_has_its_sentence_and_no_sentence_is_left_over() -> None:
    assert SENTENCES.keys() == CODES.keys()


@pytest.mark.parametrize("code", CODES)
def test_sentence_asks_for_nothing_that_the_fault_does_not_carry(code: str) -> None:
    asked = set(re.findall(r"%\((\w+)\)s", str(SENTENCES[code])))
    assert asked <= set(CODES[code])


@pytest.mark.parametrize("code", CODES)
def test_sentence_is_whole(code: str) -> None:
    text = sentence(Fault("fixtures.csv", 2, "home", code, dict.fromkeys(CODES[code], "x")))
    assert text.startswith("fixtures.csv, line 2, column home: ")
    assert text.endswith((".", "?"))


def test_sentence_says_what_where_and_how_to_mend_it() -> None:
    fault = Fault("fixtures.csv", 12, "home_goals", "bad_score", {"value": "2-x"})
    assert sentence(fault) == (
        "fixtures.csv, line 12, column home_goals: “2-x” is not a number of goals. "
        "Write a whole number, or leave it blank where it is not known."
    )


def test_sentence_names_the_nearest_known_name() -> None:
    fault = Fault("goals.csv", 3, "club", "unknown_club", {"value": "adda", "suggestion": "ada"})
    assert sentence(fault).endswith("Did you mean “ada”?")


@pytest.mark.parametrize(
    ("fault", "place"),
    [
        (Fault("clubs.csv", None, None, "empty_file"), "clubs.csv: "),
        (Fault("clubs.csv", 1, None, "semicolons"), "clubs.csv, line 1: "),
        (
            Fault("season.toml", 4, "seed", "seed_missing"),
            "season.toml, line 4, key seed: ",
        ),
    ],
)
def test_place_is_as_exact_as_it_is_known(fault: Fault, place: str) -> None:
    assert sentence(fault).startswith(place)


def test_refusal_reads_as_its_sentences() -> None:
    refused = FilesRefused([Fault("clubs.csv", None, None, "empty_file")])
    assert str(refused) == "clubs.csv: The file is empty. Its first line names the columns."
