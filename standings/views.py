"""Public pages. A view asks one selector, and answers as a page or as a file of the same rows."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from standings import exports, feeds
from standings.filters import ClubFilter, QualifiedFilter
from standings.selectors import claims, clubs, qualified, seasons
from standings.tables import ClubsTable, QualifiedTable, ScorersTable, StandingsTable

View = Callable[..., HttpResponse]

CLUBS_PER_PAGE = 50


def page(view: View) -> View:
    """A safe page whose address may name something that is not there: a helpful 404, no error.

    Browsers keep it but ask each time whether it is still the same: no table is ever old, and on
    a slow line an unchanged one is not sent again.
    """

    @require_safe
    @cache_control(no_cache=True)
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except seasons.NotFound as missing:
            context = {"missing": missing.what, "season": missing.season}
            return render(request, "404.html", context, status=404)

    return answer


def number(text: str | None) -> int | None:
    """A number from the address; nonsense is as good as nothing."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else None


@page
def home(request: HttpRequest) -> HttpResponse:
    found = seasons.home_page()
    table = None
    if found and found.table:
        table = StandingsTable(found.table, found.stage, short=True)
    context = {"page": found, "nav": found and found.nav, "table": table}
    return render(request, "standings/home.html", context)


@page
def archive(request: HttpRequest, file_format: str = "") -> HttpResponse:
    lines = seasons.archive()
    if file_format:
        return exports.respond(exports.archive_sheet(lines), file_format)
    return render(request, "standings/archive.html", {"lines": lines})


@page
def season(request: HttpRequest, year: int, file_format: str = "") -> HttpResponse:
    found = seasons.season_page(year)
    if file_format:
        return exports.respond(exports.season_sheet(found), file_format)
    context = {"page": found, "nav": found.nav, "here": "season"}
    return render(request, "standings/season.html", context)


@page
def stage(request: HttpRequest, year: int, slug: str, file_format: str = "") -> HttpResponse:
    where = {"local": "home", "visita": "away"}.get(request.GET.get("sede", ""), "all")
    found = seasons.stage_page(
        year, slug, after_round=number(request.GET.get("fecha")), where=where
    )
    if file_format:
        return exports.respond(exports.stage_sheet(found), file_format)
    template = {
        "single_table": "standings/single_table.html",
        "groups": "standings/groups.html",
        "knock_out": "standings/bracket.html",
    }[found.stage.kind]
    shown = [StandingsTable(table, found.stage) for table in found.tables]
    return render(request, template, {"page": found, "nav": found.season, "tables": shown})


@page
def comparison(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    found = seasons.comparison_page(
        year,
        slug,
        request.GET.get("a", ""),
        request.GET.get("b", ""),
        after_round=number(request.GET.get("fecha")),
    )
    return render(request, "standings/comparison.html", {"page": found, "nav": found.season})


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
def scorers(request: HttpRequest, year: int, file_format: str = "") -> HttpResponse:
    found = qualified.scorers_page(year)
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
    found = claims.rulings_page(year)
    if file_format:
        return exports.respond(exports.rulings_sheet(found), file_format)
    context = {"page": found, "nav": found.season, "here": "rulings"}
    return render(request, "standings/rulings.html", context)


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
def club_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    found = clubs.club_page(slug)
    fixtures = [pair for season in found.seasons for pair in season.fixtures]
    return feeds.calendar(request, str(found.club), fixtures)


@page
def stage_calendar(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    _nav, found = seasons.one_stage(year, slug)
    name = f"Copa Perú {year}: {found.label}"
    return feeds.calendar(request, name, [(found, fixture) for fixture in found.fixtures])


@page
def department_list(request: HttpRequest, file_format: str = "") -> HttpResponse:
    found = clubs.departments()
    if file_format:
        return exports.respond(exports.departments_sheet(found), file_format)
    return render(request, "standings/departments.html", {"departments": found})


@page
def department(request: HttpRequest, slug: str, file_format: str = "") -> HttpResponse:
    found = clubs.department_page(slug)
    if file_format:
        return exports.respond(exports.clubs_sheet(found.clubs, slug), file_format)
    return render(request, "standings/department.html", {"page": found})


@page
def fixture(request: HttpRequest, pk: int, file_format: str = "") -> HttpResponse:
    found = clubs.fixture_page(pk)
    if file_format:
        return exports.respond(exports.fixture_sheet(found), file_format)
    return render(request, "standings/fixture.html", {"page": found, "nav": found.season})


@page
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "standings/about.html")
