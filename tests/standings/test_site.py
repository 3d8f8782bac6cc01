"""Files that programs look for: robots, sitemap, manifest, security."""

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.test import Client

from competitions.models import Fixture, Season
from competitions.services.archive import archive
from standings.selectors import site
from tests.factories import AdministratorFactory, ClubFactory
from tests.standings.documents import read
from tests.standings.scenes import knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
HOST = "http://testserver"


def xml(client: Client, path: str) -> ElementTree.Element:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (
        200,
        "application/xml; charset=utf-8",
    )
    return ElementTree.fromstring(response.content)


def places(root: ElementTree.Element) -> list[str]:
    return [(found.text or "").removeprefix(HOST) for found in root.iterfind(".//s:loc", NAMES)]


def every_address(client: Client) -> list[str]:
    return [
        address
        for part in places(xml(client, "/sitemap.xml"))
        for address in places(xml(client, part))
    ]


def test_sitemap_lists_every_kind_of_page_in_both_languages_and_each_is_there(
    client: Client,
) -> None:
    single_table("Ada 2-1 Boca")
    matchup(knock_out(), "Ada", "Boca", "1-0")
    listed = every_address(client)
    fixture = Fixture.objects.earliest("pk")
    assert {
        "/", "/temporadas/", "/clubes/", "/departamentos/", "/acerca-de/", "/2030/",
        "/2030/clasificados/", "/2030/resoluciones/", "/2030/nacional/", "/2030/eliminatorias/",
        "/2030/nacional/fecha/1/", "/clubes/ada/", f"/partidos/{fixture.pk}/",
        f"/departamentos/{fixture.home.department.slug}/",
    } <= set(listed)  # fmt: skip
    assert len(listed) == len(set(listed))
    assert {f"/en{path}" for path in listed if path[:4] != "/en/"} <= set(listed)
    for path in listed:
        assert client.get(path).status_code == 200, path


def test_sitemap_names_the_other_faces_of_a_page_and_when_it_changed(client: Client) -> None:
    single_table("Ada 2-1 Boca")
    fixture = Fixture.objects.get()
    spanish, english = xml(client, "/sitemap-fixtures-1.xml").iterfind("s:url", NAMES)
    for url in (spanish, english):
        assert {
            found.attrib["hreflang"]: found.attrib["href"]
            for found in url.iterfind("x:link", NAMES)
        } == {
            "es-PE": f"{HOST}/partidos/{fixture.pk}/",
            "en": f"{HOST}/en/partidos/{fixture.pk}/",
            "x-default": f"{HOST}/partidos/{fixture.pk}/",
        }
        changed = fixture.history.latest().history_date
        assert url.findtext("s:lastmod", namespaces=NAMES) == f"{changed:%Y-%m-%d}"


def test_sitemap_leaves_out_what_is_simulated_or_archived(client: Client) -> None:
    single_table("Ada 2-1 Boca", year=2029)
    Season.objects.update(is_simulated=True, seed=1)
    stage = single_table("Ada 2-1 Boca", "Cali 1-0 Deza")
    gone = stage.fixtures.latest("pk")
    archive(gone, actor=AdministratorFactory(), reason="Twice.")
    single_table("Eten 2-1 Faro", year=2028)
    Season.objects.filter(year=2028).update(is_archived=True)
    listed = every_address(client)
    assert not [path for path in listed if "2029" in path or "2028" in path]
    assert [path for path in listed if path.startswith("/partidos/")] == [
        f"/partidos/{stage.fixtures.earliest('pk').pk}/"
    ]


def test_sitemap_comes_in_parts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "ENTRIES_PER_PAGE", 2)
    department = ClubFactory().department
    ClubFactory.create_batch(4, department=department)
    parts = [path for path in places(xml(client, "/sitemap.xml")) if "clubs" in path]
    assert parts == [f"/sitemap-clubs-{number}.xml" for number in (1, 2, 3)]
    assert [len(places(xml(client, path))) for path in parts] == [4, 4, 2]
    for path in ("/sitemap-clubs-4.xml", "/sitemap-clubs-0.xml", "/sitemap-nada-1.xml"):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("rows", [1, 3])
def test_sitemap_takes_the_same_queries_for_more_rows(
    client: Client, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        play(
            single_table(year=2030 + number), f"Local {number} 1-0 Visita {number}", round_number=1
        )
    with django_assert_num_queries(6):
        client.get("/sitemap.xml")
    for section in ("seasons", "stages", "rounds", "clubs", "departments", "fixtures"):
        with django_assert_num_queries(1):
            client.get(f"/sitemap-{section}-1.xml")
    with django_assert_num_queries(0):
        for path in ("/sitemap-site-1.xml", "/robots.txt", "/manifest.webmanifest"):
            assert client.get(path).status_code == 200


def test_robots_may_read_pages_but_neither_forms_nor_files_nor_search(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode()
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    assert rules.site_maps() == [f"{HOST}/sitemap.xml"]
    for prefix in ("", "/en"):
        for path in ("/", "/2030/nacional/", "/clubes/ada/", "/partidos/1/"):
            assert rules.can_fetch("*", f"{prefix}{path}"), path
        for path in ("/admin/", "/resultado/x/", "/buscar/?q=ada"):
            assert not rules.can_fetch("*", f"{prefix}{path}"), path
    # The parser above knows no wild cards.
    assert {"/*.csv$", "/*.xlsx$", "/*.json$", "/*/por-que/"} <= {
        line.removeprefix("Disallow: ") for line in text.splitlines()
    }


@pytest.mark.parametrize(("prefix", "language"), [("", "es-PE"), ("/en", "en")])
def test_manifest_names_icons_that_are_there(client: Client, prefix: str, language: str) -> None:
    response = client.get(f"{prefix}/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    found = response.json()
    assert (found["lang"], found["short_name"], found["start_url"]) == (
        language,
        "Copa Perú",
        f"{prefix}/",
    )
    assert {icon["sizes"] for icon in found["icons"]} == {"any", "192x192", "512x512"}
    for icon in found["icons"]:
        answer = client.get(icon["src"])
        assert (answer.status_code, answer["Content-Type"]) == (200, icon["type"])
        if icon["type"] == "image/png":
            # A PNG says its width and height in the bytes 16 to 24.
            head = b"".join(answer.streaming_content)[16:24]
            width, height = int.from_bytes(head[:4]), int.from_bytes(head[4:])
            assert icon["sizes"] == f"{width}x{height}"
        answer.close()


def test_security_says_whom_to_tell_where_somebody_is_named(client: Client, settings) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.CONTACT = "avisos@copaperu.example"
    text = client.get("/.well-known/security.txt").content.decode()
    assert text.startswith("Contact: mailto:avisos@copaperu.example\nExpires: 20")


def test_simulated_season_is_kept_out_of_search_engines(client: Client) -> None:
    call_command("load_geography")
    call_command("simulate_season", verbosity=0)
    single_table("Ada 2-1 Boca")
    noindex = '<meta name="robots" content="noindex">'
    for path in ("/2027/", "/en/2027/nacional/", "/2027/clasificados/"):
        assert noindex in client.get(path).content.decode(), path
    for path in ("/", "/2030/", "/2030/nacional/"):
        assert noindex not in client.get(path).content.decode(), path


def test_about_says_how_much_is_known_and_from_where(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca", "Cali ?-? Deza")
    stage.fixtures.update(source="rpp.pe, noticia 7; elcomercio.pe")
    knock_out()
    document = read(client, "/en/acerca-de/")
    assert [found.text for found in document.all("h2")] == [
        "What is known",
        "How places are made",
        "Relative points, by an example",
        "Decided in the office",
        "Simulated seasons",
        "Take the data along",
        "Licences",
        "A mistake?",
        "Who reads",
    ]
    page = document.one("table", "rows")
    national, following, sources = page.all("tr")[-3:]
    assert national.text == "National 1 of 2"
    assert following.one("td").text == "·"
    assert sources.text == "Sources of matches: elcomercio.pe (2), rpp.pe (2)"


def test_about_works_an_example_and_leads_to_files_that_are_there(client: Client) -> None:
    single_table("Ada 2-1 Boca")
    document = read(client, "/en/acerca-de/")
    sums = document.one("div", "sums").all("table")
    assert [table.one("tfoot").text for table in sums] == ["Sum 85", "Sum 84"]
    assert "6 × 9 = 54" in sums[0].text
    files = [link for link in document.one("section", id="datos").links if "." in link]
    assert len(files) == 6
    for link in files:
        assert client.get(link).status_code == 200, link


def test_about_names_whom_to_write_to(client: Client, settings) -> None:
    assert "mailto:" not in client.get("/acerca-de/").content.decode()
    settings.CONTACT = "avisos@copaperu.example"
    assert "mailto:avisos@copaperu.example" in read(client, "/acerca-de/").links
