"""What a few letters may mean: a club, a department, a league, a season or a stage of one.

Accents, capitals and punctuation are forgotten. Names are looked for in the database; each kind
gives its closest ones only. However much there is, a search takes the same few queries.

The clubs and leagues that a program made up, and the stages of such leagues, are asked for where
nothing else is found: a simulated country has twenty thousand names, and who looks for a real club
neither sees them nor waits for them.
"""

import operator
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Length

from competitions.choices import LeagueLevel
from competitions.core.names import fold
from competitions.models import Club, ClubAlias, Department, League, Season, Stage
from standings.core.matching import Closeness, closeness
from standings.selectors.missing import Named, clubs_alike
from standings.selectors.seasons import NATIONAL, shown_stages

LEAST = 3
"""Fewer letters find too much to be of use."""
MOST = 12
"""Of each kind."""
SUGGESTED = 8
_OF_THE_CUP = frozenset(["copa", "peru", "temporada", "season"])
"""Words that are true of every season."""


@dataclass(frozen=True, slots=True)
class FoundClub:
    """`also` is the other name by which it was found."""

    closeness: Closeness
    slug: str
    name: str
    department: str
    town: str
    also: str = ""
    is_simulated: bool = False


@dataclass(frozen=True, slots=True)
class FoundDepartment:
    closeness: Closeness
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class FoundLeague:
    """With its latest stage, where it has one; else it leads to its department."""

    closeness: Closeness
    name: str
    department: str
    department_slug: str
    year: int | None
    stage: str | None


@dataclass(frozen=True, slots=True)
class FoundSeason:
    closeness: Closeness
    year: int
    is_simulated: bool


@dataclass(frozen=True, slots=True)
class FoundStage:
    closeness: Closeness
    year: int
    slug: str
    label: str
    is_simulated: bool


Found = FoundClub | FoundDepartment | FoundLeague | FoundSeason | FoundStage


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`typed` as it was, `is_enough` if it was long enough to look for anything.

    `more_clubs`: there are more of them than are shown. `alike` are clubs of a like name, where
    nothing was found.
    """

    typed: str
    is_enough: bool = False
    clubs: tuple[FoundClub, ...] = ()
    departments: tuple[FoundDepartment, ...] = ()
    leagues: tuple[FoundLeague, ...] = ()
    seasons: tuple[FoundSeason, ...] = ()
    stages: tuple[FoundStage, ...] = ()
    more_clubs: bool = False
    alike: tuple[Named, ...] = ()

    @property
    def found(self) -> tuple[Found, ...]:
        """All kinds together, the closest first."""
        kinds = (self.seasons, self.departments, self.clubs, self.stages, self.leagues)
        return tuple(sorted((f for kind in kinds for f in kind), key=lambda f: f.closeness))

    @property
    def only_club(self) -> FoundClub | None:
        """The one club that was named in full, where nothing else could be meant."""
        if len(self.found) == 1 and self.clubs and self.clubs[0].closeness is Closeness.SAME:
            return self.clubs[0]
        return None


def search(typed: str) -> SearchPage:
    """What is found, and clubs of a like name where nothing is."""
    page = suggestions(typed)
    if not page.is_enough or page.found:
        return page
    return SearchPage(page.typed, is_enough=True, alike=clubs_alike(page.typed))


def suggestions(typed: str) -> SearchPage:
    """What is found: six queries, seven where a year was typed, three more where nothing is but
    what a program may have made up; none for fewer than three letters."""
    typed = " ".join(typed.split())[:80]
    key = fold(typed)
    if len(key) < LEAST:
        return SearchPage(typed)
    clubs = _clubs(key)
    page = SearchPage(
        typed,
        is_enough=True,
        clubs=clubs[:MOST],
        departments=_departments(key),
        leagues=_leagues(key),
        seasons=_seasons(key),
        stages=_stages(key),
        more_clubs=len(clubs) > MOST,
    )
    return page if page.found else _made_up(page, key)


def _made_up(page: SearchPage, key: str) -> SearchPage:
    clubs = tuple(_found_club(club, club) for club in _nearest(key, is_simulated=True))
    return replace(
        page,
        clubs=clubs[:MOST],
        leagues=_leagues(key, is_simulated=True),
        stages=_stages(key, is_simulated=True),
        more_clubs=len(clubs) > MOST,
    )


def clubs_named(clubs: QuerySet[Club], typed: str) -> QuerySet[Club]:
    """The clubs of whose name, short name or other name every word that was typed is a part."""
    words = fold(typed).split()
    aliases = ClubAlias.objects.filter(_all_in("key", words)).values("club")
    named = Club.objects.filter(_named(words)).order_by().values("pk")
    return clubs.filter(Q(pk__in=named) | Q(pk__in=aliases))


# Clubs ------------------------------------------------------------------------------------------


def _clubs(key: str) -> tuple[FoundClub, ...]:
    """The real ones, one more than are shown where there are."""
    words = key.split()
    others = (
        ClubAlias.objects.filter(_all_in("key", words))
        .annotate(closeness=_closeness(key))
        .order_by("closeness", Length("key"), "key")
        .select_related("club__department")
    )
    found = {club.pk: _found_club(club, club) for club in _nearest(key, is_simulated=False)}
    for alias in others[: MOST + 1]:
        known = found.get(alias.club_id)
        if known is None or alias.closeness < known.closeness:
            found[alias.club_id] = _found_club(alias.club, alias, also=alias.name)
    return tuple(sorted(found.values(), key=lambda club: club.closeness)[: MOST + 1])


def _nearest(key: str, *, is_simulated: bool) -> QuerySet[Club]:
    """Chosen by what stands in an index, and then read."""
    near = _closeness(key, Q(short_key=key.replace(" ", "")))
    order = ("closeness", Length("key"), "key")
    named = Club.objects.filter(_named(key.split()), is_simulated=is_simulated)
    chosen = named.annotate(closeness=near).order_by(*order).values("pk")[: MOST + 1]
    clubs = Club.objects.filter(pk__in=chosen).annotate(closeness=near).order_by(*order)
    return clubs.select_related("department")


def _found_club(club: Club, near: Any, also: str = "") -> FoundClub:
    place = club.department.name, club.home_town
    closeness_ = Closeness(near.closeness)
    return FoundClub(closeness_, club.slug, club.name, *place, also, club.is_simulated)


def _all_in(field: str, words: Iterable[str]) -> Q:
    return reduce(operator.and_, (Q(**{f"{field}__contains": word}) for word in words), Q())


def _named(words: Sequence[str]) -> Q:
    """That every word is a part of the name, or of the short name: all that is asked for stands in
    an index, which is read whole in a few milliseconds."""
    return _all_in("key", words) | _all_in("short_key", words)


def _closeness(key: str, same: Q | None = None) -> Case:
    """`standings.core.matching.closeness`, for the database to order by."""
    begins = (Q(key__startswith=word) | Q(key__contains=f" {word}") for word in key.split())
    return Case(
        When(Q(key=key) | same if same else Q(key=key), then=Value(Closeness.SAME.value)),
        When(key__startswith=key, then=Value(Closeness.BEGINS.value)),
        When(reduce(operator.and_, begins), then=Value(Closeness.WORDS_BEGIN.value)),
        default=Value(Closeness.WITHIN.value),
    )


# Departments, leagues, seasons ------------------------------------------------------------------


def _departments(key: str) -> tuple[FoundDepartment, ...]:
    rows = Department.objects.order_by("name").values_list("slug", "name")
    found = [
        FoundDepartment(near, slug, name)
        for slug, name in rows
        if (near := closeness(key, fold(name))) is not None
    ]
    return tuple(sorted(found, key=lambda department: department.closeness)[:MOST])


def _leagues(key: str, *, is_simulated: bool = False) -> tuple[FoundLeague, ...]:
    """By the address, which is the name without accents, or by the name."""
    latest = Stage.objects.filter(league=OuterRef("pk"), season__is_archived=False).order_by(
        "-season__year", "-position"
    )
    parts = (Q(slug__contains=word) | Q(name__icontains=word) for word in key.split())
    rows = (
        League.objects.filter(reduce(operator.and_, parts), is_simulated=is_simulated)
        .order_by(_level_from_above(), "name")
        .values_list(
            "name",
            "department__name",
            "department__slug",
            Subquery(latest.values("season__year")[:1]),
            Subquery(latest.values("slug")[:1]),
        )
    )
    return tuple(
        FoundLeague(
            closeness(key, fold(name)) or Closeness.WITHIN,
            name,
            department or "",
            slug or "",
            year,
            stage,
        )
        for name, department, slug, year, stage in rows[:MOST]
    )


def _level_from_above() -> Case:
    levels = (When(level=level, then=Value(n)) for n, level in enumerate(LeagueLevel.values))
    return Case(*levels)


def _seasons(key: str) -> tuple[FoundSeason, ...]:
    """A year, or the beginning of one, alone or with the name of the cup."""
    years, words = _parted(key)
    if words or not years:
        return ()
    has_stages = Exists(Stage.objects.filter(season=OuterRef("pk")))
    rows = Season.objects.kept().filter(has_stages).newest_first()
    found = [
        FoundSeason(Closeness.SAME if str(year) in years else Closeness.BEGINS, year, is_simulated)
        for year, is_simulated in rows.values_list("year", "is_simulated")
        if any(str(year).startswith(part) for part in years)
    ]
    return tuple(found[:MOST])


def _stages(key: str, *, is_simulated: bool = False) -> tuple[FoundStage, ...]:
    """Those of real leagues, unless those that a program made up are asked for, too: of real
    seasons before simulated ones, national ones before those of other leagues, the latest first;
    of a year all national ones.

    By the address, which is the name without accents, or by the name in either language.
    """
    years, words = _parted(key)
    wanted = Q() if words else NATIONAL
    for word in words:
        named = Q(name__icontains=word) | Q(name_en__icontains=word)
        wanted &= Q(slug__contains=word) | named
    whole = [int(year) for year in years if len(year) == len("2024")]
    if whole:
        wanted &= Q(season__year__in=whole)
    if len(whole) < len(years) or not (words or whole):
        wanted &= Q(pk__in=())
    if not is_simulated:
        # Not by a join: databases would compare the names of all stages first.
        real = League.objects.filter(is_simulated=False).order_by().values_list("pk", flat=True)
        wanted &= Q(league__in=list(real))
    is_national = Case(When(NATIONAL, then=Value(0)), default=Value(1))
    stages = (
        shown_stages()
        .filter(wanted)
        .order_by("season__is_simulated", is_national, "-season__year", "position")
    )
    return tuple(
        FoundStage(
            _closeness_of_stage(words, stage),
            stage.season.year,
            stage.slug,
            stage.label,
            stage.season.is_simulated,
        )
        for stage in stages[:MOST]
    )


def _closeness_of_stage(words: Sequence[str], stage: Stage) -> Closeness:
    near = [closeness(" ".join(words), fold(name)) for name in (stage.name, stage.name_en)]
    return min((found for found in near if found is not None), default=Closeness.WITHIN)


def _parted(key: str) -> tuple[list[str], list[str]]:
    """Years, or beginnings of them, and the other words that say something."""
    words = [word for word in key.split() if word not in _OF_THE_CUP]
    years = [word for word in words if re.fullmatch(r"[12]\d{2,3}", word)]
    return years, [word for word in words if word not in years]
