"""The search words in the CMS, among the settings."""

from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from familjecentral.search.models import Synonym


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "search"
    add_to_settings_menu = True
    menu_label = pgettext_lazy("cms", "Search words")
    list_display = ["written", "means"]
    panels = [FieldPanel("written"), FieldPanel("means")]


register_snippet(SynonymViewSet)
