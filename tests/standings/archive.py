"""The whole archive and a simulated season in the database, once for all tests of a module."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

YEARS = (2013, 2014, 2017, 2023, 2024)
SIMULATED = 2027


@pytest.fixture(scope="module")
def archive(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Import it into a module and mark the module with `usefixtures`. Its tests run in savepoints
    of one transaction, which ends with the module.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_archive", stdout=io.StringIO())
        call_command("simulate_season", year=SIMULATED, stdout=io.StringIO())
        yield
        transaction.set_rollback(True)
