"""What holds for whatever is asked of a programme."""

import datetime as dt
from itertools import combinations, permutations

from hypothesis import event, given, settings
from hypothesis import strategies as st

from competitions.core.programme import Conflict, Hindrance, Match, Slot, Unplayable, arrange

MONDAY = dt.date(2027, 3, 1)
DAYS = [MONDAY + dt.timedelta(days=n) for n in range(6)]
LASTS = dt.timedelta(hours=2)
GROUNDS = ("Norte", "Sur")

days = st.sampled_from(DAYS)
"""Hours that overlap are refused as such; these never do."""
slots = st.builds(
    Slot, days, st.sampled_from([dt.time(9), dt.time(11), dt.time(13)]), st.sampled_from(GROUNDS)
)
any_slots = st.builds(
    Slot, days, st.sampled_from([dt.time(h) for h in (8, 9, 10, 12, 23)]), st.sampled_from(GROUNDS)
)
by_round = st.fixed_dictionaries(
    {number: st.lists(slots, unique=True, max_size=12) for number in (1, 2, 3)}
)


@st.composite
def matches(draw: st.DrawFn, *, most: int = 6) -> list[Match]:
    found = []
    for key in range(draw(st.integers(1, most))):
        home, away = draw(st.permutations("ABCDEFG"))[:2]
        fixed = draw(any_slots) if draw(st.integers(0, 4)) == 4 else None
        found.append(
            Match(
                key,
                draw(st.integers(1, 3)),
                home,
                away,
                grounds=draw(st.sampled_from([(), (), ("Norte",), ("Sur",), GROUNDS])),
                fixed=fixed,
                is_over=fixed is not None and draw(st.booleans()),
            )
        )
    return found


def at_once(one: Slot, other: Slot) -> bool:
    return one.ground == other.ground and abs(one.starts - other.starts) < LASTS


def too_close(one: Slot, other: Slot, rest_days: int) -> bool:
    return abs((one.day - other.day).days) < rest_days


def shares(one: Match, other: Match) -> bool:
    return bool({one.home, one.away} & {other.home, other.away})


@settings(max_examples=400)
@given(matches(), by_round, st.integers(1, 4), st.sets(days, max_size=2))
def test_what_is_placed_keeps_all_wishes_and_what_is_not_is_named(
    asked: list[Match], hours: dict[int, list[Slot]], rest_days: int, days_off: set[dt.date]
) -> None:
    by_key = {match.key: match for match in asked}
    try:
        placed = arrange(asked, hours, rest_days=rest_days, days_off=days_off, lasts=LASTS)
    except Unplayable as unplayable:
        conflicts = unplayable.conflicts
    else:
        event("placed")
        assert placed.keys() == by_key.keys()
        for match in asked:
            check_place(match, placed[match.key], hours, days_off)
        for one, other in combinations(asked, 2):
            check_apart(one, other, placed, rest_days)
        return
    assert conflicts
    for conflict in conflicts:
        event(conflict.code)
        named = [by_key[key] for key in conflict.matches]
        if conflict.code == "too_few_hours":
            check_shortage(conflict, named, hours)
            for hindrance in conflict.hindrances:
                check_hindrance(hindrance, by_key, rest_days)
        else:
            check_contradiction(conflict, named, rest_days, days_off)


def check_place(
    match: Match, slot: Slot, hours: dict[int, list[Slot]], days_off: set[dt.date]
) -> None:
    if match.fixed:
        assert slot == match.fixed
        return
    assert slot in hours[match.round]
    assert slot.day not in days_off
    assert not match.grounds or slot.ground in match.grounds


def check_apart(one: Match, other: Match, placed: dict[object, Slot], rest_days: int) -> None:
    if one.is_over and other.is_over:
        return
    assert not at_once(placed[one.key], placed[other.key])
    if shares(one, other):
        assert not too_close(placed[one.key], placed[other.key], rest_days)


def check_shortage(conflict: Conflict, named: list[Match], hours: dict[int, list[Slot]]) -> None:
    assert conflict.missing > 0
    assert {match.round for match in named} == {named[0].round}
    assert set(conflict.slots) <= set(hours[named[0].round])


def check_contradiction(
    conflict: Conflict, named: list[Match], rest_days: int, days_off: set[dt.date]
) -> None:
    one, other = named[0].fixed, named[-1].fixed
    assert one
    assert other
    if conflict.code == "day_without_play":
        assert one.day in days_off
        return
    assert not all(match.is_over for match in named)
    assert at_once(one, other) if conflict.code == "ground_taken" else shares(*named)
    if conflict.code == "too_little_rest":
        assert too_close(one, other, rest_days)


def check_hindrance(found: Hindrance, by_key: dict[int, Match], rest_days: int) -> None:
    match, other = by_key[found.match], by_key[found.other]
    assert other.fixed in (None, found.taken)
    if found.too_close:
        assert shares(match, other)
        assert too_close(found.slot, found.taken, rest_days)
    else:
        assert at_once(found.slot, found.taken)


@settings(max_examples=200)
@given(st.data(), st.lists(slots, unique=True, max_size=5), st.integers(1, 3))
def test_a_round_is_placed_if_it_can_be(
    data: st.DataObject, hours: list[Slot], rest_days: int
) -> None:
    """Three matches of six clubs, beside matches that are fixed: all ways are tried by hand."""
    free = [
        Match(key, 1, *clubs, grounds=data.draw(st.sampled_from([(), ("Norte",), ("Sur",)])))
        for key, clubs in enumerate(("AB", "CD", "EF"))
    ]
    around = [
        Match(f"x{n}", 1, club, f"x{n}", fixed=data.draw(any_slots), is_over=True)
        for n, club in enumerate(data.draw(st.text("ABCDEF", max_size=3)))
    ]

    def fits(match: Match, slot: Slot) -> bool:
        return (not match.grounds or slot.ground in match.grounds) and not any(
            at_once(slot, other.fixed)
            or (shares(match, other) and too_close(slot, other.fixed, rest_days))
            for other in around
            if other.fixed
        )

    possible = any(
        all(fits(match, slot) for match, slot in zip(free, chosen, strict=True))
        for chosen in permutations(hours, len(free))
    )
    try:
        arrange([*free, *around], {1: hours}, rest_days=rest_days, lasts=LASTS)
    except Unplayable:
        event("impossible")
        assert not possible
    else:
        assert possible
