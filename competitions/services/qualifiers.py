"""Who goes on from a stage, as an official confirms it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from competitions.choices import OutcomeKind, Via
from competitions.core.consistency import Fault
from competitions.models import Entry, Qualifier, QualifierList, Stage
from competitions.services.writing import Actor, Refused, remove, write


@dataclass(frozen=True, slots=True)
class Proposed:
    """A club that goes on: from which place, by which way, where to, and why."""

    entry: Entry
    place: int | None = None
    zone_code: str = ""
    via: Via = Via.PLACES
    to_stage: Stage | None = None
    outcome: OutcomeKind | str = ""
    destination: str = ""
    instead_of: Entry | None = None
    reason: str = ""
    remark: str = ""
    source: str = ""


_FIELDS = tuple(Proposed.__dataclass_fields__)


def confirm_qualifiers(
    stage: Stage,
    *,
    proposed: Sequence[Proposed],
    on: date,
    actor: Actor,
    reason: str = "",
) -> QualifierList:
    """Keep the list as it is proposed. An earlier list gives way to it; its history stays.

    A club that goes on by decision (`instead_of`) needs a reason. Raises Refused.
    """
    with transaction.atomic():
        former = QualifierList.objects.filter(stage=stage).first()
        qualifiers = former or QualifierList(stage=stage)
        qualifiers.confirmed_on = on
        qualifiers.confirmed_by = actor
        old = {_goal(row): row for row in former.qualifiers.all()} if former else {}
        rows = []
        for club in proposed:
            values = {name: getattr(club, name) for name in _FIELDS}
            row = old.pop(_goal(club), None) or Qualifier(qualifier_list=qualifiers)
            for name, value in values.items():
                setattr(row, name, value)
            rows.append(row)
        write([qualifiers, *rows], removed=old.values(), actor=actor, reason=reason)
    return qualifiers


def _goal(row: Proposed | Qualifier) -> tuple[int, int | None, str]:
    """What the database holds unique in a list."""
    to_stage = row.to_stage.pk if row.to_stage else None
    return row.entry.pk, to_stage, "" if to_stage else row.destination


def override_qualifier(
    qualifiers: QualifierList,
    *,
    entry: Entry,
    instead_of: Entry,
    reason: str,
    actor: Actor,
) -> Qualifier:
    """Let `entry` take the berth of `instead_of`, on the decision that `reason` names.

    The list keeps whose berth it was by the rules: a second override says instead of the same
    club as the first, and one that gives the berth back leaves no override. Raises Refused.
    """
    if not reason:
        raise Refused.for_fault(qualifiers, Fault("override_without_reason", "reason"))
    row = qualifiers.qualifiers.filter(entry=instead_of).first()
    if row is None:
        raise Refused.for_fault(
            qualifiers, Fault("not_on_list", "instead_of", {"name": instead_of.name})
        )
    by_rule = row.instead_of or instead_of
    row.entry = entry
    row.instead_of = None if entry == by_rule else by_rule
    row.via = Via.OVERRIDE
    row.reason = reason
    write([row], actor=actor, reason=reason)
    return row


def undo_confirmation(stage: Stage, *, actor: Actor, reason: str = "") -> None:
    """Take the confirmed list back; the stage has only a proposal again. Raises Refused."""
    qualifiers = QualifierList.objects.filter(stage=stage).first()
    if qualifiers is None:
        raise Refused.for_fault(stage, Fault("no_list"))
    remove(qualifiers, actor=actor, reason=reason)
