"""Type, dyes, the woven band and the marks of clubs, as docs/design.md has them, drawn."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from operator import sub
from pathlib import Path
from typing import Literal

from django.conf import settings
from PIL import Image, ImageColor, ImageDraw, ImageFont

from standings.templatetags.marks import SHIELD, Emblem, emblem

WIDTH, HEIGHT = 1200, 630

PAPER = "#fcfbf7"
INK = "#191512"
QUIET = "#625b53"
RULE = "#d6d0c5"
COCHINEAL = "#a90f3c"
OCHRE = "#e3a01b"
OCHRE_INK = "#845400"
ZONES = {"prize": COCHINEAL, "through": "#27408f", "play_off": OCHRE, "out": "#6b645c"}
FIELDS = ("", "#a90f3c", "#27408f", "#41681f", "#e3a01b", "#6b645c", "#2b2521", "#f4eee0")
SECONDS = ("", "#a90f3c", "#27408f", "#41681f", "#e3a01b", "#8a8278", "#191512", "#f4eee0")
LETTERS = ("", "#fff", "#fff", "#fff", "#191512", "#fff", "#fff", "#191512")
"""The dyes of marks by their numbers, as in static/css/copaperu.css: .a1 to .a7, .b1 to .b7."""

GROUNDS = {
    PAPER: (
        INK,
        COCHINEAL,
        QUIET,
        RULE,
        OCHRE,
        OCHRE_INK,
        *ZONES.values(),
        *FIELDS[1:],
        *SECONDS[1:],
    ),
    OCHRE: (INK, PAPER),
    **{field: (LETTERS[number], *SECONDS[1:]) for number, field in enumerate(FIELDS) if number},
}
"""What stands on what: the edges of letters are mixed from both."""
MIXED = 5

Weight = Literal["Medium", "Bold", "Black"]
FACES = Path(settings.BASE_DIR, "data", "fonts", "barlow-condensed")
ELLIPSIS = "…"
SHARPER = 4


@lru_cache(maxsize=256)
def face(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FACES / f"BarlowCondensed-{weight}.ttf", size)


@lru_cache(maxsize=8192)
def width_of(text: str, weight: Weight, size: int) -> float:
    return face(weight, size).getlength(text)


def fitted(text: str, weight: Weight, size: int, room: float, *, least: float = 0.68) -> int:
    """The size at which the text fits the room, not below a part of the size that is wanted."""
    wide = width_of(text, weight, size)
    return size if wide <= room else max(int(size * room / wide), int(size * least))


def cut_off(text: str, weight: Weight, size: int, room: float) -> str:
    """The text, ended by an ellipsis where even its least size is too wide."""
    if width_of(text, weight, size) <= room:
        return text
    while text and width_of(text + ELLIPSIS, weight, size) > room:
        text = text[:-1].rstrip()
    return text + ELLIPSIS


def broken(text: str, weight: Weight, size: int, room: float) -> list[str]:
    """The text in two lines of the most even width; in one where that fits or nothing breaks."""
    words = text.split()
    if width_of(text, weight, size) <= room or len(words) < 2:
        return [text]
    halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return list(min(halves, key=lambda two: max(width_of(line, weight, size) for line in two)))


@cache
def palette() -> Image.Image:
    """Every dye as it is, and steps between those that meet: 256 colours at most."""
    pairs = sorted((ground, on) for ground, others in GROUNDS.items() for on in others)
    dyes = list(dict.fromkeys(ImageColor.getrgb(dye) for pair in pairs for dye in pair))
    mixed = (
        tuple(
            a + (b - a) * step // MIXED for a, b in zip(*map(ImageColor.getrgb, pair), strict=True)
        )
        for pair in pairs
        for step in range(1, MIXED)
    )
    # What is nearly a dye would be taken for it.
    apart = (c for c in mixed if all(max(map(abs, map(sub, c, dye))) > 8 for dye in dyes))
    found = list(dict.fromkeys([*dyes, *apart]))[:256]
    image = Image.new("P", (1, 1))
    image.putpalette([part for colour in found for part in colour])
    return image


class Sheet:
    """A picture being drawn. Texts stand on their baseline."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """Filled; one pixel at least, however thin."""
        x, y = round(left), round(top)
        self.pen.rectangle((x, y, max(x, round(right) - 1), max(y, round(bottom) - 1)), colour)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        weight: Weight,
        size: int,
        colour: str = INK,
        *,
        at: Literal["l", "m", "r"] = "l",
    ) -> None:
        self.pen.text((x, y), text, colour, face(weight, size), anchor=f"{at}s")

    def line(
        self,
        x: float,
        y: float,
        text: str,
        weight: Weight,
        size: int,
        room: float,
        colour: str = INK,
        *,
        at: Literal["l", "m", "r"] = "l",
    ) -> float:
        """One line in so much room: smaller, and then cut off, never wider. Gives its width."""
        size = fitted(text, weight, size, room)
        text = cut_off(text, weight, size, room)
        self.text(x, y, text, weight, size, colour, at=at)
        return width_of(text, weight, size)

    def name(
        self,
        x: float,
        middle: float,
        text: str,
        weight: Weight,
        size: int,
        room: float,
        colour: str = INK,
        *,
        at: Literal["l", "m", "r"] = "l",
    ) -> None:
        """A name around a middle: on one line, smaller, or on two."""
        single = fitted(text, weight, size, room, least=0)
        lines = [text]
        if single < size * 0.72:
            lines = broken(text, weight, size, room)
            size = round(size * 0.6) if len(lines) == 2 else size
        step = size * 0.98
        first = middle + size * 0.35 - step * (len(lines) - 1) / 2
        for number, found in enumerate(lines):
            self.line(x, first + number * step, found, weight, size, room, colour, at=at)

    def mark(self, x: float, middle: float, name: str, height: int) -> None:
        found = shield(emblem(name), height)
        self.image.paste(found, (round(x), round(middle - found.height / 2)), found)

    def band(self, top: int, thread: int = 5) -> None:
        """Stepped pyramids, four threads high, as the style sheet weaves them."""
        unit = thread / 3
        for row, (dark, light) in enumerate(((11, 14), (8, 11), (5, 8), (2, 5))):
            y = top + row * thread
            for start in range(0, WIDTH, round(32 * unit)):
                self.box(start, y, start + dark * unit, y + thread, INK)
                self.box(
                    start + light * unit, y, start + (32 - light) * unit, y + thread, COCHINEAL
                )
                self.box(start + (32 - dark) * unit, y, start + 32 * unit, y + thread, INK)


@lru_cache(maxsize=512)
def shield(found: Emblem, height: int) -> Image.Image:
    """The mark of a club with its ground left clear, drawn larger and made smaller again."""
    scale = height * SHARPER / 24
    big = Image.new("RGBA", (round(20 * scale) + 2 * SHARPER, height * SHARPER + 2 * SHARPER))
    pen = ImageDraw.Draw(big)
    for path, colour in ((SHIELD, FIELDS[found.field]), (found.pattern, SECONDS[found.second])):
        for outline in outlines(path):
            points = [(x * scale + SHARPER, y * scale + SHARPER) for x, y in outline]
            pen.polygon(points, colour)
            if path == SHIELD and found.field == 7:
                pen.line([*points, points[0]], "#8a8278", SHARPER * 2)
    letters = face("Bold", round(10.5 * scale))
    pen.text(
        (10 * scale + SHARPER, 14.5 * scale + SHARPER),
        found.initials,
        LETTERS[found.field],
        letters,
        anchor="ms",
    )
    return big.resize((big.width // SHARPER, big.height // SHARPER), Image.Resampling.BOX)


_PART = re.compile(r"([MHhVvLlQqZz])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+")
STEPS = 12

Point = tuple[float, float]


def outlines(path: str) -> list[list[Point]]:
    """The closed outlines of an SVG path, of the commands that the marks use."""
    found: list[list[Point]] = []
    for command, text in _PART.findall(path):
        numbers = [float(number) for number in _NUMBER.findall(text)]
        if command == "M":
            found.append([(numbers[0], numbers[1])])
        elif command not in "Zz":
            found[-1].extend(_drawn(found[-1][-1], command, numbers))
    return found


def _drawn(here: Point, command: str, numbers: list[float]) -> Iterator[Point]:
    relative = command.islower()
    x, y = here
    if command in "Hh":
        yield (x + numbers[0] if relative else numbers[0], y)
    elif command in "Vv":
        yield (x, y + numbers[0] if relative else numbers[0])
    elif command in "Ll":
        yield (x + numbers[0], y + numbers[1]) if relative else (numbers[0], numbers[1])
    else:
        for at in range(0, len(numbers), 4):
            dx, dy = (x, y) if relative else (0, 0)
            x1, y1, x2, y2 = numbers[at : at + 4]
            bend, end = (x1 + dx, y1 + dy), (x2 + dx, y2 + dy)
            for step in range(1, STEPS + 1):
                t = step / STEPS
                a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
                yield (a * x + b * bend[0] + c * end[0], a * y + b * bend[1] + c * end[1])
            x, y = end
