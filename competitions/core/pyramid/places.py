"""Leagues of a pyramid, and the stages that they play as stages of the season."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from competitions.core.formats import Format
from competitions.core.openings import named_for
from competitions.core.pack.values import StageValue
from competitions.core.pyramid.names import slug_of
from competitions.core.pyramid.values import SIMULATED, LeagueValue


def league_at(code: str, name: str, level: str, parent: str) -> LeagueValue:
    word = {"provincial": "Provincial", "district": "Distrital"}[level]
    return LeagueValue(
        code=code,
        slug=f"liga-{word.lower()}-{slug_of(name, longest=60)}-{code}",
        name=f"Liga {word} de {name} (simulada)",
        level=level,
        parent=parent,
        department=code[:2],
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a league is: the word for its level, which the nation needs none for, and what its
    stages are called after."""

    word: str
    name: str
    code: str
    position: int

    @property
    def entrance(self) -> str:
        """The address of the stage that clubs come into from below."""
        return self._address(self.word)

    def slug(self, stage: StageValue, fmt: Format) -> str:
        if not self.word:
            return stage.slug
        return self.entrance if stage is fmt.stages[0] else self._address(stage.slug)

    def framed(self, stage: StageValue, fmt: Format, *, leads: Mapping[str, str]) -> StageValue:
        """A stage of the format as one of this league; zones lead to addresses of the season."""
        zones = tuple(
            replace(zone, leads_to=leads.get(zone.leads_to, "")) for zone in stage.rules.zones
        )
        rules = replace(stage.rules, evidence=SIMULATED, source="", note="", zones=zones)
        name, name_en = stage.name, stage.name_en
        if self.word and stage is fmt.stages[0]:
            name, name_en = f"{self.word.capitalize()} de {self.name}", f"{self.name} {self._en}"
        elif self.word:
            name = named_for(name, before="", place=self.name)
            name_en = named_for(name_en, before="", place=self.name, joint="of")
        return replace(
            stage,
            slug=self.slug(stage, fmt),
            name=name,
            name_en=name_en,
            league=self.code,
            rules=rules,
        )

    @property
    def _en(self) -> str:
        words = {"distrital": "district", "provincial": "province"}
        return words.get(self.word, "department")

    def _address(self, word: str) -> str:
        return f"{word}-{slug_of(self.name, longest=18)}-{self.code}"
