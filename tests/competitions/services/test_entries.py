import pytest

from competitions.models import Entry
from competitions.services.entries import withdraw_entry
from competitions.services.writing import Refused
from tests.factories import EntryFactory, FixtureFactory

pytestmark = pytest.mark.django_db


def test_withdraw_entry_only_before_its_first_fixture() -> None:
    fixture = FixtureFactory()
    with pytest.raises(Refused):
        withdraw_entry(fixture.home, actor=None)
    entry = EntryFactory(stage=fixture.stage)
    withdraw_entry(entry, actor=None, reason="Se retiró")
    assert Entry.history.latest().history_change_reason == "Se retiró"
