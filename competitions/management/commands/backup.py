from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from competitions.services.backups import BackupRefused, back_up


class Command(BaseCommand):
    help = "Write the whole database into one file, while the site goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, help="A file, or a folder for a dated one.")
        parser.add_argument("--force", action="store_true", help="Replace a file that is there.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = back_up(options["target"], force=options["force"])
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{written}: {written.stat().st_size:,} bytes.")
