"""The archive and a simulated season as readers find them: pages, files, and where links lead."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from competitions.models import Club, Department, Fixture
from tests.standings.archive import SIMULATED, YEARS, archive
from tests.standings.documents import Element, parse, read, rows_of

__all__ = ["archive"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("archive"),
    pytest.mark.xdist_group("archive"),
]


def table_of(client: Client, path: str) -> list[dict[str, str]]:
    """A CSV file by its headers, as a spreadsheet reads it."""
    content = client.get(path).content
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# Files ------------------------------------------------------------------------------------------


def test_2013_regional_csv_has_48_rows_and_their_accents(client: Client) -> None:
    rows = table_of(client, "/2013/regional.csv")
    assert len(rows) == 48
    assert len({row["grupo"] for row in rows}) == 14
    assert list(rows[0])[:12] == [
        "grupo", "puesto", "club", "departamento", "PJ", "PG", "PE", "PP", "GF", "GC", "DG", "Pts",
    ]  # fmt: skip
    assert (rows[3]["grupo"], rows[3]["puesto"], rows[3]["club"]) == (
        "I-B",
        "1",
        "Defensor La Bocana",
    )
    assert {"Universidad Señor de Sipán", "Bolívar", "Unión Fuerza Minera"} <= {
        row["club"] for row in rows
    }


@pytest.mark.parametrize("year", [2017, 2023, 2024, SIMULATED])
def test_qualified_files_have_50_rows_two_a_department(client: Client, year: int) -> None:
    rows = table_of(client, f"/{year}/clasificados.csv")
    assert len(rows) == 50
    departments = [row["departamento"] for row in rows]
    assert len(set(departments)) == 25
    assert {departments.count(name) for name in departments} == {2}
    assert {"Áncash", "Huánuco", "San Martín"} & set(departments)
    found = json.loads(client.get(f"/{year}/clasificados.json").content)
    assert len(found) == 50
    assert [row["club"] for row in found] == [row["club"] for row in rows]


def test_2024_liga_3_has_25_rows(client: Client) -> None:
    rows = table_of(client, "/2024/clasificados.csv?etapa=liga-3")
    assert len(rows) == 25
    assert {row["destino"] for row in rows} == {"Liga 3"}


def test_2013_national_csv_says_why_each_winner_went_through(client: Client) -> None:
    found = table_of(client, "/2013/nacional.csv")
    assert [row["llave"] for row in found] == [str(number) for number in range(1, 16)]
    rows = {(row["club_1"], row["club_2"]): row for row in found}
    away_goals = rows["Alipio Ponce", "Deportivo Municipal (Santillana)"]
    assert away_goals["ganador"] == "Alipio Ponce"
    assert away_goals["decidido_por"] == "por gol de visita"
    semifinal = rows["Unión Huaral", "Willy Serrato"]
    assert (semifinal["global"], semifinal["penales"]) == ("1–1", "4–1")


@pytest.mark.parametrize(
    "path",
    [
        f"/{SIMULATED}/nacional", f"/{SIMULATED}/eliminatorias", f"/{SIMULATED}/clasificados",
        f"/{SIMULATED}/nacional/fecha/1", "/partidos/{}",
    ],
)  # fmt: skip
def test_every_file_of_the_simulated_season_says_so(client: Client, path: str) -> None:
    path = path.format(Fixture.objects.filter(evidence="simulated").values_list("pk").first()[0])
    response = client.get(f"{path}.csv")
    assert "-SIMULADA" in response["Content-Disposition"]
    rows = table_of(client, f"{path}.csv")
    assert rows
    assert {row["simulada"] for row in rows} == {"sí"}
    assert all(row["simulated"] is True for row in json.loads(client.get(f"{path}.json").content))


def test_no_file_of_the_archive_says_simulated(client: Client) -> None:
    for path in ("/2013/regional.csv", "/2024/nacional.csv", "/2024/clasificados.csv"):
        assert b"simulada" not in client.get(path).content


# Pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "words"),
    [(2017, "4 of 150 results"), (2023, "26 of 150 results"), (2024, "7 of 150 results")],
)
def test_what_is_missing_is_said_in_figures(client: Client, year: int, words: str) -> None:
    document = read(client, f"/en/{year}/nacional/")
    assert document.one("caption").text.startswith(f"{words} are known")
    assert [found.text for found in document.all("td", "place")] == ["·"] * 50
    assert words in read(client, f"/en/{year}/").one("main").text
    known = {2017: "4", 2023: "26", 2024: "7"}[year]
    assert f"{known} de los 150 resultados" in read(client, f"/{year}/").one("ol", "notes").text


def test_2013_groups_are_on_one_page_with_places_and_the_override(client: Client) -> None:
    document = read(client, "/en/2013/regional/")
    sections = document.all("section", "group")
    assert len(sections) == 14
    tables = [section.one("table", "tight") for section in sections]
    assert sum(len(table.all("th", "club")) for table in tables) == 48
    assert sum(len(table.all("tr", "more")) for table in tables) == 48
    assert sum(len(section.all("table", "cross")) for section in sections) == 14
    assert "went through instead of Sport Aguila." in document.text
    extra = [section for section in sections if section.has("ol", "fixtures")]
    assert [len(section.one("ol", "fixtures").all("li")) for section in extra] == [2]


def test_2013_bracket_shows_the_champion_and_each_reason(client: Client) -> None:
    document = read(client, "/en/2013/nacional/")
    assert "San Simón" in document.one("p", "champion").text
    matchups = document.all("li", "matchup")
    assert len(matchups) == 15
    reasons = [found.one("p").text for found in matchups]
    assert sum("on penalties" in reason for reason in reasons) == 5
    assert sum("on away goals" in reason for reason in reasons) == 1
    assert sum("on aggregate" in reason for reason in reasons) == 9
    final = next(found for found in matchups if found.attrs["id"] == "final")
    assert [row.text for row in final.one("tbody").all("tr")] == [
        "Unión Huaral 0 3 3",
        "San Simón 2 2 4",
    ]
    assert final.one("tr", "win").one("a", "who").text == "San Simón"


@pytest.mark.parametrize(
    ("key", "h1", "pitch", "document_name"),
    [
        ("I-semi-1-1", "La Bocana", "On the pitch: 5–1", "Resolución 049-CJ-FPF-2014"),
        ("I-semi-1-2", "La Bocana", "Not played", "Resolución 049-CJ-FPF-2014"),
        ("octavos-5-1", "Sport Aguila 3–0", "On the pitch: 2–1", "Resolución 051-CJ-FPF-2014"),
    ],
)
def test_2014_rulings_show_the_score_of_the_pitch_and_the_official_one(
    client: Client, key: str, h1: str, pitch: str, document_name: str
) -> None:
    fixture = Fixture.objects.get(stage__season__year=2014, key=key)
    document = read(client, f"/en/partidos/{fixture.pk}/")
    assert h1 in document.one("h1").text
    ruling = document.one("section", "ruling").text
    assert pitch in ruling
    assert document_name in ruling
    if key == "octavos-5-1":
        assert "In the office: 3–0" in ruling
    else:
        assert "In the office: no official result" in ruling
        assert "Club excluded: Defensor Bolívar" in ruling


def test_2017_final_group_shows_its_four_places(client: Client) -> None:
    section = read(client, "/en/2017/finalisima/").one("section", "group")
    rows = section.one("table", "tight").all("th", "club")
    assert [row.one("b").text for row in rows] == [
        "Binacional",
        "Atlético Grau",
        "Estudiantil CNI",
        "José Carlos Mariátegui",
    ]
    assert "Binacional above Atlético Grau : goal difference +5 > +3".replace(" :", ":") in (
        section.text.replace(" :", ":")
    )


def test_every_inferred_match_is_marked_wherever_it_is_shown(client: Client) -> None:
    inferred = Fixture.objects.filter(evidence="inferred").select_related(
        "stage__season", "round", "home__club"
    )
    assert len(inferred) == 12
    for fixture in inferred:
        own = f"/en/partidos/{fixture.pk}/"
        assert "Inferred, not confirmed." in read(client, own).text
        stage = f"/en/{fixture.stage.season.year}/{fixture.stage.slug}/"
        club = f"/en/clubes/{fixture.home.club.slug}/"
        for path in (f"{stage}fecha/{fixture.round.number}/", club):
            (line,) = read(client, path).all("a", "fixture", href=own)
            assert "inferred" in line.text, path


def test_every_matchup_that_rests_on_an_inferred_leg_is_marked(client: Client) -> None:
    marked = [
        found.attrs["id"]
        for found in read(client, "/en/2014/nacional/").all("li", "matchup")
        if "ground of a leg inferred" in found.text
    ]
    assert sorted(marked) == ["octavos-1", "octavos-2", "octavos-4", "octavos-6", "octavos-7"]
    rows = json.loads(client.get("/2014/nacional.json").content)
    assert sorted(row["matchup"] for row in rows if row["evidence"] == "inferred") == sorted(marked)


def pages() -> list[str]:
    """Every page of the archive but those of clubs, departments and matches."""
    stages = {
        2013: ("regional", "finales-regionales", "nacional"),
        2014: ("regional", "finales-regionales", "nacional"),
        2017: ("nacional", "repechaje", "eliminatorias", "finalisima"),
        2023: ("nacional", "eliminatorias"),
        2024: ("nacional", "eliminatorias"),
        SIMULATED: ("nacional", "eliminatorias"),
    }
    return [
        *("/", "/temporadas/", "/clubes/", "/departamentos/", "/acerca-de/"),
        *(
            f"/{year}/{name}"
            for year, slugs in stages.items()
            for name in (
                "",
                "camino/",
                "clasificados/",
                "goleadores/",
                "resoluciones/",
                *(f"{slug}/" for slug in slugs),
            )
        ),
    ]


def test_every_page_of_the_simulated_season_says_so(client: Client) -> None:
    fixture = Fixture.objects.filter(evidence="simulated").order_by("pk").first()
    comparison = rows_of(read(client, f"/{SIMULATED}/nacional/"))
    club = next(iter(comparison.values())).one("td", "why").links
    mine = [path for path in pages() if path.startswith(f"/{SIMULATED}/")]
    for path in (*mine, f"/{SIMULATED}/nacional/fecha/1/", f"/partidos/{fixture.pk}/", *club):
        document = read(client, path)
        assert document.one("p", "simulated").text.startswith("Simulada"), path
        assert "Simulada" in document.one("footer").text, path
    for year in YEARS:
        assert not read(client, f"/{year}/").has("p", "simulated")


# A reader who follows every link ----------------------------------------------------------------


def faults_of(document: Element) -> list[str]:
    """What a browser, a screen reader or the content policy would stumble over."""
    return [
        *_faults_of_head(document),
        *_faults_of_ids(document),
        *(fault for found in document for fault in _faults_of_element(found)),
    ]


def _faults_of_head(document: Element) -> Iterator[str]:
    if document.one("html").attrs.get("lang") not in ("es-PE", "en"):
        yield "no language"
    if document.one("head").one("title").text.startswith("·"):
        yield "no title"
    if len(document.all("h1")) != 1:
        yield "not one h1"
    levels = [int(found.tag[1]) for found in document if found.tag in ("h1", "h2", "h3", "h4")]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{before} is followed by h{after}"


def _faults_of_ids(document: Element) -> Iterator[str]:
    ids = [found.attrs["id"] for found in document if "id" in found.attrs]
    yield from (f"#{name} twice" for name in {i for i in ids if ids.count(i) > 1})
    labelled = {found.attrs.get("for") for found in document.all("label")}
    for found in document:
        is_field = found.tag in ("input", "select") and found.attrs.get("type") != "hidden"
        if is_field and found.attrs["id"] not in labelled:
            yield f"no label for {found.attrs['id']}"
        if found.attrs.get("href", "").startswith("#") and found.attrs["href"][1:] not in ids:
            yield f"{found.attrs['href']} is nowhere"


def _faults_of_element(found: Element) -> Iterator[str]:
    is_data = found.attrs.get("type") == "application/ld+json"
    is_own_file = found.attrs.get("src", "").startswith("/static/js/") and not found.content
    is_told = found.tag == "script" and (is_data or (is_own_file and "defer" in found.attrs))
    if found.tag in ("script", "style", "iframe", "object") and not is_told:
        yield f"<{found.tag}>"
    yield from (f"{n} of <{found.tag}>" for n in found.attrs if n == "style" or n[:2] == "on")
    for name in ("href", "src", "action"):
        target = urlsplit(found.attrs.get(name, ""))
        host, own = target.netloc, target.netloc == "testserver"
        if host and not (own and (found.tag == "link" or target.scheme == "webcal")):
            yield f"<{found.tag}> leads to {host}"
    if found.tag == "a" and not found.text:
        yield f"a link without words: {found.attrs.get('href')}"
    if found.tag == "th" and "scope" not in found.attrs:
        yield f"a head without scope: {found.text}"


def test_faults_of_a_page_are_found() -> None:
    page = """<html lang="es"><head><title> · Copa Perú</title>
    <link rel="stylesheet" href="https://fonts.example/a.css"></head><body><h1>A</h1><h3>B</h3>
    <p id="a" style="color:red">C</p><p id="a" onclick="go()">D</p><a href="#b">E</a>
    <a href="//elsewhere.example/"></a><input id="q"><table><tr><th>F</th></tr></table>
    <script>go()</script></body></html>"""
    assert faults_of(parse(page)) == [
        "no language",
        "no title",
        "h1 is followed by h3",
        "#a twice",
        "#b is nowhere",
        "no label for q",
        "<link> leads to fonts.example",
        "style of <p>",
        "onclick of <p>",
        "<a> leads to elsewhere.example",
        "a link without words: //elsewhere.example/",
        "a head without scope: F",
        "<script>",
    ]


class Reader:
    """Goes wherever links lead, `most` times to each kind of page; stages and rarities always."""

    def __init__(self, client: Client, prefix: str, most: int) -> None:
        self.client, self.prefix, self.most = client, prefix, most
        fixtures = Fixture.objects.order_by("pk")
        rare = [
            *fixtures.exclude(rulings=None),
            *fixtures.exclude(claims=None),
            *fixtures.filter(is_extra=True),
            *fixtures.exclude(home_penalties=None)[:1],
            *fixtures.exclude(goals=None)[:1],
        ]
        self.always = {f"{prefix}{path}" for path in pages()}
        self.always |= {f"{prefix}/partidos/{fixture.pk}/" for fixture in rare}
        self.names = {str(pk) for pk in fixtures.values_list("pk", flat=True)}
        self.names |= set(Club.objects.values_list("slug", flat=True))
        self.names |= set(Department.objects.values_list("slug", flat=True))
        self.kinds: Counter[str] = Counter()
        self.faults: list[str] = []
        self.seen: set[str] = set()
        self.heads: dict[str, tuple[str, str]] = {}
        """Title and description, by the address that search engines keep."""

    def read_all(self) -> None:
        waiting = sorted(self.always)
        while waiting:
            path = waiting.pop()
            if path in self.seen:
                continue
            self.seen.add(path)
            for link in self.read(path):
                target = urljoin(path, link.split("#")[0])
                if target not in self.seen and self.wants(target):
                    waiting.append(target)

    def wants(self, target: str) -> bool:
        path = urlsplit(target).path
        if urlsplit(target).scheme or path.startswith("/en/") != (self.prefix == "/en"):
            return False
        named = re.search(r"/(?:partidos|clubes|departamentos)/([\w-]+)", path)
        if named and named[1] not in self.names:
            return True
        kind = re.sub(r"\d+|=.*", "", path.replace(named[1], "") if named else target)
        self.kinds[kind] += 1
        return self.kinds[kind] <= self.most

    def read(self, path: str) -> list[str]:
        if not urlsplit(path).path.endswith("/"):
            status = self.client.get(path).status_code
            self.faults += [f"{path}: {status}"] * (status != 200)
            return []
        document = read(self.client, path)
        self.faults += [f"{path}: {fault}" for fault in faults_of(document)]
        kept = document.one("link", rel="canonical").attrs["href"]
        self.heads[kept] = (
            document.one("head").one("title").text,
            document.one("meta", name="description").attrs["content"],
        )
        return [link for link in document.links if link]


@pytest.mark.parametrize(("prefix", "most"), [("", 4), ("/en", 1)], ids=["es", "en"])
def test_every_link_leads_somewhere_and_every_page_is_whole(
    client: Client, prefix: str, most: int
) -> None:
    reader = Reader(client, prefix, most)
    reader.read_all()
    assert reader.faults == []
    assert reader.always <= reader.seen
    for said in zip(*reader.heads.values(), strict=True):
        assert [text for text, times in Counter(said).items() if times > 1] == []
    assert [
        (address, title)
        for address, (title, _description) in reader.heads.items()
        if len(title) > 65 and not re.search(r"\?|/partidos/", address)
    ] == []
    assert len(reader.seen) > 80
