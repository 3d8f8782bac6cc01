"""Filters that lists of facts share."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from competitions.models import Round, Season, Stage
from competitions.permissions import permissions


def _number(value: str | None) -> int | None:
    """A year or key that someone typed in an address; one too long for the database is none."""
    return (
        int(value) if value and value.isascii() and value.isdecimal() and len(value) < 10 else None
    )


class _ByStage(admin.SimpleListFilter):
    path: str
    """From a row of the list to its stage; blank where the row is one."""
    column: str

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        number = _number(self.value())
        if number is None:
            return queryset.none()
        return queryset.filter(**{f"{self.path}__in" if self.path else "pk__in": self._of(number)})

    def _of(self, number: int) -> list[int]:
        """The stages by their keys: joined to every row, a season of four stages and one of three
        thousand look alike to a database."""
        stages = Stage.objects.filter(**{self.column: number}).order_by()
        return list(stages.values_list("pk", flat=True))


class _SeasonFilter(_ByStage):
    title = _("season")
    parameter_name = "season"
    column = "season__year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        for year in Season.objects.newest_first().values_list("year", flat=True):
            yield str(year), str(year)


MOST_STAGES = 60
"""Stages that a filter offers; the search finds the others by their names."""


class _StageFilter(_ByStage):
    """The stages of the season that is chosen, of thousands those nearest to the final, and the
    one that is chosen."""

    title = _("stage")
    parameter_name = "stage"
    column = "pk"

    def _of(self, number: int) -> list[int]:
        return [number]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        year = _number(request.GET.get("season"))
        if year is None:
            return
        stages = permissions.visible(request.user, Stage.objects.filter(season__year=year))
        offered = list(stages.order_by("-position", "-pk")[:MOST_STAGES])
        chosen = _number(request.GET.get("stage"))
        if len(offered) == MOST_STAGES and chosen not in [stage.pk for stage in offered]:
            offered += stages.filter(pk=chosen)
        for stage in reversed(offered):
            yield str(stage.pk), stage.label


class RoundFilter(admin.SimpleListFilter):
    """The rounds of the stage that is chosen."""

    title = _("round")
    parameter_name = "round"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        stage = _number(request.GET.get("stage"))
        if stage is None:
            return
        rounds = permissions.visible(request.user, Round.objects.filter(stage=stage))
        for round_ in rounds.order_by("number"):
            yield str(round_.pk), round_.label

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        number = _number(self.value())
        return queryset.none() if number is None else queryset.filter(round=number)


class RoundNumberFilter(admin.SimpleListFilter):
    """Rounds of the same number, in all stages of the season that is chosen or of all."""

    title = _("round number")
    parameter_name = "number"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        if _number(request.GET.get("stage")) is not None:
            return
        rounds = permissions.visible(request.user, Round.objects.filter(key=""))
        year = _number(request.GET.get("season"))
        if year is not None:
            rounds = rounds.filter(stage__season__year=year)
        for number in rounds.order_by("number").values_list("number", flat=True).distinct():
            yield str(number), str(number)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        number = _number(self.value())
        return queryset.none() if number is None else queryset.filter(round__number=number)


def by_season(path: str) -> type[_SeasonFilter]:
    return type("SeasonFilter", (_SeasonFilter,), {"path": path})


def by_stage(path: str = "stage") -> tuple[type[_SeasonFilter], type[_StageFilter]]:
    """Season, and then stage, of what leads to its stage by `path`."""
    return by_season(path), type("StageFilter", (_StageFilter,), {"path": path})


class ArchivedFilter(admin.SimpleListFilter):
    """What is archived is left out of a list unless it is asked for."""

    title = _("archive")
    parameter_name = "archived"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("archived")), ("all", _("all"))]

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        default, *others = super().choices(changelist)
        yield {**default, "display": _("not archived")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.filter(is_archived=self.value() == "yes")


class MissingResultFilter(admin.SimpleListFilter):
    title = _("result")
    parameter_name = "result"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("missing")), ("known", _("known")), ("undated", _("without date"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "missing":
                return queryset.without_result()
            case "known":
                return queryset.with_score()
            case "undated":
                return queryset.undated()
            case _:
                return queryset


class StateFilter(admin.SimpleListFilter):
    """How firm results are."""

    title = _("confirmation")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("provisional", _("provisional")), ("official", _("official"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "provisional":
                return queryset.provisional()
            case "official":
                return queryset.filter(is_official=True)
            case _:
                return queryset
