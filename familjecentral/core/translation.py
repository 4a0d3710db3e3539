"""Which fields of the core's models exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from familjecentral.core.models import BasePage, Image


@register(BasePage)
class BasePageTranslation(TranslationOptions):
    fields = ("title", "lead", "seo_title", "search_description")
    required_languages = {"sv": ("title",)}


@register(Image)
class ImageTranslation(TranslationOptions):
    fields = ("alt",)
