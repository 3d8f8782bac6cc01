"""A stage as it would stand with a decision that nobody has recorded yet, or without one.

Decisions are rows that are not saved: what a page shows beforehand is made from the very rows that
are written once it is confirmed.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from competitions.choices import RulingEffect
from competitions.core.score import official_result
from competitions.models import Fixture, LotsDrawn, PointsAdjustment, Ruling
from standings.selectors.consequences import supposed
from standings.selectors.reading import (
    RULING_FIELDS,
    drawn_positions,
    ruling_data,
    ruling_facts,
)
from standings.selectors.snapshot import (
    AdjustmentData,
    ClubData,
    ExclusionData,
    FixtureData,
    MatchupData,
    RulingData,
    StageData,
)

NEW = 10**15
"""Where the keys of rows that are not saved begin: after all others, as when they are saved."""


@dataclass(frozen=True, slots=True)
class _Change:
    """New rulings by what they are about, and the rulings that are taken back."""

    over_fixtures: Mapping[int, tuple[RulingData, ...]]
    over_matchups: Mapping[int, tuple[RulingData, ...]]
    exclusions: Mapping[int, tuple[ExclusionData, ...]]
    adjustments: Mapping[int, tuple[AdjustmentData, ...]]
    without: frozenset[int]


def with_rulings(
    stage: StageData,
    rulings: Sequence[Ruling] = (),
    adjustments: Sequence[PointsAdjustment] = (),
    *,
    fixtures: Sequence[Fixture] = (),
    without: Collection[int] = (),
    gone: Collection[int] = (),
) -> StageData:
    """The stage with new rulings and their points, and without those that are taken back.

    `fixtures` are matches that the decision changes or makes, `without` the keys of rulings, whose
    points go with them, `gone` the keys of matches. Rows of other stages are left out.
    """
    change = _change(rulings, adjustments, frozenset(without))
    altered = {fixture.pk: fixture for fixture in fixtures if fixture.pk is not None}
    made = [fixture for fixture in fixtures if fixture.pk is None]
    found = [f for f in stage.fixtures if f.pk not in gone]
    found += [_made(fixture, NEW + number) for number, fixture in enumerate(made)]
    return supposed(
        stage,
        clubs={entry: _club(club, change) for entry, club in stage.clubs.items()},
        fixtures=tuple(
            _fixture(stage, _altered(fixture, altered.get(fixture.pk)), change)
            for fixture in (sorted(found, key=_playing_order) if made else found)
        ),
        matchups=tuple(_matchup(matchup, change) for matchup in stage.matchups),
    )


def _change(
    rulings: Iterable[Ruling], adjustments: Iterable[PointsAdjustment], without: frozenset[int]
) -> _Change:
    over_fixtures: dict[int, list[RulingData]] = {}
    over_matchups: dict[int, list[RulingData]] = {}
    exclusions: dict[int, list[ExclusionData]] = {}
    for number, ruling in enumerate(rulings):
        fields = {name: ruling.serializable_value(name) for name in RULING_FIELDS}
        data = ruling_data({**fields, "pk": NEW + number})
        if ruling.fixture_id is not None:
            over_fixtures.setdefault(ruling.fixture_id, []).append(data)
        if ruling.matchup_id is not None:
            over_matchups.setdefault(ruling.matchup_id, []).append(data)
        whole_stage = ruling.fixture_id is None and ruling.matchup_id is None
        if whole_stage and ruling.effect == RulingEffect.EXCLUSION and ruling.entry_id is not None:
            exclusions.setdefault(ruling.entry_id, []).append(
                ExclusionData(data.pk, ruling.document)
            )
    points: dict[int, list[AdjustmentData]] = {}
    for row in adjustments:
        document = row.ruling.document if row.ruling else ""
        points.setdefault(row.entry_id, []).append(
            AdjustmentData(row.points, row.reason, row.decided_on, document, NEW)
        )
    return _Change(
        {key: tuple(found) for key, found in over_fixtures.items()},
        {key: tuple(found) for key, found in over_matchups.items()},
        {key: tuple(found) for key, found in exclusions.items()},
        {key: tuple(found) for key, found in points.items()},
        without,
    )


def _club(club: ClubData, change: _Change) -> ClubData:
    return replace(
        club,
        exclusions=(
            *(found for found in club.exclusions if found.ruling not in change.without),
            *change.exclusions.get(club.entry, ()),
        ),
        adjustments=(
            *(found for found in club.adjustments if found.ruling not in change.without),
            *change.adjustments.get(club.entry, ()),
        ),
    )


def _lying_over(
    before: Iterable[RulingData], new: Iterable[RulingData], without: Collection[int]
) -> tuple[RulingData, ...]:
    kept = [*(ruling for ruling in before if ruling.pk not in without), *new]
    return tuple(sorted(kept, key=lambda r: (r.decided_on or dt.date.max, r.pk)))


def _altered(fixture: FixtureData, row: Fixture | None) -> FixtureData:
    """With what a decision changes of the match itself: whether it was played."""
    if row is None:
        return fixture
    return replace(fixture, match=row.facts, is_official=row.is_official)


def _fixture(stage: StageData, fixture: FixtureData, change: _Change) -> FixtureData:
    new = change.over_fixtures.get(fixture.pk, ())
    rulings = _lying_over(fixture.rulings, new, change.without)
    facts = [ruling_facts(ruling, fixture.home, fixture.away) for ruling in rulings]
    official = official_result(fixture.match, facts, award_goals=stage.rules.walkover_goals)
    return replace(fixture, official=official, rulings=rulings)


def _matchup(matchup: MatchupData, change: _Change) -> MatchupData:
    new = change.over_matchups.get(matchup.pk, ())
    return replace(matchup, rulings=_lying_over(matchup.rulings, new, change.without))


def _made(fixture: Fixture, pk: int) -> FixtureData:
    venue = fixture.venue
    return FixtureData(
        pk=pk,
        key=fixture.key,
        home=fixture.home_id,
        away=fixture.away_id,
        match=fixture.facts,
        official=official_result(fixture.facts),
        round=fixture.round.number if fixture.round else None,
        group=fixture.group.code if fixture.group else "",
        matchup=fixture.matchup_id,
        replaces=fixture.replaces_id,
        leg=fixture.leg,
        is_extra=fixture.is_extra,
        is_neutral=fixture.is_neutral,
        date=fixture.date,
        time=fixture.time,
        venue=venue.name if venue else "",
        venue_town=venue.town if venue else "",
        evidence=fixture.evidence,
        note=fixture.note,
        source=fixture.source,
        is_official=fixture.is_official,
    )


_UNKNOWN = 10**6


def _playing_order(fixture: FixtureData) -> tuple[int, dt.date, bool, dt.time, str]:
    """As `FixtureQuerySet.in_playing_order`."""
    return (
        _UNKNOWN if fixture.round is None else fixture.round,
        fixture.date or dt.date.max,
        fixture.time is None,
        fixture.time or dt.time.min,
        fixture.key,
    )


def with_extra_match(stage: StageData, fixture: Fixture) -> StageData:
    """The stage with a match that is to part level clubs."""
    return with_rulings(stage, fixtures=[fixture])


def with_lots(stage: StageData, lots: LotsDrawn, positions: Mapping[int, int]) -> StageData:
    """The stage with a drawing: positions by entry.

    A drawing of a table refines those before it only among clubs that they left level, and a
    snapshot keeps what came of them, which is enough for that.
    """
    if lots.matchup_id is not None:
        return supposed(
            stage,
            matchups=tuple(
                replace(matchup, lots={**matchup.lots, **positions})
                if matchup.pk == lots.matchup_id
                else matchup
                for matchup in stage.matchups
            ),
        )
    drawn = {entry: club.lots for entry, club in stage.clubs.items() if club.lots is not None}
    after = drawn_positions([drawn, positions] if drawn else [positions])
    return supposed(stage, clubs=dict(_with_positions(stage, after)))


def _with_positions(stage: StageData, after: Mapping[int, int]) -> Iterator[tuple[int, ClubData]]:
    for entry, club in stage.clubs.items():
        yield entry, replace(club, lots=after.get(entry, club.lots))


@dataclass(frozen=True, slots=True)
class ResultChange:
    """A match whose official result or status differs; `before` is None for a new one, `after` for
    one that is taken out."""

    before: FixtureData | None
    after: FixtureData | None

    @property
    def fixture(self) -> FixtureData:
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one of the two is there
        return found


@dataclass(frozen=True, slots=True)
class PointsChange:
    club: ClubData
    points: int


@dataclass(frozen=True, slots=True)
class Effects:
    """What a ruling does at once, before anything follows from it."""

    results: tuple[ResultChange, ...]
    points: tuple[PointsChange, ...]
    excluded: tuple[ClubData, ...]
    let_in: tuple[ClubData, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.results or self.points or self.excluded or self.let_in)


def effects(before: StageData, after: StageData) -> Effects:
    """The matches, points and clubs that `after` has otherwise, in playing order."""
    old = {fixture.pk: fixture for fixture in before.fixtures}
    new = {fixture.pk: fixture for fixture in after.fixtures}
    results = [
        ResultChange(old.get(pk), new.get(pk))
        for pk in dict.fromkeys((*old, *new))
        if _outcome(old.get(pk)) != _outcome(new.get(pk))
    ]
    pairs = [(club, after.clubs[entry]) for entry, club in before.clubs.items()]
    return Effects(
        results=tuple(results),
        points=tuple(
            PointsChange(now, now.adjustment - was.adjustment)
            for was, now in pairs
            if was.adjustment != now.adjustment
        ),
        excluded=tuple(n for w, n in pairs if w.exclusion is None and n.exclusion is not None),
        let_in=tuple(n for w, n in pairs if w.exclusion is not None and n.exclusion is None),
    )


def _outcome(fixture: FixtureData | None) -> tuple[object, ...] | None:
    return (fixture.official, fixture.status) if fixture else None
