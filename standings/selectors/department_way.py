"""The leagues of a department on their way to the national stage: who is finished, who is late."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q

from competitions.choices import LeagueLevel, SeasonStatus
from competitions.models import Department, QualifierList, Season
from standings.core.lateness import Late, late
from standings.selectors.progress import NONE_YET, Progress, progress_of
from standings.selectors.seasons import NATIONAL, NotFound, SeasonNav, shown_stages
from standings.selectors.snapshot import Label


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage with how far it has come; `confirmed` is how many clubs its list sends on, None while
    there is no list."""

    slug: str
    label: Label
    league: str
    above: str
    progress: Progress
    is_finished: bool
    confirmed: int | None
    late: Late
    ends_on: dt.date | None
    next_label: Label

    @property
    def is_over(self) -> bool:
        return self.is_finished or self.confirmed is not None


@dataclass(frozen=True, slots=True)
class Level:
    """The stages of a level by the league above them: late ones first in each."""

    level: str
    lines: tuple[StageLine, ...]

    @property
    def over(self) -> int:
        return sum(line.is_over for line in self.lines)

    @property
    def late(self) -> int:
        return sum(bool(line.late) for line in self.lines)

    @property
    def by_league(self) -> list[tuple[str, list[StageLine]]]:
        found: dict[str, list[StageLine]] = {}
        for line in self.lines:
            found.setdefault(line.above, []).append(line)
        return sorted(found.items())


@dataclass(frozen=True, slots=True)
class DepartmentWayPage:
    season: SeasonNav
    department: Department
    levels: tuple[Level, ...]


_STAGE_FIELDS = (
    "pk", "slug", "name", "name_en", "position", "is_finished", "ends_on",
    "league__level", "league__name", "league__parent__name",
)  # fmt: skip
_ANNOTATED = ("is_listed", "number_listed", "next_starts_on", "next_name", "next_name_en")


def department_way(year: int, slug: str, *, today: dt.date) -> DepartmentWayPage:
    """Five queries, however many leagues the department has: no snapshot is read."""
    season = Season.objects.kept().filter(year=year).first()
    if season is None:
        raise NotFound("season")
    department = Department.objects.filter(slug=slug).first()
    if department is None:
        raise NotFound("department")
    in_season = shown_stages().filter(season=season)
    nav = SeasonNav(
        season.year, season.status, season.is_simulated, tuple(in_season.filter(NATIONAL))
    )
    rows = list(
        in_season.filter(league__department=department)
        .exclude(NATIONAL)
        .values(*_STAGE_FIELDS)
        .annotate(
            is_listed=Exists(QualifierList.objects.filter(stage=OuterRef("pk"))),
            number_listed=Count(
                "qualifier_list__qualifiers",
                filter=Q(qualifier_list__qualifiers__to_stage__isnull=False),
                distinct=True,  # each comes once for every zone that the columns below ask for
            ),
            next_starts_on=Min("rule_set__zones__leads_to__starts_on"),
            next_name=Min("rule_set__zones__leads_to__name"),
            next_name_en=Min("rule_set__zones__leads_to__name_en"),
        )
        .order_by("league__name", "position", "slug")
        .values_list(*_STAGE_FIELDS, *_ANNOTATED, named=True)
    )
    told = None if season.status == SeasonStatus.FINISHED else today
    return DepartmentWayPage(nav, department, tuple(_levels(rows, told)))


def _levels(rows: Sequence[Any], today: dt.date | None) -> list[Level]:
    progress = progress_of([stage.pk for stage in rows])
    number = Counter(stage.league__level for stage in rows)
    over = Counter(s.league__level for s in rows if s.is_finished or s.is_listed)
    found: dict[str, list[StageLine]] = {}
    for stage in rows:
        level = stage.league__level
        is_over = stage.is_finished or stage.is_listed
        why: Late = ""
        if today and not is_over:
            why = late(
                today,
                ends_on=stage.ends_on,
                next_starts_on=stage.next_starts_on,
                others=number[level] - 1,
                others_over=over[level],
            )
        found.setdefault(level, []).append(
            StageLine(
                stage.slug,
                Label(stage.name, stage.name_en),
                stage.league__name,
                stage.league__parent__name or "",
                progress.get(stage.pk, NONE_YET),
                stage.is_finished,
                stage.number_listed if stage.is_listed else None,
                why,
                stage.ends_on,
                Label(stage.next_name or "", stage.next_name_en or ""),
            )
        )
    return [
        Level(level, tuple(sorted(found[level], key=lambda line: not line.late)))
        for level in LeagueLevel.values
        if level in found
    ]
