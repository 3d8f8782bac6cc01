"""Tells whether the PostgreSQL of an address can be used: `python -m tools.postgres URL`."""

import sys

import psycopg


def fault(url: str) -> str | None:
    """Return why nobody can log in at `url`, or None if one can."""
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        return str(error).strip().splitlines()[0]
    return None


if __name__ == "__main__":
    reason = fault(sys.argv[1])
    sys.exit(f"No PostgreSQL answers at POSTGRES_URL={sys.argv[1]}: {reason}" if reason else 0)
