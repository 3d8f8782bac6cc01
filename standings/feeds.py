"""Calendars of a stage and of a club: the dated matches, with ids that stay."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Calendar, Event

from standings.selectors.snapshot import FixtureData, StageData
from standings.templatetags.copaperu import shown_score

LASTS = dt.timedelta(hours=2)


def calendar(
    request: HttpRequest, name: str, fixtures: Iterable[tuple[StageData, FixtureData]]
) -> HttpResponse:
    """Matches whose date is known; one without an hour takes the whole day."""
    found = Calendar()
    found.add("prodid", "-//Copa Perú//ES")
    found.add("version", "2.0")
    found.add("x-wr-calname", name)
    for stage, fixture in fixtures:
        if fixture.date is not None:
            found.add_component(_event(request, stage, fixture))
    response = HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="copaperu.ics"'
    return response


def _event(request: HttpRequest, stage: StageData, fixture: FixtureData) -> Event:
    event = Event()
    event.add("uid", f"partido-{fixture.pk}@copaperu")
    event.add("dtstamp", timezone.now())
    event.add("summary", _summary(stage, fixture))
    if fixture.time is None:
        event.add("dtstart", fixture.date)
    else:
        zone = ZoneInfo(settings.TIME_ZONE)
        start = dt.datetime.combine(fixture.date, fixture.time, zone)
        event.add("dtstart", start)
        event.add("dtend", start + LASTS)
    if fixture.venue:
        event.add("location", ", ".join(filter(None, [fixture.venue, fixture.venue_town])))
    address = reverse("standings:fixture", args=[fixture.pk])
    event.add("url", request.build_absolute_uri(address))
    event.add("status", "TENTATIVE" if fixture.status == "postponed" else "CONFIRMED")
    return event


def _summary(stage: StageData, fixture: FixtureData) -> str:
    home, away = stage.clubs[fixture.home].name, stage.clubs[fixture.away].name
    score = shown_score(fixture)
    middle = f"{score.home}–{score.away}" if score else "–"
    mark = f" ({_('simulated')})" if stage.is_simulated else ""
    between = pgettext("home, score and away", "%(home)s %(score)s %(away)s")
    return between % {"home": home, "score": middle, "away": away} + mark
