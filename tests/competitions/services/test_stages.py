"""A new stage stands with its rules."""

import pytest
from django.core.exceptions import PermissionDenied

from competitions.core.pack.values import CriterionValue, RulesValue, ZoneValue
from competitions.models import RuleSet, Stage, Zone
from competitions.services.stages import open_stage
from competitions.services.writing import Refused
from tests.factories import (
    DepartmentalLeagueFactory,
    LeagueFactory,
    SeasonFactory,
    StageFactory,
    official_of,
)

pytestmark = pytest.mark.django_db

RULES = RulesValue(
    evidence="official",
    legs=2,
    settlement=("penalties",),
    criteria=(CriterionValue(criterion="points"), CriterionValue(criterion="goal_difference")),
    zones=(
        ZoneValue(
            code="a",
            letter="A",
            name="Del grupo A",
            tone="through",
            kind="places",
            groups=("A",),
            first_place=1,
            last_place=1,
        ),
        ZoneValue(
            code="b",
            letter="B",
            name="Baja",
            tone="out",
            kind="places",
            first_place=9,
            last_place=9,
        ),
    ),
)


def opened(season=None, league=None, **fields):
    season = season or SeasonFactory(year=2027)
    league = league or DepartmentalLeagueFactory(
        name="Liga Distrital de La Unión", level="district"
    )
    values = {"name": "Etapa distrital", "kind": "single_table", "rules": RULES, "actor": None}
    return open_stage(season, league, **{**values, **fields})


def test_the_stage_has_rules_and_a_place_in_its_address():
    stage = opened()

    assert (stage.slug, stage.name_en) == ("etapa-distrital-la-union", "District stage")
    rules = RuleSet.objects.get(stage=stage)
    assert (rules.legs, rules.settlement) == (2, "penalties")
    criteria = rules.tiebreaks.order_by("position").values_list("criterion", flat=True)
    assert list(criteria) == ["points", "goal_difference"]


def test_zones_are_those_of_the_rules_but_for_single_groups():
    opened()
    assert list(Zone.objects.values_list("code", flat=True)) == ["b"]


def test_so_many_go_up_and_where():
    season = SeasonFactory(year=2027)
    above = StageFactory(season=season)

    opened(season, through=2, leads_to=above)

    zone = Zone.objects.get()
    assert (zone.first_place, zone.last_place, zone.leads_to, zone.tone) == (1, 2, above, "through")


def test_a_second_stage_of_that_name_has_its_own_address():
    first = opened()

    assert opened(first.season, first.league).slug == "etapa-distrital-la-union-2"
    assert opened(first.season, first.league, name="¡!").slug == "la-union"
    assert opened(first.season, first.league, name="x" * 60).name_en == ""


def test_the_name_of_a_stage_may_be_too_long():
    with pytest.raises(Refused):
        opened(name="x" * 81)
    assert not Stage.objects.exists()
    assert not RuleSet.objects.exists()


def test_nobody_opens_a_stage_for_the_league_above():
    league = LeagueFactory()
    below = DepartmentalLeagueFactory()
    with pytest.raises(PermissionDenied):
        opened(league=league, actor=official_of(below))
