"""Clubs into groups: by seed, or by lots that keep some of them apart."""

import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

from competitions.core.pairing import Impossible, TooMany

Club = TypeVar("Club")


def sizes_of(clubs: int, groups: int) -> tuple[int, ...]:
    """How many clubs each group has where no two differ by more than one, the larger ones first.

    >>> sizes_of(13, 3)
    (5, 4, 4)
    """
    each, more = divmod(clubs, groups)
    return tuple(each + (number < more) for number in range(groups))


def serpentine(clubs: Sequence[Club], sizes: Sequence[int]) -> list[list[Club]]:
    """Clubs, the best first, down the groups and up again; a group that is full is passed over.

    >>> serpentine("ABCDEFG", [3, 2, 2])
    [['A', 'F', 'G'], ['B', 'E'], ['C', 'D']]
    """
    _require_places(clubs, sizes)
    groups: list[list[Club]] = [[] for _ in sizes]
    left, order = list(clubs), list(range(len(sizes)))
    while left:
        for number in order:
            if left and len(groups[number]) < sizes[number]:
                groups[number].append(left.pop(0))
        order.reverse()
    return groups


def draw_groups(
    clubs: Sequence[Club],
    sizes: Sequence[int],
    *,
    seed: str,
    apart: Callable[[Club], Hashable] = id,
) -> list[list[Club]]:
    """Lots: club after club is drawn, and then its group.

    Clubs with the same `apart` (their department, say) come into different groups. Lots that would
    leave a later club without a group are not in the pot. The same `seed` gives the same groups,
    so that anybody can draw them again. Raises Impossible.
    """
    _require_places(clubs, sizes)
    counts = Counter(map(apart, clubs))
    if not _fits(counts, sizes, [set() for _ in sizes]):
        key, count = counts.most_common(1)[0]
        raise Impossible(TooMany(key, count, sum(size > 0 for size in sizes)))
    rng = random.Random(seed)  # noqa: S311 - lots have to be repeatable, not secret
    pot = list(clubs)
    groups: list[list[Club]] = [[] for _ in sizes]
    while pot:
        club = pot.pop(rng.randrange(len(pot)))
        rest = Counter(map(apart, pot))
        allowed = [
            number
            for number, size in enumerate(sizes)
            if len(groups[number]) < size and apart(club) not in map(apart, groups[number])
            if _fits_with(club, number, rest, groups, sizes, apart)
        ]
        groups[rng.choice(allowed)].append(club)
    return groups


def _fits_with(
    club: Club,
    number: int,
    rest: Mapping[Hashable, int],
    groups: Sequence[Sequence[Club]],
    sizes: Sequence[int],
    apart: Callable[[Club], Hashable],
) -> bool:
    """Whether the rest still find their groups once the club is in that one."""
    taken = [set(map(apart, group)) for group in groups]
    taken[number].add(apart(club))
    places = [size - len(keys) for size, keys in zip(sizes, taken, strict=True)]
    return _fits(rest, places, taken)


def _fits(
    counts: Mapping[Hashable, int], places: Sequence[int], taken: Sequence[set[Hashable]]
) -> bool:
    """Whether clubs, so many of each key, find places in groups that have none of their key yet.

    Augmenting paths, one club after the other: who finds no place moves somebody who has another.
    """
    seated: list[list[Hashable]] = [[] for _ in places]

    def seat(key: Hashable, seen: set[int]) -> bool:
        for number, group in enumerate(seated):
            if number in seen or key in taken[number] or key in group:
                continue
            seen.add(number)
            if len(group) < places[number]:
                group.append(key)
                return True
            for other in list(group):
                group.remove(other)
                if seat(other, seen):
                    group.append(key)
                    return True
                group.append(other)
        return False

    return all(seat(key, set()) for key, count in counts.items() for _ in range(count))


def _require_places(clubs: Sequence[Club], sizes: Sequence[int]) -> None:
    if len(clubs) != sum(sizes):
        raise ValueError("as many places as clubs are needed")
