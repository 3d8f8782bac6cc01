from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from competitions.models import Department, Fixture, Season
from tests.competitions.core.small_pack import small_pack
from tests.factories import (
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    SeasonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    call_command("load_geography")
    write(tmp_path, small_pack())
    return tmp_path


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).write_bytes(data)


def test_load_season_says_what_it_loaded(folder: Path) -> None:
    out = StringIO()
    call_command("load_season", folder, stdout=out)
    assert out.getvalue() == "Copa Perú 2030\n"
    assert Fixture.objects.count() == 7


def test_load_season_prints_every_fault_and_ends_with_their_number(folder: Path) -> None:
    write(folder, small_pack(fixtures=("played,3,3", "played,2-x,-1")))
    err = StringIO()
    with pytest.raises(CommandError, match=r"^2 faults\. Nothing was changed\.$"):
        call_command("load_season", folder, stderr=err)
    assert err.getvalue().splitlines() == [
        f"fixtures.csv, line 5, column {column}: “{value}” is not a number of goals. "
        "Write a whole number, or leave it blank where it is not known."
        for column, value in (("home_goals", "2-x"), ("away_goals", "-1"))
    ]
    assert not Season.objects.exists()


def test_load_season_refuses_what_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("load_season", tmp_path / "nothing")


def test_dump_season_writes_what_load_season_reads(folder: Path, tmp_path: Path) -> None:
    call_command("load_season", folder, stdout=StringIO())
    first, second = tmp_path / "deep" / "first", tmp_path / "second"
    call_command("dump_season", 2030, first)
    call_command("load_season", first, stdout=StringIO())
    call_command("dump_season", 2030, second)
    assert {p.name: p.read_bytes() for p in first.iterdir()} == {
        p.name: p.read_bytes() for p in second.iterdir()
    }


def test_dump_season_takes_out_files_of_rows_that_are_gone(folder: Path) -> None:
    call_command("load_season", folder, stdout=StringIO())
    (folder / "README.md").write_text("mine")
    (folder / "lots.csv").unlink()
    call_command("load_season", folder, stdout=StringIO())
    (folder / "lots.csv").write_text("old")
    call_command("dump_season", 2030, folder)
    assert not (folder / "lots.csv").exists()
    assert (folder / "README.md").exists()


def test_dump_season_refuses_a_year_without_season(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no season 1999"):
        call_command("dump_season", 1999, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_load_geography_refuses_a_faulty_file(tmp_path: Path) -> None:
    file = tmp_path / "d.csv"
    file.write_text("code;name\n")
    with pytest.raises(CommandError):
        call_command("load_geography", file, stderr=StringIO())
    assert not Department.objects.exists()


def test_load_archive_loads_every_edition() -> None:
    out = StringIO()
    call_command("load_archive", stdout=out)
    assert out.getvalue().split("\n")[:-1] == [
        f"Copa Perú {year}" for year in (2013, 2014, 2017, 2023, 2024)
    ]
    assert Department.objects.count() == 25


def test_simulate_leagues_prints_a_way_in(client: Client) -> None:
    department = DepartmentFactory(slug="piura")
    DepartmentalLeagueFactory(department=department)
    ClubFactory.create_batch(6, department=department)
    SeasonFactory(year=2027, is_simulated=True, seed=7)
    out = StringIO()
    call_command("simulate_leagues", stdout=out)
    ways_in = [line.split(" / ") for line in out.getvalue().splitlines() if " / " in line]
    assert len(ways_in) == 4
    for name, password in ways_in:
        assert client.login(username=name.strip(), password=password.strip())
    with pytest.raises(CommandError, match="already"):
        call_command("simulate_leagues", stdout=out)
    with pytest.raises(CommandError, match="No such"):
        call_command("simulate_leagues", "--department", "atlantida", stdout=out)
