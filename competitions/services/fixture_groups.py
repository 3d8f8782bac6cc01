"""The clubs of a fixture list in their groups, and what stands against them."""

import string
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from competitions.choices import StageKind
from competitions.core.consistency import Fault
from competitions.core.grouping import draw_groups, serpentine, sizes_of
from competitions.core.pairing import Impossible
from competitions.models import Entry, Group, Stage
from competitions.services.fixture_wishes import Asked, Lots, Way
from competitions.services.naming import key_of
from competitions.services.placing import Unarrangeable

MOST_FIXTURES = 2000


@dataclass(frozen=True, slots=True)
class DraftGroup:
    """Clubs in the order of their numbers. `group` is None in a single table."""

    group: Group | None
    entries: tuple[Entry, ...]


def faults_of_clubs(asked: Asked, entries: Sequence[Entry]) -> Iterator[Fault]:
    count = len(entries)
    if count < 2:
        yield Fault("too_few_clubs", "clubs", {"count": count})
    elif asked.way == Way.HAND and asked.groups > 1:
        yield from _faults_by_hand(asked, entries)
    elif asked.sizes:
        yield from _faults_of_sizes(asked, count)
    elif count < 2 * asked.groups:
        params = {"clubs": count, "groups": asked.groups, "most": count // 2}
        yield Fault("too_many_groups", "groups", params)
    if asked.way == Way.SEEDS:
        taken: dict[int, Entry] = {}
        for entry in entries:
            seed = asked.seeds.get(key_of(entry.club))
            if seed in taken:
                names = {"name": entry.name, "other": taken[seed].name, "seed": seed}
                yield Fault("seed_twice", "seeds", names)
            elif seed is not None:
                taken[seed] = entry


def _faults_of_sizes(asked: Asked, count: int) -> Iterator[Fault]:
    places = sum(asked.sizes)
    if len(asked.sizes) != asked.groups:
        params = {"sizes": len(asked.sizes), "groups": asked.groups}
        yield Fault("sizes_of_other_groups", "sizes", params)
    elif places != count:
        code = "places_missing" if places < count else "places_left"
        params = {"places": places, "clubs": count, "difference": abs(places - count)}
        yield Fault(code, "sizes", params)
    elif min(asked.sizes) < 2:
        yield Fault("group_too_small", "sizes", {"count": min(asked.sizes)})


def _faults_by_hand(asked: Asked, entries: Sequence[Entry]) -> Iterator[Fault]:
    sizes = [0] * asked.groups
    for entry in entries:
        number = asked.groups_of.get(key_of(entry.club))
        if number is None or not 0 <= number < asked.groups:
            yield Fault("club_without_group", "groups_of", {"name": entry.name})
        else:
            sizes[number] += 1
    if sum(sizes) == len(entries):
        for number, size in enumerate(sizes):
            if size < 2:
                params = {"group": _letter(number), "count": size}
                yield Fault("group_without_rival", "groups_of", params)


def put_seeds(asked: Asked, entries: Sequence[Entry]) -> None:
    for entry in entries if asked.way == Way.SEEDS else ():
        key = key_of(entry.club)
        if key in asked.seeds:
            entry.seed = asked.seeds[key]


def grouped(
    stage: Stage, asked: Asked, entries: Sequence[Entry], *, there: Sequence[Group]
) -> list[DraftGroup]:
    """The clubs in their groups, each in the order of its numbers; `there` are groups on record."""
    groups = _groups(stage, there, asked.groups)
    sizes = asked.sizes or _sizes(groups, len(entries), asked.groups)
    shares: Sequence[Sequence[Entry]]
    if asked.way == Way.LOTS and asked.lots is not None:
        shares = _drawn(entries, sizes, asked.lots)
    elif asked.way == Way.HAND and asked.groups > 1:
        shares = [
            [entry for entry in entries if asked.groups_of[key_of(entry.club)] == number]
            for number in range(asked.groups)
        ]
    else:
        ranked = sorted(entries, key=lambda entry: (entry.seed is None, entry.seed or 0))
        shares = serpentine(ranked, sizes)
    found = []
    for group, share in zip(groups, shares, strict=True):
        for entry in share:
            entry.group = group
        found.append(DraftGroup(group, tuple(share)))
    fixtures = sum(asked.legs * len(share) * (len(share) - 1) // 2 for share in shares)
    if fixtures > MOST_FIXTURES:
        raise Unarrangeable(
            [Fault("list_too_long", "legs", {"count": fixtures, "most": MOST_FIXTURES})]
        )
    return found


def _drawn(entries: Sequence[Entry], sizes: Sequence[int], lots: Lots) -> list[list[Entry]]:
    # In an order that does not hang on keys: anybody can draw the same again from the names.
    pot = sorted(entries, key=lambda entry: (entry.club.key, entry.department.code))

    def department(entry: Entry) -> Hashable:
        return entry.department if lots.keeps_apart else id(entry)

    try:
        return draw_groups(pot, sizes, seed=lots.seed, apart=department)
    except Impossible as impossible:
        reason = impossible.reason
        params = {
            "count": reason.clubs,
            "department": str(reason.key),
            "groups": reason.places,
        }
        raise Unarrangeable([Fault("apart_impossible", "keeps_apart", params)]) from impossible


def groups_there(stage: Stage) -> list[Group]:
    return list(Group.objects.filter(stage=stage).order_by("position", "code"))


def _groups(stage: Stage, there: Sequence[Group], count: int) -> list[Group | None]:
    """The first groups of the stage, and new ones where more are wanted; None for one table."""
    if count == 1 and (len(there) > 1 or (not there and stage.kind == StageKind.SINGLE_TABLE)):
        return [None]
    there = there[:count]
    codes = {group.code.upper() for group in there}
    letters = (letter for letter in string.ascii_uppercase if letter not in codes)
    last = max((group.position for group in there), default=0)
    new = [
        Group(
            stage=stage,
            code=letter,
            name=f"Grupo {letter}",
            name_en=f"Group {letter}",
            position=last + number,
        )
        for number, letter in zip(range(1, count - len(there) + 1), letters, strict=False)
    ]
    return [*there, *new]


def _letter(number: int) -> str:
    return string.ascii_uppercase[number % 26]


def _sizes(groups: Sequence[Group | None], clubs: int, count: int) -> tuple[int, ...]:
    """As the groups have it, where they say so and it comes out even; else as equal as can be."""
    said = tuple(group.size or 0 for group in groups if group)
    return said if said and min(said) >= 2 and sum(said) == clubs else sizes_of(clubs, count)
