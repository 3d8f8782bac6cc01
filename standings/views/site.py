"""Pages about the site itself, and the files that programs look for at its root."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from competitions.language import is_english
from standings import sitemaps
from standings.selectors import site
from standings.selectors.about import about_page
from standings.views.base import page

HOUR, DAY = 3_600, 86_400

KEPT_FROM_ROBOTS = ("/admin/", "/resultado/", "/buscar/")
"""Officials' pages, links that are meant for one person, and what has no end."""
PATTERNS_KEPT_FROM_ROBOTS = (
    *("/*/por-que/", "/*/*/clubes/"),
    *("/*.csv$", "/*.xlsx$", "/*.json$", "/*.ics$", "/*.atom$"),
)
"""Comparisons of any two clubs, opened rows of tables, and files of what the pages show."""


@page
def about(request: HttpRequest) -> HttpResponse:
    context = {"page": about_page(), "contact": settings.CONTACT}
    return render(request, "standings/about.html", context)


@require_safe
@cache_control(public=True, max_age=DAY)
def robots(request: HttpRequest) -> HttpResponse:
    closed = [f"{prefix}{path}" for path in KEPT_FROM_ROBOTS for prefix in ("", "/en")]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in (*closed, *PATTERNS_KEPT_FROM_ROBOTS)),
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('site:sitemap_index'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=DAY)
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the site on its first screen; in the language of its address."""
    sizes = (("icon-192.png", "192x192"), ("icon-512.png", "512x512"))
    found = {
        "id": "/",
        "name": _("Copa Perú: tables, results and brackets"),
        "short_name": "Copa Perú",
        "lang": "en" if is_english() else "es-PE",
        "start_url": reverse("standings:home"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fcfbf7",
        "theme_color": "#fcfbf7",
        "icons": [
            {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(
                {"src": static(f"img/{name}"), "sizes": size, "type": "image/png"}
                for name, size in sizes
            ),
            {
                "src": static("img/icon-maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    }
    return JsonResponse(
        found,
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
@cache_control(public=True, max_age=HOUR)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return sitemaps.index(site.site_sections(), request.build_absolute_uri)


@page
def sitemap(request: HttpRequest, section: str, number: int) -> HttpResponse:
    return sitemaps.part(site.site_entries(section, number), request.build_absolute_uri)


@require_safe
@cache_control(public=True, max_age=DAY)
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole (RFC 9116); nothing where the installation names nobody."""
    if not settings.CONTACT:
        raise Http404
    expires = timezone.now().replace(microsecond=0) + dt.timedelta(days=180)
    lines = [
        f"Contact: mailto:{settings.CONTACT}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: es, en",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
