"""How far stages have come, and which are late, asked of the database: no snapshot is read."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from competitions.core.score import AHEAD
from competitions.models import Fixture, Zone

OVER = Q(is_finished=True) | Q(qualifier_list__isnull=False)
"""Of stages: they are over, or it is confirmed who goes on from them."""

ENDED = Q(home_goals__isnull=False) | ~Q(status__in=[*AHEAD, "played"])


@dataclass(frozen=True, slots=True)
class Progress:
    """`ended` of `fixtures` matches have a result or another end."""

    fixtures: int = 0
    ended: int = 0

    @property
    def is_played_out(self) -> bool:
        return 0 < self.fixtures == self.ended


NONE_YET = Progress()


def progress_of(stages: Collection[int]) -> dict[int, Progress]:
    """By the key of the stage, those without a fixture left out; one query."""
    rows = (
        Fixture.objects.kept()
        .filter(stage__in=stages)
        .order_by()
        .values_list("stage")
        .annotate(
            fixtures=Count("pk"),
            ended=Count("pk", filter=ENDED),
        )
    )
    return {stage: Progress(*counted) for stage, *counted in rows}


def is_due(today: dt.date) -> Q:
    """Of stages: their last day has passed, or a stage that they feed has begun by its dates."""
    begun = Zone.objects.filter(rule_set__stage=OuterRef("pk"), leads_to__starts_on__lte=today)
    return Q(ends_on__lt=today) | Q(Exists(begun))
