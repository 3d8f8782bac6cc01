"""What clubs are called."""

from collections.abc import Iterable

from competitions.core.names import fold
from competitions.models import Club, ClubAlias


def former_names(club: Club, *, former: str, beside: Iterable[ClubAlias] = ()) -> list[ClubAlias]:
    """The name that a club had, to be written with its new one as another name: people search and
    paste by it for years. None where only accents differ, or where it is on record or `beside`.
    """
    known = {fold(club.name), *(fold(alias.name) for alias in (*club.aliases.all(), *beside))}
    return [] if fold(former) in known else [ClubAlias(club=club, name=former)]
