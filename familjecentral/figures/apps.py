from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "familjecentral.figures"
    label = "figures"
