"""What the page of claims and rulings is made of."""

import datetime as dt

import pytest

from competitions.models import Fixture
from standings.selectors.rulings import rulings_page
from tests.factories import (
    ClaimFactory,
    FixtureFactory,
    PointsAdjustmentFactory,
    QualifierFactory,
    QualifierListFactory,
    RulingFactory,
)
from tests.standings.scenes import deduct, entry, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


def test_latest_ruling_stands_first_and_one_without_a_day_last() -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 1-0 Dos", "Eco 1-1 Fox")
    days = (dt.date(2030, 9, 3), None, dt.date(2030, 9, 8))
    for fixture, day in zip(Fixture.objects.filter(stage=stage), days, strict=True):
        RulingFactory(fixture=fixture, decided_on=day, document=f"R {day}")
    assert [paper.document for paper in rulings_page(2030).papers] == [
        "R 2030-09-08",
        "R 2030-09-03",
        "R None",
    ]


def test_rulings_of_one_document_are_one_paper_and_those_without_stand_alone() -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 1-0 Dos")
    first, second = Fixture.objects.filter(stage=stage)
    for fixture in (first, second):
        RulingFactory(fixture=fixture, document="Resolución 7", text="Misma falta.")
        RulingFactory(fixture=fixture, document="")
    found = [[row.fixture.pk for row in paper.rulings] for paper in rulings_page(2030).papers]
    assert sorted(found) == sorted([[first.pk, second.pk], [first.pk], [second.pk]])
    paper = next(paper for paper in rulings_page(2030).papers if paper.document)
    assert [str(text) for text in paper.texts] == ["Misma falta."]


def test_points_are_told_with_their_ruling_or_alone() -> None:
    stage = single_table("Ada 2-1 Boca")
    ruling = RulingFactory(fixture=Fixture.objects.get())
    PointsAdjustmentFactory(entry=entry(stage, "Ada"), ruling=ruling, points=-2)
    deduct(entry(stage, "Boca"), -1, reason="Bonificación")
    page = rulings_page(2030)
    assert [
        (row.pk, [(found.club.name, found.points) for found in row.points]) for row in page.rulings
    ] == [(ruling.pk, [("Ada", -2)]), (None, [("Boca", 1)])]
    assert [[club.name for club in row.clubs] for row in page.rulings] == [["Ada"], ["Boca"]]


def test_open_claims_come_in_the_order_of_their_deadlines_and_closed_ones_after() -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 1-0 Dos")
    fixture = Fixture.objects.filter(stage=stage).first()
    ClaimFactory(fixture=fixture, grounds="sin plazo")
    ClaimFactory(fixture=fixture, grounds="tarde", deadline=dt.date(2030, 9, 9))
    ClaimFactory(fixture=fixture, grounds="pronto", deadline=dt.date(2030, 9, 5))
    decided = ClaimFactory(fixture=fixture, grounds="resuelto", state="upheld")
    RulingFactory(fixture=fixture, claim=decided, decided_on=dt.date(2030, 9, 7), document="R 1")
    ClaimFactory(fixture=fixture, grounds="retirado", state="withdrawn")
    page = rulings_page(2030)
    assert [claim.grounds for claim in page.open_claims] == ["pronto", "tarde", "sin plazo"]
    assert [(c.grounds, c.document, c.decided_on) for c in page.closed_claims] == [
        ("resuelto", "R 1", dt.date(2030, 9, 7)),
        ("retirado", "", None),
    ]
    assert [claim.pk for claim in page.papers[0].claims] == [decided.pk]


def test_later_rounds_and_stages_hang_on_an_open_claim() -> None:
    table = single_table("Ada 2-1 Boca")
    same = play(table, "Boca - Ada", round_number=2)
    stage = knock_out()
    semi = matchup(stage, "Ada", "Cali", "1-0", "0-0")
    final = matchup(stage, "Ada", "Dos", round_number=2)
    leg = FixtureFactory(
        stage=stage, matchup=final, round=final.round, home=final.first, away=final.second
    )
    FixtureFactory(stage=stage, round=final.round, home=semi.second, away=final.second, score="1-0")
    play(single_table(year=2031), "Ada - Boca")
    about_table = ClaimFactory(fixture=Fixture.objects.get(stage=table, key="f1-1"))
    about_leg = ClaimFactory(fixture=semi.fixtures.get(leg=1))
    whole = ClaimFactory(
        stage=stage, fixture=None, matchup=semi, claimant=semi.second, against=semi.first
    )
    closed = ClaimFactory(fixture=semi.fixtures.get(leg=2), state="rejected")
    hanging = {
        claim.pk: [found.fixture.pk for found in claim.hanging]
        for claim in rulings_page(2030).claims
    }
    assert hanging == {
        about_table.pk: [leg.pk],
        about_leg.pk: [leg.pk],
        whole.pk: [leg.pk],
        closed.pk: [],
    }
    assert all(same.pk not in found for found in hanging.values())


def test_override_by_the_organisers_is_told() -> None:
    stage = single_table("Ada 2-1 Boca")
    row = QualifierFactory(
        qualifier_list=QualifierListFactory(stage=stage),
        entry=entry(stage, "Boca"),
        instead_of=entry(stage, "Ada"),
        reason="Retiro.",
    )
    (found,) = rulings_page(2030).overrides
    assert (found.club.name, found.rival.name, found.qualifier.reason) == (
        row.entry.name,
        "Ada",
        "Retiro.",
    )
    assert not rulings_page(2030).is_empty


def test_season_without_any_is_empty() -> None:
    single_table("Ada 2-1 Boca")
    assert rulings_page(2030).is_empty


def test_what_was_claimed_and_ruled_over_an_archived_fixture_is_left_out() -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 1-0 Dos")
    for fixture in Fixture.objects.filter(stage=stage):
        RulingFactory(fixture=fixture, claim=ClaimFactory(fixture=fixture))
    Fixture.objects.filter(home__club__name="Cali").update(is_archived=True)
    page = rulings_page(2030)
    assert [row.fixture.key for row in page.rulings] == [row.fixture.key for row in page.claims]
    assert [row.stage.clubs[row.fixture.home].name for row in page.rulings] == ["Ada"]
