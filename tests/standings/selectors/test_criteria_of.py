"""That the rules of a stage changed is read with its criteria, and said to readers."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from competitions.models import RuleSet, Stage, Zone
from competitions.services.rules import save_rules
from competitions.services.writing import write
from standings.selectors.criteria import criteria_of
from standings.selectors.snapshot import CriterionData, RulesChangedData
from tests.factories import AdministratorFactory, RuleSetFactory
from tests.standings.scenes import knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


def changes(stage: Stage) -> list[RulesChangedData]:
    return criteria_of([stage.pk])[1].get(stage.pk, [])


def reorder(stage: Stage, *codes: str, reason: str = "", by_program: bool = False) -> None:
    save_rules(
        RuleSet.objects.get(stage=stage),
        criteria=[(code, {}) for code in codes],
        actor=None if by_program else AdministratorFactory(),
        reason=reason,
    )


def test_criteria_come_in_their_order_with_their_options_in_one_query(
    django_assert_num_queries: object,
) -> None:
    options = {"rival_total": "at_time", "walkovers": False}
    stage = single_table("Ada 1-0 Boca", criteria=["points", ("relative_points", options), "lots"])
    reorder(stage, "points", "wins", "lots", reason="Acuerdo 7")
    other = knock_out()
    with django_assert_num_queries(1):
        criteria, changed = criteria_of([stage.pk, other.pk])
    assert criteria == {stage.pk: [CriterionData("points"), CriterionData("wins"),
                                   CriterionData("lots")]}  # fmt: skip
    assert changed == {stage.pk: [RulesChangedData(timezone.localdate(), "Acuerdo 7")]}


def test_options_are_read_as_they_were_recorded() -> None:
    options = {"rival_total": "at_time", "walkovers": False}
    stage = single_table("Ada 1-0 Boca", criteria=["points", ("relative_points", options)])
    assert criteria_of([stage.pk])[0][stage.pk][1] == CriterionData("relative_points", options)


def test_rules_that_changed_before_the_first_result_are_no_news() -> None:
    stage = single_table("Ada - Boca", criteria=["points", "lots"])
    reorder(stage, "points", "wins", reason="Antes de empezar")
    play(stage, "Cali 1-0 Deza")
    assert changes(stage) == []


def test_what_a_program_corrects_is_no_change_of_rules() -> None:
    stage = single_table("Ada 1-0 Boca", criteria=["points", "lots"])
    reorder(stage, "points", "wins", reason="season pack 2030", by_program=True)
    assert changes(stage) == []


def test_each_change_is_told_once_with_its_day_the_oldest_first() -> None:
    stage = single_table("Ada 1-0 Boca", criteria=["points", "lots"])
    reorder(stage, "points", "wins", "goals_for", reason="Primero")
    lines = RuleSet.objects.get(stage=stage).tiebreaks.first().history.model.objects
    assert lines.filter(history_change_reason="Primero").count() == 3
    lines.filter(history_change_reason="Primero").update(
        history_date=timezone.now() + dt.timedelta(days=1)
    )
    reorder(stage, "points", "lots", reason="Después")
    lines.filter(history_change_reason="Después").update(
        history_date=timezone.now() + dt.timedelta(days=3)
    )
    today = timezone.localdate()
    assert changes(stage) == [
        RulesChangedData(today + dt.timedelta(days=1), "Primero"),
        RulesChangedData(today + dt.timedelta(days=3), "Después"),
    ]


def test_zones_and_settlement_are_rules_too() -> None:
    table = single_table("Ada 1-0 Boca")
    zone = Zone.objects.get()
    zone.last_place = 1
    write([zone], actor=AdministratorFactory(), reason="Pasa uno")
    assert [change.reason for change in changes(table)] == ["Pasa uno"]
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", "0-1")
    rules = RuleSet.objects.get(stage=stage)
    rules.settlement = "penalties"
    write([rules], actor=AdministratorFactory(), reason="Sin gol de visita")
    assert [change.reason for change in changes(stage)] == ["Sin gol de visita"]


def test_readers_are_told_the_day_and_the_reason(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca", criteria=["points", "lots"])
    assert "Reglas cambiadas" not in client.get("/2030/nacional/").content.decode()
    reorder(stage, "points", "wins", reason="Acuerdo <14>")
    cache.clear()
    text = client.get("/2030/nacional/").content.decode()
    day = timezone.localdate().strftime("%d/%m/%Y")
    assert f"Reglas cambiadas el {day}: Acuerdo &lt;14&gt;" in text
    assert "/en/" in text
    assert "Rules changed on" in client.get("/en/2030/nacional/").content.decode()


def test_rules_of_another_stage_are_not_mixed_in() -> None:
    stage = single_table("Ada 1-0 Boca", criteria=["points", "lots"])
    other = single_table("Ada 1-0 Boca", year=2031)
    reorder(other, "points", reason="Otra")
    assert changes(stage) == []
    assert RuleSetFactory().tiebreaks.count() == 4
