"""What the head of a page says to search engines, and what crumbs say to both."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from standings import structured
from standings.templatetags.descriptions import description_of, title_of

register = template.Library()


@register.simple_tag(takes_context=True)
def page_title(context: Mapping[str, Any]) -> str:
    return title_of(context.get("page"))


@register.simple_tag(takes_context=True)
def page_description(context: Mapping[str, Any]) -> str:
    return description_of(context.get("page"))


@register.simple_tag(takes_context=True)
def structured_data(context: Mapping[str, Any]) -> SafeString:
    """The facts of `page` in a data block; browsers do not run it, so the policy lets it pass."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return mark_safe("")
    return _data_block(structured.of_page(context.get("page"), request.build_absolute_uri))


@register.simple_block_tag(takes_context=True)
def breadcrumbs(context: Mapping[str, Any], content: str) -> SafeString:
    """The crumbs as they are written, and the same for search engines."""
    request: HttpRequest | None = context.get("request")
    reader = _Crumbs()
    reader.feed(content)
    if request is None or not reader.found:
        return mark_safe(content)  # noqa: S308 - a template rendered it
    crumbs = [(" ".join(name.split()), address) for name, address in reader.found]
    things = [structured.breadcrumbs(crumbs, request.build_absolute_uri)]
    return mark_safe(content + _data_block(things))  # noqa: S308 - as above


def _data_block(things: list[structured.Thing]) -> SafeString:
    if not things:
        return mark_safe("")
    json = mark_safe(structured.as_script(things))  # noqa: S308 - it escapes
    return format_html('<script type="application/ld+json">{}</script>\n', json)


class _Crumbs(HTMLParser):
    """Collects the items of the list: what each says and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self.found.append(("", ""))
        elif tag == "a" and self.found:
            self.found[-1] = (self.found[-1][0], dict(attrs).get("href") or "")

    def handle_data(self, data: str) -> None:
        if self.found:
            name, address = self.found[-1]
            self.found[-1] = (name + data, address)
