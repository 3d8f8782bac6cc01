"""What clubs bring from one stage into the next: their place, and points where the rules say so."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from competitions.core.carrying import carried_points
from competitions.models import Stage
from competitions.selectors import rules_of
from standings.selectors.going_through import Line, Plan
from standings.selectors.snapshot import ClubData


@dataclass(frozen=True, slots=True)
class Brought:
    """A club that is entered with another place, or other points, than it brings along by now."""

    club: ClubData
    entry: int
    place: int | None
    points: Decimal
    had_place: int | None
    had_points: Decimal

    @property
    def has_other_place(self) -> bool:
        return self.place != self.had_place

    @property
    def has_other_points(self) -> bool:
        return self.points != self.had_points

    @property
    def token(self) -> str:
        return f"{self.entry}:{self.place or ''}:{self.points}"


def carried(stage: Stage, plan: Plan, entries: Iterable[int]) -> dict[int, Decimal]:
    """The points that entries of the stage of the plan bring into `stage`, which has its rules.

    Empty where the rules do not say that points are brought along, and where the results of the
    stage before are not all known.
    """
    rules = rules_of(stage)
    if rules is None or not rules.carry or plan.is_partial:
        return {}
    return {
        entry: carried_points(
            rules.carry,
            points=plan.points.get(entry, 0),
            place=plan.places.get(entry),
            bonus=rules.bonus_points,
        )
        for entry in entries
    }


def brought(
    lines: Iterable[Line], there: Mapping[int, ClubData], points: Mapping[int, Decimal]
) -> Iterator[Brought]:
    """Those of the lines whose clubs are `there`, by their keys, with something else.

    A place that was never recorded with the entry is no other one.
    """
    for line in lines:
        club = there.get(line.club.club)
        if club is None:
            continue
        has = exact(club.carried)
        place = line.place if club.origin_place else None
        found = Brought(
            club, club.entry, place, points.get(line.club.entry, has), club.origin_place, has
        )
        if found.has_other_place or found.has_other_points:
            yield found


def exact(points: int | Fraction) -> Decimal:
    """Points of a snapshot as a record has them."""
    return Decimal(points.numerator) / Decimal(points.denominator)
