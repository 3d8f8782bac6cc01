import pickle
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from competitions.core.bracket import WIDEST_ROUND, BracketMatchup, order_matchups


def matchup(text, key=None, *, feeds=None):
    """ "A*-B" is A against B, won by A; "A-" waits for its second club."""
    first, second = text.split("-")
    winner = next((name[:-1] for name in (first, second) if name.endswith("*")), None)
    names = [name.removesuffix("*") or None for name in (first, second)]
    return BracketMatchup(key or text, *names, winner=winner, feeds=feeds)


def ordered(*rounds):
    return order_matchups(
        [[m if isinstance(m, BracketMatchup) else matchup(m) for m in r] for r in rounds]
    )


def test_national_stage_of_2013_is_drawn_from_the_final_down():
    rounds = (
        [
            "Chulucanas-Mannucci*",
            "Serrato*-Comerciantes",
            "AIPSA-Loreto*",
            "Huaral*-CNI",
            "Alipio*-Santillana",
            "Ecosem*-Ignacio",
            "Binacional-Simón*",
            "Saetas*-Minera",
        ],
        ["Mannucci-Serrato*", "Huaral*-Loreto", "Alipio*-Ecosem", "Simón*-Saetas"],
        ["Huaral*-Serrato", "Alipio-Simón*"],
        ["Huaral-Simón*"],
    )
    assert ordered(*rounds) == (
        (
            "Huaral*-CNI",
            "AIPSA-Loreto*",
            "Chulucanas-Mannucci*",
            "Serrato*-Comerciantes",
            "Alipio*-Santillana",
            "Ecosem*-Ignacio",
            "Binacional-Simón*",
            "Saetas*-Minera",
        ),
        ("Huaral*-Loreto", "Mannucci-Serrato*", "Alipio*-Ecosem", "Simón*-Saetas"),
        ("Huaral*-Serrato", "Alipio-Simón*"),
        ("Huaral-Simón*",),
    )


def test_no_rounds_make_no_bracket():
    assert ordered() == ()
    assert ordered([]) == ((),)


def test_last_round_keeps_the_order_given():
    assert ordered(["C-D*", "A*-B"]) == (("C-D*", "A*-B"),)


def test_club_of_a_report_without_winner_shows_the_way():
    assert ordered(["C-D", "A-B"], ["A-C"]) == (("A-B", "C-D"), ("A-C",))


def test_missing_feeder_leaves_a_gap_where_its_club_stands():
    assert ordered(["C*-D"], ["A-C"]) == ((None, "C*-D"), ("A-C",))
    assert ordered(["A*-B"], ["A-C"]) == (("A*-B", None), ("A-C",))


def test_round_of_which_nothing_is_known_is_all_gaps():
    assert ordered([], ["A*-B", "C*-D"], ["C-A"]) == ((None,) * 4, ("C*-D", "A*-B"), ("C-A",))


def test_repechage_stands_beside_the_clubs_that_waited():
    """2017: places 1 to 8 wait in the round of 16 for the winners of the repechage."""
    assert ordered(["I*-J", "K-L*"], ["A*-L", "I-B*"], ["A-B"]) == (
        (None, "K-L*", "I*-J", None),
        ("A*-L", "I-B*"),
        ("A-B",),
    )


def test_odd_number_of_matchups_leaves_one_gap():
    assert ordered(["A*-B", "C*-D", "E*-F"], ["E-A", "C-X"]) == (
        ("E*-F", "A*-B", "C*-D", None),
        ("E-A", "C-X"),
    )


def test_matchup_that_feeds_nothing_known_stands_after_the_others():
    """A third place is played by two losers: nobody comes there by winning."""
    assert ordered(["X-Y*", "C*-D", "A*-B"], ["A-C"]) == (("A*-B", "C*-D", "X-Y*"), ("A-C",))
    assert ordered(["A*-B", "C*-D"], ["A-C", "B-D"]) == (
        ("A*-B", "C*-D", None, None),
        ("A-C", "B-D"),
    )


def test_strays_stay_after_the_others_down_to_the_first_round():
    assert ordered(["M*-N", "A*-P", "O-B*"], ["M-X", "A*-B", "C*-D"], ["C-A"]) == (
        (None, None, "A*-P", "O-B*", "M*-N", None),
        ("C*-D", "A*-B", "M-X"),
        ("C-A",),
    )


def test_unknown_next_round_lets_the_round_stand_as_given():
    assert ordered(["A*-B", "C*-D", "E-F"], [], []) == (("A*-B", "C*-D", "E-F"), (), ())
    assert ordered(["A*-B", "C*-D"], ["-"]) == ((None, None, "A*-B", "C*-D"), ("-",))


def test_stated_feed_needs_no_club_in_the_next_round():
    rounds = (
        [
            matchup("A-B", "Q1", feeds="S2"),
            matchup("C-D", "Q2", feeds="S1"),
            matchup("E-F", "Q3", feeds="S2"),
        ],
        [matchup("-", "S1"), matchup("-", "S2")],
    )
    assert ordered(*rounds) == (("Q2", None, "Q1", "Q3"), ("S1", "S2"))


def test_stated_feed_takes_the_side_of_its_club_before_others_choose():
    waiting = matchup("A-B", "Q1", feeds="S")
    won = matchup("C*-D", "Q2", feeds="S")
    assert ordered([waiting, won], [matchup("C-", "S")]) == (("Q2", "Q1"), ("S",))
    assert ordered([waiting, won], [matchup("-C", "S")]) == (("Q1", "Q2"), ("S",))


def test_stated_feed_goes_before_what_the_clubs_suggest():
    """The winner was replaced: an official states where the matchup leads."""
    replaced = matchup("A*-B", "Q1", feeds="S1")
    assert ordered([replaced], [matchup("X-Y", "S1"), matchup("A-Z", "S2")]) == (
        ("Q1", None, None, None),
        ("S1", "S2"),
    )


def test_feed_to_nowhere_in_the_next_round_is_a_stray():
    rounds = ([matchup("A*-B", "Q1", feeds="F")], [matchup("X-Y", "S")], [matchup("A-X", "F")])
    assert ordered(*rounds) == ((None, None, None, None, "Q1"), (None, "S"), ("F",))


def test_club_in_two_matchups_of_the_next_round_is_not_guessed():
    assert ordered(["A*-B"], ["A-C", "A-D"]) == ((None, None, None, None, "A*-B"), ("A-C", "A-D"))


def test_second_feeder_of_one_side_finds_no_seat():
    assert ordered(["A*-B", "A*-C", "D*-E"], ["A-D"]) == (("A*-B", "D*-E", "A*-C"), ("A-D",))
    claims = [matchup("A-B", key, feeds="F") for key in ("S1", "S2", "S3")]
    assert ordered(claims, [matchup("-", "F")]) == (("S1", "S2", "S3"), ("F",))


def test_bracket_too_wide_to_draw_keeps_the_order_given():
    ladder = [[matchup(f"A*-{n}", f"{n}b"), matchup(f"{n}x-{n}y", f"{n}a")] for n in range(14)]
    assert order_matchups(ladder) == tuple((f"{n}b", f"{n}a") for n in range(14))


@pytest.mark.parametrize(("depth", "drawn"), [(13, True), (14, False)])
def test_widest_round_is_the_last_that_is_drawn(depth, drawn):
    chain = [[matchup(f"A*-{n}", f"{n}")] for n in range(depth)]
    assert (len(order_matchups(chain)[0]) == WIDEST_ROUND) == drawn


def test_matchups_survive_pickling():
    value = matchup("A*-B")
    assert pickle.loads(pickle.dumps(value)) == value


# --- Properties ----------------------------------------------------------------------------------


@st.composite
def knock_outs(draw):
    """A knock-out with a final, of which matchups and winners are forgotten here and there."""
    clubs = draw(st.permutations(range(draw(st.sampled_from([2, 4, 8, 16])))))
    rounds = []
    while len(clubs) > 1:
        pairs = list(zip(clubs[::2], clubs[1::2], strict=True))
        clubs = [draw(st.sampled_from(pair)) for pair in pairs]
        rounds.append(
            [
                BracketMatchup(f"{len(rounds)}:{first}-{second}", first, second, winner)
                for (first, second), winner in zip(pairs, clubs, strict=True)
            ]
        )
    return rounds


def forgetful(draw, rounds):
    return [
        [
            replace(m, winner=m.winner if draw(st.booleans()) else None)
            for m in matchups
            if draw(st.integers(0, 4))
        ]
        for matchups in rounds
    ]


@seed(5)
@given(knock_outs(), st.randoms(use_true_random=False))
def test_whole_knock_out_is_drawn_the_same_from_any_order(rounds, random):
    shuffled = [random.sample(matchups, len(matchups)) for matchups in rounds]
    expected = tuple(tuple(m.key for m in matchups) for matchups in rounds)
    assert order_matchups(shuffled) == expected


@seed(6)
@given(knock_outs(), st.data())
def test_every_matchup_is_drawn_once_and_lines_join_true_feeders(rounds, data):
    known = forgetful(data.draw, rounds)
    drawn = order_matchups(known)
    by_key = {m.key: m for matchups in known for m in matchups}
    for matchups, slots in zip(known, drawn, strict=True):
        keys = [key for key in slots if key is not None]
        assert sorted(keys) == sorted(m.key for m in matchups)
    for before, after in pairwise(drawn):
        assert len(before) >= 2 * len(after)
        for position, key in enumerate(before):
            parent = after[position // 2] if position // 2 < len(after) else None
            if key is not None and parent is not None:
                club = (by_key[parent].first, by_key[parent].second)[position % 2]
                assert club in {by_key[key].first, by_key[key].second}
