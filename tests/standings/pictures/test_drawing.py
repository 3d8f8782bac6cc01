"""Pictures as they come out: their measure, their weight, their dyes, nothing over the edge."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from standings.pictures import ink
from standings.pictures.cards import (
    BracketCard,
    ClubCard,
    Column,
    Cut,
    FixtureCard,
    Head,
    MatchupLine,
    NamesCard,
    RoundColumn,
    Row,
    SideLine,
    SiteCard,
    TableCard,
)
from standings.pictures.drawing import drawn

LONG = "Hijos del Altiplano y del Pacífico de la Provincia Constitucional"
HEAD = Head("Copa Perú 2030 · Departamental de Huancavelica · 100 de 150 partidos", LONG, "vuelta")


def table(head: Head = HEAD, name: str = LONG, rows: int = 7) -> TableCard:
    lines = [Row("48", name, ("−12", "18"), "D", "through")] * rows
    return TableCard(head, (Column(("DG", "Pts"), (*lines[:3], Cut(name), *lines[3:])),) * 2)


def bracket(*sizes: int) -> BracketCard:
    line = MatchupLine(SideLine(LONG, "3 (4)", True, False), SideLine("", "", False, True), LONG)
    rounds = tuple(RoundColumn(LONG, (line,) * size) for size in sizes)
    return BracketCard(HEAD, rounds, LONG, "Campeón", "y 3 más")


CARDS = {
    "table": table(),
    "table of one column": TableCard(HEAD, (Column(("Pts",), (Row("1", LONG, ("3",)),), LONG),)),
    "empty table": TableCard(HEAD, (Column((), ()),)),
    "leaders": TableCard(HEAD, (Column((), (Row("", LONG, (), label=LONG),) * 8),) * 2),
    "names": NamesCard(HEAD, (LONG,) * 51, "y 9 más"),
    "no names": NamesCard(HEAD, ()),
    "fixture": FixtureCard(
        HEAD, LONG, LONG, LONG, LONG, ("10", "12"), "away", "en mesa", (LONG * 3, LONG * 3)
    ),
    "fixture to come": FixtureCard(HEAD, LONG, "A", "", "", ("15:30",), "", "", ()),
    "tree": bracket(4, 2, 1),
    "one round": bracket(16),
    "one matchup": bracket(1),
    "club": ClubCard(HEAD, LONG, LONG, (("2013", LONG * 2),) * 4, LONG * 3),
    "new club": ClubCard(Head("Copa Perú", "", is_simulated=True), "A", "", (), ""),
    "site": SiteCard("Copa Perú", (LONG, LONG)),
}


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", CARDS)
def test_picture_is_small_and_nothing_runs_over_its_edge(kind) -> None:
    content = drawn(CARDS[kind])
    picture = opened(content)
    assert (picture.format, picture.mode, picture.size) == ("PNG", "P", (1200, 630))
    assert len(content) < 100_000
    body = picture.convert("RGB").crop((0, 200, 1200, 560))
    paper = (252, 251, 247)
    for edge in (body.crop((0, 0, 40, 360)), body.crop((1160, 0, 1200, 360))):
        assert [colour for _count, colour in edge.getcolors()] == [paper]


def test_picture_of_rows_has_something_in_each() -> None:
    picture = opened(drawn(table(rows=5))).convert("RGB")
    tops = range(240, 600, 80)
    assert all(len(picture.crop((100, y, 500, y + 60)).getcolors()) > 3 for y in tops)


def test_simulated_picture_carries_the_word_on_ochre() -> None:
    ochre = (227, 160, 27)
    simulated = opened(drawn(table(Head("Copa Perú 2027", "Así va", is_simulated=True))))
    real = opened(drawn(table(Head("Copa Perú 2024", "Así va"))))
    strip = (0, 100, 1200, 176)
    found = {colour: n for n, colour in simulated.convert("RGB").crop(strip).getcolors()}
    assert found[ochre] > 0.5 * 1200 * 76
    right = simulated.convert("RGB").crop((750, 100, 1160, 176))
    assert {colour: n for n, colour in right.getcolors()}[(25, 21, 18)] > 4000
    assert ochre not in {colour for _n, colour in real.convert("RGB").crop(strip).getcolors()}


def test_same_card_makes_the_same_bytes() -> None:
    assert drawn(CARDS["tree"]) == drawn(CARDS["tree"])


@pytest.mark.parametrize("text", ["Ada", LONG, "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww", "–"])
@pytest.mark.parametrize("room", [40, 200, 900])
def test_line_never_takes_more_than_its_room(text, room) -> None:
    size = ink.fitted(text, "Bold", 46, room)
    assert ink.width_of(ink.cut_off(text, "Bold", size, room), "Bold", size) <= max(room, 40)
    assert size >= 46 * 0.68 - 1


def test_name_breaks_into_two_even_lines() -> None:
    assert ink.broken("Hijos del Altiplano y del Pacífico", "Bold", 46, 320) == [
        "Hijos del Altiplano",
        "y del Pacífico",
    ]
    assert ink.broken("Binacional", "Bold", 46, 20) == ["Binacional"]


def test_outline_of_a_mark_follows_its_path() -> None:
    assert ink.outlines("M0 0h20v5H0z") == [[(0, 0), (20, 0), (20, 5), (0, 5)]]
    assert ink.outlines("M0 0h10L0 10z") == [[(0, 0), (10, 0), (0, 10)]]
    two = ink.outlines("M0 0h3v19.8Q0 17.5 0 13zM17 0h3v13q0 4.5-3 6.8z")
    assert [outline[0] for outline in two] == [(0, 0), (17, 0)]
    assert two[0][-1] == (0, 13)
    assert two[1][-1] == pytest.approx((17, 19.8))


def test_dyes_are_those_of_the_style_sheet() -> None:
    css = Path(settings.BASE_DIR, "static", "css", "copaperu.css").read_text(encoding="utf-8")
    day = dict(re.findall(r"--([\w-]+): (#\w+);", css.partition("@media")[0]))
    assert {
        "paper": ink.PAPER,
        "ink": ink.INK,
        "quiet": ink.QUIET,
        "rule": ink.RULE,
        "cochineal": ink.COCHINEAL,
        "ochre": ink.OCHRE,
        "ochre-ink": ink.OCHRE_INK,
        "indigo": ink.ZONES["through"],
        "stone": ink.ZONES["out"],
    }.items() <= day.items()
    for number in range(1, 8):
        assert re.search(rf"\.a{number} {{ --a: {ink.FIELDS[number]};", css)
        assert f".b{number} {{ --b: {ink.SECONDS[number]}; }}" in css
