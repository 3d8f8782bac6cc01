"""How often somebody outside has done something: counted in the cache, within ten minutes.

With several processes and no Redis each process counts for itself.
"""

import hashlib
import time
from collections.abc import Mapping

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

WINDOW = 600
"""Seconds over which things are counted."""


def is_too_often(kind: str, limits: Mapping[str, int]) -> bool:
    """Count once more under all these names; whether one of them is above its limit by now."""
    return any([_counted(_key(kind, name)) > limit for name, limit in limits.items()])  # noqa: C419 - all are counted


def has_been_too_often(kind: str, limits: Mapping[str, int]) -> bool:
    """Whether one of these names has reached its limit already. Counts nothing."""
    counts = cache.get_many([_key(kind, name) for name in limits])
    return any(counts.get(_key(kind, name), 0) >= limit for name, limit in limits.items())


def address_of(request: HttpRequest) -> str:
    """Where the request comes from; a proxy of ours adds it as the last of those forwarded."""
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded:
            return forwarded.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")


def _key(kind: str, name: str) -> str:
    """Names can be long, and say who somebody is."""
    hashed = hashlib.sha256(name.encode()).hexdigest()[:16]
    return f"{kind}-{int(time.time() // WINDOW)}-{hashed}"


def _counted(key: str) -> int:
    cache.add(key, 0, timeout=WINDOW)
    try:
        return cache.incr(key)
    except ValueError:
        # It ended between the two lines.
        return 1
