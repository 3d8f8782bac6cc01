"""Conditions judged in Python are the conditions of the database."""

import datetime as dt
import random
from itertools import product

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import CheckConstraint, F, Model, Q
from django.test.utils import CaptureQueriesContext

from competitions.models import Club, Entry, Fixture, Ruling
from competitions.models.constraints import condition_faults, constraint_faults, holds
from tests.factories import FACTORIES, ClubFactory, EntryFactory, FixtureFactory, RulingFactory

pytestmark = pytest.mark.django_db


def by_database(row) -> set[str]:
    """The codes of the conditions on the row alone that the database finds broken."""
    broken = set()
    for constraint in row._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            try:
                constraint.validate(type(row), row)
            except ValidationError:
                broken.add(constraint.name)
    return broken


def by_python(row) -> set[str]:
    return {error.code for errors in condition_faults(row).values() for error in errors}


def test_conditions_of_fixtures_agree_with_the_database():
    chance = random.Random(2030)
    fixture: Fixture = FixtureFactory()
    found = set()
    for _case in range(60):
        for part in ("goals", "half", "extra", "penalties"):
            for side in ("home", "away"):
                setattr(fixture, f"{side}_{part}", chance.choice([None, 0, 1, 2]))
        fixture.status = chance.choice(["scheduled", "played", "abandoned"])
        fixture.date = chance.choice([None, dt.date(2030, 5, 1)])
        fixture.time = chance.choice([None, dt.time(15)])
        fixture.leg = chance.choice([None, 1])
        assert by_python(fixture) == by_database(fixture)
        found |= by_python(fixture)
    assert len(found) == 10


def test_conditions_of_rulings_agree_with_the_database():
    chance = random.Random(2030)
    ruling: Ruling = RulingFactory()
    there, favoured = ruling.fixture, ruling.in_favour_of
    for _case in range(30):
        ruling.fixture = chance.choice([None, there])
        ruling.in_favour_of = chance.choice([None, favoured])
        ruling.effect = chance.choice(["award", "double_loss", "exclusion", "replay"])
        ruling.home_goals = chance.choice([None, 0, 3])
        ruling.away_goals = chance.choice([None, 0])
        assert by_python(ruling) == by_database(ruling)


@pytest.mark.parametrize(
    ("factory", "options"),
    [
        (ClubFactory, {"latitude": [None, 1.0], "longitude": [None, 2.0], "key": ["", "ada"]}),
        (EntryFactory, {"departmental_rank": [None, 0, 1]}),
    ],
)
def test_conditions_of_clubs_and_entries_agree_with_the_database(factory, options):
    row: Club | Entry = factory()
    for values in product(*options.values()):
        for name, value in zip(options, values, strict=True):
            setattr(row, name, value)
        assert by_python(row) == by_database(row), values


FACTS = [m for m in apps.get_app_config("competitions").get_models() if m in FACTORIES]


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_stored_row_breaks_nothing(model: type[Model]):
    row = FACTORIES[model]()
    assert (by_python(row), by_database(row)) == (set(), set())


def test_conditions_cost_no_query():
    fixture = FixtureFactory(status="played", home_goals=2, away_goals=1)
    with CaptureQueriesContext(connection) as queries:
        assert constraint_faults(fixture) == {}
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    # The code is free in the stage; of no matchup, no leg is taken.
    assert len(asked) == 1, asked
    fixture.home_half = 3
    with CaptureQueriesContext(connection) as queries:
        assert set(condition_faults(fixture)) == {"home_half"}
    assert len(queries) == 0


def test_condition_is_passed_over_with_its_fields():
    fixture = FixtureFactory.build(date=None, time=dt.time(15), home_goals=1, away_goals=None)
    assert set(condition_faults(fixture)) == {"date", "home_goals", "status"}
    assert set(condition_faults(fixture, exclude={"time"})) == {"home_goals", "status"}
    # What cannot be read is not compared.
    fixture.home_goals = "two"
    assert set(condition_faults(fixture, exclude={"home_goals"})) == {"date"}


def test_condition_with_a_null_is_open():
    fixture = FixtureFactory.build(home_goals=None, away_goals=1)
    assert holds(Q(home_goals__gt=F("away_goals")), fixture) is None
    assert holds(~Q(home_goals__gt=1) | Q(away_goals__lt=1), fixture) is None
    assert holds(Q(home_goals=1) & Q(away_goals__exact=1), fixture) is None


def test_lookup_that_nobody_taught_is_an_error():
    with pytest.raises(NotImplementedError):
        holds(Q(key__startswith="p"), FixtureFactory.build(key="p1"))
