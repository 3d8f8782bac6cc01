from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from competitions.services.pyramid import CannotRemove, remove_simulated


class Command(BaseCommand):
    help = (
        "Takes a simulated season away with its history, and the made-up clubs and leagues that no "
        "other season uses. Real seasons are refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)

    def handle(self, *args: Any, year: int, **options: Any) -> None:
        begun = perf_counter()
        try:
            removed = remove_simulated(year)
        except CannotRemove as error:
            raise CommandError(str(error)) from error
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            # Else the server plans by what it had before, until it looks by itself.
            with connection.cursor() as cursor:
                cursor.execute("VACUUM (ANALYZE)")
        seconds = perf_counter() - begun
        self.stdout.write(
            f"{year}: {removed.rows} rows, {removed.clubs} clubs and {removed.leagues} leagues "
            f"removed in {seconds:.0f} s."
        )
