"""Who is through for certain, and what keeps a club from being called so."""

import pytest

from competitions.models import Fixture, Stage
from standings.selectors.claims import office_of
from standings.selectors.reading import load
from standings.selectors.seasons import shown_stages
from standings.selectors.through import through
from tests.factories import (
    ClaimFactory,
    MatchupFactory,
    QualifierFactory,
    QualifierListFactory,
    RoundFactory,
    ZoneFactory,
)
from tests.standings.scenes import confirm_all, entry, knock_out, matchup, single_table

pytestmark = pytest.mark.django_db


def found(stage: Stage) -> dict[str, list[str]]:
    """The names by where they are through to."""
    snapshots = load(shown_stages().filter(pk=stage.pk))
    disputed = office_of(snapshots).disputed
    return {
        to.label.es: [club.name for club in to.clubs]
        for to in through(snapshots[stage.pk], disputed)
    }


def finished_table() -> Stage:
    stage = single_table("Ada 2-1 Boca", "Cali 1-0 Deza", cut=2)
    stage.rule_set.zones.update(leads_to=knock_out())
    Stage.objects.filter(pk=stage.pk).update(is_finished=True, expected_fixtures=2)
    confirm_all()
    return Stage.objects.get(pk=stage.pk)


def semifinals() -> Stage:
    """Ada won the first and Cali leads the second, which is not over."""
    stage = knock_out()
    second = RoundFactory(stage=stage, number=2, name="Final")
    final = MatchupFactory(round=second, first=None, second=None, key="final")
    matchup(stage, "Ada", "Boca", "2-0", "1-0", feeds=final)
    matchup(stage, "Cali", "Deza", "1-0", feeds=final, position=2, key="otra")
    stage.fixtures.filter(home__club__name="Cali").update(
        home_goals=None, away_goals=None, status="scheduled"
    )
    confirm_all()
    return stage


def test_finished_table_sends_on_the_clubs_of_its_zone() -> None:
    stage = finished_table()
    (label,) = found(stage)
    assert found(stage)[label] == ["Ada", "Cali"]


def test_table_that_runs_sends_nobody_on() -> None:
    stage = finished_table()
    Stage.objects.update(is_finished=False, version=9)
    assert found(stage) == {}


@pytest.mark.parametrize("why", ["provisional", "claimed"])
def test_finished_table_with_an_open_question_sends_nobody_on(why: str) -> None:
    stage = finished_table()
    if why == "provisional":
        Fixture.objects.filter(pk=stage.fixtures.first().pk).update(is_official=False)
    else:
        ClaimFactory(fixture=stage.fixtures.first())
    assert found(stage) == {}


def test_confirmed_list_stands_but_for_whom_the_facts_contradict() -> None:
    stage = finished_table()
    target = stage.rule_set.zones.get().leads_to
    confirmed = QualifierListFactory(stage=stage)
    for name in ("Ada", "Boca"):
        QualifierFactory(
            qualifier_list=confirmed,
            entry=entry(stage, name),
            to_stage=target,
            outcome="",
            destination="",
        )
    assert found(stage) == {target.name: ["Ada"]}


def test_winner_of_a_matchup_is_through_to_the_next_round() -> None:
    assert found(semifinals()) == {"Final": ["Ada"]}


def test_winner_of_a_round_that_is_past_is_not_told_again() -> None:
    stage = semifinals()
    later = RoundFactory(stage=stage, number=3, name="Supercopa")
    following = MatchupFactory(round=later, first=None, second=None, key="super")
    matchup(stage, "Ada", "Eten", "3-0", round_number=2, key="final-2", feeds=following)
    stage.rounds.get(number=1).matchups.filter(first__club__name="Ada").update(
        feeds=stage.rounds.get(number=2).matchups.get(key="final-2")
    )
    confirm_all()
    assert found(stage) == {"Supercopa": ["Ada"]}


@pytest.mark.parametrize(
    "why", ["provisional", "inferred", "claim", "claim on the matchup", "club"]
)
def test_winner_in_doubt_is_not_through(why: str) -> None:
    stage = semifinals()
    leg = stage.fixtures.filter(home__club__name="Ada").get()
    if why == "provisional":
        Fixture.objects.filter(pk=leg.pk).update(is_official=False)
    elif why == "inferred":
        Fixture.objects.filter(pk=leg.pk).update(evidence="inferred")
    elif why == "claim":
        ClaimFactory(fixture=leg)
    else:
        about = {"matchup": leg.matchup} if why == "claim on the matchup" else {}
        ClaimFactory(
            stage=stage,
            fixture=None,
            claimant=entry(stage, "Deza"),
            against=entry(stage, "Ada"),
            **about,
        )
    assert found(stage) == {}


def test_winners_that_leave_the_stage_go_where_their_zone_leads() -> None:
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "2-0")
    ZoneFactory(
        rule_set=stage.rule_set,
        kind="winners",
        round_number=1,
        first_place=None,
        last_place=None,
        outcome="promoted",
        destination="Liga 2",
    )
    confirm_all()
    assert found(stage) == {"Liga 2": ["Ada"]}
