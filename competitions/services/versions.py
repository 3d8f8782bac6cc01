"""Which stages show a fact, and the version that tells readers to look again."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import F, Model, Q
from django.db.models.expressions import RawSQL

from competitions.models import (
    Appointment,
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
    ResultLink,
    ResultReport,
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

_Where = Callable[[Collection[Any]], Q]
"""Which stages show facts of one kind; as long for a thousand of them as for one."""


def _own(facts: Collection[Any]) -> Q:
    return Q(pk__in={fact.stage_id for fact in facts})


def _of(parent: type[Any], field: str) -> _Where:
    """The stages of what the facts belong to by `field`, which need not be in hand."""
    name = f"{field}_id"
    return lambda facts: Q(
        pk__in=parent.objects.filter(pk__in={getattr(fact, name) for fact in facts}).values("stage")
    )


def _pks(facts: Collection[Any]) -> set[int]:
    return {fact.pk for fact in facts}


def _of_season(facts: Collection[Any]) -> Q:
    return Q(season__in={fact.season_id for fact in facts})


def _with_entries(**which: Any) -> Q:
    return Q(pk__in=Entry.objects.filter(**which).values("stage"))


def _shows_clubs(clubs: Collection[int | None]) -> Q:
    return (
        _with_entries(club__in=clubs)
        | Q(season__in=SeasonOutcome.objects.filter(club__in=clubs).values("season"))
        | Q(season__in=PublishedScorer.objects.filter(club__in=clubs).values("season"))
    )


_SHOWN_IN: dict[type[Model], _Where] = {
    Department: lambda departments: (
        _with_entries(department__in=_pks(departments))
        | _with_entries(club__department__in=_pks(departments))
    ),
    League: lambda leagues: Q(league__in=_pks(leagues)),
    Club: lambda clubs: _shows_clubs(_pks(clubs)),
    ClubAlias: lambda aliases: _shows_clubs({alias.club_id for alias in aliases}),
    Venue: lambda venues: Q(pk__in=Fixture.objects.filter(venue__in=_pks(venues)).values("stage")),
    Season: lambda seasons: Q(season__in=_pks(seasons)),
    Stage: _of_season,
    Group: _own,
    Entry: _own,
    Round: _own,
    Matchup: _of(Round, "round"),
    Fixture: _own,
    Goal: _of(Fixture, "fixture"),
    RuleSet: _own,
    TiebreakRule: _of(RuleSet, "rule_set"),
    Zone: _of(RuleSet, "rule_set"),
    Claim: _own,
    Ruling: _own,
    PointsAdjustment: _of(Entry, "entry"),
    LotsDrawn: _own,
    LotsPosition: _of(LotsDrawn, "lots"),
    QualifierList: _own,
    Qualifier: lambda qualifiers: (
        _of(QualifierList, "qualifier_list")(qualifiers)
        | Q(pk__in={qualifier.to_stage_id for qualifier in qualifiers})
    ),
    SeasonOutcome: _of_season,
    PublishedScorer: _of_season,
    SeasonNote: _of_season,
    PublishedRow: _own,
    # No page for readers shows these.
    Appointment: lambda _appointment: Q(pk__in=[]),
    ResultLink: lambda _link: Q(pk__in=[]),
    ResultReport: lambda _report: Q(pk__in=[]),
}


def stages_showing(facts: Collection[Model]) -> set[int]:
    """The stages on whose pages the facts, all of them stored, appear or have consequences.

    A stage follows from the stages that its entries come from, and that lead to it by a zone: its
    matchups can be settled by a place there. What follows from it in turn does not change: places
    and points that clubs bring along are recorded with their entries. So a result of a district
    touches its province, and not the table that the whole country reads. Ask before a write and
    after it: a fact can move.
    """
    by_model: dict[type[Model], list[Model]] = {}
    for fact in facts:
        by_model.setdefault(type(fact), []).append(fact)
    wanted = Q(pk__in=[])
    for model, alike in by_model.items():
        wanted |= _SHOWN_IN[model](alike)
    own = set(Stage.objects.filter(wanted).values_list("pk", flat=True))
    if not own:
        return own
    following = _with_entries(origin__stage__in=own) | Q(
        pk__in=Zone.objects.filter(rule_set__stage__in=own).values("leads_to")
    )
    return own | set(Stage.objects.filter(following).values_list("pk", flat=True))


_FOLLOWING = """
    SELECT CAST(%s AS BIGINT)
    UNION
    SELECT entry.stage_id
    FROM competitions_entry entry
    JOIN competitions_entry origin ON origin.id = entry.origin_id
    WHERE origin.stage_id = %s
    UNION
    SELECT zone.leads_to_id
    FROM competitions_zone zone
    JOIN competitions_ruleset rules ON rules.id = zone.rule_set_id
    WHERE rules.stage_id = %s AND zone.leads_to_id IS NOT NULL
"""


def lock_with_following(pk: int) -> dict[int, Stage]:
    """The stage and all that `stages_showing` finds to follow from it, locked, in one query.

    They come with their rules and in the order in which `lock_stages` locks.
    """
    following = RawSQL(_FOLLOWING, [pk, pk, pk])  # noqa: S611 - the text is ours, the key a parameter
    locked = Stage.objects.select_for_update(of=("self",)).select_related("season", "rule_set")
    return {stage.pk: stage for stage in locked.filter(pk__in=following).order_by("pk")}


def lock_stages(stages: Collection[int]) -> None:
    """Let writers of the same stage wait for each other: each check sees what the last one wrote.

    Without effect on SQLite, where a transaction that writes is alone from its beginning.
    """
    list(Stage.objects.select_for_update().filter(pk__in=stages).order_by("pk").values("pk"))


def raise_versions(stages: Collection[int]) -> None:
    """Make readers of the stages look again, from the moment this transaction is committed."""
    if stages:
        Stage.objects.filter(pk__in=stages).update(version=F("version") + 1, stamp=new_stamp())


def state_of(stage: Stage) -> str:
    """What changes with every write that concerns the stage."""
    return f"{stage.version}-{stage.stamp}"


def is_as_seen(stage: int, seen: str) -> bool:
    """Whether the stage is in the state that someone saw. It stays so until the transaction ends.

    What he does not say that he saw is as he saw it.
    """
    if not seen:
        return True
    lock_stages([stage])
    return state_of(Stage.objects.get(pk=stage)) == seen
