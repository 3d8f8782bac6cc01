"""Results that were pasted and accepted, with the spellings that were accepted with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from competitions.core.fixture_state import FixtureState
from competitions.core.names import fold
from competitions.models import Club, ClubAlias, Round
from competitions.permissions import permissions
from competitions.services.rounds import RoundRecorded, record_round
from competitions.services.writing import Actor, write


@dataclass(frozen=True, slots=True)
class Accepted:
    """A fixture, by primary key, as it is to stand, and the state that the official saw.

    `spellings` are names by the primary key of the club that they were accepted for.
    """

    fixture: int
    state: FixtureState
    seen: str
    spellings: tuple[tuple[int, str], ...] = ()


def record_pasted(
    round_: Round, *, accepted: Sequence[Accepted], actor: Actor, reason: str = ""
) -> RoundRecorded:
    """Record results of a round together with other names of its clubs: both or neither.

    A spelling is kept with a row that was not refused, where the actor may add other names to that
    club, has room for it, and it is not one of its names already. Raises PermissionDenied and
    Refused.
    """
    with transaction.atomic():
        found = record_round(
            round_,
            rows={row.fixture: row.state for row in accepted},
            actor=actor,
            reason=reason,
            seen={row.fixture: row.seen for row in accepted},
        )
        spellings = [
            spelling
            for row in accepted
            if row.fixture not in found.refused
            for spelling in row.spellings
        ]
        write(_new_names(spellings, actor), actor=actor, reason=reason)
    return found


def _new_names(spellings: Iterable[tuple[int, str]], actor: Actor) -> list[ClubAlias]:
    longest = ClubAlias._meta.get_field("key").max_length or 0  # noqa: SLF001
    wanted = {
        (club, key): name
        for club, name in spellings
        if (key := fold(name)) and max(len(key), len(name)) <= longest
    }
    clubs = Club.objects.prefetch_related("aliases").in_bulk({club for club, _ in wanted})
    names = []
    for (pk, key), name in wanted.items():
        club = clubs[pk]
        alias = ClubAlias(club=club, name=name)
        known = {club.key, fold(club.short_name), *(other.key for other in club.aliases.all())}
        if key not in known and _may_add(actor, alias):
            names.append(alias)
    return names


def _may_add(actor: Actor, alias: ClubAlias) -> bool:
    return actor is None or permissions.may(actor, "add", ClubAlias, row=alias)
