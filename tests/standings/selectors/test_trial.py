"""Rules tried out on small stages, and the worked example of the simulated season."""

from dataclasses import replace

import pytest
from django.core.cache import cache

from competitions.models import Stage
from standings.selectors.reading import load
from standings.selectors.snapshot import CriterionData, Label, RulesData, StageData, ZoneData
from standings.selectors.trial import Trial, trial
from tests.factories import RulingFactory, ZoneFactory
from tests.standings.scenes import groups, knock_out, matchup, single_table

pytestmark = pytest.mark.django_db


def snapshot(stage: Stage) -> StageData:
    stage = Stage.objects.select_related("season", "rule_set").get(pk=stage.pk)
    cache.clear()
    return load([stage])[stage.pk]


def criteria(*codes: str) -> tuple[CriterionData, ...]:
    return tuple(CriterionData(code) for code in codes)


def under(stage: StageData, **rules: object) -> Trial:
    return trial(stage, replace(stage.rules, **rules))


def places(found: Trial) -> list[tuple[str, int | None, int | None]]:
    return [
        (row.club.name, row.before.place, row.after.place)
        for table in found.tables
        for row in table.rows
    ]


def test_trial_of_the_same_rules_changes_nothing() -> None:
    single_table("Ada 2-1 Boca", "Cali 3-0 Deza")
    stage = snapshot(Stage.objects.get())
    found = under(stage)
    assert found.consequences.is_empty
    assert (found.clubs, found.moved, found.undecided) == (4, 0, ())
    assert [row.is_changed for table in found.tables for row in table.rows] == [False] * 4


def test_trial_ranks_anew_and_says_who_moves_and_which_zone_they_win() -> None:
    # Ada and Boca won once; Boca by more, Ada with more goals.
    #        played  goals
    # Boca   1       3-0
    # Ada    1       5-4
    stage = single_table("Ada 5-4 Cali", "Boca 3-0 Deza", cut=1)
    found = under(snapshot(stage), criteria=criteria("points", "goals_for"))
    assert places(found) == [("Ada", 2, 1), ("Boca", 1, 2), ("Cali", 3, 3), ("Deza", 4, 4)]
    first, second, *_ = found.tables[0].rows
    assert (first.climbed, second.climbed, found.moved) == (1, -1, 2)
    assert ([z.code for z in first.won], first.lost) == (["pasan"], ())
    assert (second.won, [z.code for z in second.lost]) == ((), ["pasan"])
    assert (first.before.decided_by, first.after.decided_by) == ("points", "goals_for")
    assert [club.name for club in found.consequences.zones[0].entered] == ["Ada"]


def test_trial_names_clubs_that_the_rules_no_longer_part() -> None:
    stage = single_table("Ada 5-4 Cali", "Boca 3-0 Deza", cut=1)
    found = under(snapshot(stage), criteria=criteria("points"))
    assert {club.name for club in found.undecided} == {"Ada", "Boca", "Cali", "Deza"}
    assert [change.zone.code for change in found.consequences.zones] == ["pasan"]


def test_trial_counts_other_points() -> None:
    stage = single_table("Ada 1-0 Boca", "Cali 1-1 Deza", "Cali 2-2 Boca", "Cali 0-0 Ada")
    found = under(snapshot(stage), points=(2, 1, 0))
    before = {row.club.name: row.before.row.record.points for row in found.tables[0].rows}
    after = {row.club.name: row.after.row.record.points for row in found.tables[0].rows}
    assert before == {"Ada": 4, "Boca": 1, "Cali": 3, "Deza": 1}
    assert after == {"Ada": 3, "Boca": 1, "Cali": 3, "Deza": 1}


def test_trial_of_other_walkover_goals_counts_awards_anew_and_leaves_the_pitch() -> None:
    stage = single_table("Ada 1-0 Boca", "Cali 2-0 Deza")
    RulingFactory(
        fixture=stage.fixtures.get(home__club__name="Ada"), in_favour_of=None, effect="double_loss"
    )
    award = stage.fixtures.get(home__club__name="Cali")
    RulingFactory(fixture=award, in_favour_of=award.home)
    found = under(snapshot(stage), walkover_goals=5)
    rows = {row.club.name: row for row in found.tables[0].rows}
    assert rows["Cali"].before.row.record.goals_for == 3
    assert rows["Cali"].after.row.record.goals_for == 5
    assert rows["Ada"].after.row.record.goals_against == 5


def test_trial_with_other_zones() -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 3-0 Deza", cut=1)
    before = snapshot(stage)
    wider = replace(before.zones[0], last_place=2)
    found = trial(before, before.rules, zones=(wider,))
    assert [(row.club.name, [z.code for z in row.won]) for row in found.tables[0].rows] == [
        ("Cali", []),
        ("Ada", ["pasan"]),
        ("Boca", []),
        ("Deza", []),
    ]


def test_trial_of_groups_stands_group_by_group() -> None:
    stage = groups("A", "B")
    found = under(snapshot(stage), criteria=criteria("goals_against", "goals_for"))
    assert [table.group.code for table in found.tables] == ["A", "B"]
    assert [len(table.rows) for table in found.tables] == [3, 3]
    assert found.clubs == 6


def test_trial_of_a_partial_table_has_no_places() -> None:
    stage = single_table("Ada 2-1 Boca", "Cali ?-? Deza")
    stage.is_finished, stage.expected_fixtures = True, 2
    stage.save()
    found = under(snapshot(stage), criteria=criteria("goals_for"))
    assert (found.clubs, found.moved) == (0, 0)
    assert not found.tables[0].has_places
    assert places(found) == [(name, None, None) for name in ("Ada", "Boca", "Cali", "Deza")]


def test_trial_of_an_excluded_club_wins_no_zone() -> None:
    stage = single_table("Ada 5-4 Cali", "Boca 3-0 Deza", cut=1)
    ada = stage.entries.get(club__name="Ada")
    RulingFactory(fixture=None, stage=stage, entry=ada, in_favour_of=None, effect="exclusion")
    found = under(snapshot(stage), criteria=criteria("points", "goals_for"))
    assert found.tables[0].rows[0].won == ()


def test_trial_of_a_knock_out_names_matchups_with_another_winner() -> None:
    stage = knock_out(settlement="away_goals penalties")
    matchup(stage, "Ada", "Boca", "1-0", "2-1 p 4-3")
    matchup(stage, "Cali", "Deza", "2-0", "1-1", position=2)
    before = snapshot(stage)
    found = under(before, settlement=("penalties",))
    assert found.tables == ()
    (change,) = found.consequences.matchups
    assert (change.had_won.name, change.wins.name, change.turn) == ("Ada", "Boca", "turned")


def test_trial_of_a_knock_out_without_steps_opens_what_was_level() -> None:
    stage = knock_out(settlement="away_goals")
    matchup(stage, "Ada", "Boca", "1-0", "2-1")
    found = under(snapshot(stage), settlement=())
    (change,) = found.consequences.matchups
    assert (change.turn, change.wins) == ("reopened", None)


def test_zone_that_is_beside_the_others_is_won_too() -> None:
    stage = single_table("Ada 5-4 Cali", "Boca 3-0 Deza", cut=1)
    ZoneFactory(rule_set=stage.rule_set, code="premio", tone="prize", last_place=1)
    found = under(snapshot(stage), criteria=criteria("points", "goals_for"))
    assert [zone.code for zone in found.tables[0].rows[0].won] == ["pasan", "premio"]


def test_trial_asks_the_database_nothing(django_assert_num_queries: object) -> None:
    before = snapshot(single_table("Ada 2-1 Boca", "Cali 3-0 Deza"))
    zone = ZoneData(
        "z", "Z", "through", "places", Label("Z"), 1, 3, None, None, (), None, False, None, "",
        Label(""), "", "",
    )  # fmt: skip
    with django_assert_num_queries(0):
        found = trial(before, RulesData(criteria=criteria("goals_for")), zones=(zone,))
        assert found.consequences.zones
