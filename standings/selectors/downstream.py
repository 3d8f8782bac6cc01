"""What a correction changes downstream, stage by stage, all of it before anything is written.

From a stage with a confirmed list on: the list as it would be now, the clubs of it in the stages
that follow, what they bring along, the sides of brackets, and the lists of those stages in turn.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from graphlib import TopologicalSorter
from hashlib import blake2b

from competitions.models import Stage
from competitions.selectors import rules_of
from standings.selectors.arrivals import (
    Arrivals,
    Known,
    Passing,
    arrivals_at,
    groups_of,
)
from standings.selectors.brackets import matchup_views
from standings.selectors.consequences import supposed
from standings.selectors.going_through import Differences, Line, Plan, going_through
from standings.selectors.qualification import leading_zones
from standings.selectors.reading import load
from standings.selectors.seating import CameFrom, Seating, origins_in, seatings
from standings.selectors.snapshot import ClubData, FixtureData, MatchupData, StageData


@dataclass(frozen=True, slots=True)
class Step:
    """What changes in a stage. `seatings` are sides of its bracket that change, `played` those that
    only a ruling can change; `changes` those of its own confirmed list, and `plan` what its rules
    say once all that has happened."""

    known: Known
    clubs: Arrivals
    seatings: tuple[Seating, ...]
    played: tuple[Seating, ...]
    plan: Plan | None
    changes: Differences

    @property
    def stage(self) -> Stage:
        return self.known.stage

    @property
    def is_empty(self) -> bool:
        return not (self.is_written or self.clubs.staying or self.played)

    @property
    def is_written(self) -> bool:
        clubs = self.clubs
        arrives = clubs.passing or clubs.entering or clubs.leaving or clubs.brought
        return bool(arrives or self.seatings or self.changes)

    @property
    def is_correction(self) -> bool:
        """Whether it is more than what every stage goes through: clubs entered, open sides filled.
        A club that plays, came from a stage before and is not on its list, with nobody in its
        place, may have come by another way."""
        clubs = self.clubs
        other = any(seating.kind != "fill" for seating in (*self.seatings, *self.played))
        moved = clubs.passing or clubs.leaving or clubs.brought
        waits = any(staying.comes for staying in clubs.staying)
        return bool(moved or waits or other or self.changes)

    @property
    def is_in_doubt(self) -> bool:
        """Whether its list would be confirmed with something missing."""
        plan = self.plan
        return bool(self.changes and plan and (plan.missing or plan.open or plan.vacant))

    @property
    def is_more_than_list(self) -> bool:
        """Whether anything but its own list changes, or would."""
        return self.clubs != Arrivals() or bool(self.seatings or self.played)

    def sides_of(self, passing: Passing) -> Iterator[tuple[str, str]]:
        """The sides of the bracket that pass to another club with its entry: what they say of where
        it comes from, and the keys of the matchups."""
        moved = {(s.view.data.pk, s.side) for s in (*self.seatings, *self.played)}
        for matchup in self.known.data.matchups:
            slots = ((matchup.first, matchup.first_slot), (matchup.second, matchup.second_slot))
            for side, (entry, slot) in enumerate(slots):
                if entry == passing.club.entry and (matchup.pk, side) not in moved:
                    yield slot, matchup.key

    def moved_matches(self, seating: Seating) -> int:
        """How many matches to come go with a side of the bracket."""
        legs = [f for f in self.known.data.fixtures if f.matchup == seating.view.data.pk]
        stands = seating.stands.entry if seating.stands else None
        return sum(stands in (leg.home, leg.away) for leg in legs)


@dataclass(frozen=True, slots=True)
class Downstream:
    """All of it, each stage after those that feed it."""

    steps: tuple[Step, ...] = ()

    @property
    def is_correction(self) -> bool:
        return any(step.is_correction for step in self.steps)

    @property
    def is_written(self) -> bool:
        """Whether an official can have it carried out; otherwise it waits for rulings."""
        return self.is_correction and any(step.is_written for step in self.steps)

    @property
    def goes_further(self) -> bool:
        """Whether more changes than the list it begins with."""
        return self.is_correction and (
            len(self.steps) > 1 or any(step.is_more_than_list for step in self.steps)
        )

    @property
    def is_in_doubt(self) -> bool:
        return any(step.is_in_doubt for step in self.steps)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Those that something is written of."""
        return tuple(step.stage for step in self.steps if step.is_written)

    @property
    def token(self) -> str:
        """What a form sends back, so that nothing else is carried out than what was shown."""
        states = ";".join(f"{s.known.data.pk}:{s.known.data.version}" for s in self.steps)
        return blake2b(states.encode(), digest_size=12).hexdigest()


# Reading


def known_from(stages: Iterable[Stage]) -> dict[int, Known]:
    """The stages, and all that confirmed lists lead to from them. They need their season, rules and
    league. For each step on the way one query, one for where entries came from, and a snapshot."""
    known: dict[int, Known] = {}
    level = list(stages)
    while level:
        snapshots = load(level)
        origins = origins_in([stage.pk for stage in level])
        for stage in level:
            known[stage.pk] = Known(stage, snapshots[stage.pk], origins[stage.pk])
        goals = {goal for data in snapshots.values() for goal in _goals(data)} - known.keys()
        level = (
            list(
                Stage.objects.filter(pk__in=goals)
                .select_related("season", "rule_set", "league")
                .order_by("position", "pk")
            )
            if goals
            else []
        )
    return known


def _goals(stage: StageData) -> set[int]:
    """Where a confirmed list leads to, as it is or as it may be."""
    if not stage.qualifiers:
        return set()
    listed = {row.to_stage for row in stage.qualifiers}
    by_rule = {zone.leads_to for zone in leading_zones(stage)}
    return {goal for goal in listed | by_rule if goal is not None}


# What changes


@dataclass(slots=True)
class _Coming:
    """What comes to a stage from those before it."""

    clubs: list[Arrivals] = field(default_factory=list)

    def all(self) -> Arrivals:
        return Arrivals(
            passing=tuple(found for part in self.clubs for found in part.passing),
            entering=tuple(found for part in self.clubs for found in part.entering),
            leaving=tuple(found for part in self.clubs for found in part.leaving),
            staying=tuple(found for part in self.clubs for found in part.staying),
            brought=tuple(found for part in self.clubs for found in part.brought),
        )


def downstream(root: int, known: Mapping[int, Known]) -> Downstream:
    """What a stage with a confirmed list changes from there on, by what is recorded today."""
    coming: dict[int, _Coming] = {}
    steps = []
    for pk in _in_order(root, known):
        here = known[pk]
        is_root = pk == root
        if not is_root and pk not in coming:
            continue
        step, after = _step(here, coming.get(pk, _Coming()).all(), is_root=is_root)
        if not step.is_empty:
            steps.append(step)
        if step.plan is None:
            continue
        for goal in _goals(here.data):
            arrivals = arrivals_at(after, step.plan, known[goal])
            if arrivals is not None:
                coming.setdefault(goal, _Coming()).clubs.append(arrivals)
    return Downstream(tuple(steps))


def _in_order(root: int, known: Mapping[int, Known]) -> Iterator[int]:
    """The stages that can be reached, each after those that lead to it."""
    sorter: TopologicalSorter[int] = TopologicalSorter({root: ()})
    reached, left = {root}, [root]
    while left:
        pk = left.pop()
        for goal in _goals(known[pk].data):
            sorter.add(goal, pk)
            if goal not in reached:
                reached.add(goal)
                left.append(goal)
    return iter(sorter.static_order())


def _step(here: Known, clubs: Arrivals, *, is_root: bool) -> tuple[Step, StageData]:
    """What changes in the stage, and the stage after that."""
    arrived, origins = _arrived(here, clubs)
    sides, played = _sides(here, arrived, origins, clubs)
    after = _seated(arrived, sides, clubs)
    is_touched = is_root or bool(sides) or clubs != Arrivals()
    plan = going_through(after) if here.data.qualifiers and is_touched else None
    changes = plan.changes if plan else Differences()
    return Step(here, clubs, sides, played, plan, changes), after


def _arrived(here: Known, clubs: Arrivals) -> tuple[StageData, Mapping[int, CameFrom]]:
    """The stage with other clubs in it. Those that leave stand in it without a right to a side."""
    rows, origins = dict(here.data.clubs), dict(here.origins)
    if clubs == Arrivals():
        return here.data, origins
    for passing in clubs.passing:
        old = passing.club
        rows[old.entry] = _entered(
            passing.line, old.entry, passing.points, group=old.group, seed=old.seed
        )
        origins[old.entry] = _came(passing.line)
    for entering in clubs.entering:
        rows[entering.entry] = _entered(entering.line, entering.entry, entering.points)
        origins[entering.entry] = _came(entering.line)
    for found in clubs.brought:
        club = rows[found.entry]
        rows[found.entry] = replace(club, carried=Fraction(found.points), origin_place=found.place)
        origins[found.entry] = replace(origins[found.entry], place=found.place)
    for club in clubs.leaving:
        rows[club.entry] = replace(club, seed=None, via="")
        origins.pop(club.entry)
    return supposed(here.data, clubs=rows), origins


def _entered(
    line: Line, entry: int, points: Decimal, *, group: str = "", seed: int | None = None
) -> ClubData:
    return replace(
        line.club,
        entry=entry,
        group=group,
        seed=seed,
        carried=Fraction(points),
        via=line.via,
        origin_place=line.place,
        adjustments=(),
        exclusions=(),
        lots=None,
    )


def _came(line: Line) -> CameFrom:
    return CameFrom(line.place, groups_of(line), line.club.entry)


def _sides(
    here: Known, arrived: StageData, origins: Mapping[int, CameFrom], clubs: Arrivals
) -> tuple[tuple[Seating, ...], tuple[Seating, ...]]:
    """Sides of the bracket that change, and those that would, had they not been played. Open sides
    that could have been filled before are left to the page of the bracket."""
    if here.data.has_table or not here.data.matchups:
        return (), ()
    rules = rules_of(here.stage)
    anew = bool(rules and rules.pairs_anew)
    before = {s.token for s in seatings(here.data, here.origins, pairs_anew=anew)}
    found = list(seatings(arrived, origins, pairs_anew=anew))
    found += _left(arrived, clubs, {(s.view.data.pk, s.side) for s in found})
    changed = [s for s in found if s.kind != "fill" or s.token not in before]
    return (
        tuple(s for s in changed if s.kind == "fill" or not s.is_played),
        tuple(s for s in changed if s.kind != "fill" and s.is_played),
    )


def _left(stage: StageData, clubs: Arrivals, told: set[tuple[int, int]]) -> Iterator[Seating]:
    """Sides on which a club stands that leaves, whatever put it there."""
    leaving = {club.entry for club in clubs.leaving}
    for view in matchup_views(stage) if leaving else ():
        sides = ((view.data.first, view.first.slot), (view.data.second, view.second.slot))
        for side, (entry, slot) in enumerate(sides):
            if entry in leaving and (view.data.pk, side) not in told:
                yield Seating(view, side, slot, stage.clubs[entry], None)


def _seated(arrived: StageData, sides: Sequence[Seating], clubs: Arrivals) -> StageData:
    """The stage with the clubs on their sides, and the legs to come with them."""
    leaving = {club.entry for club in clubs.leaving}
    if not sides and not leaving:
        return arrived
    by_matchup: dict[int, dict[int, int | None]] = {}
    for seating in sides:
        ought = seating.ought.entry if seating.ought else None
        by_matchup.setdefault(seating.view.data.pk, {})[seating.side] = ought
    before = {matchup.pk: matchup for matchup in arrived.matchups}
    after = {
        pk: replace(
            before[pk],
            first=found.get(0, before[pk].first),
            second=found.get(1, before[pk].second),
        )
        for pk, found in by_matchup.items()
    }
    return supposed(
        arrived,
        clubs={e: club for e, club in arrived.clubs.items() if e not in leaving},
        matchups=tuple(after.get(m.pk, m) for m in arrived.matchups),
        fixtures=tuple(_legs(arrived.fixtures, before, after)),
    )


def _legs(
    fixtures: Iterable[FixtureData],
    before: Mapping[int, MatchupData],
    after: Mapping[int, MatchupData],
) -> Iterator[FixtureData]:
    for fixture in fixtures:
        new = after.get(fixture.matchup or 0)
        if new is None:
            yield fixture
        elif new.first is not None and new.second is not None:
            old = before[new.pk]
            swap = {old.first: new.first, old.second: new.second}
            yield replace(
                fixture,
                home=swap.get(fixture.home, fixture.home),
                away=swap.get(fixture.away, fixture.away),
            )
