"""Claims and rulings, and what hangs on a claim that nobody has decided yet."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils import timezone

from competitions.choices import ClaimState, RulingEffect
from competitions.models import Claim, Ruling
from standings.selectors.brackets import MatchupView, matchup_views
from standings.selectors.snapshot import ClubData, FixtureData, Label, StageData

_OLDEST_LAST = (F("decided_on").desc(nulls_last=True), "-pk")


@dataclass(frozen=True, slots=True)
class HangingMatch:
    """A match to come whose clubs depend on a decision."""

    stage: StageData
    fixture: FixtureData


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with what it is about. `decided_on` and `document` are those of its last ruling.

    `hanging` is filled while it is open.
    """

    pk: int
    stage: StageData
    state: str
    claimant: ClubData
    against: ClubData | None
    grounds: str
    filed_on: dt.date | None
    deadline: dt.date | None
    fixture: FixtureData | None
    matchup: MatchupView | None
    decided_on: dt.date | None
    document: str
    hanging: tuple[HangingMatch, ...]
    source: str
    evidence: str

    @property
    def is_open(self) -> bool:
        return self.state == ClaimState.OPEN


@dataclass(frozen=True, slots=True)
class Points:
    club: ClubData
    points: int
    reason: str


@dataclass(frozen=True, slots=True)
class RulingRow:
    """A ruling with what it is about. Points that stand on no paper are rows of their own."""

    pk: int | None
    stage: StageData
    effect: str
    document: str
    decided_on: dt.date | None
    text: Label
    fixture: FixtureData | None
    matchup: MatchupView | None
    club: ClubData | None
    favoured: ClubData | None
    points: tuple[Points, ...]
    is_walkover: bool
    claim: ClaimRow | None
    source: str
    evidence: str

    @property
    def clubs(self) -> tuple[ClubData, ...]:
        """Those that the page marks as sanctioned."""
        found = [self.club] if self.club else []
        found += [row.club for row in self.points if row.points < 0]
        return tuple(dict.fromkeys(found))

    @property
    def entries(self) -> frozenset[int]:
        """All whom it concerns, the rivals on the pitch among them."""
        named = (self.club, self.favoured, *(row.club for row in self.points))
        claiming = (self.claim.claimant, self.claim.against) if self.claim else ()
        others = [club.entry for club in (*named, *claiming) if club]
        return clubs_concerned(self.fixture, self.matchup, others)


@dataclass(frozen=True, slots=True)
class Paper:
    """Rulings of one document: a decision over a club may lie over several of its matches."""

    document: str
    decided_on: dt.date | None
    rulings: tuple[RulingRow, ...]

    @property
    def texts(self) -> tuple[Label, ...]:
        return tuple(dict.fromkeys(row.text for row in self.rulings if row.text))

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.source for row in self.rulings if row.source))

    @property
    def claims(self) -> tuple[ClaimRow, ...]:
        return tuple({row.claim.pk: row.claim for row in self.rulings if row.claim}.values())


def claims_and_rulings(
    stages: Iterable[StageData],
) -> tuple[tuple[ClaimRow, ...], tuple[RulingRow, ...]]:
    """Of these stages, in three queries: the most urgent claim first, the latest ruling first."""
    snapshots = {stage.pk: stage for stage in stages}
    claimed = (
        Claim.objects.filter(stage__in=list(snapshots))
        .exclude(fixture__is_archived=True)
        .prefetch_related("rulings")
    )
    ruled = _rulings(snapshots).order_by(*_OLDEST_LAST)
    return rows_of(snapshots, claimed, ruled, _without_paper(snapshots.values()))


def rows_of(
    snapshots: Mapping[int, StageData],
    claimed: Iterable[Claim],
    ruled: Iterable[Ruling],
    loose: Iterable["RulingRow"],
) -> tuple[tuple[ClaimRow, ...], tuple[RulingRow, ...]]:
    """Claims with their rulings, rulings in their order, and points that stand on no paper, as
    `claims_and_rulings` has them; the snapshots of all stages concerned."""
    claimed, ruled = list(claimed), list(ruled)
    concerned = {found.stage_id for found in (*claimed, *ruled)}
    views = _views({pk: snapshots[pk] for pk in concerned})
    claims = {
        claim.pk: _claim_row(claim, snapshots, views, decided=tuple(claim.rulings.all()))
        for claim in claimed
    }
    rulings = [_ruling_row(ruling, snapshots, views, claims) for ruling in ruled]
    return (
        tuple(sorted(claims.values(), key=_most_urgent)),
        tuple(sorted([*rulings, *loose], key=_day, reverse=True)),
    )


def papers_of(rulings: Iterable[RulingRow]) -> tuple[Paper, ...]:
    """The rulings by their documents; one without a document stands alone."""
    found: dict[tuple[object, ...], list[RulingRow]] = {}
    for number, row in enumerate(rulings):
        key = (row.stage.pk, row.document or number, row.decided_on)
        found.setdefault(key, []).append(row)
    return tuple(
        Paper(rows[0].document, rows[0].decided_on, tuple(reversed(rows)))
        for rows in found.values()
    )


@dataclass(frozen=True, slots=True)
class Office:
    """What is open, and what was decided last."""

    open_claims: tuple[ClaimRow, ...] = ()
    papers: tuple[Paper, ...] = ()

    @property
    def disputed(self) -> frozenset[int]:
        """The fixtures on which a claim bears; one about no match bears on all of its clubs."""
        return frozenset(pk for claim in self.open_claims for pk in _disputed_by(claim))


def _disputed_by(claim: ClaimRow) -> Iterator[int]:
    if claim.fixture:
        yield claim.fixture.pk
    if claim.matchup:
        yield from (leg.pk for leg in claim.matchup.legs)
    if not (claim.fixture or claim.matchup):
        clubs = {club.entry for club in (claim.claimant, claim.against) if club}
        yield from (f.pk for f in claim.stage.fixtures if clubs & {f.home, f.away})


def office_of(snapshots: Mapping[int, StageData]) -> Office:
    """The open claims of these stages, and their last rulings with the papers they stand on."""
    views = _views(snapshots)
    claims = Claim.objects.filter(stage__in=list(snapshots), state=ClaimState.OPEN).exclude(
        fixture__is_archived=True
    )
    rulings = [
        _ruling_row(ruling, snapshots, views, {})
        for ruling in _rulings(snapshots).order_by(*_OLDEST_LAST)[:LAST_RULINGS]
    ]
    rulings += _without_paper(snapshots.values())
    open_claims = [_claim_row(claim, snapshots, views, decided=()) for claim in claims]
    return Office(
        open_claims=tuple(sorted(open_claims, key=_most_urgent)),
        papers=papers_of(sorted(rulings, key=_day, reverse=True)),
    )


LAST_RULINGS = 12
"""As many are read for a glance: one paper may decide over several matches."""


def _views(snapshots: Mapping[int, StageData]) -> dict[int, MatchupView]:
    return {
        view.data.pk: view for snapshot in snapshots.values() for view in matchup_views(snapshot)
    }


def _rulings(snapshots: Mapping[int, StageData]) -> QuerySet[Ruling]:
    return Ruling.objects.filter(stage__in=list(snapshots)).exclude(fixture__is_archived=True)


def _most_urgent(claim: ClaimRow) -> tuple[bool, dt.date, int]:
    if claim.is_open:
        return False, claim.deadline or dt.date.max, claim.pk
    last = claim.decided_on or claim.filed_on or dt.date.min
    return True, dt.date.max - (last - dt.date.min), claim.pk


def _day(row: RulingRow) -> dt.date:
    return row.decided_on or dt.date.min


def _claim_row(
    claim: Claim,
    stages: Mapping[int, StageData],
    views: Mapping[int, MatchupView],
    *,
    decided: Sequence[Ruling],
) -> ClaimRow:
    stage = stages[claim.stage_id]
    fixture = stage.fixture(claim.fixture_id) if claim.fixture_id else None
    matchup = views.get(claim.matchup_id or (fixture.matchup if fixture else 0) or 0)
    against = stage.clubs[claim.against_id] if claim.against_id else None
    claimant = stage.clubs[claim.claimant_id]
    is_open = claim.state == ClaimState.OPEN
    return ClaimRow(
        pk=claim.pk,
        stage=stage,
        state=claim.state,
        claimant=claimant,
        against=against,
        grounds=claim.grounds,
        filed_on=claim.filed_on,
        deadline=claim.deadline,
        fixture=fixture,
        matchup=matchup,
        decided_on=decided[-1].decided_on if decided else None,
        document=decided[-1].document if decided else "",
        hanging=tuple(
            hanging_on(
                stage,
                clubs_concerned(fixture, matchup, (claim.claimant_id, claim.against_id)),
                stages.values(),
                after=matchup.data.round if matchup else None,
            )
        )
        if is_open
        else (),
        source=claim.source,
        evidence=claim.evidence,
    )


def clubs_concerned(
    fixture: FixtureData | None, matchup: MatchupView | None, others: Iterable[int | None]
) -> frozenset[int]:
    """The entries whose way depends on a decision about these."""
    found = set(others)
    if fixture:
        found |= {fixture.home, fixture.away}
    if matchup:
        found |= {matchup.data.first, matchup.data.second}
    return frozenset(entry for entry in found if entry is not None)


def hanging_on(
    stage: StageData,
    entries: Collection[int],
    stages: Iterable[StageData],
    *,
    after: int | None = None,
) -> Iterator[HangingMatch]:
    """Matches to come of these clubs that would not be theirs, were it decided otherwise.

    In a knock-out those of the rounds `after` this one, and those of the stages that come later.
    """
    clubs = {stage.clubs[entry].club for entry in entries if entry in stage.clubs}
    if after is not None:
        for fixture in stage.fixtures:
            later = fixture.round is not None and fixture.round > after
            if later and fixture.is_open and {fixture.home, fixture.away} & set(entries):
                yield HangingMatch(stage, fixture)
    for other in sorted(stages, key=lambda found: found.position):
        if other.position <= stage.position:
            continue
        for fixture in other.fixtures:
            playing = {other.clubs[fixture.home].club, other.clubs[fixture.away].club}
            if fixture.is_open and playing & clubs:
                yield HangingMatch(other, fixture)


def _ruling_row(
    ruling: Ruling,
    stages: Mapping[int, StageData],
    views: Mapping[int, MatchupView],
    claims: Mapping[int, ClaimRow],
) -> RulingRow:
    stage = stages[ruling.stage_id]
    fixture = stage.fixture(ruling.fixture_id) if ruling.fixture_id else None
    matchup = ruling.matchup_id or (fixture.matchup if fixture else None)
    return RulingRow(
        pk=ruling.pk,
        stage=stage,
        effect=ruling.effect,
        document=ruling.document,
        decided_on=ruling.decided_on,
        text=Label(ruling.text, ruling.text_en),
        fixture=fixture,
        matchup=views.get(matchup) if matchup else None,
        club=stage.clubs[ruling.entry_id] if ruling.entry_id else None,
        favoured=stage.clubs[ruling.in_favour_of_id] if ruling.in_favour_of_id else None,
        points=tuple(
            Points(club, row.points, row.reason)
            for club in stage.clubs.values()
            for row in club.adjustments
            if row.ruling == ruling.pk
        ),
        is_walkover=ruling.is_walkover,
        claim=claims.get(ruling.claim_id) if ruling.claim_id else None,
        source=ruling.source,
        evidence=ruling.evidence,
    )


def _without_paper(stages: Iterable[StageData]) -> Iterator[RulingRow]:
    for stage in stages:
        for club in stage.clubs.values():
            for row in club.adjustments:
                if row.ruling is None:
                    yield points_row(stage, club, row.points, row.reason, row.decided_on)


def points_row(
    stage: StageData, club: ClubData, points: int, reason: str, decided_on: dt.date | None
) -> RulingRow:
    """Points that were given or taken without a paper."""
    return RulingRow(
        pk=None,
        stage=stage,
        effect=RulingEffect.POINTS,
        document="",
        decided_on=decided_on,
        text=Label(reason),
        fixture=None,
        matchup=None,
        club=club,
        favoured=None,
        points=(Points(club, points, reason),),
        is_walkover=False,
        claim=None,
        source="",
        evidence="",
    )


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim as its officials list it; `days_left` is None where it has no deadline."""

    claim: Claim
    days_left: int | None

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def days_late(self) -> int:
        return -(self.days_left or 0)


def claim_lines(claims: QuerySet[Claim], *, today: dt.date | None = None) -> list[ClaimLine]:
    """The claim that has to be decided soonest comes first."""
    day = today or timezone.localdate()
    found = claims.select_related(
        "stage__season",
        "claimant__club",
        "against__club",
        "fixture__home__club",
        "fixture__away__club",
        "matchup__first__club",
        "matchup__second__club",
    ).order_by(F("deadline").asc(nulls_last=True), F("filed_on").asc(nulls_last=True), "pk")
    return [
        ClaimLine(claim, (claim.deadline - day).days if claim.deadline else None) for claim in found
    ]
