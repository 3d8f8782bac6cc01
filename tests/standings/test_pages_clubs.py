"""A club's page: what it won, how it got there, whom it met, when it plays next."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from competitions.models import Season
from tests.factories import (
    ClubAliasFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    LegFactory,
    PointsAdjustmentFactory,
    RulingFactory,
    SeasonOutcomeFactory,
    VenueFactory,
)
from tests.standings.documents import Element, read
from tests.standings.scenes import confirm_all, entry, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


def part(document: Element, heading: str) -> Element:
    """The section of that heading."""
    return next(s for s in document.all("section", "part") if s.one("h2").text == heading)


def headings(document: Element) -> list[str]:
    return [found.one("h2").text for found in document.all("section", "part")]


def simulate(year: int) -> None:
    Season.objects.filter(year=year).update(is_simulated=True, seed=1)


def test_head_says_who_it_is(client: Client) -> None:
    stage = single_table()
    ground = VenueFactory(name="Estadio Uno", town="Jaén")
    club = play(stage, "Ada 2-1 Boca", round_number=1, venue=ground).home.club
    play(stage, "Cali 2-1 Ada", round_number=1, venue=VenueFactory(name="Otro"))
    ClubAliasFactory(club=club, name="Ada FBC")
    club.league = DepartmentalLeagueFactory(name="Liga de Jaén")
    club.home_town, club.note, club.is_archived = "Jaén", "Fundado en 1950.", True
    club.save()
    SeasonOutcomeFactory(season=stage.season, club=club, kind="champion", destination="")
    document = read(client, "/en/clubes/ada/")
    assert document.one("h1").text == "Ada"
    assert document.one("p", "kicker").text == f"{club.department.name} · Jaén"
    assert document.one("p", "medal").text == "Champion, 2030"
    assert document.one("dl", "facts").text == (
        "Also Ada FBC League Liga de Jaén At home in Estadio Uno, Jaén Today It plays no more."
    )
    assert "Fundado en 1950." in document.text


def test_record_is_of_each_season_and_of_all(client: Client) -> None:
    single_table("Ada 2-1 Boca", "Ada ?-? Cali", year=2030)
    later = knock_out(year=2031)
    later.name = "Eliminatorias"
    later.save()
    matchup(later, "Cali", "Ada", "1-0", "1-1")
    table = part(read(client, "/en/clubes/ada/"), "Its record").one("table")
    assert [row.text for row in table.all("tr")] == [
        "Season P W D L GF GA",
        "2031 Eliminatorias, fecha 1 2 0 1 1 1 2",
        "2030 National, 1st 1 1 0 0 2 1",
        "In all 3 1 1 1 3 3",
    ]


def test_way_goes_stage_by_stage_with_reasons(client: Client) -> None:
    table = single_table("Ada 2-1 Boca", "Cali 3-0 Boca")
    following = knock_out()
    matchup(following, "Ada", "Cali", "1-0", "2-0", key="octavos")
    matchup(following, "Ada", "Deza", "1-0", "1-1", round_number=2)
    following.rounds.filter(number=1).update(name="Octavos")
    ada = entry(table, "Ada")
    ada.via, ada.departmental_rank = "departmental", 1
    ada.save()
    steps = [li.text for li in read(client, "/en/clubes/ada/").one("ol", "way").all("li")]
    assert steps == [
        f"Departmental stage 1st of {ada.department.name}",
        "National 2nd, 3 points ahead of Boca by points: 3 to 0",
        "Octavos Cali 1–0, 0–2; 1–2 in all out: Cali goes through on aggregate, 2–1",
        "Fecha 2 Deza 1–0, 1–1; 2–1 in all Goes through on aggregate, 2–1",
    ]


def test_way_says_what_is_not_known(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca", "Boca ?-? Ada")
    stage.is_finished = True
    stage.save()
    following = knock_out()
    found = matchup(following, "Ada", "Cali")
    found.second, found.second_slot = None, "Rival no conocido"
    found.reported_winner = found.first
    found.save()
    text = read(client, "/en/clubes/ada/").one("ol", "way").text
    assert "National place not known" in text
    assert "Rival not known Went through; how is not known" in text


def test_next_match_stands_on_top_with_its_day_hour_and_ground(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    soon = timezone.localdate() + dt.timedelta(days=3)
    play(stage, "Cali - Ada", round_number=3, date=soon + dt.timedelta(days=7))
    play(stage, "Deza - Ada", round_number=4)
    ground = VenueFactory(name="Estadio Uno", town="Jaén")
    following = play(
        stage, "Ada - Cali", round_number=2, date=soon, time=dt.time(15, 30), venue=ground
    )
    document = read(client, "/en/clubes/ada/")
    assert headings(document)[0] == "Next match"
    found = part(document, "Next match")
    assert f"{soon.day} {soon:%B}, 15:30" in found.one("h3").text
    assert found.one("a", "fixture").attrs["href"] == f"/en/partidos/{following.pk}/"
    assert "Estadio Uno, Jaén" in found.text


def test_without_a_match_to_come_the_last_result_stands_on_top(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    play(stage, "Boca 4-0 Ada", round_number=2)
    play(stage, "Ada - Boca", round_number=3, date=dt.date(2020, 1, 1))
    found = part(read(client, "/en/clubes/ada/"), "Last result known")
    assert "4–0" in found.text


def test_real_match_to_come_goes_before_a_simulated_one(client: Client) -> None:
    play(single_table(year=2031), "Ada - Boca", round_number=1)
    play(single_table(year=2030), "Ada - Cali", round_number=1)
    simulate(2031)
    assert "Cali" in part(read(client, "/en/clubes/ada/"), "Next match").text
    found = part(read(client, "/en/clubes/boca/"), "Next match")
    assert ("Boca" in found.text, found.one("span", "status").text) == (True, "Simulated")


def test_rivals_come_by_how_often_they_met(client: Client) -> None:
    single_table("Ada 2-1 Boca", "Cali 1-0 Ada", year=2030)
    single_table("Cali 2-2 Ada", year=2031)
    table = part(read(client, "/en/clubes/ada/"), "Rivals").one("table")
    assert [row.text for row in table.all("tr")[1:]] == ["Cali 2 0 1 1 2 3", "Boca 1 1 0 0 2 1"]
    assert "/en/clubes/cali/" in table.links


def test_biggest_win_and_defeat_were_played_on_the_pitch(client: Client) -> None:
    stage = single_table("Ada 2-0 Boca", "Ada 4-2 Cali", "Deza 1-0 Ada")
    ruled = play(stage, "Ada 0-9 Eten", round_number=2)
    RulingFactory(fixture=ruled, in_favour_of=ruled.home)
    win, defeat = part(read(client, "/en/clubes/ada/"), "Of what we know").all("a", "fixture")
    assert ("4–2" in win.text, "1–0" in defeat.text) == (True, True)


def test_rulings_that_concern_it_are_linked(client: Client) -> None:
    stage = single_table("Ada 2-0 Boca", "Cali 1-0 Deza")
    ruling = RulingFactory(
        stage=stage, effect="points", fixture=None, in_favour_of=None, entry=entry(stage, "Ada")
    )
    PointsAdjustmentFactory(entry=ruling.entry, ruling=ruling, points=-3)
    found = part(read(client, "/en/clubes/ada/"), "In the office")
    assert "Ada: 3 points taken" in found.text
    assert f"/en/2030/resoluciones/?resolucion={ruling.pk}#r{ruling.pk}" in found.links
    assert "In the office" not in headings(read(client, "/en/clubes/cali/"))


def test_simulated_season_stands_apart_and_counts_nowhere(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    ruled = play(stage, "Boca 1-0 Ada", round_number=2)
    RulingFactory(fixture=ruled, in_favour_of=ruled.home)
    simulate(2030)
    confirm_all()
    document = read(client, "/en/clubes/ada/")
    assert headings(document) == [
        "How it got there", "In the office", "2030 Simulated", "Follow it",
    ]  # fmt: skip
    assert "No season of this club is recorded." in part(document, "How it got there").text
    assert part(document, "In the office").one("span", "status").text == "simulated"
    assert "They count in no sum of this page." in part(document, "2030 Simulated").text
    assert len(part(document, "2030 Simulated").all("a", "fixture")) == 2


def test_club_of_which_nothing_is_recorded_has_a_page(client: Client) -> None:
    club = ClubFactory(name="Ada")
    document = read(client, f"/en/clubes/{club.slug}/")
    assert headings(document) == ["How it got there", "Follow it"]
    assert "No season of this club is recorded." in document.text


def test_calendar_is_subscribed_to_and_the_feed_is_named(client: Client) -> None:
    single_table("Ada 2-1 Boca")
    document = read(client, "/en/clubes/ada/")
    assert "webcal://testserver/en/clubes/ada.ics" in part(document, "Follow it").links
    (feed,) = document.all("link", type="application/atom+xml")
    assert feed.attrs["href"] == "/en/clubes/ada.atom"
    assert client.get(feed.attrs["href"]).status_code == 200


def test_double_loss_and_replay_are_counted_as_ruled(client: Client) -> None:
    found = matchup(knock_out(), "Ada", "Boca")
    leg = LegFactory(matchup=found, status="not_played")
    RulingFactory(fixture=leg, effect="double_loss", in_favour_of=None)
    row = part(read(client, "/en/clubes/ada/"), "Its record").one("table").all("tr")[1]
    assert row.text.endswith("1 0 0 1 0 3")


def test_one_point_is_told_as_one(client: Client) -> None:
    single_table("Ada 0-0 Boca")
    for address in ("/2030/nacional/clubes/ada/", "/clubes/ada/"):
        assert "1 punto" in read(client, address).text
        assert "1 puntos" not in read(client, address).text
