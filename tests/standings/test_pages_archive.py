"""Seasons and the archive: titles, records and the leagues below the national one."""

import pytest
from django.test import Client

from competitions.models import Fixture, Season, Stage
from tests.factories import RulingFactory, SeasonFactory, SeasonOutcomeFactory
from tests.standings.documents import Element, read
from tests.standings.scenes import (
    confirm_all,
    district,
    entry,
    knock_out,
    matchup,
    play,
    single_table,
)
from tests.standings.test_pages_home import part

pytestmark = pytest.mark.django_db


def won(year: int, champion: str, rival: str, score: str = "1-0") -> Stage:
    final = knock_out(year=year)
    matchup(final, champion, rival, score, key_of_round="final")
    Stage.objects.filter(pk=final.pk).update(is_finished=True)
    Season.objects.filter(year=year).update(status="finished")
    confirm_all()
    return final


def record(document: Element, heading: str) -> list[str]:
    """Who holds that record."""
    records = part(document, "Records")
    (section,) = [s for s in records.all("section") if s.one("h3").text == heading]
    return [line.text for line in section.all("li")]


def test_archive_tells_runner_up_and_who_went_up(client: Client) -> None:
    final = won(2030, "Ada", "Boca")
    SeasonOutcomeFactory(
        season=final.season,
        club=entry(final, "Ada").club,
        kind="promoted",
        destination="Liga 2",
    )
    (line,) = read(client, "/en/temporadas/").one("ol", "editions").all("li")
    assert line.text.startswith("2030 Ada Runner-up: Boca. Went up: Ada (Liga 2).")


def test_titles_are_counted_by_club_and_department_in_real_seasons(client: Client) -> None:
    won(2028, "Ada", "Boca")
    won(2029, "Boca", "Ada")
    ada = won(2030, "Ada", "Boca")
    won(2031, "Boca", "Ada")
    Season.objects.filter(year=2031).update(is_simulated=True, seed=1)
    department = entry(ada, "Ada").department.name
    titles = part(read(client, "/en/temporadas/"), "Titles")
    assert "Of the 3 seasons recorded here." in titles.text
    clubs, departments = titles.all("ol")
    lines = [line.text for line in clubs.all("li")]
    assert lines[0] == f"Ada {department} 2 2030, 2028"
    assert lines[1].endswith("1 2029")
    assert departments.all("li")[0].text == f"{department} 2 2030, 2028"


def test_season_of_which_only_leagues_below_play_stands_in_the_archive(client: Client) -> None:
    district("Eten 1-0 Faro", season=SeasonFactory(year=2030), slug="distrital")
    assert "2030" in read(client, "/en/temporadas/").one("ol", "editions").text
    document = read(client, "/en/2030/")
    assert part(document, "In the leagues 1 stage").links[-1] == "/en/2030/distrital/"
    assert read(client, "/en/2030/distrital/").one("nav", "seasonbar")


def test_records_name_all_who_hold_them_and_of_how_many_results(client: Client) -> None:
    stage = single_table("Ada 5-0 Boca", "Cali 6-1 Deza", "Eten 4-3 Faro", "Goya 0-0 Hita")
    confirm_all()
    document = read(client, "/en/2030/")
    assert (
        "Of the 4 results that are known and were made on the pitch."
        in part(document, "Records").text
    )
    when = "National · Fecha 1 · Sun 1 Sep"
    assert record(document, "Biggest win") == [f"Ada 5–0 Boca {when}", f"Cali 6–1 Deza {when}"]
    assert record(document, "Most goals in a match") == [
        f"Cali 6–1 Deza {when}",
        f"Eten 4–3 Faro {when}",
    ]
    department = entry(stage, "Cali").department.name
    assert record(document, "Most goals of a club in a season") == [
        f"CA Cali {department} 6 in 1 match".removeprefix("CA ")
    ]
    fixture = stage.fixtures.get(home=entry(stage, "Cali"))
    assert f"/en/partidos/{fixture.pk}/" in part(document, "Records").links


def test_no_record_rests_on_what_was_not_settled_on_the_pitch(client: Client) -> None:
    stage = single_table("Ada 9-0 Boca", "Cali 8-0 Deza", "Eten 7-0 Faro", "Goya 2-1 Hita")
    confirm_all()
    awarded, inferred, provisional, _pitch = stage.fixtures.order_by("pk")
    RulingFactory(fixture=awarded, in_favour_of=awarded.home)
    Fixture.objects.filter(pk=inferred.pk).update(evidence="inferred")
    Fixture.objects.filter(pk=provisional.pk).update(is_official=False)
    document = read(client, "/en/2030/")
    assert [line[:13] for line in record(document, "Biggest win")] == ["Goya 2–1 Hita"]
    assert "Of the 1 result that is known" in part(document, "Records").text


def test_many_who_hold_a_record_are_all_there(client: Client) -> None:
    single_table(*(f"Local {n} 2-0 Visita {n}" for n in range(8)))
    confirm_all()
    document = read(client, "/en/2030/")
    assert len(record(document, "Biggest win")) == 8
    assert "All 8 that hold it" in part(document, "Records").text


def test_archive_has_the_records_of_all_real_seasons_with_their_years(client: Client) -> None:
    won(2029, "Ada", "Boca", "5-1")
    won(2030, "Cali", "Deza", "6-2")
    won(2031, "Eten", "Faro", "9-0")
    Season.objects.filter(year=2031).update(is_simulated=True, seed=1)
    document = read(client, "/en/temporadas/")
    assert record(document, "Biggest win") == [
        "Cali 6–2 Deza 2030 · Fecha 1",
        "Ada 5–1 Boca 2029 · Fecha 1",
    ]
    assert record(document, "Most goals in a match") == ["Cali 6–2 Deza 2030 · Fecha 1"]


def test_season_without_a_result_has_no_records(client: Client) -> None:
    stage = single_table()
    play(stage, "Ada - Boca", round_number=1)
    assert "Records" not in read(client, "/en/2030/").one("main").text


def test_leagues_of_a_season_stand_by_department_and_league(client: Client) -> None:
    season = single_table("Ada 2-1 Boca").season
    first = district("Eten 1-0 Faro", season=season, slug="uno", name="Distrital Uno")
    district(season=season, slug="dos", name="Distrital Dos", department=first.league.department)
    Stage.objects.filter(slug="uno").update(is_finished=True)
    leagues = part(read(client, "/en/2030/"), "In the leagues 2 stages")
    assert [found.text for found in leagues.all("h3")] == [first.league.department.name]
    assert [line.text.split(" Liga")[0] for line in leagues.all("li")] == [
        "Distrital Uno",
        "Distrital Dos",
    ]
    assert [line.text.split()[-1] for line in leagues.all("li")] == ["Finished", "begun"]


def test_very_many_leagues_are_left_to_the_pages_of_their_departments(client: Client) -> None:
    season = single_table("Ada 2-1 Boca").season
    first = district(season=season)
    for _ in range(24):
        district(season=season, department=first.league.department)
    document = read(client, "/en/2030/")
    leagues = part(document, "In the leagues 25 stages")
    department = first.league.department
    assert [line.text for line in leagues.all("p", "line")] == [f"{department.name} 25 stages"]
    assert leagues.links == [f"/en/departamentos/{department.slug}/?temporada=2030"]
