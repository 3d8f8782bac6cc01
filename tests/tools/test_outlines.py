import json
import xml.etree.ElementTree as ET

from standings.core.frame import PERU, Frame
from tools import outlines

FOUND = outlines.outlines(outlines.SOURCE.read_text(encoding="utf-8"))


def test_drawing_and_labels_are_those_that_the_outlines_make() -> None:
    assert outlines.DRAWING.read_text(encoding="utf-8") == outlines.drawing(FOUND)
    assert outlines.LABELS.read_text(encoding="utf-8") == outlines.labels(FOUND)


def test_drawing_has_the_25_departments_and_its_licence() -> None:
    text = outlines.DRAWING.read_text(encoding="utf-8")
    paths = ET.fromstring(text).findall("{http://www.w3.org/2000/svg}path")
    assert [path.attrib["id"] for path in paths] == [f"d{code:02}" for code in range(1, 26)]
    assert "Mozilla Public License, v. 2.0" in text
    assert len(text) < 8000


def test_sign_of_callao_stands_in_the_sea() -> None:
    rows = [line.split(",") for line in outlines.labels(FOUND).splitlines()[1:]]
    assert [row[0] for row in rows if row[3]] == ["07"]


def test_frame_of_pages_is_that_of_the_drawing() -> None:
    features = json.loads(outlines.SOURCE.read_text(encoding="utf-8"))["features"]
    places = [
        (longitude, latitude)
        for feature in features
        for ring in outlines._rings(feature["geometry"])
        for longitude, latitude in ring
    ]
    assert Frame.around(places) == PERU
