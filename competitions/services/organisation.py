"""Clubs and what they are called."""

from competitions.models import Club, ClubAlias
from competitions.services.writing import Actor, write


def rename_club(club: Club, *, name: str, actor: Actor, reason: str = "") -> Club:
    """Give a club a new name and keep the old one as an alias. Raises Refused."""
    former, club.name = club.name, name
    rows: list[Club | ClubAlias] = [club]
    if former != name and not club.aliases.filter(name=former).exists():
        rows.append(ClubAlias(club=club, name=former))
    write(rows, actor=actor, reason=reason)
    return club
