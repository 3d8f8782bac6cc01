import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from competitions.core.crossing_rounds import ROUNDS
from competitions.core.pack import Pack, write_pack
from competitions.core.simulation import CannotSimulate, simulate
from competitions.core.towns import whereabouts
from competitions.core.travel import Point
from competitions.models import Department, Fixture, Season
from competitions.services.packs import load_pack, read_folder
from competitions.services.pyramid import CannotRecord
from standings.selectors.crossings import towns
from standings.services import simulate_pyramid

YEAR, YEAR_OF_PYRAMID = 2027, 2028


class Command(BaseCommand):
    help = (
        "Builds a season with invented results from a seed, marked as such: of 50 real clubs in "
        "a single table, or with --pyramid of the whole country, from made-up clubs in every "
        "district to the champion."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--year", type=int, help=f"Default: {YEAR}, of a pyramid {YEAR_OF_PYRAMID}."
        )
        parser.add_argument("--seed", type=int, default=1967)
        parser.add_argument(
            "--rounds", type=int, default=4, help=f"Rounds played, of {ROUNDS} (default: 4)."
        )
        parser.add_argument(
            "--source",
            type=Path,
            default=settings.BASE_DIR / "data" / "seasons" / "2024",
            help="The season pack whose clubs and rules it uses.",
        )
        parser.add_argument(
            "--pyramid", action="store_true", help="Every league of the country, played to the end."
        )
        parser.add_argument(
            "--register",
            type=Path,
            default=settings.BASE_DIR / "data" / "geography" / "districts.csv",
            help="The districts of a pyramid.",
        )
        parser.add_argument(
            "--department",
            action="append",
            default=[],
            help="Of a pyramid only this one, by its address as in san-martin; may be repeated.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["pyramid"]:
            self._pyramid(**options)
        else:
            self._single_table(**options)

    def _single_table(self, **options: Any) -> None:
        year = options["year"] or YEAR
        existing = Season.objects.filter(year=year).first()
        if existing and not existing.is_simulated:
            raise CommandError(f"{year} is a real season. Choose another year with --year.")
        source = read_folder(options["source"])
        try:
            pack = simulate(
                source,
                year=year,
                seed=options["seed"],
                rounds=options["rounds"],
                first_sunday=_third_sunday_of_september(year),
                grounds=_grounds(source),
            )
        except CannotSimulate as error:
            raise CommandError(str(error)) from error
        load_pack(actor=None, files=write_pack(pack))
        self.stdout.write(f"{year}: {len(pack.fixtures)} fixtures, simulated.")

    def _pyramid(self, **options: Any) -> None:
        begun = perf_counter()
        slugs = options["department"]
        codes = dict(Department.objects.filter(slug__in=slugs).values_list("slug", "code"))
        unknown = [slug for slug in slugs if slug not in codes]
        if unknown:
            raise CommandError(f"There is no department {', '.join(unknown)}.")
        try:
            season = simulate_pyramid(
                options["register"],
                year=options["year"] or YEAR_OF_PYRAMID,
                seed=options["seed"],
                departments=codes.values(),
                tell=self.stdout.write,
            )
        except CannotRecord as error:
            raise CommandError(str(error)) from error
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            # Else the server plans by what it had before, until it looks by itself.
            with connection.cursor() as cursor:
                cursor.execute("VACUUM (ANALYZE)")
        fixtures = Fixture.objects.filter(stage__season=season).count()
        seconds = perf_counter() - begun
        self.stdout.write(f"{season.year}: {fixtures} fixtures, simulated in {seconds:.0f} s.")


def _grounds(source: Pack) -> dict[str, Point]:
    """Where each club plays, told as for the crossings of any stage."""
    departments = {found.name: found for found in Department.objects.all()}
    entered = {row.club: row.home_town for row in source.entries if row.home_town}
    grounds = {}
    for row in source.clubs:
        department = departments[row.department]
        found = whereabouts(
            entered.get(row.club, row.home_town),
            department=department.code,
            own=None,
            capital=Point(department.latitude, department.longitude),
            towns=towns(),
        )
        grounds[row.club] = found.point
    return grounds


def _third_sunday_of_september(year: int) -> dt.date:
    first = dt.date(year, 9, 1)
    return first + dt.timedelta(days=(6 - first.weekday()) % 7 + 14)
