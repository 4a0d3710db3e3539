"""What guards a form that anyone may send, without a cookie and without knowing who sends it (docs/adr/0005).

A form carries `stamp(purpose)` and an empty field that only a machine fills in; the browser itself says where the
form stood. How often somebody sends is counted under a hash whose salt is made anew each day and kept in memory only.
"""

import datetime as dt
import hashlib
import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

TRAP = "webbplats"
"""The name of the field that no person sees."""

DAY = 24 * 60 * 60


def stamp(purpose: str, day: dt.date) -> str:
    """Signed, and the same for everyone all day, so that a page with a form on it can be cached."""
    return Signer(salt=f"visitor-form:{purpose}").sign(day.isoformat())


def is_ours(request: HttpRequest, purpose: str, day: dt.date) -> bool:
    """Whether a person sent this from one of our own pages, which was made today or yesterday."""
    fresh = {day.isoformat(), (day - dt.timedelta(days=1)).isoformat()}
    try:
        stamped = Signer(salt=f"visitor-form:{purpose}").unsign(request.POST.get("stamp", ""))
    except BadSignature:
        return False
    return stamped in fresh and not request.POST.get(TRAP) and _is_same_origin(request)


def _is_same_origin(request: HttpRequest) -> bool:
    """As the browser says; every browser in use sends one of the two headers with a form."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()


def is_too_often(request: HttpRequest, purpose: str, most: int, seconds: int, day: dt.date) -> bool:
    """Count one more of this purpose from this address; whether that is more than `most` within `seconds`."""
    salt = cache.get_or_set(f"visitor-form:salt:{day}", lambda: secrets.token_hex(16), DAY)
    sender = hashlib.sha256(f"{salt}{_address(request)}".encode()).hexdigest()[:20]
    key = f"visitor-form:{purpose}:{sender}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > most
    except ValueError:
        # It ran out between the two.
        return False


def _address(request: HttpRequest) -> str:
    """Behind a proxy the last address is the one that our own proxy saw; what stands before it anyone may write."""
    if settings.BEHIND_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
