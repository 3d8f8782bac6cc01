import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_healthz_answers_without_a_database_query(
    client: Client, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.parametrize(
    ("address", "language", "button"),
    [("/admin/login/", "es-pe", "Iniciar sesión"), ("/en/admin/login/", "en", "Log in")],
)
def test_the_admin_speaks_the_language_of_its_address(
    client: Client, address: str, language: str, button: str
) -> None:
    # The browser's own wish does not change what an address shows.
    response = client.get(address, headers={"accept-language": "fr, en;q=0.5"})
    assert response.headers["Content-Language"] == language
    assert f'<input type="submit" value="{button}">' in response.content.decode()


def test_pages_load_nothing_from_elsewhere(client: Client) -> None:
    headers = client.get("/admin/login/").headers
    directives = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert directives == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "object-src": "'none'",
    }
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert (
        headers["Permissions-Policy"]
        == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    )


def test_the_icons_that_browsers_ask_for_are_there(client: Client) -> None:
    for path, kind in (
        ("/favicon.ico", "image/x-icon"),
        ("/apple-touch-icon.png", "image/png"),
        ("/static/img/favicon.svg", "image/svg+xml"),
    ):
        response = client.get(path)
        assert (response.status_code, response["Content-Type"]) == (200, kind), path
        response.close()


def test_caches_keep_one_copy_of_a_page_whatever_the_browser_speaks(client: Client) -> None:
    for path in ("/acerca-de/", "/en/acerca-de/"):
        assert client.get(path)["Vary"] == "Accept-Encoding", path
    assert client.get("/admin/login/")["Vary"] == "Cookie, Accept-Encoding"
