from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competitions.models import Stage
from standings.selectors import journeys
from standings.selectors.journeys import Chart, places_page
from standings.selectors.seasons import NotFound
from tests.standings.scenes import entry, groups, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


def three_rounds() -> Stage:
    """Ada leads, then Boca, then Ada again; Cali comes up last."""
    stage = single_table("Ada 1-0 Boca", cut=1)
    play(stage, "Boca 3-0 Cali", round_number=2, date=date(2030, 9, 8))
    play(stage, "Cali 0-4 Ada", round_number=3, date=date(2030, 9, 15))
    return stage


def chart(slug: str = "nacional", **options: object) -> Chart:
    (found,) = places_page(2030, slug, **options).charts
    return found


def test_journeys_stand_in_the_order_of_the_table_with_a_place_for_each_round():
    three_rounds()
    found = chart()
    assert found.rounds == (1, 2, 3)
    assert [(journey.club.name, journey.places) for journey in found.journeys] == [
        ("Ada", (1, 2, 1)),
        ("Boca", (3, 1, 2)),
        ("Cali", (2, 3, 3)),
    ]


def test_cut_stands_below_the_club_in_the_last_place_of_its_zone():
    three_rounds()
    assert [journey.cut and journey.cut.code for journey in chart().journeys] == [
        "pasan",
        None,
        None,
    ]


def test_leaders_are_marked_until_clubs_are_chosen():
    stage = three_rounds()
    for number in range(3):
        play(stage, f"Deza {number} 0-9 Ada", round_number=3)
    assert [journey.club.name for journey in chart().chosen] == ["Ada", "Boca", "Cali"]
    marks = {journey.club.name: journey.mark for journey in chart(clubs=["cali", "boca"]).chosen}
    assert marks == {"Cali": 1, "Boca": 2}


def test_no_more_clubs_are_marked_than_can_be_told_apart():
    stage = three_rounds()
    for number in range(4):
        play(stage, f"Deza {number} 0-9 Ada", round_number=3)
    names = [entry.club.slug for entry in stage.entries.select_related("club")]
    assert len(chart(clubs=["nadie", names[0], *names]).chosen) == journeys.MOST_CHOSEN


def test_partial_table_is_not_drawn():
    stage = three_rounds()
    Stage.objects.filter(pk=stage.pk).update(is_finished=True, expected_fixtures=150)
    assert (chart().obstacle, chart().journeys) == ("partial", ())


def test_one_round_is_no_journey():
    single_table("Ada 1-0 Boca")
    assert chart().obstacle == "early"


def test_results_without_a_round_cannot_be_followed():
    stage = three_rounds()
    play(stage, "Boca 1-0 Ada")
    assert chart().obstacle == "undated"


def test_each_group_has_a_chart_of_its_own():
    stage = groups("a", "b")
    assert [found.obstacle for found in places_page(2030, "regional").charts] == ["undated"] * 2
    stage.fixtures.all().delete()
    cache.clear()
    for number, score in ((1, "1-0"), (2, "0-2")):
        play(stage, f"a Ada {score} a Boca", round_number=number, group=entry(stage, "a Ada").group)
    first, _second = places_page(2030, "regional").charts
    places = {journey.club.name: journey.places for journey in first.journeys}
    assert places == {"a Ada": (1, 2), "a Boca": (3, 1), "a Cali": (2, 3)}


def test_places_are_computed_once_for_a_version_of_the_stage(monkeypatch):
    three_rounds()
    places_page(2030, "nacional")
    monkeypatch.setattr(journeys, "places_by_round", None)
    with CaptureQueriesContext(connection) as queries:
        assert len(chart().journeys) == 3
    assert len(queries) == 1
    cache.clear()
    with pytest.raises(TypeError):
        chart()


def test_knock_out_has_no_places():
    matchup(knock_out(), "Ada", "Boca", "1-0")
    with pytest.raises(NotFound):
        places_page(2030, "eliminatorias")
