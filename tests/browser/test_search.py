"""“Where is my club?” From the front page in two taps, with script and without."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.seasons import NAMES, PHONE, SLUGS, long_names

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

MINE = re.compile(rf"/clubes/{SLUGS[0]}/$")


def type_slowly(page: Page, letters: str) -> None:
    page.locator("form.search input").press_sequentially(letters, delay=30)


def test_club_is_found_from_the_front_page_in_two_taps(page: Page) -> None:
    long_names()
    asked: list[str] = []
    page.on("request", lambda request: "buscar.json" in request.url and asked.append(request.url))
    page.set_viewport_size(PHONE)
    page.goto("/")
    page.locator("form.search input").click()
    type_slowly(page, "hi")
    page.wait_for_timeout(300)
    assert asked == []
    type_slowly(page, "j")
    option = page.get_by_role("option", name=NAMES[0])
    expect(option).to_be_visible()
    assert option.bounding_box()["height"] >= 43.5
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    option.click()
    page.wait_for_url(MINE)
    expect(page.locator("h1")).to_have_text(NAMES[0])
    assert len(asked) == 1


def test_suggestions_are_walked_with_the_keys(page: Page) -> None:
    long_names()
    page.goto("/")
    field = page.get_by_role("combobox")
    field.focus()
    type_slowly(page, "municipal")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form.search [role=status]")).to_have_text("2 sugerencias")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
    page.keyboard.press("Escape")
    expect(options.nth(0)).to_be_hidden()
    page.keyboard.press("ArrowUp")
    chosen = options.nth(1).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{chosen}")


def test_enter_without_a_choice_asks_the_page(page: Page) -> None:
    long_names()
    page.goto("/en/")
    type_slowly(page, "municipal")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/buscar/?q=municipal")
    expect(page.locator("main .list").first.locator("a")).to_have_count(2)


@pytest.fixture
def plain(
    browser: Browser, base_url: str, browser_context_args: dict[str, object]
) -> Iterator[Page]:
    """A page of a phone's browser without JavaScript."""
    context = browser.new_context(
        **{**browser_context_args, "java_script_enabled": False, "viewport": PHONE}
    )
    yield context.new_page()
    context.close()


def test_club_is_found_in_two_taps_without_script(plain: Page) -> None:
    long_names()
    plain.goto("/")
    plain.locator("form.search input").fill("hij")
    plain.locator("form.search button").click()
    plain.wait_for_url("**/buscar/?q=hij")
    plain.locator("main a", has_text=NAMES[0]).click()
    plain.wait_for_url(MINE)
