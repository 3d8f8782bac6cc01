"""Pictures as a messenger asks for them, and the tags that lead there."""

import pytest
from django.core.cache import caches

from competitions.core.score import MatchFacts, Score, Status
from competitions.services.results import record_result
from tests.factories import AdministratorFactory, SeasonNoteFactory
from tests.standings.documents import read
from tests.standings.scenes import groups, knock_out, matchup, single_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def season():
    table = single_table("Ada 2-1 Boca", "Cali - Deza")
    table.entries.update(via="departmental", departmental_rank=1)
    groups("A")
    matchup(knock_out(), "Ada", "Boca", "1-0", "2-2")
    return table


def shared(document) -> dict[str, str]:
    metas = [found for found in document.all("meta") if "og:" in found.attrs.get("property", "")]
    return {found.attrs["property"]: found.attrs["content"] for found in metas}


def path_of(address: str) -> str:
    assert address.startswith("http://testserver/")
    return address.removeprefix("http://testserver")


PICTURES = {
    "/": "/2030/eliminatorias.png",
    "/2030/": "/2030/eliminatorias.png",
    "/2030/nacional/": "/2030/nacional.png",
    "/2030/nacional/?fecha=1": "/2030/nacional.png",
    "/2030/nacional/fecha/1/": "/2030/nacional.png",
    "/2030/nacional/por-que/?a=ada&b=boca": "/2030/nacional.png",
    "/2030/regional/": "/2030/regional.png",
    "/2030/eliminatorias/": "/2030/eliminatorias.png",
    "/2030/clasificados/": "/2030/clasificados.png",
    "/clubes/ada/": "/clubes/ada.png",
    "/clubes/": "/copaperu.png",
    "/temporadas/": "/copaperu.png",
    "/acerca-de/": "/copaperu.png",
}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_leads_to_its_picture_by_an_address_for_good(client, season, prefix) -> None:
    fixture = season.fixtures.first().pk
    for page, picture in {**PICTURES, f"/partidos/{fixture}/": f"/partidos/{fixture}.png"}.items():
        tags = shared(read(client, f"{prefix}{page}"))
        image = path_of(tags["og:image"])
        assert image.partition("?v=")[0] == f"{prefix}{picture}"
        response = client.get(image)
        assert (response.status_code, response["Content-Type"]) == (200, "image/png"), image
        assert "immutable" in response["Cache-Control"], image
        assert path_of(tags["og:url"]) == f"{prefix}{page}"


def test_tags_say_what_the_page_says(client, season) -> None:
    spanish = read(client, "/2030/nacional/")
    assert shared(spanish) | {"og:image": ""} == {
        "og:site_name": "Copa Perú",
        "og:type": "website",
        "og:locale": "es_PE",
        "og:locale:alternate": "en_US",
        "og:title": "Nacional 2030",
        "og:description": spanish.one("meta", name="description").attrs["content"],
        "og:url": "http://testserver/2030/nacional/",
        "og:image": "",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Nacional 2030",
    }
    assert spanish.one("meta", name="twitter:card").attrs["content"] == "summary_large_image"
    assert shared(read(client, "/en/2030/nacional/"))["og:locale"] == "en_US"


def test_name_in_a_tag_is_text(client) -> None:
    stage = single_table("Ada 2-1 Boca")
    club = stage.entries.first().club
    club.name = 'Ada "la" <b>'
    club.save()
    assert shared(read(client, "/clubes/ada/"))["og:title"] == 'Ada "la" <b>'


def test_change_makes_another_address_and_another_picture(client) -> None:
    stage = single_table("Ada - Boca")
    before = path_of(shared(read(client, "/2030/nacional/"))["og:image"])
    old = client.get(before)
    record_result(
        stage.fixtures.get(),
        result=MatchFacts(Status.PLAYED, full_time=Score(2, 1)),
        actor=AdministratorFactory(),
    )
    after = path_of(shared(read(client, "/2030/nacional/"))["og:image"])
    assert after != before
    assert client.get(after).content != old.content
    late = client.get(before)
    assert late.content == client.get(after).content
    assert "immutable" not in late["Cache-Control"]


def test_picture_is_not_sent_to_whoever_has_it(client, season) -> None:
    first = client.get("/2030/nacional.png")
    again = client.get("/2030/nacional.png", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert "no-cache" in again["Cache-Control"]


def test_nothing_in_the_address_makes_one_more_picture(client, season) -> None:
    plain = client.get("/2030/nacional.png").content
    kept = len(caches["files"]._cache)
    for query in ("?v=1", "?v=x&fecha=1", "?fecha=1", "?sede=local", "?etapa=liga-3"):
        response = client.get(f"/2030/nacional.png{query}")
        assert response.content == plain
        assert "immutable" not in response["Cache-Control"]
    assert len(caches["files"]._cache) == kept


def test_change_that_the_picture_does_not_show_draws_nothing(client, season) -> None:
    client.get("/2030/nacional.png")
    kept = set(caches["files"]._cache)
    SeasonNoteFactory(season=season.season)
    client.get("/2030/nacional.png")
    assert set(caches["files"]._cache) == kept


@pytest.mark.parametrize(
    "path",
    [
        "/1999/nacional.png",
        "/2030/nada.png",
        "/clubes/nada.png",
        "/partidos/0.png",
        "/1999/clasificados.png",
    ],
)
def test_picture_of_nothing_leads_on(client, season, path) -> None:
    assert read(client, path, status=404).one("main").links


def test_picture_is_read_only_and_sets_no_cookie(client, season) -> None:
    assert client.post("/2030/nacional.png").status_code == 405
    assert not client.get("/2030/nacional.png").cookies
