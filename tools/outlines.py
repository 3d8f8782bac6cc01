"""Draws the map of the departments from their outlines: `python -m tools.outlines`.

`data/geography/departments.geojson` becomes `static/img/peru.svg`, which pages show piece by piece,
and `data/geography/labels.csv`, where on the map a word about a department has room. Both are
kept beside the code; a test holds them equal to what this makes.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from standings.core.frame import WIDTH, Frame
from standings.core.outlines import Point, area, middle, on_grid, path, simplified

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "data" / "geography" / "departments.geojson"
DRAWING = ROOT / "static" / "img" / "peru.svg"
LABELS = ROOT / "data" / "geography" / "labels.csv"

TOLERANCE = 1.0
SPECK = 20
"""Lakes and slips of the source that would be a blot."""
TOO_SMALL = 80
"""Callao: an area that no thumb can hit. Its sign stands in the sea beside it."""
BESIDE = (-62, 18)

NOTICE = """<!-- Outlines of the departments of Peru, made from departments.geojson of
juaneladio/peru-geojson by tools/outlines.py.
This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of
the MPL was not distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/. -->
"""

Outlines = dict[str, list[list[Point]]]


def outlines(geojson: str) -> Outlines:
    """The simplified rings of each department by its code, in units of the drawing."""
    degrees = {
        feature["properties"]["code"]: [
            [(lon, lat) for lon, lat in ring[:-1]] for ring in _rings(feature["geometry"])
        ]
        for feature in json.loads(geojson)["features"]
    }
    points = [point for rings in degrees.values() for ring in rings for point in ring]
    frame = Frame.around(points)
    projected = {
        code: [[frame.at(x, y) for x, y in ring] for ring in rings]
        for code, rings in degrees.items()
    }
    drawn = simplified(projected, tolerance=TOLERANCE)
    return {code: list(_without_specks(map(on_grid, drawn[code]))) for code in sorted(drawn)}


def _without_specks(rings: Iterable[list[Point]]) -> Iterator[list[Point]]:
    largest, *others = sorted(rings, key=area, reverse=True)
    yield largest
    yield from (ring for ring in others if area(ring) > SPECK)


def _rings(geometry: dict[str, list]) -> Iterator[list[list[float]]]:
    polygons = geometry["coordinates"]
    for polygon in polygons if geometry["type"] == "MultiPolygon" else [polygons]:
        yield from polygon


def drawing(found: Outlines) -> str:
    height = max(y for rings in found.values() for ring in rings for _, y in ring)
    paths = "\n".join(f'<path id="d{code}" d="{path(rings)}"/>' for code, rings in found.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}">\n'
        f"{NOTICE}{paths}\n</svg>\n"
    )


def labels(found: Outlines) -> str:
    """Where the sign of each department stands, and the point it leads to if it stands beside."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["code", "x", "y", "to_x", "to_y"])
    for code, rings in found.items():
        x, y = (round(part) for part in middle(rings))
        is_small = sum(map(area, rings)) < TOO_SMALL
        there = (x + BESIDE[0], y + BESIDE[1], x, y) if is_small else (x, y, "", "")
        writer.writerow([code, *there])
    return text.getvalue()


def draw() -> None:
    found = outlines(SOURCE.read_text(encoding="utf-8"))
    DRAWING.write_text(drawing(found), encoding="utf-8")
    LABELS.write_text(labels(found), encoding="utf-8")


if __name__ == "__main__":
    draw()
