"""The list of pages for search engines: one index, parts of a few thousand addresses each.

Django's own sitemaps read every row of a section for each part of it, in both languages at once;
a season has 300,000 matches.
"""

from collections.abc import Callable, Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import override

from standings.selectors.site import SiteEntry, SiteSection

Absolute = Callable[[str], str]

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_TYPE = "application/xml; charset=utf-8"


def index(sections: Iterable[SiteSection], absolute: Absolute) -> HttpResponse:
    parts = [
        f"<sitemap><loc>{escape(absolute(_part(section.name, page)))}</loc></sitemap>\n"
        for section in sections
        for page in range(1, section.pages + 1)
    ]
    text = f'{_HEAD}<sitemapindex xmlns="{_SCHEMA}">\n{"".join(parts)}</sitemapindex>\n'
    return HttpResponse(text, content_type=_TYPE)


def part(entries: Iterable[SiteEntry], absolute: Absolute) -> HttpResponse:
    """Each page in each language, with its other faces beside it."""
    text = "".join(_faces(list(entries), absolute))
    namespaces = f'xmlns="{_SCHEMA}" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return HttpResponse(f"{_HEAD}<urlset {namespaces}>\n{text}</urlset>\n", content_type=_TYPE)


def _part(section: str, page: int) -> str:
    return reverse("site:sitemap", args=[section, page])


def _faces(entries: list[SiteEntry], absolute: Absolute) -> Iterator[str]:
    spanish, english = (
        _addresses(entries, code, absolute) for code in (settings.LANGUAGE_CODE, "en")
    )
    for entry, es, en in zip(entries, spanish, english, strict=True):
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(address)}/>'
            for language, address in (("es-PE", es), ("en", en), ("x-default", es))
        )
        changed = f"<lastmod>{entry.changed_at:%Y-%m-%d}</lastmod>" if entry.changed_at else ""
        for address in (es, en):
            yield f"<url><loc>{escape(address)}</loc>{changed}{alternates}</url>\n"


def _addresses(entries: Iterable[SiteEntry], language: str, absolute: Absolute) -> list[str]:
    with override(language):
        return [absolute(reverse(f"standings:{entry.name}", args=entry.args)) for entry in entries]
