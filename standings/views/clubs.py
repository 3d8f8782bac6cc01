"""Pages of clubs, departments and fixtures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from standings import exports
from standings.filters import ClubFilter
from standings.selectors import clubs, departments, fixtures
from standings.selectors.map import running_map
from standings.tables import ClubsTable
from standings.views.base import page, year_in

CLUBS_PER_PAGE = 50


@page
def club_list(request: HttpRequest, file_format: str = "") -> HttpResponse:
    filtered = ClubFilter(request.GET, clubs.clubs_with_seasons().order_by("key", "pk"))
    if file_format:
        return exports.respond(exports.clubs_sheet(filtered.qs, _("clubs")), file_format)
    table = ClubsTable(filtered.qs)
    # A page that does not exist falls back to the first or the last one.
    RequestConfig(request, paginate={"per_page": CLUBS_PER_PAGE}).configure(table)
    return render(request, "standings/clubs.html", {"filter": filtered, "table": table})


@page
def club(request: HttpRequest, slug: str, file_format: str = "") -> HttpResponse:
    found = clubs.club_page(slug)
    if file_format:
        return exports.respond(exports.club_sheet(found), file_format)
    return render(request, "standings/club.html", {"page": found})


@page
def department_list(request: HttpRequest, file_format: str = "") -> HttpResponse:
    found = departments.departments()
    if file_format:
        return exports.respond(exports.departments_sheet(found), file_format)
    context = {"departments": found, "map": running_map()}
    return render(request, "standings/departments.html", context)


@page
def department(request: HttpRequest, slug: str, file_format: str = "") -> HttpResponse:
    if file_format:
        sheet = exports.clubs_sheet(departments.clubs_of_department(slug), slug)
        return exports.respond(sheet, file_format)
    year = year_in(request.GET.get("temporada", ""))
    found = departments.department_page(slug, year=year)
    return render(request, "standings/department.html", {"page": found})


@page
def fixture(request: HttpRequest, pk: int, file_format: str = "") -> HttpResponse:
    found = fixtures.fixture_page(pk)
    if file_format:
        return exports.respond(exports.fixture_sheet(found), file_format)
    return render(request, "standings/fixture.html", {"page": found, "nav": found.season})
