import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from competitions.models import Season

ARCHIVE = settings.BASE_DIR / "data" / "seasons"


class Command(BaseCommand):
    help = (
        "Make the site ready to serve: migrations and the archive; in development also a "
        "demonstration season with officials, and an administrator. What is there already is left "
        "alone, so it can run before every start."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self._migrate()
        self._load_archive()
        if settings.COPAPERU_ENV == "development":
            self._simulate()
        self._create_administrator()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database ...")
            call_command("migrate", interactive=False, verbosity=0)

    def _load_archive(self) -> None:
        recorded = set(Season.objects.values_list("year", flat=True))
        packs = {int(pack.parent.name): pack.parent for pack in ARCHIVE.glob("*/season.toml")}
        missing = sorted(packs.keys() - recorded)
        if not missing:
            return
        self.stdout.write(f"Loading the archive: {', '.join(map(str, missing))} ...")
        if not recorded:
            call_command("load_archive", stdout=self.stdout, stderr=self.stderr)
        else:
            # The other editions may have been corrected here since: they are not loaded over.
            for year in missing:
                call_command("load_season", packs[year], stdout=self.stdout, stderr=self.stderr)

    def _simulate(self) -> None:
        if not Season.objects.filter(is_simulated=True).exists():
            self.stdout.write("Inventing a demonstration season ...")
            call_command("simulate_season", stdout=self.stdout)
            call_command("simulate_leagues", stdout=self.stdout)

    def _create_administrator(self) -> None:
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        if settings.COPAPERU_ENV != "development":
            self.stdout.write("There is no administrator yet: manage.py createsuperuser")
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser("admin", password=password)
        self.stdout.write(
            f"Administrator for /admin/, shown only this once: admin / {password}\n"
            "(manage.py changepassword admin sets another.)"
        )
