"""Pages that explain a table: a club's row, two clubs, the way of all through the rounds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from standings import exports
from standings.selectors import club_row, comparison, crossings_page, journeys
from standings.tables import StandingsTable
from standings.views.base import number, page, view_of_table


@page
def opened_row(request: HttpRequest, year: int, slug: str, club: str) -> HttpResponse:
    found = club_row.club_row_page(year, slug, club, **view_of_table(request))
    table = StandingsTable(found.table, found.stage)
    context = {"page": found, "nav": found.season, "table": table}
    return render(request, "standings/club_row.html", context)


@page
def why(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    found = comparison.comparison_page(
        year,
        slug,
        request.GET.get("a", ""),
        request.GET.get("b", ""),
        after_round=number(request.GET.get("fecha")),
    )
    return render(request, "standings/comparison.html", {"page": found, "nav": found.season})


@page
def places(request: HttpRequest, year: int, slug: str, file_format: str = "") -> HttpResponse:
    found = journeys.places_page(year, slug, clubs=request.GET.getlist("club"))
    if file_format:
        return exports.respond(exports.places_sheet(found), file_format)
    return render(request, "standings/places.html", {"page": found, "nav": found.season})


@page
def crossings(request: HttpRequest, year: int, slug: str, file_format: str = "") -> HttpResponse:
    found = crossings_page.crossings_page(year, slug)
    if file_format:
        return exports.respond(exports.crossings_sheet(found), file_format)
    return render(request, "standings/crossings.html", {"page": found, "nav": found.season})
