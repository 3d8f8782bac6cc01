from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from competitions.management.faults import told_faults
from competitions.services.geography import load_geography

DEPARTMENTS = Path(settings.BASE_DIR) / "data" / "geography" / "departments.csv"


class Command(BaseCommand):
    help = "Loads the departments and their leagues. Loading them again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=DEPARTMENTS)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        with told_faults(self):
            load_geography(file.read_bytes(), file=file.name)
