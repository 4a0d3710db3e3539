from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "familjecentral.core"
    label = "core"
