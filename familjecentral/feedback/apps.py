from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class FeedbackConfig(AppConfig):
    name = "familjecentral.feedback"
    label = "feedback"
    verbose_name = pgettext_lazy("cms", "What visitors tell us")
