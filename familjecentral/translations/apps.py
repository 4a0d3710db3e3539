from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class TranslationsConfig(AppConfig):
    name = "familjecentral.translations"
    verbose_name = pgettext_lazy("cms", "Translations")

    def ready(self) -> None:
        from familjecentral.translations import roles, standings

        standings.connect()
        roles.connect()
