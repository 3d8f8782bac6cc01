"""The pairings of a knock-out: by place, with byes, or by lots that keep some clubs apart."""

import random
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Club = TypeVar("Club")


@dataclass(frozen=True, slots=True)
class TooMany:
    """Why lots cannot keep clubs apart: of `places` opponents too few are left for `clubs` that
    share `key`."""

    key: Hashable
    clubs: int
    places: int


class Impossible(ValueError):
    """No pairing keeps the clubs apart."""

    def __init__(self, reason: TooMany) -> None:
        super().__init__(f"{reason.clubs} of {reason.key!r}, {reason.places} pairings")
        self.reason = reason


def by_place(clubs: int) -> list[tuple[int, int | None]]:
    """Places that meet, in the order in which a bracket is drawn: 1 against the last, 2 against the
    last but one, and so on; 1 and 2 can only meet in the final.

    Where the clubs are no power of two the best places have a bye, a pairing with None. Raises
    ValueError for fewer than two clubs.

    >>> by_place(8)
    [(1, 8), (4, 5), (2, 7), (3, 6)]
    >>> by_place(6)
    [(1, None), (4, 5), (2, None), (3, 6)]
    """
    if clubs < 2:
        raise ValueError("a knock-out needs two clubs")
    order, size = [1], 1
    while size < clubs:
        size *= 2
        order = [place for better in order for place in (better, size + 1 - better)]
    pairs = zip(order[::2], order[1::2], strict=True)
    return [(one, other if other <= clubs else None) for one, other in pairs]


def draw_between(
    seeded: Sequence[Club],
    others: Sequence[Club],
    *,
    seed: str,
    apart: Callable[[Club], Hashable] = id,
) -> list[tuple[Club, Club]]:
    """Lots between two pots of one size: each seeded club draws one of the others.

    Clubs with the same `apart` (their department, say) do not meet. Lots that would leave somebody
    without an opponent are not in the pot. The same `seed` gives the same lots, so that anybody can
    draw them again. Raises Impossible.
    """
    if len(seeded) != len(others):
        raise ValueError("both pots need as many clubs")
    _require_room([apart(club) for club in (*seeded, *others)], len(seeded))
    rng = random.Random(seed)  # noqa: S311 - lots have to be repeatable, not secret
    left, pot = list(seeded), list(others)
    pairs = []
    while left:
        club = left.pop(0)
        drawn = _draw(club, pot, rng, apart=apart, beside=left)
        pairs.append((club, drawn))
    return pairs


def draw_among(
    clubs: Sequence[Club], *, seed: str, apart: Callable[[Club], Hashable] = id
) -> list[tuple[Club, Club]]:
    """Lots in one pot of an even number of clubs; as `draw_between` otherwise."""
    if len(clubs) % 2:
        raise ValueError("an odd number of clubs cannot pair")
    _require_room([apart(club) for club in clubs], len(clubs) // 2)
    rng = random.Random(seed)  # noqa: S311 - lots have to be repeatable, not secret
    pot = list(clubs)
    pairs = []
    while pot:
        club = pot.pop(rng.randrange(len(pot)))
        pairs.append((club, _draw(club, pot, rng, apart=apart)))
    return pairs


def draw_byes(
    clubs: Sequence[Club], byes: int, *, seed: str, apart: Callable[[Club], Hashable] = id
) -> tuple[list[Club], list[Club]]:
    """Lots for who has a bye, and the clubs that are left, in their order.

    A club goes first whose like would else be too many to be kept apart.

    >>> draw_byes(["Ada", "Boa", "Cali"], 1, seed="7")
    (['Cali'], ['Ada', 'Boa'])
    """
    rng = random.Random(f"{seed} bye")  # noqa: S311 - lots have to be repeatable, not secret
    left, drawn = list(clubs), []
    for after in range(byes - 1, -1, -1):
        keys = [apart(club) for club in left]
        crowd, count = Counter(keys).most_common(1)[0]
        is_crowded = count > (len(left) - 1 - after) // 2 + after
        places = [n for n, key in enumerate(keys) if key == crowd or not is_crowded]
        drawn.append(left.pop(rng.choice(places)))
    return drawn, left


def _draw(
    club: Club,
    pot: list[Club],
    rng: random.Random,
    *,
    apart: Callable[[Club], Hashable],
    beside: Sequence[Club] = (),
) -> Club:
    """Take the opponent of `club` out of the pot. `beside` are those still to draw from it."""
    allowed = []
    for place, other in enumerate(pot):
        keys = [apart(rest) for rest in (*beside, *pot[:place], *pot[place + 1 :])]
        if apart(other) != apart(club) and _crowd(keys) is None:
            allowed.append(place)
    return pot.pop(rng.choice(allowed))


def _crowd(keys: Sequence[Hashable]) -> tuple[Hashable, int] | None:
    """The key that more than half of the clubs share: they cannot all be paired with others. By
    Hall's theorem nothing else stands in the way, in one pot as in two."""
    common = Counter(keys).most_common(1)
    return common[0] if common and common[0][1] > len(keys) // 2 else None


def _require_room(keys: Sequence[Hashable], pairings: int) -> None:
    crowd = _crowd(keys)
    if crowd is not None:
        raise Impossible(TooMany(*crowd, pairings))


@dataclass(frozen=True, slots=True)
class Leg:
    """A match of a matchup: its number, who is at home, who is away. Both on neutral ground where
    it `is_neutral`."""

    number: int
    home: Hashable
    away: Hashable
    is_neutral: bool = False


def legs_of(first: Hashable, second: Hashable, *, legs: int, neutral: bool = False) -> list[Leg]:
    """The matches of a matchup, at either club in turns. `first`, the better placed, hosts the last
    one, unless they are on neutral ground."""
    return [
        Leg(number, first, second, is_neutral=neutral)
        if (legs - number) % 2 == 0
        else Leg(number, second, first, is_neutral=neutral)
        for number in range(1, legs + 1)
    ]
