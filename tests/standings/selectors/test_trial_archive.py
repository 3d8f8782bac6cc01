"""Rules tried out on the archive and the simulated season, with the figures that follow."""

import io
from dataclasses import replace

import pytest
from django.core.management import call_command

from competitions.models import Stage
from standings.selectors.reading import load
from standings.selectors.snapshot import CriterionData, StageData
from standings.selectors.trial import Trial, trial
from tests.standings.archive import SIMULATED, archive  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

GOALS_FIRST = tuple(
    CriterionData(code)
    for code in (
        "points",
        "goal_difference",
        "goals_for",
        "away_points",
        "away_goal_difference",
        "away_goals_for",
        "first_half_points",
        "lots",
    )
)
"""The order of 2017 and 2023: that of 2024 without relative points."""


def snapshot(year: int, slug: str) -> StageData:
    stage = Stage.objects.select_related("season", "rule_set").get(season__year=year, slug=slug)
    return load([stage])[stage.pk]


def goals_first(year: int, slug: str = "nacional") -> Trial:
    stage = snapshot(year, slug)
    return trial(stage, replace(stage.rules, criteria=GOALS_FIRST))


def names(found: Trial, zone: str) -> tuple[list[str], list[str]]:
    """Who comes into a zone, and who leaves it."""
    changes = {change.zone.code: change for change in found.consequences.zones}
    if zone not in changes:
        return [], []
    return [c.name for c in changes[zone].entered], [c.name for c in changes[zone].left]


@pytest.mark.parametrize(
    ("seed", "moved", "through", "out"),
    [
        (1, 35, [], []),
        (2, 36, ["UDA", "Dolce Bretaña"], ["Cultural Volante", "Señor de Quinuapata"]),
        (3, 37, ["Miguel Grau"], ["Diablos Rojos"]),
    ],
)  # fmt: skip
def test_goals_before_relative_points_pick_another_32_in_two_of_three_seasons(
    seed: int, moved: int, through: list[str], out: list[str]
) -> None:
    # Over the seeds 1 to 24 the 32 differ in 17, and 25 to 42 of the 50 clubs change place.
    year = 2050 + seed
    call_command("simulate_season", year=year, rounds=6, seed=seed, stdout=io.StringIO())
    found = goals_first(year)
    assert (found.moved, found.clubs) == (moved, 50)
    assert names(found, "dieciseisavos") == (through, out)


def test_goals_first_changes_who_is_the_best_of_its_department() -> None:
    call_command("simulate_season", year=2053, rounds=6, seed=3, stdout=io.StringIO())
    assert names(goals_first(2053), "liga-3") == (["Viargoca"], ["Nacional"])


def test_after_four_simulated_rounds_most_places_change_and_one_of_the_32() -> None:
    found = goals_first(SIMULATED)
    assert (found.moved, found.clubs) == (36, 50)
    assert [change.zone.code for change in found.consequences.zones] == [
        "dieciseisavos", "eliminados",
    ]  # fmt: skip
    assert names(found, "dieciseisavos") == (["Sport Nacional"], ["Cultural Volante"])
    assert names(found, "eliminados") == (["Cultural Volante"], ["Sport Nacional"])


def test_groups_of_2013_stand_the_same_under_the_order_of_2023() -> None:
    found = goals_first(2013, "regional")
    assert (found.moved, found.clubs) == (0, 48)
    assert found.consequences.is_empty


def test_one_matchup_of_2013_is_open_again_without_away_goals() -> None:
    stage = snapshot(2013, "nacional")
    found = trial(stage, replace(stage.rules, settlement=("penalties",)))
    (change,) = found.consequences.matchups
    assert change.turn == "reopened"
    assert change.before.decided_by == "away_goals"
    assert change.had_won.name == "Alipio Ponce"


@pytest.mark.parametrize("year", [2017, 2023, 2024])
def test_tables_of_which_too_little_is_known_are_not_compared(year: int) -> None:
    found = goals_first(year)
    assert (found.clubs, found.moved) == (0, 0)
