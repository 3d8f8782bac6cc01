"""axe-core on every kind of page: no fault at all, in both languages, by day and by night."""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.browser.seasons import DESK, PHONE, addresses, long_names

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds, best practice counted, by all rules or by those that are named.

    The first column of Django's own tables below a form has a head without words.
    """
    found = page.evaluate(
        "rules => axe.run({exclude: ['th.original']}, {resultTypes: ['violations'], "
        "...(rules.length ? {runOnly: rules} : {})})",
        list(rules),
    )
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:160]} {node['any'][:1]}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]


def bring_axe(page: Page) -> None:
    # Run by the debugger, where the content policy does not reach.
    page.evaluate(AXE.read_text(encoding="utf-8"))


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
        bring_axe(page)
        by_day = violations(page)
        page.emulate_media(color_scheme="dark")
        found[name] = by_day + violations(page, "color-contrast")
    assert not any(found.values()), found


def test_axe_would_find_what_is_wrong(page: Page) -> None:
    page.set_content(
        '<html lang="es"><title>x</title><main><h1>x</h1><img src="x">'
        '<p style="color:#777;background:#888">Too pale to read.</p></main></html>'
    )
    bring_axe(page)
    assert [found.split()[0] for found in violations(page)] == ["color-contrast", "image-alt"]
    assert [found.split()[0] for found in violations(page, "color-contrast")] == ["color-contrast"]
