"""The whole database as one file, and back again."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from competitions.models import Season

_MAGIC = {"sqlite": b"SQLite format 3\x00", "postgresql": b"PGDMP"}
_SUFFIX = {"sqlite": ".sqlite3", "postgresql": ".dump"}


class BackupRefused(Exception):
    """Nothing was written; the message says why and what to do."""


def back_up(target: Path, *, force: bool = False) -> Path:
    """Write a consistent copy while the site runs; a folder gets a file named by the moment.

    The file appears whole or not at all, and only its owner may read it. Raises BackupRefused for
    a file that is there, unless `force`.
    """
    if target.is_dir():
        target = target / _dated("copaperu")
    if target.exists() and not force:
        raise BackupRefused(f"{target} is there already. Name another file, or use --force.")
    if not target.parent.is_dir():
        raise BackupRefused(f"There is no folder {target.parent}. Make it first.")
    with TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        copy = Path(folder) / "copy"
        copy.touch(mode=0o600)
        if connection.vendor == "sqlite":
            _copy_sqlite(copy)
        else:
            _run("pg_dump", "--format=custom", "--no-owner", f"--file={copy}")
        copy.replace(target)
    return target


def restore(source: Path, *, force: bool = False) -> Path | None:
    """Put a backup in the place of the whole database. All of it or nothing.

    Raises BackupRefused where seasons are recorded, unless `force`: then what was there is backed
    up beside `source` first, and that file is returned. Raises it also for what is no backup of
    this kind of database.
    """
    _look_at(source)
    before = None
    if _holds_something():
        if not force:
            raise BackupRefused(
                "The database holds seasons. --force puts the backup in their place, after a "
                "backup of what is there."
            )
        before = back_up(source.parent / _dated("before-restore"))
    if connection.vendor == "sqlite":
        _restore_sqlite(source)
    else:
        connections.close_all()
        _run(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            "--exit-on-error",
            f"--dbname={connection.settings_dict['NAME']}",
            str(source),
        )
    return before


def _dated(name: str) -> str:
    now = timezone.localtime().strftime("%Y%m%d-%H%M%S-%f")
    return f"{name}-{now}{_SUFFIX[connection.vendor]}"


def migrations_apart() -> tuple[list[str], list[str]]:
    """Migrations that the database still lacks, and those that this program does not know."""
    loader = MigrationLoader(connection)
    known, applied = set(loader.disk_migrations), set(loader.applied_migrations)
    apps = loader.migrated_apps
    unknown = {key for key in applied - known if key[0] in apps}
    return _names(known - applied), _names(unknown)


def _names(keys: set[tuple[str, str]]) -> list[str]:
    return [f"{app}.{name}" for app, name in sorted(keys)]


def _look_at(source: Path) -> None:
    if not source.is_file():
        raise BackupRefused(f"There is no file {source}.")
    with source.open("rb") as file:
        head = file.read(16)
    if not head.startswith(_MAGIC[connection.vendor]):
        raise BackupRefused(
            f"{source} is no backup of this kind of database ({connection.display_name})."
        )
    if connection.vendor == "sqlite":
        _look_into_sqlite(source)


def _look_into_sqlite(source: Path) -> None:
    try:
        with closing(_read_only(source)) as copy:
            [sound] = copy.execute("PRAGMA integrity_check").fetchone()
            tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master")}
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"{source} is damaged: {error}.") from error
    if sound != "ok":
        raise BackupRefused(f"{source} is damaged: {sound}.")
    if Season._meta.db_table not in tables:  # noqa: SLF001 - documented by Django
        raise BackupRefused(f"{source} is a database of another program.")


def _read_only(source: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)


def _holds_something() -> bool:
    try:
        return Season.objects.exists()
    except DatabaseError:
        # No tables yet.
        return False


def _copy_sqlite(copy: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as target:
        _raw().backup(target)
        # A copy of a database in WAL mode would want two files beside it.
        target.execute("PRAGMA journal_mode = DELETE")


def _restore_sqlite(source: Path) -> None:
    connection.ensure_connection()
    with closing(_read_only(source)) as backup:
        backup.backup(_raw())
    connection.cursor().execute("PRAGMA journal_mode = WAL")


def _raw() -> sqlite3.Connection:
    raw: Any = connection.connection
    return raw


def _run(program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise BackupRefused(f"{program} is not installed. It comes with the client of PostgreSQL.")
    command: Sequence[str] = [path, *arguments]
    done = subprocess.run(  # noqa: S603 - a program found by its name, no shell
        command, env={**os.environ, **_postgres()}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupRefused(f"{program} failed, and nothing was changed: {done.stderr.strip()}")


def _postgres() -> dict[str, str]:
    """How the tools of PostgreSQL find the database: a password is no argument that others see."""
    settings = connection.settings_dict
    names = {
        "PGDATABASE": settings["NAME"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGSSLMODE": settings["OPTIONS"].get("sslmode"),
    }
    return {name: str(value) for name, value in names.items() if value}
