"""axe-core on every kind of page: no fault at all, in both languages, by day and by night."""

import pytest
from playwright.sync_api import Page

from tests.browser.looking import faults, pale, violations
from tests.browser.seasons import DESK, PHONE, addresses, long_names

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.mark.parametrize(
    ("prefix", "size"), [("", PHONE), ("/en", DESK)], ids=["es on a phone", "en on a desk"]
)
def test_axe_finds_nothing_by_day_and_by_night(
    page: Page, prefix: str, size: dict[str, int]
) -> None:
    long_names(crossings=True)
    page.set_viewport_size(size)
    found = {}
    for name, path in addresses().items():
        page.goto(f"{prefix}{path}")
        found[name] = violations(page) + pale(page)
    assert not any(found.values()), found


def test_axe_would_find_what_is_wrong(page: Page) -> None:
    page.set_content(
        '<html lang="es"><title>x</title><main><h1>x</h1><img src="x">'
        '<p style="color:#777;background:#888">Too pale to read.</p></main></html>'
    )
    assert [found.split()[0] for found in violations(page)] == ["color-contrast", "image-alt"]
    assert [found.split()[0] for found in violations(page, "color-contrast")] == ["color-contrast"]
    page.locator("h1").evaluate("heading => heading.style.width = '2000px'")
    assert faults(page)[-1] == "1440 px: wider than the screen"


def test_what_is_wrong_on_one_screen_or_by_night_alone_is_found_as_the_page_stands(
    page: Page,
) -> None:
    inside = '<img src="x"><p class="day">Pale.</p><p class="night">Pale.</p><p class="wide">x</p>'
    page.set_content(
        '<html lang="es"><title>x</title><style>'
        "@media (max-width: 600px) { .desk { display: none } }"
        "@media (min-width: 601px) { .phone { display: none } }"
        "@media (prefers-color-scheme: light) { .day { color: #777; background: #888 } }"
        "@media (prefers-color-scheme: dark) { .night { color: #777; background: #888 } }"
        ".wide { width: 2000px }"
        f'</style><main><h1>x</h1><div class="phone">{inside}</div><div class="desk">{inside}</div>'
        '<input aria-label="x"></main></html>'
    )
    page.fill("input", "typed")
    before = page.viewport_size
    for text, wrong in zip(
        faults(page),
        [
            f"{size['width']} px: {wrong}"
            for size in (PHONE, DESK)
            for wrong in (
                'color-contrast (serious): <p class="day">',
                "image-alt (critical): <img",
                'color-contrast (serious): <p class="night">',
                "wider than the screen",
            )
        ],
        strict=True,
    ):
        assert text.startswith(wrong)
    assert page.viewport_size == before
    assert page.evaluate("matchMedia('(prefers-color-scheme: light)').matches")
    assert page.input_value("input") == "typed"
