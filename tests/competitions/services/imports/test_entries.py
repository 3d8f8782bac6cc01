from decimal import Decimal
from typing import Any

import pytest

from competitions.choices import Via
from competitions.models import Entry, Group
from competitions.services.imports import ENTRIES
from tests.competitions.services.imports.sheets import (
    bring,
    changes,
    look,
    states,
    taken_out,
    wrongs,
)
from tests.factories import (
    AdministratorFactory,
    ClubAliasFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    EntryFactory,
    FixtureFactory,
    GroupFactory,
    GroupStageFactory,
    SeasonFactory,
    StageFactory,
    official_of,
)

pytestmark = pytest.mark.django_db

HEAD = "temporada,etapa,club,departamento,grupo,puesto departamental,llegó por,puntos que trae\n"


@pytest.fixture
def group() -> Group:
    stage = GroupStageFactory(season=SeasonFactory(year=2027), slug="regional", name="Regional")
    return GroupFactory(stage=stage, code="a", name="Grupo A")


def test_club_is_entered(group: Group) -> None:
    club = ClubFactory(name="Unión")
    ClubAliasFactory(club=club, name="Los Rojos")
    plan = bring(ENTRIES, HEAD + "2027,REGIONAL,los rojos,,grupo a,1,Etapa departamental,1.5\n")
    assert states(plan) == [(2, "new")]
    entry = Entry.objects.get()
    assert (entry.stage, entry.group, entry.club) == (group.stage, group, club)
    assert (entry.department, entry.departmental_rank) == (club.department, 1)
    assert (entry.via, entry.points_carried) == (Via.DEPARTMENTAL, Decimal("1.5"))
    group.stage.refresh_from_db()
    assert group.stage.version == 2


def test_entry_changes_where_it_differs(group: Group) -> None:
    entry = EntryFactory(stage=group.stage, club__name="Unión", departmental_rank=1, seed=3)
    plan = bring(ENTRIES, HEAD + "2027,regional,UNION,,a,-,,\n")
    assert changes(plan) == [("grupo", "", "a"), ("puesto departamental", "1", "")]
    entry.refresh_from_db()
    assert (entry.group, entry.departmental_rank, entry.seed) == (group, None, 3)


def test_clubs_of_one_name_are_told_apart(group: Group) -> None:
    for name in ("Ayacucho", "Ica"):
        ClubFactory(name="Unión", slug=f"union-{name}", department=DepartmentFactory(name=name))
    plan = look(ENTRIES, HEAD + "2027,regional,Unión,,,,,\n")
    assert [(line, title) for line, title, _text in wrongs(plan)] == [(2, "club")]
    for text in ("2027,regional,Unión,Ica,,,,\n", "2027,regional,Unión (Ica),,,,,\n"):
        assert states(look(ENTRIES, HEAD + text)) == [(2, "new")]
    bring(ENTRIES, "temporada,etapa,club,código del club\n2027,regional,x,union-Ica\n")
    assert Entry.objects.get().club.slug == "union-Ica"
    assert states(look(ENTRIES, HEAD + "2027,regional,Unión,,,,,\n")) == [(2, "same")]


def test_every_fault_is_told_at_once(group: Group) -> None:
    ClubFactory(name="Ada")
    ClubFactory(name="Vieja", is_archived=True)
    plan = look(
        ENTRIES,
        HEAD + "2027,regional,Nadie,,,,,\n"
        "2027,nacional,Ada,,,,,\n"
        "2026,regional,Ada,,,,,\n"
        "x,regional,Ada,,,,,\n"
        "2027,regional,Ada,Nada,z,0,por avión,mucho\n"
        "2027,regional,Vieja,,,,,\n",
    )
    assert [(line, title) for line, title, _text in wrongs(plan)] == [
        (2, "club"),
        (3, "etapa"),
        (4, "etapa"),
        (5, "temporada"),
        (6, "puesto departamental"),
        (6, "puntos que trae"),
        (6, "llegó por"),
        (6, "departamento"),
        (6, "grupo"),
        (7, "club"),
    ]


def test_club_twice_in_a_stage_is_refused(group: Group) -> None:
    club = ClubFactory(name="Ada")
    ClubAliasFactory(club=club, name="La Ada")
    plan = look(ENTRIES, HEAD + "2027,regional,Ada,,,,,\n2027,regional,La Ada,,,,,\n")
    assert [(line, title) for line, title, _text in wrongs(plan)] == [(3, "")]


def test_group_of_other_fixtures_is_found_by_the_checks_of_the_stage(group: Group) -> None:
    other = GroupFactory(stage=group.stage, code="b")
    home, away = (EntryFactory(stage=group.stage, group=group) for _club in range(2))
    FixtureFactory(stage=group.stage, group=group, home=home, away=away)
    plan = look(ENTRIES, HEAD + f"2027,regional,{home.club.name},,{other.code},,,\n")
    assert [(line, title) for line, title, _text in wrongs(plan)] == [(2, "grupo")]
    home.refresh_from_db()
    assert home.group == group


def test_stages_of_other_branches_are_as_if_they_were_not_there(group: Group) -> None:
    league = DepartmentalLeagueFactory()
    own = StageFactory(season=group.stage.season, league=league, slug="propia")
    ClubFactory(name="Propio", department=league.department)
    ClubFactory(name="Secreto")
    actor = official_of(league)
    plan = look(
        ENTRIES,
        "temporada,etapa,club\n"
        "2027,regional,Propio\n2027,inventada,Propio\n"
        "2027,propia,Secreto\n2027,propia,Inventado\n2027,propia,Propio\n",
        actor=actor,
    )
    texts = {line: text for line, _title, text in wrongs(plan)}
    assert texts[2].replace("regional", "inventada") == texts[3]
    assert texts[4].replace("Secreto", "Inventado") == texts[5]
    assert 6 not in texts
    bring(ENTRIES, "temporada,etapa,club\n2027,propia,Propio\n", actor=actor)
    assert Entry.objects.get().stage == own


@pytest.mark.parametrize("rows", [1, 300])
def test_preview_in_a_fixed_number_of_queries(
    rows: int, group: Group, django_assert_num_queries: Any
) -> None:
    actor = AdministratorFactory()
    department = DepartmentFactory()
    for number in range(rows):
        EntryFactory(
            stage=group.stage,
            group=group,
            club=ClubFactory(name=f"Club {number}", slug=f"c{number}", department=department),
        )
    text = taken_out(ENTRIES)
    with django_assert_num_queries(10):
        plan = look(ENTRIES, text, actor=actor)
    assert plan.count("same") == rows
