"""A small country, and a judge of its stages who knows points, goals and nothing else."""

from collections.abc import Iterable
from fractions import Fraction

from competitions.core.pack.values import ZoneValue
from competitions.core.pyramid.values import District, Judged, Played, Standing, Through
from tests.competitions.core.test_formats import FORMATS

DEPARTMENTS = {"01": "Amazonas", "02": "Áncash", "03": "Apurímac"}

ALL = tuple(FORMATS[code] for code in sorted(FORMATS, reverse=True))
"""The formats of the project, the newest edition before the others."""


def districts(*, provinces: int = 1, of_each: int = 2) -> list[District]:
    """Districts of the three departments, one degree apart."""
    return [
        District(
            f"{code}{province:02d}{number:02d}",
            f"Distrito {number}",
            f"Provincia {province}",
            -float(code),
            -70.0 - province - number / 10,
        )
        for code in DEPARTMENTS
        for province in range(1, provinces + 1)
        for number in range(1, of_each + 1)
    ]


def judge(stage: Played) -> Judged:
    """Group by group: points, goal difference, goals, and the number of the entry at last; of
    losers that are counted the first ones."""
    leading = [zone for zone in stage.value.rules.zones if zone.leads_to or zone.outcome]
    if stage.ties:
        return Judged(tuple(row for zone in leading for row in _of_matchups(stage, zone)), {})
    merits = _merits(stage)

    def best_first(numbers: Iterable[int]) -> list[int]:
        return sorted(numbers, key=lambda number: (*(-sum_ for sum_ in merits[number]), number))

    places: dict[int, int] = {}
    for code in sorted({entrant.group for entrant in stage.entrants}):
        mine = best_first(e.number for e in stage.entrants if e.group == code)
        places |= {number: place for place, number in enumerate(mine, start=1)}
    through = []
    for zone in leading:
        if zone.kind == "places":
            band = range(zone.first_place or 0, (zone.last_place or 0) + 1)
            chosen = [number for number, place in places.items() if place in band]
        elif zone.kind == "best_nth":
            chosen = best_first(n for n, place in places.items() if place == zone.nth)[: zone.count]
        else:
            chosen = [n for n in places if n not in stage.promoted][:1]
        through += [Through(number, places[number], zone.code, zone.kind) for number in chosen]
    standings = {n: Standing(place, Fraction(merits[n][0])) for n, place in places.items()}
    return Judged(tuple(through), standings)


def _of_matchups(stage: Played, zone: ZoneValue) -> list[Through]:
    mine = [tie for tie in stage.ties if tie.round == zone.round_number]
    entries = [tie.winner if zone.kind == "winners" else tie.loser for tie in mine]
    return [Through(entry, None, zone.code, zone.kind) for entry in entries[: zone.count]]


def _merits(stage: Played) -> dict[int, list[Fraction | int]]:
    """Points, goal difference and goals of each entry."""
    sums: dict[int, list[Fraction | int]] = {
        e.number: [e.carried + stage.deductions.get(e.number, 0), 0, 0] for e in stage.entrants
    }
    for match in stage.matches:
        if not match.is_extra:
            home, away = match.official()
            for entry, mine, theirs in ((match.home, home, away), (match.away, away, home)):
                merit = (3 * (mine > theirs) + (mine == theirs), mine - theirs, mine)
                sums[entry] = [sum_ + more for sum_, more in zip(sums[entry], merit, strict=True)]
    return sums
