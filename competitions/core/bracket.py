"""Who meets whom: the matchups of a knock-out in the order in which a bracket is drawn."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

Key = Hashable
Slots = tuple[Key | None, ...]

WIDEST_ROUND = 4096
"""A bracket with more slots in a round is not one that anybody draws."""


@dataclass(frozen=True, slots=True)
class BracketMatchup:
    """A matchup of a knock-out. `first`, `second` and `winner` are clubs, None while unknown;
    `feeds` is the key of the matchup of the next round that its winner goes to, where stated."""

    key: Key
    first: Key | None = None
    second: Key | None = None
    winner: Key | None = None
    feeds: Key | None = None


def order_matchups(rounds: Sequence[Sequence[BracketMatchup]]) -> tuple[Slots, ...]:
    """The slots of each round, first round first; a slot holds the key of a matchup or None.

    The matchups that feed slot i of a round stand in slots 2i and 2i + 1 of the round before, the
    one that sends the first club above. None is a gap: the club came from nowhere known, a bye, a
    table. A matchup that feeds none of the next round, as far as is known, stands after the
    others, and no slot of the next round answers it. So a line joins two matchups exactly where
    both slots hold one. The last round keeps the order given.

    Where `feeds` is not stated it follows from the winner, or with no winner from either club,
    being found in one matchup of the next round and no other. Nothing else is guessed.

    A knock-out that would need more than WIDEST_ROUND slots keeps the order given in each round.

    >>> semifinals = [BracketMatchup("S1", "A", "B", "B"), BracketMatchup("S2", "C", "D", "C")]
    >>> order_matchups([semifinals, [BracketMatchup("F", "C", "B")]])
    (('S2', 'S1'), ('F',))
    """
    standing: list[_Slot] = []
    for matchups in rounds:
        slots = [_Slot(matchup) for matchup in matchups]
        strays = _seat(standing, slots, matchups)
        pairs = [strays[i : i + 2] for i in range(0, len(strays), 2)]
        standing = slots + [_Slot(None, [*pair, None][:2]) for pair in pairs]
    if len(standing) << len(rounds) > WIDEST_ROUND * 2:
        return tuple(tuple(matchup.key for matchup in matchups) for matchups in rounds)
    return _laid_out(standing, len(rounds))


@dataclass(slots=True)
class _Slot:
    """A place in a round with the slots that feed it. Without a matchup it only holds up two
    that feed nothing known."""

    matchup: BracketMatchup | None
    feeders: list["_Slot | None"] = field(default_factory=lambda: [None, None])


def _seat(
    feeders: Sequence[_Slot], slots: Sequence[_Slot], matchups: Sequence[BracketMatchup]
) -> list[_Slot]:
    """Put each feeder under the slot that it feeds; returns those without a seat, in their order.

    `slots` are those of `matchups`. Feeders that know their side are seated first.
    """
    wishes = [(feeder, *_wish(feeder.matchup, matchups)) for feeder in feeders]
    seated: set[int] = set()
    for feeder, target, side in sorted(wishes, key=lambda wish: wish[2] is None):
        if target is None:
            continue
        seats = slots[target].feeders
        sides = (0, 1) if side is None else (side,)
        free = next((seat for seat in sides if seats[seat] is None), None)
        if free is not None:
            seats[free] = feeder
            seated.add(id(feeder))
    return [feeder for feeder in feeders if id(feeder) not in seated]


def _wish(
    matchup: BracketMatchup | None, matchups: Sequence[BracketMatchup]
) -> tuple[int | None, int | None]:
    """Which of `matchups` it feeds, and as which of the two clubs (0, 1), as far as is known."""
    if matchup is None:
        return None, None
    clubs = {matchup.first, matchup.second} if matchup.winner is None else {matchup.winner}
    found = [
        (target, side)
        for target, following in enumerate(matchups)
        for side, club in enumerate((following.first, following.second))
        if club is not None and club in clubs and matchup.feeds in {None, following.key}
    ]
    if len(found) == 1:
        return found[0]
    stated = (target for target, m in enumerate(matchups) if m.key == matchup.feeds)
    return next(stated, None), None


def _laid_out(roots: Sequence[_Slot], depth: int) -> tuple[Slots, ...]:
    layers: list[Slots] = []
    layer: list[_Slot | None] = list(roots)
    width = 0
    for _ in range(depth):
        keys = [slot.matchup.key if slot and slot.matchup else None for slot in layer]
        filled = [position for position, key in enumerate(keys) if key is not None]
        width = max(2 * width, filled[-1] + 1 if filled else 0)
        layers.append(tuple(keys[:width]))
        layer = [feeder for slot in layer for feeder in (slot.feeders if slot else (None, None))]
    return tuple(reversed(layers))
