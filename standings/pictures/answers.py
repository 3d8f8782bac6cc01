"""A picture as an answer to whoever shares a link."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from standings.answers import kept_file
from standings.pictures.cards import Card
from standings.pictures.drawing import drawn
from standings.templatetags.share import DESIGN

A_YEAR = 60 * 60 * 24 * 365


def answer(request: HttpRequest, card: Card, *, edition: str) -> HttpResponse:
    """The picture of the card.

    An address that carries the present edition is for good; any other is asked again each time.
    """
    response = kept_file(request, (DESIGN, card), partial(drawn, card), "image/png")
    if request.GET.get("v") == edition:
        patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    else:
        patch_cache_control(response, public=True, no_cache=True)
    return response
