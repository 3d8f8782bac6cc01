"""Crossings of the archive as they were played, beside those that were possible."""

import io

import pytest
from django.core.management import call_command

from competitions.models import Stage
from standings.selectors.crossings import comparisons, crossed, field_of, is_crossed, recorded
from standings.selectors.reading import load
from standings.selectors.snapshot import StageData

pytestmark = pytest.mark.django_db


def single_table_of(year: int) -> StageData:
    call_command("load_geography", stdout=io.StringIO())
    call_command("load_season", f"data/seasons/{year}", stdout=io.StringIO())
    stages = Stage.objects.select_related("season", "rule_set")
    stage = stages.get(season__year=year, kind="single_table")
    return load([stage])[stage.pk]


def test_round_1_of_2023_could_have_been_a_fifth_shorter() -> None:
    stage = single_table_of(2023)
    field = field_of(stage)
    assert is_crossed(stage)
    assert field.faults == ()
    found = {(c.rounds, c.between): c for c in comparisons(recorded(stage, field), field)}
    capitals = found[(1,), "capitals"]
    assert set(found) == {((1,), "towns"), ((1,), "capitals")}
    assert capitals.km == pytest.approx(5551, abs=1)
    assert capitals.least_km == pytest.approx(4473, abs=1)
    assert round(capitals.saved, 1) == 19.4


def test_of_a_season_only_what_is_on_record_is_told() -> None:
    """2023: all 25 crossings of round 1, and of round 2 those of its fixtures that were found."""
    stage = single_table_of(2023)
    field = field_of(stage)
    rounds = recorded(stage, field)
    assert len(crossed(rounds[1])) == 25
    assert sum(map(len, rounds.values())) == 37
    assert [club.name for club in field.fallen_back] == [
        "VRAEM FC", "Lolo Fernández", "Escuela Municipal de Tournavista",
    ]  # fmt: skip
