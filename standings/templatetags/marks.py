"""The mark of a club: a shield made from its name alone (docs/design.md)."""

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from competitions.core.names import fold

register = template.Library()

SMALL_WORDS = frozenset(["de", "del", "la", "las", "los", "el", "y", "e", "fc", "cd", "fbc", "ac"])
SHIELD = "M0 0h20v13q0 7-10 11Q0 20 0 13z"
PATTERNS = (
    "",
    "M0 0h20v5H0z",
    "M.9 17h18.2q-1.8 4.2-9.1 7-7.3-2.8-9.1-7z",
    "M0 0h3v19.8Q0 17.5 0 13zM17 0h3v13q0 4.5-3 6.8z",
    "M0 0h10L0 10z",
    "M0 0h20v2H0zM0 3.5h20v2H0z",
)
SECOND_DYES = {1: "7462", 2: "7413", 3: "7461", 4: "6213", 5: "7412", 6: "7413", 7: "1236"}
"""For each dye of the field those that part well from it."""


def initials(name: str) -> str:
    """Two letters: of the first and the last word that count.

    >>> initials("Unión César Vallejo"), initials("Deportivo Municipal (Vice)"), initials("UDA")
    ('UV', 'DM', 'UD')
    """
    plain = re.sub(r"\(.*?\)", "", name)
    words = [w for w in re.findall(r"[^\W_]+", plain) if w.lower() not in SMALL_WORDS]
    words = [w for w in words if not w.isdigit()] or words
    words = words or re.findall(r"[^\W_]+", name) or ["·"]
    first = words[0]
    abbreviated = first.isupper() and len(first) in (2, 3)
    letters = first[:2] if len(words) == 1 or abbreviated else first[0] + words[-1][0]
    return fold(letters).replace(" ", "").upper() or "·"


@dataclass(frozen=True, slots=True)
class Emblem:
    """A mark before it is drawn: numbers of the dyes, and the path in the second one, if any."""

    field: int
    second: int
    pattern: str
    initials: str


@lru_cache(maxsize=4096)
def emblem(name: str) -> Emblem:
    number = zlib.crc32(name.encode())
    field, number = number % 7 + 1, number // 7
    second, number = SECOND_DYES[field][number % 4], number // 4
    return Emblem(field, int(second), PATTERNS[number % 6], initials(name))


@register.simple_tag
@lru_cache(maxsize=4096)
def mark(name: str, size: str = "") -> SafeString:
    found = emblem(name)
    return format_html(
        '<svg class="mark{} a{}{}" viewBox="0 0 20 24" aria-hidden="true"><path d="{}"/>{}'
        '<text x="10" y="14.5">{}</text></svg>',
        f" mark-{size}" if size else "",
        found.field,
        f" b{found.second}" if found.pattern else "",
        SHIELD,
        format_html('<path class="b" d="{}"/>', found.pattern) if found.pattern else mark_safe(""),
        found.initials,
    )
