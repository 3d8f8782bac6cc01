"""Facts of a page as schema.org describes them, for search engines.

Each function answers with plain values, ready for JSON-LD. Nothing simulated or inferred is given
out as an event: who reads this sees no mark beside it.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from competitions.choices import FixtureStatus
from standings.selectors.clubs import ClubPage
from standings.selectors.fixtures import FixturePage
from standings.selectors.home import HomePage
from standings.selectors.snapshot import ClubData, FixtureData

Absolute = Callable[[str], str]
"""Makes an address of this site whole: `/clubes/` -> `https://…/clubes/`."""
Thing = dict[str, Any]

SPORT = "Soccer"
SEARCH = "/buscar/?q="

_EVENT_STATUS = {
    FixtureStatus.SCHEDULED: "EventScheduled",
    FixtureStatus.PLAYED: "EventScheduled",
    FixtureStatus.POSTPONED: "EventPostponed",
    FixtureStatus.NOT_PLAYED: "EventCancelled",
}
"""schema.org has no word for a match that was abandoned or annulled."""


def as_script(things: Sequence[Thing]) -> str:
    """JSON that is safe inside `<script>`: no text can close it or open another element."""
    context = {"@context": "https://schema.org"}
    found = {**context, **things[0]} if len(things) == 1 else {**context, "@graph": list(things)}
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES)


_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def of_page(page: object, absolute: Absolute) -> list[Thing]:
    """What the value behind a page has to say; nothing for most pages."""
    match page:
        case FixturePage():
            return fixture(page, absolute)
        case ClubPage() if not page.club.is_simulated:
            return [club(page, absolute)]
        case HomePage():
            return [site(absolute)]
    return []


def fixture(page: FixturePage, absolute: Absolute) -> list[Thing]:
    """The match as an event, once its day is known."""
    found = page.fixture
    if page.season.is_simulated or found.is_inferred or found.date is None:
        return []
    event: Thing = {
        "@type": "SportsEvent",
        "name": f"{page.home.name} – {page.away.name}",
        "url": absolute(reverse("standings:fixture", args=[found.pk])),
        "sport": SPORT,
        "startDate": _start(found.date, found.time),
        "location": _place(found),
        "homeTeam": _team(page.home, absolute),
        "awayTeam": _team(page.away, absolute),
        "superEvent": {
            "@type": "SportsEvent",
            "name": f"Copa Perú {page.stage.year}, {page.stage.label}",
            "url": absolute(reverse("standings:stage", args=[page.stage.year, page.stage.slug])),
        },
    }
    if status := _EVENT_STATUS.get(FixtureStatus(found.status)):
        event["eventStatus"] = f"https://schema.org/{status}"
    return [event]


def _start(date: dt.date, time: dt.time | None) -> str:
    """A day, or the moment with the distance of Lima from Greenwich."""
    if time is None:
        return date.isoformat()
    return dt.datetime.combine(date, time, ZoneInfo(settings.TIME_ZONE)).isoformat()


def _place(found: FixtureData) -> Thing:
    """The ground as far as it is known; in Peru in any case."""
    address = {"@type": "PostalAddress", "addressCountry": "PE"}
    if found.venue_town:
        address["addressLocality"] = found.venue_town
    place: Thing = {"@type": "Place", "address": address}
    if found.venue:
        place["name"] = found.venue
    return place


def _team(data: ClubData, absolute: Absolute) -> Thing:
    return {
        "@type": "SportsTeam",
        "name": data.name,
        "url": absolute(reverse("standings:club", args=[data.slug])),
    }


def club(page: ClubPage, absolute: Absolute) -> Thing:
    found = page.club
    address = {
        "@type": "PostalAddress",
        "addressRegion": found.department.name,
        "addressCountry": "PE",
    }
    if found.home_town:
        address["addressLocality"] = found.home_town
    team: Thing = {
        "@type": "SportsTeam",
        "name": found.name,
        "url": absolute(reverse("standings:club", args=[found.slug])),
        "sport": SPORT,
        "location": {"@type": "Place", "address": address},
    }
    if page.names:
        team["alternateName"] = list(page.names)
    return team


def site(absolute: Absolute) -> Thing:
    """The site, and how it is searched."""
    home = reverse("standings:home")
    return {
        "@type": "WebSite",
        "name": "Copa Perú",
        "url": absolute(home),
        "about": {"@type": "SportsOrganization", "name": "Copa Perú", "sport": SPORT},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": absolute(home.rstrip("/") + SEARCH) + "{search_term_string}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(crumbs: Iterable[tuple[str, str]], absolute: Absolute) -> Thing:
    """Names and addresses in order; the page itself has no address."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": name,
                **({"item": absolute(address)} if address else {}),
            }
            for number, (name, address) in enumerate(crumbs, start=1)
        ],
    }
