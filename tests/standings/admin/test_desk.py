import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from competitions.models import Fixture
from tests.factories import (
    AdministratorFactory,
    AppointmentFactory,
    ClaimFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    ResultReportFactory,
    UserFactory,
    official_of,
)
from tests.standings.admin.test_round_sheet import as_user
from tests.standings.scenes import knock_out, matchup, single_table
from tests.standings.selectors.test_desk import a_fixture, a_stage

pytestmark = pytest.mark.django_db

DESK = "/admin/"


def words(user) -> str:
    return " ".join(as_user(user).get(DESK).content.decode().split())


def yesterday() -> dt.date:
    return timezone.localdate() - dt.timedelta(days=1)


def test_desk_says_what_is_missing_each_one_tap_from_its_form():
    stage = a_stage()
    late = a_fixture(stage, 1, date=yesterday())
    told = a_fixture(stage, 2, date=yesterday())
    ResultReportFactory(fixture=told)
    done = a_fixture(stage, 3, score="1-0", is_official=False)
    claim = ClaimFactory(fixture=done, deadline=yesterday())
    html = words(AdministratorFactory())
    for part in (
        f'href="/admin/fechas/{late.round_id}/"',
        f'href="/admin/fechas/{done.round_id}/#confirm"',
        f'href="/admin/resoluciones/nueva/?reclamo={claim.pk}"',
        "falta 1 resultado",
        "reportó una sola parte",
        "plazo vencido",
        "1 resultado provisional",
        "Todas las listas",
    ):
        assert part in html


def test_desk_names_level_clubs_open_matchups_and_lists():
    table = single_table("Ada 1-0 Boca", "Cali 1-0 Deza", cut=1)
    table.rule_set.zones.update(outcome="promoted", destination="Liga 2")
    table.expected_fixtures = 2
    table.save()
    level = matchup(knock_out(settlement="lots"), "Ada", "Boca", "1-0", "1-0")
    html = words(AdministratorFactory())
    assert "Ada y Cali" in html
    assert "igualados; falta: sorteo" in html
    assert f"/admin/desempates/{table.pk}/" in html
    assert f"/admin/desempates/{level.round.stage_id}/" in html


def test_desk_with_nothing_to_do_says_so_in_words():
    a_stage()
    html = words(AdministratorFactory())
    assert "Nada pendiente" in html
    assert "todavía sin partidos" in html


def test_desk_of_an_official_without_stages_says_so():
    assert "Ninguna etapa de una temporada en curso" in words(
        official_of(DepartmentalLeagueFactory())
    )


def test_desk_of_someone_without_an_office_says_who_gives_it():
    assert "Todavía no tiene cargo" in words(UserFactory())


def test_desk_of_a_delegate_shows_his_matches_and_no_stage():
    stage = a_stage(name="Distrital secreta")
    fixture = a_fixture(stage, 1, date=timezone.localdate())
    stranger = a_fixture(stage, 1, date=timezone.localdate())
    html = words(AppointmentFactory(league=None, club=fixture.home.club).user)
    assert str(fixture) in html
    assert str(stranger) not in html
    assert "Lo que falta" not in html
    nothing = AppointmentFactory(league=None, club=EntryFactory().club).user
    assert "Su club no tiene partidos" in words(nothing)


def test_desk_leaks_no_name_of_another_branch():
    stage = a_stage(name="Distrital ajena")
    fixture = a_fixture(stage, 1, date=yesterday())
    ResultReportFactory(fixture=fixture)
    ClaimFactory(fixture=a_fixture(stage, 2, score="1-0", is_official=False))
    html = words(official_of(DepartmentalLeagueFactory()))
    names = {str(f) for f in Fixture.objects.all()} | {stage.name}
    assert not [name for name in names if name in html]


def test_nobody_sees_the_desk_without_a_login():
    assert Client().get(DESK).status_code == 302
