"""Who goes through from a stage: proposed by its rules, confirmed by an official, entered."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from competitions.models import Entry, Qualifier, SeasonOutcome, Stage
from competitions.permissions import permissions
from competitions.services.changes import key_of
from competitions.services.correcting import carry_through
from competitions.services.entries import withdraw_entry
from competitions.services.going_up import (
    bring_along,
    enter_qualifiers,
    fill_slots,
    record_outcomes,
)
from competitions.services.qualifiers import (
    Proposed,
    confirm_qualifiers,
    grant_berth,
    override_qualifier,
    proposed_of,
    take_off,
    undo_confirmation,
    undo_override,
)
from competitions.services.writing import LONGEST_REASON, Refused
from standings.admin.base import DeskPage, key_in
from standings.admin.carrying_through import corrected, listed_line
from standings.admin.changes import act_address
from standings.selectors.confirming import ConfirmingPage, NextStage, confirming_page, row_key
from standings.selectors.going_through import Berth, Line
from standings.selectors.qualification import Destination
from standings.selectors.snapshot import ClubData


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """How the proposal changed between showing it and confirming it."""

    added: tuple[Line, ...]
    dropped: tuple[ClubData, ...]
    moved: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Changing:
    """A berth that is to be given to another club: who follows, and everybody else."""

    line: Line | None
    berth: Berth | None
    row: int | None
    followers: tuple[ClubData, ...]
    others: tuple[ClubData, ...]


@dataclass
class Answer:
    """What the page has to say to someone whose form was not accepted."""

    errors: list[str] = field(default_factory=list)
    meanwhile: Meanwhile | None = None
    typed: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


class NotTaken(Exception):
    """The form is shown again, with this."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


class GoingThroughPage(DeskPage):
    template = "admin/desk/going_through.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, confirming_page(self._stage(pk)), Answer())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        stage = self._stage(pk)
        act = _ACTIONS.get(request.POST.get("action", ""))
        if act is None:
            raise BadRequest
        page = confirming_page(stage)
        try:
            said = act(request, page)
        except NotTaken as refusal:
            answer = refusal.answer
        except Refused as refusal:
            answer = Answer(errors=refusal.messages, status=409)
            page = confirming_page(self._stage(pk))
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("admin:desk_going_through", args=[pk]))
        answer.typed = request.POST.dict()
        return self._show(request, page, answer)

    def _stage(self, pk: int) -> Stage:
        return self.find(Stage.objects.select_related("season", "rule_set", "league"), pk)

    def _show(self, request: HttpRequest, page: ConfirmingPage, answer: Answer) -> HttpResponse:
        plan = page.plan
        title = gettext("Going through: %(stage)s %(year)s") % {
            "stage": plan.stage.label,
            "year": plan.stage.year,
        }
        context = {
            "title": title,
            "page": page,
            "plan": plan,
            "stage": plan.stage,
            "goals": _by_destination(plan.lines),
            "keys": {line.key: page.rows.get(row_key(line)) for line in plan.lines},
            "new": {line.key for line in plan.changes.added},
            "moved": {moved.after.key: moved.before for moved in plan.changes.moved},
            "changing": _changing(page, request.GET or request.POST),
            "may_enter": {found.stage.pk for found in page.following if _may_enter(request, found)},
            "others": _others(request, page),
            "may_record": permissions.may(request.user, "add", SeasonOutcome),
            "answer": answer,
        }
        return self.page(request, context, status=answer.status)


def _by_destination(lines: Iterable[Line]) -> list[tuple[Destination, list[Line]]]:
    found: dict[tuple[Any, ...], list[Line]] = {}
    for line in lines:
        found.setdefault(line.key[1], []).append(line)
    return [(group[0].destination, group) for group in found.values()]


def _may_enter(request: HttpRequest, following: NextStage) -> bool:
    entry = Entry(stage=following.stage)
    return permissions.may(request.user, "add", Entry, row=entry)


def _others(request: HttpRequest, page: ConfirmingPage) -> list[Stage]:
    """Stages that the correction reaches, and that this official has no right on."""
    return [
        stage
        for stage in page.downstream.stages
        if not permissions.may(request.user, "change", Stage, row=stage)
    ]


# A correction, with everything that follows from it


def _carry(request: HttpRequest, page: ConfirmingPage) -> str:
    found = page.downstream
    if not found.is_written or request.POST.get("shown") != found.token:
        changed = gettext("Something has changed meanwhile. Look at the correction again.")
        raise NotTaken(Answer(errors=[changed], status=409))
    reason = _reason(request, page)
    if page.is_carried_in_doubt and not request.POST.get("knows"):
        missing = gettext(
            "Something is still missing for this list. Tick that you know it, and write why the "
            "list is confirmed now."
        )
        raise NotTaken(Answer(errors=[missing]))
    rows = carry_through(
        corrected(found),
        actor=request.user,
        reason=reason,
        on=timezone.localdate(),
        note=reason if page.is_carried_in_doubt else "",
    )
    line = rows[0].history.first()
    return format_html(
        '{} <a href="{}">{}</a>',
        gettext("The correction is carried through."),
        act_address(key_of(line)),
        gettext("Take all of it back"),
    )


# Confirming


def _confirm(request: HttpRequest, page: ConfirmingPage) -> str:
    sent = request.POST
    lines = page.plan.lines
    if sent.getlist("line") != [line.token for line in lines]:
        raise NotTaken(Answer(meanwhile=_meanwhile(sent.getlist("line"), page), status=409))
    if not lines or page.plan.is_partial:
        raise NotTaken(Answer(errors=[gettext("There is nobody on this list to confirm.")]))
    why = sent.get("why", "").strip()
    if page.has_doubts and sent.get("state") != page.state:
        changed = gettext("What is missing has changed meanwhile. Look at it again.")
        raise NotTaken(Answer(errors=[changed], status=409))
    if page.has_doubts and not (sent.get("knows") and why):
        missing = gettext(
            "Something is still missing for this list. Tick that you know it, and write why the "
            "list is confirmed now."
        )
        raise NotTaken(Answer(errors=[missing]))
    listed = [
        replace(
            listed_line(line, page.plan),
            remark=sent.get(f"remark-{line.token}", line.remark).strip(),
        )
        for line in lines
    ]
    confirm_qualifiers(
        page.stage,
        proposed=proposed_of(listed),
        on=timezone.localdate(),
        actor=request.user,
        reason=why,
        note=why,
        seen=page.plan.stage.version,
    )
    number = len(lines)
    return ngettext("Confirmed: %(count)s club.", "Confirmed: %(count)s clubs.", number) % {
        "count": number
    }


def _meanwhile(tokens: Iterable[str], page: ConfirmingPage) -> Meanwhile:
    shown = {}
    for token in tokens:
        before, _, place = token.rpartition(":")
        key, _, zone = before.rpartition(":")
        shown[key] = (zone, place)
    now = {line.token.rpartition(":")[0].rpartition(":")[0]: line for line in page.plan.lines}
    gone = [key.partition(":")[0] for key in shown if key not in now]
    clubs = page.plan.stage.clubs
    return Meanwhile(
        added=tuple(line for key, line in now.items() if key not in shown),
        dropped=tuple(clubs[key] for entry in gone if (key := key_in(entry)) in clubs),
        moved=tuple(
            line
            for key, line in now.items()
            if key in shown and shown[key] != (line.zone, str(line.place or ""))
        ),
    )


def _undo(request: HttpRequest, page: ConfirmingPage) -> str:
    undo_confirmation(page.stage, actor=request.user, reason=_reason(request, page))
    return gettext("The list is undone. What was on it stays in the history.")


def _reason(request: HttpRequest, page: ConfirmingPage) -> str:
    reason = request.POST.get("reason", "").strip()[:LONGEST_REASON]
    if not reason:
        raise NotTaken(Answer(errors=[gettext("Write the reason: it is kept with the list.")]))
    return reason


# One berth


def _changing(page: ConfirmingPage, asked: Mapping[str, str]) -> Changing | None:
    """The berth that `?cupo=` names: by the key of a row, or by the code of an empty berth."""
    wanted = asked.get("cupo", "")
    for line in page.plan.listed:
        row = page.rows.get(row_key(line))
        if row is not None and wanted == str(row):
            return _change_of(page, line.destination, line.berth, line=line, row=row)
    for berth in page.plan.vacant:
        if page.plan.is_confirmed and wanted == berth.code:
            return _change_of(page, berth.destination, berth)
    return None


def _change_of(
    page: ConfirmingPage,
    to: Destination,
    berth: Berth | None,
    *,
    line: Line | None = None,
    row: int | None = None,
) -> Changing:
    there = {found.club.entry for found in page.plan.listed if found.destination == to}
    if line is not None and line.instead_of is not None:
        there.add(line.instead_of.entry)
    free = [
        club
        for club in page.plan.stage.clubs.values()
        if club.exclusion is None and club.entry not in there
    ]
    line_up = [f.club.entry for f in berth.queue.followers] if berth and berth.queue else []
    by_entry = {club.entry: club for club in free}
    followers = tuple(by_entry[entry] for entry in line_up if entry in by_entry)
    others = sorted((c for c in free if c not in followers), key=lambda club: club.key)
    return Changing(line, berth, row, followers, tuple(others))


def _override(request: HttpRequest, page: ConfirmingPage) -> str:
    changing = _changing(page, request.POST)
    if changing is None or page.qualifiers is None:
        gone = gettext("That berth is not on the list any more. Look at the list again.")
        raise NotTaken(Answer(errors=[gone], status=409))
    reason = request.POST.get("reason", "").strip()
    source = request.POST.get("source", "").strip()
    chosen = request.POST.get("club", "")
    club = next(
        (c for c in (*changing.followers, *changing.others) if str(c.entry) == chosen), None
    )
    errors = []
    if club is None:
        errors.append(gettext("Choose the club that goes through instead."))
    if not reason:
        errors.append(gettext("Write the reason: who decided it, and why."))
    if not source:
        errors.append(gettext("Write where the decision stands: its document or its source."))
    if club is None or errors:
        raise NotTaken(Answer(errors=errors))
    entry = Entry.objects.get(pk=club.entry)
    place = page.plan.places.get(club.entry)
    if changing.row is not None:
        row = _row(changing.row)
        override_qualifier(
            page.qualifiers,
            entry=entry,
            instead_of=row.entry,
            row=row,
            place=place,
            reason=reason,
            source=source,
            actor=request.user,
        )
    else:
        _grant(request, page, changing, Proposed(entry, place, source=source), reason)
    return gettext("%(club)s goes through by decision.") % {"club": club.name}


def _row(pk: int) -> Qualifier:
    return Qualifier.objects.select_related(
        "entry__club", "instead_of__club", "qualifier_list__stage"
    ).get(pk=pk)


def _grant(
    request: HttpRequest, page: ConfirmingPage, changing: Changing, club: Proposed, reason: str
) -> None:
    berth = changing.berth
    if berth is None or page.qualifiers is None:
        raise Http404
    to = berth.destination
    granted = Proposed(
        entry=club.entry,
        place=club.place,
        zone_code=berth.zone.code,
        to_stage=Stage.objects.get(pk=to.stage) if to.stage else None,
        outcome=to.outcome,
        destination="" if to.stage else to.label.es,
        instead_of=Entry.objects.get(pk=berth.club.entry),
        source=club.source,
    )
    grant_berth(page.qualifiers, granted=granted, reason=reason, actor=request.user)


def _undo_override(request: HttpRequest, page: ConfirmingPage) -> str:
    changing = _changing(page, request.POST)
    if changing is None or changing.row is None or changing.line is None:
        gone = gettext("That berth is not on the list any more. Look at the list again.")
        raise NotTaken(Answer(errors=[gone], status=409))
    reason = _reason(request, page)
    row = _row(changing.row)
    if changing.line.instead_of is None or (changing.berth and changing.berth.is_vacant):
        take_off(row, reason=reason, actor=request.user)
        return gettext("%(club)s is off the list.") % {"club": changing.line.club.name}
    undo_override(row, reason=reason, actor=request.user)
    return gettext("%(club)s has its berth again.") % {"club": changing.line.instead_of.name}


# Where they go


def _target(request: HttpRequest, page: ConfirmingPage) -> NextStage:
    wanted = request.POST.get("stage", "")
    found = next((n for n in page.following if str(n.stage.pk) == wanted), None)
    if found is None or page.qualifiers is None:
        raise Http404
    return found


def _enter(request: HttpRequest, page: ConfirmingPage) -> str:
    found = _target(request, page)
    if request.POST.getlist("line") != [line.token for line in found.to_enter]:
        raise NotTaken(
            Answer(
                errors=[gettext("The list has changed meanwhile. Look at it again.")], status=409
            )
        )
    entered = enter_qualifiers(
        page.qualifiers, stage=found.stage, actor=request.user, carried=found.carried
    )
    number = len(entered)
    return ngettext(
        "%(count)s club entered in %(stage)s.", "%(count)s clubs entered in %(stage)s.", number
    ) % {"count": number, "stage": found.stage.label}


def _bring(request: HttpRequest, page: ConfirmingPage) -> str:
    found = _target(request, page)
    shown = [brought.token for brought in found.brought]
    if request.POST.getlist("brought") != shown:
        raise NotTaken(
            Answer(
                errors=[gettext("The list has changed meanwhile. Look at it again.")], status=409
            )
        )
    reason = _reason(request, page)
    brought = {row.entry: (row.place, row.points) for row in found.brought}
    number = len(bring_along(brought, stage=found.stage, actor=request.user, reason=reason))
    return ngettext(
        "%(count)s club brought up to date.",
        "%(count)s clubs brought up to date.",
        number,
    ) % {"count": number}


def _withdraw(request: HttpRequest, page: ConfirmingPage) -> str:
    found = _target(request, page)
    wanted = request.POST.get("entry", "")
    stranger = next((s for s in found.strangers if str(s.club.entry) == wanted), None)
    if stranger is None:
        raise Http404
    reason = _reason(request, page)
    entry = Entry.objects.select_related("stage", "club").get(pk=stranger.club.entry)
    withdraw_entry(entry, actor=request.user, reason=reason)
    return gettext("%(club)s is taken out of %(stage)s.") % {
        "club": stranger.club.name,
        "stage": found.stage.label,
    }


def _seat(request: HttpRequest, page: ConfirmingPage) -> str:
    found = _target(request, page)
    shown = [f"{seat.matchup.pk}:{seat.side}:{seat.entry}" for seat in found.seats]
    if request.POST.getlist("seat") != shown:
        raise NotTaken(
            Answer(
                errors=[gettext("The list has changed meanwhile. Look at it again.")], status=409
            )
        )
    fill_slots(
        [(seat.matchup.pk, seat.side, seat.entry) for seat in found.seats], actor=request.user
    )
    number = len(found.seats)
    return ngettext("%(count)s slot filled.", "%(count)s slots filled.", number) % {"count": number}


def _record(request: HttpRequest, page: ConfirmingPage) -> str:
    if page.qualifiers is None:
        raise Http404
    recorded = record_outcomes(page.qualifiers, actor=request.user)
    number = len(recorded)
    return ngettext(
        "%(count)s recorded for the season.", "%(count)s recorded for the season.", number
    ) % {"count": number}


_ACTIONS: dict[str, Callable[[HttpRequest, ConfirmingPage], str]] = {
    "carry": _carry,
    "confirm": _confirm,
    "undo": _undo,
    "override": _override,
    "undo_override": _undo_override,
    "enter": _enter,
    "bring": _bring,
    "withdraw": _withdraw,
    "seat": _seat,
    "record": _record,
}
