from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "familjecentral.alerts"
    label = "alerts"
