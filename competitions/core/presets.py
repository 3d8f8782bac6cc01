"""Rules of known editions, to start from: data/presets.toml, read into plain values.

The tables of a preset have the keys of `[stages.rules]` in a season pack, so that one is copied
from the other. The file is part of the project: a fault in it is an error of ours, and stops.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from competitions.core.pack.values import CriterionValue, RulesValue, ZoneValue
from competitions.core.pack.vocabulary import KNOCK_OUT


class BadPreset(ValueError):
    """The file of presets is not as it should be; the message names the preset and the key."""


@dataclass(frozen=True, slots=True)
class Preset:
    """Rules that were really played, with their source in `rules`.

    `stage` is the slug of the stage in the edition of `year`; blank and None for rules of no
    edition. `unknown` says what was not found, and is therefore left out.
    """

    code: str
    name: str
    name_en: str
    kind: str
    rules: RulesValue
    year: int | None = None
    stage: str = ""
    unknown: str = ""
    unknown_en: str = ""

    @property
    def has_table(self) -> bool:
        return self.kind != KNOCK_OUT


def read_presets(text: str) -> tuple[Preset, ...]:
    """In the order of the file. Raises BadPreset.

    >>> preset, = read_presets('''
    ... [[presets]]
    ... code = "plain"
    ... name = "Fútbol"
    ... name_en = "Football"
    ... kind = "groups"
    ... [presets.rules]
    ... evidence = "official"
    ... [[presets.rules.criteria]]
    ... criterion = "points"
    ... ''')
    >>> preset.name, preset.rules.points_win, preset.rules.criteria[0].criterion
    ('Fútbol', 3, 'points')
    """
    presets = tuple(_preset(table) for table in tomllib.loads(text).get("presets", ()))
    codes = [preset.code for preset in presets]
    if repeated := next((code for code in codes if codes.count(code) > 1), None):
        raise BadPreset(f"{repeated}: twice")
    return presets


def _preset(table: Mapping[str, Any]) -> Preset:
    code = table.get("code", "?")
    plain = {key: value for key, value in table.items() if key != "rules"}
    return value_of_table(Preset, code, plain, rules=rules_of_table(code, table.get("rules", {})))


def rules_of_table(at: str, table: Mapping[str, Any]) -> RulesValue:
    """Rules with their criteria and zones; `at` is where they stand. Raises BadPreset."""
    plain = dict(table)
    criteria = tuple(_criterion(at, found) for found in plain.pop("criteria", ()))
    zones = tuple(value_of_table(ZoneValue, at, found) for found in plain.pop("zones", ()))
    return value_of_table(RulesValue, at, plain, criteria=criteria, zones=zones)


def _criterion(at: str, table: Mapping[str, Any]) -> CriterionValue:
    options = {key: value for key, value in table.items() if key != "criterion"}
    named = {key: value for key, value in table.items() if key == "criterion"}
    return value_of_table(CriterionValue, at, named, options=tuple(sorted(options.items())))


def value_of_table(kind: type, at: str, table: Mapping[str, Any], **inner: Any) -> Any:
    """A table as a value of that kind. Raises BadPreset for a key that is missing or unknown."""
    known = {spec.name for spec in fields(kind)}
    if strange := sorted(table.keys() - known):
        raise BadPreset(f"{at}: {strange[0]}")
    try:
        return kind(**dict(_plain(table)), **inner)
    except TypeError as error:
        raise BadPreset(f"{at}: {error}") from error


def _plain(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        yield key, tuple(value) if isinstance(value, list) else value
