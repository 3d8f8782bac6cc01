"""A process that is killed in the middle of a file leaves nothing half done."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from competitions.models import Club, ClubAlias
from tests.competitions.services.imports.killed import CLUBS

ROOT = Path(__file__).parents[4]
MODULE = "tests.competitions.services.imports.killed"
TABLES = (
    "competitions_club",
    "competitions_historicalclub",
    "competitions_clubalias",
    "competitions_historicalclubalias",
)


def run(what: str, database: str) -> int:
    environment = {**os.environ, "DATABASE_URL": database}
    return subprocess.run(
        [sys.executable, "-m", MODULE, what], cwd=ROOT, env=environment, check=False
    ).returncode


def check(database: str, count: Callable[[str], int]) -> None:
    assert run("prepare", database) == 0
    assert run("middle", database) == -signal.SIGKILL
    assert [count(table) for table in TABLES] == [0, 0, 0, 0]
    assert run("all", database) == 0
    assert [count(table) for table in TABLES] == [CLUBS] * 4


def test_killed_process_leaves_nothing_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"

    def count(table: str) -> int:
        with sqlite3.connect(path) as opened:
            return opened.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]

    check(f"sqlite:///{path}", count)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs a server")
@pytest.mark.django_db(transaction=True)
def test_killed_process_leaves_nothing_on_a_server() -> None:
    at = connection.settings_dict
    user = ":".join(part for part in (at["USER"], at["PASSWORD"]) if part)
    database = f"postgres://{user}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"

    def count(table: str) -> int:
        # The server takes a moment to see that nobody is there any more.
        time.sleep(0.2)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM {table}")
            return cursor.fetchone()[0]

    check(database, count)
    assert (Club.objects.count(), ClubAlias.objects.count()) == (CLUBS, CLUBS)
