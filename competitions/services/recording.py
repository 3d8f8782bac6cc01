"""Writing many facts at once, with their history and as little noise as possible."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone
from simple_history.utils import (
    bulk_create_with_history,
    bulk_update_with_history,
    get_history_manager_for_model,
)

AT_ONCE = 2_000
"""New rows of one statement: a country has 200,000 matches."""

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Wanted(Generic[M]):
    """A row that is there, or None, and the values it is to have."""

    found: M | None
    values: Mapping[str, Any]


@dataclass(slots=True)
class Recorder:
    """Brings rows to wanted values. What is as wanted is not touched, and gets no history.

    It belongs inside a transaction. `changed` gathers the rows that were created, altered or
    deleted, `altered` those that were there before and still are.
    """

    actor: AbstractBaseUser | None
    reason: str
    changed: list[models.Model] = field(default_factory=list)
    altered: list[models.Model] = field(default_factory=list)

    def record(self, model: type[M], wanted: Iterable[Wanted[M]]) -> list[M]:
        """The rows in the order in which they were wanted. New ones get ascending ids."""
        rows: list[M] = []
        new: list[M] = []
        altered: list[M] = []
        fields: set[str] = set()
        for want in wanted:
            if want.found is None:
                row = model(**want.values)
                new.append(row)
            else:
                row = want.found
                if different := _differences(row, want.values):
                    altered.append(row)
                    fields.update(different)
                for name in different:
                    setattr(row, name, want.values[name])
            rows.append(row)
        self._create(model, new)
        self._update(model, altered, fields)
        return rows

    def delete(self, model: type[M], rows: Collection[M]) -> None:
        """Delete exactly these rows. What refers to them has to be gone by the end of the
        transaction: nothing cascades, for a cascade would leave no history."""
        if not rows:
            return
        history = get_history_manager_for_model(model).model
        now = timezone.now()
        history.objects.bulk_create(
            history(
                history_date=now,
                history_user=self.actor,
                history_change_reason=self.reason,
                history_type="-",
                **{spec.attname: getattr(row, spec.attname) for spec in history.tracked_fields},
            )
            for row in rows
        )
        stored = model._base_manager.filter(pk__in=[row.pk for row in rows])  # noqa: SLF001 - Django has no public one
        stored._raw_delete(stored.db)  # noqa: SLF001 - delete() would cascade
        self.changed += rows

    def _create(self, model: type[M], rows: Sequence[M]) -> None:
        if rows:
            bulk_create_with_history(
                rows,
                model,
                batch_size=AT_ONCE,
                default_user=self.actor,
                default_change_reason=self.reason,
            )
            self.changed += rows

    def _update(self, model: type[M], rows: Sequence[M], fields: Collection[str]) -> None:
        if rows:
            bulk_update_with_history(
                rows,
                model,
                sorted(fields),
                default_user=self.actor,
                default_change_reason=self.reason,
            )
            self.changed += rows
            self.altered += rows


def _differences(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    return [name for name, value in values.items() if _stored(row, name) != _comparable(value)]


def _stored(row: models.Model, name: str) -> Any:
    """The value of a field; of a foreign key its id, so that nothing is fetched."""
    return getattr(row, row._meta.get_field(name).attname)  # noqa: SLF001 - documented


def _comparable(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
