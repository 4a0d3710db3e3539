"""The moment a page is read at: now, the one that a preview asks for, or any later one."""

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone

from familjecentral.core.formats import ZONE


def moment_of(request: HttpRequest) -> dt.datetime:
    """Now; a preview "as of Christmas Eve" sets `request.moment`, an aware datetime."""
    return getattr(request, "moment", None) or timezone.now()


def day_of(moment: dt.datetime) -> dt.date:
    """The date on a Swedish wall calendar."""
    return moment.astimezone(ZONE).date()
