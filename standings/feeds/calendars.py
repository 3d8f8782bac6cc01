"""Calendars: the dated matches of whatever is followed, with ids that stay."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from icalendar import Calendar, Event, Timezone, vDuration

from standings.feeds.words import in_brackets, match_words, remarks, where_words
from standings.selectors.followed import Followed, MatchNews
from standings.templatetags.matches import ground

LASTS = dt.timedelta(hours=2)
REFRESH = dt.timedelta(hours=1)
"""How often a calendar asks again; on a Sunday a match may move within the hour."""

STATUS = {"postponed": "TENTATIVE", "not_played": "CANCELLED", "annulled": "CANCELLED"}
"""Any other match takes place, or took."""


def calendar(
    request: HttpRequest, followed: Followed, matches: Iterable[MatchNews]
) -> HttpResponse:
    """Byte for byte the same until a match changes; a match without an hour takes the whole day."""
    found = Calendar.new(
        prodid="-//Copa Perú//copaperu//ES",
        uid=f"{followed.code}@copaperu",
        name=followed.name,
    )
    # RFC 7986 wants the type of the value named; Outlook looks at a property of its own.
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", vDuration(REFRESH).to_ical().decode())
    found.add("x-wr-timezone", settings.TIME_ZONE)
    found.add_component(_zone())
    for match in matches:
        found.add_component(_event(request, match))
    response = HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8")
    name = followed.code.replace("/", "-")
    response["Content-Disposition"] = f'inline; filename="copaperu-{name}.ics"'
    return response


@lru_cache(maxsize=1)
def _zone() -> Timezone:
    """Peru has had one offset since 1994, before every match that is recorded."""
    years = dt.date(1995, 1, 1), dt.date(2038, 1, 1)
    return Timezone.from_tzid(settings.TIME_ZONE, first_date=years[0], last_date=years[1])


def _event(request: HttpRequest, match: MatchNews) -> Event:
    stage, fixture, revision = match.stage, match.fixture, match.revision
    event = Event()
    event.add("uid", f"partido-{fixture.pk}@copaperu")
    event.add("dtstamp", revision.at)
    event.add("last-modified", revision.at)
    event.add("sequence", revision.number)
    event.add("summary", match_words(stage, fixture) + in_brackets(*remarks(stage, fixture)))
    event.add("description", f"Copa Perú {stage.year}: {where_words(stage, fixture)}")
    if fixture.date and fixture.time:
        start = dt.datetime.combine(fixture.date, fixture.time, ZoneInfo(settings.TIME_ZONE))
        event.add("dtstart", start)
        event.add("dtend", start + LASTS)
    else:
        event.add("dtstart", fixture.date)
    if where := ground(fixture):
        event.add("location", where)
    address = reverse("standings:fixture", args=[fixture.pk])
    event.add("url", request.build_absolute_uri(address))
    event.add("status", STATUS.get(fixture.status, "CONFIRMED"))
    event.add("transp", "TRANSPARENT")
    return event
