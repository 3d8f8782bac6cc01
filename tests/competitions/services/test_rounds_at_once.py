"""Two processes save the same round at the same moment: no lost update, both told the truth."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.two_officials import look, make_round

Run = Callable[..., "subprocess.Popen[str]"]


def database_url(folder: Path) -> str:
    """A file for SQLite, whose databases for tests are of one process alone."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{folder / 'shared.sqlite3'}"
    params = connection.settings_dict
    return (
        f"postgres://{params['USER']}:{params['PASSWORD']}@{params['HOST']}:{params['PORT']}"
        f"/{params['NAME']}"
    )


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def start(*arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "tests.two_officials", *arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": database_url(tmp_path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


def answer(process: "subprocess.Popen[str]") -> dict[str, Any]:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return json.loads(out.splitlines()[-1])


def until_there(*paths: Path) -> None:
    deadline = time.monotonic() + 120
    while not all(path.exists() for path in paths):
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.django_db(transaction=True)
def test_two_who_save_a_round_at_once_lose_nothing_and_are_told(run: Run, tmp_path: Path):
    in_a_file = connection.vendor == "sqlite"
    made = answer(run("setup")) if in_a_file else json.loads(json.dumps(make_round()))
    go = tmp_path / "go"
    shared = (str(made["round"]), json.dumps(made["seen"]), str(go))
    ana, beto = run("save", "ana", "1-0", *shared), run("save", "beto", "0-2", *shared)
    until_there(tmp_path / "go.ana", tmp_path / "go.beto")
    go.touch()
    told = {"ana": answer(ana), "beto": answer(beto)}
    end = answer(run("look", shared[0])) if in_a_file else json.loads(json.dumps(look(shared[0])))
    first, second, third = sorted(made["seen"], key=int)
    winner = "ana" if int(first) in told["ana"]["saved"] else "beto"
    loser = "beto" if winner == "ana" else "ana"
    score = {"ana": "1-0", "beto": "0-2"}
    assert end["scores"] == {first: score[winner], second: "1-0", third: "0-2"}
    assert told[winner]["told"] == {}
    assert list(told[loser]["told"]) == [first]
    assert winner in told[loser]["told"][first][0]
    assert score[winner] in told[loser]["told"][first][0]
    # One change of each fixture, by the one who was told that it is his.
    assert {pk: len(lines) for pk, lines in end["lines"].items()} == {first: 1, second: 1, third: 1}
    assert end["lines"][first][0][0] == winner
    assert end["version"] == 3
