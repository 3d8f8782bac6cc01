from collections.abc import Sequence

from django import forms
from django.contrib import admin
from django.db.models import Model

from competitions.admin.archive import WithArchive
from competitions.admin.base import FactAdmin, TableInline
from competitions.admin.filters import ArchivedFilter
from competitions.models import Club, ClubAlias, Department, League, Venue
from competitions.services.organisation import former_names


@admin.register(Department)
class DepartmentAdmin(FactAdmin):
    list_display = ["name", "code", "capital"]
    search_fields = ["name", "slug", "code", "capital"]
    prepopulated_fields = {"slug": ["name"]}
    fields = [("name", "code"), "slug", "capital", ("latitude", "longitude")]


@admin.register(League)
class LeagueAdmin(FactAdmin):
    keeps_order = True
    select = ["parent", "department"]
    list_display = ["name", "level", "parent", "department"]
    list_filter = ["is_simulated", "level", "department"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "level", "parent", "department"]


class ClubAliasInline(TableInline):
    model = ClubAlias
    fields = ["name"]
    extra = 1


@admin.register(Club)
class ClubAdmin(WithArchive, FactAdmin):
    keeps_order = True
    select = ["department", "league"]
    list_display = ["name", "short_name", "department", "home_town", "league", "is_simulated"]
    list_filter = ["is_simulated", "department", ArchivedFilter]
    search_fields = ["name", "key", "short_name", "aliases__key", "department__slug"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [ClubAliasInline]
    fields = [
        "name",
        "short_name",
        "slug",
        ("department", "home_town"),
        "league",
        ("latitude", "longitude"),
        "note",
        "is_archived",
    ]

    def besides(self, form: forms.ModelForm, below: Sequence[Model]) -> list[Model]:
        if form.instance.pk is None or "name" not in form.changed_data:
            return []
        aliases = [row for row in below if isinstance(row, ClubAlias)]
        return [*former_names(form.instance, former=form.initial["name"], beside=aliases)]


@admin.register(ClubAlias)
class ClubAliasAdmin(FactAdmin):
    select = ["club__department"]
    list_display = ["name", "club"]
    search_fields = ["name", "key", "club__key"]


@admin.register(Venue)
class VenueAdmin(FactAdmin):
    select = ["department"]
    list_display = ["name", "town", "department"]
    list_filter = ["department"]
    search_fields = ["name", "town"]
    fields = ["name", "town", "department", ("latitude", "longitude")]
