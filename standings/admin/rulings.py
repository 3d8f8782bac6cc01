"""Claims and rulings: what a ruling does is shown before anybody records it.

Nothing is kept between the pages: the preview carries what was typed, and the state of the stage
that it was made from. If that is another one by the time it is confirmed, it is shown anew.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competitions.choices import ClaimState
from competitions.core.names import fold
from competitions.models import (
    Claim,
    Entry,
    Fixture,
    Matchup,
    Ruling,
    Stage,
    Venue,
)
from competitions.permissions import permissions
from competitions.services.decisions import Decision, Withdrawal, of_the_same_paper, take_back
from competitions.services.rulings import (
    file_claim,
    record_decision,
    try_decision,
    withdraw_claim,
    withdraw_ruling,
)
from competitions.services.versions import state_of
from competitions.services.writing import Refused
from standings.admin.base import DeskPage, key_in
from standings.admin.ruling_forms import ClaimForm, RulingForm, Subject, WithdrawalForm
from standings.selectors.claims import claim_lines
from standings.selectors.consequences import Consequences, consequences
from standings.selectors.reading import load
from standings.selectors.ruled import Effects, effects, with_rulings
from standings.selectors.snapshot import StageData

_STAGES_OFFERED = 60
_OF_STAGE = ("stage__season", "stage__rule_set", "stage__league")
_FIXTURES = Fixture.objects.select_related(
    *_OF_STAGE, "home__club", "away__club", "round", "group", "matchup__round", "venue"
)
_MATCHUPS = Matchup.objects.select_related(
    "round__stage__season",
    "round__stage__rule_set",
    "round__stage__league",
    "first__club",
    "second__club",
)
_ENTRIES = Entry.objects.select_related(*_OF_STAGE, "club")
_CLAIMS = Claim.objects.select_related(
    *_OF_STAGE,
    "claimant__club",
    "against__club",
    *(f"fixture__{name}" for name in ("home__club", "away__club", "round", "group", "venue")),
    "fixture__matchup__round",
    "matchup__round",
    "matchup__first__club",
    "matchup__second__club",
)


def snapshot_of(stage: Stage) -> StageData:
    return load([stage])[stage.pk]


def stages_after(stage: StageData) -> list[StageData]:
    """The stages to which its zones lead."""
    targets = {zone.leads_to for zone in stage.zones} - {None}
    if not targets:
        return []
    found = Stage.objects.filter(pk__in=targets).select_related("season", "rule_set")
    return list(load(found).values())


def refusals(refusal: Refused, form: Any) -> None:
    """Put what the service refused beside the fields that were typed."""
    for field, errors in refusal.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


class AboutSubject(DeskPage):
    """A page that begins from a match, a matchup, a club of a stage or a claim."""

    def subject(self) -> Subject | None:
        """404 and 403 as everywhere; None where the address names nothing."""
        asked = self.request.GET
        if (pk := _number(asked, "reclamo")) is not None:
            return self._of_claim(self.find(_CLAIMS, pk))
        if (pk := _number(asked, "partido")) is not None:
            fixture = self.find(_FIXTURES, pk)
            return Subject(fixture.stage, "partido", pk, fixture=fixture)
        if (pk := _number(asked, "llave")) is not None:
            matchup = self.find(_MATCHUPS, pk)
            return Subject(matchup.round.stage, "llave", pk, matchup=matchup)
        if (pk := _number(asked, "inscrito")) is not None:
            entry = self.find(_ENTRIES, pk)
            return Subject(entry.stage, "inscrito", pk, entry=entry)
        return None

    def _of_claim(self, claim: Claim) -> Subject:
        for row in (claim.fixture, claim.matchup):
            if row is not None:
                self.require("change", row)
        about = {"fixture": claim.fixture, "matchup": claim.matchup}
        return Subject(claim.stage, "reclamo", claim.pk, claim=claim, **about)


def _number(asked: Any, name: str) -> int | None:
    if name not in asked:
        return None
    key = key_in(asked[name])
    if key is None:
        raise Http404
    return key


class NewRuling(AboutSubject):
    """A ruling: the form, what it does, and then the record of it."""

    template = "admin/desk/ruling.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        subject = self.subject()
        if subject is None:
            return self._choose(request)
        self._require(subject)
        return self._asked(request, subject, self._form(subject))

    def post(self, request: HttpRequest) -> HttpResponse:
        subject = self.subject()
        if subject is None:
            raise Http404
        self._require(subject)
        form = self._form(subject, request.POST)
        if request.POST.get("step") == "edit" or not form.is_valid():
            return self._asked(request, subject, form)
        if request.POST.get("step") == "confirm":
            return self._confirm(request, subject, form)
        return self._preview(request, subject, form)

    def _require(self, subject: Subject) -> None:
        self.require("add", Ruling(stage=subject.stage))

    def _form(self, subject: Subject, data: Any = None) -> RulingForm:
        venues = permissions.choosable(self.request.user, Venue.objects.order_by("name", "town"))
        return RulingForm(data, subject=subject, venues=venues)

    def _choose(self, request: HttpRequest) -> HttpResponse:
        """What the ruling is about, where the address does not say."""
        if not permissions.may(request.user, "add", Ruling):
            raise PermissionDenied
        stages = permissions.changeable(
            request.user, Stage.objects.select_related("season", "rule_set")
        )
        pk = _number(request.GET, "etapa")
        stage = self.find(stages, pk) if pk is not None else None
        named = request.GET.get("nombre", "").strip()[:80]
        for word in named.split():
            stages = stages.filter(Q(name__icontains=word) | Q(slug__icontains=fold(word)))
        # Those nearest to the final are of most leagues' concern; who has many searches.
        nearest = stages.order_by("is_finished", "-season__year", "-position", "pk")
        offered = list(nearest[: _STAGES_OFFERED + 1])
        context = {
            "title": _("New ruling"),
            "stages": sorted(
                offered[:_STAGES_OFFERED], key=lambda s: (-s.season.year, s.position, s.pk)
            ),
            "named": named,
            "has_more": len(offered) > _STAGES_OFFERED,
            "stage": snapshot_of(stage) if stage else None,
        }
        self.template = "admin/desk/ruling_subject.html"
        return self.page(request, context)

    def _asked(self, request: HttpRequest, subject: Subject, form: RulingForm) -> HttpResponse:
        stage = snapshot_of(subject.stage)
        context = {
            **self._frame(subject),
            "form": form,
            "stage": stage,
            "fixture": stage.fixture(subject.fixture.pk) if subject.fixture else None,
        }
        return self.page(request, context, status=422 if form.is_bound and form.errors else 200)

    def _frame(self, subject: Subject) -> dict[str, Any]:
        return {"title": _("New ruling"), "subject": subject, "trail": trail_of(subject.stage)}

    def _preview(
        self, request: HttpRequest, subject: Subject, form: RulingForm, *, remark: str = ""
    ) -> HttpResponse:
        try:
            try_decision(form.decision(), actor=request.user)
        except Refused as refusal:
            refusals(refusal, form)
            return self._asked(request, subject, form)
        # Read anew: a try spends its rows.
        fresh = self.subject() or subject
        form.subject = fresh
        decision = form.decision()
        before = snapshot_of(fresh.stage)
        after = after_decision(before, decision)
        context = {
            **self._frame(fresh),
            "form": form,
            "decision": decision,
            "remark": remark,
            "seen": state_of(fresh.stage),
            **shown(before, after),
        }
        self.template = "admin/desk/ruling_preview.html"
        return self.page(request, context)

    def _confirm(self, request: HttpRequest, subject: Subject, form: RulingForm) -> HttpResponse:
        decision = form.decision()
        try:
            record_decision(decision, actor=request.user, seen=request.POST.get("seen", "?"))
        except Refused as refusal:
            fresh = self.subject() or subject
            form.subject = fresh
            if "stage_changed" in _codes(refusal):
                return self._preview(request, fresh, form, remark=" ".join(refusal.messages))
            refusals(refusal, form)
            return self._asked(request, fresh, form)
        messages.success(request, _("Recorded: %(name)s.") % {"name": decision.ruling})
        return redirect("admin:desk_ruling_shown", pk=decision.ruling.pk)


def _codes(refusal: Refused) -> set[str]:
    return {error.code for errors in refusal.error_dict.values() for error in errors if error.code}


def after_decision(before: StageData, decision: Decision) -> StageData:
    return with_rulings(before, decision.rulings, decision.adjustments, fixtures=decision.fixtures)


def shown(before: StageData, after: StageData) -> dict[str, Effects | Consequences | StageData]:
    """What the pages of rulings say of a change."""
    return {
        "before": before,
        "after": after,
        "effects": effects(before, after),
        "consequences": consequences(before, after, later=stages_after(before)),
    }


def trail_of(stage: Stage) -> list[tuple[str, str]]:
    """The way back: where a ruling or a claim of the stage belongs."""
    return [(_("Claims"), reverse("admin:desk_claims")), (str(stage), "")]


_RULINGS = Ruling.objects.select_related(
    *_OF_STAGE,
    "claim",
    "entry__club",
    "in_favour_of__club",
    "fixture__home__club",
    "fixture__away__club",
    "matchup__first__club",
    "matchup__second__club",
)


class ShownRuling(DeskPage):
    """A recorded ruling, and what taking it back would do."""

    template = "admin/desk/ruling_shown.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        ruling = self.find(_RULINGS, pk, action="delete")
        return self._page(request, ruling, WithdrawalForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        ruling = self.find(_RULINGS, pk, action="delete")
        form = WithdrawalForm(request.POST)
        if not form.is_valid():
            return self._page(request, ruling, form)
        back = self._back(ruling, with_others=form.cleaned_data["along"])
        if request.POST.get("step") != "confirm":
            return self._page(request, ruling, form, is_preview=True)
        try:
            withdraw_ruling(
                ruling,
                actor=request.user,
                reason=form.cleaned_data["reason"],
                along=back.rulings[1:],
                fixtures=back.fixtures,
                gone=back.gone,
                reopens_claim=form.cleaned_data["reopens_claim"],
                seen=request.POST.get("seen", "?"),
            )
        except Refused as refusal:
            refusals(refusal, form)
            return self._page(request, self.find(_RULINGS, pk), form, is_preview=True)
        messages.success(request, _("Withdrawn: %(name)s.") % {"name": ruling})
        return redirect("admin:competitions_ruling_changelist")

    def _back(self, ruling: Ruling, *, with_others: bool) -> Withdrawal:
        others: Sequence[Ruling] = of_the_same_paper(ruling) if with_others else ()
        return take_back([ruling, *others])

    def _page(
        self,
        request: HttpRequest,
        ruling: Ruling,
        form: WithdrawalForm,
        *,
        is_preview: bool = False,
    ) -> HttpResponse:
        others = of_the_same_paper(ruling)
        with_others = not form.is_bound or bool(form.data.get("along"))
        if not others:
            del form.fields["along"]
        if not (ruling.claim and ruling.claim.state != ClaimState.OPEN):
            del form.fields["reopens_claim"]
        back = self._back(ruling, with_others=with_others)
        before = snapshot_of(ruling.stage)
        after = with_rulings(
            before,
            without={found.pk for found in back.rulings},
            fixtures=back.fixtures,
            gone={fixture.pk for fixture in back.gone},
        )
        context = {
            "title": str(ruling),
            "ruling": ruling,
            "others": others,
            "form": form,
            "is_preview": is_preview,
            "seen": state_of(ruling.stage),
            "trail": trail_of(ruling.stage),
            **shown(before, after),
        }
        return self.page(request, context, status=422 if form.errors else 200)


class Claims(DeskPage):
    """The claims of one's own stages: the open ones, with the days that are left."""

    template = "admin/desk/claims.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        state = request.GET.get("estado", ClaimState.OPEN)
        if state not in ClaimState.values:
            raise Http404
        claims = permissions.visible(request.user, Claim.objects.filter(state=state))
        lines = claim_lines(claims)
        title = {
            ClaimState.OPEN: ngettext("%(count)s open claim", "%(count)s open claims", len(lines)),
        }.get(ClaimState(state), _("Claims"))
        context = {
            "title": title % {"count": len(lines)},
            "lines": lines,
            "state": state,
            "states": ClaimState.choices,
            "may_add": permissions.may(request.user, "add", Claim),
        }
        return self.page(request, context)


class NewClaim(AboutSubject):
    """A claim, filed on behalf of a club."""

    template = "admin/desk/claim.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        subject = self._subject()
        return self._asked(request, subject, self._form(subject))

    def post(self, request: HttpRequest) -> HttpResponse:
        subject = self._subject()
        form = self._form(subject, request.POST)
        if form.is_valid():
            try:
                claim = file_claim(form.claim(), actor=request.user)
            except Refused as refusal:
                refusals(refusal, form)
            else:
                messages.success(request, _("Recorded: %(name)s.") % {"name": claim})
                return redirect("admin:desk_claims")
        return self._asked(request, subject, form)

    def _subject(self) -> Subject:
        subject = self.subject()
        if subject is None or subject.claim:
            raise Http404
        self.require("add", Claim(stage=subject.stage))
        return subject

    def _form(self, subject: Subject, data: Any = None) -> ClaimForm:
        rivals = subject.clubs
        if subject.entry:
            rivals = [
                entry
                for entry in _ENTRIES.filter(stage=subject.stage).order_by("club__name")
                if entry != subject.entry
            ]
        return ClaimForm(data, subject=subject, rivals=rivals)

    def _asked(self, request: HttpRequest, subject: Subject, form: ClaimForm) -> HttpResponse:
        context = {
            "title": _("New claim"),
            "subject": subject,
            "form": form,
            "trail": trail_of(subject.stage),
        }
        return self.page(request, context, status=422 if form.errors else 200)


class WithdrawnClaim(DeskPage):
    """The club takes its claim back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        claim = self.find(_CLAIMS, pk)
        try:
            withdraw_claim(claim, actor=request.user, reason=request.POST.get("reason", "")[:100])
        except Refused as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
        else:
            messages.success(request, _("Withdrawn: %(name)s.") % {"name": claim})
        return redirect("admin:desk_claims")
