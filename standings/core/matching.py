"""How well a name answers what somebody typed. Both are folded (`competitions.core.names.fold`)."""

from enum import IntEnum


class Closeness(IntEnum):
    """The smaller, the closer."""

    SAME = 0
    BEGINS = 1
    WORDS_BEGIN = 2
    WITHIN = 3


def closeness(typed: str, name: str) -> Closeness | None:
    """None where a word that was typed stands nowhere in the name.

    >>> [closeness("union h", n).name for n in ("union h", "union huaral", "sport huaral union")]
    ['SAME', 'BEGINS', 'WORDS_BEGIN']
    >>> closeness("aral", "union huaral"), closeness("union lima", "union huaral")
    (<Closeness.WITHIN: 3>, None)
    """
    words = typed.split()
    if not words or any(word not in name for word in words):
        return None
    if name == typed:
        return Closeness.SAME
    if name.startswith(typed):
        return Closeness.BEGINS
    if all(f" {word}" in f" {name}" for word in words):
        return Closeness.WORDS_BEGIN
    return Closeness.WITHIN
