"""A knock-out before its clubs are known: the matchups of all rounds, and their origins."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from competitions.core.pairing import by_place
from competitions.core.slots import Open, Origin, PlaceOf, Seeded, SlotPair, WinnerOf


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A round as the rules have it. In one for the third place the losers of the semifinals meet,
    the round of two matchups before it."""

    number: int
    legs: int = 1
    neutral: bool = False
    is_consolation: bool = False


@dataclass(frozen=True, slots=True)
class MatchupPlan:
    """A matchup to be. `key` is its code, `position` counts in its round, `section` is the group of
    the knock-out that it belongs to (the zones of 2025), `feeds` where its winner goes."""

    key: str
    round: int
    position: int
    first: Origin
    second: Origin
    legs: int = 1
    neutral: bool = False
    section: str = ""
    feeds: str = ""


class Unfit(ValueError):
    """Clubs and rounds that make no knock-out.

    Codes: `too_few` (`clubs`: two are needed), `too_many_rounds` (one club is left before round
    `round`), `odd` (the `clubs` left before round `round` do not pair), `sections` (`clubs` do not
    go into `sections` alike), `no_round` (slots name round `round`, which there is not),
    `third_place` (no two semifinals before round `round`).
    """

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two sides; without a second one the first has a bye. `number` is that in a list of slots."""

    first: Origin
    second: Origin | None
    section: str = ""
    number: int = 0


def plan_knock_out(
    rounds: Sequence[RoundPlan],
    *,
    clubs: int,
    method: str = "first_v_last",
    seeded: bool = False,
    first_place: int = 1,
    slots: Sequence[SlotPair] = (),
    sections: Sequence[str] = (),
    pairs_anew: bool = False,
) -> tuple[MatchupPlan, ...]:
    """The matchups of all rounds, in the order of the bracket.

    `method` is how the first round pairs: `first_v_last` by places of a table from `first_place` on
    (by seeds where `seeded`, and within each section), `fixed_slots` as `slots` say, else the sides
    are open.
    Later rounds take the winners in order, unless `slots` name theirs or each round `pairs_anew`.
    There may be fewer rounds than would leave one club. Where the rounds do not halve the clubs
    without a rest, the best have a bye and stand in the second round at once. Raises Unfit.

    >>> plan_knock_out([RoundPlan(1), RoundPlan(2)], clubs=3)[1].first
    PlaceOf(place=1, group='')
    """
    if clubs < 2:
        raise Unfit("too_few", clubs=clubs)
    stated: dict[int, list[_Pair]] = {}
    if method == "fixed_slots" and slots:
        for number, slot in enumerate(slots, start=1):
            pair = _Pair(slot.first, slot.second, slot.section, number)
            stated.setdefault(slot.round, []).append(pair)
    elif rounds:
        stated[rounds[0].number] = _first_round(
            clubs,
            method,
            sections,
            rounds=sum(not found.is_consolation for found in rounds),
            first_place=None if seeded else first_place,
        )
    if left := sorted(stated.keys() - {found.number for found in rounds}):
        raise Unfit("no_round", round=left[0])
    plan = _Plan(pairs_anew=pairs_anew)
    for found in rounds:
        plan.add(found, stated.get(found.number, ()))
    return tuple(plan.matchups)


def _first_round(
    clubs: int, method: str, sections: Sequence[str], *, rounds: int, first_place: int | None
) -> list[_Pair]:
    """By seeds where there is no `first_place`."""
    parts = list(sections) or [""]
    if clubs % len(parts) or clubs // len(parts) < 2:
        raise Unfit("sections", clubs=clubs, sections=len(parts))

    def side(place: int) -> Origin:
        if method != "first_v_last":
            return Open()
        by_seed = first_place is None or sections
        return Seeded(place) if by_seed else PlaceOf(first_place - 1 + place)

    return [
        _Pair(side(one), None if other is None else side(other), part)
        for part in parts
        for one, other in _pairs(clubs // len(parts), rounds)
    ]


def _pairs(clubs: int, rounds: int) -> list[tuple[int, int | None]]:
    """Places that meet in the first of so many rounds, the first against the last.

    Where the rounds halve the clubs without a rest nobody has a bye: 12 clubs play one round in six
    matchups, or two in three brackets of four.
    """
    width = 2**rounds
    if clubs % width:
        return by_place(clubs)
    brackets = clubs // width
    return [
        (_place_in(bracket, one, brackets), _place_in(bracket, other or width, brackets))
        for bracket in range(1, brackets + 1)
        for one, other in by_place(width)
    ]


def _place_in(bracket: int, rank: int, brackets: int) -> int:
    """The place of the club of that rank in a bracket, dealt out forwards and back in turns."""
    return (rank - 1) * brackets + (bracket if rank % 2 else brackets + 1 - bracket)


class _Plan:
    """Matchups planned so far, and who is left after them."""

    def __init__(self, *, pairs_anew: bool) -> None:
        self.matchups: list[MatchupPlan] = []
        self._pairs_anew = pairs_anew
        self._left: list[tuple[Origin, str]] = []
        self._keys: dict[int, str] = {}

    def add(self, round_: RoundPlan, stated: Sequence[_Pair]) -> None:
        if round_.is_consolation:
            self._place(round_, [self._losers(round_)])
            return
        pairs = list(stated) or self._following(round_)
        keys = iter(self._place(round_, [pair for pair in pairs if pair.second is not None]))
        self._left = [
            (pair.first if pair.second is None else WinnerOf(next(keys)), pair.section)
            for pair in pairs
        ]

    def _losers(self, round_: RoundPlan) -> _Pair:
        """Of the last round of two matchups: the final may come before the third place."""
        for number in range(round_.number - 1, 0, -1):
            before = [m for m in self.matchups if m.round == number]
            if len(before) == 2:
                return _Pair(*(WinnerOf(m.key, loses=True) for m in before))
        raise Unfit("third_place", round=round_.number)

    def _following(self, round_: RoundPlan) -> list[_Pair]:
        left = self._left
        if len(left) < 2:
            raise Unfit("too_many_rounds", round=round_.number)
        if len(left) % 2:
            raise Unfit("odd", round=round_.number, clubs=len(left))
        return [
            _Pair(Open(), Open())
            if self._pairs_anew
            else _Pair(one, other, section if section == beside else "")
            for (one, section), (other, beside) in zip(left[::2], left[1::2], strict=True)
        ]

    def _place(self, round_: RoundPlan, pairs: Sequence[_Pair]) -> list[str]:
        keys = []
        for position, pair in enumerate(pairs, start=1):
            key = f"llave-{len(self.matchups) + 1}"
            if pair.number:
                self._keys[pair.number] = key
            first, second = self._known(pair.first), self._known(pair.second or Open())
            for side in (first, second):
                self._feed(side, key)
            self.matchups.append(
                MatchupPlan(
                    key,
                    round_.number,
                    position,
                    first,
                    second,
                    legs=round_.legs,
                    neutral=round_.neutral,
                    section=pair.section,
                )
            )
            keys.append(key)
        return keys

    def _known(self, origin: Origin) -> Origin:
        """Slots name a pairing by its number in their list."""
        if isinstance(origin, WinnerOf) and origin.matchup.isdecimal():
            return replace(origin, matchup=self._keys[int(origin.matchup)])
        return origin

    def _feed(self, side: Origin, key: str) -> None:
        if isinstance(side, WinnerOf) and not side.loses:
            at = next(n for n, m in enumerate(self.matchups) if m.key == side.matchup)
            self.matchups[at] = replace(self.matchups[at], feeds=key)


_NAMED = ("final", "semifinals", "quarterfinals", "round_of_16", "round_of_32")


def usual_rounds(clubs: int) -> tuple[str, ...]:
    """The rounds, by their keys, that leave one of so many clubs; blank for one without a name.

    >>> usual_rounds(6)
    ('quarterfinals', 'semifinals', 'final')
    """
    needed = max(clubs - 1, 1).bit_length()
    named = _NAMED[:needed]
    return (*[""] * (needed - len(named)), *reversed(named))
