"""Pages of a season, of its stages and of its lists."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from standings import exports
from standings.filters import QualifiedFilter
from standings.selectors import archive as archived
from standings.selectors import home as front
from standings.selectors import overview, qualified, seasons
from standings.selectors import rulings as office
from standings.selectors.berths import awaited
from standings.selectors.department_way import department_way
from standings.selectors.map import map_of
from standings.selectors.scorers import scorers_page
from standings.selectors.way import way_page
from standings.tables import QualifiedTable, ScorersTable, StandingsTable
from standings.views.base import key, number, page, view_of_table


@page
def home(request: HttpRequest) -> HttpResponse:
    found = front.home_page()
    table = None
    if found and found.table:
        table = StandingsTable(found.table, found.stage, short=True)
    context = {"page": found, "nav": found and found.nav, "table": table}
    return render(request, "standings/home.html", context)


@page
def archive(request: HttpRequest, file_format: str = "") -> HttpResponse:
    found = archived.archive()
    if file_format:
        return exports.respond(exports.archive_sheet(found.lines), file_format)
    return render(request, "standings/archive.html", {"page": found})


@page
def season(request: HttpRequest, year: int, file_format: str = "") -> HttpResponse:
    found = overview.season_page(year)
    if file_format:
        return exports.respond(exports.season_sheet(found), file_format)
    context = {"page": found, "nav": found.nav, "here": "season"}
    return render(request, "standings/season.html", context)


@page
def stage(request: HttpRequest, year: int, slug: str, file_format: str = "") -> HttpResponse:
    found = seasons.stage_page(
        year, slug, **view_of_table(request), club=request.GET.get("club", "")
    )
    if file_format:
        return exports.respond(exports.stage_sheet(found), file_format)
    template = {
        "single_table": "standings/single_table.html",
        "groups": "standings/groups.html",
        "knock_out": "standings/bracket.html",
    }[found.stage.kind]
    shown = [StandingsTable(table, found.stage) for table in found.tables]
    context = {
        "page": found,
        "nav": found.season,
        "tables": shown,
        "awaited": awaited(found.stage, today=timezone.localdate()),
    }
    return render(request, template, context)


@page
def match_round(
    request: HttpRequest, year: int, slug: str, n: int, file_format: str = ""
) -> HttpResponse:
    found = seasons.round_page(year, slug, n)
    if file_format:
        return exports.respond(exports.round_sheet(found), file_format)
    return render(request, "standings/round.html", {"page": found, "nav": found.season})


@page
def qualifiers(request: HttpRequest, year: int, file_format: str = "") -> HttpResponse:
    found = qualified.qualified_page(year, request.GET.get("etapa", ""))
    filtered = QualifiedFilter(request.GET, found)
    if file_format:
        return exports.respond(exports.qualified_sheet(found, filtered.rows), file_format)
    context = {
        "page": found,
        "nav": found.season,
        "here": "qualified",
        "filter": filtered,
        "table": QualifiedTable(filtered.rows),
    }
    return render(request, "standings/qualified.html", context)


@page
def way(request: HttpRequest, year: int, file_format: str = "") -> HttpResponse:
    found = way_page(year, today=timezone.localdate())
    if file_format:
        return exports.respond(exports.way_sheet(found), file_format)
    context = {"page": found, "nav": found.season, "here": "way", "map": map_of(found)}
    return render(request, "standings/way.html", context)


@page
def way_of_department(
    request: HttpRequest, year: int, slug: str, file_format: str = ""
) -> HttpResponse:
    found = department_way(year, slug, today=timezone.localdate())
    if file_format:
        return exports.respond(exports.department_way_sheet(found), file_format)
    context = {"page": found, "nav": found.season, "here": "way"}
    return render(request, "standings/department_way.html", context)


@page
def scorers(request: HttpRequest, year: int, file_format: str = "") -> HttpResponse:
    found = scorers_page(year)
    if file_format:
        return exports.respond(exports.scorers_sheet(found), file_format)
    context = {
        "page": found,
        "nav": found.season,
        "here": "scorers",
        "published": ScorersTable(found.published) if found.published else None,
        "counted": ScorersTable(found.counted) if found.counted else None,
    }
    return render(request, "standings/scorers.html", context)


@page
def rulings(request: HttpRequest, year: int, file_format: str = "") -> HttpResponse:
    found = office.rulings_page(
        year,
        number=number(request.GET.get("page")) or 1,
        ruling=key(request.GET.get("resolucion")),
        claim=key(request.GET.get("reclamo")),
        whole=bool(file_format),
    )
    if file_format:
        return exports.respond(exports.rulings_sheet(found), file_format)
    context = {"page": found, "nav": found.season, "here": "rulings"}
    return render(request, "standings/rulings.html", context)
