"""In the CMS: which pages visitors say are wrong, and what they cannot use."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from familjecentral.core import formats, languages
from familjecentral.feedback.models import AccessibilityReport, summaries

DAYS, ROWS = 30, 12
"""How far back the panel looks, and how many rows it has."""


class AnswersPanel(Component):
    name = "answers"
    template_name = "feedback/admin/answers_panel.html"
    order = 260

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        since = timezone.localdate() - dt.timedelta(days=DAYS)
        return {"rows": summaries(since, ROWS), "days": DAYS}


@hooks.register("construct_homepage_panels")
def add_answers_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(AnswersPanel())


class AccessibilityReportViewSet(SnippetViewSet):
    model = AccessibilityReport
    icon = "help"
    add_to_admin_menu = True
    menu_label = pgettext_lazy("cms", "Accessibility reports")
    menu_order = 260
    list_filter = ["is_handled", "language"]
    list_display = [
        "__str__",
        "where",
        Column(
            "sent",
            label=pgettext_lazy("cms", "Sent"),
            accessor=lambda report: formats.date_time(report.sent, languages.active()),
        ),
        BooleanColumn("is_handled", label=pgettext_lazy("cms", "Handled")),
    ]
    panels = [
        *(FieldPanel(name, read_only=True) for name in ("what", "where", "aid", "language", "sent")),
        FieldPanel("is_handled"),
    ]


register_snippet(AccessibilityReportViewSet)
