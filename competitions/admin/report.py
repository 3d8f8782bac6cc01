from django.contrib import admin
from django.http import HttpRequest

from competitions.admin.base import FactAdmin
from competitions.admin.filters import by_stage
from competitions.models import ResultLink, ResultReport

_MATCH = ["fixture__home__club", "fixture__away__club", "fixture__stage__season", "fixture__round"]


class _AsSent(FactAdmin):
    """What came by a link stays as it came: it is looked at, not written here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(ResultReport)
class ResultReportAdmin(_AsSent):
    select = [*_MATCH, "link"]
    list_display = ["fixture", "reporter", "home_goals", "away_goals", "absent", "reported_at"]
    list_filter = [*by_stage("fixture__stage"), "reporter"]
    search_fields = ["code", "fixture__home__club__key", "fixture__away__club__key"]
    fields = [
        "fixture",
        "reporter",
        ("home_goals", "away_goals"),
        ("home_half", "away_half"),
        ("home_penalties", "away_penalties"),
        "absent",
        ("reported_at", "code"),
        "is_set_aside",
    ]


@admin.register(ResultLink)
class ResultLinkAdmin(_AsSent):
    select = [*_MATCH, "created_by"]
    list_display = ["fixture", "reporter", "expires_at", "created_by", "is_revoked"]
    list_filter = [*by_stage("fixture__stage"), "reporter", "is_revoked"]
    search_fields = ["fixture__home__club__key", "fixture__away__club__key"]
    fields = ["fixture", "reporter", "expires_at", ("created_at", "created_by"), "is_revoked"]
