"""How the rules of a stage changed: each change with the list before it and the one after.

The history keeps every row by itself. Rows of one write carry the same reason and the same hand
within a moment, and are put together here.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from competitions.choices import (
    CRITERION_OPTION_CHOICES,
    AcrossGroups,
    Criterion,
    Pairing,
    SettlementStep,
)
from competitions.models import RuleSet, TiebreakRule, Zone

ONE_WRITE = dt.timedelta(seconds=2)
"""Within which the rows of one write get their dates."""


@dataclass(frozen=True, slots=True)
class CriterionThen:
    code: str
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return str(Criterion(self.code).label)

    @property
    def said(self) -> str:
        """The options in words."""
        parts = []
        for name, value in self.options.items():
            label, choices = CRITERION_OPTION_CHOICES[name]
            key = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
            parts.append(f"{label}: {dict(choices)[key]}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class ZoneThen:
    code: str
    letter: str
    name: str
    first_place: int | None
    last_place: int | None
    rest: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RulesThen:
    """The rules as they stood at a moment."""

    points: tuple[int, int, int]
    walkover: tuple[int, int]
    steps: tuple[str, ...]
    pairing: str
    across_groups: str
    document: str
    text: str
    criteria: tuple[CriterionThen, ...]
    zones: tuple[ZoneThen, ...]

    @property
    def step_labels(self) -> tuple[str, ...]:
        return tuple(str(SettlementStep(step).label) for step in self.steps)

    @property
    def pairing_label(self) -> str:
        return str(Pairing(self.pairing).label)

    @property
    def across_groups_label(self) -> str:
        return str(AcrossGroups(self.across_groups).label)


@dataclass(frozen=True, slots=True)
class RulesChange:
    """A change of the rules: `before` is None where there were none."""

    at: dt.datetime
    who: Any
    reason: str
    before: RulesThen | None
    after: RulesThen

    def _differs(self, name: str) -> bool:
        return self.before is not None and getattr(self.before, name) != getattr(self.after, name)

    @property
    def changes_criteria(self) -> bool:
        return self._differs("criteria")

    @property
    def changes_zones(self) -> bool:
        return self._differs("zones")

    @property
    def changes_steps(self) -> bool:
        return self._differs("steps")

    @property
    def changes_points(self) -> bool:
        return self._differs("points")

    @property
    def changes_walkover(self) -> bool:
        return self._differs("walkover")

    @property
    def changes_pairing(self) -> bool:
        return self._differs("pairing")

    @property
    def changes_across_groups(self) -> bool:
        return self._differs("across_groups")

    @property
    def changes_document(self) -> bool:
        return self._differs("document") or self._differs("text")


def rules_changes(stage: int) -> tuple[RulesChange, ...]:
    """All changes of the stage's rules, the newest first; three queries."""
    own = RuleSet.history.filter(stage=stage)
    rule_sets = own.values("id")
    lines = [
        *own.select_related("history_user"),
        *TiebreakRule.history.filter(rule_set__in=rule_sets).select_related("history_user"),
        *Zone.history.filter(rule_set__in=rule_sets).select_related("history_user"),
    ]
    lines.sort(key=lambda line: (line.history_date, line.history_id))
    return tuple(reversed([*_changes(lines)]))


def _changes(lines: Iterable[Any]) -> Iterator[RulesChange]:
    rows: dict[tuple[type, int], Any] = {}
    before = None
    for write in _writes(lines):
        for line in write:
            key = (line.instance_type, line.id)
            if line.history_type == "-":
                rows.pop(key, None)
            else:
                rows[key] = line
        after = _standing(rows.values())
        last = write[-1]
        if after is not None and after != before:
            who, reason = last.history_user, last.history_change_reason or ""
            yield RulesChange(last.history_date, who, reason, before, after)
        before = after


def _writes(lines: Iterable[Any]) -> Iterator[list[Any]]:
    write: list[Any] = []
    for line in lines:
        if write and not _belongs(write[-1], line):
            yield write
            write = []
        write.append(line)
    if write:
        yield write


def _belongs(last: Any, line: Any) -> bool:
    return (
        last.history_user_id == line.history_user_id
        and last.history_change_reason == line.history_change_reason
        and line.history_date - last.history_date <= ONE_WRITE
    )


def _standing(rows: Iterable[Any]) -> RulesThen | None:
    rows = list(rows)
    rules = next((row for row in rows if row.instance_type is RuleSet), None)
    if rules is None:
        return None
    criteria = [row for row in rows if row.instance_type is TiebreakRule]
    zones = [row for row in rows if row.instance_type is Zone]
    return RulesThen(
        points=(rules.points_win, rules.points_drawn, rules.points_lost),
        walkover=(rules.walkover_goals, rules.walkover_deduction),
        steps=tuple(rules.settlement.split()),
        pairing=rules.pairing,
        across_groups=rules.across_groups,
        document=rules.document,
        text=rules.text,
        criteria=tuple(
            CriterionThen(row.criterion, row.options)
            for row in sorted(criteria, key=lambda row: row.position)
        ),
        zones=tuple(
            ZoneThen(
                row.code,
                row.letter,
                row.name,
                row.first_place,
                row.last_place,
                (row.kind, row.tone, row.nth, row.count, row.groups, row.round_number,
                 row.excludes_promoted, row.leads_to_id, row.outcome, row.destination),
            )
            for row in sorted(zones, key=lambda row: row.position)
        ),
    )  # fmt: skip
