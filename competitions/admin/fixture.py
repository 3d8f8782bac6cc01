from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, F, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from competitions.admin.archive import WithArchive
from competitions.admin.base import SOURCE, FactAdmin, StackInline, TableInline, label_of
from competitions.admin.filters import (
    ArchivedFilter,
    MissingResultFilter,
    RoundFilter,
    RoundNumberFilter,
    StateFilter,
    by_stage,
)
from competitions.choices import FixtureStatus
from competitions.forms import FixtureForm, OfFixtureFormSet, ReportForm
from competitions.models import Fixture, Goal, Matchup, Round, Ruling
from competitions.permissions import permissions
from competitions.selectors import open_reports
from competitions.services.clashes import clashes_of
from competitions.services.links import reporting_entry
from competitions.services.reports import confirm_results, own_side, send_own_report
from competitions.services.writing import Refused

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
    fields = [
        "stage",
        ("number", "key"),
        ("name", "name_en"),
        ("legs", "is_neutral"),
        ("starts_on", "ends_on"),
    ]


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
            ("status", "state"),
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
_WHEN_AND_WHO = {"date", "time", "venue", "home", "away"}
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
class FixtureAdmin(WithArchive, FactAdmin):
    form = FixtureForm
    select = ["home__club", "away__club", "round", "stage__season", "group"]
    list_display = ["clubs", "score", "status", "state", "date", "round", "group", "stage"]
    readonly_fields = ["state"]
    actions = ("confirm", *WithArchive.actions)
    ordering = _OPEN_FIRST
    list_filter = [
        *by_stage(),
        RoundFilter,
        RoundNumberFilter,
        "date",
        MissingResultFilter,
        StateFilter,
        "status",
        "evidence",
        ArchivedFilter,
    ]
    search_fields = [*_OF_CLUBS, "round__name", "stage__slug", "stage__season__year"]
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
        state = "" if fixture.is_official or fixture.is_ahead else self.state(fixture)
        parts = (fixture.round and fixture.round.label, when, state.strip("·"))
        what = " · ".join(part for part in parts if part)
        return format_html('{}<span class="phone">{}</span>', fixture, what)

    @admin.display(description=_("score"))
    def score(self, fixture: Fixture) -> str:
        return score_text(fixture)

    @admin.display(description=pgettext_lazy("column", "state"))
    def state(self, fixture: Fixture) -> str:
        if fixture.is_official:
            return gettext("official")
        is_open = fixture.is_ahead or fixture.status == FixtureStatus.PLAYED
        return "·" if is_open and fixture.home_goals is None else gettext("provisional")

    @admin.action(description=_("Confirm as official"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Fixture]) -> None:
        confirmed = len(confirm_results(queryset, actor=request.user))
        said = ngettext(
            "%(number)s result is official now.", "%(number)s results are official now.", confirmed
        ) % {"number": confirmed}
        self.message_user(request, said, messages.SUCCESS)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if _WHEN_AND_WHO & set(form.changed_data):
            for sentence in clashes_of([form.instance]):
                self.message_user(request, sentence, messages.WARNING)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        fixture = kwargs.get("obj")
        if fixture is not None:
            context["may_change"] = self.has_change_permission(request, fixture)
            context["may_report"] = own_side(fixture, user=request.user) is not None
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        report = self.admin_site.admin_view(self.report_view)
        name = "competitions_fixture_report"
        return [path("<int:pk>/reportar/", report, name=name), *super().get_urls()]

    def report_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Where a club's delegate reports the result for his club, without a link."""
        found = Fixture.objects.select_related(*self.select, "matchup", "stage__rule_set")
        fixture = permissions.visible(request.user, found).filter(pk=pk).first()
        if fixture is None:
            raise Http404
        side = own_side(fixture, user=request.user)
        if side is None:
            raise PermissionDenied
        report = open_reports(fixture).get(side)
        form = None
        if report is None and not (fixture.is_official or fixture.is_archived):
            form = ReportForm(request.POST or None, fixture=fixture)
            if form.is_valid():
                try:
                    send_own_report(fixture, said=form.said, actor=request.user)
                except Refused as refusal:
                    form.refuse(refusal)
                else:
                    return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Report the result"),
            "opts": self.opts,
            "fixture": fixture,
            "sender": reporting_entry(fixture, side).name,
            "form": form,
            "report": report,
            "said": report.said if report else None,
        }
        return render(request, "admin/competitions/fixture/report.html", context)


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
