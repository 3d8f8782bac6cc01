"""Results as clubs and referees report them, and as the league settles and confirms them.

A result is provisional until the league confirms it. Two sides that report the same make one, by
the same service as an official; one alone waits, and whatever differs is for the league to settle.
Nothing that the league has recorded is ever overwritten by a report.

Clubs that agree on a walkover make none: that takes the match, and perhaps points, from a club, so
it is a ruling, and a ruling needs a person who answers for it. It stands on the desk instead.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.db.models import Model

from competitions.choices import FixtureStatus, Reporter
from competitions.core.consistency import Fault
from competitions.core.reports import Reported, agreed, standing
from competitions.models import Fixture, ResultLink, ResultReport
from competitions.permissions import User, permissions
from competitions.selectors import (
    has_result,
    may_have_penalties,
    open_reports,
    recorded_result,
    voices,
)
from competitions.services.checks import Found
from competitions.services.links import Closed, closed_by
from competitions.services.reasons import for_reports
from competitions.services.recording import Recorder, Wanted
from competitions.services.results import award_walkover, record_result
from competitions.services.versions import lock_stages, raise_versions, stages_showing
from competitions.services.writing import Actor, Refused, is_deadlock, record, require, write


class LinkClosed(Exception):
    """A report by a link that leads nowhere any more; `why` is the reason code."""

    def __init__(self, why: Closed) -> None:
        self.why = why
        super().__init__(why)


# Confirming -----------------------------------------------------------------------------------


@transaction.atomic
def confirm_results(
    fixtures: Iterable[Fixture], *, actor: Actor, reason: str = ""
) -> list[Fixture]:
    """Make provisional results official, in the same number of queries for one and for many.

    Returns those that were not official before. A match that a ruling decided before it was played
    becomes one that was not played. Raises Refused with the faults of all, and then confirms none:
    for those without a result, and those whose reports say otherwise and nobody has settled.
    """
    stages, rows = _locked(fixtures)
    require(actor, "change", rows)
    faults = [(row, "", Found(row, fault).error) for row in rows for fault in _unconfirmable(row)]
    if faults:
        raise Refused(faults, faults[0][0])
    wanted = [row for row in rows if not row.is_official]
    Recorder(actor=actor, reason=reason).record(
        Fixture,
        [
            Wanted(
                row,
                {
                    "is_official": True,
                    "status": FixtureStatus.NOT_PLAYED if row.is_ahead else row.status,
                },
            )
            for row in wanted
        ],
    )
    if wanted:
        raise_versions(stages)
    return wanted


def reopen_result(fixture: Fixture, *, actor: Actor, reason: str) -> Fixture:
    """Take a confirmation back: the result is provisional again. Raises Refused."""
    if not reason:
        raise Refused.for_fault(fixture, Fault("reopened_without_reason", "change_reason"))
    with transaction.atomic():
        _stages, [row] = _locked([fixture])
        row.is_official = False
        return record(row, actor=actor, reason=reason)


def _unconfirmable(fixture: Fixture) -> Iterator[Fault]:
    name = {"name": str(fixture)}
    if fixture.is_archived:
        yield Fault("is_archived", "", name)
    elif not has_result(fixture) and not fixture.is_official:
        yield Fault("nothing_to_confirm", "", name)
    elif standing(voices(fixture), recorded_result(fixture)) == "contradicted":
        yield Fault("reports_unsettled", "", name)


# Reporting ------------------------------------------------------------------------------------


def send_report(link: ResultLink, *, said: Reported) -> ResultReport:
    """What the holder of a link says of the match. Sent a second time it changes nothing: the
    report that is there comes back.

    Raises LinkClosed, and Refused for what cannot have happened.
    """
    return _in_turn(lambda: _by_link(link, said))


def _by_link(link: ResultLink, said: Reported) -> ResultReport:
    with transaction.atomic():
        _stages, [fixture] = _locked([link.fixture])
        link = ResultLink.objects.select_related("report").get(pk=link.pk)
        link.fixture = fixture
        why = closed_by(link)
        if why == "used":
            return link.report
        if why:
            raise LinkClosed(why)
        return _take_in(fixture, reporter=link.reporter, said=said, link=link, actor=None)


def send_own_report(fixture: Fixture, *, said: Reported, actor: User) -> ResultReport:
    """What a club's delegate, logged in, says of a match of his club.

    A second time the report that is there comes back if it says the same. Raises Refused for
    another one: then the league makes a link. Raises PermissionDenied for a match of other clubs.
    """
    return _in_turn(lambda: _by_delegate(fixture, said, actor))


def _by_delegate(fixture: Fixture, said: Reported, actor: User) -> ResultReport:
    with transaction.atomic():
        _stages, [fixture] = _locked([fixture])
        reporter = own_side(fixture, user=actor)
        if reporter is None:
            raise PermissionDenied
        before = open_reports(fixture).get(reporter)
        if before is not None:
            if before.said == said:
                return before
            raise Refused.for_fault(before, Fault("reported_already", "", {"code": before.code}))
        if fixture.is_archived or fixture.is_official:
            code = "is_archived" if fixture.is_archived else "report_of_official"
            raise Refused.for_fault(fixture, Fault(code, "", {"name": str(fixture)}))
        return _take_in(fixture, reporter=reporter, said=said, link=None, actor=actor)


def own_side(fixture: Fixture, *, user: User) -> Reporter | None:
    """For which of the two clubs someone may report, as its delegate; None for neither."""
    if not permissions.may(user, "view", Fixture, row=fixture):
        return None
    clubs = permissions.branch(user).clubs
    sides = ((Reporter.HOME, fixture.home), (Reporter.AWAY, fixture.away))
    return next((side for side, entry in sides if entry.club_id in clubs), None)


def check_report(fixture: Fixture, *, said: Reported) -> None:
    """Raises Refused, at the fields of a report, for what cannot have happened."""
    report = _report(fixture, reporter=Reporter.REFEREE, said=said)
    faults: list[tuple[Model, str, ValidationError]] = []
    try:
        report.full_clean(exclude=["fixture", "link"])
    except ValidationError as error:
        faults += [(report, field, e) for field, found in error.error_dict.items() for e in found]
    if said.penalties is not None and not may_have_penalties(fixture):
        fault = Fault("penalties_not_allowed", "home_penalties")
        faults.append((report, "home_penalties", Found(report, fault).error))
    elif said.penalties is not None and not faults and recorded_result(fixture) is None:
        faults += [(report, "home_penalties", error) for error in _shoot_out_faults(fixture, said)]
    if faults:
        raise Refused(faults, report)


def _shoot_out_faults(fixture: Fixture, said: Reported) -> list[ValidationError]:
    """Whether there was anything to shoot for hangs on the other legs: recorded on trial."""
    trial = Fixture.objects.get(pk=fixture.pk)
    facts = said.facts
    if facts is None:
        return []
    try:
        with transaction.atomic():
            record_result(trial, result=facts, actor=None, reason="trial")
            transaction.set_rollback(True)
    except Refused as refusal:
        return refusal.error_dict.get("home_penalties", [])
    return []


def _take_in(
    fixture: Fixture,
    *,
    reporter: str,
    said: Reported,
    link: ResultLink | None,
    actor: Actor,
) -> ResultReport:
    check_report(fixture, said=said)
    report = _report(fixture, reporter=reporter, said=said)
    values = {f.name: getattr(report, f.name) for f in ResultReport._meta.fields if f.name != "id"}  # noqa: SLF001
    [report] = Recorder(actor=actor, reason="").record(
        ResultReport, [Wanted(None, {**values, "link": link})]
    )
    _record_agreed(Fixture.objects.prefetch_related("reports", "rulings").get(pk=fixture.pk))
    return report


def _record_agreed(fixture: Fixture) -> None:
    """Record what both sides say alike, if the league has recorded nothing.

    What contradicts other facts stays with the league, which is told why when it settles it.
    """
    both = agreed(voices(fixture))
    if both is None or both.facts is None or recorded_result(fixture) is not None:
        return
    codes = [report.code for report in open_reports(fixture).values()]
    try:
        record_result(fixture, result=both.facts, actor=None, reason=for_reports(codes))
    except Refused as refusal:
        if isinstance(refusal.__cause__, OperationalError):
            raise refusal.__cause__ from None


def _in_turn(send: Callable[[], ResultReport]) -> ResultReport:
    """Send again what PostgreSQL ended because another write waited for it: nobody types twice."""
    for _attempt in range(_ATTEMPTS - 1):
        try:
            return send()
        except OperationalError as error:
            if not is_deadlock(error):
                raise
    return send()


_ATTEMPTS = 3


def _report(fixture: Fixture, *, reporter: str, said: Reported) -> ResultReport:
    return ResultReport(
        fixture=fixture,
        reporter=reporter,
        absent=said.absent,
        home_goals=said.score and said.score.home,
        away_goals=said.score and said.score.away,
        home_half=said.half_time and said.half_time.home,
        away_half=said.half_time and said.half_time.away,
        home_penalties=said.penalties and said.penalties.home,
        away_penalties=said.penalties and said.penalties.away,
    )


# Settling -------------------------------------------------------------------------------------


def settle_reports(
    fixture: Fixture, *, said: Reported, actor: Actor, reason: str = "", document: str = ""
) -> Fixture:
    """Record what the league holds to be right, and set aside every report that says otherwise.

    A club that did not appear loses by walkover; `document` is then what the ruling is called. The
    result is provisional until it is confirmed. Raises Refused.
    """
    with transaction.atomic():
        _stages, [row] = _locked([fixture])
        require(actor, "change", [row])
        recorded = recorded_result(row)
        if recorded is None or not recorded.agrees(said):
            _record_settled(row, said, actor=actor, reason=reason, document=document)
        _set_aside(row, said, actor=actor, reason=reason)
        return row


def keep_recorded(fixture: Fixture, *, actor: Actor, reason: str = "") -> Fixture:
    """Set aside every report that does not say what is recorded; all of them, if nothing is."""
    with transaction.atomic():
        _stages, [row] = _locked([fixture])
        require(actor, "change", [row])
        _set_aside(row, recorded_result(row) or Reported(), actor=actor, reason=reason)
        return row


def _record_settled(
    fixture: Fixture, said: Reported, *, actor: Actor, reason: str, document: str
) -> None:
    if said.facts is not None:
        extra = fixture.facts.extra_time
        keeps = extra is not None and extra.reaches(said.facts.full_time)
        facts = replace(said.facts, extra_time=extra if keeps else None)
        record_result(fixture, result=facts, actor=actor, reason=reason)
        return
    if fixture.home_goals is not None:
        raise Refused.for_fault(fixture, Fault("has_score", "status"))
    present = {"home": fixture.away, "away": fixture.home}.get(said.absent)
    award_walkover(fixture, to=present, actor=actor, document=document)


def _set_aside(fixture: Fixture, said: Reported, *, actor: Actor, reason: str) -> None:
    others = [r for r in open_reports(fixture).values() if not said.agrees(r.said)]
    for report in others:
        report.is_set_aside = True
    write(others, actor=actor, reason=reason)


# Together -------------------------------------------------------------------------------------


def _locked(fixtures: Iterable[Fixture]) -> tuple[set[int], Sequence[Fixture]]:
    """The fixtures as they stand once no one else writes in their stages, with their reports.

    All stages that a write would lock are locked at once, in its own order: whoever waits for the
    one that we write cannot hold one that we still want.
    """
    given = list(fixtures)
    stages = stages_showing(given)
    lock_stages(stages)
    rows = (
        Fixture.objects.filter(pk__in=[fixture.pk for fixture in given])
        .select_related(
            "home__club",
            "away__club",
            "matchup",
            "round",
            "stage__season",
            "stage__rule_set",
            "stage__league",
        )
        .prefetch_related("rulings", "reports")
        .order_by("pk")
    )
    return stages, list(rows)
