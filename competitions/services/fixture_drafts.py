"""A fixture list as it would be: from what an official asks for to every match with its place.

Nothing is written before `write_draft`, and what that writes is what the draft has shown.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.db.models import Model

from competitions.choices import LegOrder, LotsPurpose, StageKind
from competitions.core.fixture_list import Balance, Pair, balance_of, list_of, resting
from competitions.models import Entry, Fixture, Group, LotsDrawn, LotsPosition, Stage, Venue
from competitions.selectors import rules_of
from competitions.services.elsewhere import elsewhere
from competitions.services.entering import Entering, entering
from competitions.services.fixture_groups import (
    DraftGroup,
    faults_of_clubs,
    grouped,
    groups_there,
    put_seeds,
)
from competitions.services.fixture_lists import Planned, make_fixture_list
from competitions.services.fixture_wishes import Asked, Lots, Way
from competitions.services.naming import key_of, named_grounds
from competitions.services.placing import Placed, Unarrangeable, place
from competitions.services.writing import Actor


@dataclass(frozen=True, slots=True)
class DraftRound:
    number: int
    matches: tuple[Planned, ...]
    resting: tuple[Entry, ...]

    @property
    def days(self) -> list[dt.date]:
        return sorted({match.date for match in self.matches if match.date})


@dataclass(frozen=True, slots=True)
class Draft:
    """A list to be looked at and then written. `clubs` says who comes in and who leaves with it,
    `left_groups` are those of the stage that it has no use for."""

    stage: Stage
    groups: tuple[DraftGroup, ...]
    rounds: tuple[DraftRound, ...]
    balance: tuple[tuple[Entry, Balance], ...]
    clubs: Entering
    new_grounds: tuple[Venue, ...] = ()
    new_groups: tuple[Group, ...] = ()
    left_groups: tuple[Group, ...] = ()
    lots: Lots | None = None
    rows: tuple[Model, ...] = ()

    @property
    def planned(self) -> list[Planned]:
        return [match for found in self.rounds for match in found.matches]

    @property
    def entries(self) -> list[Entry]:
        return [entry for group in self.groups for entry in group.entries]

    @property
    def breaks(self) -> int:
        return sum(balance.breaks for _entry, balance in self.balance)

    @property
    def token(self) -> str:
        """A digest of all that it would write: what is confirmed is what was shown."""
        lines = [
            *(
                f"{group.group} {[(entry.name, entry.seed) for entry in group.entries]}"
                for group in self.groups
            ),
            *(
                f"{m.round} {m.home.name} {m.away.name} {m.group} {m.date} {m.time} {m.venue}"
                for m in self.planned
            ),
            *(f"{entry.pk}" for entry in self.clubs.leaving),
            *(f"{group.pk}" for group in self.left_groups),
        ]
        return blake2b("\n".join(lines).encode(), digest_size=9).hexdigest()


def draft(stage: Stage, asked: Asked, *, actor: Actor) -> Draft:
    """The list that was asked for. Nothing is written. Raises Unarrangeable with all faults."""
    clubs = entering(stage, clubs=asked.clubs, names=asked.names, actor=actor)
    entries = clubs.entries
    calendar = asked.calendar
    names = list(calendar.grounds) if calendar else []
    grounds, unknown = named_grounds(names, league=stage.league, actor=actor)
    faults = [*clubs.faults, *unknown, *faults_of_clubs(asked, entries)]
    if faults:
        raise Unarrangeable(faults)
    put_seeds(asked, entries)
    there = groups_there(stage)
    groups = grouped(stage, asked, entries, there=there)
    by_key = {key_of(entry.club): entry for entry in entries}
    numbered = [[key_of(entry.club) for entry in group.entries] for group in groups]
    pairs = list_of(numbered, legs=asked.legs, order=asked.order)
    placed: Mapping[Pair, Placed] = {pair: Placed() for pair in pairs}
    if calendar:
        placed = place(
            pairs,
            calendar,
            names={key: entry.name for key, entry in by_key.items()},
            grounds=grounds,
            around=elsewhere(stage, clubs=by_key, grounds=grounds, since=calendar.since),
        )
    rounds = _rounds(placed, groups, by_key, resting(numbered, pairs))
    balance = balance_of(pairs)
    new_grounds = [venue for venue in grounds.values() if venue.pk is None]
    new_groups = [group.group for group in groups if group.group and group.group.pk is None]
    used = {group.group.pk for group in groups if group.group}
    lots = asked.lots if asked.way == Way.LOTS else None
    return Draft(
        stage=stage,
        groups=tuple(groups),
        rounds=tuple(rounds),
        balance=tuple((entry, balance[key]) for key, entry in by_key.items()),
        clubs=clubs,
        new_grounds=tuple(new_grounds),
        new_groups=tuple(new_groups),
        left_groups=tuple(group for group in there if group.pk not in used),
        lots=lots,
        rows=(
            *new_grounds,
            *new_groups,
            *_rules_rows(stage, asked),
            *clubs.rows,
            *_lots_rows(stage, lots, groups),
        ),
    )


def write_draft(
    found: Draft, *, actor: Actor, seen: str = "", replace: bool = False
) -> list[Fixture]:
    """Write a list with all that it brings along, in one act. Raises Refused."""
    has_groups = any(group.group for group in found.groups)
    found.stage.kind = StageKind.GROUPS if has_groups else StageKind.SINGLE_TABLE
    return make_fixture_list(
        found.stage,
        found.planned,
        actor=actor,
        reason=found.lots.act if found.lots else "",
        seen=seen,
        replace=replace,
        also=found.rows,
        dropped=(*found.clubs.leaving, *found.left_groups),
    )


def _rounds(
    placed: Mapping[Pair, Placed],
    groups: Sequence[DraftGroup],
    entries: Mapping[Any, Entry],
    rests: Mapping[int, Sequence[Any]],
) -> Iterator[DraftRound]:
    """The list by rounds, each in the order in which it is played."""
    for number, resting_here in sorted(rests.items()):
        matches = [
            Planned(
                number,
                entries[pair.home],
                entries[pair.away],
                group=groups[pair.group].group,
                date=to.date,
                time=to.time,
                venue=to.venue,
            )
            for pair, to in placed.items()
            if pair.round == number
        ]
        yield DraftRound(number, tuple(matches), tuple(entries[key] for key in resting_here))


def _rules_rows(stage: Stage, asked: Asked) -> list[Model]:
    """The rules, where they are to say how often everyone meets."""
    rules = rules_of(stage)
    if rules is None:
        return []
    rules.legs, rules.leg_order = asked.legs, LegOrder(asked.order)
    return [rules]


def _lots_rows(stage: Stage, lots: Lots | None, groups: Sequence[DraftGroup]) -> list[Model]:
    """The drawing, with the numbers of all clubs: through the first group, then the next."""
    if lots is None:
        return []
    row = LotsDrawn(
        stage=stage,
        purpose=LotsPurpose.GROUPS,
        seed=lots.seed,
        drawn_on=lots.drawn_on,
        act=lots.act,
        drawn_by=lots.drawn_by,
        evidence=stage.season.evidence_within,
    )
    drawn = [entry for group in groups for entry in group.entries]
    return [
        row,
        *(
            LotsPosition(lots=row, entry=entry, position=position)
            for position, entry in enumerate(drawn, start=1)
        ),
    ]
