import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competitions.core.fixture_state import UNPLAYED, FixtureState
from competitions.core.score import MatchFacts, Score, Status
from competitions.models import Fixture, PointsAdjustment, Round, Ruling, Stage
from competitions.services.rounds import in_round, record_round
from competitions.services.versions import lock_with_following, stages_showing
from tests.factories import (
    AdministratorFactory,
    AppointmentFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    FixtureFactory,
    GoalFactory,
    GroupStageFactory,
    KnockOutFactory,
    LegFactory,
    MatchupFactory,
    RoundFactory,
    RuleSetFactory,
    RulingFactory,
    StageFactory,
    UserFactory,
    ZoneFactory,
    official_of,
)

pytestmark = pytest.mark.django_db


def said(score: str = "", status: str = "", **more: object) -> FixtureState:
    """`said("2-1", half="1-0")`: played, unless a status is given."""
    scores = {
        part: Score(*map(int, str(more.pop(name)).split("-")))
        for part, name in (
            ("half_time", "half"),
            ("extra_time", "extra"),
            ("penalties", "penalties"),
        )
        if name in more
    }
    full = Score(*map(int, score.split("-"))) if score else None
    status = status or ("played" if score else "scheduled")
    return FixtureState(MatchFacts(Status(status), full, **scores), **more)


def a_round(count: int = 2, **rules: object) -> Round:
    stage = StageFactory(season__year=2027)
    RuleSetFactory(stage=stage, **rules)
    round_ = RoundFactory(stage=stage, number=1)
    FixtureFactory.create_batch(count, stage=stage, round=round_)
    return round_


def fixtures_of(round_: Round) -> list[Fixture]:
    return list(in_round(round_).order_by("pk"))


def record(round_: Round, *states: FixtureState, **more: object):
    more.setdefault("actor", AdministratorFactory())
    pks = [fixture.pk for fixture in fixtures_of(round_)]
    return record_round(round_, rows=dict(zip(pks, states, strict=False)), **more)


def scores(round_: Round) -> list[tuple[str, str]]:
    return [(f.status, str(f.facts.full_time or ".")) for f in fixtures_of(round_)]


def sentences(faults) -> dict[str, list[str]]:
    return {
        name: [m for error in errors for m in error.messages] for name, errors in faults.items()
    }


def test_record_round_writes_what_is_said_with_history_and_version():
    round_ = a_round(2)
    actor = AdministratorFactory()
    found = record(
        round_,
        said("2-1", half="1-0", date=dt.date(2027, 5, 16), time=dt.time(15, 30)),
        said("0-0"),
        actor=actor,
        reason="planilla",
    )
    one, other = fixtures_of(round_)
    assert (one.status, one.home_goals, one.away_goals, one.home_half, one.away_half) == (
        "played",
        2,
        1,
        1,
        0,
    )
    assert (one.date, one.time) == (dt.date(2027, 5, 16), dt.time(15, 30))
    assert ([f.pk for f in found.saved], dict(found.refused)) == ([one.pk, other.pk], {})
    line = one.history.first()
    assert (line.history_user, line.history_change_reason, line.home_goals) == (
        actor,
        "planilla",
        2,
    )
    assert found.version == f"1-{round_.stage.stamp}"
    assert Stage.objects.get().version == 2


def test_record_round_leaves_what_stands_already():
    round_ = a_round(2)
    record(round_, said("2-1"), said("0-0"))
    found = record(round_, said("2-1"), said("0-0"))
    assert (found.saved, dict(found.refused), Stage.objects.get().version) == ((), {}, 2)
    assert fixtures_of(round_)[0].history.count() == 2


def test_good_rows_are_written_though_one_is_bad():
    round_ = a_round(3)
    found = record(round_, said("2-1"), said("1-0", half="2-0"), said("0-3"))
    assert scores(round_) == [("played", "2-1"), ("scheduled", "."), ("played", "0-3")]
    bad = fixtures_of(round_)[1].pk
    assert {pk: list(faults) for pk, faults in found.refused.items()} == {bad: ["home_half"]}


def test_nothing_is_written_if_every_row_is_bad():
    round_ = a_round(1)
    found = record(round_, said("2-1", penalties="4-3"))
    assert (found.saved, Stage.objects.get().version) == ((), 1)
    (faults,) = found.refused.values()
    assert list(faults) == ["home_penalties"]


def test_every_condition_of_the_database_is_checked_without_it():
    round_ = a_round(1)
    for state, field in (
        (said("1-0", status="scheduled"), "status"),
        (said("1-0", half="0-1"), "home_half"),
        (said(time=dt.time(15, 30)), "date"),
        (said("1-0", extra="0-0"), "home_extra"),
    ):
        (faults,) = record(round_, state).refused.values()
        assert list(faults) == [field]


def test_more_goals_listed_than_said_are_a_fault():
    round_ = a_round(1)
    (fixture,) = fixtures_of(round_)
    GoalFactory(fixture=fixture, entry=fixture.home)
    (faults,) = record(round_, said("0-1")).refused.values()
    assert list(faults) == [""]


def test_walkover_becomes_a_ruling_with_the_score_and_the_points_of_the_rules():
    round_ = a_round(3, walkover_goals=2, walkover_deduction=3)
    record(
        round_,
        said(status="not_played", absent="home"),
        said(status="not_played", absent="both"),
        said("0-1", status="abandoned", absent="away"),
    )
    one, other, stopped = fixtures_of(round_)
    rulings = {ruling.fixture_id: ruling for ruling in Ruling.objects.all()}
    assert [(f.status) for f in (one, other, stopped)] == ["not_played", "not_played", "abandoned"]
    first = rulings[one.pk]
    assert (first.effect, first.in_favour_of, first.home_goals, first.away_goals) == (
        "award",
        one.away,
        0,
        2,
    )
    assert (rulings[other.pk].effect, rulings[other.pk].home_goals) == ("double_loss", None)
    assert rulings[stopped.pk].in_favour_of == stopped.home
    assert all(ruling.is_walkover for ruling in rulings.values())
    taken = {(a.entry_id, a.points, a.ruling_id) for a in PointsAdjustment.objects.all()}
    assert taken == {
        (one.home_id, -3, rulings[one.pk].pk),
        (other.home_id, -3, rulings[other.pk].pk),
        (other.away_id, -3, rulings[other.pk].pk),
        (stopped.away_id, -3, rulings[stopped.pk].pk),
    }
    assert first.history.count() == 1


def test_walkover_stands_until_its_ruling_is_taken_back():
    round_ = a_round(1)
    record(round_, said(status="not_played", absent="home"))
    (faults,) = record(round_, said("2-1")).refused.values()
    assert list(faults) == ["what"]
    same = record(round_, said(status="not_played", absent="home"))
    assert (same.saved, dict(same.refused)) == ((), {})


def test_postponed_with_its_new_day():
    round_ = a_round(1)
    record(round_, said(status="postponed", date=dt.date(2027, 6, 1), time=dt.time(10)))
    (fixture,) = fixtures_of(round_)
    assert (fixture.status, fixture.date) == ("postponed", dt.date(2027, 6, 1))


def test_official_result_changes_only_with_a_reason():
    round_ = a_round(1)
    record(round_, said("2-1"))
    Fixture.objects.update(is_official=True)
    refused = record(round_, said("2-2"))
    assert list(next(iter(refused.refused.values()))) == ["change_reason"]
    assert scores(round_) == [("played", "2-1")]
    dated = record(round_, said("2-1", date=dt.date(2027, 5, 16)))
    assert len(dated.saved) == 1
    record(round_, said("2-2", date=dt.date(2027, 5, 16)), reason="Error en la planilla.")
    assert scores(round_) == [("played", "2-2")]


def two_legs(**rules: object) -> Round:
    stage = KnockOutFactory()
    RuleSetFactory(stage=stage, **{"settlement": "penalties", **rules})
    round_ = RoundFactory(stage=stage)
    matchup = MatchupFactory(stage=stage, round=round_)
    LegFactory(matchup=matchup, leg=1)
    LegFactory(matchup=matchup, leg=2)
    return round_


def test_legs_of_a_matchup_are_judged_together():
    round_ = two_legs()
    found = record(round_, said("1-0"), said("1-0", penalties="4-3"))
    assert (len(found.saved), dict(found.refused)) == (2, {})


def test_shoot_out_falls_with_the_leg_that_made_it_level():
    round_ = two_legs()
    record(round_, said("0-0"))
    found = record(round_, said("1-0", half="9-9"), said("1-0", penalties="4-3"))
    first, second = fixtures_of(round_)
    assert {pk: list(f) for pk, f in found.refused.items()} == {
        first.pk: ["home_half"],
        second.pk: ["home_penalties"],
    }
    assert scores(round_) == [("played", "0-0"), ("scheduled", ".")]


def test_walkover_in_a_leg_counts_for_the_shoot_out_of_the_other():
    round_ = two_legs()
    found = record(round_, said(status="not_played", absent="away"), said("3-0", penalties="4-3"))
    assert dict(found.refused) == {}


def test_ruling_that_stands_counts_too():
    round_ = two_legs()
    RulingFactory(fixture=fixtures_of(round_)[0], home_goals=0, away_goals=3, is_walkover=False)
    found = record(round_, said("0-0"), said("0-3", penalties="4-3"))
    assert dict(found.refused) == {}


def seen_by(round_: Round) -> dict[int, str]:
    states = record_round(round_, rows={}, actor=None).states
    return {pk: state.token for pk, state in states.items()}


def test_row_that_somebody_else_changed_is_refused_and_told():
    round_ = a_round(2)
    seen = seen_by(round_)
    other = UserFactory(username="rosa")
    AppointmentFactory(user=other, league=round_.stage.league)
    record(round_, said("2-1"), actor=other)
    found = record(round_, said("1-1"), said("3-0"), seen=seen)
    one, _other = fixtures_of(round_)
    assert scores(round_) == [("played", "2-1"), ("played", "3-0")]
    (told,) = sentences(found.refused[one.pk])[""]
    assert "rosa" in told
    assert "2-1" in told
    again = {pk: state.token for pk, state in found.states.items()}
    record(round_, said("1-1"), said("3-0"), seen=again)
    assert scores(round_) == [("played", "1-1"), ("played", "3-0")]


def test_row_that_its_writer_left_as_he_saw_it_is_left_alone():
    round_ = a_round(2)
    seen = seen_by(round_)
    record(round_, said("2-1"))
    found = record(round_, UNPLAYED, said("3-0"), seen=seen)
    assert dict(found.refused) == {}
    assert scores(round_) == [("played", "2-1"), ("played", "3-0")]


def test_two_who_say_the_same_do_not_quarrel():
    round_ = a_round(1)
    seen = seen_by(round_)
    record(round_, said("2-1"))
    found = record(round_, said("2-1"), seen=seen)
    assert (found.saved, dict(found.refused)) == ((), {})


def test_fixture_that_is_no_longer_in_the_round_is_refused():
    round_ = a_round(1)
    elsewhere = FixtureFactory()
    found = record_round(round_, rows={elsewhere.pk: said("1-0")}, actor=AdministratorFactory())
    assert list(found.refused) == [elsewhere.pk]
    Fixture.objects.filter(round=round_).update(is_archived=True)
    assert fixtures_of(round_) == []


def test_official_of_another_branch_is_refused():
    round_ = a_round(1)
    with pytest.raises(PermissionDenied):
        record(round_, said("1-0"), actor=official_of(DepartmentalLeagueFactory()))
    assert scores(round_) == [("scheduled", ".")]


def test_delegate_of_a_club_that_plays_is_refused():
    round_ = a_round(1)
    club = fixtures_of(round_)[0].home.club
    delegate = AppointmentFactory(league=None, club=club).user
    with pytest.raises(PermissionDenied):
        record(round_, said("1-0"), actor=delegate)


def departmental(stage: Stage) -> object:
    league = DepartmentalLeagueFactory()
    Stage.objects.filter(pk=stage.pk).update(league=league)
    return type(official_of(league)).objects.get(appointments__league=league)


def queries(round_: Round, *states: FixtureState, **more: object) -> int:
    actor = departmental(round_.stage)
    pks = [fixture.pk for fixture in fixtures_of(round_)]
    round_ = Round.objects.select_related("stage").get(pk=round_.pk)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        found = record_round(round_, rows=dict(zip(pks, states, strict=True)), actor=actor, **more)
    assert len(found.saved) == len(states)
    return len(caught)


@pytest.mark.parametrize("count", [1, 3, 25])
def test_queries_of_a_table_do_not_grow(count: int):
    # offices | begin, lock, rows, fixtures, history, versions, end
    assert queries(a_round(count), *[said("2-1", half="1-0")] * count) == 8


@pytest.mark.parametrize("count", [1, 3, 25])
def test_queries_of_walkovers_do_not_grow(count: int):
    # and the rulings with their history
    walkover = said(status="not_played", absent="home")
    assert queries(a_round(count), *[walkover] * count) == 10


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_walkovers_that_take_points_do_not_grow(count: int):
    # and the points with theirs
    walkover = said(status="not_played", absent="home")
    assert queries(a_round(count, walkover_deduction=3), *[walkover] * count) == 12


@pytest.mark.parametrize("count", [1, 3, 12])
def test_queries_of_a_knock_out_do_not_grow(count: int):
    stage = KnockOutFactory()
    RuleSetFactory(stage=stage, settlement="penalties")
    round_ = RoundFactory(stage=stage)
    for matchup in MatchupFactory.create_batch(count, stage=stage, round=round_):
        LegFactory(matchup=matchup, leg=1)
        LegFactory(matchup=matchup, leg=2)
    # and the rulings that stand
    assert queries(round_, *[said("1-0"), said("1-0")] * count) == 9


def test_lock_takes_every_stage_that_follows():
    district, province, final = StageFactory(), GroupStageFactory(), KnockOutFactory()
    StageFactory()
    ZoneFactory(rule_set=RuleSetFactory(stage=district), leads_to=province)
    EntryFactory(stage=final, origin=EntryFactory(stage=district))
    EntryFactory(stage=StageFactory(), origin=EntryFactory(stage=province))
    fixture = FixtureFactory(stage=district)
    assert set(lock_with_following(district.pk)) == stages_showing([fixture])
    assert set(lock_with_following(district.pk)) == {district.pk, province.pk, final.pk}
