"""What waits for lots, an extra match or penalties, and what does not."""

import pytest

from competitions.models import Fixture, Stage
from competitions.services.rulings import record_lots
from standings.selectors.reading import load
from standings.selectors.snapshot import StageData
from standings.selectors.waiting import RULING, waiting
from tests.factories import (
    FixtureFactory,
    GroupFactory,
    GroupStageFactory,
    RuleSetFactory,
    SeasonFactory,
    ZoneFactory,
)
from tests.standings.scenes import entry, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db

LEVEL = ("Ada 1-1 Boca", "Cali 0-0 Dos")


def read(stage: Stage) -> StageData:
    fresh = Stage.objects.select_related("season", "rule_set").get(pk=stage.pk)
    return load([fresh])[stage.pk]


def told(stage: Stage) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (" ".join(club.name for club in item.clubs), item.steps) for item in waiting(read(stage))
    ]


def test_level_clubs_wait_where_a_berth_hangs_on_them() -> None:
    stage = single_table(*LEVEL, cut=1)
    (item,) = waiting(read(stage))
    assert [club.name for club in item.clubs] == ["Ada", "Boca"]
    assert (item.place, item.steps, [zone.code for zone in item.zones]) == (1, ("lots",), ["pasan"])
    entries = sorted(entry(stage, name).pk for name in ("Ada", "Boca"))
    assert item.code == f"{entries[0]}-{entries[1]}"


@pytest.mark.parametrize("cut", [2, 4])
def test_level_clubs_on_one_side_of_the_cut_do_not_wait(cut: int) -> None:
    assert told(single_table(*LEVEL, cut=cut)) == []


def test_level_clubs_wait_only_once_all_matches_are_over() -> None:
    stage = single_table(*LEVEL, cut=1)
    coming = play(stage, "Dos - Ada", round_number=2)
    assert told(stage) == []
    coming.delete()
    Stage.objects.filter(pk=stage.pk).update(expected_fixtures=3, version=7)
    assert told(stage) == []
    Stage.objects.filter(pk=stage.pk).update(expected_fixtures=2, version=8)
    assert told(stage) == [("Ada Boca", ("lots",))]


def test_table_without_results_does_not_wait() -> None:
    assert told(single_table()) == []
    assert told(single_table("Ada ?-? Boca", year=2031)) == []


def test_lots_settle_what_waited() -> None:
    stage = single_table(*LEVEL, cut=1)
    positions = {entry(stage, "Boca"): 1, entry(stage, "Ada"): 2}
    record_lots(stage, positions=positions, actor=None)
    assert told(stage) == []


def test_extra_match_that_is_still_to_be_played_is_told() -> None:
    stage = single_table(*LEVEL, cut=1, criteria=["points", "extra_match", "lots"])
    play(stage, "Ada - Boca", is_extra=True)
    (item,) = waiting(read(stage))
    # On points alone four clubs are level.
    assert len(item.clubs) == 4
    assert item.steps == ("extra_match", "lots")
    assert [fixture.is_extra for fixture in item.to_come] == [True]


def test_rules_that_name_nothing_more_ask_for_a_ruling() -> None:
    assert told(single_table("Ada 1-1 Boca", cut=1, criteria=["points"])) == [
        ("Ada Boca", (RULING,))
    ]


def test_without_zones_every_shared_place_waits() -> None:
    stage = single_table("Ada 1-1 Boca")
    stage.rule_set.zones.all().delete()
    assert told(stage) == [("Ada Boca", ("lots",))]


def group_stage(*scores: str, best: bool = False) -> Stage:
    """Groups of two clubs with one match each; the first goes on, or the best second of all."""
    stage = GroupStageFactory(season=SeasonFactory(year=2030), slug="regional")
    rules = RuleSetFactory(stage=stage)
    ZoneFactory(rule_set=rules, code="primeros", first_place=1, last_place=1)
    if best:
        ZoneFactory(
            rule_set=rules,
            code="mejor",
            kind="best_nth",
            nth=2,
            count=1,
            first_place=None,
            last_place=None,
        )
    for code, score in zip("ab", scores, strict=True):
        group = GroupFactory(stage=stage, code=code)
        home, away = (entry(stage, f"{name} {code}", group=group) for name in ("Ada", "Boca"))
        FixtureFactory(stage=stage, group=group, home=home, away=away, score=score)
    return stage


def test_group_that_is_over_does_not_wait_for_the_others() -> None:
    stage = group_stage("1-1", "2-0")
    Fixture.objects.filter(home__club__name="Ada b").update(
        status="scheduled", home_goals=None, away_goals=None
    )
    assert told(stage) == [("Ada a Boca a", ("lots",))]


def test_zones_across_groups_wait_for_all_groups() -> None:
    stage = group_stage("1-1", "2-0", best=True)
    Fixture.objects.filter(home__club__name="Ada b").update(
        status="scheduled", home_goals=None, away_goals=None
    )
    assert told(stage) == []


def test_clubs_level_across_groups_wait_for_lots() -> None:
    stage = group_stage("2-0", "2-0", best=True)
    (item,) = waiting(read(stage))
    assert [club.name for club in item.clubs] == ["Boca a", "Boca b"]
    assert (item.place, item.group, item.steps) == (None, None, ("lots",))


def test_clubs_level_across_groups_without_lots_in_the_rules_ask_for_a_ruling() -> None:
    stage = group_stage("2-0", "2-0", best=True)
    stage.rule_set.tiebreaks.filter(criterion="lots").delete()
    assert told(stage) == [("Boca a Boca b", (RULING,))]


def test_clubs_level_in_their_group_are_told_once() -> None:
    assert told(group_stage("1-1", "2-0", best=True)) == [("Ada a Boca a", ("lots",))]


@pytest.mark.parametrize(
    ("settlement", "scores", "steps"),
    [
        ("away_goals penalties", ("1-0", "1-0"), ("penalties",)),
        ("extra_match lots", ("1-0", "1-0"), ("extra_match", "lots")),
        ("lots", ("1-0", "1-0"), ("lots",)),
        ("away_goals", ("1-0", "1-0"), (RULING,)),
        ("penalties", ("1-0", "1-0 p 4-3"), None),
        ("penalties", ("1-0", "0-0"), None),
    ],
)
def test_level_matchup_waits_for_the_step_whose_turn_it_is(settlement, scores, steps) -> None:
    stage = knock_out(settlement=settlement)
    matchup(stage, "Ada", "Boca", *scores)
    assert told(stage) == ([("Ada Boca", steps)] if steps else [])


def test_matchup_whose_legs_are_not_over_does_not_wait() -> None:
    stage = knock_out()
    found = matchup(stage, "Ada", "Boca", "1-0", "1-0")
    found.fixtures.filter(leg=2).update(status="scheduled", home_goals=None, away_goals=None)
    assert told(stage) == []


def test_extra_match_of_a_level_matchup_is_told() -> None:
    stage = knock_out(settlement="extra_match")
    found = matchup(stage, "Ada", "Boca", "1-0", "1-0")
    FixtureFactory(
        stage=stage,
        matchup=found,
        round=found.round,
        home=found.first,
        away=found.second,
        is_extra=True,
    )
    (item,) = waiting(read(stage))
    assert [fixture.matchup for fixture in item.to_come] == [found.pk]
