"""Pictures of pages, for links that are shared. They take no parameter: a page has one picture."""

from django.http import HttpRequest, HttpResponse

from standings.pictures import arranging
from standings.pictures.answers import answer
from standings.selectors import clubs, fixtures, qualified, seasons
from standings.templatetags.share import (
    edition,
    edition_of_club,
    edition_of_list,
    edition_of_stage,
)
from standings.views.base import found_or_404


@found_or_404
def site(request: HttpRequest) -> HttpResponse:
    return answer(request, arranging.site_card(), edition=edition([]))


@found_or_404
def stage(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    page = seasons.stage_page(year, slug)
    return answer(request, arranging.stage_card(page), edition=edition_of_stage(page.stage))


@found_or_404
def fixture(request: HttpRequest, pk: int) -> HttpResponse:
    page = fixtures.fixture_page(pk)
    return answer(request, arranging.fixture_card(page), edition=edition_of_stage(page.stage))


@found_or_404
def club(request: HttpRequest, slug: str) -> HttpResponse:
    page = clubs.club_page(slug)
    return answer(request, arranging.club_card(page), edition=edition_of_club(page))


@found_or_404
def qualifiers(request: HttpRequest, year: int) -> HttpResponse:
    page = qualified.qualified_page(year)
    return answer(request, arranging.qualified_card(page), edition=edition_of_list(page))
