"""Random tables of the kinds that really occur, from a seeded generator."""

from fractions import Fraction
from random import Random

from standings.core.ranking import TableFacts
from standings.core.record import Result


def random_facts(rng: Random, *, single_table: bool = False) -> TableFacts:
    """A single table of 50 with six matches each, or a group of three to eight, often unfinished.

    Scores are low, so that many clubs stay level; some half times and rounds are unknown, some
    matches are walkovers, awards, double losses or on neutral ground.
    """
    clubs = tuple(f"club{number}" for number in range(50 if single_table else rng.randint(3, 8)))
    pairs = _single_table(rng, clubs) if single_table else _double_round(rng, clubs)
    complete = rng.random() < 0.5
    top = rng.choice((1, 1, 2, 3))
    results = [
        _random_result(rng, key, pair, top=top, complete=complete) for key, pair in enumerate(pairs)
    ]
    some = [club for club in clubs if rng.random() < 0.6] or [clubs[0]]
    drawn = clubs if rng.random() < 0.6 else some
    extra = [
        _random_result(rng, 10_000 + number, rng.sample(clubs, 2), top=1, complete=True, extra=True)
        for number in range(rng.choice((0, 3, 12, 30)))
    ]
    return TableFacts(
        clubs=clubs,
        results=tuple(results),
        extra_results=tuple(extra),
        carried={club: rng.choice((1, 2, Fraction(1, 2))) for club in some[:2]},
        adjustments={club: rng.choice((-3, -1, 1)) for club in some[1:4]},
        external_places={club: rng.randint(1, 6) for club in (clubs if complete else some)},
        cards={club: rng.randint(0, 4) for club in (clubs if complete else some)},
        lots={club: rng.randint(1, 3) for club in drawn},
    )


def complete_single_table(rng: Random) -> TableFacts:
    """A finished single table with all half times, as a good season leaves it."""
    clubs = tuple(f"club{number}" for number in range(50))
    pairs = _single_table(rng, clubs)
    return TableFacts(
        clubs=clubs,
        results=tuple(
            _random_result(rng, key, pair, top=3, complete=True) for key, pair in enumerate(pairs)
        ),
        adjustments={clubs[3]: -3},
    )


def _single_table(rng: Random, clubs: tuple[str, ...]) -> list[tuple[str, str, int]]:
    """Each champion meets three runners-up home and away."""
    champions, runners_up = list(clubs[:25]), list(clubs[25:])
    rng.shuffle(champions)
    rng.shuffle(runners_up)
    first = [
        (champion, runners_up[(number + shift) % 25], shift + 1)
        for shift in range(3)
        for number, champion in enumerate(champions)
    ]
    return first + [(away, home, 7 - in_round) for home, away, in_round in first]


def _double_round(rng: Random, clubs: tuple[str, ...]) -> list[tuple[str, str, int]]:
    pairs = [(home, away) for home in clubs for away in clubs if home != away]
    rng.shuffle(pairs)
    pairs = pairs[: rng.randint(len(pairs) // 2, len(pairs))]
    return [
        (home, away, number // (len(clubs) // 2) + 1) for number, (home, away) in enumerate(pairs)
    ]


def _random_result(rng, key, pair, *, top, complete, extra=False):
    home, away, *in_round = pair
    fields = {"home_goals": rng.randint(0, top), "away_goals": rng.randint(0, top)}
    if complete or rng.random() < 0.97:
        fields["half_home"] = rng.randint(0, fields["home_goals"])
        fields["half_away"] = rng.randint(0, fields["away_goals"])
    if in_round and (complete or rng.random() < 0.99):
        fields["round"] = in_round[0]
    kind = rng.random()
    if extra and fields["home_goals"] == fields["away_goals"] and kind < 0.7:
        fields["winner"] = rng.choice((home, away))
    elif kind < 0.04:
        fields |= {"home_goals": 3, "away_goals": 0, "walkover": True}
    elif kind < 0.06:
        fields |= {"awarded": True}
    elif kind < 0.08 and not extra:
        fields |= {"double_loss": True, "conceded": rng.choice((0, 3))}
    elif kind < 0.12:
        fields |= {"neutral": True}
    return Result(key=key, home=home, away=away, **fields)
