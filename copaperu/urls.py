from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import include, path
from django.views.decorators.cache import cache_control, never_cache
from django.views.generic import RedirectView


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@cache_control(public=True, max_age=86_400)
def favicon(request: HttpRequest) -> HttpResponse:
    # Browsers ask for it on pages that do not name an icon, the admin's among them.
    return RedirectView.as_view(url=static("img/favicon.svg"))(request)


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", favicon),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("", include("standings.urls")),
        prefix_default_language=False,
    ),
]
