"""Taking changes back: what each one changed and nothing else, by the way of every other write."""

import datetime as dt
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import CASCADE, ForeignKey, Model

from competitions.core.consistency import Fault
from competitions.models.season import new_stamp
from competitions.services.changes import (
    Difference,
    Reader,
    changed_fields,
    differences,
    key_of,
    lines_of,
    models_with_history,
    previous_lines,
)
from competitions.services.checks import Found
from competitions.services.seen import token_of
from competitions.services.telling import name_as_it_was, names_of, read_names, references
from competitions.services.writing import Actor, Refused, write

MOST = 200
"""Changes that can be taken back at once."""

_CASCADE = dt.timedelta(seconds=10)
"""How long the deletion of many rows that hang on one may take."""

Key = tuple[type[Model], Any]


@dataclass(slots=True)
class Restoring:
    """What becomes of one row when changes of it are taken back.

    `row` is as it would stand; `stands` as it stands now, None for one that comes back. `left` are
    fields that were changed again later: these stay.
    """

    row: Model
    stands: Model | None
    is_removed: bool = False
    back: list[str] = field(default_factory=list)
    left: list[tuple[str, Any]] = field(default_factory=list)
    name: str = ""
    put_back: Sequence[Difference] = ()
    stays: Sequence[Difference] = ()

    @property
    def returns(self) -> bool:
        return self.stands is None

    @property
    def is_written(self) -> bool:
        return bool(self.is_removed or self.returns or self.back)

    @property
    def kind(self) -> str:
        return str(self.row._meta.verbose_name)  # noqa: SLF001 - documented by Django

    @property
    def token(self) -> str:
        """What the reader of a preview has before his eyes; blank for a row that is gone."""
        return token_of(self.stands) if self.stands is not None else ""


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking some changes back would do. `faults` are why it cannot be done."""

    rows: Sequence[Restoring]
    faults: Sequence[tuple[Model, Fault]] = ()

    @property
    def is_possible(self) -> bool:
        return not self.faults and any(row.is_written for row in self.rows)

    @property
    def sentences(self) -> list[str]:
        """Why it cannot be done."""
        return [text for row, fault in self.faults for text in Found(row, fault).error.messages]


def undoing_of(lines: Sequence[Any], *, reader: Reader) -> Undoing:
    """What it would mean to take these lines of the history back. Nothing is written.

    A change of fields puts back those that are still as it left them, a creation removes the row,
    a deletion brings it back with what went with it. Of several lines of a row the newest comes
    first.
    """
    lines = sorted(lines, key=lambda line: (line.history_date, line.history_id), reverse=True)
    lines = _with_what_went_along(lines)
    previous = {key: before for key, (before, _hidden) in previous_lines(reader, lines).items()}
    rows = _standing(lines)
    faults: list[tuple[Model, Fault]] = []
    for line in lines:
        _take_back(line, previous[key_of(line)], rows, faults)
    found = [rows[_row_key(line)] for line in lines if _row_key(line) in rows]
    unique = list({id(row): row for row in found}.values())
    faults += _orphans(unique)
    _put_in_words(unique)
    if not faults and not any(row.is_written for row in unique):
        about = unique[0].row if unique else lines[0].instance
        faults.append((about, Fault("nothing_to_take_back")))
    return Undoing(unique, faults)


def undo(
    lines: Sequence[Any],
    *,
    actor: Actor,
    reader: Reader,
    reason: str,
    seen: dict[str, str] | None = None,
) -> list[Model]:
    """Take lines of the history back; see `undoing_of`. Returns the rows that were written.

    `seen` are the tokens of the preview, by the kind and key of the row. Raises Refused with every
    reason why not, among them a missing `reason`.
    """
    with transaction.atomic():
        undoing = undoing_of(lines, reader=reader)
        about = undoing.rows[0].row if undoing.rows else lines[0].instance
        faults = list(undoing.faults)
        if not reason.strip():
            faults.append((about, Fault("reason_missing", "reason")))
        if faults:
            raise Refused(
                [(row, fault.field, Found(row, fault).error) for row, fault in faults], about
            )
        saved = [
            row.row for row in undoing.rows if not row.is_removed and (row.returns or row.back)
        ]
        removed = [row.row for row in undoing.rows if row.is_removed]
        tokens = {
            row.row: token
            for row in undoing.rows
            if not row.returns and (token := (seen or {}).get(seen_key(row.row)))
        }
        written = write(
            _parents_first(saved),
            removed=reversed(_parents_first(removed)),
            actor=actor,
            reason=reason,
            seen=tokens,
        )
        _restore_what_is_set_by_itself(row for row in undoing.rows if row.returns)
    return written


def seen_key(row: Model) -> str:
    return f"{row._meta.model_name}-{row.pk}"  # noqa: SLF001 - documented by Django


def _row_key(line: Any) -> Key:
    return line.instance_type, getattr(line, line.instance_type._meta.pk.attname)  # noqa: SLF001 - documented


def _with_what_went_along(lines: Sequence[Any]) -> list[Any]:
    """The lines, and those of rows that went with a deleted one in the same act."""
    found = {key_of(line): line for line in lines}
    frontier = [line for line in lines if line.history_type == "-"]
    while frontier:
        below: list[Any] = []
        for model in models_with_history():
            for relation in model._meta.concrete_fields:  # noqa: SLF001 - documented by Django
                if not isinstance(relation, ForeignKey):
                    continue
                if relation.remote_field.on_delete is not CASCADE:
                    continue
                parents = [
                    line for line in frontier if line.instance_type is relation.related_model
                ]
                if parents:
                    below += _gone_with(model, relation, parents)
        frontier = [line for line in below if key_of(line) not in found]
        found |= {key_of(line): line for line in frontier}
    return list(found.values())


def _gone_with(model: type[Model], relation: ForeignKey, parents: Sequence[Any]) -> list[Any]:
    """Lines of deletions of rows that a cascade took along: before their parent, by the same."""
    by_parent = {_row_key(parent)[1]: parent for parent in parents}
    lines = lines_of(model).filter(history_type="-", **{f"{relation.attname}__in": list(by_parent)})
    latest: dict[Any, Any] = {}
    for line in lines.select_related("history_user").order_by("history_date", "history_id"):
        parent = by_parent[getattr(line, relation.attname)]
        close = abs(parent.history_date - line.history_date) <= _CASCADE
        if close and parent.history_user_id == line.history_user_id:
            latest[_row_key(line)] = line
    return list(latest.values())


def _standing(lines: Iterable[Any]) -> dict[Key, Restoring]:
    keys: dict[type[Model], set[Any]] = {}
    for line in lines:
        model, pk = _row_key(line)
        keys.setdefault(model, set()).add(pk)
    return {
        (model, row.pk): Restoring(copy(row), row)
        for model, pks in keys.items()
        for row in model._base_manager.filter(pk__in=pks)  # noqa: SLF001 - documented by Django
    }


def _take_back(
    line: Any,
    previous: Any | None,
    rows: dict[Key, Restoring],
    faults: list[tuple[Model, Fault]],
) -> None:
    restoring = rows.get(_row_key(line))
    if line.history_type == "-":
        if restoring is not None:
            faults.append((restoring.row, Fault("is_back_already")))
            return
        row = line.instance
        row._state.adding = True  # noqa: SLF001 - it is not in the database
        if hasattr(row, "stamp"):
            row.stamp = new_stamp()
        rows[_row_key(line)] = Restoring(row, None)
    elif restoring is None:
        faults.append((line.instance, Fault("is_gone_meanwhile")))
    elif line.history_type == "+":
        restoring.is_removed = True
    elif previous is None:
        faults.append((restoring.row, Fault("nothing_before")))
    else:
        _put_back(line, previous, restoring)


def _put_back(line: Any, previous: Any, restoring: Restoring) -> None:
    row = restoring.row
    for changed in changed_fields(line, previous):
        before = getattr(previous, changed.attname)
        if getattr(row, changed.attname) == getattr(line, changed.attname):
            setattr(row, changed.attname, before)
            restoring.back.append(changed.name)
        else:
            restoring.left.append((changed.name, before))


def _orphans(rows: Sequence[Restoring]) -> list[tuple[Model, Fault]]:
    """Rows that would refer to what is gone and does not come back with them."""
    coming = {(type(row.row), row.row.pk) for row in rows if row.returns}
    wanted: dict[Key, list[tuple[Model, str]]] = {}
    for restoring in rows:
        if restoring.is_removed:
            continue
        row = restoring.row
        names = restoring.back if restoring.stands is not None else _foreign_keys(type(row))
        for name in names:
            for reference in references(type(row), [name], row):
                if reference not in coming:
                    wanted.setdefault(reference, []).append((row, name))
    by_model: dict[type[Model], set[Any]] = {}
    for model, pk in wanted:
        by_model.setdefault(model, set()).add(pk)
    there = {
        (model, pk)
        for model, pks in by_model.items()
        for pk in model._base_manager.filter(pk__in=pks).values_list("pk", flat=True)  # noqa: SLF001 - documented
    }
    return [
        (row, Fault("refers_to_what_is_gone", name, {"field": _label(row, name)}))
        for reference, places in wanted.items()
        if reference not in there
        for row, name in places
    ]


def _label(row: Model, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name)  # noqa: SLF001 - documented by Django


def _foreign_keys(model: type[Model]) -> list[str]:
    fields = model._meta.concrete_fields  # noqa: SLF001 - documented by Django
    return [field.name for field in fields if isinstance(field, ForeignKey)]


def _parents_first(rows: Sequence[Model]) -> list[Model]:
    """Rows after those that they refer to."""
    left = {(type(row), row.pk): row for row in rows}
    ordered: list[Model] = []

    def place(row: Model) -> None:
        if left.pop((type(row), row.pk), None) is None:
            return
        for reference in references(type(row), _foreign_keys(type(row)), row):
            if reference in left:
                place(left[reference])
        ordered.append(row)

    for row in rows:
        place(row)
    return ordered


def _restore_what_is_set_by_itself(rows: Iterable[Restoring]) -> None:
    """The moment at which a row was first recorded: saving it sets that anew."""
    for restoring in rows:
        row = restoring.row
        fields = row._meta.concrete_fields  # noqa: SLF001 - documented by Django
        names = [field.name for field in fields if getattr(field, "auto_now_add", False)]
        if names:
            line = lines_of(type(row)).filter(history_type="-", id=row.pk).first()
            values = {name: getattr(line, name) for name in names}
            type(row)._base_manager.filter(pk=row.pk).update(**values)  # noqa: SLF001 - documented


def _put_in_words(rows: Sequence[Restoring]) -> None:
    read_names([row.stands or row.row for row in rows])
    names = names_of(
        reference
        for restoring in rows
        for state, fields in (
            (restoring.row, restoring.back),
            (restoring.stands, [*restoring.back, *(name for name, _value in restoring.left)]),
        )
        if state is not None
        for reference in references(type(restoring.row), fields, state)
    )
    for restoring in rows:
        model = type(restoring.row)
        restoring.name = name_as_it_was(restoring.stands or restoring.row)
        restoring.put_back = differences(
            model, restoring.back, restoring.stands, restoring.row, names
        )
        restoring.stays = differences(
            model, [name for name, _value in restoring.left], restoring.stands, None, names
        )
