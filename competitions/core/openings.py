"""Stages of one season as a pattern for those of another: their names, addresses and dates.

A template is what one league plays in a season: one stage or several that feed each other. A zone
that leads to none of them leads out of the league, to the one above it.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from competitions.core.feeding import Capacity, clubs_sent
from competitions.core.names import fold
from competitions.core.pack.values import RoundValue, StageValue, ZoneValue
from competitions.core.slots import read_slots

SLUG_LENGTH = 40
NAME_LENGTH = 80

_NO_PART = re.compile(r"\((?:simulada|demostración)\)\s*$")
_LEAGUE = re.compile(
    r"liga\b.*?\b(?:distrital|provincial|departamental)\b(?: de f[uú]tbol)?(?: del?)?\s+(.+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Template:
    """`place` is where the stages were played, as their names may say it; blank for a format of no
    league. `least` and `most` are the clubs that it is for, where it says so."""

    code: str
    name: str
    level: str
    stages: tuple[StageValue, ...]
    place: str = ""
    least: int | None = None
    most: int | None = None

    @property
    def inner(self) -> frozenset[str]:
        """Slugs of its own stages."""
        return frozenset(stage.slug for stage in self.stages)

    @property
    def entrance(self) -> StageValue:
        """The stage that clubs come into from below: the first that no other one of them feeds."""
        fed = {zone.leads_to for stage in self.stages for zone in stage.rules.zones}
        return next((stage for stage in self.stages if stage.slug not in fed), self.stages[0])

    def leads_out(self, zone: ZoneValue) -> bool:
        """Whether clubs of the zone go to the league above."""
        if zone.leads_to:
            return zone.leads_to not in self.inner
        return zone.tone == "through" and not (zone.outcome or zone.destination)


def place_of(league: str) -> str:
    """What a league is named after; that it is made up, or to try things with, is no part of it.

    >>> place_of("Liga Distrital de Castilla"), place_of("Liga Provincial del Santa (simulada)")
    ('Castilla', 'Santa')
    >>> place_of("Liga Distrital de Piura (demostración)")
    'Piura'
    """
    name = _NO_PART.sub("", league).strip()
    found = _LEAGUE.fullmatch(name)
    return found[1].strip() if found else name


def slug_of(text: str) -> str:
    """
    >>> slug_of("Víctor Larco Herrera")
    'victor-larco-herrera'
    """
    return fold(text).replace(" ", "-")


def named_for(name: str, *, before: str, place: str, joint: str = "de") -> str:
    """The name of a stage for another place.

    >>> named_for("Distrital de Castilla", before="Castilla", place="Catacaos")
    'Distrital de Catacaos'
    >>> named_for("Etapa distrital", before="", place="Catacaos")
    'Etapa distrital de Catacaos'
    """
    if before and before in name:
        return name.replace(before, place)[:NAME_LENGTH]
    return f"{name} {joint} {place}"[:NAME_LENGTH].rstrip() if name else ""


def stem_of(slug: str, place: str) -> str:
    """The part of an address that does not name the place.

    >>> stem_of("distrital-castilla", "Castilla"), stem_of("castilla", "Castilla")
    ('distrital', 'castilla')
    """
    end = f"-{slug_of(place)}"
    return slug[: -len(end)] if place and slug.endswith(end) else slug


def free_slug(wanted: Iterable[str], taken: Collection[str], *, length: int = SLUG_LENGTH) -> str:
    """The first of the wanted addresses that nobody has, cut to length; else one with a number.

    >>> free_slug(["santa-rosa", "santa-rosa-melgar"], {"santa-rosa"})
    'santa-rosa-melgar'
    >>> free_slug(["santa-rosa"], {"santa-rosa"})
    'santa-rosa-2'
    """
    found = [slug[:length].strip("-") for slug in wanted]
    for slug in found:
        if slug not in taken:
            return slug
    number = 2
    while (slug := f"{found[-1][: length - 1 - len(str(number))]}-{number}") in taken:
        number += 1
    return slug


def weeks_to(year: int, first_day: dt.date) -> int:
    """How many whole weeks lie between a day and nearly the same day of another year.

    >>> weeks_to(2027, dt.date(2026, 3, 1))
    52
    """
    same = dt.date(year, first_day.month, min(first_day.day, 28))
    return round((same - first_day).days / 7)


def moved(value: StageValue, weeks: int) -> StageValue:
    """The stage with all its days moved by whole weeks, so that Sundays stay Sundays."""
    return replace(
        value,
        starts_on=_moved(value.starts_on, weeks),
        ends_on=_moved(value.ends_on, weeks),
        rounds=tuple(
            replace(
                found,
                starts_on=_moved(found.starts_on, weeks),
                ends_on=_moved(found.ends_on, weeks),
            )
            for found in value.rounds
        ),
    )


def _moved(day: dt.date | None, weeks: int) -> dt.date | None:
    return day + dt.timedelta(weeks=weeks) if day else None


def first_day_of(stages: Iterable[StageValue]) -> dt.date | None:
    """
    >>> first_day_of([]) is None
    True
    """
    days = [day for stage in stages for day in (stage.starts_on, *map(_start, stage.rounds)) if day]
    return min(days, default=None)


def _start(found: RoundValue) -> dt.date | None:
    return found.starts_on


def bare(value: StageValue) -> StageValue:
    """The stage as it is set up, without what was played and confirmed."""
    return replace(value, finished=False, remark="", remark_en="", qualifiers=None)


def led(value: StageValue, goal: Callable[[ZoneValue], str]) -> StageValue:
    """The stage with each of its zones leading to where `goal` says; blank for nowhere."""
    zones = tuple(replace(zone, leads_to=goal(zone)) for zone in value.rules.zones)
    return replace(value, rules=replace(value.rules, zones=zones))


def capacity_of(value: StageValue) -> Capacity:
    """As much of a stage as tells how many clubs its zones hold."""
    return Capacity(
        size=value.size,
        groups={group.code: group.size for group in value.groups},
        rounds={found.number: found.key for found in value.rounds},
        pairings=tuple(pair.round for pair in read_slots(value.rules.slots)),
    )


def sent_by(value: StageValue, zone: ZoneValue) -> int | None:
    """How many clubs a zone of the stage holds; None where the rules do not tell."""
    return clubs_sent(
        capacity_of(value),
        zone.kind,
        places=(zone.first_place, zone.last_place),
        nth=zone.nth,
        count=zone.count,
        groups=zone.groups,
        round_number=zone.round_number,
    )
