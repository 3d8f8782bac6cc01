"""Clubs and grounds as officials write them: those that are meant, and new ones for the rest."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import slugify
from rapidfuzz import fuzz, process

from competitions.core.consistency import Fault
from competitions.core.names import fold
from competitions.core.openings import place_of
from competitions.models import Club, Department, League, Venue
from competitions.permissions import permissions
from competitions.services.writing import Actor

ALIKE = 88
"""Likeness, of 100, from which two names may be one with a letter amiss."""

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class NamedClub:
    """A club by a name that was written. A new one is not saved; `resembles` names a club of the
    department of which it may be a misspelling."""

    written: str
    club: Club
    resembles: str = ""

    @property
    def is_new(self) -> bool:
        return self.club.pk is None


def free_slug(name: str, department: Department, taken: Collection[str]) -> str:
    """An address for a new club: its name, with its department where that is taken."""
    short = slugify(name)[:80] or "club"
    slug, number = short, 1
    while slug in taken:
        slug = f"{short}-{department.slug}"[:95] + (f"-{number}" if number > 1 else "")
        number += 1
    return slug


def named_clubs(
    names: Sequence[str], *, league: League, actor: Actor, made_up: bool = False
) -> tuple[list[NamedClub], list[Fault]]:
    """The club of each name: of the league before others of its department, before the rest; among
    those that the actor may name, by any name on record. A new one, where there is none. Clubs that
    are made up count with `made_up` alone: in seasons that are simulated.

    Faults are about the field `names`; a name with a fault has no club.
    """
    keys = {fold(name) for name in names}
    there = Club.objects.filter(Q(key__in=keys) | Q(aliases__key__in=keys))
    rows = Club.objects.filter(pk__in=there.values("pk")).select_related("department", "league")
    known = list(rows.prefetch_related("aliases")) if keys else []
    seen = {
        club.pk
        for club in known
        if (actor is None or _may_name(actor, club)) and made_up >= club.is_simulated
    }
    new = _Making(league, actor, known)
    found: list[NamedClub] = []
    faults: list[Fault] = []
    repeated = Counter(fold(name) for name in names)
    for name in names:
        key = fold(name)
        clubs = _nearest([c for c in known if c.pk in seen and _is_called(c, key)], league)
        if repeated[key] > 1:
            faults.append(Fault("named_twice", "names", {"name": name}))
            repeated[key] = 0
        elif repeated[key] == 0:
            continue
        elif len(clubs) > 1:
            where = ", ".join(sorted({str(club.league or club.department) for club in clubs}))
            faults.append(Fault("several_clubs_called", "names", {"name": name, "where": where}))
        elif clubs and clubs[0].is_archived:
            faults.append(Fault("club_archived", "names", {"name": clubs[0].name}))
        elif clubs:
            found.append(NamedClub(name, clubs[0]))
        elif fault := new.fault(name):
            faults.append(fault)
        else:
            found.append(new.make(name))
    return found, faults


def _may_name(actor: Any, club: Club) -> bool:
    return permissions.may(actor, "view", Club, row=club)


def _is_called(club: Club, key: str) -> bool:
    return club.key == key or any(alias.key == key for alias in club.aliases.all())


def _nearest(clubs: list[Club], league: League) -> list[Club]:
    own = [club for club in clubs if club.league_id == league.pk]
    near = [club for club in clubs if club.department_id == league.department_id]
    return own or near or clubs


class _Making:
    """New clubs of a league."""

    def __init__(self, league: League, actor: Actor, known: Iterable[Club]) -> None:
        self.league, self.actor = league, actor
        self.taken = {club.key for club in known if club.department_id == league.department_id}
        self._slugs: set[str] | None = None
        self._neighbours: dict[str, str] = {}

    def fault(self, name: str) -> Fault | None:
        params: dict[str, str | int] = {"name": name, "place": place_of(self.league.name)}
        if not fold(name) or len(name) > _LONGEST:
            return Fault("no_club_name", "names", {"name": name[:_LONGEST]})
        if self.league.department is None:
            return Fault("club_unknown", "names", params)
        club = Club(name=name, league=self.league, department=self.league.department)
        if self.actor is not None and not permissions.may(self.actor, "add", Club, row=club):
            return Fault("club_unknown", "names", params)
        if fold(name) in self.taken:
            return Fault("name_taken_elsewhere", "names", params)
        return None

    def make(self, name: str) -> NamedClub:
        department = self.league.department
        assert department is not None  # noqa: S101 - `fault` has seen to it
        if self._slugs is None:
            self._slugs = set(Club.objects.order_by().values_list("slug", flat=True))
            mine = _choosable(self.actor, Club.objects.filter(department=department))
            self._neighbours = dict(mine.order_by().values_list("key", "name"))
        slug = free_slug(name, department, self._slugs)
        self._slugs.add(slug)
        like = process.extractOne(
            fold(name), self._neighbours.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE
        )
        club = Club(
            name=name,
            key=fold(name),
            slug=slug,
            department=department,
            league=self.league,
            home_town=place_of(self.league.name),
        )
        return NamedClub(name, club, self._neighbours[like[0]] if like else "")


def _choosable(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows if actor is None else permissions.choosable(actor, rows)


def key_of(club: Club) -> str:
    """What a club is called in a form: a new one by its address."""
    return str(club.pk) if club.pk else f"n-{club.slug}"


def named_grounds(
    names: Sequence[str], *, league: League, actor: Actor
) -> tuple[dict[str, Venue], list[Fault]]:
    """The ground of each name, with its town after a comma or without: one of the department of
    the league, of any for a league that has none, else a new one, in the place of a league of a
    department where no town is named.

    Faults are about the field `grounds`.
    """
    known: dict[str, list[Venue]] = {}
    wanted = {fold(name) for name in names}
    rows = Venue.objects.all()
    if league.department_id is not None:
        rows = rows.filter(Q(department=league.department_id) | Q(department=None))
    for venue in rows.select_related("department").order_by("name", "town") if wanted else ():
        for key in {fold(venue.name), fold(str(venue))} & wanted:
            known.setdefault(key, []).append(venue)
    found: dict[str, Venue] = {}
    faults: list[Fault] = []
    called: dict[tuple[str, str], str] = {}
    for name in names:
        venues = known.get(fold(name), [])
        here = [venue for venue in venues if fold(venue.town) == fold(place_of(league.name))]
        if len(venues) == 1 or len(here) == 1:
            found[name] = (here or venues)[0]
        elif venues:
            towns = ", ".join(sorted(venue.town for venue in venues))
            faults.append(Fault("several_grounds", "grounds", {"name": name, "towns": towns}))
        else:
            found[name] = _new_ground(name, league)
            if actor is not None and not permissions.may(actor, "add", Venue, row=found[name]):
                faults.append(Fault("ground_unknown", "grounds", {"name": name}))
        if name in found:
            other = called.setdefault((fold(found[name].name), fold(found[name].town)), name)
            if other != name:
                params = {"name": name, "other": other}
                faults.append(Fault("same_ground", "grounds", params))
    return found, faults


def _new_ground(name: str, league: League) -> Venue:
    plain, _comma, town = name.partition(",")
    place = place_of(league.name) if league.department_id else ""
    return Venue(
        name=plain.strip()[:_LONGEST],
        town=(town.strip() or place)[:_LONGEST],
        department=league.department,
    )
