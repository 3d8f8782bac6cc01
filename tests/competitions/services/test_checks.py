"""Each contradiction in rows: the fault that is told, the field it stands at, the names in it."""

import ast
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from competitions.models import Claim, LotsDrawn, Qualifier, Ruling
from competitions.services import checks
from competitions.services.checks import faults_in
from competitions.services.sentences import SENTENCES
from tests.factories import (
    FACTORIES,
    ClaimFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    FixtureFactory,
    GoalFactory,
    GroupFactory,
    GroupStageFactory,
    KnockOutFactory,
    LeagueFactory,
    LegFactory,
    LotsDrawnFactory,
    LotsPositionFactory,
    MatchupFactory,
    PointsAdjustmentFactory,
    PublishedRowFactory,
    QualifierFactory,
    RoundFactory,
    RuleSetFactory,
    RulingFactory,
    SeasonFactory,
    SeasonNoteFactory,
    StageFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db


def told(*rows: Model) -> list[tuple[str, str]]:
    return [(found.fault.code, found.fault.field) for found in faults_in(rows)]


def sentences(*rows: Model) -> list[str]:
    with override("en"):
        return [message for found in faults_in(rows) for message in found.error.messages]


@pytest.mark.parametrize("model", FACTORIES, ids=lambda model: model.__name__)
def test_row_of_a_factory_has_no_fault(model: type) -> None:
    assert faults_in(FACTORIES[model].create_batch(2)) == []


def test_every_code_has_its_sentence_and_every_sentence_its_code() -> None:
    root = Path(checks.__file__).parent.parent
    sources = [
        root / "core" / "consistency.py",
        root / "core" / "score.py",
        root / "core/matchup.py",
        root / "core/feeding.py",
    ]
    sources += (root / "services").glob("*.py")
    sources += (root / "services" / "openings").glob("*.py")
    texts = {
        node.value
        for path in sources
        if path.name != "sentences.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    suffixed = {f"{text}_match" for text in texts}
    assert set(SENTENCES) <= texts | suffixed
    faults = {
        node.args[0].value
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Fault"
        and isinstance(node.args[0], ast.Constant)
    }
    assert faults <= set(SENTENCES)


@pytest.mark.parametrize("rows", [1, 3])
def test_fixtures_of_a_table_are_checked_in_a_fixed_number_of_queries(rows: int) -> None:
    stage = StageFactory()
    round_ = RoundFactory(stage=stage)
    fixtures = FixtureFactory.create_batch(rows, stage=stage, round=round_, score="1-0")
    for fixture in fixtures:
        GoalFactory(fixture=fixture)
        RulingFactory(fixture=fixture)
    with CaptureQueriesContext(connection) as queries:
        faults_in(fixtures)
    assert len(queries) == 4


@pytest.mark.parametrize("rows", [1, 3])
def test_legs_are_checked_in_a_fixed_number_of_queries(rows: int) -> None:
    legs = [LegFactory(score="1-0") for _ in range(rows)]
    for leg in legs:
        LegFactory(matchup=leg.matchup, leg=2, score="1-0", penalties="4-3")
        GoalFactory(fixture=leg)
        RulingFactory(fixture=leg)
    with CaptureQueriesContext(connection) as queries:
        faults_in(legs)
    assert len(queries) == 8


# Fixtures


def test_fixture_with_parts_of_another_stage() -> None:
    stage = GroupStageFactory()
    fixture = FixtureFactory(
        stage=stage,
        home=EntryFactory(),
        group=GroupFactory(),
        round=RoundFactory(stage=StageFactory()),
        replaces=FixtureFactory(),
    )
    assert told(fixture) == [
        ("other_stage", "home"),
        ("other_stage", "group"),
        ("other_stage", "round"),
        ("other_stage", "replaces"),
        ("in_no_group", "home"),
        ("in_no_group", "away"),
    ]


def test_fixture_with_a_matchup_of_another_stage() -> None:
    matchup = MatchupFactory()
    fixture = FixtureFactory(matchup=matchup)
    assert ("other_stage", "matchup") in told(fixture)


def test_group_fixture_with_a_club_of_another_group() -> None:
    group = GroupFactory(name="Grupo A")
    other = GroupFactory(stage=group.stage, name="Grupo B")
    home = EntryFactory(stage=group.stage, group=group)
    away = EntryFactory(stage=group.stage, group=other, club__name="UCV")
    fixture = FixtureFactory(stage=group.stage, group=group, home=home, away=away)
    assert sentences(fixture) == ["UCV plays in Grupo B, not in Grupo A."]


def test_section_of_a_knock_out_holds_nobody() -> None:
    stage = KnockOutFactory()
    fixture = FixtureFactory(stage=stage, group=GroupFactory(stage=stage))
    assert told(fixture) == []


def test_club_twice_in_a_round() -> None:
    first = FixtureFactory(round=RoundFactory())
    first.round.stage = first.stage
    first.round.save()
    second = FixtureFactory(stage=first.stage, round=first.round, home=first.away)
    assert told(second) == [("plays_twice_in_round", "round")]
    assert sentences(second) == [f"{first.away} already plays in this round: {first}."]


@pytest.mark.parametrize("apart", ["is_extra", "replaces"])
def test_extra_match_and_replay_may_share_a_round(apart: str) -> None:
    stage = StageFactory()
    round_ = RoundFactory(stage=stage)
    first = FixtureFactory(stage=stage, round=round_, score="1-1")
    values = {"is_extra": True} if apart == "is_extra" else {"replaces": first}
    second = FixtureFactory(stage=stage, round=round_, home=first.home, away=first.away, **values)
    assert told(first, second) == []


def test_leg_of_other_clubs_or_another_round() -> None:
    matchup = MatchupFactory()
    stage = matchup.round.stage
    stranger = EntryFactory(stage=stage)
    leg = LegFactory(matchup=matchup, away=stranger, round=RoundFactory(stage=stage, number=2))
    assert told(leg) == [("round_not_of_matchup", "round"), ("not_in_matchup", "away")]


def test_leg_of_an_open_matchup() -> None:
    matchup = MatchupFactory(second=None, second_slot="Ganador L2")
    stage = matchup.round.stage
    fixture = FixtureFactory(stage=stage, matchup=matchup)
    assert told(fixture) == [("matchup_has_other_club", "matchup")]


def test_leg_number_above_the_legs() -> None:
    assert told(LegFactory(matchup__legs=1, leg=2)) == [("no_such_leg", "leg")]


def test_penalties_in_a_match_of_a_table() -> None:
    assert told(FixtureFactory(score="1-1", penalties="4-3")) == [
        ("penalties_not_allowed", "home_penalties")
    ]


def test_penalties_in_an_extra_match_of_a_table() -> None:
    assert told(FixtureFactory(score="1-1", penalties="4-3", is_extra=True)) == []
    assert sentences(FixtureFactory(score="2-1", penalties="4-3", is_extra=True)) == [
        "Penalties only decide a level match: it ended 2-1."
    ]


def test_penalties_in_a_matchup_that_was_not_level() -> None:
    first = LegFactory(score="2-0")
    second = LegFactory(matchup=first.matchup, leg=2, score="1-1", penalties="4-3")
    assert sentences(second) == ["Penalties only decide a level matchup: after its legs it is 3-1."]
    assert told(first) == [("penalties_not_level", "home_goals")]
    assert told(second) == [("penalties_not_level", "home_penalties")]


def test_penalties_in_a_matchup_that_was_level() -> None:
    first = LegFactory(score="1-0")
    second = LegFactory(matchup=first.matchup, leg=2, score="1-0", penalties="4-3")
    assert told(first, second) == []


def test_penalties_where_away_goals_came_first() -> None:
    first = LegFactory(score="2-1")
    RuleSetFactory(stage=first.stage, settlement="away_goals penalties")
    second = LegFactory(matchup=first.matchup, leg=2, score="1-0", penalties="4-3")
    assert told(second) == [("penalties_not_needed", "home_penalties")]


def test_penalties_stay_right_under_a_later_ruling() -> None:
    first = LegFactory(score="1-0")
    second = LegFactory(matchup=first.matchup, leg=2, score="1-0", penalties="4-3")
    RulingFactory(fixture=first, in_favour_of=first.home)
    assert told(first, second) == []


def test_extra_time_in_a_matchup_that_was_not_level() -> None:
    leg = LegFactory(matchup__legs=1, score="1-0", extra="2-0")
    assert told(leg) == [("extra_time_not_level_match", "home_extra")]


def test_extra_match_in_a_matchup_that_was_not_level() -> None:
    leg = LegFactory(matchup__legs=1, score="1-0")
    extra = LegFactory(
        matchup=leg.matchup, leg=None, is_extra=True, score="1-0", home=leg.home, away=leg.away
    )
    assert ("extra_match_not_level_match", "is_extra") in told(extra)


def test_one_leg_too_many() -> None:
    leg = LegFactory(matchup__legs=1, score="1-0")
    second = LegFactory(matchup=leg.matchup, leg=None, score="1-0", home=leg.home, away=leg.away)
    assert told(second) == [("too_many_legs", "matchup")]


def test_goals_above_the_score_and_of_a_stranger() -> None:
    goal = GoalFactory(fixture__score="1-0")
    GoalFactory(fixture=goal.fixture)
    assert sentences(goal) == [f"2 goals of {goal.entry} are listed, but the score has 1."]
    stranger = GoalFactory(entry=EntryFactory())
    assert told(stranger) == [("does_not_play", "")]


def test_goals_of_a_match_not_played() -> None:
    assert told(GoalFactory(fixture=FixtureFactory())) == [("goals_without_match", "")]


# Matchups


def test_matchup_with_parts_of_another_stage() -> None:
    matchup = MatchupFactory(second=EntryFactory(), group=GroupFactory(), feeds=MatchupFactory())
    assert told(matchup) == [
        ("other_stage", "second"),
        ("other_stage", "group"),
        ("other_stage", "feeds"),
    ]


def test_matchup_feeds_a_later_round() -> None:
    matchup = MatchupFactory()
    matchup.feeds = MatchupFactory(round=matchup.round)
    matchup.save()
    assert told(matchup) == [("feeds_no_later_round", "feeds")]


def test_club_twice_in_the_matchups_of_a_round() -> None:
    matchup = MatchupFactory()
    other = MatchupFactory(round=matchup.round, first=matchup.first)
    assert told(other) == [("meets_twice_in_round", "round")]


def test_matchup_whose_legs_are_of_others() -> None:
    leg = LegFactory(leg=2)
    matchup = leg.matchup
    matchup.second = EntryFactory(stage=matchup.round.stage)
    matchup.legs = 1
    matchup.save()
    assert told(matchup) == [("leg_of_other_clubs", ""), ("no_such_leg", "legs")]


def test_reported_winner_against_the_legs() -> None:
    leg = LegFactory(matchup__legs=1, score="1-0")
    matchup = leg.matchup
    matchup.reported_winner = matchup.second
    matchup.save()
    assert told(matchup) == [("report_contradicted", "reported_winner")]
    assert told(leg) == []


def test_reported_winner_of_unknown_legs() -> None:
    matchup = MatchupFactory()
    matchup.reported_winner = matchup.second
    matchup.reported_decision = "penalties"
    matchup.save()
    assert told(matchup) == []


# Stages, groups, rounds, entries, leagues


def test_dates_in_order() -> None:
    dates = {"starts_on": date(2024, 6, 2), "ends_on": date(2024, 6, 1)}
    assert told(StageFactory(**dates)) == [("ends_before_start", "ends_on")]
    assert told(RoundFactory(**dates)) == [("ends_before_start", "ends_on")]


def test_group_or_round_moved_to_another_stage() -> None:
    group = GroupFactory()
    EntryFactory(stage=group.stage, group=group)
    group.stage = GroupStageFactory()
    group.save()
    assert told(group) == [("other_stage", "stage")]
    matchup = MatchupFactory()
    matchup.round.stage = KnockOutFactory()
    matchup.round.save()
    assert told(matchup.round) == [("other_stage", "stage")] * 2


def test_entry_moved_away_from_its_fixtures() -> None:
    group = GroupFactory()
    home = EntryFactory(stage=group.stage, group=group)
    away = EntryFactory(stage=group.stage, group=group)
    FixtureFactory(stage=group.stage, group=group, home=home, away=away)
    home.group = GroupFactory(stage=group.stage)
    home.save()
    assert told(home) == [("in_other_group", "group")]
    away.stage = GroupStageFactory()
    away.save()
    assert told(away) == [("other_stage", "group"), ("other_stage", "stage")]


def test_entry_from_the_stage_before() -> None:
    entry = EntryFactory(origin=EntryFactory())
    assert told(entry) == [("origin_of_other_club", "origin")]
    entry.origin = entry
    entry.save()
    assert told(entry) == [("origin_in_same_stage", "origin")]


def test_entry_of_a_knock_out_needs_no_group() -> None:
    matchup = MatchupFactory()
    assert told(matchup.first, matchup.second) == []


def test_league_below_its_level() -> None:
    league = DepartmentalLeagueFactory()
    below = LeagueFactory(slug="x", name="X", parent=league, level="departmental")
    assert told(below) == [("level_not_below_parent", "level")]
    assert told(league) == [("level_not_above_children", "level")]


# Rules


def test_zone_of_an_unknown_group() -> None:
    group = GroupFactory(code="A")
    zone = ZoneFactory(rule_set__stage=group.stage, groups="A B")
    assert sentences(zone) == ["The stage has no group “B”."]


def test_zone_that_leads_astray() -> None:
    zone = ZoneFactory()
    zone.leads_to = zone.rule_set.stage
    zone.save()
    assert told(zone) == [("leads_to_itself", "leads_to")]
    zone.leads_to = StageFactory()
    zone.save()
    assert told(zone) == [("other_season", "leads_to")]


# Claims, rulings, lots


def test_claim_of_a_club_that_does_not_play() -> None:
    claim = ClaimFactory(filed_on=date(2024, 6, 2), deadline=date(2024, 6, 1))
    claim.claimant = EntryFactory(stage=claim.stage)
    claim.save()
    assert told(claim) == [("does_not_play", "claimant"), ("deadline_before_claim", "deadline")]


def test_claim_about_a_club_alone() -> None:
    entry = EntryFactory()
    claim = Claim.objects.create(stage=entry.stage, claimant=entry, grounds="Pase")
    assert told(claim) == []


def test_ruling_about_other_clubs() -> None:
    ruling = RulingFactory(in_favour_of=EntryFactory())
    assert told(ruling) == [("other_stage", "in_favour_of"), ("does_not_play", "in_favour_of")]


def test_ruling_about_a_fixture_and_another_matchup() -> None:
    leg = LegFactory(score="1-0")
    ruling = RulingFactory(fixture=leg, matchup=MatchupFactory(round=leg.round))
    assert told(ruling) == [("fixture_not_of_matchup", "matchup")]


def test_ruling_about_a_matchup() -> None:
    matchup = MatchupFactory()
    stage = matchup.round.stage
    ruling = Ruling.objects.create(
        stage=stage, matchup=matchup, effect="award", in_favour_of=EntryFactory(stage=stage)
    )
    assert told(ruling) == [("does_not_play", "in_favour_of")]
    ruling.in_favour_of = matchup.first
    ruling.save()
    assert told(ruling) == []


def test_award_of_nothing() -> None:
    entry = EntryFactory()
    ruling = Ruling.objects.create(
        stage=entry.stage, effect="award", entry=entry, in_favour_of=entry
    )
    assert told(ruling) == [("award_of_nothing", "fixture")]


def test_ruling_of_points_without_any() -> None:
    entry = EntryFactory()
    ruling = Ruling.objects.create(stage=entry.stage, effect="points", entry=entry)
    assert told(ruling) == [("points_without_number", "")]
    PointsAdjustmentFactory(entry=entry, ruling=ruling)
    assert told(ruling) == []


def test_award_with_a_score_for_the_other_club() -> None:
    ruling = RulingFactory(home_goals=3, away_goals=0)
    assert told(ruling) == [("award_against_favoured", "in_favour_of")]


def test_walkover_with_another_score_than_the_rules_give() -> None:
    ruling = RulingFactory(home_goals=0, away_goals=2, is_walkover=True)
    assert sentences(ruling) == ["A walkover ends 3-0 under the rules of this stage, not 0-2."]
    RuleSetFactory(stage=ruling.stage, walkover_goals=2)
    assert told(ruling) == []


def test_double_loss_and_home_award_are_fine() -> None:
    fixture = FixtureFactory()
    rulings = [
        RulingFactory(fixture=fixture, effect="double_loss", in_favour_of=None),
        RulingFactory(fixture=fixture, in_favour_of=fixture.home, home_goals=3, away_goals=0),
    ]
    assert told(*rulings) == []


def test_adjustment_by_a_ruling_of_another_stage() -> None:
    assert told(PointsAdjustmentFactory(ruling=RulingFactory())) == [("other_stage", "ruling")]


def test_lots_of_strangers() -> None:
    drawn = LotsPositionFactory()
    group = GroupFactory(stage=drawn.lots.stage)
    drawn.lots.group = group
    drawn.lots.save()
    assert told(drawn) == [("in_no_group", "")]
    assert told(LotsPositionFactory(entry=EntryFactory())) == [("other_stage", "")]


def test_lots_of_a_matchup() -> None:
    matchup = MatchupFactory()
    lots = LotsDrawnFactory(stage=matchup.round.stage, matchup=matchup)
    LotsPositionFactory(lots=lots, entry=matchup.first)
    assert told(lots) == []
    LotsPositionFactory(lots=lots)
    assert told(LotsDrawn.objects.get(pk=lots.pk)) == [("does_not_play", "")]


# Lists and what was published


def test_qualifier_of_another_stage() -> None:
    assert told(QualifierFactory(entry=EntryFactory())) == [("other_stage", "")]


def test_qualifier_that_leads_nowhere() -> None:
    qualifier: Qualifier = QualifierFactory()
    qualifier.to_stage = qualifier.qualifier_list.stage
    qualifier.instead_of = qualifier.entry
    qualifier.reason = "x"
    qualifier.save()
    assert told(qualifier) == [("leads_to_itself", ""), ("instead_of_itself", "")]


def test_published_row_and_note_of_another_stage() -> None:
    assert told(PublishedRowFactory(group=GroupFactory())) == [("other_stage", "group")]
    note = SeasonNoteFactory(season=SeasonFactory(year=2001), stage=StageFactory())
    assert told(note) == [("other_season", "stage")]
