"""The zonal crossings of a stage: who is to be crossed, what is recorded, and how far clubs travel.

All of it follows from the snapshot of the stage; where a club plays is told by `places_of`.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.conf import settings
from django.db.models import Exists, OuterRef

from competitions.choices import Pairing, StageKind
from competitions.core.crossing_rounds import LEAST_DEPARTMENTS, Club, Meeting
from competitions.core.crossings import Department, Pair, Wishes, measure
from competitions.core.towns import District, Known, Towns, Whereabouts, towns_of, whereabouts
from competitions.core.travel import Point, great_circle_km
from competitions.models import Fixture, Stage
from standings.selectors.reading import load
from standings.selectors.seasons import shown_stages
from standings.selectors.snapshot import ClubData, FixtureData, StageData

DISTRICTS = settings.BASE_DIR / "data" / "geography" / "districts.csv"
CHAMPION, RUNNER_UP = RANKS = (1, 2)

Between = Literal["towns", "capitals"]
"""What kilometres are measured between: the clubs' towns, or the capitals of their departments."""


@dataclass(frozen=True, slots=True)
class FieldFault:
    """Why a stage cannot be crossed. Codes: `missing` and `twice` (a department and a rank),
    `unranked` (a club), `too_few` (departments)."""

    code: str
    department: str = ""
    rank: int = 0
    clubs: tuple[ClubData, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """The champions and runners-up of the departments, with what keeps them from being crossed."""

    clubs: Mapping[Club, ClubData]
    names: Mapping[str, str]
    faults: tuple[FieldFault, ...]
    places: Mapping[int, Whereabouts]

    @property
    def ranked(self) -> dict[int, Club]:
        return {club.entry: key for key, club in self.clubs.items()}

    @property
    def fallen_back(self) -> tuple[ClubData, ...]:
        """Clubs of which neither coordinates nor town are known."""
        return tuple(
            club for club in self.clubs.values() if self.places[club.entry].known is Known.CAPITAL
        )

    def known(self, club: ClubData) -> Known:
        return self.places[club.entry].known

    def point(self, club: ClubData, between: Between) -> Point:
        return club.capital if between == "capitals" else self.places[club.entry].point

    def departments(self, between: Between) -> list[Department]:
        """For `cross`. Only of a field without faults."""
        return [
            Department(code, *(self.point(self.clubs[code, rank], between) for rank in RANKS))
            for code in self.names
        ]

    def km(self, home: ClubData, away: ClubData, between: Between, *, factor: float = 1) -> float:
        return great_circle_km(self.point(home, between), self.point(away, between)) * factor


@dataclass(frozen=True, slots=True)
class Trip:
    """A crossing, or a derby, with the rounds in which the two clubs meet, where they are known."""

    champion: ClubData
    runner_up: ClubData
    km: float
    rounds: tuple[int, ...]
    is_longest: bool = False

    @property
    def is_first(self) -> bool:
        """Whether it is one of those that begin in round 1."""
        return 1 in self.rounds


@dataclass(frozen=True, slots=True)
class Match:
    home: ClubData
    away: ClubData
    km: float


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of crossings as pages show it. Kilometres are one way, one trip a pair; those of the
    derbies, which every list has, are counted apart."""

    rounds: Mapping[int, tuple[Match, ...]]
    trips: tuple[Trip, ...]
    derbies: tuple[Trip, ...]

    @property
    def km(self) -> float:
        return sum(trip.km for trip in self.trips)

    @property
    def derby_km(self) -> float:
        return sum(trip.km for trip in self.derbies)

    @property
    def longest(self) -> Trip | None:
        return max(self.trips, key=lambda trip: trip.km, default=None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Recorded crossings beside the shortest ones with as many rivals a club.

    `rounds` are those of which it tells; blank for the whole list.
    """

    rounds: tuple[int, ...]
    between: Between
    km: float
    least_km: float

    @property
    def saved(self) -> float:
        """How much shorter the shortest are, of 100."""
        return 100 * (1 - self.least_km / self.km) if self.km else 0.0


@dataclass(frozen=True, slots=True)
class LastYear:
    """The pairs that met in the latest season before with crossings on record."""

    year: int
    pairs: frozenset[Pair]


def is_crossed(stage: StageData) -> bool:
    """Whether its rules pair by zonal crossings."""
    return stage.kind == StageKind.SINGLE_TABLE and stage.rules.pairing == Pairing.ZONAL_CROSSINGS


def has_crossings(stage: StageData) -> bool:
    """Whether readers can be shown any: it pairs by crossings, and some are on record."""
    if not is_crossed(stage):
        return False
    for fixture in stage.fixtures:
        home, away = (stage.clubs[entry] for entry in (fixture.home, fixture.away))
        ranks = {home.departmental_rank, away.departmental_rank}
        is_derby = home.department_code == away.department_code
        if _is_of_list(fixture) and ranks == {*RANKS} and not is_derby:
            return True
    return False


def last_year(stage: Stage) -> LastYear | None:
    """The crossings of the latest season before, of the same league, of which there are any on
    record; a real season asks only real ones."""
    found = shown_stages().filter(
        Exists(
            Fixture.objects.filter(
                stage=OuterRef("pk"), is_archived=False, home__departmental_rank__in=RANKS
            )
        ),
        league=stage.league_id,
        kind=StageKind.SINGLE_TABLE,
        rule_set__pairing=Pairing.ZONAL_CROSSINGS,
        season__year__lt=stage.season.year,
        season__is_simulated__in={False, stage.season.is_simulated},
    )
    before = found.order_by("-season__year").first()
    if before is None:
        return None
    data = load([before])[before.pk]
    meetings = recorded(data, field_of(data)).values()
    pairs = frozenset(crossed(meeting for found in meetings for meeting in found))
    return LastYear(data.year, pairs) if pairs else None


@lru_cache(maxsize=1)
def towns() -> Towns:
    with DISTRICTS.open(encoding="utf-8", newline="") as file:
        return towns_of(
            District(
                row["ubigeo"],
                row["district"],
                row["province"],
                int(row["population"] or 0),
                Point(float(row["latitude"]), float(row["longitude"])),
            )
            for row in csv.DictReader(file)
        )


def field_of(stage: StageData) -> Field:
    """Departments in the order of their codes."""
    by_rank: dict[Club, list[ClubData]] = {}
    names: dict[str, str] = {}
    faults: list[FieldFault] = []
    for club in stage.clubs.values():
        names[club.department_code] = club.department
        if club.departmental_rank in RANKS:
            by_rank.setdefault((club.department_code, club.departmental_rank), []).append(club)
        else:
            faults.append(FieldFault("unranked", club.department, clubs=(club,)))
    names = dict(sorted(names.items()))
    for code, name in names.items():
        for rank in RANKS:
            found = by_rank.get((code, rank), [])
            if len(found) != 1:
                code_of_fault = "twice" if found else "missing"
                faults.append(FieldFault(code_of_fault, name, rank, tuple(found)))
    if len(names) < LEAST_DEPARTMENTS:
        faults.append(FieldFault("too_few"))
    clubs = {key: found[0] for key, found in by_rank.items()}
    return Field(clubs, names, tuple(faults), _places(clubs.values()))


def _places(clubs: Iterable[ClubData]) -> dict[int, Whereabouts]:
    return {
        club.entry: whereabouts(
            club.town,
            department=club.department_code,
            own=club.ground,
            capital=club.capital,
            towns=towns(),
        )
        for club in clubs
    }


def recorded(stage: StageData, field: Field) -> dict[int, tuple[Meeting, ...]]:
    """The matches on record by round, of clubs of the field; those of no known round under 0."""
    ranked = field.ranked
    found: dict[int, list[Meeting]] = {}
    for fixture in stage.fixtures:
        if _is_of_list(fixture) and fixture.home in ranked and fixture.away in ranked:
            meeting = ranked[fixture.home], ranked[fixture.away]
            found.setdefault(fixture.round or 0, []).append(meeting)
    return {number: tuple(found[number]) for number in sorted(found)}


def _is_of_list(fixture: FixtureData) -> bool:
    return not (fixture.is_extra or fixture.is_inferred or fixture.matchup is not None)


def pair_of(meeting: Meeting) -> Pair | None:
    """The departments of the champion and of the runner-up; None where two of a rank meet."""
    by_rank = {rank: code for code, rank in meeting}
    return (by_rank[CHAMPION], by_rank[RUNNER_UP]) if len(by_rank) > 1 else None


def crossed(meetings: Iterable[Meeting]) -> list[Pair]:
    """The pairs of different departments, each once."""
    pairs = (pair_of(meeting) for meeting in meetings)
    return list(dict.fromkeys(pair for pair in pairs if pair and pair[0] != pair[1]))


def listing(
    rounds: Mapping[int, Sequence[Meeting]], field: Field, *, between: Between, factor: float = 1
) -> Listing:
    """What a list means for the clubs: its matches, and each pair once, the longest trip first."""
    when: dict[Pair, list[int]] = {}
    for number, meetings in rounds.items():
        for pair in filter(None, map(pair_of, meetings)):
            when.setdefault(pair, []).append(number)
    clubs = {
        pair: (field.clubs[pair[0], CHAMPION], field.clubs[pair[1], RUNNER_UP]) for pair in when
    }
    km = {pair: field.km(*found, between, factor=factor) for pair, found in clubs.items()}
    crossings = [pair for pair in when if pair[0] != pair[1]]
    farthest = max(crossings, key=km.__getitem__, default=None)

    def trip(pair: Pair) -> Trip:
        known = tuple(number for number in when[pair] if number)
        return Trip(*clubs[pair], km[pair], known, is_longest=pair == farthest)

    return Listing(
        {
            number: tuple(_match(meeting, field, between, factor) for meeting in meetings)
            for number, meetings in rounds.items()
        },
        tuple(map(trip, sorted(crossings, key=km.__getitem__, reverse=True))),
        tuple(trip(pair) for pair in when if pair[0] == pair[1]),
    )


def _match(meeting: Meeting, field: Field, between: Between, factor: float) -> Match:
    home, away = (field.clubs[club] for club in meeting)
    return Match(home, away, field.km(home, away, between, factor=factor))


def comparisons(rounds: Mapping[int, Sequence[Meeting]], field: Field) -> tuple[Comparison, ...]:
    """Whatever of a list is whole, beside the shortest of its kind: the list with two rivals a
    club, and each round in which every club is crossed once.

    Between towns and between capitals. A round that repeats the pairs of another is told with it.
    """
    if field.faults:
        return ()
    wholes: dict[tuple[Pair, ...], tuple[int, ...]] = {}
    every = crossed(meeting for meetings in rounds.values() for meeting in meetings)
    if _rivals(every, field) == 2:
        wholes[tuple(sorted(every))] = ()
    for number, meetings in rounds.items():
        pairs = tuple(sorted(crossed(meetings)))
        if number and _rivals(pairs, field) == 1:
            wholes[pairs] = (*wholes.get(pairs, ()), number)
    return tuple(
        _comparison(pairs, numbers, field, between)
        for pairs, numbers in wholes.items()
        for between in ("towns", "capitals")
    )


def _rivals(pairs: Sequence[Pair], field: Field) -> int:
    """How many rivals of other departments each club has; 0 where not all have as many."""
    counts = [Counter(pair[side] for pair in pairs) for side in (0, 1)]
    found = {count[code] for count in counts for code in field.names}
    return found.pop() if len(found) == 1 else 0


def _comparison(
    pairs: Sequence[Pair], numbers: tuple[int, ...], field: Field, between: Between
) -> Comparison:
    wishes = Wishes(rivals=1 if numbers else 2)
    found = measure(pairs, field.departments(between), wishes=wishes)
    return Comparison(numbers, between, found.total_km, found.bound_km)
