"""A format tried before anybody plays it: set up, played with invented results, to its champion.

Every step is the one that officials take: fixture lists, seeds, lots, lists of the qualified. What
stands in the way of it stands in theirs, too.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from competitions.choices import Evidence, LeagueLevel, Pairing, StageKind
from competitions.core.calendar import round_robin
from competitions.core.crossing_rounds import rounds_of
from competitions.core.crossings import Department as Corner
from competitions.core.crossings import cross, distances
from competitions.core.fixture_state import FixtureState
from competitions.core.formats import UPWARDS, Format, direct_entries
from competitions.core.pack import write_pack
from competitions.core.pack.values import NoteRow, Pack, SeasonValue, StageValue
from competitions.core.score import MatchFacts, Score, Status
from competitions.core.slots import Seeded, read_slots
from competitions.core.travel import Point
from competitions.models import (
    Club,
    Entry,
    Fixture,
    Group,
    League,
    Matchup,
    QualifierList,
    Round,
    Season,
    Stage,
)
from competitions.services.brackets import (
    PlannedLeg,
    draw_pairings,
    make_bracket,
    make_legs,
    seat_clubs,
)
from competitions.services.entries import seed_entries
from competitions.services.fixture_lists import Planned, make_fixture_list
from competitions.services.fixtures import extra_match
from competitions.services.going_up import enter_qualifiers, record_outcomes
from competitions.services.packs import load_pack
from competitions.services.qualifiers import Proposed, confirm_qualifiers
from competitions.services.reports import confirm_results
from competitions.services.rounds import in_round, record_round
from competitions.services.rulings import record_lots
from competitions.services.writing import record, write
from standings.selectors.brackets import final_of
from standings.selectors.confirming import confirming_page
from standings.selectors.reading import load
from standings.selectors.setting_up import draw, proposed_seeds, setting_up
from standings.selectors.snapshot import StageData
from standings.selectors.tables import tables
from standings.selectors.waiting import Waiting, waiting

_GOALS = (0, 0, 1, 1, 1, 2, 2, 3)
_MOST_STEPS = 200
"""Extra matches and lots of one stage; more would be a format that never ends."""


class CannotRehearse(ValueError):
    """What there is does not carry the format; the message says why."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """A club that begins in a stage, for its own department; with its rank there, its group and its
    seed where the format wants them."""

    stage: str
    club: Club
    rank: int | None = None
    group: str = ""
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A season that was played through: its stages in order, and who won the last of them."""

    season: Season
    stages: tuple[Stage, ...]
    winner: Entry


@transaction.atomic
def rehearse(
    fmt: Format, *, year: int, seed: int, entrants: Sequence[Entrant] | None = None
) -> Rehearsal:
    """The season of that year as the format has it, with real clubs and invented results.

    `entrants` are by default clubs of all departments in turn. The same arguments give the same
    season; one of that year that was simulated before gives way. Raises CannotRehearse.
    """
    if Season.objects.filter(year=year, is_simulated=False).exists():
        raise CannotRehearse(f"{year} is a real season")
    league = League.objects.filter(level=LeagueLevel.NATIONAL).get()
    season = load_pack(actor=None, files=write_pack(_pack(fmt, league.slug, year=year, seed=seed)))
    stages = list(season.stages.select_related("season", "league").order_by("position"))
    _enter(stages, usual_entrants(fmt) if entrants is None else entrants)
    rng = random.Random(seed)  # noqa: S311 - a repeatable season is wanted
    player = _Player(season, rng)
    for stage in stages:
        player.play(stage)
    for stage in reversed(stages):
        player.close(stage)
    return Rehearsal(season, tuple(stages), player.winner(stages[-1]))


def _pack(fmt: Format, league: str, *, year: int, seed: int) -> Pack:
    """The stages of the format as a season. What leads upwards leads nowhere: nothing is above."""
    return Pack(
        season=SeasonValue(
            year=year,
            status="running",
            simulated=True,
            seed=seed,
            starts_on=dt.date(year, 3, 1),
            summary=f"Ensayo del formato «{fmt.name}»: los clubes existen, los resultados no.",
            summary_en=f"Rehearsal of the format “{fmt.name_en}”: the clubs exist, the results do "
            "not.",
        ),
        stages=tuple(_simulated(stage, league) for stage in fmt.stages),
        notes=(
            NoteRow(
                kind="remark",
                text=f"Resultados inventados por un programa con la semilla {seed}.",
                text_en=f"Results invented by a program from the seed {seed}.",
            ),
        ),
    )


def _simulated(stage: StageValue, league: str) -> StageValue:
    zones = tuple(
        replace(zone, leads_to="") if zone.leads_to == UPWARDS else zone
        for zone in stage.rules.zones
    )
    rules = replace(stage.rules, zones=zones, evidence=Evidence.SIMULATED, source="", note="")
    return replace(stage, league=league, rules=rules)


def usual_entrants(fmt: Format) -> list[Entrant]:
    """Clubs for all berths that no stage of the format fills: departments in turn, the first of
    each with rank 1. Groups are filled in their order. Raises CannotRehearse."""
    clubs = _in_turn(Club.objects.filter(is_archived=False).select_related("department"))
    entrants = []
    for stage in fmt.stages:
        wanted = direct_entries(fmt, stage) or (10 if stage is fmt.stages[0] else 0)
        chosen = [club for _number, club in zip(range(wanted), clubs, strict=False)]
        if len(chosen) < wanted:
            raise CannotRehearse(f"{fmt.code} needs {wanted} clubs for {stage.slug}")
        ranks: dict[int, int] = {}
        seeds = _seeds_of_slots(stage)
        for club in chosen:
            ranks[club.department_id] = ranks.get(club.department_id, 0) + 1
            group, seed = next(seeds, ("", None))
            entrants.append(Entrant(stage.slug, club, ranks[club.department_id], group, seed))
    return entrants


def _seeds_of_slots(stage: StageValue) -> Iterator[tuple[str, int | None]]:
    """Sections and seeds that fixed slots name: clubs that no stage sends."""
    for pair in read_slots(stage.rules.slots):
        for side in (pair.first, pair.second):
            if isinstance(side, Seeded):
                yield pair.section, side.seed


def _in_turn(clubs: Iterable[Club]) -> Iterable[Club]:
    """One club of each department, then the second of each, and so on."""
    waiting_clubs: dict[int, list[Club]] = {}
    for club in sorted(clubs, key=lambda club: (club.department.code, club.key)):
        waiting_clubs.setdefault(club.department_id, []).append(club)
    longest = max((len(found) for found in waiting_clubs.values()), default=0)
    for turn in range(longest):
        yield from (found[turn] for found in waiting_clubs.values() if turn < len(found))


def _enter(stages: Iterable[Stage], entrants: Iterable[Entrant]) -> None:
    by_slug = {stage.slug: stage for stage in stages}
    groups = {
        (group.stage_id, group.code): group
        for group in Group.objects.filter(stage__in=by_slug.values())
    }
    write(
        [
            Entry(
                stage=by_slug[entrant.stage],
                club=entrant.club,
                department=entrant.club.department,
                departmental_rank=entrant.rank,
                group=groups[by_slug[entrant.stage].pk, entrant.group] if entrant.group else None,
                seed=entrant.seed,
                via="departmental",
                evidence=Evidence.SIMULATED,
            )
            for entrant in entrants
        ],
        actor=None,
    )


class _Player:
    """Takes a season through its stages, as its officials would."""

    def __init__(self, season: Season, rng: random.Random) -> None:
        self.season = season
        self.rng = rng
        self.day = season.starts_on or dt.date(season.year, 3, 1)

    def play(self, stage: Stage) -> None:
        if stage.has_table:
            self._play_tables(stage)
        else:
            self._play_matchups(stage)
        self._settle(stage)
        self._send_on(stage)
        stage = _again(stage)
        stage.is_finished = True
        record(stage, actor=None)

    def winner(self, stage: Stage) -> Entry:
        data = _data(stage)
        if stage.has_table:
            best = next(row for table in tables(data) for row in table.rows if row.place == 1)
            return Entry.objects.select_related("club").get(pk=best.club.entry)
        final = final_of(data)
        if final is None or final.winner is None:
            raise CannotRehearse(f"{stage} ends without a winner")
        return Entry.objects.select_related("club").get(pk=final.winner.entry)

    # Tables

    def _play_tables(self, stage: Stage) -> None:
        entries = _grouped(stage)
        rules = stage.rule_set
        neutral = set(
            Round.objects.filter(stage=stage, is_neutral=True).values_list("number", flat=True)
        )
        planned = []
        for group, members in entries.items():
            if rules.pairing == Pairing.ZONAL_CROSSINGS:
                rounds = _crossed(members)
            else:
                rounds = round_robin(members, legs=rules.legs or 1, order=rules.leg_order)
            planned += [
                Planned(
                    number,
                    home,
                    away,
                    group=group,
                    date=self.day + dt.timedelta(weeks=number - 1),
                    is_neutral=number in neutral,
                )
                for number, pairs in enumerate(rounds, start=1)
                for home, away in pairs
            ]
        changed = [entry for members in entries.values() for entry in members]
        make_fixture_list(stage, planned, entries=changed, actor=None)
        self.day += dt.timedelta(weeks=max(match.round for match in planned))
        for round_ in Round.objects.filter(stage=stage).select_related("stage__season"):
            self._play_round(round_, lambda _fixture: self._score())

    def _play_round(self, round_: Round, score: Callable[[Fixture], MatchFacts]) -> None:
        fixtures = list(in_round(round_).filter(status="scheduled").select_related("matchup"))
        rows = {row.pk: FixtureState(score(row), date=row.date, time=row.time) for row in fixtures}
        done = record_round(round_, rows=rows, actor=None)
        if done.refused:
            raise CannotRehearse(str(done.refused))
        confirm_results(done.saved, actor=None)

    def _score(self, *, decisive: bool = False) -> MatchFacts:
        full = Score(self.rng.choice(_GOALS), self.rng.choice(_GOALS))
        while decisive and full.home == full.away:
            full = Score(self.rng.choice(_GOALS), self.rng.choice(_GOALS))
        half = Score(self.rng.randint(0, full.home), self.rng.randint(0, full.away))
        return MatchFacts(Status.PLAYED, full_time=full, half_time=half)

    # Matchups

    def _play_matchups(self, stage: Stage) -> None:
        page = setting_up(_again(stage))
        if page.wants_seeds:
            sections = {group.code: group for group in page.sections}
            seed_entries(
                stage,
                {
                    found.club.entry: (found.seed, sections.get(found.section))
                    for found in proposed_seeds(page)
                },
                actor=None,
            )
            page = setting_up(_again(stage))
        plan = page.planned(page.rounds)
        make_bracket(page.stage, plan, rounds=page.rounds, groups=page.names, actor=None)
        for round_ in page.rounds:
            self._fill(stage)
            self._put_in_calendar(stage)
            self._play_round(
                Round.objects.select_related("stage__season", "stage__rule_set").get(pk=round_.pk),
                lambda fixture: self._score(decisive=fixture.leg != 1 or fixture.matchup.legs == 1),
            )
            self._settle(stage)

    def _fill(self, stage: Stage) -> None:
        page = setting_up(_again(stage))
        seats = [
            (seat.view.data.pk, seat.side, seat.ought.entry)
            for seat in page.seatings
            if seat.ought is not None and seat.stands is None
        ]
        if seats:
            seat_clubs(page.stage, seats, actor=None)
            page = setting_up(_again(stage))
        if page.open_sides and page.unseated:
            lots = f"{self.season.year} {stage.slug} {self.rng.randrange(10**6)}"
            drawn = draw(page, seed=lots)
            draw_pairings(
                page.stage,
                [(found.side.view.data.pk, found.side.side, found.club.entry) for found in drawn],
                seed=lots,
                drawn_on=self.day,
                act=f"Sorteo simulado ({lots})",
                actor=None,
            )

    def _put_in_calendar(self, stage: Stage) -> None:
        page = setting_up(_again(stage))
        for round_ in page.to_play:
            matchups = Matchup.objects.filter(
                pk__in={leg.view.data.pk for leg in round_.legs}
            ).select_related("round", "group")
            by_key, entries = matchups.in_bulk(), Entry.objects.filter(stage=stage).in_bulk()
            make_legs(
                page.stage,
                [
                    PlannedLeg(
                        by_key[leg.view.data.pk],
                        leg.leg.number,
                        entries[leg.home.entry],
                        entries[leg.away.entry],
                        is_neutral=leg.leg.is_neutral,
                        date=self.day + dt.timedelta(weeks=leg.leg.number - 1),
                    )
                    for leg in round_.legs
                ],
                actor=None,
            )
            self.day += dt.timedelta(weeks=max(round_.numbers, default=1))

    # What the rules leave open

    def _settle(self, stage: Stage) -> None:
        """Extra matches, penalties and lots until nothing waits."""
        for _step in range(_MOST_STEPS):
            items = waiting(_data(stage))
            if not items:
                return
            self._settle_one(stage, items[0])
        raise CannotRehearse(f"{stage}: {items[0].steps} settle nothing")

    def _settle_one(self, stage: Stage, item: Waiting) -> None:
        entries = Entry.objects.filter(stage=stage).select_related("club", "stage").in_bulk()
        level = [entries[pk] for pk in sorted(item.entries)]
        step = item.steps[0] if item.steps else "ruling"
        if step == "extra_match" and len(level) == 2:
            match = extra_match(level[0], level[1], on=self.day, is_neutral=True)
            match.group = level[0].group if stage.has_table else None
            if item.matchup is not None:
                match.matchup = Matchup.objects.get(pk=item.matchup.data.pk)
                match.round = match.matchup.round
            facts = self._score(decisive=True)
            match.status = "played"
            match.home_goals, match.away_goals = facts.full_time.home, facts.full_time.away
            match.is_official, match.evidence = True, Evidence.SIMULATED
            record(match, actor=None)
        elif item.matchup is not None and step in ("penalties", "extra_time"):
            leg = Fixture.objects.get(pk=item.matchup.legs[-1].pk)
            leg.home_penalties, leg.away_penalties = self.rng.choice(((5, 4), (4, 5), (4, 2)))
            record(leg, actor=None, reason="Penales (simulado)")
        else:
            order = self.rng.sample(level, len(level))
            record_lots(
                stage,
                positions={entry: place for place, entry in enumerate(order, start=1)},
                group=level[0].group if stage.has_table else None,
                matchup=Matchup.objects.get(pk=item.matchup.data.pk) if item.matchup else None,
                drawn_on=self.day,
                act="Sorteo simulado",
                actor=None,
            )

    # Upwards

    def close(self, stage: Stage) -> None:
        """Confirm again what later stages changed (a promoted club leaves its other berth), and
        record what the season gave."""
        if confirming_page(_again(stage)).plan.changes:
            self._confirm(stage)
        qualifiers = QualifierList.objects.filter(stage=stage).first()
        if qualifiers is not None:
            record_outcomes(qualifiers, actor=None)

    def _send_on(self, stage: Stage) -> None:
        self._confirm(stage)
        for following in confirming_page(_again(stage)).following:
            enter_qualifiers(
                QualifierList.objects.select_related("stage__league", "stage__season").get(
                    stage=stage
                ),
                stage=following.stage,
                carried=following.carried,
                actor=None,
            )

    def _confirm(self, stage: Stage) -> None:
        plan = confirming_page(_again(stage)).plan
        if plan.open:
            raise CannotRehearse(f"{stage}: {plan.open[0].zone.label} is open")
        if not plan.lines:
            return
        entries = Entry.objects.filter(stage=stage).in_bulk()
        stages = Stage.objects.filter(season=self.season).in_bulk()
        confirm_qualifiers(
            stage,
            proposed=[
                Proposed(
                    entry=entries[line.club.entry],
                    place=line.place,
                    zone_code=line.zone,
                    via=line.via,
                    to_stage=stages.get(line.destination.stage),
                    outcome=line.destination.outcome,
                    destination="" if line.destination.stage else line.destination.label.es,
                )
                for line in plan.lines
            ],
            on=self.day,
            actor=None,
        )


def _again(stage: Stage) -> Stage:
    return Stage.objects.select_related("season", "rule_set", "league").get(pk=stage.pk)


def _data(stage: Stage) -> StageData:
    again = _again(stage)
    return load([again])[again.pk]


def _grouped(stage: Stage) -> Mapping[Group | None, list[Entry]]:
    """The clubs by group: those that have one there, the others where there is room, best first and
    forwards and back in turns."""
    entries = list(
        Entry.objects.filter(stage=stage)
        .select_related("club", "group", "department")
        .order_by("origin_place", "departmental_rank", "club__key")
    )
    groups = list(Group.objects.filter(stage=stage))
    if stage.kind == StageKind.SINGLE_TABLE or not groups:
        return {None: entries}
    found: dict[Group, list[Entry]] = {group: [] for group in groups}
    for entry in entries:
        if entry.group is not None:
            found[entry.group].append(entry)
    waiting_entries = [entry for entry in entries if entry.group is None]
    order = list(groups)
    while waiting_entries:
        room = [g for g in order if g.size is None or len(found[g]) < g.size]
        if not room:
            raise CannotRehearse(f"{stage}: {len(waiting_entries)} clubs more than its groups hold")
        for group in room[: len(waiting_entries)]:
            entry = waiting_entries.pop(0)
            entry.group = group
            found[group].append(entry)
        order.reverse()
    return found


def _crossed(entries: Sequence[Entry]) -> list[list[tuple[Entry, Entry]]]:
    """Zonal crossings of champions and runners-up with the least travel."""
    by_rank = {(entry.department.code, entry.departmental_rank): entry for entry in entries}
    corners = [
        Corner(code, Point(row.latitude, row.longitude), Point(row.latitude, row.longitude))
        for code, row in sorted({e.department.code: e.department for e in entries}.items())
    ]
    crossed = cross(corners)
    return [
        [(by_rank[home], by_rank[away]) for home, away in pairs]
        for pairs in rounds_of(crossed.pairs, km=distances(corners))
    ]
