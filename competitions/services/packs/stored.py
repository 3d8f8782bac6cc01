"""What the database has of a season, by the keys under which a pack knows it."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django.db.models import Model, QuerySet

from competitions.models import (
    Claim,
    Entry,
    Fixture,
    Goal,
    Group,
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
    Zone,
)
from competitions.services.below import BELOW

Key = tuple[Hashable, ...]

MODELS: tuple[type[Model], ...] = tuple(
    model for model in BELOW if model not in {ResultLink, ResultReport}
)
"""What a pack says of a season, each after what it refers to: all but what clubs reported."""


def numbered(keys: Iterable[Key]) -> list[Key]:
    """Keys that may repeat, told apart by their order.

    >>> numbered([("a",), ("b",), ("a",)])
    [('a', 1), ('b', 1), ('a', 2)]
    """
    seen: Counter[Key] = Counter()
    result = []
    for key in keys:
        seen[key] += 1
        result.append((*key, seen[key]))
    return result


class Stored:
    """The rows of a season by model and key, and the key of each by model and id.

    With `archived=False` without archived fixtures and what is about them.
    """

    def __init__(self, season: Season, *, archived: bool = True) -> None:
        self.season = season
        of_season = Fixture.objects.filter(stage__season=season, is_archived=True)
        self.archived = frozenset(of_season.values_list("pk", flat=True))
        """Ids of the archived fixtures. A pack says nothing of them."""
        self._left_out = frozenset() if archived else self.archived
        self.rows: dict[type[Model], dict[Key, Any]] = {}
        self.keys: dict[type[Model], dict[int | None, Key]] = {}
        self._read_structure()
        self._read_matches()
        self._read_decisions()
        self._read_published()

    def name(self, model: type[Model], pk: int | None, part: int = 1) -> str:
        """One part of the key of a row that another one refers to; "" for none."""
        if model is Fixture and pk in self._left_out:
            return ""
        return "" if pk is None else str(self.keys[model][pk][part])

    def _take(
        self,
        model: type[Model],
        rows: QuerySet[Any],
        key: Callable[[Any], Key],
        *,
        repeating: bool = False,
    ) -> None:
        found = list(rows)
        keys = [key(row) for row in found]
        if repeating:
            keys = numbered(keys)
        self.rows[model] = dict(zip(keys, found, strict=True))
        self.keys[model] = {row.pk: name for name, row in self.rows[model].items()}

    def _slug(self, stage_id: int) -> str:
        return self.name(Stage, stage_id, 0)

    def _club(self, entry_id: int | None) -> str:
        return self.name(Entry, entry_id)

    def _read_structure(self) -> None:
        of_season = {"stage__season": self.season}
        of_rules = {"rule_set__stage__season": self.season}
        self._take(
            Stage,
            Stage.objects.filter(season=self.season).select_related("league"),
            lambda row: (row.slug,),
        )
        self._take(
            Group,
            Group.objects.filter(**of_season),
            lambda row: (self._slug(row.stage_id), row.code),
        )
        self._take(
            Round,
            Round.objects.filter(**of_season),
            lambda row: (self._slug(row.stage_id), row.number),
        )
        self._take(
            RuleSet, RuleSet.objects.filter(**of_season), lambda row: (self._slug(row.stage_id),)
        )
        self._take(
            TiebreakRule,
            TiebreakRule.objects.filter(**of_rules),
            lambda row: (
                self.name(RuleSet, row.rule_set_id, 0),
                row.position,
                row.criterion,
                tuple(sorted(row.options.items())),
            ),
        )
        self._take(
            Zone,
            Zone.objects.filter(**of_rules),
            lambda row: (self.name(RuleSet, row.rule_set_id, 0), row.code),
        )
        self._take(
            Entry,
            Entry.objects.filter(**of_season).select_related("club", "department"),
            lambda row: (self._slug(row.stage_id), row.club.slug),
        )

    def _read_matches(self) -> None:
        of_season = {"stage__season": self.season}
        self._take(
            Matchup,
            Matchup.objects.filter(round__stage__season=self.season),
            lambda row: (self.name(Round, row.round_id, 0), row.key),
        )
        self._take(
            Fixture,
            Fixture.objects.filter(**of_season)
            .exclude(pk__in=self._left_out)
            .select_related("venue"),
            lambda row: (self._slug(row.stage_id), row.key),
        )
        self._take(
            Goal,
            Goal.objects.filter(fixture__stage__season=self.season)
            .exclude(fixture__in=self._left_out)
            .order_by("fixture", "position", "id"),
            lambda row: self.keys[Fixture][row.fixture_id],
            repeating=True,
        )

    def _read_decisions(self) -> None:
        of_season = {"stage__season": self.season}
        self._take(
            Claim,
            Claim.objects.filter(**of_season)
            .exclude(fixture__isnull=False, fixture__in=self._left_out)
            .order_by("id"),
            lambda row: (
                self._slug(row.stage_id),
                self._club(row.claimant_id),
                self.name(Fixture, row.fixture_id),
                self.name(Matchup, row.matchup_id),
            ),
            repeating=True,
        )
        self._take(
            Ruling,
            Ruling.objects.filter(**of_season)
            .exclude(fixture__isnull=False, fixture__in=self._left_out)
            .order_by("id"),
            lambda row: (
                self._slug(row.stage_id),
                row.effect,
                self.name(Fixture, row.fixture_id),
                self.name(Matchup, row.matchup_id),
                self._club(row.entry_id),
            ),
            repeating=True,
        )
        self._take(
            PointsAdjustment,
            PointsAdjustment.objects.filter(entry__stage__season=self.season)
            .exclude(ruling__isnull=False, ruling__fixture__in=self._left_out)
            .order_by("id"),
            lambda row: self.keys[Entry][row.entry_id],
            repeating=True,
        )
        self._take(
            LotsDrawn,
            LotsDrawn.objects.filter(**of_season).order_by("id"),
            lambda row: (
                self._slug(row.stage_id),
                self.name(Group, row.group_id),
                self.name(Matchup, row.matchup_id),
            ),
            repeating=True,
        )
        self._take(
            LotsPosition,
            LotsPosition.objects.filter(lots__stage__season=self.season).order_by(
                "lots", "position", "id"
            ),
            lambda row: (*self.keys[LotsDrawn][row.lots_id], self._club(row.entry_id)),
        )

    def _read_published(self) -> None:
        of_season = {"stage__season": self.season}
        self._take(
            QualifierList,
            QualifierList.objects.filter(**of_season),
            lambda row: (self._slug(row.stage_id),),
        )
        self._take(
            Qualifier,
            Qualifier.objects.filter(qualifier_list__stage__season=self.season).order_by("id"),
            lambda row: (
                self.name(QualifierList, row.qualifier_list_id, 0),
                self._club(row.entry_id),
                self.name(Stage, row.to_stage_id, 0),
                row.destination,
            ),
        )
        self._take(
            PublishedRow,
            PublishedRow.objects.filter(**of_season).order_by("id"),
            lambda row: (self._slug(row.stage_id), self._club(row.entry_id), row.after_round),
        )
        self._take(
            SeasonOutcome,
            SeasonOutcome.objects.filter(season=self.season).select_related("club"),
            lambda row: (row.kind, row.club.slug if row.club else "", row.club_name),
            repeating=True,
        )
        self._take(
            PublishedScorer,
            PublishedScorer.objects.filter(season=self.season).select_related("club"),
            lambda row: (row.player, row.club.slug),
        )
        self._take(
            SeasonNote,
            SeasonNote.objects.filter(season=self.season),
            lambda row: (),
            repeating=True,
        )
