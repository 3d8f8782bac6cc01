import pytest

from competitions.models import Appointment, Claim, Fixture, Season, Stage
from competitions.permissions import permissions
from competitions.services.demonstration import CannotDemonstrate, Demonstration, demonstrate
from tests.factories import (
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    SeasonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    return SeasonFactory(year=2027, is_simulated=True, seed=7)


def shown(season: Season, *, clubs: int = 8, seed: int = 7) -> Demonstration:
    department = DepartmentFactory()
    DepartmentalLeagueFactory(department=department)
    ClubFactory.create_batch(clubs, department=department)
    return demonstrate(season, department, seed=seed)


def test_district_stage_is_half_played(season: Season) -> None:
    made = shown(season)
    fixtures = made.district.fixtures.all()
    assert fixtures.count() == 15
    assert fixtures.with_score().count() == 9
    assert fixtures.filter(is_official=True).count() == 6
    assert set(fixtures.values_list("evidence", flat=True)) == {"simulated"}
    assert Claim.objects.get().fixture.round.number == 3


def test_district_leads_to_the_departmental_stage(season: Season) -> None:
    made = shown(season)
    assert made.departmental.entries.count() == 2
    assert made.district.rule_set.zones.get().leads_to == made.departmental


def test_each_official_has_his_branch(season: Season) -> None:
    made = shown(season)
    users = {
        level: Appointment.objects.get(user__username=name).user
        for level, name in made.officials.items()
    }
    stages = Stage.objects.all()
    assert set(permissions.changeable(users["departmental"], stages)) == set(stages)
    assert set(permissions.changeable(users["district"], stages)) == {made.district}
    assert not permissions.changeable(users["delegate"], stages).exists()
    assert permissions.visible(users["delegate"], Fixture.objects.all()).count() == 5


def test_same_seed_gives_the_same_results(season: Season) -> None:
    scores = [
        list(
            shown(season, seed=seed)
            .district.fixtures.order_by("key")
            .values_list("home_goals", "away_goals")
        )
        for seed in (7, 7, 8)
    ]
    assert scores[0] == scores[1] != scores[2]


def test_real_season_small_department_and_second_time_are_refused(season: Season) -> None:
    with pytest.raises(CannotDemonstrate, match="real"):
        shown(SeasonFactory(year=2028))
    with pytest.raises(CannotDemonstrate, match="only 5 clubs"):
        shown(season, clubs=5)
    made = shown(season)
    with pytest.raises(CannotDemonstrate, match="already"):
        demonstrate(season, made.district.league.department, seed=7)
    assert Stage.objects.count() == 2
