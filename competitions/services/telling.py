"""How changes are told: in the words of the forms, never in codes or keys."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import BooleanField, ForeignKey, Model, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.text import capfirst
from django.utils.translation import gettext

from competitions.models import (
    Appointment,
    Claim,
    Entry,
    Fixture,
    LotsPosition,
    Matchup,
    PointsAdjustment,
    PublishedRow,
    Qualifier,
    QualifierList,
    ResultLink,
    ResultReport,
    RuleSet,
    SeasonOutcome,
    Stage,
)

NOTHING = "·"
"""What stands where a fact says nothing."""

_SIDES = ("home__club", "away__club")

_NAMED_BY: dict[type[Model], tuple[str, ...]] = {
    Appointment: ("user", "league", "club"),
    Claim: ("claimant__club", "against__club"),
    Entry: ("club",),
    Fixture: _SIDES,
    LotsPosition: ("entry__club",),
    Matchup: ("first__club", "second__club"),
    PointsAdjustment: ("entry__club",),
    PublishedRow: ("entry__club",),
    Qualifier: ("entry__club",),
    QualifierList: ("stage__season",),
    ResultLink: tuple(f"fixture__{side}" for side in _SIDES),
    ResultReport: tuple(f"fixture__{side}" for side in _SIDES),
    RuleSet: ("stage__season",),
    SeasonOutcome: ("club",),
    Stage: ("season",),
}
"""What a row reads for its name, beside itself."""

Names = Mapping[tuple[type[Model], Any], str]


def names_of(referred: Iterable[tuple[type[Model], Any]]) -> dict[tuple[type[Model], Any], str]:
    """What rows are called, by model and key; one query for each model. Rows that are gone are
    left out.
    """
    keys: dict[type[Model], set[Any]] = {}
    for model, pk in referred:
        keys.setdefault(model, set()).add(pk)
    return {
        (model, row.pk): str(row)
        for model, pks in keys.items()
        for row in model._base_manager.filter(pk__in=pks).select_related(*_NAMED_BY.get(model, ()))  # noqa: SLF001
    }


def name_as_it_was(row: Model) -> str:
    """What a row of the history was called. Where what it refers to is gone, the kind alone."""
    try:
        return str(row)
    except (ObjectDoesNotExist, AttributeError):
        return gettext("%(kind)s no. %(number)s") % {
            "kind": capfirst(str(row._meta.verbose_name)),  # noqa: SLF001 - documented by Django
            "number": row.pk,
        }


def read_names(rows: Sequence[Model]) -> None:
    """Read what rows of the history need for their names, in a query for each relation."""
    by_model: dict[type[Model], list[Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, alike in by_model.items():
        prefetch_related_objects(alike, *_NAMED_BY.get(model, ()))


def references(
    model: type[Model], names: Collection[str], row: Any
) -> list[tuple[type[Model], Any]]:
    """What the named fields of a row, or of a line of its history, refer to."""
    fields = (model._meta.get_field(name) for name in names)  # noqa: SLF001 - documented by Django
    return [
        (field.related_model, getattr(row, field.attname))
        for field in fields
        if isinstance(field, ForeignKey) and getattr(row, field.attname) is not None
    ]


def label_of(model: type[Model], name: str) -> str:
    """A field as the form calls it."""
    return capfirst(str(model._meta.get_field(name).verbose_name))  # noqa: SLF001 - as above


def in_words(model: type[Model], name: str, value: Any, names: Names) -> str:
    """A value as the form shows it; `names` has what a foreign key refers to."""
    field = model._meta.get_field(name)  # noqa: SLF001 - documented by Django
    if value is None or value in ("", {}):
        return NOTHING
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value)) or gettext("(deleted)")
    if isinstance(field, BooleanField):
        return gettext("Yes") if value else gettext("No")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {said}" for key, said in sorted(value.items()))
    if isinstance(value, dt.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    # A year has no thousands.
    return str(value) if isinstance(value, int) else str(localize(value))


def moment(value: dt.datetime) -> str:
    return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")


def person(user: Any) -> str:
    """Who did something, by his user name; nobody is the program."""
    return user.get_username() if user is not None else gettext("the program")
