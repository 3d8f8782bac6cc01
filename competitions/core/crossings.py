"""Zonal crossings: which clubs of other departments each club of a single table meets.

Champion and runner-up of each department come together. A champion meets only runners-up and the
reverse: the other club of its own department, and `rivals` clubs of other departments, each of them
home and away (regulations of 2017 to 2024). The crossings are chosen so that the clubs travel as
little as possible, proved by an exact solver.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import highspy

from competitions.core.travel import Point, great_circle_km

Pair = tuple[str, str]
"""The departments of a champion and of the runner-up that it meets, in this order."""


@dataclass(frozen=True, slots=True)
class Department:
    """Where the clubs of a department play: its champion, and its runner-up."""

    code: str
    champion: Point
    runner_up: Point


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a list of crossings has to keep besides the shortest way.

    `rivals` is how many clubs of other departments each club meets. `longest_weight` is how many
    kilometres in all one kilometre less of the longest trip is worth. `neighbours` keeps each
    champion to the runners-up of the so many nearest departments. `last_year` are pairs that are
    not to come again, `forbidden` and `forced` those that someone asked for. `road_factor` makes
    kilometres by road of those over the globe.
    """

    rivals: int = 2
    longest_weight: float = 0.0
    neighbours: int | None = None
    forbidden: frozenset[Pair] = frozenset()
    forced: frozenset[Pair] = frozenset()
    last_year: frozenset[Pair] = frozenset()
    road_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Crossings:
    """Pairs in the order of departments; kilometres are one way, one trip a pair.

    `bound_km` is what no list that keeps the wishes can be shorter than (of the sum that was
    minimised, the longest trip with its weight included); `objective_km` is that sum for this list.
    """

    pairs: tuple[Pair, ...]
    total_km: float
    longest_km: float
    longest: Pair
    objective_km: float
    bound_km: float

    @property
    def gap(self) -> float:
        """How far above the bound the list lies at most, as a share of the bound."""
        return max(0.0, self.objective_km / self.bound_km - 1) if self.bound_km else 0.0


@dataclass(frozen=True, slots=True)
class Conflict:
    """A wish that stands in the way: `kind` is forbidden, forced, last_year or neighbours."""

    kind: str
    pair: Pair


class Impossible(ValueError):
    """No list keeps all wishes. `conflicts` are the fewest that have to be given up; none where
    there are too few departments for so many rivals."""

    def __init__(self, conflicts: Sequence[Conflict] = ()) -> None:
        super().__init__(", ".join(f"{c.kind} {c.pair}" for c in conflicts))
        self.conflicts = tuple(conflicts)


def distances(departments: Sequence[Department], *, road_factor: float = 1.0) -> dict[Pair, float]:
    """Kilometres between each champion and each runner-up of another department."""
    return {
        (one.code, other.code): great_circle_km(one.champion, other.runner_up) * road_factor
        for one in departments
        for other in departments
        if one.code != other.code
    }


def cross(departments: Sequence[Department], *, wishes: Wishes | None = None) -> Crossings:
    """The crossings with the least travel that keep the wishes. Raises Impossible."""
    wishes = wishes or Wishes()
    if len(departments) <= wishes.rivals:
        raise Impossible
    km = distances(departments, road_factor=wishes.road_factor)
    barred = _barred(km, wishes)
    contradicts = not wishes.forced.isdisjoint(barred)
    solved = None if contradicts else _best(km, wishes, barred=barred)
    if solved is None:
        raise Impossible(_in_the_way(km, wishes, barred))
    return _measured(solved.pairs, km, wishes, bound=solved.bound)


def enough_neighbours(departments: Sequence[Department], wishes: Wishes) -> int | None:
    """The fewest neighbours, more than are wished, with which there is a list; None where no number
    of them is enough."""
    enough, least = len(departments), wishes.neighbours or 0
    while enough - least > 1:
        middle = (enough + least) // 2
        try:
            cross(departments, wishes=replace(wishes, neighbours=middle, longest_weight=0))
        except Impossible:
            least = middle
        else:
            enough = middle
    return enough if enough < len(departments) else None


def measure(
    pairs: Iterable[Pair],
    departments: Sequence[Department],
    *,
    wishes: Wishes | None = None,
    best: Crossings | None = None,
) -> Crossings:
    """A list that someone made by hand, measured as `cross` measures its own.

    Its bound is the best list under the same wishes, which who has it gives as `best`. Raises
    Impossible as `cross` does, and KeyError for a pair that cannot meet.
    """
    wishes = wishes or Wishes()
    best = best or cross(departments, wishes=wishes)
    km = distances(departments, road_factor=wishes.road_factor)
    return _measured(tuple(pairs), km, wishes, bound=best.bound_km)


def _measured(
    pairs: Sequence[Pair], km: Mapping[Pair, float], wishes: Wishes, *, bound: float
) -> Crossings:
    total = sum(km[pair] for pair in pairs)
    longest = max(pairs, key=lambda pair: km[pair])
    return Crossings(
        pairs=tuple(pairs),
        total_km=total,
        longest_km=km[longest],
        longest=longest,
        objective_km=total + wishes.longest_weight * km[longest],
        bound_km=bound,
    )


def _barred(km: Mapping[Pair, float], wishes: Wishes) -> dict[Pair, str]:
    """Pairs that must not meet, each with the wish that says so."""
    barred = dict.fromkeys(_too_far(km, wishes.neighbours), "neighbours")
    barred |= dict.fromkeys(wishes.last_year & km.keys(), "last_year")
    barred |= dict.fromkeys(wishes.forbidden & km.keys(), "forbidden")
    return barred


def _too_far(km: Mapping[Pair, float], neighbours: int | None) -> set[Pair]:
    if neighbours is None:
        return set()
    reach: dict[str, list[Pair]] = {}
    for pair in sorted(km, key=lambda pair: (km[pair], pair)):
        reach.setdefault(pair[0], []).append(pair)
    return {pair for pairs in reach.values() for pair in pairs[neighbours:]}


def _in_the_way(
    km: Mapping[Pair, float], wishes: Wishes, barred: Mapping[Pair, str]
) -> list[Conflict]:
    """The fewest wishes that have to be given up so that there is a list, the shortest such."""
    farthest = max(km.values()) * len(km) or 1.0
    cost = {
        pair: (pair in barred) - (pair in wishes.forced) + trip / farthest
        for pair, trip in km.items()
    }
    solved = _solve(cost, wishes.rivals)
    chosen = set(solved.pairs) if solved else set()
    return [
        *(Conflict(barred[pair], pair) for pair in km if pair in barred and pair in chosen),
        *(Conflict("forced", pair) for pair in km if pair in wishes.forced and pair not in chosen),
    ]


@dataclass(frozen=True, slots=True)
class _Solved:
    pairs: tuple[Pair, ...]
    bound: float


def _best(km: Mapping[Pair, float], wishes: Wishes, *, barred: Collection[Pair]) -> _Solved | None:
    """The best list by the sum of all trips and the weight of the longest.

    With a weight the length that no trip may exceed is what is searched: the shorter it is, the
    longer all trips are together. A span of lengths is left out where even its shortest length
    with the sum of its longest could not be better, so what is found is the best of all.
    """

    def within(length: float) -> _Solved | None:
        far = (pair for pair, trip in km.items() if trip > length)
        return _solve(km, wishes.rivals, barred={*barred, *far}, forced=wishes.forced)

    best = _solve(km, wishes.rivals, barred=barred, forced=wishes.forced)
    weight = wishes.longest_weight
    if best is None or not weight:
        return best
    # No trip is shorter than one that is forced.
    shortest = max((km[pair] for pair in wishes.forced & km.keys()), default=0.0)
    longest = max(km[pair] for pair in best.pairs)
    lengths = sorted({trip for trip in km.values() if shortest <= trip < longest})
    lowest = best.bound + weight * longest
    spans = [(0, len(lengths) - 1, best.bound)]
    while spans:
        first, last, total = spans.pop()
        if first > last or total + weight * lengths[first] >= lowest:
            continue
        middle = (first + last) // 2
        found = within(lengths[middle])
        spans.append((middle + 1, last, total))
        if found is not None:
            spans.append((first, middle - 1, found.bound))
            value = found.bound + weight * max(km[pair] for pair in found.pairs)
            if value < lowest:
                best, lowest = found, value
    return _Solved(best.pairs, lowest)


def _solve(
    cost: Mapping[Pair, float],
    rivals: int,
    *,
    barred: Collection[Pair] = (),
    forced: Collection[Pair] = (),
) -> _Solved | None:
    """The cheapest list in which every club has so many rivals, or None where there is none.

    One variable a pair, between 0 and 1. The matrix is totally unimodular: the relaxation is whole
    by itself, and its value is the bound.
    """
    model = highspy.Highs()
    model.silent()
    meet = {
        pair: model.addVariable(
            lb=1 if pair in forced else 0, ub=0 if pair in barred else 1, obj=price
        )
        for pair, price in cost.items()
    }
    for side in (0, 1):
        mine: dict[str, list[highspy.highs.highs_var]] = {}
        for pair, variable in meet.items():
            mine.setdefault(pair[side], []).append(variable)
        for variables in mine.values():
            model.addConstr(model.qsum(variables) == rivals)
    model.minimize()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    values = model.getSolution().col_value
    chosen = tuple(pair for pair in meet if values[meet[pair].index] > 0.5)
    return _Solved(chosen, model.getInfo().objective_function_value)
