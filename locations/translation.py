"""Which fields of the centres and services exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from locations.models import (
    Activity,
    CentreIndexPage,
    CentrePage,
    CentreService,
    HoursException,
    ServiceHours,
    ServiceType,
)


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


@register(ServiceHours)
class ServiceHoursTranslation(TranslationOptions):
    fields = ("notes",)


@register(HoursException)
class HoursExceptionTranslation(TranslationOptions):
    fields = ("text",)


@register(Activity)
class ActivityTranslation(TranslationOptions):
    fields = ("title", "description", "cost")
    required_languages = {"sv": ("title",)}
