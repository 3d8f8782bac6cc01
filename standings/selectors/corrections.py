"""Corrections that wait on an official's desk: lists that the stages after them do not follow."""

from collections.abc import Collection, Sequence

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q

from competitions.models import Entry, Qualifier, Stage
from competitions.permissions import User, permissions
from standings.selectors.downstream import Downstream, downstream, known_from
from standings.selectors.reading import KEPT_FOR, SHAPE

MOST_TOLD = 12
MOST_READ = 40
"""Lists of stages that agree with them or not, which one call looks into."""


def corrections_of(
    user: User, stages: Sequence[Stage], out_of_date: Sequence[Stage]
) -> list[tuple[Stage, Downstream]]:
    """What follows from lists that are out of date, or that these stages do not follow.

    That nothing follows is kept under the versions of both; what does is computed each time.
    """
    found = list(out_of_date[:MOST_TOLD])
    behind = _not_followed(user, stages, {stage.pk for stage in found})
    keys = {stage.pk: key for key, stage in behind.items()}
    quiet = cache.get_many(list(behind)) if behind else {}
    found += [stage for key, stage in behind.items() if key not in quiet][:MOST_READ]
    known = known_from(found) if found else {}
    told = [(stage, downstream(stage.pk, known)) for stage in found]
    nothing = [keys[s.pk] for s, following in told if not following.is_written and s.pk in keys]
    if nothing:
        cache.set_many(dict.fromkeys(nothing, True), timeout=KEPT_FOR)
    return [(stage, following) for stage, following in told if following.is_written][:MOST_TOLD]


def _not_followed(user: User, stages: Sequence[Stage], told: Collection[int]) -> dict[str, Stage]:
    """Stages whose clubs stand in one of these with another place than on the confirmed list, or
    without a row on it, and those whose clubs bring points along. By a key that changes with each
    write in them; two queries, one where there are none."""
    row = Qualifier.objects.filter(entry=OuterRef("origin"), to_stage=OuterRef("stage"))
    in_place = row.filter(Q(place=OuterRef("origin_place")) | Q(place=None))
    entries = Entry.objects.filter(stage__in=stages, origin__stage__qualifier_list__isnull=False)
    behind = entries.filter(
        Q(~Exists(row))
        | Q(~Exists(in_place), origin_place__isnull=False)
        | Q(stage__rule_set__carry__gt="")
    )
    after: dict[int, set[int]] = {}
    pairs = behind.order_by().values_list("origin__stage", "stage").distinct()
    for stage, following in pairs:
        after.setdefault(stage, set()).add(following)
    wanted = after.keys() - told
    if not wanted:
        return {}
    rows = permissions.changeable(user, Stage.objects.filter(pk__in=wanted))
    rows = rows.select_related("season", "rule_set", "league").order_by("position", "pk")
    stamps = {stage.pk: stage.stamp for stage in stages}
    found = {}
    for stage in rows:
        following = "-".join(stamps[pk] for pk in sorted(after[stage.pk]))
        found[f"followed-{SHAPE}-{stage.pk}-{stage.stamp}-{following}"] = stage
    return found
