import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from competitions.core.pack import write_pack
from competitions.core.simulation import ROUNDS, CannotSimulate, simulate
from competitions.models import Season
from competitions.services.packs import load_pack, read_folder


class Command(BaseCommand):
    help = "Builds a season of 50 real clubs with invented results from a seed, marked as such."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, default=2027)
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

    def handle(self, *args: Any, **options: Any) -> None:
        year = options["year"]
        existing = Season.objects.filter(year=year).first()
        if existing and not existing.is_simulated:
            raise CommandError(f"{year} is a real season. Choose another year with --year.")
        try:
            pack = simulate(
                read_folder(options["source"]),
                year=year,
                seed=options["seed"],
                rounds=options["rounds"],
                first_sunday=_third_sunday_of_september(year),
            )
        except CannotSimulate as error:
            raise CommandError(str(error)) from error
        load_pack(actor=None, files=write_pack(pack))
        self.stdout.write(f"{year}: {len(pack.fixtures)} fixtures, simulated.")


def _third_sunday_of_september(year: int) -> dt.date:
    first = dt.date(year, 9, 1)
    return first + dt.timedelta(days=(6 - first.weekday()) % 7 + 14)
