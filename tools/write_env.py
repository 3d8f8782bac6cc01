"""Writes `.env` for development, once: a file that is there is left alone."""

import os
import secrets
from pathlib import Path

ENV_FILE = Path(__file__).resolve().parent.parent / ".env"


def write_env(path: Path) -> bool:
    """Return whether the file was written now. Only its owner may read it."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"COPAPERU_ENV=development\nSECRET_KEY={secrets.token_urlsafe(50)}\n")
    return True


if __name__ == "__main__":
    write_env(ENV_FILE)
