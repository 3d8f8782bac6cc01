"""Formats of whole seasons and leagues, to start from: data/formats/, read into plain values.

A format is a tree of stages. Each is written as in a season pack, and its rules start from a preset
(data/presets.toml) or stand there themselves. The files are part of the project: a fault in one is
an error of ours, and stops.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from competitions.core.knock_out import MatchupPlan, RoundPlan, plan_knock_out
from competitions.core.pack.values import (
    GroupValue,
    RoundValue,
    RulesValue,
    StageValue,
    ZoneValue,
)
from competitions.core.presets import BadPreset, Preset, rules_of_table, value_of_table
from competitions.core.slots import read_slots

UPWARDS = "arriba"
"""What a zone leads to that sends its clubs to the league above: no stage of the format."""


@dataclass(frozen=True, slots=True)
class Format:
    """A tree of stages that leagues of a `level` play, without clubs and days.

    `year` is the edition that was played so, None for a format of no edition. `least` and `most`
    are the numbers of clubs that it is meant for, where its stages do not tell. `unknown` says what
    of it was not found, and how the gap is filled here.
    """

    code: str
    name: str
    name_en: str
    level: str
    stages: tuple[StageValue, ...]
    year: int | None = None
    least: int | None = None
    most: int | None = None
    unknown: str = ""
    unknown_en: str = ""

    @property
    def clubs(self) -> int | None:
        """How many clubs begin it; None where that is not fixed."""
        return self.stages[0].size


def read_format(text: str, presets: Sequence[Preset]) -> Format:
    """Raises BadPreset, with the code of the format and what is wrong."""
    table = tomllib.loads(text)
    code = table.get("code", "?")
    known = {preset.code: preset for preset in presets}
    stages = tuple(_stage(code, found, known) for found in table.pop("stages", ()))
    if not stages:
        raise BadPreset(f"{code}: no stages")
    slugs = {stage.slug for stage in stages} | {"", UPWARDS}
    for stage in stages:
        if stray := [zone.leads_to for zone in stage.rules.zones if zone.leads_to not in slugs]:
            raise BadPreset(f"{code}: {stage.slug} leads to {stray[0]}")
    return value_of_table(Format, code, table, stages=stages)


def _stage(code: str, table: Mapping[str, Any], presets: Mapping[str, Preset]) -> StageValue:
    plain = {k: v for k, v in table.items() if k not in {"preset", "rules", "groups", "rounds"}}
    at = f"{code}: {plain.get('slug', '?')}"
    preset = table.get("preset")
    if preset is not None and preset not in presets:
        raise BadPreset(f"{at}: no preset {preset}")
    return value_of_table(
        StageValue,
        at,
        {"league": "", **plain},
        rules=_rules(at, table.get("rules", {}), presets[preset].rules if preset else None),
        groups=tuple(value_of_table(GroupValue, at, found) for found in table.get("groups", ())),
        rounds=tuple(value_of_table(RoundValue, at, found) for found in table.get("rounds", ())),
    )


def _rules(at: str, table: Mapping[str, Any], preset: RulesValue | None) -> RulesValue:
    """The rules of the preset with those that the format states in their place."""
    if preset is None:
        return rules_of_table(at, table)
    stated = rules_of_table(at, {"evidence": preset.evidence, **table})
    return replace(preset, **{name: getattr(stated, name) for name in table})


def berths_of_zone(zone: ZoneValue, stage: StageValue) -> int:
    """How many clubs a zone sends on; 0 where the format does not tell."""
    if zone.kind == "places" and zone.first_place and zone.last_place:
        return (zone.last_place - zone.first_place + 1) * (len(zone.groups or stage.groups) or 1)
    if zone.kind in ("winners", "losers") and not zone.count:
        return sum(m.round == zone.round_number for m in matchups_of(stage))
    return zone.count or 0


def matchups_of(
    stage: StageValue, *, seeded: bool = False, first_place: int = 1
) -> tuple[MatchupPlan, ...]:
    """The bracket of a stage; by seeds where `seeded`, else by the places from `first_place` on."""
    rounds = [
        RoundPlan(
            found.number, found.legs or 1, found.neutral, is_consolation=found.key == "third_place"
        )
        for found in stage.rounds
    ]
    return plan_knock_out(
        rounds,
        clubs=stage.size or 2,
        method=stage.rules.pairing,
        seeded=seeded,
        first_place=first_place,
        slots=read_slots(stage.rules.slots),
        sections=[group.code for group in stage.groups],
        pairs_anew=stage.rules.pairs_anew,
    )


def direct_entries(fmt: Format, stage: StageValue) -> int:
    """How many clubs of a stage come from no other stage of the format; 0 where its size is not
    fixed."""
    fed = sum(
        berths_of_zone(zone, before)
        for before in fmt.stages
        for zone in before.rules.zones
        if zone.leads_to == stage.slug
    )
    return max((stage.size or 0) - fed, 0)
