"""Matches of a pyramid: on which days, with which scores, and what no season is without."""

import datetime as dt
import random
from collections.abc import Sequence
from math import exp

from competitions.core.matchup import Leg, MatchupFacts, settle
from competitions.core.pyramid.values import Entrant, Match
from competitions.core.score import MatchFacts, Score, Status, official_result

FIRST, SECOND = 0.66, 0.74
"""Goals of a half between equals, both sides together."""
AT_HOME = 1.18
WALKOVERS = 0.006
OFFICE = 0.0012
"""How often nobody turns up, and how often a ruling turns a result."""
_HOURS = (15, 13, 11, 9, 17, 8, 18)


def days_of(first: dt.date, *, weeks: int, rounds: int) -> list[dt.date]:
    """Sundays, and where these are too few Wednesdays too.

    >>> [str(day) for day in days_of(dt.date(2028, 2, 6), weeks=2, rounds=3)]
    ['2028-02-06', '2028-02-09', '2028-02-13']
    """
    if rounds <= weeks:
        return [first + dt.timedelta(weeks=number) for number in range(rounds)]
    return [first + dt.timedelta(days=7 * (n // 2) + 3 * (n % 2)) for n in range(rounds)]


def kick_off(place: int) -> dt.time:
    """The hour of the n-th match of a round on the ground that a league has."""
    return dt.time(_HOURS[place % len(_HOURS)])


def play(
    match: Match, home: Entrant, away: Entrant, rng: random.Random, *, is_quiet: bool = False
) -> Match:
    """The match with its score; `is_quiet` where no ruling ever touches it."""
    roll = 1.0 if is_quiet else rng.random()
    if roll < WALKOVERS:
        return match._replace(awarded_to=rng.choice((match.home, match.away)))
    ratio = (home.club.strength / away.club.strength) ** 0.5
    edge = 1.0 if match.is_neutral else AT_HOME
    half = _goals(FIRST * ratio * edge, rng), _goals(FIRST / ratio / edge, rng)
    more = _goals(SECOND * ratio * edge, rng), _goals(SECOND / ratio / edge, rng)
    full = half[0] + more[0], half[1] + more[1]
    loser = match.home if full[0] < full[1] else match.away
    turned = loser if roll < WALKOVERS + OFFICE else None
    return match._replace(half=half, full=full, awarded_to=turned)


def _goals(rate: float, rng: random.Random) -> int:
    """Goals at so many in a half on average (Knuth's way to a Poisson number)."""
    goals, bar, product = 0, exp(-rate), rng.random()
    while product > bar:
        goals, product = goals + 1, product * rng.random()
    return goals


def decide(
    matches: Sequence[Match], *, first: int, steps: Sequence[str], rng: random.Random
) -> tuple[list[Match], bool]:
    """The legs of a matchup with extra time and penalties where its rules ask for them, and whether
    the first club won it."""
    legs = list(matches)
    while True:
        outcome = settle(
            MatchupFacts(tuple(_leg(leg, first) for leg in legs), legs_expected=len(legs)), steps
        )
        if outcome.winner:
            return legs, outcome.winner == "first"
        last = legs[-1]
        if outcome.missing == ("extra_time",) and last.extra is None:
            assert last.full is not None  # noqa: S101 - it was played
            legs[-1] = last._replace(
                extra=(last.full[0] + _goals(0.4, rng), last.full[1] + _goals(0.4, rng))
            )
        else:
            legs[-1] = last._replace(penalties=shoot_out(rng))


def shoot_out(rng: random.Random) -> tuple[int, int]:
    """
    >>> shoot_out(random.Random(1))
    (3, 2)
    """
    fewer = rng.randint(1, 4)
    score = (min(fewer + rng.randint(1, 2), 5), fewer)
    return score if rng.random() < 0.5 else (score[1], score[0])


def _leg(match: Match, first: int) -> Leg:
    assert match.full is not None  # noqa: S101 - nobody stays away in a knock-out
    return Leg(
        key=match.key,
        first_at_home=match.home == first,
        official=official_result(MatchFacts(Status.PLAYED, full_time=Score(*match.full))),
        neutral=match.is_neutral,
        extra_time=Score(*match.extra) if match.extra else None,
        penalties=Score(*match.penalties) if match.penalties else None,
    )
