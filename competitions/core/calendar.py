"""Who plays whom, and when: everyone against everyone."""

from collections.abc import Sequence
from typing import Literal, TypeVar

Club = TypeVar("Club")
Order = Literal["mirrored", "shifted"]


def round_robin(
    clubs: Sequence[Club], *, legs: int = 1, order: Order = "mirrored"
) -> list[list[tuple[Club, Club]]]:
    """Rounds of (home, away) in which everyone meets everyone `legs` times.

    With an odd number of clubs one rests in each round: who would meet the empty place. The circle
    method: the first place stays, the others turn by one a round. In a leg nobody has more than one
    match more at home than away; every second leg is turned round.

    A break is a second match in a row at home, or away. One leg has as few as there can be: n - 2
    for an even number n of clubs, none for an odd one (de Werra, 1981). Two `mirrored` legs, the
    second in the order of the first, have 3n - 6 or n; `shifted`, with the first round of each
    later leg as its last, they have 2n or 1.

    >>> round_robin("ABC")
    [[('A', 'B')], [('C', 'A')], [('B', 'C')]]
    """
    circle: list[Club | None] = [*([None] if len(clubs) % 2 else []), *clubs]
    half = len(circle) // 2
    first_leg: list[list[tuple[Club, Club]]] = []
    for number in range(len(circle) - 1):
        pairs = zip(circle[:half], reversed(circle[half:]), strict=True)
        first_leg.append(
            [
                (one, other) if _is_at_home(place, number) else (other, one)
                for place, (one, other) in enumerate(pairs)
                if one is not None and other is not None
            ]
        )
        circle = [circle[0], circle[-1], *circle[1:-1]]
    turned = [[(away, home) for home, away in fixtures] for fixtures in first_leg]
    rounds = []
    for leg in range(legs):
        fixtures = turned if leg % 2 else first_leg
        rounds += [*fixtures[1:], *fixtures[:1]] if leg and order == "shifted" else fixtures
    return rounds


def _is_at_home(place: int, number: int) -> bool:
    """Whether the first of a pair plays at home: by its place in the circle, for the fixed club by
    the round."""
    return number % 2 == 0 if place == 0 else place % 2 == 1
