import datetime as dt

import pytest

from standings.selectors.department_way import department_way
from tests.factories import (
    DepartmentalLeagueFactory,
    EntryFactory,
    QualifierFactory,
    QualifierListFactory,
    RuleSetFactory,
    StageFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("zones", [1, 3])
def test_clubs_that_go_on_are_counted_once_however_many_zones_there_are(zones: int) -> None:
    league = DepartmentalLeagueFactory()
    above = StageFactory(season__year=2030, slug="nacional", starts_on=dt.date(2030, 9, 1))
    stage = StageFactory(season=above.season, league=league)
    rules = RuleSetFactory(stage=stage)
    for place in range(1, zones + 1):
        ZoneFactory(rule_set=rules, leads_to=above, first_place=place, last_place=place)
    listed = QualifierListFactory(stage=stage)
    for _ in range(2):
        QualifierFactory(qualifier_list=listed, entry=EntryFactory(stage=stage), to_stage=above)

    page = department_way(2030, league.department.slug, today=dt.date(2030, 8, 1))

    [level] = page.levels
    assert [line.confirmed for line in level.lines] == [2]
