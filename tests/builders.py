"""A small language for results, so that a test can be read beside its crosstable.

    "A 2-1 B"                       A at home
    "A 2-1 B (1-0)"                 with the half-time score
    "A 3-0 B; walkover; round 2"    remarks: round N, neutral, walkover, award
    "A 1-1 B; B on penalties"       who won where the score does not say it
    "A x-x B; conceded 3"           both lose

Names may have spaces. Keys are made of the clubs: "A-B", and "A-B/2" for the next of the same.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from standings.core.record import Result

_MATCH = re.compile(
    r"(?P<home>.+?) (?P<score>\d+-\d+|x-x) (?P<away>.+?)(?: \((?P<half>\d+-\d+)\))?"
)
_FLAGS = {"neutral": "neutral", "walkover": "walkover", "award": "awarded"}


def results(*texts: str) -> tuple[Result, ...]:
    """
    >>> [result] = results("San Simón 2-1 La Bocana (1-1); round 3; neutral")
    >>> result.key, result.home_goals, result.half_away, result.round, result.neutral
    ('San Simón-La Bocana', 2, 1, 3, True)
    """
    seen: Counter[str] = Counter()
    return tuple(_result(text, seen) for text in texts)


def crosstable(text: str) -> tuple[Result, ...]:
    """Results of a table whose rows play at home: a cell is a score, with half time after a slash.

    >>> found = crosstable('''
    ...          A      B
    ...     A    .    2-1/1-0
    ...     B   0-0     .
    ... ''')
    >>> [(result.key, result.home_goals, result.half_home) for result in found]
    [('A-B', 2, 1), ('B-A', 0, None)]
    """
    return results(*_cells(text))


def _cells(text: str) -> Iterator[str]:
    header, *rows = text.strip("\n").splitlines()
    clubs = header.split()
    for row in filter(str.strip, rows):
        home, *cells = row.split()
        for away, cell in zip(clubs, cells, strict=True):
            if cell != ".":
                score, _, half = cell.partition("/")
                yield f"{home} {score} {away}" + (f" ({half})" if half else "")


def _result(text: str, seen: Counter[str]) -> Result:
    main, *remarks = (part.strip() for part in text.split(";"))
    match = _MATCH.fullmatch(main)
    if match is None:
        raise ValueError(f"not a result: {text!r}")
    home, away = match["home"], match["away"]
    pair = f"{home}-{away}"
    seen[pair] += 1
    fields: dict[str, Any] = {"key": pair if seen[pair] == 1 else f"{pair}/{seen[pair]}"}
    if match["score"] == "x-x":
        fields |= {"home_goals": 0, "away_goals": 0, "double_loss": True}
    else:
        fields["home_goals"], fields["away_goals"] = map(int, match["score"].split("-"))
    if match["half"]:
        fields["half_home"], fields["half_away"] = map(int, match["half"].split("-"))
    for remark in remarks:
        fields |= _remark(remark)
    return Result(home=home, away=away, **fields)


def _remark(text: str) -> dict[str, Any]:
    if text in _FLAGS:
        return {_FLAGS[text]: True}
    if text.endswith(" on penalties"):
        return {"winner": text.removesuffix(" on penalties")}
    word, _, number = text.partition(" ")
    if word in {"round", "conceded"} and number.isdigit():
        return {word: int(number)}
    raise ValueError(f"not a remark: {text!r}")
