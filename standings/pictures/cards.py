"""What stands on a picture: its words, in the order in which they are read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """`where` names season and stage, `title` is the loud line, `note` what to know beside it."""

    where: str
    title: str
    note: str = ""
    is_simulated: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A club in a table. `tone` is that of its zone, `letter` the zone's, `label` its group.

    Where nobody is known for the place, `club` says so and `is_club` is false.
    """

    place: str
    club: str
    figures: tuple[str, ...]
    letter: str = ""
    tone: str = ""
    label: str = ""
    is_club: bool = True


@dataclass(frozen=True, slots=True)
class Cut:
    words: str


@dataclass(frozen=True, slots=True)
class Column:
    """Rows below each other; the last of `headers` and of the figures are the points."""

    headers: tuple[str, ...]
    lines: tuple[Row | Cut, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class TableCard:
    """Columns stand beside each other, at most two."""

    head: Head
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class NamesCard:
    head: Head
    names: tuple[str, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class FixtureCard:
    """`goals` are those of both sides, or the hour alone where it is still to be played."""

    head: Head
    home: str
    away: str
    home_from: str
    away_from: str
    goals: tuple[str, ...]
    winner: str
    status: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SideLine:
    name: str
    goals: str
    won: bool
    is_slot: bool


@dataclass(frozen=True, slots=True)
class MatchupLine:
    first: SideLine
    second: SideLine
    verdict: str


@dataclass(frozen=True, slots=True)
class RoundColumn:
    title: str
    matchups: tuple[MatchupLine, ...]


@dataclass(frozen=True, slots=True)
class BracketCard:
    """Rounds from left to right, each with half the matchups of the one before; or one round."""

    head: Head
    rounds: tuple[RoundColumn, ...]
    champion: str = ""
    champion_word: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class ClubCard:
    head: Head
    name: str
    town: str
    lines: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class SiteCard:
    name: str
    lines: tuple[str, ...]


Card = TableCard | NamesCard | FixtureCard | BracketCard | ClubCard | SiteCard
