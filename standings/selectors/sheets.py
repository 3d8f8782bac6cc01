"""The sheet of a round: its fixtures as an official finds them, and what a write has changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from competitions.choices import Absent
from competitions.core.fixture_state import FixtureState
from competitions.models import Round, Stage
from standings.selectors.consequences import Consequences, consequences, with_results
from standings.selectors.reading import kept, load
from standings.selectors.snapshot import (
    ClubData,
    FixtureData,
    MatchupData,
    RulingData,
    StageData,
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A fixture to be recorded. `ruling` is the one that makes its result, where one does."""

    fixture: FixtureData
    home: ClubData
    away: ClubData
    state: FixtureState
    group: str
    leg: int | None
    ruling: RulingData | None
    has_extra_time: bool
    has_penalties: bool
    is_recorded: bool

    @property
    def is_provisional(self) -> bool:
        """The same as `FixtureQuerySet.provisional` asks the database."""
        ended = self.fixture.status in ("abandoned", "not_played", "annulled")
        has_result = ended or self.fixture.match.full_time is not None
        return (has_result or self.fixture.official.kind != "none") and not self.fixture.is_official


@dataclass(frozen=True, slots=True)
class RoundSheet:
    """`wants_half_time`: the rules of the stage order its table by the points at half time."""

    round: Round
    stage: StageData
    rows: tuple[SheetRow, ...]
    before: Round | None
    after: Round | None
    wants_half_time: bool

    @property
    def recorded(self) -> int:
        return sum(row.is_recorded for row in self.rows)

    @property
    def provisional(self) -> int:
        return sum(row.is_provisional for row in self.rows)

    @property
    def has_official(self) -> bool:
        return any(row.fixture.is_official for row in self.rows)


def round_sheet(round_: Round) -> RoundSheet:
    """The round needs its stage with season and rules. One query beside those of the snapshot."""
    return _sheet(round_, load([round_.stage])[round_.stage_id])


def sheet_after(
    round_: Round, states: Mapping[int, FixtureState], *, version: str
) -> RoundSheet | None:
    """The sheet after a write, from the snapshot before it and the states that it left.

    None where that is not enough: the snapshot is not kept, or there are new rulings.
    """
    before = kept(round_.stage_id, version)
    if before is None:
        return None
    old = {fixture.pk: fixture for fixture in fixtures_of(before, round_.number)}
    if old.keys() != states.keys() or any(
        state.absent != state_of(old[pk]).absent for pk, state in states.items()
    ):
        return None
    now = with_results(before, {pk: state.match for pk, state in states.items()})
    dated = (
        replace(f, date=states[f.pk].date, time=states[f.pk].time) if f.pk in states else f
        for f in now.fixtures
    )
    return _sheet(round_, replace(now, fixtures=tuple(dated)))


def _sheet(round_: Round, stage: StageData) -> RoundSheet:
    others = list(Round.objects.filter(stage=round_.stage_id).order_by("number"))
    at = next((n for n, other in enumerate(others) if other.pk == round_.pk), 0)
    matchups = {matchup.pk: matchup for matchup in stage.matchups}
    groups = {group.code: str(group.label) for group in stage.groups}
    return RoundSheet(
        round=round_,
        stage=stage,
        rows=tuple(
            _row(stage, fixture, matchups.get(fixture.matchup or 0), groups.get(fixture.group, ""))
            for fixture in fixtures_of(stage, round_.number)
        ),
        before=others[at - 1] if at else None,
        after=others[at + 1] if at + 1 < len(others) else None,
        wants_half_time=any(c.code == "first_half_points" for c in stage.rules.criteria),
    )


def fixtures_of(stage: StageData, number: int) -> tuple[FixtureData, ...]:
    """The fixtures of a round, and those legs of its matchups that name no round."""
    legs_of = {matchup.pk for matchup in stage.matchups if matchup.round == number}
    return tuple(f for f in stage.fixtures if f.round == number or f.matchup in legs_of)


def state_of(fixture: FixtureData) -> FixtureState:
    """The same as `competitions.services.rounds.state_of` reads from the row."""
    return FixtureState(fixture.match, _absent(fixture), fixture.date, fixture.time)


def _absent(fixture: FixtureData) -> str:
    ruling = next((r for r in reversed(fixture.rulings) if r.is_walkover), None)
    if ruling is None:
        return ""
    if ruling.in_favour_of is None:
        return Absent.BOTH.value
    return (Absent.AWAY if ruling.in_favour_of == fixture.home else Absent.HOME).value


def _row(
    stage: StageData, fixture: FixtureData, matchup: MatchupData | None, group: str
) -> SheetRow:
    steps = stage.rules.settlement
    is_last = matchup is not None and (fixture.leg or matchup.legs) >= matchup.legs
    match = fixture.match
    may_shoot = fixture.is_extra or (is_last and "penalties" in steps)
    may_go_on = fixture.is_extra or (is_last and "extra_time" in steps)
    return SheetRow(
        fixture=fixture,
        home=stage.clubs[fixture.home],
        away=stage.clubs[fixture.away],
        state=state_of(fixture),
        group=group,
        leg=fixture.leg if matchup is not None and matchup.legs > 1 else None,
        ruling=fixture.rulings[-1] if fixture.rulings else None,
        has_extra_time=may_go_on or match.extra_time is not None,
        has_penalties=may_shoot or match.penalties is not None,
        is_recorded=not stage.is_pending(fixture),
    )


@dataclass(frozen=True, slots=True)
class Since:
    """What is different from an earlier version: the fixtures of the round, and what follows."""

    changed: tuple[FixtureData, ...]
    consequences: Consequences


def since(sheet: RoundSheet, version: str) -> Since | None:
    """What has changed since a version of the stage; None where nobody remembers that version.

    Stages that this one leads to are read only where a club lost its way there.
    """
    before = kept(sheet.stage.pk, version)
    if before is None:
        return None
    found = consequences(before, sheet.stage)
    lost = {change.zone.leads_to for change in found.zones if change.left} - {None}
    if lost:
        stages = Stage.objects.select_related("season", "rule_set").filter(pk__in=lost)
        found = consequences(before, sheet.stage, later=list(load(stages).values()))
    old = {fixture.pk: fixture for fixture in before.fixtures}
    changed = (row.fixture for row in sheet.rows if row.fixture != old.get(row.fixture.pk))
    return Since(tuple(changed), found)
