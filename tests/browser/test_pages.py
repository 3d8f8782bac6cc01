"""Public pages as a browser shows them: on a phone and on a desk, with hands and keys."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import resize, shot
from tests.browser.seasons import DESK, MISSING, NAMES, PHONE, addresses, long_names
from tests.factories import ClubFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def quiet(page: Page, base_url: str) -> Iterator[Page]:
    """A page that may complain of nothing: no error, and no request to another host."""
    complaints: list[str] = []
    hosts: set[str] = set()
    # Browsers say in their console what they did not find.
    known = f"{base_url}{MISSING}"
    page.on(
        "console",
        lambda said: (
            said.type == "error" and said.location["url"] != known and complaints.append(said.text)
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    yield page
    assert complaints == []
    assert {host.split(":")[0] for host in hosts} <= {"localhost", "127.0.0.1"}


@pytest.fixture
def simulated() -> None:
    call_command("load_geography")
    call_command("simulate_season", verbosity=0)


def overflow(page: Page) -> list[str]:
    """What sticks out sideways."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
            [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
            .slice(0, 5).map(e => `${e.tagName}.${e.className}: ${e.textContent.slice(0, 40)}`)
            .concat(`${document.documentElement.scrollWidth} px`)"""
    )


# What the keyboard reaches without being in sight, or out of the order of the page.
UNSEEN = """() =>
  [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex]')]
  .filter(e => e.tabIndex >= 0 && e.checkVisibility())
  .filter(e => {
    e.focus();
    const shape = e.getBoundingClientRect(), line = getComputedStyle(e);
    return e.tabIndex > 0 || shape.width < 1 || shape.right < 1 || shape.left > innerWidth
      || line.outlineStyle !== 'solid' || parseFloat(line.outlineWidth) < 2;
  }).map(e => e.outerHTML.slice(0, 120))"""

SMALL = """() =>
  [...document.querySelectorAll(
    '.nav a, .lang, .seasonbar a, .rounds a, summary, .fixture, .line > a, .who, ' +
    '.files a, .links a, button, input, select')]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
  .map(e => `${e.className || e.tagName} ${e.getBoundingClientRect().height}`)"""


def test_every_page_fits_every_screen_its_targets_a_thumb_and_shows_where_the_keyboard_is(
    quiet: Page,
) -> None:
    long_names(crossings=True)
    found = {}
    for name, path in addresses().items():
        quiet.set_viewport_size(PHONE)
        quiet.goto(path)
        shot(quiet, name)
        for size in ({"width": 320, "height": 640}, DESK, PHONE):
            resize(quiet, size)
            found[name, f"off the edge of {size['width']} px"] = overflow(quiet)
        found[name, "small for a thumb"] = quiet.evaluate(SMALL)
        quiet.keyboard.press("Tab")
        found[name, "unseen with the keyboard"] = quiet.evaluate(UNSEEN)
    assert not any(found.values()), {what: wrong for what, wrong in found.items() if wrong}


def test_fifty_clubs_fit_a_phone_with_the_figures_that_count(quiet: Page, simulated: None) -> None:
    quiet.set_viewport_size(PHONE)
    quiet.goto("/2027/nacional/")
    assert overflow(quiet) == []
    heads = quiet.locator("table.standings thead th:visible")
    assert [text for text in heads.all_inner_texts() if text.strip()][-3:] == ["PJ", "DG", "Pts"]
    assert quiet.locator("table.standings summary:visible").count() == 50


def test_tap_on_a_row_opens_its_figures_in_place(quiet: Page) -> None:
    long_names()
    quiet.set_viewport_size(PHONE)
    quiet.goto("/2030/nacional/")
    rows = quiet.locator("table.standings summary")
    more = quiet.locator("table.standings tr.more")
    expect(more.nth(0)).to_be_hidden()
    rows.nth(0).click()
    expect(more.nth(0)).to_be_visible()
    expect(more.nth(0)).to_contain_text("¿Por qué está sobre")
    expect(more.nth(0).locator(".path")).to_have_count(2)
    expect(more.nth(0)).to_contain_text("GC")
    rows.nth(1).click()
    expect(more.nth(1)).to_be_visible()
    expect(more.nth(0)).to_be_hidden()
    rows.nth(1).click()
    expect(more.nth(1)).to_be_hidden()
    assert quiet.evaluate("history.length") == 2
    assert quiet.url.endswith("/2030/nacional/")


def test_why_leads_from_the_row_to_the_arithmetic_and_back(quiet: Page) -> None:
    long_names()
    quiet.set_viewport_size(PHONE)
    quiet.goto("/2030/nacional/")
    quiet.locator("table.standings summary").nth(0).click()
    quiet.locator("tr.more:visible .because a").first.click()
    quiet.wait_for_url("**/2030/nacional/por-que/?a=*")
    expect(quiet.locator("h1")).to_contain_text("por encima de")
    expect(quiet.locator("ol.steps .decides")).to_have_count(1)
    quiet.locator("p.links a").last.click()
    quiet.wait_for_url("**/2030/nacional/#c*")
    expect(quiet.locator("th:target")).to_be_in_viewport()


def test_rounds_are_stepped_through(quiet: Page) -> None:
    long_names()
    quiet.set_viewport_size(PHONE)
    quiet.goto("/2030/nacional/")
    current = quiet.locator(".rounds [aria-current]")
    expect(current).to_have_text("2")
    quiet.locator(".rounds a", has_text="1").click()
    quiet.wait_for_url("**/2030/nacional/?fecha=1#fechas")
    expect(current).to_have_text("1")
    expect(quiet.locator("table.standings thead")).to_be_in_viewport()
    quiet.locator(".links a", has_text="De local").click()
    quiet.wait_for_url("**/2030/nacional/?fecha=1&sede=local#fechas")
    quiet.set_viewport_size(DESK)
    quiet.locator(".rounds a[rel=next]").press("Enter")
    quiet.wait_for_url("**/2030/nacional/?sede=local#fechas")
    expect(current).to_have_text("2")


@pytest.mark.parametrize(
    "path",
    [
        "/2030/nacional/?fecha=1",
        "/2030/nacional/?fecha=1&sede=visita",
        "/2030/clasificados/?etapa=liga-3",
        "/clubes/?q=jos%C3%A9+mar%C3%ADa&departamento=madre-de-dios",
    ],
)
def test_language_is_switched_on_the_spot(quiet: Page, path: str) -> None:
    long_names()
    quiet.goto(path)
    spanish = quiet.locator("h1").inner_text()
    rows = quiet.locator("main tbody tr").count()
    quiet.locator("a.lang").click()
    quiet.wait_for_url(f"**/en{path}")
    expect(quiet.locator("html")).to_have_attribute("lang", "en")
    assert quiet.locator("h1").inner_text() != spanish or "clubes" in path
    assert quiet.locator("main tbody tr").count() == rows
    quiet.locator("a.lang").click()
    quiet.wait_for_url(lambda address: address.endswith(path) and "/en/" not in address)
    expect(quiet.locator("html")).to_have_attribute("lang", "es-PE")
    expect(quiet.locator("h1")).to_have_text(spanish)


def test_club_is_found_by_a_name_without_accents(quiet: Page) -> None:
    long_names()
    ClubFactory(name="Sport Huancayo")
    quiet.set_viewport_size(PHONE)
    quiet.goto("/clubes/")
    quiet.locator("form.filters input[type=search]").fill("JOSE MARIA")
    quiet.keyboard.press("Enter")
    quiet.wait_for_url("**/clubes/?*q=JOSE+MARIA*")
    links = quiet.locator("main .list a")
    expect(links).to_have_count(1)
    links.click()
    expect(quiet.locator("h1")).to_have_text("Defensor José María Arguedas")


def test_table_is_downloaded_as_csv(quiet: Page, tmp_path: Path) -> None:
    long_names()
    quiet.goto("/2030/nacional/")
    with quiet.expect_download() as started:
        quiet.locator(".files a", has_text="CSV").click()
    assert started.value.suggested_filename == "2030-nacional.csv"
    started.value.save_as(tmp_path / "table.csv")
    with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["club"] for row in rows} == set(NAMES)
    assert [row["puesto"] for row in rows] == [str(place) for place in range(1, 9)]


def test_keyboard_goes_to_the_content_and_shows_where_it_is(quiet: Page) -> None:
    long_names()
    quiet.goto("/2030/nacional/")
    quiet.keyboard.press("Tab")
    skip = quiet.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    quiet.keyboard.press("Enter")
    assert quiet.url.endswith("#contenido")
    quiet.keyboard.press("Tab")
    assert quiet.evaluate("document.querySelector('main').contains(document.activeElement)")
    for _ in range(12):
        outline = quiet.evaluate(
            "(s => [s.outlineStyle, parseFloat(s.outlineWidth)])"
            "(getComputedStyle(document.activeElement))"
        )
        assert outline[0] == "solid"
        assert outline[1] >= 2
        quiet.keyboard.press("Tab")


def test_row_is_opened_with_the_keyboard(quiet: Page) -> None:
    long_names()
    quiet.goto("/2030/nacional/")
    quiet.locator("table.standings summary").nth(2).focus()
    quiet.keyboard.press("Enter")
    expect(quiet.locator("table.standings tr.more").nth(2)).to_be_visible()
    quiet.keyboard.press("Tab")
    assert quiet.evaluate("document.activeElement.closest('tr') !== null")


@pytest.fixture
def plain(
    browser: Browser, base_url: str, browser_context_args: dict[str, object]
) -> Iterator[Page]:
    """A page of a browser without JavaScript."""
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    yield context.new_page()
    context.close()


def test_everything_works_without_javascript(plain: Page) -> None:
    long_names()
    plain.set_viewport_size(PHONE)
    plain.goto("/2030/nacional/")
    plain.locator("table.standings summary").nth(0).click()
    expect(plain.locator("table.standings tr.more").nth(0)).to_be_visible()
    plain.locator("tr.more:visible .links a").first.click()
    expect(plain.locator(".path").first).to_be_visible()
    plain.go_back()
    plain.locator("table.standings summary").nth(0).click()
    plain.locator("tr.more:visible .because a").first.click()
    expect(plain.locator("ol.steps .decides")).to_have_count(1)
    plain.locator("a.lang").click()
    expect(plain.locator("html")).to_have_attribute("lang", "en")
    plain.goto("/clubes/")
    plain.locator("form.filters input[type=search]").fill("tournavista")
    plain.locator("form.filters button").click()
    expect(plain.locator("main .list a")).to_have_count(1)
    plain.goto("/2030/clasificados/")
    plain.locator("select[name=etapa]").select_option("liga-3")
    plain.locator("form.filters button").click()
    expect(plain.locator("table.qualifiers a.who")).to_have_count(1)


def test_motion_is_off_for_readers_who_want_less(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    behaviour = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    assert behaviour == "auto"
