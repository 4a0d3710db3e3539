"""What the public will read, before an editor saves: the centre's page with a record that is not stored yet."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from familjecentral.core.formats import ZONE
from locations.records import Unsaved

if TYPE_CHECKING:
    from locations.models import CentrePage

MIDDAY = dt.time(10)
"""When nothing else is asked for, a day is shown as it is at ten."""


def serve_with(centre: CentrePage, request: HttpRequest, mode: str, **unsaved: Any) -> HttpResponse:
    """The page in a language (`mode`), at the moment that the record's form asks for (`preview_at`).

    Without one: ten o'clock on the first day of an exception that is to come, else now.
    """
    centre.unsaved = Unsaved(**unsaved)
    record = next(iter(unsaved.values()))
    request.moment = getattr(record, "preview_at", None) or _moment_of(record)  # type: ignore[attr-defined]
    return centre.serve_preview(request, mode)


def _moment_of(record: Any) -> dt.datetime:
    first = getattr(record, "first", None)
    now = timezone.now()
    if first and first > now.astimezone(ZONE).date():
        return dt.datetime.combine(first, MIDDAY, ZONE)
    return now
