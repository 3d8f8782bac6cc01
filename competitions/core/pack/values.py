# ruff: noqa: RUF009 - the functions called for defaults make dataclass fields, afresh each time
"""What a season pack says, as plain values. Their fields are the keys and columns of the files.

A field without a default has to be given in every row; any other one may be blank, or its column
left out, and then has its default.
"""

import datetime as dt
from dataclasses import MISSING, Field, dataclass, field, fields
from decimal import Decimal
from typing import Any

from competitions.core import cells
from competitions.core.cells import Cell
from competitions.core.matchup import SETTLEMENTS
from competitions.core.pack import vocabulary as words
from competitions.core.pack.columns import (
    code,
    decimal,
    fixed_slots,
    line,
    lines_of_text,
    listed,
    points_by_place,
    whole,
)


def _given(cell: Cell[Any], *, kind: type = str) -> Any:
    return field(metadata={"cell": cell, "kind": kind})


def _text(cell: Cell[str]) -> Any:
    return field(default="", metadata={"cell": cell, "kind": str})


def _maybe(cell: Cell[Any], kind: type = str, default: Any = None) -> Any:
    return field(default=default, metadata={"cell": cell, "kind": kind})


def _number(minimum: int = 0, maximum: int = 32767) -> Any:
    return _maybe(whole(minimum, maximum), int)


def _goals() -> Any:
    return _maybe(cells.score_part, int)


def _date() -> Any:
    return _maybe(cells.iso_date, dt.date)


def _flag() -> Any:
    return _maybe(cells.boolean, bool, default=False)


_STAGE = code(40)
_CLUB = code(100)
_LEAGUE = code(120)
_GROUP = code(20)
_KEY = code(40)
_NUMBER = whole(1, 9999)
_EVIDENCE = cells.choice(words.EVIDENCE)
_SOURCE = line(400)
_OUTCOME = cells.choice(words.OUTCOME_KINDS)


# season.toml ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonValue:
    year: int = _given(whole(1967, 2100), kind=int)
    status: str = _given(cells.choice(words.SEASON_STATUSES))
    simulated: bool = _flag()
    seed: int | None = _maybe(whole(0, 2_000_000_000), int)
    starts_on: dt.date | None = _date()
    ends_on: dt.date | None = _date()
    summary: str = _text(lines_of_text)
    summary_en: str = _text(lines_of_text)
    source: str = _text(_SOURCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupValue:
    code: str = _given(_GROUP)
    name: str = _given(line(80))
    name_en: str = _text(line(80))
    section: str = _text(line(60))
    size: int | None = _number(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundValue:
    number: int = _given(whole(1, 999), kind=int)
    name: str = _given(line(80))
    name_en: str = _text(line(80))
    key: str = _text(cells.choice(words.ROUND_KEYS))
    legs: int | None = _number(1, 5)
    neutral: bool = _flag()
    starts_on: dt.date | None = _date()
    ends_on: dt.date | None = _date()


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionValue:
    """A criterion with its options, which stand beside it as further keys."""

    criterion: str = _given(cells.choice(words.CRITERIA))
    options: tuple[tuple[str, str | bool], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneValue:
    code: str = _given(_GROUP)
    letter: str = _given(line(2))
    name: str = _given(line(80))
    name_en: str = _text(line(80))
    tone: str = _given(cells.choice(words.ZONE_TONES))
    kind: str = _given(cells.choice(words.ZONE_KINDS))
    first_place: int | None = _number(1)
    last_place: int | None = _number(1)
    nth: int | None = _number(1)
    count: int | None = _number(1)
    groups: tuple[str, ...] = _maybe(_GROUP, tuple, default=())
    round_number: int | None = _number(1)
    excludes_promoted: bool = _flag()
    leads_to: str = _text(_STAGE)
    outcome: str = _text(_OUTCOME)
    destination: str = _text(line(60))


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesValue:
    points_win: int = _maybe(whole(0, 99), int, default=3)
    points_drawn: int = _maybe(whole(0, 99), int, default=1)
    points_lost: int = _maybe(whole(0, 99), int, default=0)
    walkover_goals: int = _maybe(whole(0, 99), int, default=3)
    walkover_deduction: int = _maybe(whole(0, 99), int, default=0)
    settlement: tuple[str, ...] = _maybe(cells.choice(SETTLEMENTS), tuple, default=())
    pairing: str = _text(cells.choice(words.PAIRINGS))
    slots: str = _text(fixed_slots)
    host: str = _maybe(cells.choice(words.HOSTS), default="better")
    keeps_apart: bool = _flag()
    pairs_anew: bool = _flag()
    legs: int | None = _number(1, 4)
    leg_order: str = _maybe(cells.choice(words.LEG_ORDERS), default="mirrored")
    carry: str = _text(cells.choice(words.CARRY_OVERS))
    bonus: str = _text(points_by_place)
    across_groups: str = _maybe(cells.choice(words.ACROSS_GROUPS), default="all_matches")
    document: str = _text(line(200))
    text: str = _text(lines_of_text)
    text_en: str = _text(lines_of_text)
    evidence: str = _given(_EVIDENCE)
    source: str = _text(_SOURCE)
    note: str = _text(lines_of_text)
    criteria: tuple[CriterionValue, ...] = ()
    zones: tuple[ZoneValue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QualifierListValue:
    """The confirmed list of a stage as a whole; its clubs stand in qualifiers.csv."""

    confirmed_on: dt.date | None = _date()
    evidence: str = _given(_EVIDENCE)
    source: str = _text(_SOURCE)
    note: str = _text(lines_of_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageValue:
    slug: str = _given(_STAGE)
    name: str = _given(line(80))
    name_en: str = _text(line(80))
    kind: str = _given(cells.choice(words.STAGE_KINDS))
    league: str = _given(_LEAGUE)
    starts_on: dt.date | None = _date()
    ends_on: dt.date | None = _date()
    size: int | None = _number(2)
    expected_fixtures: int | None = _number()
    finished: bool = _flag()
    remark: str = _text(lines_of_text)
    remark_en: str = _text(lines_of_text)
    groups: tuple[GroupValue, ...] = ()
    rounds: tuple[RoundValue, ...] = ()
    rules: RulesValue
    qualifiers: QualifierListValue | None = None


# The CSV files ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LeagueRow:
    """A league that a program made up for a simulated season; real ones are known already."""

    league: str = _given(_LEAGUE)
    name: str = _given(line(120))
    level: str = _given(cells.choice(words.LEAGUE_LEVELS))
    above: str = _given(_LEAGUE)
    department: str = _given(line(40))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubRow:
    """Its league and where it lies are said of clubs that a program made up (`simulated`)."""

    club: str = _given(_CLUB)
    name: str = _given(line(80))
    short_name: str = _text(line(30))
    department: str = _given(line(40))
    home_town: str = _text(line(80))
    aliases: tuple[str, ...] = _maybe(listed(80), default=())
    note: str = _text(lines_of_text)
    league: str = _text(_LEAGUE)
    latitude: Decimal | None = _maybe(decimal(3, 6), Decimal)
    longitude: Decimal | None = _maybe(decimal(3, 6), Decimal)
    simulated: bool = _flag()


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueRow:
    venue: str = _given(line(80))
    town: str = _text(line(80))
    department: str = _text(line(40))


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    stage: str = _given(_STAGE)
    group: str = _text(_GROUP)
    club: str = _given(_CLUB)
    listed_name: str = _text(line(80))
    home_town: str = _text(line(80))
    department: str = _text(line(40))
    departmental_rank: int | None = _number(1)
    seed: int | None = _number(1)
    points_carried: Decimal = _maybe(decimal(4, 2), default=Decimal(0))
    via: str = _maybe(cells.choice(words.VIAS), default="unknown")
    origin_stage: str = _text(_STAGE)
    origin_place: int | None = _number(1)
    evidence: str = _given(_EVIDENCE)
    source: str = _text(_SOURCE)
    note: str = _text(lines_of_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchupRow:
    stage: str = _given(_STAGE)
    round: int = _given(whole(1, 999))
    matchup: str = _given(_KEY)
    section: str = _text(_GROUP)
    first: str = _text(_CLUB)
    second: str = _text(_CLUB)
    first_slot: str = _text(line(60))
    second_slot: str = _text(line(60))
    legs: int = _given(whole(1, 5))
    feeds: str = _text(_KEY)
    reported_winner: str = _text(_CLUB)
    reported_decision: str = _text(cells.choice(words.DECISIONS))
    evidence: str = _given(_EVIDENCE)
    source: str = _text(_SOURCE)
    note: str = _text(lines_of_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class FixtureRow:
    """A fixture of a matchup leaves round and group blank: they are the matchup's."""

    stage: str = _given(_STAGE)
    fixture: str = _given(_KEY)
    group: str = _text(_GROUP)
    round: int | None = _number(1)
    matchup: str = _text(_KEY)
    leg: int | None = _number(1, 5)
    extra: bool = _flag()
    date: dt.date | None = _date()
    time: dt.time | None = _maybe(cells.clock_time)
    home: str = _given(_CLUB)
    away: str = _given(_CLUB)
    status: str = _given(cells.choice(words.FIXTURE_STATUSES))
    home_goals: int | None = _goals()
    away_goals: int | None = _goals()
    home_half: int | None = _goals()
    away_half: int | None = _goals()
    home_extra: int | None = _goals()
    away_extra: int | None = _goals()
    home_penalties: int | None = _goals()
    away_penalties: int | None = _goals()
    venue: str = _text(line(80))
    venue_town: str = _text(line(80))
    neutral: bool = _flag()
    replaces: str = _text(_KEY)
    provisional: bool = _flag()
    evidence: str = _given(_EVIDENCE)
    source: str = _text(_SOURCE)
    note: str = _text(lines_of_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    stage: str = _given(_STAGE)
    fixture: str = _given(_KEY)
    club: str = _given(_CLUB)
    player: str = _text(line(80))
    minute: int | None = _number(1, 120)
    stoppage: int | None = _number(1, 99)
    kind: str = _maybe(cells.choice(words.GOAL_KINDS), default="goal")
    evidence: str = _given(_EVIDENCE)
    source: str = _text(_SOURCE)
    note: str = _text(lines_of_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    stage: str = _given(_STAGE)
    claim: int = _given(_NUMBER)
    fixture: str = _text(_KEY)
    matchup: str = _text(_KEY)
    claimant: str = _given(_CLUB)
    against: str = _text(_CLUB)
    grounds: str = _given(lines_of_text)
    filed_on: dt.date | None = _date()
    deadline: dt.date | None = _date()
    state: str = _given(cells.choice(words.CLAIM_STATES))
    evidence: str = _given(_EVIDENCE)
    source: str = _text(_SOURCE)
    note: str = _text(lines_of_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingRow:
    stage: str = _given(_STAGE)
    ruling: int = _given(_NUMBER)
    claim: int | None = _number(1, 9999)
    effect: str = _given(cells.choice(words.EFFECTS))
    fixture: str = _text(_KEY)
    matchup: str = _text(_KEY)
    club: str = _text(_CLUB)
    in_favour_of: str = _text(_CLUB)
    home_goals: int | None = _goals()
    away_goals: int | None = _goals()
    walkover: bool = _flag()
    document: str = _text(line(120))
    decided_on: dt.date | None = _date()
    text: str = _text(lines_of_text)
    text_en: str = _text(lines_of_text)
    evidence: str = _given(_EVIDENCE)
    source: str = _text(_SOURCE)
    note: str = _text(lines_of_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentRow:
    stage: str = _given(_STAGE)
    club: str = _given(_CLUB)
    points: int = _given(whole(-999, 999))
    reason: str = _given(lines_of_text)
    decided_on: dt.date | None = _date()
    ruling: int | None = _number(1, 9999)
    evidence: str = _given(_EVIDENCE)
    source: str = _text(_SOURCE)
    note: str = _text(lines_of_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class LotsRow:
    """What one club drew. What is said of the drawing itself is the same in all its rows."""

    stage: str = _given(_STAGE)
    lots: int = _given(_NUMBER)
    group: str = _text(_GROUP)
    matchup: str = _text(_KEY)
    purpose: str = _text(cells.choice(words.LOTS_PURPOSES))
    seed: str = _text(line(40))
    drawn_on: dt.date | None = _date()
    act: str = _text(line(120))
    drawn_by: str = _text(line(120))
    club: str = _given(_CLUB)
    position: int = _given(whole(1, 999))
    evidence: str = _given(_EVIDENCE)
    source: str = _text(_SOURCE)
    note: str = _text(lines_of_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class QualifierRow:
    stage: str = _given(_STAGE)
    club: str = _given(_CLUB)
    place: int | None = _number(1)
    zone: str = _text(_GROUP)
    via: str = _given(cells.choice(words.VIAS))
    to_stage: str = _text(_STAGE)
    outcome: str = _text(_OUTCOME)
    destination: str = _text(line(60))
    instead_of: str = _text(_CLUB)
    reason: str = _text(lines_of_text)
    remark: str = _text(lines_of_text)
    source: str = _text(_SOURCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedValue:
    stage: str = _given(_STAGE)
    group: str = _text(_GROUP)
    after_round: int | None = _number(1)
    place: int | None = _number(1)
    club: str = _given(_CLUB)
    played: int | None = _number()
    won: int | None = _number()
    drawn: int | None = _number()
    lost: int | None = _number()
    goals_for: int | None = _number()
    goals_against: int | None = _number()
    goal_difference: int | None = _number(-9999)
    points: int | None = _number(-9999)
    evidence: str = _given(_EVIDENCE)
    source: str = _text(_SOURCE)
    note: str = _text(lines_of_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    kind: str = _given(_OUTCOME)
    club: str = _text(_CLUB)
    club_name: str = _text(line(80))
    destination: str = _text(line(60))
    evidence: str = _given(_EVIDENCE)
    source: str = _text(_SOURCE)
    note: str = _text(lines_of_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorerRow:
    rank: int = _given(whole(1, 999))
    player: str = _given(line(80))
    club: str = _given(_CLUB)
    goals: int = _given(whole(0, 999))
    evidence: str = _given(_EVIDENCE)
    source: str = _text(_SOURCE)
    note: str = _text(lines_of_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    kind: str = _given(cells.choice(words.NOTE_KINDS))
    stage: str = _text(_STAGE)
    text: str = _given(lines_of_text)
    text_en: str = _text(lines_of_text)
    source: str = _text(_SOURCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A season with all that is recorded of it. Rows keep the order of their files."""

    season: SeasonValue
    stages: tuple[StageValue, ...] = ()
    leagues: tuple[LeagueRow, ...] = ()
    clubs: tuple[ClubRow, ...] = ()
    venues: tuple[VenueRow, ...] = ()
    entries: tuple[EntryRow, ...] = ()
    matchups: tuple[MatchupRow, ...] = ()
    fixtures: tuple[FixtureRow, ...] = ()
    goals: tuple[GoalRow, ...] = ()
    claims: tuple[ClaimRow, ...] = ()
    rulings: tuple[RulingRow, ...] = ()
    adjustments: tuple[AdjustmentRow, ...] = ()
    lots: tuple[LotsRow, ...] = ()
    qualifiers: tuple[QualifierRow, ...] = ()
    published: tuple[PublishedValue, ...] = ()
    outcomes: tuple[OutcomeRow, ...] = ()
    scorers: tuple[ScorerRow, ...] = ()
    notes: tuple[NoteRow, ...] = ()


ROWS: dict[str, type] = {
    "leagues": LeagueRow,
    "clubs": ClubRow,
    "venues": VenueRow,
    "entries": EntryRow,
    "matchups": MatchupRow,
    "fixtures": FixtureRow,
    "goals": GoalRow,
    "claims": ClaimRow,
    "rulings": RulingRow,
    "adjustments": AdjustmentRow,
    "lots": LotsRow,
    "qualifiers": QualifierRow,
    "published": PublishedValue,
    "outcomes": OutcomeRow,
    "scorers": ScorerRow,
    "notes": NoteRow,
}
"""The CSV files by name, without `.csv`, and what a row of each says."""


def default_of(spec: Field[Any]) -> Any:
    return None if spec.default is MISSING else spec.default


def is_required(spec: Field[Any]) -> bool:
    return spec.default is MISSING


def specs_of(row_type: type) -> tuple[Field[Any], ...]:
    return fields(row_type)


_APART = {"settlement", "criteria", "zones", "groups", "leads_to"} | {
    "league", "finished", "rounds", "rules", "qualifiers"
}  # fmt: skip
"""What a row of the database keeps in another way than a value does."""
_SOURCED = {"evidence", "source", "note"}


def _alike(row_type: type) -> tuple[str, ...]:
    return tuple(spec.name for spec in fields(row_type) if spec.name not in _APART | _SOURCED)


STAGE_ALIKE = _alike(StageValue)
RULES_ALIKE = _alike(RulesValue)
ZONE_ALIKE = _alike(ZoneValue)
"""What stages, rules and zones say under the same name in a value and in a row of the database, but
for how it is known."""
