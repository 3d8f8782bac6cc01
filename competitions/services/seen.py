"""What someone had before his eyes when he typed, and what others changed meanwhile.

A page sends along the token of each row that it shows for change, and hands it to `write` as
`seen`. A token is no secret and not signed: who forges one harms his own write alone.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import blake2b
from itertools import pairwise
from typing import Any

from django.db.models import Model

from competitions.core.consistency import Fault
from competitions.permissions import User, permissions
from competitions.services.telling import in_words, label_of, moment, names_of, person, references

_LOOKED_BACK = 50
"""Changes that are gone through to find what someone saw; who slept longer is told less."""


def token_of(row: Model) -> str:
    """A short digest of what of the row can be edited, as it stands in the database.

    Take it from a row as it was read, before a form lays its values over it.
    """
    return _digest(type(row), row)


def shown_fields(model: type[Model]) -> list[Any]:
    """What of a row can be edited: without its key, and without what follows from the rest."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - documented by Django
    return [field for field in fields if field.editable and not field.primary_key]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A row that is not as its writer saw it.

    `token` is that of the row as it stands now. `theirs` are the values of the fields that someone
    else changed and that the writer left as he had seen them.
    """

    row: Model
    token: str = ""
    faults: Sequence[Fault] = ()
    theirs: dict[str, Any] = field(default_factory=dict)


def changed_meanwhile(
    row: Model, *, stored: Model, seen: str, removing: bool = False
) -> Meanwhile | None:
    """What someone else changed of `row` since `seen`, where the writer would undo that.

    None if the row is as he saw it, or if he writes what stands there already. Only a row that was
    changed costs queries.
    """
    token = token_of(stored)
    if token == seen:
        return None
    model = type(row)
    changes = list(_history(row).select_related("history_user")[:_LOOKED_BACK])
    at = next((n for n, change in enumerate(changes) if _digest(model, change) == seen), None)
    base = None if at is None else changes[at]
    newer = changes[:at] if at is not None else []
    overwritten = [
        field
        for field in shown_fields(model)
        if (removing or _value(row, field) != getattr(stored, field.attname))
        and (base is None or getattr(base, field.attname) != getattr(stored, field.attname))
    ]
    if not overwritten and not removing:
        return None
    names = [field.name for field in overwritten]
    referred = names_of(
        pair for state in (base, stored) if state for pair in references(model, names, state)
    )
    faults = [Fault("changed_meanwhile", params={"name": str(stored)})]
    theirs: dict[str, Any] = {}
    for field_ in overwritten:
        now = getattr(stored, field_.attname)
        params = {
            "field": label_of(model, field_.name),
            "after": in_words(model, field_.name, now, referred),
        }
        if base is None:
            faults += [] if removing else [Fault("field_is_now", field_.name, params)]
            continue
        before = getattr(base, field_.attname)
        last = _last_to_touch(field_.attname, [*newer, base])
        params |= {
            "before": in_words(model, field_.name, before, referred),
            "who": person(last.history_user),
            "when": moment(last.history_date),
        }
        faults.append(Fault("field_changed_meanwhile", field_.name, params))
        if _value(row, field_) == before:
            theirs[field_.name] = now
    return Meanwhile(row, token, faults, theirs)


def deleted_meanwhile(row: Model, actor: User | None) -> Meanwhile:
    """Who deleted a row that someone was about to change, so far as that is his to know."""
    last = _history(row).select_related("history_user").first()
    if last is None or last.history_type != "-" or not _may_know(actor, last):
        return Meanwhile(row, faults=[Fault("someone_was_faster")])
    params = {
        "who": person(last.history_user),
        "when": moment(last.history_date),
    }
    return Meanwhile(row, faults=[Fault("deleted_meanwhile", params=params)])


def _may_know(actor: User | None, last: Any) -> bool:
    return actor is None or permissions.may_see_change(actor, last)


def _history(row: Model) -> Any:
    key = row._meta.pk.attname  # noqa: SLF001 - documented by Django
    return type(row).history.filter(**{key: row.pk})  # type: ignore[attr-defined]


def _last_to_touch(attname: str, changes: Sequence[Any]) -> Any:
    """The newest change that gave the field another value; the oldest one is what stood before."""
    for after, before in pairwise(changes):
        if getattr(after, attname) != getattr(before, attname):
            return after
    return changes[0]


def _value(row: Any, field_: Any) -> Any:
    return field_.to_python(getattr(row, field_.attname))


def _digest(model: type[Model], row: Any) -> str:
    values = [_plain(_value(row, field)) for field in shown_fields(model)]
    text = json.dumps(values, sort_keys=True, default=str)
    return blake2b(text.encode(), digest_size=9).hexdigest()


def _plain(value: Any) -> Any:
    # 0 and 0.00 are the same number of points.
    return str(value.normalize()) if isinstance(value, Decimal) else value
