"""What stands near an address where nothing is: for the page that says so."""

import operator
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from django.db.models import Q
from rapidfuzz import fuzz, process

from competitions.core.names import fold
from competitions.models import Club, Department, Fixture, Round, Season
from standings.selectors.seasons import NotFound, SeasonNav

MOST_ALIKE = 6
LOOKED_AT = 500
LIKE = 75
"""How like two names have to be, of 100."""
BEGINNING = 4
"""So many letters of a word have to be right: a name is looked for by them."""


@dataclass(frozen=True, slots=True)
class Named:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Missing:
    """What was asked for, in words that a search may take, and what there is instead.

    `what` is the `NotFound`'s, or "archived" for what was taken from the pages.
    """

    what: str
    words: str = ""
    season: SeasonNav | None = None
    years: tuple[int, ...] = ()
    rounds: tuple[int, ...] = ()
    clubs: tuple[Named, ...] = ()
    departments: tuple[Named, ...] = ()


def missing_page(found: NotFound, asked: Mapping[str, Any]) -> Missing:
    """`asked` are the parts of the address. One query at most besides those that found nothing."""
    slug = str(asked.get("slug", ""))
    page = Missing(found.what, words=slug.replace("-", " "), season=found.season)
    match found.what:
        case "season" | "stages" if "year" in asked:
            return _of_season(page, asked["year"])
        case "season" | "stages":
            # What was asked for by its key hangs on a season that is kept from the pages.
            return replace(page, what="archived")
        case "round":
            return replace(page, rounds=_rounds(asked["year"], slug))
        case "club":
            return replace(page, clubs=clubs_alike(slug))
        case "department":
            return replace(page, departments=_departments(slug))
        case "fixture" if Fixture.objects.filter(pk=asked["pk"], is_archived=True).exists():
            return replace(page, what="archived")
    return page


def _of_season(page: Missing, year: int) -> Missing:
    """The other seasons, the nearest year first."""
    rows = list(
        Season.objects.filter(Q(stages__isnull=False) | Q(year=year))
        .distinct()
        .values_list("year", "is_archived")
    )
    kept = [found for found, is_archived in rows if not is_archived and found != year]
    nearest = tuple(sorted(kept, key=lambda found: (abs(found - year), -found)))
    what = "archived" if (year, True) in rows else page.what
    return replace(page, what=what, words=str(year), years=nearest[:MOST_ALIKE])


def _rounds(year: int, slug: str) -> tuple[int, ...]:
    rounds = Round.objects.filter(
        stage__season__year=year, stage__slug=slug, fixtures__is_archived=False
    )
    return tuple(rounds.order_by("number").values_list("number", flat=True).distinct())


def clubs_alike(slug: str) -> tuple[Named, ...]:
    """Clubs whose names are like it: those that share the beginning of a word are looked at."""
    words = fold(slug).split()
    words = sorted([word for word in words if len(word) >= BEGINNING] or words, key=len)[-3:]
    if not words:
        return ()
    shared = reduce(operator.or_, (Q(key__contains=word[:BEGINNING]) for word in words))
    real = Club.objects.filter(shared, is_simulated=False)
    rows = real.order_by("key").values_list("slug", "name", "key")
    return _likest(slug, {key: Named(found, name) for found, name, key in rows[:LOOKED_AT]})


def _departments(slug: str) -> tuple[Named, ...]:
    rows = Department.objects.values_list("slug", "name")
    return _likest(slug, {fold(name): Named(found, name) for found, name in rows})


def _likest(slug: str, known: Mapping[str, Named]) -> tuple[Named, ...]:
    likest = process.extract(
        fold(slug), list(known), scorer=fuzz.partial_ratio, limit=MOST_ALIKE, score_cutoff=LIKE
    )
    return tuple(known[key] for key, _score, _index in likest)
