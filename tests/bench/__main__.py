"""The budgets of docs/architecture.md, measured: `make bench`."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from tests.bench.crossings import bench_crossings  # noqa: E402 - Django has to be set up first
from tests.bench.pages import bench_pages  # noqa: E402
from tests.bench.ranking import bench_ranking  # noqa: E402
from tests.bench.scale import bench_scale  # noqa: E402
from tests.bench.speed import bench_speed  # noqa: E402

bench_ranking()
bench_crossings()
bench_pages()
bench_scale()
bench_speed()
