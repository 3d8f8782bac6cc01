"""The criteria of stages, read together with what became of their rules after the first result."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import (
    DateTimeField,
    Exists,
    OuterRef,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.utils import timezone

from competitions.models import Fixture, RuleSet, TiebreakRule, Zone
from standings.selectors.rule_history import ONE_WRITE
from standings.selectors.snapshot import CriterionData, RulesChangedData


def criteria_of(
    pks: list[int],
) -> tuple[dict[int, list[CriterionData]], dict[int, list[RulesChangedData]]]:
    """The criteria of stages, and when and why somebody changed rules that had results.

    Both in one query, which costs a page that shows no change nothing.
    """
    now = TiebreakRule.objects.filter(rule_set__stage__in=pks)
    rows = now.order_by().values_list(
        "rule_set__stage",
        "position",
        "criterion",
        Cast("options", TextField()),
        Cast(Value(None), DateTimeField()),
    )
    criteria: dict[int, list[CriterionData]] = defaultdict(list)
    lines: dict[int, list[tuple[dt.datetime, str]]] = defaultdict(list)
    past = [
        _changed(RuleSet.history.all(), "stage", pks),
        _changed(TiebreakRule.history.all(), "rule_set__stage", pks),
        _changed(Zone.history.all(), "rule_set__stage", pks),
    ]
    for stage, _position, text, options, at in sorted(
        rows.union(*past, all=True), key=lambda row: (row[4] is not None, row[1])
    ):
        if at is None:
            criteria[stage].append(CriterionData(text, json.loads(options)))
        else:
            lines[stage].append((at, text))
    return criteria, {stage: _one_a_write(found) for stage, found in lines.items()}


def _changed(history: QuerySet[Any], stage: str, pks: list[int]) -> QuerySet[Any]:
    """Changes that a person gave a reason for, after the first result; in the columns of above."""
    result = Fixture.history.filter(
        stage=OuterRef(stage), home_goals__isnull=False, history_date__lt=OuterRef("history_date")
    )
    return (
        history.filter(
            Exists(result),
            **{f"{stage}__in": pks},
            history_user__isnull=False,
            history_change_reason__gt="",
        )
        .order_by()
        .values_list(
            stage,
            Value(0),
            "history_change_reason",
            Value("", output_field=TextField()),
            "history_date",
        )
    )


def _one_a_write(lines: Iterable[tuple[dt.datetime, str]]) -> list[RulesChangedData]:
    """The rows of a write were changed within a moment, for the same reason."""
    found: list[tuple[dt.datetime, str]] = []
    for at, reason in sorted(lines):
        if not found or found[-1][1] != reason or at - found[-1][0] > ONE_WRITE:
            found.append((at, reason))
        else:
            found[-1] = (at, reason)
    return [RulesChangedData(timezone.localdate(at), reason) for at, reason in found]
