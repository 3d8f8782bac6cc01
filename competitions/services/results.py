"""What officials record of a fixture."""

from datetime import date

from competitions.choices import FixtureStatus, RulingEffect
from competitions.core.consistency import Fault
from competitions.core.score import MatchFacts
from competitions.models import Entry, Fixture, Ruling
from competitions.services.decisions import decide
from competitions.services.rulings import record_decision
from competitions.services.writing import Actor, Refused, record


def record_result(
    fixture: Fixture, *, result: MatchFacts, actor: Actor, reason: str = ""
) -> Fixture:
    """Record what happened on the pitch: status and every score. What `result` leaves out is
    taken out. Raises Refused.
    """
    fixture.status = FixtureStatus(result.status.value)
    for part, score in (
        ("goals", result.full_time),
        ("half", result.half_time),
        ("extra", result.extra_time),
        ("penalties", result.penalties),
    ):
        setattr(fixture, f"home_{part}", score.home if score else None)
        setattr(fixture, f"away_{part}", score.away if score else None)
    return record(fixture, actor=actor, reason=reason)


def award_walkover(
    fixture: Fixture,
    *,
    to: Entry | None,
    actor: Actor,
    document: str = "",
    decided_on: date | None = None,
    text: str = "",
) -> Ruling:
    """Give the match to the club that appeared; `to=None` if neither did, and both lose.

    The ruling carries the score that the stage's rules give a walkover, and the points that they
    take from a club that did not appear. The fixture becomes one that was not played, unless it
    has a score: a match can be stopped because a club left. Raises Refused.
    """
    if fixture.rulings.filter(is_walkover=True).exists():
        raise Refused.for_fault(fixture, Fault("walkover_twice"))
    ruling = Ruling(
        stage=fixture.stage,
        fixture=fixture,
        effect=RulingEffect.AWARD if to else RulingEffect.DOUBLE_LOSS,
        in_favour_of=to,
        is_walkover=True,
        document=document,
        decided_on=decided_on,
        text=text,
    )
    return record_decision(decide(ruling), actor=actor)
