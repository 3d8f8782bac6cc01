from typing import Any

from django.contrib import admin
from django.db.models import Case, F, When
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from competitions.admin.base import SOURCE, FactAdmin, StackInline, TableInline, label_of
from competitions.admin.filters import (
    MissingResultFilter,
    RoundFilter,
    RoundNumberFilter,
    by_stage,
)
from competitions.choices import FixtureStatus
from competitions.forms import FixtureForm, OfFixtureFormSet
from competitions.models import Fixture, Goal, Matchup, Round, Ruling

_OF_CLUBS = [
    "home__club__key",
    "home__listed_name",
    "away__club__key",
    "away__listed_name",
]


@admin.register(Round)
class RoundAdmin(FactAdmin):
    select = ["stage__season"]
    list_display = [label_of, "number", "key", "stage", "starts_on", "ends_on"]
    list_filter = [*by_stage(), "key"]
    search_fields = ["name", "stage__name", "stage__slug", "stage__season__year"]
    fields = ["stage", ("number", "key"), ("name", "name_en"), ("starts_on", "ends_on")]


class LegInline(TableInline):
    """The legs as they stand; each is changed on its own page."""

    model = Fixture
    fields = ["leg", "home", "score", "away", "date", "status", "is_extra"]
    readonly_fields = fields
    ordering = ["is_extra", "leg", "key"]
    show_change_link = True
    can_delete = False
    verbose_name_plural = _("legs")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("score"))
    def score(self, fixture: Fixture) -> str:
        return score_text(fixture)


@admin.register(Matchup)
class MatchupAdmin(FactAdmin):
    select = [
        "round__stage__season",
        "first__club",
        "second__club",
        "group",
        "reported_winner__club",
    ]
    list_display = ["__str__", "round", "stage", "group", "legs", "reported_winner"]
    list_filter = [*by_stage("round__stage"), "round__key", "evidence"]
    search_fields = [
        "key",
        "first__club__key",
        "first__listed_name",
        "second__club__key",
        "second__listed_name",
        "round__name",
        "round__stage__slug",
        "round__stage__season__year",
    ]
    inlines = [LegInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "round",
                    ("key", "position", "legs"),
                    "group",
                    "first",
                    "second",
                ]
            },
        ),
        (
            _("While it is open"),
            {"fields": ["first_slot", "second_slot", "feeds"], "classes": ["collapse"]},
        ),
        (
            _("As reported"),
            {"fields": ["reported_winner", "reported_decision"], "classes": ["collapse"]},
        ),
        SOURCE,
    ]

    @admin.display(description=_("stage"), ordering="round__stage")
    def stage(self, matchup: Matchup) -> str:
        return str(matchup.round.stage)


class GoalInline(TableInline):
    model = Goal
    formset = OfFixtureFormSet
    plain = ["entry"]
    fields = ["position", "entry", "player", "minute", "stoppage", "kind"]


class RulingInline(StackInline):
    model = Ruling
    formset = OfFixtureFormSet
    plain = ["entry", "in_favour_of"]
    fields = [
        ("effect", "is_walkover"),
        ("in_favour_of", "entry"),
        ("home_goals", "away_goals"),
        ("document", "decided_on"),
        "text",
        ("evidence", "source"),
    ]


_RESULT = (
    _("Result"),
    {
        "classes": ["result"],
        "fields": [
            "status",
            ("home_goals", "away_goals"),
            ("home_half", "away_half"),
            ("home_extra", "away_extra"),
            ("home_penalties", "away_penalties"),
        ],
    },
)
_WHO = (
    _("Match"),
    {
        "fields": [
            "stage",
            ("round", "group"),
            "home",
            "away",
            "matchup",
            ("leg", "is_extra"),
            "replaces",
            "key",
        ]
    },
)
_WHEN = (_("When and where"), {"fields": [("date", "time"), "venue", "is_neutral"]})


_OPEN = When(status__in=[FixtureStatus.SCHEDULED, FixtureStatus.POSTPONED], then=F("date"))
_OPEN_FIRST = [
    "-stage__season__year",
    Case(
        When(status__in=[FixtureStatus.SCHEDULED, FixtureStatus.POSTPONED], then=0), default=1
    ).asc(),
    Case(_OPEN).asc(nulls_last=True),
    F("date").desc(nulls_last=True),
    "stage__position",
    "round__number",
    "key",
]
"""The latest season; what is to be played, the next match first; then the latest results."""


@admin.register(Fixture)
class FixtureAdmin(FactAdmin):
    form = FixtureForm
    select = ["home__club", "away__club", "round", "stage__season", "group"]
    list_display = ["clubs", "score", "status", "date", "round", "group", "stage"]
    ordering = _OPEN_FIRST
    list_filter = [
        *by_stage(),
        RoundFilter,
        RoundNumberFilter,
        MissingResultFilter,
        "status",
        "evidence",
    ]
    search_fields = [*_OF_CLUBS, "round__name", "stage__slug", "stage__season__year"]
    date_hierarchy = "date"
    inlines = [GoalInline, RulingInline]

    def get_fieldsets(self, request: HttpRequest, obj: Fixture | None = None) -> list[Any]:
        # Who comes to a match that exists comes for its result.
        self_made = [_RESULT, _WHEN, _WHO] if obj else [_WHO, _WHEN, _RESULT]
        last = [(None, {"fields": ("change_reason",)})] if obj else []
        return [*self_made, *last, SOURCE]

    def get_inlines(self, request: HttpRequest, obj: Fixture | None) -> list[type]:
        return [GoalInline, RulingInline] if obj else []

    @admin.display(description=_("fixture"))
    def clubs(self, fixture: Fixture) -> SafeString:
        """The clubs, and for phones what the columns on the right would say."""
        when = date_format(fixture.date, "SHORT_DATE_FORMAT") if fixture.date else ""
        what = " · ".join(part for part in (fixture.round and fixture.round.label, when) if part)
        return format_html('{}<span class="phone">{}</span>', fixture, what)

    @admin.display(description=_("score"))
    def score(self, fixture: Fixture) -> str:
        return score_text(fixture)


def score_text(fixture: Fixture) -> str:
    """The score on the pitch with the half-time score and the shoot-out that belong to it."""
    if fixture.home_goals is None:
        return "·"
    text = f"{fixture.home_goals}–{fixture.away_goals}"
    if fixture.home_half is not None:
        text += f" ({fixture.home_half}–{fixture.away_half})"
    if fixture.home_penalties is not None:
        return format_html(
            "{} {}",
            text,
            _("pens %(home)s–%(away)s")
            % {"home": fixture.home_penalties, "away": fixture.away_penalties},
        )
    return text


@admin.register(Goal)
class GoalAdmin(FactAdmin):
    select = [
        "entry__club",
        "fixture__home__club",
        "fixture__away__club",
        "fixture__stage__season",
        "fixture__round",
    ]
    list_display = ["player", "entry", "when", "kind", "fixture", "stage"]
    list_filter = [*by_stage("fixture__stage"), "kind", "evidence"]
    search_fields = ["player", "entry__club__key", "fixture__stage__season__year"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "fixture",
                    "entry",
                    "player",
                    ("minute", "stoppage"),
                    ("kind", "position"),
                ]
            },
        ),
        SOURCE,
    ]

    @admin.display(description=_("minute"), ordering="minute")
    def when(self, goal: Goal) -> str:
        return goal.minute_label

    @admin.display(description=_("stage"))
    def stage(self, goal: Goal) -> str:
        return str(goal.fixture.stage)
