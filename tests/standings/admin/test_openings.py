"""The page on which a season is set up, as officials use it."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competitions.models import Entry, Season, Stage
from tests.factories import (
    AdministratorFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    LeagueFactory,
    RuleSetFactory,
    SeasonFactory,
    StageFactory,
    ZoneFactory,
    official_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    return SeasonFactory(year=2031)


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(AdministratorFactory(username="rosa"))
    return client


@pytest.fixture
def before() -> dict[str, Stage]:
    """2030: a national stage and a departmental one that leads to it."""
    league = DepartmentalLeagueFactory(name="Liga Departamental de Piura", slug="ld-piura")
    year = SeasonFactory(year=2030)
    national = StageFactory(season=year, slug="nacional", name="Nacional", league=league.parent)
    below = StageFactory(season=year, slug="piura", name="Departamental de Piura", league=league)
    RuleSetFactory(stage=national)
    ZoneFactory(rule_set=RuleSetFactory(stage=below), leads_to=national)
    return {"national": national, "below": below}


def address(season: Season) -> str:
    return reverse("admin:desk_openings", args=[season.pk])


def words(response: Any) -> str:
    body = response.content.decode().partition('id="content"')[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def form_of(response: Any) -> dict[str, Any]:
    """The form that opens what the preview shows."""
    body = response.content.decode().partition('value="open"')[2].partition("</form>")[0]
    found: dict[str, Any] = {"action": "open"}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', body):
        found.setdefault(name, []).append(value)
    return found


def test_tree_is_previewed_and_opened(client, season, before) -> None:
    preview = client.get(address(season), {"copiar": before["below"].season.pk})
    said = words(preview)
    assert "Se abrirían 2 etapas" in said
    assert "Nacional" in said
    assert "Departamental 1 etapa" in said
    assert not season.stages.exists()
    done = client.post(address(season), form_of(preview), follow=True)
    assert "Se abrieron 2 etapas." in words(done) + str(done.content.decode())
    assert season.stages.count() == 2


def test_only_what_is_ticked_is_opened(client, season, before) -> None:
    asked = {"copiar": before["below"].season.pk, "elegido": "1", "etapa": before["national"].pk}
    preview = client.get(address(season), asked)
    assert "Se abriría 1 etapa" in words(preview)
    client.post(address(season), form_of(preview))
    assert [stage.slug for stage in season.stages.all()] == ["nacional"]


def test_what_changed_since_the_preview_is_shown_again(client, season, before) -> None:
    preview = client.get(address(season), {"copiar": before["below"].season.pk})
    StageFactory(season=before["below"].season, slug="otra", league=before["below"].league)
    RuleSetFactory(stage=Stage.objects.get(slug="otra"))
    answer = client.post(address(season), form_of(preview))
    assert answer.status_code == 409
    assert "Esto ha cambiado entretanto" in words(answer)
    assert "Se abrirían 3 etapas" in words(answer)
    assert not season.stages.exists()


def level(before: dict[str, Stage], **fields: object) -> dict[str, Any]:
    return {
        "abrir": "1",
        "level": "departmental",
        "branch": before["national"].league_id,
        "source": before["below"].season_id,
        **fields,
    }


def test_level_is_previewed_with_what_is_left_out_and_opened(client, season, before) -> None:
    DepartmentalLeagueFactory(name="Liga Departamental de Puno", parent=before["national"].league)
    EntryFactory(stage=before["below"])
    preview = client.get(address(season), level(before, as_before="on", with_clubs="on"))
    said = words(preview)
    assert "Se abriría 1 etapa" in said
    assert "1 liga queda fuera, porque nada dice cómo juega: Liga Departamental de Puno" in said
    assert "1 etapa no llevaría todavía a ninguna parte" in said
    client.post(address(season), form_of(preview))
    assert season.stages.get().league == before["below"].league
    assert Entry.objects.filter(stage__season=season).count() == 1


def test_all_leagues_can_play_like_one_stage(client, season, before) -> None:
    puno = DepartmentalLeagueFactory(
        name="Liga Departamental de Puno", parent=before["national"].league
    )
    preview = client.get(address(season), level(before, as_before="on", like="piura"))
    assert "Se abrirían 2 etapas" in words(preview)
    client.post(address(season), form_of(preview))
    assert season.stages.get(league=puno).name == "Departamental de Puno"


def test_edition_is_set_up_whole_from_its_format(client, season, before) -> None:
    asked = level(before, level="national", source="", pattern="2024")
    preview = client.get(address(season), asked)
    assert "Se abrirían" in words(preview)
    client.post(address(season), form_of(preview))
    table = season.stages.get(slug="nacional")
    assert table.size == 50
    assert season.stages.filter(rule_set__zones__leads_to__isnull=False).exists()


def test_leagues_play_by_a_format_that_leads_to_the_stage_above(client, season, before) -> None:
    league = LeagueFactory(
        level="district", slug="castilla", name="Liga Distrital de Castilla",
        parent=before["below"].league, department=before["below"].league.department,
    )  # fmt: skip
    above = StageFactory(season=season, league=before["below"].league, slug="arriba")
    RuleSetFactory(stage=above)
    asked = level(before, level="district", source="", pattern="distrital-liguillas")
    client.post(address(season), form_of(client.get(address(season), asked)))
    names = {stage.slug: stage for stage in season.stages.filter(league=league)}
    assert set(names) == {"primera-fase-castilla", "baja-castilla", "titulo-castilla"}
    goals = names["titulo-castilla"].rule_set.zones.values_list("leads_to__slug", flat=True)
    assert "arriba" in goals
    assert names["primera-fase-castilla"].name == "Primera fase de Castilla"


def test_formats_say_for_how_many_clubs_they_are(client, season, before) -> None:
    page = words(client.get(address(season)))
    assert "Dos grupos, suben dos de cada uno (de 8 a 24 clubes)" in page
    assert "(desde 6 clubes)" in page
    assert "(hasta 10 clubes)" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"like": "ninguna"}, "no tiene en su rama una etapa con reglas en esta dirección"),
        ({"like": "nacional"}, "Es un formato de otro nivel"),
        ({"like": "Liga de Castilla"}, "Esa no es la dirección de una etapa"),
        ({"like": "https://copaperu.example/2027/nacional/"}, "Es un formato de otro nivel"),
        ({"pattern": "2024"}, "Es un formato de otro nivel"),
        ({"like": "piura", "source": ""}, "Elija arriba la temporada en que se jugó esa etapa"),
        ({}, "Diga cómo juegan las ligas"),
        ({"branch": "999999"}, "Escoja una opción válida"),
    ],
)
def test_wish_that_says_too_little_is_told_what_is_missing(
    fields, sentence, client, season, before
) -> None:
    answer = client.get(address(season), level(before, **fields))
    assert answer.status_code == 422
    assert sentence in words(answer)


def test_places_promised_twice_are_shown_before_and_after(client, season, before) -> None:
    Stage.objects.filter(pk=before["national"].pk).update(size=2)
    other = StageFactory(season=before["below"].season, league=before["below"].league, slug="dos")
    ZoneFactory(rule_set=RuleSetFactory(stage=other), leads_to=before["national"])
    preview = client.get(address(season), {"copiar": other.season.pk})
    sentence = "Nacional tiene 2 cupos, y llegarían 4 clubes"
    assert sentence in words(preview)
    client.post(address(season), form_of(preview))
    assert sentence in words(client.get(address(season)))


def test_circle_cannot_be_opened(client, season, before) -> None:
    ZoneFactory(rule_set=before["national"].rule_set, leads_to=before["below"])
    preview = client.get(address(season), {"copiar": before["below"].season.pk})
    assert "Esto cierra un círculo" in words(preview)
    assert 'value="open"' not in preview.content.decode()


def test_opening_is_taken_back_with_a_reason(client, season, before) -> None:
    preview = client.get(address(season), {"copiar": before["below"].season.pk})
    client.post(address(season), form_of(preview))
    page = client.get(address(season))
    assert "rosa" in words(page)
    key = re.search(r'name="opening" value="(\w+)"', page.content.decode())[1]
    fields = {"action": "undo", "opening": key}
    refused = client.post(address(season), fields)
    assert refused.status_code == 409
    stage = season.stages.get(slug="piura")
    entry = EntryFactory(stage=stage)
    kept = client.post(address(season), {**fields, "reason": "Otro formato"})
    assert f"inscrito {entry}" in words(kept)
    assert 'value="Otro formato"' in kept.content.decode()
    entry.delete()
    client.post(address(season), {**fields, "reason": "Otro formato"})
    assert not season.stages.exists()


def test_official_sees_and_opens_his_branch_alone(season, before) -> None:
    client = Client()
    client.force_login(official_of(before["below"].league))
    preview = client.get(address(season), {"copiar": before["below"].season.pk})
    assert "Se abriría 1 etapa" in words(preview)
    assert "Nacional" not in words(preview).replace("Nacional ·", "")
    other = LeagueFactory(
        level="provincial", slug="otra", name="Otra", parent=DepartmentalLeagueFactory()
    )
    asked = level(before, level="provincial", branch=other.pk, as_before="on")
    assert client.get(address(season), asked).status_code == 422


def test_nonsense_is_refused(client, season) -> None:
    assert client.post(address(season), {"action": "x"}).status_code == 400
    assert client.get(address(season), {"copiar": "9" * 30}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_many_stages(rows, client, season, before) -> None:
    for number in range(rows):
        league = DepartmentalLeagueFactory(parent=before["national"].league)
        stage = StageFactory(season=before["below"].season, league=league, slug=f"s{number}")
        ZoneFactory(rule_set=RuleSetFactory(stage=stage), leads_to=before["national"])
    with CaptureQueriesContext(connection) as asked:
        client.get(address(season), {"copiar": before["below"].season.pk})
    assert len(asked) == 23
