"""Stages to be crossed: champion and runner-up of departments along a line."""

from collections.abc import Iterable

from competitions.core.crossing_rounds import Meeting, rounds_of
from competitions.models import Department, Entry, Stage
from tests.factories import (
    ClubFactory,
    DepartmentFactory,
    EntryFactory,
    FixtureFactory,
    RoundFactory,
    RuleSetFactory,
    SeasonFactory,
    StageFactory,
)

NAMES = (
    "Alfonso Ugarte", "Bolognesi", "Cienciano", "Diablos", "Ecosem", "Foraboca", "Grau", "Huracán",
    "Inclán", "Juventud Jauja", "Kola", "Los Caimanes", "Molinos", "Nacional", "Olimpia", "Pirata",
)  # fmt: skip
"""Champions and runners-up by turns."""


def crossed_stage(departments: int = 4, *, year: int = 2030, **fields: object) -> Stage:
    """Departments 1, 2, 3 … a degree of latitude apart, named Norte 1, Norte 2 … by turns."""
    stage = StageFactory(season=SeasonFactory(year=year), slug="nacional", position=1, **fields)
    RuleSetFactory(stage=stage, pairing="zonal_crossings")
    for number in range(departments):
        enter(stage, number)
    return stage


def enter(stage: Stage, number: int) -> None:
    code = f"{number + 1:02}"
    department = Department.objects.filter(code=code).first() or DepartmentFactory(
        code=code, name=f"Norte {number + 1}", slug=f"norte-{number + 1}", latitude=-1.0 * number
    )
    for rank in (1, 2):
        name = NAMES[2 * number + rank - 1]
        club = department.clubs.filter(name=name).first() or ClubFactory(
            name=name, department=department
        )
        EntryFactory(stage=stage, club=club, departmental_rank=rank)


def ring(departments: int) -> list[list[Meeting]]:
    """Six rounds in which every champion meets the next two runners-up: a list, not the best."""
    codes = [f"{number + 1:02}" for number in range(departments)]
    pairs = [
        (code, codes[(at + by) % departments]) for at, code in enumerate(codes) for by in (1, 2)
    ]
    return rounds_of(pairs)


def name_of(club: tuple[str, int]) -> str:
    return NAMES[2 * (int(club[0]) - 1) + club[1] - 1]


def written(rounds: Iterable[Iterable[Meeting]]) -> str:
    """The list as somebody would paste it."""
    lines = []
    for number, meetings in enumerate(rounds, start=1):
        lines.append(f"Fecha {number}")
        lines += [f"{name_of(home)} - {name_of(away)}" for home, away in meetings]
    return "\n".join(lines)


def record_list(stage: Stage, rounds: Iterable[Iterable[Meeting]], **fields: object) -> None:
    entries = {
        (entry.department.code, entry.departmental_rank): entry
        for entry in Entry.objects.filter(stage=stage).select_related("department")
    }
    for number, meetings in enumerate(rounds, start=1):
        row = RoundFactory(stage=stage, number=number)
        for home, away in meetings:
            FixtureFactory(stage=stage, round=row, home=entries[home], away=entries[away], **fields)
