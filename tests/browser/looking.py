"""How a browser test looks at a page: axe by day and by night, the width, a picture to keep.

A flow is walked once, on a phone. `look` sees each step of it on a desk too, without loading it
anew.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import axe_playwright_python
from django.test import Client
from playwright.sync_api import BrowserContext, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from competitions.permissions import User
from tests.browser.seasons import DESK, PHONE

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
# Links of the admin take a moment to change their colour.
AT_REST = """() => {
    const running = () => document.getAnimations().filter(change => change.playState === 'running');
    while (running().length) running().forEach(change => change.finish());
}"""
# Quicker than axe by itself, which fetches every style sheet anew and copies the HTML of whatever
# lies behind a text: only what is at fault is copied. The first column of Django's own tables below
# a form has a head without words.
FOUND = """async rules => {
    axe.configure({noHtml: true});
    const found = await axe.run({exclude: ['th.original']}, {
        resultTypes: ['violations'], elementRef: true, preload: {assets: ['media']},
        ...(rules.length ? {runOnly: rules} : {})
    });
    return found.violations.flatMap(rule => rule.nodes.slice(0, 3).map(node =>
        `${rule.id} (${rule.impact}): ${node.element.outerHTML.slice(0, 160)} `
        + [...node.any, ...node.all, ...node.none].slice(0, 1).map(check => check.message)));
}"""


def sign_in(context: BrowserContext, live_server: LiveServer, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


@contextmanager
def quiet(page: Page, *expected: str) -> Iterator[None]:
    """The browser complains of nothing meanwhile, but of what is expected."""
    complaints: list[str] = []
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield
    known = ("favicon", *expected)
    assert not [text for text in complaints if not any(word in text for word in known)]


def settle(page: Page) -> None:
    """Wait for the page that a tap has led to: until it is read, it may have no element at all."""
    page.wait_for_load_state()


def resize(page: Page, size: ViewportSize) -> None:
    """Change the screen, and wait until the page is laid out for it."""
    settle(page)
    if page.viewport_size != size:
        page.set_viewport_size(size)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def on_both(page: Page) -> Iterator[ViewportSize]:
    """The page as it stands on a phone, then on a desk. The size that it had comes back."""
    before = page.viewport_size
    for size in (PHONE, DESK):
        resize(page, size)
        yield size
    resize(page, before)


def fits(page: Page, width: int | None = None) -> bool:
    """Nothing is off the edge of the screen, or of one of that width."""
    before = page.viewport_size
    width = width or before["width"]
    resize(page, {**before, "width": width})
    needed = page.evaluate("document.documentElement.scrollWidth")
    resize(page, before)
    return needed <= width


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds, best practice counted, by all rules or by those that are named."""
    settle(page)
    if not page.evaluate("'axe' in window"):
        # Run by the debugger, where the content policy does not reach.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(AT_REST)
    return page.evaluate(FOUND, list(rules))


def pale(page: Page) -> list[str]:
    """What is hard to read by night. The day comes back."""
    page.emulate_media(color_scheme="dark")
    found = violations(page, "color-contrast")
    page.emulate_media(color_scheme="light")
    return found


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it stands, on a phone and on a desk.

    On each: all that axe finds by day, what is hard to read by night, and whether it fits.
    """
    found = []
    for size in on_both(page):
        wrong = [*violations(page), *pale(page), *([] if fits(page) else ["wider than the screen"])]
        found += [f"{size['width']} px: {text}" for text in wrong]
    return found


def shot(page: Page, name: str) -> None:
    """Pictures of the page on a phone and on a desk, in the folder SHOTS, where one is named."""
    if folder := os.environ.get("SHOTS"):
        for size in on_both(page):
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)


def look(page: Page, name: str) -> None:
    """Nothing is wrong with the page on a phone and on a desk: see `faults`."""
    shot(page, name)
    assert faults(page) == []
