"""A correction, told with everything that follows from it and carried through in one act."""

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competitions.core.score import MatchFacts, Score, Status
from competitions.models import (
    Club,
    Entry,
    Fixture,
    Matchup,
    PointsAdjustment,
    Qualifier,
    QualifierList,
    Stage,
)
from competitions.services.results import record_result
from competitions.services.versions import raise_versions
from standings.selectors.confirming import confirming_page
from tests.factories import (
    AdministratorFactory,
    ClaimFactory,
    DepartmentalLeagueFactory,
    FixtureFactory,
    GroupFactory,
    LegFactory,
    MatchupFactory,
    RoundFactory,
    RuleSetFactory,
    StageFactory,
    ZoneFactory,
    official_of,
)
from tests.standings.scenes import entry, knock_out, play, single_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return signed_in(AdministratorFactory(username="rosa"))


def signed_in(user: AbstractBaseUser) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def table() -> Stage:
    """Ada, Cali, Boca, Deza in this order; the first two go to a bracket that is set up."""
    table = single_table("Ada 2-0 Boca", "Cali 1-0 Deza")
    play(table, "Ada 3-0 Cali", round_number=2, key="f2-1")
    play(table, "Boca 0-0 Deza", round_number=2, key="f2-2")
    table.rule_set.zones.update(leads_to=knock_out())
    return table


def bracket(table: Stage) -> Matchup:
    """The first against the second of the table, with a match in the calendar."""
    following = Stage.objects.get(slug="eliminatorias")
    first, second = Entry.objects.filter(stage=following).order_by("origin_place")
    matchup = MatchupFactory(
        round=RoundFactory(stage=following),
        key="llave-1",
        first=first,
        second=second,
        first_slot="1.º de la tabla",
        second_slot="2.º de la tabla",
        legs=1,
    )
    LegFactory(matchup=matchup, leg=1, date=dt.date(2030, 10, 6))
    raise_versions({following.pk})
    return matchup


def address(stage: Stage) -> str:
    return reverse("admin:desk_going_through", args=[stage.pk])


def page_of(stage: Stage) -> Any:
    return confirming_page(
        Stage.objects.select_related("season", "league", "rule_set").get(pk=stage.pk)
    )


def words(response: Any) -> str:
    body = response.content.decode().partition('id="content"')[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace("\u2060", "")


def confirm_and_enter(client: Client, stage: Stage) -> None:
    page = page_of(stage)
    lines = [line.token for line in page.plan.lines]
    sent = {"action": "confirm", "state": page.state, "line": lines, "knows": "1", "why": "Sí."}
    assert client.post(address(stage), sent).status_code == 302
    for following in page_of(stage).following:
        lines = [line.token for line in following.to_enter]
        sent = {"action": "enter", "stage": following.stage.pk, "line": lines}
        assert client.post(address(stage), sent).status_code == 302


def correct(stage: Stage, key: str, home: int, away: int) -> None:
    fixture = Fixture.objects.get(stage=stage, key=key)
    result = MatchFacts(Status.PLAYED, Score(home, away))
    record_result(fixture, result=result, actor=None, reason="Corregido")


def carry(client: Client, stage: Stage, **fields: str) -> Any:
    token = page_of(stage).downstream.token
    sent = {"action": "carry", "shown": token, "reason": "Planilla corregida", **fields}
    return client.post(address(stage), sent)


def listed(stage: Stage) -> list[str]:
    rows = Qualifier.objects.filter(qualifier_list__stage=stage).order_by("place", "pk")
    return [row.entry.name for row in rows]


def everything() -> list[Any]:
    """All that an act can touch, as it stands."""
    models = (Qualifier, Entry, Matchup, Fixture)
    lists = list(QualifierList.objects.values("stage", "note"))
    return [list(model.objects.order_by("pk").values()) for model in models] + [lists]


def test_a_correction_is_told_whole_and_carried_through_in_one_act(
    client: Client, table: Stage
) -> None:
    confirm_and_enter(client, table)
    matchup = bracket(table)
    before = everything()
    correct(table, "f2-2", 9, 0)

    said = words(client.get(address(table)))
    assert "Boca entraría" in said
    assert "Cali saldría" in said
    assert "en lugar de Cali. Juega su partido por jugar." in said
    assert "2.º de la tabla (llave 1): Boca en lugar de Cali." in said
    assert everything()[0:3] == before[0:3]
    assert carry(client, table).status_code == 302
    shown = client.get(address(table)).content.decode()
    assert "Queda corregido todo." in shown
    assert "Deshacerla entera" in shown
    assert listed(table) == ["Ada", "Boca"]
    matchup.refresh_from_db()
    assert (matchup.first.name, matchup.second.name) == ("Ada", "Boca")
    leg = matchup.fixtures.get()
    assert {leg.home.name, leg.away.name} == {"Ada", "Boca"}
    assert not page_of(table).downstream.steps

    undo_last(client, table)
    after = everything()
    assert [row["entry_id"] for row in after[0]] == [row["entry_id"] for row in before[0]]
    assert after[1:3] == before[1:3]


def undo_last(client: Client, table: Stage) -> None:
    line = QualifierList.history.filter(stage=table).latest("history_date", "history_id")
    undo = f"{reverse('admin:desk_undo')}?acto=qualifierlist-{line.history_id}"
    assert client.get(undo).status_code == 200
    response = client.post(undo, {"reason": "Fue un error."})
    assert response.status_code == 302, words(response)


def test_only_the_half_that_is_left_is_told_after_a_single_step(
    client: Client, table: Stage
) -> None:
    confirm_and_enter(client, table)
    bracket(table)
    correct(table, "f2-2", 9, 0)
    page = page_of(table)
    lines = [line.token for line in page.plan.lines]
    client.post(address(table), {"action": "confirm", "state": page.state, "line": lines})
    said = words(client.get(address(table)))
    assert "Las etapas que siguen no acompañan la lista" in said
    assert "Boca queda inscrito en" in said
    assert carry(client, table).status_code == 302
    assert not page_of(table).downstream.steps


def final_group(table: Stage, **rules: object) -> Stage:
    """The stage after the table as a group to which all points are brought along."""
    following = Stage.objects.get(slug="eliminatorias")
    following.kind = "groups"
    following.save()
    following.rule_set.carry = rules.get("carry", "all")
    following.rule_set.save()
    return following


def test_points_places_groups_and_matches_go_with_the_berth(client: Client, table: Stage) -> None:
    following = final_group(table)
    confirm_and_enter(client, table)
    group = GroupFactory(stage=following, code="b", name="Grupo B")
    ada, cali = Entry.objects.filter(stage=following).order_by("origin_place")
    for row in (ada, cali):
        row.group = group
        row.save()
    FixtureFactory(stage=following, group=group, home=ada, away=cali)
    raise_versions({following.pk})
    before = everything()
    correct(table, "f2-1", 0, 0)
    correct(table, "f2-2", 9, 0)

    said = words(client.get(address(table)))
    assert "Ada se lleva otros puntos: 6 → 4." in said
    assert "Cali pierde el cupo" not in said

    correct(table, "f1-2", 0, 1)
    said = words(client.get(address(table)))
    assert "Boca queda inscrito en" in said
    assert "en lugar de Cali. Toma su lugar en Grupo B. Juega su partido por jugar." in said
    assert "Se lleva 3 puntos." in said
    assert carry(client, table).status_code == 302
    rows = Entry.objects.filter(stage=following).order_by("origin_place")
    assert [(r.name, r.origin_place, r.points_carried, r.group) for r in rows] == [
        ("Ada", 1, 4, group),
        ("Boca", 2, 3, group),
    ]
    assert Fixture.objects.get(stage=following).away.name == "Boca"
    undo_last(client, table)
    assert everything()[1] == before[1]


def test_a_correction_reaches_the_stage_after_the_next(client: Client, table: Stage) -> None:
    """A deduction in the table takes the lead of the final group, and so the berth above it."""
    following = final_group(table)
    Stage.objects.filter(pk=following.pk).update(kind="single_table")
    above = StageFactory(season=table.season, slug="final", name="Gran final", kind="single_table")
    RuleSetFactory(stage=above)
    ZoneFactory(rule_set=following.rule_set, code="campeon", last_place=1, leads_to=above)
    confirm_and_enter(client, table)
    play(following, "Ada 1-1 Cali")
    raise_versions({following.pk})
    confirm_and_enter(client, Stage.objects.get(pk=following.pk))
    assert [e.name for e in above.entries.all()] == ["Ada"]

    adjust = PointsAdjustment(entry=entry(table, "Ada"), points=-5, reason="Resolución 3")
    adjust.save()
    play(table, "Cali 1-0 Boca", round_number=3, key="f3-1")
    raise_versions({table.pk, following.pk})
    said = words(client.get(address(table)))
    assert "Ada viene de otro puesto: 1.º → 2.º." in said
    assert "Ada pierde el cupo en Gran final y Cali lo gana." in said
    assert "Cali queda inscrito en Gran final en lugar de Ada." in said
    assert carry(client, table).status_code == 302
    assert [e.name for e in above.entries.all()] == ["Cali"]
    assert listed(following) == ["Cali"]
    assert not page_of(table).downstream.steps


def test_what_was_played_stays_and_waits_for_a_ruling(client: Client, table: Stage) -> None:
    confirm_and_enter(client, table)
    matchup = bracket(table)
    Fixture.objects.filter(matchup=matchup).update(status="played", home_goals=1, away_goals=0)
    raise_versions({matchup.round.stage_id})
    correct(table, "f2-2", 9, 0)
    response = client.get(address(table))
    said = words(response)
    assert "Cali perdió el cupo y se queda en" in said
    assert "Hasta entonces Boca no se inscribe." in said
    assert f"inscrito={matchup.second_id}" in response.content.decode()
    assert carry(client, table).status_code == 302
    matchup.refresh_from_db()
    assert matchup.second.name == "Cali"
    assert listed(table) == ["Ada", "Boca"]
    said = words(client.get(address(table)))
    assert "Nada de esto puede escribirse antes de que haya una resolución." in said
    assert carry(client, table).status_code == 409


def test_places_that_change_hands_move_the_sides_that_are_not_played(
    client: Client, table: Stage
) -> None:
    confirm_and_enter(client, table)
    matchup = bracket(table)
    correct(table, "f2-1", 0, 5)
    correct(table, "f1-1", 1, 0)
    assert "1.º de la tabla (llave 1): Cali en lugar de Ada." in words(client.get(address(table)))
    assert carry(client, table).status_code == 302
    matchup.refresh_from_db()
    assert (matchup.first.name, matchup.second.name) == ("Cali", "Ada")

    Fixture.objects.filter(matchup=matchup).update(status="played", home_goals=1, away_goals=0)
    raise_versions({matchup.round.stage_id})
    correct(table, "f2-1", 3, 0)
    response = client.get(address(table))
    assert "se queda Cali, aunque le corresponde a Ada: la llave ya se jugó" in words(response)
    assert f"llave={matchup.pk}" in response.content.decode()


def test_nothing_half_made_stays_where_one_step_is_refused(client: Client, table: Stage) -> None:
    confirm_and_enter(client, table)
    bracket(table)
    correct(table, "f2-2", 9, 0)
    Club.objects.filter(name="Boca").update(is_archived=True)
    before = everything()
    response = carry(client, table)
    assert response.status_code == 409
    assert "Boca" in words(response)
    assert "Planilla corregida" in response.content.decode()
    assert everything() == before


def test_it_takes_a_reason_and_what_was_shown(client: Client, table: Stage) -> None:
    confirm_and_enter(client, table)
    correct(table, "f2-2", 9, 0)
    before = everything()
    assert "Escriba el motivo" in words(carry(client, table, reason=" "))
    shown = page_of(table).downstream.token
    correct(table, "f2-2", 8, 0)
    assert carry(client, table, shown=shown).status_code == 409
    assert everything()[:2] == before[:2]


def test_what_is_missing_has_to_be_known(client: Client, table: Stage) -> None:
    confirm_and_enter(client, table)
    correct(table, "f2-2", 9, 0)
    play(table, "Ada - Deza", round_number=3)
    raise_versions({table.pk})
    said = words(client.get(address(table)))
    assert "Nacional: falta 1 resultado." in said
    assert "A esta lista todavía le falta algo." in words(carry(client, table))
    assert listed(table) == ["Ada", "Cali"]
    assert carry(client, table, knows="1").status_code == 302
    assert QualifierList.objects.get(stage=table).note == "Planilla corregida"


def test_a_decision_on_a_berth_is_carried_on(client: Client, table: Stage) -> None:
    """Ada withdraws once it is entered, and Deza is given its berth."""
    confirm_and_enter(client, table)
    matchup = bracket(table)
    row = Qualifier.objects.get(entry=entry(table, "Ada"))
    sent = {"action": "override", "cupo": row.pk, "club": entry(table, "Deza").pk}
    client.post(address(table), {**sent, "reason": "Ada se retiró.", "source": "Acta 4"})
    assert "Deza queda inscrito en" in words(client.get(address(table)))
    assert carry(client, table).status_code == 302
    matchup.refresh_from_db()
    found = Entry.objects.get(pk=matchup.first_id)
    assert (found.name, found.via, found.origin_place) == ("Deza", "override", 3)
    # Its place in the table is no longer the one that the slot names, and it stays.
    assert not page_of(table).downstream.is_correction


def test_a_club_without_successor_is_taken_out(client: Client, table: Stage) -> None:
    confirm_and_enter(client, table)
    matchup = bracket(table)
    table.rule_set.zones.update(last_place=1)
    raise_versions({table.pk})
    said = words(client.get(address(table)))
    assert "Cali saldría" in said
    assert "allí no ha jugado nada." in said
    assert "vuelve a quedar por definir, sin Cali. El partido por jugar sale" in said
    assert carry(client, table).status_code == 302
    matchup.refresh_from_db()
    assert (matchup.first.name, matchup.second) == ("Ada", None)
    assert not matchup.fixtures.exists()
    assert [e.name for e in matchup.round.stage.entries.all()] == ["Ada"]


def test_a_club_that_comes_beside_the_others_takes_its_side(client: Client, table: Stage) -> None:
    table.rule_set.zones.update(last_place=1)
    raise_versions({table.pk})
    confirm_and_enter(client, table)
    ada = Entry.objects.get(stage__slug="eliminatorias")
    following = ada.stage
    matchup = MatchupFactory(
        round=RoundFactory(stage=following),
        key="llave-1",
        first=ada,
        second=None,
        first_slot="1.º de la tabla",
        second_slot="2.º de la tabla",
    )
    table.rule_set.zones.update(last_place=2)
    raise_versions({table.pk, following.pk})
    said = words(client.get(address(table)))
    assert "Cali entraría" in said
    assert "2.º de la tabla (llave 1): Cali." in said
    assert carry(client, table).status_code == 302
    matchup.refresh_from_db()
    assert matchup.second.name == "Cali"


def test_a_club_with_a_claim_keeps_its_entry(client: Client, table: Stage) -> None:
    confirm_and_enter(client, table)
    matchup = bracket(table)
    ClaimFactory(stage=matchup.round.stage, fixture=None, claimant=matchup.second, against=None)
    raise_versions({matchup.round.stage_id})
    correct(table, "f2-2", 9, 0)
    assert "Cali perdió el cupo y se queda en" in words(client.get(address(table)))


def test_who_has_no_right_above_sees_it_and_carries_nothing_through(table: Stage) -> None:
    own = DepartmentalLeagueFactory()
    administrator = signed_in(AdministratorFactory())
    confirm_and_enter(administrator, table)
    bracket(table)
    Stage.objects.filter(pk=table.pk).update(league=own)
    correct(table, "f2-2", 9, 0)
    below = signed_in(official_of(own))
    said = words(below.get(address(table)))
    assert "Boca queda inscrito en" in said
    assert "Corregir todo" not in said
    assert "quien tiene a su cargo todas estas etapas" in said
    before = everything()
    assert carry(below, table).status_code == 403
    assert everything() == before


def test_a_list_that_nobody_was_entered_from_is_confirmed_as_ever(
    client: Client, table: Stage
) -> None:
    page = page_of(table)
    lines = [line.token for line in page.plan.lines]
    client.post(address(table), {"action": "confirm", "state": page.state, "line": lines})
    assert not page_of(table).downstream.is_correction
    correct(table, "f2-2", 9, 0)
    (step,) = page_of(table).downstream.steps
    assert step.stage == table
    said = words(client.get(address(table)))
    assert "basta con confirmar la lista abajo" in said
    assert "Corregir todo" not in said


@pytest.mark.parametrize("clubs", [1, 3, 30])
def test_queries_do_not_grow_with_what_changes(client: Client, clubs: int) -> None:
    table = single_table(cut=clubs)
    following = knock_out()
    table.rule_set.zones.update(leads_to=following)
    for number in range(clubs):
        play(table, f"G{number} {number + 1}-0 P{number}", round_number=1)
    confirm_and_enter(client, table)
    for number in range(clubs):
        play(table, f"P{number} 99-0 G{number}", round_number=2, key=f"f2-{number}")
    raise_versions({table.pk, following.pk})
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address(table))
    assert len(response.context["page"].downstream.steps[1].clubs.passing) == clubs
    assert len(queries) == 29
    with CaptureQueriesContext(connection) as queries:
        assert carry(client, table).status_code == 302
    # The list that is confirmed anew has a line of history for each club that leaves it.
    assert len(queries) == {1: 95, 3: 88, 30: 115}[clubs]


def test_what_the_season_has_recorded_is_named(client: Client, table: Stage) -> None:
    table.rule_set.zones.update(leads_to=None, outcome="promoted", destination="Liga 2")
    raise_versions({table.pk})
    confirm_and_enter(client, table)
    assert client.post(address(table), {"action": "record"}).status_code == 302
    correct(table, "f2-2", 9, 0)
    said = words(client.get(address(table)))
    assert "Cali está registrado en la temporada: Liga 2." in said.replace("  ", " ")


# On the desk


def desk_words(client: Client) -> str:
    return words(client.get("/admin/"))


def test_the_desk_tells_it_until_it_is_carried_through(client: Client, table: Stage) -> None:
    confirm_and_enter(client, table)
    bracket(table)
    assert "pierde el cupo" not in desk_words(client)
    correct(table, "f2-2", 9, 0)
    said = desk_words(client)
    assert "ya no coincide con los resultados" in said
    assert "Cali pierde el cupo en" in said
    assert "en lugar de Cali. Juega su partido por jugar." in said
    assert f"{address(table)}#corregir" in client.get("/admin/").content.decode()
    page = page_of(table)
    lines = [line.token for line in page.plan.lines]
    client.post(address(table), {"action": "confirm", "state": page.state, "line": lines})
    said = desk_words(client)
    assert "las etapas que siguen no la acompañan" in said
    assert "Boca queda inscrito en" in said
    assert carry(client, table).status_code == 302
    assert "Boca queda inscrito" not in desk_words(client)


def test_the_desk_tells_points_of_a_list_that_stands(client: Client, table: Stage) -> None:
    final_group(table)
    confirm_and_enter(client, table)
    # A finished stage, too: the one that follows it is in play.
    Stage.objects.filter(pk=table.pk).update(is_finished=True)
    assert "otros puntos" not in desk_words(client)
    correct(table, "f2-1", 0, 0)
    assert "Ada se lleva otros puntos: 6 → 4." in desk_words(client)


def test_the_desk_tells_the_first_of_many_changes(client: Client, table: Stage) -> None:
    final_group(table)
    table.rule_set.zones.update(last_place=4)
    raise_versions({table.pk})
    confirm_and_enter(client, table)
    for key in ("f1-1", "f1-2", "f2-1", "f2-2"):
        correct(table, key, 0, 7)
    assert re.search(r"y \d+ más", desk_words(client))


@pytest.mark.parametrize("lists", [1, 3])
def test_queries_of_the_desk_do_not_grow_with_the_lists(client: Client, lists: int) -> None:
    above = StageFactory(slug="final", kind="single_table")
    RuleSetFactory(stage=above, carry="all")
    tables = []
    for number in range(lists):
        table = StageFactory(season=above.season, slug=f"previa-{number}", position=2)
        ZoneFactory(rule_set=RuleSetFactory(stage=table), leads_to=above, last_place=1)
        play(table, f"A{number} 2-0 B{number}", key="f1")
        confirm_and_enter(client, table)
        tables.append(table)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get("/admin/")
        return len(caught)

    # Office, stages and what else the desk asks; cold with the snapshots of the tables.
    assert (queries(), queries()) == (20, 12)
    for table in tables:
        correct(table, "f1", 0, 2)
    queries()
    # Where the clubs of both came from, and the stages that follow.
    assert queries() == 14
