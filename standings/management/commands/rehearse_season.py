from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from standings.selectors.presets import formats
from standings.services import CannotRehearse, rehearse

YEAR = 2030


class Command(BaseCommand):
    help = (
        "Sets a season up from a format of data/formats and plays it through with invented results "
        "from a seed, marked as such; the formats are: " + ", ".join(fmt.code for fmt in formats())
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format")
        parser.add_argument("--year", type=int, default=YEAR, help=f"Default: {YEAR}.")
        parser.add_argument("--seed", type=int, default=1967)

    def handle(self, *args: Any, **options: Any) -> None:
        found = next((fmt for fmt in formats() if fmt.code == options["format"]), None)
        if found is None:
            known = ", ".join(fmt.code for fmt in formats())
            raise CommandError(f"There is no format {options['format']}. There are: {known}.")
        try:
            played = rehearse(found, year=options["year"], seed=options["seed"])
        except CannotRehearse as error:
            raise CommandError(str(error)) from error
        stages = ", ".join(stage.label for stage in played.stages)
        self.stdout.write(f"{options['year']}, simulated: {stages}; won by {played.winner}.")
