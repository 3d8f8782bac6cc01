from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

SEASONS = Path(settings.BASE_DIR) / "data" / "seasons"


class Command(BaseCommand):
    help = "Loads the departments, their leagues and every season of data/seasons."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("load_geography", stderr=self.stderr)
        for folder in sorted(path for path in SEASONS.iterdir() if path.is_dir()):
            call_command("load_season", folder, stdout=self.stdout, stderr=self.stderr)
