"""Signed links for the result of a fixture: made, sent by WhatsApp, shown again, taken back."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from competitions.choices import Reporter
from competitions.models import Fixture, ResultLink
from competitions.services.links import (
    closed_by,
    link_address,
    make_link,
    reporting_entry,
    take_back_link,
)
from competitions.services.writing import Refused
from standings.admin.base import DeskPage, key_in

GOOD_FOR = dt.timedelta(days=3)
"""How long a link is good after the match, if nobody says otherwise."""

WITH_NAMES = Fixture.objects.select_related(
    "home__club", "away__club", "round", "matchup", "stage__season", "stage__rule_set"
)


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link as it is listed; `address` and `whatsapp` while it is good."""

    link: ResultLink
    to: str
    state: str
    address: str = ""
    whatsapp: str = ""


class LinksPage(DeskPage):
    template = "admin/desk/links.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        fixture = self.find(WITH_NAMES, pk)
        return self._show(request, fixture, until=usual_end(fixture))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        fixture = self.find(WITH_NAMES, pk)
        if "take_back" in request.POST:
            return self._take_back(request, fixture)
        reporter = request.POST.get("reporter")
        if reporter not in Reporter.values:
            raise BadRequest
        until = _moment(request.POST.get("until", ""))
        if until is None:
            fault = gettext("Write the end as a day and an hour.")
            typed = request.POST.get("until", "")
            return self._show(request, fixture, until=typed, faults=[fault])
        try:
            link = make_link(fixture, reporter=reporter, expires_at=until, actor=request.user)
        except Refused as refusal:
            return self._show(request, fixture, until=until, faults=refusal.messages)
        return HttpResponseRedirect(f"{request.path}?enlace={link.pk}#e{link.pk}")

    def _take_back(self, request: HttpRequest, fixture: Fixture) -> HttpResponse:
        key = key_in(request.POST["take_back"])
        link = ResultLink.objects.filter(fixture=fixture, pk=key).first()
        if link is None:
            raise BadRequest
        link.fixture = fixture
        take_back_link(link, actor=request.user)
        messages.success(request, gettext("The link is worth nothing any more."))
        return HttpResponseRedirect(request.path)

    def _show(
        self, request: HttpRequest, fixture: Fixture, *, until: Any, faults: list[str] | None = None
    ) -> HttpResponse:
        found = fixture.links.select_related("report", "created_by").order_by("-pk")
        lines = [_line(request, link, fixture) for link in found]
        context = {
            "title": gettext("Links for the result"),
            "fixture": fixture,
            "lines": lines,
            "made": request.GET.get("enlace", ""),
            "senders": [(reporter, _called(fixture, reporter)) for reporter in Reporter.values],
            "until": until
            if isinstance(until, str)
            else timezone.localtime(until).strftime("%Y-%m-%dT%H:%M"),
            "faults": faults or [],
            "is_closed": fixture.is_official or fixture.is_archived,
        }
        return self.page(request, context, status=409 if faults else 200)


def usual_end(fixture: Fixture) -> dt.datetime:
    """Three days after the match, or from now where it was played or has no date."""
    now = timezone.now()
    if fixture.date is None:
        return now + GOOD_FOR
    kick_off = dt.datetime.combine(fixture.date, fixture.time or dt.time(15))
    return max(now, timezone.make_aware(kick_off)) + GOOD_FOR


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = timezone.make_aware(dt.datetime.fromisoformat(text[:16]))
        # Databases keep it in another zone, in which the last day of all days has no end.
        moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return moment


def _called(fixture: Fixture, reporter: str) -> str:
    entry = reporting_entry(fixture, reporter)
    return entry.name if entry else str(Reporter(reporter).label)


def _line(request: HttpRequest, link: ResultLink, fixture: Fixture) -> LinkLine:
    link.fixture = fixture
    to = _called(fixture, link.reporter)
    if state := closed_by(link):
        return LinkLine(link, to, state)
    address = request.build_absolute_uri(link_address(link))
    text = quote(_message(link, to, address))
    return LinkLine(link, to, "", address, f"https://wa.me/?text={text}")


def _message(link: ResultLink, to: str, address: str) -> str:
    """What is sent with the link, in the language of the country whoever makes it."""
    fixture = link.fixture
    with override(settings.LANGUAGE_CODE):
        until = timezone.localtime(link.expires_at)
        day = f" ({date_format(fixture.date, 'j/n/Y')})" if fixture.date else ""
        return gettext(
            "Copa Perú: result of %(match)s%(day)s. %(to)s, open this link after the match and "
            "write the score: %(address)s It is good for one report, until %(until)s. Please do "
            "not pass it on."
        ) % {
            "match": fixture,
            "day": day,
            "to": to,
            "address": f"{address}\n",
            "until": date_format(until, "j/n/Y H:i"),
        }
