"""Pages on paper: what is left out, what stays together, how many sheets."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.standings.scenes import knock_out, matchup, play, single_table

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def paper(page: Page) -> Iterator[Page]:
    page.emulate_media(media="print")
    return page


def sheets(page: Page, *, landscape: bool = False) -> list[str]:
    content = page.pdf(format="A4", landscape=landscape, prefer_css_page_size=True)
    return [sheet.extract_text() for sheet in PdfReader(BytesIO(content)).pages]


def test_table_prints_without_navigation_its_head_on_every_sheet(paper: Page) -> None:
    call_command("load_geography")
    call_command("simulate_season", verbosity=0)
    paper.goto("/2027/nacional/")
    for left_out in (".nav", ".seasonbar", ".files", ".links", ".more", ".subscribe"):
        assert not any(found.is_visible() for found in paper.locator(left_out).all()), left_out
    expect(paper.locator(".simulated")).to_be_visible()
    link = paper.locator(".footnotes a").first
    assert link.evaluate("link => getComputedStyle(link).textDecorationLine") == "none"
    found = sheets(paper)
    assert len(found) <= 3
    table = [text for text in found if "Deportivo" in text and "PJ" in text]
    assert len(table) == 2
    paper.goto("/2027/nacional/fecha/4/boletin/")
    assert len(sheets(paper)) == 1


@pytest.mark.parametrize("landscape", [False, True], ids=["upright", "across"])
def test_bracket_prints_round_by_round(paper: Page, landscape: bool) -> None:
    stage = knock_out()
    final = matchup(stage, "Ada", "Cali", "1-0", "1-1", round_number=2, key_of_round="final")
    matchup(stage, "Ada", "Boca", "1-0", "1-0 p 3-4", position=1, feeds=final)
    matchup(stage, "Cali", "Deza", "2-0", "0-0", position=2, feeds=final)
    paper.set_viewport_size({"width": 1040 if landscape else 700, "height": 1000})
    paper.goto("/2030/eliminatorias/")
    tops = [found.bounding_box()["y"] for found in paper.locator(".bracket > section").all()]
    assert tops[0] < tops[1]
    line = "view => getComputedStyle(view, '::after').content"
    assert paper.locator(".matchup").first.evaluate(line) == "none"
    assert len(sheets(paper, landscape=landscape)) <= 2


def test_folded_matches_of_a_club_are_unfolded(paper: Page) -> None:
    play(single_table("Ada 2-1 Boca", year=2031), "Cali 1-0 Ada", round_number=2)
    play(single_table("Ada 3-1 Deza", year=2030), "Eten 5-0 Ada", round_number=2)
    paper.goto("/clubes/ada/")
    folded = paper.locator("details:not([open]) .fixture")
    assert folded.count()
    for fixture in folded.all():
        expect(fixture).to_be_visible()
