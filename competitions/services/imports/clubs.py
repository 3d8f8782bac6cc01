"""The list of clubs, with what else they are called."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz import fuzz, process

from competitions.core import cells
from competitions.core.cells import Erased
from competitions.core.names import fold
from competitions.core.sheet import SheetRow
from competitions.models import Club, ClubAlias, Department, League
from competitions.permissions import permissions
from competitions.services.imports.listing import (
    Listing,
    Meant,
    Reading,
    Spellings,
    Values,
    column,
    one_of,
)
from competitions.services.naming import ALIKE, free_slug
from competitions.services.recording import Recorder, Wanted

_COLUMNS = (
    column("code", "código", "code", erasable=False),
    column("name", "nombre", "name", "club", required=True),
    column("short_name", "nombre corto", "short name"),
    column(
        "other_names",
        "otros nombres",
        "other names",
        "alias",
        "aliases",
        cell=cells.texts,
        erasable=False,
    ),
    column("department", "departamento", "department", erasable=False),
    column("home_town", "localidad", "home town", "ciudad", "town", "sede"),
    column("league", "liga", "league"),
)


def departments() -> Spellings:
    """All departments by name, address and code, which spreadsheets rob of its zero."""
    return Spellings(
        (
            department,
            [department.name],
            [department.slug, department.code, department.code.lstrip("0")],
        )
        for department in Department.objects.all()
    )


_MOST_PAIRS = 10_000_000
"""Names that are compared in a second or two."""


class ClubReading(Reading):
    def read(self) -> None:
        self.departments = departments()
        names = self.said("name")
        keys = {fold(name) for name in names}
        there = Club.objects.filter(
            Q(key__in=keys) | Q(aliases__key__in=keys) | Q(slug__in=self.said("code"))
        )
        clubs = (
            Club.objects.filter(pk__in=there.values("pk"))
            .select_related("department", "league")
            .prefetch_related("aliases")
        )
        self.by_code: dict[str, Club] = {}
        self.by_name: dict[str, list[Club]] = {}
        self.by_alias: dict[str, list[Club]] = {}
        for club in clubs:
            self.by_code[club.slug] = club
            if club.is_simulated:
                # A name means a real club.
                continue
            self.by_name.setdefault(club.key, []).append(club)
            for alias in club.aliases.all():
                self.by_alias.setdefault(alias.key, []).append(club)
        self.slugs = set(Club.objects.order_by().values_list("slug", flat=True))
        self.leagues = Spellings(
            (league, [league.name], [league.slug])
            for league in permissions.choosable(
                self.actor, League.objects.select_related("department").without_tree_fields()
            )
        )

        self._read_neighbours()

    def _read_neighbours(self) -> None:
        """The clubs that he sees in the departments of the file: a new one may be one of them with
        a letter amiss."""
        named = {
            department.pk
            for name in self.said("department")
            for department in self.departments.find(name)
        }
        there = permissions.visible(
            self.actor, Club.objects.filter(department__in=named, is_simulated=False)
        )
        self.neighbours: dict[int, dict[str, str]] = {pk: {} for pk in named}
        for department, key, name in there.values_list("department_id", "key", "name"):
            self.neighbours[department][key] = name
        pairs = len(self.rows) * max(map(len, self.neighbours.values()), default=0)
        if pairs > _MOST_PAIRS:
            self.neighbours = {pk: {} for pk in named}

    def meant(self, row: SheetRow) -> Meant:
        meant = Meant(row)
        department = self._department(meant)
        self._find(meant, department)
        if meant.faults:
            return meant
        club: Club | None = meant.found
        if club is None:
            if department is None:
                meant.refuse("department", "required")
                return meant
            self._name_new(meant, department)
        elif row["code"]:
            self._rename(meant, club)
            if department is not None:
                meant.values["department"] = department
        self._see_that_the_name_is_free(meant, club)
        meant.take("short_name", "home_town")
        self._name_league(meant, department or (club and club.department))
        self._name_others(meant, club)
        return meant

    def _department(self, meant: Meant) -> Department | None:
        name = meant.row["department"]
        if name is None:
            return None
        department = one_of(self.departments.find(name))
        if department is None:
            meant.refuse("department", "no_such_department", value=name)
        return department

    def _find(self, meant: Meant, department: Department | None) -> None:
        """The club that is meant, by its code, else by its name, else by another name."""
        row = meant.row
        if row["code"]:
            club = self.by_code.get(row["code"])
            if club is None or not self._sees(club):
                meant.refuse("code", "no_such_code", value=row["code"])
            else:
                meant.found, meant.key = club, (club.pk,)
            return
        key = fold(row["name"] or "")
        named = _of(department, self.by_name.get(key, []))
        clubs = named or _of(department, self.by_alias.get(key, []))
        seen = [club for club in clubs if self._sees(club)]
        if len(seen) > 1:
            where = ", ".join(sorted({club.department.name for club in seen}))
            meant.refuse("name", "several_clubs", value=row["name"], departments=where)
        elif seen:
            meant.found, meant.key = seen[0], (seen[0].pk,)
        elif named and department is not None:
            # It is somebody else's, and the place is taken.
            meant.refuse(None, "not_yours")

    def _sees(self, club: Club) -> bool:
        return permissions.may(self.actor, "view", Club, row=club)

    def _name_new(self, meant: Meant, department: Department) -> None:
        name = meant.row["name"] or ""
        meant.key = (department.pk, fold(name)) if fold(name) else ()
        meant.values |= {
            "name": name,
            "key": fold(name),
            "department": department,
            "slug": self._slug(name, department),
        }
        known = self.neighbours.get(department.pk, {})
        if like := process.extractOne(
            fold(name), known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE
        ):
            said = _("It resembles “%(name)s”. If that is meant, write it like that.")
            meant.notes.append(said % {"name": known[like[0]]})

    def _slug(self, name: str, department: Department) -> str:
        slug = free_slug(name, department, self.slugs)
        self.slugs.add(slug)
        return slug

    def _rename(self, meant: Meant, club: Club) -> None:
        name = meant.row["name"]
        if name and name != club.name:
            meant.values |= {"name": name, "key": fold(name)}

    def _see_that_the_name_is_free(self, meant: Meant, club: Club | None) -> None:
        if club is None:
            return
        key = meant.values.get("key", club.key)
        department = meant.values.get("department", club.department)
        if any(other.pk != club.pk for other in _of(department, self.by_name.get(key, []))):
            meant.refuse("name", "name_taken")

    def _name_league(self, meant: Meant, department: Department | None) -> None:
        name = meant.row["league"]
        if name is None:
            return
        if name is Erased.ERASED:
            meant.values["league"] = None
            return
        now = meant.found.league if meant.found else None
        if now is not None and fold(name) in (fold(now.name), fold(now.slug)):
            return
        found = self.leagues.find(name)
        near = [league for league in found if department and league.department_id == department.pk]
        league = one_of(found) or one_of(near)
        if league is None:
            meant.refuse("league", "several_leagues" if found else "no_such_league", value=name)
        else:
            meant.values["league"] = league

    def _name_others(self, meant: Meant, club: Club | None) -> None:
        known = [alias.name for alias in club.aliases.all()] if club else []
        name_now = meant.values.get("name") or (club.name if club else "")
        keys = {fold(name) for name in (*known, name_now)}
        more = []
        renamed = meant.values.get("name")
        former = [club.name] if club and renamed and club.name not in known else []
        for name in (*former, *(meant.row["other_names"] or ())):
            if fold(name) and (name in former or fold(name) not in keys):
                keys.add(fold(name))
                more.append(name)
        if more:
            meant.shown["other_names"] = tuple(sorted([*known, *more]))
            meant.more = [ClubAlias(name=name, key=fold(name)) for name in more]

    def after(self, recorder: Recorder, meant: Sequence[tuple[Meant, Any]]) -> None:
        recorder.record(
            ClubAlias,
            [
                Wanted(None, {"club": club, "name": alias.name, "key": alias.key})
                for row, club in meant
                for alias in row.more
            ],
        )


def _of(department: Department | None, clubs: Iterable[Club]) -> list[Club]:
    return [club for club in clubs if department is None or club.department_id == department.pk]


def club_cells(club: Club) -> Values:
    aliases = club.aliases.all() if club.pk else ()
    return {
        "code": club.slug,
        "name": club.name,
        "short_name": club.short_name,
        "other_names": tuple(sorted(alias.name for alias in aliases)),
        "department": club.department.name,
        "home_town": club.home_town,
        "league": club.league.name if club.league else None,
    }


CLUBS = Listing(
    code="clubs",
    model=Club,
    label=gettext_lazy("clubs"),
    columns=_COLUMNS,
    example={
        "name": "Deportivo Ejemplo de la Plantilla",
        "short_name": "Dep. Ejemplo",
        "other_names": ("D. Ejemplo", "Ejemplo FC"),
        "department": "Ayacucho",
        "home_town": "Huanta",
        "league": "Liga Distrital de Huanta",
    },
    reading=ClubReading,
    cells=club_cells,
    related=("department", "league"),
    prefetched=("aliases",),
)
