"""The rules of a stage."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from competitions.models import RuleSet, TiebreakRule, Zone
from competitions.services.writing import Actor, write

Criteria = Sequence[tuple[str, Mapping[str, Any]]]
"""Codes of criteria with their options, the first one first."""


def save_rules(
    rule_set: RuleSet,
    *,
    criteria: Criteria,
    zones: Sequence[Zone] | None = None,
    actor: Actor,
    reason: str = "",
) -> RuleSet:
    """Save rules with their criteria in order, and their zones unless `zones` is None.

    What is left out is deleted. Rules of a stage that has results change only for a reason, which
    stays in the history beside the former list. Raises Refused.
    """
    with transaction.atomic():
        known = rule_set.pk is not None
        former = {rule.criterion: rule for rule in rule_set.tiebreaks.all()} if known else {}
        rules = []
        for position, (criterion, options) in enumerate(criteria, start=1):
            rule = former.pop(criterion, None) or TiebreakRule(criterion=criterion)
            rule.rule_set, rule.position, rule.options = rule_set, position, dict(options)
            rules.append(rule)
        removed: list[TiebreakRule | Zone] = list(former.values())
        if zones is not None and known:
            kept = {zone.pk for zone in zones}
            removed += [zone for zone in rule_set.zones.all() if zone.pk not in kept]
        for zone in zones or ():
            zone.rule_set = rule_set
        write([rule_set, *rules, *(zones or ())], removed=removed, actor=actor, reason=reason)
    return rule_set
