"""The rules editor: what it shows, refuses, saves and tries out."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competitions.models import RuleSet, Stage, TiebreakRule, Zone
from competitions.services.rules import save_rules
from tests.factories import (
    AdministratorFactory,
    AppointmentFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    GroupFactory,
    GroupStageFactory,
    KnockOutFactory,
    LeagueFactory,
    RoundFactory,
    RuleSetFactory,
    SeasonFactory,
    StageFactory,
    ZoneFactory,
    official_of,
)
from tests.standings.scenes import knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(AdministratorFactory(username="rosa"))
    return client


def address(stage: Stage, **query: str) -> str:
    found = reverse("admin:desk_rules", args=[stage.pk])
    return f"{found}?preset={query['preset']}" if query else found


def sent(response: HttpResponse, **typed: object) -> dict[str, Any]:
    """What the form on the page sends, with what is typed over it; None takes a field out."""
    form = response.context["form"]
    parts = [form.rules, form.criteria, form.steps, form.zones.management_form, *form.zones.forms]
    values = {field.html_name: field.value() for part in parts for field in part}
    values |= {"seen": form.token, "change_reason": form.reason, "_save": "1"}
    values |= {name.replace("__", "-"): value for name, value in typed.items()}
    return {
        name: value for name, value in values.items() if value is not None and value is not False
    }


def table_with(*codes: str) -> Stage:
    """A table without results whose zones are "pasan" and then those with these codes."""
    stage = single_table("Ada - Boca")
    Zone.objects.update(position=1)
    for position, code in enumerate(codes, start=2):
        ZoneFactory(
            rule_set=stage.rule_set, code=code, position=position, first_place=3, last_place=4
        )
    return stage


def order(stage: Stage) -> list[tuple[str, dict[str, Any]]]:
    rules = TiebreakRule.objects.filter(rule_set__stage=stage).order_by("position")
    return list(rules.values_list("criterion", "options"))


def numbers(response: HttpResponse) -> list[str]:
    return [row.code for row in response.context["form"].criteria.used]


def faults(response: HttpResponse) -> dict[str, list[str]]:
    form = response.context["form"]
    found = {"": form.faults, "change_reason": form.reason_faults}
    parts = {"rules": form.rules, "criteria": form.criteria, "steps": form.steps}
    parts |= {zone.prefix: zone for zone in form.zones.forms}
    for prefix, part in parts.items():
        for name, errors in part.errors.items():
            found[f"{prefix}-{name}"] = errors
    return {name: [str(fault) for fault in some] for name, some in found.items() if some}


def test_page_shows_the_rules_as_recorded(official: Client) -> None:
    stage = single_table(
        "Ada 2-1 Boca", criteria=["points", ("relative_points", {"walkovers": False}), "lots"]
    )
    response = official.get(address(stage))
    assert response.status_code == 200
    assert numbers(response) == ["points", "relative_points", "lots"]
    form = response.context["form"]
    assert form.criteria["relative_points-walkovers"].value() == "no"
    assert len(form.criteria.unused) == 16
    assert [zone["code"].value() for zone in form.zones.forms] == ["pasan", None]
    assert "Ya hay resultados" in response.content.decode()


def test_stage_without_rules_gets_its_first_ones(official: Client) -> None:
    stage = StageFactory()
    response = official.get(address(stage))
    assert "Ya hay resultados" not in response.content.decode()
    data = sent(response, criteria__points=1, criteria__wins=2, rules__points_win=2)
    answer = official.post(address(stage), data)
    assert (answer.status_code, answer["Location"]) == (302, address(stage))
    assert order(stage) == [("points", {}), ("wins", {})]
    assert RuleSet.objects.get(stage=stage).points_win == 2


def test_what_is_not_changed_is_not_written(official: Client) -> None:
    stage = single_table(
        "Ada 2-1 Boca", criteria=["points", ("relative_points", {"rival_total": "final"})]
    )
    Zone.objects.update(position=1)
    before = [model.history.count() for model in (RuleSet, TiebreakRule, Zone)]
    data = sent(official.get(address(stage)), change_reason="Nada")
    assert official.post(address(stage), data).status_code == 302
    assert [model.history.count() for model in (RuleSet, TiebreakRule, Zone)] == before
    assert Stage.objects.get().version == stage.version


def test_criteria_are_put_in_order_by_number_with_their_options(official: Client) -> None:
    stage = single_table("Ada - Boca", criteria=["points", "goal_difference", "lots"])
    data = sent(
        official.get(address(stage)),
        criteria__goal_difference=None,
        criteria__lots=90,
        criteria__relative_points=15,
        **{"criteria-relative_points-rival_total": "at_time"},
        **{"criteria-relative_points-deductions": "no"},
    )
    assert official.post(address(stage), data).status_code == 302
    assert order(stage) == [
        ("points", {}),
        ("relative_points", {"rival_total": "at_time", "deductions": False}),
        ("lots", {}),
    ]


def test_settlement_and_texts_are_saved(official: Client) -> None:
    stage = knock_out(settlement="away_goals penalties")
    data = sent(
        official.get(address(stage)),
        steps__away_goals=None,
        steps__extra_time=1,
        steps__penalties=2,
        rules__document="Bases 2030, art. 4",
        rules__text="Tiempo extra y penales.",
    )
    assert official.post(address(stage), data).status_code == 302
    rules = RuleSet.objects.get(stage=stage)
    assert rules.settlement == "extra_time penalties"
    assert (rules.document, rules.text) == ("Bases 2030, art. 4", "Tiempo extra y penales.")


def test_all_faults_stand_at_their_fields_and_what_was_typed_stays(official: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    data = sent(
        official.get(address(stage)),
        rules__points_win="-1",
        criteria__wins=1,
        zones__0__last_place=0,
        zones__1__name="Otra",
        steps__lots="x",
    )
    answer = official.post(address(stage), data)
    assert answer.status_code == 422
    assert faults(answer) == {
        "change_reason": ["Ya hay resultados. Diga por qué cambian las reglas."],
        "rules-points_win": ["Asegúrese de que este valor es mayor o igual a 0."],
        "criteria-points": ["Dos filas tienen el mismo puesto en el orden."],
        "criteria-wins": ["Dos filas tienen el mismo puesto en el orden."],
        "steps-lots": ["Introduzca un número entero."],
        "zones-0-first_place": ["Una zona de puestos va de un puesto al mismo o a uno posterior."],
        "zones-1-letter": ["Este campo es obligatorio."],
        "zones-1-tone": ["Este campo es obligatorio."],
        "zones-1-first_place": ["Una zona de puestos va de un puesto al mismo o a uno posterior."],
    }
    form = answer.context["form"]
    assert form.rules["points_win"].value() == "-1"
    assert form.zones.forms[1]["name"].value() == "Otra"


@pytest.mark.parametrize(
    ("kind", "field"),
    [("best_nth", "nth"), ("places", "first_place")],
)
def test_zone_needs_what_its_kind_is_about(official: Client, kind: str, field: str) -> None:
    stage = single_table("Ada - Boca")
    data = sent(
        official.get(address(stage)), zones__0__kind=kind, zones__0__first_place=None
    )  # fmt: skip
    assert list(faults(official.post(address(stage), data))) == [f"zones-0-{field}"]


def test_zone_of_winners_needs_its_round(official: Client) -> None:
    stage = knock_out()
    RoundFactory(stage=stage, number=1, name="Semifinales")
    response = official.get(address(stage))
    assert ">Semifinales<" in response.content.decode()
    zone = {"zones-0-name": "Pasan", "zones-0-letter": "P", "zones-0-tone": "through"}
    data = sent(response, **zone)
    assert list(faults(official.post(address(stage), data))) == ["zones-0-round_number"]
    data["zones-0-round_number"] = "1"
    assert official.post(address(stage), data).status_code == 302
    assert Zone.objects.get().kind == "winners"


def test_table_without_criteria_is_refused_before_the_service_is_asked(official: Client) -> None:
    stage = single_table("Ada - Boca", criteria=["points"])
    data = sent(official.get(address(stage)), criteria__points=None)
    found = faults(official.post(address(stage), data))
    assert found == {
        "criteria-__all__": [
            "La lista de criterios está vacía. Una tabla necesita al menos uno para ordenar a sus "
            "clubes."
        ]
    }


def test_what_only_the_service_knows_stands_at_its_zone_too(official: Client) -> None:
    stage = table_with("fuera")
    data = sent(official.get(address(stage)), zones__1__letter="Q", zones__1__code="no es código")
    found = faults(official.post(address(stage), data))
    assert list(found) == ["zones-1-code"]
    assert not Zone.objects.filter(letter="Q").exists()


def test_numbers_beyond_any_cup_are_refused(official: Client) -> None:
    stage = table_with()
    data = sent(official.get(address(stage)), rules__points_win=1000, zones__0__last_place=1000)
    found = faults(official.post(address(stage), data))
    assert list(found) == ["rules-points_win", "zones-0-last_place"]


def test_zones_are_added_moved_and_taken_out(official: Client) -> None:
    stage = table_with("fuera")
    following = KnockOutFactory(season=stage.season, slug="eliminatorias")
    data = sent(
        official.get(address(stage)),
        zones__0__DELETE="on",
        zones__1__position=2,
        zones__2__position=1,
        zones__2__name="Clasifican a la llave",
        zones__2__letter="C",
        zones__2__tone="through",
        zones__2__first_place=1,
        zones__2__last_place=8,
        zones__2__leads_to=following.pk,
    )
    assert official.post(address(stage), data).status_code == 302
    found = Zone.objects.order_by("position").values_list("code", "position", "leads_to")
    assert list(found) == [("clasifican-a-la-l", 1, following.pk), ("fuera", 2, None)]


def test_two_zones_of_the_same_name_get_codes_of_their_own(official: Client) -> None:
    stage = single_table("Ada - Boca")
    Zone.objects.update(code="pasan", name="Pasan")
    zone = {"name": "Pasan", "letter": "P", "tone": "through", "first_place": 3, "last_place": 4}
    data = sent(official.get(address(stage)), **{f"zones-1-{k}": v for k, v in zone.items()})
    assert official.post(address(stage), data).status_code == 302
    assert list(Zone.objects.order_by("position").values_list("code", flat=True)) == [
        "pasan",
        "pasan-2",
    ]


def test_two_zones_in_the_same_place_are_refused(official: Client) -> None:
    stage = table_with("fuera")
    data = sent(official.get(address(stage)), zones__0__position=2)
    found = faults(official.post(address(stage), data))
    assert found == {"zones-1-position": ["Dos zonas tienen el mismo puesto en el orden."]}


def test_zone_leads_to_a_stage_of_its_own_season_only(official: Client) -> None:
    stage = single_table("Ada - Boca", year=2030)
    other = KnockOutFactory(season=SeasonFactory(year=2031))
    data = sent(official.get(address(stage)), zones__0__leads_to=other.pk)
    assert list(faults(official.post(address(stage), data))) == ["zones-0-leads_to"]
    data = sent(official.get(address(stage)), zones__0__leads_to=stage.pk)
    assert list(faults(official.post(address(stage), data))) == ["zones-0-leads_to"]


def test_zone_of_some_groups_keeps_them(official: Client) -> None:
    stage = GroupStageFactory()
    GroupFactory(stage=stage, code="a")
    GroupFactory(stage=stage, code="b")
    rules = RuleSetFactory(stage=stage)
    ZoneFactory(rule_set=rules, code="z", groups="b", position=1)
    data = sent(official.get(address(stage)))
    assert data["zones-0-groups"] == ["b"]
    data["zones-0-groups"] = ["a", "b"]
    assert official.post(address(stage), data).status_code == 302
    assert Zone.objects.get().groups == "a b"


def test_rules_in_force_change_with_a_reason_that_stays_with_both_lists(official: Client) -> None:
    stage = single_table("Ada 2-1 Boca", criteria=["points", "goal_difference", "lots"])
    data = sent(official.get(address(stage)), criteria__goal_difference=None, criteria__wins=2)
    assert list(faults(official.post(address(stage), data))) == ["change_reason"]
    data["change_reason"] = "Acuerdo de liga 14"
    assert official.post(address(stage), data).status_code == 302
    assert order(stage) == [("points", {}), ("wins", {}), ("lots", {})]
    change = official.get(address(stage)).context["changes"][0]
    assert (change.who.username, change.reason) == ("rosa", "Acuerdo de liga 14")
    assert [c.code for c in change.before.criteria] == ["points", "goal_difference", "lots"]
    assert [c.code for c in change.after.criteria] == ["points", "wins", "lots"]
    assert change.changes_criteria
    assert not change.changes_zones
    assert not change.changes_points


def test_reason_that_is_too_long_is_told_and_kept(official: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    data = sent(official.get(address(stage)), change_reason="x" * 101)
    answer = official.post(address(stage), data)
    assert faults(answer) == {"change_reason": ["Dígalo en no más de 100 caracteres."]}
    assert answer.context["form"].reason == "x" * 101


def test_who_saves_second_is_told_and_keeps_what_he_typed(official: Client) -> None:
    stage = single_table("Ada - Boca", criteria=["points", "lots"])
    data = sent(official.get(address(stage)), criteria__lots=None, criteria__wins=2)
    rules = RuleSet.objects.get(stage=stage)
    save_rules(rules, criteria=[("points", {}), ("goals_for", {})], actor=AdministratorFactory())
    answer = official.post(address(stage), data)
    assert answer.status_code == 422
    assert "Alguien cambió esto" in " ".join(faults(answer)[""])
    assert numbers(answer) == ["points", "wins"]
    assert order(stage) == [("points", {}), ("goals_for", {})]
    assert [c.code for c in answer.context["changes"][0].after.criteria] == ["points", "goals_for"]
    again = sent(answer)
    assert official.post(address(stage), again).status_code == 302
    assert order(stage) == [("points", {}), ("wins", {})]


def test_first_rules_recorded_by_somebody_else_meanwhile_are_not_lost(official: Client) -> None:
    stage = StageFactory()
    data = sent(official.get(address(stage)), criteria__points=1)
    save_rules(RuleSet(stage=stage), criteria=[("wins", {})], actor=None)
    assert official.post(address(stage), data).status_code == 422
    assert order(stage) == [("wins", {})]


def test_preset_fills_the_form_and_writes_nothing(official: Client) -> None:
    stage = single_table("Ada - Boca", criteria=["points"])
    following = KnockOutFactory(season=stage.season, slug="eliminatorias")
    response = official.get(address(stage, preset="nacional-2024"))
    assert len(numbers(response)) == 10
    assert numbers(response)[:2] == ["points", "relative_points"]
    form = response.context["form"]
    assert [zone["code"].value() for zone in form.zones.forms[:3]] == [
        "dieciseisavos",
        "eliminados",
        "liga-3",
    ]
    assert form.zones.forms[0]["leads_to"].value() == following.pk
    assert form.rules["document"].value() == "Criterios de desempate de la tabla única, 2024"
    assert "No se sabe si el total del rival" in response.content.decode()
    assert order(stage) == [("points", {})]
    assert official.post(address(stage), sent(response)).status_code == 302
    assert len(order(stage)) == 10
    assert set(Zone.objects.values_list("code", flat=True)) == {
        "dieciseisavos",
        "eliminados",
        "liga-3",
    }


def test_preset_keeps_a_zone_of_the_same_code(official: Client) -> None:
    stage = single_table("Ada - Boca")
    Zone.objects.update(code="dieciseisavos")
    key = Zone.objects.get().pk
    response = official.get(address(stage, preset="nacional-2023"))
    assert official.post(address(stage), sent(response)).status_code == 302
    assert Zone.objects.get(code="dieciseisavos").pk == key
    assert Zone.objects.get(code="dieciseisavos").last_place == 32


def test_preset_leaves_out_zones_of_groups_that_the_stage_lacks(official: Client) -> None:
    stage = GroupStageFactory()
    GroupFactory(stage=stage, code="III")
    response = official.get(address(stage, preset="regional-2013"))
    form = response.context["form"]
    assert [zone["code"].value() for zone in form.zones.forms] == ["nacional-iii", None]
    assert len(response.context["draft"].left_out) == 4
    assert form.zones.forms[0]["leads_to"].value() is None


def test_presets_are_those_of_the_kind_of_stage(official: Client) -> None:
    codes = {
        kind: [preset.code for preset in official.get(address(stage)).context["presets"]]
        for kind, stage in (("table", StageFactory()), ("knock-out", KnockOutFactory()))
    }
    assert "futbol" in codes["table"]
    assert "llaves" in codes["knock-out"]
    assert not set(codes["table"]) & set(codes["knock-out"])
    strange = official.get(address(StageFactory(), preset="nada"))
    assert (strange.status_code, numbers(strange)) == (200, [])


def test_try_it_shows_both_tables_and_writes_nothing(official: Client) -> None:
    stage = single_table("Ada 5-4 Cali", "Boca 3-0 Deza", cut=1)
    response = official.get(address(stage))
    data = sent(response, criteria__goal_difference=None, criteria__lots=None, _try="1")
    answer = official.post(address(stage), data)
    assert answer.status_code == 200
    tried = answer.context["tried"]
    assert [(r.club.name, r.before.place, r.after.place) for r in tried.tables[0].rows] == [
        ("Ada", 2, 1),
        ("Boca", 1, 2),
        ("Cali", 3, 3),
        ("Deza", 4, 4),
    ]
    assert numbers(answer) == ["points", "goals_for"]
    assert len(order(stage)) == 4
    text = answer.content.decode()
    assert "gana: Pasan" in text
    assert "pierde: Pasan" in text


def test_try_it_takes_the_zones_as_typed_for_this_stage_and_its_own_for_others(
    official: Client,
) -> None:
    stage = single_table("Ada 5-4 Cali", "Boca 3-0 Deza", cut=1, year=2030)
    elsewhere = single_table("Ada 5-4 Cali", "Boca 3-0 Deza", cut=1, year=2031)
    response = official.get(address(stage))
    data = sent(response, zones__0__last_place=2, _try="1", trial_stage=stage.pk)
    zones = official.post(address(stage), data).context["tried"].consequences.zones
    assert [[club.name for club in change.entered] for change in zones] == [["Ada"]]
    data["trial_stage"] = elsewhere.pk
    answer = official.post(address(stage), data)
    assert answer.context["tried"].consequences.is_empty
    assert "Las zonas son las de esa etapa." in answer.content.decode()


def test_try_it_with_faults_says_why_not(official: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    data = sent(official.get(address(stage)), criteria__points="x", _try="1")
    answer = official.post(address(stage), data)
    assert answer.status_code == 422
    assert answer.context["tried"] is None
    assert list(faults(answer)) == ["criteria-points"]


def test_try_it_on_a_knock_out_names_the_matchups_that_turn(official: Client) -> None:
    stage = knock_out(settlement="away_goals penalties")
    matchup(stage, "Ada", "Boca", "1-0", "2-1 p 4-3")
    data = sent(official.get(address(stage)), steps__away_goals=None, _try="1")
    answer = official.post(address(stage), data)
    assert [c.turn for c in answer.context["tried"].consequences.matchups] == ["turned"]
    assert "<b>1</b> de 1 llave" in answer.content.decode()


def test_stage_without_results_anywhere_has_nothing_to_try_on(official: Client) -> None:
    stage = single_table("Ada - Boca")
    response = official.get(address(stage))
    assert response.context["triable"] == []
    data = sent(response, _try="1")
    assert official.post(address(stage), data).context["tried"] is None


def test_archived_seasons_are_tried_by_those_who_see_them_only(client: Client) -> None:
    league = DepartmentalLeagueFactory()
    own = StageFactory(league=league, season=SeasonFactory(year=2030))
    play(own, "Ada 1-0 Boca")
    hidden = single_table("Ada 2-1 Boca", year=2031)
    hidden.season.is_archived = True
    hidden.season.save()
    client.force_login(official_of(league))
    response = client.get(address(own))
    assert response.context["triable"] == [own]
    data = sent(response, criteria__points=1, _try="1", trial_stage=hidden.pk)
    assert client.post(address(own), data).context["tried"].before.pk == own.pk


def test_another_branch_is_not_found_and_a_delegate_is_refused(client: Client) -> None:
    league, other = DepartmentalLeagueFactory(), DepartmentalLeagueFactory()
    stage = StageFactory(league=league)
    rules = RuleSetFactory(stage=stage, criteria=["points"])
    reached = {}
    for name, user in {
        "own": official_of(league),
        "other": official_of(other),
        "delegate": AppointmentFactory(league=None, club=ClubFactory()).user,
    }.items():
        client.force_login(user)
        get, post = client.get(address(stage)), client.post(address(stage), {"_save": "1"})
        reached[name] = (get.status_code, post.status_code)
        assert (stage.name in get.content.decode()) == (name == "own")
    assert reached == {"own": (200, 422), "other": (404, 404), "delegate": (403, 403)}
    assert rules.tiebreaks.count() == 1


def test_nobody_in_particular_is_sent_to_the_login(client: Client) -> None:
    assert client.get(address(StageFactory())).status_code == 302


@pytest.mark.parametrize("rows", [1, 4])
def test_queries_do_not_grow_with_the_rows(official: Client, rows: int) -> None:
    stage = single_table(*(f"Local {n} 2-1 Visita {n}" for n in range(rows)))
    following = KnockOutFactory(season=stage.season)
    for n in range(rows):
        ZoneFactory(rule_set=stage.rule_set, position=n + 2, leads_to=following)
        GroupFactory(stage=stage)
        single_table("Ada 2-1 Boca", year=2040 + n)
    response = official.get(address(stage))
    data = sent(response, _try="1")
    cache.clear()
    counts = []
    for ask in (
        lambda: official.get(address(stage)),
        lambda: official.get(address(stage, preset="nacional-2024")),
        lambda: official.post(address(stage), data),
        lambda: official.post(address(stage), data),
    ):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert ask().status_code == 200
        counts.append(len(queries))
    # Trying reads the snapshot of the stage the first time, and nothing the second time.
    assert counts == [13, 13, 18, 13]


def test_plain_forms_of_the_rules_and_of_the_stage_lead_here(official: Client) -> None:
    rules = RuleSetFactory()
    for model, pk in (("ruleset", rules.pk), ("stage", rules.stage_id)):
        form = reverse(f"admin:competitions_{model}_change", args=[pk])
        assert f'href="{address(rules.stage)}"' in official.get(form).content.decode()


def test_how_fixtures_are_made_is_part_of_the_rules(official: Client) -> None:
    table = single_table("Ada - Boca")
    Zone.objects.update(position=1)
    data = sent(
        official.get(address(table)), rules__legs=2, rules__carry="bonus", rules__bonus="3 2 1"
    )
    assert official.post(address(table), data).status_code == 302
    rules = RuleSet.objects.get(stage=table)
    assert (rules.legs, rules.carry, rules.bonus_points) == (2, "bonus", (3, 2, 1))

    data = sent(official.get(address(table)), rules__bonus="3, dos")
    answer = official.post(address(table), data)
    assert answer.status_code == 422
    assert "como en «3 2 1»" in faults(answer)["rules-bonus"][0]

    stage = knock_out()
    data = sent(
        official.get(address(stage)), rules__pairing="fixed_slots", rules__slots="1A v 2B; 1B v"
    )
    answer = official.post(address(stage), data)
    assert "El emparejamiento 2, «1B v»" in faults(answer)["rules-slots"][0]
    data = sent(answer, rules__slots="1A v 2B; 1B v 2A", rules__pairs_anew="on")
    assert official.post(address(stage), data).status_code == 302
    rules = RuleSet.objects.get(stage=stage)
    assert (rules.slots, rules.pairs_anew) == ("1A v 2B; 1B v 2A", True)


def test_zone_of_a_season_of_many_stages_leads_to_its_league_and_those_above(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standings.admin.rules._STAGES_OFFERED", 2)
    above = DepartmentalLeagueFactory()
    own = LeagueFactory(
        level="district", parent=above, department=above.department, slug="vice", name="Vice"
    )
    stage = StageFactory(league=own, position=1)
    next_up = StageFactory(league=above, season=stage.season, position=2)
    far = [
        StageFactory(season=stage.season, league=DepartmentalLeagueFactory(), position=3)
        for _ in range(3)
    ]
    RuleSetFactory(stage=stage)
    ZoneFactory(rule_set=stage.rule_set, leads_to=far[0])
    client.force_login(AdministratorFactory())
    page = client.get(f"/admin/etapas/{stage.pk}/reglas/").content.decode()
    offered = {s.pk for s in (next_up, *far) if f">{s.label}</option>" in page}
    assert offered == {next_up.pk, far[0].pk}
