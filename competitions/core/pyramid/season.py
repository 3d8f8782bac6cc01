"""The whole of it: district leagues, provinces, departments, the national stage."""

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count, groupby
from types import MappingProxyType

from competitions.core.carrying import carried_points
from competitions.core.crossing_rounds import LEAST_DEPARTMENTS, ROUNDS, rounds_of
from competitions.core.crossings import Department, cross, distances
from competitions.core.formats import UPWARDS, Format
from competitions.core.pack.values import StageValue, ZoneValue
from competitions.core.pyramid.formats import fits, fitted, rounds_needed, sends
from competitions.core.pyramid.matches import days_of
from competitions.core.pyramid.names import club_names, slug_of
from competitions.core.pyramid.places import Place, league_at
from competitions.core.pyramid.stages import play_knock_out, play_table
from competitions.core.pyramid.values import (
    ClubValue,
    District,
    Entrant,
    Judge,
    LeagueValue,
    Played,
    Through,
)
from competitions.core.travel import Point

NATIONAL_LEAGUE = "copa-peru"
SIZES = (8, 9, 9, 10, 10, 11, 11, 11, 12, 12, 12, 13, 13, 14, 14)
"""Clubs of a district league, each size as often as it is drawn."""
DISTRICT_WEEKS, PROVINCE_WEEKS, DEPARTMENT_WEEKS, KNOCK_OUT_WEEKS = 19, 10, 7, 4
MEETING = 4
"""How many clubs are to come together in the league above, where the formats send as many."""
TO_THE_NATION = 2
"""Champion and runner-up of each department."""


@dataclass(frozen=True, slots=True)
class Part:
    """What came to be together: the leagues and clubs of a department with all their stages, the
    lower ones first; last the national stage, which has no name."""

    name: str
    leagues: tuple[LeagueValue, ...]
    clubs: tuple[ClubValue, ...]
    stages: tuple[Played, ...]

    @property
    def matches(self) -> int:
        return sum(len(stage.matches) for stage in self.stages)


def play_season(
    districts: Iterable[District],
    departments: Mapping[str, str],
    *,
    year: int,
    seed: int,
    judge: Judge,
    formats: Sequence[Format],
    shares: Mapping[str, int] = MappingProxyType({}),
) -> Iterator[Part]:
    """A season of the districts, department by department in the order of their codes.

    `departments` are names by code. Each league draws its format out of those of its level that its
    clubs can play, one with a share in `shares` so many times as likely as one without. The nation
    plays the first that pairs by zonal crossings. The same arguments give the same season; a
    district's clubs are the same in every season. Raises NoFormat.
    """
    season = _Season(year=year, seed=seed, judge=judge, formats=formats, shares=shares)
    ordered = sorted(districts)
    codes = sorted({district.code[:2] for district in ordered})
    season.is_national = len(codes) >= LEAST_DEPARTMENTS
    arrived: list[tuple[str, Entrant]] = []
    for code in codes:
        mine = [district for district in ordered if district.code[:2] == code]
        part, up = season.department(code, departments[code], mine)
        arrived += [(code, entrant) for entrant in up]
        yield part
    if season.is_national:
        yield season.national(arrived)


class NoFormat(ValueError):
    """No format of a level is for so many clubs, or none for the nation; the message says which."""


@dataclass(slots=True)
class _Season:
    year: int
    seed: int
    judge: Judge
    formats: Sequence[Format]
    shares: Mapping[str, int]
    is_national: bool = True
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    cuts: dict[tuple[str, int], Format] = field(default_factory=dict)
    """Formats by their codes and the number of clubs to which they were cut."""
    sends: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.sends = {fmt.code: sends(fmt) for fmt in self.formats}

    def department(
        self, code: str, name: str, districts: Sequence[District]
    ) -> tuple[Part, list[Entrant]]:
        """Everything that is played below the nation in a department, and who goes up from it."""
        taken: set[str] = set()
        leagues: list[LeagueValue] = []
        clubs: list[ClubValue] = []
        stages: list[Played] = []
        provinces = [
            list(mine) for _, mine in groupby(districts, key=lambda district: district.code[:4])
        ]
        in_department: list[Entrant] = []
        for mine in provinces:
            province = Place("provincial", mine[0].province, mine[0].code[:4], 20)
            leagues.append(league_at(province.code, province.name, "provincial", code))
            in_province: list[Entrant] = []
            for district in mine:
                leagues.append(league_at(district.code, district.name, "district", province.code))
                rng = self._rng(district.code)
                playing = list(self._clubs(district, taken))[: rng.choice(SIZES)]
                clubs += playing
                played, up = self._league(
                    Place("distrital", district.name, district.code, 10),
                    [Entrant(next(self.numbers), club, "unknown") for club in playing],
                    self._drawn("district", len(playing), rng, least=_enough(len(mine))),
                    above=province.entrance,
                    days=_window(self.year, 0, DISTRICT_WEEKS),
                    rng=rng,
                )
                stages += played
                in_province += up
            rng = self._rng(province.code)
            played, up = self._league(
                province,
                rng.sample(in_province, len(in_province)),
                self._drawn("provincial", len(in_province), rng, least=_enough(len(provinces))),
                above=Place("departamental", name, code, 30).entrance,
                days=_window(self.year, DISTRICT_WEEKS, PROVINCE_WEEKS),
                rng=rng,
            )
            stages += played
            in_department += up
        rng = self._rng(code)
        played, up = self._league(
            Place("departamental", name, code, 30),
            rng.sample(in_department, len(in_department)),
            self._drawn(
                "departmental", len(in_department), rng, least=TO_THE_NATION, most=TO_THE_NATION
            ),
            above=self._national().stages[0].slug if self.is_national else "",
            days=_window(self.year, DISTRICT_WEEKS + PROVINCE_WEEKS, DEPARTMENT_WEEKS),
            rng=rng,
        )
        stages += played
        up = _champion_first(up, played[-1])
        for rank, entrant in enumerate(up, start=1):
            entrant.via, entrant.rank = "departmental", rank
        return Part(name, tuple(leagues), tuple(clubs), tuple(stages)), up

    def national(self, arrived: Sequence[tuple[str, Entrant]]) -> Part:
        """The edition by zonal crossings with the least travel, up to its champion."""
        first = DISTRICT_WEEKS + PROVINCE_WEEKS + DEPARTMENT_WEEKS
        sundays = _window(self.year, first, ROUNDS)
        later = _window(self.year, first + ROUNDS, KNOCK_OUT_WEEKS)
        played, _up = self._league(
            Place("", "", NATIONAL_LEAGUE, 40),
            [entrant for _code, entrant in arrived],
            self._national(),
            above="",
            days=lambda rounds: [*sundays(ROUNDS), *later(rounds - ROUNDS)],
            rng=self._rng("national"),
        )
        self._pass_over_promoted(played)
        return Part("", (), (), tuple(played))

    def _national(self) -> Format:
        for fmt in self.formats:
            if fmt.stages[0].rules.pairing == "zonal_crossings":
                return fmt
        raise NoFormat("no format pairs by zonal crossings")

    def _pass_over_promoted(self, played: Sequence[Played]) -> None:
        """Who goes up at the end leaves the berths of which the rules pass it over."""
        promoted = {
            slug for stage in played for slug, zone in _sent(stage) if zone.outcome == "promoted"
        }
        for stage in played:
            if any(zone.excludes_promoted for zone in stage.value.rules.zones):
                stage.promoted = frozenset(
                    e.number for e in stage.entrants if e.club.slug in promoted
                )
                stage.through = list(self.judge(stage).through)

    def _drawn(
        self, level: str, clubs: int, rng: random.Random, *, least: int, most: int | None = None
    ) -> Format:
        """A format for so many clubs that sends `least` of them up, or as many as there is one for,
        and not more than `most`."""
        found = [
            fmt
            for fmt in self.formats
            if fmt.level == level and fits(fmt, clubs) and self.sends[fmt.code] <= (most or clubs)
        ]
        if not found:
            raise NoFormat(f"no {level} format is for {clubs} clubs")
        enough = min(least, max(self.sends[fmt.code] for fmt in found))
        found = [fmt for fmt in found if self.sends[fmt.code] >= enough]
        [drawn] = rng.choices(found, [self.shares.get(fmt.code, 1) for fmt in found])
        return drawn

    def _rng(self, code: str) -> random.Random:
        """Each league has its own: what one of them draws changes nothing for the others."""
        return random.Random(f"{self.year} {self.seed} {code}")  # noqa: S311 - repeatable

    def _clubs(self, district: District, taken: set[str]) -> Iterator[ClubValue]:
        for name, key in club_names(district, number=max(SIZES), taken=taken):
            taken.add(key)
            yield ClubValue(
                slug=f"{slug_of(name, longest=60)}-{district.code}",
                name=name,
                town=district.name,
                league=district.code,
                department=district.code[:2],
                latitude=district.latitude,
                longitude=district.longitude,
                strength=self._rng(name + district.code).lognormvariate(0, 0.45),
            )

    def _league(
        self,
        place: Place,
        entrants: list[Entrant],
        fmt: Format,
        *,
        above: str,
        days: "_Days",
        rng: random.Random,
    ) -> tuple[list[Played], list[Entrant]]:
        """The stages of a league, each after those that feed it, and who goes up from them to the
        stage `above`."""
        key = fmt.code, len(entrants)
        cut = self.cuts[key] = self.cuts.get(key) or fitted(fmt, len(entrants))
        begins = _beginnings(cut.stages)
        slugs = {stage.slug: place.slug(stage, cut) for stage in cut.stages}
        all_days = days(max(begins[s.slug] + rounds_needed(s) for s in cut.stages))
        arrived = {cut.stages[0].slug: entrants}
        played: list[Played] = []
        for index, stage in enumerate(cut.stages):
            value = place.framed(stage, cut, leads={**slugs, UPWARDS: above})
            own = all_days[begins[stage.slug] :]
            position, mine = place.position + index, arrived[stage.slug]
            if stage.kind == "knock_out":
                done = play_knock_out(
                    value, mine, position=position, days=own, judge=self.judge, rng=rng
                )
            else:
                is_crossed = stage.rules.pairing == "zonal_crossings"
                done = play_table(
                    value,
                    mine,
                    position=position,
                    days=own,
                    judge=self.judge,
                    rng=rng,
                    rounds=_crossed(mine) if is_crossed else None,
                )
            played.append(done)
            for zone in stage.rules.zones:
                to = next((s for s in cut.stages if s.slug == zone.leads_to), None)
                rows = [row for row in done.through if row.zone == zone.code]
                if zone.leads_to:
                    arrived.setdefault(zone.leads_to, []).extend(self._entered(done, rows, to))
        return played, arrived.get(UPWARDS, [])

    def _entered(
        self, before: Played, through: Iterable[Through], to: StageValue | None
    ) -> list[Entrant]:
        """Clubs in the stage that they go to, with the points that they bring along there; without
        one, in that of the league above."""
        known = {entrant.number: entrant for entrant in before.entrants}
        names = {group.code: group.name for group in before.value.groups}
        return [
            Entrant(
                number=next(self.numbers),
                club=known[row.entry].club,
                via=row.via,
                origin=row.entry,
                origin_place=row.place,
                origin_group=known[row.entry].group,
                origin_group_name=names.get(known[row.entry].group, ""),
                rank=known[row.entry].rank,
                carried=_carried(before, row, to) if to else Fraction(),
            )
            for row in through
        ]


def _carried(before: Played, row: Through, to: StageValue) -> Fraction:
    rules = to.rules
    if not rules.carry:
        return Fraction()
    bonus = [int(points) for points in rules.bonus.split()]
    points = before.standings[row.entry].points
    return Fraction(carried_points(rules.carry, points=points, place=row.place, bonus=bonus))


def _sent(stage: Played) -> Iterator[tuple[str, ZoneValue]]:
    """Clubs that go on from a stage, each with its zone."""
    zones = {zone.code: zone for zone in stage.value.rules.zones}
    clubs = {entrant.number: entrant.club.slug for entrant in stage.entrants}
    for row in stage.through:
        yield clubs[row.entry], zones[row.zone]


def _champion_first(up: Sequence[Entrant], last: Played) -> list[Entrant]:
    """Who won the last final stands before the others."""
    champion = last.ties[-1].winner if last.ties else None
    return sorted(up, key=lambda entrant: entrant.origin != champion)


def _beginnings(stages: Sequence[StageValue]) -> dict[str, int]:
    """The day of play on which each stage begins: when those that feed it are over."""
    begins = {stage.slug: 0 for stage in stages}
    for stage in stages:
        for zone in stage.rules.zones:
            if zone.leads_to in begins:
                over = begins[stage.slug] + rounds_needed(stage)
                begins[zone.leads_to] = max(begins[zone.leads_to], over)
    return begins


def _crossed(entrants: Sequence[Entrant]) -> list[list[tuple[int, int]]]:
    """The rounds of the zonal crossings with the least travel."""
    by_rank = {(entrant.club.department, entrant.rank or 0): entrant for entrant in entrants}
    departments = [
        Department(code, _point(by_rank[code, 1].club), _point(by_rank[code, 2].club))
        for code in sorted({code for code, _rank in by_rank})
    ]
    crossings = cross(departments)
    return [
        [(by_rank[home].number, by_rank[away].number) for home, away in meetings]
        for meetings in rounds_of(crossings.pairs, km=distances(departments))
    ]


_Days = Callable[[int], list[dt.date]]


def _window(year: int, week: int, weeks: int) -> _Days:
    """Days from the n-th week after the first Sunday of February on, for so many rounds."""
    february = dt.date(year, 2, 1)
    first = february + dt.timedelta(days=(6 - february.weekday()) % 7, weeks=week)
    return lambda rounds: days_of(first, weeks=weeks, rounds=rounds)


def _enough(leagues: int) -> int:
    """How many clubs each of so many leagues has to send up."""
    return -(-MEETING // leagues)


def _point(club: ClubValue) -> Point:
    return Point(club.latitude, club.longitude)
