from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from competitions.admin.base import SOURCE, FactAdmin, StackInline
from competitions.admin.filters import by_stage
from competitions.models import Qualifier, QualifierList

_QUALIFIER = [
    ("entry", "place"),
    ("zone_code", "via"),
    "to_stage",
    ("outcome", "destination"),
    ("instead_of", "reason"),
    ("remark", "source"),
]


class QualifierInline(StackInline):
    model = Qualifier
    fields = _QUALIFIER


@admin.register(QualifierList)
class QualifierListAdmin(FactAdmin):
    select = ["stage__season", "confirmed_by"]
    list_display = ["stage", "confirmed_on", "confirmed_by"]
    list_filter = [*by_stage(), "evidence"]
    search_fields = ["stage__name", "stage__slug", "stage__season__year"]
    date_hierarchy = "confirmed_on"
    inlines = [QualifierInline]
    readonly_fields = ["confirmed_by"]
    fieldsets = [
        (None, {"fields": ["stage", ("confirmed_on", "confirmed_by")]}),
        SOURCE,
    ]

    def save_form(self, request: HttpRequest, form: ModelForm, change: bool) -> QualifierList:
        qualifiers = super().save_form(request, form, change)
        if "confirmed_on" in form.changed_data:
            qualifiers.confirmed_by = request.user if qualifiers.confirmed_on else None
        return qualifiers


@admin.register(Qualifier)
class QualifierAdmin(FactAdmin):
    select = [
        "qualifier_list__stage__season",
        "entry__club",
        "entry__stage__season",
        "to_stage__season",
        "instead_of__club",
    ]
    list_display = [
        "entry",
        "place",
        "via",
        "to_stage",
        "outcome",
        "destination",
        "instead_of",
        "qualifier_list",
    ]
    list_filter = [*by_stage("qualifier_list__stage"), "via", "outcome"]
    search_fields = [
        "entry__club__key",
        "entry__listed_name",
        "destination",
        "qualifier_list__stage__season__year",
    ]
    fieldsets = [(None, {"fields": ["qualifier_list", *_QUALIFIER]})]
