from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from competitions.core.pack import FILES
from competitions.models import Season
from competitions.services.packs import dump_pack


class Command(BaseCommand):
    help = "Writes a season as a pack, which load_season reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, year: int, folder: Path, **options: Any) -> None:
        try:
            files = dump_pack(year)
        except Season.DoesNotExist:
            raise CommandError(f"There is no season {year}.") from None
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            if name in files:
                (folder / name).write_bytes(files[name])
            else:
                (folder / name).unlink(missing_ok=True)
