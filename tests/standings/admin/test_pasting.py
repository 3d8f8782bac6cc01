import re
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competitions.core.pasted import DOUBTS
from competitions.core.score import MatchFacts, Score, Status
from competitions.models import ClubAlias, Fixture, Round, Ruling, Stage
from competitions.services.results import record_result
from standings.admin import pasting
from standings.selectors.pasting import pasted
from tests.factories import (
    AdministratorFactory,
    AppointmentFactory,
    DepartmentalLeagueFactory,
    KnockOutFactory,
    LegFactory,
    MatchupFactory,
    RoundFactory,
    RuleSetFactory,
    RulingFactory,
    UserFactory,
    official_of,
)
from tests.standings.scenes import entry, single_table

pytestmark = pytest.mark.django_db

PLACES = ["Quillay", "Tambora", "Sarapampa", "Huaracmayo", "Chirimoto"]
KINDS = ["Unión", "Sport", "Juventud", "Alianza", "Defensor"]
WRITINGS = (
    "{h} {a}-{b} {w}",
    "• *{h}* {a} – {b} *{w}* ⚽",
    "{h} ({a}) vs. {w} ({b})",
    "{h} {a} a {b} {w} (Estadio Municipal)",
    "{n}.- {h}\n{a}-{b}\n{w}",
)


def signed_in(user: AbstractBaseUser) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client() -> Client:
    return signed_in(AdministratorFactory(username="rosa"))


@pytest.fixture
def round_() -> Round:
    """Unión Huaral – La Perla, Diablos Rojos – Aurora; of the stage also Ada and Boca."""
    stage = single_table("Unión Huaral - La Perla", "Diablos Rojos - Aurora")
    entry(stage, "Ada")
    entry(stage, "Boca")
    return stage.rounds.get()


def many(count: int) -> tuple[Round, list[tuple[str, str, int, int]]]:
    """A round of clubs whose names are much alike, and a result of each match."""
    names = [
        f"{kind} {place}" for kind in KINDS for place in (*PLACES, *(f"{p} Alto" for p in PLACES))
    ]
    pairs = list(zip(names[::2], names[1::2], strict=True))[:count]
    stage = single_table(*(f"{home} - {away}" for home, away in pairs))
    results = [(home, away, n % 4, n % 3) for n, (home, away) in enumerate(pairs)]
    return stage.rounds.get(), results


def written(results: list[tuple[str, str, int, int]]) -> str:
    """The results in five writings, by turns, as a message has them."""
    lines = [
        WRITINGS[n % 5].format(h=home, w=away, a=goals, b=against, n=n)
        for n, (home, away, goals, against) in enumerate(results)
    ]
    return "\n".join(["Buenas noches 👋", "Domingo 1 de setiembre", "15:00", *lines, "Saludos"])


def address(round_: Round) -> str:
    return reverse("admin:desk_pasting", args=[round_.pk])


def values_of(html: str) -> dict[str, str]:
    """What a browser would send from the form of the lines."""
    form = re.search(r'<form method="post" class="pasted">(.*?)</form>', html, re.DOTALL)
    data = {}
    for tag in re.findall(r"<input[^>]*>", form[1]):
        kind = re.search(r'type="([^"]+)"', tag)[1]
        if kind != "checkbox" or " checked" in tag:
            value = re.search(r'value="([^"]*)"', tag, re.DOTALL)
            data[re.search(r'name="([^"]+)"', tag)[1]] = value[1]
    for name, options in re.findall(r'<select name="([^"]+)">(.*?)</select>', form[1], re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else ""
    return data


def read(client: Client, round_: Round, text: str) -> tuple[str, dict[str, str]]:
    response = client.post(address(round_), {"text": text, "action": "read"})
    html = response.content.decode().replace("\u2060", "")
    return html, values_of(html) if 'class="pasted"' in html else {}


def record(client: Client, round_: Round, data: dict[str, str], **more: str) -> Any:
    return client.post(address(round_), {**data, "action": "record", **more})


def scores(round_: Round) -> list[str]:
    found = Fixture.objects.filter(round=round_).order_by("key")
    return [f"{f.home_goals}-{f.away_goals}" if f.home_goals is not None else "-" for f in found]


def test_page_asks_for_a_text(client: Client, round_: Round):
    html = client.get(address(round_)).content.decode()
    assert '<textarea id="text" name="text"' in html
    assert 'class="pasted"' not in html


def test_nothing_is_written_before_it_is_confirmed(client: Client, round_: Round):
    html, data = read(client, round_, "U. Huaral 2-1 La Perla\nAurora 1-0 Diablos Rojos")
    assert scores(round_) == ["-", "-"]
    assert data["take-1.1"] == "1"
    assert "take-2.1" not in data
    assert "Los clubes están al revés" in html


def test_a_round_of_25_in_five_writings_is_read_and_recorded(client: Client):
    round_, results = many(25)
    _html, data = read(client, round_, written(results))
    assert sum(name.startswith("take-") for name in data) == 25
    assert scores(round_) == ["-"] * 25
    response = record(client, round_, data)
    assert response.status_code == 302
    assert response.url.startswith(f"/admin/fechas/{round_.pk}/?desde=")
    found = {f.home.name: f.facts for f in Fixture.objects.filter(round=round_)}
    assert found == {
        home: MatchFacts(Status.PLAYED, Score(goals, against))
        for home, _, goals, against in results
    }


def test_what_is_sure_is_ticked_and_what_is_not_is_not(client: Client, round_: Round):
    html, data = read(client, round_, "Union Huarall 2-1 La Perla\nDiablos Rojos 1-1 Aurora")
    assert {name for name in data if name.startswith("take-")} == {"take-2.1"}
    assert "Un nombre solo se parece" in html
    record(client, round_, data)
    assert scores(round_) == ["-", "1-1"]
    assert not ClubAlias.objects.exists()


def test_a_spelling_that_is_accepted_becomes_another_name(client: Client, round_: Round):
    html, data = read(client, round_, "Union Huarall 2-1 La Perla")
    assert "«Union Huarall»" in html
    assert "take-1.1" not in data
    record(client, round_, {**data, "take-1.1": "1"})
    assert scores(round_) == ["2-1", "-"]
    alias = ClubAlias.objects.get()
    assert (alias.name, alias.club.name) == ("Union Huarall", "Unión Huaral")
    assert alias.history.get().history_user.username == "rosa"
    record_result(
        round_.fixtures.order_by("key")[0], result=MatchFacts(Status.SCHEDULED), actor=None
    )
    _, data = read(client, round_, "Union Huarall 2-1 La Perla")
    assert data["take-1.1"] == "1"


def test_a_fixture_is_chosen_by_hand_and_looked_at_before_it_is_recorded(
    client: Client, round_: Round
):
    first = round_.fixtures.order_by("key")[0]
    html, data = read(client, round_, "Los Felinos 3-0 Chalacos")
    assert "take-1.1" not in data
    chosen = {**data, "fixture-1.1": str(first.pk), "action": "read"}
    html = client.post(address(round_), chosen).content.decode()
    data = values_of(html)
    assert (data["fixture-1.1"], data["hand-1.1"]) == (str(first.pk), "1")
    assert "«Los Felinos»" in html
    assert data["take-1.1"] == "1"
    record(client, round_, data)
    assert scores(round_) == ["3-0", "-"]
    assert {alias.name for alias in ClubAlias.objects.all()} == {"Los Felinos", "Chalacos"}


def test_a_choice_that_nobody_saw_read_is_shown_first(client: Client, round_: Round):
    _first, second = round_.fixtures.order_by("key")
    _, data = read(client, round_, "Union Huarall 2-1 La Perla")
    response = record(client, round_, {**data, "take-1.1": "1", "fixture-1.1": str(second.pk)})
    assert response.status_code == 200
    assert "se leyó de nuevo" in response.content.decode()
    assert scores(round_) == ["-", "-"]
    record(client, round_, values_of(response.content.decode()))
    assert scores(round_) == ["-", "2-1"]


def test_none_of_the_round_leaves_a_line_out(client: Client, round_: Round):
    _, data = read(client, round_, "Union Huarall 2-1 La Perla")
    response = record(client, round_, {**data, "take-1.1": "1", "fixture-1.1": ""})
    assert "Ninguna línea está marcada" in response.content.decode()
    assert scores(round_) == ["-", "-"]


def test_a_line_is_written_anew_and_read_again(client: Client, round_: Round):
    html, data = read(client, round_, "Diablos Rojos 1-1 Aurora\nHuaral ganó 2-1 3-1")
    assert data["line-2.1"] == "Huaral ganó 2-1 3-1"
    response = record(client, round_, {**data, "line-2.1": "Unión Huaral 2-1 La Perla"})
    assert scores(round_) == ["-", "-"]
    html = response.content.decode()
    assert "se leyó de nuevo" in html
    data = values_of(html)
    assert {name for name in data if name.startswith("take-")} == {"take-1.1", "take-2.1"}
    record(client, round_, data)
    assert scores(round_) == ["2-1", "1-1"]


@pytest.mark.parametrize(
    "name", ["line-9.1", "line-x", "line-0.1", "fixture-1.1", "absent-1.1", "x"]
)
def test_fields_that_no_page_has_change_nothing(client: Client, round_: Round, name: str):
    _, data = read(client, round_, "Unión Huaral 2-1 La Perla")
    record(client, round_, {**data, name: "x"})
    assert scores(round_) == ["2-1", "-"]


def test_who_did_not_appear_is_chosen(client: Client, round_: Round):
    html, data = read(client, round_, "Unión Huaral W.O. La Perla")
    assert data["absent-1.1"] == "away"
    assert "take-1.1" not in data
    record(client, round_, {**data, "take-1.1": "1", "absent-1.1": "home"})
    ruling = Ruling.objects.get()
    assert (ruling.is_walkover, ruling.in_favour_of.name) == (True, "La Perla")
    html, _ = read(client, round_, "Unión Huaral 0-3 La Perla W.O.")
    assert "ya está registrado" in html


def test_a_match_that_was_put_off_loses_its_day(client: Client, round_: Round):
    _, data = read(client, round_, "Unión Huaral vs La Perla postergado")
    record(client, round_, data)
    fixture = round_.fixtures.order_by("key")[0]
    assert (fixture.status, fixture.date) == ("postponed", None)


def test_what_is_recorded_stands_beside_it_and_is_not_lost(client: Client, round_: Round):
    first, second = round_.fixtures.order_by("key")
    result = MatchFacts(Status.PLAYED, Score(2, 1), half_time=Score(1, 0))
    record_result(first, result=result, actor=None)
    record_result(second, result=MatchFacts(Status.PLAYED, Score(0, 0)), actor=None)
    html, data = read(client, round_, "Unión Huaral 2-1 La Perla\nDiablos Rojos 1-0 Aurora")
    assert not [name for name in data if name.startswith("take-")]
    assert "ya está registrado" in html
    assert "ahora: 0–0" in html
    assert "Ya está registrado otro resultado" in html
    record(client, round_, {**data, "take-2.1": "1"})
    assert scores(round_) == ["2-1", "1-0"]
    first.refresh_from_db()
    assert first.facts == result


def test_a_line_that_another_repeats_is_not_recorded_twice(client: Client, round_: Round):
    html, data = read(client, round_, "Unión Huaral 2-1 La Perla\nHuaral 2 - 1 La Perla")
    assert {name for name in data if name.startswith("take-")} == {"take-1.1"}
    assert "La línea 1 dice lo mismo" in html


def test_somebody_who_was_faster_is_not_overwritten(client: Client, round_: Round):
    _, data = read(client, round_, "Unión Huaral 2-1 La Perla\nDiablos Rojos 1-0 Aurora")
    first = round_.fixtures.order_by("key")[0]
    record_result(first, result=MatchFacts(Status.PLAYED, Score(0, 0)), actor=None)
    response = record(client, round_, data)
    assert scores(round_) == ["0-0", "-"]
    html = response.content.decode()
    assert "Ya está registrado otro resultado" in html
    assert {name for name in values_of(html) if name.startswith("take-")} == {"take-2.1"}


def test_an_official_result_changes_only_with_a_reason(client: Client, round_: Round):
    first = round_.fixtures.order_by("key")[0]
    record_result(first, result=MatchFacts(Status.PLAYED, Score(0, 0)), actor=None)
    Fixture.objects.filter(pk=first.pk).update(is_official=True)
    html, data = read(client, round_, "Unión Huaral 2-1 La Perla\nDiablos Rojos 1-0 Aurora")
    assert 'name="reason"' in html
    response = record(client, round_, {**data, "take-1.1": "1"})
    html = response.content.decode()
    assert scores(round_) == ["0-0", "1-0"]
    assert "1 partido no se registró" in html
    assert "1 resultado registrado" in html
    again = values_of(html)
    record(client, round_, {**again, "take-1.1": "1", "reason": "Planilla corregida"})
    assert scores(round_) == ["2-1", "1-0"]


def test_a_refused_row_keeps_no_spelling(client: Client, round_: Round):
    first = round_.fixtures.order_by("key")[0]
    record_result(first, result=MatchFacts(Status.PLAYED, Score(0, 0)), actor=None)
    Fixture.objects.filter(pk=first.pk).update(is_official=True)
    _, data = read(client, round_, "Union Huarall 2-1 La Perla")
    record(client, round_, {**data, "take-1.1": "1"})
    assert scores(round_) == ["0-0", "-"]
    assert not ClubAlias.objects.exists()


@pytest.mark.parametrize("settlement", ["away_goals penalties", "away_goals"])
def test_numbers_in_brackets_are_penalties_where_the_last_leg_may_end_in_them(settlement: str):
    stage = KnockOutFactory()
    RuleSetFactory(stage=stage, settlement=settlement)
    round_ = RoundFactory(stage=stage, number=1)
    matchup = MatchupFactory(round=round_, first=entry(stage, "Ada"), second=entry(stage, "Boca"))
    LegFactory(matchup=matchup, leg=1)
    LegFactory(matchup=matchup, leg=2)
    pairings = [fixture.pairing for fixture in pasted(round_, text="").left_over]
    shoots = "penalties" in settlement
    assert [(p.second_leg, p.shoot_out) for p in pairings] == [(False, False), (True, shoots)]


def test_both_clubs_may_have_stayed_away(client: Client, round_: Round):
    _, data = read(client, round_, "Unión Huaral W.O. La Perla")
    record(client, round_, {**data, "take-1.1": "1", "absent-1.1": "both"})
    assert Ruling.objects.get().in_favour_of is None
    html, _ = read(client, round_, "Unión Huaral 2-1 La Perla")
    assert "Hay una resolución sobre este partido" in html
    assert "W.O., no se presentó: Ninguno de los dos" in html


def test_the_latest_walkover_is_the_one_that_holds(client: Client, round_: Round):
    fixture = round_.fixtures.order_by("key")[0]
    for day, winner in (("2030-09-02", fixture.home), ("2030-09-03", fixture.away)):
        RulingFactory(
            stage=round_.stage,
            fixture=fixture,
            in_favour_of=winner,
            is_walkover=True,
            decided_on=day,
        )
    (found, _) = pasted(round_, text="").left_over
    assert (found.now.absent, found.pairing.walkover) == ("home", "away")


def test_every_part_of_a_result_is_told(client: Client):
    stage = KnockOutFactory()
    RuleSetFactory(stage=stage, settlement="extra_time penalties")
    round_ = RoundFactory(stage=stage, number=1)
    matchup = MatchupFactory(
        round=round_, first=entry(stage, "Ada"), second=entry(stage, "Boca"), legs=1
    )
    LegFactory(matchup=matchup, leg=1, score="1-1", half="1-0", extra="2-2", penalties="4-3")
    html, _ = read(client, round_, "Ada 1-1 Boca")
    assert "1–1 (1–0), tras el suplementario 2–2, penales 4–3" in html.replace("\u2060", "")
    html, _ = read(client, round_, "Ada 1-1 Boca (suspendido)")
    assert "1–1, Suspendido" in html.replace("\u2060", "")


@pytest.mark.parametrize("text", ["", "Hola a todos", "Sábado 16"])
def test_a_text_without_results_says_so(client: Client, round_: Round, text: str):
    html, data = read(client, round_, text)
    assert "Ninguna línea parece un resultado" in html
    assert data == {}


@pytest.mark.parametrize("text", ["x" * 12_001, "x\n" * 301])
def test_a_text_that_is_too_long_is_refused_and_kept(client: Client, round_: Round, text: str):
    response = client.post(address(round_), {"text": text})
    assert response.status_code == 400
    assert "una fecha por vez" in response.content.decode()
    assert text[:300] in response.content.decode().replace("\r", "")


def test_what_was_pasted_is_escaped(client: Client, round_: Round):
    html, _ = read(client, round_, "<script>alert(1)</script> 2-1 <b>La Perla</b>")
    assert "<script>alert" not in html
    assert "&lt;b&gt;La Perla" in html


def test_every_doubt_has_its_sentence():
    assert set(pasting.DOUBTS) == {*DOUBTS, "unread"}


# Who may


def test_official_of_the_league_pastes_and_others_are_refused(round_: Round):
    stage = round_.stage
    own = DepartmentalLeagueFactory()
    Stage.objects.filter(pk=stage.pk).update(league=own)
    other = single_table("Ada - Boca", year=2031).rounds.get()
    assert signed_in(official_of(own)).get(address(round_)).status_code == 200
    stranger = signed_in(official_of(DepartmentalLeagueFactory()))
    assert stranger.get(address(round_)).status_code == 404
    assert stranger.post(address(round_), {"text": "Ada 2-1 Boca"}).status_code == 404
    assert signed_in(official_of(own)).get(address(other)).status_code in (403, 404)


def test_delegate_sees_the_round_and_may_not_paste(round_: Round):
    club = entry(round_.stage, "La Perla").club
    delegate = signed_in(AppointmentFactory(league=None, club=club).user)
    assert delegate.get(address(round_)).status_code == 403
    assert delegate.post(address(round_), {"text": "Ada 2-1 Boca"}).status_code == 403


def test_nobody_else_reaches_the_page(round_: Round):
    assert Client().get(address(round_)).status_code == 302
    assert signed_in(UserFactory(is_staff=False)).get(address(round_)).status_code == 302
    assert signed_in(AdministratorFactory()).get("/admin/fechas/999999/pegar/").status_code == 404


def test_a_form_without_its_token_is_refused(round_: Round):
    client = Client(enforce_csrf_checks=True)
    client.force_login(AdministratorFactory())
    assert client.post(address(round_), {"text": "Ada 2-1 Boca"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3, 25])
def test_queries_do_not_grow_with_the_lines(client: Client, count: int):
    round_, results = many(count)
    text = written(results)
    with CaptureQueriesContext(
        connection,
    ) as reading:
        _, data = read(client, round_, text)
    with CaptureQueriesContext(connection) as recording:
        record(client, round_, data)
    assert scores(round_) != ["-"] * count
    assert (len(reading), len(recording)) == (7, 21)
