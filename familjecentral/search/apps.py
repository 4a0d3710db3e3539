from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "familjecentral.search"
    # Wagtail has an app called wagtailsearch, Django none called search; the table says whose it is.
    label = "site_search"

    def ready(self) -> None:
        from familjecentral.search import documents

        documents.connect()
