"""Reports of results that ask something of the league."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from competitions.core.reports import Standing, standing
from competitions.models import Fixture, ResultReport
from competitions.selectors import open_reports, recorded_result, voices

PRESSING: tuple[Standing, ...] = ("disagreeing", "contradicted", "agreed", "waiting")
"""How reports stand that ask for something, the most pressing first."""


@dataclass(frozen=True, slots=True)
class ReportedFixture:
    """A fixture with its open reports, oldest first; `standing` is one of `PRESSING`."""

    fixture: Fixture
    standing: Standing
    reports: tuple[ResultReport, ...]


def fixtures_with_reports(fixtures: QuerySet[Fixture]) -> tuple[ReportedFixture, ...]:
    """Those of the fixtures whose reports the league has to look at, the most pressing first.

    Three queries, however many they are. `agreed` is a walkover that both sides report, or a
    result that contradicts something else; `waiting` is a report alone.
    """
    rows = (
        fixtures.filter(is_official=False, is_archived=False)
        .filter(pk__in=ResultReport.objects.filter(is_set_aside=False).values("fixture"))
        .select_related("home__club", "away__club", "round", "stage__season")
        .prefetch_related("rulings", Prefetch("reports", ResultReport.objects.order_by("pk")))
        .in_playing_order()
    )
    found = []
    for fixture in rows:
        stands = standing(voices(fixture), recorded_result(fixture))
        if stands in PRESSING:
            found.append(ReportedFixture(fixture, stands, tuple(open_reports(fixture).values())))
    return tuple(sorted(found, key=lambda one: PRESSING.index(one.standing)))
