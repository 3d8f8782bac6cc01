import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.signing import Signer

BASE_DIR: Path = settings.BASE_DIR
SECRET = "a-secret-of-the-test-0123456789-abcdefghijklmnopqrstuvwxyz"


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    # Empty rather than absent: a `.env` of this checkout must not fill the gap.
    given = {
        "COPAPERU_ENV": "production",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "copaperu.example",
    }
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, BASE_DIR / "manage.py", *arguments],
        env={**kept, "DATABASE_URL": "sqlite:///:memory:", **given, **environment},
        capture_output=True,
        check=False,
        text=True,
    )


def test_production_passes_the_deployment_checks() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    )


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing. It is a long random text"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is missing. It lists the names"),
        ({"DEBUG": "1"}, "DEBUG is on in production."),
        ({"COPAPERU_ENV": "staging"}, "COPAPERU_ENV is 'staging'; it has to be production,"),
    ],
)
def test_settings_say_what_is_wrong_with_the_environment(
    environment: dict[str, str], sentence: str
) -> None:
    done = manage("check", **environment)
    assert done.returncode == 1
    assert f"ImproperlyConfigured: {sentence}" in done.stderr


def test_what_a_former_key_signed_stays_good_while_the_key_is_kept() -> None:
    former = SECRET.upper()
    signed = Signer(key=former).sign("7")
    code = f"from django.core.signing import Signer; print(Signer().unsign('{signed}'))"
    shell = ("shell", "--no-imports", "-c", code)
    assert "BadSignature" in manage(*shell).stderr
    assert manage(*shell, SECRET_KEY_FALLBACKS=f"another,{former}").stdout == "7\n"


def test_sqlite_waits_for_other_writers_and_lets_readers_go_on(tmp_path: Path) -> None:
    code = (
        "from django.db import connection as c\n"
        "with c.cursor() as cursor:\n"
        "    print([cursor.execute(f'PRAGMA {name}').fetchone()[0] for name in"
        " ('journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout')])\n"
        "    print(c.transaction_mode)\n"
    )
    done = manage(
        "shell", "--no-imports", "-c", code, DATABASE_URL=f"sqlite:///{tmp_path / 'a.sqlite3'}"
    )
    assert done.stdout == "['wal', 1, 1, 20000]\nIMMEDIATE\n", done.stderr
