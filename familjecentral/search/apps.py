from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class SearchConfig(AppConfig):
    name = "familjecentral.search"
    label = "site_search"
    verbose_name = pgettext_lazy("cms", "Search")
