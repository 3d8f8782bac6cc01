"""Filters that lists of facts share."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from competitions.models import Round, Season, Stage
from competitions.permissions import permissions


class _ByStage(admin.SimpleListFilter):
    path: str
    """From a row of the list to its stage; blank where the row is one."""

    def _lookup(self, name: str) -> str:
        return f"{self.path}__{name}" if self.path else name

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value is None:
            return queryset
        return queryset.filter(**{self.lookup: value}) if value.isdecimal() else queryset.none()

    @property
    def lookup(self) -> str:
        raise NotImplementedError


class _SeasonFilter(_ByStage):
    title = _("season")
    parameter_name = "season"

    @property
    def lookup(self) -> str:
        return self._lookup("season__year")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        for year in Season.objects.newest_first().values_list("year", flat=True):
            yield str(year), str(year)


class _StageFilter(_ByStage):
    """The stages of the season that is chosen; without one there would be thousands."""

    title = _("stage")
    parameter_name = "stage"

    @property
    def lookup(self) -> str:
        return self._lookup("pk") if self.path else "pk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        year = request.GET.get("season", "")
        if not year.isdecimal():
            return
        stages = permissions.visible(request.user, Stage.objects.filter(season__year=year))
        for stage in stages.order_by("position"):
            yield str(stage.pk), stage.label


class RoundFilter(admin.SimpleListFilter):
    """The rounds of the stage that is chosen."""

    title = _("round")
    parameter_name = "round"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        stage = request.GET.get("stage", "")
        if not stage.isdecimal():
            return
        for round_ in Round.objects.filter(stage=stage).order_by("number"):
            yield str(round_.pk), round_.label

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value is None:
            return queryset
        return queryset.filter(round=value) if value.isdecimal() else queryset.none()


def by_season(path: str) -> type[_SeasonFilter]:
    return type("SeasonFilter", (_SeasonFilter,), {"path": path})


def by_stage(path: str = "stage") -> tuple[type[_SeasonFilter], type[_StageFilter]]:
    """Season, and then stage, of what leads to its stage by `path`."""
    return by_season(path), type("StageFilter", (_StageFilter,), {"path": path})


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
