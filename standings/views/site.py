"""Pages about the site itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from standings.views.base import page


@page
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "standings/about.html")
