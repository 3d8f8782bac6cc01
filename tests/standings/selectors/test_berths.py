"""The berths of a stage: what is expected of each stage before it, who is known, in and late."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competitions.models import Entry, Qualifier, Stage
from competitions.services.going_up import enter_lists
from competitions.services.writing import Refused
from standings.selectors.berths import awaited, berths_of, by_level
from standings.selectors.reading import load
from standings.selectors.season_setup import season_setup
from standings.templatetags.berths import berth_words, late_words, state_words
from tests.factories import (
    AdministratorFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    FixtureFactory,
    GroupFactory,
    GroupStageFactory,
    KnockOutFactory,
    QualifierFactory,
    QualifierListFactory,
    RoundFactory,
    RuleSetFactory,
    SeasonFactory,
    StageFactory,
    ZoneFactory,
    official_of,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2030, 9, 1)


@pytest.fixture
def national() -> Stage:
    stage = StageFactory(season=SeasonFactory(year=2030), slug="nacional", name="Nacional", size=4)
    RuleSetFactory(stage=stage)
    return stage


def departmental(national: Stage, name: str, factory=StageFactory, **fields: object) -> Stage:
    league = DepartmentalLeagueFactory(name=f"Liga Departamental de {name}")
    league.department.name = name
    league.department.save()
    stage = factory(season=national.season, league=league, name=f"Departamental {name}", **fields)
    RuleSetFactory(stage=stage)
    if factory is StageFactory:
        ZoneFactory(rule_set=stage.rule_set, code="pasan", leads_to=national)
    return stage


def confirmed(stage: Stage, national: Stage, *places: int | None) -> list[Qualifier]:
    found = QualifierListFactory(stage=stage)
    return [
        QualifierFactory(
            qualifier_list=found, entry=EntryFactory(stage=stage), place=place, zone_code="pasan",
            to_stage=national,
        )
        for place in places
    ]  # fmt: skip


def page(stage: Stage, **options: object):
    return berths_of(Stage.objects.get(pk=stage.pk), today=TODAY, **options)


def said(found) -> list[tuple[str, str]]:
    return [
        (berth_words(berth, feeder), berth.club)
        for feeder in found.feeders
        for berth in feeder.berths
    ]


def test_department_that_has_not_finished_holds_its_own_slots_alone(national) -> None:
    first, second = confirmed(departmental(national, "Piura"), national, 1, 2)
    departmental(national, "Puno")
    found = page(national)
    assert said(found) == [
        ("Campeón de Piura", first.entry.name),
        ("Subcampeón de Piura", second.entry.name),
        ("Campeón de Puno", ""),
        ("Subcampeón de Puno", ""),
    ]
    assert (found.open, len(found.to_enter), found.entered) == (2, 2, 0)
    assert [(f.stage.name, f.state) for f in found.waiting] == [
        ("Departamental Piura", "confirmed"),
        ("Departamental Puno", "not_begun"),
    ]


def test_slots_of_groups_finals_and_the_own_league_are_named(national) -> None:
    groups = departmental(national, "Cusco", GroupStageFactory)
    for code in "ab":
        GroupFactory(stage=groups, code=code, name=f"Grupo {code.upper()}")
    ZoneFactory(rule_set=groups.rule_set, leads_to=national, first_place=1, last_place=1)
    final = departmental(national, "Ica", KnockOutFactory)
    RoundFactory(stage=final, number=3, key="final")
    for kind in ("winners", "losers"):
        ZoneFactory(rule_set=final.rule_set, leads_to=national, kind=kind, round_number=3)
    own = StageFactory(season=national.season, league=national.league, name="Repechaje")
    ZoneFactory(
        rule_set=RuleSetFactory(stage=own), leads_to=national, kind="best_nth", nth=1, count=1,
        name="Mejores", name_en="Best",
    )  # fmt: skip
    assert [words for words, _ in said(page(national))] == [
        "Mejores, Repechaje",
        "1.º de Grupo A, Cusco",
        "1.º de Grupo B, Cusco",
        "Campeón de Ica",
        "Subcampeón de Ica",
    ]


def test_third_place_and_what_rules_leave_unsaid(national) -> None:
    stage = departmental(national, "Lima")
    stage.rule_set.zones.update(first_place=3, last_place=3)
    ZoneFactory(rule_set=stage.rule_set, leads_to=national, kind="best_of_department")
    (feeder,) = page(national).feeders
    assert berth_words(feeder.berths[0], feeder) == "3.º de Lima"
    assert feeder.unsaid


def test_club_by_decision_stands_on_the_list_and_leaves_no_slot_open(national) -> None:
    stage = departmental(national, "Piura")
    winner, other = confirmed(stage, national, 1, 3)
    Qualifier.objects.filter(pk=other.pk).update(zone_code="", via="invitation")
    assert said(page(national)) == [
        ("Campeón de Piura", winner.entry.name),
        ("3.º de Piura", other.entry.name),
    ]


def test_states_follow_from_results_and_lists(national) -> None:
    playing = departmental(national, "Áncash")
    FixtureFactory(stage=playing, score="1-0")
    FixtureFactory(stage=playing)
    played = departmental(national, "Callao")
    FixtureFactory(stage=played, score="1-0")
    over = departmental(national, "Ica", is_finished=True)
    found = page(national)
    assert [state_words(feeder) for feeder in found.feeders] == [
        "jugada, falta confirmar su lista",
        "jugada, falta confirmar su lista",
        "1 de 2 resultados",
    ]
    assert [f.stage for f in found.waiting] == [played, over, playing]


def test_late_is_who_passed_its_end_or_the_beginning_of_the_next(national) -> None:
    departmental(national, "Tacna", ends_on=TODAY - dt.timedelta(1))
    departmental(national, "Puno", ends_on=TODAY)
    done = departmental(national, "Ica", ends_on=TODAY - dt.timedelta(9))
    confirmed(done, national, 1, 2)
    (late,) = page(national).late
    assert late.stage.name == "Departamental Tacna"
    words = late_words(late.late, late.stage.ends_on, national.label)
    assert words == "debió terminar el sábado 31 de agosto"
    national.starts_on = TODAY
    national.save()
    assert [f.late for f in page(national).late] == ["next_begun", "past_end"]
    assert late_words("next_begun", None, national.label) == "por fechas ya empezó: Nacional"


def test_late_is_who_is_left_when_the_others_are_over(national) -> None:
    for number in range(4):
        confirmed(departmental(national, f"Depto {number}"), national, 1)
    departmental(national, "Puno")
    (late,) = page(national).late
    assert (late.stage.name, late.late) == ("Departamental Puno", "others_over")
    assert late_words(late.late) == "casi todas las demás de su nivel han terminado"


def test_all_confirmed_are_entered_together_with_their_ranks(national) -> None:
    for name in ("Ica", "Piura"):
        confirmed(departmental(national, name), national, 1, 2)
    found = page(national)
    enter_lists([row.qualifier_list for row in Qualifier.objects.all()], stage=national, actor=None)
    ranks = Entry.objects.filter(stage=national).values_list("departmental_rank", "via")
    assert sorted(ranks) == [(1, "departmental")] * 2 + [(2, "departmental")] * 2
    found = page(national)
    assert (found.entered, found.to_enter, [f.state for f in found.done]) == (
        4,
        (),
        ["entered", "entered"],
    )


def test_no_more_clubs_are_entered_than_there_are_berths(national) -> None:
    national.size = 3
    national.save()
    for name in ("Ica", "Piura"):
        confirmed(departmental(national, name), national, 1, 2)
    lists = {row.qualifier_list for row in Qualifier.objects.all()}
    with pytest.raises(Refused, match="tiene 3 cupos, y quedarían inscritos 4 clubes, 1 de más"):
        enter_lists(lists, stage=national, actor=None)
    assert not Entry.objects.filter(stage=national).exists()
    assert [f.code for f in page(national).faults] == ["more_places_than_berths"]


def test_club_on_two_lists_is_entered_once(national) -> None:
    (first,) = confirmed(departmental(national, "Ica"), national, 1)
    again = departmental(national, "Piura")
    entry = EntryFactory(stage=again, club=first.entry.club)
    found = QualifierFactory(
        qualifier_list=QualifierListFactory(stage=again), entry=entry, to_stage=national
    )
    lists = [first.qualifier_list, found.qualifier_list]
    assert len(enter_lists(lists, stage=national, actor=None)) == 1


def test_corrected_result_shows_where_its_clubs_went(national) -> None:
    stage = departmental(national, "Ica")
    stage.rule_set.zones.update(last_place=1)
    fixture = FixtureFactory(stage=stage, score="1-0")
    found = QualifierListFactory(stage=stage)
    QualifierFactory(
        qualifier_list=found, entry=fixture.home, place=1, zone_code="pasan", to_stage=national
    )
    assert page(national).feeders[0].disagreement is None
    fixture.away_goals = 3
    fixture.save()
    Stage.objects.filter(pk=stage.pk).update(version=7)
    differs = page(national).feeders[0].disagreement
    assert [club.name for club in differs.not_listed] == [fixture.away.name]
    assert page(national, compared=False).feeders[0].disagreement is None


def test_club_that_lost_its_place_on_the_list_is_named(national) -> None:
    stage = departmental(national, "Ica")
    (row,) = confirmed(stage, national, 1)
    enter_lists([row.qualifier_list], stage=national, actor=None)
    gone = row.entry.name
    row.delete()
    assert [(s.club, s.stage) for s in page(national).strangers] == [(gone, stage)]


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_many_stages(rows: int, national) -> None:
    for number in range(rows):
        confirmed(departmental(national, f"Depto {number}"), national, 1)
    stage = Stage.objects.select_related("season", "league", "rule_set").get(pk=national.pk)
    with CaptureQueriesContext(connection) as cold:
        berths_of(stage, today=TODAY)
    with CaptureQueriesContext(connection) as warm:
        berths_of(stage, today=TODAY)
    assert (len(cold), len(warm)) == (12, 7)


def test_readers_see_open_berths_until_the_stage_begins(national) -> None:
    confirmed(departmental(national, "Ica"), national, 1, 2)
    departmental(national, "Puno")

    def seen():
        stage = Stage.objects.select_related("season", "league", "rule_set").get(pk=national.pk)
        return awaited(load([stage])[stage.pk], today=TODAY)

    assert [f.stage.name for f in seen().with_open] == ["Departamental Puno"]
    FixtureFactory(stage=national, score="1-0")
    Stage.objects.filter(pk=national.pk).update(version=9)
    assert seen() is None


def test_levels_come_from_above(national) -> None:
    league = DepartmentalLeagueFactory(level="provincial")
    below = StageFactory(season=national.season, league=league)
    ZoneFactory(rule_set=RuleSetFactory(stage=below), leads_to=national)
    departmental(national, "Ica")
    levels = by_level(page(national).feeders)
    assert [level for level, _ in levels] == ["departmental", "provincial"]


def test_setup_counts_the_levels_of_the_own_branch(national) -> None:
    stage = departmental(national, "Ica")
    DepartmentalLeagueFactory(parent=stage.league, level="district", department=None)
    setup = season_setup(national.season, official_of(stage.league))
    assert [(line.level, line.leagues, line.open, line.missing) for line in setup.levels] == [
        ("departmental", 1, 1, 0),
        ("district", 1, 0, 1),
    ]
    assert (setup.national, setup.overbooked, list(setup.branches)) == ((), (), [stage.league])
    national.size = 1
    StageFactory(season=SeasonFactory(year=2029), league=stage.league)
    national.size = 2
    national.save()
    departmental(national, "Puno")
    setup = season_setup(national.season, AdministratorFactory())
    assert [(o.stage, o.fault.params["change"]) for o in setup.overbooked] == [(national, 2)]
    assert [season.year for season in setup.sources] == [2029]
