"""What stands near an address where nothing is."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory

from competitions.models import Fixture, Season
from competitions.services.archive import archive
from copaperu.errors import server_error
from tests.factories import AdministratorFactory, ClubFactory, DepartmentFactory
from tests.standings.documents import Element, parse, read
from tests.standings.scenes import play, single_table

pytestmark = pytest.mark.django_db


def missing(client: Client, path: str) -> Element:
    return read(client, path, status=404).one("main")


def test_club_that_is_not_there_leads_to_clubs_of_a_like_name(client: Client) -> None:
    for name in ("Defensor La Bocana", "Defensor Bolívar", "Sport Águila", "UDA"):
        ClubFactory(name=name)
    links = [link for link in missing(client, "/clubes/la-bocanna/").links if "clubes/" in link]
    assert links[0] == "/clubes/defensor-la-bocana/"
    assert "/clubes/sport-aguila/" not in links
    english = missing(client, "/en/clubes/defensor-bolivar-2/")
    assert english.one("h2").text == "Clubs with a like name"
    assert english.links[0] == "/en/clubes/defensor-bolivar/"
    assert not missing(client, "/clubes/zzzz/").has("h2")
    assert not missing(client, "/clubes/-/").has("h2")


def test_search_is_offered_with_the_words_of_the_address(client: Client) -> None:
    form = missing(client, "/clubes/sport-agila/").one("form", role="search")
    assert form.attrs["action"] == "/buscar/"
    assert form.one("input", name="q").attrs["value"] == "sport agila"
    assert missing(client, "/nada/").one("input", name="q").attrs["value"] == ""


def test_round_that_is_not_there_leads_to_the_others(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    play(stage, "Boca - Ada", round_number=2)
    page = missing(client, "/2030/nacional/fecha/9/")
    assert page.one("nav", "rounds").links == [
        "/2030/nacional/fecha/1/",
        "/2030/nacional/fecha/2/",
    ]


def test_season_that_is_not_there_leads_to_the_nearest(client: Client) -> None:
    for year in (2013, 2017, 2024):
        single_table("Ada 2-1 Boca", year=year)
    links = [link for link in missing(client, "/2018/").links if link[1:5].isdigit()]
    assert links == ["/2017/", "/2013/", "/2024/"]


def test_department_that_is_written_otherwise_is_found(client: Client) -> None:
    DepartmentFactory(name="San Martín", slug="san-martin")
    DepartmentFactory(name="Tacna", slug="tacna")
    links = missing(client, "/departamentos/sanmartin/").links
    assert links[0] == "/departamentos/san-martin/"
    assert "/departamentos/tacna/" not in links


def test_what_was_archived_is_said_to_be(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 1-0 Deza")
    gone = Fixture.objects.latest("pk")
    archive(gone, actor=AdministratorFactory(), reason="Entered twice.")
    words = "That was taken from the pages, and counts nowhere."
    assert missing(client, f"/en/partidos/{gone.pk}/").one("p", "standfirst").text == words
    Season.objects.filter(pk=stage.season_id).update(is_archived=True)
    assert missing(client, "/en/2030/").one("p", "standfirst").text == words
    assert "/en/2030/" not in missing(client, "/en/2029/").links


@pytest.mark.parametrize(
    ("path", "language", "heading", "start"),
    [("/2030/", "es-PE", "Tiempo muerto", "/"), ("/en/2030/", "en", "Time-out", "/en/")],
)
def test_failure_speaks_the_language_of_the_address_without_asking_the_database(
    path: str, language: str, heading: str, start: str, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        response = server_error(RequestFactory().get(path))
    document = parse(response.content.decode())
    assert response.status_code == 500
    assert document.one("html").attrs["lang"] == language
    assert document.one("h1").text == heading
    assert start in document.one("main").links


def test_view_that_fails_answers_with_that_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("standings.selectors.seasons.stages_of", fail)
    client.raise_request_exception = False
    assert "Time-out" in read(client, "/en/2030/nacional/", status=500).text


def test_official_without_the_office_is_told_so(client: Client) -> None:
    user = get_user_model().objects.create_user("rosa", password="x", is_staff=True)
    client.force_login(user)
    document = read(client, "/en/admin/competitions/season/add/", status=403)
    assert document.one("h1").text == "Only for officials"
    assert "/en/admin/" in document.links
