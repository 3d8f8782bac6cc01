import pytest
from django.db import transaction
from django.db.models import F
from django.utils import translation

from competitions.core.score import MatchFacts, Score, Status
from competitions.models import Fixture, Stage
from competitions.services.results import record_result
from standings.selectors.reading import load
from standings.selectors.seasons import one_stage
from tests.factories import (
    AdministratorFactory,
    LotsPositionFactory,
    PointsAdjustmentFactory,
    RulingFactory,
)
from tests.standings.scenes import entry, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


def read(slug: str = "nacional", year: int = 2030):
    return one_stage(year, slug)[1]


def test_snapshot_cold_takes_six_queries_however_many_rows(django_assert_num_queries):
    stage = single_table("Ada 2-1 Boca")
    with django_assert_num_queries(6):
        read()
    for number in range(20):
        fixture = play(stage, f"Club {number} 1-0 Otro {number}", round_number=1)
        RulingFactory(fixture=fixture)
    Stage.objects.update(version=F("version") + 1)
    with django_assert_num_queries(6):
        assert len(read().clubs) == 42


def test_snapshot_warm_takes_one_query(django_assert_num_queries):
    single_table("Ada 2-1 Boca")
    read()
    with django_assert_num_queries(1):
        read()


def test_snapshot_of_a_knock_out_takes_nine_queries_however_many_rows(django_assert_num_queries):
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", "0-0")
    with django_assert_num_queries(9):
        read("eliminatorias")
    for number in range(7):
        matchup(stage, f"Club {number}", f"Otro {number}", "1-0", "0-0")
    Stage.objects.update(version=F("version") + 1)
    with django_assert_num_queries(9):
        assert len(read("eliminatorias").matchups) == 8


def test_snapshots_of_many_stages_are_read_together(django_assert_num_queries):
    for year in (2030, 2031, 2032):
        single_table("Ada 2-1 Boca", year=year)
    stages = list(Stage.objects.select_related("season", "rule_set"))
    with django_assert_num_queries(5):
        assert len(load(stages)) == 3


def test_reader_sees_a_recorded_result_at_once():
    stage = single_table("Ada - Boca")
    assert read().known == 0
    record_result(
        Fixture.objects.get(stage=stage),
        result=MatchFacts(Status.PLAYED, full_time=Score(2, 1)),
        actor=AdministratorFactory(),
    )
    assert read().known == 1


def test_snapshot_carries_what_lies_beside_the_results():
    stage = single_table("Ada 2-1 Boca")
    ada = entry(stage, "Ada")
    PointsAdjustmentFactory(entry=ada, points=-3)
    PointsAdjustmentFactory(entry=ada, points=1)
    LotsPositionFactory(lots__stage=stage, entry=ada, position=2)
    club = read().clubs[ada.pk]
    assert (club.adjustment, club.lots) == (-2, 1)


def test_ruling_lies_over_the_score_on_the_pitch():
    stage = single_table()
    fixture = play(stage, "Ada 2-1 Boca", round_number=1)
    RulingFactory(fixture=fixture, in_favour_of=fixture.away, document="Resolución 7")
    data = read().fixtures[0]
    assert (str(data.official.score), str(data.official.pitch)) == ("0-3", "2-1")
    assert data.rulings[0].document == "Resolución 7"


def test_inferred_fact_is_in_no_table():
    stage = single_table()
    play(stage, "Ada 2-1 Boca", round_number=1, evidence="inferred")
    data = read()
    assert (data.known, data.fixtures[0].in_table) == (0, False)


def test_labels_follow_the_language_though_the_snapshot_is_shared():
    single_table("Ada 2-1 Boca")
    assert str(read().label) == "Nacional"
    with translation.override("en"):
        assert str(read().label) == "National"


def test_write_that_was_rolled_back_leaves_no_trace_in_the_cache():
    stage = single_table("Ada 1-0 Boca")
    actor = AdministratorFactory()
    fixture = Fixture.objects.get(stage=stage)

    def record_score(home: int) -> None:
        result = MatchFacts(Status.PLAYED, full_time=Score(home, 0))
        record_result(fixture, result=result, actor=actor)

    with transaction.atomic():
        record_score(9)
        assert str(read().fixtures[0].official.score) == "9-0"
        transaction.set_rollback(True)
    fixture.refresh_from_db()
    record_score(2)
    assert str(read().fixtures[0].official.score) == "2-0"
