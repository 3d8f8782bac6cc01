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


@pytest.mark.parametrize(
    ("seed", "moved", "through", "out"),
    [
        (1, 41, ["Ecosem Pasco"], ["Juventud Progreso"]),
        (2, 41, ["Diablos Rojos", "Ecosem Pasco", "Cajaruro"],
         ["Juventud Alfa", "Construcción Civil", "Biavo"]),
        (3, 37, [], []),
    ],
)  # fmt: skip
def test_goals_before_relative_points_pick_another_32_in_two_of_three_seasons(
    seed: int, moved: int, through: list[str], out: list[str]
) -> None:
    # Over the seeds 1 to 24 the 32 differ in 16, and 30 to 41 of the 50 clubs change place.
    year = 2050 + seed
    call_command("simulate_season", year=year, rounds=6, seed=seed, stdout=io.StringIO())
    found = goals_first(year)
    changes = {change.zone.code: change for change in found.consequences.zones}
    cut = changes.get("dieciseisavos")
    assert (found.moved, found.clubs) == (moved, 50)
    assert [club.name for club in (cut.entered if cut else ())] == through
    assert [club.name for club in (cut.left if cut else ())] == out


def test_after_four_simulated_rounds_most_places_change_and_the_32_are_the_same() -> None:
    found = goals_first(SIMULATED)
    assert (found.moved, found.clubs) == (38, 50)
    (prize,) = found.consequences.zones
    assert prize.zone.code == "liga-3"
    assert [club.name for club in prize.entered] == ["Ecosem Pasco", "Deportivo Lute"]
    assert [club.name for club in prize.left] == ["Sociedad Tiro 28", "Unión Juventud San Martín"]


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
