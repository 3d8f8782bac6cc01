"""What a row from a file has against itself, in the order in which it is said."""

import pytest

from competitions.services.imports.constraints import own_faults
from tests.factories import ClubFactory

pytestmark = pytest.mark.django_db


def test_what_a_field_cannot_hold_comes_before_the_constraints() -> None:
    club = ClubFactory()
    club.name, club.latitude, club.longitude = "x" * 81, 91, None
    assert [name for name, _text in own_faults(club)] == ["name", "latitude"]
    club.name, club.latitude = "Ada", 1
    assert [name for name, _text in own_faults(club)] == ["latitude"]
