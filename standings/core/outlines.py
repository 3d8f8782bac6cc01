"""Outlines of regions that border on each other, drawn with few points and without gaps.

Neighbours share their border point by point. A border between two junctions is simplified once,
so both sides of it stay the same line.

>>> square = [(0, 0), (5, 1), (10, 0), (10, 10), (0, 10)]
>>> simplified({"A": [square]}, tolerance=2)
{'A': [[(0, 0), (10, 0), (10, 10), (0, 10)]]}
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import hypot

Point = tuple[float, float]
Ring = Sequence[Point]
Regions = Mapping[str, Sequence[Ring]]


def simplified(regions: Regions, *, tolerance: float) -> dict[str, list[list[Point]]]:
    """The rings of each region with no point that lies within `tolerance` of the line without it.

    Rings are given and returned open: the first point does not come again. A ring of which fewer
    than three points would be left, as of a lake, falls away.
    """
    corners = _junctions(regions)
    drawn = {
        name: [_ring(ring, corners, tolerance) for ring in rings] for name, rings in regions.items()
    }
    return {name: [ring for ring in rings if len(ring) > 2] for name, rings in drawn.items()}


def on_grid(ring: Ring) -> list[Point]:
    """A ring on whole numbers, a point that falls on the one before it left out.

    >>> on_grid([(0.2, 0), (0.4, 0.3), (3, 0), (3, 4.6)])
    [(0, 0), (3, 0), (3, 5)]
    """
    points = [(round(x), round(y)) for x, y in ring]
    return [p for before, p in zip([points[-1], *points[:-1]], points, strict=True) if p != before]


def _junctions(regions: Regions) -> frozenset[Point]:
    """Points where borders begin or end: they have more neighbours than the two along a line."""
    neighbours: dict[Point, set[Point]] = {}
    for ring in (ring for rings in regions.values() for ring in rings):
        for before, after in pairwise([*ring, ring[0]]):
            neighbours.setdefault(before, set()).add(after)
            neighbours.setdefault(after, set()).add(before)
    return frozenset(point for point, near in neighbours.items() if len(near) > 2)


def _ring(ring: Ring, corners: frozenset[Point], tolerance: float) -> list[Point]:
    cuts = [index for index, point in enumerate(ring) if point in corners]
    if len(cuts) < 2:
        # Too few neighbours to part it: it is cut at points that any walk around it would find.
        cuts = sorted({*cuts, ring.index(min(ring)), ring.index(max(ring))})
    turned = [*ring[cuts[0] :], *ring[: cuts[0]], ring[cuts[0]]]
    ends = [cut - cuts[0] for cut in cuts] + [len(ring)]
    kept: list[Point] = []
    for start, end in pairwise(ends):
        kept += _line(turned[start : end + 1], tolerance)[:-1]
    return kept


def _line(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker, always walked in the same direction."""
    if points[0] > points[-1]:
        return _thinned(list(reversed(points)), tolerance)[::-1]
    return _thinned(points, tolerance)


def _thinned(points: Sequence[Point], tolerance: float) -> list[Point]:
    first, last = points[0], points[-1]
    farthest, off = 0, tolerance
    for index in range(1, len(points) - 1):
        distance = _distance(points[index], first, last)
        if distance > off:
            farthest, off = index, distance
    if not farthest:
        return [first, last]
    head = _thinned(points[: farthest + 1], tolerance)
    return [*head[:-1], *_thinned(points[farthest:], tolerance)]


def _distance(point: Point, first: Point, last: Point) -> float:
    """From a point to the straight line between two others, or to them if they are one."""
    across, up = last[0] - first[0], last[1] - first[1]
    length = hypot(across, up)
    if not length:
        return hypot(point[0] - first[0], point[1] - first[1])
    return abs(across * (first[1] - point[1]) - up * (first[0] - point[0])) / length


def path(rings: Iterable[Ring]) -> str:
    """Rings of whole numbers as the shortest path of SVG, each step from the point before.

    >>> path([[(10, 10), (30, 10), (30, 5)]])
    'M10 10h20v-5z'
    """
    drawn = []
    for ring in rings:
        (x, y), *rest = ring
        drawn.append(f"M{x:g} {y:g}")
        last = ""
        for after in rest:
            step = _step(after[0] - x, after[1] - y, follows=last == "l")
            x, y = after
            last = "l" if step[0] not in "hv" else step[0]
            drawn.append(step)
        drawn.append("z")
    return "".join(drawn)


def _step(across: float, up: float, *, follows: bool) -> str:
    if not up:
        return f"h{across:g}"
    if not across:
        return f"v{up:g}"
    joined = f"{across:g}{'' if up < 0 else ' '}{up:g}"
    if not follows:
        return f"l{joined}"
    return joined if across < 0 else f" {joined}"


def middle(rings: Iterable[Ring], *, steps: int = 40) -> Point:
    """The point of a grid over the largest ring that lies farthest from every border: where a
    word has most room.

    >>> middle([[(0, 0), (40, 0), (40, 40), (0, 40)]])
    (20.0, 20.0)
    """
    ring = max(rings, key=area)
    left, right = min(x for x, _ in ring), max(x for x, _ in ring)
    top, foot = min(y for _, y in ring), max(y for _, y in ring)
    grid = [
        (left + (right - left) * i / steps, top + (foot - top) * j / steps)
        for i in range(1, steps)
        for j in range(1, steps)
    ]
    inside = [point for point in grid if contains(ring, point)]
    return max(inside, key=lambda point: _room(ring, point), default=ring[0])


def area(ring: Ring) -> float:
    """
    >>> area([(0, 0), (4, 0), (4, 3)])
    6.0
    """
    pairs = pairwise([*ring, ring[0]])
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def contains(ring: Ring, point: Point) -> bool:
    """
    >>> contains([(0, 0), (4, 0), (4, 4)], (3, 1)), contains([(0, 0), (4, 0), (4, 4)], (1, 3))
    (True, False)
    """
    x, y = point
    inside = False
    for a, b in pairwise([*ring, ring[0]]):
        if (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]:
            inside = not inside
    return inside


def _room(ring: Ring, point: Point) -> float:
    """How far the nearest border is."""
    return min(_to_side(point, a, b) for a, b in pairwise([*ring, ring[0]]))


def _to_side(point: Point, a: Point, b: Point) -> float:
    across, up = b[0] - a[0], b[1] - a[1]
    along = ((point[0] - a[0]) * across + (point[1] - a[1]) * up) / (across**2 + up**2)
    share = min(1.0, max(0.0, along))
    return hypot(point[0] - a[0] - share * across, point[1] - a[1] - share * up)
