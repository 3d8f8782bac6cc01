"""Matches that are on record already, as those that are to be placed see them."""

import datetime as dt
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.formats import date_format

from competitions.core.programme import Match, Slot
from competitions.models import Entry, Fixture, Stage, Venue


@dataclass(frozen=True, slots=True)
class Named:
    """The key of a match on record, which reads as its name."""

    pk: int
    name: str

    def __str__(self) -> str:
        return self.name


def standing(fixture: Fixture, grounds: Mapping[int, str], *, is_over: bool) -> Match:
    """A match of the stage that stays where it is. Of one without an hour or a ground only the day
    counts. `grounds` are the names of those that are asked about, by key."""
    ground = grounds.get(fixture.venue_id or 0, f"#{fixture.venue_id}")
    number = fixture.round.number if fixture.round else 0
    return _fixed(fixture, str(fixture), ground, number=number, is_over=is_over)


def elsewhere(
    stage: Stage, *, clubs: Iterable[Hashable], grounds: Mapping[str, Venue], since: dt.date
) -> list[Match]:
    """Matches of other stages, from a day on, on these grounds or of these clubs (`key_of`):
    nobody else plays there then, and nobody plays twice."""
    by_key = {venue.pk: name for name, venue in grounds.items() if venue.pk}
    keys = {int(str(club)) for club in clubs if str(club).isdecimal()}
    rows = fixtures_near(
        keys, by_key, since=since, simulated=stage.season.is_simulated, outside=stage.pk
    )
    return [
        _fixed(
            row,
            f"{row} ({row.stage.label})",
            by_key.get(row.venue_id or 0, f"#{row.venue_id}"),
            is_over=True,
        )
        for row in rows
    ]


def fixtures_near(
    clubs: Collection[int],
    grounds: Collection[int],
    *,
    since: dt.date,
    simulated: bool,
    outside: int | None = None,
) -> QuerySet[Fixture]:
    """Matches from a day on, of real or of simulated seasons, on one of the grounds at a known hour
    or of one of the clubs; `outside` a stage. The entries of the clubs are read first: so both are
    found by indexes."""
    entries: list[int] = []
    if clubs:
        rows = Entry.objects.filter(club__in=clubs, stage__season__is_simulated=simulated)
        years = rows.filter(stage__season__year__gte=since.year - 1).exclude(stage=outside)
        entries = list(years.order_by().values_list("pk", flat=True))
    if not entries and not grounds:
        return Fixture.objects.none()
    there = Q(venue__in=grounds, time__isnull=False) if grounds else Q()
    theirs = Q(home__in=entries) | Q(away__in=entries) if entries else Q()
    return (
        Fixture.objects.kept()
        .filter(there | theirs, date__gte=since)
        .filter(stage__season__is_simulated=simulated, stage__season__is_archived=False)
        .exclude(stage=outside)
        .select_related("home__club", "away__club", "stage", "round", "venue")
        .order_by("date", "time", "pk")
    )


def _fixed(fixture: Fixture, name: str, ground: str, *, number: int = 0, is_over: bool) -> Match:
    whole = fixture.time is not None and fixture.venue_id is not None
    return Match(
        Named(fixture.pk, name),
        number,
        str(fixture.home.club_id),
        str(fixture.away.club_id),
        fixed=Slot(
            fixture.date,  # type: ignore[arg-type] - those without a day are left out
            fixture.time if whole and fixture.time else dt.time.min,
            ground if whole else f"#f{fixture.pk}",
        ),
        is_over=is_over,
    )


def moment_of(fixture: Fixture, *, later: dt.timedelta = dt.timedelta(0)) -> str:
    """The day and hour of a match that has a day, as far as they are known."""
    assert fixture.date is not None  # noqa: S101 - whoever asks has seen to it
    at = dt.datetime.combine(fixture.date, fixture.time or dt.time.min) + later
    day = date_format(at, "SHORT_DATE_FORMAT")
    return f"{day} {at:%H:%M}" if fixture.time else day
