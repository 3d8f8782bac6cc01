"""What an official asks for when a fixture list is to be made."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from competitions.core.calendar import Order
from competitions.services.placing import Calendar


class Way(TextChoices):
    """How clubs come into groups, and to their numbers in the calendar. Asked, not stored."""

    SEEDS = "seeds", _("by seed; without one, as they are listed")
    LOTS = "lots", _("by lots, which the program draws and records")
    HAND = "hand", _("by hand")


@dataclass(frozen=True, slots=True)
class Lots:
    """What is recorded of a drawing: the same `seed` draws the same again."""

    seed: str
    act: str = ""
    drawn_on: dt.date | None = None
    drawn_by: str = ""
    keeps_apart: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What an official wants. `clubs` are keys, `names` clubs as he writes them.

    `seeds` and `groups_of` are by the key of a club (`key_of`); `sizes` are blank where the groups
    may be as equal as they can be.
    """

    clubs: Sequence[int] = ()
    names: Sequence[str] = ()
    groups: int = 1
    sizes: tuple[int, ...] = ()
    way: str = Way.SEEDS
    seeds: Mapping[str, int | None] = field(default_factory=dict)
    groups_of: Mapping[str, int] = field(default_factory=dict)
    lots: Lots | None = None
    legs: int = 1
    order: Order = "mirrored"
    calendar: Calendar | None = None
