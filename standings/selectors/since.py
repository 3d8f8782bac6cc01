"""What changed in a stage since its list of the qualified was confirmed, and who changed it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Max

from competitions.core.score import Score
from competitions.models import (
    Fixture,
    LotsDrawn,
    PointsAdjustment,
    QualifierList,
    Ruling,
)


@dataclass(frozen=True, slots=True)
class Result:
    """What stood in the record of a match."""

    status: str
    score: Score | None
    extra: Score | None = None
    penalties: Score | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """A fact recorded, changed or taken out after the list. `before` and `after` of a result."""

    kind: Literal["result", "ruling", "points", "lots"]
    at: dt.datetime
    who: str
    what: str
    fixture: int | None = None
    before: Result | None = None
    after: Result | None = None
    is_removed: bool = False


def confirmed_at(stage: int) -> dt.datetime | None:
    """When the list was last confirmed. A decision on one berth afterwards is no confirmation."""
    kept = QualifierList.history.filter(stage=stage)
    return kept.aggregate(at=Max("history_date"))["at"]


def changes_since(stage: int, at: dt.datetime) -> tuple[Since, ...]:
    """Results, rulings, points and lots of the stage touched after that moment, the latest first.

    A fixture whose result stands as it stood is left out, whatever else of it changed.
    """
    found = [*_results(stage, at), *_others(stage, at)]
    return tuple(sorted(found, key=lambda change: change.at, reverse=True))


def _results(stage: int, at: dt.datetime) -> Iterable[Since]:
    rows = list(
        Fixture.history.filter(stage=stage, history_date__gt=at)
        .select_related("history_user", "home__club", "away__club")
        .order_by("history_date", "history_id")
    )
    earlier = Fixture.history.filter(id__in={row.id for row in rows}, history_date__lte=at)
    before: dict[int, Any] = {row.id: row for row in earlier.order_by("history_date", "history_id")}
    for row in rows:
        was = _result(before.get(row.id))
        now = _result(None if row.history_type == "-" else row)
        before[row.id] = None if row.history_type == "-" else row
        if was != now and not (was is None and now and now.score is None):
            yield Since(
                kind="result",
                at=row.history_date,
                who=_name(row.history_user),
                what=f"{row.home.name} – {row.away.name}",
                fixture=row.id,
                before=was,
                after=now,
                is_removed=now is None,
            )


def _result(row: Any) -> Result | None:
    if row is None:
        return None
    return Result(row.status, _score(row, "goals"), _score(row, "extra"), _score(row, "penalties"))


def _score(row: Any, part: str) -> Score | None:
    home, away = getattr(row, f"home_{part}"), getattr(row, f"away_{part}")
    return None if home is None or away is None else Score(home, away)


def _others(stage: int, at: dt.datetime) -> Iterable[Since]:
    rulings = Ruling.history.filter(stage=stage, history_date__gt=at)
    for row in rulings.select_related("history_user"):
        yield _since("ruling", row, row.document or row.get_effect_display())
    points = PointsAdjustment.history.filter(entry__stage=stage, history_date__gt=at)
    for row in points.select_related("history_user", "entry__club"):
        yield _since("points", row, f"{row.entry.name}: {row.points:+d}")
    lots = LotsDrawn.history.filter(stage=stage, history_date__gt=at)
    for row in lots.select_related("history_user"):
        yield _since("lots", row, row.act)


def _since(kind: Literal["ruling", "points", "lots"], row: Any, what: str) -> Since:
    return Since(
        kind, row.history_date, _name(row.history_user), what, is_removed=row.history_type == "-"
    )


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
