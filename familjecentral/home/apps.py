from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "familjecentral.home"
    label = "home"

    def ready(self) -> None:
        from familjecentral.home import permalinks

        permalinks.connect()
