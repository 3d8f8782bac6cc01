"""What is recorded of a stage, as plain values.

A snapshot holds facts only, in both languages. Everything that pages show is computed from it
(`standings.selectors.tables`, `.brackets`). `standings.selectors.reading` makes it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from competitions.choices import Evidence, StageKind
from competitions.core.score import AHEAD, MatchFacts, OfficialResult
from competitions.core.travel import Point
from competitions.language import is_english


@dataclass(frozen=True, slots=True)
class Label:
    """A name in Spanish and in English; `str` gives the one of the active language."""

    es: str
    en: str = ""

    def __str__(self) -> str:
        return self.en if self.en and is_english() else self.es

    def __bool__(self) -> bool:
        return bool(self.es)


@dataclass(frozen=True, slots=True)
class AdjustmentData:
    """Points given or taken, with the reason and the ruling by which, where there is one."""

    points: int
    reason: str
    decided_on: dt.date | None
    document: str
    ruling: int | None = None


@dataclass(frozen=True, slots=True)
class ExclusionData:
    """A ruling that put a club out of a stage."""

    ruling: int
    document: str


@dataclass(frozen=True, slots=True)
class ClubData:
    """A club as it stood in a stage: the season's own name and town."""

    entry: int
    club: int
    slug: str
    name: str
    short_name: str
    key: str
    department: str
    department_code: str
    department_slug: str
    town: str
    ground: Point | None
    """Where it plays, if its coordinates are recorded."""
    capital: Point
    """The capital of its department."""
    departmental_rank: int | None = None
    group: str = ""
    seed: int | None = None
    carried: int | Any = 0
    adjustments: tuple[AdjustmentData, ...] = ()
    lots: int | None = None
    via: str = ""
    origin_place: int | None = None
    promoted: bool = False
    exclusions: tuple[ExclusionData, ...] = ()
    evidence: str = ""
    source: str = ""
    note: str = ""

    @property
    def adjustment(self) -> int:
        return sum(adjustment.points for adjustment in self.adjustments)

    @property
    def exclusion(self) -> str | None:
        """The document that put it out of the stage, blank without one; None if it is in."""
        return self.exclusions[-1].document if self.exclusions else None


@dataclass(frozen=True, slots=True)
class GroupData:
    code: str
    label: Label
    section: str
    position: int


@dataclass(frozen=True, slots=True)
class RoundData:
    number: int
    label: Label
    key: str
    starts_on: dt.date | None
    ends_on: dt.date | None


@dataclass(frozen=True, slots=True)
class RulingData:
    pk: int
    effect: str
    document: str
    decided_on: dt.date | None
    text: Label
    home_goals: int | None
    away_goals: int | None
    in_favour_of: int | None
    entry: int | None
    is_walkover: bool
    source: str
    evidence: str


@dataclass(frozen=True, slots=True)
class FixtureData:
    """A fixture with its official result. `home` and `away` are entries."""

    pk: int
    key: str
    home: int
    away: int
    match: MatchFacts
    official: OfficialResult
    round: int | None
    group: str
    matchup: int | None
    replaces: int | None
    leg: int | None
    is_extra: bool
    is_neutral: bool
    date: dt.date | None
    time: dt.time | None
    venue: str
    venue_town: str
    evidence: str
    note: str
    source: str
    rulings: tuple[RulingData, ...] = ()
    is_official: bool = True

    @property
    def status(self) -> str:
        return self.match.status.value

    @property
    def is_inferred(self) -> bool:
        return self.evidence == Evidence.INFERRED

    @property
    def is_provisional(self) -> bool:
        """Whether there is a result that the league has neither confirmed yet nor ruled on."""
        return self.official.kind == "pitch" and not (self.is_official or self.is_inferred)

    @property
    def in_table(self) -> bool:
        """Whether the result makes points: extra matches and inferred facts never do."""
        return self.official.counts and not self.is_extra and not self.is_inferred

    @property
    def is_open(self) -> bool:
        """Whether a result is still to come."""
        return not self.official.counts and self.status in AHEAD


PENDING = frozenset({"scheduled", "postponed", "unknown_score", "abandoned"})
"""Why a fixture has no official result, where one is to be expected."""


@dataclass(frozen=True, slots=True)
class MatchupData:
    pk: int
    key: str
    round: int
    group: str
    position: int
    first: int | None
    second: int | None
    first_slot: str
    second_slot: str
    legs: int
    feeds: int | None
    reported_winner: int | None
    reported_decision: str
    evidence: str
    source: str
    note: str
    rulings: tuple[RulingData, ...] = ()
    lots: Mapping[int, int] = field(default_factory=dict)
    is_claimed: bool = False
    """Whether a claim over it, or over one of its matches, waits for a decision."""


@dataclass(frozen=True, slots=True)
class CriterionData:
    code: str
    options: Mapping[str, bool | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RulesChangedData:
    """That the rules changed after the first result, and the reason that was given."""

    on: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class ZoneData:
    code: str
    letter: str
    tone: str
    kind: str
    label: Label
    first_place: int | None
    last_place: int | None
    nth: int | None
    count: int | None
    groups: tuple[str, ...]
    round_number: int | None
    excludes_promoted: bool
    leads_to: int | None
    leads_to_slug: str
    leads_to_label: Label
    outcome: str
    destination: str


@dataclass(frozen=True, slots=True)
class RulesData:
    points: tuple[int, int, int] = (3, 1, 0)
    walkover_goals: int = 3
    settlement: tuple[str, ...] = ()
    pairing: str = ""
    across_groups: str = "all_matches"
    criteria: tuple[CriterionData, ...] = ()
    document: str = ""
    text: Label = field(default_factory=lambda: Label(""))
    evidence: str = ""
    source: str = ""
    note: str = ""
    changes: tuple[RulesChangedData, ...] = ()


@dataclass(frozen=True, slots=True)
class QualifierData:
    """A row of the confirmed list."""

    entry: int
    place: int | None
    zone: str
    via: str
    to_stage: int | None
    to_stage_slug: str
    to_stage_label: Label
    outcome: str
    destination: str
    instead_of: int | None
    reason: str
    remark: str
    source: str


@dataclass(frozen=True, slots=True)
class StageData:
    """A snapshot of one stage."""

    pk: int
    version: str
    year: int
    slug: str
    label: Label
    kind: str
    position: int
    is_simulated: bool
    is_finished: bool
    expected_fixtures: int | None
    remark: Label
    rules: RulesData
    zones: tuple[ZoneData, ...]
    groups: tuple[GroupData, ...]
    rounds: tuple[RoundData, ...]
    clubs: Mapping[int, ClubData]
    fixtures: tuple[FixtureData, ...]
    matchups: tuple[MatchupData, ...]
    qualifiers: tuple[QualifierData, ...]
    confirmed_on: dt.date | None = None

    @property
    def has_table(self) -> bool:
        return self.kind != StageKind.KNOCK_OUT

    @property
    def known(self) -> int:
        """Fixtures whose official result is known; an inferred one is not."""
        return sum(f.official.counts and not f.is_inferred for f in self.fixtures)

    @property
    def expected(self) -> int:
        return max(self.expected_fixtures or 0, len(self.fixtures))

    @property
    def replayed(self) -> frozenset[int]:
        """Fixtures that another one replaced."""
        return frozenset(f.replaces for f in self.fixtures if f.replaces is not None)

    def is_pending(self, fixture: FixtureData) -> bool:
        """Whether a result is still to come or to be found out; the clubs met, or are to meet."""
        if fixture.official.reason == "replay":
            return fixture.pk not in self.replayed
        return fixture.official.reason in PENDING

    def fixture(self, pk: int) -> FixtureData | None:
        return next((fixture for fixture in self.fixtures if fixture.pk == pk), None)
