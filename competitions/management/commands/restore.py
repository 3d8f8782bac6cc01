from pathlib import Path
from typing import Any

from django.core.cache import caches
from django.core.management import BaseCommand, CommandError, CommandParser

from competitions.models import Season
from competitions.services.backups import BackupRefused, migrations_apart, restore


class Command(BaseCommand):
    help = "Put a backup in the place of the whole database. Stop the site before."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="A file that `backup` wrote.")
        parser.add_argument(
            "--force", action="store_true", help="Replace a database that holds seasons."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            before = restore(options["source"], force=options["force"])
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        for cache in caches.all(initialized_only=False):
            cache.clear()
        if before:
            self.stdout.write(f"What was there is in {before}.")
        missing, unknown = migrations_apart()
        if unknown:
            self.stderr.write(
                "The backup comes from a newer version of this program, which knows "
                f"{', '.join(unknown)}. Install that version."
            )
        elif missing:
            self.stdout.write("The backup is of an older version: run bootstrap before the site.")
        else:
            self.stdout.write(f"Restored: {Season.objects.count()} seasons.")
