"""Stages opened as planned, all or none, and an opening taken back while nothing stands on it."""

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, Min, Model, OuterRef, QuerySet

from competitions.core.consistency import Fault
from competitions.core.pack import Pack
from competitions.core.pack.values import SeasonValue
from competitions.models import (
    Entry,
    Group,
    League,
    Round,
    RuleSet,
    Season,
    Stage,
    TiebreakRule,
    Zone,
)
from competitions.permissions import User, permissions
from competitions.services.openings.plans import Plan, stage_in
from competitions.services.packs.said import Said, values_of
from competitions.services.packs.stored import Key
from competitions.services.reasons import for_opening, opening_of
from competitions.services.recording import Recorder, Wanted
from competitions.services.versions import raise_versions, stages_showing
from competitions.services.writing import Actor, Refused

STRUCTURE: tuple[type[Model], ...] = (Stage, Group, Round, RuleSet, TiebreakRule, Zone)
MADE: tuple[type[Model], ...] = (League, *STRUCTURE, Entry)
"""What an opening makes, each after what it refers to."""

AT_ONCE = 5000
"""Rows that one statement deletes."""


@dataclass(frozen=True, slots=True)
class _Resolved:
    """What the values of stages refer to; see `packs.said.Resolved`."""

    season: Season
    leagues: Mapping[str, League]
    said: Said
    rows: dict[type[Model], dict[Key, Any]]
    departments: Mapping[str, Any] = field(default_factory=dict)
    clubs: Mapping[str, Any] = field(default_factory=dict)
    venues: Mapping[tuple[str, str], Any] = field(default_factory=dict)


def open_stages(plan: Plan, *, actor: Actor) -> str:
    """Write what is planned. Returns the key of the opening, by which it can be taken back.

    Rows are written a kind at a time, so that two thousand stages take no more statements than the
    size of the rows asks for. Raises Refused with the faults of the plan, and where the season has
    got other stages since it was made; PermissionDenied where one of the stages is not the actor's.
    """
    season = plan.season
    if plan.faults:
        raise Refused([(season, "", _error(season, f)) for f in plan.faults], season)
    if not plan.stages:
        raise Refused.for_fault(season, Fault("nothing_to_open"))
    _require(plan, actor)
    key = secrets.token_hex(4)
    recorder = Recorder(actor=actor, reason=for_opening(key))
    try:
        with transaction.atomic():
            Season.objects.select_for_update().get(pk=season.pk)
            if season.stages.count() != plan.known:
                raise Refused.for_fault(season, Fault("someone_was_faster"))
            shown = stages_showing([season])
            _record(plan, recorder)
            raise_versions(shown)
    except IntegrityError as error:
        raise Refused.for_fault(season, Fault("someone_was_faster")) from error
    return key


def _error(row: Model, fault: Fault) -> Any:
    return Refused.for_fault(row, fault).by_row[0][2]


def _require(plan: Plan, actor: Actor) -> None:
    if actor is None:
        return
    made = {league.slug for league in plan.leagues}
    rows: list[Model] = [
        league for league in plan.leagues if league.parent and league.parent.slug not in made
    ]
    rows += [stage_in(plan.season, p) for p in plan.stages if p.league.slug not in made]
    if not all(permissions.may(actor, "add", type(row), row=row) for row in rows):
        raise PermissionDenied


def _record(plan: Plan, recorder: Recorder) -> None:
    leagues = _record_leagues(plan.leagues, recorder)
    by_slug = {p.league.slug: leagues.get(p.league.slug, p.league) for p in plan.stages}
    value = SeasonValue(year=plan.season.year, status=plan.season.status)
    said = Said(Pack(season=value, stages=tuple(p.value for p in plan.stages)))
    there = {(stage.slug,): stage for stage in plan.season.stages.all()}
    resolved = _Resolved(plan.season, by_slug, said, {model: {} for model in STRUCTURE})
    resolved.rows[Stage] = dict(there)
    positions = {p.value.slug: p.position for p in plan.stages}
    for model in STRUCTURE:
        keys = list(said.rows[model])
        wanted = [Wanted(None, values_of(resolved, model, k, said.rows[model][k])) for k in keys]
        if model is Stage:
            wanted = [
                Wanted(None, {**want.values, "position": positions[want.values["slug"]]})
                for want in wanted
            ]
        resolved.rows[model].update(zip(keys, recorder.record(model, wanted), strict=True))
    recorder.record(Entry, list(_entries(plan, resolved.rows[Stage])))
    goals = {found.zone: resolved.rows[Stage][found.to_slug,] for found in plan.joined}
    loose = Zone.objects.filter(pk__in=goals, leads_to__isnull=True).order_by("pk")
    recorder.record(Zone, [Wanted(zone, {"leads_to": goals[zone.pk]}) for zone in loose])


def _record_leagues(leagues: Sequence[League], recorder: Recorder) -> dict[str, League]:
    """New leagues, those above first: a generation at a time."""
    recorded: dict[str, League] = {}
    waiting = list(leagues)
    while waiting:
        ready = [
            league
            for league in waiting
            if league.parent_id is not None or league.parent.slug in recorded
        ]
        wanted = [
            Wanted(
                None,
                {
                    "slug": league.slug,
                    "name": league.name,
                    "level": league.level,
                    "department": league.department,
                    "parent": recorded.get(league.parent.slug, league.parent),
                },
            )
            for league in ready
        ]
        recorded |= {league.slug: league for league in recorder.record(League, wanted)}
        waiting = [league for league in waiting if league.slug not in recorded]
    return recorded


def _entries(plan: Plan, stages: Mapping[Key, Stage]) -> Iterable[Wanted[Entry]]:
    evidence = plan.season.evidence_within
    for planned in plan.stages:
        for club in planned.clubs:
            yield Wanted(
                None,
                {
                    "stage": stages[planned.value.slug,],
                    "club_id": club.club,
                    "department_id": club.department,
                    "listed_name": club.listed_name,
                    "home_town": club.home_town,
                    "evidence": evidence,
                },
            )


# Taking it back -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening of a season as the history has it; `left` of its stages are still there."""

    key: str
    stages: int
    left: int
    at: dt.datetime
    who: str


def openings_of(season: Season, *, reader: User, most: int = 12) -> list[Opening]:
    """The openings of a season of which something is left, the latest first, of those stages that
    are the reader's to change. In two queries."""
    lines = Stage.history.filter(
        season=season.pk, history_type="+", history_change_reason__startswith=for_opening("")
    )
    mine = permissions.visible_history(reader, lines, action="change")
    rows = list(
        mine.order_by()
        .values("history_change_reason", "history_user", "history_user__username")
        .annotate(stages=Count("history_id"), at=Min("history_date"))
        .order_by("-at")[: 3 * most]
    )
    reasons = [row["history_change_reason"] for row in rows]
    left = dict(
        lines.filter(history_change_reason__in=reasons, id__in=season.stages.values("pk"))
        .order_by()
        .values_list("history_change_reason")
        .annotate(left=Count("history_id"))
    )
    found = [
        Opening(
            opening_of(row["history_change_reason"]),
            row["stages"],
            left[row["history_change_reason"]],
            row["at"],
            row["history_user__username"] or "",
        )
        for row in rows
        if left.get(row["history_change_reason"])
    ]
    return found[:most]


def undo_opening(season: Season, key: str, *, actor: Actor, reason: str) -> int:
    """Take back all that an opening made, and say how many stages that were. Zones that it joined
    lead nowhere again.

    Raises Refused while anything stands on it that the opening did not make: a match, a club, a
    list, a zone of another stage, a change of what it made. PermissionDenied where one of its
    stages is not the actor's.
    """
    if not reason.strip():
        raise Refused.for_fault(season, Fault("reason_missing", "reason"))
    with transaction.atomic():
        Season.objects.select_for_update().get(pk=season.pk)
        made = _made(season, key)
        stages = list(made[Stage].order_by("pk"))
        if not stages:
            raise Refused.for_fault(season, Fault("nothing_opened"))
        if actor is not None and any(
            not permissions.may(actor, "delete", Stage, row=stage) for stage in stages
        ):
            raise PermissionDenied
        recorder = Recorder(actor=actor, reason=reason)
        joined = _joined(season, key)
        recorder.record(Zone, [Wanted(zone, {"leads_to": None}) for zone in joined])
        if found := _standing_on(made):
            raise Refused.for_fault(season, Fault("opening_in_use", params={"what": found}))
        shown = stages_showing([season]) - {stage.pk for stage in stages}
        for model in reversed(MADE):
            rows = list(made[model].order_by("pk"))
            for start in range(0, len(rows), AT_ONCE):
                recorder.delete(model, rows[start : start + AT_ONCE])
        raise_versions(shown)
    return len(stages)


_STAGE_OF: dict[type[Model], str] = {
    Stage: "",
    Group: "stage",
    Round: "stage",
    RuleSet: "stage",
    TiebreakRule: "rule_set__stage",
    Zone: "rule_set__stage",
    Entry: "stage",
}


def _made(season: Season, key: str) -> dict[type[Model], QuerySet[Any]]:
    """What an opening made, of that which is still there."""

    def there(model: type[Any], **where: Any) -> QuerySet[Any]:
        lines = model.history.filter(
            id=OuterRef("pk"), history_type="+", history_change_reason=for_opening(key)
        )
        return model._base_manager.filter(Exists(lines), **where)  # noqa: SLF001 - documented

    stages = there(Stage, season=season)
    return {
        model: there(model, **({f"{path}__in": stages} if path else {"season": season}))
        if (path := _STAGE_OF.get(model)) is not None
        else there(model)
        for model in MADE
    }


def _joined(season: Season, key: str) -> list[Zone]:
    """Zones of other stages that the opening led to its own, and that still lead there."""
    lines = Zone.history.filter(
        id=OuterRef("pk"),
        history_type="~",
        history_change_reason=for_opening(key),
        leads_to=OuterRef("leads_to"),
    )
    zones = Zone.objects.filter(Exists(lines), rule_set__stage__season=season)
    return list(zones.order_by("pk"))


NAMED = 3


def _standing_on(made: Mapping[type[Model], QuerySet[Any]]) -> str:
    """What an opening did not make and that would go with it, or lose it: the first of it by name,
    blank where there is nothing. One query for each relation, however many rows there are."""
    found: list[Model] = []
    for model, rows in made.items():
        later = model.history.filter(id=OuterRef("pk")).exclude(history_type="+")  # type: ignore[attr-defined]
        found += rows.filter(Exists(later)).order_by("pk")[:NAMED]
        for relation in model._meta.related_objects:  # noqa: SLF001 - documented by Django
            other = relation.related_model
            there = other._base_manager.filter(  # noqa: SLF001 - documented by Django
                **{f"{relation.field.name}__in": rows.order_by().values("pk")}
            )
            if other in made:
                there = there.exclude(pk__in=made[other].order_by().values("pk"))
            found += there.order_by("pk")[:NAMED]
    unique = list({(type(row), row.pk): row for row in found}.values())
    named = [f"{row._meta.verbose_name} {row}" for row in unique[:NAMED]]  # noqa: SLF001 - documented
    return ", ".join(named) + (" …" if len(unique) > NAMED else "")
