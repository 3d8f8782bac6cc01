from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from competitions.admin.archive import WithArchive
from competitions.admin.base import SOURCE, FactAdmin, TableInline, label_of, name_of
from competitions.admin.filters import ArchivedFilter, by_season, by_stage
from competitions.models import Entry, Group, Round, Season, Stage


@admin.register(Season)
class SeasonAdmin(WithArchive, FactAdmin):
    list_display = ["year", "status", "is_simulated", "starts_on", "ends_on"]
    list_filter = ["status", "is_simulated", ArchivedFilter]
    search_fields = ["year", "summary"]
    fields = [
        ("year", "status"),
        ("starts_on", "ends_on"),
        ("is_simulated", "seed"),
        "summary",
        "summary_en",
        "source",
        "is_archived",
    ]


class GroupInline(TableInline):
    model = Group
    fields = ["position", "code", "name", "name_en", "section", "size"]


class RoundInline(TableInline):
    model = Round
    fields = ["number", "name", "name_en", "key", "legs", "is_neutral", "starts_on", "ends_on"]


@admin.register(Stage)
class StageAdmin(FactAdmin):
    keeps_order = True
    select = ["season", "league"]
    list_display = [label_of, "season", "kind", "position", "is_finished", "league"]
    list_filter = [by_season(""), "kind", "is_finished"]
    search_fields = ["name", "slug", "season__year"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [GroupInline, RoundInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("season", "position"),
                    ("name", "name_en"),
                    "slug",
                    ("kind", "is_finished"),
                    "league",
                    ("starts_on", "ends_on"),
                    ("size", "expected_fixtures"),
                ]
            },
        ),
        (_("Remark"), {"fields": ["remark", "remark_en"], "classes": ["collapse"]}),
    ]


@admin.register(Group)
class GroupAdmin(FactAdmin):
    select = ["stage__season"]
    list_display = [label_of, "code", "section", "stage", "position"]
    list_filter = [*by_stage()]
    search_fields = ["name", "code", "section", "stage__slug", "stage__season__year"]
    fields = ["stage", ("name", "name_en"), ("code", "position"), ("section", "size")]


@admin.register(Entry)
class EntryAdmin(FactAdmin):
    select = ["club", "stage__season", "group", "department"]
    list_display = [name_of, "stage", "group", "department", "departmental_rank", "via"]
    list_filter = [*by_stage(), "department", "via", "evidence"]
    search_fields = [
        "club__key",
        "listed_name",
        "club__aliases__key",
        "department__slug",
        "stage__slug",
        "stage__season__year",
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "stage",
                    "group",
                    "club",
                    ("listed_name", "home_town"),
                    ("department", "departmental_rank"),
                    ("seed", "points_carried"),
                ]
            },
        ),
        (_("How it came here"), {"fields": ["via", ("origin", "origin_place")]}),
        SOURCE,
    ]
