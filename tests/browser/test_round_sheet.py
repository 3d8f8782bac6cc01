"""A round of 25 results, typed as an official types it, with what each result costs."""

import datetime as dt
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from competitions.core.fixture_state import FixtureState
from competitions.core.score import MatchFacts, Score, Status
from competitions.models import Fixture, Round
from competitions.services.rounds import in_round, record_round
from tests.browser.looking import faults, fits, quiet, shot, sign_in
from tests.browser.seasons import DESK, PHONE
from tests.factories import (
    AdministratorFactory,
    ClaimFactory,
    ResultReportFactory,
    UserFactory,
)
from tests.standings.scenes import play, single_table

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

LONG = ("Hijos del Altiplano y del Pacífico", "Defensor José María Arguedas (Huamachuco)")


@pytest.fixture
def round_() -> Round:
    names = [*LONG, *(f"Club {number:02}" for number in range(48))]
    pairs = zip(names[::2], names[1::2], strict=True)
    stage = single_table(*(f"{home} - {away}" for home, away in pairs))
    found: Round = stage.rounds.get()
    return found


@pytest.fixture
def official(page: Page, live_server: LiveServer) -> Iterator[Page]:
    """A browser in which an official is logged in, and which may complain of nothing."""
    sign_in(page.context, live_server, AdministratorFactory(username="rosa"))
    with quiet(page):
        yield page


def address(round_: Round) -> str:
    return f"/admin/fechas/{round_.pk}/"


def open_sheet(page: Page, path: str) -> None:
    """Until the first field has the focus, keys go nowhere."""
    page.goto(path)
    expect(page.locator("input.goals").first).to_be_focused()


def expected() -> list[tuple[int, int]]:
    return [(number % 4, number % 3) for number in range(25)]


def recorded(round_: Round) -> list[tuple[int, int]]:
    return list(in_round(round_).in_playing_order().values_list("home_goals", "away_goals"))


class Keys:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self.keyboard = page.keyboard
        self.count = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keyboard.press(key)
            self.count += 1


def in_order(page: Page, round_: Round) -> list[tuple[int, int]]:
    """The results in the order of the sheet."""
    rows = page.locator(".sheet-row").evaluate_all("rows => rows.map(row => +row.id.slice(1))")
    goals = {f.pk: (f.home_goals, f.away_goals) for f in in_round(round_)}
    return [goals[pk] for pk in rows]


def test_round_of_25_by_keyboard_alone_takes_two_keys_a_result(
    official: Page, round_: Round
) -> None:
    official.set_viewport_size(DESK)
    open_sheet(official, address(round_))
    keys = Keys(official)
    for home, away in expected():
        keys.press(str(home), str(away))
    shot(official, "round-keyboard")
    # The last digit leads to the button.
    keys.press("Enter")
    expect(official.locator(".messagelist")).to_have_text("25 resultados guardados.")
    assert in_order(official, round_) == expected()
    assert keys.count == 2 * 25 + 1
    shot(official, "round-saved")


def test_round_by_keyboard_without_javascript_takes_five_keys_a_result(
    official: Page, round_: Round, live_server: LiveServer
) -> None:
    cookies = official.context.cookies()
    plain = official.context.browser.new_context(java_script_enabled=False, viewport=DESK)
    plain.add_cookies(cookies)
    page = plain.new_page()
    open_sheet(page, live_server.url + address(round_))
    keys = Keys(page)
    for home, away in expected():
        # The third tab passes what is folded away.
        keys.press(str(home), "Tab", str(away), "Tab", "Tab")
    keys.press("Enter")
    expect(page.locator(".messagelist")).to_have_text("25 resultados guardados.")
    assert recorded(round_).count((None, None)) == 0
    assert keys.count == 5 * 25 + 1
    plain.close()


def test_second_digit_is_typed_after_going_back(official: Page, round_: Round) -> None:
    open_sheet(official, address(round_))
    keys = Keys(official)
    keys.press("1", "Shift+Tab", "End", "2", "Tab", "0", "Enter")
    expect(official.locator(".messagelist")).to_have_text("1 resultado guardado.")
    assert (12, 0) in recorded(round_)


def test_round_of_25_by_touch_takes_two_taps_a_result(
    official: Page, round_: Round, live_server: LiveServer
) -> None:
    phone = official.context.browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    phone.add_cookies(official.context.cookies())
    page = phone.new_page()
    page.goto(live_server.url + address(round_))
    first = page.locator("input.goals").first
    assert first.get_attribute("inputmode") == "numeric"
    first.tap()
    taps = 1
    for home, away in expected():
        # On a phone a digit is a tap on the pad.
        for digit in (home, away):
            page.keyboard.press(str(digit))
            taps += 1
    shot(page, "round-phone")
    page.locator("button.default").tap()
    taps += 1
    expect(page.locator(".messagelist")).to_have_text("25 resultados guardados.")
    assert in_order(page, round_) == expected()
    assert taps == 2 * 25 + 2
    assert fits(page)
    phone.close()


def smallest(targets: Locator) -> float:
    return min(box["height"] for target in targets.all() if (box := target.bounding_box()))


def test_fields_and_ways_are_as_large_as_a_thumb(official: Page, round_: Round) -> None:
    official.set_viewport_size(PHONE)
    open_sheet(official, address(round_))
    official.locator("summary").first.click()
    shown = official.locator(".sheet-row").first
    for targets in (
        shown.locator("input.goals:visible"),
        shown.locator("select, input[type=date], input[type=time]"),
        official.locator("summary, .sheet-ways a, button.default"),
    ):
        assert smallest(targets) >= 44
    assert fits(official)


def test_bad_row_is_mended_where_it_stands(official: Page, round_: Round) -> None:
    official.set_viewport_size(PHONE)
    open_sheet(official, address(round_))
    keys = Keys(official)
    keys.press("2", "1", "1", "0")
    row = official.locator(".sheet-row").first
    row.locator("summary").click()
    row.locator("input[name$=home_half]").fill("5")
    row.locator("input[name$=away_half]").fill("0")
    official.locator("button.default").click()
    wrong = official.locator(".sheet-row.wrong")
    expect(wrong).to_have_count(1)
    expect(wrong.locator("input[name$=home_half]")).to_have_value("5")
    shot(official, "round-bad")
    assert fits(official)
    wrong.locator("input[name$=home_half]").fill("1")
    official.locator("button.default").click()
    expect(official.locator(".messagelist")).to_have_text("1 resultado guardado.")
    assert len([goals for goals in recorded(round_) if goals != (None, None)]) == 2


def test_who_was_overtaken_reads_by_whom_and_keeps_what_he_typed(
    official: Page, round_: Round
) -> None:
    open_sheet(official, address(round_))
    first = official.locator(".sheet-row").first
    pk = int(first.get_attribute("id")[1:])
    two_one = FixtureState(MatchFacts(Status.PLAYED, Score(2, 1)), date=dt.date(2030, 9, 1))
    julio = AdministratorFactory(username="julio")
    record_round(round_, rows={pk: two_one}, actor=julio)
    Keys(official).press("0", "0", "Enter")
    wrong = official.locator(".sheet-row.wrong")
    expect(wrong).to_contain_text("julio cambió este partido")
    expect(wrong.locator("input[name$=home_goals]")).to_have_value("0")
    shot(official, "round-overtaken")
    official.locator("button.default").click()
    expect(official.locator(".messagelist")).to_have_text("1 resultado guardado.")
    assert Fixture.objects.get(pk=pk).home_goals == 0


def test_nothing_is_wrong_with_sheet_and_desk(official: Page, round_: Round) -> None:
    stage = round_.stage
    late = play(stage, "Ada - Boca", round_number=2, date=dt.date(2025, 1, 5))
    told = play(stage, "Cali 1-0 Deza", round_number=3, is_official=False)
    ResultReportFactory(fixture=late)
    ClaimFactory(fixture=told, deadline=dt.date(2025, 1, 5))
    play(stage, "Elia - Faro", round_number=4, date=None)
    UserFactory()
    official.set_viewport_size(PHONE)
    found = {}
    for name, path in (
        ("desk", "/admin/"),
        ("sheet", address(round_)),
        ("provisional", f"/admin/fechas/{told.round_id}/"),
    ):
        official.goto(path)
        for folded in official.locator("#content summary").all()[:3]:
            folded.click()
        shot(official, f"axe-{name}")
        found[name] = faults(official)
    assert not any(found.values()), found
