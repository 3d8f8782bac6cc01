"""Decisions that lie over results, and drawings of lots."""

from collections.abc import Mapping, Sequence
from datetime import date

from competitions.choices import ClaimState
from competitions.models import (
    Claim,
    Entry,
    Group,
    LotsDrawn,
    LotsPosition,
    Matchup,
    PointsAdjustment,
    Ruling,
    Stage,
)
from competitions.services.writing import Actor, record, write


def record_ruling(
    ruling: Ruling,
    *,
    actor: Actor,
    adjustments: Sequence[PointsAdjustment] = (),
    closes_claim: ClaimState | None = None,
) -> Ruling:
    """Record a decision with the points that it gives or takes, and what becomes of its claim.

    Every adjustment comes to belong to the ruling. Raises Refused.
    """
    rows: list[Ruling | Claim | PointsAdjustment] = [ruling]
    if closes_claim and ruling.claim:
        ruling.claim.state = closes_claim
        rows.append(ruling.claim)
    for adjustment in adjustments:
        adjustment.ruling = ruling
        rows.append(adjustment)
    write(rows, actor=actor, reason=ruling.document)
    return ruling


def withdraw_ruling(ruling: Ruling, *, actor: Actor, reason: str) -> None:
    """Take a ruling back with its points; the result on the pitch holds again."""
    write(removed=[*ruling.adjustments.all(), ruling], actor=actor, reason=reason)


def adjust_points(
    entry: Entry,
    *,
    points: int,
    reason: str,
    actor: Actor,
    decided_on: date | None = None,
    ruling: Ruling | None = None,
) -> PointsAdjustment:
    """Give a club points, or take them with a negative number. Raises Refused for none."""
    return record(
        PointsAdjustment(
            entry=entry, points=points, reason=reason, decided_on=decided_on, ruling=ruling
        ),
        actor=actor,
        reason=reason,
    )


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
) -> LotsDrawn:
    """Record a drawing: 1 is the best position, and clubs that it did not part share one."""
    lots = LotsDrawn(
        stage=stage, group=group, matchup=matchup, drawn_on=drawn_on, act=act, drawn_by=drawn_by
    )
    drawn = [
        LotsPosition(lots=lots, entry=entry, position=position)
        for entry, position in positions.items()
    ]
    write([lots, *drawn], actor=actor, reason=act)
    return lots
