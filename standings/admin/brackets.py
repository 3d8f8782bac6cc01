"""Setting up a knock-out: its bracket, who stands where, lots, and the legs in the calendar."""

import datetime as dt
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from competitions.choices import RoundKey
from competitions.core.consistency import Fault
from competitions.core.knock_out import MatchupPlan, Unfit, usual_rounds
from competitions.core.pairing import Impossible
from competitions.core.slots import in_words
from competitions.models import Entry, Matchup, Round, Stage
from competitions.services.brackets import (
    Seat,
    draw_pairings,
    make_bracket,
    make_legs,
    seat_clubs,
)
from competitions.services.entries import seed_entries
from competitions.services.legs import place_legs
from competitions.services.placing import Unarrangeable
from competitions.services.versions import state_of
from competitions.services.writing import Refused
from standings.admin.base import DeskPage, key_in
from standings.admin.legs_form import LegsForm
from standings.selectors.grounds import grounds_offered, own_grounds
from standings.selectors.setting_up import (
    Draw,
    RoundToPlay,
    SeedProposed,
    SettingUp,
    Unequal,
    draw,
    proposed_seeds,
    setting_up,
)

_ROUND_NAMES = {
    "": ("Primera ronda", "First round"),
    RoundKey.ROUND_OF_32: ("Dieciseisavos de final", "Round of 32"),
    RoundKey.ROUND_OF_16: ("Octavos de final", "Round of 16"),
    RoundKey.QUARTERFINALS: ("Cuartos de final", "Quarterfinals"),
    RoundKey.SEMIFINALS: ("Semifinales", "Semifinals"),
    RoundKey.THIRD_PLACE: ("Tercer puesto", "Third place"),
    RoundKey.FINAL: ("Final", "Final"),
}


@dataclass
class Answer:
    """What the page says to someone whose form was not accepted, or who asked to see lots. `faults`
    are those of the form for legs."""

    errors: list[str] = field(default_factory=list)
    faults: Sequence[Fault] = ()
    drawn: Draw = ()
    typed: dict[str, Any] = field(default_factory=dict)
    status: int = 200


class NotTaken(Exception):
    def __init__(self, *errors: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__()
        self.errors = list(errors)
        self.faults = faults


class BracketPage(DeskPage):
    template = "admin/desk/bracket.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, setting_up(self._stage(pk)), Answer(typed=request.GET.dict()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = setting_up(self._stage(pk))
        act = _ACTIONS.get(request.POST.get("action", ""))
        if act is None:
            raise BadRequest
        answer = Answer(typed=request.POST.dict())
        try:
            said = act(request, page)
        except NotTaken as refusal:
            answer.errors, answer.status = refusal.errors, 422
            answer.faults = refusal.faults
        except Refused as refusal:
            answer.errors, answer.status = refusal.messages, 409
            page = setting_up(self._stage(pk))
        else:
            if isinstance(said, str):
                messages.success(request, said)
                return HttpResponseRedirect(request.path)
            answer.drawn = said
        return self._show(request, page, answer)

    def _stage(self, pk: int) -> Stage:
        stage = self.find(Stage.objects.select_related("season", "rule_set", "league"), pk)
        if stage.has_table:
            raise Http404
        return stage

    def _show(self, request: HttpRequest, page: SettingUp, answer: Answer) -> HttpResponse:
        form = _Layout.of(answer.typed, page)
        plan, unfit = _planned(page, form.rounds(page))
        context = {
            "title": gettext("Bracket: %(stage)s %(year)s")
            % {"stage": page.data.label, "year": page.data.year},
            "stage": page.stage,
            "page": page,
            "layout": form,
            "to_play": _legs_forms(request, page, page.to_play, answer.faults),
            "venues": grounds_offered(page.stage) if page.to_play else (),
            "plan": _by_round(form.rounds(page), plan),
            "unfit": unfit,
            "seeds": _seed_rows(page, answer) if page.wants_seeds else [],
            "seen": state_of(page.stage),
            "seed": answer.typed.get("seed") or secrets.token_hex(4),
            "today": timezone.localdate(),
            "answer": answer,
        }
        return self.page(request, context, status=answer.status)


# The bracket


@dataclass(frozen=True, slots=True)
class _Layout:
    """How rounds are played where a stage has none recorded yet."""

    legs: int = 2
    single_final: bool = True
    third_place: bool = False

    @classmethod
    def of(cls, typed: dict[str, Any], page: SettingUp) -> "_Layout":
        if "legs" not in typed:
            return cls(page.rules.legs if page.rules.legs in (1, 2) else 2)
        return cls(
            1 if typed["legs"] == "1" else 2,
            bool(typed.get("single_final")),
            bool(typed.get("third_place")),
        )

    def rounds(self, page: SettingUp) -> tuple[Round, ...]:
        """Those that are recorded, or the usual ones for as many clubs."""
        if page.rounds:
            return page.rounds
        keys: list[str] = list(usual_rounds(page.clubs))
        if self.third_place and len(keys) > 1:
            keys.insert(len(keys) - 1, RoundKey.THIRD_PLACE)
        return tuple(
            Round(
                stage=page.stage,
                number=number,
                key=key,
                name=_ROUND_NAMES[key][0],
                name_en=_ROUND_NAMES[key][1],
                legs=1 if key in _LAST and self.single_final else self.legs,
                is_neutral=key in _LAST and self.single_final,
            )
            for number, key in enumerate(keys, start=1)
        )


_LAST = (RoundKey.FINAL, RoundKey.THIRD_PLACE)


def _planned(page: SettingUp, rounds: Sequence[Round]) -> tuple[tuple[MatchupPlan, ...], str]:
    """The matchups to be, or why there can be none."""
    try:
        return page.planned(rounds), ""
    except Unfit as unfit:
        return (), _UNFIT[unfit.code]() % unfit.params


_UNFIT: dict[str, Callable[[], str]] = {
    "too_few": lambda: gettext(
        "A knock-out needs two clubs; this stage has %(clubs)s. Enter its clubs, or say in the "
        "stage how many it will have."
    ),
    "too_many_rounds": lambda: gettext(
        "One club is left before round %(round)s. Take that round out, or say that the stage has "
        "more clubs."
    ),
    "odd": lambda: gettext(
        "%(clubs)s are left before round %(round)s, and do not pair. Give the stage a pairing more "
        "or less, or end it with the round before."
    ),
    "sections": lambda: gettext(
        "%(clubs)s clubs do not go into %(sections)s sections alike, with two in each at least. "
        "Change the number of clubs of the stage, or its sections."
    ),
    "no_round": lambda: gettext(
        "The fixed slots name round %(round)s, and the stage has no such round. Add it, or mend "
        "the slots in the rules."
    ),
    "third_place": lambda: gettext(
        "Round %(round)s is for the third place, and no round of two matchups comes before it."
    ),
}


@dataclass(frozen=True, slots=True)
class _PlannedRound:
    round: Round
    lines: tuple[tuple[MatchupPlan, str, str], ...]


def _by_round(rounds: Sequence[Round], plan: Sequence[MatchupPlan]) -> list[_PlannedRound]:
    return [
        _PlannedRound(
            row,
            tuple(
                (found, in_words(found.first), in_words(found.second))
                for found in plan
                if found.round == row.number
            ),
        )
        for row in rounds
    ]


def _make(request: HttpRequest, page: SettingUp) -> str:
    rounds = _Layout.of(request.POST.dict(), page).rounds(page)
    plan, unfit = _planned(page, rounds)
    if unfit:
        raise NotTaken(unfit)
    made = make_bracket(
        page.stage,
        plan,
        rounds=rounds,
        groups=page.names,
        actor=request.user,
        seen=request.POST.get("seen", "?"),
        replace=bool(request.POST.get("replace")),
    )
    number = len(made)
    return ngettext("%(count)s matchup made.", "%(count)s matchups made.", number) % {
        "count": number
    }


# Seeds


def _seed_rows(page: SettingUp, answer: Answer) -> list[tuple[SeedProposed, str, str]]:
    """Each club with its seed and section as typed, else as proposed."""
    typed = answer.typed if answer.typed.get("action") == "seeds" else {}
    return [
        (
            found,
            typed.get(f"seed-{found.club.entry}", str(found.seed)),
            typed.get(f"section-{found.club.entry}", found.section),
        )
        for found in proposed_seeds(page)
    ]


def _seeds(request: HttpRequest, page: SettingUp) -> str:
    sections = {group.code: group for group in page.sections}
    errors, seeds = [], {}
    for club in (found.club for found in proposed_seeds(page)):
        said = request.POST.get(f"seed-{club.entry}", "").strip()
        section = request.POST.get(f"section-{club.entry}", "")
        seed = key_in(said)
        if seed is None or not 1 <= seed <= len(page.data.clubs):
            errors.append(
                gettext("%(name)s: “%(value)s” is no seed. Write a number from 1 to %(last)s.")
                % {"name": club.name, "value": said, "last": len(page.data.clubs)}
            )
        elif sections and section not in sections:
            errors.append(gettext("%(name)s: choose a section.") % {"name": club.name})
        else:
            seeds[club.entry] = (seed, sections.get(section))
    if errors:
        raise NotTaken(*errors)
    seed_entries(page.stage, seeds, actor=request.user, seen=request.POST.get("seen", "?"))
    return gettext("The clubs are seeded.")


# Who stands where


def _seat(request: HttpRequest, page: SettingUp) -> str:
    wanted = set(request.POST.getlist("seat"))
    known = {seating.token: seating for seating in page.seatings}
    if not wanted:
        raise NotTaken(gettext("Tick who is to be put on the bracket."))
    if wanted - known.keys():
        raise NotTaken(gettext("The bracket has changed meanwhile. Look at it again."))
    chosen = [found for token, found in known.items() if token in wanted]
    reason = request.POST.get("reason", "").strip()
    if not reason and any(found.kind != "fill" for found in chosen):
        raise NotTaken(gettext("A club gives way to another one: write the reason."))
    seats: list[Seat] = [
        (found.view.data.pk, found.side, found.ought.entry if found.ought else None)
        for found in chosen
    ]
    seat_clubs(
        page.stage, seats, actor=request.user, reason=reason, seen=request.POST.get("seen", "?")
    )
    return _filled(len(seats))


def _by_hand(request: HttpRequest, page: SettingUp) -> str:
    free = {str(club.entry): club for club in page.unseated}
    seats: list[Seat] = []
    for side in page.open_sides:
        said = request.POST.get(side.name, "")
        if said and said not in free:
            raise NotTaken(gettext("The bracket has changed meanwhile. Look at it again."))
        if said:
            seats.append((side.view.data.pk, side.side, free[said].entry))
    if not seats:
        raise NotTaken(gettext("Choose a club for one side at least."))
    chosen = [seat[2] for seat in seats]
    if twice := [club.name for club in page.unseated if chosen.count(club.entry) > 1]:
        sentence = gettext("%(name)s is chosen for two sides. A club stands on one.")
        raise NotTaken(*(sentence % {"name": name} for name in twice))
    seat_clubs(page.stage, seats, actor=request.user, seen=request.POST.get("seen", "?"))
    return _filled(len(seats))


def _filled(number: int) -> str:
    return ngettext("%(count)s slot filled.", "%(count)s slots filled.", number) % {"count": number}


# Lots


def _draw(request: HttpRequest, page: SettingUp) -> str | Draw:
    seed = request.POST.get("seed", "").strip()[:40]
    if not seed:
        raise NotTaken(gettext("Write what to draw with: a word or a number."))
    try:
        drawn = draw(page, seed=seed, pots=2 if request.POST.get("pots") == "2" else 1)
    except Impossible as impossible:
        crowd = impossible.reason
        raise NotTaken(
            gettext(
                "Lots cannot keep departments apart: %(clubs)s clubs of %(department)s for "
                "%(places)s matchups. Let them meet in the rules, or seat one of them by hand."
            )
            % {"clubs": crowd.clubs, "places": crowd.places, "department": crowd.key}
        ) from impossible
    except Unequal as unequal:
        raise NotTaken(
            gettext(
                "%(clubs)s clubs are left for %(sides)s open sides%(where)s. Lots need one for "
                "each: enter the clubs that are missing, or seat some by hand."
            )
            % {
                "clubs": unequal.clubs,
                "sides": unequal.sides,
                "where": f" ({unequal.section})" if unequal.section else "",
            }
        ) from unequal
    if request.POST.get("step") != "confirm":
        return drawn
    act = request.POST.get("act", "").strip()[:120]
    drawn_on = _day(request.POST.get("drawn_on", ""))
    if not act or drawn_on is None:
        raise NotTaken(gettext("Write the act of the drawing and its day."))
    draw_pairings(
        page.stage,
        [(found.side.view.data.pk, found.side.side, found.club.entry) for found in drawn],
        seed=seed,
        drawn_on=drawn_on,
        act=act,
        drawn_by=request.POST.get("drawn_by", "").strip()[:120],
        actor=request.user,
        seen=request.POST.get("seen", "?"),
    )
    return gettext("Recorded: %(name)s.") % {"name": act}


# Legs


def _legs(request: HttpRequest, page: SettingUp) -> str:
    """Seated on their grounds and hours; a round whose legs have no day is put in without one."""
    wanted = key_in(request.POST.get("round", ""))
    found = next((r for r in page.to_play if r.round.number == wanted), None)
    if found is None:
        raise NotTaken(gettext("The bracket has changed meanwhile. Look at it again."))
    [form] = _legs_forms(request, page, [found])
    if not form.is_valid():
        raise NotTaken(_NOT_WRITTEN)
    keys = {leg.view.data.pk for leg in found.legs}
    matchups = Matchup.objects.filter(pk__in=keys).select_related("round", "group").in_bulk()
    entries = Entry.objects.filter(stage=page.stage).select_related("club").in_bulk()
    legs = form.legs(matchups, entries)
    try:
        placed, grounds = place_legs(page.stage, legs, form.asked, actor=request.user)
    except Unarrangeable as unarrangeable:
        raise NotTaken(_NOT_WRITTEN, faults=unarrangeable.faults) from unarrangeable
    made = make_legs(
        page.stage,
        placed,
        actor=request.user,
        seen=request.POST.get("seen", "?"),
        new_grounds=grounds,
    )
    number = len(made)
    return ngettext(
        "%(count)s match put in the calendar.", "%(count)s matches put in the calendar.", number
    ) % {"count": number}


_NOT_WRITTEN = _("Nothing was written. What you typed is still here; put right what is marked.")


def _legs_forms(
    request: HttpRequest,
    page: SettingUp,
    rounds: Sequence[RoundToPlay],
    faults: Sequence[Fault] = (),
) -> list[LegsForm]:
    """A form for each round; that of the round which was sent has what was typed, and the faults
    that were found in it."""
    clubs = {club.club for found in rounds for leg in found.legs for club in (leg.home, leg.away)}
    own = own_grounds(page.stage, clubs) if clubs else {}
    sent = request.POST.get("round") if request.POST.get("action") == "legs" else None
    forms = []
    for found in rounds:
        is_sent = sent == str(found.round.number)
        forms.append(LegsForm(found, own, request.POST if is_sent else None))
        if is_sent:
            forms[-1].take(faults if forms[-1].is_valid() else ())
    return forms


def _day(said: str) -> dt.date | None:
    try:
        return parse_date(said)
    except ValueError:
        return None


_ACTIONS: dict[str, Callable[[HttpRequest, SettingUp], str | Draw]] = {
    "make": _make,
    "seeds": _seeds,
    "seat": _seat,
    "hand": _by_hand,
    "draw": _draw,
    "legs": _legs,
}
