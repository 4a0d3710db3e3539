from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class AlertsConfig(AppConfig):
    name = "familjecentral.alerts"
    label = "alerts"
    verbose_name = pgettext_lazy("cms", "Messages on top of pages")
