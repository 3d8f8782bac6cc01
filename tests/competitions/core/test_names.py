import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from competitions.core.names import fold, nearest


@pytest.mark.parametrize(
    "spelling",
    ["Unión Áncash", "UNION ANCASH", "unión  áncash ", "Unio\u0301n A\u0301ncash", "Unión-Áncash."],
)
def test_fold_makes_spellings_of_one_name_the_same(spelling):
    assert fold(spelling) == "union ancash"


@pytest.mark.parametrize(
    ("text", "key"),
    [("Peñarol", "penarol"), ("30 de Agosto", "30 de agosto"), ("…", ""), ("U.D. N°1", "u d n 1")],
)
def test_fold_keeps_letters_and_digits(text, key):
    assert fold(text) == key


@seed(1)
@given(st.text())
def test_fold_of_a_key_is_the_key(text):
    assert fold(fold(text)) == fold(text)


def test_nearest_name_forgives_accents_and_slips():
    known = ["Unión Fuerza Minera", "Unión Huaral", "Sport Loreto"]
    assert nearest("union fuersa minera", known) == "Unión Fuerza Minera"
    assert nearest("UNION HUARAL", known) == "Unión Huaral"
    assert nearest("Alianza Lima", known) == ""
    assert nearest("Sport Loreto", []) == ""


def test_nearest_name_of_two_with_one_key_is_the_first():
    assert nearest("diablos rojos", ["Diablos Rojos", "DIABLOS ROJOS"]) == "Diablos Rojos"
