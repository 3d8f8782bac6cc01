"""Claims and rulings on the desk: the form, what it shows beforehand, the record, the way back."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from competitions.models import Claim, Entry, Fixture, Matchup, PointsAdjustment, Ruling, Stage
from tests.factories import (
    AdministratorFactory,
    AppointmentFactory,
    ClaimFactory,
    DepartmentalLeagueFactory,
    FixtureFactory,
    RulingFactory,
    UserFactory,
    VenueFactory,
    official_of,
)
from tests.standings.documents import parse
from tests.standings.scenes import deduct, entry, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db

NEW = "/admin/resoluciones/nueva/"
PAPER = {"document": "Resolución 12", "decided_on": "2030-09-08", "text": "Alineación indebida."}


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(AdministratorFactory(username="rosa"))
    return client


def sent(response: HttpResponse, **over: Any) -> dict[str, Any]:
    """The hidden fields of a preview."""
    assert response.status_code == 200
    hidden = parse(response.content.decode()).all("input", type="hidden")
    found = {field.attrs["name"]: field.attrs.get("value", "") for field in hidden}
    return found | over


def ask(official: Client, query: str, **typed: Any) -> HttpResponse:
    return official.post(f"{NEW}?{query}", {**PAPER, **typed, "step": "preview"})


def confirm(official: Client, query: str, **typed: Any) -> HttpResponse:
    preview = ask(official, query, **typed)
    return official.post(f"{NEW}?{query}", sent(preview, step="confirm"))


def text(response: HttpResponse) -> str:
    return parse(response.content.decode()).one("div", id="content-main").text


def faults(response: HttpResponse) -> dict[str, list[str]]:
    assert response.status_code == 422
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def level_table() -> Fixture:
    stage = single_table("Ada 2-1 Boca", "Cali 1-0 Dos", cut=1)
    return Fixture.objects.get(stage=stage, home__club__name="Ada")


def test_form_asks_for_what_the_effects_of_a_match_need(official: Client) -> None:
    fixture = level_table()
    page = parse(official.get(f"{NEW}?partido={fixture.pk}").content.decode())
    needs = {
        next(iter(row.classes - {"asked"})).removeprefix("asked-"): row.attrs.get("data-effects")
        for row in page.all("div", "asked")
    }
    assert needs == {
        "effect": None,
        "in_favour_of": "award",
        "home_goals": "award",
        "away_goals": "award",
        "is_walkover": "award double_loss",
        "entry": "exclusion points",
        "way": "points",
        "points": "points",
        "makes_replay": "replay",
        "replay_on": "replay",
        "replay_at": "replay",
        "replay_venue": "replay",
        "document": None,
        "decided_on": None,
        "text": None,
        "text_en": None,
    }


def test_preview_shows_results_places_and_zones_and_writes_nothing(official: Client) -> None:
    fixture = level_table()
    preview = ask(official, f"partido={fixture.pk}", effect="award", in_favour_of=fixture.away.pk)
    shown = text(preview)
    assert "Ada – Boca 01/09/2030 2–1 2–1 0–3" in shown
    assert "Entra: Boca. Sale: Ada." in shown
    assert not Ruling.objects.exists()
    assert Stage.objects.get().version == fixture.stage.version


def test_confirmed_ruling_is_recorded_in_one_write(official: Client) -> None:
    fixture = level_table()
    answer = confirm(
        official, f"partido={fixture.pk}", effect="award", in_favour_of=fixture.away.pk
    )
    ruling = Ruling.objects.get()
    assert answer.url == f"/admin/resoluciones/{ruling.pk}/"
    assert (ruling.effect, ruling.in_favour_of, ruling.home_goals) == ("award", fixture.away, None)
    assert (ruling.document, ruling.text) == ("Resolución 12", "Alineación indebida.")
    assert ruling.decided_on == dt.date(2030, 9, 8)
    assert ruling.history.get().history_user.username == "rosa"
    fixture.refresh_from_db()
    assert (fixture.home_goals, fixture.away_goals) == (2, 1)


def test_what_was_typed_comes_back_to_be_changed(official: Client) -> None:
    fixture = level_table()
    query = f"partido={fixture.pk}"
    half = ask(official, query, effect="award", in_favour_of=fixture.away.pk, away_goals=2)
    assert faults(half).keys() == {"home_goals"}
    assert half.context["form"]["away_goals"].value() == "2"
    preview = ask(
        official, query, effect="award", in_favour_of=fixture.away.pk, home_goals=0, away_goals=2
    )
    form = official.post(f"{NEW}?{query}", sent(preview, step="edit"))
    assert form.status_code == 200
    values = {field.name: field.value() for field in form.context["form"]}
    assert (values["effect"], values["away_goals"]) == ("award", "2")
    assert values["text"] == "Alineación indebida."
    assert not Ruling.objects.exists()


def test_every_fault_is_told_at_once(official: Client) -> None:
    fixture = level_table()
    answer = official.post(f"{NEW}?partido={fixture.pk}", {"effect": "award", "step": "preview"})
    assert faults(answer) == {
        "document": ["Este campo es obligatorio."],
        "decided_on": ["Este campo es obligatorio."],
        "in_favour_of": ["Indique a qué club favorece la resolución."],
    }
    answer = ask(
        official,
        f"partido={fixture.pk}",
        effect="award",
        in_favour_of=fixture.away.pk,
        home_goals=3,
        away_goals=0,
    )
    assert faults(answer) == {"in_favour_of": ["El marcador dado en mesa no favorece a Boca."]}


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"effect": "points"}, {"entry", "points"}),
        ({"effect": "replay", "makes_replay": "on", "replay_at": "15:30"}, {"replay_on"}),
        ({"effect": "exclusion"}, {"effect"}),
        ({}, {"effect"}),
    ],
)
def test_fields_that_an_effect_needs(
    official: Client, typed: dict[str, Any], fault: set[str]
) -> None:
    assert faults(ask(official, f"partido={level_table().pk}", **typed)).keys() == fault


def test_field_of_another_effect_is_not_read(official: Client) -> None:
    fixture = level_table()
    confirm(
        official,
        f"partido={fixture.pk}",
        effect="annulment",
        in_favour_of=fixture.away.pk,
        home_goals=3,
        away_goals="three",
        points=2,
    )
    ruling = Ruling.objects.get()
    assert (ruling.effect, ruling.in_favour_of, ruling.home_goals) == ("annulment", None, None)


def test_preview_is_shown_again_when_the_stage_is_another_one_by_now(official: Client) -> None:
    fixture = level_table()
    query = f"partido={fixture.pk}"
    preview = ask(official, query, effect="award", in_favour_of=fixture.away.pk)
    cali = Entry.objects.get(club__name="Cali")
    deduct(cali, 3)
    again = official.post(f"{NEW}?{query}", sent(preview, step="confirm"))
    assert "Mientras tanto se registró algo en esta etapa. Mire de nuevo el efecto." in text(again)
    assert not Ruling.objects.exists()
    official.post(f"{NEW}?{query}", sent(again, step="confirm"))
    assert Ruling.objects.get().effect == "award"


def test_walkover_takes_score_and_deduction_from_the_rules(official: Client) -> None:
    stage = single_table("Ada - Boca")
    stage.rule_set.walkover_goals, stage.rule_set.walkover_deduction = 2, 3
    stage.rule_set.save()
    fixture = Fixture.objects.get()
    query = f"partido={fixture.pk}"
    walkover = {"effect": "award", "in_favour_of": fixture.home.pk, "is_walkover": "on"}
    assert "Boca: 3 puntos menos" in text(ask(official, query, **walkover, takes_deduction="on"))
    confirm(official, query, **walkover, takes_deduction="on")
    ruling = Ruling.objects.get()
    assert (ruling.home_goals, ruling.away_goals, ruling.is_walkover) == (2, 0, True)
    assert [(row.entry, row.points) for row in ruling.adjustments.all()] == [(fixture.away, -3)]
    fixture.refresh_from_db()
    assert fixture.status == "not_played"


def test_deduction_may_be_left_out(official: Client) -> None:
    stage = single_table("Ada - Boca")
    stage.rule_set.walkover_deduction = 3
    stage.rule_set.save()
    fixture = Fixture.objects.get()
    confirm(official, f"partido={fixture.pk}", effect="double_loss", is_walkover="on")
    assert Ruling.objects.get().effect == "double_loss"
    assert not PointsAdjustment.objects.exists()


def test_replay_puts_the_new_match_in_the_calendar(official: Client) -> None:
    fixture = level_table()
    venue = VenueFactory()
    query = f"partido={fixture.pk}"
    replay = {"effect": "replay", "makes_replay": "on", "replay_on": "2030-09-20"}
    replay |= {"replay_at": "15:30", "replay_venue": venue.pk}
    assert "partido nuevo" in text(ask(official, query, **replay))
    assert Fixture.objects.count() == 2
    confirm(official, query, **replay)
    made = Fixture.objects.get(replaces=fixture)
    assert (made.home, made.away, made.venue) == (fixture.home, fixture.away, venue)
    assert (made.date, made.time) == (dt.date(2030, 9, 20), dt.time(15, 30))


def test_points_over_a_club(official: Client) -> None:
    ada = level_table().home
    confirm(official, f"inscrito={ada.pk}", effect="points", entry=ada.pk, way="take", points=2)
    ruling = Ruling.objects.get()
    assert (ruling.effect, ruling.entry, ruling.fixture) == ("points", ada, None)
    assert ruling.adjustments.get().points == -2


def test_points_over_a_club_may_be_given(official: Client) -> None:
    ada = level_table().home
    confirm(official, f"inscrito={ada.pk}", effect="points", entry=ada.pk, way="give", points=1)
    assert PointsAdjustment.objects.get().points == 1


def test_club_put_out_of_a_table_leaves_its_matches_to_the_rivals(official: Client) -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 1-0 Dos")
    coming = play(stage, "Cali - Ada", round_number=2)
    ada = entry(stage, "Ada")
    preview = ask(
        official,
        f"inscrito={ada.pk}",
        effect="exclusion",
        entry=ada.pk,
        unplayed="rivals",
        played="stand",
    )
    assert "Cali – Ada ·–· programado 3–0" in text(preview)
    assert "Ada: queda fuera de la etapa" in text(preview)
    official.post(f"{NEW}?inscrito={ada.pk}", sent(preview, step="confirm"))
    assert [(row.effect, row.fixture) for row in Ruling.objects.order_by("pk")] == [
        ("exclusion", None),
        ("award", coming),
    ]


def two_rounds() -> Matchup:
    """Ada beat Boca and stands in the final against Cali."""
    stage = knock_out()
    final = matchup(stage, "Ada", "Cali", round_number=2, key="final")
    semi = matchup(stage, "Ada", "Boca", "1-0", "0-0", key="semi", feeds=final)
    FixtureFactory(
        stage=stage,
        matchup=final,
        round=final.round,
        leg=1,
        home=entry(stage, "Ada"),
        away=entry(stage, "Cali"),
        date=dt.date(2030, 11, 3),
    )
    return semi


def test_ruling_that_turns_a_matchup_names_what_hangs_on_it(official: Client) -> None:
    semi = two_rounds()
    leg = semi.fixtures.get(leg=1)
    shown = text(ask(official, f"partido={leg.pk}", effect="award", in_favour_of=semi.second.pk))
    assert "Boca en lugar de Ada" in shown
    assert "Ada – Cali, 03/11/2030" in shown


def test_matchup_is_awarded_as_a_whole(official: Client) -> None:
    semi = two_rounds()
    confirm(official, f"llave={semi.pk}", effect="award", in_favour_of=semi.second.pk)
    ruling = Ruling.objects.get()
    assert (ruling.matchup, ruling.fixture, ruling.in_favour_of) == (semi, None, semi.second)


def test_club_put_out_of_the_matchup_of_a_leg(official: Client) -> None:
    semi = two_rounds()
    leg = semi.fixtures.get(leg=2)
    confirm(official, f"partido={leg.pk}", effect="exclusion", entry=semi.first.pk)
    ruling = Ruling.objects.get()
    assert (ruling.matchup, ruling.fixture, ruling.entry) == (semi, leg, semi.first)


def test_club_put_out_of_a_knock_out_loses_what_is_not_decided(official: Client) -> None:
    final = two_rounds().feeds
    ada = final.first
    confirm(official, f"inscrito={ada.pk}", effect="exclusion", entry=ada.pk)
    assert [(row.effect, row.matchup, row.entry) for row in Ruling.objects.order_by("pk")] == [
        ("exclusion", None, ada),
        ("exclusion", final, ada),
    ]
    assert final.fixtures.get().status == "not_played"


def test_claim_is_closed_by_its_ruling(official: Client) -> None:
    claim = ClaimFactory()
    confirm(
        official,
        f"reclamo={claim.pk}",
        effect="award",
        in_favour_of=claim.claimant.pk,
        closes_claim="upheld",
    )
    claim.refresh_from_db()
    assert (claim.state, Ruling.objects.get().claim) == ("upheld", claim)


def test_claim_is_upheld_unless_something_else_is_chosen(official: Client) -> None:
    query = f"reclamo={ClaimFactory().pk}"
    assert official.get(f"{NEW}?{query}").context["form"]["closes_claim"].value() == "upheld"
    confirm(official, query, effect="annulment", closes_claim="")
    assert Claim.objects.get().state == "open"


def test_claim_is_dismissed(official: Client) -> None:
    claim = ClaimFactory()
    query = f"reclamo={claim.pk}"
    typed = {"effect": "dismissal", "closes_claim": "upheld"}
    assert "Todos los resultados quedan como están." in text(ask(official, query, **typed))
    confirm(official, query, **typed)
    claim.refresh_from_db()
    assert (claim.state, Ruling.objects.get().effect) == ("rejected", "dismissal")


def test_claim_against_a_club_is_about_that_club(official: Client) -> None:
    stage = single_table("Ada 1-0 Boca")
    ada, boca = entry(stage, "Ada"), entry(stage, "Boca")
    claim = Claim.objects.create(stage=stage, claimant=boca, against=ada, grounds="Deuda.")
    page = official.get(f"{NEW}?reclamo={claim.pk}")
    assert page.context["form"]["entry"].field.choices == [
        ("", "—"),
        (ada.pk, "Ada"),
        (boca.pk, "Boca"),
    ]


def test_ruling_is_shown_with_what_taking_it_back_would_do(official: Client) -> None:
    fixture = level_table()
    ruling = RulingFactory(fixture=fixture, in_favour_of=fixture.away)
    path = f"/admin/resoluciones/{ruling.pk}/"
    assert official.get(path).status_code == 200
    preview = official.post(path, {"reason": "Apelación fundada", "step": "preview"})
    assert "Ada – Boca 01/09/2030 2–1 0–3 2–1" in text(preview)
    assert Ruling.objects.exists()
    official.post(path, sent(preview, reason="Apelación fundada", step="confirm"))
    assert not Ruling.objects.exists()
    assert Ruling.history.latest().history_change_reason == "Apelación fundada"


def test_ruling_is_not_taken_back_without_a_reason_nor_unseen(official: Client) -> None:
    fixture = level_table()
    ruling = RulingFactory(fixture=fixture, in_favour_of=fixture.away)
    path = f"/admin/resoluciones/{ruling.pk}/"
    assert faults(official.post(path, {"step": "confirm"})).keys() == {"reason"}
    answer = official.post(path, {"reason": "x", "seen": "1-alt", "step": "confirm"})
    assert faults(answer).keys() == {"__all__"}
    assert Ruling.objects.exists()


def test_paper_over_several_matches_is_taken_back_whole_or_in_part(official: Client) -> None:
    stage = single_table("Ada 2-1 Boca", "Cali 1-0 Dos")
    coming = play(stage, "Cali - Ada", round_number=2)
    ada = entry(stage, "Ada")
    confirm(official, f"inscrito={ada.pk}", effect="exclusion", entry=ada.pk)
    main = Ruling.objects.get(effect="exclusion")
    path = f"/admin/resoluciones/{main.pk}/"
    part = official.post(path, {"reason": "Apelación", "step": "preview"})
    assert "programado" not in text(part)
    whole = official.post(path, {"reason": "Apelación", "along": "on", "step": "preview"})
    assert "Cali – Ada ·–· 3–0 programado" in text(whole)
    official.post(path, sent(whole, reason="Apelación", along="on", step="confirm"))
    assert not Ruling.objects.exists()
    coming.refresh_from_db()
    assert coming.status == "scheduled"


def test_claim_is_filed_for_a_club_of_the_match(official: Client) -> None:
    fixture = level_table()
    typed = {"claimant": fixture.away.pk, "against": fixture.home.pk, "grounds": "Alineación."}
    typed |= {"filed_on": "2030-09-02", "deadline": "2030-09-05"}
    answer = official.post(f"/admin/reclamos/nuevo/?partido={fixture.pk}", typed)
    assert answer.url == "/admin/reclamos/"
    claim = Claim.objects.get()
    assert (claim.fixture, claim.claimant, claim.against) == (fixture, fixture.away, fixture.home)
    assert (claim.state, claim.deadline) == ("open", dt.date(2030, 9, 5))
    assert claim.history.get().history_user.username == "rosa"


def test_claim_is_filed_for_a_club_of_the_stage(official: Client) -> None:
    ada = level_table().home
    path = f"/admin/reclamos/nuevo/?inscrito={ada.pk}"
    offered = official.get(path).context["form"]["against"].field.choices
    assert [name for _, name in offered] == ["nadie en particular", "Boca", "Cali", "Dos"]
    official.post(path, {"claimant": ada.pk, "grounds": "Deuda.", "filed_on": "2030-09-02"})
    assert (Claim.objects.get().claimant, Claim.objects.get().fixture) == (ada, None)


def test_claim_that_contradicts_itself_is_refused_with_what_was_typed(official: Client) -> None:
    fixture = level_table()
    path = f"/admin/reclamos/nuevo/?partido={fixture.pk}"
    assert faults(official.post(path, {"grounds": "x"})).keys() == {"claimant", "filed_on"}
    typed = {"claimant": fixture.away.pk, "grounds": "Motivo.", "filed_on": "2030-09-02"}
    late = official.post(path, typed | {"deadline": "2030-09-01"})
    assert faults(late).keys() == {"deadline"}
    assert late.context["form"]["grounds"].value() == "Motivo."
    own = official.post(path, typed | {"against": fixture.away.pk})
    assert faults(own) == {"against": ["Un club no reclama contra sí mismo."]}


def test_list_of_claims_has_the_days_that_are_left(official: Client) -> None:
    today = timezone.localdate()
    for days, grounds in ((3, "Tercero."), (-2, "Primero."), (0, "Segundo."), (1, "Dos.")):
        ClaimFactory(grounds=grounds, deadline=today + dt.timedelta(days=days))
    ClaimFactory(grounds="Último.")
    ClaimFactory(grounds="Cerrado.", state="rejected")
    page = parse(official.get("/admin/reclamos/").content.decode())
    found = [
        tuple(p.text for p in item.all("p")[1:3]) for item in page.one("ul", "claims").all("li")
    ]
    assert found == [
        ("Primero.", "2 días de retraso."),
        ("Segundo.", "Se resuelve hoy."),
        ("Dos.", "Queda 1 día."),
        ("Tercero.", "Quedan 3 días."),
        ("Último.", "Sin plazo."),
    ]
    closed = parse(official.get("/admin/reclamos/?estado=rejected").content.decode())
    assert "Cerrado." in closed.one("ul", "claims").text
    assert official.get("/admin/reclamos/?estado=nada").status_code == 404


def test_club_takes_its_claim_back(official: Client) -> None:
    claim = ClaimFactory()
    path = f"/admin/reclamos/{claim.pk}/retirar/"
    assert official.get(path).status_code == 405
    official.post(path)
    claim.refresh_from_db()
    assert claim.state == "withdrawn"
    answer = official.post(path, follow=True)
    assert "El reclamo ya fue resuelto." in answer.content.decode()


def test_without_a_subject_the_page_offers_stages_and_what_is_in_them(official: Client) -> None:
    semi = two_rounds()
    stage = semi.round.stage
    assert f"?etapa={stage.pk}" in official.get(NEW).content.decode()
    inside = official.get(f"{NEW}?etapa={stage.pk}").content.decode()
    for query in (f"?llave={semi.pk}", f"?inscrito={semi.first.pk}", "?partido="):
        assert query in inside


@pytest.mark.parametrize("query", ["partido=x", "partido=", "partido=" + 17 * "9", "llave=-1"])
def test_nonsense_in_the_address_is_not_found(official: Client, query: str) -> None:
    assert official.get(f"{NEW}?{query}").status_code == 404


def paths(stage: Stage) -> dict[str, str]:
    """Every page of this module about rows of the stage."""
    fixture = stage.fixtures.first()
    claim = ClaimFactory(fixture=fixture)
    ruling = RulingFactory(fixture=fixture)
    return {
        "stage": f"{NEW}?etapa={stage.pk}",
        "match": f"{NEW}?partido={fixture.pk}",
        "club": f"{NEW}?inscrito={fixture.home.pk}",
        "claim": f"{NEW}?reclamo={claim.pk}",
        "ruling": f"/admin/resoluciones/{ruling.pk}/",
        "new claim": f"/admin/reclamos/nuevo/?partido={fixture.pk}",
    }


def test_official_of_another_branch_finds_nothing_and_changes_nothing(client: Client) -> None:
    mine, other = DepartmentalLeagueFactory(), DepartmentalLeagueFactory()
    theirs = single_table("Ada 2-1 Boca")
    own = single_table("Cali 1-0 Dos", year=2031)
    Stage.objects.filter(pk=theirs.pk).update(league=other)
    Stage.objects.filter(pk=own.pk).update(league=mine)
    client.force_login(official_of(mine))
    for name, path in paths(theirs).items():
        assert client.get(path).status_code == 404, name
        assert client.post(path, {"step": "confirm", "reason": "x"}).status_code == 404, name
    claim = Claim.objects.get(stage=theirs)
    assert client.post(f"/admin/reclamos/{claim.pk}/retirar/").status_code == 404
    for name, path in paths(own).items():
        assert client.get(path).status_code == 200, name
    listed = client.get("/admin/reclamos/").content.decode()
    assert "Cali" in listed
    assert "Ada" not in listed
    offered = client.get(NEW).content.decode()
    assert "2031" in offered
    assert "2030" not in offered


def test_delegate_sees_the_match_and_may_not_rule_on_it(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    delegate = AppointmentFactory(league=None, club=entry(stage, "Ada").club).user
    client.force_login(delegate)
    fixture = Fixture.objects.get()
    for path in (
        f"{NEW}?partido={fixture.pk}",
        f"{NEW}?inscrito={fixture.home.pk}",
        f"/admin/reclamos/nuevo/?partido={fixture.pk}",
        NEW,
    ):
        assert client.get(path).status_code == 403, path
        assert client.post(path).status_code in (403, 404), path


def test_nobody_without_an_office_comes_in(client: Client) -> None:
    fixture = level_table()
    assert client.get(f"{NEW}?partido={fixture.pk}").status_code == 302
    client.force_login(UserFactory())
    assert client.get(f"{NEW}?partido={fixture.pk}").status_code == 403
    assert client.get(NEW).status_code == 403


COUNTS = {"form": 9, "preview": 26, "claims": 3, "ruling": 11}


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(official: Client, rows: int) -> None:
    stage = single_table("Ada 2-1 Boca")
    for number in range(rows):
        fixture = play(stage, f"Local {number} 1-0 Visita {number}", round_number=1)
        ClaimFactory(fixture=fixture, deadline=dt.date(2030, 9, 9))
        RulingFactory(fixture=fixture)
        VenueFactory()
    fixture = Fixture.objects.get(home__club__name="Ada")
    ruling = RulingFactory(fixture=fixture, in_favour_of=fixture.away)
    path = f"{NEW}?partido={fixture.pk}"
    typed = {**PAPER, "effect": "award", "in_favour_of": fixture.away.pk, "step": "preview"}
    asked = {
        "form": lambda: official.get(path),
        "preview": lambda: official.post(path, typed),
        "claims": lambda: official.get("/admin/reclamos/"),
        "ruling": lambda: official.get(f"/admin/resoluciones/{ruling.pk}/"),
    }
    found = {}
    for name, load_page in asked.items():
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert load_page().status_code == 200
        found[name] = len(captured)
    assert found == COUNTS
