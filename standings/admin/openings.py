"""A season set up: last year's tree taken over, a whole level opened, either taken back."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext

from competitions.choices import LeagueLevel
from competitions.core.consistency import Fault
from competitions.core.openings import Template
from competitions.models import League, Season, Stage
from competitions.permissions import permissions
from competitions.services.openings.opening import open_stages, openings_of, undo_opening
from competitions.services.openings.planning import plan_copy, plan_level, stages_of_branch
from competitions.services.openings.plans import Plan
from competitions.services.sentences import SENTENCES
from competitions.services.writing import Refused
from standings.admin.base import DeskPage, key_in
from standings.forms.openings import LevelForm
from standings.selectors.presets import formats
from standings.selectors.season_setup import season_setup
from standings.selectors.snapshot import Label

NAMED = 6
"""Names of a kind that a preview shows; of more it says how many they are."""


class OpeningsPage(DeskPage):
    """`?copiar=` previews a season's tree, `?abrir=1` a level; what a form sends back is previewed
    again, and written if it is still the same."""

    template = "admin/desk/openings.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not permissions.may(request.user, "add", Stage):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._find(pk)
        return self._answer(request.GET)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._find(pk)
        act = {"open": self._open, "undo": self._undo}.get(request.POST.get("action", ""))
        if act is None:
            raise BadRequest
        try:
            said = act(request.POST)
        except Refused as refusal:
            return self._answer(request.POST, errors=refusal.messages, status=409)
        if said is None:
            changed = gettext("This has changed meanwhile. Look at it again.")
            return self._answer(request.POST, errors=[changed], status=409)
        messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:desk_openings", args=[pk]))

    def _find(self, pk: int) -> None:
        self.season: Season = self.find(Season.objects.all(), pk, action="view")

    @cached_property
    def _setup(self) -> Any:
        return season_setup(self.season, self.request.user)

    def _open(self, sent: QueryDict) -> str | None:
        plan = self._plan(sent, self._form(sent))
        if plan is None or plan.token != sent.get("token"):
            return None
        open_stages(plan, actor=self.request.user)
        number = len(plan.stages)
        return ngettext("%(count)s stage opened.", "%(count)s stages opened.", number) % {
            "count": number
        }

    def _undo(self, sent: QueryDict) -> str:
        number = undo_opening(
            self.season,
            sent.get("opening", ""),
            actor=self.request.user,
            reason=sent.get("reason", ""),
        )
        return ngettext("%(count)s stage taken back.", "%(count)s stages taken back.", number) % {
            "count": number
        }

    def _form(self, sent: QueryDict) -> LevelForm:
        asked = "abrir" in sent
        return LevelForm(
            sent if asked else None,
            initial={"level": LeagueLevel.DISTRICT, "as_before": True, "source": self._latest},
            branches=self._setup.branches,
            sources=self._setup.sources,
            formats=_templates(),
            user=self.request.user,
        )

    @property
    def _latest(self) -> Season | None:
        return next(iter(self._setup.sources), None)

    def _source(self, sent: QueryDict) -> Season | None:
        key = key_in(sent.get("copiar"))
        return next((found for found in self._setup.sources if found.pk == key), None)

    def _plan(self, sent: QueryDict, form: LevelForm) -> Plan | None:
        if form.is_bound:
            if not form.is_valid():
                return None
            try:
                return plan_level(self.season, form.wish, actor=self.request.user)
            except League.DoesNotExist:
                raise PermissionDenied from None
        source = self._source(sent)
        if source is None:
            return None
        chosen = "elegido" in sent
        keys = [key for found in sent.getlist("etapa") if (key := key_in(found)) is not None]
        return plan_copy(
            self.season,
            source,
            actor=self.request.user,
            national=keys if chosen else None,
            levels=sent.getlist("nivel") if chosen else None,
        )

    def _answer(
        self, sent: QueryDict, *, errors: Iterable[str] = (), status: int = 200
    ) -> HttpResponse:
        form = self._form(sent)
        plan = self._plan(sent, form)
        source = self._source(sent)
        if form.is_bound and form.errors and status == 200:
            status = 422
        context = {
            "title": gettext("Stages of %(season)s") % {"season": self.season},
            "season": self.season,
            "setup": self._setup,
            "overbooked": [
                (found.stage, sentence_of(found.fault)) for found in self._setup.overbooked[:NAMED]
            ],
            "more_overbooked": max(len(self._setup.overbooked) - NAMED, 0),
            "form": form,
            "source": source,
            "choices": self._choices(source, sent) if source else None,
            "plan": plan,
            "faults": [sentence_of(fault) for fault in plan.faults] if plan else [],
            "warnings": _first([sentence_of(f) for f in plan.warnings]) if plan else None,
            "notes": _notes(plan) if plan else [],
            "fields": _fields(sent),
            "openings": openings_of(self.season, reader=self.request.user),
            "undoing": sent.get("opening", ""),
            "typed": sent.get("reason", ""),
            "errors": list(errors),
        }
        return self.page(self.request, context, status=status)

    def _choices(self, source: Season, sent: QueryDict) -> dict[str, Any]:
        """What of the tree can be ticked: each national stage, and below each level as a whole."""
        rows = stages_of_branch(self.request.user, source)
        counted = dict(rows.order_by().values_list("league__level").annotate(Count("pk")))
        chosen = "elegido" in sent
        national = rows.filter(league__level=LeagueLevel.NATIONAL).order_by("position", "slug")
        return {
            "national": [
                (stage, not chosen or str(stage.pk) in sent.getlist("etapa"))
                for stage in national.select_related("season")
            ],
            "levels": [
                (level, counted[level], not chosen or level in sent.getlist("nivel"))
                for level in LeagueLevel.values
                if level != LeagueLevel.NATIONAL and counted.get(level)
            ],
        }


def _templates() -> list[Template]:
    """The formats of data/formats, by their names in the language of the day."""
    return [
        Template(
            found.code,
            str(Label(found.name, found.name_en)),
            found.level,
            found.stages,
            least=found.least,
            most=found.most,
        )
        for found in formats()
    ]


def sentence_of(fault: Fault) -> str:
    return str(SENTENCES[fault.code]) % dict(fault.params)


def _first(names: list[str]) -> tuple[list[str], int]:
    """The first of the names, and how many more there are."""
    return names[:NAMED], max(len(names) - NAMED, 0)


def _notes(plan: Plan) -> list[tuple[str, str, int]]:
    """What the official has to know of leagues that are left as they are: which, and how many."""
    found = {
        "there": plan.there,
        "without": plan.without,
        "crowded": plan.crowded,
        "loose": plan.loose,
        "leagues": tuple(league.name for league in plan.leagues),
    }
    return [
        (kind, ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else ""), len(names))
        for kind, names in found.items()
        if names
    ]


def _fields(sent: QueryDict) -> list[tuple[str, str]]:
    """What a preview was asked with, for the form that confirms it."""
    own = {"csrfmiddlewaretoken", "action", "token", "opening", "reason"}
    return [
        (name, value)
        for name in sent
        if name not in own
        for value in sent.getlist(name)
        if len(value) <= 120
    ]
