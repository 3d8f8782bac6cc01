"""When what is recorded of matches and rulings last changed, and how often: for calendars and news.

Read from the history, and cached under the version of the stage as its snapshot is.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db.models import Count, Max

from competitions.models import Fixture, Ruling
from standings.selectors.reading import KEPT_FOR
from standings.selectors.snapshot import FixtureData, StageData

SHAPE = 1
"""Part of every cache key: raise it when the values change their shape."""


@dataclass(frozen=True, slots=True)
class Revision:
    """`at` is in UTC and whole seconds. `number` rises with every change; recording it is 0."""

    at: dt.datetime
    number: int = 0


@dataclass(frozen=True, slots=True)
class Revisions:
    """Of the fixtures and rulings of a stage, by primary key."""

    year: int
    fixtures: Mapping[int, Revision] = field(default_factory=dict)
    rulings: Mapping[int, Revision] = field(default_factory=dict)

    def of_fixture(self, fixture: FixtureData) -> Revision:
        return self.fixtures.get(fixture.pk) or self._without_history

    def of_ruling(self, pk: int) -> Revision:
        return self.rulings.get(pk) or self._without_history

    @property
    def _without_history(self) -> Revision:
        """What was written past the history: a day that stays, rather than that of asking."""
        return Revision(dt.datetime(self.year, 1, 1, tzinfo=dt.UTC))


def revisions(stages: Iterable[StageData]) -> dict[int, Revisions]:
    """By the primary key of the stage: two queries for those that the cache does not have."""
    keys = {f"revisions-{SHAPE}-{stage.pk}-{stage.version}": stage for stage in stages}
    found = cache.get_many(list(keys))
    missing = [stage for key, stage in keys.items() if key not in found]
    if missing:
        fresh = _read(missing)
        found |= {key: fresh[stage.pk] for key, stage in keys.items() if stage.pk in fresh}
        cache.set_many({key: found[key] for key in keys if key in found}, timeout=KEPT_FOR)
    return {stage.pk: found[key] for key, stage in keys.items()}


def _read(stages: Sequence[StageData]) -> dict[int, Revisions]:
    """A ruling over a match revises the match too: its official result is another one."""
    pks = [stage.pk for stage in stages]
    recorded = {"at": Max("history_date"), "times": Count("history_id")}
    of_fixtures = Fixture.history.filter(stage__in=pks).values("stage", "id").annotate(**recorded)
    of_rulings = (
        Ruling.history.filter(stage__in=pks).values("stage", "id", "fixture").annotate(**recorded)
    )
    fixtures: dict[int, dict[int, list[Revision]]] = defaultdict(lambda: defaultdict(list))
    rulings: dict[int, dict[int, list[Revision]]] = defaultdict(lambda: defaultdict(list))
    for row in of_fixtures:
        fixtures[row["stage"]][row["id"]].append(Revision(row["at"], row["times"] - 1))
    for row in of_rulings:
        rulings[row["stage"]][row["id"]].append(Revision(row["at"], row["times"] - 1))
        if row["fixture"] is not None:
            fixtures[row["stage"]][row["fixture"]].append(Revision(row["at"], row["times"]))
    return {
        stage.pk: Revisions(stage.year, _joint(fixtures[stage.pk]), _joint(rulings[stage.pk]))
        for stage in stages
    }


def _joint(found: Mapping[int, Sequence[Revision]]) -> dict[int, Revision]:
    return {
        pk: Revision(
            max(one.at for one in parts).astimezone(dt.UTC).replace(microsecond=0),
            sum(one.number for one in parts),
        )
        for pk, parts in found.items()
    }
