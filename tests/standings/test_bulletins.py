"""The bulletin of a round: its words, its page, and its one sheet of A4."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.core.cache import caches
from django.core.management import call_command
from pypdf import PdfReader

from competitions.core.score import MatchFacts, Score, Status
from competitions.models import Season
from competitions.services.results import record_result
from standings.bulletins.arranging import bulletin
from standings.bulletins.paper import as_pdf
from standings.selectors.bulletin import bulletin_page
from tests.factories import (
    AdministratorFactory,
    ClaimFactory,
    PointsAdjustmentFactory,
    RulingFactory,
    VenueFactory,
    official_of,
)
from tests.standings.admin.test_round_sheet import address, as_user
from tests.standings.documents import read
from tests.standings.scenes import (
    confirm_all,
    entry,
    groups,
    knock_out,
    matchup,
    play,
    single_table,
)

pytestmark = pytest.mark.django_db

A4 = (595, 842)
SUNDAY = dt.date(2030, 9, 8)


@pytest.fixture
def stage():
    """A round that is played, and one to come on two grounds, where Eten rests."""
    stage = single_table("Ada 2-1 Boca", "Cali 1-0 Deza")
    entry(stage, "Eten")
    ground = VenueFactory(name="Estadio Uno", town="Jaén")
    for text, hour, venue in (
        ("Boca - Cali", 15, None),
        ("Deza - Ada", 13, ground),
    ):
        play(stage, text, round_number=2, date=SUNDAY, time=dt.time(hour), venue=venue)
    return stage


def words(year=2030, slug="nacional", number=1):
    return bulletin(bulletin_page(year, slug, number))


def sheet(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def plain(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_bulletin_has_results_table_programme_and_who_rests(stage) -> None:
    found = words()
    assert [(r.home, r.score, r.away, r.winner) for r in found.results] == [
        ("Ada", "2–1", "Boca", "home"),
        ("Cali", "1–0", "Deza", "home"),
    ]
    assert found.results[0].note == "prov."
    (standing,) = found.standings
    assert [(line.place, line.club) for line in standing.lines][:2] == [("1", "Ada"), ("2", "Cali")]
    assert [line.cut for line in standing.lines if line.cut] == ["Corte: pasan 2"]
    (day,) = found.days
    assert day.title == "Domingo 8 de setiembre"
    assert [(m.time, m.home, m.away, m.ground) for m in day.matches] == [
        ("13:00", "Deza", "Ada", "Estadio Uno, Jaén"),
        ("15:00", "Boca", "Cali", ""),
    ]
    assert (found.resting, found.next_resting) == ("Eten", "Eten")
    assert (found.next_title, found.decided) == ("Fecha 2", ())


def test_only_clubs_of_groups_that_play_rest() -> None:
    stage = groups("a", "b")
    play(stage, "b Ada 1-0 b Boca", round_number=3, group=stage.groups.get(code="b"))

    assert words(slug=stage.slug, number=3).resting == "b Cali"


def test_bulletin_of_a_round_shows_the_table_after_it(stage) -> None:
    play(stage, "Eten 9-0 Ada", round_number=3)
    assert words(number=1).standings[0].lines[0].club == "Ada"
    assert words(number=3).standings[0].lines[0].club == "Eten"
    assert words(number=3).next_title == ""


def test_bulletin_names_sanctions_rulings_of_the_round_and_open_claims(stage) -> None:
    first, second = stage.fixtures.filter(round__number=1).order_by("pk")
    PointsAdjustmentFactory(entry=first.home, points=-3, reason="No se presentó")
    RulingFactory(fixture=second, in_favour_of=second.away, document="Resolución 7")
    ClaimFactory(
        stage=stage, fixture=first, claimant=first.away, against=first.home,
        deadline=dt.date(2030, 9, 20),
    )  # fmt: skip
    text = "\n".join(words().decided)
    assert "Ada: 3 puntos menos" in text
    assert "Resolución 7" in text
    assert "Reclamo abierto de Boca contra Ada, por resolver hasta el 20/09/2030." in text
    assert "Resolución 7" not in "\n".join(words(number=2).decided)


def test_bulletin_of_a_knock_out_has_legs_aggregate_and_reason() -> None:
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", "1-0 p 4-3")
    matchup(stage, "Ada", "Cali", round_number=2)
    found = words(slug="eliminatorias")
    (pair,) = found.pairs
    assert [(s.name, s.legs, s.total, s.won) for s in pair.sides] == [
        ("Ada", ("1", "0"), "1 (3)", False),
        ("Boca", ("0", "1"), "1 (4)", True),
    ]
    assert pair.verdict.startswith("Pasa por penales, 4–3")
    assert [side.name for side in found.next_pairs[0].sides] == ["Ada", "Cali"]
    assert not found.results


def test_sheet_is_one_page_of_a4_that_can_be_searched(client, stage) -> None:
    response = client.get("/2030/nacional/fecha/1/boletin.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="boletin-2030-nacional-1.pdf"'
    reader = sheet(response.content)
    assert len(reader.pages) == 1
    assert tuple(round(float(side)) for side in reader.pages[0].mediabox[2:]) == A4
    text = plain(reader)
    for part in (
        "BOLETÍN · FECHA 1", "Nacional 2030", "Ada 2–1 Boca", "Corte: pasan 2",
        "Próxima fecha: Fecha 2", "13:00 Deza – Ada", "Estadio Uno, Jaén",
        "Descansan: Eten", "Por la liga",
    ):  # fmt: skip
        assert part in text
    assert reader.metadata.title == "Boletín: Nacional 2030, Fecha 1"
    assert reader.trailer["/Root"]["/Lang"] == "es"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    fonts = {str(f["/BaseFont"]) for f in _fonts(reader)}
    assert fonts
    assert all("Barlow" in name for name in fonts)


def _fonts(reader: PdfReader):
    return [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]


@pytest.mark.parametrize("number", [3, 4, 6])
def test_fifty_clubs_and_their_fixtures_fit_on_one_sheet(number) -> None:
    call_command("load_geography")
    call_command("simulate_season", verbosity=0)
    found = words(2027, "nacional", number)
    reader = sheet(as_pdf(found))
    assert len(reader.pages) == 1
    text = plain(reader)
    assert "SIMULADA" in text
    for line in found.standings[0].lines:
        assert f"{line.place} {line.club}" in text
    for result in found.results:
        assert result.home in text
        assert result.away in text
    assert _least_type(reader) >= 6


def _least_type(reader: PdfReader) -> float:
    """The smallest size of a text that is not a letter of a zone."""
    sizes: list[float] = []

    def see(text, _matrix, text_matrix, _font, size) -> None:
        if len(text.strip()) > 2:
            sizes.append(abs(size * text_matrix[3]))

    reader.pages[0].extract_text(visitor_text=see)
    return min(sizes)


def test_long_names_grounds_and_many_rulings_fit_on_one_sheet() -> None:
    """As bad as it comes: 25 matches, each with a ground of its own, and a full list of rulings."""
    long = "Defensor José María Arguedas y del Altiplano"
    stage = single_table(*(f"{long} {n}L 10-0 {long} {n}V" for n in range(25)), cut=32)
    fixtures = list(stage.fixtures.order_by("pk"))
    for number, fixture in enumerate(fixtures):
        play(
            stage,
            f"{fixture.away.club.name} - {fixture.home.club.name}",
            round_number=2,
            date=SUNDAY,
            time=dt.time(15),
            venue=VenueFactory(name=f"Estadio Monumental Número {number}", town="Huancavelica"),
        )
        RulingFactory(fixture=fixture, in_favour_of=fixture.home, document="Resolución 7 de 2030")
    assert words().decided[-1] == "y 13 más"
    reader = sheet(as_pdf(words()))
    assert len(reader.pages) == 1


def test_sixteen_groups_fit_on_one_sheet() -> None:
    stage = groups(*(f"g{number}" for number in range(16)))
    fixture = stage.fixtures.first()
    play(stage, f"{fixture.home.club.name} 1-0 {fixture.away.club.name}", round_number=1)
    assert len(sheet(as_pdf(words(slug="regional"))).pages) == 1


def test_round_without_anything_is_still_a_sheet() -> None:
    stage = single_table("Ada - Boca")
    assert stage.fixtures.count() == 1
    found = words()
    assert found.results[0].score == "–"
    text = plain(sheet(as_pdf(found)))
    assert "No hay una fecha posterior registrada." in text
    assert "Sin novedad." in text


def test_same_facts_make_the_same_bytes_and_a_new_result_others(client, stage) -> None:
    path = "/2030/nacional/fecha/1/boletin.pdf"
    first = client.get(path)
    caches["files"].clear()
    again = client.get(path)
    assert again.content == first.content
    same = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    record_result(
        stage.fixtures.filter(round__number=1).first(),
        result=MatchFacts(Status.PLAYED, full_time=Score(4, 4)),
        actor=AdministratorFactory(),
    )
    assert "Ada 4–4 Boca" in plain(sheet(client.get(path).content))


def test_name_in_a_bulletin_is_text(client, stage) -> None:
    club = entry(stage, "Ada").club
    club.name = '#panic("x") *Ada* <b> $x$'
    club.save()
    text = plain(sheet(as_pdf(words())))
    assert '#panic("x") *Ada* <b> $x$ 2–1 Boca' in text
    assert not read(client, "/2030/nacional/fecha/1/boletin/").one("main").has("b", "x")


def test_page_says_the_same_as_the_sheet(client, stage) -> None:
    confirm_all()
    document = read(client, "/2030/nacional/fecha/1/boletin/")
    main = document.one("main")
    assert main.one("h1").text == "Boletín · Fecha 1"
    assert [row.text for row in main.one("ul", "results").all("li")] == [
        "Ada 2–1 Boca",
        "Cali 1–0 Deza",
    ]
    assert main.one("table").one("caption").text
    assert "/2030/nacional/fecha/1/boletin.pdf" in main.links
    styles = [link.attrs["href"] for link in document.all("link", rel="stylesheet")]
    assert styles[-1] == "/static/css/bulletin.css"


def test_simulated_bulletin_says_so_on_page_sheet_and_file(client, stage) -> None:
    Season.objects.update(is_simulated=True, seed=1)
    response = client.get("/2030/nacional/fecha/1/boletin.pdf")
    assert "SIMULADA" in response["Content-Disposition"]
    assert "SIMULADA Los resultados son inventados" in plain(sheet(response.content))
    assert read(client, "/2030/nacional/fecha/1/boletin/").has("p", "simulated")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_bulletin_stands_beside_its_round_and_its_table(client, stage, prefix) -> None:
    address = f"{prefix}/2030/nacional/fecha/1/boletin/"
    for page in ("/2030/nacional/", "/2030/nacional/fecha/1/"):
        assert address in read(client, f"{prefix}{page}").one("main").links
    title = read(client, address).one("h1").text
    assert title == ("Bulletin · Fecha 1" if prefix else "Boletín · Fecha 1")


@pytest.mark.parametrize(
    "path", ["/2030/nada/fecha/1", "/2030/nacional/fecha/9", "/1999/x/fecha/1"]
)
def test_bulletin_of_nothing_leads_on(client, stage, path) -> None:
    for ending in ("/boletin/", "/boletin.pdf"):
        assert read(client, f"{path}{ending}", status=404).one("main").links


def test_bulletin_is_one_tap_from_the_sheet_of_the_round(stage) -> None:
    round_ = stage.rounds.get(number=1)
    official = as_user(official_of(stage.league))
    document = read(official, address(round_))
    assert "/2030/nacional/fecha/1/boletin/" in document.links
