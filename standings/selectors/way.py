"""The way to the national stage: who came up from each department, how, and how far they got.

Queries do not grow with the leagues: stages of the nation and of the departments are read as
snapshots, those below are counted.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, When

from competitions.choices import LeagueLevel, SeasonStatus
from competitions.models import Department, Entry, Season, Stage
from standings.core.lateness import Late, are_over, late
from standings.core.way import (
    Fate,
    Sign,
    Stop,
    how_far,
    open_berths,
    share,
    sign_of,
)
from standings.selectors.brackets import Section, sections
from standings.selectors.progress import OVER, is_due
from standings.selectors.reached import Reached, endings, stations
from standings.selectors.reading import load
from standings.selectors.seasons import (
    NotFound,
    SeasonNav,
    champion_of,
    last_played_round,
    shown_stages,
)
from standings.selectors.snapshot import ClubData, Label, RoundData, StageData, ZoneData
from standings.selectors.trails import Start
from standings.selectors.trails import trails as trails_of

ABOVE = (LeagueLevel.NATIONAL, LeagueLevel.DEPARTMENTAL)
BELOW = (LeagueLevel.PROVINCIAL, LeagueLevel.DISTRICT)


@dataclass(frozen=True, slots=True)
class ClubWay:
    """`trail` are the stages below, the lowest first. A club whose list is confirmed and that is
    not entered yet has reached nothing."""

    club: ClubData
    trail: tuple[Start, ...]
    reached: Reached | None
    fate: Fate

    @property
    def rank(self) -> int | None:
        """Its place in the department, as it was entered or as the confirmed list has it."""
        if self.club.departmental_rank or self.reached is not None:
            return self.club.departmental_rank
        return self.trail[-1].place if self.trail else None

    @property
    def is_in(self) -> bool:
        return self.fate in (Fate.IN, Fate.CHAMPION)


@dataclass(frozen=True, slots=True)
class DepartmentalStage:
    """How far a departmental stage has come: the round that was played last, or of a knock-out the
    one in play, of how many. `late` says why it should be over, where it should."""

    stage: StageData
    round: RoundData | None
    rounds: int
    late: Late = ""
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Leagues:
    """Stages of the provinces or districts of a department; a single one has its own address.

    `finished` are those that are over or have confirmed who goes on, `late` those that should be.
    """

    level: str
    number: int
    finished: int
    late: int
    slug: str
    label: Label


@dataclass(frozen=True, slots=True)
class DepartmentWay:
    """`berths` is how many clubs the department sends, None where the rules that are recorded do
    not tell."""

    department: Department
    clubs: tuple[ClubWay, ...]
    berths: int | None
    open: int
    stages: tuple[DepartmentalStage, ...]
    leagues: tuple[Leagues, ...]

    @property
    def is_silent(self) -> bool:
        """Whether nothing at all is recorded of it in the season."""
        return not (self.clubs or self.stages or self.leagues or self.open)

    @property
    def is_late(self) -> bool:
        """Whether a stage of the department itself is late, and a berth open for it."""
        return bool(self.open) and any(found.late for found in self.stages)

    @property
    def late_leagues(self) -> int:
        return sum(found.late for found in self.leagues)

    @property
    def has_list(self) -> bool:
        """Whether more than one stage of it below the departmental one is recorded."""
        return sum(found.number for found in self.leagues) > 1

    @property
    def open_ranks(self) -> tuple[int, ...]:
        """The places of the department whose clubs are not known, as far as that is certain."""
        known = {way.rank for way in self.clubs}
        ranks = tuple(rank for rank in range(1, (self.berths or 0) + 1) if rank not in known)
        return ranks if len(ranks) == self.open else ()

    @property
    def sign(self) -> Sign:
        return sign_of([way.fate for way in self.clubs], awaited=self.open)

    @property
    def best(self) -> ClubWay | None:
        """The club that got farthest."""
        known = [way for way in self.clubs if way.reached]
        return max(
            known,
            key=lambda way: (way.fate == Fate.CHAMPION, way.reached.at if way.reached else ()),
            default=None,
        )


@dataclass(frozen=True, slots=True)
class WayPage:
    """`places` is how many clubs the first national stage has room for."""

    season: SeasonNav
    departments: tuple[DepartmentWay, ...]
    places: int | None
    is_over: bool

    @property
    def ways(self) -> tuple[ClubWay, ...]:
        return tuple(way for found in self.departments for way in found.clubs)

    @property
    def still_in(self) -> int:
        return sum(way.is_in for way in self.ways)

    @property
    def open(self) -> int:
        return sum(found.open for found in self.departments)

    @property
    def late(self) -> tuple[DepartmentWay, ...]:
        """Departments of which a berth is open that should be taken by now."""
        return tuple(found for found in self.departments if found.is_late)

    @property
    def late_leagues(self) -> int:
        return sum(found.late_leagues for found in self.departments)

    @property
    def first_stage(self) -> Label | None:
        """The national stage that the departments feed."""
        first = next(iter(self.season.stages), None)
        return Label(first.name, first.name_en) if first else None

    @property
    def is_empty(self) -> bool:
        return all(found.is_silent for found in self.departments)

    @property
    def champion(self) -> ClubWay | None:
        return next((way for way in self.ways if way.fate == Fate.CHAMPION), None)

    @property
    def tells_how(self) -> bool:
        """Whether of any club the stages below are recorded."""
        return any(way.trail for way in self.ways)


def way_page(year: int, *, today: dt.date | None = None) -> WayPage:
    """A season without a stage has an empty page; one that is not there is NotFound. Who is late is
    told of `today`, and of no season that is over."""
    kept = shown_stages().filter(season__year=year)
    stages = _above(kept)
    season = stages[0].season if stages else Season.objects.kept().filter(year=year).first()
    if season is None:
        raise NotFound("season")
    if season.status == SeasonStatus.FINISHED:
        today = None
    return _page(season, stages, _leagues(kept, today), today=today)


def running_way() -> WayPage | None:
    """Of the season that is played now, else of the last one, how far its clubs got: what the map
    needs, without trails and leagues below. None without a season that has clubs."""
    has_clubs = Exists(Entry.objects.filter(stage__season=OuterRef("pk")))
    is_running = Case(When(status=SeasonStatus.RUNNING, then=0), default=1)
    season = Season.objects.kept().filter(has_clubs).order_by(is_running, "-year").first()
    if season is None:
        return None
    return _page(season, _above(shown_stages().filter(season=season)), {}, with_trails=False)


def _above(stages: QuerySet[Stage]) -> tuple[Stage, ...]:
    """Those of the nation and of the departments."""
    return tuple(stages.filter(league__level__in=ABOVE))


def _leagues(stages: QuerySet[Stage], today: dt.date | None) -> dict[int, list[Leagues]]:
    """Those of provinces and districts, counted by department."""
    due = is_due(today) if today else Q(pk__in=[])
    rows = (
        stages.filter(league__level__in=BELOW)
        .values("league__department", "league__level")
        .annotate(
            number=Count("pk"),
            finished=Count("pk", filter=OVER),
            late=Count("pk", filter=~OVER & due),
            slug=Min("slug"),
            name=Min("name"),
            name_en=Min("name_en"),
        )
        .order_by("-league__level")
    )
    found: dict[int, list[Leagues]] = {}
    for row in rows:
        label = Label(row["name"], row["name_en"])
        left = row["number"] - row["finished"]
        behind = today and are_over(row["number"], row["finished"])
        late_ones = left if behind else row["late"]
        counted = row["number"], row["finished"], late_ones, row["slug"]
        leagues = Leagues(row["league__level"], *counted, label)
        found.setdefault(row["league__department"], []).append(leagues)
    return found


def _page(
    season: Season,
    stages: Sequence[Stage],
    counted: Mapping[int, Sequence[Leagues]],
    *,
    with_trails: bool = True,
    today: dt.date | None = None,
) -> WayPage:
    snapshots = load(stages)
    national = [snapshots[stage.pk] for stage in stages if stage.is_national]
    below: dict[int | None, list[StageData]] = {}
    for stage in stages:
        if not stage.is_national:
            below.setdefault(stage.league.department_id, []).append(snapshots[stage.pk])
    departmental = [found for mine in below.values() for found in mine]
    targets = {stage.pk for stage in national}
    trails = trails_of(targets, departmental) if with_trails else {}
    season_ways = _Ways(national, departmental, trails)
    departments = list(Department.objects.order_by("name"))
    size = next((stage.size for stage in stages if stage.is_national), None)
    places = size or (_places(national[0]) if national else None)
    even = share(places, len(departments))
    delays = _delays(stages, snapshots, today) if today else {}
    nav = SeasonNav(
        season.year,
        season.status,
        season.is_simulated,
        tuple(stage for stage in stages if stage.is_national),
    )
    return WayPage(
        nav,
        tuple(
            _department(
                department,
                season_ways,
                below.get(department.pk, ()),
                counted.get(department.pk, ()),
                even,
                delays,
            )
            for department in departments
        ),
        places,
        season_ways.is_over,
    )


def _department(
    department: Department,
    ways: "_Ways",
    stages: Sequence[StageData],
    leagues: Sequence[Leagues],
    even: int | None,
    delays: Mapping[int, tuple[Late, dt.date | None]],
) -> DepartmentWay:
    clubs = ways.of.get(department.code, ())
    leading = sum(_berths(stage, ways.targets) for stage in stages)
    berths = leading or even
    return DepartmentWay(
        department,
        tuple(clubs),
        berths,
        0 if ways.is_over else open_berths(berths, len(clubs)),
        tuple(_departmental(stage, *delays.get(stage.pk, ("", None))) for stage in stages),
        tuple(leagues),
    )


class _Ways:
    """The clubs that came up, by department, with how far each of them got."""

    def __init__(
        self,
        national: Sequence[StageData],
        departmental: Sequence[StageData],
        trails: Mapping[int, tuple[Start, ...]],
    ) -> None:
        self.national = national
        self.targets = {stage.pk for stage in national}
        self.is_over = bool(national) and national[-1].is_finished
        self.champion = champion_of(national[-1]) if national else None
        self.stations = tuple(stations(national))
        last = self._last_known()
        arrived = {}
        for stage in national:
            for club in stage.clubs.values():
                arrived.setdefault(club.club, club)
        found = [
            ClubWay(club, trails.get(club.entry, ()), *last[club.club]) for club in arrived.values()
        ]
        listed = _confirmed(departmental, self.targets)
        found += [way for way in listed if way.club.club not in arrived]
        found.sort(key=lambda way: (way.club.department_code, way.rank or 99))
        self.of = {
            code: tuple(mine) for code, mine in groupby(found, lambda way: way.club.department_code)
        }

    def _last_known(self) -> dict[int, tuple[Reached, Fate]]:
        found = {}
        for index, stage in enumerate(self.national):
            for club, reached, ended in endings(stage, index):
                won = self.champion is not None and self.champion.club == club
                stop = Stop(reached.at, "title" if won else ended)
                found[club] = reached, how_far(stop, self.stations, is_over=self.is_over)
        return found


def _confirmed(departmental: Iterable[StageData], targets: set[int]) -> Iterator[ClubWay]:
    """Clubs of confirmed lists; those that are entered in the national stage are there already."""
    for stage in departmental:
        for row in stage.qualifiers:
            if row.to_stage in targets:
                start = Start(stage.slug, stage.label, row.place)
                yield ClubWay(stage.clubs[row.entry], (start,), None, Fate.IN)


def _places(stage: StageData) -> int | None:
    """How many clubs a table has room for, by its zones."""
    if stage.kind != "single_table":
        return None
    return max((zone.last_place or 0 for zone in stage.zones), default=0) or None


def _berths(stage: StageData, targets: set[int]) -> int:
    """How many clubs a departmental stage sends to the national one."""
    return sum(_size(zone, stage) for zone in stage.zones if zone.leads_to in targets)


def _size(zone: ZoneData, stage: StageData) -> int:
    if zone.kind == "places" and zone.first_place and zone.last_place:
        tables_of_zone = len(zone.groups) or len(stage.groups) or 1
        return (zone.last_place - zone.first_place + 1) * tables_of_zone
    if zone.kind in ("winners", "losers") and not zone.count:
        return sum(m.round == zone.round_number for m in stage.matchups)
    return zone.count or 0


def _delays(
    stages: Sequence[Stage], snapshots: Mapping[int, StageData], today: dt.date
) -> dict[int, tuple[Late, dt.date | None]]:
    """Which departmental stages are late, and when they should have ended."""
    starts = {stage.pk: stage.starts_on for stage in stages if stage.is_national}
    mine = [stage for stage in stages if not stage.is_national]
    over = {s.pk for s in mine if s.is_finished or snapshots[s.pk].qualifiers}
    found = {}
    for stage in mine:
        targets = {zone.leads_to for zone in snapshots[stage.pk].zones}
        days = [day for pk in targets if pk is not None and (day := starts.get(pk))]
        if stage.pk not in over:
            why = late(
                today,
                ends_on=stage.ends_on,
                next_starts_on=min(days, default=None),
                others=len(mine) - 1,
                others_over=len(over),
            )
            found[stage.pk] = why, stage.ends_on
    return found


def _departmental(stage: StageData, why: Late, ends_on: dt.date | None) -> DepartmentalStage:
    if stage.has_table:
        number = last_played_round(stage)
        found = next((data for data in stage.rounds if data.number == number), None)
    else:
        found = _in_play(sections(stage)) if stage.known else None
    return DepartmentalStage(stage, found, len(stage.rounds), why, ends_on)


def _in_play(found: Sequence[Section]) -> RoundData | None:
    return max((s.in_play.round for s in found), key=lambda data: data.number, default=None)
