"""The building blocks of a text: one StreamField definition for every page that has a body.

Each block has one template in templates/blocks/, named as the block. What is text is translated by segment; images,
links and order are taken from the Swedish (docs/adr/0003).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

RICH_TEXT_FEATURES = ["h3", "bold", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    """Running text: paragraphs, lists and minor headings."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """ValueError, which the CMS answers as a bad request, for what the editor's script never sends."""
        try:
            return super().value_from_datadict(data, files, prefix)
        except (AttributeError, IndexError, KeyError, TypeError, RecursionError) as broken:
            raise ValueError("The rich text that was sent cannot be read") from broken

    class Meta:
        icon = "pilcrow"
        label = _("Text")


class PictureBlock(blocks.StructBlock):
    """An image; ImageBlock requires an alternative text or the mark that it is decorative."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(required=False, max_length=250, label=_("Caption"))

    def bulk_to_python(self, values: Any) -> Any:
        """All pictures of a text with what is already drawn of them: one query, however many they are."""
        pictures = super().bulk_to_python(values)
        prefetch_related_objects([value["image"] for value in pictures if value["image"]], "renditions")
        return pictures

    class Meta:
        icon = "image"
        label = _("Image")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(max_length=600, label=_("Quote"))
    attribution = blocks.CharBlock(max_length=150, label=_("Who said it, and in what role"))

    class Meta:
        icon = "openquote"
        label = _("Quote")


class FactsBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Heading"))
    text = TextBlock(label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Fact box")


class LinkBlock(blocks.StructBlock):
    """A link to one of our pages or to another website: exactly one of the two."""

    title = blocks.CharBlock(max_length=150, label=_("Link text"))
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    url = blocks.URLBlock(required=False, label=_("Address of another website"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            message = ValidationError(_("Choose a page or write an address, not both."))
            raise blocks.StructBlockValidationError(block_errors={"page": message})
        return cleaned

    class Meta:
        icon = "link"
        label = _("Link")


class LinksBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    items = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Link list")


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(max_length=150, label=_("Link text"))

    class Meta:
        icon = "doc-full"
        label = _("Document")


class ProperNameBlock(blocks.CharBlock):
    """A name that is the same in every language."""

    class Meta:
        translatable = False


class VideoBlock(blocks.StructBlock):
    """A card that links to the video at its publisher: nothing is embedded, so nobody else learns of the visit."""

    title = blocks.CharBlock(max_length=150, label=_("Title"))
    url = blocks.URLBlock(label=_("Address of the video"))
    publisher = ProperNameBlock(max_length=100, label=_("Publisher"), help_text=_("For example 1177.se"))

    class Meta:
        icon = "media"
        label = _("Video")


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = blocks.CharBlock(max_length=150, icon="title", label=_("Heading"))
    text = TextBlock()
    image = PictureBlock()
    quote = QuoteBlock()
    facts = FactsBlock()
    links = LinksBlock()
    document = DocumentBlock()
    video = VideoBlock()
