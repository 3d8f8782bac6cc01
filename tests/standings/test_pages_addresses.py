"""Addresses: what is not there, what is asked in a wrong way, languages, formats, weight."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from competitions.models import Fixture
from tests.factories import ClubFactory, QualifierFactory, QualifierListFactory
from tests.standings.documents import is_harmless, read, rows_of
from tests.standings.scenes import entry, groups, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> None:
    """A season with a stage of each kind, of which everything below is asked."""
    table = single_table("Ada 2-1 Boca", "Cali 1-0 Deza")
    table.entries.update(via="departmental", departmental_rank=1)
    play(table, "Boca 3-0 Cali", round_number=2)
    groups("A")
    matchup(knock_out(), "Ada", "Boca", "1-0", "2-2")
    QualifierFactory(
        qualifier_list=QualifierListFactory(stage=table),
        entry=entry(table, "Ada"),
        destination="Liga 3",
        outcome="league_place",
    )


PAGES = (
    "/", "/temporadas/", "/2030/", "/2030/nacional/", "/2030/nacional/?fecha=1&sede=visita",
    "/2030/regional/", "/2030/eliminatorias/", "/2030/nacional/fecha/1/",
    "/2030/eliminatorias/fecha/1/", "/2030/nacional/por-que/?a=ada&b=boca", "/2030/clasificados/",
    "/2030/nacional/por-que/", "/2030/regional/por-que/?a=a-ada&b=a-ada", "/2030/regional/puestos/",
    "/2030/nacional/puestos/", "/2030/nacional/clubes/ada/?fecha=1",
    "/2030/regional/clubes/a-ada/",
    "/2030/camino/",
    "/2030/clasificados/?etapa=liga-3", "/2030/goleadores/", "/clubes/", "/clubes/?q=ada",
    "/clubes/ada/", "/departamentos/", "/departamentos/{department}/", "/partidos/{fixture}/",
    "/acerca-de/", "/2030/nacional/fecha/1/boletin/", "/2030/eliminatorias/fecha/1/boletin/",
)  # fmt: skip
FILES = (
    "/temporadas", "/2030/nacional", "/2030/regional", "/2030/eliminatorias",
    "/2030/nacional/fecha/1", "/2030/nacional/puestos", "/2030/clasificados",
    "/2030/camino", "/2030/goleadores", "/clubes",
    "/departamentos/{department}", "/partidos/{fixture}",
)  # fmt: skip


def filled(path: str) -> str:
    fixture = Fixture.objects.order_by("pk").first()
    if fixture is None:
        return path
    return path.format(fixture=fixture.pk, department=fixture.home.department.slug)


@pytest.mark.usefixtures("season")
def test_page_answers_in_both_languages_and_leads_from_one_to_the_other(client: Client) -> None:
    for path in map(filled, PAGES):
        spanish, english = read(client, path), read(client, f"/en{path}")
        assert spanish.one("html").attrs["lang"] == "es-PE"
        assert english.one("html").attrs["lang"] == "en"
        for document in (spanish, english):
            assert {
                found.attrs["hreflang"]: found.attrs["href"]
                for found in document.all("link", rel="alternate")
                if "hreflang" in found.attrs
            } == {
                "es-PE": f"http://testserver{path}",
                "en": f"http://testserver/en{path}",
                "x-default": f"http://testserver{path}",
            }
            assert document.one("head").one("title").text.endswith(" · Copa Perú")
            assert len(document.all("h1")) == 1, path
        assert {found.attrs["href"] for found in spanish.all("a", lang="en")} == {f"/en{path}"}
        assert {found.attrs["href"] for found in english.all("a", lang="es")} == {path}
        inside = [link for link in english.links if link[0] == "/" and link[:4] != "/en/"]
        assert set(inside) == {path}


TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}


@pytest.mark.usefixtures("season")
@pytest.mark.parametrize("file_format", TYPES)
def test_file_answers_in_both_languages(client: Client, file_format: str) -> None:
    for path in map(filled, FILES):
        for prefix in ("", "/en"):
            response = client.get(f"{prefix}{path}.{file_format}")
            assert response.status_code == 200
            assert response["Content-Type"] == TYPES[file_format]
            # Browsers show JSON; the others are for spreadsheets.
            name = response.get("Content-Disposition", "")
            assert name.startswith('attachment; filename="') == (file_format != "json")


LEAD_ON = {
    "/1999/": "/temporadas/",
    "/1999/nacional/": "/temporadas/",
    "/2030/nada/": "/2030/nacional/",
    "/2030/nada.csv": "/2030/nacional/",
    "/2030/nada/fecha/1/": "/2030/nacional/",
    "/2030/nacional/fecha/99/": "/2030/nacional/",
    "/2030/nacional/fecha/99.json": "/2030/nacional/",
    f"/2030/nacional/fecha/{10**30}/": "/2030/nacional/",
    "/2030/nacional/por-que/?a=nadie": "/2030/nacional/",
    "/2030/nacional/clubes/nadie/": "/2030/nacional/",
    "/2030/nacional/clubes/a-ada/": "/2030/nacional/",
    "/2030/eliminatorias/clubes/ada/": "/2030/eliminatorias/",
    "/2030/eliminatorias/puestos/": "/2030/nacional/",
    "/2030/eliminatorias/puestos.csv": "/2030/nacional/",
    "/2030/nacional/cruces/": "/2030/nacional/",
    "/2030/nacional/cruces.csv": "/2030/nacional/",
    "/2030/nacional/por-que/?a=ada&b=nadie": "/2030/nacional/",
    "/2030/nacional/por-que/?a=ada&b=a-ada": "/2030/nacional/",
    "/2030/eliminatorias/por-que/?a=ada&b=boca": "/2030/eliminatorias/",
    "/1999/clasificados/": "/temporadas/",
    "/1999/clasificados.csv": "/temporadas/",
    "/1999/goleadores/": "/temporadas/",
    "/1999/camino/": "/temporadas/",
    "/clubes/nada/": "/clubes/",
    "/departamentos/nada/": "/departamentos/",
    "/departamentos/nada.csv": "/departamentos/",
    "/partidos/999999/": "/temporadas/",
    "/partidos/999999.csv": "/temporadas/",
    f"/partidos/{10**30}/": "/temporadas/",
    "/partidos/uno/": "/temporadas/",
    "/nada/": "/temporadas/",
    "/2030/nacional.pdf": "/temporadas/",
    "/2030/nacional/fecha/-1/": "/temporadas/",
    "/0999/": "/temporadas/",
}
"""Addresses where nothing is, and where their pages lead."""


@pytest.mark.usefixtures("season")
def test_what_is_not_there_says_so_and_leads_on(client: Client) -> None:
    for path, helpful in LEAD_ON.items():
        document = read(client, path, status=404)
        assert helpful in document.one("main").links, path
        assert read(client, f"/en{path}", status=404).one("h1").text == "Offside"
        for link in set(document.links) - {path, f"/en{path}", "#contenido"}:
            assert client.get(link).status_code == 200, (path, link)


@pytest.mark.usefixtures("season")
def test_what_is_not_there_is_named(client: Client) -> None:
    for path, words in (
        ("/1999/", "That season is not recorded."),
        ("/2030/nada/", "The season has no stage at that address."),
        ("/2030/nacional/fecha/99/", "The stage has no such round."),
        (
            "/2030/nacional/por-que/?a=ada&b=a-ada",
            "Those clubs do not stand in a table of this stage.",
        ),
        ("/2030/nacional/clubes/a-ada/", "That club does not stand in a table of this stage."),
        ("/clubes/nada/", "That club is not recorded."),
        ("/departamentos/nada/", "There is no such department."),
        ("/partidos/999999/", "That match is not recorded."),
        ("/nada/", "There is nothing here."),
    ):
        found = read(client, f"/en{path}", status=404)
        assert found.one("p", "standfirst").text == words


SHOWN = frozenset(["h1", "h2", "td", "li", "b"])
AS_IF = {
    "/2030/nacional/?fecha=99": "/2030/nacional/",
    "/2030/nacional/?fecha=x": "/2030/nacional/",
    "/2030/nacional/?fecha=-1": "/2030/nacional/",
    "/2030/nacional/?fecha=0": "/2030/nacional/",
    "/2030/nacional/?fecha=1.5": "/2030/nacional/",
    "/2030/nacional/?fecha=": "/2030/nacional/",
    "/2030/nacional/?fecha=٣": "/2030/nacional/",
    "/2030/nacional/?fecha=²": "/2030/nacional/",
    "/2030/nacional/?fecha=" + "9" * 5000: "/2030/nacional/",
    "/2030/nacional/?sede=nada": "/2030/nacional/",
    "/2030/nacional/?fecha=%00": "/2030/nacional/",
    "/2030/nacional/?fecha=1&fecha=x": "/2030/nacional/",
    "/2030/nacional/?sort=-points": "/2030/nacional/",
    "/2030/eliminatorias/?fecha=1": "/2030/eliminatorias/",
    "/2030/nacional/por-que/?a=ada&b=boca&fecha=x": "/2030/nacional/por-que/?a=ada&b=boca",
    "/2030/nacional/clubes/ada/?fecha=x&sede=x": "/2030/nacional/clubes/ada/",
    "/2030/nacional/puestos/?club=nadie&club=": "/2030/nacional/puestos/",
    "/2030/clasificados/?etapa=nada": "/2030/clasificados/",
    "/2030/clasificados/?departamento=nada": "/2030/clasificados/",
    "/2030/clasificados/?via=nada": "/2030/clasificados/",
    "/2030/clasificados/?via=%00": "/2030/clasificados/",
    "/clubes/?page=99": "/clubes/",
    "/clubes/?page=x": "/clubes/",
    "/clubes/?page=-1": "/clubes/",
    "/clubes/?page=0": "/clubes/",
    "/clubes/?departamento=nada": "/clubes/",
    "/clubes/?q=%00": "/clubes/",
    "/clubes/?q=+": "/clubes/",
    "/clubes/?sort=name": "/clubes/",
    "/clubes/?per_page=x": "/clubes/",
}
"""What cannot be asked, and what is answered in its place."""


@pytest.mark.usefixtures("season")
def test_what_cannot_be_asked_falls_back(client: Client) -> None:
    for path, as_if in AS_IF.items():
        found, plain = (
            [(e.tag, e.text) for e in read(client, asked).one("main") if e.tag in SHOWN]
            for asked in (path, as_if)
        )
        assert found == plain, path


def test_page_of_clubs_that_is_not_there_falls_back_to_one_that_is(client: Client) -> None:
    department = ClubFactory().department
    for number in range(60):
        ClubFactory(name=f"Sport {number:02}", department=department)
    for asked, shown in (("x", 1), ("", 1), ("99", 2), ("0", 2), ("-1", 2)):
        assert f"Page {shown} of 2" in read(client, f"/en/clubes/?page={asked}").text


@pytest.mark.usefixtures("season")
def test_round_of_one_table_is_asked_of_a_group_stage_too(client: Client) -> None:
    assert client.get("/2030/regional/?fecha=1").status_code == 200
    assert client.get("/2030/regional.csv?fecha=1").status_code == 200


@pytest.mark.usefixtures("season")
def test_page_is_read_only(client: Client) -> None:
    for path in map(filled, (*PAGES, *(f"{path}.csv" for path in FILES))):
        head, got = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head["Content-Type"] == got["Content-Type"]
        for ask in (client.post, client.put, client.patch, client.delete):
            assert ask(path).status_code == 405, path


@pytest.mark.usefixtures("season")
@pytest.mark.parametrize("path", ["/2030/nacional", "/2030/", "/clubes/ada"])
def test_address_without_its_slash_leads_to_the_page(client: Client, path: str) -> None:
    response = client.get(path.rstrip("/"))
    assert (response.status_code, response["Location"]) == (301, f"{path.rstrip('/')}/")


@pytest.mark.usefixtures("season")
def test_language_of_the_browser_changes_nothing(client: Client) -> None:
    response = client.get("/2030/nacional/", headers={"accept-language": "en"})
    assert response["Content-Language"] == "es-pe"


@pytest.mark.usefixtures("season")
def test_page_asks_for_its_style_sheet_in_its_headers(client: Client) -> None:
    response = client.get("/2030/nacional/")
    (sheet,) = read(client, "/2030/nacional/").all("link", rel="stylesheet")
    assert response["Link"] == f"<{sheet.attrs['href']}>; rel=preload; as=style"
    assert "Link" not in client.get("/2030/nacional.csv").headers


@pytest.mark.usefixtures("season")
def test_page_sets_no_cookie(client: Client) -> None:
    for path in PAGES:
        assert not client.get(filled(path)).cookies, path


def test_name_is_text_wherever_it_stands(client: Client) -> None:
    wicked = '<script>alert("1")</script>'
    stage = single_table("Ada 2-1 Boca")
    club = entry(stage, "Ada").club
    club.name, club.home_town = wicked, wicked
    club.save()
    club.aliases.create(name=wicked, key="x")
    stage.entries.update(via="departmental", listed_name=wicked, home_town=wicked)
    fixture = stage.fixtures.get()
    for path in (
        "/", "/2030/nacional/", "/2030/nacional/fecha/1/", "/clubes/", "/clubes/ada/",
        f"/clubes/?q={wicked}", "/2030/clasificados/", "/2030/camino/", f"/partidos/{fixture.pk}/",
        "/2030/nacional/por-que/?a=ada&b=boca", f"/departamentos/{club.department.slug}/",
        "/2030/nacional/clubes/ada/", "/2030/nacional/puestos/",
    ):  # fmt: skip
        document = read(client, path)
        assert all(is_harmless(found) for found in document.all("script")), path


@pytest.mark.parametrize("path", ["/2027/nacional/", "/en/2027/nacional/"])
def test_table_of_fifty_weighs_at_most_twenty_kilobytes_with_its_style(
    client: Client, path: str
) -> None:
    call_command("load_geography")
    call_command("simulate_season", verbosity=0)
    document = read(client, path)
    assert len(rows_of(document)) == 50
    styles = [found.attrs["href"] for found in document.all("link", rel="stylesheet")]
    assert styles == ["/static/css/copaperu.css"]
    style = Path(settings.BASE_DIR, "static/css/copaperu.css").read_bytes()
    sent = client.get(path, headers={"accept-encoding": "gzip"})
    assert sent["Content-Encoding"] == "gzip"
    assert len(sent.content) + len(gzip.compress(style)) <= 20 * 1024
