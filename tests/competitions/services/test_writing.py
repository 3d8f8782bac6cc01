import re

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries
from simple_history.models import HistoricalRecords

from competitions.models import (
    Club,
    ClubAlias,
    Entry,
    Fixture,
    Goal,
    Group,
    League,
    Matchup,
    Round,
    Ruling,
    Stage,
    TiebreakRule,
    Zone,
)
from competitions.services.writing import Refused, record, remove, write
from tests.factories import (
    AdministratorFactory,
    ClubAliasFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    FixtureFactory,
    GoalFactory,
    GroupFactory,
    GroupStageFactory,
    LeagueFactory,
    MatchupFactory,
    RoundFactory,
    RuleSetFactory,
    RulingFactory,
    StageFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db


def versions() -> dict[int, int]:
    return dict(Stage.objects.values_list("pk", "version"))


def test_record_keeps_who_why_before_and_after() -> None:
    actor = AdministratorFactory()
    fixture = FixtureFactory(score="1-0")
    fixture.home_goals = 2
    record(fixture, actor=actor, reason="Planilla 14")
    after, before = fixture.history.all()
    assert after.history_user == actor
    assert after.history_change_reason == "Planilla 14"
    assert after.history_date is not None
    (change,) = after.diff_against(before).changes
    assert (change.field, change.old, change.new) == ("home_goals", 1, 2)


def test_record_by_a_program_names_nobody() -> None:
    club = record(Club(**_club_values()), actor=None)
    assert club.history.get().history_user is None


def _club_values(name: str = "Defensor José María Arguedas") -> dict[str, object]:
    return {
        "name": name,
        "slug": "arguedas",
        "department": ClubFactory().department,
    }


def test_record_fills_the_folded_name() -> None:
    club = record(Club(**_club_values()), actor=None)
    assert Club.objects.get(pk=club.pk).key == "defensor jose maria arguedas"


def test_record_refuses_a_name_that_differs_in_accents_only() -> None:
    values = _club_values("Unión Huayllay")
    record(Club(**values), actor=None)
    with pytest.raises(Refused) as refusal:
        record(Club(**{**values, "name": "union huayllay", "slug": "otro"}), actor=None)
    assert list(refusal.value.error_dict) == ["name"]
    assert Club.objects.filter(key="union huayllay").count() == 1


def test_record_of_an_unchanged_row_leaves_no_trace() -> None:
    fixture = FixtureFactory(score="1-0")
    before = versions()
    record(Fixture.objects.get(pk=fixture.pk), actor=AdministratorFactory())
    assert fixture.history.count() == 1
    assert versions() == before


def test_record_restores_the_history_context() -> None:
    marker = object()
    HistoricalRecords.context.request = marker
    try:
        record(Club(**_club_values()), actor=None)
        assert HistoricalRecords.context.request is marker
    finally:
        del HistoricalRecords.context.request
    record(Club(**_club_values("Otro") | {"slug": "otro"}), actor=None)
    assert not hasattr(HistoricalRecords.context, "request")


def test_record_leaves_the_version_of_a_stage_to_the_database() -> None:
    stage = StageFactory()
    stale = Stage.objects.get(pk=stage.pk)
    Stage.objects.filter(pk=stage.pk).update(version=40)
    stale.name = "Nacional"
    record(stale, actor=None)
    assert Stage.objects.get(pk=stage.pk).version == 41


def test_refusal_lists_every_fault_and_writes_nothing() -> None:
    fixture = FixtureFactory(score="1-0")
    before = versions()
    fixture.home_half, fixture.away_half = 2, 0
    fixture.leg = 1
    with pytest.raises(Refused) as refusal:
        record(fixture, actor=AdministratorFactory())
    assert isinstance(refusal.value, ValidationError)
    assert len(refusal.value.messages) == 2
    assert Fixture.objects.get(pk=fixture.pk).home_half is None
    assert fixture.history.count() == 1
    assert versions() == before


def test_refusal_after_the_save_rolls_back() -> None:
    stage = StageFactory()
    stranger = EntryFactory()
    fixture = Fixture(stage=stage, key="x", home=EntryFactory(stage=stage), away=stranger)
    with pytest.raises(Refused) as refusal:
        record(fixture, actor=None)
    assert list(refusal.value.error_dict) == ["away"]
    assert not Fixture.objects.exists()
    assert not Fixture.history.exists()


def test_write_checks_rows_together() -> None:
    goal = GoalFactory(fixture__score="1-0")
    fixture = goal.fixture
    fixture.home_goals = 2
    second = Goal(fixture=fixture, entry=fixture.home)
    write([fixture, second], actor=None)
    assert fixture.goals.count() == 2
    fixture.home_goals = 1
    write([fixture], removed=[second], actor=None)
    assert fixture.goals.count() == 1


def test_write_names_the_row_of_each_fault() -> None:
    fixture = FixtureFactory(score="1-0")
    goals = [Goal(fixture=fixture, entry=fixture.home, minute=130)]
    with pytest.raises(Refused) as refusal:
        write([fixture, *goals], actor=None)
    assert [row is goals[0] for row, *_ in refusal.value.by_row] == [True]
    assert list(refusal.value.error_dict) == ["__all__"]


def test_write_gives_children_the_key_of_their_new_parent() -> None:
    stage = StageFactory()
    home, away = EntryFactory(stage=stage), EntryFactory(stage=stage)
    fixture = Fixture(
        stage=stage, key="x", home=home, away=away, status="played", home_goals=1, away_goals=0
    )
    write([fixture, Goal(fixture=fixture, entry=home)], actor=None)
    assert fixture.goals.count() == 1


def test_write_passes_over_the_children_of_a_refused_parent() -> None:
    fixture = Fixture(stage=StageFactory(), key="x")
    with pytest.raises(Refused) as refusal:
        write([fixture, Goal(fixture=fixture)], actor=None)
    assert all(row is fixture for row, *_ in refusal.value.by_row)


@pytest.mark.parametrize("rows", [2, 25])
def test_write_asks_as_much_for_two_new_rows_as_for_many(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stage, actor = StageFactory(), AdministratorFactory()
    sides = [(EntryFactory(stage=stage), EntryFactory(stage=stage)) for _ in range(rows)]
    fixtures = [
        Fixture(stage=stage, key=f"p{number}", home=home, away=away)
        for number, (home, away) in enumerate(sides)
    ]
    with django_assert_num_queries(12):
        write(fixtures, actor=actor, reason="Programa")
    assert [fixture.pk for fixture in fixtures] == sorted(fixture.pk for fixture in fixtures)
    made = Fixture.history.filter(history_type="+")
    assert {(h.history_user, h.history_change_reason) for h in made} == {(actor, "Programa")}
    assert made.count() == rows


@pytest.mark.parametrize("rows", [2, 25])
def test_write_asks_as_much_for_two_changed_rows_as_for_many(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stage, actor = StageFactory(), AdministratorFactory()
    fixtures = FixtureFactory.create_batch(rows, stage=stage, score="1-0")
    for fixture in fixtures:
        fixture.home_goals = 3
    with django_assert_num_queries(17):
        write(fixtures, actor=actor, reason="Planilla")
    assert set(Fixture.objects.values_list("home_goals", "away_goals")) == {(3, 0)}
    after = Fixture.history.filter(history_change_reason="Planilla")
    assert {(h.home_goals, h.history_user, h.history_type) for h in after} == {(3, actor, "~")}


def test_write_of_many_names_the_one_that_is_there_already() -> None:
    there = FixtureFactory()
    home, away = EntryFactory(stage=there.stage), EntryFactory(stage=there.stage)
    fixtures = [
        Fixture(stage=there.stage, key=key, home=home, away=away)
        for key in ("a", there.key, "b", "b")
    ]
    with pytest.raises(Refused) as refusal:
        write(fixtures, actor=None)
    named = [row for row, field, _ in refusal.value.by_row if field == "key"]
    assert [fixtures.index(row) for row in named] == [1, 3]
    assert list(Fixture.objects.all()) == [there]
    assert [fixture.pk for fixture in fixtures] == [None] * 4


def test_write_of_many_gives_each_the_key_of_the_one_before() -> None:
    final = MatchupFactory()
    semi, quarter = (
        Matchup(round=RoundFactory(stage=final.round.stage, number=n), key=str(n))
        for n in (final.round.number + 10, final.round.number + 9)
    )
    Round.objects.filter(pk=final.round.pk).update(number=final.round.number + 20)
    semi.feeds, quarter.feeds = final, semi
    write([semi, quarter], actor=None)
    assert Matchup.objects.get(pk=quarter.pk).feeds == semi


def test_write_of_nothing_does_nothing() -> None:
    assert write([], actor=None) == []


def test_record_of_a_row_that_is_gone_is_refused() -> None:
    club = ClubFactory()
    stale = Club.objects.get(pk=club.pk)
    club.delete()
    stale.name = "Otro"
    with pytest.raises(Refused, match=r"(?i)deleted|eliminó"):
        record(stale, actor=None)


def test_record_behind_another_writer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    first = ClubFactory()
    monkeypatch.setattr(Club, "validate_unique", lambda *a, **k: None)
    monkeypatch.setattr(Club, "validate_constraints", lambda *a, **k: None)
    twin = Club(name="Otro", slug=first.slug, department=first.department)
    with pytest.raises(Refused, match=r"(?i)someone|alguien"):
        record(twin, actor=None)


def test_remove_keeps_who_and_why_also_of_what_goes_with_it() -> None:
    actor = AdministratorFactory()
    alias = ClubAliasFactory()
    club_id, alias_id = alias.club.pk, alias.pk
    remove(alias.club, actor=actor, reason="Club duplicado")
    gone = Club.history.filter(id=club_id).latest()
    assert (gone.history_type, gone.history_user, gone.history_change_reason) == (
        "-",
        actor,
        "Club duplicado",
    )
    gone = ClubAlias.history.filter(id=alias_id).latest()
    assert (gone.history_type, gone.history_user) == ("-", actor)


def test_remove_refuses_what_others_hang_on() -> None:
    ruling = RulingFactory()
    with pytest.raises(Refused) as refusal:
        remove(ruling.fixture, actor=None)
    assert ruling.document in refusal.value.messages[0]
    assert Ruling.objects.filter(pk=ruling.pk).exists()


def test_remove_refuses_a_league_with_leagues_below() -> None:
    league = DepartmentalLeagueFactory()
    with pytest.raises(Refused) as refusal:
        remove(LeagueFactory(), actor=None)
    assert league.name in refusal.value.messages[0]
    assert League.objects.count() == 2
    remove(league, actor=None)
    assert League.objects.count() == 1


def test_tiebreak_rules_change_places() -> None:
    rules = RuleSetFactory(criteria=["points", "goal_difference", "goals_for"])
    first, second, third = rules.tiebreaks.all()
    first.position, second.position = 2, 1
    write([first, second], actor=None)
    assert [rule.criterion for rule in rules.tiebreaks.all()] == [
        "goal_difference",
        "points",
        "goals_for",
    ]
    second.criterion, third.criterion = third.criterion, second.criterion
    write([second, third], actor=None)
    assert [rule.criterion for rule in rules.tiebreaks.all()] == [
        "goals_for",
        "points",
        "goal_difference",
    ]


def test_rules_of_a_stage_with_results_change_only_for_a_reason() -> None:
    rules = RuleSetFactory()
    FixtureFactory(stage=rules.stage, score="1-0")
    rules.points_win = 2
    with pytest.raises(Refused) as refusal:
        record(rules, actor=None)
    assert list(refusal.value.error_dict) == ["change_reason"]
    record(rules, actor=None, reason="Acuerdo de bases")
    assert rules.history.latest().history_change_reason == "Acuerdo de bases"


@pytest.mark.parametrize("model", [TiebreakRule, Zone])
def test_new_parts_of_rules_in_force_need_a_reason(model: type) -> None:
    rules = RuleSetFactory(criteria=["points"])
    FixtureFactory(stage=rules.stage, score="1-0")
    part = (
        TiebreakRule(rule_set=rules, position=2, criterion="lots")
        if model is TiebreakRule
        else ZoneFactory.build(rule_set=rules)
    )
    with pytest.raises(Refused):
        record(part, actor=None)
    record(part, actor=None, reason="Acuerdo de bases")
    with pytest.raises(Refused):
        remove(part, actor=None)


def test_first_rules_of_a_stage_with_results_need_no_reason() -> None:
    fixture = FixtureFactory(score="1-0")
    rules = RuleSetFactory.build(stage=fixture.stage)
    write([rules, TiebreakRule(rule_set=rules, position=1, criterion="points")], actor=None)
    assert rules.tiebreaks.count() == 1


def test_unchanged_rules_need_no_reason() -> None:
    rules = RuleSetFactory()
    FixtureFactory(stage=rules.stage, score="1-0")
    record(rules, actor=None)


def test_rows_of_a_kind_are_removed_together_unless_one_holds_something() -> None:
    fixtures = [FixtureFactory() for _ in range(3)]
    GoalFactory(fixture=FixtureFactory(stage=fixtures[0].stage, score="1-0"))
    write(removed=fixtures, actor=None)
    assert Fixture.objects.count() == 1

    held = Fixture.objects.get()
    other = FixtureFactory(stage=held.stage)
    with pytest.raises(Refused, match=re.escape(str(held))):
        write(removed=[other, held], actor=None)
    assert Fixture.objects.count() == 2

    entries = [other.home, EntryFactory(stage=held.stage)]
    with pytest.raises(Refused, match=re.escape(str(other.home))):
        write(removed=entries, actor=None)
    assert Entry.objects.filter(pk__in=[entry.pk for entry in entries]).count() == 2


def test_what_rows_refer_to_no_more_is_removed_with_the_same_write() -> None:
    entry = EntryFactory(stage=GroupStageFactory())
    entry.group = group = GroupFactory(stage=entry.stage)
    entry.save()
    entry.group = None

    write([entry], removed=[group], actor=None)

    assert Entry.objects.get().group is None
    assert not Group.objects.exists()
