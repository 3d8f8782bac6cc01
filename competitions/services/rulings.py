"""Decisions that lie over results, and drawings of lots."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Model

from competitions.choices import ClaimState
from competitions.core.consistency import Fault
from competitions.models import (
    Claim,
    Entry,
    Fixture,
    Group,
    LotsDrawn,
    LotsPosition,
    Matchup,
    PointsAdjustment,
    Ruling,
    Stage,
)
from competitions.services.decisions import Decision
from competitions.services.writing import Actor, Refused, as_seen, record, write


def record_ruling(
    ruling: Ruling,
    *,
    actor: Actor,
    adjustments: Sequence[PointsAdjustment] = (),
    closes_claim: ClaimState | None = None,
    along: Sequence[Ruling] = (),
    fixtures: Sequence[Fixture] = (),
    seen: str = "",
) -> Ruling:
    """Record a decision with the points that it gives or takes, and what becomes of its claim.

    Every adjustment comes to belong to the ruling. `along` are rulings that follow from it, and
    `fixtures` matches that it changes or makes; `services.decisions.decide` finds both. `seen` is
    the state of the stage (`services.versions.state_of`) that the decision was shown with. Raises
    Refused, also where the stage is another one by now.
    """
    rows: list[Model] = [ruling]
    if closes_claim and ruling.claim:
        ruling.claim.state = closes_claim
        rows.append(ruling.claim)
    for adjustment in adjustments:
        adjustment.ruling = ruling
    with as_seen(ruling.stage, seen, about=ruling):
        write([*rows, *along, *fixtures, *adjustments], actor=actor, reason=ruling.document)
    return ruling


def record_decision(decision: Decision, *, actor: Actor, seen: str = "") -> Ruling:
    """`record_ruling` with all that `services.decisions.decide` found."""
    return record_ruling(
        decision.ruling,
        actor=actor,
        adjustments=decision.adjustments,
        closes_claim=decision.closes_claim,
        along=decision.along,
        fixtures=decision.fixtures,
        seen=seen,
    )


def try_decision(decision: Decision, *, actor: Actor) -> None:
    """Raise what recording the decision would raise. Nothing is written; the rows are spent."""
    with transaction.atomic():
        record_decision(decision, actor=actor)
        transaction.set_rollback(True)


def withdraw_ruling(
    ruling: Ruling,
    *,
    actor: Actor,
    reason: str,
    along: Sequence[Ruling] = (),
    fixtures: Sequence[Fixture] = (),
    gone: Sequence[Fixture] = (),
    reopens_claim: bool = False,
    seen: str = "",
) -> None:
    """Take a ruling back with its points; the result on the pitch holds again.

    `along` are other rulings of the same paper, `fixtures` matches that are to be played after all,
    `gone` replays that are not; `services.decisions.take_back` finds both. Raises Refused.
    """
    rulings = [ruling, *along]
    saved: list[Model] = list(fixtures)
    if reopens_claim and ruling.claim:
        ruling.claim.state = ClaimState.OPEN
        saved.append(ruling.claim)
    points = PointsAdjustment.objects.filter(ruling__in=rulings)
    with as_seen(ruling.stage, seen, about=ruling):
        write(saved, removed=[*points, *rulings, *gone], actor=actor, reason=reason)


def file_claim(claim: Claim, *, actor: Actor) -> Claim:
    """Record a complaint on behalf of a club. Raises Refused."""
    return record(claim, actor=actor)


def withdraw_claim(claim: Claim, *, actor: Actor, reason: str = "") -> Claim:
    """The club takes its complaint back. Raises Refused for one that is decided."""
    if claim.state != ClaimState.OPEN:
        raise Refused.for_fault(claim, Fault("claim_decided", "state"))
    claim.state = ClaimState.WITHDRAWN
    return record(claim, actor=actor, reason=reason)


def record_lots(
    stage: Stage,
    *,
    positions: Mapping[Entry, int],
    actor: Actor,
    group: Group | None = None,
    matchup: Matchup | None = None,
    drawn_on: date | None = None,
    act: str = "",
    drawn_by: str = "",
    seen: str = "",
) -> LotsDrawn:
    """Record a drawing: 1 is the best position, and clubs that it did not part share one.

    `seen` is the state of the stage (`services.versions.state_of`) that it was shown with. Raises
    Refused, also where the stage is another one by now.
    """
    lots = LotsDrawn(
        stage=stage, group=group, matchup=matchup, drawn_on=drawn_on, act=act, drawn_by=drawn_by
    )
    drawn = [
        LotsPosition(lots=lots, entry=entry, position=position)
        for entry, position in positions.items()
    ]
    with as_seen(stage, seen, about=lots):
        write([lots, *drawn], actor=actor, reason=act)
    return lots
