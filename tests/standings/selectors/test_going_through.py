"""The list that is confirmed against the one that the rules propose, over many tables."""

from dataclasses import replace

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from competitions.core.score import MatchFacts, Score, Status, official_result
from standings.selectors.going_through import Line, Plan, going_through
from standings.selectors.qualification import (
    disagreement,
    is_to_be_confirmed,
    lists_out_of_date,
    proposal,
    target_of,
)
from standings.selectors.seasons import one_stage
from standings.selectors.since import Result, changes_since
from standings.selectors.snapshot import QualifierData, StageData
from standings.templatetags.going_through import recorded_result
from tests.factories import (
    FixtureFactory,
    LotsDrawnFactory,
    PointsAdjustmentFactory,
    RulingFactory,
    ZoneFactory,
)
from tests.standings.scenes import entry, knock_out, single_table

CLUBS = ("Ada", "Boca", "Cali", "Deza", "Elio")


@pytest.fixture
def five() -> StageData:
    """Five clubs that all meet once, the best two and the best of a department going on."""
    stage = single_table()
    stage.rule_set.zones.update(leads_to=knock_out())
    for number, home in enumerate(CLUBS):
        for away in CLUBS[number + 1 :]:
            FixtureFactory(stage=stage, home=entry(stage, home), away=entry(stage, away))
    ZoneFactory(
        rule_set=stage.rule_set,
        code="liga",
        tone="prize",
        first_place=3,
        last_place=4,
        outcome="league_place",
        destination="Liga 3",
    )
    return one_stage(2030, "nacional")[1]


def played(stage: StageData, scores: list[tuple[int, int]]) -> StageData:
    matches = [MatchFacts(Status.PLAYED, Score(*score)) for score in scores]
    fixtures = tuple(
        replace(fixture, match=match, official=official_result(match, [], award_goals=3))
        for fixture, match in zip(stage.fixtures, matches, strict=True)
    )
    return replace(stage, fixtures=fixtures)


def with_list(stage: StageData, lines: tuple[Line, ...]) -> StageData:
    """As if the lines had been confirmed."""
    return replace(
        stage,
        qualifiers=tuple(
            QualifierData(
                entry=line.club.entry,
                place=line.place,
                zone=line.zone,
                via=line.via,
                to_stage=line.destination.stage,
                to_stage_slug=line.destination.slug,
                to_stage_label=line.destination.label,
                outcome=line.destination.outcome,
                destination=line.destination.label.es if not line.destination.stage else "",
                instead_of=line.instead_of.entry if line.instead_of else None,
                reason=line.reason,
                remark=line.remark,
                source=line.source,
            )
            for line in lines
        ),
    )


def overridden(plan: Plan, number: int) -> tuple[Line, ...]:
    """The lines with a club of no list in the place of one of them."""
    line = plan.lines[number]
    free = [c for c in plan.stage.clubs.values() if c not in {li.club for li in plan.lines}]
    decided = replace(
        line, club=free[0], instead_of=line.club, via="override", place=5, reason="Acta."
    )
    return (*plan.lines[:number], decided, *plan.lines[number + 1 :])


scores = st.lists(st.tuples(*[st.integers(0, 3)] * 2), min_size=10, max_size=10)


@pytest.mark.django_db
def test_lines_are_the_proposal_and_a_confirmed_list_agrees(five: StageData) -> None:
    seen = set()

    @given(scores, scores)
    def check(first: list[tuple[int, int]], then: list[tuple[int, int]]) -> None:
        stage = played(five, first)
        plan = going_through(stage)
        proposed = {(p.club.entry, target_of(p.destination)) for p in proposal(stage)}
        assert {line.key for line in plan.lines} == proposed
        assert len(plan.lines) == len(proposed)
        if not proposed:
            return
        confirmed = with_list(stage, plan.lines)
        assert (disagreement(confirmed), bool(going_through(confirmed).changes)) == (None, False)
        # Whatever happens afterwards, the list is as it was, and says whether the facts are.
        later = played(confirmed, then)
        changes = going_through(later).changes
        assert bool(changes.added or changes.dropped) == (disagreement(later) is not None)
        assert later.qualifiers == confirmed.qualifiers
        seen.add(bool(changes))

    check()
    assert seen == {True, False}


@pytest.mark.django_db
def test_an_override_agrees_until_its_berth_moves(five: StageData) -> None:
    tried = []

    @given(scores, st.integers(0, 3))
    def check(results: list[tuple[int, int]], number: int) -> None:
        stage = played(five, results)
        plan = going_through(stage)
        if len(plan.lines) != 4:
            return
        tried.append(number)
        decided = with_list(stage, overridden(plan, number))
        again = going_through(decided)
        assert (disagreement(decided), bool(again.changes)) == (None, False)
        assert [line.reason for line in again.lines if line.instead_of] == ["Acta."]

    check()
    assert tried


@pytest.mark.django_db
def test_lists_to_confirm_and_out_of_date(five: StageData) -> None:
    stage = played(five, [(3, 0)] * 10)
    confirmed = with_list(stage, going_through(stage).lines)
    upside_down = played(confirmed, [(0, 3)] * 10)
    ((found, _),) = lists_out_of_date([stage, confirmed, upside_down])
    assert found is upside_down
    assert [is_to_be_confirmed(one) for one in (five, stage, confirmed)] == [False, True, False]
    # As long as a result is missing nobody is pressed.
    waiting = replace(stage, fixtures=(five.fixtures[0], *stage.fixtures[1:]))
    assert not is_to_be_confirmed(waiting)
    assert not is_to_be_confirmed(replace(stage, zones=()))


@pytest.mark.django_db
def test_what_changed_since_is_told_with_its_kind() -> None:
    stage = single_table("Ada 2-0 Boca", "Cali 1-0 Deza")
    fixture = stage.fixtures.first()
    at = timezone.now()
    ruling = RulingFactory(stage=stage, fixture=fixture, in_favour_of=fixture.away, document="R 1")
    PointsAdjustmentFactory(entry=fixture.home, points=-3)
    LotsDrawnFactory(stage=stage, act="Acta 2")
    RulingFactory(document="De otra etapa")
    fixture.note = "Con lluvia."
    fixture.save()
    ruling.delete()
    last = stage.fixtures.last()
    last.home_goals = None
    last.away_goals = None
    last.save()
    last.delete()
    found = changes_since(stage.pk, at)
    assert [(change.kind, change.what, change.is_removed) for change in found] == [
        ("result", "Cali – Deza", True),
        ("result", "Cali – Deza", False),
        ("ruling", "R 1", True),
        ("lots", "Acta 2", False),
        ("points", "Ada: -3", False),
        ("ruling", "R 1", False),
    ]
    assert found[1].before == Result("played", Score(1, 0))


def test_results_read_as_they_are_spoken() -> None:
    plain = Result("played", Score(1, 1))
    assert [
        recorded_result(found).replace("\u2060", "")
        for found in (
            None,
            Result("postponed", None),
            plain,
            replace(plain, extra=Score(2, 2), penalties=Score(4, 3)),
        )
    ] == ["sin registrar", "postergado", "1–1", "2–2, 4–3 por penales"]
