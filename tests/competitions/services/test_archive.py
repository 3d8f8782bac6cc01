"""Deleting takes no result away; what has results is archived and can be restored."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import CASCADE, ForeignKey, Model
from django.test import Client

from competitions import models
from competitions.models import Club, Fixture, Goal, Season
from competitions.services.archive import archive, restore
from competitions.services.packs.dumping import dump_pack
from competitions.services.packs.loading import load_pack
from competitions.services.writing import Refused, record, remove
from tests.competitions.changes import MODELS
from tests.competitions.test_admin import page
from tests.factories import (
    FACTORIES,
    AdministratorFactory,
    ClubFactory,
    EntryFactory,
    FixtureFactory,
    GoalFactory,
    LegFactory,
    MatchupFactory,
    PointsAdjustmentFactory,
    RoundFactory,
    RuleSetFactory,
    RulingFactory,
    SeasonFactory,
)

pytestmark = pytest.mark.django_db

HANGS = [
    (parent, model, field.name)
    for parent in MODELS
    for model in MODELS
    for field in model._meta.fields
    if isinstance(field, ForeignKey)
    and field.related_model is parent
    and field.remote_field.on_delete is not CASCADE
]
"""Every way in which a row of one model holds a row of another."""


def held(parent: type[Model], model: type[Model], name: str) -> tuple[Model, Model]:
    if name == "reported_winner":
        matchup = MatchupFactory()
        matchup.reported_winner = matchup.first
        matchup.save()
        return matchup.first, matchup
    given: dict[str, Any] = {"reason": "Resolución"} if name == "instead_of" else {}
    if model is models.Appointment and name == "club":
        given["league"] = None
    above = FACTORIES[parent]()
    return above, FACTORIES[model](**{name: above}, **given)


@pytest.mark.parametrize(("parent", "model", "name"), HANGS)
def test_what_others_hang_on_is_not_deleted(
    parent: type[Model], model: type[Model], name: str
) -> None:
    above, _below = held(parent, model, name)
    counts = {m: m._base_manager.count() for m in MODELS}
    with pytest.raises(Refused) as refusal:
        remove(above, actor=None)
    assert len(refusal.value.messages) == 1
    assert str(above) in refusal.value.messages[0]
    assert {m: m._base_manager.count() for m in MODELS} == counts


def below(row: Any, path: str) -> tuple[Model, Model]:
    return getattr(row, path) if path else row, row


BELOW: dict[str, Callable[[], tuple[Model, Model]]] = {
    "score": lambda: below(FixtureFactory(score="1-0"), ""),
    "abandoned": lambda: below(FixtureFactory(status="abandoned"), ""),
    "report": lambda: below(FACTORIES[models.ResultReport](), "fixture"),
    "lots": lambda: below(FACTORIES[models.LotsDrawn](), "stage"),
    "points": lambda: below(PointsAdjustmentFactory(), "entry"),
    "outcome": lambda: below(FACTORIES[models.SeasonOutcome](), "season"),
    "list": lambda: below(FACTORIES[models.QualifierList](), "stage"),
}


@pytest.mark.parametrize("case", BELOW)
def test_what_has_results_is_not_deleted(case: str) -> None:
    above, result = BELOW[case]()
    with pytest.raises(Refused) as refusal:
        remove(above, actor=None)
    assert str(above) in refusal.value.messages[0]
    assert type(result)._base_manager.filter(pk=result.pk).exists()


def test_goals_do_not_go_with_a_stage_and_its_rounds() -> None:
    round_ = RoundFactory()
    FixtureFactory(stage=round_.stage, round=round_, score="1-0")
    for row in (round_, round_.stage):
        with pytest.raises(Refused):
            remove(row, actor=None)
    assert Fixture.objects.count() == 1


def test_what_is_only_planned_is_deleted() -> None:
    fixture = FixtureFactory()
    stage = fixture.stage
    remove(fixture, actor=None)
    for entry in stage.entries.all():
        remove(entry, actor=None)
    RoundFactory(stage=stage)
    remove(stage, actor=None)
    assert not models.Stage.objects.exists()


# Archiving


def archived(row: Any) -> Any:
    archive(row, actor=None, reason="Se registró por error")
    return row


def test_archived_fixture_is_on_no_page_and_in_no_table(client: Client) -> None:
    goal = GoalFactory(fixture__score="1-0", fixture__date="2026-05-03")
    fixture = goal.fixture
    stage = fixture.stage
    RuleSetFactory(stage=stage)
    adjustment = PointsAdjustmentFactory(
        entry=fixture.home, ruling=RulingFactory(fixture=fixture), points=-9
    )
    base = f"/{stage.season.year}"
    addresses = [
        f"{base}/{stage.slug}/datos.json",
        f"{base}/{stage.slug}.ics",
        f"{base}/goleadores/",
        f"/clubes/{fixture.home.club.slug}/",
        f"/partidos/{fixture.pk}/",
    ]
    assert client.get(addresses[-1]).status_code == 200
    assert goal.player in client.get(addresses[2]).content.decode()
    before = client.get(f"{base}/{stage.slug}/").content.decode()
    assert "−9" in before or "-9" in before or str(adjustment.points) in before
    archived(fixture)
    assert client.get(addresses[-1]).status_code == 404
    assert goal.player not in client.get(addresses[2]).content.decode()
    assert f"/partidos/{fixture.pk}/" not in client.get(addresses[3]).content.decode()
    assert f"/partidos/{fixture.pk}/" not in client.get(f"{base}/{stage.slug}/").content.decode()
    assert "BEGIN:VEVENT" not in client.get(addresses[1]).content.decode()
    table = client.get(f"{base}/{stage.slug}/").context
    assert table is not None
    restore(fixture, actor=None, reason="Sí se jugó")
    assert client.get(addresses[-1]).status_code == 200


def test_archived_fixture_holds_neither_its_round_nor_its_leg() -> None:
    round_ = RoundFactory()
    fixture = FixtureFactory(stage=round_.stage, round=round_, score="1-0")
    archived(fixture)
    again = Fixture(
        stage=fixture.stage,
        key="otra",
        round=round_,
        home=fixture.home,
        away=EntryFactory(stage=fixture.stage),
    )
    record(again, actor=None)
    with pytest.raises(Refused):
        restore(fixture, actor=None)
    leg = LegFactory(score="1-0")
    archived(leg)
    record(
        Fixture(
            stage=leg.stage,
            key="otra",
            round=leg.round,
            matchup=leg.matchup,
            leg=1,
            home=leg.home,
            away=leg.away,
        ),
        actor=None,
    )
    leg.refresh_from_db()
    with pytest.raises(Refused):
        restore(leg, actor=None)


def test_archived_season_is_on_no_page(client: Client) -> None:
    season = SeasonFactory(year=2031)
    shown = FixtureFactory(stage__season=season, score="1-0")
    department = shown.home.club.department.slug
    addresses = [
        "/2031/",
        f"/2031/{shown.stage.slug}/",
        "/2031/goleadores/",
        "/2031/clasificados/",
        f"/2031/{shown.stage.slug}.ics",
        f"/partidos/{shown.pk}/",
    ]
    assert [client.get(a).status_code for a in addresses] == [200] * len(addresses)
    archived(season)
    assert [client.get(a).status_code for a in addresses] == [404] * len(addresses)
    for address in ("/", "/temporadas/", f"/clubes/{shown.home.club.slug}/", "/clubes/"):
        assert "2031" not in client.get(address).content.decode(), address
    assert "2031" not in client.get(f"/departamentos/{department}/").content.decode()
    assert Fixture.objects.filter(pk=shown.pk).exists()
    restore(season, actor=None)
    assert client.get("/2031/").status_code == 200


def test_archived_club_keeps_its_page_and_enters_nothing_new(client: Client) -> None:
    entry = EntryFactory()
    archived(entry.club)
    assert client.get(f"/clubes/{entry.club.slug}/").status_code == 200
    client.force_login(AdministratorFactory())
    form = client.get(page(models.Entry, "add")).context["adminform"].form
    assert entry.club not in form.fields["club"].queryset
    own = client.get(page(models.Entry, "change", entry.pk)).context["adminform"].form
    assert entry.club in own.fields["club"].queryset
    found = client.get(
        "/admin/autocomplete/",
        {"app_label": "competitions", "model_name": "entry", "field_name": "club"},
    )
    assert found.json()["results"] == []


@pytest.mark.parametrize("model", [Season, Club, Fixture])
def test_lists_hide_what_is_archived_until_asked(model: type[Model], client: Client) -> None:
    there, gone = FACTORIES[model].create_batch(2)
    archived(gone)
    client.force_login(AdministratorFactory())
    shown = {
        query: set(client.get(page(model, "changelist") + query).context["cl"].queryset)
        & {there, gone}
        for query in ("", "?archived=yes", "?archived=all")
    }
    assert shown == {"": {there}, "?archived=yes": {gone}, "?archived=all": {there, gone}}
    assert client.get(page(model, "change", gone.pk)).status_code == 200


@pytest.mark.parametrize("model", [Season, Club, Fixture])
def test_several_are_archived_and_restored_for_a_reason(model: type[Model], client: Client) -> None:
    rows = FACTORIES[model].create_batch(2)
    client.force_login(AdministratorFactory(username="rosa"))
    for action, expected in (("archive_selected", True), ("restore_selected", False)):
        data = {"action": action, "_selected_action": [row.pk for row in rows]}
        address = page(model, "changelist") + "?archived=all"
        asked = client.post(address, data)
        assert asked.status_code == 200
        refused = client.post(address, {**data, "post": "yes", "reason": ""})
        assert refused.context_data["faults"] != []
        seen = asked.context_data["seen"]
        done = client.post(address, {**data, "post": "yes", "reason": "Error", **seen})
        assert done.status_code == 302
        stands = model.objects.filter(pk__in=[row.pk for row in rows])
        assert set(stands.values_list("is_archived", flat=True)) == {expected}
    line = model.history.latest()
    assert (line.history_user.username, line.history_change_reason) == ("rosa", "Error")


def test_what_cannot_be_restored_says_why(client: Client) -> None:
    leg = LegFactory()
    archived(leg)
    LegFactory(matchup=leg.matchup, leg=1)
    client.force_login(AdministratorFactory())
    response = client.post(
        page(Fixture, "changelist") + "?archived=all",
        {
            "action": "restore_selected",
            "_selected_action": [leg.pk],
            "post": "yes",
            "reason": "x",
        },
    )
    assert response.context_data["faults"] != []
    leg.refresh_from_db()
    assert leg.is_archived


def test_delete_page_of_a_fixture_with_a_result_offers_the_archive(client: Client) -> None:
    fixture = FixtureFactory(score="1-0")
    client.force_login(AdministratorFactory())
    response = client.get(page(Fixture, "delete", fixture.pk))
    text = response.content.decode()
    assert 'value="archive_selected"' in text
    assert 'name="post"' not in text
    assert client.post(page(Fixture, "delete", fixture.pk), {"post": "yes"}).status_code == 200
    assert Fixture.objects.filter(pk=fixture.pk).exists()


def test_pack_says_nothing_of_archived_fixtures_and_loading_keeps_them() -> None:
    goal = GoalFactory(fixture__score="1-0", fixture__round=None)
    fixture = goal.fixture
    RuleSetFactory(stage=fixture.stage)
    FixtureFactory(stage=fixture.stage, home=fixture.home, away=fixture.away, key="x9", score="2-2")
    ruling = RulingFactory(fixture=fixture)
    PointsAdjustmentFactory(entry=fixture.home, ruling=ruling)
    year = fixture.stage.season.year
    archived(fixture)
    files = dump_pack(year)
    text = b"".join(files.values()).decode()
    assert fixture.key not in files["fixtures.csv"].decode().replace("x9", "").split(",")
    assert goal.player not in text
    load_pack(files=files)
    fixture.refresh_from_db()
    assert fixture.is_archived
    assert Goal.objects.filter(pk=goal.pk).exists()
    assert models.Ruling.objects.filter(pk=ruling.pk).exists()
    assert dump_pack(year) == files


def test_archived_club_and_season_stay_archived_through_a_pack() -> None:
    fixture = FixtureFactory(score="1-0")
    RuleSetFactory(stage=fixture.stage)
    season, club = fixture.stage.season, fixture.home.club
    archived(season)
    archived(club)
    load_pack(files=dump_pack(season.year))
    season.refresh_from_db()
    club.refresh_from_db()
    assert (season.is_archived, club.is_archived) == (True, True)


def test_club_without_anything_is_deleted() -> None:
    remove(ClubFactory(), actor=None)
    assert not Club.objects.exists()
