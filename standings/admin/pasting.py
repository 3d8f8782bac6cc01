"""Results of a round from a message or a paper: pasted, looked at, and only then recorded."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from competitions.choices import Absent, FixtureStatus
from competitions.core.fixture_state import FixtureState
from competitions.core.score import Status
from competitions.models import Round
from competitions.services.pasting import Accepted, record_pasted
from competitions.services.rounds import RoundRecorded
from competitions.services.writing import Refused
from standings.admin.base import RoundDeskPage
from standings.selectors.pasting import Pasted, PastedLine, pasted
from standings.selectors.reading import kept, load
from standings.templatetags.copaperu import score

LONGEST_TEXT = 12_000
MOST_LINES = 300
_PK = re.compile(r"\d{1,18}")

DOUBTS: Mapping[str, Promise] = {
    "in_words": _("Told in words: see that the goals are on the right side."),
    "on_several_lines": _("Put together from several lines."),
    "not_finished": _("The match may not have been over."),
    "many_goals": _("That many goals? A number may belong to a name."),
    "walkover_side": _("The line does not say who turned up. Choose who did not."),
    "suspended": _("Stopped or put off: say it right before you accept it."),
    "not_played": _("Not played, and the line does not say why."),
    "awarded": _("Decided off the pitch: a ruling may be missing."),
    "extra_time": _("Extra time is spoken of: this may be the score after it."),
    "penalties_unknown": _("Penalties are spoken of, without their score."),
    "half_time_or_penalties": _("The numbers in brackets may be half time or penalties."),
    "bracket_unclear": _("It is not clear what the numbers in brackets are. They are left out."),
    "name_alike": _("A name is only like that of the club."),
    "one_name_only": _("Only one of the two clubs was recognised."),
    "club_of_two": _("A name may mean another club as well."),
    "place_differs": _("The place behind a name is not known to be the club's."),
    "number_in_name": _("A number may belong to the name of a club, not to the score."),
    "reversed": _("The clubs stand the other way round: the score was turned."),
    "two_legs": _("The same two clubs have another match in this round without a result."),
    "two_results": _("Another line gives this match another result."),
    "another_day": _("The day above it is not the day of the match."),
    "another_round": _("The heading above it is of another round."),
    "differs_from_recorded": _("Another result is recorded already."),
    "has_ruling": _("There is a ruling over this match."),
    "penalties_not_expected": _("Nobody shoots penalties in this match."),
    "contradicts_itself": _("The scores contradict each other."),
    "clubs_do_not_meet": _("These clubs do not meet in this round."),
    "unknown_clubs": _("No match of this round has these clubs."),
    "unread": _("This was not understood."),
}
"""Why a line is not ticked, by the codes of `competitions.core.pasted`."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as the page shows it. `errors` are why it was not recorded."""

    pasted: PastedLine
    is_taken: bool
    is_by_hand: bool
    absent: str
    errors: tuple[str, ...] = ()

    @property
    def doubts(self) -> list[Promise]:
        return [DOUBTS[code] for code in self.pasted.match.doubts]

    @property
    def is_to_look_at(self) -> bool:
        if self.pasted.is_settled:
            return False
        return bool(self.errors) or not self.pasted.is_sure

    @property
    def now(self) -> str:
        return _words(self.pasted.fixture.now, self.pasted) if self.pasted.fixture else ""

    @property
    def then(self) -> str:
        return _words(self.pasted.then, self.pasted) if self.pasted.then else ""

    @property
    def learnt(self) -> list[tuple[str, str]]:
        """Spellings that become other names of a club, with its name."""
        fixture = self.pasted.fixture
        sides = (fixture.pairing.home, fixture.pairing.away) if fixture else ()
        names = {club.key: club.names[0] for club in sides}
        return [(name, names[key]) for key, name in self.pasted.match.spellings]


@dataclass
class _Sent:
    """What came with a form. `shown` is what each line would have recorded on the page that was
    sent, `chosen` the fixtures that were chosen by hand."""

    text: str
    reason: str = ""
    shown: dict[str, str] = field(default_factory=dict)
    ticked: set[str] = field(default_factory=set)
    chosen: dict[str, int] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    is_rewritten: bool = False

    def takes(self, line: PastedLine) -> bool:
        """Whether the line is ticked: as it was if it says what it said, else if it is sure."""
        if self.shown.get(line.key) == line.token:
            return line.key in self.ticked
        return line.is_sure or (line.key in self.ticked and line.key in self.chosen)


class PastingPage(RoundDeskPage):
    template = "admin/desk/pasting.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(self.round(pk), sent=_Sent(""))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        round_ = self.round(pk)
        sent = _sent(request.POST)
        if fault := _too_long(sent.text):
            return self._show(round_, sent=sent, error=fault, status=400)
        found = pasted(round_, text=sent.text, chosen=sent.chosen)
        if request.POST.get("action") != "record":
            return self._show(round_, found, sent=sent)
        lines = [line for line in found.lines if line.key in sent.ticked]
        if sent.is_rewritten or any(sent.shown.get(line.key) != line.token for line in lines):
            changed = gettext("What you changed was read again. Nothing has been recorded yet.")
            return self._show(round_, found, sent=sent, error=changed)
        if not lines:
            return self._show(round_, found, sent=sent, error=gettext("No line is ticked."))
        return self._record(round_, found, lines, sent)

    def _record(
        self, round_: Round, found: Pasted, lines: list[PastedLine], sent: _Sent
    ) -> HttpResponse:
        load([round_.stage])  # kept, to say afterwards what changed
        try:
            recorded = record_pasted(
                round_,
                accepted=[_accepted(line, sent) for line in lines],
                actor=self.request.user,
                reason=sent.reason,
            )
        except Refused as refusal:
            error = " ".join(refusal.messages)
            return self._show(round_, found, sent=sent, error=error, status=409)
        if recorded.refused:
            again = pasted(round_, text=sent.text, chosen=sent.chosen)
            return self._show(round_, again, sent=sent, recorded=recorded)
        return self._done(round_, recorded)

    def _done(self, round_: Round, recorded: RoundRecorded) -> HttpResponseRedirect:
        messages.success(self.request, _saved(len(recorded.saved)))
        address = reverse("admin:desk_round", args=[round_.pk])
        # Where somebody wrote in between, nobody remembers what was before.
        is_kept = kept(round_.stage_id, recorded.version)
        query = f"?{urlencode({'desde': recorded.version})}" if is_kept else ""
        return HttpResponseRedirect(f"{address}{query}")

    def _show(
        self,
        round_: Round,
        found: Pasted | None = None,
        *,
        sent: _Sent,
        error: str = "",
        recorded: RoundRecorded | None = None,
        status: int = 200,
    ) -> HttpResponse:
        refused = dict(recorded.refused) if recorded else {}
        title = gettext("Paste results: %(round)s") % {"round": round_.label}
        context = {
            "title": title,
            "round": round_,
            "stage": round_.stage,
            "text": sent.text,
            "reason": sent.reason,
            "found": found,
            "parts": _parts([_shown(line, sent, refused) for line in found.lines] if found else []),
            "error": error,
            "saved": _saved(len(recorded.saved)) if recorded and recorded.saved else "",
            "refused": len(refused),
            "needs_reason": found is not None
            and any(line.fixture and line.fixture.is_official for line in found.lines),
        }
        return self.page(self.request, context, status=status)


def _parts(lines: list[ShownLine]) -> list[tuple[Promise, list[ShownLine]]]:
    """What is to be looked at first, then the rest, each part in the order of the text."""
    parts = (
        (_("To look at"), [line for line in lines if line.is_to_look_at]),
        (_("Sure"), [line for line in lines if line.pasted.is_sure and not line.errors]),
        (_("Nothing to record"), [line for line in lines if line.pasted.is_settled]),
    )
    return [(title, found) for title, found in parts if found]


def _saved(count: int) -> str:
    text = ngettext("%(count)s result recorded.", "%(count)s results recorded.", count)
    return text % {"count": count} if count else gettext("Nothing had changed.")


def _too_long(text: str) -> str:
    if len(text) <= LONGEST_TEXT and len(text.splitlines()) <= MOST_LINES:
        return ""
    return gettext("This is too long to be looked over: paste one round at a time.")


def _sent(data: Mapping[str, Any]) -> _Sent:
    """The text with the lines that were written anew, and what was chosen for each line."""
    raw = data.get("text", "").splitlines()
    sent = _Sent("", reason=data.get("reason", "").strip()[:100])
    for name, value in data.items():
        what, _dash, key = name.partition("-")
        if what == "line":
            sent.is_rewritten |= _rewrite(raw, key, value, data)
        elif what == "shown":
            sent.shown[key] = value
        elif what == "take":
            sent.ticked.add(key)
        elif what == "absent" and value in Absent.values:
            sent.absent[key] = value
        elif what == "fixture" and _PK.fullmatch(value) and _is_chosen(key, value, data):
            sent.chosen[key] = int(value)
    sent.ticked -= {key for key in sent.ticked if data.get(f"fixture-{key}") == ""}
    sent.text = "\n".join(raw)
    return sent


def _is_chosen(key: str, value: str, data: Mapping[str, Any]) -> bool:
    """Whether the fixture of a line was chosen by hand, now or on the page before."""
    return value != data.get(f"meant-{key}") or bool(data.get(f"hand-{key}"))


def _rewrite(raw: list[str], key: str, value: str, data: Mapping[str, Any]) -> bool:
    """Put a line that was written anew into the text; whether there is one."""
    number = key.partition(".")[0]
    written = " ".join(value.split())
    if written == data.get(f"was-{key}") or not _PK.fullmatch(number):
        return False
    if not 0 < int(number) <= len(raw):
        return False
    raw[int(number) - 1] = written
    return True


def _words(state: FixtureState, line: PastedLine) -> str:
    """A fixture as it stands, in short: “2-1 (1-0)”, “1-1, pens 4-3”, “W.O., did not appear: …”."""
    match = state.match
    if state.absent:
        sides = {"home": line.fixture.home, "away": line.fixture.away} if line.fixture else {}
        who = sides.get(state.absent, Absent(state.absent).label)
        return gettext("W.O., did not appear: %(who)s") % {"who": who}
    parts = [score(match.full_time)] if match.full_time else []
    if match.half_time:
        parts = [" ".join([*parts, f"({score(match.half_time)})"])]
    if match.extra_time:
        parts.append(gettext("after extra time %(score)s") % {"score": score(match.extra_time)})
    if match.penalties:
        parts.append(gettext("penalties %(score)s") % {"score": score(match.penalties)})
    if match.status is Status.SCHEDULED:
        return gettext("no result")
    if match.status is not Status.PLAYED or not parts:
        parts.append(str(FixtureStatus(match.status.value).label))
    return ", ".join(parts)


def _accepted(line: PastedLine, sent: _Sent) -> Accepted:
    state = line.then
    absent = sent.absent.get(line.key)
    if line.names_no_winner and absent:
        state = replace(state, absent=absent)
    return Accepted(
        fixture=line.fixture.pk,
        state=state,
        seen=line.fixture.now.token,
        spellings=line.match.spellings,
    )


def _shown(line: PastedLine, sent: _Sent, refused: Mapping[int, Mapping[str, Any]]) -> ShownLine:
    faults = refused.get(line.fixture.pk, {}) if line.fixture else {}
    absent = line.then.absent if line.then else ""
    return ShownLine(
        line,
        is_taken=sent.takes(line) and not line.is_settled,
        is_by_hand=line.key in sent.chosen,
        absent=sent.absent.get(line.key, absent),
        errors=tuple(
            text for found in faults.values() for error in found for text in error.messages
        ),
    )
