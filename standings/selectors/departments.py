"""Departments: their leagues, clubs and who came up from them."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from competitions.models import Club, Department, Entry, League
from standings.selectors.clubs import clubs_with_seasons
from standings.selectors.seasons import NotFound


@dataclass(frozen=True, slots=True)
class DepartmentSeason:
    year: int
    is_simulated: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    department: Department
    clubs: tuple[Club, ...]
    leagues: tuple[League, ...]
    seasons: tuple[DepartmentSeason, ...]


def departments() -> QuerySet[Department]:
    return Department.objects.annotate(number_of_clubs=Count("clubs")).order_by("name")


def department_page(slug: str) -> DepartmentPage:
    department = Department.objects.filter(slug=slug).first()
    if department is None:
        raise NotFound("department")
    entries = (
        Entry.objects.filter(
            department=department, via="departmental", stage__season__is_archived=False
        )
        .select_related("club", "stage__season")
        .order_by("-stage__season__year", "departmental_rank", "club__name")
    )
    by_season: dict[tuple[int, bool], list[Entry]] = {}
    for entry in entries:
        season = entry.stage.season
        by_season.setdefault((season.year, season.is_simulated), []).append(entry)
    return DepartmentPage(
        department=department,
        clubs=tuple(clubs_with_seasons().filter(department=department).order_by("key")),
        leagues=tuple(department.leagues.order_by("name")),
        seasons=tuple(
            DepartmentSeason(year, simulated, tuple(mine))
            for (year, simulated), mine in by_season.items()
        ),
    )
