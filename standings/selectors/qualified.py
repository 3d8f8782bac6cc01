"""Who qualified for what in a season: flat rows for pages and files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from competitions.choices import LeagueLevel
from competitions.models import Qualifier, Season
from standings.selectors.leagues import LISTED
from standings.selectors.qualification import (
    Destination,
    Disagreement,
    confirmed_destination,
    lists_out_of_date,
)
from standings.selectors.reading import load
from standings.selectors.seasons import NATIONAL, SeasonNav, navigation, stages_of
from standings.selectors.snapshot import ClubData, Label, StageData


@dataclass(frozen=True, slots=True)
class QualifiedRow:
    """A club that got somewhere. `place` is where it stood in the stage it came from."""

    club: ClubData
    place: int | None
    via: str
    origin: Label
    destination: Destination
    target: str
    reason: str = ""
    remark: str = ""
    instead_of: ClubData | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A stage or league to which clubs qualified; `code` is its value in the address."""

    code: str
    label: Label
    rows: int


@dataclass(frozen=True, slots=True)
class QualifiedPage:
    season: SeasonNav
    targets: tuple[Target, ...]
    target: str
    rows: tuple[QualifiedRow, ...]
    disagreements: tuple[tuple[StageData, Disagreement], ...]


DEPARTMENTAL = "departamental"
"""Address of the list of clubs that came up from their departments."""


def qualified_page(year: int, target: str = "") -> QualifiedPage:
    """The list for one target; without one, or with an unknown one, the departmental qualifiers."""
    stages = stages_of(year, _telling(year, target))
    snapshots = load(stages)
    ordered = [snapshots[stage.pk] for stage in stages]
    rows: dict[str, list[QualifiedRow]] = {}
    labels: dict[str, Label] = {}
    for row in (*_departmental(ordered), *_confirmed(ordered)):
        rows.setdefault(row.target, []).append(row)
        labels.setdefault(row.target, row.destination.label)
    if DEPARTMENTAL in labels:
        labels[DEPARTMENTAL] = Label("Desde los departamentos", "From the departments")
    chosen = target if target in rows else next(iter(rows), DEPARTMENTAL)
    return QualifiedPage(
        season=navigation(stages),
        targets=tuple(Target(code, labels[code], len(found)) for code, found in rows.items()),
        target=chosen,
        rows=tuple(sorted(rows.get(chosen, ()), key=_by_department)),
        disagreements=lists_out_of_date(ordered),
    )


def _telling(year: int, target: str) -> Q:
    """The stages whose lists the page tells of: where other leagues play few all of them, else the
    national ones and those that send clubs there, out of the cup, or to the target."""
    of_other_leagues = Count("stages", filter=~Q(stages__league__level=LeagueLevel.NATIONAL))
    of_few = Season.objects.annotate(below=of_other_leagues).filter(year=year, below__lte=LISTED)
    onward = Q(to_stage__league__level=LeagueLevel.NATIONAL) | Q(to_stage=None)
    sending = Qualifier.objects.filter(
        onward | Q(to_stage__slug=target), qualifier_list__stage__season__year=year
    )
    return (
        NATIONAL
        | Q(season__in=of_few.values("pk"))
        | Q(pk__in=sending.values("qualifier_list__stage"))
    )


def _by_department(row: QualifiedRow) -> tuple[str, int, str]:
    return row.club.department_code, row.place or 99, row.club.key


def _departmental(stages: Iterable[StageData]) -> Iterator[QualifiedRow]:
    for stage in stages:
        for club in stage.clubs.values():
            if club.via == "departmental":
                yield QualifiedRow(
                    club=club,
                    place=club.departmental_rank,
                    via=club.via,
                    origin=Label("Etapa departamental", "Departmental stage"),
                    destination=Destination(stage.pk, stage.slug, stage.label),
                    target=DEPARTMENTAL,
                    remark=club.note,
                    source=club.source,
                )


def _confirmed(stages: Iterable[StageData]) -> Iterator[QualifiedRow]:
    for stage in stages:
        for row in stage.qualifiers:
            to = confirmed_destination(row)
            yield QualifiedRow(
                club=stage.clubs[row.entry],
                place=row.place,
                via=row.via,
                origin=stage.label,
                destination=to,
                target=to.slug or _slug(to.label.es),
                reason=row.reason,
                remark=row.remark,
                instead_of=stage.clubs[row.instead_of] if row.instead_of else None,
                source=row.source,
            )


def _slug(text: str) -> str:
    return text.lower().replace(" ", "-")
