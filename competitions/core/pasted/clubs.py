"""How near a written name comes to the names that a club is known by."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from rapidfuzz import fuzz

from competitions.core.names import fold

LIKE_FROM = 80
"""Likeness, of 100, from which a name may be another's misspelling. Nothing is sure by it."""
_ALMOST = 90

_ORNAMENTS = frozenset(
    fold("fc fbc cf sc ac cd cs ad ca efc club futbol de del la las los el y e").split()
)
_PREFIXES = frozenset(fold("deportivo deportiva dep sport sporting centro cultural").split())
_KINDS = _PREFIXES | frozenset(
    fold(
        "union unida atletico atletica juventud defensor alianza social real universitario "
        "universidad academia escuela municipal estudiantil estudiantes sociedad asociacion ud san "
        "santa santo mariscal coronel credicoop independiente"
    ).split()
)
_ROMAN = {"ll": "ii", "lll": "iii"}  # what keyboards make of them
_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_INITIALS = re.compile(r"(?<=\b\w)\.\s?(?=\w\.)")


class Nearness(IntEnum):
    """What a name and a club have in common, from nothing on.

    LIKE: the letters. SHORT: all but words that people leave out or put before. PLAIN: all but
    abbreviations, the place and such as «FC». EXACT: a name on record, accents and case aside.
    """

    NONE = 0
    LIKE = 1
    SHORT = 2
    PLAIN = 3
    EXACT = 4


@dataclass(frozen=True, slots=True)
class Near:
    """`place_fits` is False when the name carries a place that is not known to be the club's."""

    nearness: Nearness
    likeness: float = 0
    place_fits: bool = True

    @property
    def rank(self) -> tuple[int, bool, float]:
        return self.nearness, self.place_fits, self.likeness


@dataclass(frozen=True)
class Club:
    """A club as people may write it: its names, the proper one first, and its places."""

    key: Hashable
    names: tuple[str, ...]
    places: tuple[str, ...] = ()

    @cached_property
    def folded(self) -> frozenset[str]:
        return frozenset(fold(name) for name in self.names) - {""}

    @cached_property
    def place_words(self) -> frozenset[str]:
        return frozenset(word for place in self.places for word in fold(place).split()) - _ORNAMENTS

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The words of each name."""
        return tuple(dict.fromkeys(map(_words, self.names)))


def near(name: str, club: Club) -> Near:
    """How near a written name comes to a club.

    >>> cajamarca = Club(1, ("Cajamarca",), ("Cajamarca",))
    >>> near("FC Cajamarca", cajamarca).nearness, near("UTC", cajamarca).nearness
    (<Nearness.PLAIN: 3>, <Nearness.NONE: 0>)
    >>> near("Unión Huaral", Club(2, ("Unión Huancavelica",))).nearness
    <Nearness.NONE: 0>
    """
    bare = " ".join(_BRACKETED.sub(" ", name).split())
    fits = all(_is_place_of(place, club) for place in _BRACKETED.findall(name))
    if fold(name) in club.folded:
        return Near(Nearness.EXACT, 100)
    if fold(bare) in club.folded:
        return Near(Nearness.EXACT, 100, fits)
    written = _words(bare)
    nearness = max(_compared(written, known, club.place_words) for known in club.words)
    likeness = max(_likeness(written, known, club.place_words) for known in club.words)
    if nearness is Nearness.NONE and likeness >= LIKE_FROM:
        nearness = Nearness.LIKE
    return Near(nearness, likeness, fits)


def _words(name: str) -> tuple[str, ...]:
    """The words of a name without ornament; an abbreviation keeps its full stop."""
    words: list[str] = []
    for part in _INITIALS.sub("", name).replace(".", ". ").split():
        folded = fold(part).split()
        if folded and part.endswith("."):
            folded[-1] += "."
        words += folded
    words = [_ROMAN.get(word, word) for word in words]
    return tuple(word for word in words if word.rstrip(".") not in _ORNAMENTS) or tuple(words)


def _compared(written: tuple[str, ...], known: tuple[str, ...], places: frozenset[str]) -> Nearness:
    missing = list(known)
    extra, common = [], []
    for word in written:
        found = next((other for other in missing if _same(word, other)), None)
        if found is None:
            extra.append(word.rstrip("."))
        else:
            missing.remove(found)
            common.append(found)
    left_out = [word for word in missing if word not in places]
    added = [word for word in extra if word not in places]
    if not _tells(common, places, whole=not missing):
        return Nearness.NONE
    if not left_out and not added:
        return Nearness.PLAIN
    if not added or (not left_out and _PREFIXES.issuperset(added)):
        return Nearness.SHORT
    return Nearness.NONE if left_out else Nearness.LIKE


def _tells(common: Sequence[str], places: frozenset[str], *, whole: bool) -> bool:
    """Whether words that a name shares with a club's tell which club it is: one that is its own,
    or two, of which one may be its place or both such as many clubs have."""
    telling = [word for word in common if word not in _KINDS]
    if any(word not in places for word in telling):
        return True
    return (len(common) > 1 or bool(telling)) if whole else len(common) > 1 and bool(telling)


def _same(word: str, other: str) -> bool:
    """Whether two words are one, or one of them is short for the other."""
    return (
        word.rstrip(".") == other.rstrip(".")
        or _stands_for(word, other)
        or _stands_for(other, word)
    )


def _stands_for(short: str, word: str) -> bool:
    """«Mcal.» for «mariscal»; without the full stop only for the usual first words of a club."""
    if not short.endswith(".") and word not in _KINDS:
        return False
    return short[0] == word[0] and len(short) < len(word) and _runs_through(short.rstrip("."), word)


def _runs_through(letters: str, word: str) -> bool:
    """Whether the letters stand in the word in that order.

    >>> _runs_through("mdd", "madrededios"), _runs_through("sma", "amazonas")
    (True, False)
    """
    left = iter(word)
    return all(letter in left for letter in letters)


def _is_place_of(place: str, club: Club) -> bool:
    """Whether a place in brackets, whole or short, is one that the club is known by."""
    words = set(fold(place).split())
    short = "".join(fold(place).split())
    parts = [part for text in (*club.places, *club.names) for part in (text, *text.split(","))]
    for known in map(fold, parts):
        run = known.replace(" ", "")
        if words <= set(known.split()) or (len(short) > 1 and run.startswith(short)):
            return True
        if 1 < len(short) <= 3 and short[0] == run[:1] and _runs_through(short, run):
            return True
    return False


def _likeness(written: tuple[str, ...], known: tuple[str, ...], places: frozenset[str]) -> float:
    """Of 100: of the words that tell clubs apart as well as of all."""
    whole = fuzz.token_sort_ratio(" ".join(written), " ".join(known))
    telling = [
        [word for word in words if word not in _KINDS and word not in places]
        for words in (written, known)
    ]
    if not all(telling):
        return whole if whole >= _ALMOST else 0
    return min(whole, fuzz.token_sort_ratio(*map(" ".join, telling)))


def nearest_clubs(name: str, clubs: Iterable[Club]) -> dict[Hashable, Near]:
    """The clubs that a written name may mean, by key."""
    found = {club.key: near(name, club) for club in clubs}
    return {key: value for key, value in found.items() if value.nearness is not Nearness.NONE}
