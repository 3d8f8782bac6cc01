from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from pytest_django import Settings

from competitions.management.commands import bootstrap
from competitions.models import Season

pytestmark = pytest.mark.django_db


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[object, ...]]:
    """The commands that were called, in order; the archive has the packs of 2013 and 2014."""
    for year in ("2013", "2014"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "season.toml").touch()
    monkeypatch.setattr(bootstrap, "ARCHIVE", tmp_path)
    called: list[tuple[object, ...]] = []

    def record(name: str, *args: object, **options: object) -> None:
        called.append((name, *args))

    monkeypatch.setattr(bootstrap, "call_command", record)
    return called


@pytest.fixture
def development(settings: Settings) -> None:
    settings.COPAPERU_ENV = "development"


@pytest.fixture
def production(settings: Settings) -> None:
    settings.COPAPERU_ENV = "production"


def run() -> str:
    out = StringIO()
    call_command("bootstrap", stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("development")
def test_bootstrap_loads_everything_and_prints_a_password_that_works(
    commands: list[tuple[object, ...]],
) -> None:
    printed = run()
    assert commands == [("load_archive",), ("simulate_season",), ("simulate_leagues",)]
    password = printed.split("admin / ")[1].splitlines()[0]
    user = authenticate(username="admin", password=password)
    assert user is not None
    assert user.is_superuser


@pytest.mark.usefixtures("development")
def test_bootstrap_says_nothing_the_second_time(commands: list[tuple[object, ...]]) -> None:
    get_user_model().objects.create_superuser("maria", password="x")
    Season.objects.create(year=2013)
    Season.objects.create(year=2014)
    Season.objects.create(year=2026, is_simulated=True, seed=1)
    assert run() == ""
    assert commands == []


@pytest.mark.usefixtures("production")
def test_bootstrap_loads_only_the_editions_that_are_missing(
    commands: list[tuple[object, ...]], tmp_path: Path
) -> None:
    Season.objects.create(year=2013)
    run()
    assert commands == [("load_season", tmp_path / "2014")]


@pytest.mark.usefixtures("production")
def test_bootstrap_in_production_invents_neither_season_nor_administrator(
    commands: list[tuple[object, ...]],
) -> None:
    printed = run()
    assert commands == [("load_archive",)]
    assert "There is no administrator yet: manage.py createsuperuser" in printed
    assert not get_user_model().objects.exists()
