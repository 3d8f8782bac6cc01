"""A picture as an answer: kept once it is drawn, and not sent again to whoever has it."""

from hashlib import sha256

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

from standings.pictures.cards import Card
from standings.pictures.drawing import drawn
from standings.templatetags.share import DESIGN

A_WEEK = 60 * 60 * 24 * 7
A_YEAR = 60 * 60 * 24 * 365


def answer(request: HttpRequest, card: Card, *, edition: str) -> HttpResponse:
    """The picture of the card.

    What is drawn depends on the words of the card alone, and is kept under them: a change of facts
    that the picture does not show draws nothing. An address that carries the present edition is
    for good; any other is asked again each time, and draws no picture of its own.
    """
    key = sha256(f"{DESIGN} {card!r}".encode()).hexdigest()[:32]
    etag = f'"{key}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(_kept(key, card), content_type="image/png")
    response["ETag"] = etag
    if request.GET.get("v") == edition:
        patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    else:
        patch_cache_control(response, public=True, no_cache=True)
    return response


def _kept(key: str, card: Card) -> bytes:
    return caches["files"].get_or_set(f"picture-{key}", lambda: drawn(card), A_WEEK)
