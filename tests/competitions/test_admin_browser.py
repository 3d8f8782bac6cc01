"""The admin in a browser, under the site's own content security policy."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from competitions.models import Fixture, RuleSet
from tests.browser.looking import fits, quiet, shot, sign_in
from tests.browser.seasons import DESK, PHONE
from tests.competitions.test_admin import page as address
from tests.factories import (
    AdministratorFactory,
    EntryFactory,
    FixtureFactory,
    GoalFactory,
    GroupFactory,
    GroupStageFactory,
    RoundFactory,
    RuleSetFactory,
    SeasonFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Iterator[Page]:
    """A page of an administrator's browser, which may complain of nothing."""
    sign_in(page.context, live_server, AdministratorFactory(username="rosa"))
    page.set_viewport_size(PHONE)
    with quiet(page):
        page.goto(live_server.url + "/admin/")
        yield page


@pytest.fixture
def fixture() -> Fixture:
    stage = GroupStageFactory(season=SeasonFactory(year=2024), name="Nacional", slug="nacional")
    group = GroupFactory(stage=stage, name="Grupo A", code="A")
    home = EntryFactory(stage=stage, group=group, club__name="Hijos del Altiplano y del Pacífico")
    away = EntryFactory(stage=stage, group=group, club__name="Defensor José María Arguedas")
    return FixtureFactory(
        stage=stage,
        group=group,
        round=RoundFactory(stage=stage),
        home=home,
        away=away,
        score="2-1",
        half="1-0",
    )


def visit(desk: Page, live_server: LiveServer, path: str) -> None:
    desk.goto(live_server.url + path)


def test_result_is_recorded_on_a_phone(
    desk: Page, live_server: LiveServer, fixture: Fixture
) -> None:
    GoalFactory(fixture=fixture, player="Advíncula", minute=7)
    shot(desk, "index")
    assert fits(desk)
    visit(desk, live_server, address(Fixture, "change", fixture.pk))
    shot(desk, "fixture")
    assert fits(desk)
    assert fits(desk, DESK["width"])
    goals = desk.locator("[name=home_goals]")
    assert goals.bounding_box()["height"] >= 44
    assert goals.get_attribute("inputmode") == "numeric"
    goals.fill("3")
    desk.locator("[name=home_half]").fill("4")
    desk.locator("[name=_save]").click()
    expect(desk.locator(".errorlist").first).to_be_visible()
    expect(desk.locator("[name=home_goals]")).to_have_value("3")
    shot(desk, "refused")
    desk.locator("[name=home_half]").fill("1")
    desk.locator("[name=_save]").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    shot(desk, "changelist")
    assert fits(desk, DESK["width"])
    fixture.refresh_from_db()
    assert fixture.home_goals == 3
    visit(desk, live_server, address(Fixture, "history", fixture.pk))
    shot(desk, "history")
    expect(desk.locator("#change-history ins").first).to_have_text("3")


def test_goal_is_added_in_a_row(desk: Page, live_server: LiveServer, fixture: Fixture) -> None:
    visit(desk, live_server, address(Fixture, "change", fixture.pk))
    desk.locator("#goals-group .add-row a").click()
    desk.locator("[name=goals-0-entry]").select_option(label=fixture.home.name)
    desk.locator("[name=goals-0-player]").fill("Advíncula")
    desk.locator("[name=_save]").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert fixture.goals.get().player == "Advíncula"


def test_club_is_searched_with_stage_and_season(
    desk: Page, live_server: LiveServer, fixture: Fixture
) -> None:
    visit(desk, live_server, address(Fixture, "add"))
    desk.locator(".field-home .select2-selection").click()
    desk.locator(".select2-search__field").fill("pacifico 2024")
    found = desk.locator(".select2-results__option--highlighted")
    expect(found).to_have_text("Hijos del Altiplano y del Pacífico · 2024 · Nacional")
    shot(desk, "autocomplete")
    found.click()
    expect(desk.locator(".field-home .select2-selection__rendered")).to_contain_text("Pacífico")
    assert fits(desk)


def test_rules_show_the_options_of_their_criterion(desk: Page, live_server: LiveServer) -> None:
    rules = RuleSetFactory(
        settlement="away_goals penalties",
        criteria=["points", ("relative_points", {"rival_total": "final"}), "lots"],
    )
    ZoneFactory(rule_set=rules)
    visit(desk, live_server, address(RuleSet, "change", rules.pk))
    shot(desk, "rules")
    assert fits(desk)
    expect(desk.locator("[name='tiebreaks-0-options_rival_total']")).to_be_hidden()
    expect(desk.locator("[name='tiebreaks-1-options_rival_total']")).to_be_visible()
    desk.locator("[name='tiebreaks-0-criterion']").select_option("head_to_head_points")
    desk.locator("[name='tiebreaks-0-options_restart']").select_option("yes")
    desk.locator("[name=_save]").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert rules.tiebreaks.first().options == {"restart": True}
