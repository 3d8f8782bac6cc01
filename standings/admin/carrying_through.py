"""A correction with everything that follows from it: from what was shown to what is written."""

from competitions.services.correcting import Corrected
from competitions.services.qualifiers import Listed
from competitions.services.versions import state_of
from standings.selectors.downstream import Downstream, Step
from standings.selectors.going_through import Line, Plan
from standings.templatetags.going_through import kept_reason


def corrected(found: Downstream) -> list[Corrected]:
    """What is to be written, stage by stage."""
    return [_corrected(step) for step in found.steps if step.is_written]


def _corrected(step: Step) -> Corrected:
    clubs = step.clubs
    return Corrected(
        stage=step.stage,
        seen=state_of(step.stage),
        passed={p.club.entry: (p.line.club.entry, p.points) for p in clubs.passing},
        entering={e.line.club.entry: e.points for e in clubs.entering},
        leaving=[club.entry for club in clubs.leaving],
        brought={b.entry: (b.place, b.points) for b in clubs.brought},
        seats=[(s.view.data.pk, s.side, s.ought.entry if s.ought else None) for s in step.seatings],
        listed=[listed_line(line, step.plan) for line in step.plan.lines]
        if step.changes and step.plan
        else None,
    )


def listed_line(line: Line, plan: Plan) -> Listed:
    """A row of the list as it would be confirmed."""
    to = line.destination
    return Listed(
        entry=line.club.entry,
        place=line.place,
        zone_code=line.zone,
        via=line.via,
        to_stage=to.stage,
        outcome=to.outcome,
        destination="" if to.stage else to.label.es,
        instead_of=line.instead_of.entry if line.instead_of else None,
        reason=kept_reason(line, plan.stage),
        remark=line.remark,
        source=line.source,
    )
