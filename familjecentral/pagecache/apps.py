from django.apps import AppConfig


class PageCacheConfig(AppConfig):
    name = "familjecentral.pagecache"
    label = "pagecache"

    def ready(self) -> None:
        from familjecentral.pagecache import purging

        purging.connect()
