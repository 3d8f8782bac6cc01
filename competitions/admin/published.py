from django.contrib import admin

from competitions.admin.base import SOURCE, FactAdmin, name_of
from competitions.admin.filters import by_stage
from competitions.models import PublishedRow, PublishedScorer, SeasonNote, SeasonOutcome


@admin.register(SeasonOutcome)
class SeasonOutcomeAdmin(FactAdmin):
    select = ["season", "club__department"]
    list_display = [name_of, "kind", "destination", "season"]
    list_filter = ["season", "kind", "evidence"]
    search_fields = ["club__key", "club_name", "destination", "season__year"]
    fieldsets = [
        (
            None,
            {"fields": ["season", ("kind", "position"), "club", "club_name", "destination"]},
        ),
        SOURCE,
    ]


@admin.register(PublishedScorer)
class PublishedScorerAdmin(FactAdmin):
    select = ["season", "club__department"]
    list_display = ["player", "goals", "rank", "club", "season"]
    list_filter = ["season", "evidence"]
    search_fields = ["player", "club__key", "season__year"]
    fieldsets = [
        (None, {"fields": ["season", ("rank", "goals"), "player", "club"]}),
        SOURCE,
    ]


@admin.register(PublishedRow)
class PublishedRowAdmin(FactAdmin):
    select = ["stage__season", "group", "entry__club", "entry__stage__season"]
    list_display = [
        "entry",
        "place",
        "points",
        "played",
        "goals_for",
        "goals_against",
        "after_round",
        "group",
        "stage",
    ]
    list_filter = [*by_stage(), "evidence"]
    search_fields = ["entry__club__key", "group__code", "stage__slug", "stage__season__year"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "stage",
                    "group",
                    "entry",
                    ("after_round", "place", "points"),
                    ("played", "won", "drawn", "lost"),
                    ("goals_for", "goals_against", "goal_difference"),
                ]
            },
        ),
        SOURCE,
    ]


@admin.register(SeasonNote)
class SeasonNoteAdmin(FactAdmin):
    select = ["season", "stage__season"]
    list_display = ["__str__", "kind", "season", "stage"]
    list_filter = ["season", "kind"]
    search_fields = ["text", "source", "season__year"]
    fields = ["season", "stage", ("kind", "position"), "text", "text_en", "source"]
