"""On the home page of the CMS: which pages visitors say are wrong."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from familjecentral.feedback.models import summaries

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
