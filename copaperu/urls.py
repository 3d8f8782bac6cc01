from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, reverse_lazy
from django.views.decorators.cache import never_cache

from standings.urls import once


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include((once, "site"))),
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

handler500 = "copaperu.errors.server_error"
