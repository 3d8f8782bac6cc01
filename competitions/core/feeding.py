"""Which stage feeds which: circles among them, and clubs that are promised a berth too many."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from competitions.core.consistency import Fault

_MATCHUPS_OF = {
    "round_of_32": 16,
    "round_of_16": 8,
    "quarterfinals": 4,
    "semifinals": 2,
    "third_place": 1,
    "final": 1,
}
"""How many matchups a round of that key has; a repechage has as many as the edition wants."""

NAMED = 4
"""Stages that a sentence names; of more it says how many they are."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """As much of a stage as tells how many clubs its zones hold.

    `groups` are sizes by code, None where they are not fixed, and empty for a single table of
    `size` clubs; `rounds` the key of each round by number; `pairings` how many of its fixed slots
    are in a round.
    """

    size: int | None = None
    groups: Mapping[str, int | None] = field(default_factory=dict)
    rounds: Mapping[int, str] = field(default_factory=dict)
    pairings: Sequence[int] = ()


def clubs_sent(
    form: Capacity,
    kind: str,
    *,
    places: tuple[int | None, int | None] = (None, None),
    nth: int | None = None,
    count: int | None = None,
    groups: Sequence[str] = (),
    round_number: int | None = None,
) -> int | None:
    """How many clubs a zone holds when its stage is over; None where the rules do not tell.

    >>> clubs_sent(Capacity(groups={"a": 4, "b": None}), "places", places=(1, 2))
    4
    """
    sizes = [form.groups[code] for code in form.groups if not groups or code in groups]
    if not form.groups:
        sizes = [form.size]
    if kind == "places" and places[0] and places[1]:
        return sum(_between(places[0], places[1], size) for size in sizes)
    if kind == "best_nth" and count:
        return min(count, sum(size is None or size >= (nth or 1) for size in sizes))
    if kind in ("winners", "losers") and round_number:
        if count:
            return count
        in_slots = sum(number == round_number for number in form.pairings)
        return in_slots or _MATCHUPS_OF.get(form.rounds.get(round_number, ""))
    return None


def _between(first: int, last: int, size: int | None) -> int:
    return max(min(last, size or last) - first + 1, 0)


Way = tuple[Hashable, Hashable]
"""A stage, and one that a zone of it leads to."""


def circle_through(start: Hashable, ways: Iterable[Way]) -> tuple[Hashable, ...]:
    """The stages of a way that leaves `start` and comes back to it, in order and without repeating
    it; nothing where there is none. Of several the shortest.

    >>> circle_through("a", [("a", "b"), ("b", "c"), ("c", "a"), ("b", "a")])
    ('a', 'b')
    """
    after: dict[Hashable, list[Hashable]] = {}
    for before, to in ways:
        after.setdefault(before, []).append(to)
    came_from: dict[Hashable, Hashable] = {}
    frontier = [start]
    while frontier and start not in came_from:
        reached = []
        for stage in frontier:
            for to in after.get(stage, ()):
                if to not in came_from:
                    came_from[to] = stage
                    reached.append(to)
        frontier = reached
    if start not in came_from:
        return ()
    way = [came_from[start]]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def has_circle(ways: Iterable[Way]) -> bool:
    """Whether any stage feeds itself by way of others; as long as there are ways.

    >>> has_circle([("a", "b"), ("b", "c"), ("a", "c")]), has_circle([("a", "b"), ("b", "a")])
    (False, True)
    """
    sorter: TopologicalSorter[Hashable] = TopologicalSorter()
    for before, to in ways:
        sorter.add(to, before)
    try:
        sorter.prepare()
    except CycleError:
        return True
    return False


def check_circle(
    start: Hashable, ways: Iterable[Way], names: Mapping[Hashable, str]
) -> list[Fault]:
    """Whether a stage feeds itself by way of others.

    >>> fault, = check_circle(1, [(1, 2), (2, 1)], {1: "Distrital", 2: "Provincial"})
    >>> fault.params["way"], fault.params["last"]
    ('Distrital → Provincial → Distrital', 'Provincial')
    """
    circle = circle_through(start, ways)
    if not circle:
        return []
    way = " → ".join(names[stage] for stage in (*circle, start))
    return [Fault("leads_in_circle", "leads_to", {"way": way, "last": names[circle[-1]]})]


@dataclass(frozen=True, slots=True)
class Promise:
    """What a stage sends to another one by one zone: `number` clubs, None where it is not known."""

    stage: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Booking:
    """The berths of a stage, and what the stages before it promise of them."""

    name: str
    size: int | None
    promises: tuple[Promise, ...]

    @property
    def promised(self) -> int:
        """What is certain."""
        return sum(promise.number or 0 for promise in self.promises)

    @property
    def too_many(self) -> int:
        return max(self.promised - self.size, 0) if self.size else 0

    @property
    def by_stage(self) -> dict[str, int]:
        """How many clubs each stage sends, those that send most first."""
        found: dict[str, int] = {}
        for promise in self.promises:
            found[promise.stage] = found.get(promise.stage, 0) + (promise.number or 0)
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def check_berths(booking: Booking, *, about: str = "leads_to") -> list[Fault]:
    """Whether more clubs come than a stage has berths.

    >>> tight = Booking("Provincial", 3, (Promise("Castilla", 2), Promise("Catacaos", 2)))
    >>> fault, = check_berths(tight)
    >>> fault.params["stages"], fault.params["change"], fault.params["most"]
    ('Castilla (2), Catacaos (2)', 1, 'Castilla')
    """
    if not booking.too_many:
        return []
    sent = booking.by_stage
    named = [f"{name} ({number})" for name, number in sent.items()]
    if len(named) > NAMED:
        named = [*named[:NAMED], f"+{len(named) - NAMED}"]
    return [
        Fault(
            "more_places_than_berths",
            about,
            {
                "name": booking.name,
                "places": booking.promised,
                "berths": booking.size or 0,
                "stages": ", ".join(named),
                "change": booking.too_many,
                "most": next(iter(sent)),
            },
        )
    ]
