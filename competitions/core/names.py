"""Names as people write them: the key under which they are the same, and the nearest known one."""

import difflib
import unicodedata
from collections.abc import Iterable


def fold(text: str) -> str:
    """A key that forgets accents, case, punctuation and spacing.

    >>> fold("Unión  Áncash"), fold("Deportivo Municipal (Vice)"), fold("J. C. MARIÁTEGUI")
    ('union ancash', 'deportivo municipal vice', 'j c mariategui')
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = (c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def squeezed(text: str) -> str:
    """The key without its spaces, for short names: "F.C." and "FC" are one.

    >>> squeezed("Únicos F.C.")
    'unicosfc'
    """
    return fold(text).replace(" ", "")


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that `name` was most likely meant to be; "" when none is near.

    >>> nearest("home_goal", ["away_goals", "home_goals"]), nearest("xyz", ["home", "away"])
    ('home_goals', '')
    """
    by_key: dict[str, str] = {}
    for candidate in known:
        by_key.setdefault(fold(candidate), candidate)
    found = difflib.get_close_matches(fold(name), by_key, n=1)
    return by_key[found[0]] if found else ""
