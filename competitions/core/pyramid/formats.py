"""Which formats a league of a pyramid can play, and how one is cut to its clubs.

A format says how many clubs it was played with; a made-up league has others. The number of rounds,
of those who go up and what they bring along stay; groups become more or fewer of about the same
size, or larger where fixed slots name them or their clubs go up; brackets get the rounds that their
clubs need.
"""

from collections.abc import Sequence
from dataclasses import replace

from competitions.core.crossing_rounds import ROUNDS
from competitions.core.formats import UPWARDS, Format, berths_of_zone
from competitions.core.knock_out import usual_rounds
from competitions.core.pack.values import GroupValue, RoundValue, StageValue, ZoneValue

ROUND_NAMES = {
    "": ("Ronda previa", "Preliminary round"),
    "round_of_32": ("Dieciseisavos de final", "Round of 32"),
    "round_of_16": ("Octavos de final", "Round of 16"),
    "quarterfinals": ("Cuartos de final", "Quarterfinals"),
    "semifinals": ("Semifinales", "Semifinals"),
}
"""Of rounds that a bracket needs before those of its format."""


def fits(fmt: Format, clubs: int) -> bool:
    """Whether so many clubs can play it."""
    if fmt.stages[0].kind == "knock_out" and clubs % 2:
        return False
    return (fmt.least or 2) <= clubs <= (fmt.most or clubs)


def sends(fmt: Format) -> int:
    """How many clubs go to the league above."""
    return sum(
        berths_of_zone(zone, stage)
        for stage in fmt.stages
        for zone in stage.rules.zones
        if zone.leads_to == UPWARDS
    )


def fitted(fmt: Format, clubs: int) -> Format:
    """The format for so many clubs; every stage has its size."""
    are_named = any(stage.rules.slots for stage in fmt.stages)
    arriving = {fmt.stages[0].slug: clubs}
    stages = []
    for stage in fmt.stages:
        goes_up = any(zone.leads_to == UPWARDS for zone in stage.rules.zones)
        cut = _cut(stage, arriving[stage.slug], keeps_groups=are_named or goes_up)
        for zone in cut.rules.zones:
            sent = berths_of_zone(zone, cut)
            arriving[zone.leads_to] = arriving.get(zone.leads_to, 0) + sent
        stages.append(cut)
    return replace(fmt, stages=tuple(stages))


def rounds_needed(stage: StageValue) -> int:
    """How many days of play a fitted stage takes."""
    if stage.kind == "knock_out":
        return sum(found.legs or 1 for found in stage.rounds)
    if stage.rules.pairing == "zonal_crossings":
        return ROUNDS
    largest = max((group.size or 0 for group in stage.groups), default=stage.size or 0)
    return (largest - 1 + largest % 2) * (stage.rules.legs or 1)


def _cut(stage: StageValue, clubs: int, *, keeps_groups: bool) -> StageValue:
    if clubs == stage.size:
        return stage
    if stage.kind == "knock_out":
        return _bracket(stage, clubs)
    groups = _groups(stage, clubs, keeps=keeps_groups) if stage.groups else ()
    zones = _bands(stage.rules.zones, of=None if groups else stage.size, clubs=clubs)
    return replace(stage, size=clubs, groups=groups, rules=replace(stage.rules, zones=zones))


def _groups(stage: StageValue, clubs: int, *, keeps: bool) -> tuple[GroupValue, ...]:
    number = len(stage.groups)
    if not keeps:
        number = max(round(clubs * number / (stage.size or clubs)), 1)
    least, more = divmod(clubs, number)
    return tuple(
        replace(_group(stage.groups[0], place), size=least + (place < more))
        for place in range(number)
    )


def _group(first: GroupValue, place: int) -> GroupValue:
    """The group of a place, called as the first one is: by numbers or by letters."""
    code = f"{place + 1:02}" if first.code.isdigit() else chr(ord(first.code) + place)
    shown, other = first.code.lstrip("0"), code.lstrip("0")
    return GroupValue(
        code=code,
        name=first.name.removesuffix(shown) + other,
        name_en=first.name_en.removesuffix(shown) + other,
    )


def _bands(zones: Sequence[ZoneValue], *, of: int | None, clubs: int) -> tuple[ZoneValue, ...]:
    """The zones for so many clubs: one that ended at the last place of the table ends there still,
    and begins behind the zone before it, or as far from the end as it did."""
    bands: list[ZoneValue] = []
    before = 0
    for zone in zones:
        if zone.kind != "places" or not zone.first_place or not zone.last_place:
            bands.append(zone)
            continue
        first, last = zone.first_place, min(zone.last_place, clubs)
        if zone.last_place == of:
            last = clubs
            if first != before + 1:
                first = clubs - (zone.last_place - first)
        before = zone.last_place
        if first <= last:
            bands.append(replace(zone, first_place=first, last_place=last))
    return tuple(bands)


def _bracket(stage: StageValue, clubs: int) -> StageValue:
    """The bracket for so many clubs, up to the same round. One of a single round stays one."""
    rounds, more = list(stage.rounds), 0
    if len(rounds) > 1:
        more = (clubs - 1).bit_length() - ((stage.size or clubs) - 1).bit_length()
    first = rounds[0]
    if more > 0:
        keys = usual_rounds(clubs)[:more]
        rounds = [_round(key, legs=first.legs) for key in keys] + rounds
    rounds = [replace(row, number=n) for n, row in enumerate(rounds[max(-more, 0) :], start=1)]
    zones = tuple(
        replace(zone, round_number=max((zone.round_number or 1) + more, 1))
        for zone in stage.rules.zones
    )
    rules = replace(stage.rules, zones=zones)
    return replace(stage, size=clubs, rounds=tuple(rounds), rules=rules)


def _round(key: str, *, legs: int | None) -> RoundValue:
    name, name_en = ROUND_NAMES[key]
    return RoundValue(number=1, name=name, name_en=name_en, key=key, legs=legs)
