"""The berths of a stage: what each stage before it sends, who is known, who is in, who is late.

A stage that has not finished holds its own berths and no other's: each is named before its club is
known. Queries do not grow with the stages.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from django.core.cache import cache
from django.db.models import F

from competitions.choices import LeagueLevel, ZoneKind
from competitions.core.consistency import Fault
from competitions.core.feeding import Booking, Promise, check_berths
from competitions.core.openings import place_of
from competitions.models import Entry, Qualifier, QualifierList, Stage, Zone
from competitions.selectors import rules_of
from competitions.services.feeding import WITH_CAPACITY, number_of
from standings.core.lateness import Late, late
from standings.selectors.bringing import carried
from standings.selectors.going_through import going_through
from standings.selectors.progress import NONE_YET, Progress, progress_of
from standings.selectors.qualification import Disagreement, disagreement
from standings.selectors.reading import KEPT_FOR, SHAPE, load
from standings.selectors.snapshot import Label, StageData

MISSING = "missing"
MOST_READ = 40
"""Confirmed lists that one call compares with the results anew; the others have their turn next."""

Rank = Literal["champion", "runner_up", "place", "zone"]
State = Literal["entered", "confirmed", "to_confirm", "in_play", "not_begun"]


@dataclass(frozen=True, slots=True)
class Berth:
    """A berth of the stage. `rank` is what a place is called while its club is not known; `place`
    is None where a zone does not say one. `qualifier` is its row on the confirmed list, `entry` the
    club's in the stage of the list."""

    rank: Rank
    place: int | None
    zone: Label
    group: Label | None = None
    qualifier: int | None = None
    entry: int | None = None
    club: str = ""
    club_slug: str = ""
    is_entered: bool = False

    @property
    def is_open(self) -> bool:
        return self.qualifier is None


@dataclass(frozen=True, slots=True)
class Feeder:
    """A stage that sends clubs to this one. `of` is what its berths are named after: the place of
    its league, or the stage itself where one league plays both. `unsaid`: one of its zones does not
    tell how many clubs it sends."""

    stage: Stage
    of: Label
    berths: tuple[Berth, ...]
    state: State
    late: Late
    progress: Progress
    unsaid: bool = False
    disagreement: Disagreement | None = None

    @property
    def level(self) -> str:
        return self.stage.league.level

    @property
    def open_berths(self) -> tuple[Berth, ...]:
        return tuple(berth for berth in self.berths if berth.is_open)

    @property
    def to_enter(self) -> tuple[Berth, ...]:
        return tuple(s for s in self.berths if not s.is_open and not s.is_entered)


@dataclass(frozen=True, slots=True)
class Stranger:
    """A club that came from a stage and is not on its list any more."""

    club: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Berths:
    """`entered` clubs stand in the stage, however they came. `brings_points`: those to be entered
    bring along what `points` says, by their entries in the stages before. `unread` lists were not
    compared with the results this time."""

    stage: Stage
    feeders: tuple[Feeder, ...]
    entered: int
    strangers: tuple[Stranger, ...] = ()
    faults: tuple[Fault, ...] = ()
    brings_points: bool = False
    points: Mapping[int, Decimal] = field(default_factory=dict)
    unread: int = 0
    lists: tuple[int, ...] = field(default=(), repr=False)

    @property
    def berths(self) -> tuple[Berth, ...]:
        return tuple(berth for feeder in self.feeders for berth in feeder.berths)

    @property
    def to_enter(self) -> tuple[Berth, ...]:
        return tuple(berth for feeder in self.feeders for berth in feeder.to_enter)

    @property
    def ready(self) -> tuple[tuple[Feeder, Berth], ...]:
        """Clubs that are entered together: all to be entered, but for those whose points cannot be
        counted."""
        return tuple(
            (feeder, berth)
            for feeder in self.feeders
            for berth in feeder.to_enter
            if not self.brings_points or berth.entry in self.points
        )

    @property
    def uncounted(self) -> tuple[Feeder, ...]:
        """Stages of which not all results are known, so that nobody can count the points of their
        clubs."""
        ready = {berth.qualifier for _feeder, berth in self.ready}
        return tuple(
            feeder
            for feeder in self.feeders
            if any(berth.qualifier not in ready for berth in feeder.to_enter)
        )

    @property
    def open(self) -> int:
        return sum(berth.is_open for berth in self.berths)

    @property
    def late(self) -> tuple[Feeder, ...]:
        return tuple(feeder for feeder in self.feeders if feeder.late)

    @property
    def with_open(self) -> tuple[Feeder, ...]:
        return tuple(feeder for feeder in self.feeders if feeder.open_berths)

    @property
    def waiting(self) -> tuple[Feeder, ...]:
        """Those that have not sent all their clubs, the late ones first, then who only has to
        confirm its list."""
        order = ("to_confirm", "confirmed", "in_play", "not_begun")
        left = [feeder for feeder in self.feeders if feeder.state != "entered"]
        return tuple(sorted(left, key=lambda f: (not f.late, order.index(f.state))))

    @property
    def done(self) -> tuple[Feeder, ...]:
        return tuple(feeder for feeder in self.feeders if feeder.state == "entered")


def berths_of(stage: Stage, *, today: dt.date, compared: bool = True) -> Berths:
    """`stage` has its season and its league. Seven queries, and with `compared` those of a snapshot
    for the lists whose stage changed since they were last compared with its results, and for those
    whose clubs bring points along."""
    zones = _zones(stage)
    feeders = {zone.rule_set.stage_id: zone.rule_set.stage for zone in zones}
    lists = dict(
        QualifierList.objects.filter(stage__in=feeders).order_by().values_list("stage", "pk")
    )
    rows: dict[int, list[Qualifier]] = {}
    for row in (
        Qualifier.objects.filter(qualifier_list__in=lists.values(), to_stage=stage)
        .select_related("entry__club", "qualifier_list")
        .order_by("pk")
    ):
        rows.setdefault(row.qualifier_list.stage_id, []).append(row)
    entries = list(
        Entry.objects.filter(stage=stage).select_related("club", "origin").order_by("pk")
    )
    progress = progress_of(feeders)
    clubs = {entry.club_id for entry in entries}
    over = Counter(f.league.level for f in feeders.values() if f.pk in lists)
    levels = Counter(f.league.level for f in feeders.values())
    compared_lists = [f for f in feeders.values() if f.pk in lists] if compared else []
    differing, unread = _disagreements(compared_lists)
    found = []
    for feeder in feeders.values():
        mine = [zone for zone in zones if zone.rule_set.stage_id == feeder.pk]
        numbers = [number_of(zone) for zone in mine]
        berths = tuple(_held(feeder, mine, rows.get(feeder.pk, ()), clubs, feeder.pk in lists))
        reached = progress.get(feeder.pk, NONE_YET)
        state = _state(feeder, berths, reached, is_listed=feeder.pk in lists)
        level = feeder.league.level
        found.append(
            Feeder(
                stage=feeder,
                of=_named_after(feeder, stage),
                berths=berths,
                state=state,
                late=""
                if feeder.pk in lists
                else late(
                    today,
                    ends_on=feeder.ends_on,
                    next_starts_on=stage.starts_on,
                    others=levels[level] - 1,
                    others_over=over[level],
                ),
                progress=reached,
                unsaid=None in numbers,
                disagreement=differing.get(feeder.pk),
            )
        )
    rules = rules_of(stage)
    brings_points = bool(rules and rules.carry)
    promises = [Promise(zone.rule_set.stage.label, number_of(zone)) for zone in zones]
    return Berths(
        stage=stage,
        feeders=tuple(found),
        entered=len(entries),
        strangers=tuple(_strangers(entries, feeders, lists, rows)),
        faults=tuple(check_berths(Booking(stage.label, stage.size, tuple(promises)))),
        brings_points=brings_points,
        points=_points(stage, found) if brings_points and compared else {},
        unread=unread,
        lists=tuple(lists.values()),
    )


def _points(stage: Stage, feeders: Sequence[Feeder]) -> dict[int, Decimal]:
    """What clubs that are to be entered bring along, by their entries."""
    sending = [feeder for feeder in feeders if feeder.to_enter]
    snapshots = load([feeder.stage for feeder in sending])
    found: dict[int, Decimal] = {}
    for feeder in sending:
        entries = [berth.entry for berth in feeder.to_enter if berth.entry is not None]
        found |= carried(stage, going_through(snapshots[feeder.stage.pk]), entries)
    return found


def _zones(stage: Stage) -> list[Zone]:
    return list(
        Zone.objects.filter(leads_to=stage)
        .exclude(tone="prize")
        .select_related("rule_set__stage__league__department", "rule_set__stage__season")
        .prefetch_related(*WITH_CAPACITY)
        .order_by(
            F("rule_set__stage__league__department__name").asc(nulls_first=True),
            "rule_set__stage__position",
            "rule_set__stage__name",
            "position",
        )
    )


def _named_after(feeder: Stage, stage: Stage) -> Label:
    if feeder.league_id == stage.league_id:
        return Label(feeder.name, feeder.name_en)
    return Label(place_of(feeder.league.name))


def _state(feeder: Stage, berths: Sequence[Berth], reached: Progress, *, is_listed: bool) -> State:
    if is_listed:
        return "entered" if all(berth.is_entered for berth in berths) else "confirmed"
    if feeder.is_finished or reached.is_played_out:
        return "to_confirm"
    return "in_play" if reached.ended else "not_begun"


def _held(
    feeder: Stage,
    zones: Iterable[Zone],
    rows: Sequence[Qualifier],
    clubs: set[int],
    is_listed: bool,
) -> Iterator[Berth]:
    """The berths that the zones hold, each with its club where the list names one. Of a confirmed
    list nothing is open: who is not on it does not come. A club on the list by decision of the
    organisers stands after those of its zone."""
    left = list(rows)
    for zone in zones:
        for berth, group in _berths(feeder, zone):
            row = next((r for r in left if _takes(r, zone, berth, group)), None)
            if row is not None:
                left.remove(row)
                yield _filled(berth, row, clubs)
            elif not is_listed:
                yield berth
    for row in left:
        yield _filled(Berth("place" if row.place else "zone", row.place, Label("")), row, clubs)


def _takes(row: Qualifier, zone: Zone, berth: Berth, group: int | None) -> bool:
    at_place = berth.place is None or row.place in (berth.place, None)
    in_group = group is None or row.entry.group_id in (group, None)
    return row.zone_code == zone.code and at_place and in_group


def _filled(berth: Berth, row: Qualifier, clubs: set[int]) -> Berth:
    return Berth(
        berth.rank,
        berth.place,
        berth.zone,
        berth.group,
        row.pk,
        row.entry_id,
        row.entry.name,
        row.entry.club.slug,
        row.entry.club_id in clubs,
    )


_BY_PLACE: dict[int, Rank] = {1: "champion", 2: "runner_up"}
_OF_FINAL: dict[str, Rank] = {ZoneKind.WINNERS: "champion", ZoneKind.LOSERS: "runner_up"}


def _berths(feeder: Stage, zone: Zone) -> Iterator[tuple[Berth, int | None]]:
    """Each berth of a zone, with the key of the group that it is of."""
    label = Label(zone.name, zone.name_en)
    groups = [g for g in feeder.groups.all() if not zone.group_codes or g.code in zone.group_codes]
    if zone.kind == ZoneKind.PLACES and zone.first_place and zone.last_place:
        for place in range(zone.first_place, zone.last_place + 1):
            for group in groups:
                if not group.size or place <= group.size:
                    yield Berth("place", place, label, Label(group.name, group.name_en)), group.pk
            if not groups:
                yield Berth(_BY_PLACE.get(place, "place"), place, label), None
        return
    final = any(r.number == zone.round_number and r.key == "final" for r in feeder.rounds.all())
    rank = _OF_FINAL.get(zone.kind, "zone") if final else "zone"
    for _ in range(number_of(zone) or 0):
        yield Berth(rank, None, label), None


def _strangers(
    entries: Iterable[Entry],
    feeders: Mapping[int, Stage],
    lists: Mapping[int, int],
    rows: Mapping[int, Sequence[Qualifier]],
) -> Iterator[Stranger]:
    listed = {row.entry_id for mine in rows.values() for row in mine}
    for entry in entries:
        origin = entry.origin
        if origin and origin.stage_id in lists and origin.pk not in listed:
            yield Stranger(entry.name, feeders[origin.stage_id])


def _disagreements(stages: Sequence[Stage]) -> tuple[dict[int, Disagreement | None], int]:
    """How the confirmed lists differ from the results by now; kept under the version of a stage."""
    keys = {f"berths-{SHAPE}-{s.pk}-{s.version}-{s.stamp}": s for s in stages}
    known = cache.get_many(list(keys))
    unknown = [stage for key, stage in keys.items() if key not in known]
    snapshots = load(unknown[:MOST_READ])
    fresh = {
        key: disagreement(snapshots[stage.pk]) or ""
        for key, stage in keys.items()
        if stage.pk in snapshots
    }
    if fresh:
        cache.set_many(fresh, timeout=KEPT_FOR)
    found = known | fresh
    told = {stage.pk: found[key] or None for key, stage in keys.items() if key in found}
    return told, max(len(unknown) - MOST_READ, 0)


def by_level(feeders: Iterable[Feeder]) -> list[tuple[str, list[Feeder]]]:
    """Feeders from above, league level by league level."""
    found: dict[str, list[Feeder]] = {}
    for feeder in feeders:
        found.setdefault(feeder.level, []).append(feeder)
    return [(level, found[level]) for level in LeagueLevel.values if level in found]


def awaited(stage: StageData, *, today: dt.date) -> Berths | None:
    """The berths of a table that has not begun, for readers; None where nothing leads to it, where
    all are taken, and once it has a result. Kept for the day under the version of the stage, which
    rises with every write in the stages before it."""
    if stage.known or stage.is_finished or not stage.has_table:
        return None
    key = f"awaited-{SHAPE}-{stage.pk}-{stage.version}-{today:%Y%m%d}"
    found = cache.get(key, MISSING)
    if found is MISSING:
        row = Stage.objects.select_related("season", "rule_set", "league").get(pk=stage.pk)
        page = berths_of(row, today=today, compared=False)
        found = page if page.open else None
        cache.set(key, found, timeout=60 * 60 * 24)
    return found
