from collections.abc import Mapping
from pathlib import Path

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Model

from competitions.core.consistency import LEVELS
from competitions.core.names import fold, squeezed
from competitions.core.pack import Pack, Register, read_pack
from competitions.models import Club, ClubAlias, Department, League, Season, Venue
from competitions.services.faults import PackRefused
from competitions.services.packs.parts import Parts
from competitions.services.recording import Recorder, Wanted
from competitions.services.versions import raise_versions, stages_showing


def read_folder(folder: Path) -> Pack:
    """The pack in a folder; what lies in folders below it is not looked at. Raises PackRefused."""
    return _read(_files(folder))


@transaction.atomic
def load_pack(
    *,
    actor: AbstractBaseUser | None = None,
    files: Mapping[str, bytes] | None = None,
    path: Path | None = None,
) -> Season:
    """Make the season what the pack says, given as its files by name or as a folder.

    What the database has of the season and the pack has not is deleted; what stays keeps its id.
    Clubs and venues are shared with other seasons: they are added and mended, never deleted, and
    what a pack leaves blank of them stays as it is. Loading the same pack again writes nothing.
    The version of every stage that shows something changed rises.

    Raises PackRefused with every fault; then nothing has changed.
    """
    pack = _read(_files(path) if path else files or {})
    recorder = Recorder(actor=actor, reason=f"season pack {pack.season.year}")
    stored = Season.objects.select_for_update().filter(year=pack.season.year).first()
    leagues = _record_leagues(recorder, pack)
    clubs = _record_clubs(recorder, pack, leagues)
    venues = _record_venues(recorder, pack)
    shared = _altered_shared(recorder)
    season = _record_season(recorder, pack, stored)
    parts = Parts(pack=pack, season=season, clubs=clubs, venues=venues, recorder=recorder)
    parts.record()
    raise_versions(stages_showing([*shared, *parts.touched()]))
    return season


def _altered_shared(recorder: Recorder) -> list[Model]:
    """What other seasons may show too; clubs and venues that are new nobody shows yet."""
    clubs = {row.club_id for row in recorder.changed if isinstance(row, ClubAlias)}
    created = {row.pk for row in recorder.changed if isinstance(row, Club)}
    created -= {row.pk for row in recorder.altered if isinstance(row, Club)}
    return [*recorder.altered, *Club.objects.filter(pk__in=clubs - created)]


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def _read(files: Mapping[str, bytes]) -> Pack:
    reading = read_pack(files, _register())
    if reading.pack is None:
        raise PackRefused(reading.faults)
    return reading.pack


def _register() -> Register:
    leagues: dict[bool, list[str]] = {False: [], True: []}
    for slug, made_up in League.objects.order_by("slug").values_list("slug", "is_simulated"):
        leagues[made_up].append(slug)
    clubs: dict[bool, dict[tuple[str, str], str]] = {False: {}, True: {}}
    rows = Club.objects.order_by().values_list("department__name", "key", "slug", "is_simulated")
    for department, key, slug, made_up in rows:
        clubs[made_up][department, key] = slug
    return Register(
        departments=tuple(Department.objects.values_list("name", flat=True)),
        leagues=tuple(leagues[False]),
        made_up_leagues=tuple(leagues[True]),
        clubs=clubs[False],
        made_up=clubs[True],
    )


def _record_leagues(recorder: Recorder, pack: Pack) -> dict[str, League]:
    """Those that the pack brings along, each level after the one above it, and those it names."""
    if not pack.leagues and not any(row.league for row in pack.clubs):
        return {}
    departments = {department.name: department for department in Department.objects.all()}
    named = {row.above for row in pack.leagues} | {row.league for row in pack.clubs}
    slugs = named | {row.league for row in pack.leagues}
    leagues = {league.slug: league for league in League.objects.filter(slug__in=slugs)}
    for level in LEVELS:
        wanted = [
            Wanted(
                leagues.get(row.league),
                {
                    "slug": row.league,
                    "name": row.name,
                    "level": row.level,
                    "parent": leagues[row.above],
                    "department": departments[row.department],
                    "is_simulated": True,
                },
            )
            for row in pack.leagues
            if row.level == level
        ]
        leagues |= {league.slug: league for league in recorder.record(League, wanted)}
    return leagues


def _record_clubs(recorder: Recorder, pack: Pack, leagues: Mapping[str, League]) -> dict[str, Club]:
    departments = {department.name: department for department in Department.objects.all()}
    slugs = [row.club for row in pack.clubs]
    stored = Club.objects.filter(slug__in=slugs).select_related("department")
    found = {club.slug: club for club in stored}
    wanted = []
    for row in pack.clubs:
        values = {
            "slug": row.club,
            "name": row.name,
            "key": fold(row.name),
            "department": departments[row.department],
        }
        said = {"short_name": row.short_name, "home_town": row.home_town, "note": row.note}
        values |= {name: text for name, text in said.items() if text}
        if row.short_name:
            values["short_key"] = squeezed(row.short_name)
        if row.simulated:
            values["is_simulated"] = True
        if row.league:
            values["league"] = leagues[row.league]
        if row.latitude is not None and row.longitude is not None:
            values |= {"latitude": float(row.latitude), "longitude": float(row.longitude)}
        wanted.append(Wanted(found.get(row.club), values))
    clubs = {club.slug: club for club in recorder.record(Club, wanted)}
    known = set(ClubAlias.objects.filter(club__slug__in=slugs).values_list("club_id", "name"))
    recorder.record(
        ClubAlias,
        [
            Wanted(None, {"club": clubs[row.club], "name": alias, "key": fold(alias)})
            for row in pack.clubs
            for alias in dict.fromkeys(row.aliases)
            if (clubs[row.club].pk, alias) not in known
        ],
    )
    return clubs


def _record_venues(recorder: Recorder, pack: Pack) -> dict[tuple[str, str], Venue]:
    departments = {department.name: department for department in Department.objects.all()}
    names = [row.venue for row in pack.venues]
    found = {(venue.name, venue.town): venue for venue in Venue.objects.filter(name__in=names)}
    wanted = []
    for row in pack.venues:
        values = {"name": row.venue, "town": row.town}
        if row.department:
            values["department"] = departments[row.department]
        wanted.append(Wanted(found.get((row.venue, row.town)), values))
    return {(venue.name, venue.town): venue for venue in recorder.record(Venue, wanted)}


def _record_season(recorder: Recorder, pack: Pack, found: Season | None) -> Season:
    values = {
        "year": pack.season.year,
        "status": pack.season.status,
        "is_simulated": pack.season.simulated,
        "seed": pack.season.seed,
        "starts_on": pack.season.starts_on,
        "ends_on": pack.season.ends_on,
        "summary": pack.season.summary,
        "summary_en": pack.season.summary_en,
        "source": pack.season.source,
    }
    [season] = recorder.record(Season, [Wanted(found, values)])
    return season
