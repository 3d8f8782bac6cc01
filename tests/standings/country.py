"""A simulated pyramid of three departments with two districts each, once for a module's tests."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

YEAR = 2028
DISTRICTS = ("070101", "070102", "170101", "170102", "240101", "240102")
"""Of Callao, Madre de Dios and Tumbes."""


def write_register(folder: Path) -> Path:
    """The register of districts with those alone."""
    source = settings.BASE_DIR / "data" / "geography" / "districts.csv"
    with source.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = [row for row in reader if row["ubigeo"] in DISTRICTS]
    register = folder / "districts.csv"
    with register.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return register


def simulate(register: Path, **options: object) -> str:
    """Run the command; what it said."""
    out = io.StringIO()
    call_command("simulate_season", pyramid=True, register=register, stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def country(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """The register. Its tests run in savepoints of one transaction, which ends with the module."""
    register = write_register(tmp_path_factory.mktemp("register"))
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_geography", stdout=io.StringIO())
        simulate(register)
        yield register
        transaction.set_rollback(True)
