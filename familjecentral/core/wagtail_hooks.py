"""What the rich text of every page is made of, and how pages are copied."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import translation
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from familjecentral.core import languages
from familjecentral.core.models import BasePage


class BasePageLinkHandler(PageLinkHandler):
    """Makes links of references to pages with one query; Wagtail's own asks one more for each type of page."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[BasePage | None]:
        ids = [attrs.get("id", "") for attrs in attrs_list]
        pages = {str(page.pk): page for page in BasePage.objects.filter(pk__in=[id_ for id_ in ids if id_])}
        return [pages.get(str(id_)) for id_ in ids]


# After Wagtail's own.
@hooks.register("register_rich_text_features", order=1)
def register_page_links(features: FeatureRegistry) -> None:
    features.register_link_type(BasePageLinkHandler)


@hooks.register("before_copy_page")
def copy_in_swedish(request: HttpRequest, page: BasePage) -> None:
    """The title given to a copy is its Swedish one, whatever language the CMS runs in."""
    if request.method != "POST":
        return
    translation.activate(languages.SOURCE)
    # The view looks the new parent up before its form has checked what was sent.
    parent = request.POST.get("new_parent_page", "")
    if not (
        parent.isascii() and parent.isdecimal() and BasePage.objects.filter(pk=int(parent[:18])).exists()
    ):
        raise Http404
