"""A round of a stage as its league announces it: what was played, how the table is, what comes."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from competitions.choices import RulingEffect
from competitions.models import League
from standings.selectors.brackets import MatchupView, matchup_views
from standings.selectors.claims import ClaimRow, RulingRow, claims_and_rulings
from standings.selectors.reading import load
from standings.selectors.revisions import revisions
from standings.selectors.seasons import (
    NATIONAL,
    NotFound,
    SeasonNav,
    navigation,
    round_numbers,
    stages_of,
)
from standings.selectors.snapshot import ClubData, FixtureData, RoundData, StageData
from standings.selectors.tables import Table, tables

IN_FORCE = (RulingEffect.POINTS, RulingEffect.EXCLUSION)
"""What a ruling does to a club, and not to a match alone."""


@dataclass(frozen=True, slots=True)
class BulletinPage:
    """`tables` are as they stood after the round, `matchups` those of the round of a knock-out.

    `rulings` are those over matches of the round, and all that sanction a club. `changed_at` is
    when something of it last changed.
    """

    season: SeasonNav
    stage: StageData
    league: str
    round: RoundData
    fixtures: tuple[FixtureData, ...]
    resting: tuple[ClubData, ...]
    matchups: tuple[MatchupView, ...]
    tables: tuple[Table, ...]
    next_round: RoundData | None
    next_fixtures: tuple[FixtureData, ...]
    next_resting: tuple[ClubData, ...]
    next_matchups: tuple[MatchupView, ...]
    claims: tuple[ClaimRow, ...]
    rulings: tuple[RulingRow, ...]
    changed_at: dt.datetime | None


def bulletin_page(year: int, slug: str, number: int) -> BulletinPage:
    stages = stages_of(year, NATIONAL | Q(slug=slug))
    nav = navigation(stages, slug)
    row = next((stage for stage in stages if stage.slug == slug), None)
    if row is None:
        raise NotFound("stage", navigation(stages))
    stage = load([row])[row.pk]
    numbers = round_numbers(stage)
    if number not in numbers:
        raise NotFound("round", nav)
    rounds = {data.number: data for data in stage.rounds}
    following = rounds.get(next((other for other in numbers if other > number), 0))
    fixtures = _fixtures_of(stage, number)
    coming = _fixtures_of(stage, following.number) if following else ()
    claims, rulings = claims_and_rulings([stage])
    views = matchup_views(stage)
    return BulletinPage(
        season=nav,
        stage=stage,
        league=League.objects.values_list("name", flat=True).get(pk=row.league_id),
        round=rounds[number],
        fixtures=fixtures,
        resting=_resting(stage, fixtures),
        matchups=tuple(view for view in views if view.data.round == number),
        tables=tables(stage, after_round=number),
        next_round=following,
        next_fixtures=coming,
        next_resting=_resting(stage, coming),
        next_matchups=tuple(v for v in views if following and v.data.round == following.number),
        claims=tuple(claim for claim in claims if claim.is_open),
        rulings=tuple(row for row in rulings if _concerns(row, fixtures)),
        changed_at=_changed_at(stage, fixtures, coming, rulings),
    )


def _fixtures_of(stage: StageData, number: int) -> tuple[FixtureData, ...]:
    return tuple(fixture for fixture in stage.fixtures if fixture.round == number)


def _resting(stage: StageData, fixtures: Sequence[FixtureData]) -> tuple[ClubData, ...]:
    """Clubs of a table without a match in a round that their group plays."""
    playing = {entry for fixture in fixtures for entry in (fixture.home, fixture.away)}
    groups = {fixture.group for fixture in fixtures}
    if not stage.has_table:
        return ()
    return tuple(
        club
        for club in stage.clubs.values()
        if club.entry not in playing and club.group in groups and club.exclusion is None
    )


def _concerns(row: RulingRow, fixtures: Iterable[FixtureData]) -> bool:
    of_round = {fixture.pk for fixture in fixtures}
    over_match = row.fixture is not None and row.fixture.pk in of_round
    return over_match or row.effect in IN_FORCE or bool(row.points)


def _changed_at(
    stage: StageData,
    fixtures: Iterable[FixtureData],
    coming: Iterable[FixtureData],
    rulings: Iterable[RulingRow],
) -> dt.datetime | None:
    revised = revisions([stage])[stage.pk]
    times = [revised.of_fixture(fixture).at for fixture in (*fixtures, *coming)]
    times += [revised.of_ruling(row.pk).at for row in rulings if row.pk is not None]
    return max(times, default=None)
