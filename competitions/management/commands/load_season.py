from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from competitions.management.faults import told_faults
from competitions.services.packs import load_pack


class Command(BaseCommand):
    help = "Makes a season what its pack says. Tells every fault at once, and then changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        with told_faults(self):
            season = load_pack(path=folder)
        self.stdout.write(str(season))
