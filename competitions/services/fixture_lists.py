"""A fixture list made for a whole stage: its rounds, and who plays whom, where and when."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from competitions.core.consistency import Fault
from competitions.core.score import AHEAD
from competitions.models import Entry, Fixture, Group, Round, Stage, Venue
from competitions.services.writing import Actor, Refused, as_seen, write


@dataclass(frozen=True, slots=True)
class Planned:
    """A match to be: its round by number, and its day, hour and ground where they are known."""

    round: int
    home: Entry
    away: Entry
    group: Group | None = None
    date: dt.date | None = None
    time: dt.time | None = None
    venue: Venue | None = None
    is_neutral: bool = False


def listed_fixtures(stage: Stage) -> QuerySet[Fixture]:
    """What a new list would take the place of: matches of tables that are still to be played."""
    return _listed(stage).without_result().filter(status__in=AHEAD)


def make_fixture_list(
    stage: Stage,
    planned: Sequence[Planned],
    *,
    actor: Actor,
    reason: str = "",
    seen: str = "",
    replace: bool = False,
    entries: Iterable[Entry] = (),
    also: Iterable[Model] = (),
    dropped: Iterable[Model] = (),
) -> list[Fixture]:
    """Write the list with the rounds it needs, in the order of `planned`.

    A list that is there is refused, or with `replace` gives way to the new one unless a match of it
    has a result. A round keeps the name and days that it has; a new one spans the days of its
    matches. `entries` are clubs whose groups or seeds changed with the list, `also` other rows that
    it brings along, each after those that it refers to, `dropped` clubs and groups that leave the
    stage with it. The stage expects as many fixtures as the list has. `seen` is the state of the
    stage that it was shown with, as `versions.state_of` tells it. Raises Refused; then nothing of
    it stays.
    """
    with as_seen(stage, seen, about=stage):
        old = list(listed_fixtures(stage))
        if _listed(stage).exclude(pk__in=[row.pk for row in old]).exists():
            raise Refused.for_fault(stage, Fault("list_has_results"))
        if old and not replace:
            raise Refused.for_fault(stage, Fault("list_is_there", params={"count": len(old)}))
        rounds = _rounds(stage, planned)
        empty = _empty_rounds(stage, old, beside=rounds)
        evidence = stage.season.evidence_within
        used = set(_keys_left(stage, old))
        fixtures = []
        for place, match in _numbered(planned):
            key = _free(f"f{match.round}-{place}", used)
            fixtures.append(
                Fixture(
                    stage=stage,
                    key=key,
                    round=rounds[match.round],
                    group=match.group,
                    home=match.home,
                    away=match.away,
                    date=match.date,
                    time=match.time,
                    venue=match.venue,
                    is_neutral=match.is_neutral,
                    evidence=evidence,
                )
            )
        stage.expected_fixtures = len(fixtures)
        rows = [stage, *also, *entries, *rounds.values(), *fixtures]
        write(rows, removed=[*old, *empty, *dropped], actor=actor, reason=reason)
    return fixtures


def discard_fixture_list(stage: Stage, *, actor: Actor, reason: str = "", seen: str = "") -> int:
    """Take a list out again of which nothing has been played, with the rounds that it leaves
    empty, and say how many fixtures that were. The clubs stay in the stage. Raises Refused.
    """
    with as_seen(stage, seen, about=stage):
        old = list(listed_fixtures(stage))
        if _listed(stage).exclude(pk__in=[row.pk for row in old]).exists():
            raise Refused.for_fault(stage, Fault("discard_has_results"))
        if not old:
            raise Refused.for_fault(stage, Fault("no_fixture_list"))
        empty = _empty_rounds(stage, old)
        stage.expected_fixtures = None
        write([stage], removed=[*old, *empty], actor=actor, reason=reason)
    return len(old)


def _listed(stage: Stage) -> QuerySet[Fixture]:
    """The matches of the stage's list, with a result or without."""
    return Fixture.objects.filter(stage=stage, matchup=None, is_extra=False, is_archived=False)


def _rounds(stage: Stage, planned: Iterable[Planned]) -> dict[int, Round]:
    """The rounds of the list by number, those that are there and new ones."""
    days: dict[int, set[dt.date]] = {}
    for match in planned:
        days.setdefault(match.round, set()).update({match.date} - {None})
    there = {row.number: row for row in Round.objects.filter(stage=stage)}
    found = {}
    for number, dates in sorted(days.items()):
        row = there.get(number) or Round(
            stage=stage, number=number, name=f"Fecha {number}", name_en=f"Round {number}"
        )
        if dates:
            row.starts_on, row.ends_on = min(dates), max(dates)
        found[number] = row
    return found


def _empty_rounds(
    stage: Stage, gone: Iterable[Fixture], *, beside: Collection[int] = ()
) -> QuerySet[Round]:
    """The rounds, but for those of the numbers, in which nothing is left without these matches."""
    left = Fixture.objects.filter(stage=stage, round__isnull=False)
    held = left.exclude(pk__in=[row.pk for row in gone]).values("round")
    rounds = Round.objects.filter(stage=stage, matchups=None)
    return rounds.exclude(number__in=beside).exclude(pk__in=held)


def _keys_left(stage: Stage, gone: Sequence[Fixture]) -> QuerySet[Fixture, str]:
    kept = Fixture.objects.filter(stage=stage).exclude(pk__in=[row.pk for row in gone])
    return kept.values_list("key", flat=True)


def _numbered(planned: Iterable[Planned]) -> Iterable[tuple[int, Planned]]:
    """Each match with its number in its round, from 1."""
    counts: dict[int, int] = {}
    for match in planned:
        counts[match.round] = counts.get(match.round, 0) + 1
        yield counts[match.round], match


def _free(key: str, used: set[str]) -> str:
    """The key, or where an archived or extra match has it the next like it."""
    found, number = key, 1
    while found in used:
        number += 1
        found = f"{key}-{number}"
    used.add(found)
    return found
