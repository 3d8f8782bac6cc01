"""A process that brings clubs in, and may be killed while it writes. Run as a module:

`killed prepare` makes the tables where there are none; `killed all` brings the file in; `killed
middle` dies once the clubs are written and their other names are not.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

CLUBS = 40
TEXT = "nombre,departamento,otros nombres\n" + "".join(
    f"Club {number},Ica,C. {number}\n" for number in range(CLUBS)
)


def main(what: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    if what == "prepare":
        prepare()
    else:
        bring(middle=what == "middle")


def prepare() -> None:
    from django.core.management import call_command  # noqa: PLC0415 - Django is not set up before
    from django.db import connection  # noqa: PLC0415

    from tests.factories import AdministratorFactory, DepartmentFactory  # noqa: PLC0415
    from tests.unmigrated import without_migrations  # noqa: PLC0415

    if connection.vendor == "sqlite":
        without_migrations()
        call_command("migrate", run_syncdb=True, verbosity=0)
    AdministratorFactory(username="rosa")
    DepartmentFactory(name="Ica")


def bring(*, middle: bool) -> None:
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - see above
    from django.db import connection  # noqa: PLC0415

    from competitions.core.files import read_file  # noqa: PLC0415
    from competitions.services.imports import LISTINGS, bring_in, preview  # noqa: PLC0415

    def die(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if 'INTO "competitions_clubalias"' in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)

    actor = get_user_model().objects.get(username="rosa")
    grid = read_file("clubes.csv", TEXT.encode())
    plan = preview(LISTINGS["clubs"], grid, actor=actor)
    if middle:
        connection.execute_wrappers.append(die)
    _plan, done = bring_in(LISTINGS["clubs"], grid, actor=actor, digest=plan.digest)
    sys.exit(0 if done else 1)


if __name__ == "__main__":
    main(sys.argv[1])
