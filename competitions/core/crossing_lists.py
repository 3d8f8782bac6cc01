"""Lists of crossings that people have: lines of a file or a message, read and held against the
clubs. Every fault says its line, and the column where it is about one."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from competitions.core.crossing_rounds import ROUNDS, Club, ListFault, Meeting, faults_of_list
from competitions.core.crossings import Pair
from competitions.core.names import fold
from competitions.core.pasted.clubs import Club as Written
from competitions.core.pasted.clubs import Nearness, nearest_clubs

SIDES = ("home", "away")


@dataclass(frozen=True, slots=True)
class ListedMatch:
    """A line that names two clubs; `round` is what the line, or a heading above it, says."""

    line: int
    round: str
    home: str
    away: str


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a line, or with the club or match that `lines` are about.

    `column` is round, home, away or blank. Codes of reading: `unread`, `no_round`, `bad_round`,
    `no_club`, `unknown_club` (with `nearest`, which may be blank), `club_of_two` (with both),
    `same_club`. `empty_rounds` is about no line. The rest are those of `faults_of_list`.
    """

    code: str
    lines: tuple[int, ...]
    column: str = ""
    clubs: tuple[Club, ...] = ()
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadList:
    """What a text says: the rounds as far as they were read. With faults it is no list of
    crossings."""

    rounds: tuple[tuple[Meeting, ...], ...]
    faults: tuple[LineFault, ...]

    @property
    def is_read(self) -> bool:
        """Whether every line was understood, whatever the list lacks."""
        return not any(fault.code in OF_READING for fault in self.faults)


OF_READING = frozenset(
    ("unread", "no_round", "bad_round", "no_club", "unknown_club", "club_of_two", "same_club")
)
"""Codes of lines that could not be made a match of the list."""


LONGEST_LINE = 300
_HEADING = re.compile(
    r"\W*(?:(?:fecha|jornada|round|ronda)\W{0,3}(?:n\W{0,3})?(\d{1,3})"
    r"|(\d{1,3})\W{0,3}[aª]?\W{0,3}(?:fecha|jornada|round|ronda))\b\W*(.*)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s+(?:-|–|—|vs?\.?|x|c/)\s+", re.IGNORECASE)
_TITLES = {
    "round": frozenset(("round", "fecha", "jornada", "ronda", "n", "no")),
    "home": frozenset(("home", "local", "locales")),
    "away": frozenset(("away", "visita", "visitante", "visitantes")),
}


def read_lines(text: str) -> tuple[list[ListedMatch], list[LineFault]]:
    """The matches of a text, and the lines that are none.

    A line is `round, home, away` with commas, semicolons or tabs, in another order below a line
    that names the columns, or `home - away` behind its round or below a heading with the round.

    >>> read_lines("Fecha 2\\nAda - Boca\\n3;Cali;Deza")[0][1]
    ListedMatch(line=3, round='3', home='Cali', away='Deza')
    """
    columns = ("round", *SIDES)
    heading = ""
    matches: list[ListedMatch] = []
    faults: list[LineFault] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        cells = _cells(line[:LONGEST_LINE])
        told = _HEADING.fullmatch(line[:LONGEST_LINE])
        if named := _named(cells):
            columns = named
        elif _is_row(cells, columns, told):
            found = dict(zip(columns, cells, strict=False))
            matches.append(ListedMatch(number, found.pop("round", "") or heading, **found))
        else:
            heading = _number(told) if told else heading
            sides = _BETWEEN.split(told[3] if told else line[:LONGEST_LINE].strip())
            if len(sides) == len(SIDES) and len(line) <= LONGEST_LINE:
                matches.append(ListedMatch(number, heading, *(side.strip() for side in sides)))
            elif not told:
                faults.append(LineFault("unread", (number,)))
    return matches, faults


def _number(told: re.Match[str]) -> str:
    return told[1] or told[2]


def _is_row(cells: Sequence[str], columns: Sequence[str], told: re.Match[str] | None) -> bool:
    """Whether every column has its cell; a heading may have a comma in it."""
    is_heading = told is not None and len(cells) == len(SIDES)
    return len(cells) >= len(columns) and not any(cells[len(columns) :]) and not is_heading


def _cells(line: str) -> tuple[str, ...]:
    delimiter = max("\t;,", key=line.count)
    return tuple(cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), ()))


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    """The columns in the order in which a line names them; none where it does not name both
    sides."""
    columns = []
    for cell in map(fold, cells):
        columns += [name for name, titles in _TITLES.items() if cell in titles]
    return tuple(columns) if len(columns) == len(cells) and {*SIDES} <= {*columns} else ()


def read_list(text: str, clubs: Sequence[Written], *, ranked: Mapping[int, Club]) -> ReadList:
    """The rounds that a text tells, held against what zonal crossings have to be; `ranked` has the
    department and rank of each club by its key.

    While lines are not understood, or whole rounds are missing, it is not told what each club lacks
    besides: the missing lines may have it.
    """
    matches, faults = read_lines(text)
    names = _Names(clubs)
    where: list[tuple[int, int, Meeting]] = []
    for match in matches:
        number, found = _round(match)
        sides = [names.club(match, column) for column in SIDES]
        found += [side for side in sides if isinstance(side, LineFault)]
        keys = [side for side in sides if isinstance(side, int)]
        if len(keys) == len(SIDES) and keys[0] == keys[1]:
            found.append(LineFault("same_club", (match.line,), clubs=(ranked[keys[0]],)))
        faults += found
        if not found:
            where.append((match.line, number, (ranked[keys[0]], ranked[keys[1]])))
    rounds = tuple(
        tuple(meeting for _line, number, meeting in where if number == wanted)
        for wanted in range(1, ROUNDS + 1)
    )
    empty = [number for number, found in enumerate(rounds, start=1) if not found]
    is_partial = bool(faults or empty)
    if empty:
        faults.append(LineFault("empty_rounds", (), params={"rounds": ", ".join(map(str, empty))}))
    faults += [
        LineFault(fault.code, tuple(_lines(fault, where)), clubs=fault.clubs, params=fault.params)
        for fault in faults_of_list(rounds, ranked.values())
        if not (is_partial and _is_lack(fault))
    ]
    faults.sort(key=lambda fault: (not fault.lines, fault.lines))
    return ReadList(rounds, tuple(faults))


def _is_lack(fault: ListFault) -> bool:
    """Whether more lines could mend it."""
    enough = {"rivals": ROUNDS // 2, "home": ROUNDS // 2, "times": 1}
    counted = [fault.params[name] < most for name, most in enough.items() if name in fault.params]
    return all(counted) and fault.code in {"rivals", "home", "in_round", "no_derby", "not_returned"}


def _round(match: ListedMatch) -> tuple[int, list[LineFault]]:
    if not match.round:
        return 0, [LineFault("no_round", (match.line,), "round")]
    told = _HEADING.fullmatch(match.round)
    said = _number(told) if told else match.round
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0
    if not 1 <= number <= ROUNDS:
        params = {"value": match.round, "rounds": ROUNDS}
        return 0, [LineFault("bad_round", (match.line,), "round", params=params)]
    return number, []


class _Names:
    """The clubs by what people call them; a name that comes again is looked up once."""

    def __init__(self, clubs: Sequence[Written]) -> None:
        self._clubs = {club.key: club for club in clubs}
        self._found: dict[str, int | LineFault] = {}

    def club(self, match: ListedMatch, column: str) -> int | LineFault:
        """The key of the club that a side names. A name that is only like that of a club is a
        fault: nothing is sure by it."""
        name = getattr(match, column)
        if name not in self._found:
            self._found[name] = self._look_up(name)
        found = self._found[name]
        if isinstance(found, LineFault):
            return replace(found, lines=(match.line,), column=column)
        return found

    def _look_up(self, name: str) -> int | LineFault:
        if not name:
            return LineFault("no_club", ())
        near = nearest_clubs(name, self._clubs.values())
        best = max((found.rank for found in near.values()), default=None)
        meant = [key for key, found in near.items() if found.rank == best]
        names = [self._clubs[key].names[0] for key in meant]
        if len(meant) > 1:
            params = {"value": name, "one": names[0], "other": names[1]}
            return LineFault("club_of_two", (), params=params)
        if not meant or near[meant[0]].nearness < Nearness.SHORT:
            params = {"value": name, "nearest": names[0] if names else ""}
            return LineFault("unknown_club", (), params=params)
        return meant[0]  # type: ignore[return-value]


def _lines(fault: ListFault, where: Sequence[tuple[int, int, Meeting]]) -> Iterator[int]:
    """The lines of the match that a fault is about, or all of its club, in its round if it is about
    one."""
    in_round = fault.params.get("round")
    for line, number, meeting in where:
        if {*fault.clubs} <= {*meeting} and in_round in (None, number):
            yield line


def read_pairs(
    text: str,
    clubs: Sequence[Written],
    *,
    ranked: Mapping[int, Club],
    departments: Mapping[str, str],
) -> tuple[list[Pair], list[LineFault]]:
    """Pairs that somebody forbids or forces, one a line: the champion of the first department and
    the runner-up of the second. Either may be told by the name of the club instead.

    `departments` has their codes by name. Besides those of reading, the codes are `same_rank` and
    `same_department`.
    """
    codes = {fold(name): code for name, code in departments.items()}
    names = _Names(clubs)
    pairs: list[Pair] = []
    faults: list[LineFault] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        sides = _BETWEEN.split(line[:LONGEST_LINE].strip())
        if len(sides) != len(SIDES) or len(line) > LONGEST_LINE:
            faults.append(LineFault("unread", (number,)))
            continue
        match = ListedMatch(number, "", *(side.strip() for side in sides))
        found = [_side(match, column, names, ranked, codes) for column in SIDES]
        told = [replace(side, column="") for side in found if isinstance(side, LineFault)]
        known = [side for side in found if not isinstance(side, LineFault)]
        if not told:
            told = _contradictions(number, known)
        if told:
            faults += told
        else:
            if known[0][1] == 2 or known[1][1] == 1:
                known.reverse()
            pairs.append((known[0][0], known[1][0]))
    return pairs, faults


def _side(
    match: ListedMatch,
    column: str,
    names: _Names,
    ranked: Mapping[int, Club],
    codes: Mapping[str, str],
) -> Club | LineFault:
    """A department with rank 0, or the department and rank of a club."""
    if code := codes.get(fold(getattr(match, column))):
        return code, 0
    key = names.club(match, column)
    return key if isinstance(key, LineFault) else ranked[key]


def _contradictions(line: int, sides: Sequence[Club]) -> list[LineFault]:
    one, other = sides
    if one[0] == other[0]:
        return [LineFault("same_department", (line,))]
    return [LineFault("same_rank", (line,), clubs=(one, other))] if one[1] == other[1] != 0 else []
