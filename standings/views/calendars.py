"""Calendars of a club and of a stage."""

from django.http import HttpRequest, HttpResponse

from standings import feeds
from standings.selectors import clubs, seasons
from standings.views.base import page


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
