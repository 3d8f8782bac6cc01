"""Lists, filters and choices of a whole country: what is told where rows are many."""

import pytest
from django.test import Client

from competitions.admin import base, filters
from competitions.models import Fixture
from copaperu import admin as site
from tests.factories import (
    AdministratorFactory,
    ClubAliasFactory,
    EntryFactory,
    FixtureFactory,
    RoundFactory,
    StageFactory,
)

pytestmark = pytest.mark.django_db
FIXTURES = "/admin/competitions/fixture/"


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(AdministratorFactory())
    return client


@pytest.fixture
def three() -> list[Fixture]:
    """Matches of three stages, the first recorded in the last season."""
    return [
        FixtureFactory(stage=StageFactory(season__year=year, position=1))
        for year in (2030, 2020, 2025)
    ]


def listed(client: Client, address: str) -> list[int]:
    return [row.pk for row in client.get(address).context["cl"].result_list]


def test_rows_of_a_list_that_is_too_long_to_order_come_the_newest_first(
    official: Client, three: list[Fixture], monkeypatch: pytest.MonkeyPatch
) -> None:
    by_season = [three[0].pk, three[2].pk, three[1].pk]
    assert listed(official, FIXTURES) == by_season
    monkeypatch.setattr(base, "MANY", 2)
    assert listed(official, FIXTURES) == [three[2].pk, three[1].pk, three[0].pk]


def test_pages_of_what_was_searched_among_many_are_whole(
    official: Client, three: list[Fixture], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "MANY", 2)
    monkeypatch.setattr(base.FactAdmin, "list_per_page", 2)
    for fixture in three:
        fixture.home.club.key = "sport " + fixture.home.club.key
        fixture.home.club.save()
    assert listed(official, FIXTURES + "?q=sport") == [three[2].pk, three[1].pk]
    assert listed(official, FIXTURES + "?q=sport&p=2") == [three[0].pk]
    assert official.get(FIXTURES + "?q=sport").context["cl"].result_count == 3


def test_a_heading_that_was_chosen_orders_also_many(
    official: Client, three: list[Fixture], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "MANY", 2)
    stage = str(list(official.get(FIXTURES).context["cl"].list_display).index("date"))
    for day, fixture in enumerate(three, start=1):
        Fixture.objects.filter(pk=fixture.pk).update(date=f"2030-01-0{day}")
    assert listed(official, f"{FIXTURES}?o={stage}") == [row.pk for row in three]


def test_a_club_with_many_other_names_is_found_once(official: Client) -> None:
    entry = EntryFactory()
    for number in range(3):
        ClubAliasFactory(club=entry.club, name=f"Los Celestes {number}")
    assert listed(official, "/admin/competitions/club/?q=celestes") == [entry.club.pk]
    assert listed(official, "/admin/competitions/entry/?q=celestes") == [entry.pk]


def test_a_season_of_many_stages_offers_those_nearest_to_the_final_and_the_chosen_one(
    official: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters, "MOST_STAGES", 2)
    first = StageFactory(season__year=2030, position=1)
    for position in (2, 3):
        StageFactory(season=first.season, position=position)

    def offered(address: str) -> list[str]:
        specs = official.get(address).context["cl"].filter_specs
        found = [spec for spec in specs if getattr(spec, "parameter_name", "") == "stage"]
        return [value for spec in found for value, _label in spec.lookup_choices]

    def numbers(*positions: int) -> list[str]:
        return [str(first.season.stages.get(position=position).pk) for position in positions]

    assert offered(f"{FIXTURES}?season=2030") == numbers(2, 3)
    assert sorted(offered(f"{FIXTURES}?season=2030&stage={first.pk}")) == sorted(numbers(1, 2, 3))
    assert offered(f"{FIXTURES}?season=2031") == []


def test_list_of_a_season_and_of_one_that_is_not_there(
    official: Client, three: list[Fixture]
) -> None:
    assert listed(official, FIXTURES + "?season=2020") == [three[1].pk]
    assert listed(official, FIXTURES + f"?season=2020&stage={three[1].stage_id}") == [three[1].pk]
    assert listed(official, FIXTURES + "?season=1999") == []
    assert listed(official, FIXTURES + "?season=x") == []


def test_round_numbers_are_those_of_tables(official: Client) -> None:
    stage = StageFactory(season__year=2030)
    RoundFactory(stage=stage, number=7)
    RoundFactory(stage=stage, number=9, key="final")
    specs = official.get(FIXTURES).context["cl"].filter_specs
    [spec] = [spec for spec in specs if getattr(spec, "parameter_name", "") == "number"]
    assert [value for value, _label in spec.lookup_choices] == ["7"]


def test_a_search_for_a_choice_finds_the_newest_of_many(
    official: Client, three: list[Fixture], monkeypatch: pytest.MonkeyPatch
) -> None:
    for fixture in three:
        fixture.home.club.key = "sport " + fixture.home.club.key
        fixture.home.club.save()
    address = (
        "/admin/autocomplete/?app_label=competitions&model_name=ruling&field_name=fixture"
        "&term=sport"
    )

    def found() -> list[int]:
        return [int(row["id"]) for row in official.get(address).json()["results"]]

    assert sorted(found()) == sorted(row.pk for row in three)
    monkeypatch.setattr(site, "FOUND", 2)
    assert found() == [three[2].pk, three[1].pk]


def test_stages_to_rule_on_are_searched_by_name_where_they_are_many(
    official: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standings.admin.rulings._STAGES_OFFERED", 1)
    for number, name in enumerate(("Distrital de Ñaña", "Distrital de Vice", "Nacional"), start=1):
        StageFactory(season__year=2030, name=name, slug=f"etapa-{number}", position=number)
    page = official.get("/admin/resoluciones/nueva/")
    assert [stage.name for stage in page.context["stages"]] == ["Nacional"]
    assert page.context["has_more"]
    page = official.get("/admin/resoluciones/nueva/?nombre=vice")
    assert [stage.name for stage in page.context["stages"]] == ["Distrital de Vice"]
    assert not page.context["has_more"]
    assert 'name="nombre" value="vice"' in page.content.decode()
