import pytest

from competitions.core.fixture_state import FixtureState
from competitions.core.score import MatchFacts, Score, Status
from competitions.models import ClubAlias, Fixture, Round
from competitions.services.pasting import Accepted, record_pasted
from competitions.services.rounds import state_of
from competitions.services.writing import Refused
from tests.competitions.services.test_rounds import a_round, fixtures_of
from tests.factories import (
    AdministratorFactory,
    ClubAliasFactory,
    DepartmentalLeagueFactory,
    official_of,
)

pytestmark = pytest.mark.django_db

PLAYED = FixtureState(MatchFacts(Status.PLAYED, Score(2, 1)))


def accepted(fixture: Fixture, *names: str, state: FixtureState = PLAYED) -> Accepted:
    """The result with these names for the home club."""
    spellings = tuple((fixture.home.club_id, name) for name in names)
    return Accepted(fixture.pk, state, state_of(fixture, absent="").token, spellings)


def names() -> list[str]:
    return [alias.name for alias in ClubAlias.objects.order_by("pk")]


def scores(round_: Round) -> list[int | None]:
    return [fixture.home_goals for fixture in fixtures_of(round_)]


def test_results_and_spellings_are_recorded_together():
    round_ = a_round(2)
    first, second = fixtures_of(round_)
    rows = [accepted(first, "Los Felinos"), accepted(second, "Los Felinos")]
    found = record_pasted(round_, accepted=rows, actor=None)
    assert (len(found.saved), found.refused) == (2, {})
    assert names() == ["Los Felinos", "Los Felinos"]


def test_a_name_that_the_club_has_already_is_not_added():
    round_ = a_round(1)
    (fixture,) = fixtures_of(round_)
    club = fixture.home.club
    ClubAliasFactory(club=club, name="Los Felinos")
    spellings = [club.name.upper(), "LOS FELINOS", "Áé Í", "ae i", "…"]
    record_pasted(round_, accepted=[accepted(fixture, *spellings)], actor=None)
    assert names() == ["Los Felinos", "ae i"]


def test_a_spelling_of_a_row_that_was_refused_is_not_added():
    round_ = a_round(2)
    first, second = fixtures_of(round_)
    wrong = FixtureState(MatchFacts(Status.PLAYED, Score(1, 0), half_time=Score(2, 0)))
    rows = [accepted(first, "Los Felinos", state=wrong), accepted(second, "Los Tigres")]
    found = record_pasted(round_, accepted=rows, actor=None)
    assert set(found.refused) == {first.pk}
    assert (scores(round_), names()) == ([None, 2], ["Los Tigres"])


def test_a_spelling_that_is_too_long_for_a_name_is_left_out():
    round_ = a_round(1)
    (fixture,) = fixtures_of(round_)
    spellings = ["x" * 81, "ß" * 41]
    record_pasted(round_, accepted=[accepted(fixture, *spellings)], actor=None)
    assert (scores(round_), names()) == ([2], [])


def test_a_spelling_that_cannot_be_kept_takes_the_results_with_it():
    round_ = a_round(1)
    (fixture,) = fixtures_of(round_)
    ClubAliasFactory(club=fixture.home.club, name="Los Felinos")
    ClubAlias.objects.update(key="of another time")
    with pytest.raises(Refused):
        record_pasted(round_, accepted=[accepted(fixture, "Los Felinos")], actor=None)
    assert (scores(round_), names()) == ([None], ["Los Felinos"])


def test_an_official_adds_names_only_to_clubs_of_his_branch():
    round_ = a_round(1)
    (fixture,) = fixtures_of(round_)
    league = DepartmentalLeagueFactory()
    round_.stage.league = league
    round_.stage.save()
    record_pasted(round_, accepted=[accepted(fixture, "Los Felinos")], actor=official_of(league))
    assert (scores(round_), names()) == ([2], [])
    other = a_round(1)
    (fixture,) = fixtures_of(other)
    record_pasted(other, accepted=[accepted(fixture, "Los Felinos")], actor=AdministratorFactory())
    assert names() == ["Los Felinos"]
