"""How many queries each page takes: cold, warm, and the same however many rows it has."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competitions.models import Entry, Fixture, Season
from tests.factories import (
    ClaimFactory,
    ClubAliasFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    GoalFactory,
    KnockOutFactory,
    LotsPositionFactory,
    PointsAdjustmentFactory,
    PublishedScorerFactory,
    QualifierFactory,
    QualifierListFactory,
    RuleSetFactory,
    RulingFactory,
    SeasonNoteFactory,
    SeasonOutcomeFactory,
    StageFactory,
    VenueFactory,
    ZoneFactory,
)
from tests.standings.scenes import district, groups, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db

COUNTS = {
    "/": (13, 4),
    "/temporadas/": (12, 3),
    "/2030/": (13, 5),
    "/2030/nacional/": (6, 1),
    "/2030/nacional/?fecha=2": (6, 1),
    "/2030/nacional/?sede=local": (6, 1),
    "/2031/regional/": (7, 1),
    "/2030/eliminatorias/": (9, 1),
    "/2030/nacional/fecha/2/": (6, 1),
    "/2030/eliminatorias/fecha/1/": (9, 1),
    "/2030/nacional/por-que/?a=ada&b=boca": (6, 1),
    "/2030/nacional/por-que/": (6, 1),
    "/2030/nacional/clubes/ada/": (6, 1),
    "/2031/regional/clubes/g0-ada/": (7, 1),
    "/2030/nacional/puestos/?club=ada": (6, 1),
    "/2030/nacional/puestos.csv": (6, 1),
    "/2030/clasificados/": (9, 1),
    "/2030/camino/": (12, 4),
    "/2030/goleadores/": (5, 5),
    "/2030/resoluciones/": (14, 6),
    "/clubes/": (3, 3),
    "/clubes/?q=a": (3, 3),
    "/clubes/ada/": (15, 7),
    "/buscar/?q=ada": (6, 6),
    "/buscar.json?q=ada": (6, 6),
    "/buscar/?q=xyz": (10, 10),
    "/departamentos/": (9, 4),
    "/acerca-de/": (10, 1),
    "/temporadas.csv": (12, 3),
    "/2030/nacional.csv": (6, 1),
    "/2030/nacional.json": (6, 1),
    "/2030/eliminatorias.xlsx": (9, 1),
    "/2030/nacional/fecha/2.csv": (6, 1),
    "/2030/clasificados.csv": (9, 1),
    "/2030/camino.csv": (12, 4),
    "/2030/goleadores.csv": (5, 5),
    "/2030/resoluciones.csv": (14, 6),
    "/clubes.csv": (1, 1),
    "/1999/": (3, 3),
    "/clubes/nada/": (2, 2),
    "/2030/nacional/fecha/99/": (7, 2),
    "/2030/nada/": (1, 1),
    "/departamentos/…/": (16, 8),
    "/departamentos/….csv": (2, 2),
    "/partidos/…/": (14, 6),
    "/partidos/…/ of a matchup": (14, 6),
    "/partidos/….csv": (14, 6),
    "/2030/nacional/fecha/2/boletin/": (12, 5),
    "/2030/nacional/fecha/2/boletin.pdf": (12, 5),
    "/2030/eliminatorias/fecha/1/boletin/": (14, 4),
    "/copaperu.png": (0, 0),
    "/2030/nacional.png": (6, 1),
    "/2031/regional.png": (7, 1),
    "/2030/eliminatorias.png": (9, 1),
    "/2030/clasificados.png": (9, 1),
    "/clubes/ada.png": (15, 7),
    "/partidos/….png": (14, 6),
    "/2030/nacional.ics": (8, 1),
    "/clubes/ada.ics": (12, 2),
    "/departamentos/….ics": (9, 2),
    "/2030.atom": (14, 4),
    "/2030/nacional.atom": (11, 4),
    "/clubes/ada.atom": (15, 5),
    "/departamentos/….atom": (12, 5),
}
"""Queries of each page with an empty cache and with a filled one."""


def department_of(entered: Entry) -> None:
    """A departmental and a district stage, by which that club came up."""
    league = DepartmentalLeagueFactory(department=entered.department)
    season = entered.stage.season
    above = KnockOutFactory(season=season, league=league)
    RuleSetFactory(stage=above)
    ZoneFactory(rule_set=above.rule_set, leads_to=entered.stage)
    below = StageFactory(
        season=season,
        league=DepartmentalLeagueFactory(
            level="district", parent=league, department=entered.department
        ),
    )
    first = EntryFactory(stage=below, club=entered.club)
    entered.origin = EntryFactory(stage=above, club=entered.club, origin=first, origin_place=1)
    entered.save()


def season_of(rows: int, *, dated: bool) -> None:
    """A season whose pages have `rows` of everything, on a day or of an unknown one."""
    when = {"date": dt.date(2030, 9, 8), "time": dt.time(15, 30)} if dated else {}
    table = single_table("Ada 2-1 Boca")
    following = knock_out()
    table.rule_set.zones.update(leads_to=following)
    confirmed = QualifierListFactory(stage=table)
    for number in range(rows):
        home, away = f"Local {number}", f"Visita {number}"
        fixture = play(table, f"{home} 1-0 {away}", round_number=2, venue=VenueFactory(), **when)
        play(table, f"{away} - {home}", round_number=3, **when)
        matchup(following, home, away, "1-0", "1-1", position=number + 1)
        ClaimFactory(fixture=fixture)
        RulingFactory(fixture=fixture)
        PointsAdjustmentFactory(entry=fixture.home)
        LotsPositionFactory(lots__stage=table, entry=fixture.home)
        QualifierFactory(
            qualifier_list=confirmed,
            entry=fixture.home,
            to_stage=following,
            outcome="",
            destination="",
        )
        SeasonOutcomeFactory(season=table.season, club=fixture.home.club, kind="promoted")
        SeasonNoteFactory(season=table.season)
        PublishedScorerFactory(season=table.season, club=fixture.home.club)
        single_table(f"Ada 1-0 {away}", year=2020 + number)
        department_of(fixture.home)
    matchup(following, "Ada", "Boca", "1-0", "2-2", key="primera", round_number=2)
    fixture = Fixture.objects.get(stage=table, home__club__name="Ada")
    for number in range(rows):
        GoalFactory(fixture=fixture, player=f"Jugador {number}")
        ClaimFactory(fixture=fixture)
        RulingFactory(fixture=fixture)
        ClubAliasFactory(club=fixture.home.club)
        fixture.home_goals += 1
        fixture.save()
    table.entries.update(
        via="departmental", departmental_rank=1, department=fixture.home.department
    )
    groups(*(f"g{number}" for number in range(rows)), year=2031)
    Season.objects.update(status="finished")
    running = single_table("Ada 2-1 Boca", year=2032)
    for number in range(rows):
        play(running, f"Eten 1-0 Rival {number}", round_number=1, **when)
        play(running, f"Rival {number} - Eten", round_number=2, **when)
        ClaimFactory(fixture=running.fixtures.first())
        RulingFactory(fixture=running.fixtures.first())
        district(f"Faro 1-0 Vecino {number}", season=running.season)
        district(f"Faro 1-0 Vecino {number}", season=table.season)
        league = DepartmentalLeagueFactory(department=fixture.home.department)
        below = StageFactory(season=running.season, slug=f"liga-{number}", league=league)
        play(below, "Ferre 1-0 Gol", round_number=1, **when)


def addresses() -> list[tuple[str, str]]:
    """Each page under a name that does not change with its row in the database."""
    fixture = Fixture.objects.get(stage__slug="nacional", stage__season__year=2030, key="f1-1")
    leg = Fixture.objects.get(matchup__key="primera", leg=1)
    department = fixture.home.department.slug
    paths = (
        "/", "/temporadas/", "/2030/", "/2030/nacional/", "/2030/nacional/?fecha=2",
        "/2030/nacional/?sede=local", "/2031/regional/", "/2030/eliminatorias/",
        "/2030/nacional/fecha/2/", "/2030/eliminatorias/fecha/1/",
        "/2030/nacional/por-que/?a=ada&b=boca", "/2030/nacional/por-que/",
        "/2030/nacional/clubes/ada/", "/2031/regional/clubes/g0-ada/",
        "/2030/nacional/puestos/?club=ada", "/2030/nacional/puestos.csv",
        "/2030/clasificados/", "/2030/goleadores/", "/2030/camino/", "/2030/camino.csv",
        "/2030/resoluciones/", "/2030/resoluciones.csv",
        "/clubes/", "/clubes/?q=a", "/buscar/?q=ada", "/buscar.json?q=ada", "/buscar/?q=xyz",
        "/clubes/ada/", "/departamentos/", "/acerca-de/",
        "/temporadas.csv", "/2030/nacional.csv", "/2030/nacional.json", "/2030/eliminatorias.xlsx",
        "/2030/nacional/fecha/2.csv", "/2030/clasificados.csv", "/2030/goleadores.csv",
        "/clubes.csv", "/1999/", "/2030/nada/", "/clubes/nada/", "/2030/nacional/fecha/99/",
        "/copaperu.png", "/2030/nacional.png",
        "/2030/nacional/fecha/2/boletin/", "/2030/nacional/fecha/2/boletin.pdf",
        "/2030/eliminatorias/fecha/1/boletin/",
        "/2031/regional.png", "/2030/eliminatorias.png", "/2030/clasificados.png",
        "/clubes/ada.png", "/2030/nacional.ics", "/clubes/ada.ics",
        "/2030.atom", "/2030/nacional.atom", "/clubes/ada.atom",
    )  # fmt: skip
    return [
        *((path, path) for path in paths),
        ("/departamentos/…/", f"/departamentos/{department}/"),
        ("/departamentos/….csv", f"/departamentos/{department}.csv"),
        ("/partidos/…/", f"/partidos/{fixture.pk}/"),
        ("/partidos/…/ of a matchup", f"/partidos/{leg.pk}/"),
        ("/partidos/….csv", f"/partidos/{fixture.pk}.csv"),
        ("/partidos/….png", f"/partidos/{fixture.pk}.png"),
        ("/departamentos/….ics", f"/departamentos/{department}.ics"),
        ("/departamentos/….atom", f"/departamentos/{department}.atom"),
    ]


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


@pytest.mark.parametrize("dated", [True, False], ids=["dated", "undated"])
@pytest.mark.parametrize("rows", [1, 3])
def test_no_page_takes_more_queries_for_more_rows(client: Client, rows: int, dated: bool) -> None:
    season_of(rows, dated=dated)
    found = {}
    for name, path in addresses():
        cache.clear()
        found[name] = queries(client, path), queries(client, path)
    assert found == COUNTS


@pytest.mark.parametrize("file_format", ["", "csv", "json"])
def test_table_of_fifty_takes_six_queries_cold_and_one_warm(
    client: Client, file_format: str
) -> None:
    call_command("load_geography")
    call_command("simulate_season", verbosity=0)
    path = f"/2027/nacional.{file_format}" if file_format else "/2027/nacional/"
    assert (queries(client, path), queries(client, path)) == (6, 1)
