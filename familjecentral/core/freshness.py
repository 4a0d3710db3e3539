"""How long a public answer may be kept by browsers and caches: never past the moment at which it would say something else.

A page that shows a state names the moment of its next change; every other page changes at midnight at the latest,
because dates, "today" and what is announced do. Whatever is edited meanwhile is seen within `MAX_AGE`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from familjecentral.core.formats import ZONE
from familjecentral.core.middleware import path_language

MAX_AGE = 60
"""Seconds."""


def changes_at(request: HttpRequest, *moments: dt.datetime) -> None:
    """Note that what the answer shows may read otherwise at these moments; the first of all that are noted counts."""
    known = getattr(request, "fresh_until", None)
    request.fresh_until = min([*moments, *([known] if known else [])], default=None)  # type: ignore[attr-defined]


class FreshnessMiddleware:
    """Cache-Control for what visitors read. The CMS, and an answer that has its own, are left alone.

    Only an answer that is the same for everybody is public: asked for without a cookie, and setting none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            request.method in ("GET", "HEAD")
            and response.status_code == 200
            and path_language(request.path_info)
            and "Cache-Control" not in response.headers
        ):
            response.headers["Cache-Control"] = _cache_control(request, response)
        return response


def _cache_control(request: HttpRequest, response: HttpResponse) -> str:
    varies = response.headers.get("Vary", "").lower()
    if request.COOKIES or response.cookies or "cookie" in varies:
        return "private, no-store"
    return f"public, max-age={_seconds(request)}"


def _seconds(request: Any) -> int:
    """Whole seconds that are left until the next change; asked after the page was made."""
    now = timezone.now()
    tomorrow = now.astimezone(ZONE).date() + dt.timedelta(days=1)
    midnight = dt.datetime.combine(tomorrow, dt.time(), ZONE)
    change = min(getattr(request, "fresh_until", None) or midnight, midnight)
    return max(0, min(MAX_AGE, int((change - now).total_seconds())))
