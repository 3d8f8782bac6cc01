"""Whether pages get slower with the size of the database: `make bench`.

Two databases: the archive with the demonstration season, and the same with a season of the whole
country, some 20,000 clubs and 212,000 matches. Each is read by a process of its own, and the two
are asked in turn, page by page, so that other business of the machine slows both. On SQLite, or on
the PostgreSQL server that DATABASE_URL names.

Budgets: the season is made within five minutes; ten public pages and five lists of the officials
ask the same number of queries and take at most one and a half times as long.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "/",
    "/2024/nacional/",
    "/2024/eliminatorias/",
    "/2024/camino/",
    "/2024/clasificados/",
    "/2024/resoluciones/",
    "/2024/goleadores/",
    "/2027/nacional/",
    "/2027/distrital-piura/",
    "/clubes/",
    "/clubes/ecosem-pasco/",
    "/departamentos/piura/",
    "/buscar/?q=alianza",
)
LISTS = tuple(
    f"/admin/competitions/{model}/" for model in ("fixture", "club", "entry", "round", "matchup")
)
ALIKE = (
    ("/temporadas/", "/temporadas/"),
    ("/2024/nacional/", "/2028/nacional/"),
    ("/2024/eliminatorias/", "/2028/eliminatorias/"),
    ("/2027/nacional/fecha/4/", "/2028/nacional/fecha/4/"),
    ("/2027/distrital-piura/", "/2028/distrital-asuncion-010102/"),
    ("/2024/clasificados/", "/2028/clasificados/"),
    ("/2024/goleadores/", "/2028/goleadores/"),
    ("/2024/camino/", "/2028/camino/"),
    ("/2013/", "/2028/"),
)
"""A page of the small database, and one of the simulated country of its kind, which shows more: a
season that is played out, a league of more clubs, one season more in the archive."""
RUNS = 15
MOST = 1.5
MINUTES = 5


@dataclass(frozen=True, slots=True)
class Measured:
    cold: int
    warm: int
    ms: float


def bench_scale() -> None:
    """Prints a line a page."""
    with TemporaryDirectory() as folder, _databases(Path(folder)) as (small, full):
        _manage(small, "migrate", "--verbosity", "0")
        for command in ("load_archive", "simulate_season", "simulate_leagues"):
            _manage(small, command)
        _copy(small, full)
        begun = perf_counter()
        said = _manage(full, "simulate_season", "--pyramid").splitlines()[-1]
        seconds = perf_counter() - begun
        over = "" if seconds < 60 * MINUTES else "  over the budget"
        print(
            f"{urlsplit(full).scheme}, {said} Processes that wait: {os.getloadavg()[0]:.1f}{over}"
        )
        with _reader(small) as one, _reader(full) as other:
            _print_all("same page, small and full", [(path, path) for path in PAGES], one, other)
            _print_all("list of the officials", [(path, path) for path in LISTS], one, other)
            _print_all("page of the country", ALIKE, one, other, budget=None)


def _print_all(
    title: str,
    pairs: Sequence[tuple[str, str]],
    small: "Reader",
    full: "Reader",
    *,
    budget: float | None = MOST,
) -> None:
    print(f"{title:36} {'queries':>14} {'small ms':>9} {'full ms':>8} {'ratio':>6}")
    for path, other in pairs:
        before, after = _in_turn(small, path, full, other)
        ratio = after.ms / before.ms
        same = (before.cold, before.warm) == (after.cold, after.warm)
        counts = f"{before.cold}/{before.warm}"
        if not same:
            counts += f" {after.cold}/{after.warm}"
        over = budget is not None and (ratio > budget or not same)
        print(
            f"{other:36} {counts:>14} {before.ms:9.1f} {after.ms:8.1f} {ratio:6.2f}"
            + ("  over the budget" if over else "")
        )


def _in_turn(small: "Reader", path: str, full: "Reader", other: str) -> tuple[Measured, Measured]:
    counts = small.count(path), full.count(other)
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS):
        times[0].append(small.time(path))
        times[1].append(full.time(other))
    return Measured(*counts[0], median(times[0])), Measured(*counts[1], median(times[1]))


class Reader:
    """A process that reads pages of one database."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def _ask(self, what: str, path: str) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(what, path, file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def count(self, path: str) -> tuple[int, int]:
        """Queries with empty caches, and with filled ones."""
        cold, warm = self._ask("count", path)
        return cold, warm

    def time(self, path: str) -> float:
        """Milliseconds, with filled caches."""
        return self._ask("time", path)


@contextmanager
def _reader(database: str) -> Iterator[Reader]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.scale"],
        cwd=ROOT,
        env=_environment(database),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Reader(process)
    finally:
        process.terminate()
        process.wait()


def read_pages() -> None:
    """What that process does: a line in, a line out."""
    import django  # noqa: PLC0415 - the other process needs none

    django.setup()
    from django.conf import settings  # noqa: PLC0415 - Django has to be set up first
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.core.cache import caches  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    user = get_user_model().objects.create_superuser(f"bench-{os.getpid()}")
    anybody, official = Client(), Client()
    official.force_login(user)

    def read(path: str) -> None:
        client = official if path.startswith("/admin/") else anybody
        assert client.get(path).status_code == 200, path

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            read(path)
        return len(captured)

    for line in sys.stdin:
        what, path = line.split()
        if what == "count":
            for name in settings.CACHES:
                caches[name].clear()
            answer: Any = [queries(path), queries(path)]
        else:
            begun = perf_counter()
            read(path)
            answer = (perf_counter() - begun) * 1000
        print(json.dumps(answer), flush=True)


# Databases of a benchmark -------------------------------------------------------------------------


def _environment(database: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database,
        "LOG_LEVEL": "ERROR",
    }


def _manage(database: str, *command: str) -> str:
    ran = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=_environment(database),
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout


@contextmanager
def _databases(folder: Path) -> Iterator[tuple[str, str]]:
    """Addresses of two databases; both are gone afterwards."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder / 'small.sqlite3'}", f"sqlite:///{folder / 'full.sqlite3'}"
        return
    names = "copaperu_bench_small", "copaperu_bench_full"
    _on_server(server, *(f"DROP DATABASE IF EXISTS {name}" for name in names))
    _on_server(server, f"CREATE DATABASE {names[0]}")
    parts = urlsplit(server)
    try:
        small, full = (urlunsplit(parts._replace(path=f"/{name}")) for name in names)
        yield small, full
    finally:
        _on_server(server, *(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in names))


def _copy(small: str, full: str) -> None:
    if small.startswith("sqlite"):
        shutil.copy(small.removeprefix("sqlite:///"), full.removeprefix("sqlite:///"))
    else:
        names = [urlsplit(address).path[1:] for address in (full, small)]
        _on_server(os.environ["DATABASE_URL"], "CREATE DATABASE {} TEMPLATE {}".format(*names))


def _on_server(server: str, *statements: str) -> None:
    import psycopg  # noqa: PLC0415 - only where there is a server

    with psycopg.connect(server, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


if __name__ == "__main__":
    read_pages()
