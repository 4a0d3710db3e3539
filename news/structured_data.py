"""schema.org description of a news item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from familjecentral.core.reading import Reading

if TYPE_CHECKING:
    from news.models import NewsPage


def news_article(page: NewsPage, reading: Reading, request: HttpRequest) -> dict[str, Any]:
    """A NewsArticle in the language it is read in; `dateModified` is that language's own."""
    url = page.get_full_url(request)
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "headline": str(reading.title),
        "description": str(reading.lead),
        "inLanguage": reading.title.lang,
        "datePublished": page.date.isoformat(),
    }
    if reading.changed_at:
        data["dateModified"] = reading.changed_at.isoformat()
    return data
