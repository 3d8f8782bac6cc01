"""A new stage: season, league, name, rules of a known edition, and how many clubs go up.

One with a table goes on to its list, a knock-out to its clubs.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.choices import LeagueLevel, SeasonStatus, StageKind
from competitions.core.names import fold
from competitions.core.presets import Preset
from competitions.language import is_english
from competitions.models import Appointment, League, Season, Stage
from competitions.permissions import permissions
from competitions.services.stages import NAMES, open_stage
from competitions.services.writing import Refused
from standings.admin.base import DeskPage, key_in
from standings.admin.ruling_forms import NumberField
from standings.selectors.presets import presets

_LEAGUES_OFFERED = 300
_STAGES_OFFERED = 100
_USUAL_PRESET = "futbol"
_LEVELS = list(LeagueLevel)


class StageForm(forms.Form):
    season = forms.ModelChoiceField(
        Season.objects.none(), label=capfirst(_("season")), empty_label=None
    )
    league = forms.ModelChoiceField(
        League.objects.none(), label=capfirst(_("league")), empty_label=None
    )
    name = forms.CharField(label=_("Name of the stage"), max_length=80)
    preset = forms.ChoiceField(label=_("Rules of a known edition"), initial=_USUAL_PRESET)
    through = NumberField(
        label=_("How many clubs go up"), required=False, min_value=1, max_value=99
    )
    leads_to = forms.ModelChoiceField(
        Stage.objects.none(), label=_("They go to"), required=False, empty_label="—"
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        seasons: Any,
        leagues: Any,
        stages: Any,
        presets: Sequence[Preset],
        league: League | None,
    ) -> None:
        super().__init__(data)
        self.fields["season"].queryset = seasons
        self.fields["league"].queryset = leagues
        self.fields["leads_to"].queryset = stages
        english = is_english()
        self.presets = {preset.code: preset for preset in presets}
        self.fields["preset"].choices = [
            (
                label,
                [
                    (preset.code, preset.name_en if english else preset.name)
                    for preset in presets
                    if preset.has_table == has_table
                ],
            )
            for label, has_table in ((_("With a table"), True), (_("Knock-out"), False))
        ]
        if league is not None:
            self.fields["league"].initial = league.pk
            self.fields["name"].initial = NAMES[LeagueLevel(league.level)][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        season, leads_to = cleaned.get("season"), cleaned.get("leads_to")
        if leads_to and not cleaned.get("through") and "through" not in self.errors:
            self.add_error("through", _("Say how many clubs go there."))
        preset = self.presets.get(cleaned.get("preset", ""))
        if preset and not preset.has_table and (leads_to or cleaned.get("through")):
            self.add_error(
                "through",
                _(
                    "Leave this open: who goes on from a knock-out is told by its round, in "
                    "its rules."
                ),
            )
        league = cleaned.get("league")
        if season and league and league.is_simulated and not season.is_simulated:
            self.add_error(
                "league", _("A league that is made up plays in simulated seasons alone.")
            )
        if season and league and self._is_there(season, league, cleaned.get("name", "")):
            self.add_error(
                "name",
                _("The league has a stage of this name already. Give this one another name."),
            )
        if season and leads_to and leads_to.season_id != season.pk:
            self.add_error(
                "leads_to",
                ValidationError(
                    _("“%(name)s” is of another season."), params={"name": str(leads_to)}
                ),
            )
        return cleaned

    def _is_there(self, season: Season, league: League, name: str) -> bool:
        """Whether it would be a second one: somebody tapped twice, or came back to the page."""
        names = Stage.objects.filter(season=season, league=league).values_list("name", flat=True)
        return fold(name) in map(fold, names)


class NewStagePage(DeskPage):
    """`?liga=` says which league it is for, where someone has several."""

    template = "admin/desk/stage.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not permissions.may(request.user, "add", Stage):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._ask(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._ask(form)
        said = form.cleaned_data
        preset = form.presets[said["preset"]]
        try:
            stage = open_stage(
                said["season"],
                said["league"],
                name=said["name"],
                kind=StageKind.SINGLE_TABLE if preset.has_table else StageKind.KNOCK_OUT,
                rules=preset.rules,
                through=said["through"],
                leads_to=said["leads_to"],
                actor=request.user,
            )
        except Refused as refusal:
            form.add_error(None, refusal.messages)
            return self._ask(form)
        messages.success(request, gettext("Saved: %(name)s.") % {"name": stage})
        return HttpResponseRedirect(reverse("admin:desk_fixture_list", args=[stage.pk]))

    @cached_property
    def _leagues(self) -> Any:
        """Leagues whose stages are his, those of his own offices first."""
        own = Appointment.objects.filter(user=self.request.user.pk, league=OuterRef("pk"))
        level = Case(
            *(When(level=found, then=Value(n)) for n, found in enumerate(_LEVELS)),
            output_field=IntegerField(),
        )
        branch = permissions.branch(self.request.user)
        rows = League.objects.select_related("department")
        if not branch.everywhere:
            rows = rows.filter(pk__in=branch.leagues)
        return rows.annotate(is_own=Exists(own), depth=level).order_by("-is_own", "depth", "name")

    @cached_property
    def _league(self) -> League | None:
        asked = self.request.GET.get("liga")
        if asked is None:
            return self._leagues.first()
        found = self._leagues.filter(pk=key_in(asked)).first()
        if found is None:
            raise Http404
        return found

    def _form(self, data: QueryDict | None = None) -> StageForm:
        league = self._league
        offered = [row.pk for row in self._leagues[:_LEAGUES_OFFERED]]
        seasons = Season.objects.kept().exclude(status=SeasonStatus.FINISHED).newest_first()
        stages = permissions.choosable(
            self.request.user, Stage.objects.filter(season__in=seasons), field="leads_to"
        )
        above = stages.select_related("season", "league").order_by("-season__year", "position")
        if league is not None:
            above = above.exclude(league=league)
        keys = list(above.values_list("pk", flat=True)[:_STAGES_OFFERED])
        return StageForm(
            data,
            seasons=seasons,
            leagues=self._leagues.filter(pk__in=[*offered, *([league.pk] if league else [])]),
            stages=above.filter(pk__in=keys),
            presets=presets(),
            league=league,
        )

    def _ask(self, form: StageForm) -> HttpResponse:
        refused = form.is_bound and bool(form.errors)
        context = {"title": gettext("New stage"), "form": form, "refused": refused}
        return self.page(self.request, context, status=422 if refused else 200)
