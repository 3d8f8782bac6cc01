"""Taking rows from the pages and lists without losing them."""

from competitions.models import Club, Fixture, Season
from competitions.services.writing import Actor, record

Archivable = Season | Club | Fixture
"""What is archived, not deleted, once something has been recorded of it."""


def archive(row: Archivable, *, actor: Actor, reason: str = "", seen: str = "") -> None:
    """Take a row from the pages and lists; everything below it is kept, and comes back with it.

    An archived season stands on no page; an archived club keeps its pages and is offered for no new
    entry; an archived fixture counts nowhere. Raises Refused.
    """
    row.is_archived = True
    record(row, actor=actor, reason=reason, seen=seen)


def restore(row: Archivable, *, actor: Actor, reason: str = "", seen: str = "") -> None:
    """Bring an archived row back, with every check that a new one would have. Raises Refused."""
    row.is_archived = False
    record(row, actor=actor, reason=reason, seen=seen)
