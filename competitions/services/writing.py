"""A write: all rows of it in one transaction, checked, with its history and its versions."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from types import SimpleNamespace
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, router, transaction
from django.db.models import F, Model, ProtectedError, QuerySet, RestrictedError, Value
from django.db.models.deletion import Collector
from django.db.models.functions import Concat
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from competitions.core.consistency import Fault
from competitions.models import (
    Club,
    Fixture,
    League,
    RuleSet,
    Ruling,
    Season,
    Stage,
    TiebreakRule,
    Zone,
)
from competitions.models.constraints import condition_faults
from competitions.permissions import Action, permissions
from competitions.services.checks import Found, faults_in
from competitions.services.deleting import listed, loses, results_below
from competitions.services.feeding import faults_of_ways
from competitions.services.seen import Meanwhile, changed_meanwhile, deleted_meanwhile, shown_fields
from competitions.services.slot_words import following_names
from competitions.services.versions import (
    is_as_seen,
    lock_stages,
    raise_versions,
    stages_showing,
)

Actor = AbstractBaseUser | None
"""Who writes; None for a program that runs on its own."""

LONGEST_REASON = 100
"""Letters of a reason that the history keeps; what is more stands with the row, if anywhere."""

_Row = TypeVar("_Row", bound=Model)
_RULES = (RuleSet, TiebreakRule, Zone)
_ARCHIVED = (Season, Club, Fixture)
_SCORES = tuple(
    f"{side}_{part}"
    for side in ("home", "away")
    for part in ("goals", "half", "extra", "penalties")
)


class Refused(ValidationError):
    """A write that would have contradicted something: every fault, and nothing was written.

    `error_dict` holds the sentences by the fields of the first row of the write; what is about
    another row stands there under no field. `by_row` says which row each one is about.
    `meanwhile` are the rows that somebody else changed or deleted, with their tokens of now.
    """

    def __init__(
        self,
        by_row: Sequence[tuple[Model, str, ValidationError]],
        about: Model,
        meanwhile: Sequence[Meanwhile] = (),
    ) -> None:
        self.by_row = list(by_row)
        self.meanwhile = list(meanwhile)
        faults: dict[str, list[ValidationError]] = {}
        for row, field, error in by_row:
            where = field if field and _same(row, about) else NON_FIELD_ERRORS
            faults.setdefault(where, []).append(error)
        super().__init__(faults)

    @classmethod
    def for_fault(cls, row: Model, fault: Fault) -> "Refused":
        return cls([(row, fault.field, Found(row, fault).error)], row)


def record(row: _Row, *, actor: Actor, reason: str = "", seen: str = "") -> _Row:
    """Write one row, new or changed; `seen` is its token as in `write`. Raises Refused."""
    write([row], actor=actor, reason=reason, seen={row: seen} if seen else None)
    return row


def remove(row: Model, *, actor: Actor, reason: str = "", seen: str = "") -> None:
    """Delete one row with what belongs to it. Raises Refused while something else hangs on it."""
    write(removed=[row], actor=actor, reason=reason, seen={row: seen} if seen else None)


def write(
    saved: Iterable[Model] = (),
    *,
    removed: Iterable[Model] = (),
    actor: Actor,
    reason: str = "",
    seen: Mapping[Model, str] | None = None,
) -> list[Model]:
    """Write several rows as one: all or none. Returns those that are new or changed.

    A row comes after the rows that it refers to. What stands as it stood is not written again, and
    raises no version. Raises Refused with the faults of all rows, and PermissionDenied where one of
    them, as it stood or as it would stand, is not the actor's to change.

    `seen` has tokens (`services.seen.token_of`) of rows as the actor had them before his eyes. The
    write is refused where it would undo what somebody else changed of them since; to remove what
    is gone already is no fault.
    """
    saved, removed = list(saved), list(removed)
    rows = [*saved, *removed]
    if not rows:
        return []
    new = [row for row in saved if row._state.adding]  # noqa: SLF001
    keys = [(row, row.pk) for row in [*new, *removed]]
    try:
        with transaction.atomic(), _history_of(actor, rows, reason):
            return _write(
                saved, removed, actor=actor, about=rows[0], reason=reason, seen=dict(seen or {})
            )
    except (Refused, IntegrityError, OperationalError, PermissionDenied) as error:
        for row, key in keys:
            row.pk = key
        for row in new:
            row._state.adding = True  # noqa: SLF001
        if isinstance(error, IntegrityError) or is_deadlock(error):
            raise Refused.for_fault(rows[0], Fault("someone_was_faster")) from error
        raise


def is_deadlock(error: Exception) -> bool:
    """Whether PostgreSQL ended this write because two waited for each other."""
    return getattr(error.__cause__, "sqlstate", "") == "40P01"


def _write(
    saved: list[Model],
    removed: list[Model],
    *,
    actor: Actor,
    about: Model,
    reason: str,
    seen: dict[Model, str],
) -> list[Model]:
    known = [*saved, *(row for row in removed if row in seen)]
    # Everyone who writes waits for the stages first, and only then for rows: in another order two
    # would wait for each other. What stood before the wait may be gone by now.
    stages = stages_showing([*_stored(known).values(), *removed])
    lock_stages(stages)
    stored = _stored(known, until_the_end=True)
    removed = [row for row in removed if row not in seen or _key(row) in stored]
    require(actor, "delete", removed)
    rules_in_force = not reason and _rules_in_force([*saved, *removed])
    gone = [
        deleted_meanwhile(row, actor)
        for row in saved
        if not row._state.adding and _key(row) not in stored  # noqa: SLF001
    ]
    changed = [row for row in saved if _differs(row, stored.get(_key(row)))]
    added = [row for row in changed if row._state.adding]  # noqa: SLF001
    moved = [row for row in changed if not row._state.adding and _key(row) in stored]  # noqa: SLF001
    require(actor, "change", moved)
    meanwhile = [
        *gone,
        *_changed_meanwhile(moved, stored, seen),
        *_changed_meanwhile(removed, stored, seen, removing=True),
    ]
    if gone:
        raise Refused(_told(meanwhile), about, meanwhile)
    kept = [change.row for change in meanwhile]
    following = following_names(moved, stored, beside=[*saved, *removed])
    for before, row in following.rows:
        row._change_reason = reason[:LONGEST_REASON] or None  # noqa: SLF001 - as in `_history_of`
        stored[_key(row)] = before
        changed.append(row)
    left = _left(moved, stored)
    going = [row for row in removed if row not in kept]
    _remove(row for row in going if _key(row) not in left)
    _park(changed, stored)
    named = [(row, fault.field, Found(row, fault).error) for row, fault in following.faults]
    faults = [*_told(meanwhile), *named, *_save(changed, stored)]
    if not faults:
        _remove(row for row in going if _key(row) in left)
        rules = [row for row in saved if isinstance(row, RuleSet) and (changed or removed)]
        found_in = faults_in([*changed, *rules])
        found_in += [Found(row, fault) for row, fault in faults_of_ways(changed, stored)]
        faults = [(f.row, f.fault.field, f.error) for f in found_in]
    if rules_in_force and any(isinstance(row, _RULES) for row in [*changed, *removed]):
        found = Found(about, Fault("rules_in_force", "change_reason"))
        faults.append((about, found.fault.field, found.error))
    if not reason:
        ruled = {row.fixture_id for row in changed if isinstance(row, Ruling)}
        for row in _turned(moved, stored, ruled=ruled):
            found = Found(row, Fault("official_result", "change_reason", {"name": str(row)}))
            faults.append((row, found.fault.field, found.error))
    if faults:
        raise Refused(faults, about, meanwhile)
    require(actor, "add", added)
    require(actor, "change", moved)
    if changed or removed:
        raise_versions(stages | stages_showing(changed))
    return changed


def _changed_meanwhile(
    rows: Iterable[Model],
    stored: Mapping[tuple[type[Model], Any], Model],
    seen: Mapping[Model, str],
    *,
    removing: bool = False,
) -> list[Meanwhile]:
    """Where the write would undo what somebody else wrote since its writer saw the rows."""
    found = (
        changed_meanwhile(row, stored=stored[_key(row)], seen=seen[row], removing=removing)
        for row in rows
        if row.pk is not None and row in seen
    )
    return [meanwhile for meanwhile in found if meanwhile]


def _told(meanwhile: Iterable[Meanwhile]) -> list[tuple[Model, str, ValidationError]]:
    return [
        (change.row, fault.field, Found(change.row, fault).error)
        for change in meanwhile
        for fault in change.faults
    ]


def require(actor: Actor, action: Action, rows: Iterable[Model]) -> None:
    """See that all rows, as they stand in the database, are the actor's to treat so.

    One query for each kind of row. Raises PermissionDenied, which says nothing of the row.
    """
    if actor is None or (actor.is_active and getattr(actor, "is_superuser", False)):
        return
    keys: dict[type[Model], set[Any]] = {}
    for row in rows:
        keys.setdefault(type(row), set()).add(row.pk)
    for model, pks in keys.items():
        there = model._base_manager.filter(pk__in=pks)  # noqa: SLF001
        if permissions.changeable(actor, there, action).count() != len(pks):
            raise PermissionDenied


@contextmanager
def as_seen(stage: Stage, seen: str, *, about: Model) -> Iterator[None]:
    """One transaction in which a stage is as it was when someone looked at it.

    `seen` is what `services.versions.state_of` said then; blank where nobody looked. Raises Refused
    about a row where the stage is another one by now.
    """
    with transaction.atomic():
        if not is_as_seen(stage.pk, seen):
            raise Refused.for_fault(about, Fault("stage_changed"))
        yield


@contextmanager
def _history_of(actor: Actor, rows: Collection[Model], reason: str) -> Iterator[None]:
    """History kept meanwhile names `actor`, also of rows that go with a deleted one."""
    context = HistoricalRecords.context
    before = getattr(context, "request", None)
    context.request = SimpleNamespace(user=actor)
    for row in rows:
        row._change_reason = reason[:LONGEST_REASON] or None  # noqa: SLF001 - the library's interface
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


def _stored(
    rows: Iterable[Model], *, until_the_end: bool = False
) -> dict[tuple[type[Model], Any], Model]:
    """The rows as they stand in the database before the write, or held so until it ends."""
    keys: dict[type[Model], list[Any]] = {}
    for row in rows:
        if row.pk is not None:
            keys.setdefault(type(row), []).append(row.pk)
    return {
        _key(row): row
        for model, pks in keys.items()
        for row in _held(model._base_manager.all(), until_the_end)  # noqa: SLF001
        .filter(pk__in=pks)
        .order_by("pk")
    }


def _held(rows: QuerySet[Any], until_the_end: bool) -> QuerySet[Any]:
    return rows.select_for_update(no_key=True) if until_the_end else rows


def _written_fields(row: Model) -> list[Any]:
    """All but the key, and but the version of a stage, which only `raise_versions` writes."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
    return [f for f in fields if f.name != "version"] if isinstance(row, Stage) else fields


def _differs(row: Model, stored: Model | None) -> bool:
    if stored is None or any(_altered(row, stored, shown_fields(type(row)))):
        return True
    # A parent that comes with the same write has no key yet that could differ.
    return any(parent.pk is None for parent in _parents(row))


def _altered(row: Model, stored: Model, fields: Iterable[Any]) -> Iterator[Any]:
    """Those of the fields that do not have the value that is stored."""
    return (
        field
        for field in fields
        if field.to_python(getattr(row, field.attname)) != getattr(stored, field.attname)
    )


def _save(
    rows: Sequence[Model], stored: Mapping[tuple[type[Model], Any], Model]
) -> list[tuple[Model, str, ValidationError]]:
    """Validate and save: rows of a kind together while nothing is wrong, else one by one, which
    tells what is wrong with each. After the first row with faults only validate, as far as that
    goes."""
    faults: list[tuple[Model, str, ValidationError]] = []
    failed: list[Model] = []
    for run in _runs(rows):
        if len(run) > 1 and not faults and _save_together(run, stored):
            continue
        for row in run:
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


def _runs(rows: Iterable[Model]) -> Iterator[list[Model]]:
    """Neighbours that can be saved by one statement: of one kind, all new or all changed, and none
    of them new and the parent of another."""
    run: list[Model] = []
    for row in rows:
        is_like = run and (type(row), row._state.adding) == (type(run[0]), run[0]._state.adding)  # noqa: SLF001
        if run and (
            not is_like or any(parent is other for parent in _parents(row) for other in run)
        ):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _save_together(rows: Sequence[Model], stored: Mapping[tuple[type[Model], Any], Model]) -> bool:
    """Save the rows with as many queries as for one, and say whether that went well.

    What compares rows with each other is left to the database.
    """
    model, adding = type(rows[0]), rows[0]._state.adding  # noqa: SLF001
    try:
        with transaction.atomic():
            for row in rows:
                _take_over_keys(row)
                _validate_alone(row, stored.get(_key(row)))
            if adding:
                bulk_create_with_history(rows, model)
            else:
                pairs = [(row, stored[_key(row)]) for row in rows]
                # `clean` may have filled fields that nobody edits.
                fields = {
                    f.name for pair in pairs for f in _altered(*pair, _written_fields(rows[0]))
                }
                bulk_update_with_history(rows, model, sorted(fields))
    except (ValidationError, IntegrityError):
        for row in rows if adding else ():
            row.pk = None
            row._state.adding = True  # noqa: SLF001
        return False
    return True


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
    steps = (
        lambda: row.clean_fields(exclude=_unedited(row)),
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


def _validate_alone(row: Model, stored: Model | None) -> None:
    """What `_validate` finds in the row itself. A parent in hand, or one that stays, is there."""
    parents = {
        field.name
        for field in row._meta.concrete_fields  # noqa: SLF001
        if field.is_relation
        and (
            (field.is_cached(row) and getattr(row, field.attname) is not None)
            or (stored and getattr(row, field.attname) == getattr(stored, field.attname))
        )
    }
    row.clean_fields(exclude=_unedited(row) | parents)
    row.clean()
    faults = condition_faults(row)
    if faults:
        raise ValidationError(faults)


def _unedited(row: Model) -> set[str]:
    return {field.name for field in row._meta.fields if not field.editable}  # noqa: SLF001


def _park(rows: Sequence[Model], stored: Mapping[tuple[type[Model], Any], Model]) -> None:
    """Take changed tie-break rules out of each other's way, so that two can change places."""
    parked = [row for row in rows if isinstance(row, TiebreakRule) and _key(row) in stored]
    if not parked:
        return
    TiebreakRule.objects.filter(pk__in=[row.pk for row in parked]).update(
        position=F("position") + 1000, criterion=Concat(Value("~"), F("criterion"))
    )
    for row in parked:
        before: Any = stored[_key(row)]
        before.position, before.criterion = before.position + 1000, f"~{before.criterion}"


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


def _turned(
    moved: Iterable[Model],
    stored: Mapping[tuple[type[Model], Any], Model],
    *,
    ruled: Collection[int | None],
) -> Iterator[Fixture]:
    """Fixtures whose official result would not be the one that was confirmed.

    Those that are `ruled` on in the same write may become matches that were not played.
    """
    for row in moved:
        before = stored[_key(row)]
        if not isinstance(row, Fixture) or not getattr(before, "is_official", False):
            continue
        names = _SCORES if row.pk in ruled else (*_SCORES, "status", "is_official")
        if any(_value(row, name) != _value(before, name) for name in names):
            yield row


def _value(row: Model, name: str) -> Any:
    return row._meta.get_field(name).to_python(getattr(row, name))  # noqa: SLF001


def _left(
    moved: Iterable[Model], stored: Mapping[tuple[type[Model], Any], Model]
) -> set[tuple[type[Model], Any]]:
    """What changed rows referred to and refer to no more: it goes after they are saved."""
    return {
        (field.related_model, getattr(stored[_key(row)], field.attname))
        for row in moved
        for field in _altered(row, stored[_key(row)], _relations(type(row)))
    }


def _relations(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.is_relation]  # noqa: SLF001


def _remove(rows: Iterable[Model]) -> None:
    """Delete rows in their order: neighbours of a kind together, unless something stands against
    one of them. Raises Refused, which says which one."""
    for _kind, found in groupby(rows, key=type):
        run = list(found)
        if len(run) == 1 or not _delete_together(run):
            for row in run:
                _delete(row)


def _delete_together(rows: Sequence[Model]) -> bool:
    """Whether rows of a kind could be deleted at once: nothing stands against any of them."""
    if any(
        isinstance(row, League) or (isinstance(row, Fixture) and row.has_result) for row in rows
    ):
        return False
    collector = Collector(
        using=router.db_for_write(type(rows[0]), instance=rows[0]), origin=rows[0]
    )
    try:
        collector.collect(rows)
    except (ProtectedError, RestrictedError):
        return False
    if results_below(rows, collector):
        return False
    collector.delete()
    return True


def _delete(row: Model) -> None:
    if isinstance(row, League) and row.children.exists():
        # The tree would delete them with it.
        raise _hangs_on(row, list(row.children.all()[:3]))
    try:
        collector = Collector(using=router.db_for_write(type(row), instance=row), origin=row)
        collector.collect([row])
    except (ProtectedError, RestrictedError) as error:
        held = error.protected_objects if isinstance(error, ProtectedError) else ()
        raise _hangs_on(row, list(held)[:3]) from error
    if fault := loses(row, collector):
        raise Refused.for_fault(row, fault)
    collector.delete()


def _hangs_on(row: Model, others: Sequence[Model]) -> Refused:
    params = {"name": str(row), "what": listed(others)}
    code = "archive_while_held" if isinstance(row, _ARCHIVED) else "has_dependants"
    return Refused.for_fault(row, Fault(code, params=params))
