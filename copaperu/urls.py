from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import include, path, reverse_lazy
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
        path(
            "admin/clave/<uidb64>/<token>/",
            PasswordResetConfirmView.as_view(
                success_url=reverse_lazy("admin:login"),
                extra_context={"site_header": admin.site.site_header},
            ),
            name="password",
        ),
        path("admin/", admin.site.urls),
        path("", include("competitions.urls")),
        path("", include("standings.urls")),
        prefix_default_language=False,
    ),
]
