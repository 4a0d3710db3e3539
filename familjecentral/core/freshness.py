"""How long a public answer may be kept by browsers and caches: never past the moment at which it would say something else.

A page that shows a state names the moment of its next change; every other page changes at midnight at the latest,
because dates, "today" and what is announced do. Whatever is edited meanwhile is seen within `MAX_AGE`.

The page cache (familjecentral/pagecache) reads in the environment of a request what is known of its answer, and asks
there for the second body: the one that says nothing that is only true now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from familjecentral.core.formats import ZONE
from familjecentral.core.middleware import path_language

MAX_AGE = 60
"""Seconds."""

SECOND_BODY = "familjecentral.second_body"
"""In `request.META` where the page cache asks for the body it may show when the page itself cannot be made."""

FRESHNESS = "familjecentral.freshness"
"""In `request.META` of a public answer: its `Freshness`."""

KEPT_FOR = dt.timedelta(hours=25)
"""How long after it was made a body that is read later may be shown: a day, and what it takes to make a new one."""


@dataclass(frozen=True)
class Freshness:
    """`until` is when an answer may read otherwise; `lasts` that it says nothing which is false after that."""

    until: dt.datetime
    lasts: bool


def is_kept(request: HttpRequest) -> bool:
    """Whether a body is asked for that will be read later: it says nothing that is only true now.

    A visitor's phone keeps it (`?sparad=1`), and it is the one that the page cache shows when no new one can be made.
    """
    return SECOND_BODY in request.META or is_for_a_phone(request)


def is_for_a_phone(request: HttpRequest) -> bool:
    """Whether the address itself is that of a page for later."""
    return request.GET.get("sparad") == "1"


def midnight_after(moment: dt.datetime) -> dt.datetime:
    """When the Swedish day of a moment ends."""
    tomorrow = moment.astimezone(ZONE).date() + dt.timedelta(days=1)
    return dt.datetime.combine(tomorrow, dt.time(), ZONE)


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
    now = timezone.now()
    found = _freshness(request, now)
    request.META[FRESHNESS] = found
    return f"public, max-age={seconds_until(found.until, now)}"


def _freshness(request: HttpRequest, now: dt.datetime) -> Freshness:
    """Asked after the page was made."""
    noted, midnight = getattr(request, "fresh_until", None), midnight_after(now)
    return Freshness(min(noted or midnight, midnight), lasts=noted is None or is_kept(request))


def seconds_until(change: dt.datetime, now: dt.datetime) -> int:
    """Whole seconds for which a browser may keep what changes then."""
    return max(0, min(MAX_AGE, int((change - now).total_seconds())))
