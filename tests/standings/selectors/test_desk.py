import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competitions.models import Fixture, Season, Stage
from standings.selectors import desk as module
from standings.selectors.desk import desk
from tests.factories import (
    AdministratorFactory,
    AppointmentFactory,
    ClaimFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    FixtureFactory,
    LeagueFactory,
    LegFactory,
    LotsDrawnFactory,
    LotsPositionFactory,
    MatchupFactory,
    QualifierFactory,
    QualifierListFactory,
    ResultReportFactory,
    RoundFactory,
    RuleSetFactory,
    RulingFactory,
    SeasonFactory,
    StageFactory,
    UserFactory,
    official_of,
)
from tests.standings.scenes import entry, groups, knock_out, matchup, single_table

pytestmark = pytest.mark.django_db

TODAY = dt.date(2030, 9, 8)
LAST_SUNDAY, NEXT_SUNDAY = dt.date(2030, 9, 1), dt.date(2030, 9, 15)


def seen(user=None):
    return desk(user or AdministratorFactory(), today=TODAY)


def rounds(section) -> list[tuple[str, int | None]]:
    return [(line.stage.slug, line.number) for line in section.lines]


def a_stage(**fields: object) -> Stage:
    fields.setdefault("season", SeasonFactory(year=2030))
    stage = StageFactory(**fields)
    RuleSetFactory(stage=stage)
    return stage


def a_fixture(stage: Stage, number: int | None = 1, **fields: object) -> Fixture:
    if number is not None:
        fields["round"] = RoundFactory(stage=stage, number=number)
    return FixtureFactory(stage=stage, **fields)


def test_desk_of_nobody_is_empty_and_clear():
    found = seen(UserFactory())
    assert (found.has_office, found.is_delegate, found.is_clear) == (False, False, True)
    assert (found.stages.lines, found.finished) == ((), ())


def test_results_of_days_that_are_past_are_missing():
    stage = a_stage(slug="nacional")
    a_fixture(stage, 1, date=LAST_SUNDAY)
    a_fixture(stage, 1, date=LAST_SUNDAY, score="1-0", is_official=True)
    a_fixture(stage, 2, date=TODAY)
    a_fixture(stage, 3, date=NEXT_SUNDAY)
    found = seen()
    assert rounds(found.overdue) == [("nacional", 1)]
    (line,) = found.overdue.lines
    assert (line.total, line.missing, line.overdue, line.first_day) == (2, 1, 1, LAST_SUNDAY)
    assert rounds(found.coming) == [("nacional", 2), ("nacional", 3)]


def test_round_without_days_is_due_by_its_own():
    stage = a_stage()
    a_fixture(stage, 1)
    stage.rounds.update(starts_on=LAST_SUNDAY)
    (line,) = seen().overdue.lines
    assert (line.overdue, line.undated) == (1, 1)


def test_what_a_ruling_decided_or_was_archived_is_not_missing():
    stage = a_stage()
    RulingFactory(fixture=a_fixture(stage, 1, date=LAST_SUNDAY, is_official=False))
    a_fixture(stage, 2, date=LAST_SUNDAY, is_archived=True)
    found = seen()
    assert rounds(found.overdue) == []
    assert [line.provisional for line in found.provisional.lines] == [1]


def test_fixtures_without_a_day_are_counted_by_round():
    stage = a_stage(slug="nacional")
    a_fixture(stage, 1)
    a_fixture(stage, 1)
    a_fixture(stage, None)
    assert [(line.number, line.undated) for line in seen().undated.lines] == [(1, 2), (None, 1)]


def test_provisional_results_wait_for_the_league():
    stage = a_stage()
    a_fixture(stage, 1, score="1-0", is_official=False)
    a_fixture(stage, 1, score="1-0", is_official=True)
    (line,) = seen().provisional.lines
    assert line.provisional == 1


def test_stage_of_a_finished_season_or_finished_itself_is_folded_away():
    running = a_stage()
    ended = a_stage(season=SeasonFactory(year=2029, status="finished"))
    over = a_stage(is_finished=True)
    archived = a_stage(season=SeasonFactory(year=2031, is_archived=True))
    for stage in (ended, over, archived):
        a_fixture(stage, date=LAST_SUNDAY)
    found = seen()
    assert [line.stage for line in found.stages.lines] == [running]
    assert set(found.finished) == {ended, over, archived}
    assert found.is_clear


def test_stage_leads_to_its_first_round_that_lacks_results():
    stage = a_stage()
    a_fixture(stage, 1, score="1-0")
    a_fixture(stage, 2)
    (line,) = seen().stages.lines
    assert (line.recorded, line.total, line.next_round.number) == (1, 2, 2)


def test_claims_stand_by_their_deadline_and_closed_ones_not_at_all():
    stage = a_stage()
    claims = {
        day: ClaimFactory(fixture=a_fixture(stage, score="1-0"), deadline=day)
        for day in (None, NEXT_SUNDAY, LAST_SUNDAY)
    }
    ClaimFactory(fixture=a_fixture(stage, score="1-0"), state="rejected")
    found = seen().claims
    assert list(found.lines) == [claims[LAST_SUNDAY], claims[NEXT_SUNDAY], claims[None]]


def test_reports_that_disagree_come_before_those_that_wait():
    stage = a_stage()
    waiting, disagreeing, settled = (a_fixture(stage, number) for number in (1, 2, 3))
    ResultReportFactory(fixture=waiting)
    ResultReportFactory(fixture=disagreeing)
    ResultReportFactory(fixture=disagreeing, reporter="away", away_goals=2)
    ResultReportFactory(fixture=settled, is_set_aside=True)
    found = seen().reports
    assert [(line.fixture, line.standing) for line in found.lines] == [
        (disagreeing, "disagreeing"),
        (waiting, "waiting"),
    ]


def test_clubs_level_on_the_edge_of_a_table_that_is_played_out_are_named():
    stage = single_table("Ada 1-0 Boca", "Cali 1-0 Deza", cut=1)
    Stage.objects.filter(pk=stage.pk).update(expected_fixtures=2)
    ((where, found),) = seen().notices.lines
    assert (where, [(level.clubs, level.missing) for level in found.level]) == (
        stage,
        [(("Ada", "Cali"), ("lots",))],
    )
    drawn = LotsDrawnFactory(stage=stage)
    LotsPositionFactory(lots=drawn, entry=entry(stage, "Ada"), position=1)
    LotsPositionFactory(lots=drawn, entry=entry(stage, "Cali"), position=2)
    Stage.objects.filter(pk=stage.pk).update(version=7)
    assert seen().notices.lines == ()


def test_clubs_level_where_it_does_not_matter_are_not():
    stage = single_table("Ada 1-0 Boca", "Cali 1-0 Deza", cut=2)
    Stage.objects.filter(pk=stage.pk).update(expected_fixtures=2)
    assert seen().notices.lines == ()


def test_clubs_of_a_group_are_named_with_it():
    stage = groups("a")
    Fixture.objects.update(home_goals=1, away_goals=0)
    ((_stage, found),) = seen().notices.lines
    assert [(level.group, level.clubs) for level in found.level] == [
        ("a", ("a Ada", "a Boca", "a Cali"))
    ]
    assert stage.groups.get().code == "a"


def test_level_table_that_is_still_played_waits_for_its_results():
    single_table("Ada 1-0 Boca", "Cali 1-0 Deza", "Elia - Faro", cut=1)
    assert seen().notices.lines == ()


def test_matchup_that_waits_for_lots_or_an_extra_match_is_named():
    stage = knock_out(settlement="extra_match lots")
    level = matchup(stage, "Ada", "Boca", "1-0", "1-0")
    matchup(stage, "Cali", "Deza", "1-0", "0-0")
    playing = matchup(stage, "Elia", "Faro", "1-0")
    LegFactory(matchup=playing, leg=2)
    playing.legs = 2
    playing.save()
    MatchupFactory(stage=stage, round=RoundFactory(stage=stage, number=2), second=None)
    ((_stage, found),) = seen().notices.lines
    assert [(m.pk, m.clubs, m.missing) for m in found.matchups] == [
        (level.pk, ("Ada", "Boca"), ("extra_match",))
    ]


def through(stage: Stage, *names: str) -> None:
    confirmed = QualifierListFactory(stage=stage)
    for name in names:
        QualifierFactory(qualifier_list=confirmed, entry=entry(stage, name))


def test_list_waits_to_be_confirmed_and_is_told_when_it_is_out_of_date():
    stage = single_table("Ada 2-0 Boca", "Cali 1-0 Deza", cut=1)
    stage.rule_set.zones.update(outcome="promoted", destination="Liga 2")
    Stage.objects.filter(pk=stage.pk).update(expected_fixtures=2)

    def state() -> list[str]:
        Stage.objects.filter(pk=stage.pk).update(version=Stage.objects.get(pk=stage.pk).version + 1)
        return [found.list_state for _stage, found in seen().notices.lines]

    assert state() == ["to_confirm"]
    through(stage, "Ada")
    assert state() == []
    Fixture.objects.filter(key="f1-1").update(away_goals=5)
    assert state() == ["out_of_date"]


def finished_with_a_list() -> Stage:
    stage = single_table("Ada 2-0 Boca", "Cali 1-0 Deza", cut=1)
    stage.rule_set.zones.update(outcome="promoted", destination="Liga 2")
    through(stage, "Ada")
    Stage.objects.filter(pk=stage.pk).update(expected_fixtures=2, is_finished=True)
    return stage


def told(user=None) -> list[tuple[str, str]]:
    return [(stage.slug, found.list_state) for stage, found in seen(user).notices.lines]


def test_list_of_a_finished_stage_that_a_ruling_contradicts_is_told():
    stage = finished_with_a_list()
    assert told() == []

    fixture = Fixture.objects.get(key="f1-1")
    RulingFactory(fixture=fixture, in_favour_of=fixture.away, effect="award")
    Stage.objects.filter(pk=stage.pk).update(version=stage.version + 1)

    assert told() == [(stage.slug, "out_of_date")]


def test_finished_stage_waits_for_nothing_but_its_list():
    stage = single_table("Ada 1-1 Boca", cut=1)
    through(stage, "Ada")
    Stage.objects.filter(pk=stage.pk).update(expected_fixtures=1, is_finished=True)
    assert told() == []


def test_lists_of_finished_districts_are_on_the_desks_of_their_leagues():
    stage = finished_with_a_list()
    above = DepartmentalLeagueFactory()
    district = LeagueFactory(
        level="district", slug="castilla", name="Liga Distrital de Castilla",
        parent=above, department=above.department,
    )  # fmt: skip
    Stage.objects.filter(pk=stage.pk).update(league=district)
    Fixture.objects.filter(key="f1-1").update(away_goals=5)

    assert told(official_of(district)) == [(stage.slug, "out_of_date")]
    assert told(official_of(above)) == [(stage.slug, "out_of_date")]
    assert told() == []


def test_official_sees_his_branch_alone():
    mine, other = DepartmentalLeagueFactory(), DepartmentalLeagueFactory()
    for league in (mine, other):
        stage = a_stage(league=league)
        a_fixture(stage, 1, date=LAST_SUNDAY)
        fixture = a_fixture(stage, 2, score="1-0", is_official=False)
        ClaimFactory(fixture=fixture)
        ResultReportFactory(fixture=a_fixture(stage, 3))
        single = a_stage(league=league, is_finished=True)
        assert single.league == league
    found = seen(official_of(mine))
    for section in (found.overdue, found.provisional, found.undated):
        assert {line.stage.league_id for line in section.lines} == {mine.pk}
    assert {line.fixture.stage.league_id for line in found.reports.lines} == {mine.pk}
    assert {claim.stage.league_id for claim in found.claims.lines} == {mine.pk}
    assert {stage.league_id for stage in found.finished} == {mine.pk}
    assert [line.stage.league_id for line in found.stages.lines] == [mine.pk]


def test_delegate_sees_the_matches_of_his_club_alone():
    stage = a_stage()
    mine = a_fixture(stage, 1, date=NEXT_SUNDAY)
    undated = a_fixture(stage, 2, home=mine.home)
    a_fixture(stage, 2, date=NEXT_SUNDAY)
    a_fixture(stage, 3, home=mine.home, date=dt.date(2030, 1, 1))
    delegate = AppointmentFactory(league=None, club=mine.home.club).user
    found = seen(delegate)
    assert (found.own_fixtures, found.has_office) == ((mine, undated), False)
    assert (found.stages.lines, found.overdue.lines) == ((), ())


def test_long_lists_are_cut_and_say_how_much_more_there_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MOST_STAGES", 2)
    for number in range(1, 16):
        a_fixture(a_stage(position=1) if number == 1 else Stage.objects.first(), number)
    a_stage(position=2)
    a_stage(position=3)
    found = seen()
    assert (len(found.undated.lines), found.undated.total, found.undated.more) == (12, 15, 3)
    assert (len(found.stages.lines), found.stages.total, found.stages.more) == (2, 3, 1)


def test_stages_of_the_own_league_stand_before_those_of_the_leagues_below():
    above = DepartmentalLeagueFactory()
    below = DepartmentalLeagueFactory(level="district", parent=above, department=above.department)
    for league, position in ((below, 1), (above, 2)):
        a_stage(league=league, position=position)
    lines = desk(official_of(above), today=TODAY).stages.lines
    assert [line.stage.league for line in lines] == [above, below]


def test_stages_beyond_what_one_call_reads_have_their_turn_later(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MOST_READ", 1)
    for _stage in range(2):
        stage = a_stage(kind="knock_out")
        MatchupFactory(stage=stage, round=RoundFactory(stage=stage))
    assert [seen().unread, seen().unread] == [1, 0]


def queries(user) -> int:
    user = type(user).objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as caught:
        seen(user)
    return len(caught)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_do_not_grow_with_the_stages(count: int):
    league = DepartmentalLeagueFactory()
    official = official_of(league)
    for number in range(count):
        stage = a_stage(league=league, position=number + 1)
        home, away = (EntryFactory(stage=stage, club__department=league.department) for _ in "ab")
        clubs = {"home": home, "away": away}
        a_fixture(stage, 1, date=LAST_SUNDAY, **clubs)
        ResultReportFactory(fixture=a_fixture(stage, 2, **clubs))
        claimed = a_fixture(stage, 3, score="1-0", is_official=False, **clubs)
        ClaimFactory(fixture=claimed)
        played = a_stage(league=league, kind="knock_out", position=100 + number)
        home, away = (EntryFactory(stage=played, club__department=league.department) for _ in "ab")
        round_ = RoundFactory(stage=played)
        LegFactory(matchup=MatchupFactory(round=round_, first=home, second=away))
    # offices | seasons, clubs to enter, those that stand otherwise than listed, stages, rounds,
    # lists, finished, claims (counted when many), fixtures reported, their reports, their rulings |
    # eight of the snapshots
    cold, warm = queries(official), queries(official)
    assert (cold, warm) == ((20, 12) if count < 13 else (21, 13))


def test_season_that_is_planned_is_not_on_the_desk():
    a_fixture(a_stage(), date=LAST_SUNDAY)
    Season.objects.update(status="planned")
    assert seen().is_clear


def test_confirmed_clubs_that_are_not_entered_wait_for_the_league_above() -> None:
    above, below = a_stage(), a_stage()
    confirmed = QualifierListFactory(stage=below)
    first, second = (
        QualifierFactory(qualifier_list=confirmed, entry=EntryFactory(stage=below), to_stage=above)
        for _ in "ab"
    )
    assert desk(official_of(above.league), today=TODAY).to_enter.lines == ((above, 2),)
    EntryFactory(stage=above, club=first.entry.club)
    EntryFactory(stage=above, club=second.entry.club)
    assert desk(official_of(above.league), today=TODAY).to_enter.lines == ()
