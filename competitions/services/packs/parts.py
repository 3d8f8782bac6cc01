"""The parts of a season, each brought from what the database has to what the pack says.

Rows are recognised by what they are called in a pack, so that they keep their ids: a fixture by
its stage and code, an entry by its stage and club. What has no name of its own, such as a ruling,
is recognised by what it is about, and then by its order.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Model

from competitions.core.pack import Pack
from competitions.models import (
    Club,
    Department,
    Entry,
    Fixture,
    League,
    Matchup,
    PointsAdjustment,
    PublishedScorer,
    ResultLink,
    ResultReport,
    RuleSet,
    Season,
    SeasonNote,
    SeasonOutcome,
    Stage,
    Venue,
)
from competitions.services.packs.said import Said, values_of
from competitions.services.packs.stored import MODELS, Key, Stored
from competitions.services.recording import Recorder, Wanted

_SEEN_IN_ALL: tuple[type[Model], ...] = (Stage, SeasonOutcome, PublishedScorer, SeasonNote)
"""What every stage of the season may show; the first part of any other key is its stage's slug."""


class Parts:
    def __init__(
        self,
        *,
        pack: Pack,
        season: Season,
        clubs: Mapping[str, Club],
        venues: Mapping[tuple[str, str], Venue],
        recorder: Recorder,
    ) -> None:
        self.stored = Stored(season)
        self.said = Said(pack)
        self.order = {stage.slug: position for position, stage in enumerate(pack.stages)}
        self.season = season
        self.departments = {row.name: row for row in Department.objects.all()}
        self.leagues = {
            row.slug: row
            for row in League.objects.filter(slug__in=[stage.league for stage in pack.stages])
        }
        self.clubs = clubs
        self.venues = venues
        self.recorder = recorder
        self.rows: dict[type[Model], dict[Key, Any]] = {model: {} for model in MODELS}
        self._touched: set[str] = set()
        self._season_touched = season in recorder.changed

    def record(self) -> None:
        for model in reversed(MODELS):
            self._delete(model)
        for model in MODELS:
            for wave in self._waves(model):
                self._record(model, wave)

    def touched(self) -> list[Model]:
        """The season, or the rules of each stage, if something that it shows was changed."""
        if self._season_touched:
            return [self.season]
        rules = self.rows[RuleSet]
        return [rules[slug,] for slug in sorted(self._touched) if (slug,) in rules]

    def _delete(self, model: type[Model]) -> None:
        gone = {
            key: row
            for key, row in self.stored.rows[model].items()
            if key not in self.said.rows[model] and not self._is_archived(row)
        }
        if gone and model is Fixture:
            self._delete_reports_of(gone.values())
        self.recorder.delete(model, list(gone.values()))
        self._touch(model, gone)

    def _delete_reports_of(self, fixtures: Collection[Any]) -> None:
        """A pack has no reports and no links; those of a fixture that goes, go with it."""
        for model in (ResultReport, ResultLink):
            self.recorder.delete(model, list(model.objects.filter(fixture__in=fixtures)))

    def _is_archived(self, row: Any) -> bool:
        """Whether a row is an archived fixture, or about one: what is archived is kept."""
        archived = self.stored.archived
        if isinstance(row, PointsAdjustment):
            return bool(row.ruling_id and row.ruling.fixture_id in archived)
        of = row.pk if isinstance(row, Fixture) else getattr(row, "fixture_id", None)
        return of in archived

    def _record(self, model: type[Model], keys: Iterable[Key]) -> None:
        keys = list(keys)
        stored = self.stored.rows[model]
        wanted = [
            Wanted(stored.get(key), values_of(self, model, key, self.said.rows[model][key]))
            for key in keys
        ]
        if model is Fixture:
            _free_legs(wanted)
        before = len(self.recorder.changed)
        rows = dict(zip(keys, self.recorder.record(model, wanted), strict=True))
        self.rows[model].update(rows)
        changed = {id(row) for row in self.recorder.changed[before:]}
        self._touch(model, [key for key, row in rows.items() if id(row) in changed])

    def _touch(self, model: type[Model], keys: Iterable[Key]) -> None:
        for key in keys:
            if model in _SEEN_IN_ALL:
                self._season_touched = True
            else:
                self._touched.add(str(key[0]))

    def _waves(self, model: type[Model]) -> Iterator[list[Key]]:
        """The keys in such an order that what others of the same model refer to comes first."""
        said = self.said.rows[model]
        depth = {Entry: self._stage_order, Matchup: self._rounds_left, Fixture: self._replays}
        if model not in depth:
            yield list(said)
            return
        by_depth: dict[int, list[Key]] = {}
        for key, row in said.items():
            by_depth.setdefault(depth[model](row), []).append(key)
        for _, keys in sorted(by_depth.items()):
            yield keys

    def _stage_order(self, row: Any) -> int:
        return self.order[row.stage] if row.origin_stage else 0

    def _rounds_left(self, row: Any) -> int:
        return -row[1].round

    def _replays(self, row: Any) -> int:
        count = 0
        while row.replaces:
            row = self.said.rows[Fixture][row.stage, row.replaces]
            count += 1
        return count


def _free_legs(wanted: Iterable[Wanted[Any]]) -> None:
    """Legs that change places would each find theirs still taken."""
    moved = [
        want.found
        for want in wanted
        if want.found is not None
        and (want.found.matchup_id, want.found.leg)
        != (want.values["matchup"] and want.values["matchup"].pk, want.values["leg"])
    ]
    if moved:
        Fixture.objects.filter(pk__in=[row.pk for row in moved]).update(leg=None)
    for row in moved:
        row.leg = None
