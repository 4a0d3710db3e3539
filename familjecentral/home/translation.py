"""Which fields of the home app exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from familjecentral.home.models import AccessibilityStatementPage, HomePage, InfoPage, SiteSettings


@register(HomePage)
class HomePageTranslation(TranslationOptions):
    fields = ()


@register([InfoPage, AccessibilityStatementPage])
class BodyTranslation(TranslationOptions):
    fields = ("body",)


@register(SiteSettings)
class SiteSettingsTranslation(TranslationOptions):
    fields = ("site_name", "site_place", "about_text", "interpreter_title", "interpreter_text")
