"""Cards to pictures: where everything stands, in pixels of a sheet of 1200 by 630."""

from functools import singledispatch
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image

from standings.pictures.cards import (
    BracketCard,
    Card,
    ClubCard,
    Column,
    Cut,
    FixtureCard,
    Head,
    MatchupLine,
    NamesCard,
    Row,
    SideLine,
    SiteCard,
    TableCard,
)
from standings.pictures.ink import (
    COCHINEAL,
    HEIGHT,
    INK,
    OCHRE,
    OCHRE_INK,
    QUIET,
    RULE,
    WIDTH,
    ZONES,
    Sheet,
    palette,
    width_of,
)

LEFT, RIGHT = 52, WIDTH - 52
BAND = 76
TITLE = 98
TOP = 192
BOTTOM = HEIGHT - 22
GUTTER = 48


def drawn(card: Card) -> bytes:
    """The picture as a PNG of few colours: 15 to 60 KB."""
    sheet = Sheet()
    draw(card, sheet)
    kept = BytesIO()
    few = sheet.image.quantize(palette=palette(), dither=Image.Dither.NONE)
    few.save(kept, "PNG", compress_level=6)
    return kept.getvalue()


@singledispatch
def draw(card: Card, sheet: Sheet) -> None:
    raise NotImplementedError(type(card))


def _head(sheet: Sheet, head: Head) -> None:
    """Wordmark and band as on the site; beneath them the title, on ochre where it is simulated."""
    sheet.text(LEFT, 60, "COPA PERÚ", "Black", 58, COCHINEAL)
    used = LEFT + width_of("COPA PERÚ", "Black", 58) + 40
    where = head.where.removeprefix("Copa Perú ")
    if where != head.where or head.where != "Copa Perú":
        sheet.line(RIGHT, 57, where, "Bold", 40, RIGHT - used, at="r")
    sheet.band(BAND)
    end = float(RIGHT)
    if head.is_simulated:
        word = _("Simulated").upper()
        sheet.box(0, BAND + 20, WIDTH, TOP - 12, OCHRE)
        sheet.text(RIGHT, 164, word, "Black", 76, INK, at="r")
        end -= width_of(word, "Black", 76) + 40
    elif head.note:
        end -= sheet.line(RIGHT, 160, head.note, "Medium", 36, 420, QUIET, at="r") + 40
    colour = INK if head.is_simulated else COCHINEAL
    sheet.line(LEFT, 164, head.title.upper(), "Black", 76, end - LEFT, colour)


@draw.register
def _table(card: TableCard, sheet: Sheet) -> None:
    _head(sheet, card.head)
    alone = len(card.columns) == 1
    wide = RIGHT - LEFT if alone else (RIGHT - LEFT - GUTTER) / 2
    named = any(column.title or column.headers for column in card.columns)
    top = TOP + (34 if named else 0)
    units = max(sum(_units(line) for line in column.lines) for column in card.columns)
    step = min((BOTTOM - top) / max(units, 1), 68)
    for number, column in enumerate(card.columns):
        _column(sheet, column, LEFT + number * (wide + GUTTER), wide, top, step)


def _units(line: Row | Cut) -> float:
    return 1 if isinstance(line, Row) else 0.72


def _column(
    sheet: Sheet, column: Column, left: float, wide: float, top: float, step: float
) -> None:
    right = left + wide
    ends = [right - number * (78 if step > 50 else 70) for number in range(len(column.headers))][
        ::-1
    ]
    if column.title:
        sheet.line(left, top - 10, column.title, "Bold", 30, wide - 90, COCHINEAL)
    for end, header in zip(ends, column.headers, strict=True):
        sheet.text(end, top - 10, header, "Bold", 26, QUIET, at="r")
    if column.headers:
        sheet.box(left, top - 3, right, top, INK)
    y = top
    for line in column.lines:
        high = step * _units(line)
        if isinstance(line, Cut):
            sheet.box(left, y, right, y + 4, INK)
            size = round(min(high * 0.72, 32))
            sheet.line(left, y + 4 + (high - 4) / 2 + size * 0.34, line.words, "Bold", size, wide)
        else:
            _row(sheet, line, left, right, ends, y, high)
        y += high


def _row(
    sheet: Sheet, row: Row, left: float, right: float, ends: list[float], y: float, high: float
) -> None:
    middle = y + high / 2
    size = round(min(high * 0.72, 46))
    base = middle + size * 0.35
    x = left
    if row.letter:
        sheet.box(x, y, x + 26, y + high, ZONES[row.tone])
        colour = INK if row.tone == "play_off" else "#fcfbf7"
        sheet.text(x + 13, middle + 9, row.letter, "Bold", 25, colour, at="m")
    x += 26
    if row.place:
        x += 56
        sheet.text(x, base, row.place, "Black", round(size * 1.08), at="r")
    x += 14
    if row.is_club:
        sheet.mark(x, middle, row.club, round(high * 0.8))
    x += high * 0.8 * 20 / 24 + 14
    room = (ends[0] - 76 if ends else right) - x
    if row.label:
        room -= sheet.line(right, base - 2, row.label, "Medium", 28, 190, QUIET, at="r") + 16
    sheet.name(x, middle, row.club, "Bold", size, room, INK if row.is_club else QUIET)
    for end, text in zip(ends, row.figures, strict=True):
        is_points = end == ends[-1]
        weight = "Black" if is_points else "Medium"
        sheet.text(end, base, text, weight, round(size * 1.08) if is_points else size, at="r")
    sheet.box(left + 26, y + high - 1, right, y + high, RULE)


@draw.register
def _names(card: NamesCard, sheet: Sheet) -> None:
    _head(sheet, card.head)
    names = [*card.names, *filter(None, [card.more])]
    across = next(
        number for number, most in ((1, 7), (2, 16), (3, 27), (4, 99)) if len(names) <= most
    )
    down = max(-(-len(names) // across), 1)
    step = min((BOTTOM - TOP) / down, 62)
    gap = 22
    wide = (RIGHT - LEFT + gap) / across
    for number, name in enumerate(names):
        x, y = LEFT + number // down * wide, TOP + number % down * step
        size = round(min(step * 0.74, 46))
        if name == card.more:
            sheet.line(x, y + step * 0.72, name, "Medium", size, wide - gap, QUIET)
            continue
        sheet.mark(x, y + step / 2, name, round(step * 0.84))
        used = step * 0.84 * 20 / 24 + 10
        sheet.line(x + used, y + step / 2 + size * 0.35, name, "Bold", size, wide - gap - used)


@draw.register
def _fixture(card: FixtureCard, sheet: Sheet) -> None:
    _head(sheet, card.head)
    middle, side = WIDTH / 2, 312
    for x, at, name, town, lost in (
        (LEFT, "l", card.home, card.home_from, card.winner == "away"),
        (RIGHT, "r", card.away, card.away_from, card.winner == "home"),
    ):
        sheet.mark(x if at == "l" else x - 125, 284, name, 150)
        sheet.name(x, 406, name, "Medium" if lost else "Black", 62, side, at=at)
        sheet.line(x, 472, town, "Medium", 36, side, QUIET, at=at)
    _score(sheet, card, middle, WIDTH - 2 * (LEFT + side) - 20)
    lines = [(card.status, "Bold", OCHRE_INK), *((line, "Medium", INK) for line in card.lines)]
    shown = [line for line in lines if line[0]][:3]
    y = BOTTOM - 12 - 46 * (len(shown) - 1) - (18 if len(shown) == 1 else 0)
    for text, weight, colour in shown:
        sheet.line(middle, y, text, weight, 40, RIGHT - LEFT, colour, at="m")
        y += 46


def _score(sheet: Sheet, card: FixtureCard, middle: float, room: float) -> None:
    if len(card.goals) == 1:
        sheet.line(middle, 412, card.goals[0], "Black", 150, room, at="m")
        return
    size = 320 if max(map(len, card.goals)) == 1 else 190
    base = 342 + size * 0.35
    for x, at, goals, side in (
        (middle - 40, "r", card.goals[0], "home"),
        (middle + 40, "l", card.goals[1], "away"),
    ):
        weight = "Black" if card.winner in (side, "") else "Medium"
        sheet.text(x, base, goals, weight, size, COCHINEAL if card.winner == side else INK, at=at)
    sheet.box(middle - 26, 336, middle + 26, 348, INK)


@draw.register
def _bracket(card: BracketCard, sheet: Sheet) -> None:
    _head(sheet, card.head)
    if len(card.rounds) == 1:
        _one_round(sheet, card)
        return
    across = len(card.rounds)
    gap = 52
    wide = (RIGHT - LEFT - gap * (across - 1)) / across
    top = TOP + 40
    slots = len(card.rounds[0].matchups)
    middles = [top + (BOTTOM - top) * (number + 0.5) / slots for number in range(slots)]
    for number, column in enumerate(card.rounds):
        x = LEFT + number * (wide + gap)
        sheet.line(x, TOP + 24, column.title, "Bold", 32, wide, QUIET)
        is_last = number == across - 1
        high = min((BOTTOM - top) / slots - 14, 124 if is_last else 100)
        for at, (matchup, middle) in enumerate(zip(column.matchups, middles, strict=True)):
            _matchup(sheet, matchup, x, middle, wide, high)
            if number:
                sheet.box(x - gap / 2, middle - 1, x - 8, middle + 1, INK)
            if not is_last:
                sheet.box(x + wide + 8, middle - 1, x + wide + gap / 2, middle + 1, INK)
                if at % 2:
                    sheet.box(
                        x + wide + gap / 2 - 1,
                        middles[at - 1],
                        x + wide + gap / 2 + 1,
                        middle + 1,
                        INK,
                    )
        if is_last and card.champion:
            base = middles[0] + high / 2 + 56
            sheet.text(x, base, card.champion_word.upper(), "Bold", 30, QUIET)
            sheet.name(x, base + 52, card.champion.upper(), "Black", 76, wide, COCHINEAL)
        middles = [(a + b) / 2 for a, b in zip(middles[::2], middles[1::2], strict=False)]


def _matchup(
    sheet: Sheet, matchup: MatchupLine, x: float, middle: float, wide: float, high: float
) -> None:
    half = high / 2
    sheet.box(x, middle - 1, x + wide, middle + 1, INK)
    _matchup_side(sheet, matchup.first, x, middle - half / 2, wide, half)
    _matchup_side(sheet, matchup.second, x, middle + half / 2, wide, half)


def _matchup_side(
    sheet: Sheet, side: SideLine, x: float, middle: float, wide: float, high: float
) -> None:
    size = round(high * 0.74)
    weight = "Black" if side.won else "Medium"
    used = 0.0
    if not side.is_slot:
        sheet.mark(x, middle, side.name, round(high * 0.84))
        used = high * 0.84 * 20 / 24 + 10
    goals = width_of(side.goals, weight, size)
    sheet.text(x + wide, middle + size * 0.35, side.goals, weight, size, at="r")
    colour = QUIET if side.is_slot else INK
    sheet.name(x + used, middle, side.name, weight, size, wide - used - goals - 14, colour)


def _one_round(sheet: Sheet, card: BracketCard) -> None:
    matchups = card.rounds[0].matchups
    across = 1 if len(matchups) <= 4 else 2
    down = -(-len(matchups) // across)
    bottom = BOTTOM - (34 if card.more else 0)
    step = min((bottom - TOP) / down, 150)
    wide = (RIGHT - LEFT - GUTTER * (across - 1)) / across
    for number, matchup in enumerate(matchups):
        x = LEFT + number // down * (wide + GUTTER)
        y = TOP + number % down * step
        if step >= 96:
            _matchup(sheet, matchup, x, y + step / 2, wide, step - 16)
        else:
            _matchup_line(sheet, matchup, x, y, wide, step)
    if card.more:
        sheet.text(RIGHT, BOTTOM, card.more, "Medium", 28, QUIET, at="r")


def _matchup_line(
    sheet: Sheet, matchup: MatchupLine, x: float, y: float, wide: float, high: float
) -> None:
    """Both clubs on one line, as in a list of results."""
    middle, size = y + high / 2, round(min(high * 0.6, 40))
    centre, room = x + wide / 2, wide / 2 - 58
    for side, edge, at in ((matchup.first, centre - 46, "r"), (matchup.second, centre + 46, "l")):
        sheet.name(
            edge,
            middle,
            side.name,
            "Black" if side.won else "Medium",
            size,
            room,
            QUIET if side.is_slot else INK,
            at=at,
        )
    goals = f"{matchup.first.goals}–{matchup.second.goals}"
    sheet.line(centre, middle + size * 0.35, goals, "Bold", size, 88, at="m")
    sheet.box(x, y + high - 1, x + wide, y + high, RULE)


@draw.register
def _club(card: ClubCard, sheet: Sheet) -> None:
    _head(sheet, card.head)
    top = TOP if card.head.is_simulated else 124
    sheet.mark(LEFT, top + 130, card.name, 250)
    x = LEFT + 250
    sheet.name(x, top + 92, card.name, "Black", 124, RIGHT - x, COCHINEAL)
    sheet.line(x, top + 212, card.town, "Bold", 40, RIGHT - x)
    y = top + 300
    if card.note:
        sheet.line(LEFT, y, card.note, "Medium", 36, RIGHT - LEFT)
        y += 16
    step = min((BOTTOM - y) / max(len(card.lines), 1), 62)
    for year, words in card.lines:
        y += step
        size = round(step * 0.8)
        sheet.text(LEFT, y - step * 0.2, year, "Black", size, COCHINEAL)
        sheet.line(
            LEFT + 130, y - step * 0.2, words, "Bold", round(size * 0.86), RIGHT - LEFT - 130
        )


@draw.register
def _site(card: SiteCard, sheet: Sheet) -> None:
    sheet.band(64, 9)
    name = card.name.upper()
    sheet.line(WIDTH / 2, 392, name, "Black", 330, RIGHT - LEFT, COCHINEAL, at="m")
    for number, text in enumerate(card.lines):
        sheet.line(WIDTH / 2, 478 + number * 60, text, "Bold", 50, RIGHT - LEFT, at="m")
    sheet.band(HEIGHT - 64, 9)
