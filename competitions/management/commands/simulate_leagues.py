import secrets
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from competitions.models import Department, Season
from competitions.services.demonstration import CannotDemonstrate, demonstrate


class Command(BaseCommand):
    help = (
        "Give a department of a simulated season a district and a departmental stage, with an "
        "official of each league and a delegate; prints their names and passwords."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, default=2027)
        parser.add_argument("--department", default="piura", help="Its address, as in san-martin.")
        parser.add_argument("--seed", type=int, default=1967)

    def handle(self, *args: Any, **options: Any) -> None:
        season = Season.objects.filter(year=options["year"]).first()
        department = Department.objects.filter(slug=options["department"]).first()
        if season is None or department is None:
            raise CommandError("No such season or department.")
        try:
            made = demonstrate(season, department, seed=options["seed"])
        except CannotDemonstrate as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made.district} and {made.departmental}, simulated. To try the desk:")
        for name in made.officials.values():
            user = get_user_model().objects.get(username=name)
            password = secrets.token_urlsafe(9)
            user.set_password(password)
            user.save(update_fields=["password"])
            self.stdout.write(f"  {name} / {password}")
