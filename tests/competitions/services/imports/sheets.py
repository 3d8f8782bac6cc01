"""Files in the words of tests, and what comes of them."""

from typing import Any

from competitions.core.files import read_file, write_csv
from competitions.services.imports import Listing, Plan, bring_in, preview
from tests.factories import AdministratorFactory


def look(listing: Listing, text: str, *, actor: Any = None) -> Plan:
    grid = read_file("f.csv", text.encode())
    return preview(listing, grid, actor=actor or AdministratorFactory())


def bring(listing: Listing, text: str, *, actor: Any = None, reason: str = "") -> Plan:
    """Look at the file and confirm it."""
    actor = actor or AdministratorFactory()
    grid = read_file("f.csv", text.encode())
    plan = preview(listing, grid, actor=actor)
    after, done = bring_in(listing, grid, actor=actor, digest=plan.digest, reason=reason)
    assert done, after
    assert after == plan
    return after


def taken_out(listing: Listing) -> str:
    """All rows of a list, as its file has them."""
    rows = listing.model.objects.select_related(*listing.related)
    lines = [listing.written(listing.cells(row)) for row in rows]
    return write_csv([listing.header(), *lines]).decode()


def states(plan: Plan) -> list[tuple[int, str]]:
    assert plan.faults == ()
    return [(line.number, line.state) for line in plan.lines]


def changes(plan: Plan) -> list[tuple[str, str, str]]:
    return [(c.title, c.before, c.after) for line in plan.lines for c in line.changes]


def wrongs(plan: Plan) -> list[tuple[int, str, str]]:
    return [(line.number, w.title, w.text) for line in plan.lines for w in line.wrongs]
