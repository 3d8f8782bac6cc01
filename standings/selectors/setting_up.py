"""A knock-out as an official sets it up: what is planned, who belongs where, what is missing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from competitions.choices import Host, Pairing, RoundKey, StageKind, ZoneKind
from competitions.core.knock_out import MatchupPlan, RoundPlan, plan_knock_out
from competitions.core.pairing import Leg, draw_among, draw_between, draw_byes, legs_of
from competitions.core.slots import Open, Seeded, read_words
from competitions.models import Department, Group, Round, RuleSet, Stage, Zone
from competitions.selectors import rules_of
from standings.selectors.brackets import MatchupView, matchup_views
from standings.selectors.reading import load
from standings.selectors.seating import CameFrom, Seating, better_first, origins_of, seatings
from standings.selectors.snapshot import ClubData, RoundData, StageData
from standings.selectors.tables import tables

_TABLES = (StageKind.SINGLE_TABLE, StageKind.GROUPS)


@dataclass(frozen=True, slots=True)
class OpenSide:
    """A side of a matchup that stands open, and that nothing but lots or a decision fills."""

    view: MatchupView
    side: int
    slot: str

    @property
    def name(self) -> str:
        """What a form calls it."""
        return f"side-{self.view.data.pk}-{self.side}"


@dataclass(frozen=True, slots=True)
class LegToMake:
    """A leg that is not in the calendar yet. `first` hosts the deciding one."""

    view: MatchupView
    first: ClubData
    leg: Leg
    home: ClubData
    away: ClubData


@dataclass(frozen=True, slots=True)
class RoundToPlay:
    """Legs of a round that can be put in the calendar, the clubs being known."""

    round: RoundData
    legs: tuple[LegToMake, ...]

    @property
    def numbers(self) -> list[int]:
        return sorted({found.leg.number for found in self.legs})

    @property
    def days(self) -> list[tuple[int, str]]:
        """The numbers of its legs, each with what a form calls its day."""
        return [(number, f"day-{number}") for number in self.numbers]


@dataclass(frozen=True)
class SettingUp:
    """`rounds` are those that are recorded, with their format. `names` are the groups, by code,
    that places can be of, `sections` the groups of the knock-out itself. `feeders` are the stages
    that lead here, `first_place` the best place that does; `promised` is how many clubs the places
    of their tables send.
    """

    stage: Stage
    data: StageData
    rules: RuleSet
    rounds: tuple[Round, ...]
    origins: Mapping[int, CameFrom]
    feeders: tuple[Stage, ...]
    names: Mapping[str, str]
    sections: tuple[Group, ...]
    first_place: int
    promised: int

    @property
    def clubs(self) -> int:
        """How many clubs the knock-out is planned for, before all of them are known."""
        return self.stage.size or max(len(self.data.clubs), self.promised)

    @property
    def is_host_open(self) -> bool:
        """Whether lots or a club say who hosts the deciding match."""
        return self.rules.host in (Host.DRAWN, Host.CHOSEN)

    @property
    def has_bracket(self) -> bool:
        return bool(self.data.matchups)

    @property
    def has_results(self) -> bool:
        return any(f.official.counts for f in self.data.fixtures if f.matchup is not None)

    @property
    def by_places(self) -> bool:
        """Whether clubs come by the places of one table; elsewhere by their seeds."""
        return len(self.feeders) == 1 and self.feeders[0].kind == StageKind.SINGLE_TABLE

    def planned(self, rounds: Iterable[Round]) -> tuple[MatchupPlan, ...]:
        """The matchups that the rules make of these rounds. Raises Unfit."""
        return plan_knock_out(
            [
                RoundPlan(
                    row.number,
                    legs=row.legs or 1,
                    neutral=row.is_neutral,
                    is_consolation=row.key == RoundKey.THIRD_PLACE,
                )
                for row in sorted(rounds, key=lambda row: row.number)
            ],
            clubs=self.clubs,
            method=self.rules.pairing,
            seeded=not self.by_places,
            first_place=self.first_place,
            slots=self.rules.fixed_slots,
            sections=[group.code for group in self.sections],
            pairs_anew=self.rules.pairs_anew,
        )

    @cached_property
    def wants_seeds(self) -> bool:
        """Whether the bracket is made by seeds and a club has none, or no section."""
        if self.has_bracket or self.by_places or not self.data.clubs:
            return False
        if self.rules.pairing == Pairing.FIXED_SLOTS:
            return bool(self.open_seeds)
        return self.rules.pairing == Pairing.FIRST_V_LAST and any(
            club.seed is None or (self.sections and not club.group)
            for club in self.data.clubs.values()
        )

    @cached_property
    def open_seeds(self) -> tuple[tuple[str, int], ...]:
        """Sections and seeds that fixed slots name and no club has."""
        taken = {(club.group, club.seed) for club in self.data.clubs.values()}
        named = [
            (pair.section, side.seed)
            for pair in self.rules.fixed_slots
            for side in (pair.first, pair.second)
            if isinstance(side, Seeded)
        ]
        return tuple(found for found in named if found not in taken)

    @cached_property
    def seatings(self) -> tuple[Seating, ...]:
        return seatings(self.data, self.origins, pairs_anew=self.rules.pairs_anew)

    @property
    def has_replacements(self) -> bool:
        return any(seating.kind != "fill" for seating in self.seatings)

    @cached_property
    def views(self) -> tuple[MatchupView, ...]:
        return matchup_views(self.data)

    @cached_property
    def unseated(self) -> tuple[ClubData, ...]:
        """Clubs that stand nowhere in the bracket, by their seeds and places."""
        seated = {entry for view in self.views for entry in view.entries}
        coming = {seating.ought.entry for seating in self.seatings if seating.ought}
        free = [c for c in self.data.clubs.values() if c.entry not in seated | coming]
        return tuple(
            sorted((c for c in free if c.exclusion is None), key=lambda c: (self.rank(c), c.key))
        )

    def rank(self, club: ClubData) -> int:
        return club.seed or self.origins[club.entry].place or 999

    @cached_property
    def open_sides(self) -> tuple[OpenSide, ...]:
        """Those of the first round in which there are any, and of the next for those with a bye."""
        coming = {(seating.view.data.pk, seating.side) for seating in self.seatings}
        found = [
            OpenSide(view, side, slot)
            for view in self.views
            for side, (entry, slot) in enumerate(
                (
                    (view.data.first, view.data.first_slot),
                    (view.data.second, view.data.second_slot),
                )
            )
            if entry is None
            and (view.data.pk, side) not in coming
            and isinstance(read_words(slot), Open | None)
        ]
        rounds = sorted({side.view.data.round for side in found})
        first = [side for side in found if side.view.data.round in rounds[:1]]
        with_byes = [side for side in found if side.view.data.round in rounds[:2]]
        return tuple(with_byes if len(with_byes) == len(self.unseated) else first)

    @cached_property
    def to_play(self) -> tuple[RoundToPlay, ...]:
        """Legs that are missing where both clubs are known and nobody is about to be replaced."""
        waiting = {seating.view.data.pk for seating in self.seatings}
        formats = {row.number: row for row in self.rounds}
        found: dict[int, list[LegToMake]] = {}
        for view in self.views:
            pair = better_first(view, self.origins)
            if pair is None or view.data.pk in waiting or view.outcome.decided:
                continue
            found.setdefault(view.data.round, []).extend(self._legs(view, pair, formats))
        rounds = {data.number: data for data in self.data.rounds}
        return tuple(
            RoundToPlay(rounds[number], tuple(legs)) for number, legs in found.items() if legs
        )

    def _legs(
        self, view: MatchupView, pair: tuple[ClubData, ClubData], formats: Mapping[int, Round]
    ) -> Iterable[LegToMake]:
        if self.rules.host == Host.FIRST and view.first.club and view.second.club:
            pair = view.first.club, view.second.club
        row = formats.get(view.data.round)
        there = {leg.leg for leg in view.legs}
        for leg in legs_of(
            pair[0], pair[1], legs=view.data.legs, neutral=bool(row and row.is_neutral)
        ):
            if leg.number not in there:
                yield LegToMake(view, pair[0], leg, leg.home, leg.away)


@dataclass(frozen=True, slots=True)
class SeedProposed:
    """A seed for a club, and the code of the section that it is seeded in, blank for none."""

    club: ClubData
    seed: int
    section: str = ""


def proposed_seeds(page: SettingUp) -> tuple[SeedProposed, ...]:
    """Seeds that a stage has, and for the others an order: by place before, then by what they won a
    match there. Sections are filled from north to south, a department staying together. Seeds that
    fixed slots name are for clubs that come from no other stage."""
    merits = _merits(page)
    clubs = sorted(page.data.clubs.values(), key=lambda club: merits[club.entry])
    if page.rules.pairing == Pairing.FIXED_SLOTS:
        free = [c for c in clubs if c.seed is None and page.origins[c.entry].place is None]
        return tuple(
            SeedProposed(club, seed, section)
            for club, (section, seed) in zip(free, page.open_seeds, strict=False)
        )
    if not page.sections:
        return tuple(SeedProposed(club, n) for n, club in enumerate(_kept_first(clubs), start=1))
    latitudes = dict(Department.objects.values_list("code", "latitude"))
    by_latitude = sorted(
        clubs, key=lambda club: (-latitudes[club.department_code], club.department_code)
    )
    each = -(-len(clubs) // len(page.sections))
    found = []
    for place, section in enumerate(page.sections):
        part = set(by_latitude[place * each : (place + 1) * each])
        mine = [club for club in clubs if club in part]
        found += [SeedProposed(club, n, section.code) for n, club in enumerate(mine, start=1)]
    return tuple(found)


def _kept_first(clubs: Sequence[ClubData]) -> list[ClubData]:
    """In the order of the seeds there are, the others after them."""
    return sorted(clubs, key=lambda club: club.seed or len(clubs) + 1)


def _merits(page: SettingUp) -> dict[int, tuple[object, ...]]:
    """What each club is ordered by: its place, then points, goal difference and goals a match."""
    won: dict[int, tuple[Fraction, Fraction, Fraction]] = {}
    for feeder in load(list(page.feeders)).values():
        for table in tables(feeder):
            for row in table.rows:
                record = row.row.record
                played = max(record.played, 1)
                won[row.club.club] = (
                    -Fraction(record.points) / played,
                    Fraction(-record.goal_difference, played),
                    Fraction(-record.goals_for, played),
                )
    return {
        entry: (page.rank(club), *won.get(club.club, (0, 0, 0)), club.key)
        for entry, club in page.data.clubs.items()
    }


@dataclass(frozen=True, slots=True)
class Drawn:
    """A club that lots put on a side."""

    side: OpenSide
    club: ClubData


Draw = Sequence[Drawn]
"""Side by side, in the order in which the clubs came out."""


class Unequal(ValueError):
    """Lots have not one club for each open side; `section` names the part of the bracket."""

    def __init__(self, clubs: int, sides: int, section: str) -> None:
        super().__init__(f"{clubs} clubs, {sides} sides")
        self.clubs = clubs
        self.sides = sides
        self.section = section


def draw(page: SettingUp, *, seed: str, pots: int = 1) -> Draw:
    """Lots for the open sides, each section of the bracket by itself.

    Clubs that stand on the other side of an open one stay, and their opponents are drawn. From two
    `pots` the better placed half draws the other, and the best have the byes. The same seed gives
    the same lots. Raises Unequal and `core.pairing.Impossible`.
    """
    sections = dict.fromkeys(side.view.data.group for side in page.open_sides)
    drawn: list[Drawn] = []
    for section in sections:
        sides = [side for side in page.open_sides if side.view.data.group == section]
        clubs = [c for c in page.unseated if not section or c.group == section]
        if len(clubs) != len(sides):
            names = {group.code: group.label for group in page.sections}
            raise Unequal(len(clubs), len(sides), names.get(section, ""))
        drawn += _draw(page, sides, clubs, seed=f"{seed} {section}".strip(), pots=pots)
    return tuple(drawn)


def _draw(
    page: SettingUp,
    sides: Sequence[OpenSide],
    clubs: Sequence[ClubData],
    *,
    seed: str,
    pots: int,
) -> list[Drawn]:
    def apart(club: ClubData) -> str | int:
        return club.department if page.rules.keeps_apart else club.entry

    half_open = [side for side in sides if side.view.entries]
    open_in = Counter(side.view.data.pk for side in sides)
    byes = [s for s in sides if not s.view.entries and open_in[s.view.data.pk] == 1]
    pairs_open = [side for side in sides if open_in[side.view.data.pk] == 2]
    waiting = [page.data.clubs[next(iter(side.view.entries))] for side in half_open]
    ranked = sorted(clubs, key=lambda club: (page.rank(club), club.key))
    found = []
    if byes:
        resting, ranked = ranked[: len(byes)], ranked[len(byes) :]
        if pots == 1:
            resting, ranked = draw_byes([*resting, *ranked], len(byes), seed=seed, apart=apart)
        found = [Drawn(side, club) for side, club in zip(byes, resting, strict=True)]
    if half_open:
        pot, ranked = ranked[len(pairs_open) :], ranked[: len(pairs_open)]
        pairs = draw_between(waiting, pot, seed=seed, apart=apart)
        found += [Drawn(side, other) for side, (_one, other) in zip(half_open, pairs, strict=True)]
    if not ranked:
        return found
    half = len(ranked) // 2
    if pots == 2:
        drawn = draw_between(ranked[:half], ranked[half:], seed=seed, apart=apart)
    else:
        drawn = draw_among(ranked, seed=seed, apart=apart)
    clubs_in_order = [club for pair in drawn for club in pair]
    return found + [Drawn(side, c) for side, c in zip(pairs_open, clubs_in_order, strict=True)]


def setting_up(stage: Stage) -> SettingUp:
    """`stage` has its season, rules and league. Queries do not grow with clubs or matchups."""
    data = load([stage])[stage.pk]
    zones = Zone.objects.filter(leads_to=stage)
    tables_sending = list(
        zones.filter(rule_set__stage__kind__in=_TABLES).select_related("rule_set")
    )
    leading = zones.values("rule_set__stage")
    feeders = tuple(Stage.objects.filter(pk__in=leading).order_by("position", "pk"))
    groups = list(Group.objects.filter(stage__in=[*feeders, stage]))
    return SettingUp(
        stage=stage,
        data=data,
        rules=rules_of(stage) or RuleSet(stage=stage),
        rounds=tuple(Round.objects.filter(stage=stage).order_by("number")),
        origins=origins_of(stage),
        feeders=feeders,
        names={group.code: group.name for group in groups if group.stage_id != stage.pk},
        sections=tuple(group for group in groups if group.stage_id == stage.pk),
        first_place=min((z.first_place for z in tables_sending if z.first_place), default=1),
        promised=sum(_berths(zone, groups) for zone in tables_sending),
    )


def _berths(zone: Zone, groups: Iterable[Group]) -> int:
    if zone.kind != ZoneKind.PLACES:
        return zone.count or 0
    of_stage = sum(group.stage_id == zone.rule_set.stage_id for group in groups)
    return (zone.last_place - zone.first_place + 1) * (len(zone.group_codes) or of_stage or 1)
