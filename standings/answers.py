"""Files that are made once and kept, and not sent again to whoever has them."""

from collections.abc import Callable
from hashlib import sha256

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

A_WEEK = 60 * 60 * 24 * 7


def kept_file(
    request: HttpRequest, words: object, make: Callable[[], bytes], content_type: str
) -> HttpResponse:
    """What `make` gives, from the cache where the same words were asked for before.

    A file that depends on its words alone is kept under them: a change of facts that it does not
    show makes nothing, and nothing in an address makes one more. `repr` of the words tells them.
    """
    key = sha256(f"{content_type} {words!r}".encode()).hexdigest()[:32]
    etag = f'"{key}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        content = caches["files"].get_or_set(f"file-{key}", make, A_WEEK)
        response = HttpResponse(content, content_type=content_type)
    response["ETag"] = etag
    return response
