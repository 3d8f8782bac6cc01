"""Days, hours and grounds of a list that is there."""

import datetime as dt

import pytest

from competitions.core.week import every_day, read_week
from competitions.models import Fixture, Round, Stage, Venue
from competitions.services.fixture_drafts import draft, write_draft
from competitions.services.fixture_lists import discard_fixture_list
from competitions.services.fixture_wishes import Asked
from competitions.services.placing import Calendar, Unarrangeable
from competitions.services.programmes import ahead, arranged, write_programme
from competitions.services.versions import state_of
from competitions.services.writing import Refused
from tests.factories import (
    ClubFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    FixtureFactory,
    RoundFactory,
    SeasonFactory,
    StageFactory,
    VenueFactory,
    official_of,
)

pytestmark = pytest.mark.django_db

SUNDAY = dt.date(2027, 3, 7)
LATER = dt.date(2027, 4, 4)
WEEK = dt.timedelta(weeks=1)


def hours(*numbers):
    return every_day(*(dt.time(number) for number in numbers))


def calendar(first=LATER, ground="Nuevo", times=(10, 12), **options):
    return Calendar(first, **{"grounds": {ground: hours(*times)}, **options})


@pytest.fixture
def stage():
    """Four clubs, three rounds on Sundays at 9 and 11 on the ground Campo."""
    league = DepartmentalLeagueFactory(name="Liga Distrital de Castilla", level="district")
    stage = StageFactory(league=league, season__year=SUNDAY.year, expected_fixtures=None)
    names = [f"Club {letter}" for letter in "ABCD"]
    asked = Asked(names=names, calendar=calendar(SUNDAY, "Campo", (9, 11)))
    write_draft(draft(stage, asked, actor=None), actor=None)
    return Stage.objects.get(pk=stage.pk)


def played(stage):
    """The first match, with a result."""
    fixture = ahead(stage)[0]
    Fixture.objects.filter(pk=fixture.pk).update(status="played", home_goals=1, away_goals=0)
    return Fixture.objects.get(pk=fixture.pk)


def places(stage):
    rows = Fixture.objects.filter(stage=stage).order_by("round__number", "date", "time")
    return [(row.date, row.time.hour, row.venue.name) for row in rows.select_related("venue")]


def faults_told(stage, found_in, **options):
    with pytest.raises(Unarrangeable) as caught:
        arranged(stage, found_in, actor=None, **options)
    return caught.value.faults


def faults_of(stage, found_in, **options):
    return [(fault.code, fault.field) for fault in faults_told(stage, found_in, **options)]


def test_all_matches_move_in_one_act_as_they_were_shown(stage):
    actor = official_of(stage.league)
    programme = arranged(stage, calendar(), actor=actor)
    assert not Venue.objects.filter(name="Nuevo").exists()

    moved = write_programme(programme, actor=actor, seen=state_of(stage))

    assert len(moved) == 6
    assert places(stage) == [(m.to.date, m.to.time.hour, "Nuevo") for m in programme.moves]
    assert places(stage)[:3] == [
        (LATER, 10, "Nuevo"), (LATER, 12, "Nuevo"), (LATER + WEEK, 10, "Nuevo"),
    ]  # fmt: skip
    assert list(Round.objects.order_by("number").values_list("starts_on", "ends_on")) == [
        (LATER + n * WEEK, LATER + n * WEEK) for n in range(3)
    ]


def test_what_is_fixed_or_played_stays(stage):
    first = played(stage)
    fixed = ahead(stage)[0]

    programme = arranged(stage, calendar(), fixed=[fixed.pk], actor=None)
    write_programme(programme, actor=None)

    for fixture in (first, fixed):
        stays = Fixture.objects.get(pk=fixture.pk)
        assert (stays.date, stays.time, stays.venue) == (fixture.date, fixture.time, fixture.venue)
    assert [move.stays for move in programme.moves] == [True, False, False, False, False]
    assert {place[2] for place in places(stage)} == {"Campo", "Nuevo"}


def test_rounds_before_the_first_one_stay(stage):
    programme = arranged(stage, calendar(), from_round=3, actor=None)

    assert [move.fixture.round.number for move in programme.moved] == [3, 3]
    assert {move.to.date for move in programme.moved} == {LATER}


def test_a_postponed_match_is_scheduled_again(stage):
    Fixture.objects.update(status="postponed")

    write_programme(arranged(stage, calendar(), actor=None), actor=None)

    assert set(Fixture.objects.values_list("status", flat=True)) == {"scheduled"}


def test_a_fixed_match_keeps_its_hour_from_others(stage):
    fixed = ahead(stage)[0]
    found = calendar(SUNDAY, "Campo", (9, 11))

    programme = arranged(stage, found, fixed=[fixed.pk], actor=None)

    assert programme.moved == []


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        (calendar(SUNDAY, days_off=frozenset({SUNDAY})), ("fixed_on_day_off", "fixed")),
        (calendar(SUNDAY, rest_days=8), ("too_little_rest", "fixed")),
        (calendar(times=(10,)), ("too_few_hours", "grounds")),
        (calendar(times=(10, 11)), ("hours_overlap", "grounds")),
    ],
)
def test_conflicts_are_named(stage, found, fault):
    fixed = [fixture.pk for fixture in ahead(stage)[:4]]
    assert fault in faults_of(stage, found, fixed=fixed)


def test_two_fixed_matches_on_one_ground_are_named(stage):
    Fixture.objects.update(time=dt.time(9))
    fixed = [fixture.pk for fixture in ahead(stage)[:2]]

    with pytest.raises(Unarrangeable) as caught:
        arranged(stage, calendar(SUNDAY, "Campo"), fixed=fixed, actor=None)

    [fault] = caught.value.faults
    assert (fault.code, fault.params["when"]) == ("ground_taken_twice", "07/03/2027 09:00")


def test_a_fixed_match_where_another_stage_plays_is_named(stage):
    first = ahead(stage)[0]
    theirs = FixtureFactory(
        stage__season=stage.season, date=first.date, time=dt.time(10), venue=first.venue
    )
    simulated = StageFactory(
        season__year=stage.season.year + 1, season__is_simulated=True, season__seed=1
    )
    FixtureFactory(stage=simulated, date=first.date, time=dt.time(10, 30), venue=first.venue)

    with pytest.raises(Unarrangeable) as caught:
        arranged(stage, calendar(SUNDAY, "Campo"), fixed=[first.pk], actor=None)

    [fault] = caught.value.faults
    assert fault.code == "ground_taken_twice"
    assert {fault.params["one"], fault.params["other"]} == {
        str(first), f"{theirs} ({theirs.stage.label})"
    }  # fmt: skip


def test_a_round_without_any_hour_left_is_named(stage):
    """Its clubs would play again two days after a match that stays."""
    fixed = [fixture.pk for fixture in ahead(stage)[:2]]
    found = calendar(SUNDAY + dt.timedelta(days=2), rest_days=3)

    [fault] = faults_told(stage, found, fixed=fixed)

    assert (fault.code, fault.field) == ("play_on_another_day", "weekdays")
    assert fault.params["day"] == "miércoles 10/03/2027"


def test_nothing_to_move_is_said(stage):
    fixed = [fixture.pk for fixture in ahead(stage)]
    assert faults_of(stage, calendar(), fixed=fixed) == [("nothing_to_arrange", "fixed")]


def test_a_ground_that_several_towns_have_is_asked_about(stage):
    for town in ("Piura", "Sullana"):
        VenueFactory(name="Nuevo", town=town, department=stage.league.department)
    assert faults_of(stage, calendar()) == [("several_grounds", "grounds")]


def test_a_match_without_ground_or_hour_still_rests_its_clubs(stage):
    first = ahead(stage)[0]
    Fixture.objects.filter(pk=first.pk).update(venue=None, time=None)

    with pytest.raises(Unarrangeable):
        arranged(
            stage,
            calendar(SUNDAY + dt.timedelta(days=1), rest_days=3),
            fixed=[first.pk],
            from_round=2,
            actor=None,
        )


def test_extra_and_archived_matches_are_left_alone(stage):
    extra = FixtureFactory(stage=stage, is_extra=True, round=RoundFactory(stage=stage, number=1))
    archived = FixtureFactory(stage=stage, is_archived=True)

    assert not {extra.pk, archived.pk} & {fixture.pk for fixture in ahead(stage)}


def test_a_stage_that_moved_on_is_not_written_over(stage):
    programme = arranged(stage, calendar(), actor=None)

    with pytest.raises(Refused, match="Mientras tanto"):
        write_programme(programme, actor=None, seen="0-x")
    assert not Venue.objects.filter(name="Nuevo").exists()


def test_an_unplayed_list_is_discarded_with_its_rounds(stage):
    extra = FixtureFactory(stage=stage, is_extra=True, round=RoundFactory(stage=stage, number=9))

    assert discard_fixture_list(stage, actor=None, seen=state_of(stage)) == 6

    assert list(Fixture.objects.all()) == [extra]
    assert list(Round.objects.values_list("number", flat=True)) == [9]
    assert stage.entries.count() == 6
    assert Stage.objects.get(pk=stage.pk).expected_fixtures is None
    with pytest.raises(Refused, match="no tiene fixture"):
        discard_fixture_list(stage, actor=None)


def test_a_list_with_a_result_is_not_discarded(stage):
    played(stage)

    with pytest.raises(Refused, match="con resultado"):
        discard_fixture_list(stage, actor=None)
    assert Fixture.objects.count() == 6


@pytest.mark.parametrize("clubs", [4, 8])
def test_queries_do_not_grow_with_the_list(clubs, django_assert_num_queries):
    league = DepartmentalLeagueFactory(level="district")
    stage = StageFactory(league=league, season__year=SUNDAY.year, expected_fixtures=None)
    names = [ClubFactory(league=league).pk for _ in range(clubs)]
    asked = Asked(clubs=names, calendar=calendar(SUNDAY, "Campo", (9, 11, 13, 15)))
    write_draft(draft(stage, asked, actor=None), actor=None)
    stage = Stage.objects.get(pk=stage.pk)
    with django_assert_num_queries(7):
        programme = arranged(stage, calendar(times=(10, 12, 14, 16)), actor=None)
    with django_assert_num_queries(34):
        write_programme(programme, actor=None)


# Clubs that play in another stage too


def elsewhere(stage, club, day, **fields):
    """A match of a cup of the same season, of a club of the stage."""
    cup = StageFactory(season=stage.season, name="Copa", expected_fixtures=None)
    home = EntryFactory(stage=cup, club=club)
    fields = {"score": None, "time": None, "venue": None, "status": "scheduled", **fields}
    return FixtureFactory(stage=cup, home=home, date=day, **fields)


def test_a_club_that_plays_elsewhere_is_moved_to_another_day_of_play(stage):
    first = ahead(stage)[0]
    elsewhere(stage, first.home.club, LATER)

    programme = arranged(stage, calendar(weekdays=frozenset({6, 0})), actor=None)

    to = {move.fixture: move.to for move in programme.moves}
    assert to[first].date == LATER + dt.timedelta(days=1)
    assert [move.to.date for move in programme.moves].count(LATER) == 1


def test_a_club_that_plays_elsewhere_is_named_with_the_day_that_helps(stage):
    first = ahead(stage)[0]
    theirs = elsewhere(stage, first.away.club, LATER, time=dt.time(20))

    [fault] = faults_told(stage, calendar())

    assert (fault.code, fault.field, fault.params["round"]) == (
        "play_on_another_day", "weekdays", 1,
    )  # fmt: skip
    assert fault.params["matches"] == str(first)
    assert fault.params["others"] == f"{theirs} (Copa), 04/04/2027"
    assert fault.params["day"] == "lunes 05/04/2027"


@pytest.mark.parametrize(
    ("options", "gap", "fault", "param"),
    [
        ({"every": 1, "rest_days": 1}, 0, ("leave_days_out", "days_off"), "04/04/2027"),
        ({"every": 2, "rest_days": 2}, 1, ("ask_for_less_rest", "rest_days"), 1),
        ({"every": 3, "rest_days": 3}, 2, ("ask_for_less_rest", "rest_days"), 2),
    ],
)
def test_where_no_other_day_would_do_less_rest_or_a_day_left_out_helps(
    stage, options, gap, fault, param
):
    first = ahead(stage)[0]
    elsewhere(stage, first.home.club, LATER + dt.timedelta(days=gap))

    found = faults_told(stage, calendar(**options))[0]

    assert (found.code, found.field) == fault
    assert param in found.params.values()


def test_the_rest_between_its_own_rounds_is_named(stage):
    [found] = faults_told(stage, calendar(every=3, rest_days=4))

    assert (found.code, found.params["rest"]) == ("ask_for_less_rest", 3)
    assert found.params["others"].count("04/04/2027") == 2


def test_a_ground_that_others_use_at_all_hours_is_named(stage):
    ground = VenueFactory(name="Nuevo", town="", department=stage.league.department)
    others = [
        elsewhere(stage, ClubFactory(), LATER, time=dt.time(hour), venue=ground)
        for hour in (10, 12)
    ]

    [fault] = faults_told(stage, calendar())

    assert fault.code == "ground_is_taken"
    assert fault.params["others"] == "; ".join(
        f"{other} (Copa), 04/04/2027 {other.time:%H:%M}" for other in others
    )


def test_matches_elsewhere_that_make_hours_short_are_named(stage):
    fixtures = ahead(stage)[:2]
    for fixture in fixtures:
        elsewhere(stage, fixture.home.club, LATER)
    monday = read_week("dom 10 12; lun 10")

    short, others = faults_told(
        stage, calendar(grounds={"Nuevo": monday}, weekdays=frozenset({6, 0}))
    )

    assert (short.code, short.params["missing"]) == ("too_few_hours", 1)
    assert (others.code, others.params["others"].count("(Copa)")) == ("others_in_the_way", 2)


@pytest.mark.parametrize(
    "fields",
    [
        {"is_archived": True},
        {"date": LATER - dt.timedelta(days=1)},
        {"date": LATER + dt.timedelta(days=1)},
    ],
)
def test_what_is_not_in_the_way_moves_nobody(stage, fields):
    first = ahead(stage)[0]
    elsewhere(stage, first.home.club, fields.pop("date", LATER), **fields)

    assert arranged(stage, calendar(), actor=None).moved


def test_a_simulated_season_is_not_in_the_way(stage):
    first = ahead(stage)[0]
    theirs = elsewhere(stage, first.home.club, LATER)
    theirs.stage.season = SeasonFactory(year=2031, is_simulated=True, seed=1)
    theirs.stage.save()

    assert arranged(stage, calendar(), actor=None).moved


def test_without_a_ground_clubs_rest_as_well(stage):
    first = ahead(stage)[0]
    elsewhere(stage, first.home.club, LATER)
    asked = Calendar(LATER, hours=read_week("15"))
    assert faults_of(stage, asked) == [("play_on_another_day", "weekdays")]

    asked = Calendar(LATER, hours=read_week("dom 15; lun 20"), weekdays=frozenset({6, 0}))
    programme = arranged(stage, asked, actor=None)

    assert {(m.to.date.day, m.to.time.hour) for m in programme.moves if m.fixture == first} == {
        (5, 20)
    }


def test_a_match_that_stays_where_its_club_plays_elsewhere_is_named(stage):
    first = ahead(stage)[0]
    theirs = elsewhere(stage, first.home.club, first.date)

    [fault] = faults_told(stage, calendar(SUNDAY, "Campo"), fixed=[first.pk])

    assert fault.code == "fixed_on_one_day"
    assert {fault.params["one"], fault.params["other"]} == {str(first), f"{theirs} (Copa)"}


# Hours by day, and grounds of groups


def test_hours_differ_by_day(stage):
    grounds = {"Nuevo": read_week("sáb 15; dom 9 11")}

    asked = calendar(LATER - dt.timedelta(days=1), grounds=grounds, weekdays=frozenset({5, 6}))
    programme = arranged(stage, asked, actor=None)

    assert {(move.to.date.day, move.to.time.hour) for move in programme.moves[:2]} == {
        (3, 15), (4, 9),
    }  # fmt: skip


def test_a_group_plays_on_its_ground_and_nobody_else_does():
    league = DepartmentalLeagueFactory(level="district")
    stage = StageFactory(league=league, expected_fixtures=None)
    week = read_week("9 11 13 15")
    asked = Asked(
        names=[f"Club {letter}" for letter in "ABCDEFGHIJKL"],
        groups=3,
        calendar=Calendar(SUNDAY, grounds={"X": week, "Y": week, "Z": week}, kept={"X": {0}}),
    )

    found = draft(stage, asked, actor=None)

    grounds = {}
    for match in found.planned:
        grounds.setdefault(match.group.label, set()).add(match.venue.name)
    assert grounds == {"Grupo A": {"X"}, "Grupo B": {"Y", "Z"}, "Grupo C": {"Y", "Z"}}
    assert {(m.date, m.time, m.venue.name) for m in found.planned if m.round == 1} == {
        (SUNDAY, dt.time(hour), ground) for hour in (9, 11) for ground in "XYZ"
    }


def test_a_group_that_no_ground_is_left_for_is_named():
    league = DepartmentalLeagueFactory(level="district")
    stage = StageFactory(league=league, expected_fixtures=None)
    asked = Asked(
        names=[f"Club {letter}" for letter in "ABCD"],
        groups=2,
        calendar=calendar(SUNDAY, "X", kept={"X": {0}}),
    )

    with pytest.raises(Unarrangeable) as caught:
        draft(stage, asked, actor=None)

    assert [fault.code for fault in caught.value.faults] == ["no_hour_left"]


def test_one_ground_in_two_ways_is_named(stage):
    VenueFactory(name="Nuevo", town="Castilla", department=stage.league.department)
    grounds = {"Nuevo": hours(9), "Nuevo, Castilla": hours(9)}

    assert faults_of(stage, calendar(grounds=grounds)) == [("same_ground", "grounds")]
