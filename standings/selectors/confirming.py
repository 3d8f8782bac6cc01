"""The page on which an official confirms who goes through, and enters them where they go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from competitions.choices import ClaimState
from competitions.core.names import fold
from competitions.core.slots import PlaceOf, read_words
from competitions.models import Claim, QualifierList, SeasonOutcome, Stage, Zone
from standings.selectors.arrivals import Known
from standings.selectors.bringing import Brought, brought, carried
from standings.selectors.downstream import Downstream, downstream, known_from
from standings.selectors.going_through import (
    Line,
    Plan,
    going_through,
    hangs_on_award,
    hangs_on_exclusion,
)
from standings.selectors.qualification import Disagreement, disagreement
from standings.selectors.reading import load
from standings.selectors.since import Since, changes_since, confirmed_at
from standings.selectors.snapshot import ClubData, MatchupData, StageData


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """A claim not decided yet. `hangs`: upheld, it would change who goes through."""

    claim: Claim
    hangs: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """An open side of a matchup whose slot names the place of a club that is entered."""

    matchup: MatchupData
    side: int
    slot: str
    club: ClubData
    entry: int


@dataclass(frozen=True, slots=True)
class Stranger:
    """A club that came from this stage and is not on its list any more."""

    club: ClubData
    plays: bool


@dataclass(frozen=True, slots=True)
class NextStage:
    """A stage to which clubs of the confirmed list go on. `carried` are the points that they bring
    along, by their entries in the stage of the list."""

    stage: Stage
    entered: tuple[Line, ...]
    to_enter: tuple[Line, ...]
    strangers: tuple[Stranger, ...]
    seats: tuple[Seat, ...]
    carried: Mapping[int, Decimal]
    brought: tuple[Brought, ...]

    @property
    def listed(self) -> int:
        return len(self.entered) + len(self.to_enter)


@dataclass(frozen=True, slots=True)
class ConfirmingPage:
    """`qualifiers` is the confirmed list, and `rows` its rows' keys by what they say."""

    stage: Stage
    plan: Plan
    qualifiers: QualifierList | None
    rows: Mapping[tuple[object, ...], int]
    claims: tuple[OpenClaim, ...]
    disagreement: Disagreement | None
    since: tuple[Since, ...]
    following: tuple[NextStage, ...]
    won: tuple[Line, ...]
    recorded: tuple[Line, ...]
    downstream: Downstream

    @property
    def hanging(self) -> tuple[OpenClaim, ...]:
        return tuple(claim for claim in self.claims if claim.hangs)

    @property
    def has_doubts(self) -> bool:
        """Whether there is something that whoever confirms the list has to know of."""
        plan = self.plan
        return bool(plan.missing or plan.open or plan.vacant or self.hanging)

    @property
    def recorded_and_lost(self) -> tuple[Line, ...]:
        """Rows that would leave the list, and that the season has recorded as won."""
        gone = {line.key for line in self.plan.changes.dropped}
        return tuple(line for line in self.recorded if line.key in gone)

    @property
    def is_carried_in_doubt(self) -> bool:
        """Whether whoever carries the correction through has to know of something missing."""
        return bool(self.plan.changes and self.has_doubts) or self.downstream.is_in_doubt

    @property
    def state(self) -> str:
        """What a form sends back beside the lines: what was in doubt when it was made."""
        plan = self.plan
        claims = ",".join(str(found.claim.pk) for found in self.hanging)
        vacant = ",".join(str(berth.club.entry) for berth in plan.vacant)
        return f"{plan.missing};{sum(b.berths for b in plan.open)};{vacant};{claims}"


def confirming_page(stage: Stage) -> ConfirmingPage:
    """`stage` has its season, rules and league. Queries do not grow with clubs or results."""
    data = load([stage])[stage.pk]
    plan = going_through(data)
    qualifiers = QualifierList.objects.filter(stage=stage).select_related("confirmed_by").first()
    found = disagreement(data)
    at = confirmed_at(stage.pk) if found or plan.changes else None
    known = known_from([stage]) if plan.is_confirmed else {}
    return ConfirmingPage(
        stage=stage,
        plan=plan,
        qualifiers=qualifiers,
        rows=_rows(qualifiers),
        claims=_claims(data),
        disagreement=found,
        since=changes_since(stage.pk, at) if at else (),
        following=_following(stage, plan, known),
        downstream=downstream(stage.pk, known) if known else Downstream(),
        **_outcomes(stage, plan),
    )


def _rows(qualifiers: QualifierList | None) -> dict[tuple[object, ...], int]:
    if qualifiers is None:
        return {}
    rows = qualifiers.qualifiers.values_list("pk", "entry", "to_stage", "destination")
    return {(entry, to or destination): pk for pk, entry, to, destination in rows}


def row_key(line: Line) -> tuple[object, ...]:
    """How `ConfirmingPage.rows` knows the row of a line."""
    return line.club.entry, line.destination.stage or line.destination.label.es


# Claims


def _claims(stage: StageData) -> tuple[OpenClaim, ...]:
    open_claims = Claim.objects.filter(stage=stage.pk, state=ClaimState.OPEN)
    claims = open_claims.exclude(fixture__is_archived=True).select_related(
        "claimant__club", "against__club", "fixture__home__club", "fixture__away__club"
    )
    return tuple(OpenClaim(claim, _hangs(stage, claim)) for claim in claims)


def _hangs(stage: StageData, claim: Claim) -> bool:
    fixture = stage.fixture(claim.fixture_id) if claim.fixture_id else None
    if fixture is not None and claim.claimant_id in (fixture.home, fixture.away):
        side = "home" if fixture.home == claim.claimant_id else "away"
        return hangs_on_award(stage, fixture, side)
    rivals = {claim.against_id} - {None}
    matchup = next((m for m in stage.matchups if m.pk == claim.matchup_id), None)
    if matchup is not None and not rivals:
        rivals = {matchup.first, matchup.second} - {claim.claimant_id, None}
    return any(hangs_on_exclusion(stage, rival) for rival in rivals)


# Where they go


def _following(stage: Stage, plan: Plan, known: Mapping[int, Known]) -> tuple[NextStage, ...]:
    goals = {line.destination.stage for line in plan.listed} - {None}
    if not goals:
        return ()
    feeders: dict[int, set[int]] = {}
    for to, source in Zone.objects.filter(leads_to__in=goals).values_list(
        "leads_to", "rule_set__stage"
    ):
        feeders.setdefault(to, set()).add(source)
    following = [known[goal] for goal in goals if goal is not None]
    return tuple(
        _next_stage(found, plan, is_only=feeders.get(found.stage.pk) == {stage.pk})
        for found in sorted(following, key=lambda found: (found.stage.position, found.stage.pk))
    )


def _next_stage(following: Known, plan: Plan, *, is_only: bool) -> NextStage:
    stage, data = following.stage, following.data
    from_here = {e for e, came in following.origins.items() if came.origin in plan.stage.clubs}
    lines = [line for line in plan.listed if line.destination.stage == stage.pk]
    there = {club.club: club for club in data.clubs.values()}
    listed = {line.club.club for line in lines}
    playing = {side for f in data.fixtures for side in (f.home, f.away)}
    playing |= {side for m in data.matchups for side in (m.first, m.second) if side is not None}
    points = carried(stage, plan, [line.club.entry for line in lines])
    agrees = is_only and not plan.changes and not plan.missing
    return NextStage(
        stage=stage,
        entered=tuple(line for line in lines if line.club.club in there),
        to_enter=tuple(line for line in lines if line.club.club not in there),
        strangers=tuple(
            Stranger(club, club.entry in playing)
            for club in data.clubs.values()
            if club.entry in from_here and club.club not in listed
        ),
        seats=tuple(_seats(data, plan.stage, lines, there)) if agrees else (),
        carried=points,
        brought=tuple(brought(lines, there, points)) if not plan.changes else (),
    )


def _seats(
    data: StageData, stage: StageData, lines: Iterable[Line], there: Mapping[int, ClubData]
) -> Iterable[Seat]:
    """Only where a slot is the name of one place, and one club has that place alone."""
    by_slot: dict[tuple[int, str], list[Line]] = {}
    for line in lines:
        if line.berth is not None and line.berth.place is not None:
            where = fold(line.berth.of.es)
            by_slot.setdefault((line.berth.place, where), []).append(line)
    seated = {side for m in data.matchups for side in (m.first, m.second)}
    for matchup in data.matchups:
        slots = ((matchup.first, matchup.first_slot), (matchup.second, matchup.second_slot))
        for side, (taken, slot) in enumerate(slots):
            place = _place_of(slot)
            found = by_slot.get(place, []) if place and taken is None else []
            club = there.get(found[0].club.club) if len(found) == 1 else None
            if club is not None and club.entry not in seated:
                yield Seat(matchup, side, slot, found[0].club, club.entry)


def _place_of(slot: str) -> tuple[int, str] | None:
    """“1.º de la tabla” is place 1 of the only table, “2.º Grupo A” place 2 of that group."""
    origin = read_words(slot)
    return (origin.place, fold(origin.group)) if isinstance(origin, PlaceOf) else None


def _outcomes(stage: Stage, plan: Plan) -> dict[str, tuple[Line, ...]]:
    lines = [line for line in plan.listed if line.destination.outcome]
    if not lines:
        return {"won": (), "recorded": ()}
    known = set(
        SeasonOutcome.objects.filter(season=stage.season_id).values_list(
            "kind", "club", "destination"
        )
    )

    def is_recorded(line: Line) -> bool:
        to = line.destination
        return (to.outcome, line.club.club, to.label.es) in known

    return {
        "won": tuple(line for line in lines if not is_recorded(line)),
        "recorded": tuple(line for line in lines if is_recorded(line)),
    }
