"""Rows into the values of the pure core. Relations are read with `.all()`: prefetch them."""

from competitions.choices import FixtureStatus, RulingEffect, SettlementStep
from competitions.core.matchup import MatchupFacts
from competitions.core.recorded import RecordedLeg, RecordedMatchup, RecordedRuling
from competitions.core.reports import Reported
from competitions.core.score import AHEAD, AWARD_GOALS, Effect, OfficialResult, official_result
from competitions.models import Fixture, Matchup, ResultReport, RuleSet, Ruling, Stage

MATCHUP_RELATIONS = ("fixtures__rulings", "rulings", "lots__positions")
"""What `matchup_facts` reads of a matchup."""


def rules_of(stage: Stage) -> RuleSet | None:
    return getattr(stage, "rule_set", None)


def settlement_of(stage: Stage) -> tuple[str, ...]:
    rules = rules_of(stage)
    return rules.settlement_steps if rules else ()


def award_goals_of(stage: Stage) -> int:
    rules = rules_of(stage)
    return rules.walkover_goals if rules else AWARD_GOALS


def official_result_of(
    fixture: Fixture, *, award_goals: int = AWARD_GOALS, ruled: bool = True
) -> OfficialResult:
    """The official result of a fixture under its rulings, or the one on the pitch."""
    rulings = fixture.rulings.all() if ruled else ()
    return official_result(
        fixture.facts,
        [ruling.facts_for(fixture) for ruling in rulings],
        award_goals=award_goals,
    )


def matchup_facts(
    matchup: Matchup, *, award_goals: int = AWARD_GOALS, ruled: bool = True
) -> MatchupFacts:
    """What is recorded of a matchup; with `ruled=False` as if nobody had ruled on it."""
    kept = [fixture for fixture in matchup.fixtures.all() if not fixture.is_archived]
    archived = {fixture.pk for fixture in matchup.fixtures.all()} - {f.pk for f in kept}
    fixtures = sorted(kept, key=lambda f: (f.is_extra, f.leg or 0, f.key))
    rulings = {r.pk: r for r in matchup.rulings.all() if r.fixture_id not in archived}
    rulings |= {ruling.pk: ruling for f in fixtures for ruling in f.rulings.all()}
    return RecordedMatchup(
        first=matchup.first_id,
        second=matchup.second_id,
        legs_expected=matchup.legs,
        legs=tuple(_leg(fixture, award_goals=award_goals, ruled=ruled) for fixture in fixtures),
        rulings=tuple(_ruling(ruling) for ruling in rulings.values()) if ruled else (),
        lots={
            drawn.entry_id: drawn.position
            for drawing in matchup.lots.all()
            for drawn in drawing.positions.all()
        },
        places={entry.pk: entry.origin_place for entry in (matchup.first, matchup.second) if entry},
        reported_winner=matchup.reported_winner_id,
        reported_decision=matchup.reported_decision,
    ).facts


def _leg(fixture: Fixture, *, award_goals: int, ruled: bool) -> RecordedLeg:
    facts = fixture.facts
    return RecordedLeg(
        key=fixture.pk,
        home=fixture.home_id,
        official=official_result_of(fixture, award_goals=award_goals, ruled=ruled),
        neutral=fixture.is_neutral,
        extra_time=facts.extra_time,
        penalties=facts.penalties,
        extra_match=fixture.is_extra,
        replaces=fixture.replaces_id,
    )


def _ruling(ruling: Ruling) -> RecordedRuling:
    return RecordedRuling(
        Effect(ruling.effect), ruling.entry_id, ruling.in_favour_of_id, ruling.fixture_id is None
    )


_SETTLING = (RulingEffect.AWARD, RulingEffect.DOUBLE_LOSS, RulingEffect.ANNULMENT)


def has_result(fixture: Fixture) -> bool:
    """Whether there is something that a league can confirm: a score, another end, or a ruling.

    A match that was played and whose score is not known has nothing yet.
    """
    if fixture.home_goals is not None or fixture.status not in (*AHEAD, FixtureStatus.PLAYED):
        return True
    return any(ruling.effect in _SETTLING for ruling in fixture.rulings.all())


def recorded_result(fixture: Fixture) -> Reported | None:
    """What the league has recorded, as somebody would report it; None while there is nothing.

    Blank for what nobody reports by a form: a match that was annulled, or awarded on the merits.
    """
    if not has_result(fixture):
        return None
    facts = fixture.facts
    if facts.full_time is not None:
        return Reported(facts.full_time, facts.half_time, facts.penalties)
    walkovers = [ruling for ruling in fixture.rulings.all() if ruling.is_walkover]
    if not walkovers:
        return Reported()
    favoured = walkovers[-1].in_favour_of_id
    if favoured is None:
        return Reported(absent="both")
    return Reported(absent="away" if favoured == fixture.home_id else "home")


def open_reports(fixture: Fixture) -> dict[str, ResultReport]:
    """The last report of each reporter that nobody has set aside."""
    reports = sorted(fixture.reports.all(), key=lambda report: (report.reported_at, report.pk))
    return {report.reporter: report for report in reports if not report.is_set_aside}


def voices(fixture: Fixture) -> dict[str, Reported]:
    return {reporter: report.said for reporter, report in open_reports(fixture).items()}


def may_have_penalties(fixture: Fixture) -> bool:
    """Whether a shoot-out can follow the match: its last leg, where the rules know penalties."""
    if fixture.is_extra:
        return True
    matchup = fixture.matchup
    is_last = matchup is None or fixture.leg in (None, matchup.legs)
    return (
        not fixture.stage.has_table
        and is_last
        and SettlementStep.PENALTIES in settlement_of(fixture.stage)
    )
