"""What an official does in the admin, and what the page says."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from competitions.models import (
    Club,
    ClubAlias,
    Entry,
    Fixture,
    Goal,
    League,
    LotsDrawn,
    PointsAdjustment,
    QualifierList,
    Round,
    RuleSet,
    Ruling,
    Season,
    Stage,
    TiebreakRule,
)
from tests.competitions.test_admin import errors, page, typed
from tests.factories import (
    AdministratorFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    EntryFactory,
    FixtureFactory,
    GoalFactory,
    GroupStageFactory,
    LeagueFactory,
    LegFactory,
    LotsDrawnFactory,
    PointsAdjustmentFactory,
    QualifierListFactory,
    RoundFactory,
    RuleSetFactory,
    RulingFactory,
    SeasonFactory,
    StageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(AdministratorFactory(username="rosa"))
    return client


def opened(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send of the page as it was opened."""
    return everything(client.get(address))


def everything(response: Any) -> dict[str, Any]:
    """What a browser would send of the page as it stands, with the tokens of what it shows."""
    data = typed(response.context["adminform"].form)
    for formset in response.context["inline_admin_formsets"]:
        data |= typed(formset.formset.management_form)
        for form in formset.formset:
            data |= typed(form)
    return data | response.context.get("seen", {})


def send(client: Client, model: type[Model], row: Model | None = None, **typed_in: Any) -> Any:
    address = page(model, "change", row.pk) if row else page(model, "add")
    return client.post(address, {**opened(client, address), **typed_in})


def told(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    assert not [m for m in response.context["messages"] if m.level_tag == "success"]
    return dict(response.context["adminform"].form.errors)


# Fixtures


def test_fixture_is_added_with_the_next_code(official: Client) -> None:
    stage = StageFactory()
    FixtureFactory(stage=stage, key="p7")
    home, away = EntryFactory.create_batch(2, stage=stage)
    response = send(official, Fixture, stage=stage.pk, home=home.pk, away=away.pk)
    assert response.status_code == 302, errors(response)
    added = Fixture.objects.get(home=home)
    assert added.key == "p8"
    assert added.history.get().history_user.username == "rosa"
    stage.refresh_from_db()
    assert stage.version == 2


def test_fixture_result_is_recorded_with_its_reason(official: Client) -> None:
    fixture = FixtureFactory()
    response = send(
        official,
        Fixture,
        fixture,
        status="played",
        home_goals="2",
        away_goals="1",
        home_half="1",
        away_half="0",
        change_reason="Planilla 14",
    )
    assert response.status_code == 302, errors(response)
    fixture.refresh_from_db()
    assert (fixture.home_goals, fixture.home_half) == (2, 1)
    record = fixture.history.latest()
    assert (record.history_user.username, record.history_change_reason) == ("rosa", "Planilla 14")
    assert Stage.objects.get(pk=fixture.stage_id).version == 2
    assert LogEntry.objects.count() == 1


def test_fixture_with_half_time_above_full_time_keeps_what_was_typed(official: Client) -> None:
    fixture = FixtureFactory()
    response = send(
        official,
        Fixture,
        fixture,
        status="played",
        home_goals="1",
        away_goals="0",
        home_half="2",
        away_half="0",
    )
    assert list(told(response)) == ["home_half"]
    assert 'name="home_half" value="2"' in response.content.decode()
    fixture.refresh_from_db()
    assert fixture.status == "scheduled"
    assert not LogEntry.objects.exists()


def test_fixture_with_penalties_in_a_matchup_not_level_keeps_what_was_typed(
    official: Client,
) -> None:
    first = LegFactory(score="2-0")
    second = LegFactory(matchup=first.matchup, leg=2)
    response = send(
        official,
        Fixture,
        second,
        status="played",
        home_goals="1",
        away_goals="1",
        home_penalties="4",
        away_penalties="3",
    )
    (sentence,) = told(response)["home_penalties"]
    assert "3-1" in sentence
    text = response.content.decode()
    assert 'name="home_penalties" value="4"' in text
    second.refresh_from_db()
    assert second.home_goals is None
    assert not LogEntry.objects.exists()
    assert Stage.objects.get(pk=second.stage_id).version == 1


def test_fixture_refused_by_the_service_when_added_can_be_sent_again(official: Client) -> None:
    stage = StageFactory()
    home = EntryFactory(stage=stage)
    stranger, away = EntryFactory(), EntryFactory(stage=stage)
    values = {"stage": stage.pk, "home": home.pk, "key": "final"}
    response = send(official, Fixture, **values, away=stranger.pk)
    assert list(told(response)) == ["away"]
    assert send(official, Fixture, **values, away=away.pk).status_code == 302
    assert Fixture.objects.count() == 1


def test_fixture_and_its_goals_are_checked_together(official: Client) -> None:
    goal = GoalFactory(fixture__score="1-0", position=1)
    fixture = goal.fixture
    new_goal = {
        "goals-TOTAL_FORMS": "2",
        "goals-1-id": "",
        "goals-1-fixture": fixture.pk,
        "goals-1-position": "2",
        "goals-1-entry": fixture.home.pk,
        "goals-1-player": "Advíncula",
        "goals-1-kind": "goal",
        "goals-1-evidence": "official",
    }
    refused = send(official, Fixture, fixture, **new_goal)
    assert list(told(refused)) == ["__all__"]
    assert "Advíncula" in refused.content.decode()
    assert fixture.goals.count() == 1
    saved = send(official, Fixture, fixture, **new_goal, home_goals="2")
    assert saved.status_code == 302, errors(saved)
    assert fixture.goals.count() == 2
    both = Goal.objects.order_by("pk")
    taken_back = send(official, Fixture, fixture, **{"home_goals": "1", "goals-1-DELETE": "on"})
    assert taken_back.status_code == 302, errors(taken_back)
    assert [g.pk for g in both] == [goal.pk]


def test_fixture_offers_its_two_clubs_for_goals_and_rulings(official: Client) -> None:
    fixture = FixtureFactory(score="1-0")
    EntryFactory(stage=fixture.stage)
    response = official.get(page(Fixture, "change", fixture.pk))
    goals, rulings = (inline.formset for inline in response.context["inline_admin_formsets"])
    clubs = ["", fixture.home.pk, fixture.away.pk]
    assert [value for value, _ in goals.empty_form.fields["entry"].choices] == clubs
    assert [value for value, _ in rulings.empty_form.fields["in_favour_of"].choices] == clubs


def test_fixture_takes_a_ruling_and_keeps_its_score(official: Client) -> None:
    fixture = FixtureFactory(score="2-1")
    response = send(
        official,
        Fixture,
        fixture,
        **{
            "rulings-TOTAL_FORMS": "1",
            "rulings-0-id": "",
            "rulings-0-fixture": fixture.pk,
            "rulings-0-effect": "award",
            "rulings-0-in_favour_of": fixture.away.pk,
            "rulings-0-document": "Resolución 5",
            "rulings-0-evidence": "official",
        },
    )
    assert response.status_code == 302, errors(response)
    ruling = Ruling.objects.get()
    assert (ruling.stage, ruling.in_favour_of) == (fixture.stage, fixture.away)
    fixture.refresh_from_db()
    assert fixture.home_goals == 2


def test_fixture_with_a_ruling_is_not_deleted(official: Client) -> None:
    fixture = RulingFactory().fixture
    address = page(Fixture, "delete", fixture.pk)
    assert official.get(address).context["protected"]
    assert official.post(address, {"post": "yes"}, follow=True).status_code == 200
    assert Fixture.objects.filter(pk=fixture.pk).exists()
    assert not LogEntry.objects.exists()


def test_fixture_is_deleted_and_its_stage_told(official: Client) -> None:
    fixture = FixtureFactory()
    assert official.post(page(Fixture, "delete", fixture.pk), {"post": "yes"}).status_code == 302
    gone = Fixture.history.latest()
    assert (gone.history_type, gone.history_user.username) == ("-", "rosa")
    assert Stage.objects.get(pk=fixture.stage_id).version == 2


def test_history_shows_who_what_before_and_after(official: Client) -> None:
    fixture = FixtureFactory(score="1-0")
    send(official, Fixture, fixture, home_goals="4", change_reason="Planilla corregida")
    text = official.get(page(Fixture, "history", fixture.pk)).content.decode()
    assert "rosa" in text
    assert "Planilla corregida" in text
    assert "<del>1</del> → <ins>4</ins>" in text


def test_history_names_rows_not_keys(official: Client) -> None:
    fixture = FixtureFactory()
    other = EntryFactory(stage=fixture.stage, club__name="Ecosem")
    send(official, Fixture, fixture, home=other.pk)
    text = official.get(page(Fixture, "history", fixture.pk)).content.decode()
    assert "<ins>Ecosem</ins>" in text


def test_history_of_a_stage_leaves_out_its_version(official: Client) -> None:
    stage = StageFactory()
    send(official, Stage, stage, name="Nacional")
    Stage.objects.filter(pk=stage.pk).update(version=9)
    send(official, Stage, stage, name="Final")
    text = official.get(page(Stage, "history", stage.pk)).content.decode()
    assert "<del>Nacional</del> → <ins>Final</ins>" in text
    assert "<ins>9</ins>" not in text


def test_history_is_no_way_around_the_service(official: Client) -> None:
    fixture = FixtureFactory(score="1-0")
    address = page(Fixture, "simple_history", fixture.pk, fixture.history.get().pk)
    assert official.get(address).status_code == 200
    assert official.post(address, {}).status_code == 403


# Clubs and leagues


def test_club_is_added_with_aliases(official: Client) -> None:
    department = DepartmentFactory()
    response = send(
        official,
        Club,
        name="Unión Huayllay",
        slug="union-huayllay",
        department=department.pk,
        **{"aliases-TOTAL_FORMS": "1", "aliases-0-name": "U. Huayllay"},
    )
    assert response.status_code == 302, errors(response)
    club = Club.objects.get()
    assert (club.key, club.aliases.get().key) == ("union huayllay", "u huayllay")


def renamed(official: Client, club: Club, name: str, **aliases: str) -> list[str]:
    """The other names of the club, once it has that name."""
    rows = {f"aliases-{number}-name": alias for number, alias in enumerate(aliases.values())}
    response = send(
        official,
        Club,
        club,
        name=name,
        slug=club.slug,
        department=club.department.pk,
        **{"aliases-TOTAL_FORMS": str(len(rows)), **rows},
    )
    assert response.status_code == 302, errors(response)
    return sorted(club.aliases.values_list("name", flat=True))


def test_renamed_club_is_still_found_by_its_old_name(official: Client) -> None:
    club = ClubFactory(name="Defensor Arguedas")
    assert renamed(official, club, "José María Arguedas") == ["Defensor Arguedas"]
    response = official.get(page(Club, "changelist"), {"q": "defensor"})
    assert list(response.context["cl"].queryset) == [club]
    line = ClubAlias.history.get()
    assert (line.history_user.username, line.history_type) == ("rosa", "+")


def test_old_name_is_kept_once_and_not_for_an_accent(official: Client) -> None:
    club = ClubFactory(name="Union Huayllay")
    assert renamed(official, club, "Unión Huayllay") == []
    assert renamed(official, club, "Huayllay FC", typed="Union Huayllay") == ["Union Huayllay"]


def test_club_that_differs_in_accents_only_is_refused(official: Client) -> None:
    club = ClubFactory(name="Unión Huayllay")
    response = send(
        official, Club, name="Union Huayllay", slug="otro", department=club.department.pk
    )
    assert list(told(response)) == ["name"]
    assert Club.objects.count() == 1


@pytest.mark.parametrize("words", ["union huayllay", "UNIÓN", "huayllay pasco", "u. hua"])
def test_club_is_found_without_its_accents(words: str, official: Client) -> None:
    club = ClubFactory(name="Unión Huayllay", department__slug="pasco")
    club.aliases.create(name="U. Huayllay", key="u huayllay")
    ClubFactory(name="Ecosem")
    response = official.get(page(Club, "changelist"), {"q": words})
    assert list(response.context["cl"].queryset) == [club]


def test_league_with_leagues_below_is_not_deleted(official: Client) -> None:
    below = DepartmentalLeagueFactory()
    national = LeagueFactory()
    address = page(League, "delete", national.pk)
    assert below.name in official.get(address).content.decode()
    official.post(address, {"post": "yes"})
    assert League.objects.count() == 2


def test_refusal_of_a_deletion_is_said_and_logs_nothing(
    official: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As when the fixture came between the page that asks and the answer.
    entry = FixtureFactory().home
    monkeypatch.setattr(
        "competitions.admin.base.FactAdmin.get_deleted_objects", lambda *a: ([], {}, set(), [])
    )
    model = type(entry)
    for address, data in (
        (page(model, "delete", entry.pk), {"post": "yes"}),
        (
            page(model, "changelist"),
            {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"},
        ),
    ):
        response = official.post(address, data, follow=True)
        assert [message.level_tag for message in response.context["messages"]] == ["error"]
        assert model.objects.filter(pk=entry.pk).exists()
        assert not LogEntry.objects.exists()


# Stages


def test_stage_takes_groups_and_rounds(official: Client) -> None:
    season, league = SeasonFactory(), LeagueFactory()
    response = send(
        official,
        Stage,
        season=season.pk,
        league=league.pk,
        name="Regional",
        slug="regional",
        kind="groups",
        **{
            "groups-TOTAL_FORMS": "1",
            "groups-0-position": "1",
            "groups-0-code": "a",
            "groups-0-name": "Grupo A",
            "rounds-TOTAL_FORMS": "1",
            "rounds-0-number": "1",
            "rounds-0-name": "Fecha 1",
        },
    )
    assert response.status_code == 302, errors(response)
    stage = Stage.objects.get()
    assert (stage.groups.get().code, stage.rounds.get().number) == ("a", 1)


def test_round_refused_by_the_service_says_why(official: Client) -> None:
    round_ = RoundFactory()
    response = send(official, Round, round_, starts_on="2024-06-02", ends_on="2024-06-01")
    assert list(told(response)) == ["ends_on"]


def test_season_keeps_its_address_of_one_year(official: Client) -> None:
    season = SeasonFactory()
    response = send(official, Season, year=season.year)
    assert list(told(response)) == ["year"]


# Rules


def rules_page(official: Client, rules: RuleSet) -> dict[str, Any]:
    return opened(official, page(RuleSet, "change", rules.pk))


def test_rules_are_opened_with_friendly_options(official: Client) -> None:
    rules = RuleSetFactory(
        settlement="away_goals penalties",
        criteria=["points", ("relative_points", {"rival_total": "at_time", "walkovers": False})],
    )
    data = rules_page(official, rules)
    assert [data[f"settlement_{place}"] for place in range(3)] == ["away_goals", "penalties", ""]
    assert data["tiebreaks-1-options_rival_total"] == "at_time"
    assert data["tiebreaks-1-options_walkovers"] == "no"


def test_rules_change_places_and_options(official: Client) -> None:
    rules = RuleSetFactory(criteria=["points", "goal_difference", "goals_for"])
    response = send(
        official,
        RuleSet,
        rules,
        **{
            "settlement_0": "penalties",
            "tiebreaks-1-position": "3",
            "tiebreaks-2-position": "2",
            "tiebreaks-2-criterion": "head_to_head_points",
            "tiebreaks-2-options_restart": "yes",
        },
    )
    assert response.status_code == 302, errors(response)
    rules.refresh_from_db()
    assert rules.settlement == "penalties"
    assert [(r.criterion, r.options) for r in rules.tiebreaks.all()] == [
        ("points", {}),
        ("head_to_head_points", {"restart": True}),
        ("goal_difference", {}),
    ]


@pytest.mark.parametrize(
    ("typed_in", "field"),
    [
        ({"tiebreaks-1-position": "1"}, "position"),
        ({"tiebreaks-1-criterion": "points"}, "criterion"),
        ({"tiebreaks-1-options_rival_total": "final"}, "options"),
    ],
)
def test_rules_that_contradict_themselves_are_refused(
    typed_in: dict[str, str], field: str, official: Client
) -> None:
    rules = RuleSetFactory(criteria=["points", "goal_difference"])
    response = send(official, RuleSet, rules, **typed_in)
    assert response.status_code == 200
    formset = response.context["inline_admin_formsets"][0].formset
    assert list(formset.errors[1]) == [field]
    assert [rule.criterion for rule in rules.tiebreaks.all()] == ["points", "goal_difference"]


def test_rules_with_a_settlement_twice_are_refused(official: Client) -> None:
    response = send(
        official, RuleSet, RuleSetFactory(), settlement_0="penalties", settlement_1="penalties"
    )
    assert list(told(response)) == ["settlement"]


def test_rules_in_force_change_with_a_reason_only(official: Client) -> None:
    rules = RuleSetFactory()
    FixtureFactory(stage=rules.stage, score="1-0")
    assert list(told(send(official, RuleSet, rules, points_win="2"))) == ["change_reason"]
    response = send(official, RuleSet, rules, points_win="2", change_reason="Bases, art. 5")
    assert response.status_code == 302, errors(response)


def test_rule_is_changed_on_its_own_page(official: Client) -> None:
    rule = RuleSetFactory(criteria=["relative_points"]).tiebreaks.get()
    response = send(official, TiebreakRule, rule, options_deductions="yes")
    assert response.status_code == 302, errors(response)
    rule.refresh_from_db()
    assert rule.options == {"deductions": True}


# Lots and lists


def test_lots_take_positions(official: Client) -> None:
    lots = LotsDrawnFactory()
    first, second = EntryFactory.create_batch(2, stage=lots.stage)
    response = send(
        official,
        LotsDrawn,
        lots,
        **{
            "positions-0-position": "1",
            "positions-0-entry": second.pk,
            "positions-1-position": "2",
            "positions-1-entry": first.pk,
        },
    )
    assert response.status_code == 302, errors(response)
    assert [p.entry for p in lots.positions.all()] == [second, first]


def test_list_of_the_qualified_takes_an_override_with_its_reason(official: Client) -> None:
    qualifiers = QualifierListFactory()
    aguila, ecosem = EntryFactory.create_batch(2, stage=qualifiers.stage)
    row = {
        "qualifiers-TOTAL_FORMS": "1",
        "qualifiers-0-entry": ecosem.pk,
        "qualifiers-0-via": "override",
        "qualifiers-0-outcome": "promoted",
        "qualifiers-0-instead_of": aguila.pk,
    }
    refused = send(official, QualifierList, qualifiers, **row)
    assert refused.status_code == 200
    formset = refused.context["inline_admin_formsets"][0].formset
    assert list(formset.errors[0]) == ["reason"]
    saved = send(official, QualifierList, qualifiers, **row, **{"qualifiers-0-reason": "Bases"})
    assert saved.status_code == 302, errors(saved)


def test_list_of_the_qualified_names_who_confirmed_it(official: Client) -> None:
    qualifiers = QualifierListFactory()
    send(official, QualifierList, qualifiers, confirmed_on="2024-11-03")
    qualifiers.refresh_from_db()
    assert qualifiers.confirmed_by.username == "rosa"
    send(official, QualifierList, qualifiers, confirmed_on="")
    qualifiers.refresh_from_db()
    assert qualifiers.confirmed_by is None


# Searching


def test_search_names_club_stage_and_season(official: Client) -> None:
    stage = StageFactory(season=SeasonFactory(year=2024), name="Nacional")
    entry = EntryFactory(stage=stage, club__name="Ecosem")
    response = official.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "competitions",
            "model_name": "fixture",
            "field_name": "home",
            "term": "ecosem 2024",
        },
    )
    assert response.json()["results"] == [{"id": str(entry.pk), "text": "Ecosem · 2024 · Nacional"}]


def test_form_names_what_was_chosen_with_stage_and_season(official: Client) -> None:
    fixture = FixtureFactory(
        stage__season=SeasonFactory(year=2024), stage__name="Nacional", home__club__name="Ecosem"
    )
    text = official.get(page(Fixture, "change", fixture.pk)).content.decode()
    assert "Ecosem · 2024 · Nacional" in text


def test_official_without_permission_searches_nothing(client: Client) -> None:
    client.force_login(UserFactory())
    response = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "competitions", "model_name": "fixture", "field_name": "home"},
    )
    assert response.status_code == 403


def test_filters_narrow_the_list(official: Client) -> None:
    missing = FixtureFactory()
    played = FixtureFactory(stage=missing.stage, score="1-0", date="2024-06-01")
    stage = missing.stage
    for query, expected in (
        ({"result": "missing"}, [missing]),
        ({"result": "known"}, [played]),
        ({"result": "undated"}, [missing]),
        ({"season": stage.season.year, "stage": stage.pk}, [missing, played]),
        ({"season": "1999"}, []),
    ):
        response = official.get(page(Fixture, "changelist"), query)
        assert set(response.context["cl"].queryset) == set(expected), query


def test_filters_offer_the_stages_of_a_season_and_the_rounds_of_a_stage(official: Client) -> None:
    fixture = FixtureFactory()
    stage = fixture.stage
    fixture.round = RoundFactory(stage=stage)
    fixture.save()
    FixtureFactory(stage=stage)
    query = {"season": stage.season.year, "stage": stage.pk, "round": fixture.round.pk}
    response = official.get(page(Fixture, "changelist"), query)
    assert list(response.context["cl"].queryset) == [fixture]
    text = response.content.decode()
    assert stage.label in text
    assert fixture.round.label in text
    for wrong in ("x", "9" * 30):
        response = official.get(page(Fixture, "changelist"), {**query, "round": wrong})
        assert list(response.context["cl"].queryset) == []


def test_matchup_shows_its_legs_without_offering_to_change_them(official: Client) -> None:
    leg = LegFactory(score="2-1", half="1-0", penalties="4-3")
    text = official.get(page(type(leg.matchup), "change", leg.matchup.pk)).content.decode()
    assert "2–1 (1–0)" in text
    assert "4–3" in text
    assert 'name="fixtures-0-home_goals"' not in text


def test_search_by_signs_alone_finds_nothing_and_fails_not(official: Client) -> None:
    ClubFactory()
    response = official.get(page(Club, "changelist"), {"q": "¿?"})
    assert list(response.context["cl"].queryset) == []


# What officials tripped over


@pytest.mark.parametrize(("way", "points"), [("take", -3), ("give", 3)])
def test_adjustment_asks_whether_points_are_taken(way: str, points: int, official: Client) -> None:
    entry = EntryFactory()
    typed_in = {"entry": entry.pk, "points_count": "3", "reason": "Res. 7"}
    assert list(told(send(official, PointsAdjustment, **typed_in))) == ["points"]
    response = send(official, PointsAdjustment, points_way=way, **typed_in)
    assert response.status_code == 302, errors(response)
    assert PointsAdjustment.objects.get().points == points


def test_adjustment_below_a_ruling_keeps_its_sign(official: Client) -> None:
    ruling = RulingFactory()
    adjustment = PointsAdjustmentFactory(
        ruling=ruling, entry=ruling.fixture.home, points=-2, reason="Res. 7"
    )
    response = send(official, Ruling, ruling, **{"adjustments-0-points_count": "4"})
    assert response.status_code == 302, errors(response)
    adjustment.refresh_from_db()
    assert adjustment.points == -4


@pytest.mark.parametrize("before", ["scheduled", "postponed"])
def test_fixture_with_goals_was_played(before: str, official: Client) -> None:
    fixture = FixtureFactory(status=before)
    response = send(official, Fixture, fixture, home_goals="2", away_goals="0")
    assert response.status_code == 302, errors(response)
    fixture.refresh_from_db()
    assert fixture.status == "played"


def test_fixture_with_goals_keeps_a_status_that_was_chosen(official: Client) -> None:
    fixture = FixtureFactory()
    response = send(official, Fixture, fixture, status="postponed", home_goals="2", away_goals="0")
    assert list(told(response)) == ["status"]


def test_fixture_with_half_a_score_hears_of_that_alone(official: Client) -> None:
    assert list(told(send(official, Fixture, FixtureFactory(), home_goals="2"))) == ["home_goals"]


def test_fixture_is_told_all_its_faults_at_once(official: Client) -> None:
    fixture = FixtureFactory(stage=GroupStageFactory())
    goals = {"home_goals": "1", "away_goals": "0", "home_half": "2", "away_half": "0"}
    response = send(official, Fixture, fixture, **goals, home_penalties="4", away_penalties="3")
    faults = told(response)
    assert set(faults) == {"home_half", "home_penalties"}
    assert len(faults["home_half"]) == 1


def test_history_says_codes_and_programs_in_words(official: Client) -> None:
    fixture = FixtureFactory()
    fixture._change_reason = "season pack 2027"
    fixture.save()
    send(official, Fixture, fixture, home_goals="1", away_goals="0", is_neutral="on")
    text = official.get(page(Fixture, "history", fixture.pk)).content.decode()
    assert "<del>Programado</del> → <ins>Jugado</ins>" in text
    assert "<b>Goles del local</b>: <del>·</del> → <ins>1</ins>" in text
    assert "<del>No</del> → <ins>Sí</ins>" in text
    assert "season pack" not in text
    assert "2027" in text
    assert "Historial" in official.get(page(Fixture, "change", fixture.pk)).content.decode()


def test_fixtures_stand_with_those_to_be_played_first(official: Client) -> None:
    old = StageFactory(season=SeasonFactory(year=2023))
    new = StageFactory(season=SeasonFactory(year=2025))
    last = FixtureFactory(stage=old, date="2023-05-01")
    played = [FixtureFactory(stage=new, score="1-0", date=f"2025-05-0{day}") for day in (1, 2)]
    later = FixtureFactory(stage=new, date="2025-07-01")
    soon = FixtureFactory(stage=new, date="2025-06-01")
    response = official.get(page(Fixture, "changelist"))
    assert list(response.context["cl"].result_list) == [soon, later, played[1], played[0], last]


def test_fixtures_are_narrowed_to_a_round_number(official: Client) -> None:
    stages = [GroupStageFactory(), GroupStageFactory()]
    rounds = [RoundFactory(stage=stage, number=number) for stage in stages for number in (1, 2)]
    fixtures = [FixtureFactory(stage=round_.stage, round=round_) for round_ in rounds]
    response = official.get(page(Fixture, "changelist"), {"number": "2"})
    assert set(response.context["cl"].result_list) == {fixtures[1], fixtures[3]}


def test_lots_with_a_club_twice_name_the_field(official: Client) -> None:
    lots = LotsDrawnFactory()
    entry = EntryFactory(stage=lots.stage)
    rows = {
        f"positions-{number}-{name}": value
        for number in (0, 1)
        for name, value in (("position", str(number + 1)), ("entry", entry.pk))
    }
    response = send(official, LotsDrawn, lots, **rows, **{"positions-TOTAL_FORMS": "2"})
    text = response.content.decode()
    assert "Dos filas tienen el mismo valor: club." in text


def test_rules_of_a_table_without_criteria_are_refused(official: Client) -> None:
    stage = GroupStageFactory()
    response = send(official, RuleSet, stage=stage.pk)
    assert list(told(response)) == ["__all__"]
    assert not RuleSet.objects.exists()


def test_rules_lose_their_last_criterion_for_no_reason(official: Client) -> None:
    rules = RuleSetFactory(stage=GroupStageFactory(), criteria=["points"])
    response = send(official, RuleSet, rules, **{"tiebreaks-0-DELETE": "on"})
    assert list(told(response)) == ["__all__"]
    assert rules.tiebreaks.count() == 1


def test_ruling_takes_the_stage_of_its_match(official: Client) -> None:
    fixture = FixtureFactory()
    typed_in = {"effect": "award", "fixture": fixture.pk}
    response = send(official, Ruling, **typed_in, in_favour_of=EntryFactory(stage=fixture.stage).pk)
    assert list(told(response)) == ["in_favour_of"]
    response = send(official, Ruling, **typed_in, in_favour_of=fixture.home_id)
    assert response.status_code == 302, errors(response)
    assert Ruling.objects.get().stage == fixture.stage


def test_ruling_about_nothing_asks_for_its_stage(official: Client) -> None:
    assert "stage" in told(send(official, Ruling, effect="award"))


def test_what_was_done_is_said_without_gender(official: Client) -> None:
    season = SeasonFactory(year=2025)
    address = page(Season, "change", season.pk)
    said = official.post(address, opened(official, address), follow=True).context["messages"]
    assert [str(message) for message in said] == [f"Guardado: {season}."]
    address = page(Season, "delete", season.pk)
    said = official.post(address, {"post": "yes"}, follow=True).context["messages"]
    assert [str(message) for message in said] == [f"Eliminado: {season}."]


def test_forms_lead_to_their_pages_of_the_site(official: Client) -> None:
    entry = EntryFactory()
    fixture = FixtureFactory(stage=entry.stage, home=entry)
    rows = [fixture, entry.stage, entry.stage.season, entry.club, DepartmentFactory()]
    for row in rows:
        link = official.get(page(type(row), "change", row.pk)).context["absolute_url"]
        response = official.get(link)
        assert response.status_code == 302
        assert response["Location"].endswith(row.get_absolute_url())
        assert client_sees(official, row.get_absolute_url())


def client_sees(client: Client, address: str) -> bool:
    return client.get(address).status_code == 200


def test_rules_are_listed_in_words(official: Client) -> None:
    RuleSetFactory(settlement="away_goals penalties")
    text = official.get(page(RuleSet, "changelist")).content.decode()
    assert "Gol de visita, Penales" in text
    assert "away_goals" not in text


@pytest.mark.parametrize(
    ("model", "head"), [(Stage, "Nombre"), (Round, "Nombre"), (Entry, "Nombre"), (Goal, "Minuto")]
)
def test_heads_of_columns_are_spanish(model: type[Model], head: str, official: Client) -> None:
    GoalFactory()
    RoundFactory()
    text = official.get(page(model, "changelist")).content.decode()
    heads = text.partition("<thead>")[2].partition("</thead>")[0]
    assert f">{head}<" in heads
    assert not {">Label<", ">Name<", ">Minute label<"} & set(re.findall(r">[^<>]+<", heads))


def test_deletion_is_asked_without_gender(official: Client) -> None:
    adjustments = PointsAdjustmentFactory.create_batch(2)
    text = official.get(page(PointsAdjustment, "delete", adjustments[0].pk)).content.decode()
    assert "¿Eliminar «" in text
    chosen = {
        "action": "delete_selected",
        "_selected_action": [row.pk for row in adjustments],
    }
    text = official.post(page(PointsAdjustment, "changelist"), chosen).content.decode()
    assert "¿Eliminar lo elegido?" in text


def test_seed_of_a_club_is_no_number_of_chance(official: Client) -> None:
    text = official.get(page(Entry, "add")).content.decode()
    assert "Cabeza de serie" in text
    assert "Semilla" in official.get(page(Season, "add")).content.decode()
