import pytest

from competitions.models import Department, Season, Stage
from standings.core.way import Fate
from standings.selectors.map import map_of, running_map
from standings.selectors.seasons import NotFound
from standings.selectors.way import running_way, way_page
from tests.factories import (
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    EntryFactory,
    KnockOutFactory,
    QualifierFactory,
    QualifierListFactory,
    RoundFactory,
    RuleSetFactory,
    RulingFactory,
    SeasonFactory,
    StageFactory,
    ZoneFactory,
)
from tests.standings.scenes import entry, groups, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def piura() -> Department:
    return DepartmentFactory(name="Piura", slug="piura", code="20")


def below(department: Department, level: str = "departmental", **fields: object) -> Stage:
    """A stage of a league of the department."""
    league = DepartmentalLeagueFactory(department=department, level=level)
    fields = {"slug": f"{level}-{league.pk}", "name": f"Etapa {level}", "position": 9} | fields
    return StageFactory(season=SeasonFactory(year=2030), league=league, **fields)


def leads(stage: Stage, target: Stage, **fields: object) -> None:
    rules = getattr(stage, "rule_set", None) or RuleSetFactory(stage=stage)
    ZoneFactory(rule_set=rules, leads_to=target, **fields)


def only(department: str):
    (found,) = [d for d in way_page(2030).departments if d.department.name == department]
    return found


def fates() -> dict[str, Fate]:
    return {way.club.name: way.fate for way in way_page(2030).ways}


def test_clubs_stand_by_department_and_by_their_place_there(piura):
    table = single_table(year=2030)
    for rank, name in ((2, "Ada"), (1, "Boca")):
        club = ClubFactory(name=name, department=piura)
        EntryFactory(stage=table, club=club, via="departmental", departmental_rank=rank)
    entry(table, "Cali")
    page = way_page(2030)
    assert [way.club.name for way in only("Piura").clubs] == ["Boca", "Ada"]
    assert (len(page.ways), page.still_in, page.tells_how) == (3, 3, False)


def test_club_is_told_once_and_by_the_last_stage_that_it_is_known_in():
    table = single_table("Ada 2-1 Boca")
    following = knock_out()
    matchup(following, "Ada", "Cali", "1-0")
    assert len(way_page(2030).ways) == 3
    reached = {way.club.name: way.reached for way in way_page(2030).ways}
    assert (reached["Ada"].stage.slug, reached["Ada"].rival.name) == ("eliminatorias", "Cali")
    assert reached["Boca"].stage.slug == table.slug


def test_loser_is_out_and_the_winner_of_the_final_is_champion():
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", key_of_round="semifinals")
    matchup(stage, "Cali", "Deza", "1-0", key="s2")
    matchup(stage, "Ada", "Cali", "0-1", round_number=2, key_of_round="final")
    Stage.objects.update(is_finished=True)
    found = way_page(2030)
    assert fates() == {"Ada": "out", "Boca": "out", "Cali": "champion", "Deza": "out"}
    assert found.champion.club.name == "Cali"
    assert found.is_over


def test_third_place_makes_nobody_go_farther_than_the_semifinal():
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", key_of_round="semifinals")
    matchup(stage, "Boca", "Deza", "1-0", round_number=2, key_of_round="third_place")
    way = next(way for way in way_page(2030).ways if way.club.name == "Boca")
    assert (way.fate, way.reached.round.key) == ("out", "semifinals")


def test_loser_whom_the_rules_send_on_is_still_in():
    stage = knock_out()
    zone = {"kind": "losers", "round_number": 1, "first_place": None, "last_place": None}
    leads(stage, groups("A", year=2030), **zone)
    matchup(stage, "Ada", "Boca", "1-0")
    assert fates()["Boca"] == "in"


def test_club_that_is_not_among_all_of_the_next_round_is_out_before_the_table_is_finished():
    single_table("Ada 2-1 Boca", "Cali 1-0 Deza", "Eten 1-0 Faro")
    stage = knock_out()
    matchup(stage, "Ada", "Boca", key_of_round="semifinals")
    assert fates()["Eten"] == "in"
    matchup(stage, "Cali", "Deza", key="s2")
    Stage.objects.update(version=2)
    assert fates()["Eten"] == "out"
    assert fates()["Cali"] == "in"


def test_finished_table_tells_who_is_out():
    table = single_table("Ada 2-1 Boca", "Cali 1-0 Deza", cut=2)
    table.rule_set.zones.update(leads_to=knock_out())
    ZoneFactory(rule_set=table.rule_set, code="fuera", tone="out", first_place=3, last_place=4)
    assert set(fates().values()) == {"in"}
    Stage.objects.filter(pk=table.pk).update(is_finished=True, version=2)
    assert fates() == {"Ada": "in", "Cali": "in", "Boca": "out", "Deza": "out"}


def test_what_is_not_known_of_a_finished_season_is_said():
    single_table("Ada ?-? Boca")
    Stage.objects.update(is_finished=True)
    assert set(fates().values()) == {"reached"}


def test_excluded_club_is_out():
    table = single_table("Ada 2-1 Boca")
    out = entry(table, "Ada")
    RulingFactory(stage=table, fixture=None, effect="exclusion", entry=out, in_favour_of=None)
    assert fates() == {"Ada": "out", "Boca": "in"}


def test_department_that_has_not_finished_holds_its_berths_open(piura):
    table = single_table(year=2030)
    stage = below(piura)
    leads(stage, table, last_place=2)
    found = only("Piura")
    assert (found.berths, found.open, found.clubs) == (2, 2, ())
    assert (found.stages[0].round, found.stages[0].rounds) == (None, 0)
    for number in range(1, 4):
        score = "1-0" if number < 3 else "-"
        play(stage, f"Ada {score} Boca", round_number=number)
    Stage.objects.update(version=2)
    found = only("Piura")
    assert (found.stages[0].round.number, found.stages[0].rounds) == (2, 3)
    EntryFactory(stage=table, club=ClubFactory(department=piura))
    Stage.objects.update(version=3)
    assert only("Piura").open == 1


def test_places_that_divide_evenly_among_the_departments_are_berths(piura):
    DepartmentFactory(name="Tumbes")
    single_table(year=2030, cut=4)
    page = way_page(2030)
    assert (page.places, page.open) == (4, 4)
    assert [found.berths for found in page.departments] == [2, 2]
    Stage.objects.update(is_finished=True, version=2)
    assert way_page(2030).open == 0


@pytest.mark.parametrize(
    ("zone", "berths"),
    [
        ({"kind": "best_nth", "nth": 2, "count": 3}, 3),
        ({"kind": "winners", "round_number": 1}, 1),
        ({"first_place": 1, "last_place": 1, "groups": "A B"}, 2),
    ],
    ids=["best seconds", "winners", "groups"],
)
def test_berths_are_counted_from_the_zones_of_the_department(piura, zone, berths):
    table = single_table(year=2030)
    stage = below(piura, kind="knock_out" if "round_number" in zone else "groups")
    if "round_number" in zone:
        matchup(stage, "Ada", "Boca")
    leads(stage, table, **zone)
    assert only("Piura").berths == berths


def test_trail_names_the_stages_below_with_place_and_matchup(piura):
    table = single_table(year=2030)
    district, departmental = below(piura, "district"), below(piura, kind="knock_out")
    RuleSetFactory(stage=departmental, settlement="penalties")
    club = ClubFactory(name="Ada", department=piura)
    first = EntryFactory(stage=district, club=club)
    second = EntryFactory(stage=departmental, club=club, origin=first, origin_place=1)
    matchup(departmental, "Ada", "Boca", "1-0", key="final")
    EntryFactory(stage=table, club=club, via="winners", origin=second)
    (way,) = only("Piura").clubs
    assert [(start.slug, start.place, start.matchup, start.number) for start in way.trail] == [
        (district.slug, 1, "", None),
        (departmental.slug, None, "final", 1),
    ]
    assert way_page(2030).tells_how


def test_club_of_a_confirmed_list_counts_before_it_is_entered(piura):
    table, stage = single_table(year=2030), below(piura)
    leads(stage, table, last_place=1)
    club = ClubFactory(name="Ada", department=piura)
    mine = EntryFactory(stage=stage, club=club)
    confirmed = QualifierListFactory(stage=stage)
    QualifierFactory(
        qualifier_list=confirmed, entry=mine, to_stage=table, outcome="", destination=""
    )
    (way,) = only("Piura").clubs
    assert (way.reached, way.fate, way.trail[0].slug) == (None, "in", stage.slug)
    assert only("Piura").open == 0
    EntryFactory(stage=table, club=club, origin=mine, origin_place=1)
    Stage.objects.update(version=2)
    assert [way.reached is not None for way in only("Piura").clubs] == [True]


def test_leagues_below_are_counted_by_their_level(piura):
    single_table(year=2030)
    for number in range(3):
        below(piura, "district", is_finished=number == 0)
    alone = below(piura, "provincial", name="Provincial de Sullana")
    found = {leagues.level: leagues for leagues in only("Piura").leagues}
    assert (found["district"].number, found["district"].finished) == (3, 1)
    assert (found["provincial"].slug, found["provincial"].label.es) == (
        alone.slug,
        "Provincial de Sullana",
    )
    assert [leagues.level for leagues in only("Piura").leagues] == ["provincial", "district"]


def test_knock_out_of_a_department_says_its_round(piura):
    stage = below(piura, kind="knock_out")
    RuleSetFactory(stage=stage)
    matchup(stage, "Ada", "Boca", "1-0", key_of_round="semifinals")
    matchup(stage, "Cali", "Deza", key="s2")
    assert only("Piura").stages[0].round.key == "semifinals"


def test_season_without_a_stage_is_empty_and_one_that_is_not_there_is_not_found(piura):
    SeasonFactory(year=2030)
    page = way_page(2030)
    assert (page.is_empty, page.places, page.season.stages) == (True, None, ())
    with pytest.raises(NotFound):
        way_page(1999)


def signs(year: int = 2030) -> dict[str, tuple[str, int]]:
    found = map_of(way_page(year)).signs
    return {sign.department.name: (sign.code, sign.number) for sign in found}


def test_map_says_who_is_still_in_and_afterwards_how_far_they_got(piura):
    ica = DepartmentFactory(name="Ica", code="11")
    DepartmentFactory(name="Callao", code="07")
    DepartmentFactory(name="Ninguna parte", code="99")
    stage = knock_out()
    for name, department in (("Ada", piura), ("Boca", ica), ("Cali", piura)):
        entry(stage, name, department=department)
    matchup(stage, "Ada", "Boca", "1-0", key_of_round="final")
    matchup(stage, "Cali", "Deza", "1-0", round_number=2, key="x")
    assert signs() == {"Piura": ("all_in", 2), "Ica": ("none_in", 0), "Callao": ("absent", 0)}
    Stage.objects.update(is_finished=True, version=2)
    assert signs() == {
        "Piura": ("champion", 1),
        "Ica": ("final", 0),
        "Callao": ("absent", 0),
    }


def test_map_of_the_departments_is_that_of_the_running_season(piura):
    assert running_map() is None
    single_table("Ada 2-1 Boca", year=2029)
    single_table("Ada 2-1 Boca", year=2031)
    Season.objects.filter(year=2031).update(status="finished")
    SeasonFactory(year=2032)
    assert running_way().season.year == 2029
    Season.objects.update(status="finished")
    assert running_map().year == 2031
    Season.objects.filter(year=2031).update(is_archived=True)
    assert running_map().year == 2029


def test_club_entered_in_a_knock_out_without_a_matchup_is_in_it():
    stage = knock_out()
    RoundFactory(stage=stage)
    entry(stage, "Ada")
    (way,) = way_page(2030).ways
    assert (way.fate, way.reached.stage.slug, way.reached.round) == ("in", "eliminatorias", None)


def test_other_seasons_and_archived_ones_are_not_told():
    single_table("Ada 2-1 Boca", year=2029)
    KnockOutFactory(season=SeasonFactory(year=2030))
    assert way_page(2030).ways == ()
    Season.objects.filter(year=2030).update(is_archived=True)
    with pytest.raises(NotFound):
        way_page(2030)
