"""For processes that tests start with a database of their own."""

from django.conf import settings


class _None:
    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def without_migrations() -> None:
    """`migrate` with `run_syncdb` makes the tables from the models, which is far quicker."""
    settings.MIGRATION_MODULES = _None()
