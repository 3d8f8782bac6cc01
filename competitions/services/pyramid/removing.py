"""Taking a simulated season away again, with its history and what was made up for it alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import PROTECT, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.deletion import get_candidate_relations_to_delete
from simple_history.utils import get_history_manager_for_model

from competitions.models import Club, ClubAlias, Entry, League, Qualifier, Season, Zone
from competitions.services.below import BELOW, parent, path_to_season

_LEADING: tuple[tuple[type[Model], str], ...] = (
    (Entry, "origin__stage__season"),
    (Zone, "leads_to__season"),
    (Qualifier, "to_stage__season"),
)
"""What may lead from one season to another."""


class CannotRemove(ValueError):
    """The season stays; the message says why."""


@dataclass(frozen=True, slots=True)
class Removed:
    """`rows` of the season without their history, and made-up clubs and leagues that nothing else
    used."""

    rows: int
    clubs: int
    leagues: int


def remove_simulated(year: int) -> Removed:
    """Take a season away that a program made up, as if it had never been: its history goes, too.

    Real clubs and leagues stay, and of the made-up ones those that another season uses, or that
    somebody has an office in. Raises CannotRemove for a real season, and for one that another
    season refers to; then nothing has changed.
    """
    try:
        with transaction.atomic():
            return _remove(year)
    except IntegrityError as error:
        raise CannotRemove(f"Something outside of {year} refers to it. Nothing changed.") from error


def _remove(year: int) -> Removed:
    season = Season.objects.select_for_update().filter(year=year).first()
    if season is None:
        raise CannotRemove(f"There is no season {year}.")
    if not season.is_simulated:
        raise CannotRemove(f"{year} is a real season. Only simulated ones are removed.")
    if others := sorted(_led_from(season)):
        raise CannotRemove(
            f"{', '.join(map(str, others))} refers to stages or entries of {year}. Remove that "
            "season first, or what refers to them."
        )
    rows = sum(_delete(_of_season(model, season)) for model in reversed(BELOW))
    Season.objects.filter(pk=season.pk)._raw_delete(season._state.db)  # noqa: SLF001
    for model, field in reversed(BELOW.items()):
        _delete(_gone(model, Q(**{f"{field}__in": _known_to_history(parent(model), season)})))
    _delete(_gone(Season, Q(id=season.pk)))
    clubs = _delete_clubs()
    return Removed(rows, clubs, _delete_leagues())


def _led_from(season: Season) -> Iterator[int]:
    years = set()
    for model, to in _LEADING:
        own = path_to_season(model)
        there = model._base_manager.filter(**{to: season}).exclude(**{own: season})  # noqa: SLF001
        years |= set(there.order_by().values_list(f"{own}__year", flat=True))
    yield from years


def _of_season(model: type[Model], season: Season) -> QuerySet[Any]:
    if model is Season:
        return Season.objects.filter(pk=season.pk)
    field = BELOW[model]
    above = _of_season(parent(model), season).order_by().values("pk")
    return model._base_manager.filter(**{f"{field}__in": above})  # noqa: SLF001


def _known_to_history(model: type[Model], season: Season) -> Any:
    """The keys of all rows of the season that there ever were."""
    if model is Season:
        return [season.pk]
    field = BELOW[model]
    lines = get_history_manager_for_model(model).model.objects.order_by()
    above = _known_to_history(parent(model), season)
    return lines.filter(**{f"{field}__in": above}).values("id")


def _gone(model: type[Model], which: Q) -> QuerySet[Any]:
    """Lines of the history of rows that are no more."""
    there = model._base_manager.filter(pk=OuterRef("id"))  # noqa: SLF001
    return get_history_manager_for_model(model).model.objects.filter(which, ~Exists(there))


def _delete(rows: QuerySet[Any]) -> int:
    """At once, without reading them: nothing cascades, and no history is written."""
    return rows.order_by()._raw_delete(rows.db)  # noqa: SLF001 - delete() would read every row


def _delete_clubs() -> int:
    """Made-up ones that nothing refers to, with their other names."""
    lost = _unused(Club).values("pk")
    _delete(ClubAlias.objects.filter(club__in=lost))
    number = _delete(_unused(Club))
    made_up = get_history_manager_for_model(Club).model.objects.filter(is_simulated=True)
    _delete(_gone(ClubAlias, Q(club__in=made_up.order_by().values("id"))))
    _delete(_gone(Club, Q(is_simulated=True)))
    return number


def _delete_leagues() -> int:
    """Made-up ones that nothing refers to, those below first."""
    number = 0
    while found := _delete(_unused(League)):
        number += found
    _delete(_gone(League, Q(is_simulated=True)))
    return number


def _unused(model: type[Model]) -> QuerySet[Any]:
    """What goes with a row uses it as little as itself, but for the leagues below one."""
    rows = model._base_manager.filter(is_simulated=True)  # noqa: SLF001
    for relation in get_candidate_relations_to_delete(model._meta):  # noqa: SLF001
        other = relation.related_model
        if relation.on_delete is PROTECT or other is model:
            used = other._base_manager.filter(**{relation.field.name: OuterRef("pk")})  # noqa: SLF001
            rows = rows.filter(~Exists(used))
    return rows
