"""Changes of rules, put together from the history of their rows."""

import datetime as dt

import pytest

from competitions.models import RuleSet, TiebreakRule, Zone
from competitions.services.rules import save_rules
from competitions.services.writing import remove
from standings.selectors.rule_history import RulesChange, rules_changes
from tests.factories import AdministratorFactory, GroupStageFactory, ZoneFactory
from tests.standings.scenes import knock_out

pytestmark = pytest.mark.django_db


def later(days: int) -> None:
    """Everything recorded so far was recorded that many days before."""
    for model in (RuleSet, TiebreakRule, Zone):
        for line in model.history.all():
            line.history_date -= dt.timedelta(days=days)
            line.save()


def criteria(change: RulesChange) -> tuple[list[str], list[str]]:
    before = change.before.criteria if change.before else ()
    return [c.code for c in before], [c.code for c in change.after.criteria]


def test_changes_stand_newest_first_each_with_both_lists(
    django_assert_num_queries: object,
) -> None:
    rosa = AdministratorFactory(username="rosa")
    rules = RuleSet(stage=GroupStageFactory())
    zone = ZoneFactory.build(rule_set=None, code="a", position=1)
    save_rules(rules, criteria=[("points", {}), ("lots", {})], zones=[zone], actor=None)
    later(2)
    save_rules(
        rules,
        criteria=[("lots", {}), ("points", {}), ("head_to_head_points", {"restart": False})],
        zones=[],
        actor=rosa,
        reason="Acuerdo 3",
    )
    later(1)
    rules.points_win = 2
    save_rules(rules, criteria=[("points", {})], actor=rosa, reason="Acuerdo 4")
    with django_assert_num_queries(3):
        newest, middle, first = rules_changes(rules.stage_id)
    assert criteria(first) == ([], ["points", "lots"])
    assert criteria(middle) == (["points", "lots"], ["lots", "points", "head_to_head_points"])
    assert criteria(newest) == (["lots", "points", "head_to_head_points"], ["points"])
    assert (first.before, first.who, first.reason) == (None, None, "")
    assert (middle.who, middle.reason) == (rosa, "Acuerdo 3")
    assert [zone.code for zone in middle.before.zones] == ["a"]
    assert middle.after.zones == ()
    assert (middle.changes_zones, middle.changes_points) == (True, False)
    assert (newest.changes_zones, newest.changes_points) == (False, True)
    assert middle.after.criteria[2].said == "empieza de nuevo entre menos clubes: No"
    assert not first.changes_criteria
    assert newest.at - middle.at == pytest.approx(dt.timedelta(days=1), abs=dt.timedelta(minutes=1))


def test_each_part_of_the_rules_is_told_by_itself() -> None:
    rules = knock_out(settlement="away_goals penalties").rule_set
    later(1)
    rules.settlement, rules.walkover_deduction = "penalties", 3
    rules.pairing, rules.across_groups, rules.document = "lots", "per_match", "Bases"
    save_rules(rules, criteria=[], actor=AdministratorFactory(), reason="Todo")
    change = rules_changes(rules.stage_id)[0]
    assert change.changes_steps
    assert change.changes_walkover
    assert change.changes_pairing
    assert change.changes_across_groups
    assert change.changes_document
    assert (change.before.step_labels, change.after.step_labels) == (
        ("Gol de visita", "Penales"),
        ("Penales",),
    )
    assert change.after.pairing_label == "Sorteo"
    assert change.after.across_groups_label != change.before.across_groups_label


def test_rules_that_were_deleted_and_made_anew_are_first_ones_again() -> None:
    stage = GroupStageFactory()
    rules = save_rules(RuleSet(stage=stage), criteria=[("points", {})], actor=None)
    later(2)
    remove(RuleSet.objects.get(pk=rules.pk), actor=None)
    later(1)
    stage.refresh_from_db()
    save_rules(RuleSet(stage=stage), criteria=[("wins", {})], actor=None)
    assert [criteria(change) for change in rules_changes(stage.pk)] == [
        ([], ["wins"]),
        ([], ["points"]),
    ]
