"""How much of each season is known, and from where: for the page about the site."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from standings.selectors.archive import national_stages
from standings.selectors.reading import load
from standings.selectors.snapshot import StageData

_HOST = re.compile(r"\b(?:[\w-]+\.)+[a-z]{2,}\b", re.ASCII)
"""A source begins with the site it stood on: “rpp.pe, noticia 740652”."""


@dataclass(frozen=True, slots=True)
class Source:
    """A site, and of how many matches it told something."""

    name: str
    matches: int


@dataclass(frozen=True, slots=True)
class KnownSeason:
    year: int
    is_simulated: bool
    stages: tuple[StageData, ...]
    sources: tuple[Source, ...]


class ExampleSum(NamedTuple):
    club: str
    terms: tuple[tuple[int, int, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class AboutPage:
    seasons: tuple[KnownSeason, ...]

    @property
    def example_sums(self) -> tuple[ExampleSum, ...]:
        """Relative points of two invented clubs, each with ten points from three rivals."""
        return tuple(
            ExampleSum(
                club,
                tuple((won, rival, won * rival) for won, rival in terms),
                sum(won * rival for won, rival in terms),
            )
            for club, terms in (
                ("A", ((6, 9), (1, 10), (3, 7))),
                ("B", ((6, 8), (3, 8), (1, 12))),
            )
        )

    @property
    def example(self) -> StageData | None:
        """A stage whose files and feeds stand as examples: the latest real one with a table."""
        stages = [
            stage
            for season in self.seasons
            if not season.is_simulated
            for stage in season.stages
            if stage.has_table
        ]
        return stages[0] if stages else None


def about_page() -> AboutPage:
    stages = national_stages()
    snapshots = load(stages)
    by_year: dict[int, list[StageData]] = {}
    for stage in stages:
        by_year.setdefault(stage.season.year, []).append(snapshots[stage.pk])
    return AboutPage(
        tuple(
            KnownSeason(year, mine[0].is_simulated, tuple(mine), _sources(mine))
            for year, mine in by_year.items()
        )
    )


def _sources(stages: Iterable[StageData]) -> tuple[Source, ...]:
    """The sites that are named beside matches, those that told most first."""
    found = Counter(
        host
        for stage in stages
        for fixture in stage.fixtures
        for host in set(_HOST.findall(fixture.source))
    )
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Source(host, matches) for host, matches in ordered)
