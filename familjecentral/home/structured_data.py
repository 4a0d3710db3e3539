"""schema.org descriptions of the site and of the way to a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from familjecentral.core.reading import Reading

if TYPE_CHECKING:
    from familjecentral.home.models import HomePage


def website(page: HomePage, reading: Reading, request: HttpRequest) -> dict[str, Any]:
    url = page.get_full_url(request)
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "@id": url,
        "url": url,
        "name": str(reading.title),
        "description": str(reading.lead),
        "inLanguage": reading.title.lang,
    }


def breadcrumb(steps: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """`steps` are (title, absolute address) from the home page down to the page itself."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": title, "item": url}
            for position, (title, url) in enumerate(steps, start=1)
        ],
    }
