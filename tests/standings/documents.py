"""Pages as a reader takes them: a tree of elements, strict about what is not closed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client

VOID = frozenset(["meta", "link", "br", "hr", "input", "img", "col", "source", "wbr"])
INLINE = frozenset(["a", "abbr", "b", "em", "i", "strong", "sup", "time"])
JOINER = "\u2060"


@dataclass(eq=False)
class Element:
    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    content: list["Element | str"] = field(default_factory=list)
    parent: "Element | None" = None

    @property
    def classes(self) -> set[str]:
        return set(self.attrs.get("class", "").split())

    @property
    def text(self) -> str:
        """What is read in it, single-spaced; pictures, and signs that only join, left out."""
        return re.sub(r"\s+", " ", self._raw_text).replace(JOINER, "").strip()

    @property
    def _raw_text(self) -> str:
        if self.tag in ("svg", "script", "style"):
            return ""
        words = "".join(part if isinstance(part, str) else part._raw_text for part in self.content)
        return words if self.tag in INLINE else f" {words} "

    def __iter__(self) -> Iterator["Element"]:
        """Every element below, in the order of the page."""
        waiting = self._elements
        while waiting:
            found = waiting.pop()
            yield found
            waiting += found._elements

    @property
    def _elements(self) -> list["Element"]:
        """Those right below, the last one first."""
        return [part for part in reversed(self.content) if isinstance(part, Element)]

    def all(self, tag: str = "", css: str = "", **attrs: str) -> list["Element"]:
        """Elements with the tag, all the classes of `css` and the attributes."""
        classes = set(css.split())
        values = [(name.rstrip("_"), value) for name, value in attrs.items()]
        return [
            found
            for found in self
            if (not tag or found.tag == tag)
            and (not classes or classes <= found.classes)
            and all(found.attrs.get(name) == value for name, value in values)
        ]

    def one(self, tag: str = "", css: str = "", **attrs: str) -> "Element":
        found = self.all(tag, css, **attrs)
        assert len(found) == 1, f"{len(found)} of <{tag} class={css!r} {attrs}>"
        return found[0]

    def has(self, tag: str = "", css: str = "", **attrs: str) -> bool:
        return bool(self.all(tag, css, **attrs))

    @property
    def links(self) -> list[str]:
        return [found.attrs["href"] for found in self.all("a")]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        made = Element(tag, {n: v or "" for n, v in attrs}, parent=self.open[-1])
        self.open[-1].content.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        assert closed.tag == tag, f"</{tag}> closes <{closed.tag}> at {self.getpos()}"

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def parse(html: str) -> Element:
    """The document; an element that is not closed, or closed twice, is an error."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert len(builder.open) == 1, f"<{builder.open[-1].tag}> is not closed"
    return builder.open[0]


def read(client: Client, path: str, status: int = 200) -> Element:
    response: HttpResponse = client.get(path)
    assert response.status_code == status, f"{path}: {response.status_code}"
    return parse(response.content.decode())


def is_harmless(script: Element) -> bool:
    """Whether it is data that nothing runs, or a file of our own."""
    if script.attrs.get("type") == "application/ld+json":
        return True
    return script.attrs.get("src", "").startswith("/static/js/") and not script.content


def rows_of(document: Element) -> dict[str, Element]:
    """The rows of a single table, by club."""
    rows = document.one("table", "standings").all("tr")
    return {row.one("summary").one("b").text: row for row in rows if row.has("summary")}
