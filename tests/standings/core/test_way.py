import pytest

from standings.core.way import Fate, Station, Stop, how_far, sign_of

TABLE, FIRST, SECOND = (0, 0), (1, 1), (1, 2)


def stations(*whole):
    return [Station(at, at in whole) for at in (SECOND, TABLE, FIRST)]


@pytest.mark.parametrize(
    ("stop", "whole", "is_over", "fate"),
    [
        (Stop(SECOND, "title"), (), True, Fate.CHAMPION),
        (Stop(FIRST, "lost"), (), False, Fate.OUT),
        (Stop(TABLE, "open"), (), False, Fate.IN),
        (Stop(FIRST, "open"), (FIRST,), False, Fate.IN),
        # Every club of the next round is known, and it is not among them.
        (Stop(TABLE, "open"), (FIRST,), False, Fate.OUT),
        (Stop(FIRST, "open"), (SECOND,), True, Fate.OUT),
        # It is not in the second round; whether it played the first is not known.
        (Stop(TABLE, "open"), (SECOND,), False, Fate.REACHED),
        (Stop(TABLE, "open"), (), True, Fate.REACHED),
        (Stop(SECOND, "open"), (), True, Fate.REACHED),
    ],
)
def test_what_is_told_of_a_club_rests_on_where_it_was_and_who_is_known_later(
    stop, whole, is_over, fate
):
    assert how_far(stop, stations(*whole), is_over=is_over) == fate


@pytest.mark.parametrize(
    ("fates", "awaited", "sign"),
    [
        ([], 0, "absent"),
        ([], 2, "awaited"),
        ([Fate.OUT], 1, "awaited"),
        ([Fate.OUT, Fate.REACHED], 0, "none_in"),
        ([Fate.IN, Fate.OUT], 0, "some_in"),
        ([Fate.IN], 1, "some_in"),
        ([Fate.IN, Fate.CHAMPION], 0, "all_in"),
    ],
)
def test_sign_of_a_department(fates, awaited, sign):
    assert sign_of(fates, awaited=awaited) == sign
