import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.core.fixture_state import UNPLAYED, FixtureState
from competitions.core.score import MatchFacts, Score, Status

scores = st.none() | st.builds(Score, st.integers(0, 30), st.integers(0, 30))
states = st.builds(
    FixtureState,
    st.builds(MatchFacts, st.sampled_from(Status), scores, scores, scores, scores),
    absent=st.sampled_from(["", "home", "away", "both"]),
    date=st.none() | st.dates(dt.date(1967, 1, 1), dt.date(2100, 1, 1)),
    time=st.none() | st.times().map(lambda time: time.replace(second=0, microsecond=0)),
)


@given(states)
def test_state_comes_back_from_its_token(state: FixtureState) -> None:
    assert FixtureState.from_token(state.token) == state


@given(states, states)
def test_tokens_are_equal_where_states_are(one: FixtureState, other: FixtureState) -> None:
    assert (one.token == other.token) == (one == other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "played 2-1",
        "kicked 2-1 . . . . . .",
        "played 2 . . . . . .",
        "played 2--1 . . . . . .",
        "played 2-1 . . . nobody . .",
        "played 2-1 . . . . 2027-13-01 .",
        "played 2-1 . . . . . 25:00",
        f"{UNPLAYED.token} more",
    ],
)
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says, nobody reads it
        FixtureState.from_token(text)
