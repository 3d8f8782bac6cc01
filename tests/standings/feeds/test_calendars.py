"""Calendars, read by another library than the one that writes them."""

import datetime as dt

import pytest
import vobject
from django.test import Client

from competitions.core.score import MatchFacts, Score, Status
from competitions.models import Entry, Fixture, Season
from competitions.services.results import record_result
from tests.factories import (
    AdministratorFactory,
    DepartmentFactory,
    RulingFactory,
    SeasonFactory,
    VenueFactory,
)
from tests.standings.scenes import district, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db

SUNDAY = dt.date(2030, 9, 1)


def calendar(client: Client, path: str) -> vobject.base.Component:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    found = vobject.readOne(response.content.decode())
    found.validate(raiseException=True)
    return found


def events(client: Client, path: str) -> list[vobject.base.Component]:
    return list(calendar(client, path).contents.get("vevent", []))


def test_calendar_of_a_stage_has_its_dated_matches(client: Client) -> None:
    stage = single_table()
    fixture = play(
        stage,
        "Ada - Unión Boca",
        round_number=1,
        date=SUNDAY,
        time=dt.time(15, 30),
        venue=VenueFactory(name="Estadio Uno", town="Jaén"),
    )
    play(stage, "Cali - Deza", round_number=1)
    (event,) = events(client, "/2030/nacional.ics")
    assert event.uid.value == f"partido-{fixture.pk}@copaperu"
    assert event.summary.value == "Ada – Unión Boca"
    assert event.location.value == "Estadio Uno, Jaén"
    assert event.dtstart.value.isoformat() == "2030-09-01T15:30:00-05:00"
    assert event.dtend.value - event.dtstart.value == dt.timedelta(hours=2)
    assert event.url.value == f"http://testserver/partidos/{fixture.pk}/"
    assert event.status.value == "CONFIRMED"


def test_calendar_says_what_it_is_and_how_often_to_ask(client: Client) -> None:
    play(single_table(), "Ada - Boca", round_number=1, date=SUNDAY, time=dt.time(15))
    found = calendar(client, "/2030/nacional.ics")
    assert found.contents["name"][0].value == "Copa Perú 2030: Nacional"
    assert found.contents["x-wr-calname"][0].value == "Copa Perú 2030: Nacional"
    (refresh,) = found.contents["refresh-interval"]
    assert (refresh.params["VALUE"], refresh.value) == (["DURATION"], "PT1H")
    assert found.vtimezone.tzid.value == "America/Lima"
    english = calendar(client, "/en/2030/nacional.ics")
    assert english.contents["name"][0].value == "Copa Perú 2030: National"


def test_match_without_an_hour_takes_the_day_and_a_played_one_has_its_score(client: Client) -> None:
    stage = single_table()
    play(stage, "Ada 2-1 Boca", round_number=1, date=SUNDAY)
    (event,) = events(client, "/clubes/ada.ics")
    assert (event.dtstart.value, event.summary.value) == (SUNDAY, "Ada 2–1 Boca (provisional)")


def test_match_that_moves_is_the_same_event_revised(client: Client) -> None:
    fixture = play(single_table(), "Ada - Boca", round_number=1, date=SUNDAY)
    (before,) = events(client, "/clubes/ada.ics")
    fixture.date = SUNDAY + dt.timedelta(days=7)
    fixture.save()
    fixture.stage.version += 1
    fixture.stage.save()
    (after,) = events(client, "/clubes/ada.ics")
    assert after.uid.value == before.uid.value
    assert after.dtstart.value - before.dtstart.value == dt.timedelta(days=7)
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    changed = Fixture.history.filter(id=fixture.pk).latest("history_date").history_date
    assert after.last_modified.value == after.dtstamp.value == changed.replace(microsecond=0)


def test_ruling_revises_the_match_that_it_lies_over(client: Client) -> None:
    fixture = play(single_table(), "Ada 1-1 Boca", round_number=1, date=SUNDAY, is_official=True)
    RulingFactory(fixture=fixture, in_favour_of=fixture.home)
    (event,) = events(client, "/clubes/ada.ics")
    assert (event.summary.value, event.sequence.value) == ("Ada 3–0 Boca (en mesa)", "1")


@pytest.mark.parametrize(
    ("status", "shown", "summary"),
    [
        ("scheduled", "CONFIRMED", "Ada – Boca"),
        ("postponed", "TENTATIVE", "Ada – Boca (postergado)"),
        ("not_played", "CANCELLED", "Ada – Boca (no se jugó)"),
        ("annulled", "CANCELLED", "Ada – Boca (anulado)"),
        ("abandoned", "CONFIRMED", "Ada – Boca (suspendido)"),
    ],
)
def test_match_that_does_not_take_place_says_so(
    client: Client, status: str, shown: str, summary: str
) -> None:
    play(single_table(), "Ada - Boca", round_number=1, date=SUNDAY, status=status)
    (event,) = events(client, "/2030/nacional.ics")
    assert (event.status.value, event.summary.value) == (shown, summary)


def test_leg_says_which_one_it_is(client: Client) -> None:
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", "2-0 p 3-4")
    stage.fixtures.update(date=SUNDAY)
    first, second = events(client, "/2030/eliminatorias.ics")
    assert first.description.value == "Copa Perú 2030: ida, fecha 1"
    assert second.summary.value == "Boca 2–0 Ada (penales 3–4, provisional)"


def test_calendar_of_a_simulated_season_says_so(client: Client) -> None:
    stage = single_table()
    play(stage, "Ada - Boca", round_number=1, date=SUNDAY)
    Season.objects.update(is_simulated=True, seed=1)
    for path in ("/2030/nacional.ics", "/clubes/ada.ics"):
        (event,) = events(client, path)
        assert event.summary.value == "Ada – Boca (simulada)"
    (event,) = events(client, "/en/2030/nacional.ics")
    assert event.summary.value == "Ada – Boca (simulated)"


def test_calendar_of_a_department_has_its_clubs_now_and_in_the_last_real_season(
    client: Client,
) -> None:
    play(single_table(year=2028), "Ada 1-0 Boca", date=SUNDAY, round_number=1)
    last = play(single_table(year=2029), "Ada 2-0 Boca", date=SUNDAY, round_number=1)
    now = play(single_table(year=2030), "Ada 3-0 Boca", date=SUNDAY, round_number=1)
    play(now.stage, "Cali 1-0 Deza", date=SUNDAY, round_number=1)
    Season.objects.update(status="finished")
    Season.objects.filter(year=2030).update(status="running", is_simulated=True, seed=1)
    department = now.home.department.slug
    found = events(client, f"/departamentos/{department}.ics")
    assert [event.uid.value for event in found] == [
        f"partido-{fixture.pk}@copaperu" for fixture in (now, last)
    ]


def test_calendar_of_a_department_of_many_leagues_has_the_stages_nearest_to_the_final(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standings.selectors.followed.MOST_STAGES", 2)
    department = DepartmentFactory()
    stages = [
        district(season=SeasonFactory(year=2030), department=department, position=position)
        for position in (3, 1, 2)
    ]
    played = [play(stage, "Ada 1-0 Boca", date=SUNDAY, round_number=1) for stage in stages]
    Entry.objects.update(department=department)
    Season.objects.update(status="running")
    found = events(client, f"/departamentos/{department.slug}.ics")
    assert {event.uid.value for event in found} == {
        f"partido-{played[n].pk}@copaperu" for n in (0, 2)
    }


def test_same_facts_give_the_same_file_and_a_phone_is_told_so(client: Client) -> None:
    fixture = play(single_table(), "Ada - Boca", round_number=1, date=SUNDAY)
    for path in ("/2030/nacional.ics", "/clubes/ada.ics"):
        first, second = client.get(path), client.get(path)
        assert first.content == second.content
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    record_result(
        fixture,
        result=MatchFacts(Status.PLAYED, full_time=Score(2, 1)),
        actor=AdministratorFactory(),
    )
    again = client.get("/clubes/ada.ics", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, "Ada 2–1 Boca" in again.content.decode()) == (200, True)


def test_calendar_of_a_club_without_matches_is_empty(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    stage.fixtures.all().delete()
    assert events(client, "/clubes/ada.ics") == []


@pytest.mark.parametrize(
    "path",
    ["/2030/nada.ics", "/1999/nacional.ics", "/clubes/nada.ics", "/departamentos/nada.ics"],
)
def test_calendar_of_nothing_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
