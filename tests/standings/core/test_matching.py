"""How close a name is to what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standings.core.matching import Closeness, closeness

TEXTS = st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=4).map(" ".join)


@pytest.mark.parametrize(
    ("typed", "name", "expected"),
    [
        ("uda", "uda", Closeness.SAME),
        ("uda", "uda huari", Closeness.BEGINS),
        ("uda", "udal", Closeness.BEGINS),
        ("huaral", "union huaral", Closeness.WORDS_BEGIN),
        ("huaral union", "union huaral", Closeness.WORDS_BEGIN),
        ("ion", "union huaral", Closeness.WITHIN),
        ("union x", "union huaral", None),
        ("", "union huaral", None),
    ],
)
def test_closeness_of_a_name(typed: str, name: str, expected: Closeness | None) -> None:
    assert closeness(typed, name) is expected


@given(TEXTS)
def test_nothing_is_closer_than_the_name_itself(name: str) -> None:
    assert closeness(name, name) is Closeness.SAME


@given(TEXTS, TEXTS)
def test_name_that_begins_with_what_was_typed_is_found(typed: str, rest: str) -> None:
    assert closeness(typed, typed + rest) is Closeness.BEGINS
    assert closeness(typed, f"{rest} {typed}") in set(Closeness)


@given(TEXTS, TEXTS)
def test_more_that_is_typed_never_finds_more(typed: str, name: str) -> None:
    shorter = typed.split(maxsplit=1)[0]
    if closeness(typed, name) is not None:
        assert closeness(shorter, name) is not None
