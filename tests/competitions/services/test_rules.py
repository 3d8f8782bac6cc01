import pytest

from competitions.models import RuleSet
from competitions.services.rules import save_rules
from competitions.services.writing import Refused
from tests.factories import (
    FixtureFactory,
    GroupStageFactory,
    KnockOutFactory,
    RuleSetFactory,
    StageFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db


def order(rules: RuleSet) -> list[str]:
    return [rule.criterion for rule in rules.tiebreaks.order_by("position")]


def test_save_rules_of_a_new_stage() -> None:
    stage = StageFactory()
    zone = ZoneFactory.build(rule_set=None)
    rules = save_rules(
        RuleSet(stage=stage),
        criteria=[("points", {}), ("relative_points", {"rival_total": "final"})],
        zones=[zone],
        actor=None,
    )
    assert order(rules) == ["points", "relative_points"]
    assert rules.tiebreaks.last().options == {"rival_total": "final"}
    assert list(rules.zones.all()) == [zone]
    stage.refresh_from_db()
    assert stage.version == 2


def test_save_rules_in_another_order_keeps_the_former_one_in_history() -> None:
    rules = RuleSetFactory(criteria=["points", "goal_difference", "lots"])
    save_rules(
        rules,
        criteria=[("points", {}), ("head_to_head_points", {}), ("goal_difference", {})],
        actor=None,
        reason="Bases 2025",
    )
    assert order(rules) == ["points", "head_to_head_points", "goal_difference"]
    moved = rules.tiebreaks.get(criterion="goal_difference").history.first()
    assert (moved.prev_record.position, moved.position) == (2, 3)
    assert moved.history_change_reason == "Bases 2025"


def test_save_rules_leaves_zones_alone_unless_they_are_given() -> None:
    zone = ZoneFactory()
    rules = zone.rule_set
    save_rules(rules, criteria=[("points", {})], actor=None)
    assert rules.zones.count() == 1
    save_rules(rules, criteria=[("points", {})], zones=[], actor=None)
    assert rules.zones.count() == 0


def test_save_rules_with_an_unknown_option_is_refused() -> None:
    rules = RuleSetFactory(criteria=["points"])
    with pytest.raises(Refused):
        save_rules(rules, criteria=[("points", {"restart": True})], actor=None)
    assert rules.tiebreaks.get().options == {}


def test_save_rules_in_force_needs_a_reason() -> None:
    rules = RuleSetFactory(criteria=["points", "lots"])
    FixtureFactory(stage=rules.stage, score="1-0")
    with pytest.raises(Refused) as refusal:
        save_rules(rules, criteria=[("lots", {}), ("points", {})], actor=None)
    assert list(refusal.value.error_dict) == ["change_reason"]
    assert order(rules) == ["points", "lots"]


def test_save_rules_without_criteria_is_refused_unless_nothing_is_ordered() -> None:
    with pytest.raises(Refused):
        save_rules(RuleSet(stage=GroupStageFactory()), criteria=[], actor=None)
    assert save_rules(RuleSet(stage=KnockOutFactory()), criteria=[], actor=None).pk
