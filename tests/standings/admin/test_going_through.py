import re
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competitions.core.score import MatchFacts, Score, Status
from competitions.models import Entry, Fixture, Qualifier, QualifierList, SeasonOutcome, Stage
from competitions.services.results import record_result
from competitions.services.versions import raise_versions
from standings.selectors.confirming import confirming_page
from standings.selectors.qualification import proposal
from standings.selectors.reading import load
from tests.factories import (
    AdministratorFactory,
    AppointmentFactory,
    ClaimFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    EntryFactory,
    FixtureFactory,
    LeagueFactory,
    MatchupFactory,
    RoundFactory,
    RuleSetFactory,
    RulingFactory,
    StageFactory,
    UserFactory,
    ZoneFactory,
    official_of,
)
from tests.standings.scenes import entry, groups, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    """Ada, Cali, Boca, Deza in this order; the first two go to the knock-out."""
    table = single_table("Ada 2-0 Boca", "Cali 1-0 Deza")
    play(table, "Ada 3-0 Cali", round_number=2, key="f2-1")
    play(table, "Boca 0-0 Deza", round_number=2, key="f2-2")
    following = knock_out()
    table.rule_set.zones.update(leads_to=following)
    return table


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(AdministratorFactory(username="rosa"))
    return client


def signed_in(user: AbstractBaseUser) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(stage: Stage) -> str:
    return reverse("admin:desk_going_through", args=[stage.pk])


def page_of(stage: Stage) -> Any:
    return confirming_page(Stage.objects.select_related("season", "league").get(pk=stage.pk))


def form(stage: Stage, **fields: str) -> dict[str, Any]:
    """What the page sends when the list is confirmed."""
    page = page_of(stage)
    tokens = [line.token for line in page.plan.lines]
    return {"action": "confirm", "state": page.state, "line": tokens, **fields}


def confirm(client: Client, stage: Stage, **fields: str) -> Any:
    response = client.post(address(stage), form(stage, **fields))
    assert response.status_code == 302, words(response)
    return QualifierList.objects.get(stage=stage)


def words(response: Any) -> str:
    body = response.content.decode().partition('id="content"')[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace("\u2060", "")


def listed(stage: Stage) -> list[tuple[str, str]]:
    rows = Qualifier.objects.filter(qualifier_list__stage=stage).order_by("pk")
    return [(row.entry.name, row.via) for row in rows]


def change_result(stage: Stage, key: str, score: tuple[int, int], actor: Any) -> None:
    fixture = Fixture.objects.get(stage=stage, key=key)
    record_result(fixture, result=MatchFacts(Status.PLAYED, Score(*score)), actor=actor)


# What is proposed


def test_each_club_stands_with_what_decided_its_place(client: Client, stage: Stage) -> None:
    said = words(client.get(address(stage)))
    assert "1.º de la tabla, por puntos sobre Cali: 6 a 3" in said
    assert "2.º de la tabla, por puntos sobre Deza: 3 a 1" in said
    assert "Confirmar 2 clubes" in said
    assert "Siguen en la fila" in said


def test_reasons_of_groups_compare_across_them(client: Client) -> None:
    stage = groups("A", "B")
    FixtureFactory(
        stage=stage,
        group=entry(stage, "A Boca").group,
        home=entry(stage, "A Boca"),
        away=entry(stage, "A Cali"),
        score="5-0",
    )
    ZoneFactory(
        rule_set=stage.rule_set,
        code="mejor",
        kind="best_nth",
        nth=2,
        count=1,
        first_place=None,
        last_place=None,
        outcome="promoted",
        destination="Liga 2",
    )
    (berth,) = page_of(stage).plan.berths
    assert berth.why.kind == "across"
    assert f"sobre {berth.why.rival.name}" in words(client.get(address(stage)))


def test_best_of_a_department_names_the_next_of_it(client: Client, stage: Stage) -> None:
    department = entry(stage, "Ada").department
    Entry.objects.filter(stage=stage).update(department=department)
    stage.rule_set.zones.update(
        kind="best_of_department", first_place=None, last_place=None, tone="prize"
    )
    said = words(client.get(address(stage)))
    assert f"1.º de la tabla, el mejor de {department.name}; le sigue Cali, 2.º" in said
    assert "Confirmar 1 club" in said


def test_who_goes_elsewhere_is_passed_over_but_not_for_a_prize(stage: Stage) -> None:
    rules = stage.rule_set
    zone = {"first_place": 3, "last_place": 3, "outcome": "league_place"}
    ZoneFactory(rule_set=rules, code="repechaje", **zone, destination="Repechaje")
    ZoneFactory(rule_set=rules, code="premio", **zone, destination="Copa", tone="prize")
    queues = {q.zone.code: q.followers for q in page_of(stage).plan.queues}
    assert [(f.club.name, f.note, str(f.berth)) for f in queues["pasan"]] == [
        ("Deza", "has_berth", "Repechaje"),
        ("Boca", "", ""),
    ]
    assert [(f.club.name, f.note) for f in queues["premio"]] == [("Boca", "")]


def test_a_knock_out_proposes_winners_and_losers(client: Client) -> None:
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", "1-0 p 4-3", key_of_round="final")
    matchup(stage, "Cali", "Deza", "1-0", round_number=1, key="otra", position=2)
    Fixture.objects.filter(matchup__key="otra").update(
        status="scheduled", home_goals=None, away_goals=None
    )
    for kind in ("winners", "losers"):
        ZoneFactory(
            rule_set=stage.rule_set,
            code=kind,
            kind=kind,
            round_number=1,
            first_place=None,
            last_place=None,
            outcome="promoted",
            destination=f"Liga {kind}",
        )
    said = words(client.get(address(stage)))
    assert "por penales, 4–3, contra Ada" in said
    assert "Perdió contra Boca" in said
    assert "la llave de Cali y Deza aún no tiene ganador." in said
    assert "Falta 1 resultado" in said


def test_clubs_that_share_the_last_place_are_open(client: Client) -> None:
    stage = single_table("Ada 1-0 Boca", "Cali 1-0 Deza", cut=1)
    stage.rule_set.zones.update(leads_to=knock_out())
    said = words(client.get(address(stage)))
    assert "1 cupo para Ada y Cali, que comparten el puesto. Hace falta: sorteo." in said
    assert "Definirlo" in said
    assert "Todavía no pasa nadie" in said


def test_an_ended_stage_with_unknown_results_proposes_nobody(client: Client, stage: Stage) -> None:
    play(stage, "Ada ?-? Deza", round_number=3)
    Stage.objects.filter(pk=stage.pk).update(is_finished=True)
    assert "Sin propuesta" in words(client.get(address(stage)))
    assert client.post(address(stage), form(stage)).status_code == 200
    assert not QualifierList.objects.exists()


@pytest.mark.parametrize("clubs", [1, 3, 50])
def test_queries_do_not_grow_with_the_clubs(client: Client, clubs: int) -> None:
    table = single_table(cut=clubs)
    department = DepartmentFactory()
    for number in range(clubs):
        for name in (f"G{number}", f"P{number}"):
            entry(table, name, department=department)
        play(table, f"G{number} {number + 1}-0 P{number}", round_number=1)
    table.rule_set.zones.update(leads_to=knock_out())
    with CaptureQueriesContext(connection) as queries:
        client.get(address(table))
    # Session, user, stage, five of the snapshot, list, claims.
    assert len(queries) == 10
    confirm(client, table)
    for change in range(clubs):
        play(table, f"P{change} 9-0 G{change}", round_number=2, key=f"f2-{change}")
    Stage.objects.filter(pk=table.pk).update(version=9)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address(table))
    assert response.context["page"].since
    # With the list's rows, when it was confirmed, five for what changed since, and the next stage:
    # its row, eight of its snapshot, who else leads there; where the clubs of both came from.
    assert len(queries) == 29


# Who may


def test_another_branch_sees_nothing_of_it(stage: Stage) -> None:
    own = DepartmentalLeagueFactory()
    Stage.objects.filter(pk=stage.pk).update(league=own)
    delegate = AppointmentFactory(league=None, club=entry(stage, "Ada").club).user
    for user in (official_of(DepartmentalLeagueFactory()), delegate):
        for method in ("get", "post"):
            response = getattr(signed_in(user), method)(address(stage), {"action": "confirm"})
            assert response.status_code == 404
            assert "Ada" not in response.content.decode()
    assert signed_in(official_of(own)).get(address(stage)).status_code == 200
    assert not QualifierList.objects.exists()


def test_who_is_no_official_is_sent_to_the_login(stage: Stage) -> None:
    for client in (Client(), signed_in(UserFactory(is_staff=False))):
        response = client.get(address(stage))
        assert (response.status_code, "login" in response.url) == (302, True)


def test_the_league_below_confirms_and_the_one_above_enters(stage: Stage) -> None:
    own = DepartmentalLeagueFactory()
    Stage.objects.filter(pk=stage.pk).update(league=own)
    other = EntryFactory(stage=Stage.objects.get(slug="eliminatorias"), club__name="Ajeno FC")
    below = signed_in(official_of(own))
    confirm(below, stage)
    response = below.get(address(stage))
    assert "Los inscribe en «Eliminatorias» quien está a cargo" in words(response).replace(
        other.stage.name, "Eliminatorias"
    )
    assert "Ajeno" not in response.content.decode()
    (following,) = page_of(stage).following
    enter = {
        "action": "enter",
        "stage": other.stage.pk,
        "line": [line.token for line in following.to_enter],
    }
    assert below.post(address(stage), enter).status_code == 403
    assert other.stage.entries.count() == 1
    above = signed_in(official_of(LeagueFactory()))
    assert above.post(address(stage), enter).status_code == 302
    assert [e.name for e in other.stage.entries.order_by("pk")] == ["Ajeno FC", "Ada", "Cali"]


# Confirming


def test_what_is_confirmed_is_what_was_proposed(client: Client, stage: Stage) -> None:
    before = proposal(load([Stage.objects.get(pk=stage.pk)])[stage.pk])
    qualifiers = confirm(client, stage)
    rows = qualifiers.qualifiers.order_by("pk")
    assert [(r.entry_id, r.place, r.via, r.zone_code, r.to_stage_id) for r in rows] == [
        (p.club.entry, p.place, p.via, p.zone.code, p.destination.stage) for p in before
    ]
    assert rows[0].reason == "1.º de la tabla, por puntos sobre Cali: 6 a 3"
    assert qualifiers.confirmed_by.get_username() == "rosa"
    assert "La confirmó rosa el" in words(client.get(address(stage)))


def test_reasons_are_kept_in_spanish_whatever_the_official_reads(
    client: Client, stage: Stage
) -> None:
    client.cookies["django_language"] = "en"
    qualifiers = confirm(client, stage)
    assert qualifiers.qualifiers.first().reason == "1.º de la tabla, por puntos sobre Cali: 6 a 3"


def test_a_remark_is_kept_and_can_be_changed_later(client: Client, stage: Stage) -> None:
    first = page_of(stage).plan.lines[0]
    confirm(client, stage, **{f"remark-{first.token}": "Juega en Juli."})
    assert Qualifier.objects.get(entry=first.club.entry).remark == "Juega en Juli."
    confirm(client, stage, **{f"remark-{first.token}": ""})
    assert Qualifier.objects.get(entry=first.club.entry).remark == ""


def test_a_result_entered_meanwhile_shows_the_list_again(client: Client, stage: Stage) -> None:
    sent = form(stage)
    change_result(stage, "f2-2", (9, 0), None)
    response = client.post(address(stage), sent)
    assert response.status_code == 409
    said = words(response)
    assert "La propuesta cambió mientras la miraba. No se ha guardado nada." in said
    assert "Ahora está: Boca" in said
    assert "Ya no está: Cali" in said
    assert not QualifierList.objects.exists()


def test_a_forged_line_names_no_club_of_another_stage(client: Client, stage: Stage) -> None:
    other = EntryFactory(club__name="Ajeno FC")
    lines = [f"{other.pk}:1:pasan:1", "x:1:pasan:1", "", "9" * 30]
    response = client.post(address(stage), {**form(stage), "line": lines})
    assert response.status_code == 409
    assert "Ajeno" not in response.content.decode()


def test_a_list_with_results_missing_is_only_confirmed_knowingly(
    client: Client, stage: Stage
) -> None:
    play(stage, "Ada - Deza", round_number=3)
    Stage.objects.filter(pk=stage.pk).update(version=5)
    for fields in ({}, {"knows": "1"}, {"why": "Urge."}):
        response = client.post(address(stage), form(stage, **fields))
        assert "A esta lista todavía le falta algo." in words(response)
        assert not QualifierList.objects.exists()
    assert 'value="Urge."' in response.content.decode()
    qualifiers = confirm(client, stage, knows="1", why="Ya no altera los puestos.")
    assert qualifiers.note == "Ya no altera los puestos."
    assert "Ya no altera los puestos." in words(client.get(address(stage)))


def test_a_claim_on_which_a_berth_hangs_has_to_be_known(client: Client, stage: Stage) -> None:
    fixture = Fixture.objects.get(stage=stage, key="f1-2")
    ClaimFactory(stage=stage, fixture=fixture, claimant=fixture.away, grounds="Mala inscripción.")
    idle = Fixture.objects.get(stage=stage, key="f2-1")
    ClaimFactory(stage=stage, fixture=idle, claimant=idle.home, grounds="Botines.")
    ClaimFactory(
        stage=stage,
        fixture=None,
        against=entry(stage, "Ada"),
        claimant=fixture.away,
        grounds="Doble.",
    )
    said = words(client.get(address(stage)))
    assert "De este reclamo depende un cupo: Deza, Cali – Deza : Mala inscripción." in said
    assert "Reclamo abierto del que no depende ningún cupo: Ada, Ada – Cali : Botines." in said
    assert "De este reclamo depende un cupo: Deza – Ada : Doble. Resolverlo" in said
    assert client.post(address(stage), form(stage)).status_code == 200
    assert not QualifierList.objects.exists()


def test_a_stale_idea_of_what_is_missing_is_not_taken(client: Client, stage: Stage) -> None:
    fixture = Fixture.objects.get(stage=stage, key="f1-2")
    sent = form(stage, knows="1", why="x")
    ClaimFactory(stage=stage, fixture=fixture, claimant=fixture.away)
    response = client.post(address(stage), sent)
    assert (response.status_code, QualifierList.objects.exists()) == (409, False)


# One berth


def test_override_then_undo_restores_the_list(client: Client, stage: Stage) -> None:
    confirm(client, stage)
    before = list(Qualifier.objects.order_by("pk").values())
    row = Qualifier.objects.get(entry=entry(stage, "Ada"))
    shown = client.get(f"{address(stage)}?cupo={row.pk}")
    assert [c.name for c in shown.context["changing"].followers] == ["Deza", "Boca"]
    sent = {
        "action": "override",
        "cupo": row.pk,
        "club": entry(stage, "Deza").pk,
        "reason": "Ada no se inscribió.",
        "source": "Acta 4",
    }
    for missing in ("club", "reason", "source"):
        response = client.post(address(stage), {**sent, missing: ""})
        assert response.status_code == 200
        assert list(Qualifier.objects.order_by("pk").values()) == before
    assert client.post(address(stage), sent).status_code == 302
    assert listed(stage) == [("Deza", "override"), ("Cali", "places")]
    row.refresh_from_db()
    assert (row.place, row.instead_of.name, row.source) == (3, "Ada", "Acta 4")
    said = words(client.get(address(stage)))
    assert "Por decisión, en lugar de Ada. Ada no se inscribió." in said
    assert "desactualizada" not in said
    undo = {"action": "undo_override", "cupo": row.pk}
    assert "Escriba el motivo" in words(client.post(address(stage), undo))
    assert client.post(address(stage), {**undo, "reason": "Error."}).status_code == 302
    assert list(Qualifier.objects.order_by("pk").values()) == before


def test_a_long_reason_is_kept_whole_with_the_berth(client: Client, stage: Stage) -> None:
    """The history keeps as much of it as it has room for."""
    confirm(client, stage)
    row = Qualifier.objects.get(entry=entry(stage, "Ada"))
    reason = "Ada no se inscribió a tiempo. " * 10
    sent = {"action": "override", "cupo": row.pk, "club": entry(stage, "Deza").pk}
    response = client.post(address(stage), {**sent, "reason": reason, "source": "Acta 4"})
    assert response.status_code == 302
    row.refresh_from_db()
    assert row.reason == reason.strip()
    assert row.history.first().history_change_reason == reason[:100]


def test_a_club_of_another_stage_cannot_take_a_berth(client: Client, stage: Stage) -> None:
    confirm(client, stage)
    row = Qualifier.objects.get(entry=entry(stage, "Ada"))
    sent = {"action": "override", "cupo": row.pk, "reason": "x", "source": "y"}
    for club in (EntryFactory().pk, entry(stage, "Cali").pk, "nada"):
        assert client.post(address(stage), {**sent, "club": club}).status_code == 200
    foreign = Qualifier.objects.create(
        qualifier_list=QualifierList.objects.create(stage=EntryFactory().stage),
        entry=EntryFactory(),
        outcome="promoted",
        destination="Liga 2",
    )
    response = client.post(
        address(stage), {**sent, "cupo": foreign.pk, "club": entry(stage, "Deza").pk}
    )
    assert response.status_code == 409
    assert listed(stage) == [("Ada", "places"), ("Cali", "places")]


def test_an_excluded_club_is_passed_over_and_its_berth_given(client: Client, stage: Stage) -> None:
    RulingFactory(
        stage=stage,
        fixture=None,
        effect="exclusion",
        entry=entry(stage, "Cali"),
        in_favour_of=None,
        document="Resolución 9",
    )
    said = words(client.get(address(stage)))
    assert "Cali está excluido y se lo pasa por alto. Su cupo queda vacío" in said.replace(
        "  ", " "
    )
    assert "Resolución 9" in said
    assert "Sigue Deza." in said
    confirm(client, stage, knows="1", why="Falta nombrar al suplente.")
    assert listed(stage) == [("Ada", "places")]
    (vacant,) = page_of(stage).plan.vacant
    sent = {
        "action": "override",
        "cupo": vacant.code,
        "club": entry(stage, "Deza").pk,
        "reason": "Suplente.",
        "source": "Acta 5",
    }
    assert client.post(address(stage), sent).status_code == 302
    assert listed(stage) == [("Ada", "places"), ("Deza", "override")]
    page = page_of(stage)
    assert (page.plan.vacant, page.disagreement, bool(page.plan.changes)) == ((), None, False)
    row = Qualifier.objects.get(entry=entry(stage, "Deza"))
    undo = {"action": "undo_override", "cupo": row.pk, "reason": "Renunció."}
    assert client.post(address(stage), undo).status_code == 302
    assert listed(stage) == [("Ada", "places")]


def test_undo_takes_a_reason_and_leaves_the_proposal(client: Client, stage: Stage) -> None:
    confirm(client, stage)
    assert "Escriba el motivo" in words(client.post(address(stage), {"action": "undo"}))
    assert QualifierList.objects.exists()
    response = client.post(address(stage), {"action": "undo", "reason": "Se apeló."})
    assert response.status_code == 302
    assert not QualifierList.objects.exists()
    assert QualifierList.history.first().history_change_reason == "Se apeló."


def test_what_is_no_action_is_a_bad_request(client: Client, stage: Stage) -> None:
    assert client.post(address(stage), {"action": "nada"}).status_code == 400


# Afterwards


def test_a_changed_result_warns_and_rewrites_nothing(client: Client, stage: Stage) -> None:
    confirm(client, stage)
    before = list(Qualifier.objects.order_by("pk").values())
    change_result(stage, "f2-2", (9, 0), AdministratorFactory(username="julio"))
    said = words(client.get(address(stage)))
    assert "La lista confirmada quedó desactualizada" in said
    assert "Boca entraría" in said.replace("  ", " ")
    assert "Cali saldría" in said.replace("  ", " ")
    assert re.search(r"julio: Boca – Deza , 0–0 → 9–0", said), said
    assert list(Qualifier.objects.order_by("pk").values()) == before
    for path in ("/2030/nacional/", "/2030/clasificados/"):
        public = words_of_site(client.get(path))
        assert "La contradicen resultados registrados o cambiados después" in public
        assert "Se confirmó el" in public
        assert "Con los resultados de hoy" in public
    confirm(client, stage)
    assert listed(stage) == [("Boca", "places"), ("Ada", "places")] or listed(stage) == [
        ("Ada", "places"),
        ("Boca", "places"),
    ]
    assert page_of(stage).disagreement is None


def words_of_site(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_decision_stands_while_its_berth_does(client: Client, stage: Stage) -> None:
    confirm(client, stage)
    row = Qualifier.objects.get(entry=entry(stage, "Ada"))
    sent = {"action": "override", "cupo": row.pk, "club": entry(stage, "Deza").pk}
    client.post(address(stage), {**sent, "reason": "Acta.", "source": "Acta 4"})
    change_result(stage, "f2-2", (9, 0), None)
    plan = page_of(stage).plan
    assert [line.club.name for line in plan.changes.added] == ["Boca"]
    assert [line.club.name for line in plan.changes.dropped] == ["Cali"]
    assert [(line.club.name, line.instead_of.name) for line in plan.lines if line.instead_of] == [
        ("Deza", "Ada")
    ]
    # Deza comes by its own right: nothing is left to decide.
    change_result(stage, "f2-2", (0, 9), None)
    plan = page_of(stage).plan
    assert [line.instead_of for line in plan.lines] == [None, None]


# Where they go


def test_clubs_are_entered_once(client: Client, stage: Stage) -> None:
    confirm(client, stage)
    (following,) = page_of(stage).following
    sent = {
        "action": "enter",
        "stage": following.stage.pk,
        "line": [line.token for line in following.to_enter],
    }
    assert client.post(address(stage), sent).status_code == 302
    assert "Todos los clubes de la lista están inscritos." in words(client.get(address(stage)))
    # Sending it twice enters nobody twice.
    assert client.post(address(stage), sent).status_code == 409
    assert following.stage.entries.count() == 2
    elsewhere = StageFactory(season=stage.season)
    assert client.post(address(stage), {**sent, "stage": elsewhere.pk}).status_code == 404


def test_a_club_off_the_list_is_taken_out_by_hand_alone(client: Client, stage: Stage) -> None:
    confirm(client, stage)
    following = Stage.objects.get(slug="eliminatorias")
    idle = EntryFactory(
        stage=following, club=entry(stage, "Deza").club, origin=entry(stage, "Deza")
    )
    playing = EntryFactory(
        stage=following, club=entry(stage, "Boca").club, origin=entry(stage, "Boca")
    )
    MatchupFactory(round=RoundFactory(stage=following), first=playing, second=None)
    Stage.objects.filter(pk=following.pk).update(version=7)
    said = words(client.get(address(stage)))
    assert "Boca tiene partidos en" in said
    sent = {"action": "withdraw", "stage": following.pk, "entry": idle.pk}
    assert client.post(address(stage), sent).status_code == 200
    assert client.post(address(stage), {**sent, "reason": "Error."}).status_code == 302
    refused = client.post(address(stage), {**sent, "entry": playing.pk, "reason": "Error."})
    assert refused.status_code == 409
    assert [e.name for e in following.entries.all()] == ["Boca"]
    unknown = client.post(address(stage), {**sent, "entry": idle.pk, "reason": "Error."})
    assert unknown.status_code == 404


def test_open_slots_that_name_a_place_are_filled(client: Client, stage: Stage) -> None:
    following = Stage.objects.get(slug="eliminatorias")
    slots = {"first_slot": "1.º de la tabla", "second_slot": "2.º de la tabla"}
    round_ = RoundFactory(stage=following)
    open_ = MatchupFactory(round=round_, first=None, second=None, **slots)
    later = MatchupFactory(
        round=RoundFactory(stage=following),
        first=None,
        second=None,
        first_slot="Ganador llave 1",
        second_slot="9.º de la tabla",
    )
    confirm(client, stage)
    assert page_of(stage).following[0].seats == ()
    (found,) = page_of(stage).following
    enter = {"action": "enter", "stage": following.pk}
    client.post(address(stage), {**enter, "line": [line.token for line in found.to_enter]})
    (found,) = page_of(stage).following
    seats = [f"{s.matchup.pk}:{s.side}:{s.entry}" for s in found.seats]
    sent = {"action": "seat", "stage": following.pk, "seat": seats}
    assert client.post(address(stage), {**sent, "seat": seats[:1]}).status_code == 409
    assert client.post(address(stage), sent).status_code == 302
    open_.refresh_from_db()
    later.refresh_from_db()
    assert (open_.first.name, open_.second.name) == ("Ada", "Cali")
    assert (later.first, later.second) == (None, None)


def test_slots_are_left_where_two_stages_lead_to_the_bracket(client: Client, stage: Stage) -> None:
    following = Stage.objects.get(slug="eliminatorias")
    ZoneFactory(rule_set=RuleSetFactory(stage=StageFactory()), leads_to=following)
    MatchupFactory(
        round=RoundFactory(stage=following), first=None, second=None, first_slot="1.º de la tabla"
    )
    confirm(client, stage)
    EntryFactory(stage=following, club=entry(stage, "Ada").club)
    Stage.objects.filter(pk=following.pk).update(version=7)
    assert page_of(stage).following[0].seats == ()


def test_slots_name_the_places_of_groups(client: Client) -> None:
    stage = groups("A", "B")
    following = knock_out()
    ZoneFactory(rule_set=stage.rule_set, code="pasan", last_place=1, leads_to=following)
    a, b = (page_of(stage).plan.berths[n].club for n in (0, 1))
    MatchupFactory(
        round=RoundFactory(stage=following),
        first=None,
        second=None,
        first_slot="1.º Grupo B",
        second_slot="1.º del grupo a",
    )
    confirm(client, stage)
    for club in (a, b):
        EntryFactory(stage=following, club_id=club.club)
    Stage.objects.filter(pk=following.pk).update(version=7)
    seats = page_of(stage).following[0].seats
    assert [(seat.side, seat.club) for seat in seats] == [(0, b), (1, a)]


def test_outcomes_are_recorded_by_the_national_body(stage: Stage) -> None:
    own = DepartmentalLeagueFactory()
    Stage.objects.filter(pk=stage.pk).update(league=own)
    stage.rule_set.zones.update(leads_to=None, outcome="promoted", destination="Liga 2")
    below = signed_in(official_of(own))
    confirm(below, stage)
    assert "Lo registra en la temporada el organismo nacional." in words(below.get(address(stage)))
    assert below.post(address(stage), {"action": "record"}).status_code == 403
    assert not SeasonOutcome.objects.exists()
    above = signed_in(official_of(LeagueFactory()))
    assert above.post(address(stage), {"action": "record"}).status_code == 302
    assert [o.club.name for o in SeasonOutcome.objects.all()] == ["Ada", "Cali"]
    assert "Todo está registrado en la temporada." in words(above.get(address(stage)))


def test_points_that_clubs_bring_along_are_shown_entered_and_brought_up_to_date(
    client: Client, stage: Stage
) -> None:
    following = Stage.objects.get(slug="eliminatorias")
    following.kind = "single_table"
    following.save()
    rules = following.rule_set
    rules.carry = "half"
    rules.save()
    confirm(client, stage)
    text = client.get(address(stage)).content.decode()
    assert "se lleva 3 pts" in text
    lines = [line.token for line in page_of(stage).following[0].to_enter]
    client.post(address(stage), {"action": "enter", "stage": following.pk, "line": lines})
    carried = Entry.objects.filter(stage=following).order_by("club__name")
    assert [(row.club.name, row.points_carried) for row in carried] == [("Ada", 3), ("Cali", 2)]

    fixture = Fixture.objects.get(stage=stage, key="f2-1")
    drawn = MatchFacts(Status.PLAYED, full_time=Score(1, 1))
    record_result(fixture, result=drawn, actor=None, reason="Corregido")
    text = client.get(address(stage)).content.decode()
    assert "Ada: 3 → 2 pts" in text
    fields = {
        "action": "bring",
        "stage": following.pk,
        "brought": [b.token for b in page_of(stage).following[0].brought],
    }
    refused = client.post(address(stage), fields)
    assert "Escriba el motivo" in refused.content.decode()
    assert client.post(address(stage), {**fields, "brought": "1:9"}).status_code == 409
    client.post(address(stage), {**fields, "reason": "Resultado corregido"})
    assert Entry.objects.get(stage=following, club__name="Ada").points_carried == 2


def test_places_that_were_corrected_reach_the_bracket(client: Client, stage: Stage) -> None:
    """The list is confirmed again, the entries are brought up to date, and the bracket proposes."""
    following = Stage.objects.get(slug="eliminatorias")
    confirm(client, stage)
    lines = [line.token for line in page_of(stage).following[0].to_enter]
    client.post(address(stage), {"action": "enter", "stage": following.pk, "line": lines})
    places = Entry.objects.filter(stage=following).order_by("origin_place")
    assert [row.club.name for row in places] == ["Ada", "Cali"]

    for key, score in (("f2-1", Score(0, 5)), ("f1-1", Score(0, 3))):
        fixture = Fixture.objects.get(stage=stage, key=key)
        result = MatchFacts(Status.PLAYED, full_time=score)
        record_result(fixture, result=result, actor=None, reason="Corregido")
    Entry.objects.filter(stage=stage, club__name="Ada").update(points_carried=4)
    raise_versions({stage.pk})
    assert next(line.club.name for line in page_of(stage).plan.lines) == "Cali"
    assert page_of(stage).following[0].brought == ()
    confirm(client, stage)
    page = page_of(stage).following[0]
    moved = {row.club.name: (row.had_place, row.place) for row in page.brought}
    assert moved["Cali"] == (2, 1)
    client.post(
        address(stage),
        {
            "action": "bring",
            "stage": following.pk,
            "brought": [row.token for row in page.brought],
            "reason": "Resultado corregido",
        },
    )
    assert Entry.objects.get(stage=following, club__name="Cali").origin_place == 1
