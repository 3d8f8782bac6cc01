"""axe-core on every kind of page: no fault at all, in both languages, by day and by night."""

import pytest
from playwright.sync_api import Page

from tests.browser.looking import faults, violations
from tests.browser.seasons import DESK, PHONE, addresses, long_names

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.mark.parametrize(
    ("prefix", "size"), [("", PHONE), ("/en", DESK)], ids=["es on a phone", "en on a desk"]
)
def test_axe_finds_nothing_by_day_and_by_night(
    page: Page, prefix: str, size: dict[str, int]
) -> None:
    long_names()
    page.set_viewport_size(size)
    found = {}
    for name, path in addresses().items():
        page.emulate_media(color_scheme="light")
        page.goto(f"{prefix}{path}")
        by_day = violations(page)
        page.emulate_media(color_scheme="dark")
        found[name] = by_day + violations(page, "color-contrast")
    assert not any(found.values()), found


def test_axe_would_find_what_is_wrong(page: Page) -> None:
    page.set_content(
        '<html lang="es"><title>x</title><main><h1>x</h1><img src="x">'
        '<p style="color:#777;background:#888">Too pale to read.</p></main></html>'
    )
    assert [found.split()[0] for found in violations(page)] == ["color-contrast", "image-alt"]
    assert [found.split()[0] for found in violations(page, "color-contrast")] == ["color-contrast"]
    page.locator("h1").evaluate("heading => heading.style.width = '2000px'")
    assert faults(page)[-1] == "wider than the screen"
