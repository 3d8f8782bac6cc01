"""From a confirmed list into the next stage: entries, open slots, what the season gave."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from competitions.choices import Evidence, LeagueLevel, Via, ZoneKind
from competitions.core.consistency import Fault
from competitions.models import (
    Entry,
    Matchup,
    Qualifier,
    QualifierList,
    SeasonOutcome,
    Stage,
    Zone,
)
from competitions.services.checks import Found, faults_in
from competitions.services.recording import Recorder, Wanted
from competitions.services.versions import lock_stages, raise_versions, stages_showing
from competitions.services.writing import Actor, Refused, require, write

_RANK_IN_FINAL = {ZoneKind.WINNERS: 1, ZoneKind.LOSERS: 2}


def enter_qualifiers(
    qualifiers: QualifierList,
    *,
    stage: Stage,
    actor: Actor,
    reason: str = "",
    carried: Mapping[int, Decimal] | None = None,
) -> list[Entry]:
    """Enter the clubs of the list that go on to `stage`; see `enter_lists`."""
    return enter_lists([qualifiers], stage=stage, actor=actor, reason=reason, carried=carried)


def enter_lists(
    lists: Iterable[QualifierList],
    *,
    stage: Stage,
    actor: Actor,
    reason: str = "",
    carried: Mapping[int, Decimal] | None = None,
    only: Collection[int] | None = None,
) -> list[Entry]:
    """Enter the clubs of confirmed lists that go on to `stage`, but for those that are there
    already; of those of `only`, by their entries in the stages of the lists, where it is given.

    They get no group yet. `carried` are the points they bring along, by their entry in the stage of
    their list. Each keeps its department, the name and town it had, and its place; a club that
    comes up from a department has that place as its departmental rank. The right is the one on
    `stage`, a league above perhaps. As many queries for two clubs as for fifty, and for one list as
    for many. Raises Refused, also for clubs that are archived by now and for more clubs than the
    stage has berths, and PermissionDenied.
    """
    recorder = Recorder(actor=actor, reason=reason)
    keys = [qualifiers.pk for qualifiers in lists]
    try:
        with transaction.atomic():
            lock_stages([stage.pk])
            rows = _rows_to(stage, qualifier_list__in=keys)
            rows = [row for row in rows if only is None or row.entry_id in only]
            there = set(Entry.objects.filter(stage=stage).values_list("club", flat=True))
            ranks = _ranks(rows)
            coming = {row.entry.club_id: row for row in reversed(rows)}
            entries = recorder.record(
                Entry,
                [
                    Wanted(
                        None,
                        {
                            **_origin(row),
                            "stage": stage,
                            "points_carried": (carried or {}).get(row.entry_id, Decimal(0)),
                            **ranks(row),
                        },
                    )
                    for row in rows
                    if row.entry.club_id not in there and coming[row.entry.club_id] is row
                ],
            )
            crowded = _too_many(stage, entries, len(there) + len(entries))
            _finish(entries, actor=actor, found=[*_archived(entries), *crowded])
            return entries
    except IntegrityError as error:
        raise Refused.for_fault(stage, Fault("someone_was_faster")) from error


def _rows_to(stage: Stage, **which: Any) -> list[Qualifier]:
    """Rows of confirmed lists that lead to the stage, list by list."""
    return list(
        Qualifier.objects.filter(to_stage=stage, **which)
        .select_related("entry__club", "entry__department", "qualifier_list__stage__league")
        .order_by("qualifier_list__stage__position", "qualifier_list", "pk")
    )


def _archived(entries: Iterable[Entry]) -> list[Found]:
    return [
        Found(entry, Fault("club_archived", "club", {"name": entry.club.name}))
        for entry in entries
        if entry.club.is_archived
    ]


def pass_on(
    passed: Mapping[int, tuple[int, Decimal]],
    *,
    stage: Stage,
    actor: Actor,
    reason: str = "",
) -> list[Entry]:
    """Let entries of a stage, by their keys, pass to other clubs of confirmed lists: by their
    entries in the stages of the lists, with the points that they bring along.

    Group, seed, lots and matches stay with the entry. For entries of which no result is recorded;
    the caller sees to that. Raises Refused, also for clubs that are archived by now.
    """
    with transaction.atomic():
        lock_stages([stage.pk])
        rows = _rows_to(stage, entry__in=[origin for origin, _points in passed.values()])
        ranks = _ranks(rows)
        coming = {row.entry_id: row for row in rows}
        entries = list(
            Entry.objects.filter(stage=stage, pk__in=passed).select_related("stage", "club")
        )
        for entry in entries:
            origin, points = passed[entry.pk]
            row = coming[origin]
            values = {**_origin(row), "points_carried": points, **ranks(row)}
            for name, value in values.items():
                setattr(entry, name, value)
            # Rows in hand are not looked for again.
            entry.origin, entry.department = row.entry, row.entry.department
        if found := _archived(entries):
            raise Refused([(f.row, f.fault.field, f.error) for f in found], entries[0])
        write(entries, actor=actor, reason=reason)
    return entries


def _too_many(stage: Stage, entries: Sequence[Entry], number: int) -> list[Found]:
    if not entries or not stage.size or number <= stage.size:
        return []
    params = {"name": stage.label, "berths": stage.size, "places": number}
    fault = Fault("berths_taken", params={**params, "change": number - stage.size})
    return [Found(entries[0], fault)]


def _finish(rows: Sequence[Any], *, actor: Actor, found: Sequence[Found] = ()) -> None:
    """Ask for the right on what was written, check it, and tell the readers.

    `found` are faults that no check of rows as they stand knows.
    """
    if not rows:
        return
    require(actor, "add", rows)
    faults = [(f.row, f.fault.field, f.error) for f in (*found, *faults_in(rows))]
    if faults:
        raise Refused(faults, rows[0])
    raise_versions(stages_showing(rows))


def _origin(row: Qualifier) -> dict[str, Any]:
    before = row.entry
    simulated = before.evidence == Evidence.SIMULATED
    return {
        "club": before.club,
        "department_id": before.department_id,
        "listed_name": before.listed_name,
        "home_town": before.home_town,
        "origin_id": before.pk,
        "origin_place": row.place,
        "departmental_rank": before.departmental_rank,
        "via": row.via,
        "evidence": Evidence.SIMULATED if simulated else Evidence.OFFICIAL,
    }


def _ranks(rows: Sequence[Qualifier]) -> Any:
    """What a departmental stage adds: the rank that its clubs have from then on."""
    departmental = {
        row.qualifier_list.stage_id
        for row in rows
        if row.qualifier_list.stage.league.level == LeagueLevel.DEPARTMENTAL
    }
    kinds: dict[tuple[int, str], str] = {}
    if departmental:
        zones = Zone.objects.filter(rule_set__stage__in=departmental)
        found = zones.values_list("rule_set__stage", "code", "kind")
        kinds = {(stage, code): kind for stage, code, kind in found}

    def ranks(row: Qualifier) -> dict[str, Any]:
        stage = row.qualifier_list.stage_id
        if stage not in departmental:
            return {}
        rank = row.place or _RANK_IN_FINAL.get(kinds.get((stage, row.zone_code)))
        return {"departmental_rank": rank, "via": Via.DEPARTMENTAL}

    return ranks


def bring_along(
    brought: Mapping[int, tuple[int | None, Decimal]],
    *,
    stage: Stage,
    actor: Actor,
    reason: str = "",
) -> list[Entry]:
    """Set the place in the stage before and the points that entries of a stage, by their keys, come
    with; of a club that comes up from a department the place is its rank there. Raises Refused."""
    entries = list(Entry.objects.filter(stage=stage, pk__in=brought).select_related("stage"))
    for entry in entries:
        entry.origin_place, entry.points_carried = brought[entry.pk]
        if entry.via == Via.DEPARTMENTAL and entry.origin_place is not None:
            entry.departmental_rank = entry.origin_place
    write(entries, actor=actor, reason=reason)
    return entries


def fill_slots(seats: Iterable[tuple[int, int, int]], *, actor: Actor, reason: str = "") -> None:
    """Put clubs on open sides of matchups: keys of matchup and entry, and the side, 0 or 1.

    A side that has its club keeps it. Raises Refused.
    """
    with transaction.atomic():
        seats = list(seats)
        given = Matchup.objects.filter(pk__in={seat[0] for seat in seats}).select_related("round")
        # Read again when it is our turn: what somebody else has put there meanwhile stays.
        lock_stages(stages_showing(list(given)))
        matchups = given.in_bulk()
        entries = Entry.objects.in_bulk({seat[2] for seat in seats})
        for pk, side, entry in seats:
            name = ("first", "second")[side]
            if getattr(matchups[pk], f"{name}_id") is None:
                setattr(matchups[pk], name, entries[entry])
        write(list(matchups.values()), actor=actor, reason=reason)


def record_outcomes(qualifiers: QualifierList, *, actor: Actor, reason: str = "") -> list[Any]:
    """Record for the season what its clubs won on the list: promotion, a place in a league.

    What is recorded already is left alone. A national office is needed. Raises Refused and
    PermissionDenied.
    """
    season = qualifiers.stage.season
    with transaction.atomic():
        rows = qualifiers.qualifiers.exclude(outcome="").select_related("entry").order_by("pk")
        recorded = list(season.outcomes.values_list("kind", "club", "destination", "position"))
        known = {tuple(row[:3]) for row in recorded}
        position = max((row[3] for row in recorded), default=0)
        wanted = [
            row for row in rows if (row.outcome, row.entry.club_id, row.destination) not in known
        ]
        outcomes = Recorder(actor=actor, reason=reason).record(
            SeasonOutcome,
            [
                Wanted(
                    None,
                    {
                        "season": season,
                        "kind": row.outcome,
                        "club_id": row.entry.club_id,
                        "destination": row.destination,
                        "position": number,
                        "evidence": row.entry.evidence
                        if row.entry.evidence == Evidence.SIMULATED
                        else Evidence.OFFICIAL,
                    },
                )
                for number, row in enumerate(wanted, position + 1)
            ],
        )
        _finish(outcomes, actor=actor)
    return outcomes
