"""Groups that get another name: the sides of brackets that name them follow in the same write."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from competitions.core.consistency import Fault
from competitions.core.names import fold
from competitions.core.slots import BadSlots, PlaceOf, read_slots, read_words, renamed
from competitions.models import Entry, Group, Matchup, RuleSet, Stage, Zone

_SIDES = ("first_slot", "second_slot")
_LONGEST = 60
"""Letters that a side has for where its club comes from."""


@dataclass(frozen=True, slots=True)
class Following:
    """Matchups as they are and as they are to be, and what stands against it."""

    rows: tuple[tuple[Matchup, Matchup], ...] = ()
    faults: tuple[tuple[Model, Fault], ...] = ()


def following_names(
    changed: Iterable[Model], stored: Mapping[Any, Model], *, beside: Iterable[Model]
) -> Following:
    """What follows from groups that are called otherwise than before.

    `stored` are the rows as they were, by model and key; matchups that are written `beside` the
    groups say for themselves where their clubs come from. No query where no group is renamed.
    """
    called = [
        (before, row)
        for row in changed
        if isinstance(row, Group)
        and isinstance(before := stored.get((Group, row.pk)), Group)
        and (before.name, before.code) != (row.name, row.code)
    ]
    if not called:
        return Following()
    after = _stages_after({row.stage_id for _before, row in called})
    others = _other_groups(after, {row.pk for _before, row in called})
    written = {row.pk for row in beside if isinstance(row, Matchup)}
    rows, faults = [], list(_by_code(called, after))
    matchups = Matchup.objects.filter(round__stage__in=after).exclude(pk__in=written)
    for row in matchups.select_related("round__stage").order_by("pk"):
        stage = row.round.stage
        mine = [pair for pair in called if pair[1].stage_id in after[stage.pk]]
        names = {fold(before.name): group.name for before, group in mine}
        before = copy(row)
        for name in _SIDES:
            setattr(row, name, renamed(getattr(row, name), names))
        if any(getattr(row, name) != getattr(before, name) for name in _SIDES):
            rows.append((before, row))
            faults += _unclear(before, row, stage, mine, others[stage.pk])
    once = {(row.pk, fault.code, fault.params.get("stage")): (row, fault) for row, fault in faults}
    return Following(() if once else tuple(rows), tuple(once.values()))


def _stages_after(stages: Collection[int]) -> dict[int, set[int]]:
    """Stages that clubs go to from these, each with those of these that lead there."""
    zones = Zone.objects.filter(rule_set__stage__in=stages, leads_to__isnull=False)
    entries = Entry.objects.filter(origin__stage__in=stages).order_by()
    found: dict[int, set[int]] = {}
    for before, stage in (
        *zones.values_list("rule_set__stage", "leads_to"),
        *entries.values_list("origin__stage", "stage").distinct(),
    ):
        found.setdefault(stage, set()).add(before)
    return found


def _other_groups(after: Collection[int], called: Collection[int]) -> dict[int, dict[str, Group]]:
    """Groups from which clubs come to these stages, by their names and codes, folded; but for those
    that are renamed."""
    zones = Zone.objects.filter(leads_to__in=after).values_list("leads_to", "rule_set__stage")
    pairs = set(zones)
    groups = Group.objects.filter(stage__in={before for _stage, before in pairs})
    found: dict[int, dict[str, Group]] = {stage: {} for stage in after}
    for group in groups.exclude(pk__in=called):
        for stage, before in pairs:
            if before == group.stage_id:
                found[stage] |= {fold(group.name): group, fold(group.code): group}
    return found


_Called = Sequence[tuple[Group, Group]]


def _unclear(
    before: Matchup, row: Matchup, stage: Stage, called: _Called, others: Mapping[str, Group]
) -> Iterator[tuple[Model, Fault]]:
    """Names that would say of two groups that a club comes from them, or have no room."""
    for old, group in called:
        names = {"name": group.name, "before": old.name, "stage": stage.label}
        sides = [s for s in _SIDES if _group_in(getattr(before, s)) == fold(old.name)]
        alike = [g for _b, g in called if g is not group and fold(g.name) == fold(group.name)]
        if not sides:
            continue
        if fold(old.name) in others:
            yield group, Fault("group_named_twice", "name", names)
        elif alike or fold(group.name) in others:
            yield group, Fault("group_name_taken", "name", names)
        elif any(len(getattr(row, side)) > _LONGEST for side in sides):
            yield group, Fault("group_name_too_long", "name", {**names, "most": _LONGEST})


def _group_in(words: str) -> str:
    origin = read_words(words)
    return fold(origin.group) if isinstance(origin, PlaceOf) else ""


def _by_code(called: _Called, after: Collection[int]) -> Iterator[tuple[Model, Fault]]:
    """Codes that zones and fixed slots name: they stay, so that the rules say what they said."""
    moved = {before.code: group for before, group in called if before.code != group.code}
    if not moved:
        return
    stages = {group.stage_id for group in moved.values()}
    for zone in Zone.objects.filter(rule_set__stage__in=stages).exclude(groups=""):
        for code in set(zone.group_codes) & moved.keys():
            params = {"code": code, "where": zone.label}
            yield moved[code], Fault("group_code_in_rules", "code", params)
    for rules in RuleSet.objects.filter(stage__in=after).exclude(slots="").select_related("stage"):
        for code in _codes_in(rules) & moved.keys():
            params = {"code": code, "where": rules.stage.label}
            yield moved[code], Fault("group_code_in_rules", "code", params)


def _codes_in(rules: RuleSet) -> set[str]:
    try:
        pairs = read_slots(rules.slots)
    except BadSlots:
        return set()
    sides = [side for pair in pairs for side in (pair.first, pair.second)]
    return {side.group for side in sides if isinstance(side, PlaceOf)}
