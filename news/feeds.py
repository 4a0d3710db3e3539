"""The Atom feed of the news in one language (RFC 4287)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from familjecentral.core import languages
from familjecentral.core.reading import Reading

if TYPE_CHECKING:
    from news.models import NewsIndexPage, NewsPage


def atom(index: NewsIndexPage, items: Iterable[NewsPage], request: HttpRequest) -> HttpResponse:
    """The newest items that exist in the active language; an item's id is its uid and never changes."""
    language = languages.by_code(languages.active())
    about = Reading(index, language.code)
    url = index.get_full_url(request)
    feed = Atom1Feed(
        title=str(about.title if about.exists else _("News")),
        link=url,
        description=str(about.lead if about.exists else ""),
        language=language.tag,
        feed_url=url + "atom.xml",
        feed_guid=f"{index.uid.urn}:{language.code}",
    )
    for item in items:
        reading = Reading(item, language.code)
        if not reading.exists:
            continue
        published = timezone.make_aware(datetime.datetime.combine(item.date, datetime.time()))
        feed.add_item(
            title=str(reading.title),
            link=item.get_full_url(request),
            description=str(reading.lead),
            unique_id=item.uid.urn,
            pubdate=published,
            updateddate=reading.changed_at or published,
        )
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response
