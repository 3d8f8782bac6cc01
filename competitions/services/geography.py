"""The departments and the upper two levels of the tree of leagues."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from competitions.choices import LeagueLevel
from competitions.core import cells
from competitions.core.pack.columns import code, line
from competitions.core.sheet import Column, SheetRow, read_sheet
from competitions.models import Department, League
from competitions.services.faults import FilesRefused
from competitions.services.recording import Recorder, Wanted

NATIONAL_LEAGUE = "copa-peru"

_COLUMNS = (
    Column("code", code(2)),
    Column("name", line(40)),
    Column("slug", code(50)),
    Column("capital", line(60)),
    Column("latitude", cells.number),
    Column("longitude", cells.number),
)


@transaction.atomic
def load_geography(
    data: bytes, *, actor: AbstractBaseUser | None = None, file: str = "departments.csv"
) -> None:
    """Departments as the file says, the national league, and a league for each department.

    Loading the same file again changes nothing. Departments that the file does not name stay.
    Raises FilesRefused.
    """
    sheet = read_sheet(file, data, _COLUMNS)
    if sheet.faults:
        raise FilesRefused(sheet.faults)
    recorder = Recorder(actor=actor, reason="geography")
    departments = _record_departments(recorder, sheet.rows)
    _record_leagues(recorder, departments)


def _record_departments(recorder: Recorder, rows: Iterable[SheetRow]) -> list[Department]:
    found = {department.code: department for department in Department.objects.all()}
    return recorder.record(
        Department,
        [
            Wanted(
                found.get(row["code"]),
                {
                    **row.values,
                    "latitude": float(row["latitude"]),
                    "longitude": float(row["longitude"]),
                },
            )
            for row in rows
        ],
    )


def _record_leagues(recorder: Recorder, departments: Iterable[Department]) -> None:
    found = {league.slug: league for league in League.objects.all()}
    national_values = {
        "slug": NATIONAL_LEAGUE,
        "name": "Copa Perú",
        "level": LeagueLevel.NATIONAL,
        "parent": None,
        "department": None,
    }
    [national] = recorder.record(League, [Wanted(found.get(NATIONAL_LEAGUE), national_values)])
    wanted: list[Wanted[League]] = []
    for department in departments:
        slug = f"liga-departamental-{department.slug}"
        values = {
            "slug": slug,
            "name": f"Liga Departamental de {department.name}",
            "level": LeagueLevel.DEPARTMENTAL,
            "parent": national,
            "department": department,
        }
        wanted.append(Wanted(found.get(slug), values))
    recorder.record(League, wanted)
