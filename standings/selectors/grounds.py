"""Grounds that an official is offered."""

from collections.abc import Collection, Mapping

from django.db.models import Count, F, Max, Q, QuerySet

from competitions.models import Fixture, Stage, Venue

_OFFERED = 200


def grounds_offered(stage: Stage) -> QuerySet[Venue]:
    """Those of the department of its league, and those where the stage plays."""
    near = Q(department=stage.league.department_id) | Q(fixtures__stage=stage)
    return Venue.objects.filter(near).distinct().order_by("name", "town")[:_OFFERED]


def own_grounds(stage: Stage, clubs: Collection[int]) -> Mapping[int, Venue]:
    """Where each of the clubs has hosted most matches this season and the last one, where that is
    known; of several the one it hosted on last."""
    hosted = (
        Fixture.objects.kept()
        .filter(home__club__in=clubs, venue__isnull=False, is_neutral=False)
        .filter(stage__season__is_simulated=stage.season.is_simulated)
        .filter(stage__season__year__range=(stage.season.year - 1, stage.season.year))
        .values_list("home__club", "venue")
        .annotate(times=Count("pk"), latest=Max("date"))
        .order_by("times", F("latest").asc(nulls_first=True), "venue")
    )
    found = {club: venue for club, venue, _times, _latest in hosted}
    venues = Venue.objects.in_bulk(set(found.values())) if found else {}
    return {club: venues[venue] for club, venue in found.items()}
