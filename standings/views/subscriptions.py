"""Calendars and Atom feeds: of a season, a stage, a club and a department."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response

from standings.feeds.calendars import calendar
from standings.feeds.news import feed
from standings.selectors.followed import (
    Followed,
    dated_matches,
    followed_club,
    followed_department,
    followed_season,
    followed_stage,
    news,
)
from standings.views.base import page

FORM = 1
"""Raise it when the form of calendars or feeds changes, so that nobody keeps the old one."""


@page
def stage_calendar(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    return _calendar(request, followed_stage(year, slug))


@page
def club_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    return _calendar(request, followed_club(slug))


@page
def department_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    return _calendar(request, followed_department(slug))


@page
def season_feed(request: HttpRequest, year: int) -> HttpResponse:
    address = reverse("standings:season", args=[year])
    return _feed(request, followed_season(year), address)


@page
def stage_feed(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    address = reverse("standings:stage", args=[year, slug])
    return _feed(request, followed_stage(year, slug), address)


@page
def club_feed(request: HttpRequest, slug: str) -> HttpResponse:
    address = reverse("standings:club", args=[slug])
    return _feed(request, followed_club(slug), address)


@page
def department_feed(request: HttpRequest, slug: str) -> HttpResponse:
    address = reverse("standings:department", args=[slug])
    return _feed(request, followed_department(slug), address)


def _calendar(request: HttpRequest, found: Followed) -> HttpResponse:
    return _unless_known(request, found, lambda: calendar(request, found, dated_matches(found)))


def _feed(request: HttpRequest, found: Followed, address: str) -> HttpResponse:
    return _unless_known(request, found, lambda: feed(request, found, news(found), address))


def _unless_known(
    request: HttpRequest, found: Followed, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """Thousands of phones ask each hour: what they know already is not made again."""
    asked = (
        request.build_absolute_uri(),
        found.name,
        FORM,
        *(f"{s.pk}-{s.version}" for s in found.stages),
    )
    etag = f'"{hashlib.sha256(" ".join(map(str, asked)).encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = make()
        response["ETag"] = etag
    return response
