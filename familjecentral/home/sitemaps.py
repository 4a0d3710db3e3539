"""sitemap.xml: every page in every language in which it exists, with its alternates."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from familjecentral.core import languages
from familjecentral.core.models import BasePage
from familjecentral.core.reading import Reading
from familjecentral.home.context import in_language


def entries(request: HttpRequest) -> Iterator[dict[str, Any]]:
    pages = BasePage.objects.live().public().filter(depth__gt=1).order_by("path")
    for page in pages:
        path = page.get_url(request)
        if not path:
            continue
        readings = {language: Reading(page, language.code) for language in languages.PUBLIC}
        found = {language: reading for language, reading in readings.items() if reading.exists}
        addresses = {language: settings.SITE_URL + in_language(path, language.code) for language in found}
        alternates = [
            (language.tag, url) for language, url in addresses.items() if language.tag == language.code
        ]
        for language, reading in found.items():
            changed: datetime | None = reading.changed_at
            yield {
                "url": addresses[language],
                "changed": changed and changed.date().isoformat(),
                "alternates": alternates,
            }


def sitemap(request: HttpRequest) -> HttpResponse:
    text = render_to_string("sitemap.xml", {"entries": entries(request)})
    return HttpResponse(text, content_type="application/xml")
