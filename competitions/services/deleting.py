"""What goes with rows that are deleted, and what stands against deleting them.

What hangs on them is counted by the database before anything is read: three thousand stages hang on
a season of the whole country, two thousand clubs on a department.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import router
from django.db.models import PROTECT, Count, Model, ProtectedError, Q, RestrictedError, Window
from django.db.models.deletion import Collector, get_candidate_relations_to_delete

from competitions.core.consistency import Fault
from competitions.models import (
    Claim,
    Fixture,
    League,
    LotsDrawn,
    PointsAdjustment,
    PublishedRow,
    QualifierList,
    ResultReport,
    Ruling,
    SeasonOutcome,
)
from competitions.services.checks import Found

_RESULTS: tuple[type[Model], ...] = (
    Claim,
    Fixture,
    LotsDrawn,
    PointsAdjustment,
    PublishedRow,
    QualifierList,
    ResultReport,
    Ruling,
    SeasonOutcome,
)
"""What a deletion never takes along: results, and what was decided and confirmed of them."""

NAMED = 10
"""Rows of a kind whose keys are told."""


@dataclass(frozen=True, slots=True)
class Rows:
    """So many rows of a kind, and the keys of the first of them."""

    model: type[Model]
    number: int
    first: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Deletion:
    """`goes` has the keys of all rows that would go, those that were asked for first; empty where
    something stands against it: rows that `hang` on them and stay, or results that would be lost,
    each `lost` a sentence."""

    goes: Mapping[type[Model], Collection[int]] = field(default_factory=dict)
    hang: tuple[Rows, ...] = ()
    lost: tuple[str, ...] = ()


def deletion_of(rows: Sequence[Model]) -> Deletion:
    """What deleting rows of one kind would do: as many queries as there are kinds of rows below.

    Of what hangs on rows that would go with them only what the database forbids is looked for.
    """
    if not rows:
        return Deletion()
    if hang := _hanging_on(rows):
        return Deletion(hang=tuple(hang))
    collector = _Whole(using=router.db_for_write(type(rows[0])), origin=rows[0])
    try:
        collector.collect(rows)
    except (ProtectedError, RestrictedError) as error:
        held = error.protected_objects if isinstance(error, ProtectedError) else ()
        return Deletion(hang=tuple(_by_kind(held)))
    if faults := _losses(rows, collector):
        return Deletion(lost=tuple(Found(row, f).error.messages[0] for row, f in faults))
    return Deletion({model: [row.pk for row in found] for model, found in collector.data.items()})


class _Whole(Collector):
    """Reads also what the database could delete unread."""

    def can_fast_delete(self, *args: object, **kwargs: object) -> bool:
        return False


def _hanging_on(rows: Sequence[Model]) -> list[Rows]:
    model = type(rows[0])
    ways: dict[type[Model], Q] = {}
    for relation in get_candidate_relations_to_delete(model._meta):  # noqa: SLF001
        # The tree of leagues would delete those below with the one above.
        if relation.on_delete is PROTECT or relation.related_model is model is League:
            way = Q(**{f"{relation.field.name}__in": rows})
            ways[relation.related_model] = ways.get(relation.related_model, Q()) | way
    found = []
    for other, way in ways.items():
        held = other._base_manager.filter(way).order_by("pk")  # noqa: SLF001
        first = list(held.values_list("pk", Window(Count("*")))[:NAMED])
        if first:
            found.append(Rows(other, first[0][1], tuple(pk for pk, _number in first)))
    return found


def _by_kind(rows: Iterable[Model]) -> list[Rows]:
    keys: dict[type[Model], list[int]] = {}
    for row in rows:
        keys.setdefault(type(row), []).append(row.pk)
    return [Rows(model, len(pks), tuple(sorted(pks)[:NAMED])) for model, pks in keys.items()]


def _losses(rows: Sequence[Model], collector: Collector) -> list[tuple[Model, Fault]]:
    """Of several rows with something below them the first one."""
    if len(rows) == 1:
        fault = loses(rows[0], collector)
        return [(rows[0], fault)] if fault else []
    played = [row for row in rows if isinstance(row, Fixture) and row.has_result]
    if played:
        return [(row, _archive_instead(row)) for row in played]
    for row in rows if results_below(rows, collector) else ():
        alone = Collector(using=collector.using, origin=row)
        alone.collect([row])
        if fault := loses(row, alone):
            return [(row, fault)]
    return []


def loses(row: Model, collector: Collector) -> Fault | None:
    """What stands for results among what would go with a row."""
    if isinstance(row, Fixture) and row.has_result:
        return _archive_instead(row)
    below = results_below([row], collector)
    if not below:
        return None
    return Fault("results_below", params={"name": str(row), "what": listed(below[:3])})


def _archive_instead(row: Model) -> Fault:
    return Fault("archive_instead", params={"name": str(row)})


def results_below(rows: Collection[Model], collector: Collector) -> list[Model]:
    """Results among what would go with the rows."""
    return [
        other
        for model, found in collector.data.items()
        if model in _RESULTS
        for other in found
        if other not in rows and (not isinstance(other, Fixture) or other.has_result)
    ]


def listed(rows: Iterable[Model]) -> str:
    return ", ".join(f"{row._meta.verbose_name} {row}" for row in rows)  # noqa: SLF001
