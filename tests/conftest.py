import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.utils import translation
from factory import Factory
from hypothesis import settings as hypothesis_settings
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tools.browser import find_browser
from tools.messages import compile_catalogue

FACTORIES = [
    found
    for found in vars(factories).values()
    if isinstance(found, type)
    and issubclass(found, Factory)
    and found.__module__ == factories.__name__
]

# No test is timed: a slow machine is no fault of the code. A landing draws the same examples each
# time; whoever runs the tests draws new ones.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.register_profile("repeatable", deadline=None, derandomize=True)
hypothesis_settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    # Tests read Spanish. Once is enough: the workers of xdist come after.
    if not hasattr(config, "workerinput"):
        compile_catalogue()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not {"browser", "context", "page"}.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def _empty_caches() -> None:
    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture(autouse=True)
def _spanish() -> Iterator[None]:
    """The test client leaves the language of its last page behind."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _counts_begin_anew() -> None:
    """A test has the same names, years and codes whichever tests came before."""
    for factory in FACTORIES:
        factory.reset_sequence(0, force=True)


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """A test that asks for `page` has the site behind it: `page.goto("/2013/")`."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = find_browser()
    if path is None:
        pytest.fail("No browser found. `make test` installs one.", pytrace=False)
    # Playwright keeps an event loop in this thread from now on, which Django would take for an
    # asynchronous caller of the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    args = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
    ]
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": path, "args": args}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "es-PE", "timezone_id": "America/Lima"}
