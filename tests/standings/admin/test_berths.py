"""The page of the berths of a stage: who is expected, who is late, all confirmed entered."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competitions.models import Entry, Fixture, Stage
from competitions.services.versions import raise_versions
from tests.factories import (
    AdministratorFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    FixtureFactory,
    QualifierFactory,
    QualifierListFactory,
    RuleSetFactory,
    SeasonFactory,
    StageFactory,
    ZoneFactory,
    official_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(AdministratorFactory())
    return client


@pytest.fixture
def national() -> Stage:
    stage = StageFactory(season=SeasonFactory(year=2030), slug="nacional", name="Nacional", size=4)
    RuleSetFactory(stage=stage)
    return stage


def departmental(national: Stage, name: str, *places: int, **fields: object) -> Stage:
    """A departmental stage, with a confirmed list of those places where any is given."""
    league = DepartmentalLeagueFactory(name=f"Liga Departamental de {name}")
    stage = StageFactory(
        season=national.season, league=league, name=f"Departamental de {name}", **fields
    )
    ZoneFactory(rule_set=RuleSetFactory(stage=stage), code="pasan", leads_to=national)
    if places:
        found = QualifierListFactory(stage=stage)
        for place in places:
            QualifierFactory(
                qualifier_list=found, entry=EntryFactory(stage=stage), place=place,
                zone_code="pasan", to_stage=national,
            )  # fmt: skip
    return stage


def address(stage: Stage) -> str:
    return reverse("admin:desk_berths", args=[stage.pk])


def words(response: Any) -> str:
    body = response.content.decode().partition('id="content"')[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def form_of(response: Any) -> dict[str, Any]:
    berths = re.findall(r'name="berth" value="([^"]+)"', response.content.decode())
    return {"action": "enter", "berth": berths}


def test_page_names_what_is_in_and_what_is_open(client, national) -> None:
    departmental(national, "Piura", 1, 2)
    departmental(national, "Puno")
    said = words(client.get(address(national)))
    assert "Campeón de Puno por definir" in said
    assert "Cupos 4 Inscritos 0 Por inscribir 2 Por definir 2 Con retraso 0" in said
    assert "Inscribir los 2 clubes" in said


def test_all_confirmed_are_entered_in_one_action(client, national) -> None:
    departmental(national, "Piura", 1, 2)
    departmental(national, "Ica", 1, 2)
    done = client.post(address(national), form_of(client.get(address(national))), follow=True)
    assert "4 clubes inscritos en: Nacional." in done.content.decode()
    assert Entry.objects.filter(stage=national).count() == 4


def test_list_that_changed_meanwhile_is_shown_again(client, national) -> None:
    departmental(national, "Piura", 1, 2)
    sent = form_of(client.get(address(national)))
    departmental(national, "Ica", 1)
    answer = client.post(address(national), sent)
    assert answer.status_code == 409
    assert "Las listas han cambiado entretanto" in words(answer)
    assert not Entry.objects.filter(stage=national).exists()


def test_clubs_beyond_the_berths_are_refused_whole(client, national) -> None:
    Stage.objects.filter(pk=national.pk).update(size=2)
    departmental(national, "Piura", 1, 2)
    departmental(national, "Ica", 1)
    answer = client.post(address(national), form_of(client.get(address(national))))
    assert "Nacional tiene 2 cupos, y quedarían inscritos 3 clubes" in words(answer)
    assert not Entry.objects.filter(stage=national).exists()


@pytest.fixture
def liguilla(national) -> Stage:
    """The national stage, to which clubs bring half of their points."""
    national.rule_set.carry = "half"
    national.rule_set.save()
    return national


def played_list(stage: Stage, name: str, *scores: str) -> Stage:
    """A stage of two clubs, the first of which is on its confirmed list."""
    feeder = departmental(stage, name, 1)
    first = feeder.entries.get()
    second = EntryFactory(stage=feeder)
    for number, score in enumerate(scores, start=1):
        FixtureFactory(stage=feeder, key=f"f{number}", home=first, away=second, score=score)
    raise_versions({feeder.pk})
    return feeder


def test_clubs_that_bring_points_along_are_entered_together_with_them(client, liguilla) -> None:
    piura = played_list(liguilla, "Piura", "1-0", "1-0")
    ica = played_list(liguilla, "Ica", "1-0", "0-0", "0-0")
    page = client.get(address(liguilla))
    said = words(page)
    assert "Traen puntos, contados con lo registrado hasta hoy." in said
    assert "se lleva 3 pts" in said
    assert "Inscribir los 2 clubes" in said
    assert client.post(address(liguilla), form_of(page)).status_code == 302
    rows = {row.origin.stage: row.points_carried for row in liguilla.entries.all()}
    assert rows == {piura: 3, ica: 3}


def test_points_that_changed_meanwhile_are_shown_again(client, liguilla) -> None:
    piura = played_list(liguilla, "Piura", "1-0")
    sent = form_of(client.get(address(liguilla)))
    Fixture.objects.filter(stage=piura).update(away_goals=1)
    raise_versions({piura.pk, liguilla.pk})
    answer = client.post(address(liguilla), sent)
    assert (answer.status_code, liguilla.entries.count()) == (409, 0)
    assert "se lleva 1 pts" in words(answer)


def test_a_list_whose_points_nobody_can_count_is_left_out_and_named(client, liguilla) -> None:
    piura = played_list(liguilla, "Piura", "1-0")
    partial = played_list(liguilla, "Ica", "1-0")
    FixtureFactory(
        stage=partial, key="f9", home=partial.entries.first(), away=partial.entries.last(),
        status="played",
    )  # fmt: skip
    Stage.objects.filter(pk=partial.pk).update(is_finished=True, version=9)
    page = client.get(address(liguilla))
    said = words(page)
    assert "Departamental de Ica : no se conocen todos sus resultados" in said
    assert "Inscribir 1 club" in said
    assert client.post(address(liguilla), form_of(page)).status_code == 302
    assert [row.origin.stage for row in liguilla.entries.all()] == [piura]
    assert "Departamental de Ica : no se conocen" in words(client.get(address(liguilla)))


@pytest.mark.parametrize("lists", [1, 3])
def test_as_many_queries_for_points_of_many_lists(lists, client, liguilla) -> None:
    for number in range(lists):
        played_list(liguilla, f"Depto {number}", "1-0")
    with CaptureQueriesContext(connection) as cold:
        client.get(address(liguilla))
    with CaptureQueriesContext(connection) as warm:
        client.get(address(liguilla))
    assert (len(cold), len(warm)) == (15, 10)


def test_official_of_the_upper_stage_enters_and_of_the_lower_does_not_see(national) -> None:
    province = DepartmentalLeagueFactory(name="Liga Departamental de Piura")
    above = StageFactory(season=national.season, league=province, name="Departamental")
    below = departmental(above, "Castilla", 1)
    Stage.objects.filter(pk=below.pk).update(
        league=DepartmentalLeagueFactory(level="provincial", parent=province)
    )
    client = Client()
    client.force_login(official_of(province))
    page = client.get(address(above))
    assert "Quiénes pasan" in words(page)
    assert client.post(address(above), form_of(page)).status_code == 302
    lower = Client()
    lower.force_login(official_of(Stage.objects.get(pk=below.pk).league))
    assert lower.get(address(above)).status_code == 404
    assert lower.post(address(above), {"action": "enter"}).status_code == 404


def test_stage_that_nothing_leads_to_says_so(client, national) -> None:
    assert "Ninguna zona de otra etapa lleva aquí." in words(client.get(address(national)))
    assert client.post(address(national), {"action": "x"}).status_code == 400


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_many_stages(rows, client, national) -> None:
    for number in range(rows):
        departmental(national, f"Depto {number}", 1)
    client.get(address(national))
    with CaptureQueriesContext(connection) as asked:
        client.get(address(national))
    assert len(asked) == 10
