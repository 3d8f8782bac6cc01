"""A match's page: what stood before it, what else the two clubs played, and its state in words."""

import datetime as dt

import pytest
from django.test import Client

from competitions.models import Season
from tests.factories import LegFactory
from tests.standings.documents import Element, read
from tests.standings.scenes import confirm_all, entry, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


def part(document: Element, heading: str) -> Element:
    return next(s for s in document.all("section", "part") if s.one("h2").text == heading)


def headings(document: Element) -> list[str]:
    return [found.one("h2").text for found in document.all("section", "part")]


def test_match_to_come_shows_places_points_and_form_of_both(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 0-0 Deza")
    play(stage, "Boca 1-0 Cali", round_number=2)
    play(stage, "Ada 0-0 Deza", round_number=2)
    play(stage, "Ada 9-0 Deza", round_number=4)
    fixture = play(stage, "Cali - Ada", round_number=3, date=dt.date(2030, 9, 8), time=dt.time(15))
    document = read(client, f"/en/partidos/{fixture.pk}/")
    assert document.one("span", "hour").text == "15:00"
    rows = part(document, "Before the match").one("table").all("tr")
    assert [row.text for row in rows] == [
        "Club Place Pts Form", "Cali 4th 1 D L drew, lost", "Ada 1st 4 W D won, drew",
    ]  # fmt: skip


def test_places_before_a_matchup_are_those_of_the_stage_before(client: Client) -> None:
    table = single_table("Ada 2-1 Boca")
    found = matchup(knock_out(), "Ada", "Boca", "1-0", "1-1")
    for name, place in (("Ada", 1), ("Boca", 2)):
        mine = entry(found.round.stage, name)
        mine.origin, mine.origin_place = entry(table, name), place
        mine.save()
    second = found.fixtures.get(leg=2)
    section = part(read(client, f"/en/partidos/{second.pk}/"), "Before the match")
    assert [row.text for row in section.one("table").all("tr")[1:]] == [
        "Boca 2nd L L lost, lost", "Ada 1st W W won, won",
    ]  # fmt: skip
    assert "Places are those of the stage before." in section.text


def test_first_match_has_nothing_before_it(client: Client) -> None:
    fixture = single_table("Ada 2-1 Boca").fixtures.get()
    assert "Before the match" not in headings(read(client, f"/en/partidos/{fixture.pk}/"))


def test_other_matches_of_the_two_stand_below_the_latest_first(client: Client) -> None:
    single_table("Ada 1-0 Boca", "Ada 4-4 Cali", year=2028)
    single_table("Boca 2-0 Ada", year=2029)
    found = matchup(knock_out(), "Ada", "Boca", "3-0", "1-1")
    leg = found.fixtures.get(leg=1)
    section = part(read(client, f"/en/partidos/{leg.pk}/"), "Other matches of the two")
    scores = [line.one("span", "score").text for line in section.all("a", "fixture")]
    assert scores == ["2–0", "1–0"]
    assert ("2029, National" in section.text, "2028, National" in section.text) == (True, True)


def test_real_match_names_no_simulated_one(client: Client) -> None:
    real = single_table("Ada 1-0 Boca", year=2028).fixtures.get()
    simulated = single_table("Ada 2-0 Boca", year=2029).fixtures.get()
    Season.objects.filter(year=2029).update(is_simulated=True, seed=1)
    heading = "Other matches of the two"
    assert heading not in headings(read(client, f"/en/partidos/{real.pk}/"))
    assert heading in headings(read(client, f"/en/partidos/{simulated.pk}/"))


@pytest.mark.parametrize(
    ("status", "words"),
    [("postponed", "Postponed"), ("abandoned", "Abandoned"), ("not_played", "Not played")],
)
def test_match_that_was_called_off_says_so_aloud(client: Client, status: str, words: str) -> None:
    fixture = play(single_table(), "Ada - Boca", round_number=1, status=status)
    document = read(client, f"/en/partidos/{fixture.pk}/")
    assert document.one("p", "state").text == words


def test_replay_and_the_match_before_it_lead_to_each_other(client: Client) -> None:
    found = matchup(knock_out(), "Ada", "Boca")
    first = LegFactory(matchup=found, leg=1, status="annulled")
    again = LegFactory(matchup=found, leg=1, replaces=first, score="2-0")
    confirm_all()
    assert f"/en/partidos/{again.pk}/" in read(client, f"/en/partidos/{first.pk}/").links
    assert f"/en/partidos/{first.pk}/" in read(client, f"/en/partidos/{again.pk}/").links


def test_match_leads_to_its_round_and_its_table(client: Client) -> None:
    fixture = single_table("Ada 2-1 Boca").fixtures.get()
    links = read(client, f"/en/partidos/{fixture.pk}/").one("p", "links").links
    assert links == ["/en/2030/nacional/fecha/1/", "/en/2030/nacional/"]
