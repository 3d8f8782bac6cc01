"""The bulletin of a round, as a page and as a sheet of A4."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from standings.answers import kept_file
from standings.bulletins.arranging import bulletin
from standings.bulletins.paper import DESIGN, as_pdf
from standings.selectors.bulletin import bulletin_page
from standings.views.base import page


@page
def sheet(request: HttpRequest, year: int, slug: str, n: int) -> HttpResponse:
    found = bulletin_page(year, slug, n)
    context = {"page": found, "nav": found.season, "bulletin": bulletin(found)}
    return render(request, "standings/bulletin.html", context)


@page
def paper(request: HttpRequest, year: int, slug: str, n: int) -> HttpResponse:
    found = bulletin_page(year, slug, n)
    words = bulletin(found)
    response = kept_file(request, (DESIGN, words), partial(as_pdf, words), "application/pdf")
    mark = f"-{_('SIMULATED')}" if found.stage.is_simulated else ""
    name = f"{_('bulletin')}-{year}-{slug}-{n}{mark}"
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
