"""By which stages of the leagues below a club came to the national one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from competitions.models import Entry
from standings.selectors.brackets import sections
from standings.selectors.snapshot import Label, StageData


@dataclass(frozen=True, slots=True)
class Start:
    """A stage below that sent a club up, from which place or by which matchup."""

    slug: str
    label: Label
    place: int | None
    matchup: str = ""
    number: int | None = None


_ORIGINS = ("origin", "origin__origin", "origin__origin__origin")


def trails(targets: set[int], departmental: Sequence[StageData]) -> dict[int, tuple[Start, ...]]:
    """For entries of national stages the stages below from which they came, the lowest first."""
    fields = [
        f"{origin}__{name}"
        for origin in _ORIGINS
        for name in ("pk", "stage", "stage__slug", "stage__name", "stage__name_en", "origin_place")
    ]
    rows = (
        Entry.objects.filter(stage__in=targets, origin__isnull=False)
        .exclude(origin__stage__in=targets)
        .values("pk", "origin_place", *fields)
    )
    won = _won_last(departmental)
    found = {}
    for row in rows:
        trail = []
        place = row["origin_place"]
        for origin in _ORIGINS:
            if row[f"{origin}__pk"] is None:
                break
            label = Label(row[f"{origin}__stage__name"], row[f"{origin}__stage__name_en"])
            matchup = won.get(row[f"{origin}__pk"], ("", None)) if place is None else ("", None)
            trail.append(Start(row[f"{origin}__stage__slug"], label, place, *matchup))
            place = row[f"{origin}__origin_place"]
        found[row["pk"]] = tuple(reversed(trail))
    return found


def _won_last(stages: Iterable[StageData]) -> dict[int, tuple[str, int]]:
    """The last matchup that each entry won: its key and the number that it is drawn with."""
    found = {}
    for stage in stages:
        for section in sections(stage) if not stage.has_table else ():
            numbers = section.numbers
            for drawn in section.rounds:
                for view in drawn.matchups:
                    if view.winner is not None:
                        found[view.winner.entry] = view.data.key, numbers[view.data.pk]
    return found
