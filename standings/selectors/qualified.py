"""Who qualified for what in a season, and who scored most: flat rows for pages and files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from competitions.models import Goal, PublishedScorer
from standings.selectors.qualification import (
    Destination,
    Disagreement,
    confirmed_destination,
    lists_out_of_date,
)
from standings.selectors.reading import load
from standings.selectors.seasons import SeasonNav, navigation, stages_of
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


@dataclass(frozen=True, slots=True)
class ScorerRow:
    """A scorer: as a source published, or counted from the goals that are recorded."""

    rank: int
    player: str
    club: str
    club_slug: str
    goals: int
    published: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class ScorersPage:
    season: SeasonNav
    published: tuple[ScorerRow, ...]
    counted: tuple[ScorerRow, ...]
    goals_with_scorer: int
    goals_known: int


DEPARTMENTAL = "departamental"
"""Address of the list of clubs that came up from their departments."""


def qualified_page(year: int, target: str = "") -> QualifiedPage:
    """The list for one target; without one, or with an unknown one, the departmental qualifiers."""
    stages = stages_of(year)
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


def scorers_page(year: int) -> ScorersPage:
    stages = stages_of(year)
    snapshots = load(stages)
    published = [
        ScorerRow(s.rank, s.player, s.club.name, s.club.slug, s.goals, True, s.source)
        for s in PublishedScorer.objects.filter(season__year=year).select_related("club")
    ]
    goals = Goal.objects.filter(
        fixture__stage__season__year=year, fixture__is_archived=False
    ).exclude(player="")
    tally: dict[tuple[str, int], int] = {}
    clubs: dict[int, ClubData] = {
        club.entry: club for snapshot in snapshots.values() for club in snapshot.clubs.values()
    }
    with_scorer = 0
    for player, entry, kind in goals.values_list("player", "entry", "kind"):
        with_scorer += 1
        if kind != "own_goal":
            club = clubs[entry]
            tally[(player, club.club)] = tally.get((player, club.club), 0) + 1
    by_club = {club.club: club for club in clubs.values()}
    ordered = sorted(tally.items(), key=lambda item: (-item[1], item[0][0]))
    counted = [
        ScorerRow(
            1 + sum(other > number for other in tally.values()),
            player,
            by_club[club].name,
            by_club[club].slug,
            number,
            False,
        )
        for (player, club), number in ordered
    ]
    known = sum(
        f.official.pitch.home + f.official.pitch.away
        for snapshot in snapshots.values()
        for f in snapshot.fixtures
        if f.official.pitch is not None
    )
    return ScorersPage(navigation(stages), tuple(published), tuple(counted), with_scorer, known)
