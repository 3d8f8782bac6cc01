from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from competitions.admin.base import SOURCE, FactAdmin, StackInline, TableInline, label_of
from competitions.admin.filters import by_stage
from competitions.choices import SettlementStep
from competitions.forms import (
    OrderedTiebreakForm,
    RuleSetForm,
    TiebreakFormSet,
    TiebreakRuleForm,
)
from competitions.models import RuleSet, TiebreakRule, Zone

_ZONE = [
    ("position", "code", "letter"),
    ("name", "name_en"),
    ("tone", "kind"),
    ("first_place", "last_place"),
    ("nth", "count"),
    ("groups", "round_number"),
    "leads_to",
    ("outcome", "destination", "excludes_promoted"),
]


class TiebreakRuleInline(TableInline):
    model = TiebreakRule
    form = OrderedTiebreakForm
    formset = TiebreakFormSet
    fields = ["position", "criterion", "options"]
    ordering = ["position"]
    extra = 1


class ZoneInline(StackInline):
    model = Zone
    fields = _ZONE
    ordering = ["position"]


@admin.register(RuleSet)
class RuleSetAdmin(FactAdmin):
    form = RuleSetForm
    select = ["stage__season"]
    list_display = ["stage", "points_win", "walkover_goals", "steps", "document"]
    list_filter = [*by_stage(), "evidence"]
    search_fields = ["stage__name", "stage__slug", "stage__season__year", "document"]
    inlines = [TiebreakRuleInline, ZoneInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "stage",
                    ("points_win", "points_drawn", "points_lost"),
                    ("walkover_goals", "walkover_deduction"),
                    "settlement",
                    "across_groups",
                ]
            },
        ),
        (
            _("Fixture list"),
            {
                "fields": [
                    ("pairing", "host"),
                    "slots",
                    ("keeps_apart", "pairs_anew"),
                    ("legs", "leg_order"),
                    ("carry", "bonus"),
                ]
            },
        ),
        (
            _("Regulations"),
            {"fields": ["document", "text", "text_en"], "classes": ["collapse"]},
        ),
        SOURCE,
    ]

    @admin.display(description=_("how level matchups are settled"))
    def steps(self, rules: RuleSet) -> str:
        return ", ".join(str(SettlementStep(step).label) for step in rules.settlement.split())


@admin.register(TiebreakRule)
class TiebreakRuleAdmin(FactAdmin):
    form = TiebreakRuleForm
    select = ["rule_set__stage__season"]
    list_display = ["criterion", "position", "rule_set"]
    list_filter = [*by_stage("rule_set__stage"), "criterion"]
    search_fields = ["criterion", "rule_set__stage__slug", "rule_set__stage__season__year"]
    fields = ["rule_set", ("position", "criterion"), "options"]


@admin.register(Zone)
class ZoneAdmin(FactAdmin):
    select = ["rule_set__stage__season", "leads_to__season"]
    list_display = [label_of, "letter", "tone", "kind", "rule_set", "leads_to"]
    list_filter = [*by_stage("rule_set__stage"), "kind", "tone"]
    search_fields = ["name", "code", "rule_set__stage__slug", "rule_set__stage__season__year"]
    fields = ["rule_set", *_ZONE]
