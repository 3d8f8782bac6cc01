"""What a zone does to the stage that it leads to, when rules are saved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competitions.models import Stage, Zone
from competitions.services.feeding import bookings, faults_of_ways, ways_of
from competitions.services.writing import Refused, record
from tests.factories import (
    GroupFactory,
    GroupStageFactory,
    RoundFactory,
    RuleSetFactory,
    SeasonFactory,
    StageFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db


def stage(name: str, *, size: int | None = None, to: Stage | None = None, last: int = 2) -> Stage:
    made = StageFactory(season=SeasonFactory(year=2030), name=name, size=size)
    rules = RuleSetFactory(stage=made)
    if to is not None:
        ZoneFactory(rule_set=rules, leads_to=to, last_place=last)
    return made


def zone_to(made: Stage, to: Stage, **fields: object) -> Zone:
    return ZoneFactory.build(rule_set=made.rule_set, code="nueva", leads_to=to, **fields)


def refused(zone: Zone) -> list[str]:
    with pytest.raises(Refused) as refusal:
        record(zone, actor=None)
    return refusal.value.messages


def test_circle_is_refused_by_its_names() -> None:
    final = stage("Departamental")
    middle = stage("Provincial", to=final)
    stage("Distrital", to=middle)
    below = Stage.objects.get(name="Distrital")
    assert refused(zone_to(final, below)) == [
        "Esto cierra un círculo: Departamental → Distrital → Provincial → Departamental. Ninguna "
        "etapa se alimenta a sí misma: que la zona de Provincial lleve a una etapa posterior, o a "
        "ninguna."
    ]
    assert not Zone.objects.filter(code="nueva").exists()


def test_zone_to_its_own_stage_is_told_once() -> None:
    alone = stage("Distrital")
    assert refused(zone_to(alone, alone)) == ["Una etapa no lleva a sí misma."]


def test_nine_places_for_eight_berths_are_refused() -> None:
    above = stage("Provincial", size=8)
    for number in range(3):
        stage(f"Liga {number}", to=above)
    one_more = stage("Liga 3")
    assert refused(zone_to(one_more, above, last_place=3)) == [
        "Provincial tiene 8 cupos, y llegarían 9 clubes: Liga 3 (3), Liga 0 (2), Liga 1 (2), "
        "Liga 2 (2). Hay 1 de más: que pasen menos, por ejemplo de Liga 3, o dele 9 cupos a "
        "Provincial."
    ]
    record(zone_to(one_more, above), actor=None)


def test_groups_and_finals_are_counted() -> None:
    above = stage("Departamental", size=5)
    groups = GroupStageFactory(season=above.season, name="Provincial")
    rules = RuleSetFactory(stage=groups)
    for code in "ab":
        GroupFactory(stage=groups, code=code)
    ZoneFactory(rule_set=rules, leads_to=above)
    final = stage("Final")
    RoundFactory(stage=final, number=1, key="final")
    ZoneFactory(rule_set=final.rule_set, leads_to=above, kind="winners", round_number=1)
    ZoneFactory(rule_set=final.rule_set, leads_to=above, kind="best_of_department")
    ZoneFactory(rule_set=final.rule_set, leads_to=above, tone="prize", last_place=9)
    assert sorted((w.stage_name, w.number) for w in ways_of(above.season) if w.number) == [
        ("Final", 1),
        ("Provincial", 4),
    ]
    assert bookings([above])[above.pk].too_many == 0


def test_who_sends_no_more_than_before_is_not_told_of_others() -> None:
    above = stage("Provincial", size=3)
    first, second = (stage(f"Liga {n}", to=above, last=3) for n in range(2))
    zone = first.rule_set.zones.get()
    zone.letter = "Z"
    record(zone, actor=None)
    zone.last_place = 2
    record(zone, actor=None)
    zone.last_place = 3
    assert "llegarían 6 clubes" in refused(zone)[0]
    moved = second.rule_set.zones.get()
    other = stage("Otra", size=2)
    moved.leads_to = other
    assert "Otra tiene 2 cupos" in refused(moved)[0]


def test_zone_that_leads_nowhere_asks_nothing(django_assert_num_queries) -> None:
    zone = ZoneFactory()
    with django_assert_num_queries(0):
        assert faults_of_ways([zone], {}) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_many_stages(rows: int) -> None:
    above = stage("Provincial", size=30)
    for number in range(rows):
        stage(f"Liga {number}", to=above)
    zone = ZoneFactory(rule_set=stage("Nueva").rule_set, leads_to=above)
    with CaptureQueriesContext(connection) as asked:
        faults_of_ways([zone], {})
    assert len(asked) == 8
