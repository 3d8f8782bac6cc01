"""Which stages of a season feed which, and what is wrong with that when rules are saved."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from competitions.choices import ZoneKind, ZoneTone
from competitions.core.consistency import Fault
from competitions.core.feeding import (
    Booking,
    Capacity,
    Promise,
    check_berths,
    check_circle,
    clubs_sent,
    has_circle,
)
from competitions.core.slots import read_slots
from competitions.language import is_english
from competitions.models import Group, Round, Season, Stage, Zone


@dataclass(frozen=True, slots=True)
class WayOn:
    """A zone that leads to another stage. `number` is how many clubs it sends, None where the
    rules do not tell."""

    stage: int
    stage_slug: str
    stage_name: str
    to: int
    to_slug: str
    number: int | None


def ways_of(season: Season) -> list[WayOn]:
    """All ways in a season, prizes apart; in three queries."""
    return _ways(Q(rule_set__stage__season=season))


def ways_into(stages: Collection[int]) -> list[WayOn]:
    """The ways that lead to these stages, prizes apart; in three queries."""
    return _ways(Q(leads_to__in=stages))


_OF_ZONE = ("kind", "first_place", "last_place", "nth", "count", "groups", "round_number")
_OF_STAGE = tuple(
    f"rule_set__{name}"
    for name in ("stage", "stage__slug", "stage__name", "stage__name_en", "stage__size", "slots")
)


def _ways(which: Q) -> list[WayOn]:
    """No rows are made of it: a season of the whole country has thousands of zones."""
    zones = Zone.objects.filter(which, leads_to__isnull=False).exclude(tone=ZoneTone.PRIZE)
    rows = list(
        zones.order_by("rule_set__stage__position", "rule_set__stage", "position").values(
            "leads_to", "leads_to__slug", *_OF_STAGE, *_OF_ZONE
        )
    )
    if not rows:
        return []
    stages = zones.order_by().values("rule_set__stage")
    groups: dict[int, dict[str, int | None]] = {}
    sizes = Group.objects.filter(stage__in=stages).values_list("stage", "code", "size")
    for stage, code, size in sizes:
        groups.setdefault(stage, {})[code] = size
    with_key = Round.objects.filter(stage__in=stages.filter(kind__in=_OF_MATCHUPS)).exclude(key="")
    rounds: dict[int, dict[int, str]] = {}
    for stage, number, key in with_key.values_list("stage", "number", "key"):
        rounds.setdefault(stage, {})[number] = key
    found = []
    for row in rows:
        stage = row["rule_set__stage"]
        capacity = Capacity(
            size=row["rule_set__stage__size"],
            groups=groups.get(stage, {}),
            rounds=rounds.get(stage, {}),
            pairings=tuple(pair.round for pair in read_slots(row["rule_set__slots"])),
        )
        found.append(
            WayOn(
                stage=stage,
                stage_slug=row["rule_set__stage__slug"],
                stage_name=_label(row["rule_set__stage__name"], row["rule_set__stage__name_en"]),
                to=row["leads_to"],
                to_slug=row["leads_to__slug"],
                number=clubs_sent(
                    capacity,
                    row["kind"],
                    places=(row["first_place"], row["last_place"]),
                    nth=row["nth"],
                    count=row["count"],
                    groups=row["groups"].split(),
                    round_number=row["round_number"],
                ),
            )
        )
    return found


_OF_MATCHUPS = (ZoneKind.WINNERS, ZoneKind.LOSERS)


def _label(name: str, name_en: str) -> str:
    return name_en if name_en and is_english() else name


WITH_CAPACITY = ("rule_set__stage__groups", "rule_set__stage__rounds")
"""What `number_of` reads of the stage of a zone."""


def number_of(zone: Zone) -> int | None:
    """How many clubs a zone holds; None where the rules do not tell."""
    stage = zone.rule_set.stage
    form = Capacity(
        size=stage.size,
        groups={group.code: group.size for group in stage.groups.all()},
        rounds={row.number: row.key for row in stage.rounds.all()},
        pairings=tuple(pair.round for pair in zone.rule_set.fixed_slots),
    )
    return clubs_sent(
        form,
        zone.kind,
        places=(zone.first_place, zone.last_place),
        nth=zone.nth,
        count=zone.count,
        groups=zone.group_codes,
        round_number=zone.round_number,
    )


def bookings(stages: Iterable[Stage]) -> dict[int, Booking]:
    """What is promised of the berths of each stage; in three queries."""
    stages = list(stages)
    promises: dict[int, list[Promise]] = {}
    for way in ways_into([stage.pk for stage in stages]):
        promises.setdefault(way.to, []).append(Promise(way.stage_name, way.number))
    return {
        stage.pk: Booking(stage.label, stage.size, tuple(promises.get(stage.pk, ())))
        for stage in stages
    }


def faults_of_ways(
    changed: Iterable[Model], stored: Mapping[Any, Model]
) -> list[tuple[Model, Fault]]:
    """What the changed zones do to the stages that they lead to: circles, and more clubs than
    berths. Only zones of which it changed where they lead, or that hold more clubs than before: who
    mends a letter, or sends fewer, is not told what others got wrong.

    `stored` are the rows as they were, by model and key. No query where no such zone is changed.
    """
    zones = [
        row
        for row in changed
        if isinstance(row, Zone) and row.leads_to_id and _leads_otherwise(row, stored)
    ]
    if not zones:
        return []
    seasons = Season.objects.filter(stages__rule_set__in=[zone.rule_set_id for zone in zones])
    targets = list(Stage.objects.filter(pk__in={zone.leads_to_id for zone in zones}))
    edges = list(
        Zone.objects.filter(rule_set__stage__season__in=seasons, leads_to__isnull=False)
        .order_by("pk")
        .values_list("rule_set", "rule_set__stage", "rule_set__stage__name", "leads_to")
    )
    names = {stage: name for _, stage, name, _ in edges} | {s.pk: s.label for s in targets}
    own = {rules: stage for rules, stage, _, _ in edges}
    found: list[tuple[Model, Fault]] = []
    told: set[Any] = set()
    # That a stage leads to itself is told of each such zone by `checks`.
    ways = [(before, to) for _, before, _, to in edges if before != to]
    for zone in zones if has_circle(ways) else ():
        stage = own.get(zone.rule_set_id)
        if stage not in told and stage != zone.leads_to_id:
            found += [(zone, fault) for fault in check_circle(stage, ways, names)]
        told.add(stage)
    sized = {stage.pk: stage for stage in targets if stage.size}
    growing = _growing([zone for zone in zones if zone.leads_to_id in sized], stored)
    for pk, booking in bookings(sized.values()).items():
        zone = next((zone for zone in growing if zone.leads_to_id == pk), None)
        if zone is not None:
            found += [(zone, fault) for fault in check_berths(booking)]
    return found


def _growing(zones: Iterable[Zone], stored: Mapping[Any, Model]) -> list[Zone]:
    """Those by which more clubs come to a stage than before."""
    keys = [zone.pk for zone in zones]
    with_format = Zone.objects.filter(pk__in=keys).select_related("rule_set__stage")
    now = {zone.pk: zone for zone in with_format.prefetch_related(*WITH_CAPACITY)}
    found = []
    for zone in zones:
        before = stored.get((Zone, zone.pk))
        if isinstance(before, Zone) and before.leads_to_id == zone.leads_to_id:
            before.rule_set = now[zone.pk].rule_set
            if (number_of(now[zone.pk]) or 0) <= (number_of(before) or 0):
                continue
        found.append(zone)
    return found


_HOLDS = (
    "leads_to_id",
    "kind",
    "tone",
    "first_place",
    "last_place",
    "nth",
    "count",
    "groups",
    "round_number",
)


def _leads_otherwise(zone: Zone, stored: Mapping[Any, Model]) -> bool:
    before = stored.get((Zone, zone.pk))
    return before is None or any(getattr(zone, n) != getattr(before, n) for n in _HOLDS)
