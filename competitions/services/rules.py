"""The rules of a stage."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from django.db import transaction

from competitions.core.consistency import Fault
from competitions.models import Fixture, RuleSet, Stage, TiebreakRule, Zone
from competitions.services.seen import token_of
from competitions.services.versions import lock_stages
from competitions.services.writing import Actor, Refused, write

Criteria = Sequence[tuple[str, Mapping[str, Any]]]
"""Codes of criteria with their options, the first one first."""


def rules_token(
    rule_set: RuleSet | None, *, tiebreaks: Iterable[TiebreakRule], zones: Iterable[Zone]
) -> str:
    """A digest of the rules as a whole: another criterion or zone is a change as well."""
    rows = [*sorted(tiebreaks, key=lambda row: row.pk), *sorted(zones, key=lambda row: row.pk)]
    parts = [f"{type(row).__name__} {row.pk} {token_of(row)}" for row in rows]
    own = token_of(rule_set) if rule_set is not None else ""
    return blake2b("\n".join([own, *parts]).encode(), digest_size=12).hexdigest()


def rules_are_in_force(stage: Stage) -> bool:
    """Whether results are in, so that a change of the stage's rules wants a reason."""
    return Fixture.objects.filter(stage=stage).with_score().exists()


def save_rules(
    rule_set: RuleSet,
    *,
    criteria: Criteria,
    zones: Sequence[Zone] | None = None,
    actor: Actor,
    reason: str = "",
    seen: str | None = None,
) -> RuleSet:
    """Save rules with their criteria in order, and their zones unless `zones` is None.

    What is left out is deleted. Rules of a stage that has results change only for a reason, which
    stays in the history beside the former list. With `seen`, the `rules_token` of what the actor
    had before his eyes, the write is refused where anybody changed any of it since. Raises Refused.
    """
    with transaction.atomic():
        lock_stages([rule_set.stage_id])
        known = rule_set.pk is not None
        tiebreaks = list(rule_set.tiebreaks.all()) if known else []
        old_zones = list(rule_set.zones.all()) if known else []
        if seen is not None and seen != _stored_token(rule_set, tiebreaks, old_zones):
            name = str(rule_set)
            raise Refused.for_fault(rule_set, Fault("changed_meanwhile", params={"name": name}))
        former = {rule.criterion: rule for rule in tiebreaks}
        rules = []
        for position, (criterion, options) in enumerate(criteria, start=1):
            rule = former.pop(criterion, None) or TiebreakRule(criterion=criterion)
            rule.rule_set, rule.position, rule.options = rule_set, position, dict(options)
            rules.append(rule)
        removed: list[TiebreakRule | Zone] = list(former.values())
        if zones is not None:
            kept = {zone.pk for zone in zones}
            removed += [zone for zone in old_zones if zone.pk not in kept]
        for zone in zones or ():
            zone.rule_set = rule_set
        write([rule_set, *rules, *(zones or ())], removed=removed, actor=actor, reason=reason)
    return rule_set


def _stored_token(
    rule_set: RuleSet, tiebreaks: Iterable[TiebreakRule], zones: Iterable[Zone]
) -> str:
    stored = RuleSet.objects.filter(stage=rule_set.stage_id).first()
    if stored is not None and stored.pk != rule_set.pk:
        tiebreaks, zones = stored.tiebreaks.all(), stored.zones.all()
    return rules_token(stored, tiebreaks=tiebreaks, zones=zones)
