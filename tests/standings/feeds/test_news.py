"""Atom feeds, read by a library that reads feeds, and held to what RFC 4287 demands."""

import datetime as dt
from xml.etree import ElementTree as ET

import feedparser
import pytest
from django.test import Client

from competitions.core.score import MatchFacts, Score, Status
from competitions.models import Fixture, Season
from competitions.services.results import record_result
from standings.selectors.followed import NEWEST
from tests.factories import AdministratorFactory, PointsAdjustmentFactory, RulingFactory
from tests.standings.scenes import confirm_all, entry, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SUNDAY = dt.date(2030, 9, 1)


def read(client: Client, path: str) -> feedparser.FeedParserDict:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(response.content)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def titles(client: Client, path: str) -> list[str]:
    return [item.title for item in read(client, path).entries]


def test_feed_has_what_atom_demands(client: Client) -> None:
    fixture = play(single_table("Ada 2-1 Boca"), "Boca 1-0 Ada", round_number=2)
    RulingFactory(fixture=fixture, in_favour_of=fixture.home, text="Alineó a <b>dos</b> & más")
    for path in ("/2030.atom", "/2030/nacional.atom", "/clubes/ada.atom"):
        root = ET.fromstring(client.get(path).content)
        assert root.tag == f"{ATOM}feed"
        parts = [root, *root.iter(f"{ATOM}entry")]
        assert len(parts) == 4
        for part in parts:
            for name in ("id", "title", "updated"):
                assert len(part.findall(f"{ATOM}{name}")) == 1
                assert part.findtext(f"{ATOM}{name}")
            assert dt.datetime.fromisoformat(part.findtext(f"{ATOM}updated")).tzinfo
            assert part.findtext(f"{ATOM}id").startswith("tag:copaperu,2026:")
            (page,) = part.findall(f"{ATOM}link[@rel='alternate']")
            assert client.get(page.get("href")).status_code == 200
        assert len({part.findtext(f"{ATOM}id") for part in parts}) == len(parts)
        assert root.find(f"{ATOM}author/{ATOM}name").text == "Copa Perú"
        (own,) = root.findall(f"{ATOM}link[@rel='self']")
        assert own.get("href") == f"http://testserver{path}"


def test_text_of_a_ruling_is_text(client: Client) -> None:
    fixture = play(single_table(), "Ada 1-0 Boca", round_number=1)
    RulingFactory(fixture=fixture, in_favour_of=fixture.home, text="<b>dos</b> & <script>más")
    (ruling,) = [item for item in read(client, "/2030.atom").entries if "#r" in item.link]
    assert "&lt;b&gt;dos&lt;/b&gt; &amp; &lt;script&gt;más" in ruling.summary


def test_result_says_leg_round_and_how_it_came_about(client: Client) -> None:
    stage = knock_out()
    matchup(stage, "Unión Huaral", "San Simón", "2-1", key_of_round="semifinals")
    stage.rounds.update(name="Semifinales", name_en="Semifinals")
    stage.rounds.get().matchups.update(legs=2)
    confirm_all()
    assert titles(client, "/2030.atom") == ["Unión Huaral 2–1 San Simón (ida, semifinales)"]
    assert titles(client, "/en/2030.atom") == ["Unión Huaral 2–1 San Simón (first leg, semifinals)"]


def test_match_without_a_result_is_no_news(client: Client) -> None:
    stage = single_table("Ada - Boca", "Cali ?-? Deza", "Eten 1-0 Ferre")
    Fixture.objects.filter(home__club__name="Eten").update(evidence="inferred")
    assert titles(client, "/2030.atom") == []
    assert read(client, "/2030.atom").feed.updated == "2030-01-01T00:00:00+00:00"
    assert stage.fixtures.count() == 3


def test_ruling_says_what_it_did_and_leads_to_itself(client: Client) -> None:
    stage = single_table()
    fixture = play(stage, "Ada 1-1 Boca", round_number=1, date=SUNDAY)
    ruling = RulingFactory(
        fixture=fixture,
        in_favour_of=fixture.away,
        document="Resolución 7",
        text="Mala inscripción.",
    )
    confirm_all()
    found = {item.title: item for item in read(client, "/2030/nacional.atom").entries}
    item = found.pop("Resolución 7: Partido ganado por Boca en mesa")
    assert list(found) == ["Ada 0–3 Boca (fecha 1, Nacional, en mesa)"]
    assert item.link == f"http://testserver/2030/resoluciones/?resolucion={ruling.pk}#r{ruling.pk}"
    assert "Mala inscripción." in item.summary


def test_feed_of_a_club_leaves_out_what_does_not_concern_it(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca", "Cali 2-0 Deza")
    for name in ("Ada", "Cali"):
        found = RulingFactory(
            stage=stage,
            effect="points",
            fixture=None,
            in_favour_of=None,
            entry=entry(stage, name),
            document=f"Resolución {name}",
        )
        PointsAdjustmentFactory(entry=found.entry, ruling=found, points=-1)
    confirm_all()
    assert set(titles(client, "/clubes/ada.atom")) == {
        "Resolución Ada: Ada: 1 punto menos",
        "Ada 1–0 Boca (fecha 1, Nacional)",
    }
    department = entry(stage, "Cali").department.slug
    assert set(titles(client, f"/departamentos/{department}.atom")) == {
        "Resolución Cali: Cali: 1 punto menos",
        "Cali 2–0 Deza (fecha 1, Nacional)",
    }


def test_what_changed_last_comes_first(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca", "Cali 2-0 Deza", "Eten - Ferre")
    Fixture.history.update(history_date=dt.datetime(2030, 9, 1, tzinfo=dt.UTC))
    last = stage.fixtures.get(home__club__name="Eten")
    record_result(
        last,
        result=MatchFacts(Status.PLAYED, full_time=Score(0, 0)),
        actor=AdministratorFactory(),
    )
    Fixture.history.filter(id=last.pk).order_by("history_date").update(
        history_date=dt.datetime(2030, 9, 8, tzinfo=dt.UTC)
    )
    found = read(client, "/2030.atom")
    assert found.entries[0].title.startswith("Eten 0–0 Ferre")
    assert found.feed.updated == found.entries[0].updated == "2030-09-08T00:00:00+00:00"


def test_simulated_results_are_marked(client: Client) -> None:
    single_table("Ada 1-0 Boca")
    Season.objects.update(is_simulated=True, seed=1)
    (title,) = titles(client, "/clubes/ada.atom")
    assert title.endswith("simulada)")
    (title,) = titles(client, "/en/clubes/ada.atom")
    assert title.endswith("simulated)")


def test_feed_carries_the_newest_and_no_more(client: Client) -> None:
    single_table(*(f"Ada 1-0 Rival{number}" for number in range(NEWEST + 2)))
    assert len(read(client, "/2030.atom").entries) == NEWEST


def test_reader_that_knows_the_feed_is_told_so(client: Client) -> None:
    single_table("Ada 1-0 Boca")
    first = client.get("/2030.atom")
    assert client.get("/2030.atom").content == first.content
    again = client.get("/2030.atom", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    english = client.get("/en/2030.atom", headers={"If-None-Match": first["ETag"]})
    assert english.status_code == 200


@pytest.mark.parametrize(
    "path", ["/1999.atom", "/2030/nada.atom", "/clubes/nada.atom", "/departamentos/nada.atom"]
)
def test_feed_of_nothing_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
