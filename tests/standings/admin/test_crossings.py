"""Zonal crossings on the desk: the best list, one that somebody brings, the list of the stage."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competitions.core.crossing_rounds import faults_of_list
from competitions.models import Club, Entry, Fixture, Round, Stage
from standings.selectors.crossings import field_of, recorded
from standings.selectors.reading import load
from tests.factories import AdministratorFactory, StageFactory
from tests.standings.crossing_scenes import crossed_stage, enter, record_list, ring, written
from tests.standings.documents import Element, parse

pytestmark = pytest.mark.django_db

USUAL = {"between": "towns", "longest_weight": "0", "road_factor": "1"}


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(AdministratorFactory(username="rosa"))
    return client


def address(stage: Stage) -> str:
    return reverse("admin:desk_crossings", args=[stage.pk])


def send(client: Client, stage: Stage, action: str, **typed: Any) -> HttpResponse:
    return client.post(address(stage), {**USUAL, "action": action, **typed})


def document(response: HttpResponse) -> Element:
    return parse(response.content.decode())


def pairs_of(response: HttpResponse) -> set[tuple[str, str]]:
    trips = response.context["shown"].listing.trips
    return {(trip.champion.name, trip.runner_up.name) for trip in trips}


def list_of(stage: Stage) -> dict[int, Any]:
    data = load([Stage.objects.select_related("season", "rule_set").get(pk=stage.pk)])[stage.pk]
    return recorded(data, field_of(data))


# The best list ---------------------------------------------------------------------------------


def test_the_best_list_is_there_at_once(official: Client) -> None:
    stage = crossed_stage(5)
    page = official.get(address(stage))
    shown = page.context["shown"]
    assert shown.is_proved
    told = document(page)
    assert "Óptimo demostrado" in told.text
    # Five departments in a row, 111.2 km apart: 16 of these steps are the least.
    assert round(shown.listing.km) == 1779
    assert [len(matches) for _n, _day, matches in page.context["rounds"]] == [5] * 6
    assert len(told.one("figure", "crossings-map").all("circle")) >= 10


def test_wishes_are_kept(official: Client) -> None:
    stage = crossed_stage(5)
    page = send(
        official,
        stage,
        "calculate",
        forbidden="Norte 1 - Norte 2",
        forced="Alfonso Ugarte - Norte 5",
    )
    assert page.status_code == 200
    found = pairs_of(page)
    assert ("Alfonso Ugarte", "Diablos") not in found
    assert ("Alfonso Ugarte", "Juventud Jauja") in found


def test_kilometres_follow_the_road_and_the_places(official: Client) -> None:
    stage = crossed_stage(4)
    plain = send(official, stage, "calculate").context["shown"].listing.km
    road = send(official, stage, "calculate", road_factor="1.5").context["shown"].listing.km
    assert road == pytest.approx(1.5 * plain)
    Club.objects.filter(name="Alfonso Ugarte").update(latitude=-9, longitude=-77)
    Stage.objects.update(stamp="another")
    moved = send(official, stage, "calculate").context["shown"].listing.km
    capitals = send(official, stage, "calculate", between="capitals").context["shown"].listing.km
    assert moved > plain
    assert capitals == pytest.approx(plain)


def test_impossible_wishes_name_the_conflict_and_what_would_help(official: Client) -> None:
    stage = crossed_stage(4)
    typed = "\n".join(["Norte 1 - Norte 2", "Norte 1 - Norte 3"])
    page = send(official, stage, "calculate", forbidden=typed)
    assert page.status_code == 422
    told = document(page)
    assert "Basta con renunciar a una" in told.text
    assert "aunque usted no quería: campeón de Norte 1 – subcampeón de Norte" in told.text
    assert page.context["form"]["forbidden"].value() == typed
    assert not Fixture.objects.exists()


def test_too_few_neighbours_name_how_many_are_enough(official: Client) -> None:
    page = send(official, crossed_stage(6), "calculate", neighbours="1")
    assert page.status_code == 422
    assert "Con los 4 departamentos más cercanos sí la hay." in document(page).text
    assert (
        send(official, crossed_stage(6, year=2031), "calculate", neighbours="4").status_code == 200
    )


def test_pairs_that_are_none_are_told_with_their_line(official: Client) -> None:
    page = send(official, crossed_stage(4), "calculate", forced="Norte 1 - Norte 2\nPerú - Norte 3")
    assert page.status_code == 422
    assert "Línea 2: Ningún club de la etapa se llama «Perú»." in document(page).text


def test_no_pair_of_last_year_comes_again(official: Client) -> None:
    before, stage = crossed_stage(5, year=2029), crossed_stage(5)
    record_list(before, ring(5))
    met = {("Alfonso Ugarte", "Diablos"), ("Alfonso Ugarte", "Foraboca"), ("Inclán", "Bolognesi")}
    assert "de 2029" in document(official.get(address(stage))).text
    assert pairs_of(send(official, stage, "calculate")) & met
    assert not pairs_of(send(official, stage, "calculate", no_last_year="on")) & met


def test_pairs_of_last_year_can_be_too_many(official: Client) -> None:
    record_list(crossed_stage(4, year=2029), ring(4))
    page = send(official, crossed_stage(4), "calculate", no_last_year="on")
    assert page.status_code == 422
    assert "Dejar que se crucen otra vez, como en la temporada anterior" in document(page).text


def test_simulated_crossings_are_no_last_year_of_a_real_season(official: Client) -> None:
    before, stage = crossed_stage(4, year=2029), crossed_stage(4)
    record_list(before, ring(4))
    before.season.is_simulated, before.season.seed = True, 1
    before.season.save()
    assert official.get(address(stage)).context["before"] is None


# Who is to be crossed -------------------------------------------------------------------------


def test_missing_and_surplus_clubs_are_named(official: Client) -> None:
    stage = crossed_stage(3)
    Entry.objects.filter(club__name="Bolognesi").update(departmental_rank=1)
    Entry.objects.filter(club__name="Diablos").update(departmental_rank=None)
    page = official.get(address(stage))
    told = [item.text for item in document(page).one("ul", "faults").all("li")]
    assert told == [
        "Diablos (Norte 2) no es campeón ni subcampeón. Indique en la inscripción qué puesto ocupó "
        "en su departamento.",
        "Norte 1 tiene varios campeones aquí: Alfonso Ugarte, Bolognesi. Corrija los puestos.",
        "Norte 1 no tiene subcampeón aquí. Inscríbalo con el puesto 2.",
        "Norte 2 no tiene subcampeón aquí. Inscríbalo con el puesto 2.",
    ]
    assert "shown" not in page.context


def test_two_departments_are_too_few(official: Client) -> None:
    assert (
        "por lo menos tres departamentos" in document(official.get(address(crossed_stage(2)))).text
    )


def test_clubs_without_a_known_town_are_shown(official: Client) -> None:
    stage = crossed_stage(3)
    Club.objects.filter(name="Bolognesi").update(home_town="Chachapoyas")
    Club.objects.filter(name="Cienciano").update(latitude=-1, longitude=-77)
    page = official.get(address(stage))
    known = {club.name: str(found) for club, found in page.context["whereabouts"]}
    assert known["Bolognesi"] == "town"
    assert known["Cienciano"] == "club"
    assert [club.name for club in page.context["field"].fallen_back] == [
        "Alfonso Ugarte", "Diablos", "Ecosem", "Foraboca",
    ]  # fmt: skip
    assert "De 4 clubes no hay coordenadas ni se encontró su localidad" in document(page).text


def test_other_stages_say_so(official: Client) -> None:
    stage = StageFactory()
    assert "no emparejan por cruces zonales" in document(official.get(address(stage))).text


# A list that somebody brings ------------------------------------------------------------------


def test_a_list_is_measured_against_the_best(official: Client) -> None:
    stage = crossed_stage(5)
    page = send(official, stage, "read", lines=written(ring(5)))
    assert page.status_code == 200
    shown = page.context["shown"]
    assert shown.is_brought
    assert not shown.is_proved
    assert shown.listing.km > shown.best.total_km
    assert f"{shown.best.total_km:,.0f} km en total" in document(page).text
    assert ("Alfonso Ugarte", "Diablos") in pairs_of(page)


def test_a_file_is_a_list(official: Client) -> None:
    stage = crossed_stage(5)
    rows = [
        f"{number};{' '.join(line.split(' - ')[:1])};{line.split(' - ')[1]}"
        for number, part in enumerate(written(ring(5)).split("Fecha ")[1:], start=1)
        for line in part.splitlines()[1:]
    ]
    content = "\r\n".join(["fecha;local;visitante", *rows]).encode("cp1252")
    file = SimpleUploadedFile("lista.csv", content)
    page = send(official, stage, "read", file=file)
    assert page.context["shown"].is_brought
    workbook = SimpleUploadedFile("lista.xlsx", b"PK\x03\x04....")
    refused = send(official, stage, "read", file=workbook, lines="Fecha 1")
    assert refused.status_code == 422
    assert refused.context["form"]["lines"].value() == "Fecha 1"
    assert "hoja de cálculo" in document(refused).text


def test_what_is_too_large_for_a_list_is_refused(official: Client) -> None:
    stage = crossed_stage(4)
    large = SimpleUploadedFile("lista.csv", 200_001 * b"x")
    assert "demasiado grande" in document(send(official, stage, "read", file=large)).text
    assert "demasiadas líneas" in document(send(official, stage, "read", lines=501 * "x\n")).text


def test_every_fault_is_told_with_its_line_and_nothing_is_lost(official: Client) -> None:
    stage = crossed_stage(4)
    lines = written(ring(4)).splitlines()
    lines[1] = lines[1].replace("Alfonso Ugarte", "Alfonzo Ugarti")
    lines[7] = " - ".join(reversed(lines[7].split(" - ")))
    typed = "\n".join(lines)
    page = send(official, stage, "read", lines=typed, reason="Acta 4")
    assert page.status_code == 422
    told = [item.text for item in document(page).all("ul", "faults")[0].all("li")]
    assert told[0].startswith("Línea 2, club local: Ningún club de la etapa se llama «Alfonzo")
    assert told[0].endswith("¿Quiso decir «Alfonso Ugarte»?")
    assert any("seguidas de local o de visita" in text for text in told)
    assert all(text.startswith("Línea") for text in told)
    assert page.context["form"]["lines"].value() == typed
    refused = send(official, stage, "preview", meant="brought", lines=typed, first_day="2030-09-01")
    assert refused.status_code == 422
    assert not Round.objects.exists()


def test_one_round_of_a_list_can_be_measured(official: Client) -> None:
    page = send(official, crossed_stage(4), "read", lines=written(ring(4)[:1]))
    assert page.status_code == 422
    told = document(page)
    assert "Fechas sin partidos: 2, 3, 4, 5, 6. Añada sus líneas." in told.text
    assert [row.one("th").text for row in told.one("table", "compared").all("tr")[1:]] == [
        "Fecha 1 entre las localidades de los clubes",
        "Fecha 1 entre capitales de departamento",
    ]


def test_a_list_is_asked_for(official: Client) -> None:
    page = send(official, crossed_stage(4), "read", lines=" ")
    assert page.status_code == 422
    assert "Pegue las líneas de la lista" in document(page).text


# The list of the stage ------------------------------------------------------------------------


def write(client: Client, stage: Stage, **typed: Any) -> HttpResponse:
    """Look at the days, and then write."""
    preview = send(client, stage, "preview", **{"first_day": "2030-09-01", **typed})
    token = preview.context["token"]
    return send(client, stage, "write", **{"first_day": "2030-09-01", "token": token, **typed})


def test_the_list_is_written_as_it_was_previewed(official: Client) -> None:
    stage = crossed_stage(4)
    preview = send(
        official, stage, "preview", first_day="2030-09-01", without="08/09/2030, 2030-09-22"
    )
    assert [day.text for day in document(preview).one("ol", "days").all("li")][:2] == [
        "domingo 1 de setiembre de 2030",
        "domingo 15 de setiembre de 2030",
    ]
    assert not Fixture.objects.exists()
    answer = write(official, stage, without="08/09/2030, 2030-09-22", reason="Acta 4")
    assert answer.status_code == 302
    rounds = list_of(stage)
    clubs = [(f"{n:02}", rank) for n in range(1, 5) for rank in (1, 2)]
    assert faults_of_list(list(rounds.values()), clubs) == []
    days = Round.objects.filter(stage=stage).order_by("number").values_list("starts_on", flat=True)
    assert [day.isocalendar().week for day in days] == [35, 37, 39, 40, 41, 42]
    assert {day.weekday() for day in days} == {6}
    page = official.get(address(stage))
    assert "Toda la lista" in document(page).one("table", "compared").text


def test_a_list_that_was_brought_is_written(official: Client) -> None:
    stage = crossed_stage(5)
    assert write(official, stage, meant="brought", lines=written(ring(5))).status_code == 302
    assert [list(found) for found in list_of(stage).values()] == ring(5)


def test_what_was_not_previewed_is_not_written(official: Client) -> None:
    stage = crossed_stage(5)
    token = send(official, stage, "preview", first_day="2030-09-01").context["token"]
    for changed in ({"first_day": "2030-09-08"}, {"forced": "Norte 1 - Norte 5"}):
        page = send(
            official, stage, "write", **{"first_day": "2030-09-01", "token": token, **changed}
        )
        assert page.status_code == 409
        assert "se calculó de nuevo" in document(page).text
    enter(stage, 5)
    Stage.objects.update(stamp="another")
    late = send(official, stage, "write", first_day="2030-09-01", token=token)
    assert late.status_code == 409
    assert not Fixture.objects.exists()


def test_an_existing_list_gives_way_only_when_ticked(official: Client) -> None:
    stage = crossed_stage(5)
    record_list(stage, ring(5))
    page = write(official, stage)
    assert page.status_code == 409
    assert "30 partidos" in document(page).text
    assert list_of(stage)[1][0] == (("01", 1), ("02", 2))
    assert write(official, stage, replace="on").status_code == 302
    assert Fixture.objects.filter(stage=stage).count() == 30


def test_a_list_with_results_stays(official: Client) -> None:
    stage = crossed_stage(4)
    record_list(stage, ring(4), score="1-0")
    assert "su lista queda como está" in document(official.get(address(stage))).text
    assert write(official, stage, replace="on").status_code == 409
    assert Fixture.objects.filter(stage=stage, home_goals=1).count() == 24


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"first_day": ""}, "Indique qué día se juega la fecha 1."),
        ({"first_day": "9999-12-01"}, "Este día está demasiado lejos."),
        ({"first_day": "2030-09-01", "without": "pronto"}, "«pronto» no es un día."),
    ],
)
def test_days_are_checked(official: Client, typed: dict[str, str], told: str) -> None:
    page = send(official, crossed_stage(4), "preview", **typed)
    assert page.status_code == 422
    assert told in document(page).text


def test_first_day_is_the_first_sunday_of_the_stage(official: Client) -> None:
    stage = crossed_stage(4, starts_on=dt.date(2030, 9, 4))
    assert official.get(address(stage)).context["form"]["first_day"].value() == dt.date(2030, 9, 8)


# The page -------------------------------------------------------------------------------------


def queries(client: Client, stage: Stage, **typed: Any) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as found:
        if typed:
            send(client, stage, **typed)
        else:
            client.get(address(stage))
    return len(found)


@pytest.mark.parametrize("departments", [3, 7])
def test_queries_do_not_grow(official: Client, departments: int) -> None:
    before, stage = crossed_stage(departments, year=2029), crossed_stage(departments)
    for found in (before, stage):
        record_list(found, ring(departments))
    official.get(address(stage))
    looked = queries(official, stage)
    read = queries(official, stage, action="read", lines=written(ring(departments)))
    assert (looked, read) == (15, 17)


def test_queries_of_writing_do_not_grow(official: Client) -> None:
    found = []
    for departments, year in ((3, 2031), (4, 2030)):
        stage = crossed_stage(departments, year=year)
        preview = send(official, stage, "preview", first_day="2030-09-01")
        token = preview.context["token"]
        found.append(queries(official, stage, action="write", first_day="2030-09-01", token=token))
        assert Fixture.objects.filter(stage=stage).exists()
    assert found[0] == found[1] == 50


def test_the_stage_leads_to_its_crossings(official: Client) -> None:
    for stage, leads in ((crossed_stage(3), True), (StageFactory(), False)):
        change = reverse("admin:competitions_stage_change", args=[stage.pk])
        assert (address(stage) in official.get(change).content.decode()) is leads


def test_english_is_complete(official: Client) -> None:
    stage = crossed_stage(4)
    typed = {**USUAL, "action": "read", "lines": "Round 1\nGrau - Grau"}
    page = official.post(f"/en{address(stage)}", typed)
    assert "Line 2: Grau cannot play itself. Correct one of the two." in document(page).text
