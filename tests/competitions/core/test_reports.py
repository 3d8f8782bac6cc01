import pytest

from competitions.core.reports import Reported, agreed, standing
from competitions.core.score import MatchFacts, Score, Status

HOME_WON = Reported(Score(2, 1))
DRAWN = Reported(Score(1, 1))
SHOT = Reported(Score(1, 1), penalties=Score(4, 3))
NO_SHOW = Reported(absent="away")


@pytest.mark.parametrize(
    ("voices", "recorded", "expected"),
    [
        ({}, None, "none"),
        ({}, HOME_WON, "none"),
        ({"home": HOME_WON}, None, "waiting"),
        ({"home": HOME_WON, "away": HOME_WON}, None, "agreed"),
        ({"home": HOME_WON, "referee": HOME_WON}, None, "agreed"),
        ({"home": HOME_WON, "away": DRAWN}, None, "disagreeing"),
        ({"home": DRAWN, "away": SHOT}, None, "disagreeing"),
        ({"home": NO_SHOW, "away": NO_SHOW}, None, "agreed"),
        ({"home": NO_SHOW, "away": HOME_WON}, None, "disagreeing"),
        ({"home": HOME_WON, "referee": HOME_WON, "away": DRAWN}, None, "disagreeing"),
        ({"home": HOME_WON}, HOME_WON, "recorded"),
        ({"home": HOME_WON, "away": DRAWN}, HOME_WON, "contradicted"),
        ({"home": HOME_WON}, Reported(), "contradicted"),
        ({"home": NO_SHOW}, NO_SHOW, "recorded"),
    ],
)
def test_standing(voices: dict, recorded: Reported | None, expected: str) -> None:
    assert standing(voices, recorded) == expected


def test_half_time_is_taken_where_two_give_the_same() -> None:
    first = Reported(Score(2, 1), half_time=Score(1, 0))
    other = Reported(Score(2, 1), half_time=Score(0, 0))
    assert agreed({"home": first, "away": first}) == first
    assert agreed({"home": first, "away": other}) == HOME_WON
    assert agreed({"home": first, "away": HOME_WON}) == HOME_WON
    assert agreed({"home": first, "away": HOME_WON, "referee": first}) == first


def test_nothing_is_agreed_by_one_or_by_two_who_differ() -> None:
    assert agreed({"home": HOME_WON}) is None
    assert agreed({"home": HOME_WON, "away": DRAWN}) is None


def test_facts_of_a_report_are_those_of_a_match_unless_a_club_was_absent() -> None:
    assert SHOT.facts == MatchFacts(Status.PLAYED, Score(1, 1), penalties=Score(4, 3))
    assert NO_SHOW.facts is None
