from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from competitions.admin.base import SOURCE, FactAdmin, TableInline
from competitions.admin.filters import by_stage
from competitions.forms import AdjustmentForm, AdjustmentRowForm, OfMatchForm
from competitions.models import Claim, LotsDrawn, LotsPosition, PointsAdjustment, Ruling

_OBJECT = [
    "fixture__home__club",
    "fixture__away__club",
    "fixture__round",
    "matchup__first__club",
    "matchup__second__club",
    "matchup__round",
]


@admin.register(Claim)
class ClaimAdmin(FactAdmin):
    form = OfMatchForm
    select = ["stage__season", "claimant__club", "against__club", *_OBJECT]
    list_display = ["claimant", "against", "fixture", "state", "filed_on", "deadline", "stage"]
    list_filter = ["state", *by_stage(), "evidence"]
    search_fields = ["grounds", "claimant__club__key", "against__club__key", "stage__season__year"]
    date_hierarchy = "filed_on"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "stage",
                    "fixture",
                    "matchup",
                    "claimant",
                    "against",
                    "grounds",
                    ("filed_on", "deadline", "state"),
                ]
            },
        ),
        SOURCE,
    ]


class PointsAdjustmentInline(TableInline):
    model = PointsAdjustment
    form = AdjustmentRowForm
    fields = ["entry", "points", "reason", "decided_on"]


@admin.register(Ruling)
class RulingAdmin(FactAdmin):
    form = OfMatchForm
    select = ["stage__season", "entry__club", "in_favour_of__club", *_OBJECT]
    list_display = ["__str__", "effect", "fixture", "in_favour_of", "entry", "decided_on", "stage"]
    list_filter = ["effect", *by_stage(), "is_walkover", "evidence"]
    search_fields = [
        "document",
        "text",
        "entry__club__key",
        "in_favour_of__club__key",
        "fixture__home__club__key",
        "fixture__away__club__key",
        "stage__season__year",
    ]
    date_hierarchy = "decided_on"
    inlines = [PointsAdjustmentInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "stage",
                    "fixture",
                    "matchup",
                    ("effect", "is_walkover"),
                    "in_favour_of",
                    ("home_goals", "away_goals"),
                    "entry",
                    "claim",
                ]
            },
        ),
        (_("Decision"), {"fields": [("document", "decided_on"), "text", "text_en"]}),
        SOURCE,
    ]


@admin.register(PointsAdjustment)
class PointsAdjustmentAdmin(FactAdmin):
    form = AdjustmentForm
    select = ["entry__club", "entry__stage__season", "ruling"]
    list_display = ["entry", "points", "reason", "decided_on", "ruling", "stage"]
    list_filter = [*by_stage("entry__stage"), "evidence"]
    search_fields = ["reason", "entry__club__key", "entry__stage__season__year"]
    date_hierarchy = "decided_on"
    fieldsets = [
        (None, {"fields": ["entry", "points", "reason", "decided_on", "ruling"]}),
        SOURCE,
    ]

    @admin.display(description=_("stage"))
    def stage(self, adjustment: PointsAdjustment) -> str:
        return str(adjustment.entry.stage)


class LotsPositionInline(TableInline):
    model = LotsPosition
    fields = ["position", "entry"]
    extra = 2


@admin.register(LotsDrawn)
class LotsDrawnAdmin(FactAdmin):
    select = [
        "stage__season",
        "group",
        "matchup__first__club",
        "matchup__second__club",
        "matchup__round",
    ]
    list_display = ["__str__", "stage", "group", "matchup", "drawn_on", "drawn_by"]
    list_filter = [*by_stage(), "evidence"]
    search_fields = ["act", "drawn_by", "stage__slug", "stage__season__year"]
    date_hierarchy = "drawn_on"
    inlines = [LotsPositionInline]
    readonly_fields = ["seed"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("stage", "purpose"),
                    "group",
                    "matchup",
                    ("drawn_on", "act"),
                    ("drawn_by", "seed"),
                ]
            },
        ),
        SOURCE,
    ]


@admin.register(LotsPosition)
class LotsPositionAdmin(FactAdmin):
    select = ["lots__stage__season", "entry__club", "entry__stage__season"]
    list_display = ["entry", "position", "lots", "stage"]
    list_filter = [*by_stage("lots__stage")]
    search_fields = ["lots__act", "entry__club__key", "lots__stage__season__year"]
    fields = ["lots", "entry", "position"]

    @admin.display(description=_("stage"))
    def stage(self, drawn: LotsPosition) -> str:
        return str(drawn.lots.stage)
