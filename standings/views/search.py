"""The search: a page, and suggestions while somebody types."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from standings.selectors import search as searching
from standings.templatetags.searching import address_of, note_on, title_of_found
from standings.views.base import page


@page
def search(request: HttpRequest) -> HttpResponse:
    """A club that was named in full, and nothing else that could be meant: there at once."""
    found = searching.search(request.GET.get("q", ""))
    if found.only_club:
        return redirect(address_of(found.only_club))
    return render(request, "standings/search.html", {"page": found, "typed": found.typed})


@page
def suggestions(request: HttpRequest) -> HttpResponse:
    """The closest of all kinds; `said` is what a screen reader announces of them."""
    found = searching.suggestions(request.GET.get("q", ""))
    shown = found.found[: searching.SUGGESTED]
    said = ngettext("%(count)s suggestion", "%(count)s suggestions", len(shown))
    rows = [
        {"name": title_of_found(hit), "note": note_on(hit), "address": address_of(hit)}
        for hit in shown
    ]
    return JsonResponse(
        {"found": rows, "said": said % {"count": len(rows)} if rows else _("Nothing found")},
        json_dumps_params={"ensure_ascii": False},
    )
