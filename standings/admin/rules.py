"""The rules of a stage: edited on one page, tried out before they are saved, with their history."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext

from competitions.choices import StageKind
from competitions.models import Fixture, RuleSet, Stage, Zone
from competitions.permissions import permissions
from competitions.selectors import rules_of
from competitions.services.rules import rules_are_in_force, rules_token
from competitions.services.writing import Refused
from standings.admin.base import DeskPage
from standings.admin.rules_form import Draft, RulesForm, from_preset, recorded
from standings.selectors.presets import presets_for
from standings.selectors.reading import load
from standings.selectors.rule_history import rules_changes
from standings.selectors.trial import Trial, trial

_STAGES_OFFERED = 60


class RulesPage(DeskPage):
    """Without a preset the rules as recorded; `?preset=` fills the form, and writes nothing."""

    template = "admin/desk/rules.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.may(request.user, "change", RuleSet):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._find(pk)
        code = request.GET.get("preset", "")
        preset = next((found for found in self._presets if found.code == code), None)
        draft = self._recorded
        if preset is not None:
            draft = from_preset(preset, onto=draft, stages=self._stages)
        form = self._form(draft)
        return self._answer(form, preset=preset, draft=draft)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._find(pk)
        form = self._form(self._recorded)
        if "_try" in request.POST:
            valid = form.is_valid(to_save=False)
            return self._answer(form, tried=self._tried(form) if valid else None)
        if form.is_valid():
            try:
                form.save(actor=request.user)
            except Refused:
                return self._answer(self._once_more(form))
            messages.success(request, gettext("Saved: %(name)s.") % {"name": self.stage})
            return HttpResponseRedirect(reverse("admin:desk_rules", args=[self.stage.pk]))
        return self._answer(form)

    def _find(self, pk: int) -> None:
        rows = Stage.objects.select_related("season", "league", "rule_set")
        rows = rows.prefetch_related("groups", "rounds")
        self.stage: Stage = self.find(rows, pk, action="view")
        # A new one is seen from the stage at once, saved or not: ask before.
        self._rule_set = rules_of(self.stage)
        self.require("change", self._rule_set or RuleSet(stage=self.stage))

    @cached_property
    def _presets(self) -> Any:
        return presets_for(has_table=self.stage.has_table)

    @cached_property
    def _recorded(self) -> Draft:
        rule_set = self._rule_set
        tiebreaks = list(rule_set.tiebreaks.all()) if rule_set else []
        zones = list(rule_set.zones.all()) if rule_set else []
        self._token = rules_token(rule_set, tiebreaks=tiebreaks, zones=zones)
        return recorded(self.stage, rule_set, tiebreaks, zones)

    @cached_property
    def _stages(self) -> Mapping[int, Stage]:
        """Those that a zone may lead to; the season's own, but for this one. Of thousands those of
        its league, of the leagues above it, and those to which its zones lead already."""
        rows = Stage.objects.filter(season=self.stage.season_id).exclude(pk=self.stage.pk)
        found = permissions.choosable(self.request.user, rows, field="leads_to")
        found = found.order_by("position")
        offered = list(found[: _STAGES_OFFERED + 1])
        if len(offered) > _STAGES_OFFERED:
            above = self.stage.league.ancestors(include_self=True)
            led_to = Zone.objects.filter(rule_set__stage=self.stage).values("leads_to")
            offered = list(found.filter(Q(league__in=list(above)) | Q(pk__in=led_to)))
        return {stage.pk: stage for stage in offered}

    def _form(self, draft: Draft) -> RulesForm:
        return RulesForm(
            self.stage,
            draft,
            token=self._token,
            in_force=self._rule_set is not None and rules_are_in_force(self.stage),
            stages=self._stages,
            data=self.request.POST if self.request.method == "POST" else None,
        )

    def _once_more(self, refused: RulesForm) -> RulesForm:
        """What was typed, over the rules as they stand by now: somebody else may have saved."""
        refused.token = self._token_now()
        return refused

    def _token_now(self) -> str:
        rule_set = RuleSet.objects.filter(stage=self.stage).first()
        return rules_token(
            rule_set,
            tiebreaks=rule_set.tiebreaks.all() if rule_set else (),
            zones=rule_set.zones.all() if rule_set else (),
        )

    @property
    def _with_results(self) -> QuerySet[Stage]:
        """Stages of the same nature with results: those in sight of readers or of the official."""
        rows = Stage.objects.filter(
            Exists(Fixture.objects.with_score().filter(stage=OuterRef("pk")))
        )
        knock_out = Q(kind=StageKind.KNOCK_OUT)
        rows = rows.filter(~knock_out if self.stage.has_table else knock_out)
        seen = permissions.visible(self.request.user, Stage.objects.all())
        rows = rows.filter(Q(season__is_archived=False) | Q(pk__in=seen.values("pk")))
        return rows.select_related("season", "rule_set")

    @cached_property
    def _triable(self) -> list[Stage]:
        """Of thousands those of the same league, and those nearest to the final."""
        nearest = Case(
            When(pk=self.stage.pk, then=0), When(league=self.stage.league_id, then=1), default=2
        )
        rows = self._with_results.order_by(nearest, "-season__year", "-position", "pk")
        offered = list(rows[:_STAGES_OFFERED])
        own = [stage for stage in offered if stage.pk == self.stage.pk]
        others = [stage for stage in offered if stage.pk != self.stage.pk]
        return [*own, *sorted(others, key=lambda stage: (-stage.season.year, stage.position))]

    @cached_property
    def _chosen(self) -> Stage | None:
        wanted = self.request.POST.get("trial_stage", "")
        chosen = (stage for stage in self._triable if str(stage.pk) == wanted)
        return next(chosen, None) or next(iter(self._triable), None)

    def _tried(self, form: RulesForm) -> Trial | None:
        """Elsewhere the zones are those of that stage: its places lead to its own next stages."""
        if self._chosen is None:
            return None
        snapshot = load([self._chosen])[self._chosen.pk]
        own = self._chosen.pk == self.stage.pk
        return trial(snapshot, form.rules_data, zones=form.zones_data if own else None)

    def _answer(self, form: RulesForm, **context: Any) -> HttpResponse:
        refused = self.request.method == "POST" and form.has_faults
        return self.page(
            self.request,
            {
                "title": gettext("Rules: %(stage)s") % {"stage": self.stage},
                "stage": self.stage,
                "form": form,
                "presets": self._presets,
                "triable": self._triable,
                "chosen": self._chosen,
                "changes": rules_changes(self.stage.pk),
                **context,
            },
            status=422 if refused else 200,
        )
