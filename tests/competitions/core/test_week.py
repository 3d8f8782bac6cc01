"""Hours by the day of the week, as they are typed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.core.week import BadWeek, Week, named_days, read_week, written_week

NAMES = ("lun", "mar", "mié", "jue", "vie", "sáb", "dom")
ENGLISH = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ALL = "lun mar mié jue vie sáb dom"


def said(week: Week) -> dict[str, str]:
    """`{"sáb dom": "9 11"}`: the days that have the same hours."""
    found: dict[str, list[str]] = {}
    for day, hours in week.items():
        line = " ".join(f"{h:%-H:%M}".removesuffix(":00") for h in hours)
        found.setdefault(line, []).append(NAMES[day])
    return {" ".join(days): line for line, days in found.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("9 11 13:00 15.30", {ALL: "9 11 13 15:30"}),
        ("15,9/11;13", {ALL: "9 11 13 15"}),
        ("9h 9h30", {ALL: "9 9:30"}),
        ("sáb 15; dom 9 11 13", {"sáb": "15", "dom": "9 11 13"}),
        ("Sab 15 Dom 9", {"sáb": "15", "dom": "9"}),
        ("SÁBADOS: 15, domingos: 9, 11", {"sáb": "15", "dom": "9 11"}),
        ("sáb.15 dom9", {"sáb": "15", "dom": "9"}),
        ("sáb, dom 10", {"sáb dom": "10"}),
        ("sáb y dom 10; sáb 12", {"sáb": "10 12", "dom": "10"}),
        ("lun-vie 20", {"lun mar mié jue vie": "20"}),
        ("vie a lun 20", {"lun vie sáb dom": "20"}),
        ("mié, vie al dom 8", {"mié vie sáb dom": "8"}),
        ("9 11; sáb 15", {"lun mar mié jue vie dom": "9 11", "sáb": "15"}),
        ("Sat 15; Sun 9 and 11", {"sáb": "15", "dom": "9 11"}),
        ("sat and sun 15", {"sáb dom": "15"}),
        ("Saturdays to Sundays 15", {"sáb dom": "15"}),
    ],
)
def test_a_line_is_read(text: str, expected: dict[str, str]) -> None:
    assert said(read_week(text)) == expected


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("9 25", "no_hour", "25"),
        ("9:60", "no_hour", "9:60"),
        ("13pm", "no_hour", "13pm"),
        ("9-11", "no_day", "-"),
        ("nueve", "no_day", "nueve"),
        ("s 9", "no_day", "s"),
        ("sáb dom", "day_without_hours", "dom"),
        ("sáb; dom 9", "day_without_hours", "sáb"),
        ("sáb a 9", "no_day", "9"),
        ("sáb a a dom 9", "no_day", "a"),
        ("9 *", "no_day", "*"),
    ],
)
def test_what_says_no_hours_is_named(text: str, code: str, word: str) -> None:
    with pytest.raises(BadWeek) as bad:
        read_week(text)
    assert (bad.value.code, bad.value.word) == (code, word)


def test_only_some_days_are_named() -> None:
    assert named_days(read_week("dom 9; vie 8")) == {4, 6}
    assert named_days(read_week("9; vie 8")) == set()
    assert named_days(read_week("")) == set()


_TIMES = st.times().map(lambda time: time.replace(second=0, microsecond=0))
_HOURS = st.sets(_TIMES, min_size=1, max_size=4).map(lambda found: tuple(sorted(found)))


@given(
    st.one_of(
        st.dictionaries(st.integers(0, 6), _HOURS),
        st.dictionaries(
            st.integers(0, 6), st.sampled_from([(dt.time(9),), (dt.time(15),)]), min_size=7
        ),
    ),
    st.sampled_from([NAMES, ENGLISH]),
)
def test_what_is_written_reads_as_the_same(week: Week, names: tuple[str, ...]) -> None:
    assert read_week(written_week(week, names)) == week


@given(st.text(alphabet="sábdomlun 9:15;,-y a", max_size=25))
def test_any_line_is_read_or_refused(text: str) -> None:
    try:
        week = read_week(text)
    except BadWeek:
        return
    assert all(hours == tuple(sorted(set(hours))) for hours in week.values())
