"""What an opening would write, before anything is written."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from competitions.choices import LeagueLevel, StageKind
from competitions.core.consistency import Fault
from competitions.core.feeding import (
    Booking,
    Promise,
    check_berths,
    check_circle,
    circle_through,
    has_circle,
)
from competitions.core.openings import sent_by
from competitions.core.pack.values import StageValue
from competitions.models import League, Season, Stage
from competitions.services.feeding import WayOn, ways_of


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A club that is entered as the stage is opened, as it was entered the year before."""

    club: int
    department: int
    listed_name: str = ""
    home_town: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A stage as it will be: its address is free in the season, its zones lead to stages that are
    there or planned. `league` may be one that is made with it."""

    value: StageValue
    league: League
    position: int
    clubs: tuple[Newcomer, ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """A zone of a stage that is open already, whose clubs go through to nowhere yet, and the
    planned stage of the league above that it leads to from now on."""

    zone: int
    stage_slug: str
    to_slug: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`known` is how many stages the season had. `there` are stages that are open already and stay
    as they are; `without` leagues for which nothing says how they play, `crowded` leagues with more
    clubs than places: their clubs are left out. `loose` are names of stages of which clubs go
    through to nowhere yet, `joined` zones of other stages that will lead here. With `faults`
    nothing is opened; `warnings` are berths promised twice, to be mended once the stages are there.
    """

    season: Season
    stages: tuple[Planned, ...]
    known: int
    leagues: tuple[League, ...] = ()
    there: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    crowded: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    joined: tuple[Joined, ...] = ()
    weeks: int | None = None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()

    @property
    def clubs(self) -> int:
        return sum(len(planned.clubs) for planned in self.stages)

    @property
    def token(self) -> str:
        """What a form sends back, so that a plan that changed meanwhile is noticed."""
        lines = [
            f"{p.value.slug} {p.league.slug} {len(p.clubs)} "
            + " ".join(zone.leads_to for zone in p.value.rules.zones)
            for p in self.stages
        ]
        lines += [f"{found.zone} {found.to_slug}" for found in self.joined]
        return blake2b("\n".join(lines).encode(), digest_size=12).hexdigest()

    @property
    def is_possible(self) -> bool:
        return bool(self.stages) and not self.faults

    @property
    def by_level(self) -> dict[str, int]:
        """How many stages of each level there are, from above."""
        found = Counter(str(planned.league.level) for planned in self.stages)
        return {level: found[level] for level in LeagueLevel.values if found[level]}

    @property
    def national(self) -> tuple[Planned, ...]:
        return tuple(p for p in self.stages if p.league.level == LeagueLevel.NATIONAL)

    @property
    def by_department(self) -> list[tuple[str, int, int]]:
        """Departments with how many stages and clubs they get, those without a name last."""
        found: dict[str, list[int]] = {}
        for planned in self.stages:
            name = planned.league.department.name if planned.league.department else ""
            counted = found.setdefault(name, [0, 0])
            counted[0] += 1
            counted[1] += len(planned.clubs)
        return [(name, stages, clubs) for name, (stages, clubs) in sorted(found.items())]


@dataclass(frozen=True, slots=True)
class Checked:
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def checked(season: Season, planned: Sequence[Planned], joined: Iterable[Joined] = ()) -> Checked:
    """What is wrong with the season as it would be: circles, and berths promised twice."""
    there = ways_of(season)
    names = {stage.slug: stage.label for stage in season.stages.all()}
    names |= {p.value.slug: p.value.name for p in planned}
    edges = [(way.stage_slug, way.to_slug) for way in there]
    edges += [(found.stage_slug, found.to_slug) for found in joined]
    edges += [
        (p.value.slug, zone.leads_to)
        for p in planned
        for zone in p.value.rules.zones
        if zone.leads_to
    ]
    faults = {}
    after: dict[str, list[str]] = {}
    for before, to in edges:
        after.setdefault(before, []).append(to)
    for p in planned if has_circle(edges) else ():
        ways = _reachable(p.value.slug, after)
        for fault in check_circle(p.value.slug, ways, names):
            # The same circle is met from each of its stages.
            circle = frozenset(circle_through(p.value.slug, ways))
            faults.setdefault(circle, fault)
    return Checked(tuple(faults.values()), tuple(_overbooked(season, planned, there, names)))


def _reachable(start: str, after: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """The ways that lead on from a stage: few, however many stages the season has."""
    found: dict[str, None] = {start: None}
    ways = []
    waiting = [start]
    while waiting:
        stage = waiting.pop()
        for to in after.get(stage, ()):
            ways.append((stage, to))
            if to not in found:
                found[to] = None
                waiting.append(to)
    return ways


def _overbooked(
    season: Season, planned: Iterable[Planned], there: Iterable[WayOn], names: Mapping[str, str]
) -> Iterable[Fault]:
    sizes = dict(season.stages.values_list("slug", "size"))
    promises: dict[str, list[Promise]] = {}
    for p in planned:
        sizes[p.value.slug] = p.value.size
        for zone in p.value.rules.zones:
            if zone.leads_to and zone.tone != "prize":
                promise = Promise(p.value.name, sent_by(p.value, zone))
                promises.setdefault(zone.leads_to, []).append(promise)
    for way in there:
        if way.to_slug in promises:
            promises[way.to_slug].append(Promise(way.stage_name, way.number))
    for slug, found in promises.items():
        yield from check_berths(Booking(names.get(slug, slug), sizes.get(slug), tuple(found)))


def stage_in(season: Season, planned: Planned) -> Stage:
    """The row of a planned stage, for questions of right; it is not in the database."""
    return Stage(season=season, league=planned.league, kind=StageKind(planned.value.kind))
