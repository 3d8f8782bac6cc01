import pytest

from standings.selectors.qualification import proposal
from standings.selectors.seasons import one_stage, stage_page
from standings.selectors.tables import Table
from tests.factories import (
    ClubFactory,
    EntryFactory,
    FixtureFactory,
    GroupFactory,
    LotsDrawnFactory,
    LotsPositionFactory,
    PointsAdjustmentFactory,
    RulingFactory,
    SeasonOutcomeFactory,
    ZoneFactory,
)
from tests.standings.scenes import entry, groups, play, single_table

pytestmark = pytest.mark.django_db


def table(**options: object) -> Table:
    return stage_page(2030, "nacional", **options).tables[0]


def order(found: Table) -> list[tuple[int | None, str]]:
    return [(row.place, row.club.name) for row in found.rows]


def test_table_gives_places_and_what_decided_each_row():
    single_table("Ada 2-1 Boca", "Cali 3-0 Deza")
    found = table()
    assert order(found) == [(1, "Cali"), (2, "Ada"), (3, "Boca"), (4, "Deza")]
    assert [row.decided_by for row in found.rows] == [
        "goal_difference",
        "points",
        "goal_difference",
        "goal_difference",
    ]


def test_level_clubs_share_the_place_until_lots_are_recorded():
    stage = single_table("Ada 1-0 Boca", "Cali 1-0 Deza")
    first = table().rows[0]
    assert (first.place, first.shared, first.undecided) == (1, True, True)
    assert first.row.missing == ("lots",)
    LotsPositionFactory(lots__stage=stage, entry=entry(stage, "Ada"), position=2)
    LotsPositionFactory(lots__stage=stage, entry=entry(stage, "Cali"), position=1)
    stage.version += 1
    stage.save()
    assert order(table())[:2] == [(1, "Cali"), (2, "Ada")]


def test_shared_place_across_the_cut_leaves_the_zone_open():
    single_table("Ada 1-0 Boca", "Cali 1-0 Deza", cut=1)
    first, second, third, _ = table().rows
    assert [row.zone for row in (first, second, third)] == [None, None, None]
    assert [zone.code for zone in first.open_zones] == ["pasan"]
    assert third.open_zones == ()


def test_zone_is_where_the_place_leads_now():
    single_table("Ada 2-1 Boca", "Cali 3-0 Deza")
    assert [row.zone.code if row.zone else None for row in table().rows] == [
        "pasan",
        "pasan",
        None,
        None,
    ]


def test_prize_zone_stands_beside_the_zone_of_the_place():
    stage = single_table("Ada 2-1 Boca")
    ZoneFactory(
        rule_set=stage.rule_set,
        code="liga-3",
        kind="best_of_department",
        tone="prize",
        outcome="league_place",
        destination="Liga 3",
        first_place=None,
        last_place=None,
    )
    assert [zone.code for zone in table().rows[0].prizes] == ["liga-3"]


def test_table_after_a_round_leaves_later_results_out():
    stage = single_table("Ada 2-1 Boca")
    play(stage, "Boca 5-0 Ada", round_number=2)
    assert order(table()) == [(1, "Boca"), (2, "Ada")]
    assert order(table(after_round=1)) == [(1, "Ada"), (2, "Boca")]


def test_round_that_is_not_there_falls_back_to_today():
    single_table("Ada 2-1 Boca")
    assert stage_page(2030, "nacional", after_round=99).after_round is None


def test_movement_counts_places_since_the_round_before():
    stage = single_table("Ada 2-1 Boca")
    play(stage, "Boca 5-0 Ada", round_number=2)
    assert [(row.club.name, row.moved) for row in table().rows] == [("Boca", 1), ("Ada", -1)]


def test_home_table_counts_home_matches_alone():
    stage = single_table("Ada 2-1 Boca")
    play(stage, "Boca 0-0 Ada", round_number=2)
    assert [(r.club.name, r.row.record.points) for r in table(where="home").rows] == [
        ("Ada", 3),
        ("Boca", 1),
    ]


def test_deduction_and_award_are_in_the_row():
    stage = single_table()
    fixture = play(stage, "Ada 2-1 Boca", round_number=1)
    RulingFactory(fixture=fixture, in_favour_of=fixture.away)
    PointsAdjustmentFactory(entry=fixture.away, points=-1)
    first = table().rows[0]
    assert (first.club.name, first.row.record.points, first.has_award) == ("Boca", 2, True)


def test_finished_stage_with_unknown_results_has_no_places():
    stage = single_table("Ada 2-1 Boca", "Cali 3-0 Deza")
    stage.is_finished, stage.expected_fixtures = True, 4
    stage.save()
    found = table()
    assert found.is_partial
    assert {row.place for row in found.rows} == {None}
    assert {row.zone for row in found.rows} == {None}
    assert (found.known, found.expected) == (2, 4)


def test_played_match_without_a_score_makes_a_finished_table_partial_and_no_running_one():
    stage = single_table("Ada 2-1 Boca")
    play(stage, "Cali ?-? Deza", round_number=1)
    assert not table().is_partial
    stage.is_finished = True
    stage.save()
    stage.version += 1
    stage.save()
    assert table().is_partial


def test_running_stage_with_matches_to_come_is_not_partial():
    stage = single_table("Ada 2-1 Boca")
    play(stage, "Cali - Deza", round_number=2)
    found = table()
    assert not found.is_partial
    assert (found.known, found.expected) == (1, 2)


def test_groups_have_a_table_and_a_cross_table_each():
    groups("A", "B")
    page = stage_page(2030, "regional")
    assert [found.code for found in page.tables] == ["A", "B"]
    first = page.tables[0]
    assert order(first) == [(1, "A Cali"), (2, "A Boca"), (3, "A Ada")]
    assert [[len(cell) for cell in line] for line in first.cross.cells] == [
        [0, 0, 1],
        [1, 0, 0],
        [0, 1, 0],
    ]


def test_extra_match_parts_level_clubs_and_makes_no_points():
    stage = single_table(criteria=["points", "extra_match", "goal_difference"])
    play(stage, "Ada 1-0 Boca", round_number=1)
    play(stage, "Boca 5-0 Ada", round_number=2)
    play(stage, "Ada 1-1 Boca", is_extra=True, penalties="4-3")
    first = table().rows[0]
    assert (first.club.name, first.row.record.played, first.decided_by) == (
        "Ada",
        2,
        "extra_match",
    )


def test_group_in_which_a_pair_has_not_met_is_partial_and_its_neighbour_is_not():
    stage = groups("A", "B")
    stage.is_finished = True
    stage.save()
    stage.fixtures.filter(group__code="B").first().delete()
    found = {table.code: table.is_partial for table in stage_page(2030, "regional").tables}
    assert found == {"A": False, "B": True}


def test_table_before_the_first_match_gives_no_zone():
    stage = single_table()
    play(stage, "Ada - Boca", round_number=1)
    first = table().rows[0]
    assert (first.zone, first.open_zones, first.undecided) == (None, (), False)


def test_group_without_clubs_is_shown_and_so_is_a_club_without_a_group():
    stage = groups("A")
    GroupFactory(stage=stage, code="B")
    EntryFactory(stage=stage, club=ClubFactory(name="Sola"))
    found = {table.code: [row.club.name for row in table.rows] for table in page_tables()}
    assert found == {"A": ["A Cali", "A Boca", "A Ada"], "B": [], "": ["Sola"]}


def page_tables():
    return stage_page(2030, "regional").tables


def finish(stage):
    stage.is_finished = True
    stage.version += 1
    stage.save()


@pytest.mark.parametrize("status", ["abandoned", "postponed", "scheduled"])
def test_finished_group_with_a_match_that_is_open_has_no_places(status):
    stage = groups("A")
    fixture = stage.fixtures.first()
    fixture.status, fixture.home_goals, fixture.away_goals = status, None, None
    fixture.save()
    finish(stage)
    assert page_tables()[0].is_partial


def test_replay_that_was_ordered_keeps_a_finished_group_open_until_it_is_played():
    stage = groups("A")
    fixture = stage.fixtures.first()
    RulingFactory(fixture=fixture, effect="replay", in_favour_of=None)
    finish(stage)
    assert page_tables()[0].is_partial
    FixtureFactory(
        stage=stage,
        group=fixture.group,
        home=fixture.home,
        away=fixture.away,
        score="5-0",
        replaces=fixture,
    )
    finish(stage)
    (found,) = page_tables()
    assert not found.is_partial
    assert found.rows[0].row.record.goals_for == 5


def test_match_that_was_called_off_for_good_does_not_keep_the_group_open():
    stage = groups("A")
    fixture = stage.fixtures.first()
    fixture.status, fixture.home_goals, fixture.away_goals = "not_played", None, None
    fixture.save()
    finish(stage)
    assert not page_tables()[0].is_partial


def test_second_drawing_refines_the_first():
    stage = single_table("Ada 1-0 Deza", "Boca 1-0 Echa", "Cali 1-0 Fuga")
    ada, boca, cali = (entry(stage, name) for name in ("Ada", "Boca", "Cali"))
    for positions in ({ada: 1, boca: 2, cali: 2}, {boca: 2, cali: 1}):
        drawn = LotsDrawnFactory(stage=stage)
        for club, position in positions.items():
            LotsPositionFactory(lots=drawn, entry=club, position=position)
    assert order(table())[:3] == [(1, "Ada"), (2, "Cali"), (3, "Boca")]


def test_awarded_extra_match_counts_as_awarded_whatever_was_played():
    stage = single_table(criteria=["points", "extra_match"])
    play(stage, "Ada 1-1 Boca", round_number=1)
    extra = play(stage, "Ada 1-1 Boca", is_extra=True, extra="2-1")
    RulingFactory(fixture=extra, in_favour_of=extra.away)
    assert order(table())[0] == (1, "Boca")


def test_excluded_club_keeps_its_row_and_gets_no_berth():
    stage = single_table("Ada 2-0 Boca", "Cali 1-0 Deza")
    ada = entry(stage, "Ada")
    RulingFactory(
        stage=stage, fixture=None, entry=ada, effect="exclusion", in_favour_of=None, document="R 7"
    )
    first = table().rows[0]
    assert (first.club.name, first.club.exclusion, first.shown_zone) == ("Ada", "R 7", None)
    assert "Ada" not in [p.club.name for p in proposal(one_stage(2030, "nacional")[1])]


@pytest.mark.parametrize(("flag", "winner"), [(True, "Boca"), (False, "Ada")])
def test_promoted_club_is_passed_over_only_where_the_zone_says_so(flag, winner):
    stage = single_table("Ada 2-1 Boca")
    stage.entries.update(department=entry(stage, "Ada").department)
    SeasonOutcomeFactory(season=stage.season, kind="promoted", club=entry(stage, "Ada").club)
    ZoneFactory(
        rule_set=stage.rule_set,
        code="liga-3",
        kind="best_of_department",
        tone="prize",
        outcome="league_place",
        excludes_promoted=flag,
        first_place=None,
        last_place=None,
    )
    assert [row.club.name for row in table().rows if row.prizes] == [winner]
