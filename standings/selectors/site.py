"""What the site as a whole holds: every address that readers may find by a search engine."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from competitions.models import Club, Department, Fixture, Round, Season, Stage
from standings.selectors.seasons import NotFound

ENTRIES_PER_PAGE = 5_000
"""Each is listed in both languages; a sitemap holds 50,000 addresses at most."""


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """A page: the name and arguments of its address, and when its facts changed last."""

    name: str
    args: tuple[Any, ...] = ()
    changed_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class SiteSection:
    name: str
    pages: int


def site_sections() -> tuple[SiteSection, ...]:
    """The sections that hold anything, in one query each."""
    counts = {name: rows().count() for name, (rows, _entries) in _SECTIONS.items()}
    return (
        SiteSection("site", 1),
        *(
            SiteSection(name, ceil(count / ENTRIES_PER_PAGE))
            for name, count in counts.items()
            if count
        ),
    )


def site_entries(section: str, page: int) -> tuple[SiteEntry, ...]:
    """The pages of one part of a section. NotFound where it has no such part."""
    if section == "site" and page == 1:
        return tuple(
            SiteEntry(name) for name in ("home", "archive", "clubs", "departments", "about")
        )
    if section not in _SECTIONS or page < 1:
        raise NotFound("page")
    rows, entries = _SECTIONS[section]
    first = (page - 1) * ENTRIES_PER_PAGE
    found = tuple(entries(rows()[first : first + ENTRIES_PER_PAGE]))
    if not found:
        raise NotFound("page")
    return found


Rows = QuerySet[Any, Any]


def _real_stages() -> QuerySet[Stage]:
    """As a set of their own: whoever has many simulated matches reads none of them."""
    return Stage.objects.filter(season__is_archived=False, season__is_simulated=False)


def _seasons() -> Rows:
    """Seasons that have a page: those with a stage."""
    has_stage = Exists(Stage.objects.filter(season=OuterRef("pk")))
    seasons = Season.objects.kept().filter(has_stage, is_simulated=False)
    return seasons.order_by("-year").values_list("year")


_OF_A_SEASON = ("season", "way", "qualified", "scorers", "rulings")


def _season_entries(rows: Iterable[tuple[Any, ...]]) -> Iterable[SiteEntry]:
    for row in rows:
        yield from (SiteEntry(name, row) for name in _OF_A_SEASON)


def _stages() -> Rows:
    stages = _real_stages().order_by("-season__year", "position")
    return stages.values_list("season__year", "slug")


def _rounds() -> Rows:
    """Rounds that have a match: the others have no page."""
    has_match = Exists(Fixture.objects.kept().filter(round=OuterRef("pk")))
    rounds = Round.objects.filter(has_match, stage__in=_real_stages())
    return rounds.order_by("-stage__season__year", "stage__position", "number").values_list(
        "stage__season__year", "stage__slug", "number"
    )


def _clubs() -> Rows:
    return Club.objects.filter(is_simulated=False).order_by("pk").values_list("slug")


def _departments() -> Rows:
    return Department.objects.order_by("code").values_list("slug")


def _fixtures() -> Rows:
    changed = Fixture.history.filter(id=OuterRef("pk")).order_by("-history_date")
    fixtures = Fixture.objects.kept().filter(stage__in=_real_stages()).order_by("-pk")
    return fixtures.values_list("pk", Subquery(changed.values("history_date")[:1]))


def _named(name: str) -> Callable[[Iterable[tuple[Any, ...]]], Iterable[SiteEntry]]:
    return lambda rows: (SiteEntry(name, row) for row in rows)


def _fixture_entries(rows: Iterable[tuple[int, dt.datetime | None]]) -> Iterable[SiteEntry]:
    return (SiteEntry("fixture", (pk,), changed_at) for pk, changed_at in rows)


_SECTIONS: dict[str, tuple[Callable[[], Rows], Callable[[Any], Iterable[SiteEntry]]]] = {
    "seasons": (_seasons, _season_entries),
    "stages": (_stages, _named("stage")),
    "rounds": (_rounds, _named("round")),
    "clubs": (_clubs, _named("club")),
    "departments": (_departments, _named("department")),
    "fixtures": (_fixtures, _fixture_entries),
}
