"""What a match that is moved by itself gets in the way of."""

import datetime as dt

import pytest

from competitions.services.clashes import clashes_of
from tests.factories import (
    EntryFactory,
    FixtureFactory,
    SeasonFactory,
    StageFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db

SUNDAY = dt.date(2027, 3, 7)


@pytest.fixture
def match():
    home = EntryFactory(club__name="Alfa", stage=StageFactory(name="Liga", season__year=2027))
    away = EntryFactory(club__name="Beta", stage=home.stage)
    return FixtureFactory(
        stage=home.stage,
        home=home,
        away=away,
        date=SUNDAY,
        time=dt.time(15),
        venue=VenueFactory(name="Campo", town=""),
    )


def other(match, *, club="", day=SUNDAY, **fields):
    """A match of a cup of the same season, of Alfa or Beta where they are named."""
    season = fields.pop("season", match.stage.season)
    cup = StageFactory(season=season, name="Copa")
    clubs = {"Alfa": match.home.club, "Beta": match.away.club}
    home = EntryFactory(stage=cup, **({"club": clubs[club]} if club else {"club__name": "Equis"}))
    away = EntryFactory(stage=cup, club__name="Zeta")
    return FixtureFactory(stage=cup, home=home, away=away, date=day, **fields)


def test_a_match_by_itself_is_in_nobodys_way(match, django_assert_num_queries):
    other(match)
    with django_assert_num_queries(2):
        assert clashes_of([match]) == []


def test_a_club_that_plays_twice_on_a_day_is_named(match):
    other(match, club="Alfa", time=dt.time(11))

    assert clashes_of([match]) == [
        "Alfa – Beta: uno de sus clubes juega dos veces ese día, también en Alfa – Zeta (Copa) "
        "(07/03/2027 11:00). Ponga otro día a uno de los dos partidos."
    ]


@pytest.mark.parametrize("days", [-1, 1])
def test_a_club_that_plays_on_two_days_in_a_row_is_named(match, days):
    other(match, club="Beta", day=SUNDAY + dt.timedelta(days=days))

    [sentence] = clashes_of([match])

    assert "juega también el día anterior o el siguiente: Beta – Zeta (Copa)" in sentence


def test_a_ground_that_is_taken_is_named_with_the_hour_from_which_it_is_free(match):
    other(match, time=dt.time(14), venue=match.venue)

    assert clashes_of([match]) == [
        "Alfa – Beta: Campo está ocupada; allí se juega Equis – Zeta (Copa) (07/03/2027 14:00). "
        "Queda libre desde 07/03/2027 15:45."
    ]


def test_two_that_are_moved_onto_each_other_are_told_once(match):
    second = FixtureFactory(stage=match.stage, home=match.away, date=SUNDAY)

    assert len(clashes_of([match, second])) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"day": SUNDAY + dt.timedelta(days=2), "club": "Alfa"},
        {"club": "Alfa", "is_archived": True},
        {"time": dt.time(16, 45), "same_ground": True},
        {"time": None, "same_ground": True},
    ],
)
def test_what_is_in_nobodys_way_is_not_told(match, fields):
    if fields.pop("same_ground", False):
        fields["venue"] = match.venue
    other(match, **fields)

    assert clashes_of([match]) == []


def test_simulated_seasons_and_real_ones_do_not_meet(match):
    season = SeasonFactory(year=2028, is_simulated=True, seed=1)
    other(match, club="Alfa", season=season)

    assert clashes_of([match]) == []


def test_matches_that_are_over_or_have_no_day_are_not_asked_about(match, django_assert_num_queries):
    other(match, club="Alfa")
    match.status = "played"
    undated = FixtureFactory(stage=match.stage)
    with django_assert_num_queries(0):
        assert clashes_of([match, undated]) == []
