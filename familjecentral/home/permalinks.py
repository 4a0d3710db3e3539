"""Permanent links: every page gets one when it is published; `/f/<code>` leads to it in the reader's language."""

import io
import secrets
from typing import Any

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from wagtail.signals import page_published

from familjecentral.core import languages
from familjecentral.core.models import BasePage
from familjecentral.home.models import Permalink

# Without letters that are mistaken for each other when a code is read from paper.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 6


def connect() -> None:
    """Give pages their code on Wagtail's signal that they are published."""
    page_published.connect(give_code, dispatch_uid="permalinks.give_code")


def give_code(sender: Any, instance: BasePage, **kwargs: Any) -> None:
    """The page's slug where that code is free and was never used, otherwise a short random one."""
    if instance.depth < 3 or Permalink.objects.filter(page_id=instance.pk).exists():
        return
    code = instance.slug[:40]
    while Permalink.objects.filter(code=code).exists():
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    Permalink.objects.create(code=code, page_id=instance.pk, title=instance.title_sv)


def absolute(code: str) -> str:
    return f"{settings.SITE_URL}/f/{code}"


def follow(request: HttpRequest, code: str) -> HttpResponse:
    """302 to the page in the language of the reader's browser; 410 with the kept title when the page is gone."""
    link = Permalink.objects.select_related("page", "replaced_by__page").filter(code=code).first()
    if link is None:
        raise Http404
    page = link.destination()
    if page is None:
        response = render(request, "home/permalink_gone.html", {"link": link}, status=410)
    else:
        language = languages.negotiate(request.headers.get("Accept-Language", ""))
        with translation.override(language):
            response = HttpResponseRedirect(page.get_url(request))
    response["Vary"] = "Accept-Language"
    return response


def qr(request: HttpRequest, code: str) -> HttpResponse:
    """The link as a QR code in SVG, with the four modules of quiet zone that ISO/IEC 18004 asks for."""
    if not Permalink.objects.filter(code=code).exists():
        raise Http404
    picture = io.BytesIO()
    segno.make(absolute(code), error="m").save(
        picture, kind="svg", border=4, omitsize=True, xmldecl=False, title=absolute(code), light="#fff"
    )
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")
