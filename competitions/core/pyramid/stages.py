"""One stage of a pyramid: its fixtures, its results, and who goes on by its rules."""

import datetime as dt
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import cast

from competitions.core.calendar import round_robin
from competitions.core.formats import matchups_of
from competitions.core.knock_out import MatchupPlan
from competitions.core.pack.values import RoundValue, StageValue
from competitions.core.pairing import legs_of
from competitions.core.pyramid.matches import decide, kick_off, play, shoot_out
from competitions.core.pyramid.values import (
    Entrant,
    Judge,
    Judged,
    Lots,
    Match,
    Played,
    Tie,
)
from competitions.core.slots import Origin, PlaceOf, Seeded, WinnerOf, in_words

REMARK = "Etapa simulada: ni los clubes ni los resultados existen."
REMARK_EN = "A simulated stage: neither the clubs nor the results exist."
Pairs = Sequence[tuple[int, int]]
CONFIRMED_AFTER = dt.timedelta(days=2)
"""The day between is for extra matches and lots."""


def play_table(
    value: StageValue,
    entrants: list[Entrant],
    *,
    position: int,
    days: Sequence[dt.date],
    judge: Judge,
    rng: random.Random,
    rounds: Sequence[Pairs] | None = None,
) -> Played:
    """A table, or groups. `rounds` of entry numbers are played where they are given; else everyone
    meets everyone.

    Where nothing parts clubs of different groups, or more of a table than an extra match can, the
    season took another course: no list of an official has to say who went on.
    """
    _deal(entrants, value)
    drawn = [list(pairs) for pairs in rounds or _round_robins(entrants, value)]
    neutral = {found.number for found in value.rounds if found.neutral}
    by_number = {entrant.number: entrant for entrant in entrants}
    while True:
        matches = list(_matches(drawn, by_number, days, rng, neutral=neutral))
        played = Played(
            value=_finished(
                value,
                rounds=tuple(
                    _table_round(number, days, is_neutral=number + 1 in neutral)
                    for number in range(len(drawn))
                ),
                fixtures=len(matches),
            ),
            position=position,
            confirmed_on=days[len(drawn) - 1] + CONFIRMED_AFTER,
            entrants=entrants,
            matches=matches,
        )
        if value.rules.walkover_deduction:
            played.deductions = _deductions(played, value.rules.walkover_deduction)
        judged = _parted(played, judge, rng)
        if not judged.is_open:
            played.through, played.standings = list(judged.through), judged.standings
            return played


def _deal(entrants: Sequence[Entrant], value: StageValue) -> None:
    """One club to each group in turns, as long as it has room."""
    waiting = list(entrants)
    for turn in range(max((group.size or 0 for group in value.groups), default=0)):
        for group in value.groups:
            if turn < (group.size or 0):
                waiting.pop(0).group = group.code


def _round_robins(entrants: Sequence[Entrant], value: StageValue) -> list[list[tuple[int, int]]]:
    of_groups = [
        round_robin(
            [entrant.number for entrant in entrants if entrant.group == code],
            legs=value.rules.legs or 1,
            order=value.rules.leg_order,  # type: ignore[arg-type] - a pack checks it
        )
        for code in sorted({entrant.group for entrant in entrants})
    ]
    most = max(len(rounds) for rounds in of_groups)
    return [
        [pair for rounds in of_groups for pair in (rounds[n] if n < len(rounds) else ())]
        for n in range(most)
    ]


def _matches(
    drawn: Sequence[Pairs],
    by_number: dict[int, Entrant],
    days: Sequence[dt.date],
    rng: random.Random,
    *,
    neutral: Collection[int],
) -> Iterable[Match]:
    for number, pairs in enumerate(drawn):
        for place, (home, away) in enumerate(pairs):
            match = Match(
                key=f"f{number + 1}-{place + 1}",
                round=number + 1,
                home=home,
                away=away,
                date=days[number],
                time=kick_off(place),
                group=by_number[home].group,
                is_neutral=number + 1 in neutral,
            )
            yield play(match, by_number[home], by_number[away], rng)


def _deductions(played: Played, points: int) -> dict[int, int]:
    """What walkovers cost the clubs that did not turn up."""
    found: dict[int, int] = {}
    for match in played.matches:
        if match.is_walkover:
            absent = match.away if match.awarded_to == match.home else match.home
            found[absent] = found.get(absent, 0) - points
    return found


def _parted(played: Played, judge: Judge, rng: random.Random) -> Judged:
    """What the rules say once level clubs have played extra matches or drawn lots; open where the
    rules know neither for as many clubs."""
    judged = judge(played)
    while judged.level:
        if not all(_part(played, level, rng) for level in judged.level):
            return Judged((), {}, is_open=True)
        judged = judge(played)
    return judged


def _part(played: Played, level: tuple[int, ...], rng: random.Random) -> bool:
    """Whether the rules have a way to part the clubs; they are parted then."""
    day = played.confirmed_on - dt.timedelta(days=1)
    group = next(e.group for e in played.entrants if e.number == level[0])
    orders = [criterion.criterion for criterion in played.value.rules.criteria]
    if len(level) == 2 and "extra_match" in orders:
        number = sum(match.is_extra for match in played.matches) + 1
        match = Match(
            key=f"extra-{number}",
            round=None,
            home=level[0],
            away=level[1],
            date=day,
            time=kick_off(0),
            group=group,
            is_extra=True,
            is_neutral=True,
        )
        one, other = (next(e for e in played.entrants if e.number == n) for n in level)
        match = play(match, one, other, rng, is_quiet=True)
        if match.full is not None and match.full[0] == match.full[1]:
            match = match._replace(penalties=shoot_out(rng))
        played.matches.append(match)
    elif "lots" in orders:
        order = tuple(rng.sample(level, len(level)))
        played.lots.append(Lots(group, order, day))
    else:
        return False
    return True


def play_knock_out(
    value: StageValue,
    entrants: list[Entrant],
    *,
    position: int,
    days: Sequence[dt.date],
    judge: Judge,
    rng: random.Random,
) -> Played:
    """A bracket as the stage pairs: by places of the one table before, by seeds, by fixed slots or
    by lots.

    Where nothing parts losers of whom the best go on, the season took another course.
    """
    places = [entrant.origin_place or 0 for entrant in entrants]
    by_places = len(set(places)) == len(places)
    if value.rules.pairing == "first_v_last" and not by_places:
        for seed, entrant in enumerate(in_order_of_lots(entrants, rng), start=1):
            entrant.seed = seed
    plan = matchups_of(value, seeded=not by_places, first_place=min(places))
    pot = rng.sample(entrants, len(entrants))
    left = iter(days)
    dates = {row.number: [next(left) for _ in range(row.legs or 1)] for row in value.rounds}
    rounds = tuple(
        replace(row, starts_on=dates[row.number][0], ends_on=dates[row.number][-1])
        for row in value.rounds
    )
    while True:
        ties, matches = _play_bracket(plan, dates, entrants, pot, value.rules.settlement, rng)
        played = Played(
            value=_finished(value, rounds=rounds, fixtures=len(matches)),
            position=position,
            confirmed_on=matches[-1].date + CONFIRMED_AFTER,
            entrants=entrants,
            matches=matches,
            ties=ties,
        )
        judged = judge(played)
        if not judged.is_open:
            played.through = list(judged.through)
            return played


def _play_bracket(
    plan: Sequence[MatchupPlan],
    dates: Mapping[int, Sequence[dt.date]],
    entrants: Sequence[Entrant],
    pot: Sequence[Entrant],
    steps: Sequence[str],
    rng: random.Random,
) -> tuple[list[Tie], list[Match]]:
    """Sides that nothing names are of the clubs in the `pot`, in its order."""
    known = _origins(entrants)
    names = {entrant.origin_group: entrant.origin_group_name for entrant in entrants}
    drawn = iter(pot)
    ties: list[Tie] = []
    matches: list[Match] = []
    for found in plan:
        first, second = (known.get(o) or next(drawn) for o in (found.first, found.second))
        legs, first_won = _tie(first, second, found, dates[found.round], steps, rng)
        winner, loser = (first, second) if first_won else (second, first)
        known[WinnerOf(found.key)] = winner
        known[WinnerOf(found.key, loses=True)] = loser
        matches += legs
        ties.append(
            Tie(
                key=found.key,
                round=found.round,
                position=found.position,
                first=first.number,
                second=second.number,
                legs=found.legs,
                feeds=found.feeds,
                winner=winner.number,
                slots=(_words(found.first, names), _words(found.second, names)),
            )
        )
    return ties, matches


def _words(origin: Origin, names: Mapping[str, str]) -> str:
    if isinstance(origin, PlaceOf):
        origin = replace(origin, group=names.get(origin.group, ""))
    return in_words(origin)


def _origins(entrants: Iterable[Entrant]) -> dict[Origin, Entrant]:
    known: dict[Origin, Entrant] = {}
    for entrant in entrants:
        if entrant.origin_place is not None:
            known[PlaceOf(entrant.origin_place)] = entrant
            known[PlaceOf(entrant.origin_place, entrant.origin_group)] = entrant
        if entrant.seed is not None:
            known[Seeded(entrant.seed)] = entrant
    return known


def _tie(
    first: Entrant,
    second: Entrant,
    plan: MatchupPlan,
    dates: Sequence[dt.date],
    steps: Sequence[str],
    rng: random.Random,
) -> tuple[list[Match], bool]:
    entrants = {first.number: first, second.number: second}
    played = []
    for leg in legs_of(first.number, second.number, legs=plan.legs, neutral=plan.neutral):
        home, away = cast(int, leg.home), cast(int, leg.away)
        match = Match(
            key=f"{plan.key}-{leg.number}",
            round=plan.round,
            home=home,
            away=away,
            date=dates[leg.number - 1],
            time=kick_off(0),
            tie=plan.key,
            leg=leg.number,
            is_neutral=leg.is_neutral,
        )
        played.append(play(match, entrants[home], entrants[away], rng, is_quiet=True))
    return decide(played, first=first.number, steps=steps, rng=rng)


def in_order_of_lots(entrants: Iterable[Entrant], rng: random.Random) -> list[Entrant]:
    """By place before; who came from the same place of different groups is ordered by lots."""
    ordered: list[Entrant] = []
    by_place = sorted(entrants, key=lambda entrant: entrant.origin_place or 0)
    for _place, level in groupby(by_place, key=lambda entrant: entrant.origin_place):
        alike = list(level)
        ordered += rng.sample(alike, len(alike))
    return ordered


def _finished(value: StageValue, *, rounds: tuple[RoundValue, ...], fixtures: int) -> StageValue:
    return replace(
        value,
        rounds=rounds,
        starts_on=rounds[0].starts_on,
        ends_on=rounds[-1].ends_on,
        expected_fixtures=fixtures,
        finished=True,
        remark=REMARK,
        remark_en=REMARK_EN,
    )


def _table_round(number: int, days: Sequence[dt.date], *, is_neutral: bool) -> RoundValue:
    return RoundValue(
        number=number + 1,
        name=f"Fecha {number + 1}",
        name_en=f"Round {number + 1}",
        neutral=is_neutral,
        starts_on=days[number],
        ends_on=days[number],
    )
