import sqlite3
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from competitions.models import Club, Fixture, Season
from competitions.services.backups import BackupRefused, back_up, migrations_apart, restore
from tests.factories import ClubFactory, FixtureFactory, SeasonFactory

pytestmark = pytest.mark.django_db(transaction=True)

KIND = {"sqlite": ".sqlite3", "postgresql": ".dump"}


def test_what_is_restored_is_what_was_backed_up(tmp_path: Path) -> None:
    fixture = FixtureFactory(score="2-1", home__club__name="Unión Ñandú")
    rows = list(Fixture.objects.values())
    history = list(Fixture.history.values())
    written = back_up(tmp_path / "copy")
    fixture.home_goals = 9
    fixture.save()
    ClubFactory(name="Después")
    before = restore(written, force=True)
    assert list(Fixture.objects.values()) == rows
    assert list(Fixture.history.values()) == history
    assert not Club.objects.filter(name="Después").exists()
    # New rows do not take the keys of old ones.
    assert ClubFactory().pk not in {row["home_id"] for row in rows}
    assert before is not None
    restore(before, force=True)
    assert Fixture.objects.get().home_goals == 9
    assert Club.objects.filter(name="Después").exists()


def test_a_database_with_seasons_is_not_replaced_unasked(tmp_path: Path) -> None:
    written = back_up(tmp_path / "copy")
    SeasonFactory(year=2031)
    with pytest.raises(BackupRefused, match="--force"):
        restore(written)
    assert Season.objects.get().year == 2031
    Season.objects.all().delete()
    assert restore(written) is None


def test_a_folder_gets_a_dated_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    written = back_up(tmp_path)
    assert written.parent == tmp_path
    assert (written.name[:9], written.suffix) == ("copaperu-", KIND[connection.vendor])
    assert written.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [written]


def test_no_file_is_replaced_unasked(tmp_path: Path) -> None:
    target = tmp_path / "copy"
    target.write_text("x")
    with pytest.raises(BackupRefused, match="is there already"):
        back_up(target)
    assert target.read_text() == "x"
    assert back_up(target, force=True) == target
    with pytest.raises(BackupRefused, match="no folder"):
        back_up(tmp_path / "nowhere" / "copy")


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    SeasonFactory(year=2031)
    with pytest.raises(BackupRefused, match="no file"):
        restore(tmp_path / "nothing", force=True)
    wrong = tmp_path / "wrong"
    wrong.write_bytes(b"PGDMP" if connection.vendor == "sqlite" else b"SQLite format 3\x00")
    with pytest.raises(BackupRefused, match="no backup of this kind"):
        restore(wrong, force=True)
    broken = tmp_path / "broken"
    whole = back_up(tmp_path / "whole").read_bytes()
    broken.write_bytes(whole[:300] if connection.vendor == "sqlite" else whole[: len(whole) // 2])
    with pytest.raises(BackupRefused, match=r"damaged|nothing was changed"):
        restore(broken, force=True)
    assert Season.objects.get().year == 2031


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite files can be looked into")
def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other"
    with sqlite3.connect(other) as made:
        made.execute("CREATE TABLE poems (line)")
    made.close()
    with pytest.raises(BackupRefused, match="another program"):
        restore(other, force=True)


def test_commands_say_what_they_did(tmp_path: Path) -> None:
    SeasonFactory(year=2031)
    out = StringIO()
    target = tmp_path / "copy"
    call_command("backup", target, stdout=out)
    assert out.getvalue() == f"{target}: {target.stat().st_size:,} bytes.\n"
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", target)
    with pytest.raises(CommandError, match="--force"):
        call_command("restore", target)
    out = StringIO()
    call_command("restore", target, "--force", stdout=out)
    assert "What was there is in " in out.getvalue()
    missing, unknown = migrations_apart()
    assert unknown == []
    assert ("older version" in out.getvalue()) == bool(missing)
    assert Season.objects.get().year == 2031
