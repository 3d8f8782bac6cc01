"""The clubs of a stage, chosen and written at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Model

from competitions.core.consistency import Fault
from competitions.models import Club, Entry, Stage
from competitions.permissions import permissions
from competitions.services.naming import NamedClub, key_of, named_clubs
from competitions.services.placing import Unarrangeable
from competitions.services.writing import Actor, as_seen, write

MOST_CLUBS = 100


@dataclass(frozen=True, slots=True)
class Entering:
    """The clubs that are to be in a stage: those that are ticked, by name, then those that are
    written. `leaving` are in it now and would not be any more; `faults` are about `clubs` and
    `names`."""

    entries: tuple[Entry, ...]
    leaving: tuple[Entry, ...]
    named: tuple[NamedClub, ...]
    faults: tuple[Fault, ...]

    @property
    def new_clubs(self) -> list[NamedClub]:
        return [found for found in self.named if found.is_new]

    @property
    def rows(self) -> list[Model]:
        """What is to be written, each row after those that it refers to."""
        new = [found.club for found in self.new_clubs]
        return [*new, *sorted(self.entries, key=lambda entry: entry.pk is None)]


def entering(stage: Stage, *, clubs: Sequence[int], names: Sequence[str], actor: Actor) -> Entering:
    """The clubs of these keys and of these names. Nothing is written."""
    named, faults = named_clubs(
        names, league=stage.league, actor=actor, made_up=stage.season.is_simulated
    )
    rows = Entry.objects.filter(stage=stage).select_related(
        "club__department", "club__league", "group", "department"
    )
    entered = {entry.club_id: entry for entry in rows.order_by("club__name")}
    chosen = _chosen(clubs, named, entered, actor)
    entries = [
        entered.get(club.pk)
        or Entry(
            stage=stage,
            club=club,
            department=club.department,
            evidence=stage.season.evidence_within,
        )
        for club in chosen
    ]
    kept = {club.pk for club in chosen}
    count = len(entries)
    if count > MOST_CLUBS:
        faults.append(Fault("too_many_clubs", "clubs", {"count": count, "most": MOST_CLUBS}))
    elif stage.size and count > stage.size:
        over = {"count": count, "size": stage.size, "more": count - stage.size}
        faults.append(Fault("stage_is_full", "clubs", over))
    return Entering(
        tuple(entries),
        tuple(entry for pk, entry in entered.items() if pk not in kept),
        tuple(named),
        tuple(faults),
    )


def _chosen(
    keys: Sequence[int], named: Sequence[NamedClub], entered: Mapping[int, Entry], actor: Actor
) -> list[Club]:
    rows = Club.objects.filter(pk__in=set(keys) - entered.keys(), is_archived=False)
    ticked = rows.select_related("department", "league")
    chosen = list(ticked if actor is None else permissions.choosable(actor, ticked))
    chosen += [entered[pk].club for pk in set(keys) & entered.keys()]
    clubs = {key_of(club): club for club in sorted(chosen, key=lambda club: club.name)}
    for found in named:
        club = entered[found.club.pk].club if found.club.pk in entered else found.club
        clubs.setdefault(key_of(club), club)
    return list(clubs.values())


def enter_clubs(
    stage: Stage,
    *,
    clubs: Sequence[int],
    names: Sequence[str],
    actor: Actor,
    seen: str = "",
) -> Entering:
    """Enter the clubs, new ones with them, and take out those that are not among them.

    `seen` is the state of the stage that they were chosen with. Raises Unarrangeable, and Refused:
    a club that plays already stays.
    """
    found = entering(stage, clubs=clubs, names=names, actor=actor)
    if found.faults:
        raise Unarrangeable(found.faults)
    with as_seen(stage, seen, about=stage):
        write(found.rows, removed=found.leaving, actor=actor)
    return found
