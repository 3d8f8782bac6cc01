"""The front page in each part of a season, and what of the leagues below it shows there."""

import datetime as dt

import pytest
from django.test import Client

from competitions.models import Fixture, Season, Stage
from tests.factories import (
    ClaimFactory,
    GroupFactory,
    MatchupFactory,
    PointsAdjustmentFactory,
    QualifierFactory,
    QualifierListFactory,
    RoundFactory,
    RulingFactory,
    SeasonFactory,
    SeasonNoteFactory,
    StageFactory,
    VenueFactory,
)
from tests.standings.documents import Element, read, rows_of
from tests.standings.scenes import (
    confirm_all,
    district,
    entry,
    groups,
    knock_out,
    matchup,
    play,
    single_table,
)

pytestmark = pytest.mark.django_db


def part(document: Element, heading: str) -> Element:
    """The part of the page beneath that heading."""
    (found,) = [
        section
        for section in document.all("section", "part")
        if any(h2.text == heading for h2 in section.all("h2"))
    ]
    return found


def headings(document: Element) -> list[str]:
    return [found.text for found in document.one("main").all("h2")]


def test_stage_of_a_league_below_takes_neither_the_front_page_nor_the_season_bar(
    client: Client,
) -> None:
    national = single_table("Ada 2-1 Boca")
    district("Eten 1-0 Faro", season=national.season, slug="distrital", position=9)
    confirm_all()
    document = read(client, "/en/")
    assert list(rows_of(document)) == ["Ada", "Boca"]
    bar = document.one("nav", "seasonbar")
    assert [link.text for link in bar.all("a")][:2] == ["2030", "National"]
    assert "/en/2030/distrital/" not in bar.links
    own = read(client, "/en/2030/distrital/").one("nav", "seasonbar")
    assert own.one("a", href="/en/2030/distrital/").attrs["aria-current"] == "page"
    assert len(own.links) == len(bar.links) + 1


def test_champion_of_the_season_is_that_of_the_last_national_stage(client: Client) -> None:
    final = knock_out()
    matchup(final, "Ada", "Boca", "1-0", key_of_round="final")
    below = district("Eten 1-0 Faro", season=final.season, slug="distrital", position=9)
    Stage.objects.update(is_finished=True)
    assert read(client, "/en/").one("p", "loud").text == "Ada"
    assert read(client, "/en/2030/").one("p", "loud").text == "Ada"
    assert "Champion" in read(client, "/en/2030/eliminatorias/").one("p", "champion").text
    assert not read(client, f"/en/2030/{below.slug}/").has("p", "champion")


def test_leagues_in_play_stand_below_with_their_latest_round(client: Client) -> None:
    season = single_table("Ada 2-1 Boca").season
    league = district("Eten 1-0 Faro", season=season, slug="distrital", name="Distrital de Eten")
    play(league, "Faro 2-2 Eten", round_number=2)
    play(league, "Eten - Faro", round_number=3)
    Stage.objects.filter(pk=league.pk).update(name_en="")
    over = district("Goya 1-0 Hita", season=season, slug="otra")
    Stage.objects.filter(pk=over.pk).update(is_finished=True)
    district(season=season, slug="sin-resultados")
    (line,) = part(read(client, "/en/"), "In the leagues").all("li")
    assert line.text.startswith("Distrital de Eten Liga Distrital")
    assert line.text.endswith(league.rounds.get(number=2).label)
    assert line.links == ["/en/2030/distrital/"]


def test_many_leagues_in_play_are_counted_by_level(client: Client) -> None:
    season = single_table("Ada 2-1 Boca").season
    for number in range(7):
        district(f"Eten {number} 1-0 Faro {number}", season=season)
    found = part(read(client, "/en/"), "In the leagues")
    assert [line.text for line in found.all("li")] == ["District 7 stages in play"]


def test_before_the_national_stage_the_front_page_tells_of_the_leagues(client: Client) -> None:
    single_table("Ada 2-1 Boca", year=2029)
    Season.objects.update(status="finished")
    season = SeasonFactory(year=2030)
    district("Eten 1-0 Faro", season=season, slug="distrital")
    document = read(client, "/en/")
    assert document.one("p", "loud").text == "2030"
    assert part(document, "In the leagues").links[1:] == ["/en/2030/distrital/"]
    StageFactory(season=season, slug="nacional", name="Nacional", name_en="National")
    document = read(client, "/en/")
    assert document.one("p", "kicker").text == "Season 2030 · National"
    assert not document.has("table")


def test_next_matches_stand_by_day_with_their_ground_and_those_left_over(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    field, stadium = VenueFactory(name="Campo", town="Eten"), VenueFactory(name="Sur", town="Puno")
    sunday, hour = dt.date(2030, 9, 15), dt.time(13, 15)
    for text, venue, time in (
        ("Cali - Deza", stadium, hour),
        ("Eten - Faro", field, dt.time(15, 30)),
        ("Goya - Hita", field, hour),
    ):
        play(stage, text, round_number=2, date=sunday, venue=venue, time=time)
    play(stage, "Ilo - Jaén", round_number=1, status="postponed", date=sunday, time=hour)
    play(stage, "Ada - Cali", round_number=3, date=dt.date(2030, 9, 22))
    coming = part(read(client, "/en/"), "Next")
    assert [day.text for day in coming.all("h3")] == ["Sunday 15 September"]
    assert [line.text for line in coming.all("a", "fixture")] == [
        "Ilo 13:15 Jaén postponed",
        "Goya 13:15 Hita Campo, Eten",
        "Eten 15:30 Faro Campo, Eten",
        "Cali 13:15 Deza Sur, Puno",
    ]


def test_confirmed_clubs_are_through(client: Client) -> None:
    stage, following = single_table("Ada 2-1 Boca"), knock_out()
    stage.rule_set.zones.update(leads_to=following, last_place=1)
    QualifierFactory(
        qualifier_list=QualifierListFactory(stage=stage),
        entry=entry(stage, "Ada"),
        to_stage=following,
        outcome="",
        destination="",
    )
    confirm_all()
    found = part(read(client, "/en/"), "Already through")
    assert found.one("h3").text == f"{following.name} 1 club"
    assert found.one("p").text == "Ada."


def test_leaders_of_a_running_table_are_not_called_through(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    stage.rule_set.zones.update(leads_to=knock_out(), last_place=1)
    confirm_all()
    assert "Already through" not in headings(read(client, "/en/"))


def test_knock_out_shows_the_round_that_is_played_and_who_waits_in_the_next(
    client: Client,
) -> None:
    stage = knock_out()
    second = RoundFactory(stage=stage, number=2)
    final = MatchupFactory(round=second, first=None, second=None, key="final")
    matchup(stage, "Ada", "Boca", "2-0", "1-0", feeds=final)
    matchup(stage, "Cali", "Deza", "1-0", feeds=final, position=2)
    Fixture.objects.filter(home__club__name="Cali").update(home_goals=None, away_goals=None)
    Fixture.objects.filter(home_goals=None).update(status="scheduled")
    confirm_all()
    document = read(client, "/en/")
    assert [found.text for found in document.one("div", "bracket").all("h3")] == [
        stage.rounds.get(number=1).label,
        stage.rounds.get(number=2).label,
    ]
    assert [found.text for found in document.all("li", "matchup")[0].all("a", "who")] == [
        "Ada",
        "Boca",
    ]
    through = part(document, "Already through")
    assert (through.one("h3").text, through.one("p").text) == (
        f"{stage.rounds.get(number=2).label} 1 club",
        "Ada.",
    )
    assert part(document, "Next").all("a", "fixture")[0].text.startswith("Cali")


def test_group_stage_shows_who_leads_each_group(client: Client) -> None:
    groups("a", "b")
    GroupFactory(stage=Stage.objects.get(), code="c", name="Grupo vacío")
    confirm_all()
    lines = part(read(client, "/en/"), "Who leads the groups").all("li")
    assert [line.text for line in lines] == ["a Cali Grupo a 3 points", "b Cali Grupo b 3 points"]


def test_open_claims_and_the_last_rulings_lead_to_their_papers(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 1-0 Deza")
    first, second = Fixture.objects.order_by("pk")
    claim = ClaimFactory(
        fixture=first, claimant=first.away, against=first.home, deadline=dt.date(2030, 9, 5)
    )
    ClaimFactory(fixture=second, state="rejected")
    old = RulingFactory(fixture=second, in_favour_of=second.away, decided_on=dt.date(2030, 9, 2))
    new = RulingFactory(
        fixture=first, in_favour_of=first.home, decided_on=dt.date(2030, 9, 3), document="Acta 9"
    )
    office = part(read(client, "/en/"), "Decided in the office")
    assert [line.text for line in office.all("li")] == [
        "Boca against Ada to be decided by Thu 5 Sep",
        "Awarded to Ada Acta 9 Tue 3 Sep",
        f"Awarded to Deza {old.document} Mon 2 Sep".replace("  ", " "),
    ]
    papers = "/en/2030/resoluciones/"
    assert office.links == [
        papers,
        f"{papers}?reclamo={claim.pk}#reclamo-{claim.pk}",
        f"{papers}?resolucion={new.pk}#r{new.pk}",
        f"{papers}?resolucion={old.pk}#r{old.pk}",
    ]
    for link in office.links[1:]:
        address, anchor = link.split("#")
        assert read(client, address).has("", id=anchor)
    assert stage.pk


def test_day_of_the_round_stands_under_it(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    RoundFactory(stage=stage, number=1)
    stage.rounds.update(starts_on=dt.date(2030, 9, 1), name_en="Round 1")
    document = read(client, "/en/")
    assert document.one("p", "loud").text == "Round 1"
    assert document.one("p", "standfirst").text == "Sunday 1 September"


def test_footnotes_are_those_of_the_clubs_that_are_shown(client: Client) -> None:
    stage = single_table(*(f"Club {n:02} {20 - n}-0 Zeta {n:02}" for n in range(10)), cut=12)
    PointsAdjustmentFactory(entry=entry(stage, "Zeta 00"), points=-1)
    document = read(client, "/en/")
    assert "Zeta 00" not in rows_of(document)
    assert not document.has("ol", "footnotes")
    assert "Zeta 00" in read(client, "/en/2030/nacional/").one("ol", "footnotes").text


def test_site_with_an_archive_only_shows_the_last_season(client: Client) -> None:
    for year in (2030, 2031):
        final = knock_out(year=year)
        matchup(final, f"Ada {year}", f"Boca {year}", "1-0", key_of_round="final")
    Season.objects.update(status="finished")
    Stage.objects.update(is_finished=True)
    SeasonNoteFactory()
    document = read(client, "/en/")
    assert document.one("p", "loud").text == "Ada 2031"
    assert document.one("p", "standfirst").text.endswith("Runner-up: Boca 2031. All of season 2031")
    lines = document.one("ol", "editions").all("li")
    assert [line.one("h2").text for line in lines] == ["Ada 2031", "Ada 2030"]
