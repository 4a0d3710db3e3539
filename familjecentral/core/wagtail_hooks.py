"""What the rich text of every page is made of, how pages are copied, what editors are told of their Swedish, the look of the CMS."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from familjecentral.core import languages
from familjecentral.core.languages import SOURCE
from familjecentral.core.models import BasePage
from familjecentral.core.plain_language import Trouble, remarks, skipped_headings
from familjecentral.core.segments import Kind
from familjecentral.core.texts import fields_of, texts_of, value_of


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


MOST_REMARKS = 5
"""That an editor is shown at once; the next save shows what is left."""

SAID: dict[Trouble, Any] = {
    Trouble.LONG_SENTENCE: pgettext_lazy("cms", "A long sentence; can it become two? “%(words)s”"),
    Trouble.VAGUE_LINK: pgettext_lazy("cms", "A link that does not say where it leads: “%(words)s”"),
    Trouble.NAKED_ADDRESS: pgettext_lazy(
        "cms", "An address stands in the text; make a link of words instead: %(words)s"
    ),
    Trouble.HARD_TEXT: pgettext_lazy("cms", "The text is hard to read: LIX %(words)s. Under 40 is easy."),
    Trouble.SKIPPED_HEADING: pgettext_lazy(
        "cms", "A minor heading without a heading above it; put a block with a heading before it: “%(words)s”"
    ),
}


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def remark_on_language(request: HttpRequest, page: BasePage) -> None:
    """After a save: what makes the Swedish hard to read. Nothing is refused."""
    bodies = [value_of(page, field, SOURCE) for field in fields_of(type(page)) if field.kind is Kind.STREAM]
    found = [remark for body in bodies for remark in skipped_headings(body)]
    found += remarks(texts_of(page, SOURCE).values())
    for remark in found[:MOST_REMARKS]:
        messages.warning(request, SAID[remark.trouble] % {"words": remark.excerpt})


@hooks.register("insert_global_admin_css")
def style_every_screen() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/everywhere.css"))
