"""News for pages that may not import the news themselves: a centre's own."""

from django import template
from django.utils import timezone

from locations.models import CentrePage
from news.models import NewsPage

register = template.Library()


@register.simple_tag
def news_about(centre: CentrePage, count: int) -> list[NewsPage]:
    """The newest published items about a centre."""
    if centre.pk is None:
        return []
    return list(NewsPage.objects.about(centre).published(timezone.localdate()).for_one_place()[:count])
