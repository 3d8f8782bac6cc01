"""Two processes that save the same at the same moment: no update is lost, both hear the truth."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from competitions.models import Fixture
from competitions.services.seen import token_of
from tests.factories import AdministratorFactory, FixtureFactory, StageFactory

RACES = 8


class Writer:
    def __init__(self, name: str, database: str) -> None:
        root = str(settings.BASE_DIR)
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.competitions.services.writer", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=root,
            env={
                **os.environ,
                "DATABASE_URL": database,
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "PYTHONPATH": root,
            },
        )
        assert self._line() == "ready"

    def _line(self) -> str:
        return self._process.stdout.readline().strip()

    def order(self, order: dict[str, Any]) -> None:
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        return json.loads(self._line())

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()


@pytest.fixture
def fixtures(transactional_db: None) -> list[Fixture]:
    for name in ("rosa", "luis"):
        AdministratorFactory(username=name)
    return FixtureFactory.create_batch(RACES, stage=StageFactory())


@pytest.fixture
def database(fixtures: list[Fixture], tmp_path: Path) -> str:
    """The address of the database with the fixtures in it; of SQLite it is a file."""
    if connection.vendor == "sqlite":
        file = tmp_path / "two.sqlite3"
        with closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
        return f"sqlite:///{file}"
    at = connection.settings_dict
    return (
        f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"
    )


@pytest.fixture
def writers(database: str) -> Iterator[list[Writer]]:
    both = [Writer("rosa", database), Writer("luis", database)]
    yield both
    for writer in both:
        writer.close()


def stored_goals(database: str) -> dict[int, int]:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as file:
            return dict(file.execute("SELECT id, home_goals FROM competitions_fixture"))
    return dict(Fixture.objects.values_list("pk", "home_goals"))


def test_of_two_who_save_the_same_fixture_one_is_told(
    fixtures: list[Fixture], database: str, writers: list[Writer]
) -> None:
    for fixture in fixtures:
        rows = {str(fixture.pk): token_of(Fixture.objects.get(pk=fixture.pk))}
        for goals, writer in enumerate(writers, start=1):
            writer.order({"rows": rows, "goals": goals})
        answers = [writer.answer() for writer in writers]
        written = [n for n, answer in enumerate(answers) if "written" in answer]
        [first] = written
        refusal = " ".join(answers[1 - first]["refused"])
        assert f"{writers[first].name} lo cambió de · a {first + 1}" in refusal
        assert stored_goals(database)[fixture.pk] == first + 1


def test_of_two_who_save_the_same_round_one_is_told_and_nothing_is_mixed(
    fixtures: list[Fixture], database: str, writers: list[Writer]
) -> None:
    rows = {str(row.pk): token_of(row) for row in Fixture.objects.order_by("pk")}
    backwards = dict(reversed(rows.items()))
    for goals, (writer, round_) in enumerate(zip(writers, (rows, backwards), strict=True), start=1):
        writer.order({"rows": round_, "goals": goals})
    answers = [writer.answer() for writer in writers]
    [first] = [n for n, answer in enumerate(answers) if "written" in answer]
    # One sentence for each fixture, one for each of its fields that was changed.
    assert len(answers[1 - first]["refused"]) == 2 * len(rows)
    assert set(stored_goals(database).values()) == {first + 1}
