import pytest
from django.test import Client
from django.urls import reverse

from tests.competitions.permissions.world import World, a_world
from tests.factories import AdministratorFactory
from tests.standings.admin.rows import a_fixture

pytestmark = pytest.mark.django_db

SAID = "Los resultados son inventados: nada de esto se jugó."


@pytest.fixture
def world() -> World:
    return a_world()


@pytest.mark.parametrize(
    ("name", "about"),
    [
        ("desk_round", "round"),
        ("desk_pasting", "round"),
        ("desk_rules", "stage"),
        ("desk_going_through", "stage"),
        ("desk_level", "stage"),
        ("desk_crossings", "stage"),
        ("desk_fixture_list", "stage"),
        ("desk_programme", "stage"),
        ("desk_links", "fixture"),
        ("desk_reports", "fixture"),
        ("desk_claim_new", "asked"),
        ("desk_ruling", "asked"),
    ],
)
@pytest.mark.parametrize("is_simulated", [True, False])
def test_pages_of_a_simulated_season_say_so(
    name: str, about: str, is_simulated: bool, world: World, client: Client
) -> None:
    fixture = a_fixture(world, "norte")
    season = fixture.stage.season
    season.is_simulated, season.seed = is_simulated, 7 if is_simulated else None
    season.save()
    client.force_login(AdministratorFactory())
    if about == "asked":
        address = reverse(f"admin:{name}", query={"partido": fixture.pk})
    else:
        row = fixture if about == "fixture" else getattr(fixture, about)
        address = reverse(f"admin:{name}", args=[row.pk])
    page = client.get(address).content.decode()
    assert (SAID in page) == is_simulated
