"""The list of grounds."""

from django.utils.translation import gettext_lazy

from competitions.core.cells import Erased
from competitions.core.names import fold
from competitions.core.sheet import SheetRow
from competitions.models import Venue
from competitions.permissions import permissions
from competitions.services.imports.clubs import departments
from competitions.services.imports.listing import (
    Listing,
    Meant,
    Reading,
    Values,
    column,
    one_of,
)


class VenueReading(Reading):
    def read(self) -> None:
        self.departments = departments()
        self.by_name: dict[str, list[Venue]] = {}
        for venue in Venue.objects.select_related("department").order_by("pk"):
            self.by_name.setdefault(fold(venue.name), []).append(venue)

    def meant(self, row: SheetRow) -> Meant:
        meant = Meant(row)
        name, town = row["name"] or "", row["town"] or ""
        alike = [v for v in self.by_name.get(fold(name), []) if fold(v.town) == fold(town)]
        seen = [venue for venue in alike if permissions.may(self.actor, "view", Venue, row=venue)]
        if seen:
            meant.found, meant.key = seen[0], (seen[0].pk,)
        elif alike:
            meant.refuse(None, "not_yours")
        else:
            meant.key = (fold(name), fold(town))
            meant.values |= {"name": name, "town": town}
        self._name_department(meant)
        return meant

    def _name_department(self, meant: Meant) -> None:
        name = meant.row["department"]
        if name is Erased.ERASED:
            meant.values["department"] = None
        elif name is not None:
            department = one_of(self.departments.find(name))
            if department is None:
                meant.refuse("department", "no_such_department", value=name)
            else:
                meant.values["department"] = department


def venue_cells(venue: Venue) -> Values:
    return {
        "name": venue.name,
        "town": venue.town,
        "department": venue.department.name if venue.department else None,
    }


VENUES = Listing(
    code="venues",
    model=Venue,
    label=gettext_lazy("venues"),
    columns=(
        column("name", "nombre", "name", "cancha", "estadio", "venue", required=True),
        column("town", "localidad", "town", "ciudad", erasable=False),
        column("department", "departamento", "department"),
    ),
    example={
        "name": "Estadio Ejemplo de la Plantilla",
        "town": "Huanta",
        "department": "Ayacucho",
    },
    reading=VenueReading,
    cells=venue_cells,
    related=("department",),
)
