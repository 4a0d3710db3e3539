"""How often something was done by somebody, without knowing who: numbers under a hash, in memory only.

The salt of the hash is made anew each day, so that what was counted yesterday belongs to nobody (docs/adr/0005). Each
process counts for itself.
"""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

DAY = 24 * 60 * 60


def counted(purpose: str, who: str, day: dt.date) -> int:
    """How often this was counted lately."""
    return int(cache.get(_key(purpose, who, day), 0))


def count(purpose: str, who: str, seconds: int, day: dt.date) -> int:
    """Count once more; how often it is now, within so many seconds from the first time."""
    key = _key(purpose, who, day)
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:
        # It ran out between the two.
        return 1


def address_of(request: HttpRequest) -> str:
    """Behind a proxy the last address is the one that our own proxy saw; what stands before it anyone may write."""
    if settings.BEHIND_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _key(purpose: str, who: str, day: dt.date) -> str:
    salt = cache.get_or_set(f"limits:salt:{day}", lambda: secrets.token_hex(16), DAY)
    return f"limits:{purpose}:{hashlib.sha256(f'{salt}{who}'.encode()).hexdigest()[:20]}"
