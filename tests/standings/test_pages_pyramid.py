"""What readers see once a simulated country is in the database: real pages look as before."""

import pytest
from django.test import Client

from competitions.core.files import read_file
from competitions.forms import choice_label
from competitions.models import Club, Department, League, Ruling, Stage
from competitions.services.imports import CLUBS, preview
from standings.selectors import qualified
from tests.factories import AdministratorFactory, ClubFactory
from tests.standings.country import YEAR, country
from tests.standings.documents import read

__all__ = ["country"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


@pytest.fixture
def made_up() -> Club:
    return Club.objects.filter(department__slug="tumbes").order_by("key").first()


def test_page_of_a_made_up_club_says_that_it_does_not_exist(client: Client, made_up: Club):
    page = read(client, f"/en/clubes/{made_up.slug}/")
    assert page.one("p", "simulated").text == (
        "Simulated This club does not exist: a program made it up."
    )
    assert "noindex" in page.one("meta", name="robots").attrs["content"]
    assert "SportsTeam" not in client.get(f"/clubes/{made_up.slug}/").content.decode()
    assert "How it got there" not in page.text
    assert "They count in no sum of this page." in page.text


def test_made_up_clubs_stand_in_no_list_of_clubs(client: Client, made_up: Club):
    real = ClubFactory(name="Real de Zorritos", department=made_up.department)
    for address in (
        "/clubes/",
        f"/clubes/?q={made_up.key}",
        "/clubes/?departamento=tumbes",
        "/clubes.csv",
        "/departamentos/tumbes.csv",
        "/sitemap-clubs-1.xml",
    ):
        text = client.get(address).content.decode()
        assert made_up.slug not in text, address
        assert made_up.name not in text.replace(made_up.key, ""), address
        assert (real.slug in text or real.name in text) or "?q=" in address, address
    assert "1 club" in read(client, "/en/departamentos/tumbes/").text
    assert "1 club" in read(client, "/en/departamentos/").text


def test_a_real_club_may_be_called_like_a_made_up_one(client: Client, made_up: Club):
    real = Club(
        name=made_up.name, slug="el-verdadero", department=made_up.department, note="De verdad."
    )
    real.full_clean()
    real.save()
    assert clubs_found(client, made_up.key) == [("/clubes/el-verdadero/", "Tumbes")]
    real.delete()
    [(address, note)] = clubs_found(client, made_up.key)
    assert address == f"/clubes/{made_up.slug}/"
    assert note.endswith("Tumbes · simulado")


def clubs_found(client: Client, typed: str) -> list[tuple[str, str]]:
    found = client.get(f"/buscar.json?q={typed}").json()["found"]
    return [(row["address"], row["note"]) for row in found if row["address"].startswith("/clubes/")]


def test_department_shows_made_up_leagues_with_their_season_alone(client: Client):
    usual = read(client, "/en/departamentos/tumbes/")
    assert "(simulada)" not in usual.text
    asked = read(client, f"/en/departamentos/tumbes/?temporada={YEAR}")
    assert "What they play in 2028." in asked.text
    mine = League.objects.filter(department__slug="tumbes", is_simulated=True)
    assert all(league.name in asked.text for league in mine)
    for stage in Stage.objects.filter(season__year=YEAR, league__department__slug="tumbes"):
        assert f"/en/{YEAR}/{stage.slug}/" in asked.links
    assert read(client, "/en/departamentos/tumbes/?temporada=xx").text == usual.text


def test_season_of_many_leagues_leads_to_those_of_each_department(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("standings.selectors.leagues.LISTED", 2)
    page = read(client, f"/en/{YEAR}/")
    for slug in ("callao", "madre-de-dios", "tumbes"):
        assert f"/en/departamentos/{slug}/?temporada={YEAR}" in page.links


def test_the_qualified_of_a_country_are_those_of_its_nation_and_of_the_stage_asked_for(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(qualified, "LISTED", 2)
    page = qualified.qualified_page(YEAR)
    assert [target.code for target in page.targets] == [
        "departamental",
        "nacional",
        "eliminatorias",
        "liga-3",
        "liga-2",
    ]
    below = Stage.objects.filter(season__year=YEAR, slug__startswith="provincial").first()
    asked = qualified.qualified_page(YEAR, below.slug)
    assert asked.target == below.slug
    assert {row.destination.slug for row in asked.rows} == {below.slug}
    assert len(asked.rows) == below.entries.count()
    assert asked.disagreements == ()


def test_the_qualified_of_few_leagues_are_all_on_the_list():
    everything = qualified.qualified_page(YEAR)
    below = Stage.objects.filter(season__year=YEAR, slug__startswith="provincial").first()
    assert (below.slug in [t.code for t in everything.targets]) == (
        Stage.objects.filter(season__year=YEAR).count() - 2 <= qualified.LISTED
    )


def test_rulings_of_a_country_stand_on_pages(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("standings.selectors.rulings.PER_PAGE", 2)
    rulings = list(Ruling.objects.order_by("-decided_on", "-pk"))
    assert len(rulings) > 2
    first = read(client, f"/en/{YEAR}/resoluciones/")
    shown = [row.pk for row in rulings if first.has("", id=f"r{row.pk}")]
    assert shown == [row.pk for row in rulings[:2]]
    pages = -(-len(rulings) // 2)
    assert f"Page 1 of {pages}" in first.text
    assert "?page=2" in first.links
    last = read(client, f"/en/{YEAR}/resoluciones/?resolucion={rulings[-1].pk}")
    assert last.has("", id=f"r{rulings[-1].pk}")
    assert f"Page {pages} of {pages}" in last.text
    whole = client.get(f"/{YEAR}/resoluciones.json").json()
    assert len(whole) == len(rulings)


def test_search_names_made_up_leagues_where_nothing_real_is_called_so(client: Client):
    Department.objects.filter(slug="tumbes").update(name="Tumbes")
    found = client.get("/buscar/?q=tumbes").content.decode()
    assert "Liga Departamental de Tumbes" in found
    assert "(simulada)" not in found
    made_up = Stage.objects.filter(league__is_simulated=True).first()
    asked = client.get("/buscar.json", {"q": made_up.league.name}).json()["found"]
    assert [row["address"] for row in asked] == [f"/{YEAR}/{made_up.slug}/"]
    by_stage = client.get("/buscar.json", {"q": f"{made_up.name} {YEAR}"}).json()["found"]
    assert f"/{YEAR}/{made_up.slug}/" in [row["address"] for row in by_stage]


def test_a_name_in_a_file_of_clubs_means_a_real_one(made_up: Club):
    department = made_up.department
    text = f"nombre,departamento\n{made_up.name},{department.name}\n"
    grid = read_file("f.csv", text.encode())
    plan = preview(CLUBS, grid, actor=AdministratorFactory())
    assert (plan.count("new"), plan.count("same"), plan.count("wrong")) == (1, 0, 0)
    assert choice_label(made_up) == f"{made_up.name} · {department.name} · simulado"
