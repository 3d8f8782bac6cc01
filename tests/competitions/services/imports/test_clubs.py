from typing import Any

import pytest

from competitions.choices import LeagueLevel
from competitions.models import Club, ClubAlias, Department
from competitions.services.imports import CLUBS
from tests.competitions.services.imports.sheets import (
    bring,
    changes,
    look,
    states,
    taken_out,
    wrongs,
)
from tests.factories import (
    ClubAliasFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    EntryFactory,
    official_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ayacucho() -> Department:
    return DepartmentFactory(name="Ayacucho", slug="ayacucho", code="05")


def test_new_club_with_its_other_names(ayacucho: Department) -> None:
    plan = bring(
        CLUBS,
        "Ciudad,Departamento,Nombre,Otros nombres\nHuanta,AYACUCHO,Unión Ñaña,U. Ñaña; UÑ\n",
    )
    assert states(plan) == [(2, "new")]
    club = Club.objects.get()
    assert (club.name, club.key, club.slug) == ("Unión Ñaña", "union nana", "union-nana")
    assert (club.department, club.home_town) == (ayacucho, "Huanta")
    assert sorted(club.aliases.values_list("name", "key")) == [("U. Ñaña", "u nana"), ("UÑ", "un")]
    assert [h.history_change_reason for h in club.history.all()] == ["file f.csv"]
    assert ClubAlias.history.count() == 2


def test_no_second_union_is_born(ayacucho: Department) -> None:
    club = ClubFactory(name="Unión", department=ayacucho)
    ClubAliasFactory(club=club, name="Los Rojos")
    text = "nombre,departamento,localidad\nUNION,ayacucho,Huanta\n"
    plan = look(CLUBS, text)
    assert states(plan) == [(2, "changed")]
    assert changes(plan) == [("localidad", "", "Huanta")]
    assert states(look(CLUBS, "nombre,departamento\nlos  rojos,5\n")) == [(2, "same")]
    bring(CLUBS, text)
    assert Club.objects.get().name == "Unión"


def test_name_with_a_letter_amiss_is_new_and_says_whom_it_resembles(ayacucho: Department) -> None:
    ClubFactory(name="Unión Ñahuimpuquio", department=ayacucho)
    ClubFactory(name="Union Nahuimpuqio", department=DepartmentFactory())
    plan = look(CLUBS, "nombre,departamento\nUnion Nahuimpuqio,Ayacucho\nSport Loreto,Ayacucho\n")
    assert states(plan) == [(2, "new"), (3, "new")]
    assert [line.notes for line in plan.lines] == [
        ("Se parece a «Unión Ñahuimpuquio». Si es ese, escríbalo así.",),
        (),
    ]


def test_club_of_the_same_name_in_another_department_is_another_one(ayacucho: Department) -> None:
    ClubFactory(name="Unión", department=ayacucho)
    ica = DepartmentFactory(name="Ica")
    assert states(bring(CLUBS, "nombre,departamento\nUnión,Ica\n")) == [(2, "new")]
    assert sorted(Club.objects.values_list("slug", flat=True)) == ["union", f"union-{ica.slug}"]
    plan = look(CLUBS, "nombre\nunion\n")
    assert wrongs(plan) == [
        (2, "nombre", "Hay más de un «union» (Ayacucho, Ica). Indique el departamento o el código.")
    ]


def test_club_named_by_its_code_takes_the_name_of_the_file_and_keeps_its_own_as_another(
    ayacucho: Department,
) -> None:
    ClubFactory(name="Union", slug="union", department=ayacucho)
    plan = bring(CLUBS, "código,nombre\nunion,Unión de Huanta\n")
    assert changes(plan) == [("nombre", "Union", "Unión de Huanta"), ("otros nombres", "", "Union")]
    club = Club.objects.get()
    assert (club.name, club.key, club.slug) == ("Unión de Huanta", "union de huanta", "union")
    assert list(club.aliases.values_list("name", flat=True)) == ["Union"]


def test_name_that_is_taken_is_refused(ayacucho: Department) -> None:
    ClubFactory(name="Unión", slug="union", department=ayacucho)
    ClubFactory(name="Sport", slug="sport", department=ayacucho)
    plan = look(CLUBS, "código,nombre\nsport,UNIÓN\n")
    assert [(line, title) for line, title, _text in wrongs(plan)] == [(2, "nombre")]


def test_every_fault_is_told_at_once_with_its_line_and_column(ayacucho: Department) -> None:
    long = "x" * 81
    plan = look(
        CLUBS,
        "nombre;departamento;liga;código\n"
        "Unión;Ayacuho;;\n"
        ";Ayacucho;;\n"
        f"{long};Ayacucho;;\n"
        "Sport;Ayacucho;Liga de Nada;\n"
        "Norte;;;\n"
        "Sur;Ayacucho;;sur\n"
        "***;Ayacucho;;\n"
        "Este;Ayacucho;;\n"
        "ESTE;Ayacucho;;\n",
    )
    assert [(line, title) for line, title, _text in wrongs(plan)] == [
        (2, "departamento"),
        (3, "nombre"),
        (4, "nombre"),
        (5, "liga"),
        (6, "departamento"),
        (7, "código"),
        (8, "nombre"),
        (10, ""),
    ]
    assert wrongs(plan)[-1][2] == "La fila dice lo mismo que la línea 9. Quite una de las dos."
    assert not Club.objects.exists()


def test_empty_cell_leaves_and_dash_takes_out(ayacucho: Department) -> None:
    league = DepartmentalLeagueFactory(department=ayacucho)
    club = ClubFactory(
        name="Ada", short_name="A", home_town="Huanta", league=league, department=ayacucho
    )
    bring(CLUBS, "nombre,nombre corto,localidad,liga\nAda,,-,–\n")
    club.refresh_from_db()
    assert (club.short_name, club.home_town, club.league) == ("A", "", None)


def test_league_by_name_or_address(ayacucho: Department) -> None:
    parents = [DepartmentalLeagueFactory(department=d) for d in (ayacucho, DepartmentFactory())]
    leagues = [
        DepartmentalLeagueFactory(
            name="Liga Distrital del Centro",
            slug=f"centro-{number}",
            level=LeagueLevel.DISTRICT,
            parent=parent,
            department=parent.department,
        )
        for number, parent in enumerate(parents)
    ]
    bring(
        CLUBS,
        "nombre,departamento,liga\nAda,Ayacucho,liga distrital del CENTRO\nBoca,5,centro-1\n",
    )
    assert [club.league for club in Club.objects.order_by("name")] == leagues


def test_row_of_the_template_is_not_read(ayacucho: Department) -> None:
    text = ",".join(CLUBS.header()) + "\n"
    plan = look(CLUBS, text + ",Deportivo Ejemplo de la Plantilla,,,Lima,,\n,Ada,,,Ayacucho,,\n")
    assert states(plan) == [(3, "new")]


def test_columns_nobody_knows_are_named_and_those_mistyped_are_refused(
    ayacucho: Department,
) -> None:
    plan = look(CLUBS, "nombre,departamento,presidente\nAda,Ayacucho,Rosa\n")
    assert (states(plan), plan.ignored) == ([(2, "new")], ("presidente",))
    plan = look(CLUBS, "nombre,deparatmento\nAda,Ayacucho\n")
    assert plan.faults == (
        "Línea 1: No existe la columna «deparatmento». Cámbiele el nombre o quítela. "
        "¿Quiso decir «departamento»?",
    )


def test_what_is_taken_out_comes_back_the_same(ayacucho: Department) -> None:
    league = DepartmentalLeagueFactory(department=ayacucho, name="Liga, «Ñ»; y más")
    awkward = ["=Unión", "Unión", "A; B, C", "'Comillas' \"dobles\"", "'=1", "-", "ñ" * 80]
    for number, name in enumerate(awkward):
        club = ClubFactory(
            name=name if name != "-" else "- Menos",
            short_name=name[:30] if name != "-" else "",
            home_town=name,
            slug=f"club-{number}",
            department=DepartmentFactory(),
            league=league,
        )
        ClubAliasFactory(club=club, name="@Alias, del club")
    plan = look(CLUBS, taken_out(CLUBS))
    assert states(plan) == [(2 + number, "same") for number in range(len(awkward))]


def test_club_of_another_branch_is_as_if_it_were_not_there(ayacucho: Department) -> None:
    ica = DepartmentFactory(name="Ica")
    own = official_of(DepartmentalLeagueFactory(department=ayacucho))
    ClubFactory(name="Secreto", slug="secreto", department=ica, home_town="Nasca")
    plan = look(
        CLUBS,
        "nombre,departamento,código,localidad\n"
        "Secreto,Ica,,Pisco\n"
        "Inventado,Ica,,Pisco\n"
        "Secreto,Ica,secreto,Pisco\n"
        "Secreto,Ica,inventado,Pisco\n"
        "Secreto,,,Pisco\n"
        "Inventado,,,Pisco\n",
        actor=own,
    )
    texts = {line: text for line, _title, text in wrongs(plan)}
    assert texts[2] == texts[3]
    assert texts[4].replace("secreto", "inventado") == texts[5]
    assert texts[6] == texts[7]
    assert "Nasca" not in str(plan)
    plan = look(CLUBS, "nombre,departamento\nSecretoo,Ica\n", actor=own)
    assert "Secreto»" not in str(plan)


def test_official_records_clubs_of_his_own_branch(ayacucho: Department) -> None:
    league = DepartmentalLeagueFactory(department=ayacucho, name="Liga de Ayacucho")
    other = DepartmentalLeagueFactory(name="Liga de Ica")
    own = official_of(league)
    bring(CLUBS, "nombre,departamento,liga\nAda,Ayacucho,Liga de Ayacucho\n", actor=own)
    assert Club.objects.get().history.get().history_user == own
    plan = look(CLUBS, "nombre,departamento,liga\nAda,Ayacucho,Liga de Ica\n", actor=own)
    assert [(line, title) for line, title, _text in wrongs(plan)] == [(2, "liga")]
    assert other.name == "Liga de Ica"


def test_stages_that_show_a_club_are_looked_at_again(ayacucho: Department) -> None:
    entry = EntryFactory(club__name="Ada", club__department=ayacucho)
    before = entry.stage.version
    bring(CLUBS, "nombre,otros nombres\nAda,Adita\n")
    entry.stage.refresh_from_db()
    assert entry.stage.version == before + 1


@pytest.mark.parametrize("rows", [1, 300])
def test_preview_in_a_fixed_number_of_queries(
    rows: int, ayacucho: Department, django_assert_num_queries: Any
) -> None:
    from tests.factories import AdministratorFactory  # noqa: PLC0415

    actor = AdministratorFactory()
    for number in range(rows):
        ClubFactory(name=f"Club {number}", slug=f"c-{number}", department=ayacucho)
    text = "nombre,departamento,localidad\n" + "".join(
        f"CLUB {number},Ayacucho,\n" for number in range(rows)
    )
    with django_assert_num_queries(9):
        plan = look(CLUBS, text, actor=actor)
    assert plan.count("same") == rows
