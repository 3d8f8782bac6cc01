"""From a confirmed list into the next stage: entries, open slots, what the season gave."""

from collections.abc import Iterable, Sequence
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
    qualifiers: QualifierList, *, stage: Stage, actor: Actor, reason: str = ""
) -> list[Entry]:
    """Enter the clubs of the list that go on to `stage`, but for those that are there already.

    They get no group yet. Each keeps its department, the name and town it had, and its place; a
    club that comes up from a department has that place as its departmental rank. The right is the
    one on `stage`, a league above perhaps. As many queries for two clubs as for fifty. Raises
    Refused, also for clubs that are archived by now, and PermissionDenied.
    """
    recorder = Recorder(actor=actor, reason=reason)
    try:
        with transaction.atomic():
            lock_stages([stage.pk])
            rows = list(
                qualifiers.qualifiers.filter(to_stage=stage)
                .select_related("entry__club", "qualifier_list__stage__league")
                .order_by("pk")
            )
            there = set(Entry.objects.filter(stage=stage).values_list("club", flat=True))
            ranks = _ranks(qualifiers)
            entries = recorder.record(
                Entry,
                [
                    Wanted(None, {**_origin(row), "stage": stage, **ranks(row)})
                    for row in rows
                    if row.entry.club_id not in there
                ],
            )
            archived = [
                Found(entry, Fault("club_archived", "club", {"name": entry.club.name}))
                for entry in entries
                if entry.club.is_archived
            ]
            _finish(entries, actor=actor, found=archived)
            return entries
    except IntegrityError as error:
        raise Refused.for_fault(stage, Fault("someone_was_faster")) from error


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


def _ranks(qualifiers: QualifierList) -> Any:
    """What a departmental stage adds: the rank that its clubs have from then on."""
    stage = qualifiers.stage
    if stage.league.level != LeagueLevel.DEPARTMENTAL:
        return lambda _row: {}
    kinds = dict(Zone.objects.filter(rule_set__stage=stage).values_list("code", "kind"))

    def ranks(row: Qualifier) -> dict[str, Any]:
        rank = row.place or _RANK_IN_FINAL.get(kinds.get(row.zone_code))
        return {"departmental_rank": rank, "via": Via.DEPARTMENTAL}

    return ranks


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
