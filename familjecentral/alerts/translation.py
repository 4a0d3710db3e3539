"""Which fields of a message exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from familjecentral.alerts.models import Alert


@register(Alert)
class AlertTranslation(TranslationOptions):
    fields = ("title", "text")
