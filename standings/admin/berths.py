"""The berths of a stage: what is expected from each stage before it, and all confirmed entered."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from competitions.models import Entry, QualifierList, Stage
from competitions.permissions import permissions
from competitions.services.going_up import enter_lists
from competitions.services.writing import Refused
from standings.admin.base import DeskPage
from standings.admin.openings import sentence_of
from standings.selectors.berths import Berth, Berths, Feeder, berths_of, by_level


def _ready(page: Berths) -> list[tuple[Feeder, Berth, Decimal | None, str]]:
    """Clubs to be entered together, with the points that they bring, and what a form sends back."""
    found = []
    for feeder, berth in page.ready:
        points = page.points.get(berth.entry or 0)
        token = str(berth.qualifier) if points is None else f"{berth.qualifier}:{points}"
        found.append((feeder, berth, points, token))
    return found


class BerthsPage(DeskPage):
    template = "admin/desk/berths.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, self._stage(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        stage = self._stage(pk)
        if request.POST.get("action") != "enter":
            raise BadRequest
        page = self._berths(stage)
        shown = [token for _feeder, _berth, _points, token in _ready(page)]
        if request.POST.getlist("berth") != shown:
            changed = gettext("The lists have changed meanwhile. Look at them again.")
            return self._show(request, stage, errors=[changed])
        lists = QualifierList.objects.filter(pk__in=page.lists)
        try:
            rows = enter_lists(
                lists,
                stage=stage,
                actor=request.user,
                carried=page.points,
                only={berth.entry for _feeder, berth in page.ready if berth.entry is not None},
            )
        except Refused as refusal:
            return self._show(request, stage, errors=refusal.messages)
        said = ngettext(
            "%(count)s club entered in %(stage)s.",
            "%(count)s clubs entered in %(stage)s.",
            len(rows),
        )
        messages.success(request, said % {"count": len(rows), "stage": stage.label})
        return HttpResponseRedirect(reverse("admin:desk_berths", args=[pk]))

    def _stage(self, pk: int) -> Stage:
        return self.find(Stage.objects.select_related("season", "rule_set", "league"), pk)

    def _berths(self, stage: Stage) -> Berths:
        return berths_of(stage, today=timezone.localdate())

    def _show(
        self, request: HttpRequest, stage: Stage, *, errors: list[str] | None = None
    ) -> HttpResponse:
        page = self._berths(stage)
        user = request.user
        context: dict[str, Any] = {
            "title": gettext("Berths: %(stage)s %(year)s")
            % {"stage": stage.label, "year": stage.season.year},
            "stage": stage,
            "page": page,
            "ready": _ready(page),
            "waiting": by_level(page.waiting),
            "done": by_level(page.done),
            "faults": [sentence_of(fault) for fault in page.faults],
            "mine": {
                feeder.stage.pk
                for feeder in page.feeders
                if permissions.may(user, "change", Stage, row=feeder.stage)
            },
            "may_enter": permissions.may(user, "add", Entry, row=Entry(stage=stage)),
            "errors": errors or [],
        }
        return self.page(request, context, status=409 if errors else 200)
