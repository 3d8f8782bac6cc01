"""Drawing lots and extra matches on the desk."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competitions.models import Fixture, LotsDrawn, Stage
from standings.selectors.seasons import stage_page
from tests.factories import (
    AdministratorFactory,
    AppointmentFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    FixtureFactory,
    StageFactory,
    VenueFactory,
    official_of,
)
from tests.standings.admin.test_rulings import faults, sent, text
from tests.standings.documents import parse
from tests.standings.scenes import deduct, entry, knock_out, matchup, play, single_table
from tests.standings.selectors.test_waiting import group_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(AdministratorFactory(username="rosa"))
    return client


def level_stage(criteria: list[str] | None = None) -> Stage:
    return single_table("Ada 1-1 Boca", "Cali 0-0 Dos", cut=1, criteria=criteria)


def address(stage: Stage, *names: str, page: str = "sorteo") -> str:
    code = "-".join(str(pk) for pk in sorted(entry(stage, name).pk for name in names))
    return f"/admin/desempates/{stage.pk}/{page}/?clubes={code}"


def drawing(stage: Stage, **positions: int) -> dict[str, object]:
    typed = {f"position_{entry(stage, name).pk}": place for name, place in positions.items()}
    return {**typed, "drawn_on": "2030-09-10", "act": "Acta 4", "step": "preview"}


def confirm(official: Client, path: str, typed: dict[str, object]) -> HttpResponse:
    return official.post(path, sent(official.post(path, typed), step="confirm"))


def test_page_lists_what_waits_with_what_would_settle_it(official: Client) -> None:
    stage = level_stage(["points", "goal_difference", "goals_for", "extra_match", "lots"])
    page = parse(official.get(f"/admin/desempates/{stage.pk}/").content.decode())
    content = page.one("div", id="content-main")
    assert "Ada y Boca: igualados en el 1.º puesto" in content.text
    assert content.links == [
        address(stage, "Ada", "Boca", page="partido-extra"),
        address(stage, "Ada", "Boca"),
    ]


def test_page_without_anything_that_waits_says_so(official: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    assert "Nada por definir" in text(official.get(f"/admin/desempates/{stage.pk}/"))


@pytest.mark.parametrize(
    ("settlement", "words"),
    [
        ("penalties", "Ingresar los penales"),
        ("extra_time penalties", "Ingresar el suplementario"),
        ("away_goals", "Nueva resolución"),
        ("lots", "Registrar el sorteo"),
    ],
)
def test_level_matchup_leads_to_what_settles_it(
    official: Client, settlement: str, words: str
) -> None:
    stage = knock_out(settlement=settlement)
    matchup(stage, "Ada", "Boca", "1-0", "1-0")
    shown = text(official.get(f"/admin/desempates/{stage.pk}/"))
    assert "Ada y Boca: igualados, 1–1" in shown
    assert words in shown


def test_rules_that_name_nothing_lead_to_the_rules(official: Client) -> None:
    stage = level_stage(["points", "goal_difference", "goals_for"])
    assert "Las bases no dicen cómo separarlos." in text(
        official.get(f"/admin/desempates/{stage.pk}/")
    )


def test_lots_are_shown_before_they_are_recorded(official: Client) -> None:
    stage = level_stage()
    path = address(stage, "Ada", "Boca")
    preview = official.post(path, drawing(stage, Boca=1, Ada=2))
    assert "Entra: Boca." in text(preview)
    assert not LotsDrawn.objects.exists()
    answer = official.post(path, sent(preview, step="confirm"))
    assert answer.url == f"/admin/desempates/{stage.pk}/"
    lots = LotsDrawn.objects.get()
    assert (lots.act, lots.drawn_on, lots.group) == ("Acta 4", dt.date(2030, 9, 10), None)
    assert {row.entry.name: row.position for row in lots.positions.all()} == {"Boca": 1, "Ada": 2}
    assert lots.history.get().history_user.username == "rosa"
    (table,) = stage_page(2030, "nacional").tables
    assert [(row.club.name, row.place) for row in table.rows[:2]] == [("Boca", 1), ("Ada", 2)]


def test_drawing_names_every_position_its_day_and_act(official: Client) -> None:
    stage = level_stage()
    path = address(stage, "Ada", "Boca")
    assert faults(official.post(path, {"step": "preview"})).keys() == {
        f"position_{entry(stage, 'Ada').pk}",
        f"position_{entry(stage, 'Boca').pk}",
        "drawn_on",
        "act",
    }
    assert faults(official.post(path, drawing(stage, Ada=1, Boca=1))) == {
        "__all__": ["El sorteo no separa a nadie: ponga números distintos."]
    }
    assert faults(official.post(path, drawing(stage, Ada=1, Boca=3))).keys() == {
        f"position_{entry(stage, 'Boca').pk}"
    }


def test_drawing_may_leave_clubs_level(official: Client) -> None:
    stage = single_table("Ada 1-1 Boca", "Cali 1-1 Ada", "Boca 1-1 Cali", cut=1)
    confirm(
        official,
        address(stage, "Ada", "Boca", "Cali"),
        drawing(stage, Ada=2, Boca=1, Cali=2),
    )
    assert sorted(LotsDrawn.objects.get().positions.values_list("position", flat=True)) == [1, 2, 2]


def test_lots_of_a_matchup(official: Client) -> None:
    stage = knock_out(settlement="lots")
    found = matchup(stage, "Ada", "Boca", "1-0", "1-0")
    path = address(stage, "Ada", "Boca")
    preview = official.post(path, drawing(stage, Boca=1, Ada=2))
    assert "Boca elimina a Ada: pasa por sorteo" in text(preview)
    official.post(path, sent(preview, step="confirm"))
    assert LotsDrawn.objects.get().matchup == found
    assert text(official.get(f"/admin/desempates/{stage.pk}/")).endswith("está igualada.")


def test_what_was_drawn_comes_back_to_be_changed(official: Client) -> None:
    stage = level_stage()
    path = address(stage, "Ada", "Boca")
    preview = official.post(path, drawing(stage, Boca=1, Ada=2))
    form = official.post(path, sent(preview, step="edit")).context["form"]
    assert form["act"].value() == "Acta 4"
    assert form[f"position_{entry(stage, 'Ada').pk}"].value() == "2"


def test_lots_are_shown_again_when_the_stage_is_another_one_by_now(official: Client) -> None:
    stage = level_stage()
    path = address(stage, "Ada", "Boca")
    preview = official.post(path, drawing(stage, Boca=1, Ada=2))
    deduct(entry(stage, "Dos"), 1)
    again = official.post(path, sent(preview, step="confirm"))
    assert "Mientras tanto se registró algo" in text(again)
    assert not LotsDrawn.objects.exists()
    official.post(path, sent(again, step="confirm"))
    assert LotsDrawn.objects.exists()


def test_clubs_that_are_not_level_any_more_lead_back(official: Client) -> None:
    stage = level_stage()
    path = address(stage, "Ada", "Boca")
    deduct(entry(stage, "Ada"), 1)
    answer = official.get(path, follow=True)
    assert answer.redirect_chain == [(f"/admin/desempates/{stage.pk}/", 302)]
    assert "Estos clubes ya no están igualados." in answer.content.decode()


def test_clubs_of_no_stage_are_not_found(official: Client) -> None:
    stage = level_stage()
    other = single_table("Eco 1-1 Fox", year=2031)
    for code in ("", "x", "999999", "9" * 25, "9" * 5000, str(entry(other, "Eco").pk)):
        path = f"/admin/desempates/{stage.pk}/sorteo/?clubes={code}"
        assert official.get(path).status_code == 404, code


def test_extra_match_shows_what_either_outcome_settles(official: Client) -> None:
    stage = level_stage(["points", "goal_difference", "goals_for", "extra_match", "lots"])
    path = address(stage, "Ada", "Boca", page="partido-extra")
    ada, boca, venue = entry(stage, "Ada"), entry(stage, "Boca"), VenueFactory()
    typed = {"home": ada.pk, "away": boca.pk, "date": "2030-09-20", "time": "15:30"}
    typed |= {"venue": venue.pk, "is_neutral": "on", "step": "preview"}
    preview = official.post(path, typed)
    shown = text(preview)
    assert "Si gana Ada Pasan Entra: Ada." in shown
    assert "Si gana Boca Pasan Entra: Boca." in shown
    assert not Fixture.objects.filter(is_extra=True).exists()
    official.post(path, sent(preview, step="confirm"))
    made = Fixture.objects.get(is_extra=True)
    assert (made.home, made.away, made.venue, made.is_neutral) == (ada, boca, venue, True)
    assert (made.date, made.time, made.status) == (
        dt.date(2030, 9, 20),
        dt.time(15, 30),
        "scheduled",
    )
    assert "Partido extra en el calendario: Ada – Boca, 20/09/2030" in text(
        official.get(f"/admin/desempates/{stage.pk}/")
    )


def test_extra_match_on_a_day_on_which_a_club_plays_elsewhere_is_told(official: Client) -> None:
    stage = level_stage(["points", "goal_difference", "goals_for", "extra_match"])
    ada, boca = entry(stage, "Ada"), entry(stage, "Boca")
    cup = StageFactory(season=stage.season, name="Copa")
    FixtureFactory(
        stage=cup, home=EntryFactory(stage=cup, club=ada.club), date=dt.date(2030, 9, 20)
    )
    path = address(stage, "Ada", "Boca", page="partido-extra")
    typed = {"home": ada.pk, "away": boca.pk, "date": "2030-09-20", "step": "preview"}

    confirm(official, path, typed)

    shown = official.get(f"/admin/desempates/{stage.pk}/").content.decode()
    assert "Ada – Boca: uno de sus clubes juega dos veces ese día" in shown
    assert Fixture.objects.filter(is_extra=True).exists()


def test_extra_match_of_a_matchup_belongs_to_it(official: Client) -> None:
    stage = knock_out(settlement="extra_match")
    found = matchup(stage, "Ada", "Boca", "1-0", "1-0")
    typed = {"home": found.first.pk, "away": found.second.pk, "step": "preview"}
    confirm(official, address(stage, "Ada", "Boca", page="partido-extra"), typed)
    made = Fixture.objects.get(is_extra=True)
    assert (made.matchup, made.round, made.leg) == (found, found.round, None)


def test_extra_match_needs_two_clubs_and_a_day_for_its_hour(official: Client) -> None:
    stage = level_stage(["points", "goal_difference", "goals_for", "extra_match"])
    path = address(stage, "Ada", "Boca", page="partido-extra")
    ada = entry(stage, "Ada").pk
    assert faults(official.post(path, {"step": "preview"})).keys() == {"home", "away"}
    typed = {"home": ada, "away": ada, "time": "15:30", "step": "preview"}
    assert faults(official.post(path, typed)).keys() == {"away", "date"}


def test_group_of_the_level_clubs_is_recorded(official: Client) -> None:
    stage = group_stage("1-1", "2-0")
    confirm(
        official,
        address(stage, "Ada a", "Boca a"),
        drawing(stage, **{"Ada a": 1, "Boca a": 2}),
    )
    assert LotsDrawn.objects.get().group.code == "a"


def test_other_branches_find_nothing_and_delegates_may_not(client: Client) -> None:
    mine, other = DepartmentalLeagueFactory(), DepartmentalLeagueFactory()
    theirs, own = level_stage(), single_table("Eco 1-1 Fox", year=2031, cut=1)
    Stage.objects.filter(pk=theirs.pk).update(league=other)
    Stage.objects.filter(pk=own.pk).update(league=mine)
    client.force_login(official_of(mine))
    for path in (
        f"/admin/desempates/{theirs.pk}/",
        address(theirs, "Ada", "Boca"),
        address(theirs, "Ada", "Boca", page="partido-extra"),
    ):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code in (404, 405)
    assert client.get(f"/admin/desempates/{own.pk}/").status_code == 200
    assert client.get(address(own, "Eco", "Fox")).status_code == 200
    delegate = AppointmentFactory(league=None, club=entry(own, "Eco").club).user
    client.force_login(delegate)
    assert client.get(address(own, "Eco", "Fox")).status_code in (403, 404)


COUNTS = {"list": 8, "lots": 9}


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(official: Client, rows: int) -> None:
    stage = level_stage()
    for number in range(rows):
        play(stage, f"Local {number} 0-0 Visita {number}", round_number=1)
    found = {}
    paths = {"list": f"/admin/desempates/{stage.pk}/", "lots": address(stage, "Ada", "Boca")}
    for name, path in paths.items():
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert official.get(path).status_code == 200
        found[name] = len(captured)
    assert found == COUNTS
