"""Where a side of a matchup comes from while its club is not known: as value, as code, in words.

Codes are how rules write fixed slots, as in “1A v 2B”. Words are what readers see and what is
recorded with a matchup, in Spanish; what people type there by hand is read as far as it follows the
same pattern.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from competitions.core.names import fold


@dataclass(frozen=True, slots=True)
class PlaceOf:
    """The club of a place: in the group of that code, or name, or in the only table there is."""

    place: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class BestOf:
    """The best, second best and so on (`rank`) of the clubs on a `place` of their groups."""

    place: int
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Seeded:
    """The club with that seed in the stage."""

    seed: int


@dataclass(frozen=True, slots=True)
class WinnerOf:
    """The winner of another matchup of the stage, by its code; its loser where `loses`."""

    matchup: str
    loses: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """A side that lots will fill, or the pairing of a later day."""


Origin = PlaceOf | BestOf | Seeded | WinnerOf | Open


class BadSlots(ValueError):
    """Fixed slots that cannot be read: `part` is what was not understood, of which pairing."""

    def __init__(self, part: str, number: int) -> None:
        super().__init__(part)
        self.part = part
        self.number = number


@dataclass(frozen=True, slots=True)
class SlotPair:
    """Two sides that meet in a round. A winner or loser is named by the number of its pairing in
    the list, from 1. `section` is the group of the knock-out that it is of, blank for none."""

    first: Origin
    second: Origin
    round: int = 1
    section: str = ""


_PAIR = re.compile(r"(?:r(\d+)\s+)?(?:([A-Za-z0-9_-]+):\s*)?(\S+)\s+v\s+(\S+)", re.IGNORECASE)
_CODE = re.compile(
    r"(?P<rank>\d+)\*(?P<of>\d+)|#(?P<seed>\d+)|(?P<won>[WGLP])(?P<pairing>\d+)|(?P<open>\?)"
    r"|(?P<place>\d+)\.?(?P<group>[A-Za-z0-9_-]*)",
    re.IGNORECASE,
)


def read_slots(text: str) -> tuple[SlotPair, ...]:
    """Pairings separated by semicolons, in the order of the bracket.

    A side is `1A` (first of group A; `1.2` where the code of the group begins with a digit), `1`
    (first of the only table), `1*3` (best of the third-placed), `#4` (seed 4), `W2` or `L2` (who
    won or lost the second pairing of the list) or `?` (open). `r2` before a pairing puts it in the
    second round, and `I:` into the section of that code. Raises BadSlots.

    >>> read_slots("1A v 2B; r2 W1 v 1*3")[1].first
    WinnerOf(matchup='1', loses=False)
    """
    pairs = []
    for number, part in enumerate((p.strip() for p in text.split(";")), start=1):
        if not part and number == text.count(";") + 1:
            break
        found = _PAIR.fullmatch(part)
        if found is None:
            raise BadSlots(part, number)
        sides = [_origin(code, number) for code in (found[3], found[4])]
        pairs.append(SlotPair(sides[0], sides[1], int(found[1] or 1), found[2] or ""))
    _require_earlier(pairs)
    return tuple(pairs)


def _origin(code: str, number: int) -> Origin:
    found = _CODE.fullmatch(code)
    if found is None:
        raise BadSlots(code, number)
    if found["rank"]:
        return BestOf(int(found["of"]), int(found["rank"]))
    if found["seed"]:
        return Seeded(int(found["seed"]))
    if found["won"]:
        return WinnerOf(found["pairing"], loses=found["won"].upper() in "LP")
    if found["open"]:
        return Open()
    return PlaceOf(int(found["place"]), found["group"])


def _require_earlier(pairs: Sequence[SlotPair]) -> None:
    """A winner comes out of a pairing of an earlier round."""
    for number, pair in enumerate(pairs, start=1):
        for side in (pair.first, pair.second):
            if isinstance(side, WinnerOf):
                before = int(side.matchup)
                if not 1 <= before <= len(pairs) or pairs[before - 1].round >= pair.round:
                    raise BadSlots(f"{'L' if side.loses else 'W'}{side.matchup}", number)


def in_words(origin: Origin) -> str:
    """The origin in Spanish; a group by what `PlaceOf` calls it.

    >>> in_words(PlaceOf(1)), in_words(BestOf(3, 2)), in_words(WinnerOf("llave-4"))
    ('1.º de la tabla', '2.º mejor 3.º', 'Ganador llave 4')
    """
    match origin:
        case PlaceOf(place, ""):
            return f"{place}.º de la tabla"
        case PlaceOf(place, group):
            return f"{place}.º {group}"
        case BestOf(place, 1):
            return f"Mejor {place}.º"
        case BestOf(place, rank):
            return f"{rank}.º mejor {place}.º"
        case Seeded(seed):
            return f"Cabeza de serie {seed}"
        case WinnerOf(matchup, loses):
            name = matchup.replace("llave-", "llave ", 1)
            return f"{'Perdedor' if loses else 'Ganador'} {name}"
        case _:
            return "Por sorteo"


_NTH = r"(\d+)\s*\.?\s*[ºª°o]"
_WORDS_BEST = re.compile(rf"(?:{_NTH}\s+)?mejor\s+{_NTH}", re.IGNORECASE)
_WORDS_PLACE = re.compile(rf"{_NTH}\s+(?:del?\s+)?(.+)")
_WORDS_SEED = re.compile(r"cabeza de serie (\d+)", re.IGNORECASE)
_WORDS_WON = re.compile(r"(ganador|perdedor)\s+(?:de\s+)?(?:la\s+)?(llave\s+)?(\S+)", re.IGNORECASE)
_TABLE = frozenset({"la tabla", "tabla", "la tabla unica", "tabla unica"})


def read_words(text: str) -> Origin | None:
    """What `in_words` wrote, or somebody like it; None where it says something else.

    >>> read_words("2.º del Grupo A"), read_words("Rival no conocido")
    (PlaceOf(place=2, group='Grupo A'), None)
    """
    said = text.strip()
    if found := _WORDS_BEST.fullmatch(said):
        return BestOf(int(found[2]), int(found[1] or 1))
    if found := _WORDS_SEED.fullmatch(said):
        return Seeded(int(found[1]))
    if found := _WORDS_WON.fullmatch(said):
        key = f"llave-{found[3]}" if found[2] else found[3]
        return WinnerOf(key, loses=found[1].lower() == "perdedor")
    if found := _WORDS_PLACE.fullmatch(said):
        return PlaceOf(int(found[1]), "" if fold(found[2]) in _TABLE else found[2])
    return Open() if fold(said) == "por sorteo" else None


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The words with another name for their group; `names` are new ones by the old, folded.

    >>> renamed("2.º del grupo A", {"grupo a": "Serie Norte"})
    '2.º del Serie Norte'
    """
    origin = read_words(text)
    if not isinstance(origin, PlaceOf) or fold(origin.group) not in names:
        return text
    said = text.strip()
    return said.removesuffix(origin.group) + names[fold(origin.group)]


def in_english(text: str) -> str:
    """What `in_words` wrote, in English; other words as they stand.

    >>> in_english("2.º mejor 3.º"), in_english("1.º del grupo A")
    ('2nd best 3rd', '1st of group A')
    """
    match read_words(text):
        case PlaceOf(place, group):
            where = re.sub(r"^grupo\b", "group", group, flags=re.IGNORECASE) or "the table"
            said = f"{_nth(place)} of {where}"
        case BestOf(place, rank):
            said = f"{_nth(rank)} best {_nth(place)}" if rank > 1 else f"Best {_nth(place)}"
        case Seeded(seed):
            said = f"Seed {seed}"
        case WinnerOf(matchup, loses):
            said = f"{'Loser' if loses else 'Winner'} of matchup {matchup.removeprefix('llave-')}"
        case Open():
            said = "By lots"
        case _:
            said = text
    return said


def _nth(number: int) -> str:
    special = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else special}"
