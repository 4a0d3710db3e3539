"""The CMS screen where hours and programme leave as CSV files and come back, after showing what would change."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import pgettext, pgettext_lazy
from wagtail import hooks

from familjecentral.core import formats
from locations.cms.csv_files import MAX_BYTES
from locations.cms.csv_import import Import, hours_file, programme_file, read_hours, read_programme

KINDS: dict[str, tuple[Callable[[], bytes], Callable[[bytes], Import]]] = {
    "hours": (hours_file, read_hours),
    "programme": (programme_file, read_programme),
}
NAMES = {"hours": pgettext_lazy("cms", "Opening hours"), "programme": pgettext_lazy("cms", "Programme")}


def _require(request: HttpRequest) -> None:
    if not request.user.has_perms(["locations.change_servicehours", "locations.change_activity"]):
        raise PermissionDenied


def files(request: HttpRequest) -> HttpResponse:
    """Download, upload, see what would change, then save: nothing is half imported."""
    _require(request)
    context: dict[str, Any] = {
        "names": NAMES.items(),
        "header_title": pgettext("cms", "Hours and programme as files"),
    }
    kind = request.POST.get("kind", "")
    if request.method == "POST":
        data = _sent(request)
        if kind not in KINDS or data is None:
            messages.error(request, pgettext("cms", "Choose a file first."))
        else:
            read = KINDS[kind][1](data)
            if not read.faults and request.POST.get("digest") == read.digest:
                number = read.save(request.user)
                messages.success(request, pgettext("cms", "Saved: %(number)s") % {"number": number})
                return redirect("hours_files")
            if request.POST.get("digest"):
                messages.warning(
                    request, pgettext("cms", "Something changed meanwhile. This is what would happen now.")
                )
            context |= {"kind": kind, "read": read, "data": base64.b64encode(data).decode()}
    return render(request, "locations/admin/files.html", context)


def _sent(request: HttpRequest) -> bytes | None:
    """The uploaded file, or the one that was shown and is sent again to be saved."""
    upload = request.FILES.get("file")
    if upload is not None:
        return upload.read(MAX_BYTES + 1)
    try:
        return base64.b64decode(request.POST.get("data", ""), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def download(request: HttpRequest, kind: str) -> HttpResponse:
    """All hours, or the whole programme, as a file that can be changed and read back."""
    _require(request)
    day = timezone.now().astimezone(formats.ZONE).date()
    response = HttpResponse(KINDS[kind][0](), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{kind}-{day.isoformat()}.csv"'
    return response


@hooks.register("register_admin_urls")
def file_urls() -> list[URLPattern]:
    return [
        path("hours/files/", files, name="hours_files"),
        path("hours/files/hours.csv", download, {"kind": "hours"}, name="hours_csv"),
        path("hours/files/programme.csv", download, {"kind": "programme"}, name="programme_csv"),
    ]
