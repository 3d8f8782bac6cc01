"""The site of the officials: what Django's admin shows them, in the order they need it."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SECTIONS: list[tuple[Any, tuple[str, ...]]] = [
    (_("Matches"), ("Fixture", "Round", "Matchup", "Goal", "ResultReport", "ResultLink")),
    (_("Decisions"), ("Claim", "Ruling", "PointsAdjustment", "LotsDrawn", "LotsPosition")),
    (_("Seasons and stages"), ("Season", "Stage", "Group", "Entry")),
    (_("Who goes through"), ("QualifierList", "Qualifier")),
    (_("Rules"), ("RuleSet", "TiebreakRule", "Zone")),
    (
        _("Clubs and leagues"),
        ("Club", "ClubAlias", "League", "Department", "Venue", "Appointment"),
    ),
    (
        _("As published"),
        ("SeasonOutcome", "PublishedScorer", "PublishedRow", "SeasonNote"),
    ),
]


FOUND = 500
"""Rows among which a search that finds more of them lets an official choose, the newest ones."""


class LabelledChoices(AutocompleteJsonView):
    """What a search finds, of what the form that asked accepts, labelled as in that form."""

    def get_queryset(self) -> QuerySet[Any]:
        from competitions.admin.base import choosable_rows  # noqa: PLC0415 - as below

        rows = choosable_rows(self.admin_site, self.request, self.source_field)
        if hasattr(rows.model, "is_archived"):
            rows = rows.filter(is_archived=False)
        rows = rows.complex_filter(self.source_field.get_limit_choices_to())
        found, _may_repeat = self.model_admin.get_search_results(self.request, rows, self.term)
        self.counted = found.order_by()[: FOUND + 1].count()
        if self.counted <= FOUND:
            return found
        newest = found.order_by("-pk").values_list("pk", flat=True)[:FOUND]
        return rows.filter(pk__in=list(newest)).order_by("-pk")

    def get_paginator(self, *args: Any, **kwargs: Any) -> Paginator:
        paginator = super().get_paginator(*args, **kwargs)
        paginator.count = min(self.counted, FOUND)
        return paginator

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        from competitions.forms import choice_label  # noqa: PLC0415 - models are not loaded before

        return {"id": str(getattr(obj, to_field_name)), "text": choice_label(obj)}


class OfficialsSite(AdminSite):
    site_title = _("Copa Perú")
    site_header = _("Copa Perú")
    index_title = _("What do you record?")

    @property
    def login_form(self) -> type[Form]:
        from copaperu.login import LoginForm  # noqa: PLC0415 - models are not loaded before

        return LoginForm

    def get_urls(self) -> list[Any]:
        from standings.admin.urls import urlpatterns  # noqa: PLC0415 - models are not loaded before

        desk = [
            URLPattern(found.pattern, self.admin_view(found.callback), name=found.name)
            for found in urlpatterns
        ]
        return [*desk, *super().get_urls()]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The desk: what waits for whoever is logged in; all lists below it."""
        from standings.selectors.desk import desk  # noqa: PLC0415 - models are not loaded before

        waiting = desk(request.user, today=timezone.localdate())
        return super().index(request, {**(extra_context or {}), "desk": waiting})

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return LabelledChoices.as_view(admin_site=self)(request)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """The facts in sections, the most used one first; other apps as they are."""
        apps = super().get_app_list(request, app_label)
        facts = next((app for app in apps if app["app_label"] == "competitions"), None)
        if facts is None or app_label is not None:
            return apps
        by_name = {model["object_name"]: model for model in facts["models"]}
        sections = [
            {
                **facts,
                "name": title,
                "models": [by_name[name] for name in names if name in by_name],
            }
            for title, names in SECTIONS
        ]
        others = [app for app in apps if app is not facts]
        return [*(section for section in sections if section["models"]), *others]


class OfficialsConfig(AdminConfig):
    default_site = "copaperu.admin.OfficialsSite"
