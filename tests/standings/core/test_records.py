"""Records: who holds them, alone or with others."""

import random

from hypothesis import given
from hypothesis import strategies as st

from standings.core.records import Attack, Match, Records, records

CLUBS = ("Ada", "Boca", "Cali")
MATCHES = st.lists(
    st.tuples(st.permutations(CLUBS), st.integers(0, 9), st.integers(0, 9)), max_size=12
).map(
    lambda rows: [
        Match(number, clubs[0], clubs[1], home, away)
        for number, (clubs, home, away) in enumerate(rows)
    ]
)


def test_without_a_match_there_is_no_record() -> None:
    assert records([]) == Records(0, (), (), ())


def test_goalless_matches_are_known_but_hold_nothing() -> None:
    assert records([Match(1, "Ada", "Boca", 0, 0)]) == Records(1, (), (), ())


def test_drawn_match_with_goals_is_nobodys_win() -> None:
    drawn = Match(1, "Ada", "Boca", 2, 2)
    attacks = (Attack("Ada", 2, 1), Attack("Boca", 2, 1))
    assert records([drawn]) == Records(1, (), (drawn,), attacks)


def test_win_away_counts_as_one_at_home() -> None:
    away, home = Match(1, "Ada", "Boca", 0, 4), Match(2, "Boca", "Cali", 5, 1)
    assert records([away, home]).biggest_wins == (away, home)


def test_all_who_hold_a_record_stand_together_in_their_order() -> None:
    found = records([Match(n, "Ada", "Boca", 3, 1) for n in range(7)])
    assert [match.key for match in found.biggest_wins] == list(range(7))
    assert [match.key for match in found.most_goals] == list(range(7))


def test_attack_counts_goals_at_home_and_away_and_the_matches_they_fell_in() -> None:
    found = records(
        [
            Match(1, "Ada", "Boca", 2, 1),
            Match(2, "Cali", "Ada", 0, 3),
            Match(3, "Boca", "Cali", 1, 4),
        ]
    )
    assert found.best_attacks == (Attack("Ada", 5, 2),)


@given(MATCHES)
def test_no_match_surpasses_a_record_and_every_match_that_reaches_it_is_named(
    matches: list[Match],
) -> None:
    found = records(matches)
    assert found.known == len(matches)
    for held, figure in ((found.biggest_wins, "margin"), (found.most_goals, "goals")):
        best = max((getattr(match, figure) for match in matches), default=0)
        assert list(held) == [m for m in matches if best and getattr(m, figure) == best]


@given(MATCHES, st.randoms(use_true_random=False))
def test_order_of_matches_changes_nobody_who_holds_a_record(
    matches: list[Match], rng: random.Random
) -> None:
    shuffled = list(matches)
    rng.shuffle(shuffled)
    before, after = records(matches), records(shuffled)
    assert set(before.biggest_wins) == set(after.biggest_wins)
    assert set(before.most_goals) == set(after.most_goals)
    assert set(before.best_attacks) == set(after.best_attacks)


@given(MATCHES)
def test_match_more_never_lowers_a_record(matches: list[Match]) -> None:
    def height(found: Records) -> tuple[int, int, int]:
        return (
            max((m.margin for m in found.biggest_wins), default=0),
            max((m.goals for m in found.most_goals), default=0),
            max((a.goals for a in found.best_attacks), default=0),
        )

    less, more = height(records(matches[:-1])), height(records(matches))
    assert all(a <= b for a, b in zip(less, more, strict=True))
