"""A write: all rows of it in one transaction, checked, with its history and its versions."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Model, ProtectedError, RestrictedError, Value
from django.db.models.functions import Concat
from simple_history.models import HistoricalRecords

from competitions.core.consistency import Fault
from competitions.models import Fixture, League, RuleSet, Stage, TiebreakRule, Zone
from competitions.services.checks import Found, faults_in
from competitions.services.versions import lock_stages, raise_versions, stages_showing

Actor = AbstractBaseUser | None
"""Who writes; None for a program that runs on its own."""

_Row = TypeVar("_Row", bound=Model)
_RULES = (RuleSet, TiebreakRule, Zone)


class Refused(ValidationError):
    """A write that would have contradicted something: every fault, and nothing was written.

    `error_dict` holds the sentences by the fields of the first row of the write; what is about
    another row stands there under no field. `by_row` says which row each one is about.
    """

    def __init__(self, by_row: Sequence[tuple[Model, str, ValidationError]], about: Model) -> None:
        self.by_row = list(by_row)
        faults: dict[str, list[ValidationError]] = {}
        for row, field, error in by_row:
            where = field if field and _same(row, about) else NON_FIELD_ERRORS
            faults.setdefault(where, []).append(error)
        super().__init__(faults)

    @classmethod
    def for_fault(cls, row: Model, fault: Fault) -> "Refused":
        return cls([(row, fault.field, Found(row, fault).error)], row)


def record(row: _Row, *, actor: Actor, reason: str = "") -> _Row:
    """Write one row, new or changed. Raises Refused."""
    write([row], actor=actor, reason=reason)
    return row


def remove(row: Model, *, actor: Actor, reason: str = "") -> None:
    """Delete one row with what belongs to it. Raises Refused while something else hangs on it."""
    write(removed=[row], actor=actor, reason=reason)


def write(
    saved: Iterable[Model] = (),
    *,
    removed: Iterable[Model] = (),
    actor: Actor,
    reason: str = "",
) -> list[Model]:
    """Write several rows as one: all or none. Returns those that are new or changed.

    A row comes after the rows that it refers to. What stands as it stood is not written again, and
    raises no version. Raises Refused with the faults of all rows.
    """
    saved, removed = list(saved), list(removed)
    rows = [*saved, *removed]
    if not rows:
        return []
    new = [row for row in saved if row._state.adding]  # noqa: SLF001
    keys = [(row, row.pk) for row in [*new, *removed]]
    try:
        with transaction.atomic(), _history_of(actor, rows, reason):
            return _write(saved, removed, about=rows[0], reason=reason)
    except (Refused, IntegrityError) as error:
        for row, key in keys:
            row.pk = key
        for row in new:
            row._state.adding = True  # noqa: SLF001
        if isinstance(error, Refused):
            raise
        raise Refused.for_fault(rows[0], Fault("someone_was_faster")) from error


def _write(saved: list[Model], removed: list[Model], *, about: Model, reason: str) -> list[Model]:
    stored = _stored(saved)
    stages = stages_showing([*stored.values(), *removed])
    lock_stages(stages)
    rules_in_force = not reason and _rules_in_force([*saved, *removed])
    for row in removed:
        _delete(row)
    for row in saved:
        if not row._state.adding and _key(row) not in stored:  # noqa: SLF001
            raise Refused.for_fault(row, Fault("someone_was_faster"))
    changed = [row for row in saved if _differs(row, stored.get(_key(row)))]
    _park(changed)
    faults = _save(changed)
    if not faults:
        rules = [row for row in saved if isinstance(row, RuleSet) and (changed or removed)]
        found_in = faults_in([*changed, *rules])
        faults = [(f.row, f.fault.field, f.error) for f in found_in]
    if rules_in_force and any(isinstance(row, _RULES) for row in [*changed, *removed]):
        found = Found(about, Fault("rules_in_force", "change_reason"))
        faults.append((about, found.fault.field, found.error))
    if faults:
        raise Refused(faults, about)
    if changed or removed:
        raise_versions(stages | stages_showing(changed))
    return changed


@contextmanager
def _history_of(actor: Actor, rows: Collection[Model], reason: str) -> Iterator[None]:
    """History kept meanwhile names `actor`, also of rows that go with a deleted one."""
    context = HistoricalRecords.context
    before = getattr(context, "request", None)
    context.request = SimpleNamespace(user=actor)
    for row in rows:
        row._change_reason = reason or None  # noqa: SLF001 - the library's interface
    try:
        yield
    finally:
        for row in rows:
            del row._change_reason  # noqa: SLF001
        if before is None:
            del context.request
        else:
            context.request = before


def _key(row: Model) -> tuple[type[Model], Any]:
    return type(row), row.pk


def _same(row: Model, other: Model) -> bool:
    return row is other or (row.pk is not None and _key(row) == _key(other))


def _stored(rows: Iterable[Model]) -> dict[tuple[type[Model], Any], Model]:
    """The rows as they stand in the database before the write."""
    keys: dict[type[Model], list[Any]] = {}
    for row in rows:
        if row.pk is not None:
            keys.setdefault(type(row), []).append(row.pk)
    return {
        _key(row): row
        for model, pks in keys.items()
        for row in model._base_manager.filter(pk__in=pks)  # noqa: SLF001
    }


def _written_fields(row: Model) -> list[Any]:
    """All but the key, and but the version of a stage, which only `raise_versions` writes."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
    return [f for f in fields if f.name != "version"] if isinstance(row, Stage) else fields


def _differs(row: Model, stored: Model | None) -> bool:
    return stored is None or any(
        field.to_python(getattr(row, field.attname)) != getattr(stored, field.attname)
        for field in _comparable(row)
    )


def _comparable(row: Model) -> list[Any]:
    # What `clean` computes (a folded name) follows from the rest.
    return [field for field in _written_fields(row) if field.editable]


def _save(rows: Sequence[Model]) -> list[tuple[Model, str, ValidationError]]:
    """Validate and save. After the first row with faults only validate, as far as that goes."""
    faults: list[tuple[Model, str, ValidationError]] = []
    failed: list[Model] = []
    for row in rows:
        _take_over_keys(row)
        if any(parent is other for parent in _parents(row) for other in failed):
            continue
        try:
            _validate(row)
        except ValidationError as error:
            failed.append(row)
            faults += [
                (row, "" if field == NON_FIELD_ERRORS else field, found)
                for field, found_here in error.error_dict.items()
                for found in found_here
            ]
        else:
            adding = row._state.adding  # noqa: SLF001
            row.save(update_fields=None if adding else [f.name for f in _written_fields(row)])
    return faults


def _parents(row: Model) -> Iterator[Model]:
    for field in row._meta.concrete_fields:  # noqa: SLF001
        if field.is_relation and field.is_cached(row):
            parent = getattr(row, field.name)
            if parent is not None:
                yield parent


def _take_over_keys(row: Model) -> None:
    """A parent that was saved a moment ago has its key only now."""
    for field in row._meta.concrete_fields:  # noqa: SLF001
        if field.is_relation and getattr(row, field.attname) is None and field.is_cached(row):
            setattr(row, field.name, getattr(row, field.name))


def _validate(row: Model) -> None:
    """`full_clean`, but fields that nobody edits may be filled by `clean`."""
    faults: dict[str, list[ValidationError]] = {}
    unedited = {field.name for field in row._meta.fields if not field.editable}  # noqa: SLF001
    steps = (
        lambda: row.clean_fields(exclude=unedited),
        row.clean,
        lambda: row.validate_unique(exclude=set(faults)),
        lambda: row.validate_constraints(exclude=set(faults)),
    )
    for step in steps:
        try:
            step()
        except ValidationError as error:
            faults = error.update_error_dict(faults)
    if faults:
        raise ValidationError(faults)


def _park(rows: Sequence[Model]) -> None:
    """Take changed tie-break rules out of each other's way, so that two can change places."""
    pks = [row.pk for row in rows if isinstance(row, TiebreakRule) and row.pk is not None]
    if pks:
        TiebreakRule.objects.filter(pk__in=pks).update(
            position=F("position") + 1000, criterion=Concat(Value("~"), F("criterion"))
        )


def _rules_in_force(rows: Iterable[Model]) -> bool:
    """Whether one of the rows belongs to rules that stand, of a stage that has results."""
    rule_sets = {
        row.pk if isinstance(row, RuleSet) else row.rule_set_id
        for row in rows
        if isinstance(row, _RULES)
    } - {None}
    return (
        bool(rule_sets)
        and Fixture.objects.filter(stage__rule_set__in=rule_sets).with_score().exists()
    )


def _delete(row: Model) -> None:
    if isinstance(row, League) and row.children.exists():
        # The tree would delete them with it.
        raise _hangs_on(row, list(row.children.all()[:3]))
    try:
        row.delete()
    except (ProtectedError, RestrictedError) as error:
        held = error.protected_objects if isinstance(error, ProtectedError) else ()
        raise _hangs_on(row, list(held)[:3]) from error


def _hangs_on(row: Model, others: Sequence[Model]) -> Refused:
    what = ", ".join(f"{other._meta.verbose_name} {other}" for other in others)  # noqa: SLF001
    return Refused.for_fault(row, Fault("has_dependants", params={"name": str(row), "what": what}))
