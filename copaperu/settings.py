"""The settings of every installation, read from the environment.

COPAPERU_ENV says where this runs: `production` (the default), `development` or `test`.
A file `.env` beside manage.py is read as well, except in tests; the environment wins over it.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
if env.str("COPAPERU_ENV", default="") != "test":
    env.read_env(BASE_DIR / ".env")

COPAPERU_ENV = env.str("COPAPERU_ENV", default="production")
if COPAPERU_ENV not in ("production", "development", "test"):
    raise ImproperlyConfigured(
        f"COPAPERU_ENV is {COPAPERU_ENV!r}; it has to be production, development or test."
    )
IN_PRODUCTION = COPAPERU_ENV == "production"

# Off in development too: whoever tries the site sees the pages that the public would see,
# error pages included. `make dev` turns it on.
DEBUG = env.bool("DEBUG", default=False)
if DEBUG and IN_PRODUCTION:
    raise ImproperlyConfigured(
        "DEBUG is on in production. Take it out, or set COPAPERU_ENV=development."
    )


def _required_in_production(name: str, how: str) -> str:
    value = env.str(name, default="")
    if not value and IN_PRODUCTION:
        raise ImproperlyConfigured(
            f"{name} is missing. {how} "
            "Put it in the environment or in a file .env beside manage.py. "
            "To try the site on your own machine use `make run`, which writes that file."
        )
    return value


SECRET_KEY = (
    _required_in_production(
        "SECRET_KEY", "It is a long random text that only this installation knows."
    )
    or "only-for-development-and-tests-" + "copaperu" * 4
)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [
    host.strip()
    for host in _required_in_production(
        "ALLOWED_HOSTS",
        "It lists the names this site answers to, as in copaperu.pe,www.copaperu.pe.",
    ).split(",")
    if host.strip()
] or ["localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Where readers report mistakes and holes: an address for mail. Without one the pages name none.
CONTACT = env.str("CONTACT", default="")

INSTALLED_APPS = [
    "copaperu.admin.OfficialsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "simple_history",
    "tree_queries",
    "django_tables2",
    "django_filters",
    "standings",
    "competitions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "copaperu.middleware.permissions_policy",
    "copaperu.middleware.language_by_address",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "copaperu.urls"
WSGI_APPLICATION = "copaperu.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database -------------------------------------------------------------------------------------


def _database() -> dict[str, Any]:
    config: dict[str, Any] = env.db_url(
        "DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
    )
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config.setdefault("OPTIONS", {}).update(
            # A transaction that begins as a reader and then writes fails at once when another one
            # wrote meanwhile, whatever the timeout; one that begins as a writer waits its turn.
            transaction_mode="IMMEDIATE",
            timeout=20,
            init_command="PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
        )
    else:
        config["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
        config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# With more than one process the cached tables still agree: their keys carry the stage's version,
# which is read from the database.
REDIS_URL = env.str("REDIS_URL", default="")


def _cache(name: str, entries: int) -> dict[str, Any]:
    """In Redis where there is one, else in the process, so many entries at most."""
    if REDIS_URL:
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": name,
        }
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
        "OPTIONS": {"MAX_ENTRIES": entries},
    }


CACHES = {
    "default": _cache("copaperu", 2000),
    # Pictures and bulletins, some 50 KB each: they push no snapshot out.
    "files": _cache("copaperu-files", 300),
    # What templates rendered stays in the process that rendered it: after a new release nobody
    # sees what the templates of the last one made.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}

# Languages, numbers and dates -----------------------------------------------------------------

LANGUAGE_CODE = "es-pe"
LANGUAGES = [("es-pe", "Español"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["copaperu.formats"]
USE_I18N = True
# Off: a season's year would print as 2,024. Large numbers pass through `intcomma`.
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "America/Lima"
USE_TZ = True

# What the forms of the officials link to on the site. The facts themselves know of no page.
ABSOLUTE_URL_OVERRIDES = {
    "competitions.club": lambda club: reverse("standings:club", args=[club.slug]),
    "competitions.department": lambda row: reverse("standings:department", args=[row.slug]),
    "competitions.fixture": lambda fixture: reverse("standings:fixture", args=[fixture.pk]),
    "competitions.season": lambda season: reverse("standings:season", args=[season.year]),
    "competitions.stage": lambda stage: reverse(
        "standings:stage", args=[stage.season.year, stage.slug]
    ),
}

# Static files ---------------------------------------------------------------------------------

# Collected files are compressed beforehand, and their names carry a digest: browsers keep them.
STATIC_COLLECTED = env.bool("STATIC_COLLECTED", default=IN_PRODUCTION)
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))()
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_COLLECTED
# Icons that browsers look for at the root, whatever a page names.
WHITENOISE_ROOT = BASE_DIR / "root"
# Of files whose names carry no digest.
WHITENOISE_MAX_AGE = 86_400 if STATIC_COLLECTED else 0

# Security -------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=IN_PRODUCTION)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if IN_PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=IN_PRODUCTION)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=IN_PRODUCTION)
# Only behind a proxy that sets this header itself: otherwise any client could claim to be secure.
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("SECURE_COOKIES", default=IN_PRODUCTION)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# A round of 25 results or the 50 clubs of a stage arrive in one form; files of results are small.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o640

# Logging --------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # Django's own handlers would write each line a second time, or mail it to nobody.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
