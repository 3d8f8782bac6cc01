import pytest
from django.apps import apps

from tests.factories import FACTORIES, FixtureFactory, LegFactory, RuleSetFactory

MODELS = [
    model
    for model in apps.get_app_config("competitions").get_models()
    if not model.__name__.startswith("Historical")
]


def test_factories_know_every_model() -> None:
    assert set(FACTORIES) == set(MODELS)


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_factory_makes_three_valid_rows(model: type) -> None:
    for row in FACTORIES[model].create_batch(3):
        row.full_clean()
        assert str(row)


@pytest.mark.django_db
def test_fixture_factory_takes_scores_as_text() -> None:
    fixture = FixtureFactory(score="2-1", half="1-0")
    assert str(fixture.facts.full_time) == "2-1"
    assert str(fixture.facts.half_time) == "1-0"
    assert fixture.status == "played"
    assert fixture.home.stage == fixture.away.stage == fixture.stage


@pytest.mark.django_db
def test_leg_factory_turns_the_ground() -> None:
    first = LegFactory()
    second = LegFactory(matchup=first.matchup, leg=2)
    assert (first.home, first.away) == (second.away, second.home)
    assert first.stage == first.round.stage == first.home.stage


@pytest.mark.django_db
def test_rule_set_factory_takes_criteria_with_options() -> None:
    rules = RuleSetFactory(criteria=["points", ("relative_points", {"rival_total": "final"})])
    assert [(r.criterion, r.options) for r in rules.tiebreaks.all()] == [
        ("points", {}),
        ("relative_points", {"rival_total": "final"}),
    ]
