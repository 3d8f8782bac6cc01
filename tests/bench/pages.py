"""Queries, time and weight of the main pages, cold and warm, on the archive and a full season.

Budgets: the 50-team table at most 6 queries cold, 1 warm; 20 KB compressed with its style sheet.
"""

import gzip
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.runner import DiscoverRunner
from django.test.utils import CaptureQueriesContext

from competitions.models import Round
from tests.bench.round_sheet import measure_round_sheet

PAGES = (
    "/",
    "/temporadas/",
    "/2013/",
    "/2013/regional/",
    "/2013/nacional/",
    "/2024/nacional/",
    "/2027/nacional/",
    "/2027/nacional/?fecha=2",
    "/2027/nacional/clubes/pacifico/",
    "/2027/nacional/puestos/",
    "/2027/nacional/fecha/4/",
    "/2024/clasificados/",
    "/2024/goleadores/",
    "/clubes/",
    "/clubes/ecosem-pasco/",
    "/departamentos/lima/",
    "/2027/nacional.csv",
    "/2027/nacional.json",
    "/2027/nacional/fecha/4/boletin/",
    "/2027/nacional/fecha/4/boletin.pdf",
    "/2027/nacional.png",
    "/2013/regional.png",
    "/2013/nacional.png",
    "/2024/clasificados.png",
)
RUNS = 15


def bench_pages() -> None:
    """Prints a line a page, and one of a round that is entered; on a database of its own, filled
    with the archive."""
    runner = DiscoverRunner(verbosity=0)
    databases = runner.setup_databases()
    try:
        call_command("load_archive", verbosity=0)
        call_command("simulate_season", verbosity=0)
        _measure()
        measure_round_sheet(
            Round.objects.get(stage__season__year=2027, stage__slug="nacional", number=5)
        )
    finally:
        runner.teardown_databases(databases)


def _empty_caches() -> None:
    for name in settings.CACHES:
        caches[name].clear()


def _measure() -> None:
    style = Path(settings.BASE_DIR / "static" / "css" / "copaperu.css").read_bytes()
    print(f"style sheet: {len(gzip.compress(style)) / 1024:.1f} KB compressed")
    print(f"{'page':32} {'cold':>5} {'warm':>5} {'cold ms':>8} {'warm ms':>8} {'KB gz':>6}")
    client = Client()
    for path in PAGES:
        cold = _queries(client, path, before=_empty_caches)
        warm = _queries(client, path)
        cold_ms = _time(client, path, before=_empty_caches)
        warm_ms = _time(client, path)
        size = len(gzip.compress(client.get(path).content)) / 1024
        print(f"{path:32} {cold:5} {warm:5} {cold_ms:8.1f} {warm_ms:8.1f} {size:6.1f}")


def _queries(client: Client, path: str, before: Callable[[], None] | None = None) -> int:
    if before:
        before()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200, path
    return len(queries)


def _time(client: Client, path: str, before: Callable[[], None] | None = None) -> float:
    def once() -> float:
        if before:
            before()
        start = perf_counter()
        client.get(path)
        return (perf_counter() - start) * 1000

    return median(once() for _ in range(RUNS))
