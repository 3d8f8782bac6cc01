"""All claims and rulings of a season, page by page: a country has thousands of them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from competitions.choices import ClaimState
from competitions.models import Claim, Entry, PointsAdjustment, Qualifier, Ruling
from standings.selectors.claims import (
    ClaimRow,
    Paper,
    RulingRow,
    papers_of,
    points_row,
    rows_of,
)
from standings.selectors.reading import load
from standings.selectors.seasons import (
    NATIONAL,
    SeasonNav,
    navigation,
    navigation_of,
    shown_stages,
)
from standings.selectors.snapshot import ClubData, QualifierData, StageData

PER_PAGE = 50
"""Rulings of a page, and claims beside them."""


@dataclass(frozen=True, slots=True)
class Override:
    """A club that went through instead of another one, by decision of the organisers."""

    stage: StageData
    club: ClubData
    rival: ClubData
    qualifier: QualifierData


@dataclass(frozen=True, slots=True)
class RulingsPage:
    """Open claims come first, the one to be decided soonest on top; then the rulings, the latest
    first. The most urgent claims stand on the first page, others beside the ruling on them."""

    season: SeasonNav
    claims: tuple[ClaimRow, ...]
    rulings: tuple[RulingRow, ...]
    overrides: tuple[Override, ...]
    number: int = 1
    pages: int = 1

    @property
    def open_claims(self) -> tuple[ClaimRow, ...]:
        return tuple(claim for claim in self.claims if claim.is_open)

    @property
    def closed_claims(self) -> tuple[ClaimRow, ...]:
        return tuple(claim for claim in self.claims if not claim.is_open)

    @property
    def papers(self) -> tuple[Paper, ...]:
        return papers_of(self.rulings)

    @property
    def is_empty(self) -> bool:
        return not (self.claims or self.rulings or self.overrides)

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def rulings_page(
    year: int,
    *,
    number: int = 1,
    ruling: int | None = None,
    claim: int | None = None,
    whole: bool = False,
) -> RulingsPage:
    """A page by its number, or the one that holds a `ruling`; with a `claim` that is asked for
    beside the others. The `whole` is for files."""
    found = _Papers(year)
    number, pages, keys = found.all() if whole else found.page(number, holding=ruling)
    ruled, loose = found.rows(keys)
    claimed = _claims(year, ruled, first=number == 1, asked=claim)
    needed = _stages(year, claimed, ruled, loose, first=number == 1)
    stages = tuple(shown_stages().filter(needed | NATIONAL, season__year=year))
    season = navigation(stages) if stages else navigation_of(year)
    snapshots = load(stages)
    claims, rulings = rows_of(
        snapshots,
        claimed,
        ruled,
        [
            points_row(stage, stage.clubs[row.entry_id], row.points, row.reason, row.decided_on)
            for row in loose
            for stage in (snapshots[row.entry.stage_id],)
        ],
    )
    return RulingsPage(
        season=season,
        claims=claims,
        rulings=rulings,
        overrides=tuple(_overrides(snapshots[stage.pk] for stage in stages if number == 1)),
        number=number,
        pages=pages,
    )


_RULING, _POINTS = 0, 1
_Key = tuple[dt.date, int, int]
"""The day of a ruling, or of points that stand on no paper; which of the two; its key."""


class _Papers:
    """The rulings of a season in their order, read as far as a page needs."""

    def __init__(self, year: int) -> None:
        day = Coalesce("decided_on", Value(dt.date.min))
        self.rulings = (
            Ruling.objects.filter(stage__season__year=year)
            .exclude(fixture__is_archived=True)
            .annotate(day=day, kind=Value(_RULING))
        )
        self.loose = PointsAdjustment.objects.filter(
            entry__stage__season__year=year, ruling=None
        ).annotate(day=day, kind=Value(_POINTS))

    @property
    def _keys(self) -> QuerySet[Any]:
        fields = ("day", "kind", "pk")
        rulings = self.rulings.order_by().values_list(*fields)
        both = rulings.union(self.loose.order_by().values_list(*fields), all=True)
        return both.order_by("-day", "kind", "-pk")

    def all(self) -> tuple[int, int, list[_Key]]:
        return 1, 1, list(self._keys)

    def page(self, number: int, *, holding: int | None) -> tuple[int, int, list[_Key]]:
        """The number of the page, of how many, and what it holds."""
        first = list(self._keys[: PER_PAGE + 1])
        if len(first) <= PER_PAGE:
            return 1, 1, first
        pages = -(-self._keys.count() // PER_PAGE)
        if holding is not None:
            number = self._before(holding) // PER_PAGE + 1
        number = min(max(number, 1), pages)
        start = (number - 1) * PER_PAGE
        return number, pages, list(self._keys[start : start + PER_PAGE])

    def _before(self, ruling: int) -> int:
        """How many come before a ruling; none before one that is not there."""
        day = self.rulings.filter(pk=ruling).values_list("day", flat=True).first()
        if day is None:
            return 0
        later = self.rulings.filter(Q(day__gt=day) | Q(day=day, pk__gt=ruling)).count()
        return later + self.loose.filter(day__gt=day).count()

    def rows(self, keys: Sequence[_Key]) -> tuple[list[Ruling], list[PointsAdjustment]]:
        """In that order."""
        pks = {
            kind: [pk for _day, found, pk in keys if found == kind] for kind in (_RULING, _POINTS)
        }
        ruled = Ruling.objects.in_bulk(pks[_RULING])
        loose = PointsAdjustment.objects.select_related("entry").in_bulk(pks[_POINTS])
        return [ruled[pk] for pk in pks[_RULING]], [loose[pk] for pk in pks[_POINTS]]


def _claims(year: int, ruled: Iterable[Ruling], *, first: bool, asked: int | None) -> list[Claim]:
    """Those that the rulings decided; on the first page also the most urgent of all."""
    of_season = Claim.objects.filter(stage__season__year=year).exclude(fixture__is_archived=True)
    wanted = Q(pk__in=[row.claim_id for row in ruled if row.claim_id]) | Q(pk=asked)
    if first:
        is_open = Case(When(state=ClaimState.OPEN, then=0), default=1)
        urgent = of_season.order_by(
            is_open, F("deadline").asc(nulls_last=True), F("filed_on").desc(nulls_last=True), "pk"
        )
        wanted |= Q(pk__in=urgent.values("pk")[:PER_PAGE])
    sides = ("fixture__home", "fixture__away", "matchup__first", "matchup__second")
    rows = of_season.filter(wanted).select_related("claimant", "against", *sides)
    return list(rows.prefetch_related("rulings"))


def _stages(
    year: int,
    claimed: Iterable[Claim],
    ruled: Iterable[Ruling],
    loose: Iterable[PointsAdjustment],
    *,
    first: bool,
) -> Q:
    """The stages of what is shown, and those in which clubs play whose claims are open."""
    claimed = list(claimed)
    shown = {row.stage_id for row in (*claimed, *ruled)} | {row.entry.stage_id for row in loose}
    clubs = {club for row in claimed if row.state == ClaimState.OPEN for club in _clubs_of(row)}
    wanted = Q(pk__in=shown)
    if clubs:
        wanted |= Q(pk__in=Entry.objects.filter(club__in=clubs).values("stage"))
    if first:
        decided = Qualifier.objects.filter(
            instead_of__isnull=False, qualifier_list__stage__season__year=year
        )
        wanted |= Q(pk__in=decided.order_by("-pk").values("qualifier_list__stage")[:PER_PAGE])
    return wanted


def _clubs_of(claim: Claim) -> set[int]:
    sides = [claim.claimant, claim.against]
    if claim.fixture:
        sides += [claim.fixture.home, claim.fixture.away]
    if claim.matchup:
        sides += [claim.matchup.first, claim.matchup.second]
    return {entry.club_id for entry in sides if entry is not None}


def _overrides(stages: Iterable[StageData]) -> Iterator[Override]:
    for stage in stages:
        for qualifier in stage.qualifiers:
            if qualifier.instead_of is not None:
                clubs = stage.clubs
                yield Override(
                    stage, clubs[qualifier.entry], clubs[qualifier.instead_of], qualifier
                )
