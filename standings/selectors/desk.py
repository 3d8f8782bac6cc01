"""What waits for an official: one call, in a number of queries that no number of stages raises.

What the database can count is counted there, round by round. What only a table or a bracket tells
(who is level, which list is out of date) is computed from snapshots, and kept under the version of
the stage; it is asked of stages that are played out, and of knock-outs. Of finished stages it is
asked whether the facts contradict their list by now.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.core.cache import cache
from django.db.models import Count, Exists, F, Min, OuterRef, Q

from competitions.choices import ClaimState, LeagueLevel, SeasonStatus, StageKind
from competitions.models import (
    Claim,
    Entry,
    Fixture,
    Qualifier,
    QualifierList,
    Ruling,
    Season,
    Stage,
)
from competitions.permissions import User, permissions
from standings.selectors.brackets import MatchupView
from standings.selectors.corrections import corrections_of
from standings.selectors.downstream import Downstream
from standings.selectors.leagues import FROM_ABOVE
from standings.selectors.qualification import disagreement, is_to_be_confirmed
from standings.selectors.reading import KEPT_FOR, SHAPE, load
from standings.selectors.reports import ReportedFixture, fixtures_with_reports
from standings.selectors.snapshot import Label, StageData
from standings.selectors.waiting import RULING, Waiting, waiting

T = TypeVar("T")

MOST_STAGES = 300
"""Stages that are looked at; who has more is shown the first, and told so."""

MOST_LINES = 12
"""Lines of a section; what is more stands in its list."""

MOST_READ = 40
"""Stages whose snapshot one call reads anew; the others have their turn at the next."""

AHEAD = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round with what it lacks. `pk` is None for the fixtures of a stage that name no round.

    `overdue` of the `missing` results belong to a day that is past.
    """

    stage: Stage
    pk: int | None
    label: Label
    number: int | None
    total: int
    missing: int
    overdue: int
    undated: int
    provisional: int
    first_day: dt.date | None


@dataclass(frozen=True, slots=True)
class StageLine:
    """`next_round` is the first one with results to come."""

    stage: Stage
    total: int
    missing: int
    next_round: RoundLine | None

    @property
    def recorded(self) -> int:
        return self.total - self.missing


@dataclass(frozen=True, slots=True)
class LevelClubs:
    """Clubs of a table that is played out, level where it matters. `missing` has criteria."""

    group: str
    group_label: Label | None
    clubs: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaitingMatchup:
    """A matchup whose legs are played and that nobody has won. `missing` has settlement steps."""

    pk: int
    clubs: tuple[str, str]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notices:
    """What a stage as a whole waits for. `list_state`: "", "to_confirm", "out_of_date" or, where
    the list agrees and the stages after it do not, "not_followed"."""

    level: tuple[LevelClubs, ...] = ()
    matchups: tuple[WaitingMatchup, ...] = ()
    list_state: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.level or self.matchups or self.list_state)


@dataclass(frozen=True, slots=True)
class Section(Generic[T]):
    """The first lines of what there is."""

    lines: tuple[T, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.lines)


@dataclass(frozen=True, slots=True)
class Desk:
    """What is missing, the most pressing first. `unread` stages were not looked into this time;
    `seasons` are those whose stages are still being set up or played, `to_enter` stages with how
    many clubs of confirmed lists are not in them yet."""

    stages: Section[StageLine]
    finished: tuple[Stage, ...]
    overdue: Section[RoundLine]
    coming: Section[RoundLine]
    undated: Section[RoundLine]
    provisional: Section[RoundLine]
    reports: Section[ReportedFixture]
    claims: Section[Claim]
    notices: Section[tuple[Stage, Notices]]
    unread: int
    seasons: tuple[Season, ...]
    to_enter: Section[tuple[Stage, int]]
    own_fixtures: tuple[Fixture, ...]
    is_delegate: bool
    has_office: bool
    today: dt.date
    corrections: Mapping[int, Downstream] = field(default_factory=dict)
    """What follows from lists that are out of date, by the stage of the list."""

    @property
    def is_clear(self) -> bool:
        """Whether nothing waits."""
        return not any(
            section.total
            for section in (
                self.overdue,
                self.undated,
                self.provisional,
                self.reports,
                self.claims,
                self.notices,
                self.to_enter,
            )
        )


def desk(user: User, *, today: dt.date) -> Desk:
    branch = permissions.branch(user)
    stages, total = _stages(user)
    rounds = list(_rounds(stages, today))
    unplayed = {line.stage.pk for line in rounds if line.missing}
    notices, unread = _notices(stages, unplayed, closed=_closed(user))
    out_of_date = [stage for stage, found in notices if found.list_state == "out_of_date"]
    corrections = corrections_of(user, stages, out_of_date)
    told = {stage.pk for stage, found in notices if found.list_state}
    notices += [
        (stage, Notices(list_state="not_followed"))
        for stage, _found in corrections
        if stage.pk not in told
    ]
    own = _own_fixtures(user, today) if branch.clubs else ()
    return Desk(
        stages=_section(_stage_lines(stages, rounds), total=total, most=40),
        finished=_finished(user),
        overdue=_section(
            sorted((line for line in rounds if line.overdue), key=_oldest_first),
        ),
        coming=_section(
            sorted(
                (
                    line
                    for line in rounds
                    if line.missing and not line.overdue and _is_near(line, today)
                ),
                key=_oldest_first,
            )
        ),
        undated=_section([line for line in rounds if line.undated]),
        provisional=_section([line for line in rounds if line.provisional]),
        reports=_reports(stages),
        claims=_claims(user),
        notices=_section(notices),
        unread=unread,
        corrections={stage.pk: found for stage, found in corrections},
        to_enter=_section(_to_enter(stages)),
        seasons=_seasons() if branch.everywhere or branch.leagues else (),
        own_fixtures=own,
        is_delegate=bool(branch.clubs),
        has_office=branch.everywhere or bool(branch.leagues),
        today=today,
    )


def _section(lines: Iterable[Any], *, total: int | None = None, most: int = MOST_LINES) -> Section:
    found = tuple(lines)
    return Section(found[:most], len(found) if total is None else total)


def _stages(user: User) -> tuple[list[Stage], int]:
    """Stages of running seasons that are not finished, those of the higher leagues first, with
    whether they have a confirmed list; and how many there are."""
    running = permissions.changeable(user, Stage.objects.all()).filter(
        season__status=SeasonStatus.RUNNING, season__is_archived=False, is_finished=False
    )
    listed = QualifierList.objects.filter(stage=OuterRef("pk"))
    found = list(
        running.select_related("season", "rule_set", "league")
        .annotate(is_listed=Exists(listed))
        .order_by("-season__year", FROM_ABOVE, "position", "pk")[: MOST_STAGES + 1]
    )
    total = len(found) if len(found) <= MOST_STAGES else running.count()
    return found[:MOST_STAGES], total


def _closed(user: User) -> list[Stage]:
    """Finished stages of running seasons with a confirmed list, which a late ruling or a corrected
    result may contradict. Whose leagues are the whole country's is shown those of the nation and
    of the departments: the others are on the desks of their leagues."""
    listed = permissions.changeable(user, Stage.objects.all()).filter(
        season__status=SeasonStatus.RUNNING,
        season__is_archived=False,
        is_finished=True,
        qualifier_list__isnull=False,
    )
    if permissions.branch(user).everywhere:
        listed = listed.filter(league__level__in=[LeagueLevel.NATIONAL, LeagueLevel.DEPARTMENTAL])
    rows = listed.select_related("season", "rule_set", "league")
    return list(rows.order_by("-season__year", FROM_ABOVE, "position", "pk")[:MOST_STAGES])


def _finished(user: User) -> tuple[Stage, ...]:
    others = permissions.changeable(user, Stage.objects.all()).exclude(
        season__status=SeasonStatus.RUNNING, season__is_archived=False, is_finished=False
    )
    return tuple(
        others.select_related("season").order_by("-season__year", "position", "pk")[:MOST_LINES]
    )


def _rounds(stages: Sequence[Stage], today: dt.date) -> Iterator[RoundLine]:
    """Every round of the stages with its counts: one query."""
    by_pk = {stage.pk: stage for stage in stages}
    ruled = Ruling.objects.filter(
        fixture=OuterRef("pk"), effect__in=["award", "double_loss", "annulment", "exclusion"]
    )
    open_ = Q(
        home_goals__isnull=True, status__in=["scheduled", "postponed", "played"], is_ruled=False
    )
    past = Q(date__lt=today) | Q(date__isnull=True, round__starts_on__lt=today)
    ended = Q(status__in=["abandoned", "not_played", "annulled"]) | Q(home_goals__isnull=False)
    rows = (
        Fixture.objects.filter(stage__in=list(by_pk), is_archived=False)
        .annotate(is_ruled=Exists(ruled))
        .values("stage", "round", "round__name", "round__name_en", "round__number")
        .annotate(
            total=Count("pk"),
            missing=Count("pk", filter=open_),
            overdue=Count("pk", filter=open_ & past),
            undated=Count(
                "pk", filter=open_ & Q(date__isnull=True, status__in=["scheduled", "postponed"])
            ),
            provisional=Count("pk", filter=Q(is_official=False) & (ended | Q(is_ruled=True))),
            first_day=Min("date", filter=open_),
        )
        .order_by("stage__position", "stage", F("round__number").asc(nulls_last=True))
    )
    for row in rows:
        yield RoundLine(
            stage=by_pk[row["stage"]],
            pk=row["round"],
            label=Label(row["round__name"] or "", row["round__name_en"] or ""),
            number=row["round__number"],
            **{name: row[name] for name in _COUNTS},
        )


_COUNTS = ("total", "missing", "overdue", "undated", "provisional", "first_day")


def _oldest_first(line: RoundLine) -> tuple[dt.date, int, int]:
    return line.first_day or dt.date.max, line.stage.pk, line.number or 0


def _is_near(line: RoundLine, today: dt.date) -> bool:
    return line.first_day is not None and line.first_day <= today + AHEAD


def _stage_lines(stages: Iterable[Stage], rounds: Iterable[RoundLine]) -> Iterator[StageLine]:
    by_stage: dict[int, list[RoundLine]] = {}
    for line in rounds:
        by_stage.setdefault(line.stage.pk, []).append(line)
    for stage in stages:
        mine = by_stage.get(stage.pk, [])
        waiting = [line for line in mine if line.missing and line.pk is not None]
        yield StageLine(
            stage=stage,
            total=sum(line.total for line in mine),
            missing=sum(line.missing for line in mine),
            next_round=waiting[0] if waiting else None,
        )


def _to_enter(stages: Sequence[Stage]) -> list[tuple[Stage, int]]:
    there = Entry.objects.filter(stage=OuterRef("to_stage"), club=OuterRef("entry__club"))
    rows = (
        Qualifier.objects.filter(~Exists(there), to_stage__in=stages)
        .order_by()
        .values_list("to_stage")
        .annotate(number=Count("entry__club", distinct=True))
    )
    missing = dict(rows)
    return [(stage, missing[stage.pk]) for stage in stages if stage.pk in missing]


def _seasons() -> tuple[Season, ...]:
    ahead = Season.objects.kept().exclude(status=SeasonStatus.FINISHED)
    return tuple(ahead.order_by("-year")[:MOST_LINES])


def _reports(stages: Sequence[Stage]) -> Section[ReportedFixture]:
    """Fixtures whose reports the league has to look at: those that disagree first."""
    return _section(fixtures_with_reports(Fixture.objects.filter(stage__in=stages)))


def _claims(user: User) -> Section[Claim]:
    claims = permissions.changeable(user, Claim.objects.filter(state=ClaimState.OPEN))
    found = list(
        claims.select_related(
            "stage__season",
            "claimant__club",
            "fixture__home__club",
            "fixture__away__club",
            "matchup__first__club",
            "matchup__second__club",
        ).order_by(F("deadline").asc(nulls_last=True), "pk")[: MOST_LINES + 1]
    )
    total = len(found) if len(found) <= MOST_LINES else claims.count()
    return _section(found, total=total)


def _own_fixtures(user: User, today: dt.date) -> tuple[Fixture, ...]:
    """The matches of a delegate's clubs: those of the last days, and those to come."""
    clubs = permissions.branch(user).clubs
    mine = Q(home__club__in=clubs) | Q(away__club__in=clubs)
    near = Q(date__gte=today - 2 * AHEAD) | Q(date__isnull=True)
    fixtures = permissions.visible(user, Fixture.objects.filter(mine & near, is_archived=False))
    return tuple(
        fixtures.filter(stage__season__status=SeasonStatus.RUNNING)
        .select_related("home__club", "away__club", "round", "stage__season")
        .order_by(F("date").asc(nulls_last=True), F("time").asc(nulls_last=True), "pk")[:MOST_LINES]
    )


def _notices(
    stages: Sequence[Stage], unplayed: set[int], *, closed: Sequence[Stage] = ()
) -> tuple[list[tuple[Stage, Notices]], int]:
    """What the stages as a whole wait for, and how many of them were left for the next time.

    Those that are `closed` wait for nothing any more, but their lists may be out of date.
    """
    asked = [
        stage
        for stage in stages
        if stage.kind == StageKind.KNOCK_OUT or stage.is_listed or stage.pk not in unplayed
    ]
    keys = {_key(stage): stage for stage in (*asked, *closed)}
    known: dict[str, Notices] = cache.get_many(list(keys))
    unknown = [stage for key, stage in keys.items() if key not in known]
    snapshots = load(unknown[:MOST_READ])
    fresh = {_key(stage): notices_of(snapshots[stage.pk]) for stage in unknown[:MOST_READ]}
    if fresh:
        cache.set_many(fresh, timeout=KEPT_FOR)
    found = known | fresh
    told = [
        (stage, _of_its_list(found[key]) if stage.is_finished else found[key])
        for key, stage in keys.items()
        if key in found
    ]
    return [pair for pair in told if not pair[1].is_empty], max(len(unknown) - MOST_READ, 0)


def _of_its_list(found: Notices) -> Notices:
    return Notices(list_state="out_of_date" if found.list_state == "out_of_date" else "")


def _key(stage: Stage) -> str:
    return f"desk-{SHAPE}-{stage.pk}-{stage.version}-{stage.stamp}"


def notices_of(stage: StageData) -> Notices:
    state = ""
    if stage.qualifiers:
        state = "out_of_date" if disagreement(stage) else ""
    elif is_to_be_confirmed(stage):
        state = "to_confirm"
    found = waiting(stage)
    return Notices(
        level=tuple(_level(item) for item in found if item.matchup is None),
        matchups=tuple(_matchup(item, item.matchup) for item in found if item.matchup),
        list_state=state,
    )


def _level(item: Waiting) -> LevelClubs:
    return LevelClubs(
        group=item.group.code if item.group else "",
        group_label=item.group.label if item.group else None,
        clubs=tuple(club.name for club in item.clubs),
        missing=tuple(step for step in item.steps if step != RULING),
    )


def _matchup(item: Waiting, view: MatchupView) -> WaitingMatchup:
    first, second = item.clubs
    return WaitingMatchup(view.data.pk, (first.name, second.name), item.steps[:1])
