"""Clubs in stages."""

from django.db import transaction

from competitions.choices import Via
from competitions.core.consistency import Fault
from competitions.models import Club, Department, Entry, Group, Stage
from competitions.services.writing import Actor, Refused, record, remove


def enter_club(
    stage: Stage,
    *,
    club: Club,
    actor: Actor,
    group: Group | None = None,
    department: Department | None = None,
    via: Via = Via.UNKNOWN,
    origin: Entry | None = None,
    origin_place: int | None = None,
    departmental_rank: int | None = None,
    listed_name: str = "",
) -> Entry:
    """Enter a club in a stage, for its own department unless another one is given.

    Raises Refused; for a club that is already there it says in which group.
    """
    with transaction.atomic():
        there = Entry.objects.filter(stage=stage, club=club).select_related("group").first()
        if there is not None:
            code = "already_in_group" if there.group else "already_in_stage"
            params = {"name": there.name, "group": there.group.label if there.group else ""}
            raise Refused.for_fault(there, Fault(code, "club", params))
        if club.is_archived:
            raise Refused.for_fault(club, Fault("club_archived", "club", {"name": club.name}))
        return record(
            Entry(
                stage=stage,
                club=club,
                group=group,
                department=department or club.department,
                via=via,
                origin=origin,
                origin_place=origin_place,
                departmental_rank=departmental_rank,
                listed_name=listed_name,
            ),
            actor=actor,
        )


def withdraw_entry(entry: Entry, *, actor: Actor, reason: str = "") -> None:
    """Take a club out of a stage in which it plays no fixture yet. Raises Refused."""
    remove(entry, actor=actor, reason=reason)
