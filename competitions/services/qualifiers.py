"""Who goes on from a stage, as an official confirms it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from competitions.choices import OutcomeKind, Via
from competitions.core.consistency import Fault
from competitions.models import Entry, Qualifier, QualifierList, Stage, Zone
from competitions.services.versions import is_as_seen
from competitions.services.writing import LONGEST_REASON, Actor, Refused, remove, write


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


@dataclass(frozen=True, slots=True)
class Listed:
    """The same by keys, as a page has it. A club that the same act enters is told by the entry that
    it comes from, negative."""

    entry: int
    place: int | None = None
    zone_code: str = ""
    via: Via | str = Via.PLACES
    to_stage: int | None = None
    outcome: OutcomeKind | str = ""
    destination: str = ""
    instead_of: int | None = None
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
    note: str | None = None,
    seen: str = "",
) -> QualifierList:
    """Keep the list as it is proposed. An earlier list gives way to it; its history stays.

    A club that goes on by decision (`instead_of`) needs a reason. `note` is what the list says of
    itself, None leaves it. `seen` is the state of the stage that the list was proposed from, as
    `versions.state_of` tells it; a stage that moved on since is refused. Raises Refused.
    """
    with transaction.atomic():
        if not is_as_seen(stage.pk, seen):
            raise Refused.for_fault(stage, Fault("stage_moved_on"))
        former = QualifierList.objects.filter(stage=stage).first()
        qualifiers = former or QualifierList(stage=stage)
        qualifiers.confirmed_on = on
        qualifiers.confirmed_by = actor
        if note is not None:
            qualifiers.note = note
        old = (
            {_goal(row): row for row in former.qualifiers.select_related("entry", "to_stage")}
            if former
            else {}
        )
        rows = []
        for club in proposed:
            values = {name: getattr(club, name) for name in _FIELDS}
            row = old.pop(_goal(club), None) or Qualifier(qualifier_list=qualifiers)
            for name, value in values.items():
                setattr(row, name, value)
            rows.append(row)
        changed = write([qualifiers, *rows], removed=old.values(), actor=actor, reason=reason)
        if (changed or old) and qualifiers not in changed:
            # The history of the list tells when it was confirmed, also twice on one day.
            QualifierList.history.bulk_history_create(
                [qualifiers],
                update=True,
                default_user=actor,
                default_change_reason=reason[:LONGEST_REASON],
            )
    return qualifiers


def _goal(row: Proposed | Qualifier) -> tuple[int, int | None, str]:
    """What the database holds unique in a list."""
    to_stage = row.to_stage.pk if row.to_stage else None
    return row.entry.pk, to_stage, "" if to_stage else row.destination


def proposed_of(listed: Sequence[Listed], keys: Mapping[int, int] | None = None) -> list[Proposed]:
    """Rows of a list, with their entries and stages read; `keys` are those of entries that the same
    act has made. Two queries."""
    keys = keys or {}
    entries = Entry.objects.in_bulk(
        {keys.get(key, key) for row in listed for key in (row.entry, row.instead_of) if key}
    )
    stages = Stage.objects.in_bulk({row.to_stage for row in listed} - {None})
    return [
        Proposed(
            entry=entries[keys.get(row.entry, row.entry)],
            place=row.place,
            zone_code=row.zone_code,
            via=Via(row.via),
            to_stage=stages.get(row.to_stage),
            outcome=row.outcome,
            destination=row.destination,
            instead_of=entries[keys.get(row.instead_of, row.instead_of)]
            if row.instead_of
            else None,
            reason=row.reason,
            remark=row.remark,
            source=row.source,
        )
        for row in listed
    ]


def override_qualifier(
    qualifiers: QualifierList,
    *,
    entry: Entry,
    instead_of: Entry,
    reason: str,
    actor: Actor,
    row: Qualifier | None = None,
    place: int | None = None,
    source: str = "",
) -> Qualifier:
    """Let `entry`, at its own `place`, take the berth of `instead_of`, as `reason` says.

    `row` is the berth where that club has two. The list keeps whose berth it was by the rules: a
    second override says instead of the same club as the first, and one that gives the berth back
    leaves no override. Raises Refused.
    """
    if not reason:
        raise Refused.for_fault(qualifiers, Fault("override_without_reason", "reason"))
    row = row or qualifiers.qualifiers.filter(entry=instead_of).first()
    if row is None:
        raise Refused.for_fault(
            qualifiers, Fault("not_on_list", "instead_of", {"name": instead_of.name})
        )
    by_rule = row.instead_of or instead_of
    if entry == by_rule:
        return undo_override(row, reason=reason, actor=actor)
    row.entry = entry
    row.instead_of = by_rule
    row.via = Via.OVERRIDE
    row.place = place
    row.reason = reason
    row.source = source
    write([row], actor=actor, reason=reason)
    return row


def undo_override(row: Qualifier, *, reason: str, actor: Actor) -> Qualifier:
    """Give the berth back to the club that has it by the rules, as it was on the list before.

    Raises Refused for a row that is no override, and for the berth of a club that was never on the
    list: that one can only be taken off.
    """
    by_rule = row.instead_of
    if by_rule is None:
        raise Refused.for_fault(row, Fault("not_on_list", "instead_of", {"name": row.entry.name}))
    before = (
        Qualifier.history.filter(id=row.pk, entry=by_rule, instead_of=None)
        .order_by("history_date", "history_id")
        .last()
    )
    row.entry, row.instead_of = by_rule, None
    row.via = before.via if before else _via_of(row)
    for name in ("place", "reason", "remark", "source"):
        setattr(
            row, name, getattr(before, name) if before else Qualifier().serializable_value(name)
        )
    write([row], actor=actor, reason=reason)
    return row


def _via_of(row: Qualifier) -> str:
    zone = Zone.objects.filter(
        rule_set__stage=row.qualifier_list.stage_id, code=row.zone_code
    ).first()
    return Via(zone.kind) if zone else Via.UNKNOWN


def grant_berth(
    qualifiers: QualifierList, *, granted: Proposed, reason: str, actor: Actor
) -> Qualifier:
    """Put a club on the list for the empty berth of an excluded one. Raises Refused."""
    if not reason:
        raise Refused.for_fault(qualifiers, Fault("override_without_reason", "reason"))
    values = {name: getattr(granted, name) for name in _FIELDS}
    row = Qualifier(qualifier_list=qualifiers, **{**values, "reason": reason, "via": Via.OVERRIDE})
    write([row], actor=actor, reason=reason)
    return row


def take_off(row: Qualifier, *, reason: str, actor: Actor) -> None:
    """Take a club off the list that nobody replaces. Raises Refused."""
    remove(row, actor=actor, reason=reason)


def undo_confirmation(stage: Stage, *, actor: Actor, reason: str = "") -> None:
    """Take the confirmed list back; the stage has only a proposal again. Raises Refused."""
    qualifiers = QualifierList.objects.filter(stage=stage).first()
    if qualifiers is None:
        raise Refused.for_fault(stage, Fault("no_list"))
    clubs = qualifiers.qualifiers.all()
    write(removed=[*clubs, qualifiers], actor=actor, reason=reason)
