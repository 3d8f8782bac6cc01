"""What a match that is moved by itself gets in the way of.

An official may have his reasons, and a record may say what really happened: this is told, and
refuses nothing. A whole list is laid so that it cannot happen (`services.placing`).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from competitions.core.programme import Conflict, conflicts_of_fixed
from competitions.models import Fixture
from competitions.services.elsewhere import fixtures_near, moment_of, standing
from competitions.services.placing import LASTS
from competitions.services.sentences import SENTENCES

_REST_DAYS = 2
"""Clubs that play on one day, or on two in a row, are told of."""


def clashes_of(moved: Iterable[Fixture]) -> list[str]:
    """Sentences for matches ahead whose clubs play again the same day or the next one, in any
    stage, or whose ground is taken. Two queries, however many there are; none without a day."""
    moved = [fixture for fixture in moved if fixture.is_ahead and fixture.date]
    if not moved:
        return []
    days = [fixture.date for fixture in moved if fixture.date]
    near = fixtures_near(
        {club for f in moved for club in (f.home.club_id, f.away.club_id)},
        {fixture.venue_id for fixture in moved if fixture.venue_id and fixture.time},
        since=min(days) - dt.timedelta(days=1),
        simulated=moved[0].stage.season.is_simulated,
    ).filter(date__lte=max(days) + dt.timedelta(days=1))
    rows = {row.pk: row for row in near}
    keys = {fixture.pk for fixture in moved} & rows.keys()
    matches = [standing(row, {}, is_over=pk not in keys) for pk, row in rows.items()]
    conflicts = conflicts_of_fixed(matches, rest_days=_REST_DAYS, lasts=LASTS)
    return list(dict.fromkeys(_told(conflict, keys, rows) for conflict in conflicts))


def _told(conflict: Conflict, moved: Collection[int], rows: Mapping[int, Fixture]) -> str:
    first, second = (rows[key.pk] for key in conflict.matches)  # type: ignore[attr-defined]
    one, other = (first, second) if first.pk in moved else (second, first)
    code = "ground_at_once"
    if conflict.code == "too_little_rest":
        code = "twice_on_a_day" if one.date == other.date else "hardly_any_rest"
    params = {
        "one": one,
        "other": f"{other} ({other.stage.label})",
        "when": moment_of(other),
        "ground": one.venue,
        "free": moment_of(other, later=LASTS),
    }
    return str(SENTENCES[code]) % params
