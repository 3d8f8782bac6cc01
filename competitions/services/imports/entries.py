"""The clubs of a stage."""

import re

from django.db.models import Q
from django.utils.translation import gettext_lazy

from competitions.choices import Via
from competitions.core import cells
from competitions.core.cells import Erased
from competitions.core.names import fold
from competitions.core.sheet import SheetRow
from competitions.models import Club, Entry, Stage
from competitions.permissions import permissions
from competitions.services.imports.clubs import departments
from competitions.services.imports.listing import (
    Listing,
    Meant,
    Spellings,
    Values,
    column,
    one_of,
    words,
)
from competitions.services.imports.stages import STAGE_COLUMNS, StageReading, names_of_club

_COLUMNS = (
    *STAGE_COLUMNS,
    column("club", "club", "club", "equipo", "team", erasable=False, required=True),
    column("club_code", "código del club", "club code", "código", "code", erasable=False),
    column("department", "departamento", "department", erasable=False),
    column("group", "grupo", "group", "serie"),
    column("listed_name", "nombre en la temporada", "name in this season"),
    column("home_town", "localidad", "home town", "ciudad", "town"),
    column(
        "departmental_rank",
        "puesto departamental",
        "departmental place",
        cell=cells.integer(minimum=1),
    ),
    column("seed", "cabeza de serie", "seed", cell=cells.integer(minimum=1)),
    column("points_carried", "puntos que trae", "points carried over", cell=cells.number),
    column("via", "llegó por", "came by", cell=words(Via)),
)


_DEPARTMENT = re.compile(r"\s*\([^()]*\)$")
"""What stands behind the name of a club, as in «Unión (Ica)»."""


class EntryReading(StageReading):
    def read(self) -> None:
        super().read()
        self.departments = departments()
        said = self.said("club")
        names = {fold(name) for text in said for name in (text, _DEPARTMENT.sub("", text))}
        codes = self.said("club_code")
        entries = Entry.objects.filter(stage__in=self.pks).select_related(
            "club__department", "stage__season", "group", "department"
        )
        self.entries = {(entry.stage_id, entry.club_id): entry for entry in entries}
        there = Club.objects.filter(
            Q(key__in=names) | Q(aliases__key__in=names) | Q(slug__in=codes)
        )
        entered = {club for _stage, club in self.entries}
        clubs = [
            club
            for club in Club.objects.filter(pk__in=there.values("pk"))
            .select_related("department")
            .prefetch_related("aliases")
            if club.pk in entered or permissions.may(self.actor, "view", Club, row=club)
        ]
        self.by_code = {club.slug: club for club in clubs}
        # A name means a real club; one that a program made up is meant where it plays already.
        named = (club for club in clubs if club.pk in entered or not club.is_simulated)
        self.clubs = Spellings((club, *names_of_club(club)) for club in named)

    def meant(self, row: SheetRow) -> Meant:
        meant = Meant(row)
        stage = self.stage_of(meant)
        department = None
        if row["department"] is not None:
            department = one_of(self.departments.find(row["department"]))
            if department is None:
                meant.refuse("department", "no_such_department", value=row["department"])
        club = self._club_of(meant, stage, department and department.pk)
        if stage is None or club is None:
            return meant
        meant.key = (stage.pk, club.pk)
        meant.found = self.entries.get(meant.key)
        if meant.found is None:
            meant.values |= {
                "stage": stage,
                "club": club,
                "department": department or club.department,
            }
            if club.is_archived:
                meant.refuse("club", "archived_club", value=club.name)
        elif department is not None:
            meant.values["department"] = department
        if row["group"] is Erased.ERASED:
            meant.values["group"] = None
        elif row["group"] is not None:
            meant.values["group"] = self.group_of(meant, stage)
        meant.take("listed_name", "home_town")
        meant.take("departmental_rank", "seed", blank=None)
        meant.take("points_carried", blank=0)
        meant.take("via", blank=Via.UNKNOWN)
        return meant

    def _club_of(self, meant: Meant, stage: Stage | None, department: int | None) -> Club | None:
        row = meant.row
        if row["club_code"]:
            club = self.by_code.get(row["club_code"])
            if club is None:
                meant.refuse("club_code", "no_such_code", value=row["club_code"])
            return club
        if row["club"] is None:
            return None
        found = self.clubs.find(row["club"])
        if len(found) > 1 and department is not None:
            found = [club for club in found if club.department_id == department]
        if len(found) > 1 and stage is not None:
            found = [club for club in found if (stage.pk, club.pk) in self.entries] or found
        club = one_of(found)
        if club is None and len(found) > 1:
            where = ", ".join(sorted({club.department.name for club in found}))
            meant.refuse("club", "several_clubs", value=row["club"], departments=where)
        elif club is None:
            meant.refuse("club", "no_such_club", value=row["club"])
        return club


def entry_cells(entry: Entry) -> Values:
    return {
        "season": entry.stage.season.year,
        "stage": entry.stage.slug,
        "club": entry.club.name,
        "club_code": entry.club.slug,
        "department": entry.department.name,
        "group": entry.group.code if entry.group else None,
        "listed_name": entry.listed_name,
        "home_town": entry.home_town,
        "departmental_rank": entry.departmental_rank,
        "seed": entry.seed,
        "points_carried": entry.points_carried or None,
        "via": entry.via,
    }


ENTRIES = Listing(
    code="entries",
    model=Entry,
    label=gettext_lazy("entries"),
    columns=_COLUMNS,
    example={
        "season": 2027,
        "stage": "departamental-ejemplo",
        "club": "Deportivo Ejemplo de la Plantilla",
        "department": "Ayacucho",
        "group": "a",
        "departmental_rank": 1,
        "via": Via.DEPARTMENTAL,
    },
    reading=EntryReading,
    cells=entry_cells,
    related=("stage__season", "club__department", "group", "department"),
)
