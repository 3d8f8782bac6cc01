"""Signed addresses by which a club or the referee reports one result without logging in.

The address is the right: it is signed over the key of the link and of the club that it was made
for, so it can be shown again to whoever may make one, stands nowhere, and is worth nothing once the
link is used, taken back or past its end.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from competitions.choices import Reporter
from competitions.core.consistency import Fault
from competitions.models import Entry, Fixture, ResultLink
from competitions.services.writing import Actor, Refused, record

Closed = Literal[
    "", "tampered", "taken_back", "used", "archived", "official", "not_playing", "expired"
]

_SIGNER = signing.Signer(sep=".", salt="competitions.result_link")


@dataclass(frozen=True, slots=True)
class Opened:
    """What an address leads to. `closed` says why nothing can be reported by it any more.

    `link` is None where the address was not made here.
    """

    link: ResultLink | None
    closed: Closed = ""


def make_link(
    fixture: Fixture, *, reporter: str, expires_at: dt.datetime, actor: Actor
) -> ResultLink:
    """An address for one report by a club or the referee, good until `expires_at`.

    Raises Refused where it could not be used, and PermissionDenied for someone else's fixture.
    """
    link = ResultLink(fixture=fixture, reporter=reporter, expires_at=expires_at, created_by=actor)
    if expires_at <= timezone.now():
        raise Refused.for_fault(link, Fault("link_expired_at_once", "expires_at"))
    if closed := _closed_fixture(fixture):
        code = "is_archived" if closed == "archived" else "link_to_official"
        raise Refused.for_fault(link, Fault(code, "", {"name": str(fixture)}))
    return record(link, actor=actor)


def take_back_link(link: ResultLink, *, actor: Actor, reason: str = "") -> ResultLink:
    """Make the address worth nothing. One that was used stays as it is: its report is there."""
    if not hasattr(link, "report"):
        link.is_revoked = True
        record(link, actor=actor, reason=reason)
    return link


def link_address(link: ResultLink) -> str:
    """The path of the form behind the link, in the language of the country.

    Show it to nobody but who may make such a link.
    """
    with override(settings.LANGUAGE_CODE):
        return reverse("competitions:report", args=[_SIGNER.sign(_payload(link))])


def open_link(token: str) -> Opened:
    """The link that a token was made for, read afresh with its fixture and its report."""
    try:
        payload = _SIGNER.unsign(token)
    except signing.BadSignature:
        return Opened(None, "tampered")
    link = (
        ResultLink.objects.select_related(
            "report",
            "fixture__home__club",
            "fixture__away__club",
            "fixture__round",
            "fixture__matchup",
            "fixture__venue",
            "fixture__stage__season",
            "fixture__stage__rule_set",
            "fixture__stage__league",
        )
        .filter(pk=int(payload.partition("-")[0]))
        .first()
    )
    if link is None:
        return Opened(None, "tampered")
    return Opened(link, closed_by(link, meant=payload))


def closed_by(link: ResultLink, *, meant: str = "") -> Closed:
    """Why a link leads nowhere any more; blank for one that is good."""
    if link.is_revoked:
        return "taken_back"
    if hasattr(link, "report"):
        return "used"
    if closed := _closed_fixture(link.fixture):
        return closed
    sender = reporting_entry(link.fixture, link.reporter)
    if (meant and meant != _payload(link)) or (sender is not None and sender.club.is_archived):
        return "not_playing"
    return "expired" if link.expires_at <= timezone.now() else ""


def _closed_fixture(fixture: Fixture) -> Closed:
    if fixture.is_archived:
        return "archived"
    return "official" if fixture.is_official else ""


def reporting_entry(fixture: Fixture, reporter: str) -> Entry | None:
    """The club that reports; None for the referee."""
    return {Reporter.HOME: fixture.home, Reporter.AWAY: fixture.away}.get(Reporter(reporter))


def _payload(link: ResultLink) -> str:
    sender = reporting_entry(link.fixture, link.reporter)
    return f"{link.pk}-{sender.pk if sender else 0}"
