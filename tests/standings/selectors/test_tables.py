import pytest

from standings.selectors.seasons import stage_page
from standings.selectors.tables import Table
from tests.factories import (
    LotsPositionFactory,
    PointsAdjustmentFactory,
    RulingFactory,
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


def test_played_match_without_a_score_makes_the_table_partial():
    stage = single_table("Ada 2-1 Boca")
    play(stage, "Cali ?-? Deza", round_number=1)
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
