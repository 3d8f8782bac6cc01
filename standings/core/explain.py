"""Why is this club above that one? Criterion by criterion, with the matches behind each figure.

>>> from standings.core.criteria import Criterion
>>> from standings.core.ranking import Rules, TableFacts, rank
>>> from standings.core.record import Result
>>> rules = Rules((Criterion("points"), Criterion("goals_for")))
>>> ranking = rank(TableFacts(("A", "B"), (Result(1, "A", "B", 2, 2),)), rules)
>>> explanation = explain(ranking, "A", "B")
>>> explanation.verdict, explanation.decided_by
('level', None)
>>> [(step.criterion, step.status, step.a_value, step.b_value) for step in explanation.steps]
[('points', 'equal', 1, 1), ('goals_for', 'equal', 2, 2)]
"""

from dataclasses import dataclass
from typing import Literal

from standings.core.criteria import Options, Scope, Term, missing_keys, terms
from standings.core.ranking import Cut, Ranking
from standings.core.record import Club, Key, Number

Status = Literal["equal", "decides", "missing", "not_reached"]
Verdict = Literal["above", "below", "level"]


@dataclass(frozen=True, slots=True)
class Step:
    """What one criterion says of the two clubs.

    Values are None where they are unknown, or were never asked for. The terms of a known value sum
    to it. among: the clubs whose matches counted, for criteria on level clubs. missing: keys of
    results, or clubs, that kept the criterion from deciding.
    """

    criterion: str
    options: Options
    status: Status
    a_value: Number | None = None
    b_value: Number | None = None
    a_terms: tuple[Term, ...] = ()
    b_terms: tuple[Term, ...] = ()
    among: tuple[Club, ...] = ()
    missing: tuple[Key | Club, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where `a` stands against `b`. A criterion that started again has a step for each look."""

    a: Club
    b: Club
    verdict: Verdict
    decided_by: str | None
    steps: tuple[Step, ...]


def explain(ranking: Ranking, a: Club, b: Club) -> Explanation:
    """Any two clubs of the table. Raises KeyError for others, ValueError for a club and itself."""
    if a == b:
        raise ValueError(f"{a!r} has no place above or below itself")
    place, other = ranking.row(a).place, ranking.row(b).place
    cuts = [cut for cut in ranking.cuts if a in cut.figures and b in cut.figures]
    reached = {cut.index for cut in cuts}
    steps = [_step(ranking, cut, a, b) for cut in cuts]
    steps += [
        _step_beyond(ranking, index, a, b)
        for index in range(len(ranking.rules.criteria))
        if index not in reached
    ]
    deciding = [step.criterion for step in steps if step.status == "decides"]
    return Explanation(
        a=a,
        b=b,
        verdict="level" if place == other else "above" if place < other else "below",
        decided_by=deciding[0] if deciding else None,
        steps=tuple(steps),
    )


def _step(ranking: Ranking, cut: Cut, a: Club, b: Club) -> Step:
    criterion = ranking.rules.criteria[cut.index]
    missing: tuple[Key | Club, ...] = ()
    status: Status = cut.status
    if status == "missing":
        missing = missing_keys(criterion, ranking.table, cut.level, cut.among) or cut.level
    elif cut.figures[a] == cut.figures[b]:
        status = "equal"
    return Step(
        criterion=criterion.code,
        options=criterion.options,
        status=status,
        a_value=cut.figures[a],
        b_value=cut.figures[b],
        a_terms=terms(criterion, ranking.table, a, cut.among),
        b_terms=terms(criterion, ranking.table, b, cut.among),
        among=cut.among,
        missing=missing,
    )


def _step_beyond(ranking: Ranking, index: int, a: Club, b: Club) -> Step:
    """A criterion that came too late still shows the figures it has for the whole table."""
    criterion = ranking.rules.criteria[index]
    if criterion.kind.scope is not Scope.TABLE:
        return Step(criterion.code, criterion.options, "not_reached")
    return Step(
        criterion=criterion.code,
        options=criterion.options,
        status="not_reached",
        a_value=ranking.row(a).figures[criterion.code],
        b_value=ranking.row(b).figures[criterion.code],
        a_terms=terms(criterion, ranking.table, a),
        b_terms=terms(criterion, ranking.table, b),
    )
