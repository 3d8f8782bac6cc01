"""A correction carried through all the stages that it reaches: one act, all of it or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction

from competitions.core.consistency import Fault
from competitions.models import Entry, QualifierList, Stage
from competitions.models.fact import Fact
from competitions.services.brackets import Seat, seat_clubs
from competitions.services.entries import withdraw_entry
from competitions.services.going_up import bring_along, enter_lists, pass_on
from competitions.services.qualifiers import Listed, confirm_qualifiers, proposed_of
from competitions.services.versions import lock_stages, state_of
from competitions.services.writing import Actor, Refused


@dataclass(frozen=True, slots=True)
class Corrected:
    """What is to be written of a stage, after the stages before it.

    `seen` is its state as it was shown. `passed` and `entering` are clubs that come, with the
    points that they bring: entries that pass to the entry of another club, and clubs entered beside
    the others, by their entries in the stage before. `leaving` are entries taken out, `brought`
    places and points of those that stay, `seats` the sides of the bracket, `listed` the list that
    is confirmed anew, None where it stays.
    """

    stage: Stage
    seen: str
    passed: Mapping[int, tuple[int, Decimal]] = field(default_factory=dict)
    entering: Mapping[int, Decimal] = field(default_factory=dict)
    leaving: Sequence[int] = ()
    brought: Mapping[int, tuple[int | None, Decimal]] = field(default_factory=dict)
    seats: Sequence[Seat] = ()
    listed: Sequence[Listed] | None = None


def carry_through(
    corrected: Sequence[Corrected], *, actor: Actor, reason: str, on: date, note: str = ""
) -> list[Fact]:
    """Write all of it, each stage after those that feed it. Returns rows that it changed, one at
    least.

    The history has it as one act, for it is by one person, for one reason, at one time. `note` is
    what the lists confirmed say of themselves, blank leaves that. Raises Refused, also where a
    stage is not as it was shown and without a reason, and PermissionDenied; then nothing of it
    stays.
    """
    about = corrected[0].stage
    if not reason.strip():
        raise Refused.for_fault(about, Fault("correction_without_reason", "reason"))
    with transaction.atomic():
        keys = [found.stage.pk for found in corrected]
        lock_stages(keys)
        now = Stage.objects.in_bulk(keys)
        if any(state_of(now[found.stage.pk]) != found.seen for found in corrected):
            raise Refused.for_fault(about, Fault("stage_changed"))
        return [
            row
            for found in corrected
            for row in _correct(found, actor=actor, reason=reason, on=on, note=note)
        ]


def _correct(found: Corrected, *, actor: Actor, reason: str, on: date, note: str) -> Iterator[Fact]:
    stage = found.stage
    if found.passed:
        yield from pass_on(found.passed, stage=stage, actor=actor, reason=reason)
    if found.brought:
        yield from bring_along(found.brought, stage=stage, actor=actor, reason=reason)
    keys: dict[int, int] = {}
    if found.entering:
        lists = QualifierList.objects.filter(qualifiers__entry__in=found.entering)
        entered = enter_lists(
            lists,
            stage=stage,
            actor=actor,
            reason=reason,
            carried=found.entering,
            only=found.entering.keys(),
        )
        keys = {-entry.origin_id: entry.pk for entry in entered if entry.origin_id}
        yield from entered
    if found.seats:
        seats = [(pk, side, keys.get(entry or 0, entry)) for pk, side, entry in found.seats]
        yield from seat_clubs(stage, seats, actor=actor, reason=reason)
    for entry in Entry.objects.filter(pk__in=found.leaving).select_related("stage", "club"):
        withdraw_entry(entry, actor=actor, reason=reason)
    if found.listed is not None:
        yield confirm_qualifiers(
            stage,
            proposed=proposed_of(found.listed, keys),
            on=on,
            actor=actor,
            reason=reason,
            note=note or None,
        )
