import csv
from pathlib import Path

from standings.core.frame import PERU, Frame


def test_corners_of_the_places_are_those_of_the_drawing() -> None:
    frame = Frame.around([(-80.0, 0.0), (-70.0, -10.0), (-75.0, -5.0)])
    assert frame.at(-80, 0) == (0, 0)
    assert round(frame.at(-70, 0)[0]) == 400


def test_towns_lie_in_their_departments() -> None:
    with Path("data/geography/departments.csv").open(encoding="utf-8", newline="") as file:
        at = {
            row["name"]: PERU.at(float(row["longitude"]), float(row["latitude"]))
            for row in csv.DictReader(file)
        }
    assert at["Tumbes"][1] < at["Piura"][1] < at["Lima"][1] < at["Tacna"][1]
    assert at["Callao"][0] < at["Lima"][0] < at["Cusco"][0]
    assert all(0 <= x <= 400 and 0 <= y <= 585 for x, y in at.values())
