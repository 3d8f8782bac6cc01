"""The whole country simulated, from every district to the champion."""

import csv
from collections.abc import Callable, Collection
from pathlib import Path

from competitions.core.pyramid import District, play_season
from competitions.models import Department, Season
from competitions.services.pyramid import record_pyramid
from standings.core.judging import judge
from standings.selectors.presets import formats

SHARES = {
    "distrital-una-rueda": 3,
    "distrital-dos-ruedas": 8,
    "distrital-dos-ruedas-tres": 4,
    "distrital-entre-si": 5,
    "distrital-partido-extra": 4,
    "distrital-bonificacion": 3,
    "distrital-cuadrangular": 3,
    "provincial-liga": 3,
    "provincial-grupos": 3,
    "provincial-arequipa-2024": 3,
}
"""How many times as likely as another a format is: two rounds are what most leagues play, two
clubs what most of them send up."""


def simulate_pyramid(
    register: Path,
    *,
    year: int,
    seed: int,
    departments: Collection[str] = (),
    tell: Callable[[str], object] = lambda _line: None,
) -> Season:
    """A simulated season of every district of the register, up to the champion; or only of some
    departments, by their codes. Raises `services.pyramid.CannotRecord`."""
    districts = districts_of(register)
    if departments:
        districts = [district for district in districts if district.code[:2] in departments]
    names = dict(Department.objects.values_list("code", "name"))
    parts = play_season(
        districts, names, year=year, seed=seed, judge=judge, formats=formats(), shares=SHARES
    )
    return record_pyramid(parts, year=year, seed=seed, tell=tell)


def districts_of(register: Path) -> list[District]:
    with register.open(encoding="utf-8", newline="") as file:
        return [
            District(
                code=row["ubigeo"],
                name=row["district"],
                province=row["province"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
            )
            for row in csv.DictReader(file)
        ]
