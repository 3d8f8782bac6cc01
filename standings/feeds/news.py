"""Atom feeds: results and rulings of whatever is followed, what changed last first."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from competitions.language import is_english
from standings.feeds.words import in_brackets, match_words, remarks, where_words
from standings.selectors.followed import Followed, MatchNews, News, RulingNews
from standings.templatetags.copaperu import JOINER, score
from standings.templatetags.decisions import points_beside, ruling_words
from standings.templatetags.matches import ground

AUTHORITY = "tag:copaperu,2026:"
"""What every id begins with, wherever the site is served from (RFC 4151)."""


class Feed(Atom1Feed):
    """It says when the last of its entries changed; an empty one does not say now."""

    def latest_post_date(self) -> dt.datetime:
        return self.feed["updated"]


@dataclass(frozen=True, slots=True)
class Entry:
    kind: str
    title: str
    summary: str
    address: str


def feed(
    request: HttpRequest, followed: Followed, items: Sequence[News], page: str
) -> HttpResponse:
    """`page` is the address of what is followed."""
    found = Feed(
        title=_("%(name)s: results and rulings") % {"name": followed.name},
        link=request.build_absolute_uri(page),
        description=None,
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=f"{AUTHORITY}{followed.code}{'/en' if is_english() else ''}",
        language=get_language(),
        author_name="Copa Perú",
        updated=max((item.revision.at for item in items), default=_beginning(followed)),
    )
    for item in items:
        entry = _of_match(item) if isinstance(item, MatchNews) else _of_ruling(item)
        found.add_item(
            title=_plain(entry.title),
            link=request.build_absolute_uri(entry.address),
            description=escape(_plain(entry.summary)),
            unique_id=f"{AUTHORITY}{entry.kind}/{item.pk}",
            updateddate=item.revision.at,
        )
    return HttpResponse(found.writeString("utf-8"), content_type=Feed.content_type)


def _beginning(followed: Followed) -> dt.datetime:
    year = max((stage.year for stage in followed.stages), default=2026)
    return dt.datetime(year, 1, 1, tzinfo=dt.UTC)


def _of_match(item: MatchNews) -> Entry:
    stage, fixture = item.stage, item.fixture
    brackets = in_brackets(where_words(stage, fixture), *remarks(stage, fixture))
    parts = [f"Copa Perú {stage.year}, {stage.label}", _day(item.day), ground(fixture)]
    if half := fixture.match.half_time:
        parts.append(_("First half %(score)s.") % {"score": score(half)})
    return Entry(
        kind="partido",
        title=match_words(stage, fixture) + brackets,
        summary=_sentences(parts),
        address=reverse("standings:fixture", args=[fixture.pk]),
    )


def _of_ruling(item: RulingNews) -> Entry:
    ruling, stage = item.ruling, item.stage
    did = ruling_words(ruling)
    match = match_words(stage, ruling.fixture) if ruling.fixture else ""
    parts = (
        did,
        points_beside(ruling),
        match,
        str(ruling.text),
        f"Copa Perú {stage.year}, {stage.label}",
        _day(item.day),
    )
    simulated = [_("simulated")] if stage.is_simulated else []
    return Entry(
        kind="resolucion",
        title=f"{ruling.document or _('Ruling')}: {did}" + in_brackets(*simulated),
        summary=_sentences(parts),
        address=reverse("standings:rulings", args=[stage.year])
        + f"?resolucion={item.pk}#r{item.pk}",
    )


def _sentences(parts: Iterable[str]) -> str:
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _day(day: dt.date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _plain(text: str) -> str:
    """Without the joiners that keep a score on one line of a page."""
    return text.replace(JOINER, "")
