"""Which fields of the news exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from news.models import NewsIndexPage, NewsPage


@register(NewsIndexPage)
class NewsIndexPageTranslation(TranslationOptions):
    fields = ()


@register(NewsPage)
class NewsPageTranslation(TranslationOptions):
    fields = ("body",)
