import pytest

from competitions.services.fixtures import next_key
from tests.factories import FixtureFactory, StageFactory


@pytest.mark.django_db
def test_next_key_follows_the_highest_number_of_the_stage() -> None:
    stage = StageFactory()
    assert next_key(stage) == "p1"
    for key in ("p2", "p10", "p-final", "i-a-7"):
        FixtureFactory(stage=stage, key=key)
    FixtureFactory(key="p90")
    assert next_key(stage) == "p11"
