"""What was changed, by whom and when, before and after: the history, told and searched.

Every question is scoped by `permissions.visible_history`: a line is told to who may see the row as
it then stood, and what stood before to who may see that, too.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Model, Q, QuerySet, Value
from django.utils import timezone
from django.utils.functional import cached_property

from competitions.models import Stage
from competitions.models.fact import Fact
from competitions.permissions import permissions
from competitions.services.reasons import readable_reason
from competitions.services.seen import shown_fields
from competitions.services.telling import (
    NOTHING,
    Names,
    in_words,
    label_of,
    name_as_it_was,
    names_of,
    person,
    read_names,
    references,
)

Reader = AbstractBaseUser | AnonymousUser

_TOGETHER = dt.timedelta(seconds=2)
"""Changes of one person for one reason that follow each other so closely are one act."""

_LONGEST_ACT = dt.timedelta(minutes=1)

STAGE_PATHS: dict[str, str] = {
    "Stage": "id",
    "Group": "stage",
    "Round": "stage",
    "Entry": "stage",
    "Matchup": "round__stage",
    "Fixture": "stage",
    "Goal": "fixture__stage",
    "RuleSet": "stage",
    "TiebreakRule": "rule_set__stage",
    "Zone": "rule_set__stage",
    "Claim": "stage",
    "Ruling": "stage",
    "PointsAdjustment": "entry__stage",
    "LotsDrawn": "stage",
    "LotsPosition": "lots__stage",
    "QualifierList": "stage",
    "Qualifier": "qualifier_list__stage",
    "PublishedRow": "stage",
    "ResultLink": "fixture__stage",
    "ResultReport": "fixture__stage",
}
"""From a line of a model's history to its stage. What is not named here belongs to none."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field and what it says on either side of a change."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """A line of the history, told. `previous` is the line before it, where one is seen.

    `came_in` says that the row came from where the reader does not look.
    """

    line: Any
    previous: Any | None
    name: str
    differences: Sequence[Difference] = ()
    came_in: bool = False

    @property
    def key(self) -> str:
        return key_of(self.line)

    @cached_property
    def row(self) -> Model:
        return self.line.instance

    @property
    def kind(self) -> str:
        return str(self.line.instance_type._meta.verbose_name)  # noqa: SLF001 - documented

    @property
    def what(self) -> str:
        """`+`, `~` or `-`, as the history has it."""
        return self.line.history_type

    @property
    def at(self) -> dt.datetime:
        return self.line.history_date

    @property
    def who(self) -> str:
        return person(self.line.history_user)

    @property
    def by_program(self) -> bool:
        return self.line.history_user is None

    @property
    def reason(self) -> str:
        return readable_reason(self.line.history_change_reason)


@dataclass(frozen=True, slots=True)
class Act:
    """Changes that one person made together."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        return self.changes[0]


def models_with_history() -> list[type[Model]]:
    facts = apps.get_app_config("competitions").get_models()
    return [model for model in facts if issubclass(model, Fact)]


def key_of(line: Any) -> str:
    """What a line of any history is called in an address."""
    return f"{line.instance_type._meta.model_name}-{line.history_id}"  # noqa: SLF001 - documented


def lines_of(model: type[Model]) -> QuerySet[Any]:
    return model.history.all()  # type: ignore[attr-defined]


def latest(
    reader: Reader,
    *,
    stage: Stage | None = None,
    person_named: str = "",
    day: dt.date | None = None,
    skip: int = 0,
    count: int = 50,
) -> list[Any]:
    """The newest lines that someone may see, of all models together; one query to find them, one
    for each model that is among them.
    """
    union: list[QuerySet[Any]] = []
    for model in models_with_history():
        lines = permissions.visible_history(reader, lines_of(model).order_by())
        if stage is not None:
            path = STAGE_PATHS.get(model.__name__)
            if path is None:
                continue
            lines = lines.filter(**{path: stage.pk})
        if person_named:
            lines = lines.filter(history_user__username=person_named)
        if day is not None:
            start = timezone.make_aware(dt.datetime.combine(day, dt.time()))
            lines = lines.filter(
                history_date__gte=start, history_date__lt=start + dt.timedelta(days=1)
            )
        label = Value(model.__name__, output_field=CharField())
        union.append(lines.annotate(of=label).values_list("history_date", "history_id", "of"))
    first, *others = union
    found = first.union(*others, all=True).order_by("-history_date", "of", "-history_id")
    keys = [(name, history_id) for _date, history_id, name in found[skip : skip + count]]
    return _read(keys)


def act_of(reader: Reader, key: str) -> list[Any]:
    """All lines of the act that a line is of, newest first, of those that someone may see; of all
    models, however many they are. Empty where there is no such line. One query to find them, one
    for each model that is among them.
    """
    line = next(iter(find(reader, [key])), None)
    if line is None:
        return []
    alike = Q(
        history_user=line.history_user_id,
        history_change_reason=line.history_change_reason,
        history_date__gte=line.history_date - _LONGEST_ACT,
        history_date__lte=line.history_date + _LONGEST_ACT,
    )
    union = [
        permissions.visible_history(reader, lines_of(model).order_by())
        .filter(alike)
        .annotate(of=Value(model.__name__, output_field=CharField()))
        .values_list("history_date", "history_id", "of")
        for model in models_with_history()
    ]
    first, *others = union
    found = list(first.union(*others, all=True).order_by("-history_date", "of", "-history_id"))
    at = next(
        place
        for place, (_date, number, name) in enumerate(found)
        if (name, number) == (line.instance_type.__name__, line.history_id)
    )
    start = end = at
    while start > 0 and found[start - 1][0] - found[start][0] <= _TOGETHER:
        start -= 1
    while end + 1 < len(found) and found[end][0] - found[end + 1][0] <= _TOGETHER:
        end += 1
    return _read([(name, number) for _date, number, name in found[start : end + 1]])


def _read(keys: Sequence[tuple[str, int]]) -> list[Any]:
    """The lines of these models and keys, in this order."""
    wanted: dict[str, list[int]] = {}
    for name, history_id in keys:
        wanted.setdefault(name, []).append(history_id)
    lines = {
        (name, line.history_id): line
        for name, ids in wanted.items()
        for line in lines_of(apps.get_model("competitions", name))
        .filter(history_id__in=ids)
        .select_related("history_user")
    }
    return [lines[key] for key in keys if key in lines]


def find(reader: Reader, keys: Iterable[str]) -> list[Any]:
    """The lines that addresses name, newest first, of those that the reader may see."""
    known = {model._meta.model_name: model for model in models_with_history()}  # noqa: SLF001 - documented
    wanted: dict[type[Model], set[int]] = {}
    for key in keys:
        name, _, number = key.partition("-")
        if name in known and number.isascii() and number.isdecimal() and len(number) < 18:
            wanted.setdefault(known[name], set()).add(int(number))
    lines = [
        line
        for model, ids in wanted.items()
        for line in permissions.visible_history(
            reader, lines_of(model).filter(history_id__in=ids)
        ).select_related("history_user")
    ]
    return sorted(lines, key=lambda line: (line.history_date, line.history_id), reverse=True)


def require(reader: Reader, lines: Sequence[Any]) -> None:
    """See that all of the rows, as the lines have them, are the reader's to change; one query for
    each model. Raises PermissionDenied.
    """
    by_model: dict[type[Model], list[int]] = {}
    for line in lines:
        by_model.setdefault(line.instance_type, []).append(line.history_id)
    for model, ids in by_model.items():
        there = lines_of(model).filter(history_id__in=ids)
        if permissions.visible_history(reader, there, action="change").count() != len(ids):
            raise PermissionDenied


def deleted(reader: Reader, model: type[Model]) -> QuerySet[Any]:
    """The last line of each row of a model that is gone, newest first."""
    key = model._meta.pk.attname  # noqa: SLF001 - documented by Django
    there = model._base_manager.order_by().values("pk")  # noqa: SLF001 - documented by Django
    lines = lines_of(model).filter(history_type="-").exclude(**{f"{key}__in": there})
    return permissions.visible_history(reader, lines).select_related("history_user")


def previous_lines(reader: Reader, lines: Sequence[Any]) -> dict[str, tuple[Any | None, bool]]:
    """For each line, by its key, the one before it in the life of its row, and whether there is
    one that the reader may not see. Two queries for each model.
    """
    by_model: dict[type[Model], list[Any]] = {}
    for line in lines:
        by_model.setdefault(line.instance_type, []).append(line)
    found: dict[str, tuple[Any | None, bool]] = {}
    for model, alike in by_model.items():
        key = model._meta.pk.attname  # noqa: SLF001 - documented by Django
        lives = lines_of(model).filter(**{f"{key}__in": {getattr(line, key) for line in alike}})
        wanted = {line.history_id for line in alike}
        before: dict[int, Any] = {}
        last: dict[Any, Any] = {}
        for line in lives.order_by("history_date", "history_id"):
            if line.history_id in wanted:
                before[line.history_id] = last.get(getattr(line, key))
            last[getattr(line, key)] = line
        ids = [line.history_id for line in before.values() if line is not None]
        mine = set(
            permissions.visible_history(reader, lines_of(model).filter(history_id__in=ids))
            .order_by()
            .values_list("history_id", flat=True)
        )
        for line in alike:
            previous = before.get(line.history_id)
            seen = previous is not None and previous.history_id in mine
            found[key_of(line)] = (previous if seen else None, previous is not None and not seen)
    return found


def changed_fields(line: Any, previous: Any) -> list[Any]:
    """The fields that people edit and that differ between two lines of one row."""
    return [
        field
        for field in shown_fields(line.instance_type)
        if getattr(line, field.attname) != getattr(previous, field.attname)
    ]


def tell(reader: Reader, lines: Sequence[Any]) -> list[Change]:
    """Lines of the history in words, in a number of queries that does not grow with them."""
    previous = previous_lines(reader, lines)
    rows = [line.instance for line in lines]
    read_names(rows)
    pairs = []
    for line in lines:
        before, _hidden = previous[key_of(line)]
        differ = changed_fields(line, before) if before and line.history_type == "~" else []
        pairs.append((line, before, [field.name for field in differ]))
    names = names_of(
        reference
        for line, before, fields in pairs
        for state in (line, before)
        if state is not None
        for reference in references(line.instance_type, fields, state)
    )
    return [
        Change(
            line,
            before,
            name_as_it_was(row),
            differences(line.instance_type, fields, before, line, names),
            came_in=previous[key_of(line)][1],
        )
        for row, (line, before, fields) in zip(rows, pairs, strict=True)
    ]


def differences(
    model: type[Model], fields: Sequence[str], before: Any, after: Any, names: Names
) -> list[Difference]:
    """What the named fields say before and after."""
    told = []
    for name in fields:
        attname = model._meta.get_field(name).attname  # noqa: SLF001 - documented by Django
        values = [
            NOTHING if state is None else in_words(model, name, getattr(state, attname), names)
            for state in (before, after)
        ]
        told.append(Difference(name, label_of(model, name), *values))
    return told


def acts(changes: Iterable[Change]) -> list[Act]:
    """Changes, newest first, gathered into what was done together."""
    gathered: list[list[Change]] = []
    for change in changes:
        if gathered and _is_together(gathered[-1][-1], change):
            gathered[-1].append(change)
        else:
            gathered.append([change])
    return [Act(tuple(changes)) for changes in gathered]


def _is_together(later: Change, earlier: Change) -> bool:
    return (
        later.line.history_user_id == earlier.line.history_user_id
        and later.line.history_change_reason == earlier.line.history_change_reason
        and later.at - earlier.at <= _TOGETHER
    )
