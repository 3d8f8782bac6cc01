import datetime as dt
import json

import pytest
from icalendar import Calendar

from competitions.models import Season
from tests.factories import VenueFactory
from tests.standings.scenes import play, single_table

pytestmark = pytest.mark.django_db

SUNDAY = dt.date(2030, 9, 1)


def events(client, path: str) -> list:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_calendar_of_a_stage_has_its_dated_matches(client):
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
    assert event["uid"] == f"partido-{fixture.pk}@copaperu"
    assert event["summary"] == "Ada – Unión Boca"
    assert event["location"] == "Estadio Uno, Jaén"
    assert event["dtstart"].dt.isoformat() == "2030-09-01T15:30:00-05:00"


def test_match_without_an_hour_takes_the_day_and_a_played_one_has_its_score(client):
    stage = single_table()
    play(stage, "Ada 2-1 Boca", round_number=1, date=SUNDAY)
    (event,) = events(client, "/clubes/ada.ics")
    assert (event["dtstart"].dt, event["summary"]) == (SUNDAY, "Ada 2–1 Boca")


def test_calendar_of_a_simulated_season_says_so(client):
    stage = single_table()
    play(stage, "Ada - Boca", round_number=1, date=SUNDAY)
    Season.objects.update(is_simulated=True, seed=1)
    (event,) = events(client, "/2030/nacional.ics")
    assert event["summary"] == "Ada – Boca (simulada)"


@pytest.mark.parametrize("path", ["/2030/nada.ics", "/1999/nacional.ics", "/clubes/nada.ics"])
def test_calendar_of_nothing_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_files_of_a_club_a_season_and_the_departments(client):
    stage = single_table("Ada 2-1 Boca")
    (row,) = json.loads(client.get("/clubes/ada.json").content)
    assert (row["season"], row["stage"], row["home"], row["home_goals"]) == (
        2030,
        "nacional",
        "Ada",
        2,
    )
    (row,) = json.loads(client.get("/2030.json").content)
    assert (row["stage"], row["clubs"], row["known"]) == ("nacional", 2, 1)
    rows = json.loads(client.get("/departamentos.json").content)
    assert len(rows) == stage.entries.count()


def test_file_of_a_club_without_matches_is_empty(client):
    stage = single_table("Ada 2-1 Boca")
    stage.fixtures.all().delete()
    assert json.loads(client.get("/clubes/ada.json").content) == []
