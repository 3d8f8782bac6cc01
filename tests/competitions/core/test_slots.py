import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.core.slots import (
    BadSlots,
    BestOf,
    Open,
    Origin,
    PlaceOf,
    Seeded,
    SlotPair,
    WinnerOf,
    in_english,
    in_words,
    read_slots,
    read_words,
    renamed,
)

places = st.integers(1, 64)
origins = st.one_of(
    st.builds(PlaceOf, places, st.sampled_from(["", "Grupo A", "Región VII, grupo B", "Serie 2"])),
    st.builds(BestOf, places, places),
    st.builds(Seeded, places),
    st.builds(WinnerOf, st.sampled_from(["llave-7", "semi-1", "iv-final"]), st.booleans()),
    st.just(Open()),
)


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (PlaceOf(1), "1.º de la tabla"),
        (PlaceOf(2, "Serie 2"), "2.º Serie 2"),
        (BestOf(3), "Mejor 3.º"),
        (BestOf(3, 2), "2.º mejor 3.º"),
        (Seeded(5), "Cabeza de serie 5"),
        (WinnerOf("llave-7"), "Ganador llave 7"),
        (WinnerOf("semi-1", loses=True), "Perdedor semi-1"),
        (Open(), "Por sorteo"),
    ],
)
def test_every_origin_has_its_words(origin: Origin, words: str) -> None:
    assert in_words(origin) == words


@given(origins)
def test_what_is_written_in_words_is_read_again(origin) -> None:
    assert read_words(in_words(origin)) == origin


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1.º de la tabla", PlaceOf(1)),
        ("1º tabla única", PlaceOf(1)),
        ("2.º Grupo A", PlaceOf(2, "Grupo A")),
        ("2° del Grupo Á", PlaceOf(2, "Grupo Á")),
        ("Ganador de la llave 3", WinnerOf("llave-3")),
        ("ganador semi-1", WinnerOf("semi-1")),
        ("Perdedor llave 3", WinnerOf("llave-3", loses=True)),
        ("Mejor 3.º", BestOf(3)),
        ("2º mejor 3º", BestOf(3, 2)),
        ("Cabeza de serie 5", Seeded(5)),
        ("por sorteo", Open()),
        ("Rival no conocido", None),
        ("", None),
    ],
)
def test_what_people_type_is_understood(said: str, meant: object) -> None:
    assert read_words(said) == meant


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("1.º de la tabla", "1st of the table"),
        ("32.º de la tabla", "32nd of the table"),
        ("13.º de la tabla", "13th of the table"),
        ("2.º Grupo A", "2nd of group A"),
        ("2.º Región VII, grupo A", "2nd of Región VII, grupo A"),
        ("Mejor 3.º", "Best 3rd"),
        ("2.º mejor 3.º", "2nd best 3rd"),
        ("Cabeza de serie 4", "Seed 4"),
        ("Ganador llave 7", "Winner of matchup 7"),
        ("Perdedor IV-final", "Loser of matchup IV-final"),
        ("Por sorteo", "By lots"),
        ("Campeón de Puno", "Campeón de Puno"),
    ],
)
def test_words_in_english(spanish: str, english: str) -> None:
    assert in_english(spanish) == english


@pytest.mark.parametrize(
    ("said", "after"),
    [
        ("1.º Grupo A", "1.º Serie Norte"),
        ("2.º del GRUPO a ", "2.º del Serie Norte"),
        ("1.º Grupo B", "1.º Grupo B"),
        ("1.º de la tabla", "1.º de la tabla"),
        ("Ganador llave 4", "Ganador llave 4"),
        ("Rival no conocido", "Rival no conocido"),
    ],
)
def test_words_follow_a_group_that_is_called_otherwise(said: str, after: str) -> None:
    assert renamed(said, {"grupo a": "Serie Norte"}) == after


def test_slots_of_every_kind() -> None:
    assert read_slots("1A v 2I-B; 3 v 1*3; 1.2 V #4; ? v 2; r2 W1 v G2; r2 L3 v p4;") == (
        SlotPair(PlaceOf(1, "A"), PlaceOf(2, "I-B")),
        SlotPair(PlaceOf(3), BestOf(3)),
        SlotPair(PlaceOf(1, "2"), Seeded(4)),
        SlotPair(Open(), PlaceOf(2)),
        SlotPair(WinnerOf("1"), WinnerOf("2"), 2),
        SlotPair(WinnerOf("3", loses=True), WinnerOf("4", loses=True), 2),
    )


def test_slots_of_a_section() -> None:
    """Regional finals of 2013: semifinals and a final in each region."""
    assert read_slots("VII: 1VII-A v 2VII-B; r2 III: 1III v 2III") == (
        SlotPair(PlaceOf(1, "VII-A"), PlaceOf(2, "VII-B"), section="VII"),
        SlotPair(PlaceOf(1, "III"), PlaceOf(2, "III"), 2, "III"),
    )


def test_no_slots() -> None:
    assert read_slots("") == ()


@pytest.mark.parametrize(
    ("text", "part", "number"),
    [
        ("1A v 2B; 1B", "1B", 2),
        ("1A v 2B;; 1B v 2A", "", 2),
        ("1A v B2", "B2", 1),
        ("W2 v 1A; 1B v 2A", "W2", 1),
        ("1A v 2B; r2 L1 v W7", "W7", 2),
        ("1A v 2B; W1 v 1C", "W1", 2),
    ],
)
def test_slots_that_cannot_be_read_are_named(text: str, part: str, number: int) -> None:
    with pytest.raises(BadSlots) as refusal:
        read_slots(text)
    assert (refusal.value.part, refusal.value.number) == (part, number)
