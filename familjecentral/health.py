"""Two questions of a supervisor: does the process run, and can it answer visitors?"""

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from familjecentral.pagecache.stores import pages


def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("live\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """200 while visitors get pages here: the database answers, or pages are stored that can be shown without it.

    All processes ask one database. Were they all taken out of service when it is away, nobody would see the stored
    pages, so 503 means that there is neither. The text says which; a supervisor of the database asks the database.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        if not pages.has_kept(timezone.now()):
            return HttpResponse("no database, no stored pages\n", status=503, content_type="text/plain")
        return HttpResponse("no database, stored pages only\n", content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")
