"""What guards a form that anyone may send, without a cookie and without knowing who sends it (docs/adr/0005).

A form carries `stamp(purpose)` and an empty field that only a machine fills in; the browser itself says where the
form stood. How often somebody sends is counted without knowing who (limits.py).
"""

import datetime as dt
from urllib.parse import urlsplit

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from familjecentral.core import limits

TRAP = "webbplats"
"""The name of the field that no person sees."""


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
    return limits.count(purpose, limits.address_of(request), seconds, day) > most
