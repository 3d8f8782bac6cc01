"""Which stages show a fact, and the version that tells readers to look again."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import F, Model, Q

from competitions.models import (
    Claim,
    Club,
    ClubAlias,
    Department,
    Entry,
    Fixture,
    Goal,
    Group,
    League,
    LotsDrawn,
    LotsPosition,
    Matchup,
    PointsAdjustment,
    PublishedRow,
    PublishedScorer,
    Qualifier,
    QualifierList,
    Round,
    RuleSet,
    Ruling,
    Season,
    SeasonNote,
    SeasonOutcome,
    Stage,
    TiebreakRule,
    Venue,
    Zone,
)
from competitions.models.season import new_stamp

_Where = Callable[[Any], Q]


def _stage(path: str) -> _Where:
    """The stage that a fact leads to by `path`."""

    def where(fact: Any) -> Q:
        *parents, last = path.split(".")
        for parent in parents:
            fact = getattr(fact, parent)
        return Q(pk=getattr(fact, last))

    return where


_OWN = _stage("stage_id")


def _of_season(fact: Any) -> Q:
    return Q(season=fact.season_id)


def _with_entries(**which: Any) -> Q:
    return Q(pk__in=Entry.objects.filter(**which).values("stage"))


def _shows_club(club_id: int | None) -> Q:
    return (
        _with_entries(club=club_id)
        | Q(season__in=SeasonOutcome.objects.filter(club=club_id).values("season"))
        | Q(season__in=PublishedScorer.objects.filter(club=club_id).values("season"))
    )


_SHOWN_IN: dict[type[Model], _Where] = {
    Department: lambda department: (
        _with_entries(department=department.pk) | _with_entries(club__department=department.pk)
    ),
    League: lambda league: Q(league=league.pk),
    Club: lambda club: _shows_club(club.pk),
    ClubAlias: lambda alias: _shows_club(alias.club_id),
    Venue: lambda venue: Q(pk__in=Fixture.objects.filter(venue=venue.pk).values("stage")),
    Season: lambda season: Q(season=season.pk),
    Stage: _of_season,
    Group: _OWN,
    Entry: _OWN,
    Round: _OWN,
    Matchup: _stage("round.stage_id"),
    Fixture: _OWN,
    Goal: _stage("fixture.stage_id"),
    RuleSet: _OWN,
    TiebreakRule: _stage("rule_set.stage_id"),
    Zone: _stage("rule_set.stage_id"),
    Claim: _OWN,
    Ruling: _OWN,
    PointsAdjustment: _stage("entry.stage_id"),
    LotsDrawn: _OWN,
    LotsPosition: _stage("lots.stage_id"),
    QualifierList: _OWN,
    Qualifier: lambda q: Q(pk=q.qualifier_list.stage_id) | Q(pk=q.to_stage_id),
    SeasonOutcome: _of_season,
    PublishedScorer: _of_season,
    SeasonNote: _of_season,
    PublishedRow: _OWN,
}


def stages_showing(facts: Collection[Model]) -> set[int]:
    """The stages on whose pages the facts, all of them stored, appear or have consequences.

    A stage follows from the stages that its entries come from, and that lead to it by a zone: its
    matchups can be settled by a place there. Ask before a write and after it: a fact can move.
    """
    wanted = Q(pk__in=[])
    for fact in facts:
        wanted |= _SHOWN_IN[type(fact)](fact)
    found: set[int] = set()
    frontier = set(Stage.objects.filter(wanted).values_list("pk", flat=True))
    while frontier:
        found |= frontier
        frontier = (
            set(
                Stage.objects.filter(
                    _with_entries(origin__stage__in=frontier)
                    | Q(pk__in=Zone.objects.filter(rule_set__stage__in=frontier).values("leads_to"))
                ).values_list("pk", flat=True)
            )
            - found
        )
    return found


def lock_stages(stages: Collection[int]) -> None:
    """Let writers of the same stage wait for each other: each check sees what the last one wrote.

    Without effect on SQLite, where a transaction that writes is alone from its beginning.
    """
    list(Stage.objects.select_for_update().filter(pk__in=stages).order_by("pk").values("pk"))


def raise_versions(stages: Collection[int]) -> None:
    """Make readers of the stages look again, from the moment this transaction is committed."""
    if stages:
        Stage.objects.filter(pk__in=stages).update(version=F("version") + 1, stamp=new_stamp())
