import datetime as dt
from typing import Any

import pytest

from competitions.choices import FixtureStatus
from competitions.models import Fixture, Round, Stage
from competitions.services.imports import FIXTURES, RESULTS
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
    LegFactory,
    MatchupFactory,
    RoundFactory,
    SeasonFactory,
    VenueFactory,
    official_of,
)
from tests.standings.scenes import entry, knock_out, play, single_table

pytestmark = pytest.mark.django_db

HEAD = "temporada,etapa,fecha,local,visitante,día,hora,cancha,estado\n"
SCORES = (
    "temporada,etapa,fecha,local,visitante,estado,goles local,goles visitante,local penales,"
    "visitante penales\n"
)


@pytest.fixture
def stage() -> Stage:
    """Ada and Boca have met in round 1 at Ada's; Cali and Dos play nobody yet."""
    stage = single_table("Ada 2-1 Boca")
    for name in ("Cali", "Dos"):
        entry(stage, name)
    return stage


# Fixtures ---------------------------------------------------------------------------------------


def test_fixture_is_added_with_its_round(stage: Stage) -> None:
    VenueFactory(name="Estadio Ñuñez", town="Ica")
    plan = bring(
        FIXTURES,
        HEAD + "2030,NACIONAL,2,cali,Ada,16/05/2030,3:30 p. m.,estadio nunez,\n"
        "2030,nacional,2,Boca,Dos,,,,Postergado\n",
    )
    assert states(plan) == [(2, "new"), (3, "new")]
    assert plan.lines[0].notes == ("Se agrega Fecha 2.",)
    assert plan.lines[1].notes == ()
    round_ = Round.objects.get(number=2)
    assert (round_.name, round_.history.count()) == ("Fecha 2", 1)
    fixture, other = Fixture.objects.filter(round=round_).order_by("key")
    assert (fixture.key, fixture.home.name, fixture.away.name) == ("p1", "Cali", "Ada")
    assert (fixture.date, fixture.time) == (dt.date(2030, 5, 16), dt.time(15, 30))
    assert (fixture.venue.name, fixture.status) == ("Estadio Ñuñez", FixtureStatus.SCHEDULED)
    assert (other.key, other.status) == ("p2", FixtureStatus.POSTPONED)
    stage.refresh_from_db()
    assert stage.version == 2


def test_fixture_is_known_by_its_clubs_and_round(stage: Stage) -> None:
    club = entry(stage, "Ada").club
    ClubAliasFactory(club=club, name="Los Rojos")
    plan = bring(FIXTURES, HEAD + "2030,nacional,1,LOS ROJOS,boca,2030-09-02,,,\n")
    assert changes(plan) == [("día", "2030-09-01", "2030-09-02")]
    assert Fixture.objects.get().history.first().history_change_reason == "file f.csv"


def test_clubs_that_meet_again_are_a_new_fixture_with_a_word_of_it(stage: Stage) -> None:
    plan = look(FIXTURES, HEAD + "2030,nacional,2,Ada,Boca,,,,\n")
    assert (states(plan), plan.lines[0].notes) == (
        [(2, "new")],
        ("Se agrega Fecha 2.", "Estos clubes ya se enfrentan en Fecha 1."),
    )
    play(stage, "Ada - Boca", round_number=3, key="f3-1")
    plan = look(FIXTURES, "temporada,etapa,local,visitante\n2030,nacional,Ada,Boca\n")
    assert wrongs(plan) == [
        (2, "", "Estos clubes se enfrentan aquí más de una vez. Escriba el código: f1-1, f3-1.")
    ]


def test_code_names_a_fixture_or_makes_one(stage: Stage) -> None:
    text = (
        "temporada,etapa,código,local,visitante\n2030,nacional,f1-1,Cali,Boca\n"
        "2030,nacional,x1,Ada,Boca\n"
    )
    plan = bring(FIXTURES, text)
    assert states(plan) == [(2, "changed"), (3, "new")]
    assert changes(plan)[0] == ("local", "Ada", "Cali")
    assert sorted(Fixture.objects.values_list("key", "home__club__name")) == [
        ("f1-1", "Cali"),
        ("x1", "Ada"),
    ]


def test_fixture_of_a_group_stands_in_the_group_of_its_clubs() -> None:
    group = GroupFactory(stage=GroupStageFactory(season=SeasonFactory(year=2030), slug="r"))
    home, away = (EntryFactory(stage=group.stage, group=group) for _club in range(2))
    bring(FIXTURES, f"temporada,etapa,local,visitante\n2030,r,{home.name},{away.name}\n")
    assert Fixture.objects.get().group == group


def test_leg_of_a_matchup() -> None:
    stage = knock_out()
    matchup = MatchupFactory(round=RoundFactory(stage=stage), key="final")
    LegFactory(matchup=matchup, leg=1)
    head = "temporada,etapa,llave,partido de la llave,local,visitante\n"
    home, away = matchup.second.name, matchup.first.name
    plan = look(FIXTURES, head + f"2030,eliminatorias,FINAL,1,{home},{away}\n")
    assert [(line, title) for line, title, _text in wrongs(plan)] == [(2, "partido de la llave")]
    plan = look(FIXTURES, head + f"2030,eliminatorias,otra,2,{home},{away}\n")
    assert [(line, title) for line, title, _text in wrongs(plan)] == [(2, "llave")]
    bring(FIXTURES, head + f"2030,eliminatorias,final,2,{home},{away}\n")
    leg = Fixture.objects.get(leg=2)
    assert (leg.matchup, leg.round) == (matchup, matchup.round)
    head = "temporada,etapa,código,fecha,llave,local,visitante\n"
    plan = bring(FIXTURES, head + f"2030,eliminatorias,{leg.key},-,-,{home},{away}\n")
    leg.refresh_from_db()
    assert (leg.matchup, leg.leg, states(plan)) == (None, None, [(2, "changed")])


def test_every_fault_of_fixtures_is_told_at_once(stage: Stage) -> None:
    for town in ("Ica", "Nasca"):
        VenueFactory(name="Estadio Municipal", town=town)
    plan = look(
        FIXTURES,
        HEAD + "2030,nacional,1,Ada,Nadie,,,,\n"
        "2030,otra,1,Ada,Boca,,,,\n"
        "2030,nacional,final,Ada,Boca,,,,\n"
        "2030,nacional,1,Ada,Ada,,,,\n"
        "2030,nacional,1,Cali,Dos,45000,25:00,Estadio Nuevo,en duda\n"
        "2030,nacional,2,Cali,Dos,,15:30,,\n"
        "2030,nacional,1,Ada,Cali,,,Estadio Municipal,\n"
        "2030,nacional,2,Dos,Cali,,,,\n"
        "2030,nacional,2,DOS,CALI,,,,\n",
    )
    assert [(line, title) for line, title, _text in wrongs(plan)] == [
        (2, "visitante"),
        (3, "etapa"),
        (4, "fecha"),
        (5, "visitante"),
        (6, "día"),
        (6, "hora"),
        (6, "estado"),
        (6, "cancha"),
        (7, "día"),
        (8, "cancha"),
        (10, ""),
    ]
    assert "nacional" in str(stage.slug)


def test_club_that_plays_twice_in_a_round_is_found_by_the_checks_of_the_stage(
    stage: Stage,
) -> None:
    plan = look(FIXTURES, HEAD + "2030,nacional,1,Ada,Cali,,,,\n2030,nacional,1,Dos,Cali,,,,\n")
    assert [line for line, _title, _text in wrongs(plan)] == [2, 3]
    assert Fixture.objects.count() == 1


def test_venue_by_its_town(stage: Stage) -> None:
    venues = [VenueFactory(name="Estadio Municipal", town=town) for town in ("Ica", "Nasca")]
    head = "temporada,etapa,código,local,visitante,cancha,localidad de la cancha\n"
    row = "2030,nacional,f1-1,Ada,Boca,estadio municipal,"
    bring(FIXTURES, head + row + "nasca\n")
    assert Fixture.objects.get().venue == venues[1]
    bring(FIXTURES, head + "2030,nacional,f1-1,Ada,Boca,-,\n")
    assert Fixture.objects.get().venue is None


# Results ----------------------------------------------------------------------------------------


def test_result_says_that_it_was_played(stage: Stage) -> None:
    play(stage, "Cali - Dos", round_number=1, key="f1-2")
    plan = bring(RESULTS, SCORES + "2030,nacional,1,CALI,DOS,,3,0,,\n")
    assert changes(plan) == [
        ("estado", "Programado", "Jugado"),
        ("goles local", "", "3"),
        ("goles visitante", "", "0"),
    ]
    fixture = Fixture.objects.get(key="f1-2")
    assert (fixture.home_goals, fixture.away_goals, fixture.status) == (3, 0, "played")


def test_empty_cells_leave_a_result_and_dashes_take_it_out(stage: Stage) -> None:
    assert states(look(RESULTS, SCORES + "2030,nacional,1,Ada,Boca,,,,,\n")) == [(2, "same")]
    bring(RESULTS, SCORES + "2030,nacional,1,Ada,Boca,Postergado,-,-,,\n")
    fixture = Fixture.objects.get()
    assert (fixture.home_goals, fixture.status) == (None, "postponed")


def test_results_make_no_fixtures_and_no_rounds(stage: Stage) -> None:
    plan = look(
        RESULTS,
        SCORES + "2030,nacional,1,Cali,Dos,,3,0,,\n2030,nacional,9,Ada,Boca,,3,0,,\n",
    )
    assert [(line, title) for line, title, _text in wrongs(plan)] == [(2, ""), (3, "fecha")]


def test_every_fault_of_results_is_told_at_once(stage: Stage) -> None:
    play(stage, "Cali - Dos", round_number=1, key="f1-2")
    play(stage, "Boca - Cali", round_number=2, key="f2-1")
    plan = look(
        RESULTS,
        SCORES + "2030,nacional,1,Ada,Boca,,2,x,,\n"
        "2030,nacional,1,Cali,Dos,,3,,,\n"
        "2030,nacional,2,Boca,Cali,,1,1,4,3\n",
    )
    assert [(line, title) for line, title, _text in wrongs(plan)] == [
        (2, "goles visitante"),
        (3, "goles local"),
        (4, "local penales"),
    ]
    assert Fixture.objects.with_score().count() == 1


def test_score_of_a_match_that_is_not_played_is_refused(stage: Stage) -> None:
    play(stage, "Cali - Dos", round_number=1, key="f1-2")
    plan = look(RESULTS, SCORES + "2030,nacional,1,Cali,Dos,Postergado,3,0,,\n")
    assert [(line, title) for line, title, _text in wrongs(plan)] == [(2, "estado")]


def test_official_results_need_a_reason(stage: Stage) -> None:
    Fixture.objects.update(is_official=True)
    assert not look(RESULTS, SCORES + "2030,nacional,1,Ada,Boca,,2,1,,\n").needs_reason
    plan = look(RESULTS, SCORES + "2030,nacional,1,Ada,Boca,,2,2,,\n")
    assert plan.needs_reason
    assert not look(FIXTURES, HEAD + "2030,nacional,1,Ada,Boca,2030-09-03,,,\n").needs_reason
    bring(RESULTS, SCORES + "2030,nacional,1,Ada,Boca,,2,2,,\n", reason="Planilla")
    assert Fixture.objects.get().history.first().history_change_reason == "Planilla"


def test_archived_match_stays_as_it_is_and_makes_room_for_another(stage: Stage) -> None:
    Fixture.objects.update(is_archived=True)
    head = "temporada,etapa,código,fecha,local,visitante,goles local,goles visitante\n"
    row = "2030,nacional,f1-1,1,Ada,Boca,"
    assert states(look(RESULTS, head + row + "2,1\n")) == [(2, "same")]
    assert wrongs(look(RESULTS, head + row + "2,2\n")) == [
        (2, "", "El partido está archivado. Restáurelo antes de cambiarlo.")
    ]
    assert states(look(FIXTURES, HEAD + "2030,nacional,1,Ada,Boca,,,,\n")) == [(2, "new")]


def test_match_that_is_to_be_played_again_is_no_longer_official(stage: Stage) -> None:
    Fixture.objects.update(is_official=True)
    text = SCORES + "2030,nacional,1,Ada,Boca,Postergado,-,-,,\n"
    assert look(RESULTS, text).needs_reason
    bring(RESULTS, text, reason="Resolución 4")
    fixture = Fixture.objects.get()
    assert (fixture.status, fixture.home_goals, fixture.is_official) == ("postponed", None, False)


def test_fixtures_of_other_branches_are_as_if_they_were_not_there(stage: Stage) -> None:
    league = DepartmentalLeagueFactory()
    actor = official_of(league)
    plan = look(
        RESULTS,
        SCORES + "2030,nacional,1,Ada,Boca,,5,0,,\n2030,inventada,1,Ada,Boca,,5,0,,\n",
        actor=actor,
    )
    texts = {line: text for line, _title, text in wrongs(plan)}
    assert texts[2].replace("nacional", "inventada") == texts[3]
    own = FixtureFactory(stage__season=stage.season, stage__league=league, stage__slug="propia")
    row = f"2030,propia,,{own.home.name},{own.away.name},,5,0,,\n"
    bring(RESULTS, SCORES + row, actor=actor)
    own.refresh_from_db()
    assert own.home_goals == 5


def test_two_clubs_of_one_name_in_a_stage(stage: Stage) -> None:
    for name in ("Ica", "Puno"):
        club = ClubFactory(name="Unión", slug=f"u-{name}", department=DepartmentFactory(name=name))
        EntryFactory(stage=stage, club=club)
    plan = look(FIXTURES, HEAD + "2030,nacional,1,Unión,Cali,,,,\n")
    assert wrongs(plan) == [
        (
            2,
            "local",
            "Aquí juega más de un «Unión» (Ica, Puno). Escríbalo con su departamento entre "
            "paréntesis.",
        )
    ]
    bring(FIXTURES, HEAD + "2030,nacional,1,Unión (Puno),Cali,,,,\n")
    assert Fixture.objects.get(away__club__name="Cali").home.club.slug == "u-Puno"
    for listing in (FIXTURES, RESULTS):
        assert {state for _line, state in states(look(listing, taken_out(listing)))} == {"same"}


@pytest.mark.parametrize("listing", [FIXTURES, RESULTS], ids=lambda listing: listing.code)
@pytest.mark.parametrize("rows", [1, 300])
def test_preview_in_a_fixed_number_of_queries(
    listing: Any, rows: int, stage: Stage, django_assert_num_queries: Any
) -> None:
    actor = AdministratorFactory()
    ada, boca = entry(stage, "Ada"), entry(stage, "Boca")
    Fixture.objects.update(venue=VenueFactory())
    for number in range(1, rows):
        FixtureFactory(stage=stage, home=ada, away=boca, key=f"x{number}", venue=VenueFactory())
    text = taken_out(listing)
    with django_assert_num_queries({"fixtures": 14, "results": 12}[listing.code]):
        plan = look(listing, text, actor=actor)
    assert plan.count("same") == rows
