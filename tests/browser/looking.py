"""How a browser test looks at a page: its width, axe by day and by night, a picture to keep."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import axe_playwright_python
from django.test import Client
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from competitions.permissions import User

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")


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


def fits(page: Page, width: int | None = None) -> bool:
    """Nothing is off the edge of the screen, or of one of that width."""
    settle(page)
    size = page.viewport_size
    page.set_viewport_size({**size, "width": width or size["width"]})
    needed = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(size)
    return needed <= (width or size["width"])


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds, best practice counted, by all rules or by those that are named.

    The first column of Django's own tables below a form has a head without words.
    """
    settle(page)
    if not page.evaluate("'axe' in window"):
        # Run by the debugger, where the content policy does not reach.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    # Links of the admin take a moment to change their colour.
    page.evaluate("Promise.allSettled(document.getAnimations().map(a => a.finished))")
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


def pale(page: Page) -> list[str]:
    """What is hard to read by night. The day comes back."""
    page.emulate_media(color_scheme="dark")
    found = violations(page, "color-contrast")
    page.emulate_media(color_scheme="light")
    return found


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it stands: by day, by night, and its width."""
    return [*violations(page), *pale(page), *([] if fits(page) else ["wider than the screen"])]


def shot(page: Page, name: str) -> None:
    """A picture in the folder SHOTS, where one is named."""
    if folder := os.environ.get("SHOTS"):
        settle(page)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def look(page: Page, name: str) -> None:
    shot(page, f"{name}-{page.viewport_size['width']}")
    assert faults(page) == []
