"""Many results of one round at once: each row judged for itself, the good ones written together.

`services.results` writes one fixture with every check that the database can be asked; 25 of them
would be a thousand queries. Here the rows are read once, laid over in memory, and judged there by
the same checks.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from competitions.choices import Absent, FixtureStatus, RulingEffect
from competitions.core.consistency import Fault
from competitions.core.fixture_state import FixtureState
from competitions.core.score import Score
from competitions.models import Fixture, Goal, PointsAdjustment, Round, Ruling, Stage
from competitions.models.constraints import condition_faults
from competitions.permissions import permissions
from competitions.selectors import award_goals_of, rules_of
from competitions.services.checks import Found, faults_of_result
from competitions.services.recording import Recorder, Wanted
from competitions.services.telling import in_words, moment, person
from competitions.services.versions import lock_with_following, raise_versions
from competitions.services.writing import Actor, is_deadlock

RowFaults = Mapping[str, list[ValidationError]]

_SCORES = (
    ("goals", "full_time"),
    ("half", "half_time"),
    ("extra", "extra_time"),
    ("penalties", "penalties"),
)
_FIELDS = (
    "status",
    *(f"{side}_{part}" for part, _name in _SCORES for side in ("home", "away")),
    "date",
    "time",
)


@dataclass(frozen=True, slots=True)
class RoundRecorded:
    """What became of the rows.

    `saved` are the fixtures that were written. `refused` has the faults of the others by primary
    key and field (blank: the row as a whole); of these nothing was written, also no half. Rows that
    say what stands already, or what their writer had seen, are in neither. `states` is every
    fixture of the round as it stands now. `version` is that of the stage before the write.
    """

    version: str
    saved: tuple[Fixture, ...] = ()
    refused: Mapping[int, RowFaults] = field(default_factory=dict)
    states: Mapping[int, FixtureState] = field(default_factory=dict)


def record_round(
    round_: Round,
    *,
    rows: Mapping[int, FixtureState],
    actor: Actor,
    reason: str = "",
    seen: Mapping[int, str] | None = None,
) -> RoundRecorded:
    """Bring fixtures of a round, by primary key, to what `rows` say of them.

    `seen` are the tokens of the states that the actor had before his eyes. A row that says what he
    saw is left alone, whatever it is now; one that he changed is refused where somebody else
    changed it, too, and to something else. A new `absent` becomes the ruling that
    `services.results.award_walkover` makes. A result that is official changes only with a reason.

    One transaction, in a number of queries that does not grow with the rows. Raises
    PermissionDenied if one of the fixtures is not the actor's to change.
    """
    try:
        with transaction.atomic():
            stages = lock_with_following(round_.stage_id)
            write = _RoundWrite(round_, stages[round_.stage_id], actor, reason)
            return write.record(rows, seen or {}, stages)
    except (IntegrityError, OperationalError) as error:
        if not isinstance(error, IntegrityError) and not is_deadlock(error):
            raise
        faults = {pk: _faults(Fault("someone_was_faster")) for pk in rows}
        return RoundRecorded("", refused=faults)


def in_round(round_: Round) -> QuerySet[Fixture]:
    """The fixtures that are recorded on the sheet of a round, legs of its matchups among them."""
    return Fixture.objects.filter(Q(round=round_) | Q(matchup__round=round_), is_archived=False)


def state_of(fixture: Fixture, *, absent: str) -> FixtureState:
    return FixtureState(fixture.facts, absent, fixture.date, fixture.time)


class _RoundWrite:
    def __init__(self, round_: Round, stage: Stage, actor: Actor, reason: str) -> None:
        self.stage = stage
        self.actor = actor
        self.reason = reason
        self.stored = {fixture.pk: fixture for fixture in _read(round_, stage)}
        self.states = {
            pk: state_of(fixture, absent=_absent(fixture)) for pk, fixture in self.stored.items()
        }
        self.refused: dict[int, dict[str, list[ValidationError]]] = {}

    def record(
        self,
        rows: Mapping[int, FixtureState],
        seen: Mapping[int, str],
        stages: Collection[int],
    ) -> RoundRecorded:
        self._authorise(rows)
        touched = self._touched(rows, seen)
        trials = self._judge({pk: self._trial(pk, said) for pk, said in touched.items()})
        if trials:
            self._write(trials)
            raise_versions(set(stages))
        after = {pk: state_of(t.fixture, absent=t.absent) for pk, t in trials.items()}
        return RoundRecorded(
            version=f"{self.stage.version}-{self.stage.stamp}",
            saved=tuple(self.stored[pk] for pk in trials),
            refused=self.refused,
            states=self.states | after,
        )

    def _authorise(self, rows: Iterable[int]) -> None:
        if self.actor is None:
            return
        for fixture in (self.stored[pk] for pk in rows if pk in self.stored):
            if not permissions.may(self.actor, "change", Fixture, row=fixture):
                raise PermissionDenied

    def _touched(
        self, rows: Mapping[int, FixtureState], seen: Mapping[int, str]
    ) -> dict[int, FixtureState]:
        touched: dict[int, FixtureState] = {}
        overtaken: list[int] = []
        for pk, said in rows.items():
            if said.token == seen.get(pk):
                continue
            if pk not in self.stored:
                self.refused[pk] = _faults(Fault("someone_was_faster"))
            elif said == self.states[pk]:
                continue
            elif seen.get(pk, self.states[pk].token) != self.states[pk].token:
                overtaken.append(pk)
            else:
                touched[pk] = said
        if overtaken:
            self._tell(overtaken)
        return touched

    def _tell(self, overtaken: Collection[int]) -> None:
        """Who changed what these rows were about to change."""
        changes = Fixture.history.filter(id__in=overtaken).select_related("history_user")
        latest: dict[int, Any] = {}
        for change in changes.order_by("-history_date", "-history_id"):
            latest.setdefault(change.id, change)
        for pk in overtaken:
            params = {"now": _words(self.states[pk]), "who": person(None), "when": ""}
            if pk in latest:
                params["who"] = person(latest[pk].history_user)
                params["when"] = moment(latest[pk].history_date)
            self.refused[pk] = _faults(Fault("row_changed_meanwhile", "", params))

    def _trial(self, pk: int, said: FixtureState) -> "_Trial":
        return _Trial(copy(self.stored[pk]), said, self.states[pk])

    def _judge(self, trials: dict[int, "_Trial"]) -> dict[int, "_Trial"]:
        """The trials without fault. One that falls can take others with it: a shoot-out after a
        first leg that is refused."""
        while True:
            faults = {
                pk: f for pk, trial in trials.items() if (f := self._faults_of(trial, trials))
            }
            self.refused |= faults
            if not faults:
                return trials
            trials = {pk: trial for pk, trial in trials.items() if pk not in faults}

    def _faults_of(
        self, trial: "_Trial", trials: Mapping[int, "_Trial"]
    ) -> dict[str, list[ValidationError]]:
        fixture = trial.fixture
        faults = trial.own_faults()
        if faults:
            return faults
        if self._is_unexplained(trial):
            faults = _faults(Fault("official_result", "change_reason", {"name": str(fixture)}))
        now = [trials[pk].fixture if pk in trials else f for pk, f in self.stored.items()]
        if fixture.matchup is not None:
            legs = [row for row in now if row.matchup_id == fixture.matchup_id]
            _remember(fixture.matchup, fixtures=legs)
        found_here = faults_of_result(fixture, scored=trial.listed_goals, in_round=now)
        for found in found_here:
            faults.setdefault(found.fault.field, []).append(found.error)
        return faults

    def _is_unexplained(self, trial: "_Trial") -> bool:
        stored = self.stored[trial.fixture.pk]
        result = (trial.said.match, trial.absent)
        before = self.states[trial.fixture.pk]
        return stored.is_official and not self.reason and result != (before.match, before.absent)

    def _write(self, trials: Mapping[int, "_Trial"]) -> None:
        recorder = Recorder(actor=self.actor, reason=self.reason)
        recorder.record(
            Fixture, [Wanted(self.stored[pk], trial.values) for pk, trial in trials.items()]
        )
        walkovers = [trial for trial in trials.values() if trial.is_new_walkover]
        rulings = recorder.record(
            Ruling, [Wanted(None, _walkover(trial, self.stage)) for trial in walkovers]
        )
        rules = rules_of(self.stage)
        deduction = rules.walkover_deduction if rules else 0
        adjustments = (
            {
                "entry": entry,
                "points": -deduction,
                "reason": self.reason or str(trial.fixture),
                "ruling": ruling,
            }
            for trial, ruling in zip(walkovers, rulings, strict=True)
            for entry in trial.absentees
            if deduction
        )
        recorder.record(PointsAdjustment, [Wanted(None, values) for values in adjustments])


@dataclass(slots=True)
class _Trial:
    """A copy of a fixture as it would stand."""

    fixture: Fixture
    said: FixtureState
    before: FixtureState

    def __post_init__(self) -> None:
        match = self.said.match
        self.fixture.status = FixtureStatus(match.status.value)
        if self.is_new_walkover and match.full_time is None:
            self.fixture.status = FixtureStatus.NOT_PLAYED
        for part, name in _SCORES:
            score: Score | None = getattr(match, name)
            setattr(self.fixture, f"home_{part}", score.home if score else None)
            setattr(self.fixture, f"away_{part}", score.away if score else None)
        self.fixture.date, self.fixture.time = self.said.date, self.said.time
        self.fixture.clean()
        if self.is_new_walkover:
            given = Ruling(**_walkover(self, self.fixture.stage))
            _remember(self.fixture, rulings=[*self.fixture.rulings.all(), given])

    @property
    def absent(self) -> str:
        return self.said.absent

    @property
    def is_new_walkover(self) -> bool:
        return bool(self.absent) and not self.before.absent

    @property
    def absentees(self) -> list[Any]:
        sides = {"home": self.fixture.home, "away": self.fixture.away}
        return [entry for side, entry in sides.items() if self.absent in (side, Absent.BOTH)]

    @property
    def values(self) -> dict[str, Any]:
        return {name: getattr(self.fixture, name) for name in (*_FIELDS, "is_official")}

    @property
    def listed_goals(self) -> dict[str, int]:
        return {"home": self.fixture.home_listed, "away": self.fixture.away_listed}

    def own_faults(self) -> dict[str, list[ValidationError]]:
        if self.before.absent and self.absent != self.before.absent:
            return _faults(Fault("walkover_stands", "what"))
        others = {f.name for f in self.fixture._meta.fields} - set(_FIELDS)  # noqa: SLF001
        try:
            self.fixture.clean_fields(exclude=others)
        except ValidationError as error:
            return dict(error.error_dict)
        return {
            "" if name == NON_FIELD_ERRORS else name: errors
            for name, errors in condition_faults(self.fixture).items()
        }


def _walkover(trial: _Trial, stage: Stage) -> dict[str, Any]:
    fixture, goals = trial.fixture, award_goals_of(stage)
    score = {"home": Score(0, goals), "away": Score(goals, 0)}.get(trial.absent)
    present = {"home": fixture.away, "away": fixture.home}.get(trial.absent)
    return {
        "stage": stage,
        "fixture": fixture,
        "effect": RulingEffect.AWARD if present else RulingEffect.DOUBLE_LOSS,
        "in_favour_of": present,
        "is_walkover": True,
        "home_goals": score.home if score else None,
        "away_goals": score.away if score else None,
    }


def _faults(fault: Fault) -> dict[str, list[ValidationError]]:
    return {fault.field: [Found(Fixture(), fault).error]}


def _read(round_: Round, stage: Stage) -> Iterator[Fixture]:
    """The fixtures with all that the checks ask of them: one query, two in a knock-out."""
    listed = Goal.objects.filter(fixture=OuterRef("pk")).order_by().values("fixture")
    walkovers = Ruling.objects.filter(fixture=OuterRef("pk"), is_walkover=True).order_by(
        F("decided_on").desc(nulls_first=True), "-pk"
    )
    rows = list(
        in_round(round_)
        .select_related("home__club", "away__club", "matchup__first__club", "matchup__second__club")
        .annotate(
            home_listed=_count(listed.filter(entry=OuterRef("home"))),
            away_listed=_count(listed.filter(entry=OuterRef("away"))),
            has_walkover=Exists(walkovers),
            favoured=Subquery(walkovers.values("in_favour_of")[:1]),
        )
        .in_playing_order()
    )
    matchups = {row.matchup_id: row.matchup for row in rows if row.matchup is not None}
    over = Q(fixture__in=rows) | Q(matchup__in=list(matchups))
    rulings = list(Ruling.objects.filter(over)) if matchups else []
    for row in rows:
        row.stage = stage
        row.matchup = matchups.get(row.matchup_id)
        if row.matchup is not None:
            row.matchup.round = round_
            _remember(row, rulings=[r for r in rulings if r.fixture_id == row.pk])
            over_it = [r for r in rulings if r.matchup_id == row.matchup_id]
            # Whether lots were drawn makes no fault of a result.
            _remember(row.matchup, rulings=over_it, lots=[])
        else:
            _remember(row, rulings=[])
    yield from rows


def _count(goals: QuerySet[Goal]) -> Coalesce:
    counted = goals.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _remember(row: Any, **relations: list[Any]) -> None:
    """Let `.all()` of these relations give rows in hand, those on trial among them."""
    known = dict(getattr(row, "_prefetched_objects_cache", {}))
    row._prefetched_objects_cache = known | relations  # noqa: SLF001 - Prefetch would read again


def _absent(fixture: Any) -> str:
    if not fixture.has_walkover:
        return ""
    if fixture.favoured is None:
        return Absent.BOTH.value
    return (Absent.AWAY if fixture.favoured == fixture.home_id else Absent.HOME).value


def _words(state: FixtureState) -> str:
    """What stands, for someone who typed something else: “2-1 (1-0), Played”."""
    match = state.match
    parts = [str(match.full_time)] if match.full_time else []
    if match.half_time:
        parts = [f"{' '.join(parts)} ({match.half_time})".strip()]
    for name, score in (("home_extra", match.extra_time), ("home_penalties", match.penalties)):
        if score:
            label = gettext("after extra time") if name == "home_extra" else gettext("pens")
            parts.append(f"{label} {score}")
    parts.append(in_words(Fixture, "status", match.status.value, {}))
    if state.absent:
        parts.append(gettext("W.O."))
    parts += [
        in_words(Fixture, name, value, {})
        for name, value in (("date", state.date), ("time", state.time))
        if value is not None
    ]
    return ", ".join(parts)
