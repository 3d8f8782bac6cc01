"""How the stages of a season are set up, as values: their groups, rounds and rules."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from competitions.core.pack import values as said
from competitions.models import Group, Round, RuleSet, Stage, TiebreakRule, Zone

SOURCED = ("evidence", "source", "note")


def same(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def structure_of(stages: QuerySet[Stage]) -> list[tuple[Stage, said.StageValue]]:
    """The stages, with their leagues, in their order; those without rules are left out.

    Seven queries, however many stages there are. A zone that leads to a stage of another season
    leads nowhere here.
    """
    rows = list(stages.select_related("league__department").order_by("position", "slug"))
    within = {"stage__in": stages.order_by().values("pk")}
    of_rules = {"rule_set__stage__in": stages.order_by().values("pk")}
    season = stages.order_by().values("season")
    slugs = dict(Stage.objects.filter(season__in=season).values_list("pk", "slug"))
    groups = _by(Group.objects.filter(**within).order_by("position", "code"), "stage_id")
    rounds = _by(Round.objects.filter(**within).order_by("number"), "stage_id")
    rules = {row.stage_id: row for row in RuleSet.objects.filter(**within)}
    criteria = _by(TiebreakRule.objects.filter(**of_rules).order_by("position"), "rule_set_id")
    zones = _by(Zone.objects.filter(**of_rules).order_by("position", "code"), "rule_set_id")
    return [
        (
            row,
            stage_value(
                row,
                groups=groups.get(row.pk, ()),
                rounds=rounds.get(row.pk, ()),
                rules=rules_value(
                    found,
                    criteria=criteria.get(found.pk, ()),
                    zones=zones.get(found.pk, ()),
                    slug=lambda pk: slugs.get(pk, ""),
                ),
            ),
        )
        for row in rows
        if (found := rules.get(row.pk)) is not None
    ]


def _by(rows: QuerySet[Any], key: str) -> dict[int, list[Any]]:
    """Rows by what they belong to, as tuples: a season of the whole country has 40,000 rounds."""
    names = [field.attname for field in rows.model._meta.concrete_fields]  # noqa: SLF001 - documented
    found: dict[int, list[Any]] = {}
    for row in rows.values_list(*names, named=True):
        found.setdefault(getattr(row, key), []).append(row)
    return found


def stage_value(
    stage: Stage,
    *,
    groups: Iterable[Group],
    rounds: Iterable[Round],
    rules: said.RulesValue,
    qualifiers: said.QualifierListValue | None = None,
) -> said.StageValue:
    return said.StageValue(
        league=stage.league.slug,
        finished=stage.is_finished,
        groups=tuple(
            said.GroupValue(**same(row, "code", "name", "name_en", "section", "size"))
            for row in groups
        ),
        rounds=tuple(
            said.RoundValue(
                neutral=row.is_neutral,
                **same(row, "number", "name", "name_en", "key", "legs", "starts_on", "ends_on"),
            )
            for row in rounds
        ),
        rules=rules,
        qualifiers=qualifiers,
        **same(stage, *said.STAGE_ALIKE),
    )


def rules_value(
    rules: RuleSet,
    *,
    criteria: Sequence[TiebreakRule],
    zones: Sequence[Zone],
    slug: Callable[[int], str],
) -> said.RulesValue:
    """`slug` gives the address of a stage that a zone leads to."""
    return said.RulesValue(
        settlement=rules.settlement_steps,
        criteria=tuple(
            said.CriterionValue(criterion=row.criterion, options=tuple(sorted(row.options.items())))
            for row in criteria
        ),
        zones=tuple(
            zone_value(row, slug(row.leads_to_id) if row.leads_to_id else "") for row in zones
        ),
        **same(
            rules,
            *said.RULES_ALIKE,
            *SOURCED,
        ),
    )


def zone_value(row: Zone, leads_to: str) -> said.ZoneValue:
    return said.ZoneValue(
        groups=tuple(row.groups.split()),
        leads_to=leads_to,
        **same(row, *said.ZONE_ALIKE),
    )
