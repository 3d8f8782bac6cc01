"""The page for what should never happen: it asks neither the database nor who is logged in."""

from django.http import HttpRequest, HttpResponseServerError
from django.template import loader


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """In the language of the address; the translations themselves may be what failed."""
    english = request.path == "/en" or request.path.startswith("/en/")
    page = loader.get_template("500.html").render({"english": english})
    return HttpResponseServerError(page)
