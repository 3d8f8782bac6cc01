"""Queries and time of a whole round that an official enters in one form.

Budget: 25 results in at most 15 queries.
"""

from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from competitions.models import Round
from tests.factories import official_of
from tests.standings.admin.test_round_sheet import address, as_user, goals, typed


def measure_round_sheet(round_: Round) -> None:
    """Prints a line. Afterwards every match of the round has a result."""
    client = as_user(official_of(round_.stage.league))
    count = round_.fixtures.count()
    data = typed(client, round_, **goals(*["2-1"] * count))
    start = perf_counter()
    with CaptureQueriesContext(connection) as queries:
        assert client.post(address(round_), data).status_code == 302
    ms = (perf_counter() - start) * 1000
    assert round_.fixtures.with_score().count() == count
    print(f"{count} results in one form: {len(queries)} queries, {ms:.0f} ms")
