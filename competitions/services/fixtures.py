"""Matches that officials add one by one, and the codes of matches."""

import re
from datetime import date, time

from competitions.models import Entry, Fixture, Group, Matchup, Stage, Venue

_OURS = re.compile(r"p(\d+)")


def next_key(stage: Stage) -> str:
    """A code that no fixture of the stage has: the next number."""
    used = Fixture.objects.filter(stage=stage, key__startswith="p").values_list("key", flat=True)
    numbers = [int(match[1]) for key in used if (match := _OURS.fullmatch(key))]
    return f"p{max(numbers, default=0) + 1}"


def extra_match(
    home: Entry,
    away: Entry,
    *,
    group: Group | None = None,
    matchup: Matchup | None = None,
    on: date | None = None,
    at: time | None = None,
    venue: Venue | None = None,
    is_neutral: bool = False,
) -> Fixture:
    """A match that is to part two level clubs; not saved."""
    return Fixture(
        stage=home.stage,
        key=next_key(home.stage),
        group=group,
        round=matchup.round if matchup else None,
        matchup=matchup,
        is_extra=True,
        home=home,
        away=away,
        date=on,
        time=at,
        venue=venue,
        is_neutral=is_neutral,
    )
