from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import transaction
from django.test import Client

from competitions.core.pyramid import Part
from competitions.models import (
    Club,
    Entry,
    Fixture,
    League,
    LotsDrawn,
    Matchup,
    PointsAdjustment,
    Qualifier,
    QualifierList,
    Round,
    RuleSet,
    Ruling,
    Season,
    SeasonOutcome,
    Stage,
    Zone,
)
from competitions.services.below import BELOW
from competitions.services.checks import faults_in
from competitions.services.pyramid import record_pyramid
from standings.selectors.desk import notices_of
from standings.selectors.going_through import going_through
from standings.selectors.reading import load
from standings.selectors.snapshot import StageData
from standings.selectors.way import way_page
from tests.standings.country import YEAR, country, simulate

__all__ = ["country"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]

WRITTEN = tuple(BELOW)


def stages() -> list[Stage]:
    rows = Stage.objects.filter(season__year=YEAR).select_related("season", "rule_set", "league")
    return list(rows.order_by("pk"))


def snapshots() -> list[StageData]:
    return list(load(stages()).values())


def test_what_was_confirmed_is_what_the_rules_say_of_every_stage():
    for stage in snapshots():
        plan = going_through(stage)
        assert [line.token for line in plan.lines] == [line.token for line in plan.listed]
        leads = any(zone.leads_to is not None or zone.outcome for zone in stage.zones)
        assert bool(plan.listed) == leads
        assert (plan.missing, plan.open, plan.is_partial) == (0, (), False)
        assert notices_of(stage).is_empty


def test_who_is_on_a_list_stands_in_the_stage_above_and_says_where_it_comes_from():
    sent = Qualifier.objects.filter(to_stage__isnull=False)
    for row in sent.select_related("entry", "to_stage", "qualifier_list__stage"):
        entry = Entry.objects.get(stage=row.to_stage, origin=row.entry)
        assert (entry.club_id, entry.origin_place) == (row.entry.club_id, row.place)
        national = row.to_stage.slug == "nacional"
        assert entry.via == ("departmental" if national else row.via)
    entered = Entry.objects.filter(origin__isnull=False)
    assert entered.count() == sent.count() > 0


def test_no_check_finds_a_fault_in_any_row():
    rows = [row for model in (Season, *WRITTEN) for row in model._base_manager.all()]
    assert faults_in(rows) == []
    for row in rows:
        row.full_clean()


def test_every_row_has_the_history_of_its_making():
    for model in (*WRITTEN, Season, Club):
        rows = set(model._base_manager.values_list("pk", flat=True))
        kept = model.history.values_list("id", "history_type", "history_user")
        assert sorted(kept) == sorted((pk, "+", None) for pk in rows), model
    fixture = Fixture.objects.order_by("pk").last()
    told = Fixture.history.get(id=fixture.pk)
    assert told.history_change_reason == "simulate_season"
    assert (told.home_id, told.date, told.home_goals) == (
        fixture.home_id,
        fixture.date,
        fixture.home_goals,
    )
    made = League.history.filter(is_simulated=True)
    assert made.count() == League.objects.filter(is_simulated=True).count() == 9


def test_clubs_and_leagues_say_that_they_do_not_exist():
    assert set(Club.objects.values_list("is_simulated", flat=True)) == {True}
    assert all("no existe" in note for note in Club.objects.values_list("note", flat=True))
    made = League.objects.filter(level__in=["provincial", "district"])
    assert all(league.is_simulated and "(simulada)" in league.name for league in made)
    assert not League.objects.exclude(pk__in=made).filter(is_simulated=True).exists()
    assert {row.evidence for row in Fixture.objects.all()} == {"simulated"}


def test_the_season_ends_with_a_champion_and_its_way_is_whole(client: Client):
    season = Season.objects.get(year=YEAR)
    assert (season.is_simulated, season.status, season.seed) == (True, "finished", 1967)
    outcomes = SeasonOutcome.objects.filter(season=season)
    champion, runner_up = (outcomes.get(kind=kind).club for kind in ("champion", "runner_up"))
    promoted = outcomes.filter(kind="promoted", destination="Liga 2")
    assert {row.club for row in promoted} == {champion, runner_up}
    page = way_page(YEAR)
    assert page.champion is not None
    assert page.champion.club.name == champion.name
    assert page.open == 0
    assert len(page.ways) == 6
    # From its district on, by two or three stages below the nation.
    assert all(
        way.trail[0].slug.startswith(("distrital", "liguilla")) or len(way.trail) == 3
        for way in page.ways
    )


def test_every_page_of_a_stage_opens(client: Client):
    kinds = {stage.slug.split("-")[0]: stage for stage in stages()}
    assert {"distrital", "provincial", "departamental", "nacional", "eliminatorias"} <= set(kinds)
    for stage in kinds.values():
        assert client.get(f"/{YEAR}/{stage.slug}/").status_code == 200
        assert client.get(f"/{YEAR}/{stage.slug}/fecha/1/").status_code == 200


def facts() -> list[Any]:
    """The season without its keys."""
    sides = ("home__club__slug", "away__club__slug")
    return [
        list(Stage.objects.order_by("slug").values_list("slug", "kind", "ends_on")),
        list(Fixture.objects.order_by("stage__slug", "key").values_list(
            "stage__slug", "key", "date", *sides, "home_goals", "away_goals", "home_half")),
        list(Entry.objects.order_by("stage__slug", "club__slug").values_list(
            "stage__slug", "club__slug", "origin__stage__slug", "origin_place", "points_carried")),
        sorted(Ruling.objects.values_list("fixture__key", "stage__slug", "is_walkover")),
        sorted(PointsAdjustment.objects.values_list("entry__club__slug", "points")),
        sorted(LotsDrawn.objects.values_list("stage__slug", "drawn_on")),
        sorted(Matchup.objects.values_list("round__stage__slug", "key", "feeds__key", "legs")
               .filter(feeds__isnull=False)),
        sorted(Zone.objects.values_list("rule_set__stage__slug", "code", "leads_to__slug")
               .filter(leads_to__isnull=False)),
        sorted(RuleSet.objects.values_list("stage__slug", "text", "settlement")),
        sorted(Round.objects.values_list("stage__slug", "number", "key", "starts_on")),
        sorted(QualifierList.objects.values_list("stage__slug", "confirmed_on")),
    ]  # fmt: skip


def test_the_same_seed_makes_the_same_season_and_another_one_another(country: Path):
    first = facts()
    found = []
    for seed in (1967, 7):
        with transaction.atomic():
            for model in reversed(WRITTEN):
                rows = model._base_manager.all()
                rows._raw_delete(rows.db)
            Season.objects.all()._raw_delete(rows.db)
            simulate(country, seed=seed)
            found.append(facts())
            transaction.set_rollback(True)
    same, other = found
    assert same == first
    assert all(mine != theirs for mine, theirs in zip(other[1:3], first[1:3], strict=True))


def test_a_second_season_has_the_same_leagues_and_the_clubs_that_are_there(country: Path):
    leagues, clubs = League.objects.count(), set(Club.objects.values_list("pk", flat=True))
    simulate(country, year=2029, seed=5)
    assert League.objects.count() == leagues
    again = Entry.objects.filter(stage__season__year=2029)
    shared = set(again.values_list("club", flat=True)) & clubs
    assert len(shared) > 0.6 * len(clubs)
    added = Club.objects.exclude(pk__in=clubs)
    assert set(added.values_list("league__level", flat=True)) <= {"district"}
    for model in (Club, League, Season):
        assert set(model.history.values_list("id", flat=True)) == set(
            model._base_manager.values_list("pk", flat=True)
        )


def test_a_run_that_is_broken_off_leaves_nothing(country: Path):
    before = {model: model._base_manager.count() for model in (*WRITTEN, Season, League, Club)}

    def broken() -> Iterator[Part]:
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        record_pyramid(broken(), year=2030, seed=1)
    assert before == {model: model._base_manager.count() for model in before}


def test_a_year_that_has_a_season_is_refused(country: Path):
    with pytest.raises(CommandError, match=r"2028 has a season already\. Choose another year"):
        simulate(country)


def test_it_says_how_far_it_is(country: Path):
    said = simulate(country, year=2031).splitlines()
    assert [line.split(":")[0] for line in said[:4]] == [
        "Callao",
        "Madre de Dios",
        "Tumbes",
        "Nacional",
    ]
    assert said[4] == "History ..."
    count = Fixture.objects.filter(stage__season__year=2031).count()
    assert said[5].startswith(f"2031: {count} fixtures, simulated in ")


def test_a_single_department_can_be_asked_for(country: Path):
    simulate(country, year=2032, department=["tumbes"])
    mine = Stage.objects.filter(season__year=2032)
    assert set(mine.values_list("league__department__slug", flat=True)) == {"tumbes"}
    assert not SeasonOutcome.objects.filter(season__year=2032).exists()
    with pytest.raises(CommandError, match="There is no department narnia"):
        simulate(country, year=2033, department=["narnia"])
