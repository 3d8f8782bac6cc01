import datetime as dt
from functools import partial
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.db.models import Model
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from competitions.choices import RulingEffect
from competitions.core.reports import Reported
from competitions.core.score import MatchFacts, Score, Status
from competitions.models import Fixture, PointsAdjustment, ResultReport, Ruling
from competitions.selectors import official_result_of
from competitions.services.reasons import readable_reason
from competitions.services.reports import (
    LinkClosed,
    confirm_results,
    keep_recorded,
    reopen_result,
    send_own_report,
    send_report,
    settle_reports,
)
from competitions.services.results import award_walkover, record_result
from competitions.services.writing import Refused, record, write
from tests.factories import (
    AdministratorFactory,
    AppointmentFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    FixtureFactory,
    GoalFactory,
    LegFactory,
    ResultLinkFactory,
    ResultReportFactory,
    RuleSetFactory,
    RulingFactory,
    StageFactory,
    official_of,
)
from tests.standings.scenes import knock_out, matchup

pytestmark = pytest.mark.django_db

HOME_WON = Reported(Score(2, 1))
DRAWN = Reported(Score(1, 1))
NO_SHOW = Reported(absent="away")


def again(row: Model) -> Model:
    return type(row)._default_manager.get(pk=row.pk)


def state(fixture: Fixture) -> tuple[str, int | None, int | None, bool]:
    found = Fixture.objects.get(pk=fixture.pk)
    return found.status, found.home_goals, found.away_goals, found.is_official


def send(fixture: Fixture, reporter: str, said: Reported) -> ResultReport:
    return send_report(ResultLinkFactory(fixture=fixture, reporter=reporter), said=said)


def official(**fields: object) -> Fixture:
    return FixtureFactory(score="2-1", is_official=True, **fields)


# Confirming


def test_confirm_makes_a_result_official_with_who_and_the_version() -> None:
    actor = AdministratorFactory()
    fixture = FixtureFactory(score="2-1")
    assert confirm_results([fixture], actor=actor, reason="Acta 3") == [fixture]
    stored = Fixture.objects.select_related("stage").get(pk=fixture.pk)
    assert (stored.is_official, stored.stage.version) == (True, 2)
    change = stored.history.latest()
    assert (change.history_user, change.history_change_reason) == (actor, "Acta 3")


def test_confirm_again_leaves_no_trace() -> None:
    fixture = official()
    assert confirm_results([fixture], actor=None) == []
    assert Fixture.objects.get(pk=fixture.pk).history.count() == 1
    assert again(fixture.stage).version == 1


def test_confirm_refuses_what_has_no_result_and_tells_all_of_them() -> None:
    stage = StageFactory()
    known = FixtureFactory(stage=stage, score="1-0")
    open_one = FixtureFactory(stage=stage)
    unknown = FixtureFactory(stage=stage, status="played")
    with pytest.raises(Refused) as refusal:
        confirm_results([known, open_one, unknown], actor=None)
    assert [row for row, _, _ in refusal.value.by_row] == [open_one, unknown]
    assert str(unknown) in refusal.value.messages[1]
    assert not Fixture.objects.filter(is_official=True).exists()


def test_confirm_refuses_an_archived_fixture() -> None:
    with pytest.raises(Refused):
        confirm_results([FixtureFactory(score="1-0", is_archived=True)], actor=None)


def test_confirm_refuses_a_result_that_a_report_contradicts_until_it_is_settled() -> None:
    actor = AdministratorFactory()
    fixture = FixtureFactory(score="2-1")
    ResultReportFactory(fixture=fixture, home_goals=0, away_goals=0)
    with pytest.raises(Refused):
        confirm_results([fixture], actor=actor)
    keep_recorded(fixture, actor=actor)
    confirm_results([fixture], actor=actor)
    assert state(fixture) == ("played", 2, 1, True)


def test_confirmed_award_of_a_match_ahead_makes_it_one_that_was_not_played() -> None:
    ruling = RulingFactory(fixture=FixtureFactory())
    confirm_results([ruling.fixture], actor=None)
    assert state(ruling.fixture) == ("not_played", None, None, True)


def test_official_confirms_in_his_branch_alone() -> None:
    mine, other = DepartmentalLeagueFactory(), DepartmentalLeagueFactory()
    fixtures = [FixtureFactory(stage__league=league, score="1-0") for league in (mine, other)]
    user = official_of(mine)
    with pytest.raises(PermissionDenied):
        confirm_results(fixtures, actor=user)
    assert not Fixture.objects.filter(is_official=True).exists()
    assert confirm_results(fixtures[:1], actor=user) == fixtures[:1]


@pytest.mark.parametrize("rows", [1, 25])
def test_confirm_asks_as_much_for_one_as_for_many(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stage = StageFactory()
    fixtures = FixtureFactory.create_batch(rows, stage=stage, score="1-0")
    user = official_of(stage.league)
    with django_assert_num_queries(13):
        assert len(confirm_results(fixtures, actor=user)) == rows


def test_reopen_needs_a_reason_and_keeps_it() -> None:
    fixture = official()
    with pytest.raises(Refused) as refusal:
        reopen_result(fixture, actor=None, reason="")
    assert list(refusal.value.error_dict) == ["change_reason"]
    reopen_result(fixture, actor=None, reason="Planilla corregida")
    assert state(fixture) == ("played", 2, 1, False)
    assert again(fixture).history.latest().history_change_reason == "Planilla corregida"


# What is official changes for a reason


@pytest.mark.parametrize(
    "result",
    [
        MatchFacts(Status.PLAYED, Score(2, 2)),
        MatchFacts(Status.PLAYED, Score(2, 1), half_time=Score(1, 0)),
        MatchFacts(Status.ABANDONED, Score(2, 1)),
        MatchFacts(Status.SCHEDULED),
    ],
)
def test_official_result_changes_for_a_reason_alone(result: MatchFacts) -> None:
    fixture = official()
    with pytest.raises(Refused) as refusal:
        record_result(Fixture.objects.get(pk=fixture.pk), result=result, actor=None)
    assert list(refusal.value.error_dict) == ["change_reason"]
    assert state(fixture) == ("played", 2, 1, True)
    record_result(Fixture.objects.get(pk=fixture.pk), result=result, actor=None, reason="Acta 7")
    found = Fixture.objects.get(pk=fixture.pk)
    assert (found.facts, found.is_official) == (result, result.status is not Status.SCHEDULED)


def test_official_fixture_keeps_its_day_and_ground_free_to_change() -> None:
    fixture = official()
    fixture.date = dt.date(2030, 9, 1)
    write([fixture], actor=None)
    assert again(fixture).is_official


def test_provisional_result_needs_no_reason() -> None:
    fixture = FixtureFactory(score="2-1")
    record_result(fixture, result=MatchFacts(Status.PLAYED, Score(0, 0)), actor=None)
    assert state(fixture) == ("played", 0, 0, False)


def test_walkover_over_an_official_match_needs_no_further_reason() -> None:
    fixture = FixtureFactory(status="abandoned", is_official=True)
    award_walkover(fixture, to=fixture.home, actor=None)
    assert state(fixture) == ("not_played", None, None, True)


def test_ruling_beside_it_does_not_excuse_another_score() -> None:
    fixture = official()
    ruling = RulingFactory.build(
        stage=fixture.stage, fixture=fixture, in_favour_of=fixture.away, document="R 1"
    )
    fixture.home_goals = 5
    with pytest.raises(Refused):
        write([fixture, ruling], actor=None)


def test_refusal_names_each_official_match_of_a_round() -> None:
    stage = StageFactory()
    first, second = official(stage=stage), official(stage=stage)
    first.home_goals = second.home_goals = 7
    with pytest.raises(Refused) as refusal:
        write([first, second], actor=None)
    assert [(row, field) for row, field, _ in refusal.value.by_row] == [
        (first, "change_reason"),
        (second, "change_reason"),
    ]
    assert all(str(row) in error.messages[0] for row, _, error in refusal.value.by_row)


def test_postponed_match_is_not_official() -> None:
    fixture = FixtureFactory(status="abandoned", is_official=True)
    fixture.status = "postponed"
    record(fixture, actor=None, reason="Se juega de nuevo")
    assert state(fixture) == ("postponed", None, None, False)


# Reporting


def test_report_alone_waits_and_raises_no_version() -> None:
    fixture = FixtureFactory()
    report = send(fixture, "home", HOME_WON)
    assert (report.said, report.reporter, len(report.code)) == (HOME_WON, "home", 8)
    assert state(fixture) == ("scheduled", None, None, False)
    assert again(fixture.stage).version == 1


@pytest.mark.parametrize("other", ["away", "referee"])
def test_two_who_agree_record_a_provisional_result(other: str) -> None:
    fixture = FixtureFactory()
    said = Reported(Score(2, 1), half_time=Score(1, 0))
    codes = [send(fixture, "home", said).code, send(fixture, other, said).code]
    stored = Fixture.objects.select_related("stage").get(pk=fixture.pk)
    assert stored.facts == said.facts
    assert (stored.is_official, stored.stage.version) == (False, 2)
    change = stored.history.latest()
    assert (change.history_user, change.history_change_reason) == (
        None,
        f"reports {' '.join(codes)}",
    )
    assert all(code in readable_reason(change.history_change_reason) for code in codes)


def test_two_who_differ_record_nothing() -> None:
    fixture = FixtureFactory()
    send(fixture, "home", HOME_WON)
    send(fixture, "away", DRAWN)
    assert state(fixture) == ("scheduled", None, None, False)
    send(fixture, "referee", HOME_WON)
    assert state(fixture) == ("scheduled", None, None, False)


def test_walkover_that_both_report_waits_for_the_league() -> None:
    fixture = FixtureFactory()
    send(fixture, "home", NO_SHOW)
    send(fixture, "away", NO_SHOW)
    assert state(fixture) == ("scheduled", None, None, False)
    assert not Ruling.objects.exists()


def test_report_never_overwrites_what_the_league_recorded() -> None:
    fixture = FixtureFactory(score="3-0")
    send(fixture, "home", HOME_WON)
    send(fixture, "away", HOME_WON)
    assert state(fixture) == ("played", 3, 0, False)


def test_agreed_result_that_contradicts_other_facts_stays_with_the_league() -> None:
    fixture = FixtureFactory(status="played")
    GoalFactory.create_batch(3, fixture=fixture, entry=fixture.home)
    send(fixture, "home", HOME_WON)
    send(fixture, "away", HOME_WON)
    assert state(fixture) == ("played", None, None, False)
    assert ResultReport.objects.count() == 2


def test_second_link_of_a_club_replaces_what_it_said() -> None:
    fixture = FixtureFactory()
    send(fixture, "home", DRAWN)
    send(fixture, "away", HOME_WON)
    send(fixture, "home", HOME_WON)
    assert state(fixture) == ("played", 2, 1, False)


def test_report_sent_twice_is_one_and_keeps_what_was_said_first() -> None:
    link = ResultLinkFactory()
    first = send_report(link, said=HOME_WON)
    assert send_report(link, said=HOME_WON) == first
    assert send_report(link, said=DRAWN).said == HOME_WON
    assert ResultReport.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"is_revoked": True}, "taken_back"),
        ({"expires_at": timezone.now() - dt.timedelta(seconds=1)}, "expired"),
        ({"fixture__is_archived": True}, "archived"),
        ({"fixture__score": "1-0", "fixture__is_official": True}, "official"),
        ({"fixture__home__club__is_archived": True}, "not_playing"),
    ],
)
def test_closed_link_takes_no_report(fields: dict[str, object], why: str) -> None:
    with pytest.raises(LinkClosed) as closed:
        send_report(ResultLinkFactory(**fields), said=HOME_WON)
    assert closed.value.why == why
    assert not ResultReport.objects.exists()


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        (Reported(Score(1, 0), half_time=Score(2, 0)), ["home_half"]),
        (Reported(), ["home_goals"]),
        (Reported(Score(1, 1), penalties=Score(4, 3)), ["home_penalties"]),
    ],
)
def test_impossible_report_is_refused_at_its_field(said: Reported, fields: list[str]) -> None:
    with pytest.raises(Refused) as refusal:
        send(FixtureFactory(), "home", said)
    assert list(refusal.value.error_dict) == fields
    assert not ResultReport.objects.exists()


def test_penalties_are_for_a_matchup_that_is_level_after_its_legs() -> None:
    stage = knock_out()
    found = matchup(stage, "Ada", "Boca", "1-0")
    found.legs = 2
    found.save()
    second = LegFactory(matchup=found, leg=2)
    shot = Reported(Score(1, 0), penalties=Score(4, 3))
    with pytest.raises(Refused) as refusal:
        send(second, "home", Reported(Score(2, 0), penalties=Score(4, 3)))
    assert list(refusal.value.error_dict) == ["home_penalties"]
    send(second, "home", shot)
    send(second, "away", shot)
    assert Fixture.objects.get(pk=second.pk).facts == shot.facts


@pytest.mark.parametrize("earlier", [1, 5])
def test_report_asks_as_much_however_many_came_before(
    earlier: int,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    fixture = FixtureFactory()
    ResultReportFactory.create_batch(earlier, fixture=fixture, is_set_aside=True)
    alone, agreeing = (ResultLinkFactory(fixture=fixture, reporter=r) for r in ("home", "away"))
    with django_assert_num_queries(15):
        send_report(alone, said=HOME_WON)
    with django_assert_max_num_queries(60):
        # Most of them are the checks of a result that is recorded.
        send_report(agreeing, said=HOME_WON)


# Delegates


def test_delegate_reports_for_his_own_club_without_a_link() -> None:
    fixture = FixtureFactory()
    user = AppointmentFactory(league=None, club=fixture.away.club).user
    report = send_own_report(fixture, said=HOME_WON, actor=user)
    assert (report.reporter, report.link, report.history.get().history_user) == ("away", None, user)
    assert send_own_report(fixture, said=HOME_WON, actor=user) == report
    with pytest.raises(Refused) as refusal:
        send_own_report(fixture, said=DRAWN, actor=user)
    assert report.code in refusal.value.messages[0]
    send(fixture, "home", HOME_WON)
    assert state(fixture) == ("played", 2, 1, False)


def test_delegate_reports_no_other_match() -> None:
    stranger = AppointmentFactory(league=None, club=ClubFactory()).user
    fixture = FixtureFactory()
    for user in (stranger, official_of(fixture.stage.league)):
        with pytest.raises(PermissionDenied):
            send_own_report(fixture, said=HOME_WON, actor=user)
    assert not ResultReport.objects.exists()


@pytest.mark.parametrize("fields", [{"score": "1-0", "is_official": True}, {"is_archived": True}])
def test_delegate_reports_nothing_that_is_over(fields: dict[str, object]) -> None:
    fixture = FixtureFactory(**fields)
    user = AppointmentFactory(league=None, club=fixture.home.club).user
    with pytest.raises(Refused):
        send_own_report(fixture, said=HOME_WON, actor=user)


# Settling


def test_settled_result_sets_aside_the_reports_that_say_otherwise() -> None:
    actor = AdministratorFactory()
    fixture = FixtureFactory()
    right, wrong = send(fixture, "home", HOME_WON), send(fixture, "away", DRAWN)
    settle_reports(fixture, said=right.said, actor=actor, reason="Planilla")
    assert state(fixture) == ("played", 2, 1, False)
    assert (again(right).is_set_aside, again(wrong).is_set_aside) == (False, True)
    assert again(wrong).history.latest().history_user == actor
    assert confirm_results([fixture], actor=actor) == [fixture]


def test_settled_otherwise_than_both_say_sets_both_aside() -> None:
    fixture = FixtureFactory()
    send(fixture, "home", HOME_WON)
    send(fixture, "away", DRAWN)
    settle_reports(fixture, said=Reported(Score(0, 0)), actor=None)
    assert state(fixture) == ("played", 0, 0, False)
    assert not ResultReport.objects.filter(is_set_aside=False).exists()


def test_settled_result_keeps_the_score_after_extra_time() -> None:
    fixture = FixtureFactory(is_extra=True, score="1-1", extra="2-1")
    ResultReportFactory(fixture=fixture, home_goals=0, away_goals=0)
    settle_reports(fixture, said=Reported(Score(0, 0)), actor=None)
    assert Fixture.objects.get(pk=fixture.pk).facts.extra_time == Score(2, 1)


@pytest.mark.parametrize(
    ("absent", "effect", "side"),
    [
        ("away", RulingEffect.AWARD, "home"),
        ("home", RulingEffect.AWARD, "away"),
        ("both", RulingEffect.DOUBLE_LOSS, None),
    ],
)
def test_settled_walkover_is_a_ruling_by_the_league(
    absent: str, effect: str, side: str | None
) -> None:
    fixture = FixtureFactory()
    RuleSetFactory(stage=fixture.stage, walkover_deduction=3)
    said = Reported(absent=absent)
    report = send(fixture, "referee", said)
    settle_reports(fixture, said=said, actor=None, document="Resolución 9")
    ruling = Ruling.objects.get()
    assert (ruling.effect, ruling.is_walkover, ruling.document) == (effect, True, "Resolución 9")
    assert ruling.in_favour_of == (getattr(fixture, side) if side else None)
    assert PointsAdjustment.objects.count() == (2 if side is None else 1)
    assert not again(report).is_set_aside
    settle_reports(fixture, said=said, actor=None)
    assert Ruling.objects.count() == 1
    confirm_results([fixture], actor=None)
    assert official_result_of(Fixture.objects.get(pk=fixture.pk)).walkover


def test_walkover_is_not_settled_over_a_score() -> None:
    fixture = FixtureFactory(score="1-0")
    report = send(fixture, "away", NO_SHOW)
    with pytest.raises(Refused):
        settle_reports(fixture, said=NO_SHOW, actor=None)
    assert not again(report).is_set_aside


def test_official_settles_in_his_branch_alone() -> None:
    fixture = FixtureFactory()
    report = send(fixture, "home", HOME_WON)
    stranger = official_of(DepartmentalLeagueFactory())
    with pytest.raises(PermissionDenied):
        settle_reports(fixture, said=HOME_WON, actor=stranger)
    with pytest.raises(PermissionDenied):
        keep_recorded(fixture, actor=stranger)
    assert not again(report).is_set_aside


def test_kept_result_sets_aside_all_others() -> None:
    fixture = FixtureFactory(score="2-1")
    same, other = send(fixture, "home", HOME_WON), send(fixture, "away", DRAWN)
    keep_recorded(fixture, actor=None)
    assert (again(same).is_set_aside, again(other).is_set_aside) == (False, True)


def test_waiting_report_is_dismissed_where_nothing_is_recorded() -> None:
    report = send(FixtureFactory(), "home", HOME_WON)
    keep_recorded(report.fixture, actor=None)
    assert again(report).is_set_aside


# At the same moment


def at_once(*calls: object) -> list[object]:
    """What the calls gave, each in a thread and a connection of its own."""
    start, results = Barrier(len(calls)), [None] * len(calls)

    def run(number: int, call: object) -> None:
        try:
            start.wait()
            results[number] = call()
        except Exception as error:  # noqa: BLE001 - told to the test
            results[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


needs_its_own_connections = pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite in memory has one connection; there a writer is alone from its beginning",
)


@needs_its_own_connections
@pytest.mark.django_db(transaction=True)
def test_both_sides_at_the_same_moment_record_the_result_once() -> None:
    for _round in range(5):
        fixture = FixtureFactory()
        links = [ResultLinkFactory(fixture=fixture, reporter=side) for side in ("home", "away")]
        found = at_once(*(partial(send_report, link, said=HOME_WON) for link in links))
        assert [report.reporter for report in found] == ["home", "away"]
        assert state(fixture) == ("played", 2, 1, False)
        assert again(fixture).history.count() == 2


@needs_its_own_connections
@pytest.mark.django_db(transaction=True)
def test_double_tap_is_one_report() -> None:
    link = ResultLinkFactory()
    first, second = at_once(*[partial(send_report, link, said=HOME_WON)] * 2)
    assert first == second == ResultReport.objects.get()


@needs_its_own_connections
@pytest.mark.django_db(transaction=True)
def test_report_beside_the_league_overwrites_nothing() -> None:
    by_league = MatchFacts(Status.PLAYED, Score(0, 0))
    for _round in range(5):
        fixture = FixtureFactory()
        send(fixture, "home", HOME_WON)
        link = ResultLinkFactory(fixture=fixture, reporter="away")
        row = again(fixture)
        _report, told = at_once(
            partial(send_report, link, said=HOME_WON),
            partial(record_result, row, result=by_league, actor=None),
        )
        # Either the league's holds, or it was told that somebody was faster.
        by_report = isinstance(told, Refused)
        assert state(fixture) == ("played", *((2, 1) if by_report else (0, 0)), False)
