"""Which fields of the centres and services exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from locations.models import CentreIndexPage, CentrePage, CentreService, ServiceType


@register(CentreIndexPage)
class CentreIndexPageTranslation(TranslationOptions):
    fields = ()


@register(CentrePage)
class CentrePageTranslation(TranslationOptions):
    fields = ("directions",)


@register(ServiceType)
class ServiceTypeTranslation(TranslationOptions):
    fields = ("name", "help", "audience", "cost", "booking", "need", "need_link")
    required_languages = {"sv": ("name",)}


@register(CentreService)
class CentreServiceTranslation(TranslationOptions):
    fields = ("entrance", "note")
