"""Legs of a knock-out, seated on their grounds and hours."""

import datetime as dt

import pytest

from competitions.core.week import read_week
from competitions.models import Venue
from competitions.services.brackets import PlannedLeg, make_legs
from competitions.services.legs import LegsAsked, place_legs
from competitions.services.placing import Unarrangeable
from tests.factories import (
    DepartmentalLeagueFactory,
    EntryFactory,
    FixtureFactory,
    KnockOutFactory,
    MatchupFactory,
    RoundFactory,
    StageFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db

SATURDAY = dt.date(2027, 9, 4)
SUNDAY = SATURDAY + dt.timedelta(days=1)
WEEKEND = (SATURDAY, SUNDAY)


@pytest.fixture
def round_():
    """The second round of a knock-out: A meets B, C meets D, in two legs."""
    stage = KnockOutFactory(league=DepartmentalLeagueFactory(), season__year=2027)
    round_ = RoundFactory(stage=stage, number=2)
    for first, second in ("AB", "CD"):
        MatchupFactory(
            round=round_,
            legs=2,
            first=EntryFactory(stage=stage, club__name=first),
            second=EntryFactory(stage=stage, club__name=second),
        )
    return round_


def legs_of(round_, *numbers):
    """The first club hosts odd legs."""
    return [
        PlannedLeg(m, number, *((m.first, m.second) if number % 2 else (m.second, m.first)))
        for number in numbers or (1,)
        for m in round_.matchups.order_by("pk")
    ]


def on(round_, ground, *numbers):
    """All legs on one ground."""
    return {(m.pk, number): ground for number in numbers or (1,) for m in round_.matchups.all()}


def placed(round_, *numbers, **asked):
    """`A–B 4 15:00 Campo` of each leg."""
    found, _new = place_legs(
        round_.stage, legs_of(round_, *numbers), LegsAsked(**asked), actor=None
    )
    return [
        " ".join(
            [
                f"{leg.home}–{leg.away}",
                f"{leg.date.day if leg.date else '-'}",
                f"{leg.time:%H:%M}" if leg.time else "-",
                leg.venue.name if leg.venue else "-",
            ]
        )
        for leg in found
    ]


def faults(round_, *numbers, **asked):
    with pytest.raises(Unarrangeable) as caught:
        placed(round_, *numbers, **asked)
    return caught.value.faults


def test_matches_on_one_ground_follow_each_other(round_):
    asked = {"hours": read_week("13 15:30"), "grounds": on(round_, "Campo")}

    assert placed(round_, days={1: [SUNDAY]}, **asked) == [
        "A–B 5 13:00 Campo", "C–D 5 15:30 Campo",
    ]  # fmt: skip


def test_on_grounds_of_their_own_they_have_the_same_hour(round_):
    one, other = on(round_, "")
    grounds = {one: "Campo", other: "Estadio"}

    assert placed(round_, days={1: [SUNDAY]}, hours=read_week("15"), grounds=grounds) == [
        "A–B 5 15:00 Campo", "C–D 5 15:00 Estadio",
    ]  # fmt: skip


def test_a_round_goes_over_several_days_with_their_own_hours(round_):
    asked = {"hours": read_week("sáb 20; dom 15"), "grounds": on(round_, "Campo", 1, 2)}
    week = dt.timedelta(days=7)

    found = placed(round_, 1, 2, days={1: WEEKEND, 2: [day + week for day in WEEKEND]}, **asked)

    assert found == [
        "A–B 4 20:00 Campo", "C–D 5 15:00 Campo", "B–A 11 20:00 Campo", "D–C 12 15:00 Campo",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "A–B - - -"),
        ({"days": {1: [SUNDAY]}}, "A–B 5 - -"),
        ({"days": {1: [SUNDAY]}, "hours": read_week("13 15")}, "A–B 5 13:00 -"),
        ({"days": {1: [SUNDAY]}, "hours": read_week("sáb 15")}, "A–B 5 - -"),
    ],
)
def test_nothing_has_to_be_known(round_, asked, found):
    assert placed(round_, **asked)[0] == found


def test_a_ground_can_be_known_before_the_day_or_the_hour(round_):
    campo = on(round_, "Campo")
    assert placed(round_, grounds=campo) == ["A–B - - Campo", "C–D - - Campo"]
    assert placed(round_, grounds=campo, days={1: [SUNDAY]}) == ["A–B 5 - Campo", "C–D 5 - Campo"]


def test_a_new_ground_is_recorded_with_the_legs(round_):
    asked = LegsAsked(days={1: [SUNDAY]}, hours=read_week("13 15"), grounds=on(round_, "Campo"))
    legs, grounds = place_legs(round_.stage, legs_of(round_), asked, actor=None)
    assert not Venue.objects.exists()

    made = make_legs(round_.stage, legs, actor=None, new_grounds=grounds)

    assert {fixture.venue for fixture in made} == {Venue.objects.get()}


def test_a_league_of_the_nation_knows_the_grounds_of_all_departments(round_):
    round_.stage.league = StageFactory().league
    ground = VenueFactory(name="Garcilaso", town="Cusco")

    _legs, new = place_legs(
        round_.stage, legs_of(round_), LegsAsked(grounds=on(round_, str(ground))), actor=None
    )

    assert round_.stage.league.department is None
    assert new == []


def test_too_few_hours_are_told(round_):
    asked = {"hours": read_week("15"), "grounds": on(round_, "Campo")}

    [fault] = faults(round_, days={1: [SUNDAY]}, **asked)

    assert (fault.code, fault.params["round"], fault.params["missing"]) == ("too_few_hours", 2, 1)
    assert set(fault.params["matches"].split("; ")) == {"A – B", "C – D"}


def test_a_club_that_plays_elsewhere_is_named(round_):
    league = StageFactory(name="Liga", season=round_.stage.season)
    club = round_.matchups.first().first.club
    theirs = FixtureFactory(stage=league, home=EntryFactory(stage=league, club=club), date=SATURDAY)

    [fault] = faults(round_, days={1: [SUNDAY]}, rest_days=2)

    assert fault.code == "play_on_another_day"
    assert fault.params["others"] == f"{theirs} (Liga), 04/09/2027"
    assert fault.params["day"] == "lunes 06/09/2027"
    assert placed(round_, days={1: [SUNDAY, SUNDAY + dt.timedelta(days=1)]}, rest_days=2) == [
        "A–B 6 - -", "C–D 5 - -",
    ]  # fmt: skip


def test_each_match_is_told_with_what_is_in_its_own_way(round_):
    """A club of the first plays at 14:00 on the ground of both."""
    ground = VenueFactory(name="Campo", town="", department=round_.stage.league.department)
    league = StageFactory(name="Liga", season=round_.stage.season)
    home = EntryFactory(stage=league, club=round_.matchups.order_by("pk")[0].first.club)
    FixtureFactory(stage=league, home=home, date=SUNDAY, time=dt.time(14), venue=ground)

    found = faults(round_, days={1: [SUNDAY]}, hours=read_week("15"), grounds=on(round_, "Campo"))

    assert {(fault.code, fault.params["matches"]) for fault in found} == {
        ("play_on_another_day", "A – B"), ("ground_is_taken", "C – D"),
    }  # fmt: skip


def test_what_the_stage_has_in_the_calendar_is_in_the_way_too(round_):
    ground = VenueFactory(name="Campo", town="", department=round_.stage.league.department)
    FixtureFactory(stage=round_.stage, date=SUNDAY, time=dt.time(13), venue=ground)
    asked = {"hours": read_week("13 15 17"), "grounds": on(round_, "Campo")}

    assert placed(round_, days={1: [SUNDAY]}, **asked) == [
        "A–B 5 15:00 Campo", "C–D 5 17:00 Campo",
    ]  # fmt: skip


def test_the_second_leg_rests_after_the_first(round_):
    [fault] = faults(round_, 1, 2, days={1: [SATURDAY], 2: [SUNDAY]}, rest_days=2)

    assert (fault.code, fault.params["rest"]) == ("ask_for_less_rest", 1)


def test_a_ground_that_several_towns_have_is_asked_about(round_):
    for town in ("Piura", "Sullana"):
        VenueFactory(name="Campo", town=town, department=round_.stage.league.department)

    [fault] = faults(round_, grounds=on(round_, "Campo"))

    assert fault.code == "several_grounds"


def test_queries_do_not_grow_with_the_legs(round_, django_assert_num_queries):
    asked = LegsAsked(days={1: [SUNDAY]}, hours=read_week("13 15"), grounds=on(round_, "Campo"))
    legs = legs_of(round_)
    VenueFactory(name="Campo", town="", department=round_.stage.league.department)
    place_legs(round_.stage, legs, asked, actor=None)
    for count in (1, 2):
        with django_assert_num_queries(4):
            place_legs(round_.stage, legs[:count], asked, actor=None)
