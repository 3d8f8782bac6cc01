"""Lines of the press with what they say, and the rounds that they belong to."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from competitions.core.pasted import Club, Match, Pairing

LINES = Path(__file__).with_name("press.toml")


@dataclass(frozen=True)
class Page:
    source: str
    pairings: tuple[Pairing, ...]
    number: int | None
    lines: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        return "\n".join(line for line, _ in self.lines)

    def results(self) -> Iterator[tuple[int, int, str]]:
        """Line number, place in the line and expected reading of each result."""
        for number, (_, expected) in enumerate(self.lines, 1):
            if expected[0].isdigit() or expected == "again":
                for place, part in enumerate(expected.split("; ")):
                    yield number, place, part


def a_pairing(text: str, key: int = 1, **values: object) -> Pairing:
    """`Miguel Grau @ Abancay, Apurímac = Grau | Aurora`: clubs with places and other names."""
    home, away = (
        a_club(side, (key, where)) for side, where in zip(text.split("|"), "ha", strict=True)
    )
    return Pairing(key, home, away, **values)


def a_club(text: str, key: object) -> Club:
    text, _, others = text.partition("=")
    name, _, places = text.partition("@")
    names = (name, *others.split(";"))
    return Club(
        key,
        tuple(name.strip() for name in names if name.strip()),
        tuple(place.strip() for place in places.split(",") if place.strip()),
    )


@cache
def pages() -> tuple[Page, ...]:
    data = tomllib.loads(LINES.read_text(encoding="utf-8"))
    return tuple(
        Page(
            source=page["source"],
            pairings=tuple(
                a_pairing(
                    text,
                    key,
                    shoot_out=page.get("shoot_out", False),
                    second_leg=page.get("second_leg", False),
                )
                for key, text in enumerate([*page["fixtures"], *page.get("decoys", [])], 1)
            ),
            number=page.get("round"),
            lines=tuple((line, expected) for line, expected in page["lines"]),
        )
        for page in data["page"]
    )


def said(match: Match) -> str:
    """A match in the words of press.toml."""
    if match.repeats:
        return "again"
    if match.facts is None:
        return "-"
    parts = [str(match.fixture)]
    if match.walkover:
        parts.append(f"w {match.walkover}")
    elif match.facts.full_time:
        parts.append(str(match.facts.full_time))
    else:
        parts.append({"postponed": "off", "not_played": "unplayed"}[match.facts.status])
    if match.facts.half_time:
        parts.append(f"ht {match.facts.half_time}")
    if match.facts.penalties:
        parts.append(f"p {match.facts.penalties}")
    return " ".join(parts)
