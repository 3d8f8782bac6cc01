"""What every public page has in common."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from standings.selectors.missing import missing_page
from standings.selectors.seasons import NotFound

View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """A page that browsers keep, but ask each time whether it is still the same.

    So no table is ever old, and on a slow line an unchanged one is not sent again.
    """
    return cache_control(no_cache=True)(found_or_404(view))


def found_or_404(view: View) -> View:
    """A safe view whose address may name something that is not there: a helpful 404, no error."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except NotFound as found:
            context = {"missing": missing_page(found, kwargs)}
            response = render(request, "404.html", context, status=404)
        if response.get("Content-Type", "").startswith("text/html"):
            # The style sheet is asked for before the first line of the page is there.
            response["Link"] = f"<{static('css/copaperu.css')}>; rel=preload; as=style"
        return response

    return answer


def number(text: str | None) -> int | None:
    """A number from the address; nonsense is as good as nothing."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else None


def key(text: str | None) -> int | None:
    """The key of a row from the address, likewise; one that is longer fits into no database."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None


def year_in(text: str) -> int | None:
    """A year from the address, likewise."""
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


def view_of_table(request: HttpRequest) -> dict[str, Any]:
    """Which table the address asks for: after a round, of home or of away matches."""
    grounds = {"local": "home", "visita": "away"}
    return {
        "after_round": number(request.GET.get("fecha")),
        "where": grounds.get(request.GET.get("sede", ""), "all"),
    }
