from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Middleware = Callable[[HttpRequest], HttpResponse]

_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def permissions_policy(get_response: Middleware) -> Middleware:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", _POLICY)
        return response

    return middleware


def language_by_address(get_response: Middleware) -> Middleware:
    """Takes Accept-Language out of Vary: the address alone says which language a page has.

    Django names it on every address without a prefix, and caches would keep a copy of each page
    for each browser's list of languages.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "Vary" in response.headers:
            names = [name.strip() for name in response.headers["Vary"].split(",")]
            kept = [name for name in names if name.lower() != "accept-language"]
            response.headers["Vary"] = ", ".join(kept)
            if not kept:
                del response.headers["Vary"]
        return response

    return middleware
