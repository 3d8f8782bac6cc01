"""What pages tell search engines: titles, descriptions, facts."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from competitions.models import Club, Fixture, Season, Stage
from tests.factories import ClubAliasFactory, VenueFactory
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
HOST = "http://testserver"


def data(client: Client, path: str, kind: str) -> dict[str, Any] | None:
    """The facts of a kind on the page, read as a search engine would."""
    blocks = read(client, path).all("script", type="application/ld+json")
    found = [json.loads("".join(map(str, block.content))) for block in blocks]
    assert all(thing["@context"] == "https://schema.org" for thing in found)
    return next((thing for thing in found if thing["@type"] == kind), None)


def match(score: str = "2-1", stage: Stage | None = None, **fields: Any) -> Fixture:
    when = {"date": dt.date(2030, 9, 8), "time": dt.time(15, 30), "round_number": 1}
    return play(stage or single_table(), f"Ada {score} Boca", **{**when, **fields})


def test_match_is_an_event_with_the_hour_of_peru(client: Client) -> None:
    fixture = match(venue=VenueFactory(name="Estadio Max Augustín", town="Iquitos"))
    assert data(client, f"/en/partidos/{fixture.pk}/", "SportsEvent") == {
        "@context": "https://schema.org",
        "@type": "SportsEvent",
        "name": "Ada – Boca",
        "url": f"{HOST}/en/partidos/{fixture.pk}/",
        "sport": "Soccer",
        "startDate": "2030-09-08T15:30:00-05:00",
        "location": {
            "@type": "Place",
            "name": "Estadio Max Augustín",
            "address": {
                "@type": "PostalAddress",
                "addressCountry": "PE",
                "addressLocality": "Iquitos",
            },
        },
        "homeTeam": {"@type": "SportsTeam", "name": "Ada", "url": f"{HOST}/en/clubes/ada/"},
        "awayTeam": {"@type": "SportsTeam", "name": "Boca", "url": f"{HOST}/en/clubes/boca/"},
        "superEvent": {
            "@type": "SportsEvent",
            "name": "Copa Perú 2030, National",
            "url": f"{HOST}/en/2030/nacional/",
        },
        "eventStatus": "https://schema.org/EventScheduled",
    }


def test_match_without_an_hour_or_a_ground_says_only_what_is_known(client: Client) -> None:
    fixture = match("-", time=None, status="postponed")
    event = data(client, f"/partidos/{fixture.pk}/", "SportsEvent")
    assert event
    assert event["startDate"] == "2030-09-08"
    assert event["eventStatus"] == "https://schema.org/EventPostponed"
    assert event["location"] == {
        "@type": "Place",
        "address": {"@type": "PostalAddress", "addressCountry": "PE"},
    }


def test_match_that_is_inferred_simulated_or_without_a_day_is_no_event(client: Client) -> None:
    fixture = match()
    path = f"/partidos/{fixture.pk}/"
    assert data(client, path, "SportsEvent")
    for change in ({"evidence": "inferred"}, {"evidence": "reported", "date": None, "time": None}):
        Fixture.objects.update(**change)
        fixture.stage.season.stages.update(version=fixture.pk + len(change) * 100)
        assert data(client, path, "SportsEvent") is None, change
    Fixture.objects.update(date=dt.date(2030, 9, 8))
    Season.objects.update(is_simulated=True, seed=1)
    fixture.stage.season.stages.update(version=fixture.pk + 500)
    assert data(client, path, "SportsEvent") is None


def test_club_is_a_team_with_its_place_and_other_names(client: Client) -> None:
    club = entry(single_table("Ada 2-1 Boca"), "Ada").club
    Club.objects.filter(pk=club.pk).update(home_town="Iquitos")
    ClubAliasFactory(club=club, name="Academia Ada")
    found = data(client, "/clubes/ada/", "SportsTeam")
    assert found
    assert (found["name"], found["alternateName"]) == ("Ada", ["Academia Ada"])
    assert found["location"]["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Iquitos",
        "addressRegion": club.department.name,
        "addressCountry": "PE",
    }


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_home_says_how_the_site_is_searched(client: Client, prefix: str) -> None:
    single_table("Ada 2-1 Boca")
    found = data(client, f"{prefix}/", "WebSite")
    assert found
    assert found["potentialAction"]["target"]["urlTemplate"] == (
        f"{HOST}{prefix}/buscar/?q={{search_term_string}}"
    )


def test_crumbs_say_the_same_to_readers_and_to_search_engines(client: Client) -> None:
    single_table("Ada 2-1 Boca")
    for path in ("/en/2030/nacional/", "/en/clubes/ada/", "/acerca-de/"):
        items = read(client, path).one("nav", "crumbs").all("li")
        found = data(client, path, "BreadcrumbList")
        assert found
        assert [
            (crumb["position"], crumb["name"], crumb.get("item"))
            for crumb in found["itemListElement"]
        ] == [
            (number, item.text, f"{HOST}{item.links[0]}" if item.links else None)
            for number, item in enumerate(items, start=1)
        ]


def test_no_name_breaks_out_of_the_data(client: Client) -> None:
    wicked = '</script><script>alert("&")</script>\u2028'
    club = entry(single_table("Ada 2-1 Boca"), "Ada").club
    Club.objects.filter(pk=club.pk).update(name=wicked)
    found = data(client, "/clubes/ada/", "SportsTeam")
    assert found
    assert found["name"] == wicked
    content = client.get("/clubes/ada/").content.decode()
    assert "\\u003c/script\\u003e" in content
    scripts = read(client, "/clubes/ada/").all("script")
    assert content.count("</script>") == len(scripts)
    assert all(found.attrs.keys() in ({"type"}, {"src", "defer"}) for found in scripts)


def said(client: Client, path: str) -> tuple[str, str]:
    """Title and description."""
    document = read(client, path)
    title = document.one("title").text.removesuffix(" · Copa Perú")
    return title, document.one("meta", name="description").attrs["content"]


def test_running_table_says_who_leads_and_how_far_it_is(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 0-0 Deza")
    play(stage, "Boca 1-0 Cali", round_number=2)
    play(stage, "Deza - Ada", round_number=3)
    found = said(client, "/en/2030/nacional/")
    assert found[0] == "National 2030"
    assert found[1].startswith("National 2030: 1st Ada 3 points, 2nd Boca 3, 3rd Deza 1. 3 of 4")
    assert said(client, "/en/2030/nacional/?fecha=1&sede=local")[0] == (
        "National 2030, after round 1, at home"
    )
    title, description = said(client, "/2030/nacional/?fecha=1")
    assert title == "Nacional 2030, tras la fecha 1"
    assert description.startswith("Nacional 2030, tras la fecha 1: 1.º Ada 3 puntos, 2.º Cali 1,")


def test_match_says_how_it_ended_or_when_it_is(client: Client) -> None:
    played = match()
    coming = match("-", stage=played.stage, round_number=2)
    provisional = "Ada 2–1 Boca. Provisional result: the league has not confirmed it yet."
    assert said(client, f"/en/partidos/{played.pk}/")[1].startswith(provisional)
    confirm_all()
    Stage.objects.update(version=99)
    assert said(client, f"/partidos/{played.pk}/") == (
        "Ada 2–1 Boca, Nacional 2030",
        "Ada 2–1 Boca. Copa Perú, Nacional 2030, fecha 1. 8 de setiembre de 2030, 15:30.",
    )
    assert said(client, f"/en/partidos/{coming.pk}/") == (
        "Ada – Boca, National 2030",
        "Ada – Boca. Copa Perú, National 2030, fecha 2. 8 September 2030, 15:30.",
    )


def test_match_of_an_inferred_fact_says_so(client: Client) -> None:
    fixture = match()
    Fixture.objects.update(evidence="inferred")
    assert "Inferred, not confirmed." in said(client, f"/en/partidos/{fixture.pk}/")[1]


def test_club_says_when_it_plays_next_but_not_in_a_simulated_season(client: Client) -> None:
    match("-")
    assert (
        "Next match: Sunday 8 September, 15:30 against Boca." in said(client, "/en/clubes/ada/")[1]
    )
    spanish = said(client, "/clubes/boca/")[1]
    assert "Próximo partido: domingo 8 de setiembre, 15:30 contra Ada." in spanish
    Season.objects.update(is_simulated=True, seed=1)
    Stage.objects.update(version=99)
    assert "Next match" not in said(client, "/en/clubes/ada/")[1]


def test_what_is_simulated_begins_with_the_word(client: Client) -> None:
    single_table("Ada 2-1 Boca")
    Season.objects.update(is_simulated=True, seed=1)
    for path in ("/en/", "/en/2030/", "/en/2030/nacional/", "/en/2030/nacional/fecha/1/"):
        title, description = said(client, path)
        assert title.endswith("(simulated)"), path
        assert description.startswith("Simulated. "), path


def test_partial_table_names_no_leader(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca", "Cali ?-? Deza")
    Stage.objects.filter(pk=stage.pk).update(is_finished=True)
    found = said(client, "/en/2030/nacional/")[1]
    assert found.startswith("National 2030. 1 of 2 results known.")


def test_bracket_says_who_won_the_final(client: Client) -> None:
    matchup(knock_out(), "Ada", "Boca", "1-0", "2-1 p 3-4", key_of_round="final")
    title, description = said(client, "/en/2030/eliminatorias/")
    assert "Final: Ada beat Boca." in description
    assert title.endswith(" 2030")


def test_groups_say_who_leads_each(client: Client) -> None:
    groups("A", "B")
    found = said(client, "/en/2030/regional/")[1]
    assert "2 groups, 6 clubs." in found
    assert "First of their groups: A Cali (A), B Cali (B)." in found


@pytest.mark.django_db(transaction=True)
def test_browser_lets_the_data_pass_under_the_policy(page: Page) -> None:
    single_table("Ada 2-1 Boca")
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.goto("/clubes/ada/")
    assert page.locator("script[type='application/ld+json']").count() == 2
    page.goto("/manifest.webmanifest")
    assert complaints == []
