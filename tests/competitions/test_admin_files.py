"""Lists as files in the admin: taken out, looked at, brought in."""

import datetime as dt
import io
from typing import Any
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from competitions import models
from competitions.models import Club, Fixture
from competitions.services.imports import LISTINGS, Listing
from tests.competitions.test_admin import MODELS, full_rows
from tests.factories import (
    AdministratorFactory,
    AppointmentFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    EntryFactory,
    FixtureFactory,
    GroupFactory,
    GroupStageFactory,
    RoundFactory,
    VenueFactory,
    official_of,
)
from tests.standings.scenes import knock_out, matchup

pytestmark = pytest.mark.django_db

every_listing = pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS.keys())
every_kind = pytest.mark.parametrize("kind", ["csv", "xlsx"])


def page(model: type[Model], name: str, *args: str) -> str:
    return reverse(f"admin:competitions_{model._meta.model_name}_{name}", args=args)


def upload(client: Client, listing: Listing, data: bytes, name: str = "lista.csv") -> Any:
    address = page(listing.model, "import", listing.code)
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


def confirm(client: Client, listing: Listing, response: Any, **more: str) -> Any:
    form = response.context["confirm"]
    given = {"carried": form["carried"].value(), "digest": form["digest"].value(), **more}
    return client.post(page(listing.model, "import", listing.code), given)


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(AdministratorFactory())
    return client


def rows_of(listing: Listing) -> int:
    """Rows of which everything is known, and of which nothing is."""
    if listing.model is models.Venue:
        VenueFactory(name="Estadio; «Ñ», norte", department=DepartmentFactory())
        VenueFactory(town="")
    else:
        stage = knock_out()
        matchup(stage, "=Ada", "Boca; «Ñ», norte", "2-1", "0-1 p 4-3", group=None)
        group = GroupFactory(stage=GroupStageFactory(season=stage.season), code="a")
        clubs = [
            EntryFactory(
                stage=group.stage, group=group, points_carried="1.50", seed=1, via="places"
            )
            for _club in range(2)
        ]
        FixtureFactory(
            stage=group.stage,
            group=group,
            round=RoundFactory(stage=group.stage),
            home=clubs[0],
            away=clubs[1],
            score="2-1",
            half="1-0",
            date=dt.date(2030, 5, 6),
            time=dt.time(15, 30),
            venue=VenueFactory(name="@Estadio"),
            is_neutral=True,
        )
        FixtureFactory(stage=group.stage, home=clubs[1], away=clubs[0], status="postponed")
    return listing.model.objects.count()


@every_listing
@every_kind
def test_what_is_taken_out_can_be_brought_in_again(
    listing: Listing, kind: str, official: Client
) -> None:
    rows = rows_of(listing)
    file = official.get(page(listing.model, "export", listing.code, kind))
    assert file.status_code == 200
    response = upload(official, listing, file.content, f"lista.{kind}")
    plan = response.context["plan"]
    assert (plan.faults, [line.state for line in plan.lines]) == ((), ["same"] * rows)


@every_listing
@every_kind
def test_template_is_taken_without_its_example(
    listing: Listing, kind: str, official: Client
) -> None:
    template = official.get(page(listing.model, "template", listing.code, kind))
    plan = upload(official, listing, template.content, f"p.{kind}").context["plan"]
    assert (plan.faults, plan.ignored, plan.lines) == ((), (), ())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@every_kind
def test_every_list_can_be_taken_out(model: type[Model], kind: str, official: Client) -> None:
    full_rows(model, 2)
    assert official.get(page(model, "files")).status_code == 200
    response = official.get(page(model, "table", kind))
    assert response.status_code == 200
    if kind == "csv":
        lines = response.content.decode("utf-8-sig").splitlines()
        assert len(lines) >= 3
        assert "<" not in lines[1]
    else:
        assert len(list(load_workbook(io.BytesIO(response.content)).active.rows)) >= 3


def test_filters_on_screen_hold_for_the_file(official: Client) -> None:
    for name in ("Ada", "Boca", "Adán"):
        ClubFactory(name=name)
    response = official.get(page(Club, "export", "clubs", "csv") + "?q=ada")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in lines] == ["nombre", "Ada", "Adán"]
    assert response["Content-Disposition"] == 'attachment; filename="clubes.csv"'
    text = official.get(page(Club, "files") + "?q=ada").content.decode()
    assert "2 filas" in text
    assert "export" not in text
    assert 'clubs.csv?q=ada"' in text
    lost = official.get(page(Club, "export", "clubs", "csv") + "?department__id__exact=x")
    assert lost.status_code == 302


def test_club_is_brought_in(official: Client) -> None:
    DepartmentFactory(name="Ica")
    response = upload(
        official, LISTINGS["clubs"], "nombre;departamento\nUnión;Ica\n".encode("latin-1")
    )
    assert not Club.objects.exists()
    text = response.content.decode()
    assert "Guardar 1 fila" in text
    done = confirm(official, LISTINGS["clubs"], response)
    assert done.url == page(Club, "changelist")
    assert [str(m) for m in get_messages(done.wsgi_request)] == [
        "De lista.csv: filas nuevas, 1; cambiadas, 0."
    ]
    assert Club.objects.get().name == "Unión"


def test_what_somebody_else_wrote_meanwhile_is_shown_before_anything_is_written(
    official: Client,
) -> None:
    club = ClubFactory(name="Ada", home_town="")
    clubs = LISTINGS["clubs"]
    response = upload(official, clubs, b"nombre,localidad\nAda,Ica\n")
    Club.objects.filter(pk=club.pk).update(home_town="Nasca")
    again = confirm(official, clubs, response)
    assert again.status_code == 200
    assert "Entretanto alguien registró algo" in again.content.decode()
    club.refresh_from_db()
    assert club.home_town == "Nasca"
    [line] = again.context["plan"].lines
    assert [(c.before, c.after) for c in line.changes] == [("Nasca", "Ica")]
    assert confirm(official, clubs, again).status_code == 302
    club.refresh_from_db()
    assert club.home_town == "Ica"


def test_confirming_twice_does_no_harm(official: Client) -> None:
    DepartmentFactory(name="Ica")
    clubs = LISTINGS["clubs"]
    response = upload(official, clubs, "nombre,departamento\nUnión,Ica\n".encode())
    confirm(official, clubs, response)
    again = confirm(official, clubs, response)
    assert [line.state for line in again.context["plan"].lines] == ["same"]
    assert Club.objects.count() == 1


def test_file_with_a_fault_cannot_be_confirmed(official: Client) -> None:
    DepartmentFactory(name="Ica")
    clubs = LISTINGS["clubs"]
    response = upload(official, clubs, "nombre,departamento\nUnión,Ica\nAda,Icaa\n".encode())
    text = response.content.decode()
    assert "No existe el departamento «Icaa»" in text
    assert 'name="carried"' not in text
    good = upload(official, clubs, "nombre,departamento\nUnión,Ica\n".encode())
    Club.objects.all().delete()
    models.Department.objects.filter(name="Ica").update(name="Otro", slug="otro", code="99")
    again = confirm(official, clubs, good)
    assert again.status_code == 200
    assert not Club.objects.exists()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"%PDF-1.7", "No es un archivo CSV ni Excel."),
        (b"PK\x03\x04xx", "El libro está dañado."),
        (b"x" * 2_000_001, "El archivo pasa de 2 MB."),
        (b"x" * 10_000_000, "El archivo pasa de 2 MB."),
        (b"", "El archivo está vacío."),
        (b"\n\n", "El archivo está vacío."),
        (b"localidad\nIca\n", "Falta la columna «nombre»."),
    ],
    ids=["pdf", "zip", "2mb", "10mb", "empty", "blank", "column"],
)
def test_file_that_is_none_is_refused_with_a_sentence(
    data: bytes, text: str, official: Client
) -> None:
    response = upload(official, LISTINGS["clubs"], data)
    assert response.status_code == 200
    assert text in response.content.decode()


def test_no_file_at_all_is_refused_with_a_sentence(official: Client) -> None:
    response = official.post(page(Club, "import", "clubs"), {})
    assert "Elija primero un archivo." in response.content.decode()
    assert official.get(page(Club, "import", "clubs")).url == page(Club, "files")


def test_what_was_looked_at_is_good_for_that_person_and_list_alone(
    official: Client, client: Client
) -> None:
    DepartmentFactory(name="Ica")
    clubs = LISTINGS["clubs"]
    response = upload(official, clubs, "nombre,departamento\nUnión,Ica\n".encode())
    form = response.context["confirm"]
    carried = form["carried"].value()
    other = Client()
    other.force_login(AdministratorFactory())
    for sender, address, text in (
        (other, page(Club, "import", "clubs"), carried),
        (official, page(models.Venue, "import", "venues"), carried),
        (official, page(Club, "import", "clubs"), carried[:-2] + "xx"),
    ):
        done = sender.post(address, {"carried": text, "digest": form["digest"].value()})
        assert done.status_code == 302
        assert done.url.endswith("/files/")
    assert not Club.objects.exists()


def test_official_results_change_for_a_reason(official: Client) -> None:
    fixture = FixtureFactory(score="2-1", is_official=True, key="p1")
    results = LISTINGS["results"]
    text = (
        "temporada,etapa,código,local,visitante,goles local,goles visitante\n"
        f"{fixture.stage.season.year},{fixture.stage.slug},p1,{fixture.home},{fixture.away},3,1\n"
    )
    response = upload(official, results, text.encode())
    again = confirm(official, results, response)
    assert "Diga por qué cambian." in again.content.decode()
    fixture.refresh_from_db()
    assert fixture.home_goals == 2
    assert confirm(official, results, again, reason="Error en la planilla").status_code == 302
    fixture.refresh_from_db()
    assert fixture.home_goals == 3
    assert fixture.history.first().history_change_reason == "Error en la planilla"


def test_who_may_not_record_may_not_bring_in(client: Client) -> None:
    """A delegate sees his club and takes it out; he brings in nothing."""
    own = ClubFactory(name="Ada")
    ClubFactory(name="Secreto")
    client.force_login(AppointmentFactory(league=None, club=own).user)
    text = client.get(page(Club, "export", "clubs", "csv")).content.decode()
    assert "Ada" in text
    assert "Secreto" not in text
    assert 'type="file"' not in client.get(page(Club, "files")).content.decode()
    clubs = LISTINGS["clubs"]
    assert upload(client, clubs, b"nombre,localidad\nAda,Ica\n").status_code == 403
    assert client.get(page(Club, "template", "clubs", "csv")).status_code == 403
    forged = client.post(page(Club, "import", "clubs"), {"carried": "x", "digest": "y"})
    assert forged.status_code == 403


def test_file_of_an_official_holds_his_branch_alone(client: Client) -> None:
    league = DepartmentalLeagueFactory()
    ClubFactory(name="Ada", department=league.department)
    ClubFactory(name="Secreto")
    fixture = FixtureFactory(stage__league=league, home__club__name="Local propio")
    other = FixtureFactory(home__club__name="Local ajeno")
    client.force_login(official_of(league))
    for model, name in ((Club, "clubs"), (Fixture, "fixtures"), (Fixture, "results")):
        for kind in ("csv", "xlsx"):
            assert client.get(page(model, "export", name, kind)).status_code == 200
    assert "Secreto" not in client.get(page(Club, "export", "clubs", "csv")).content.decode()
    text = client.get(page(Fixture, "export", "results", "csv")).content.decode()
    assert fixture.home.name in text
    assert other.home.name not in text
    assert other.home.name not in client.get(page(Fixture, "table", "csv")).content.decode()


def test_file_with_an_accent_in_its_name(official: Client) -> None:
    response = official.get(page(models.QualifierList, "table", "csv"))
    name = str(models.QualifierList._meta.verbose_name_plural)
    assert name in unquote(response["Content-Disposition"])


def test_stranger_is_sent_to_log_in_and_nobody_finds_a_list_that_is_none(
    client: Client, official: Client
) -> None:
    stranger = Client()
    for address in (page(Club, "files"), page(Club, "export", "clubs", "csv")):
        assert stranger.get(address).status_code == 302
    assert official.get(page(Club, "export", "fixtures", "csv")).status_code == 404
    assert official.get(page(Club, "export", "clubs", "pdf")).status_code == 404
    assert official.get(page(models.Goal, "import", "clubs")).status_code == 404


FILE_QUERIES = {"clubs": 6, "venues": 5, "entries": 6, "fixtures": 6, "results": 6}


@every_listing
@pytest.mark.parametrize("rows", [1, 3])
def test_export_in_a_fixed_number_of_queries(listing: Listing, rows: int, official: Client) -> None:
    full_rows(listing.model, rows)
    address = page(listing.model, "export", listing.code, "csv")
    official.get(address)
    with CaptureQueriesContext(connection) as queries:
        official.get(address)
    assert len(queries) == FILE_QUERIES[listing.code]


def test_registry_is_of_lists_that_there_are() -> None:
    known = set(apps.get_app_config("competitions").get_models())
    for code, listing in LISTINGS.items():
        assert listing.code == code
        assert listing.model in known
        assert set(listing.example) <= set(listing.by_name)
